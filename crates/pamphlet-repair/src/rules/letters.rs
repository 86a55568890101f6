//! Letters and signs that were lost, where the word tells them without doubt.

use super::english::word_before;
use super::lost::in_address;
use crate::Rule;
use crate::characters::next_beyond_ascii;
use crate::repairer::edit;
use pamphlet_document::Edit;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

pub(crate) const RULE: Rule = Rule {
    name: "lost-letter",
    default: true,
    what: "An accented letter, or a pound sign, that became `?` or U+FFFD.",
    evidence: "The rest of the word is that of one word only: of those that the same text has in whole elsewhere, or \
               of a short list of names and loanwords. A `?` at a word's end is never taken for a letter. For the \
               pound sign, U+FFFD before an amount. In a French text that has lost letters within two words, the \
               rules of spelling tell the others: `gr?ve` has è before a silent e.",
    wrong: "A name that is spelt like another but for that letter; a foreign name in a French text.",
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

/// A word with lost letters.
struct Damaged {
    /// Where it starts.
    start: usize,
    /// The word, with `?` for each lost letter.
    word: String,
}

/// What the damaged words of a text can be: those words with letters beyond ASCII that the text has in whole
/// elsewhere, and those that everyone knows.
struct Words {
    own: ByRest,
}

impl Words {
    /// Those of a text that are left with the same as one of the damaged words.
    fn of(text: &str, damaged: &[Damaged]) -> Self {
        let mut own = ByRest::new();
        let mut rest = String::with_capacity(40);
        let bytes = text.as_bytes();
        let mut at = next_beyond_ascii(bytes, 0);
        if at == bytes.len() {
            return Self { own };
        }
        let wanted: HashSet<String> = damaged.iter().map(|damaged| damaged.word.to_lowercase()).collect();
        let mut last_end = 0;
        while at < bytes.len() {
            let len = bytes[last_end..at].iter().rev().take_while(|byte| byte.is_ascii_alphabetic()).count();
            let whole = text[at - len..].split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
            last_end = at - len + whole.len();
            if whole.len() <= len {
                // a sign beyond ASCII, which is part of no word
                last_end = at + text[at..].chars().next().map_or(1, char::len_utf8);
            } else if (3..40).contains(&whole.len()) {
                rest.clear();
                rest.extend(whole.chars().map(|c| if c.is_ascii() { c.to_ascii_lowercase() } else { '?' }));
                if wanted.contains(&rest) && rest.bytes().any(|byte| byte != b'?') {
                    learn(&whole.to_lowercase(), &mut own);
                }
            }
            at = next_beyond_ascii(bytes, last_end);
        }
        Self { own }
    }

    /// The word that `damaged` was: letters with `?` for each lost one. With the case of what is left.
    fn restore(&self, damaged: &str) -> Option<String> {
        let small = if damaged.is_ascii() { damaged.to_ascii_lowercase() } else { damaged.to_lowercase() };
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
/// `english` says whether it is English.
pub(crate) fn find_all(text: &str, english: impl FnOnce() -> bool) -> Vec<Edit> {
    let mut list = Vec::new();
    for sign in ['?', '\u{fffd}'] {
        let damaged = damaged_words(text, sign);
        if damaged.is_empty() {
            continue;
        }
        let words = Words::of(text, &damaged);
        for damaged in damaged {
            let Some(word) = words.restore(&damaged.word) else { continue };
            let mut place = damaged.start;
            for (c, d) in word.chars().zip(damaged.word.chars()) {
                let len = if d == '?' { sign.len_utf8() } else { d.len_utf8() };
                if d == '?' {
                    list.push(edit(text, place, place + len, c, &RULE, 0.98));
                }
                place += len;
            }
        }
    }
    list.extend(super::french::find(text, english));
    // a word that is known counts for more than the spelling
    list.sort_by(|a, b| a.range.start.cmp(&b.range.start).then(b.confidence.total_cmp(&a.confidence)));
    list.dedup_by(|b, a| b.range.start < a.range.end);
    list
}

/// How many letters a word has at most on either side of a lost one.
const REACH: usize = 24;

/// The words with lost letters within them. `sign` is what stands for a lost letter; a `?` at a word's end is
/// never taken for one.
fn damaged_words(text: &str, sign: char) -> Vec<Damaged> {
    let mut list = Vec::new();
    let mut done = 0;
    let mut buffer = [0; 4];
    let found = sign.encode_utf8(&mut buffer);
    let part = |c: &char| c.is_alphabetic() || *c == sign;
    let bytes = text.as_bytes();
    for at in memchr::memmem::find_iter(bytes, found.as_bytes()) {
        let after = at + found.len();
        // `?` ends most of its words
        let goes_on = bytes.get(after).is_some_and(|b| b.is_ascii_alphabetic() || *b >= 0x80 || *b == b'?');
        if at < done || sign == '?' && !goes_on {
            continue;
        }
        let before: usize =
            text[done..at].chars().rev().take(REACH).take_while(part).map(char::len_utf8).sum();
        let mut rest = text[after..].chars();
        let len: usize = rest.by_ref().take(REACH).take_while(part).map(char::len_utf8).sum();
        done = after + len;
        let whole = &text[at - before..done];
        let within = if sign == '?' { whole.trim_matches('?') } else { whole };
        if within.len() < 3 || !within.contains(sign) || sign == '?' && in_address(text, at) {
            continue;
        }
        let start = at - before + (whole.len() - whole.trim_start_matches('?').len());
        let word = within.chars().map(|c| if c == sign { '?' } else { c }).collect();
        list.push(Damaged { start, word });
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
