//! Inner readers for the targets in `fuzz/`, which no caller reaches without another program. Built only by
//! `cargo fuzz`.

use crate::formats::pdf;

/// What a child or `pdftotext` may answer, and the layout of its pages.
pub fn pdf_answer(bytes: &[u8]) {
    pdf::read_answer(bytes);
}
