//! One file or folder for each format, and the trait that they share.

pub(crate) mod archive;
pub(crate) mod epub;
pub(crate) mod html;
pub(crate) mod mail;
pub(crate) mod markdown;
pub(crate) mod notes;
pub(crate) mod office;
pub(crate) mod pdf;
pub(crate) mod records;
pub(crate) mod rtf;
pub(crate) mod text;
pub(crate) mod warc;
pub(crate) mod xml;

use crate::draft::Draft;
use crate::repairing::Decoded;
use crate::{Failure, Options, Reason};
use archive::Budget;
use pamphlet_document::{Metadata, SourceMap, TextRange};
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
    /// For a record, the lines of the file that it stands on; else all lines of the file count.
    pub first_line: Option<pamphlet_document::Lines>,
}

/// Leads the places of a draft's notes, which are in its unit, through `map` to the file.
pub(crate) fn place_notes(draft: &mut Draft, map: &SourceMap) {
    for note in &mut draft.notes {
        if let Some(place) = &mut note.place {
            *place = map.source_of(TextRange::new(place.start as u32, place.end as u32));
        }
    }
}

/// A file inside the file that is read: a member of an archive, an attachment, a captured page.
pub(crate) struct Member<'a> {
    /// What is put after the path: `!/member.txt`, `#3`; empty where the file itself is only packed.
    pub locator: &'a str,
    /// The name, whose ending may tell what the bytes do not.
    pub name: &'a str,
    /// All its bytes, as unpacked; places in its documents are places in these.
    pub bytes: &'a [u8],
    /// What is known about it from outside: it goes before what its documents say.
    pub known: Metadata,
}

/// Where a format puts what it finds.
pub(crate) trait Sink {
    /// One more document; `Break` when the caller wants no more.
    fn document(&mut self, extracted: Extracted<'_>) -> ControlFlow<()>;
    /// A part that could not be read, while the rest could.
    fn failure(&mut self, failure: Failure);
    /// Reads a file inside this one; what cannot be read there becomes a failure of its own.
    fn member(&mut self, member: Member<'_>) -> ControlFlow<()>;
    /// How much may still be unpacked.
    fn budget(&self) -> &Budget;
}

/// A format: bytes in, documents out.
pub(crate) trait Format: Sync {
    /// Its name, as the field `type` gives it.
    fn name(&self) -> &'static str;

    /// Reads all documents.
    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason>;
}
