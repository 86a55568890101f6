//! The language of a text: by its script, by a statistical guess, and by whether the guess holds against
//! the small words of that language. Where none holds, no language is better than a wrong one.

mod small;

use rustc_hash::FxHashMap;
use small::SMALL;
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
    let (words, scores) = small_words(sample);
    if words < FEWEST {
        return None;
    }
    let (best, second) = first_two(&scores);
    let (most, next) = (scores[best], scores[second]);
    let guess = || code(whichlang::detect_language(sample));
    let (lang, other) = (SMALL[best].0, SMALL[second].0);
    let few = most < words as u32 * AMONG;
    let doubtful =
        few && (most < words as u32 * SOME || most < next * 2 && ![lang, other].contains(&guess()));
    // one small word that many languages have is no evidence, nor are a few among many other words
    if most < ONE || doubtful {
        let guess = guess();
        let listed = SMALL.iter().any(|(lang, _)| *lang == guess);
        let wrong = by_letters(sample).is_some_and(|lang| lang != guess);
        return by_letters(sample).or_else(|| (!listed && !wrong && guess != "vi").then_some(guess));
    }
    if most * 100 >= next * APART {
        return Some(lang);
    }
    // two languages that share most of their small words; the statistical guess settles it, or else a long text does
    let long = words >= LONG;
    match guess() {
        guess if guess == lang => Some(lang),
        // of a language that it does not know, it hears a neighbour
        guess if guess == other && (long || GUESSED.contains(&lang)) => Some(other),
        _ => long.then_some(lang),
    }
}

/// Of fewer words nothing is told.
const FEWEST: usize = 4;
/// The least evidence: nearly one small word that no other language has, in hundredths.
const ONE: u32 = 80;
/// The least evidence for each word of the text. Of the Declaration of Human Rights in 32 listed languages all reach it
/// (Latin and Turkish just so), and of some 95 others in Latin script fourteen, most of them near to a listed one: Walloon
/// is told as French, Sorbian as Polish.
const AMONG: u32 = 14;
/// Less is enough where it is twice that of any other language, or the statistical guess says the same: lists of names,
/// and languages of long words.
const SOME: u32 = 11;
/// How much more evidence, in percent, one language must have than the next. Of 3,100 sentences of 6 to 30 words in 18
/// languages 90 in 100 are told right and 3 wrong, most of them Galician; without weights and with half of the words it
/// was 78 and 16. Of 1,217 sentences of the Declaration in 24 languages 82 in 100 are told right and 3 wrong.
const APART: u32 = 115;
/// The languages in Latin script that the statistical guess knows.
const GUESSED: [&str; 10] = ["de", "en", "fr", "it", "nl", "pt", "es", "sv", "tr", "vi"];
/// So many words settle what is not apart.
const LONG: usize = 60;

/// The places of the two highest scores, the first of equal ones first.
fn first_two(scores: &[u32; SMALL.len()]) -> (usize, usize) {
    let (mut best, mut second) = (0, 1);
    if scores[1] > scores[0] {
        (best, second) = (1, 0);
    }
    for (place, &score) in scores.iter().enumerate().skip(2) {
        if score > scores[best] {
            (best, second) = (place, best);
        } else if score > scores[second] {
            second = place;
        }
    }
    (best, second)
}

/// How much of a text must be plainly of a language for no more of it to be looked at: most texts show it with the first,
/// and others get a second chance.
const GLANCES: [usize; 2] = [150, 300];

/// Whether the beginning of a text leaves no doubt that it is of a language: of its words a fifth or more speak for it,
/// and twice as many as for any other.
pub(crate) fn is_plainly(text: &str, lang: &str) -> bool {
    let Some(place) = SMALL.iter().position(|(other, _)| *other == lang) else { return false };
    GLANCES.iter().any(|&glance| {
        let mut cut = text.len().min(glance);
        while !text.is_char_boundary(cut) {
            cut -= 1;
        }
        let (words, scores) = small_words(&text[..cut]);
        let own = scores[place];
        let others = scores.iter().enumerate().filter(|(other, _)| *other != place);
        words >= 20
            && own >= words as u32 * 20
            && others.map(|(_, score)| score).all(|score| score * 2 <= own)
    })
}

/// The language of a text in Latin script, by letters that few others have: it must have several of them.
fn by_letters(text: &str) -> Option<&'static str> {
    let (lang, count) = most_letters(text, &LETTERS)?;
    (count >= 2).then_some(lang)
}

