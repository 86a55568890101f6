//! Characters written out by their number, as some programs print what they cannot.

use crate::Rule;
use crate::decode::Table;
use crate::repairer::edit;
use pamphlet_document::Edit;

pub(crate) const RULE: Rule = Rule {
    name: "written-out",
    default: true,
    what: "A character that a program wrote as `<U+2019>`.",
    evidence: "The form itself, four to six hexadecimal digits of a character that is no ASCII; U+0080–U+009F \
               mean what they mean in windows-1252.",
    wrong: "A text about character codes.",
    before: "the worker<U+2019>s pay <U+0097> all of it",
    after: "the worker’s pay — all of it",
    leave: "the code point U+2019, and <U+0041>",
};

/// The edits for `text`.
pub(crate) fn find(text: &str) -> Vec<Edit> {
    let mut list = Vec::new();
    if memchr::memmem::find(text.as_bytes(), b"<U+").is_none() {
        return list;
    }
    let western = Table::of(encoding_rs::WINDOWS_1252);
    for at in memchr::memmem::find_iter(text.as_bytes(), b"<U+") {
        let rest = &text.as_bytes()[at + 3..];
        let end = rest.iter().take(7).position(|b| !b.is_ascii_hexdigit()).unwrap_or(7);
        if !(4..=6).contains(&end) || rest.get(end) != Some(&b'>') {
            continue;
        }
        let code = u32::from_str_radix(&text[at + 3..at + 3 + end], 16).unwrap_or(0);
        let c = match code {
            0..0x80 => None,
            0x80..0xa0 => Some(western.char(code as u8)).filter(|c| !c.is_control()),
            _ => char::from_u32(code),
        };
        if let Some(c) = c {
            list.push(edit(text, at, at + 4 + end, c, &RULE, 0.99));
        }
    }
    list
}
