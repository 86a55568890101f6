//! Plain text: paragraphs parted by blank lines, lines as they stand. What a paragraph is (heading, list,
//! metadata) is told by its look, in [`crate::structure`].

use super::{Extracted, Format, Input, Sink};
use crate::Reason;
use crate::draft::Draft;
use pamphlet_document::{BlockKind, Role, SourceRange};

/// The format `text`.
pub(crate) struct Text;

impl Format for Text {
    fn name(&self) -> &'static str {
        "text"
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        let unit = crate::repairing::decode(input.bytes, None);
        let mut draft = Draft::default();
        paragraphs(&unit.text, 0, &mut draft);
        let _ = sink.document(Extracted {
            draft,
            unit: Some(&unit),
            locator: String::new(),
            plain: true,
            format: self.name(),
            first_line: None,
        });
        Ok(())
    }
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
