//! The two coordinates: bytes of a document's text, and bytes of the file it came from.

use serde::{Deserialize, Serialize};
use std::ops::Range;

/// A range of UTF-8 bytes in a document's text, `start` inclusive, `end` exclusive; both stand on
/// character borders. A document's text is always shorter than 4 GiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct TextRange {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A range of bytes in the original file (for an archive member: of the member as it is unpacked),
/// `start` inclusive, `end` exclusive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct SourceRange {
    /// First byte.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
}

impl TextRange {
    /// The range `start..end`.
    pub fn new(start: u32, end: u32) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// Whether the range holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether `other` lies wholly inside.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The same range, to slice a `str` with.
    pub fn span(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl SourceRange {
    /// The range `start..end`.
    pub fn new(start: u64, end: u64) -> Self {
        debug_assert!(start <= end);
        Self { start, end }
    }

    /// Length in bytes.
    pub fn len(self) -> u64 {
        self.end - self.start
    }

    /// Whether the range holds no byte.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
}

/// Ranges of a text (ascending, apart) in characters (Unicode code points) instead of bytes, as machine output has them:
/// `[start, end)`.
///
/// ```
/// use pamphlet_document::{TextRange, in_characters};
/// let marks = [TextRange::new(3, 7), TextRange::new(8, 11)];
/// assert_eq!(in_characters("„a’b’ c", &marks), [[1, 3], [4, 5]]);
/// ```
pub fn in_characters(text: &str, ranges: &[TextRange]) -> Vec<[usize; 2]> {
    let (mut at, mut chars) = (0, 0);
    let mut upto = |byte: u32| {
        let byte = byte as usize;
        chars += text.get(at..byte).map_or(0, |piece| piece.chars().count());
        at = byte;
        chars
    };
    ranges.iter().map(|range| [upto(range.start), upto(range.end)]).collect()
}
