//! Documents to an index on disk, and back.
//!
//! One [`analyzer`] for text and query; a [`Writer`] that takes documents one by one or keeps an index in
//! step with files ([`Writer::sync`]); a [`Reader`] over one committed state, with the postings that queries
//! are evaluated on and the [`Stored`] documents that hits are shown from. `docs/index-layout.md` describes
//! the files. This crate reads no document format and knows no query syntax.

#![forbid(unsafe_code)]

mod analysis;
pub mod analyzer;
mod bits;
pub mod duplicates;
mod error;
#[cfg(test)]
mod faults;
mod folder;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod info;
mod inverted;
#[cfg(test)]
mod laws;
mod memory;
mod merge_policy;
mod named;
mod older;
mod pack;
mod prepare;
mod reader;
pub mod schema;
mod segment;
mod sync;
mod view;
mod writer;

pub use analysis::{Analysis, Counted, Placed};
pub use error::{Error, Result, guarded};
pub use info::{FieldValue, Info, Verified, Versions, fingerprint_of, verify, versions};
pub use older::Older;
pub use pack::{Stored, StoredPassage};
pub use prepare::{print_of, print_spread};
pub use reader::Reader;
pub use sync::{
    Documents, Each, IndexedFile, IndexedFiles, Part, PartFailures, Places, Progress, SourceFailure,
    SourceFile, SourceNotice, Summary, SyncOptions, content_hash,
};
pub use view::SegmentView;
pub use writer::{Writer, WriterOptions};

// what the views hand out; no other crate but the one for queries names the engine
pub use tantivy;
