//! The language of a text: by its script, by a statistical guess, and by whether the guess holds against
//! the small words of that language. Where none holds, no language is better than a wrong one.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

/// How much of a text is looked at.
const SAMPLE: usize = 4_000;

/// The ISO 639-1 code of a text, if it is long and plain enough to tell.
pub(crate) fn detect(text: &str) -> Option<&'static str> {
    let mut cut = text.len().min(SAMPLE);
    while !text.is_char_boundary(cut) {
        cut -= 1;
    }
    let sample = &text[..cut];
    if let Some(lang) = by_script(sample) {
        return Some(lang);
    }
    let (words, counts) = small_words(sample);
    if words < 6 {
        return None;
    }
    let best = counts.iter().copied().max().unwrap_or(0);
    // one small word is no evidence: `a` is a word of six of these languages
    if best == 1 {
        return by_letters(sample);
    }
    // the most small words win; the statistical guess breaks ties and covers languages without a list
    let guess = || code(whichlang::detect_language(sample));
    // running text is full of these words; the threshold is an estimate, tried on the tests below only
    if best * 100 < words * 12 {
        let guess = guess();
        let listed = SMALL.iter().any(|(lang, _)| *lang == guess);
        let wrong = by_letters(sample).is_some_and(|lang| lang != guess);
        return by_letters(sample).or_else(|| (!listed && !wrong && guess != "vi").then_some(guess));
    }
    let mut first = counts.iter().zip(SMALL).filter(|(count, _)| **count == best).map(|(_, (lang, _))| lang);
    let lang = first.next()?;
    let mut others = first.peekable();
    if others.peek().is_none() {
        return Some(lang);
    }
    let guess = guess();
    Some(others.find(|other| *other == guess).unwrap_or(lang))
}

/// How much of a text must be plainly of a language for no more of it to be looked at: most texts show it with the first,
/// and others get a second chance.
const GLANCES: [usize; 2] = [150, 300];

/// Whether the beginning of a text leaves no doubt that it is of a language: a quarter of its words are small words of
/// it, and twice as many as of any other.
pub(crate) fn is_plainly(text: &str, lang: &str) -> bool {
    let Some(place) = SMALL.iter().position(|(other, _)| *other == lang) else { return false };
    GLANCES.iter().any(|&glance| {
        let mut cut = text.len().min(glance);
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        let (words, counts) = small_words(&text[..cut]);
        let own = counts[place];
        let others = counts.iter().enumerate().filter(|(other, _)| *other != place);
        words >= 20 && own * 4 >= words && others.map(|(_, count)| count).all(|count| count * 2 <= own)
    })
}

/// The language of a text in Latin script, by letters that few others have: it must have several of them.
fn by_letters(text: &str) -> Option<&'static str> {
    let mut counts = [0; LETTERS.len()];
    for c in text.chars().filter(|c| !c.is_ascii()).flat_map(char::to_lowercase) {
        for (place, (_, letters)) in LETTERS.iter().enumerate() {
            counts[place] += usize::from(letters.contains(c));
        }
    }
    let most = counts.iter().copied().max()?;
    let place = counts.iter().position(|&count| count == most)?;
    (most >= 2).then_some(LETTERS[place].0)
}

const LETTERS: [(&str, &str); 10] = [
    ("cs", "ěřů"),
    ("sk", "ľĺŕ"),
    ("pl", "łżźśąę"),
    ("hu", "őű"),
    ("ro", "țșăţ"),
    ("tr", "ğışİ"),
    ("lv", "āēīņķļģ"),
    ("lt", "ėųį"),
    ("is", "ðþ"),
    ("vi", "ơưấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự"),
];

