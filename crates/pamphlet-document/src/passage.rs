//! The unit that snippets and citations point at.

use crate::TextRange;
use serde::{Deserialize, Serialize};

/// A block, or a part of a long one cut between sentences. Passages stand in the order of the text, do not
/// overlap, and together hold all text of all blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Its text, without white space at the ends.
    pub range: TextRange,
    /// The block that it is, or is a part of, as a place in [`crate::Document::blocks`].
    pub block: u32,
    /// The heading that it stands under, as a place in [`crate::Document::blocks`].
    pub section: Option<u32>,
    /// The page of a paged format, from 1.
    pub page: Option<u32>,
}
