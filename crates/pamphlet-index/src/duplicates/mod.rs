//! Which documents are copies or versions of each other.
//!
//! Each document leaves a hash of its text and, when it is long enough, a `Signature` that tells how much
//! of its wording another one shares. A commit links what is alike into clusters and keeps all that in one
//! file. Nothing is dropped or merged here: a copy is a document like any other, and what a search makes of
//! copies is its own affair.

mod changes;
mod cluster;
mod file;
mod signature;
mod spill;

pub(crate) use changes::{Changes, Outcome};
pub use file::Duplicates;
#[cfg(any(test, fuzzing))]
pub(crate) use file::read_all;
pub(crate) use signature::{BANDS, Shingles, Signature, band};

/// From this similarity on, two documents belong to one cluster: versions of one text, of which more than
/// half of the wording is the same.
pub const LINKED: f32 = 0.6;

/// From this similarity on, one document stands for the other in a result.
pub const ALIKE: f32 = 0.8;

/// A document as the clusters see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    /// The number of the document's id.
    pub(crate) id: u64,
    /// The hash of its text.
    pub(crate) content: u64,
    /// Its wording; none when it is too short to tell versions from other texts.
    pub(crate) signature: Option<Signature>,
}

#[cfg(test)]
mod tests;
