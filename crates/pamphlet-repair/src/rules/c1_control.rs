//! Control characters that are typographic marks of windows-1252.

use crate::Rule;
use crate::decode::Table;
use crate::repairer::edit;
use pamphlet_document::Edit;

pub(crate) const RULE: Rule = Rule {
    name: "c1-control",
    default: true,
    what: "A control character U+0080–U+009F, which no text needs: a byte of windows-1252 that was read as \
           Latin-1.",
    evidence: "The character itself. U+0085, which can be a line end, is taken for … only beside others.",
    wrong: "A text with real control codes of ECMA-48; none was ever seen in a document.",
    before: "the worker\u{92}s \u{93}rights\u{94}",
    after: "the worker’s “rights”",
    leave: "one line\u{85}another line",
};

/// The edits for `text`.
pub(crate) fn find(text: &str) -> Vec<Edit> {
    let western = Table::of(encoding_rs::WINDOWS_1252);
    let mut list = Vec::new();
    let mut others = false;
    // a C1 control is the byte C2 and one of 80–9F
    for at in memchr::memchr_iter(0xc2, text.as_bytes()) {
        let Some(&byte) = text.as_bytes().get(at + 1).filter(|byte| **byte < 0xa0) else { continue };
        let c = western.char(byte);
        if !c.is_control() {
            others |= byte != 0x85;
            list.push(edit(text, at, at + 2, c, &RULE, 0.995));
        }
    }
    if !others {
        list.clear();
    }
    list
}
