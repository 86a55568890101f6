//! Apostrophes that became `?`.

use crate::Rule;
use crate::repairer::edit;
use pamphlet_document::Edit;

pub(crate) const RULE: Rule = Rule {
    name: "lost-apostrophe",
    default: true,
    what: "An apostrophe that became a question mark: `society?s`, `don?t`, `workers? rights`.",
    evidence: "Somewhere in the text stands a `?` that cannot be a question mark: between a letter and one of \
               the endings s, t, re, ve, ll, d, m.",
    wrong: "A question that is followed by a small letter.",
    before: "The pit?s books and the miners? union",
    after: "The pit’s books and the miners’ union",
    leave: "Who keeps the books? The union? Or both?",
};

/// The edits for `text`; none while no mark is impossible.
pub(crate) fn find(text: &str) -> Vec<Edit> {
    let mut list = Vec::new();
    let mut impossible = false;
    for at in memchr::memchr_iter(b'?', text.as_bytes()) {
        let (before, after) = (&text[..at], &text[at + 1..]);
        if before.ends_with(char::is_alphabetic) && is_ending(after) {
            impossible = true;
            list.push(edit(text, at, at + 1, "’", &RULE, 0.99));
        } else if before.ends_with('s') && (small_follows(after) || ends_heading(before, after)) {
            list.push(edit(text, at, at + 1, "’", &RULE, 0.95));
        }
    }
    if !impossible {
        list.clear();
    }
    list
}

/// Whether a contraction's ending stands here, whole.
fn is_ending(after: &str) -> bool {
    let end = after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len());
    ["s", "t", "re", "ve", "ll", "d", "m"].contains(&&after[..end])
}

fn small_follows(after: &str) -> bool {
    let mut chars = after.chars();
    chars.next().is_some_and(|c| c == ' ' || c == '\n') && chars.next().is_some_and(char::is_lowercase)
}

/// `Workers? Power`: one word before, one after, on a line of their own.
fn ends_heading(before: &str, after: &str) -> bool {
    let line = before.rsplit('\n').next().unwrap_or_default();
    let rest = after.split('\n').next().unwrap_or_default();
    !line.contains(' ')
        && rest.starts_with(' ')
        && rest[1..].chars().all(char::is_alphabetic)
        && rest.len() > 1
}
