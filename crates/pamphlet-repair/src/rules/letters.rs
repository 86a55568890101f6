//! Letters and signs that were lost, where the word tells them without doubt.

use super::english::word_before;
use crate::Rule;
use crate::repairer::edit;
use pamphlet_document::Edit;
use std::collections::HashMap;
use std::sync::LazyLock;

pub(crate) const RULE: Rule = Rule {
    name: "lost-letter",
    default: true,
    what: "An accented letter, or a pound sign, that became `?` or U+FFFD.",
    evidence: "The rest of the word is that of one word only: of those that the same text has in whole elsewhere, or \
               of a short list of names and loanwords. A `?` at a word's end is never taken for a letter. For the \
               pound sign, U+FFFD before an amount.",
    wrong: "A name that is spelt like another but for that letter.",
    before: "the na\u{fffd}ve say that the caf\u{fffd}s and caf?s paid \u{fffd}63,000",
    after: "the naïve say that the cafés and cafés paid £63,000",
    leave: "is this the n?ne: c?fs paid for it?",
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

/// Words by what is left of them when all letters beyond ASCII are lost; `None` where two words are left
/// with the same.
type ByRest = HashMap<String, Option<String>>;

static KNOWN: LazyLock<ByRest> = LazyLock::new(|| {
    let mut known = ByRest::new();
    for word in WORDS {
        learn(word, &mut known);
    }
    known
});

/// A word with every letter beyond ASCII replaced by `?`.
fn rest_of(word: &str) -> String {
    word.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect()
}

fn learn(word: &str, words: &mut ByRest) {
    let entry = words.entry(rest_of(word)).or_insert_with(|| Some(word.to_owned()));
    if entry.as_deref() != Some(word) {
        *entry = None;
    }
}

/// The most words that are remembered of one text.
const MOST: usize = 50_000;

/// The words with letters beyond ASCII that a text has in whole, and those that everyone knows.
pub(super) struct Words {
    own: ByRest,
}

impl Words {
    /// Those of a text.
    pub fn of(text: &str) -> Self {
        let mut own = ByRest::new();
        for word in text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_ascii()) {
            let fits = (3..40).contains(&word.len()) && word.bytes().any(|b| b.is_ascii_alphabetic());
            if fits && own.len() < MOST {
                learn(&word.to_lowercase(), &mut own);
            }
        }
        Self { own }
    }

    /// The word that `damaged` was: letters with `?` for each lost one. With the case of what is left.
    pub fn restore(&self, damaged: &str) -> Option<String> {
        let small = damaged.to_lowercase();
        let word = match self.own.get(&small) {
            Some(word) => word.as_ref()?,
            None => KNOWN.get(&small)?.as_ref()?,
        };
        let letters = damaged.chars().filter(|c| *c != '?');
        let capitals = letters.clone().count() > 1 && letters.clone().all(char::is_uppercase);
        let first_lost = damaged.starts_with('?') && capitals;
        Some(if capitals || first_lost {
            word.to_uppercase()
        } else {
            word.chars().zip(damaged.chars()).map(|(c, d)| if d == '?' { c } else { d }).collect()
        })
    }
}

/// The edits for words with lost letters within them; none, and no work, for a text without such a word.
pub(crate) fn find_all(text: &str) -> Vec<Edit> {
    let mut list = Vec::new();
    for sign in ['?', '\u{fffd}'] {
        let mut bytes = [0; 4];
        let found = sign.encode_utf8(&mut bytes);
        let within = memchr::memmem::find_iter(text.as_bytes(), found.as_bytes()).any(|at| {
            let next = text[at + found.len()..].chars().next();
            // `caf\u{fffd}` at its end counts where the sign can be nothing else
            !word_before(text, at).is_empty() && (sign != '?' || next.is_some_and(char::is_alphabetic))
                || next.is_some_and(char::is_alphabetic) && sign != '?'
        });
        if within {
            list.extend(find(text, sign, &Words::of(text)));
        }
    }
    list.sort_by_key(|edit| edit.range.start);
    list
}

/// The edits that restore words with lost letters within them. `sign` is what stands for a lost letter.
/// A `?` at a word's end is never taken for a letter.
pub(super) fn find(text: &str, sign: char, words: &Words) -> Vec<Edit> {
    let mut list = Vec::new();
    let mut done = 0;
    for (at, found) in text.match_indices(sign) {
        if at < done {
            continue;
        }
        let part = |c: char| c.is_alphabetic() || c == sign;
        let mut start = at;
        for (i, c) in text[..at].char_indices().rev().take(24) {
            if !part(c) {
                break;
            }
            start = i;
        }
        let after = &text[at + found.len()..];
        let len = after
            .char_indices()
            .take(24)
            .find(|(_, c)| !part(*c))
            .map_or(if after.chars().nth(24).is_none() { after.len() } else { 0 }, |(i, _)| i);
        let end = at + found.len() + len;
        done = end;
        let whole = &text[start..end];
        let within = if sign == '?' { whole.trim_matches('?') } else { whole };
        let from = start + (within.as_ptr() as usize - whole.as_ptr() as usize);
        if within.len() < 3 || !within.contains(sign) {
            continue;
        }
        let damaged: String = within.chars().map(|c| if c == sign { '?' } else { c }).collect();
        if let Some(word) = words.restore(&damaged) {
            let mut place = from;
            for (c, d) in word.chars().zip(within.chars()) {
                if d == sign {
                    list.push(edit(text, place, place + d.len_utf8(), c, &RULE, 0.98));
                }
                place += d.len_utf8();
            }
        }
    }
    list
}

/// The pound sign, where it was lost before an amount at `text[start..end]`.
pub(super) fn sign(text: &str, start: usize, end: usize) -> Option<char> {
    let sure_lost = &text[start..end] != "?";
    (sure_lost && word_before(text, start).is_empty() && is_amount(&text[end..])).then_some('£')
}

/// Whether an amount of money starts here: digits in groups of three, or with two decimals, or millions.
fn is_amount(text: &str) -> bool {
    let end = text
        .bytes()
        .take(20)
        .position(|b| !b.is_ascii_digit() && b != b',' && b != b'.')
        .unwrap_or(text.len().min(20));
    let number = text[..end].trim_end_matches(['.', ',']);
    let rest = text[end..].trim_start();
    let scaled = ["million", "billion", "thousand", "m ", "bn", "a year", "a week"];
    let grouped = number.rsplit_once(',').is_some_and(|(_, last)| last.len() == 3);
    !number.is_empty()
        && number.starts_with(|c: char| c.is_ascii_digit())
        && (grouped || scaled.iter().any(|word| rest.starts_with(word)))
}
