//! Light forms: the exact forms that a word of a query matches beside itself.
//!
//! Plural and singular, possessive, UK and US spelling, an apostrophe more or less. Nothing is looked up
//! here: these are candidates, and those that no document holds cost one look into the term dictionary.
//! Pairs that are different words (`were` and `we're`, `its` and `it's`) are never joined.

use super::{Lang, spelling};

/// Words that end in `s` and are no plural, or whose singular is another word.
const NO_PLURAL: &[&str] = &[
    "is",
    "was",
    "has",
    "as",
    "us",
    "this",
    "thus",
    "his",
    "its",
    "does",
    "yes",
    "gas",
    "bus",
    "plus",
    "news",
    "politics",
    "economics",
    "ethics",
    "physics",
    "mathematics",
    "series",
    "species",
    "means",
    "always",
    "perhaps",
    "besides",
    "towards",
    "afterwards",
    "alas",
    "pass",
    "less",
    "unless",
    "across",
    "princess",
    "christmas",
    "states'",
    "sometimes",
    "whereas",
    "ours",
    "hers",
    "theirs",
    "yours",
    "texas",
    "paris",
    "james",
    "wales",
    "athens",
    "brussels",
];

/// Plurals that follow no rule, singular first.
const IRREGULAR: &[(&str, &str)] = &[
    ("man", "men"),
    ("woman", "women"),
    ("child", "children"),
    ("foot", "feet"),
    ("tooth", "teeth"),
    ("goose", "geese"),
    ("mouse", "mice"),
    ("ox", "oxen"),
    ("crisis", "crises"),
    ("analysis", "analyses"),
    ("thesis", "theses"),
    ("hypothesis", "hypotheses"),
    ("basis", "bases"),
    ("criterion", "criteria"),
    ("phenomenon", "phenomena"),
    ("half", "halves"),
    ("life", "lives"),
    ("knife", "knives"),
    ("wife", "wives"),
    ("leaf", "leaves"),
    ("thief", "thieves"),
    ("wolf", "wolves"),
    ("self", "selves"),
    ("loaf", "loaves"),
    ("shelf", "shelves"),
    ("calf", "calves"),
    ("referendum", "referenda"),
    ("memorandum", "memoranda"),
    ("curriculum", "curricula"),
    ("index", "indices"),
    ("appendix", "appendices"),
    ("parenthesis", "parentheses"),
    ("synthesis", "syntheses"),
    ("bureau", "bureaux"),
];

/// Words ending in `man` are plurals in `men`, but not these.
const NO_MEN: &[&str] = &["human", "german", "roman", "norman", "ottoman", "talisman", "shaman"];

/// Contractions as they are typed without their apostrophe; those that are words of their own are left out.
const CONTRACTIONS: &[(&str, &str)] = &[
    ("dont", "don't"),
    ("doesnt", "doesn't"),
    ("didnt", "didn't"),
    ("isnt", "isn't"),
    ("arent", "aren't"),
    ("wasnt", "wasn't"),
    ("werent", "weren't"),
    ("hasnt", "hasn't"),
    ("havent", "haven't"),
    ("hadnt", "hadn't"),
    ("wouldnt", "wouldn't"),
    ("couldnt", "couldn't"),
    ("shouldnt", "shouldn't"),
    ("mustnt", "mustn't"),
    ("neednt", "needn't"),
    ("youre", "you're"),
    ("theyre", "they're"),
    ("weve", "we've"),
    ("youve", "you've"),
    ("theyve", "they've"),
    ("youll", "you'll"),
    ("theyll", "they'll"),
    ("thats", "that's"),
    ("theres", "there's"),
    ("whats", "what's"),
    ("im", "i'm"),
    ("ive", "i've"),
    ("oclock", "o'clock"),
    ("mightnt", "mightn't"),
    ("oughtnt", "oughtn't"),
];

/// Contractions whose letters alone are another word.
const CONFUSABLE: &[&str] = &[
    "we're", "it's", "we'll", "i'll", "i'd", "she'd", "he'll", "can't", "won't", "we'd", "let's", "she'll",
    "he'd", "who're", "shan't", "they'd", "it'd", "it'll", "i's",
];

