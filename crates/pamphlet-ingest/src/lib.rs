//! From a path or bytes to documents: walk, sniff, decode, extract, repair, structure.
//!
//! [`walk`] finds files, [`Ingest`] reads them. Content never fails: whatever bytes a file holds, it gives
//! documents with diagnostics, or a [`Failure`] that says why not. All visible text is kept, page chrome
//! too, marked as such; every byte of a document's text leads back to the file. Nothing is indexed here,
//! and no file is ever written.

#![forbid(unsafe_code)]

mod child;
mod dates;
mod draft;
mod failure;
mod finish;
mod formats;
#[cfg(fuzzing)]
#[doc(hidden)]
pub mod fuzzing;
mod hyphens;
mod ingest;
mod language;
mod options;
mod parts;
mod passages;
mod pieces;
mod repairing;
mod site;
mod sniff;
mod speakers;
mod structure;
mod walk;
mod weight;

pub use child::child_main;
pub use failure::{Failure, Reason};
pub use formats::pdf::pdf_reader;
pub use ingest::{Ingest, Summary};
pub use options::{DateOrder, Mapped, OptionError, Options};
pub use pieces::{Piece, Pieces};
pub use repairing::Repairer;
pub use walk::{Source, walk};
