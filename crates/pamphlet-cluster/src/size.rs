//! How large a cluster a collection needs, from figures that were measured. Each is a constant with where it comes from;
//! `docs/scale.md` says how to measure them anew for another collection.

use serde::Serialize;

/// Bytes on disk of one copy for each byte of text: 186.4 MB for 100.4 MB of speeches, in one segment on OpenSearch 2.19.6.
/// `docs/scale.md` says what of it is what.
pub const DISK_OF_TEXT: f64 = 1.86;

/// Seconds of one core of a node for each megabyte of text and copy: 31.4 s of three nodes and 34.8 s of one for 100.4 MB,
/// warm and with nothing else asked of them.
pub const NODE_SECONDS: f64 = 0.35;

/// Seconds of one core of a process that loads for each megabyte of text: 6.8 s for 102 MB of JSON Lines, from reading to
/// sending.
pub const CLIENT_SECONDS: f64 = 0.07;

/// Bytes on disk of a part: what OpenSearch advises for search lies between 10 and 50 GB, so that a part can be moved in
/// minutes.
pub const PART: f64 = 30e9;

/// A disk is filled so far at most: beyond 85 % the cluster places nothing on it, and merging needs room.
pub const FULL: f64 = 0.75;

/// Bytes on disk for each byte of memory of a node, half of which is heap: a common ratio where every search must be
/// quick. Ten times as much is common where few search.
pub const DISK_OF_MEMORY: f64 = 30.0;

/// How much of the cores of nodes a load may use, so that searches go on.
pub const SHARE_OF_CORES: f64 = 0.5;

/// What is to be planned for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Demand {
    /// Documents.
    pub documents: u64,
    /// Bytes of their text in UTF-8, without markup.
    pub bytes: u64,
    /// Copies of each part; 2 survive the loss of a node.
    pub copies: u32,
    /// Cores of a node.
    pub cores: u32,
    /// Bytes of a node's disk.
    pub disk: u64,
}

/// What a cluster needs.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Size {
    /// Documents.
    pub documents: u64,
    /// Bytes of text.
    pub bytes: u64,
    /// Parts of the index; give it as `--shards`.
    pub shards: u64,
    /// Copies of each.
    pub copies: u32,
    /// Documents of a part; Lucene holds 2.1 thousand million.
    pub documents_a_shard: u64,
    /// Bytes on the disks of all nodes.
    pub disk_bytes: u64,
    /// Nodes that hold data.
    pub nodes: u64,
    /// Memory of each, half of it heap, at most 31 GB of heap.
    pub memory_a_node: u64,
    /// Processes that load, each on a core of its own, that keep these nodes busy.
    pub processes: u64,
    /// Seconds that a load takes with all copies from the start, as it is done.
    pub load_seconds: u64,
    /// The same with one copy alone: what is lost then with a node must be loaded again.
    pub load_seconds_one_copy: u64,
}

/// The most documents of a part, with room for those that are replaced.
const MOST_DOCUMENTS: u64 = 1_000_000_000;

/// What a cluster needs for a collection.
///
/// ```
/// use pamphlet_cluster::{Demand, size};
/// let demand = Demand { documents: 1_000_000, bytes: 100 << 30, copies: 2, cores: 8, disk: 2_000_000_000_000 };
/// let size = size(demand);
/// assert_eq!((size.shards, size.nodes), (7, 3));
/// ```
pub fn size(demand: Demand) -> Size {
    let copies = demand.copies.max(1);
    let text = demand.bytes as f64;
    let of_one = text * DISK_OF_TEXT;
    let disk = of_one * f64::from(copies);
    let shards = ((of_one / PART).ceil() as u64).max(demand.documents.div_ceil(MOST_DOCUMENTS)).max(1);
    // three choose a manager though one is gone; and each copy of a part stands on a node of its own
    let least = if copies == 1 { 1 } else { u64::from(copies).max(3) };
    let nodes = ((disk / (demand.disk.max(1) as f64 * FULL)).ceil() as u64).max(least);
    let cores = (nodes * u64::from(demand.cores.max(1))) as f64 * SHARE_OF_CORES;
    let load = |copies: f64| (text / 1e6 * NODE_SECONDS * copies / cores).ceil() as u64;
    let seconds = load(f64::from(copies));
    Size {
        documents: demand.documents,
        bytes: demand.bytes,
        shards,
        copies,
        documents_a_shard: demand.documents.div_ceil(shards),
        disk_bytes: disk as u64,
        nodes,
        memory_a_node: ((disk / nodes as f64 / DISK_OF_MEMORY) as u64).max(2_000_000_000),
        processes: ((text / 1e6 * CLIENT_SECONDS / seconds.max(1) as f64).ceil() as u64).max(1),
        load_seconds: seconds,
        load_seconds_one_copy: load(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_needed_grows_with_what_is_asked() {
        let of = |bytes: u64, copies: u32| {
            size(Demand { documents: bytes / 20_000, bytes, copies, cores: 8, disk: 2_000_000_000_000 })
        };
        let (small, large) = (of(1 << 30, 2), of(10_000_000_000_000, 2));
        assert_eq!((small.shards, small.nodes), (1, 3));
        assert_eq!((large.shards, large.nodes), (620, 25));
        assert_eq!(of(1 << 30, 1).nodes, 1);
        assert!(large.load_seconds_one_copy < large.load_seconds);
        let nothing = of(0, 0);
        assert_eq!((nothing.shards, nothing.copies, nothing.load_seconds), (1, 1, 0));
    }
}
