//! A word of a query in the documents that the second step looks at: where it stands in the text, and whether
//! the title and the opening have it. Documents are asked for in ascending order.

use crate::cursor::{Cursor, Entry, merge};
use crate::plan::Scored;
use crate::view::{Field, Segment};
use std::io;
use std::sync::Arc;
use tantivy::DocId;

/// What another form than the typed one counts in the second step.
pub(super) const OTHER_FORM: f32 = 0.7;

/// The lists of a word in the text of a segment.
pub(super) struct Lists {
    exact: Arc<[Entry]>,
    other: Arc<[Entry]>,
}

impl Lists {
    pub fn find(segment: &Segment<'_>, word: &Scored, family: &[String]) -> io::Result<Lists> {
        let exact = segment.entries(&[Field::Body], std::slice::from_ref(&word.term))?;
        Ok(Lists { exact: exact.into(), other: segment.entries(&[Field::Body], family)?.into() })
    }
}

/// Where a word of the query stands in one document.
#[derive(Clone, Copy)]
pub(super) struct Stand<'p> {
    /// How much the form counts that the document has.
    pub held: f32,
    /// Where any form stands.
    pub any: &'p [u32],
    /// Where the typed form stands.
    pub exact: &'p [u32],
}

/// A word's positions, document by document.
pub(super) struct Looked {
    exact_cursor: Cursor,
    other_cursor: Cursor,
    holds_exact: bool,
    holds_other: bool,
    /// Where the typed form stands, where that is not all of `positions`.
    exact: Vec<u32>,
    other: Vec<u32>,
    /// Where any form stands.
    pub positions: Vec<u32>,
}

impl Looked {
    pub fn open(lists: &Lists, max_doc: DocId) -> io::Result<Looked> {
        Ok(Looked {
            exact_cursor: Cursor::open(Arc::clone(&lists.exact), true, max_doc)?,
            other_cursor: Cursor::open(Arc::clone(&lists.other), true, max_doc)?,
            holds_exact: false,
            holds_other: false,
            exact: Vec::new(),
            other: Vec::new(),
            positions: Vec::new(),
        })
    }

    /// Moves to a document; whether it has the word in any form.
    pub fn seek(&mut self, doc: DocId) -> bool {
        self.holds_exact = self.exact_cursor.seek(doc) == doc;
        self.holds_other = self.other_cursor.seek(doc) == doc;
        self.holds_exact || self.holds_other
    }

    /// How much the form of the word counts that the document has.
    pub fn held(&self) -> f32 {
        match (self.holds_exact, self.holds_other) {
            (true, _) => 1.0,
            (false, true) => OTHER_FORM,
            (false, false) => 0.0,
        }
    }

    /// Reads where the word stands in the document that it was moved to.
    pub fn read(&mut self) -> io::Result<()> {
        self.positions.clear();
        match (self.holds_exact, self.holds_other) {
            (true, false) => self.exact_cursor.positions(&mut self.positions),
            (false, true) => self.other_cursor.positions(&mut self.positions),
            (true, true) => {
                self.exact_cursor.positions(&mut self.exact)?;
                self.other_cursor.positions(&mut self.other)?;
                merge(&self.exact, &self.other, &mut self.positions);
                Ok(())
            }
            (false, false) => Ok(()),
        }
    }

    /// What was read.
    pub fn stand(&self) -> Stand<'_> {
        let exact = match (self.holds_exact, self.holds_other) {
            (true, true) => &self.exact[..],
            (true, false) => &self.positions,
            (false, _) => &[],
        };
        Stand { held: self.held(), any: &self.positions, exact }
    }
}

/// Whether the title and opening have a word.
pub(super) struct Front {
    title: [Cursor; 2],
    opening: [Cursor; 2],
}

impl Front {
    pub fn open(segment: &Segment<'_>, word: &Scored, family: &[String]) -> io::Result<Front> {
        let open = |field: Field| -> io::Result<[Cursor; 2]> {
            let cursor = |terms| Cursor::open(segment.entries(&[field], terms)?, false, segment.max_doc);
            Ok([cursor(std::slice::from_ref(&word.term))?, cursor(family)?])
        };
        Ok(Front { title: open(Field::Title)?, opening: open(Field::Opening)? })
    }

    /// How much the form of the word counts that title or opening has, and whether the title has it in any.
    pub fn of(&mut self, doc: DocId) -> (f32, bool) {
        let [title_exact, title_other] = self.title.each_mut().map(|cursor| cursor.seek(doc) == doc);
        let [opening_exact, opening_other] = self.opening.each_mut().map(|cursor| cursor.seek(doc) == doc);
        let counts = if title_exact || opening_exact {
            1.0
        } else if title_other || opening_other {
            OTHER_FORM
        } else {
            0.0
        };
        (counts, title_exact || title_other)
    }
}
