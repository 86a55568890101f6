//! Bullets of lists that were lost.

use crate::Rule;
use crate::characters::signs_of_loss;
use crate::repairer::edit;
use pamphlet_document::Edit;

pub(crate) const RULE: Rule = Rule {
    name: "lost-bullet",
    default: true,
    what: "A bullet at the start of a line that became `?` or U+FFFD.",
    evidence: "The sign is the first of its line, a space and a word follow, and so it is on two lines at least, of \
               which half have three words or more. A line that ends in a question mark may be a question, and is left.",
    wrong: "Items that a dash began; a list of what is doubtful, marked by its author.",
    before: "We demand:\n? an end to the lockout\n? the old rates of pay",
    after: "We demand:\n• an end to the lockout\n• the old rates of pay",
    leave: "We ask:\n? Who closed the gates?\n? Who paid for it?\n? 1849\n? 1850",
};

/// On how many lines bullets must stand.
const OFTEN: usize = 2;

/// How many words an item has for a line to look like one.
const WORDS: usize = 3;

/// The edits for `text`.
pub(crate) fn find(text: &str) -> Vec<Edit> {
    let bytes = text.as_bytes();
    let mut list = Vec::new();
    let mut full = 0usize;
    let mut done = 0;
    for (at, sign) in signs_of_loss(text) {
        if at < done || !starts_line(bytes, at) {
            continue;
        }
        let end = at + sign.len_utf8();
        let line_end = memchr::memchr(b'\n', &bytes[end..]).map_or(bytes.len(), |more| end + more);
        let item = text[end..line_end].trim_end();
        done = line_end;
        let words = item.trim_start();
        if words.len() == item.len() || !words.starts_with(is_start_of_item) || item.ends_with(sign) {
            continue;
        }
        full += usize::from(words.split_whitespace().take(WORDS).count() == WORDS);
        list.push(edit(text, at, end, '•', &RULE, 0.95));
    }
    if list.len() < OFTEN || full * 2 < list.len() {
        list.clear();
    }
    list
}

/// Whether nothing but spaces stands before a place in its line.
fn starts_line(bytes: &[u8], at: usize) -> bool {
    // no list is indented further; a line of blanks must not be walked again for each sign
    let before = bytes[..at].iter().rev().take(40).find(|byte| !matches!(byte, b' ' | b'\t'));
    before.map_or(at < 40, |byte| matches!(byte, b'\n' | b'\r'))
}

fn is_start_of_item(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '“' | '‘' | '"' | '\'' | '(')
}
