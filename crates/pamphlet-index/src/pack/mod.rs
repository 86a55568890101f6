//! The texts of the documents, beside the inverted index.
//!
//! A pack is a file of records that only grows. A record holds one document: its text in chunks of whole
//! passages, each packed by itself, so that a snippet of a long document unpacks one chunk; and what is
//! known about it in parts, so that a hit reads no more than it shows. Whatever a damaged pack holds,
//! reading it gives an error and no panic.

mod codec;
mod head;
mod parts;
mod read;
mod record;
mod write;

pub(crate) use head::Heads;
pub(crate) use read::{Pack, Place};
pub use read::{Stored, StoredPassage};
pub(crate) use record::Packer;
pub(crate) use write::PackWriter;

/// The first bytes of every pack.
pub(crate) const MAGIC: &[u8; 8] = b"pamphlt1";

/// A pack takes no further record when it is that long.
pub(crate) const PACK_LIMIT: u64 = 1 << 32;

/// Text that a chunk aims at, in bytes. Longer chunks pack better, shorter ones open faster.
const CHUNK: usize = 16 << 10;

/// zstd's level for text and for the rest.
const LEVEL: i32 = 3;