/// The exact forms that `word` (an exact form itself) matches in `lang`: the word first, then the others,
/// each once. Most of them will not be in a given index.
///
/// ```
/// use pamphlet_index::analyzer::{Lang, light_forms};
/// let forms = light_forms("labour", Lang::English);
/// assert_eq!(forms[0], "labour");
/// assert!(forms.iter().any(|form| form == "labors"));
/// assert!(!light_forms("its", Lang::English).iter().any(|form| form == "it's"));
/// ```
pub fn light_forms(word: &str, lang: Lang) -> Vec<String> {
    let mut forms = Forms { list: vec![word.to_owned()] };
    if word.chars().count() < 2 || word.bytes().any(|b| b.is_ascii_digit()) && !word.contains('\'') {
        return forms.list;
    }
    match lang {
        Lang::English => english(word, &mut forms),
        Lang::French => {
            // `national`, `nationaux`: the one French plural that changes the word
            if let Some(stem) = word.strip_suffix("al").filter(|stem| stem.len() >= 3) {
                forms.add(format!("{stem}aux"));
            } else if let Some(stem) = word.strip_suffix("aux").filter(|stem| stem.len() >= 3) {
                forms.add(format!("{stem}al"));
            }
            endings(word, &["s", "x"], &mut forms);
        }
        Lang::Spanish | Lang::Portuguese => endings(word, &["s", "es"], &mut forms),
        Lang::German => {
            if let Some(short) = without_umlaut_letters(word) {
                forms.add(short);
            }
            endings(word, &["s", "es", "n", "en", "e", "er", "ern"], &mut forms);
        }
        Lang::Dutch => endings(word, &["s", "en"], &mut forms),
        Lang::Swedish | Lang::Norwegian | Lang::Danish => endings(word, &["s"], &mut forms),
        Lang::Italian => italian(word, &mut forms),
        Lang::Russian => russian(word, &mut forms),
        _ => {}
    }
    forms.list
}

/// The exact forms that differ from `word` by an apostrophe alone, `word` first: what a phrase or an exact
/// word matches, since apostrophes never matter. Words that an apostrophe makes another (`its`, `it's`) have
/// no other form.
///
/// ```
/// use pamphlet_index::analyzer::apostrophe_forms;
/// assert_eq!(apostrophe_forms("women's"), ["women's", "womens"]);
/// assert_eq!(apostrophe_forms("womens"), ["womens", "women's"]);
/// assert_eq!(apostrophe_forms("nations"), ["nations"]); // a plural, not a lost mark
/// assert_eq!(apostrophe_forms("it's"), ["it's"]);
/// ```
pub fn apostrophe_forms(word: &str) -> Vec<String> {
    let mut forms = Forms { list: vec![word.to_owned()] };
    if word.contains('\'') {
        if !CONFUSABLE.contains(&word) {
            forms.add(word.replace('\'', ""));
        }
        return forms.list;
    }
    for &(plain, full) in CONTRACTIONS {
        if plain == word {
            forms.add(full.to_owned());
        }
    }
    // no plural ends so: an apostrophe was lost or put in the wrong place
    let base = word.strip_suffix('s').unwrap_or("");
    if base.ends_with("men") || base.ends_with("children") || base == "people" {
        forms.add(format!("{base}'s"));
    }
    if let Some(rest) = word.strip_prefix('o')
        && rest.len() >= 4
    {
        forms.add(format!("o'{rest}"));
    }
    forms.list
}

struct Forms {
    list: Vec<String>,
}

impl Forms {
    fn add(&mut self, form: String) {
        if form.len() > 1 && !self.list.contains(&form) {
            self.list.push(form);
        }
    }
}

