//! Control characters that are typographic marks of windows-1252.

use super::english::{word_after, word_before};
use super::language::is_word_with_accent;
use crate::Rule;
use crate::decode::Table;
use crate::repairer::edit;
use pamphlet_document::Edit;
use std::sync::LazyLock;

pub(crate) const RULE: Rule = Rule {
    name: "c1-control",
    default: true,
    what: "A control character U+0080–U+009F, which no text needs: a byte of windows-1252 that was read as \
           Latin-1.",
    evidence: "The character itself. U+0085, which can be a line end, is taken for … only beside others, or between \
               a character and a space. Where one stands within a word and would be no letter and no apostrophe, \
               the bytes are of Mac Roman: `Coatl\u{87}n`. So they are where that makes a word with an accent that \
               is known: `tur\u{92}stico`.",
    wrong: "A text with real control codes of ECMA-48; none was ever seen in a document.",
    before: "the worker\u{92}s \u{93}rights\u{94}",
    after: "the worker’s “rights”",
    leave: "one line\u{85}another line",
};

/// The edits for `text`.
pub(crate) fn find(text: &str) -> Vec<Edit> {
    let mut list = Vec::new();
    let mut others = false;
    let table: &Table = if is_mac(text) { &MAC } else { &WESTERN };
    for (at, byte) in controls(text) {
        let c = table.char(byte);
        if !c.is_control() {
            others |= byte != 0x85 || is_ellipsis(text, at);
            list.push(edit(text, at, at + 2, c, &RULE, 0.995));
        }
    }
    if !others {
        list.clear();
    }
    list
}

/// The controls with the bytes that they are. A C1 control is the byte C2 and one of 80–9F.
fn controls(text: &str) -> impl Iterator<Item = (usize, u8)> {
    let bytes = text.as_bytes();
    memchr::memchr_iter(0xc2, bytes)
        .filter_map(|at| Some((at, *bytes.get(at + 1)?)))
        .filter(|(_, byte)| *byte < 0xa0)
}

/// Whether U+0085 at `at` ends no line: something stands before it, and a space or nothing after it.
pub(super) fn is_ellipsis(text: &str, at: usize) -> bool {
    let after = &text[at + 2..];
    !text[..at].ends_with(char::is_whitespace)
        && (after.is_empty() || after.starts_with([' ', '\n', '\r', '\u{a0}']))
        && at > 0
}

/// Whether a control stands within a word where Mac Roman has a letter, and windows-1252 a sign that parts no
/// word.
fn is_mac(text: &str) -> bool {
    controls(text).any(|(at, byte)| {
        let within =
            text[..at].ends_with(char::is_lowercase) && text[at + 2..].starts_with(char::is_lowercase);
        let (c, letter) = (WESTERN.char(byte), MAC.char(byte));
        if !within || c.is_alphabetic() || c.is_control() || !letter.is_lowercase() {
            return false;
        }
        !"’‘“”–—…".contains(c)
            || is_word_with_accent(&format!("{}{letter}{}", word_before(text, at), word_after(text, at + 2)))
    })
}

static WESTERN: LazyLock<Table> = LazyLock::new(|| Table::of(encoding_rs::WINDOWS_1252));
static MAC: LazyLock<Table> = LazyLock::new(|| Table::of(encoding_rs::MACINTOSH));
