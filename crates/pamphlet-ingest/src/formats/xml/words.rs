//! The text of elements: where its blocks start, which white space counts, what references stand for.

use super::entities::Meaning;
use super::flow::Flow;
use super::reading::Reading;
use crate::formats::notes::is_high_mark;
use crate::formats::text::Lines;
use pamphlet_document::{BlockKind, Role, Severity, SourceRange, field};

/// A piece of text that waits for its block.
pub(super) enum Piece<'a> {
    Copy(&'a str, u64),
    Replace(String, SourceRange),
}

impl<'a> Reading<'a> {
    /// White space within a block, where the file has a tag.
    pub fn space(&mut self, what: char) {
        self.white(what, SourceRange::new(self.at, self.at));
    }

    /// White space within a block.
    pub fn white(&mut self, what: char, unit: SourceRange) {
        if !self.fresh {
            self.draft.space(what, unit);
        } else if let Some(cut) = &mut self.resumes {
            cut.white = true;
        }
    }

    /// Text as it stands at `at`; white space folds.
    pub fn text(&mut self, text: &'a str, at: u64) {
        if self.survey.is_typed(self.parent()) {
            self.typed(text, at);
            return;
        }
        if self.labelling() {
            let label = text.trim_ascii();
            if !label.is_empty() {
                let start = at + (text.len() - text.trim_ascii_start().len()) as u64;
                self.carried.push(Piece::Copy(label, start));
            }
            return;
        }
        let bytes = text.as_bytes();
        let Some(first) = bytes.iter().position(|byte| !byte.is_ascii_whitespace()) else {
            if !(self.layout)(self.parent()) {
                self.white(' ', SourceRange::new(at, at + bytes.len() as u64));
            }
            return;
        };
        if first > 0 {
            self.white(' ', SourceRange::new(at, at + first as u64));
        }
        if matches!(self.parent(), "hi" | "sup" | "superscript")
            && is_high_mark(&self.draft.text, text.trim())
        {
            self.apart = true;
        }
        self.keep_apart(first == 0 && bytes[0].is_ascii_alphanumeric() || bytes[first] >= 0x80, at);
        let mut from = first;
        while let Some((end, next)) = blank_line(&bytes[from..]) {
            self.settle();
            self.draft.fold(&text[from..from + end], at + from as u64);
            self.fresh |= !matches!(self.kind(), BlockKind::Heading(_) | BlockKind::Title);
            from += next;
        }
        self.settle();
        self.draft.fold(&text[from..], at + from as u64);
    }

    /// Text in lines as somebody typed them: they stay lines, and blank ones part blocks.
    fn typed(&mut self, text: &'a str, at: u64) {
        for (n, (start, line, next)) in Lines::new(text).enumerate() {
            let place = |from: usize, to: usize| SourceRange::new(at + from as u64, at + to as u64);
            let end = start + line.trim_end().len();
            let body = end - line.trim().len();
            if body == end {
                // the first piece of a line and the last one belong to others
                match n > 0 && next > start + line.len() {
                    true => self.fresh = true,
                    false => {
                        self.white(if next > start + line.len() { '\n' } else { ' ' }, place(start, next))
                    }
                }
                continue;
            }
            // white space at the start of a line tells paragraphs
            let kept = n > 0 && !self.fresh;
            if body > start && !kept {
                self.white(' ', place(start, body));
            }
            self.settle();
            let from = if kept { start } else { body };
            self.draft.copy(&text[from..end], at + from as u64);
            self.draft.typed += end - body;
            if next > start + line.len() {
                self.draft.space('\n', place(end, next));
            } else if start + line.len() > end {
                self.draft.space(' ', place(end, start + line.len()));
            }
        }
    }

    /// A reference to an entity.
    pub fn reference(&mut self, name: &'a str, unit: SourceRange) {
        let text = match self.entities.resolve(name) {
            Meaning::Text(text) => text.into_owned(),
            Meaning::Unknown => format!("&{name};"),
            Meaning::TooMuch | Meaning::External => {
                self.refused += 1;
                if self.refused == 1 {
                    self.note(
                        Severity::Warning,
                        "xml-entity-refused",
                        format!("&{name}; stands for another file or for too much text; it is kept as it is written"),
                        unit,
                    );
                }
                format!("&{name};")
            }
        };
        self.replaced(&text, unit);
    }

    /// Text that stands in the unit in another form.
    pub fn replaced(&mut self, text: &str, unit: SourceRange) {
        if self.labelling() {
            self.carried.push(Piece::Replace(text.trim().to_owned(), unit));
            return;
        }
        let mut rest = text;
        while !rest.is_empty() {
            let word = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
            if word > 0 {
                self.keep_apart(rest.starts_with(char::is_alphanumeric), unit.start);
                self.settle();
                self.draft.replace(&rest[..word], unit);
            }
            rest = &rest[word..];
            let after = rest.trim_ascii_start();
            if after.len() < rest.len() {
                self.white(' ', unit);
            }
            rest = after;
        }
    }

    pub(super) fn kind(&self) -> BlockKind {
        self.open.last().map_or(BlockKind::Paragraph, |element| element.kind)
    }

    pub(super) fn labelling(&self) -> bool {
        self.open.last().is_some_and(|element| element.flow == Flow::Label)
    }

    /// Puts a space in where whole words would run together.
    pub(super) fn keep_apart(&mut self, word: bool, at: u64) {
        let apart = std::mem::take(&mut self.apart);
        if apart && word && !self.fresh && self.draft.glued().is_some_and(char::is_alphanumeric) {
            self.draft.space(' ', SourceRange::new(at, at));
        }
    }

    /// Opens the block that text is about to stand in, labels first.
    pub(super) fn settle(&mut self) {
        if !self.fresh {
            return;
        }
        self.fresh = false;
        self.apart = false;
        let (kind, role, lang) = match self.open.last() {
            Some(element) => (element.kind, element.role, element.lang),
            None => (BlockKind::Paragraph, Role::Content, None),
        };
        self.draft.begin(kind, role);
        if let Some(cut) = self.resumes.take() {
            self.resume(cut);
        }
        if let Some(lang) = lang.filter(|&lang| self.draft.metadata.first(field::LANG) != Some(lang)) {
            self.draft.block_lang(lang);
        }
        for piece in std::mem::take(&mut self.carried) {
            let end = match piece {
                Piece::Copy(text, at) => {
                    self.draft.fold(text, at);
                    at + text.len() as u64
                }
                Piece::Replace(text, unit) => {
                    self.draft.replace(&text, unit);
                    unit.end
                }
            };
            self.draft.space(' ', SourceRange::new(end, end));
        }
    }

    /// Labels that no block followed become one.
    pub(super) fn flush(&mut self) {
        if !self.carried.is_empty() {
            self.fresh = true;
            self.settle();
            self.fresh = true;
        }
    }
}

/// The first blank line within text that has words on both sides: where the words before it end, and where
/// those after it start.
fn blank_line(bytes: &[u8]) -> Option<(usize, usize)> {
    for line in memchr::memchr_iter(b'\n', bytes) {
        let rest = &bytes[line + 1..];
        let white = rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
        if rest[..white].contains(&b'\n') {
            return Some((line, line + 1 + white));
        }
    }
    None
}