fn english(word: &str, forms: &mut Forms) {
    if CONFUSABLE.contains(&word) {
        return;
    }
    for &(plain, full) in CONTRACTIONS {
        if plain == word || full == word {
            forms.add(plain.to_owned());
            forms.add(full.to_owned());
            return;
        }
    }
    if let Some((first, rest)) = word.split_once('\'')
        && rest != "s"
    {
        forms.add(format!("{first}{rest}")); // o'brien, obrien
        return;
    }
    let base = word.strip_suffix("'s").unwrap_or(word);
    if !base.bytes().all(|b| b.is_ascii_alphabetic()) {
        forms.add(base.to_owned());
        forms.add(format!("{base}'s"));
        return;
    }
    let mut singulars = vec![base.to_owned()];
    singulars.extend(singular_of(base));
    let own = spelling::variants(base);
    let mut spelled = own.clone();
    for singular in &singulars[1..] {
        spelled.extend(spelling::variants(singular));
    }
    for other in own {
        if let Some(singular) = singular_of(&other).next() {
            spelled.push(singular);
        }
        spelled.push(other);
    }
    let is_plural = singulars.len() > 1;
    // `it` and `its` are two words, not one in two numbers
    let counts = !matches!(base, "it" | "let" | "she" | "he");
    for form in singulars.iter().chain(&spelled) {
        forms.add(form.clone());
        let plural = is_plural && singular_of(form).next().is_some();
        if counts && form.len() > 2 && (!plural || !form.ends_with('s')) {
            forms.add(format!("{form}'s"));
        }
        if counts && form.len() > 2 && !plural {
            for plural in plurals_of(form) {
                if let Some(irregular) = plural.strip_suffix("en") {
                    forms.add(format!("{irregular}en's"));
                }
                forms.add(plural);
            }
        }
    }
    // o'brien as obrien: only names are that long and start so
    if let Some(rest) = base.strip_prefix('o')
        && rest.len() >= 4
        && base == word
    {
        forms.add(format!("o'{rest}"));
    }
}

/// What `word` may be the plural of.
fn singular_of(word: &str) -> impl Iterator<Item = String> {
    let mut found = Vec::new();
    if let Some((singular, _)) = IRREGULAR.iter().find(|(_, plural)| *plural == word) {
        found.push((*singular).to_owned());
    } else if let Some(stem) = word.strip_suffix("men").filter(|stem| stem.len() >= 3) {
        found.push(format!("{stem}man"));
    } else if word.len() > 3 && !NO_PLURAL.contains(&word) && !word.ends_with("ss") && !word.ends_with("us") {
        if let Some(stem) = word.strip_suffix("ies").filter(|stem| stem.len() >= 2) {
            found.push(format!("{stem}y"));
            found.push(format!("{stem}ie"));
        } else if let Some(stem) = word.strip_suffix("es") {
            if takes_es(stem) {
                found.push(stem.to_owned());
            }
            found.push(format!("{stem}e"));
        } else if let Some(stem) = word.strip_suffix('s').filter(|_| !word.ends_with("is")) {
            found.push(stem.to_owned());
        }
    }
    found.into_iter()
}

/// What the plural of `word` may be.
fn plurals_of(word: &str) -> Vec<String> {
    if NO_PLURAL.contains(&word) {
        return Vec::new();
    }
    if let Some((_, plural)) = IRREGULAR.iter().find(|(singular, _)| *singular == word) {
        let mut found = vec![(*plural).to_owned()];
        if word.ends_with("um") || word.ends_with("eau") || word.ends_with('x') {
            found.push(if word.ends_with('x') { format!("{word}es") } else { format!("{word}s") });
        }
        return found;
    }
    if let Some(stem) = word.strip_suffix("man")
        && stem.len() >= 3
        && !NO_MEN.contains(&word)
    {
        return vec![format!("{stem}men")];
    }
    if let Some(stem) = word.strip_suffix('y')
        && !stem.ends_with(['a', 'e', 'i', 'o', 'u'])
    {
        return vec![format!("{stem}ies")];
    }
    if takes_es(word) {
        return vec![format!("{word}es")];
    }
    if word.ends_with('o') {
        return vec![format!("{word}s"), format!("{word}es")];
    }
    vec![format!("{word}s")]
}

