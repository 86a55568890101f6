//! Letters and signs that were lost, where the word tells them without doubt.

use super::english::{word_after, word_before};
use crate::Rule;

pub(crate) const RULE: Rule = Rule {
    name: "lost-letter",
    default: true,
    what: "An accented letter, or a pound sign, that became `?` or U+FFFD.",
    evidence: "In a text with lost marks, a word that with one certain letter is one of a short list of names and \
               loanwords, and with no other; for the pound sign, U+FFFD before an amount.",
    wrong: "A name that is spelt like one of the list but for that letter.",
    before: "they weren\u{fffd}t na\u{fffd}ve: caf\u{fffd}s paid \u{fffd}63,000",
    after: "they weren’t naïve: cafés paid £63,000",
    leave: "they weren’t n\u{fffd}ne: c\u{fffd}fs paid \u{fffd} and more",
};

/// Words with one accented letter that English political texts have, in small letters.
const WORDS: &[&str] = &[
    "café",
    "cafés",
    "naïve",
    "naïvely",
    "naïveté",
    "cliché",
    "clichés",
    "fiancé",
    "fiancée",
    "façade",
    "façades",
    "protégé",
    "protégés",
    "communiqué",
    "communiqués",
    "détente",
    "entrée",
    "exposé",
    "décor",
    "élite",
    "élan",
    "émigré",
    "émigrés",
    "régime",
    "régimes",
    "rôle",
    "rôles",
    "señor",
    "señora",
    "mañana",
    "château",
    "dénouement",
    "coöperate",
    "coöperation",
    "são",
    "josé",
    "córdoba",
    "bogotá",
    "perón",
    "québec",
    "montréal",
    "zürich",
    "münchen",
    "köln",
    "düsseldorf",
    "nürnberg",
    "françois",
    "françoise",
    "rené",
    "andré",
    "chávez",
    "martínez",
    "garcía",
    "rodríguez",
    "pérez",
    "gonzález",
    "hernández",
    "lópez",
    "gómez",
    "sánchez",
    "fernández",
    "müller",
    "schröder",
    "göring",
    "führer",
    "guantánamo",
    "brasília",
    "curaçao",
    "réunion",
    "panamá",
    "méxico",
    "perú",
    "côte",
    "príncipe",
    "tomé",
    "doña",
    "niño",
    "niña",
    "español",
    "fédération",
    "république",
    "société",
    "général",
    "économie",
    "liberté",
    "égalité",
    "fraternité",
    "jürgen",
    "günter",
    "günther",
    "österreich",
    "länder",
    "bündnis",
    "grünen",
    "über",
    "malmö",
    "göteborg",
    "gdańsk",
    "łódź",
    "wałęsa",
    "citroën",
    "noël",
    "zoë",
    "chloë",
    "brontë",
    "raúl",
    "jesús",
    "maría",
    "sofía",
    "beyoncé",
];

/// The letter or sign that was lost at `text[start..end]`.
pub(super) fn guess(text: &str, start: usize, end: usize) -> Option<char> {
    let (left, right) = (word_before(text, start), word_after(text, end));
    let sure_lost = &text[start..end] != "?";
    if left.is_empty() && sure_lost && is_amount(&text[end..]) {
        return Some('£');
    }
    let (small_left, small_right) = (left.to_lowercase(), right.to_lowercase());
    if small_left.len() + small_right.len() < 2 {
        return None;
    }
    let mut found = None;
    for word in WORDS {
        let rest =
            word.strip_prefix(small_left.as_str()).and_then(|rest| rest.strip_suffix(small_right.as_str()));
        let mut chars = rest.unwrap_or_default().chars();
        if let (Some(c), None) = (chars.next(), chars.next())
            && !c.is_ascii()
        {
            if found.is_some_and(|other| other != c) {
                return None;
            }
            found = Some(c);
        }
    }
    let capital = left.is_empty() && right.starts_with(char::is_uppercase)
        || left.chars().count() > 1 && !left.contains(char::is_lowercase);
    found.map(|c| if capital { c.to_uppercase().next().unwrap_or(c) } else { c })
}

/// Whether an amount of money starts here: digits in groups of three, or with two decimals, or millions.
fn is_amount(text: &str) -> bool {
    let end = text.bytes().take(20).position(|b| !b.is_ascii_digit() && b != b',' && b != b'.').unwrap_or(0);
    let number = text[..end].trim_end_matches(['.', ',']);
    let rest = text[end..].trim_start();
    let scaled = ["million", "billion", "thousand", "m ", "bn", "a year", "a week"];
    let grouped = number.rsplit_once(',').is_some_and(|(_, last)| last.len() == 3);
    !number.is_empty()
        && number.starts_with(|c: char| c.is_ascii_digit())
        && (grouped || scaled.iter().any(|word| rest.starts_with(word)))
}
