//! The little that the rules know of English: whether a text is English, and which contractions are sure.

use crate::characters::is_letter;

/// How many words at the start of a text are looked at.
const SAMPLE: usize = 3_000;

/// So many words are enough where hardly any of them is one of the commonest.
const ENOUGH: usize = 150;

/// Whether a text is English, as far as its first words tell: a tenth of them are of the commonest.
pub(crate) fn is_english(text: &str) -> bool {
    let (mut words, mut common) = (0usize, 0usize);
    let head = &text.as_bytes()[..text.len().min(SAMPLE * 8)];
    // the last four letters, and how many there are
    let (mut word, mut len) = (0u32, 0usize);
    for &byte in head.iter().chain(b" ") {
        if byte.is_ascii_alphabetic() {
            word = word << 8 | u32::from(byte | 0x20);
            len += 1;
        } else if len > 0 {
            words += 1;
            common += usize::from(len <= 4 && is_common(word));
            (word, len) = (0, 0);
            if words == SAMPLE || words >= ENOUGH && common * 50 < words {
                break;
            }
        }
    }
    // a short text, such as a single heading or sentence, may be English with none of them
    common * 10 >= words && (common > 0 || words < 6 && is_latin(text))
}

/// Whether most letters of a short text are of the English alphabet.
fn is_latin(text: &str) -> bool {
    let (mut latin, mut other) = (0usize, 0usize);
    for c in text.chars().take(SAMPLE) {
        latin += usize::from(c.is_ascii_alphabetic());
        other += usize::from(!c.is_ascii() && is_letter(c));
    }
    latin >= other
}

/// Whether a word of at most four small letters, one a byte, is one of the commonest of English that are rare elsewhere.
fn is_common(word: u32) -> bool {
    const fn packed(word: &[u8]) -> u32 {
        let (mut sum, mut at) = (0, 0);
        while at < word.len() {
            sum = sum << 8 | word[at] as u32;
            at += 1;
        }
        sum
    }
    const COMMON: [u32; 15] = [
        packed(b"the"),
        packed(b"of"),
        packed(b"and"),
        packed(b"to"),
        packed(b"that"),
        packed(b"is"),
        packed(b"for"),
        packed(b"with"),
        packed(b"this"),
        packed(b"was"),
        packed(b"have"),
        packed(b"are"),
        packed(b"we"),
        packed(b"our"),
        packed(b"not"),
    ];
    COMMON.contains(&word)
}

/// What can stand before `t` in a contraction: `don` of `don’t`.
const NEGATED: &[&str] = &[
    "don", "doesn", "didn", "isn", "aren", "wasn", "weren", "hasn", "haven", "hadn", "won", "wouldn",
    "couldn", "shouldn", "mustn", "needn", "ain", "can", "mightn", "shan",
];

/// Whether `word` and `ending`, which something parted, are one of the contractions that are sure.
pub(super) fn is_contraction(word: &str, ending: &str) -> bool {
    let is = |list: &[&str]| list.iter().any(|item| item.eq_ignore_ascii_case(word));
    match ending.to_ascii_lowercase().as_str() {
        "t" => is(NEGATED),
        "s" => is(&["it", "that", "he", "she", "what", "there", "who", "here", "let", "where", "how"]),
        "re" => is(&["we", "they", "you"]),
        "ve" => is(&["we", "they", "you", "I", "would", "could", "should", "who", "might", "must"]),
        "ll" => is(&["we", "they", "you", "I", "he", "she", "it", "that", "there"]),
        "d" => is(&["we", "they", "you", "I", "he", "she"]),
        "m" => is(&["I"]),
        _ => false,
    }
}

/// The run of letters that ends at `at`.
pub(super) fn word_before(text: &str, at: usize) -> &str {
    let before = &text[..at];
    // no word is longer; a line of letters must not be walked again for each mark
    let mut start = at;
    for (i, c) in before.char_indices().rev().take(32) {
        if !is_letter(c) {
            break;
        }
        start = i;
    }
    &before[start..]
}

/// The run of letters that starts at `at`.
pub(super) fn word_after(text: &str, at: usize) -> &str {
    let after = &text[at..];
    let end = after.char_indices().take(32).find(|(_, c)| !is_letter(*c));
    match end {
        Some((end, _)) => &after[..end],
        None => after.char_indices().nth(32).map_or(after, |(end, _)| &after[..end]),
    }
}
