//! One file or folder for each format, and the trait that they share.

pub(crate) mod text;

use crate::draft::Draft;
use crate::repairing::Decoded;
use crate::{Failure, Options, Reason};
use std::ops::ControlFlow;

/// The bytes of one document or container, and what is known about them.
pub(crate) struct Input<'a> {
    /// The path as it is shown.
    pub path: &'a str,
    /// All bytes.
    pub bytes: &'a [u8],
    /// What the caller decided.
    pub options: &'a Options,
}

/// A document as a format hands it on.
pub(crate) struct Extracted<'a> {
    /// Text, blocks, metadata; places are in `unit`'s text.
    pub draft: Draft,
    /// The decoded text that the draft's places are in; `None` when they are bytes of the file.
    pub unit: Option<&'a Decoded<'a>>,
    /// The place in the file that tells documents of one file apart: empty, `#12`, `!/member.txt`.
    pub locator: String,
    /// Whether paragraphs are lines of plain text, whose headings and metadata must be found by their look.
    pub plain: bool,
    /// The name of the format, for the field `type`.
    pub format: &'static str,
    /// The line of the file that the document starts on, from 1, and its first byte: for records.
    pub first_line: Option<(u64, u64)>,
}

/// Where a format puts what it finds.
pub(crate) trait Sink {
    /// One more document; `Break` when the caller wants no more.
    fn document(&mut self, extracted: Extracted<'_>) -> ControlFlow<()>;
    /// A part that could not be read, while the rest could.
    fn failure(&mut self, failure: Failure);
}

/// A format: bytes in, documents out.
pub(crate) trait Format: Sync {
    /// Its name, as the field `type` gives it.
    fn name(&self) -> &'static str;

    /// Reads all documents.
    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason>;
}
