//! Full-text search over political texts as they really are.
//!
//! This is the crate that other programs embed. [`Index`] searches what a [`Writer`] put on disk; [`update`]
//! keeps an index in step with files. Nothing here prints, and nothing a person types as a query fails.
//!
//! ```
//! # let dir = tempfile::tempdir()?;
//! # let folder = dir.path().join("index");
//! let mut writer = pamphlet::Writer::open(&folder)?;
//! writer.text("league.txt", "Workers? Power\n\nThe workers create society?s wealth.")?;
//! writer.commit()?;
//!
//! let index = pamphlet::Index::open(&folder)?;
//! for hit in index.search("\"workers' power\"")?.take(5) {
//!     let hit = hit?;
//!     println!("{}: {}", hit.path, hit.snippet);
//! #   assert_eq!(hit.snippet, "Workers’ Power");
//! }
//! # assert_eq!(index.search("\"society's wealth\"")?.count(), 1);
//! # Ok::<(), pamphlet::Error>(())
//! ```
//!
//! The stages can be used alone: [`repair`] mends texts, [`ingest`] reads files, [`query`] and [`index`] are
//! the engine below [`Index`], [`document`] holds the types that they share.

mod error;
mod files;
mod open;
mod update;
mod writer;

pub use error::Error;
pub use open::{Hits, Index, is_index};
pub use pamphlet_document::{Document, PartialDate};
pub use pamphlet_index::{Info, Progress, SourceFailure, Summary, Verified, verify};
pub use pamphlet_query::{
    Concordance, Count, FacetValue, Hit, Line, LineSort, Note, Request, Response, Snippet, Sort, Source,
};
pub use update::{Update, update};
pub use writer::Writer;

pub use pamphlet_document as document;
pub use pamphlet_index as index;
pub use pamphlet_ingest as ingest;
pub use pamphlet_query as query;
pub use pamphlet_repair as repair;
