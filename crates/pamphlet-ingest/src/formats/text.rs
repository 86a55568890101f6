//! Plain text: paragraphs parted by blank lines, lines as they stand. What a paragraph is (heading, list,
//! metadata) is told by its look, in [`crate::structure`].
//!
//! A text beyond [`LONGEST`] is cut into parts before it is decoded, each a document: a large file need not be
//! in memory as a whole.

use super::records::shifted;
use super::{Extracted, Format, Input, Sink};
use crate::draft::Draft;
use crate::parts::LONGEST;
use crate::{Reason, dates};
use pamphlet_document::{BlockKind, Role, SourceRange};
use std::ops::ControlFlow;
use std::path::Path;

/// The format `text`.
pub(crate) struct Text;

impl Format for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        let mut before = Before::default();
        let mut rest = input.bytes;
        while !rest.is_empty() {
            let len = if is_wide(input.bytes) { rest.len() } else { part(rest, true).unwrap_or(rest.len()) };
            let (bytes, after) = rest.split_at(len);
            if read_part(&Input { bytes, ..*input }, before, sink).is_break() {
                break;
            }
            before = before.and(bytes);
            rest = after;
        }
        Ok(())
    }
}

/// What of a text comes before a part of it.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Before {
    pub bytes: u64,
    pub lines: u64,
    pub parts: u64,
}

impl Before {
    fn and(self, part: &[u8]) -> Self {
        let lines = self.lines + pamphlet_document::Lines::count(part);
        Self { bytes: self.bytes + part.len() as u64, lines, parts: self.parts + 1 }
    }
}

/// Whether a character takes more than one byte, so that a byte is no place to cut at.
pub(crate) fn is_wide(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xff\xfe")
        || bytes.starts_with(b"\xfe\xff")
        || memchr::memchr(0, &bytes[..bytes.len().min(1 << 20)]).is_some()
}

/// A part has no more line ends than that: a paragraph takes some four hundred bytes beside its text.
const LINES: usize = 1_000_000;

/// The length of the first part of a text: up to a blank line, or else a line end or white space, in the second
/// half of what a document may have. `None` where more must be seen; `last` says that there is no more.
pub(crate) fn part(bytes: &[u8], last: bool) -> Option<usize> {
    let window = &bytes[..bytes.len().min(LONGEST)];
    let most = memchr::memchr2_iter(b'\n', b'\r', window).nth(LINES).map_or(LONGEST, |at| at + 1);
    if bytes.len() <= most {
        return last.then_some(bytes.len());
    }
    let half = &bytes[most / 2..most];
    let behind = |ends: &[u8]| memchr::memmem::rfind(half, ends).map(|at| at + ends.len());
    let white = || half.iter().rposition(u8::is_ascii_whitespace).map(|at| at + 1);
    let cut = behind(b"\n\n").max(behind(b"\n\r\n")).or_else(|| behind(b"\n")).or_else(white);
    let mut cut = most / 2 + cut.unwrap_or(half.len());
    // not within a character of UTF-8, nor within a line end
    while bytes[cut] & 0xc0 == 0x80 && cut > most - 4 {
        cut -= 1;
    }
    cut += usize::from(bytes[cut - 1] == b'\r' && bytes[cut] == b'\n');
    Some(cut)
}

/// Reads a part of a text, or all of it.
pub(crate) fn read_part(input: &Input<'_>, before: Before, sink: &mut dyn Sink) -> ControlFlow<()> {
    let mut unit = crate::repairing::decode(input.bytes, None);
    let mut draft = Draft::default();
    paragraphs(&unit.text, 0, &mut draft);
    let mut locator = String::new();
    let mut first_line = None;
    if before.parts > 0 {
        unit.map = shifted(&unit.map, before.bytes);
        for place in unit.diagnostics.iter_mut().filter_map(|note| note.place.as_mut()) {
            *place = SourceRange::new(place.start + before.bytes, place.end + before.bytes);
        }
        locator = format!("#{}", before.parts + 1);
        // it may be read without the first part
        let (name, title) = named(input.path);
        draft.metadata.title = Some(format!("{title} ({})", before.parts + 1));
        draft.metadata.date = dates::of_name(name);
        let starts =
            pamphlet_document::Lines::of(input.bytes).starts().iter().map(|at| at + before.bytes).collect();
        first_line = Some(pamphlet_document::Lines::from_starts(starts).after(before.lines));
    }
    sink.document(Extracted { draft, unit: Some(&unit), locator, plain: true, format: "text", first_line })
}

/// The name of the file, and the same without its ending.
fn named(path: &str) -> (&str, &str) {
    let name = path.rsplit(['/', '!']).next().unwrap_or_default();
    (name, Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or(name))
}

/// Adds the paragraphs of plain text that stands at `base` in the unit. A form feed starts a page.
pub(crate) fn paragraphs(text: &str, base: u64, draft: &mut Draft) {
    let paged = text.contains('\u{c}');
    let mut page = 1;
    if paged {
        draft.page(page);
    }
    let mut blank = true;
    for (start, line, end) in Lines::new(text) {
        let breaks = if paged { line.matches('\u{c}').count() as u32 } else { 0 };
        if breaks > 0 && line.trim_start().len() + breaks as usize <= line.len() {
            page += breaks;
            draft.page(page);
            blank = true;
        }
        let body = line.trim_end();
        let first = body.trim_start();
        if first.is_empty() {
            blank = true;
            continue;
        }
        if blank {
            draft.begin(BlockKind::Paragraph, Role::Content);
            draft.copy(first, base + (start + body.len() - first.len()) as u64);
            blank = false;
        } else {
            draft.copy(body, base + start as u64);
        }
        draft.space('\n', SourceRange::new(base + (start + body.len()) as u64, base + end as u64));
    }
    draft.end();
}

/// The lines of a text: where each starts, the line without its end, and where the next starts. A line
/// ends at `\n`, `\r\n` or a bare `\r`.
pub(crate) struct Lines<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }
}

impl<'a> Iterator for Lines<'a> {
    type Item = (usize, &'a str, usize);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let rest = self.text.get(start..).filter(|rest| !rest.is_empty())?;
        let (len, end) = match memchr::memchr2(b'\n', b'\r', rest.as_bytes()) {
            None => (rest.len(), rest.len()),
            Some(len) if rest.as_bytes()[len] == b'\r' && rest.as_bytes().get(len + 1) == Some(&b'\n') => {
                (len, len + 2)
            }
            Some(len) => (len, len + 1),
        };
        self.at = start + end;
        Some((start, &rest[..len], self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut draft = Draft::default();
        paragraphs(text, 0, &mut draft);
        assert_eq!(draft.text, expected);
        let map = draft.map.finish();
        for block in &draft.blocks {
            let source = map.source_of(block.range);
            let bytes = &text[source.start as usize..source.end as usize];
            let words: Vec<_> = draft.text[block.range.span()].split_whitespace().collect();
            assert_eq!(bytes.split_whitespace().collect::<Vec<_>>(), words);
        }
    }

    #[test]
    fn lines_stay_and_paragraphs_are_parted() {
        check("One\ntwo\n\n\n  Three  \n  four\n", "One\ntwo\n\nThree\n  four");
        check("One\r\ntwo \r\n \t\r\nThree\rfour", "One\ntwo\n\nThree\nfour");
        check("", "");
        check("\n\n \n", "");
        check("a\u{c}b", "a\u{c}b");
        check("One\n\u{c}Two", "One\n\nTwo");
    }
}
