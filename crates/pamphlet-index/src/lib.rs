//! Documents to an index on disk, and back.
//!
//! One [`analyzer`] for text and query.

pub mod analyzer;