/// Whether a word ending so takes `-es`.
fn takes_es(word: &str) -> bool {
    ["ss", "us", "x", "z", "ch", "sh", "o"].iter().any(|end| word.ends_with(end))
}

/// `mueller` as `müller` folds: without the `e` that stands for an umlaut. Behind another vowel or `q` it stands for itself
/// (`steuer`, `quelle`).
fn without_umlaut_letters(word: &str) -> Option<String> {
    if word.len() < 5 {
        return None; // `poet`
    }
    let mut out = String::with_capacity(word.len());
    let mut before = ' ';
    for (at, c) in word.char_indices() {
        let umlaut = matches!(before, 'a' | 'o' | 'u') && c == 'e';
        let two_before = out.chars().nth_back(1);
        let own = two_before.is_some_and(|c| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'q'));
        if !(umlaut && !own && at + 1 < word.len()) {
            out.push(c);
        }
        before = c;
    }
    (out.len() < word.len()).then_some(out)
}

/// A word as it was typed, with the letters that people write who have no `ä`, `ö`, `ü`, `ø` or `å`: `Müller` is `mueller`,
/// too. `None` where it has none of these. A query's other forms are those of both.
///
/// ```
/// use pamphlet_index::analyzer::umlauts_written_out;
/// assert_eq!(umlauts_written_out("Müllers").as_deref(), Some("muellers"));
/// assert_eq!(umlauts_written_out("Muller"), None);
/// ```
pub fn umlauts_written_out(typed: &str) -> Option<String> {
    use unicode_normalization::UnicodeNormalization;
    let mut written = String::with_capacity(typed.len() + 4);
    let mut changed = false;
    for c in typed.nfc() {
        let letters = match c {
            'ä' | 'Ä' => "ae",
            'ö' | 'Ö' | 'ø' | 'Ø' => "oe",
            'ü' | 'Ü' => "ue",
            'å' | 'Å' => "aa",
            c => {
                written.push(c);
                continue;
            }
        };
        written.push_str(letters);
        changed = true;
    }
    changed.then(|| super::folded(&written)).filter(|word| !word.contains(' '))
}

/// Languages whose light forms are a few endings more or less.
fn endings(word: &str, endings: &[&str], forms: &mut Forms) {
    for ending in endings {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.len() >= 3
        {
            forms.add(stem.to_owned());
        }
    }
    for i in 0..forms.list.len() {
        for ending in endings {
            forms.add(format!("{}{ending}", forms.list[i]));
        }
    }
}

/// Endings of a singular and of its plural in the nominative, folded as terms are (`й` to `и`).
const RUSSIAN: [(&str, &str); 13] = [
    ("ии", "ие"),
    ("ыи", "ые"),
    ("ои", "ые"),
    ("ои", "ие"),
    ("ие", "ия"),
    ("ия", "ии"),
    ("а", "ы"),
    ("а", "и"),
    ("я", "и"),
    ("ь", "и"),
    ("о", "а"),
    ("", "ы"),
    ("", "и"),
];

fn russian(word: &str, forms: &mut Forms) {
    let consonant = |stem: &str| !stem.ends_with(['а', 'е', 'и', 'о', 'у', 'ы', 'э', 'ю', 'я', 'ь']);
    for (one, many) in RUSSIAN {
        for (from, to) in [(one, many), (many, one)] {
            if let Some(stem) = word.strip_suffix(from)
                && stem.chars().count() >= 3
                && (!one.is_empty() || consonant(stem))
            {
                forms.add(format!("{stem}{to}"));
            }
        }
    }
}

