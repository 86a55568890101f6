//! A document with what a query matches in it, as its JSON has it.

use pamphlet::Document;
use pamphlet::document::{TextRange, in_characters};
use serde::Serialize;

/// The object of `pamphlet show --mark QUERY --format json`.
#[derive(Debug, Serialize)]
pub struct Marked {
    /// The document.
    #[serde(flatten)]
    pub document: Document,
    /// `[start, end)` of every match, in characters of `text`.
    pub highlights: Vec<[usize; 2]>,
}

impl Marked {
    /// A document with ranges of its text, ascending and apart.
    pub fn new(document: Document, marks: &[TextRange]) -> Self {
        let highlights = in_characters(&document.text, marks);
        Self { document, highlights }
    }
}
