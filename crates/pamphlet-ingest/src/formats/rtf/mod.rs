//! RTF: an own small reader. Characters in the code page of the document or of the font, destinations that
//! hold no text of the document passed over, paragraphs with the bytes that they stand on.

mod codepage;
mod reader;
mod tokens;

use super::office::Pieces;
use super::{Extracted, Format, Input, Sink};
use crate::Reason;
use crate::draft::Draft;
use pamphlet_document::SourceRange;

/// The format `rtf`.
pub(crate) struct Rtf;

impl Format for Rtf {
    fn name(&self) -> &'static str {
        "rtf"
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        let read = reader::read(input.bytes);
        let mut pieces = Pieces { list: read.body };
        pieces.running_heads(read.running);
        let mut draft = Draft::default();
        draft.metadata = read.metadata;
        let title = draft.metadata.title.take();
        let plain = !pieces.has_headings();
        // the title of the properties stands in the file, in the group of the properties
        let place = SourceRange::new(0, input.bytes.len() as u64);
        draft.metadata.title = pieces.settle_title(title.as_deref().map(|title| (title, place)));
        pieces.write(&mut draft);
        let _ = sink.document(Extracted {
            draft,
            unit: None,
            locator: String::new(),
            plain,
            format: self.name(),
            first_line: None,
        });
        Ok(())
    }
}
