//! A document with what a query matches in it, as its JSON has it.

use pamphlet::Document;
use pamphlet::document::TextRange;
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

/// Ranges of bytes (ascending, apart) as ranges of characters.
fn in_characters(text: &str, marks: &[TextRange]) -> Vec<[usize; 2]> {
    let (mut at, mut chars) = (0, 0);
    let mut upto = |byte: u32| {
        let byte = byte as usize;
        chars += text.get(at..byte).map_or(0, |piece| piece.chars().count());
        at = byte;
        chars
    };
    marks.iter().map(|mark| [upto(mark.start), upto(mark.end)]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_not_bytes() {
        let marks = [TextRange::new(3, 7), TextRange::new(8, 11)];
        assert_eq!(in_characters("„a’b’ c", &marks), [[1, 3], [4, 5]]);
    }
}