fn italian(word: &str, forms: &mut Forms) {
    let Some(last) = word.chars().next_back().filter(char::is_ascii) else { return };
    let stem = &word[..word.len() - 1];
    let others: &[char] = match last {
        'o' => &['i'],
        'a' => &['e', 'i'],
        'e' => &['i', 'a'],
        'i' => &['o', 'e', 'a'],
        _ => &[],
    };
    if stem.len() >= 3 {
        for other in others {
            forms.add(format!("{stem}{other}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        /// Any word: no panic, itself first.
        #[test]
        fn any_word_has_forms(word in "[a-zäöüßéл'人]{0,12}", german in proptest::bool::ANY) {
            let lang = if german { Lang::German } else { Lang::English };
            proptest::prop_assert_eq!(&light_forms(&word, lang)[0], &word);
            umlauts_written_out(&word);
        }
    }

    /// `yes` are among the forms, `no` are not.
    #[track_caller]
    fn check(word: &str, lang: Lang, yes: &str, no: &str) {
        let forms = light_forms(word, lang);
        for form in yes.split_whitespace() {
            assert!(forms.iter().any(|f| f == form), "{word}: no {form} in {forms:?}");
        }
        for form in no.split_whitespace() {
            assert!(!forms.iter().any(|f| f == form), "{word}: {form} in {forms:?}");
        }
        assert!(forms.len() <= 24, "{word}: {} forms", forms.len());
    }

    #[test]
    fn english_numbers_and_possessives() {
        check("worker", Lang::English, "workers worker's", "work working");
        check("workers", Lang::English, "worker worker's", "");
        check("society's", Lang::English, "society societies", "social");
        check("societies", Lang::English, "society society's", "");
        check("woman", Lang::English, "women women's woman's", "womans");
        check("spokesmen", Lang::English, "spokesman spokesman's", "");
        check("class", Lang::English, "classes class's", "clas");
        check("crises", Lang::English, "crisis", "");
        check("taxes", Lang::English, "tax", "");
        check("houses", Lang::English, "house house's", "houseses");
        check("german", Lang::English, "germans", "germen");
        check("news", Lang::English, "news", "new");
        check("socialism", Lang::English, "socialism's", "social socialist");
        check("liberal", Lang::English, "liberals", "liberation");
    }

    #[test]
    fn english_spelling() {
        check("labour", Lang::English, "labor labours labors labour's labor's", "");
        check("organisations", Lang::English, "organization organizations organisation", "");
        check("organize", Lang::English, "organise", "");
        check("defense", Lang::English, "defence defences", "");
        check("centre", Lang::English, "center centers", "");
        check("travelled", Lang::English, "traveled", "");
        check("programmes", Lang::English, "programs program programme", "");
        check("size", Lang::English, "sizes", "sise");
        check("promise", Lang::English, "promises", "promize");
    }

    #[test]
    fn apostrophes() {
        check("obrien", Lang::English, "o'brien", "");
        check("o'brien", Lang::English, "obrien", "");
        check("dont", Lang::English, "don't", "");
        check("don't", Lang::English, "dont", "");
        check("were", Lang::English, "", "we're");
        check("we're", Lang::English, "", "were");
        check("its", Lang::English, "", "it's it");
        check("it's", Lang::English, "", "its");
        check("well", Lang::English, "", "we'll");
        check("cant", Lang::English, "", "can't");
        check("us", Lang::English, "", "u");
        check("states", Lang::English, "state state's", "");
    }

    #[test]
    fn other_languages() {
        check("libertes", Lang::French, "liberte", "");
        check("рабочии", Lang::Russian, "рабочие", "рабочего");
        check("рабочие", Lang::Russian, "рабочии", "");
        check("совет", Lang::Russian, "советы", "совета");
        check("партии", Lang::Russian, "партия", "");
        check("собрание", Lang::Russian, "собрания", "");
        check("газета", Lang::Russian, "газеты", "");
        check("nationaux", Lang::French, "national", "");
        check("national", Lang::French, "nationaux", "");
        check("partido", Lang::Spanish, "partidos", "");
        check("staat", Lang::German, "staaten staates", "");
        check("mueller", Lang::German, "muller mullers", "");
        check("ueberfuehrung", Lang::German, "uberfuhrung", "");
        check("steuer", Lang::German, "steuern", "stuer");
        check("quelle", Lang::German, "quellen", "qulle");
        check("neue", Lang::German, "neuen", "nu");
        check("mueller", Lang::English, "", "muller");
        check("людей", Lang::German, "", "");
        check("partito", Lang::Italian, "partiti", "");
        check("strana", Lang::Other, "strana", "strany");
    }
}
