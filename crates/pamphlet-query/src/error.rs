//! What can go wrong with a search: the index, never the query (unless that was asked for).

use crate::note::Note;

/// Why a search failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The index could not be read.
    #[error(transparent)]
    Index(#[from] pamphlet_index::Error),
    /// A file of the index could not be read.
    #[error("the index cannot be read")]
    Io(#[from] std::io::Error),
    /// `strict` was asked for, and the query could not be read as it was typed.
    #[error("the query is not clear: {}", notes.first().map_or("", |note| note.message.as_str()))]
    Strict {
        /// All that was noted.
        notes: Vec<Note>,
    },
    /// There is no document of this id.
    #[error("no document '{id}' in the index")]
    NoDocument {
        /// As it was given.
        id: String,
    },
    /// A number that an analysis was asked for is none that it can have.
    #[error("{what} cannot be {given}: it is a number from {least} to {most}")]
    OutOfRange {
        /// What the number is of.
        what: &'static str,
        /// As it was given.
        given: u64,
        /// The least that it can be.
        least: u64,
        /// The most.
        most: u64,
    },
}

impl Error {
    pub(crate) fn out_of_range(what: &'static str, given: u64, least: u64, most: u64) -> Error {
        Error::OutOfRange { what, given, least, most }
    }
}

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;
