//! A document: a text that will not change any more, and all that is known about it.

use crate::{Block, Diagnostic, Edit, Lines, Metadata, Passage, SourceMap, Speech, TextRange};
use serde::{Deserialize, Serialize};

/// A text as it is indexed, shown and quoted.
///
/// The text holds every visible word of the source once, in order: the title (even where the format keeps
/// it apart), headings, paragraphs, and page chrome, blocks parted by a blank line. Nothing changes it
/// after ingest.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// Stays the same for the same document at the same place: 16 hexadecimal digits, made from the
    /// absolute path of its file and its place in the file.
    pub id: String,
    /// The path as it was given, extended below it; for a record or member `file.jsonl#12`,
    /// `file.zip!/member.txt`. Not UTF-8: with U+FFFD for what cannot be shown.
    pub path: String,
    /// The id that the record gives itself, where it does.
    pub record_id: Option<String>,
    /// Title, date and fields.
    pub metadata: Metadata,
    /// The text.
    pub text: String,
    /// Its parts, in order.
    pub blocks: Vec<Block>,
    /// The speeches in it, in order.
    pub speeches: Vec<Speech>,
    /// What snippets and citations point at, in order.
    pub passages: Vec<Passage>,
    /// From the text to the bytes of the file.
    pub source_map: SourceMap,
    /// Where the lines of the file start.
    pub lines: Lines,
    /// What was repaired; ranges are in the text as it was extracted, before repair. The place of the
    /// change in the file stands beside it.
    pub edits: Vec<(Edit, crate::SourceRange)>,
    /// What was noticed.
    pub diagnostics: Vec<Diagnostic>,
}

impl Document {
    /// The text of a range.
    ///
    /// # Panics
    /// When the range is not one of this document's text.
    pub fn slice(&self, range: TextRange) -> &str {
        &self.text[range.span()]
    }
}