/// How many words a text has, and how many of them are small words of each language.
fn small_words(text: &str) -> (usize, [usize; SMALL.len()]) {
    let (mut words, mut counts) = (0, [0; SMALL.len()]);
    let small = &*SMALL_WORDS;
    let mut end_word = |word: &mut Lower| {
        if word.len > 0 {
            words += 1;
            let mut langs = if small.may_have(word) { small.langs(word) } else { 0 };
            while langs != 0 {
                counts[langs.trailing_zeros() as usize] += 1;
                langs &= langs - 1;
            }
            *word = Lower::default();
        }
    };
    let mut word = Lower::default();
    let mut next = 0;
    while let Some(&byte) = text.as_bytes().get(next) {
        if byte.is_ascii() {
            match byte.is_ascii_alphabetic() {
                true => word.push(byte.to_ascii_lowercase()),
                false => end_word(&mut word),
            }
            next += 1;
            continue;
        }
        let Some(c) = text[next..].chars().next() else { break };
        next += c.len_utf8();
        if c.is_alphabetic() {
            let mut room = [0; 4];
            for c in c.to_lowercase() {
                c.encode_utf8(&mut room).bytes().for_each(|byte| word.push(byte));
            }
        } else {
            end_word(&mut word);
        }
    }
    end_word(&mut word);
    (words, counts)
}

/// A word in lower case, as far as it can be one of a list.
#[derive(Clone, Copy, Default)]
struct Lower {
    /// Its first eight bytes, and the next: no word of a list is longer than both.
    first: u64,
    next: u64,
    /// Its length in bytes, also of a longer one.
    len: usize,
}

impl Lower {
    fn push(&mut self, byte: u8) {
        match self.len {
            0..8 => self.first |= u64::from(byte) << (8 * self.len),
            8..LONGEST => self.next |= u64::from(byte) << (8 * (self.len - 8)),
            _ => {}
        }
        self.len += 1;
    }

    fn of(word: &str) -> Self {
        let mut lower = Self::default();
        word.bytes().for_each(|byte| lower.push(byte));
        lower
    }
}

/// Bytes of the longest word that a list may have.
const LONGEST: usize = 16;

/// The words of [`SMALL`], with the languages that have each, a bit a language. Looked up for every word of every text,
/// so that no list is searched, and nothing at all for most of the words that no list has.
struct SmallWords {
    /// For each length the first bytes of its words, a bit each for one of 64.
    starts: [u64; LONGEST + 1],
    langs: FxHashMap<(u64, u64), u32>,
}

impl SmallWords {
    fn may_have(&self, word: &Lower) -> bool {
        self.starts.get(word.len).is_some_and(|starts| starts >> (word.first % 64) & 1 == 1)
    }

    fn langs(&self, word: &Lower) -> u32 {
        self.langs.get(&(word.first, word.next)).copied().unwrap_or(0)
    }
}

static SMALL_WORDS: LazyLock<SmallWords> = LazyLock::new(|| {
    let (mut starts, mut langs) = ([0; LONGEST + 1], FxHashMap::default());
    for (place, (_, list)) in SMALL.iter().enumerate() {
        for word in list.iter().map(|word| Lower::of(word)) {
            *langs.entry((word.first, word.next)).or_default() |= 1 << place;
            if let Some(starts) = starts.get_mut(word.len) {
                *starts |= 1 << (word.first % 64);
            }
        }
    }
    SmallWords { starts, langs }
});

/// The language, where the script leaves no other of those that are told apart.
fn by_script(text: &str) -> Option<&'static str> {
    if text.is_ascii() {
        return None;
    }
    let mut latin = 0usize;
    let mut scripts = [0usize; SCRIPTS.len()];
    let mut cyrillic = 0usize;
    for c in text.chars() {
        match c {
            'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' => latin += 1,
            '\0'..='\u{7f}' => {}
            '\u{400}'..='\u{52f}' => cyrillic += 1,
            c if !c.is_alphabetic() => {}
            c => {
                if let Some(place) = SCRIPTS.iter().position(|(range, _)| range.contains(&c)) {
                    scripts[place] += 1;
                }
            }
        }
    }
    let (place, &most) =
        scripts.iter().enumerate().max_by_key(|&(place, &count)| (count, SCRIPTS.len() - place))?;
    if cyrillic > latin && cyrillic > most {
        let has = |letters: &str| text.contains(|c| letters.contains(c));
        return Some(match () {
            () if has("іїєґ") && !has("ыъэ") => "uk",
            () if has("ў") => "be",
            () if has("ђћјљњџ") => "sr",
            () if has("ѓќѕ") => "mk",
            () if has("ыэё") => "ru",
            () if has("ъ") => "bg",
            () => "ru",
        });
    }
    if most == 0 || most < latin {
        return None;
    }
    let lang = SCRIPTS[place].1;
    if lang == "zh" && scripts[SCRIPTS.iter().position(|(_, lang)| *lang == "ja")?] > 0 {
        return Some("ja");
    }
    if lang == "ar" && text.contains(['پ', 'چ', 'ژ', 'گ']) {
        return Some(if text.contains(['ٹ', 'ڈ', 'ے']) { "ur" } else { "fa" });
    }
    Some(lang)
}

