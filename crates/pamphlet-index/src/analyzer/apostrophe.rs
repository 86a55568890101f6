//! Apostrophes in all their forms, whole and damaged, and what they join.
//!
//! A real apostrophe between letters belongs to the word. A character that may be the ruin of one (`?`, the
//! replacement character) counts only where the word around it can have one: before `s`, after the `l` of
//! `l'État`. So genuine question marks are left alone.

use super::chars::is_word;

/// How sure it is that a character is an apostrophe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    /// An apostrophe, of any style or encoding.
    Sure,
    /// `?`, which is what converters write for what they do not know.
    Question,
    /// U+FFFD, which may also be a lost letter.
    Replacement,
}

/// The apostrophe or ruin of one at the start of `text`, with its length in bytes.
pub(super) fn mark(text: &str) -> Option<(Mark, usize)> {
    let first = *text.as_bytes().first()?;
    if first.is_ascii() {
        return match first {
            b'\'' | b'`' => Some((Mark::Sure, 1)),
            b'?' => Some((Mark::Question, 1)),
            _ => None,
        };
    }
    let c = text.chars().next()?;
    match c {
        '\u{2019}'
        | '\u{2018}'
        | '\u{201B}'
        | '\u{B4}'
        | '\u{2032}'
        | '\u{2035}'
        | '\u{FF07}'
        | '\u{91}'
        | '\u{92}'
        | '\u{2B9}'..='\u{2BF}'
        | '\u{2C8}'
        | '\u{55A}'
        | '\u{5F3}' => Some((Mark::Sure, c.len_utf8())),
        '\u{FFFD}' => Some((Mark::Replacement, c.len_utf8())),
        // UTF-8 read as windows-1252 or Latin-1
        '\u{E2}' => ["\u{E2}€™", "\u{E2}€˜", "\u{E2}\u{80}\u{99}", "\u{E2}\u{80}\u{98}"]
            .iter()
            .find(|ruin| text.starts_with(**ruin))
            .map(|ruin| (Mark::Sure, ruin.len())),
        _ => None,
    }
}

/// The end of an English word after its apostrophe, at the start of `text`: `s`, `t`, `re` …, followed by
/// no letter. Returned in lower case.
pub(super) fn suffix(text: &str) -> Option<&'static str> {
    let bytes = text.as_bytes();
    let found = match bytes.first()?.to_ascii_lowercase() {
        b's' => "s",
        b't' => "t",
        b'd' => "d",
        b'm' => "m",
        b'r' if bytes.get(1)?.eq_ignore_ascii_case(&b'e') => "re",
        b'v' if bytes.get(1)?.eq_ignore_ascii_case(&b'e') => "ve",
        b'l' if bytes.get(1)?.eq_ignore_ascii_case(&b'l') => "ll",
        _ => return None,
    };
    match text[found.len()..].chars().next() {
        Some(c) if is_word(c) => None,
        _ => Some(found),
    }
}

/// Whether `suffix` can stand behind an apostrophe after `word` (folded). With a space instead of the
/// apostrophe only these are joined.
pub(super) fn can_follow(word: &str, suffix: &str) -> bool {
    match suffix {
        "s" => word.len() >= 2 && word.chars().all(char::is_alphabetic),
        "t" => matches!(
            word,
            "don"
                | "doesn"
                | "didn"
                | "isn"
                | "aren"
                | "wasn"
                | "weren"
                | "hasn"
                | "haven"
                | "hadn"
                | "won"
                | "wouldn"
                | "can"
                | "couldn"
                | "shouldn"
                | "mustn"
                | "needn"
                | "ain"
                | "shan"
                | "mightn"
                | "daren"
                | "oughtn"
        ),
        "re" => matches!(word, "we" | "you" | "they" | "there" | "what" | "who"),
        "ve" => matches!(word, "i" | "we" | "you" | "they" | "could" | "would" | "should" | "might" | "must"),
        "ll" => matches!(word, "i" | "we" | "you" | "he" | "she" | "it" | "they" | "that" | "there" | "who"),
        "d" => matches!(word, "i" | "we" | "you" | "he" | "she" | "it" | "they" | "who" | "there"),
        "m" => word == "i",
        _ => false,
    }
}

/// Whether a sign between two texts stands where only an apostrophe can: behind a small letter, and before the ending of a
/// word or behind the `s` of a plural.
///
/// ```
/// use pamphlet_index::analyzer::can_have_apostrophe;
/// assert!(can_have_apostrophe("the society", "s aims"));
/// assert!(can_have_apostrophe("the workers", " power"));
/// assert!(!can_have_apostrophe("OLIVEIRA JO", "S"));
/// ```
pub fn can_have_apostrophe(before: &str, after: &str) -> bool {
    if !before.ends_with(|c: char| c.is_ascii_lowercase()) {
        return false;
    }
    let start = before.trim_end_matches(char::is_alphabetic).len();
    let word = before[start..].to_lowercase();
    suffix(after).is_some_and(|suffix| can_follow(&word, suffix))
        || word.ends_with('s') && !after.starts_with(is_word)
}

/// Whether `word` (folded) is an article or pronoun that loses its vowel before `next`, the letter after the
/// apostrophe: then they are two words.
pub(super) fn is_elision(word: &str, next: char) -> bool {
    let vowel = match super::chars::kind(next) {
        super::chars::Kind::Letter(c) => matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'h'),
        super::chars::Kind::Many => true, // œ, æ
        _ => false,
    };
    vowel
        && matches!(
            word,
            "l" | "d"
                | "qu"
                | "j"
                | "n"
                | "m"
                | "t"
                | "c"
                | "s"
                | "jusqu"
                | "lorsqu"
                | "puisqu"
                | "quoiqu"
                | "dell"
                | "nell"
                | "all"
                | "sull"
                | "dall"
                | "coll"
                | "un"
                | "quell"
                | "quest"
                | "gl"
        )
}