/// The language of a table of whose letters a text has most, the first of equal ones, and how many; none where it has
/// none of any.
fn most_letters(text: &str, table: &[(&'static str, &str)]) -> Option<(&'static str, usize)> {
    let mut counts = vec![0; table.len()];
    for c in text.chars().filter(|c| !c.is_ascii()).flat_map(char::to_lowercase) {
        for (count, (_, letters)) in counts.iter_mut().zip(table) {
            *count += usize::from(letters.contains(c));
        }
    }
    let most = counts.iter().copied().max().filter(|&most| most > 0)?;
    let place = counts.iter().position(|&count| count == most)?;
    Some((table[place].0, most))
}

const LETTERS: [(&str, &str); 10] = [
    ("cs", "ěřů"),
    ("sk", "ľĺŕ"),
    ("pl", "łżźśąę"),
    ("hu", "őű"),
    ("ro", "țșăţ"),
    ("tr", "ğışİ"),
    ("lv", "ņķļģ"),
    ("lt", "ėųį"),
    ("is", "ðþ"),
    ("vi", "ơưấầẩẫậắằẳẵặếềểễệốồổỗộớờởỡợứừửữự"),
];

/// How many words a text has, and how much its small words speak for each language: the fewer languages have a word,
/// the more. `the` speaks for one, `i` for one in ten. Addresses, names of accounts and initials are no words, nor is
/// what an apostrophe cuts off an English one; what it cuts off others, `l'`, is.
fn small_words(text: &str) -> (usize, [u32; SMALL.len()]) {
    let (mut words, mut counts) = (0, [0; SMALL.len()]);
    let small = &*SMALL_WORDS;
    let bytes = text.as_bytes();
    let langs = |word: &Lower| if small.may_have(word) { small.langs(word) } else { 0 };
    let mut end_word = |word: &mut Lower, next: usize, cut: bool| {
        let lone = word.len == 1 && (cut || bytes.get(next) == Some(&b'.'));
        if word.len > 0 && !lone {
            words += 1;
            let mut found = 0;
            if word.len <= ELIDED && apostrophe(bytes, next) > 0 {
                let mut elided = *word;
                elided.push(b'\'');
                found = langs(&elided);
            }
            if found == 0 {
                found = langs(word);
            }
            let weight = WEIGHTS.get(found.count_ones() as usize).copied().unwrap_or(WEIGHTS[15]);
            while found != 0 {
                counts[found.trailing_zeros() as usize] += weight;
                found &= found - 1;
            }
        }
        *word = Lower::default();
    };
    let mut word = Lower::default();
    // whether an apostrophe cut the word off another
    let mut cut = false;
    let mut next = 0;
    while let Some(&byte) = bytes.get(next) {
        if byte.is_ascii_alphabetic() {
            word.push(byte.to_ascii_lowercase());
            next += 1;
            continue;
        }
        if byte.is_ascii() {
            let behind = word.len > 0;
            end_word(&mut word, next, cut);
            cut = byte == b'\'' && behind;
            next += 1;
            let address = byte == b':' && bytes[next..].starts_with(b"//");
            if address || matches!(byte, b'@' | b'#') {
                next += bytes[next..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
            }
            continue;
        }
        let Some(c) = text[next..].chars().next() else { break };
        if c.is_alphabetic() {
            let mut room = [0; 4];
            for c in c.to_lowercase() {
                c.encode_utf8(&mut room).bytes().for_each(|byte| word.push(byte));
            }
        } else {
            let behind = word.len > 0;
            end_word(&mut word, next, cut);
            cut = c == '’' && behind;
        }
        next += c.len_utf8();
    }
    end_word(&mut word, next, cut);
    (words, counts)
}

/// Bytes of the longest word that an apostrophe cuts in the lists: `couldn'`.
const ELIDED: usize = 6;

/// How many bytes an apostrophe has that stands at a place.
fn apostrophe(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    match rest.first() {
        Some(b'\'') => 1,
        _ if rest.starts_with("’".as_bytes()) => 3,
        _ => 0,
    }
}

/// What a word speaks for each of so many languages that have it, in hundredths: 100 by the square root.
const WEIGHTS: [u32; 16] = [0, 100, 71, 58, 50, 45, 41, 38, 35, 33, 32, 30, 29, 28, 27, 26];

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
    langs: FxHashMap<(u64, u64), u64>,
}

impl SmallWords {
    fn may_have(&self, word: &Lower) -> bool {
        self.starts.get(word.len).is_some_and(|starts| starts >> (word.first % 64) & 1 == 1)
    }

    fn langs(&self, word: &Lower) -> u64 {
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
        return Some(most_letters(text, &CYRILLIC).map_or("ru", |(lang, _)| lang));
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

/// Letters that few languages in Cyrillic script have. One of another language may be quoted, so the most tell; the first
/// of equal ones counts: Russian, whose letters others have too, before these.
const CYRILLIC: [(&str, &str); 12] = [
    ("uk", "іїєґ"),
    ("ru", "ыэё"),
    ("be", "ўіыэё"),
    ("sr", "ђћјљњџ"),
    ("mk", "ѓќѕјљњџ"),
    ("tt", "әөүҗңһыэ"),
    ("kk", "әғқңөұүһіыэ"),
    ("tg", "ғӣқӯҳҷэ"),
    ("mn", "өүыэё"),
    ("ky", "ңөүыэё"),
    ("os", "ӕыэ"),
    ("bg", "ъ"),
];

const SCRIPTS: [(std::ops::RangeInclusive<char>, &str); 22] = [
    ('\u{370}'..='\u{3ff}', "el"),
    ('\u{590}'..='\u{5ff}', "he"),
    ('\u{600}'..='\u{6ff}', "ar"),
    ('\u{530}'..='\u{58f}', "hy"),
    ('\u{10a0}'..='\u{10ff}', "ka"),
    ('\u{900}'..='\u{97f}', "hi"),
    ('\u{980}'..='\u{9ff}', "bn"),
    ('\u{a00}'..='\u{a7f}', "pa"),
    ('\u{a80}'..='\u{aff}', "gu"),
    ('\u{b00}'..='\u{b7f}', "or"),
    ('\u{b80}'..='\u{bff}', "ta"),
    ('\u{c00}'..='\u{c7f}', "te"),
    ('\u{c80}'..='\u{cff}', "kn"),
    ('\u{d00}'..='\u{d7f}', "ml"),
    ('\u{d80}'..='\u{dff}', "si"),
    ('\u{e00}'..='\u{e7f}', "th"),
    ('\u{e80}'..='\u{eff}', "lo"),
    ('\u{ac00}'..='\u{d7af}', "ko"),
    ('\u{3040}'..='\u{30ff}', "ja"),
    ('\u{4e00}'..='\u{9fff}', "zh"),
    ('\u{1200}'..='\u{137f}', "am"),
    ('\u{1780}'..='\u{17ff}', "km"),
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
        check("Delavci zahtevajo, da se jim to plača, in ne bodo odšli, če jim tega ne dajo.", Some("sl"));
        check("Töölised nõuavad, et neile makstakse, ja nad ei lähe ära, kui seda ei anta.", Some("et"));
        check("Punëtorët kërkojnë që të paguhen, dhe nuk do të ikin nga sheshi në mbrëmje.", Some("sq"));
        check("Langileek eskatzen dute ordaindu behar zaiela, eta ez dira joango hori gabe.", Some("eu"));
        check(
            "Para buruh menuntut bahwa mereka dibayar, karena itu adalah hak bagi setiap orang.",
            Some("id"),
        );
        check("Para pekerja menuntut bahawa mereka dibayar, kerana itu ialah hak setiap orang.", Some("ms"));
        check("Работниците сакаат да им се плати, и нема да си одат од плоштадот, ќе чекаат.", Some("mk"));
        check("Радници траже да им се плати, и неће отићи с трга, чекаће и даље.", Some("sr"));
        // a Russian word that is quoted in a Ukrainian text
        check("Він сказав: «хлеб и мы», і люди її почули на площі міста, де їх було багато.", Some("uk"));
        check("કામદારોને રોટી જોઈએ છે અને કામ પણ", Some("gu"));
    }

    #[test]
    fn tells_a_sentence_or_says_nothing() {
        check("I want to move onto another subject, if I may.", Some("en"));
        check("No, I beat him by a lot, and I know how to do it.", Some("en"));
        check("S'il y a plusieurs maîtres, tous répondent de l'atelier.", Some("fr"));
        check("L'accord que le maître a fait d'un outil décharge l'ouvrier.", Some("fr"));
        check("Ich habe das schon gesagt, aber Sie hören mir nicht zu.", Some("de"));
        check("A señora deputada non está na sala, e o grupo agarda por unha resposta.", Some("gl"));
        check("Workers’ power doesn’t need a passport.", Some("en"));
        check("Go ahead.", None);
        check("Hospital at Lamba, Lau: 240,000 dollars", None);
    }
}