const SCRIPTS: [(std::ops::RangeInclusive<char>, &str); 14] = [
    ('\u{370}'..='\u{3ff}', "el"),
    ('\u{590}'..='\u{5ff}', "he"),
    ('\u{600}'..='\u{6ff}', "ar"),
    ('\u{530}'..='\u{58f}', "hy"),
    ('\u{10a0}'..='\u{10ff}', "ka"),
    ('\u{900}'..='\u{97f}', "hi"),
    ('\u{980}'..='\u{9ff}', "bn"),
    ('\u{b80}'..='\u{bff}', "ta"),
    ('\u{c00}'..='\u{c7f}', "te"),
    ('\u{e00}'..='\u{e7f}', "th"),
    ('\u{ac00}'..='\u{d7af}', "ko"),
    ('\u{3040}'..='\u{30ff}', "ja"),
    ('\u{4e00}'..='\u{9fff}', "zh"),
    ('\u{1200}'..='\u{137f}', "am"),
];

fn code(lang: whichlang::Lang) -> &'static str {
    use whichlang::Lang;
    match lang {
        Lang::Ara => "ar",
        Lang::Cmn => "zh",
        Lang::Deu => "de",
        Lang::Eng => "en",
        Lang::Fra => "fr",
        Lang::Hin => "hi",
        Lang::Ita => "it",
        Lang::Jpn => "ja",
        Lang::Kor => "ko",
        Lang::Nld => "nl",
        Lang::Por => "pt",
        Lang::Rus => "ru",
        Lang::Spa => "es",
        Lang::Swe => "sv",
        Lang::Tur => "tr",
        Lang::Vie => "vi",
    }
}

