//! Apostrophes that became a space.

use super::blocks::{BLOCK, Window, each, mask, windows};
use super::english::{is_contraction, word_after, word_before};
use crate::Rule;
use crate::repairer::edit;
use pamphlet_document::Edit;

pub(crate) const RULE: Rule = Rule {
    name: "spaced-apostrophe",
    default: true,
    what: "An apostrophe that became a space: `society s wealth`, `don t`, `workers  power`.",
    evidence: "A contraction that is sure, or two words that a lone small `s` follows (one, where the text has no \
               apostrophe at all), in an English text. After a plural the first of two spaces, in a text that has \
               hardly any other two spaces between words.",
    wrong: "A list of letters; a plural before a gap that stands for something else.",
    before: "We don t know the party s plans or the workers  demands",
    after: "We don’t know the party’s plans or the workers’ demands",
    leave: "The plural of t is t s; see fig. 3 s and the  workers  here, WHERE S. LEE SPOKE AND WHERE S. POE WAS, as a \
            right under s. 7 and an offence under s. 12 have it",
};

/// The edits for `text`, which must be English.
pub(crate) fn find(text: &str) -> Vec<Edit> {
    let mut list = Vec::new();
    let (mut sure, mut lone, mut gaps, mut other_gaps) = (0usize, 0usize, 0usize, 0usize);
    let bytes = text.as_bytes();
    let mut see = |at: usize| {
        if at == 0 || at + 1 >= bytes.len() {
            return;
        }
        let (before, after) = (bytes[at - 1], bytes[at + 1]);
        if after == b' ' {
            let next = bytes.get(at + 2).copied().unwrap_or(b' ');
            if !before.is_ascii_alphabetic() || !next.is_ascii_alphabetic() {
                return;
            }
            if before == b's' {
                gaps += 1;
                list.push(edit(text, at, at + 1, "’", &RULE, 0.95));
            } else {
                other_gaps += 1;
            }
            return;
        }
        match lone_ending(text, at) {
            Some(Ending::Contraction) => {
                sure += 1;
                list.push(edit(text, at, at + 1, "’", &RULE, 0.99));
            }
            Some(Ending::Possessive) => {
                lone += 1;
                list.push(edit(text, at, at + 1, "’", &RULE, 0.97));
            }
            None => {}
        }
    };
    windows(bytes, |at, window| each(&may_be_parted(window), at, bytes.len(), &mut see));
    let few = sure == 0 && lone < 2;
    if few && (lone == 0 || has_apostrophes(text)) {
        return Vec::new();
    }
    // closing single quotes leave a few gaps of their own
    if other_gaps * 2 >= gaps {
        list.retain(|edit| bytes.get(edit.range.end as usize) != Some(&b' '));
    }
    list
}

/// The places of a block where a space may stand for an apostrophe.
#[inline(always)]
fn may_be_parted(window: &Window) -> [u8; BLOCK] {
    let mut places = [0; BLOCK];
    for (i, place) in places.iter_mut().enumerate() {
        let gap = mask(window[i] == b' ') & mask(window[i + 1] == b' ');
        *place = gap | may_be_lone(window, i);
    }
    places
}

/// Whether a lone ending may follow a space at place `i` of a block.
#[inline(always)]
pub(super) fn may_be_lone(window: &Window, i: usize) -> u8 {
    let small = |byte: u8| byte | 0x20;
    let is = |byte: u8, letter: u8| mask(byte == letter);
    let no_letter = |byte: u8| mask(byte.wrapping_sub(b'a') > 25);
    let (b, c, d) = (small(window[i + 1]), small(window[i + 2]), small(window[i + 3]));
    let lone = (is(b, b's') | is(b, b't') | is(b, b'd') | is(b, b'm')) & no_letter(c);
    let two = ((is(b, b'r') | is(b, b'v')) & is(c, b'e') | is(b, b'l') & is(c, b'l')) & no_letter(d);
    is(window[i], b' ') & (lone | two)
}

/// What a space may have parted from its word.
enum Ending {
    /// The ending of a contraction that is sure.
    Contraction,
    /// A lone small `s`.
    Possessive,
}

/// Whether a lone ending follows the space at `at`: without one, a text has nothing for this rule.
pub(super) fn is_lone_ending(text: &str, at: usize) -> bool {
    lone_ending(text, at).is_some()
}

fn lone_ending(text: &str, at: usize) -> Option<Ending> {
    let bytes = text.as_bytes();
    // most words are longer than an ending, or none: look no further
    let [first, second, third] = [1, 2, 3].map(|n| bytes.get(at + n).copied().unwrap_or(b'\n'));
    let is_ending = match first | 0x20 {
        b's' | b't' | b'd' | b'm' if !second.is_ascii_alphabetic() => true,
        b'r' | b'v' => second | 0x20 == b'e' && !third.is_ascii_alphabetic(),
        b'l' => second | 0x20 == b'l' && !third.is_ascii_alphabetic(),
        _ => false,
    };
    if !is_ending || !bytes[at.checked_sub(1)?].is_ascii_alphabetic() {
        return None;
    }
    let (word, ending) = (word_before(text, at), word_after(text, at + 1));
    // `that s/he` is no contraction
    if bytes.get(at + 1 + ending.len()).is_some_and(|b| matches!(b, b'/' | b'\'' | b'-' | b'(' | b')')) {
        return None;
    }
    // `WHERE S. MAYER`: an initial
    if ending == "S" && bytes.get(at + 2) == Some(&b'.') && bytes.get(at + 3) == Some(&b' ') {
        return None;
    }
    // `under s. 7 of the Act`: a section of a law
    if ending == "s" && is_section(&bytes[at + 2..]) {
        return None;
    }
    // `the worker's s`: a letter that is talked about follows no plain word
    if is_contraction(word, ending) {
        Some(Ending::Contraction)
    } else if ending == "s" && word.len() > 2 && !owns_nothing(word) {
        Some(Ending::Possessive)
    } else {
        None
    }
}

/// Whether a number follows an `s`, as that of a section does: `s. 7`, `s 213(1)`.
fn is_section(after: &[u8]) -> bool {
    let after = after.strip_prefix(b".").unwrap_or(after);
    let white = after.iter().take_while(|&&byte| byte == b' ' || byte == 0xa0 || byte == 0xc2).count();
    white <= 2 && after.get(white).is_some_and(u8::is_ascii_digit)
}

/// Whether nothing is ever said to belong to a word: articles, prepositions, pronouns, auxiliaries. An `s` behind one is
/// the rest of a word that a scan or a cut broke.
fn owns_nothing(word: &str) -> bool {
    const SMALL: [&str; 64] = [
        "the", "and", "for", "from", "with", "into", "upon", "under", "over", "about", "after", "before",
        "between", "during", "through", "without", "against", "among", "but", "nor", "not", "than", "when",
        "while", "where", "because", "though", "although", "until", "since", "are", "was", "were", "been",
        "being", "has", "have", "had", "having", "does", "did", "will", "would", "shall", "should", "can",
        "could", "may", "might", "must", "this", "these", "those", "which", "their", "our", "your", "his",
        "her", "its", "them", "such", "very", "also",
    ];
    SMALL.iter().any(|small| small.eq_ignore_ascii_case(word))
}

/// Whether any apostrophe stands within a word.
fn has_apostrophes(text: &str) -> bool {
    text.match_indices(['’', '\'']).any(|(at, found)| {
        text[..at].ends_with(char::is_alphabetic) && text[at + found.len()..].starts_with(char::is_alphabetic)
    })
}
