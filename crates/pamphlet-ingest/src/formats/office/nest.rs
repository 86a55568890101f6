//! Paragraphs in cells in rows in text boxes in paragraphs: where a finished block belongs.

use super::pieces::{Piece, tidy};
use crate::formats::notes::is_high_mark;
use pamphlet_document::{BlockKind, Role, SourceRange};
use std::collections::HashMap;

/// Deeper than this, blocks are put in the order in which they end.
const DEEPEST: usize = 512;
/// A row with more text than this, and more than one paragraph in a cell, is layout and no table.
const ROW: usize = 1_500;

/// A paragraph while it is read.
#[derive(Debug)]
pub(super) struct Paragraph {
    pub kind: BlockKind,
    pub role: Role,
    pub text: String,
    pub page: Option<u32>,
    /// The ids of notes that it refers to.
    pub notes: Vec<String>,
    /// Blocks that stand in it: text boxes, notes.
    after: Vec<Piece>,
}

enum Level {
    Paragraph(Paragraph),
    Cell(Vec<Piece>),
    Row(Vec<Vec<Piece>>),
    Note(String, Vec<Piece>),
}

/// The open elements of a document, and the blocks that are done.
pub(super) struct Nest {
    levels: Vec<Level>,
    place: SourceRange,
    /// Finished blocks of the running text.
    pub done: Vec<Piece>,
    /// Notes by their ids, until a paragraph refers to them.
    pub notes: HashMap<String, Vec<Piece>>,
}

impl Nest {
    /// For a part that stands at `place`.
    pub fn new(place: SourceRange) -> Self {
        Self { levels: Vec::new(), place, done: Vec::new(), notes: HashMap::new() }
    }

    /// A paragraph starts.
    pub fn begin(&mut self, kind: BlockKind, page: Option<u32>) {
        self.levels.push(Level::Paragraph(Paragraph {
            kind,
            role: Role::Content,
            text: String::new(),
            page,
            notes: Vec::new(),
            after: Vec::new(),
        }));
    }

    /// The innermost open paragraph.
    pub fn paragraph(&mut self) -> Option<&mut Paragraph> {
        match self.levels.last_mut() {
            Some(Level::Paragraph(paragraph)) => Some(paragraph),
            _ => None,
        }
    }

    /// Puts text into the open paragraph.
    pub fn text(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraph() {
            paragraph.text.push_str(text);
        }
    }

    /// Puts in text that is set high: the mark of a note is no part of the word before it.
    pub fn high(&mut self, text: &str) {
        if let Some(paragraph) = self.paragraph() {
            if is_high_mark(&paragraph.text, text) {
                paragraph.text.push(' ');
            }
            paragraph.text.push_str(text);
        }
    }

    /// The paragraph ends, and is followed by what stood in it.
    pub fn end(&mut self) {
        let Some(Level::Paragraph(paragraph)) = self.levels.pop_if(|top| matches!(top, Level::Paragraph(_)))
        else {
            return;
        };
        let Paragraph { kind, role, text, page, notes, after } = paragraph;
        self.deliver(Piece { kind, role, text: tidy(&text), page, place: self.place });
        for piece in after {
            self.deliver(piece);
        }
        for id in notes {
            for note in self.notes.remove(&id).unwrap_or_default() {
                self.deliver(note);
            }
        }
    }

    /// A row of a table starts.
    pub fn row(&mut self) {
        self.levels.push(Level::Row(Vec::new()));
    }

    /// A cell starts.
    pub fn cell(&mut self) {
        self.levels.push(Level::Cell(Vec::new()));
    }

    /// A note starts.
    pub fn note(&mut self, id: String) {
        self.levels.push(Level::Note(id, Vec::new()));
    }

    /// The cell ends.
    pub fn end_cell(&mut self) {
        let Some(Level::Cell(pieces)) = self.levels.pop_if(|top| matches!(top, Level::Cell(_))) else {
            return;
        };
        match self.levels.last_mut() {
            Some(Level::Row(cells)) => cells.push(pieces),
            _ => pieces.into_iter().for_each(|piece| self.deliver(piece)),
        }
    }

    /// The row ends: one block, cells joined by a TAB, notes after it. A row with one filled cell, and one
    /// that only puts long texts side by side, gives the blocks of its cells instead.
    pub fn end_row(&mut self) {
        let Some(Level::Row(cells)) = self.levels.pop_if(|top| matches!(top, Level::Row(_))) else { return };
        let plain = |piece: &&Piece| piece.kind != BlockKind::Footnote && !piece.role.is_chrome();
        let filled = cells.iter().filter(|cell| cell.iter().any(|piece| plain(&piece))).count();
        let length: usize = cells.iter().flatten().map(|piece| piece.text.len()).sum();
        let layout = length > ROW && cells.iter().any(|cell| cell.iter().filter(plain).count() > 1);
        if filled < 2 || layout {
            cells.into_iter().flatten().for_each(|piece| self.deliver(piece));
            return;
        }
        let page = cells.iter().flatten().find_map(|piece| piece.page);
        let mut text = String::new();
        let mut rest = Vec::new();
        for (number, cell) in cells.into_iter().enumerate() {
            if number > 0 {
                text.push('\t');
            }
            let mut first = true;
            for piece in cell {
                if !plain(&&piece) {
                    rest.push(piece);
                    continue;
                }
                if !first {
                    text.push(' ');
                }
                first = false;
                text.push_str(&piece.text.replace(['\n', '\t'], " "));
            }
        }
        let kept = text.trim().to_owned();
        self.deliver(Piece {
            kind: BlockKind::TableRow,
            role: Role::Content,
            text: kept,
            page,
            place: self.place,
        });
        rest.into_iter().for_each(|piece| self.deliver(piece));
    }

    /// The note ends. One with an id waits for its reference, one without follows the open paragraph.
    pub fn end_note(&mut self) {
        let Some(Level::Note(id, mut pieces)) = self.levels.pop_if(|top| matches!(top, Level::Note(..)))
        else {
            return;
        };
        for piece in &mut pieces {
            piece.kind = BlockKind::Footnote;
        }
        if id.is_empty() {
            pieces.into_iter().for_each(|piece| self.deliver(piece));
        } else {
            self.notes.insert(id, pieces);
        }
    }

    /// Ends all that is open, for a part that was cut off.
    pub fn close(&mut self) {
        while let Some(top) = self.levels.last() {
            match top {
                Level::Paragraph(_) => self.end(),
                Level::Cell(_) => self.end_cell(),
                Level::Row(_) => self.end_row(),
                Level::Note(..) => self.end_note(),
            }
        }
    }

    /// All blocks; notes that nothing refers to come last.
    pub fn finish(mut self) -> Vec<Piece> {
        self.close();
        let mut left: Vec<_> = self.notes.into_iter().collect();
        left.sort_by(|(one, _), (other, _)| (one.len(), one).cmp(&(other.len(), other)));
        self.done.extend(left.into_iter().flat_map(|(_, pieces)| pieces));
        self.done
    }

    fn deliver(&mut self, piece: Piece) {
        if piece.text.is_empty() {
            return;
        }
        if self.levels.len() > DEEPEST {
            self.done.push(piece);
            return;
        }
        match self.levels.last_mut() {
            Some(Level::Paragraph(paragraph)) => paragraph.after.push(piece),
            Some(Level::Cell(pieces) | Level::Note(_, pieces)) => pieces.push(piece),
            Some(Level::Row(cells)) => cells.push(vec![piece]),
            None => self.done.push(piece),
        }
    }
}
