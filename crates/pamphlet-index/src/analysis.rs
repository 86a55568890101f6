//! What the index takes of a document, in the open: every term of every field, for an index that is kept elsewhere.
//!
//! The analysis is the one that a [`Writer`](crate::Writer) does; here its result is lent, not written.

use crate::Result;
use crate::duplicates::{BANDS, band};
use crate::prepare::{Preparer, hashes};
use crate::schema::schema;
use pamphlet_document::Document;

/// The fields whose terms stand at positions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placed {
    /// Exact forms of the content.
    Body,
    /// Exact forms of page chrome, in the same position space.
    Chrome,
}

/// The fields of which only is known how often a term stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Stems of the content.
    Stem,
    /// Exact forms of the title.
    Title,
    /// Exact forms of headings.
    Heading,
    /// Exact forms of the first words.
    Opening,
    /// Values of fields, and their words; see [`schema`](crate::schema).
    Meta,
}

/// Bytes of words that an analysis remembers from document to document.
const MEMORY: usize = 64 << 20;

/// Analyzes documents, one after the other.
///
/// ```
/// use pamphlet_document::{Block, BlockKind, Document, Passage, Role, TextRange};
/// use pamphlet_index::{Analysis, Placed};
/// let range = TextRange::new(0, 13);
/// let mut document = Document { text: "The Anti-War!".into(), ..Document::default() };
/// let kind = BlockKind::Paragraph;
/// document.blocks.push(Block { kind, range, role: Role::Content, lang: None, speech: None });
/// document.passages.push(Passage { range, block: 0, section: None, page: None });
/// let mut analysis = Analysis::new()?;
/// assert_eq!(analysis.of(&document), 3);
/// let body: Vec<_> = analysis.placed(Placed::Body).collect();
/// assert_eq!(body, [("the", 0), ("anti", 1), ("war", 2), ("antiwar", 1)]);
/// # Ok::<(), pamphlet_index::Error>(())
/// ```
pub struct Analysis {
    preparer: Preparer,
}

impl std::fmt::Debug for Analysis {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Analysis")
    }
}

impl Analysis {
    /// One for documents of any kind.
    ///
    /// # Errors
    /// When there is no memory.
    pub fn new() -> Result<Self> {
        Ok(Self { preparer: Preparer::new(schema().1, MEMORY)? })
    }

    /// Analyzes a document; what was lent of the one before is gone. Returns the number of its words, page chrome
    /// included.
    pub fn of(&mut self, document: &Document) -> u64 {
        self.preparer.analyze(document)
    }

    /// The terms of a field with their positions, in the order of the text; an extra form follows the last part of its
    /// compound.
    pub fn placed(&self, field: Placed) -> impl Iterator<Item = (&str, u32)> {
        self.preparer.placed(field)
    }

    /// The terms of a field, as often as they stand there.
    pub fn counted(&self, field: Counted) -> impl Iterator<Item = &str> {
        self.preparer.counted(field)
    }

    /// The wording of the document, in bands: two documents of which more than half of the wording is the same agree in at
    /// least one band in 99 of 100 cases. None where it is too short to tell versions from other texts; copies have the
    /// same [content](Analysis::content_of).
    pub fn bands(&self) -> impl Iterator<Item = u32> {
        self.preparer.wording().into_iter().flat_map(|wording| (0..BANDS).map(|number| band(wording, number)))
    }

    /// The hash of a document's text alone, equal for exact copies.
    pub fn content_of(document: &Document) -> u64 {
        hashes(document).0
    }
}
