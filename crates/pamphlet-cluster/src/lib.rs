//! The same index and the same search on an OpenSearch cluster, for who outgrows one machine.
//!
//! The cluster keeps documents and postings, finds candidates and does the first step of the ranking; what matches, the
//! order of the best, snippets and counts are the query crate's, over the documents that the cluster returns and with
//! the statistics of the whole collection. All analysis happens here: the cluster only splits at spaces. This is the
//! only crate that knows the protocol. `docs/cluster.md` is for who runs one, `docs/scale.md` for who plans one.

#![forbid(unsafe_code)]

mod access;
mod address;
mod aggregate;
mod ask;
mod bulk;
mod client;
mod encode;
mod error;
mod fetch;
mod frequencies;
mod index;
mod info;
mod load;
mod lookup;
mod settings;
mod size;
mod statistics;
mod translate;

pub use address::{Address, SCHEME, is_address};
pub use error::{Error, Result};
pub use index::{Cluster, Shape};
pub use load::{LoadOptions, Share};
pub use size::{
    CLIENT_SECONDS, DISK_OF_MEMORY, DISK_OF_TEXT, Demand, FULL, NODE_SECONDS, PART, SHARE_OF_CORES, Size,
    size,
};