/// The commonest small words of languages in Latin script.
const SMALL: [(&str, &[&str]); 22] = [
    (
        "en",
        &[
            "the", "of", "and", "to", "in", "that", "is", "for", "it", "we", "be", "this", "with", "are",
            "by", "not", "have", "was", "which", "our", "as", "on", "will", "from",
        ],
    ),
    (
        "de",
        &[
            "der", "die", "und", "das", "den", "von", "zu", "mit", "des", "dem", "nicht", "ist", "im", "für",
            "auf", "ein", "eine", "sich", "werden", "nach", "oder", "wird",
        ],
    ),
    (
        "fr",
        &[
            "de", "la", "le", "les", "et", "des", "en", "du", "que", "est", "une", "un", "pour", "dans",
            "qui", "au", "par", "nous", "sur", "pas", "ce", "il", "ne",
        ],
    ),
    (
        "es",
        &[
            "de", "la", "el", "que", "en", "y", "los", "las", "del", "por", "con", "se", "para", "una", "un",
            "no", "su", "es", "al", "lo", "como", "más",
        ],
    ),
    (
        "pt",
        &[
            "de", "a", "o", "que", "e", "do", "da", "em", "um", "para", "com", "não", "uma", "os", "no",
            "se", "na", "por", "mais", "as", "dos", "ao",
        ],
    ),
    (
        "it",
        &[
            "di", "che", "la", "il", "e", "un", "per", "una", "in", "del", "non", "della", "con", "le", "si",
            "da", "è", "dei", "nel", "alla", "gli", "sono", "i",
        ],
    ),
    (
        "ca",
        &[
            "de", "la", "que", "i", "el", "els", "les", "en", "a", "per", "del", "una", "amb", "és", "un",
            "no", "al", "dels", "s", "l", "d", "aquest", "aquesta",
        ],
    ),
    (
        "nl",
        &[
            "de", "het", "een", "van", "en", "in", "dat", "is", "te", "op", "voor", "met", "niet", "zijn",
            "aan", "er", "ook", "die", "om", "wij", "wordt",
        ],
    ),
    (
        "sv",
        &[
            "och", "att", "i", "det", "som", "en", "på", "är", "av", "för", "till", "den", "med", "inte",
            "om", "vi", "har", "ett", "de",
        ],
    ),
    (
        "da",
        &[
            "og", "at", "i", "det", "er", "en", "af", "til", "på", "for", "den", "der", "med", "ikke", "vi",
            "har", "et", "som", "om",
        ],
    ),
    (
        "no",
        &[
            "og", "å", "i", "det", "er", "en", "av", "til", "på", "for", "den", "som", "med", "ikke", "vi",
            "har", "et", "om", "at",
        ],
    ),
    (
        "fi",
        &[
            "ja",
            "on",
            "ei",
            "että",
            "se",
            "oli",
            "mutta",
            "ovat",
            "kuin",
            "myös",
            "tai",
            "sen",
            "hän",
            "jokaisella",
            "oikeus",
            "olla",
        ],
    ),
    (
        "pl",
        &[
            "i", "w", "na", "z", "do", "nie", "się", "jest", "że", "to", "o", "oraz", "dla", "po", "przez",
            "od", "za", "jak", "prawo",
        ],
    ),
    (
        "cs",
        &[
            "a", "v", "na", "je", "se", "že", "to", "o", "z", "s", "pro", "do", "není", "jsou", "by", "ale",
            "jako", "k", "který", "nebo",
        ],
    ),
    (
        "sk",
        &[
            "a", "v", "na", "je", "sa", "že", "to", "o", "z", "s", "pre", "do", "nie", "sú", "by", "ale",
            "ako", "k", "ktorý", "alebo", "som",
        ],
    ),
    (
        "hu",
        &[
            "a", "az", "és", "hogy", "nem", "egy", "is", "van", "ez", "de", "ha", "vagy", "meg", "mint",
            "kell", "joga",
        ],
    ),
    (
        "ro",
        &[
            "de", "și", "în", "a", "la", "cu", "nu", "o", "că", "pe", "este", "din", "care", "pentru", "mai",
            "sau", "să", "al",
        ],
    ),
    (
        "hr",
        &[
            "i", "u", "je", "se", "na", "da", "za", "su", "od", "ne", "o", "ima", "ili", "koji", "s",
            "svatko", "pravo",
        ],
    ),
    (
        "tr",
        &[
            "ve", "bir", "bu", "için", "ile", "da", "de", "olarak", "daha", "çok", "en", "veya", "her",
            "hakkı",
        ],
    ),
    (
        "la",
        &[
            "et", "in", "est", "ad", "non", "ut", "cum", "quod", "qui", "ex", "sed", "ab", "quae", "aut",
            "vel",
        ],
    ),
    (
        "af",
        &[
            "die", "en", "van", "in", "het", "is", "nie", "te", "om", "dat", "vir", "wat", "met", "op",
            "aan", "ons", "sal",
        ],
    ),
    ("ga", &["an", "na", "agus", "ar", "a", "go", "is", "i", "le", "do", "atá", "sé", "bhí", "leis"]),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        assert_eq!(detect(text), expected, "{text}");
    }

    #[test]
    fn tells_languages_apart() {
        check("The council of the workers has met in the hall, and it is for them to decide.", Some("en"));
        check("Der Rat der Arbeiter hat sich in der Halle getroffen, und das ist nicht alles.", Some("de"));
        check(
            "Vláda nie je proti návrhu, ale poslanci sa o ňom majú dohodnúť a to pre všetkých.",
            Some("sk"),
        );
        check(
            "El consell dels treballadors s'ha reunit a la sala, i és per a ells la decisió que cal prendre amb calma.",
            Some("ca"),
        );
        check("Совет рабочих собрался в зале, чтобы обсудить это предложение.", Some("ru"));
        check("Рада робітників зібралася в залі, щоб обговорити цю пропозицію її членів.", Some("uk"));
        check("工人代表会议今天在大厅举行。", Some("zh"));
        check(
            "Dnes zasedala poslanecká sněmovna. Dělníci žádají chléb a práci; větší spravedlnost pro všechny občany.",
            Some("cs"),
        );
        check("Quốc hội họp sáng nay. Công nhân đòi bánh mì và việc làm cho mọi người.", Some("vi"));
        check("İşçiler bugün meydanda toplandı. Şimdi özgürlük ve eşitlik istiyoruz.", Some("tr"));
        check("12 34 Xy", None);
    }
}
