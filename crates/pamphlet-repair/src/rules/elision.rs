//! Lost apostrophes of French and Italian, where words drop their vowel before another.

use super::language::Language;
use crate::Rule;
use crate::characters::signs_of_loss;
use crate::repairer::edit;
use pamphlet_document::Edit;

pub(crate) const RULE: Rule = Rule {
    name: "lost-elision",
    default: true,
    what: "The apostrophe of an elided word of French, Italian or Catalan that became `?` or U+FFFD: `l?État`, \
           `dell?arte`.",
    evidence: "One of the elided words, whole, before the sign, and a vowel or h right after it; twice in a text, \
               or with U+FFFD. In an English text a capital follows it, or one of the words that English has, such as \
               `d’état`.",
    wrong: "A text with missing spaces behind its question marks, after single letters.",
    before: "l?opinion d?une classe qu?on ignore",
    after: "l’opinion d’une classe qu’on ignore",
    leave: "Qui est-ce? Est-ce d?accord",
};

/// Words that stand before an apostrophe.
const ELIDED: &[&str] = &[
    "l", "d", "n", "j", "m", "t", "c", "s", "qu", "jusqu", "lorsqu", "puisqu", "quoiqu", "quelqu", "presqu",
    "aujourd", "dell", "nell", "all", "sull", "dall", "un", "quest", "quell", "com", "dov", "cos",
];

/// What stands behind one in English texts, and begins with a small letter.
const KNOWN: &[&str] =
    &["accord", "affaires", "art", "azur", "esprit", "hondt", "honneur", "hôte", "oeuvre", "œuvre", "état"];

/// Whether a word, whole, stands before an apostrophe.
pub(super) fn is_elided(word: &str) -> bool {
    ELIDED.iter().any(|elided| elided.eq_ignore_ascii_case(word))
}

/// The edits for `text`; `english` says whether it is English.
pub(crate) fn find(text: &str, english: impl Fn() -> bool) -> Vec<Edit> {
    let mut list = Vec::new();
    let mut sure = false;
    let (mut language, mut in_english) = (None, None);
    for (at, sign) in signs_of_loss(text) {
        let end = at + sign.len_utf8();
        let next = text[end..].chars().next().unwrap_or(' ');
        if !"aeiouyhAEIOUYHàâéèêëîïôûùÉÈÊÀÂÎÔ".contains(next) {
            continue;
        }
        let word = super::english::word_before(text, at);
        // `c?ur` and `s?ur` lost an œ
        if !is_elided(word) || matches!(super::english::word_after(text, end), "ur" | "urs") {
            continue;
        }
        // `n?anmoins` and `s?o` are other words
        let language = *language.get_or_insert_with(|| Language::of(text));
        let whole = || format!("{word}?{}", super::english::word_after(text, end)).to_lowercase();
        if language.is_some_and(|language| !language.elides() || language.word(&whole()).is_some()) {
            continue;
        }
        // an English text has names such as `Côte d’Ivoire`, and words of other languages that lost a letter: `the Dáil`
        let english = *in_english.get_or_insert_with(&english);
        if english && !next.is_uppercase() && !KNOWN.contains(&super::english::word_after(text, end)) {
            continue;
        }
        sure |= sign != '?';
        list.push(edit(text, at, end, "’", &RULE, 0.98));
    }
    if list.len() < 2 && !sure {
        list.clear();
    }
    list
}
