//! Where sentences start, from what lies between two words.
//!
//! A full stop ends a sentence when a space and a capital, digit or letter without case follow, and the word
//! before it is neither an abbreviation nor an initial. A line break alone ends none.

use super::Lang;
use pamphlet_document::abbreviations::is_abbreviation;

/// Whether a sentence starts at `next`, the first character of a word, when `gap` lies between it and the
/// word before, `last` (folded), whose source was `last_source`.
pub(super) fn starts(last: &str, last_source: &str, gap: &str, next: char, lang: Lang) -> bool {
    if gap.len() < 2 && gap.is_ascii() {
        return false;
    }
    let mut found = None;
    let mut ended = false;
    for c in gap.chars() {
        match c {
            '。' | '！' | '？' | '｡' => return true,
            '.' | '!' | '?' | '…' | '।' | '؟' => found = Some(c),
            c if found.is_some() && c.is_whitespace() => ended = true,
            _ => {}
        }
    }
    let Some(mark) = found.filter(|_| ended) else { return false };
    if next.is_lowercase() {
        return false;
    }
    if mark != '.' || gap.contains("..") {
        return true;
    }
    if is_abbreviation(&last_source.to_lowercase(), lang.code(), next.is_numeric()) {
        return false;
    }
    // an initial (`J. Smith`), a numbered day (`3. Oktober`), the number of an item (`2. Peace`)
    let mut source = last_source.chars();
    let initial = source.next().is_some_and(char::is_uppercase) && source.next().is_none();
    let number = last.len() <= 2 && last.bytes().all(|b| b.is_ascii_digit());
    !initial && !number
}
