//! One error for all that can go wrong.

use std::io;

/// Why something could not be done.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The index could not be opened, read or written.
    #[error(transparent)]
    Index(#[from] pamphlet_index::Error),
    /// The search failed; see [`pamphlet_query::Error`] for the one way in which a query can be at fault.
    #[error(transparent)]
    Query(pamphlet_query::Error),
    /// The index is on a cluster, and could not be asked or changed there.
    #[error(transparent)]
    Cluster(pamphlet_cluster::Error),
    /// A file gave no document.
    #[error(transparent)]
    Ingest(#[from] pamphlet_ingest::Failure),
    /// A date could not be read.
    #[error(transparent)]
    Date(#[from] pamphlet_document::DateError),
    /// No document has this path, nor an id that starts so.
    #[error("no document '{name}' in the index")]
    NoDocument {
        /// As it was given.
        name: String,
    },
    /// Several documents have this path, or ids that start so.
    #[error("'{name}' is {many} documents")]
    ManyDocuments {
        /// As it was given.
        name: String,
        /// How many there are.
        many: usize,
        /// The paths of the first few.
        paths: Vec<String>,
    },
    /// Time ran out before it was known where a passage stands.
    #[error("time ran out before it was known where the passage stands")]
    Late,
    /// What is to be found again is no citation.
    #[error("the citation cannot be read: {what}")]
    Citation {
        /// What is wrong with it.
        what: String,
    },
    /// What is to be asked again is no saved run.
    #[error("the saved run cannot be read: {what}")]
    Run {
        /// What is wrong with it.
        what: String,
        /// Whether a newer program wrote it.
        newer: bool,
    },
    /// The operating system refused.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl From<pamphlet_query::Error> for Error {
    fn from(error: pamphlet_query::Error) -> Self {
        match error {
            pamphlet_query::Error::Index(error) => Self::Index(error),
            pamphlet_query::Error::Io(error) => Self::Io(error),
            error => Self::Query(error),
        }
    }
}

impl From<pamphlet_cluster::Error> for Error {
    fn from(error: pamphlet_cluster::Error) -> Self {
        match error {
            pamphlet_cluster::Error::Index(error) => Self::Index(error),
            pamphlet_cluster::Error::Query(error) => Self::from(error),
            error => Self::Cluster(error),
        }
    }
}
