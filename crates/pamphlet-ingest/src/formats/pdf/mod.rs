//! PDF, always read by another process: `pdftotext` where it is installed, or else pdf-extract in the child
//! that [`crate::Options::child`] names. What comes back is lines page by page; [`layout`] makes paragraphs
//! of them. Text has pages for places, no bytes.

mod frames;
mod layout;
mod poppler;
#[cfg(test)]
mod tests;

pub(crate) use frames::write_frames;

use super::office::{Piece, Pieces};
use super::{Extracted, Format, Input, Sink};
use crate::draft::Draft;
use crate::{Options, Reason};
use pamphlet_document::{Lines, Metadata, SourceRange};

/// The format `pdf`.
pub(crate) struct Pdf;

/// What a reader of PDF gives.
#[derive(Debug, Default)]
struct Pages {
    /// The lines of each page.
    pages: Vec<String>,
    /// The document's own properties.
    metadata: Metadata,
    /// Pages that could not be read, from 1.
    failed: Vec<u32>,
}

impl Format for Pdf {
    fn name(&self) -> &'static str {
        "pdf"
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        let pages = if poppler::installed() {
            poppler::read(input.bytes)?
        } else if let Some(child) = &input.options.child {
            frames::read(child, input.bytes)?
        } else {
            return Err(Reason::Unsupported(
                "PDF: it needs pdftotext (poppler-utils), which is not installed".to_owned(),
            ));
        };
        let Pages { pages, mut metadata, failed } = pages;
        let place = SourceRange::new(0, input.bytes.len() as u64);
        let title = metadata.title.take();
        let mut draft = Draft::default();
        draft.metadata = metadata;
        let mut pieces = Pieces::default();
        for (page, block) in layout::blocks(&pages) {
            let layout::Block { kind, role, text } = block;
            pieces.push(Piece { kind, role, text, page: Some(page), place });
        }
        if pieces.list.is_empty() {
            return Err(Reason::Unsupported("PDF whose pages are pictures without text".to_owned()));
        }
        for page in failed {
            draft.notes.push(pamphlet_document::Diagnostic {
                severity: pamphlet_document::Severity::Warning,
                code: "pdf-page-unread".to_owned(),
                message: format!("page {page} could not be read"),
                place: None,
            });
        }
        draft.metadata.title = pieces.settle_title(title.as_deref().map(|title| (title, place)));
        pieces.write(&mut draft);
        let _ = sink.document(Extracted {
            draft,
            unit: None,
            locator: String::new(),
            plain: true,
            format: self.name(),
            first_line: Some(Lines::default()),
        });
        Ok(())
    }
}

/// Takes any bytes for an answer of either program, and lays out its pages.
#[cfg(any(test, fuzzing))]
pub(crate) fn read_answer(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for pages in [Some(poppler::parse(&text)), frames::parse(bytes).ok()].into_iter().flatten() {
        let blocks = layout::blocks(&pages.pages);
        assert!(blocks.iter().all(|(page, _)| (1..=pages.pages.len() as u32).contains(page)));
    }
}

/// The program that PDF is read by with these options, if there is one: for what a program says of itself.
///
/// ```
/// let reader = pamphlet_ingest::pdf_reader(&pamphlet_ingest::Options::default());
/// assert!([None, Some("pdftotext")].contains(&reader));
/// ```
pub fn pdf_reader(options: &Options) -> Option<&'static str> {
    if poppler::installed() {
        return Some("pdftotext");
    }
    options.child.as_ref().map(|_| "pdf-extract")
}
