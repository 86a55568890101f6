//! The language of a text that is not English, as far as its commonest words tell, and the words with accents
//! that each language has oftenest.

use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// How many words at the start of a text are looked at.
const SAMPLE: usize = 1_500;

/// The lists of words: `# language`, then words, as `train/lexicon.py` writes them.
const WORDS: &str = include_str!("../../model/accents.txt");

/// Languages and their commonest words without accents that are rare elsewhere. Not all have a list of words.
const COMMON: &[(&str, &[&str])] = &[
    ("ca", &["els", "amb", "dels", "les", "per", "aquest", "aquesta", "pel", "una", "del", "que", "al"]),
    ("cs", &["ve", "se", "na", "pro", "nebo", "podle", "jsou", "jako", "jeho", "kter", "aby", "byl"]),
    (
        "de",
        &[
            "der", "die", "und", "das", "den", "von", "mit", "ist", "nicht", "ein", "eine", "dem", "des",
            "auf",
        ],
    ),
    ("es", &["el", "los", "las", "del", "una", "por", "con", "para", "que", "su", "en", "y"]),
    ("fr", &["le", "les", "des", "et", "une", "dans", "est", "pour", "qui", "que", "du", "par", "sur", "au"]),
    ("it", &["il", "che", "di", "per", "una", "del", "della", "sono", "non", "dei", "gli", "nel"]),
    ("pl", &["nie", "na", "do", "jest", "oraz", "przez", "lub", "przy", "jako", "jego", "dla", "od"]),
    ("pt", &["os", "da", "do", "das", "dos", "em", "uma", "para", "com", "por", "que", "pela"]),
    ("sv", &["och", "att", "det", "som", "den", "med", "av", "inte", "till", "har", "ett", "om"]),
];

/// A language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Language(usize);

impl Language {
    /// The language of a text, if a sixteenth of its words are of the commonest of one, and fewer of any other.
    pub fn of(text: &str) -> Option<Self> {
        let mut counts = [0usize; COMMON.len()];
        let mut words = 0usize;
        let head = &text.as_bytes()[..text.len().min(SAMPLE * 8)];
        for word in
            head.split(|b| !b.is_ascii_alphabetic() && *b < 0x80).filter(|word| !word.is_empty()).take(SAMPLE)
        {
            words += 1;
            for (count, (_, common)) in counts.iter_mut().zip(COMMON) {
                *count += usize::from(common.iter().any(|c| c.as_bytes().eq_ignore_ascii_case(word)));
            }
        }
        let best = (0..counts.len()).max_by_key(|&i| counts[i])?;
        (counts[best] * 16 >= words && counts[best] > 2).then_some(Self(best))
    }

    /// Whether words of it drop their vowel before another and take an apostrophe.
    pub fn elides(self) -> bool {
        matches!(COMMON[self.0].0, "ca" | "fr" | "it")
    }

    /// Whether it is French, where a space stands before a question mark.
    pub fn is_french(self) -> bool {
        COMMON[self.0].0 == "fr"
    }

    /// The word that is left with this when its letters beyond ASCII are lost: in small letters, with `?` for each.
    pub fn word(self, rest: &str) -> Option<&'static str> {
        self.words().get(rest).copied()
    }

    fn words(self) -> &'static Words {
        LISTS[self.0].get_or_init(|| words_of(COMMON[self.0].0))
    }
}

/// Whether any of the lists has a word.
pub(super) fn is_word_with_accent(word: &str) -> bool {
    let small = word.to_lowercase();
    let rest = super::letters::rest_of(&small);
    (0..COMMON.len()).any(|i| Language(i).word(&rest) == Some(&*small))
}

/// Words by what is left of them.
type Words = FxHashMap<String, &'static str>;

/// By language; each is read when a text needs it.
static LISTS: [OnceLock<Words>; COMMON.len()] = [const { OnceLock::new() }; COMMON.len()];

/// The words of a language.
fn words_of(language: &str) -> Words {
    let own = WORDS
        .split("# ")
        .find_map(|list| list.strip_prefix(language)?.strip_prefix('\n'))
        .unwrap_or_default();
    own.lines().map(|line| (super::letters::rest_of(line), line)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<&str>) {
        let found = Language::of(text).map(|language| COMMON[language.0].0);
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn languages_are_told() {
        check("The workers of the world have nothing to lose but their chains.", None);
        check("Les ouvriers de tous les pays qui n?ont rien ? perdre que leurs cha?nes", Some("fr"));
        check("Die Arbeiter und die Bauern, von denen das Land lebt, sind nicht gefragt worden.", Some("de"));
        check("Los obreros de todas las naciones que no tienen nada que perder en el mundo", Some("es"));
        check("", None);
    }

    #[test]
    fn every_language_has_its_words() {
        for (name, _) in COMMON.iter().filter(|(name, _)| !["ca", "it", "pl"].contains(name)) {
            let words = words_of(name).len();
            assert!(words > 1_000, "{name}: {words}");
        }
        let french = Language(COMMON.iter().position(|(name, _)| *name == "fr").expect("French is there"));
        assert_eq!(french.word("d?bat"), Some("débat"));
        assert_eq!(french.word("zz?zz"), None);
    }
}
