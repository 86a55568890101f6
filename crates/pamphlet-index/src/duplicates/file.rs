//! `duplicates-N.bin`: every document's hashes and the clusters, in columns of fixed width.
//!
//! It is mapped, not read: a search of a few hits touches a few of its pages, and these are compared with
//! their checksums. Whatever damaged bytes it holds, reading gives fewer duplicates and no panic; the reader
//! then tells of the damage.

use super::cluster::Links;
use super::signature::{BINS, Signature, similarity};
use super::{Entry, LINKED};
use crate::folder::Checked;
use crate::{Error, Result};
use std::sync::Arc;
use tantivy::HasLen;

/// The first bytes of the file.
const MAGIC: &[u8; 8] = b"pamphld1";
/// Magic, and the numbers of documents, signatures, clusters and documents in clusters.
const HEAD: usize = 8 + 4 * 8;
/// No signature, no cluster.
pub(super) const NONE: u32 = u32::MAX;

/// The copies and versions of the documents of one committed state.
pub struct Duplicates {
    /// None of an index without documents.
    file: Option<Arc<Checked>>,
    documents: usize,
    clusters: usize,
    /// Where the columns start.
    content: usize,
    signature: usize,
    cluster: usize,
    first: usize,
    members: usize,
    signatures: usize,
}

/// The file's bytes; empty when there are no documents. `entries` are sorted by id.
pub(super) fn write(entries: &[Entry], links: &mut Links) -> Vec<u8> {
    let mut members: Vec<(u32, u32)> = (0..entries.len() as u32).map(|at| (links.first(at), at)).collect();
    members.sort_unstable();
    let clusters: Vec<&[(u32, u32)]> =
        members.chunk_by(|a, b| a.0 == b.0).filter(|cluster| cluster.len() > 1).collect();
    let mut cluster_of = vec![NONE; entries.len()];
    for (number, cluster) in clusters.iter().enumerate() {
        for &(_, at) in *cluster {
            cluster_of[at as usize] = number as u32;
        }
    }
    let signatures: Vec<&Signature> = entries.iter().filter_map(|entry| entry.signature.as_ref()).collect();
    let linked: usize = clusters.iter().map(|cluster| cluster.len()).sum();
    if entries.is_empty() {
        return Vec::new();
    }

    let mut out = Vec::with_capacity(HEAD + entries.len() * 24 + signatures.len() * BINS + linked * 8);
    out.extend_from_slice(MAGIC);
    for count in [entries.len(), signatures.len(), clusters.len(), linked] {
        out.extend_from_slice(&(count as u64).to_le_bytes());
    }
    for entry in entries {
        out.extend_from_slice(&entry.id.to_le_bytes());
    }
    for entry in entries {
        out.extend_from_slice(&entry.content.to_le_bytes());
    }
    let number = |out: &mut Vec<u8>, number: u32| out.extend_from_slice(&number.to_le_bytes());
    let mut next = 0;
    for entry in entries {
        number(&mut out, if entry.signature.is_some() { next } else { NONE });
        next += u32::from(entry.signature.is_some());
    }
    for &cluster in &cluster_of {
        number(&mut out, cluster);
    }
    let mut start = 0;
    for cluster in &clusters {
        number(&mut out, start);
        start += cluster.len() as u32;
    }
    number(&mut out, start);
    for &(_, at) in clusters.into_iter().flatten() {
        number(&mut out, at);
    }
    for signature in signatures {
        out.extend_from_slice(signature);
    }
    out
}

impl Duplicates {
    /// Of an index without documents.
    pub(crate) fn empty() -> Self {
        Self {
            file: None,
            documents: 0,
            clusters: 0,
            content: 0,
            signature: 0,
            cluster: 0,
            first: 0,
            members: 0,
            signatures: 0,
        }
    }

    /// Opens the file; `name` is for the message.
    ///
    /// # Errors
    /// [`Error::Damaged`] when it is not as long as it says.
    pub(crate) fn open(file: Arc<Checked>, name: &str) -> Result<Self> {
        let damaged = || Error::damaged(name, "cannot be read");
        let head = file.get(0..HEAD).filter(|head| head.starts_with(MAGIC)).ok_or_else(damaged)?;
        let count = |at: usize| {
            let number = head.get(8 + at * 8..)?.first_chunk().map(|eight| u64::from_le_bytes(*eight))?;
            usize::try_from(number).ok().filter(|&number| number <= file.len())
        };
        let (Some(documents), Some(signatures), Some(clusters), Some(linked)) =
            (count(0), count(1), count(2), count(3))
        else {
            return Err(damaged());
        };
        let content = HEAD + documents * 8;
        let signature = content + documents * 8;
        let cluster = signature + documents * 4;
        let first = cluster + documents * 4;
        let members = first + (clusters + 1) * 4;
        let place = members + linked * 4;
        if place + signatures * BINS != file.len() {
            return Err(damaged());
        }
        Ok(Self {
            documents,
            clusters,
            content,
            signature,
            cluster,
            first,
            members,
            signatures: place,
            file: Some(file),
        })
    }

    /// How many documents are known.
    pub(super) fn len(&self) -> usize {
        self.documents
    }

    /// Whether no document has a copy or version.
    pub fn is_empty(&self) -> bool {
        self.clusters == 0
    }

    /// How many clusters of copies and versions there are.
    pub fn clusters(&self) -> usize {
        self.clusters
    }

    fn get<const N: usize>(&self, at: usize) -> Option<&[u8; N]> {
        self.file.as_ref()?.get(at..at.checked_add(N)?)?.first_chunk()
    }

    fn long(&self, start: usize, at: usize) -> u64 {
        self.get(start + at * 8).map_or(u64::MAX, |bytes| u64::from_le_bytes(*bytes))
    }

    fn number(&self, start: usize, at: usize) -> u32 {
        self.get(start + at * 4).map_or(NONE, |bytes| u32::from_le_bytes(*bytes))
    }

    fn signature(&self, at: usize) -> Option<&Signature> {
        let place = self.number(self.signature, at);
        if place == NONE {
            return None;
        }
        self.get(self.signatures + place as usize * BINS)
    }

    /// A document, and its cluster or [`NONE`].
    pub(super) fn entry(&self, at: usize) -> (Entry, u32) {
        let signature = self.signature(at).copied();
        let entry = Entry { id: self.long(HEAD, at), content: self.long(self.content, at), signature };
        (entry, self.number(self.cluster, at))
    }

    /// The place of a document by its id.
    fn find(&self, id: u64) -> Option<usize> {
        let (mut low, mut high) = (0, self.documents);
        while low < high {
            let middle = low.midpoint(high);
            match self.long(HEAD, middle).cmp(&id) {
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }

    /// The places of the documents in the cluster of one.
    fn members(&self, at: usize) -> impl Iterator<Item = usize> {
        let cluster = self.number(self.cluster, at) as usize;
        let (start, end) = match cluster < self.clusters {
            true => (self.number(self.first, cluster), self.number(self.first, cluster + 1)),
            false => (0, 0),
        };
        (start..end.min(start.saturating_add(self.documents as u32)))
            .map(|member| self.number(self.members, member as usize) as usize)
    }

    /// The copies and versions of a document: the number of each one's id, and how alike the two are (1 for
    /// copies), at least `least`; the most alike first, then by id.
    ///
    /// A cluster is held together by neighbours, so not all of it need be alike enough.
    pub fn of(&self, id: u64, least: f32) -> Vec<(u64, f32)> {
        let Some(at) = self.find(id) else { return Vec::new() };
        let mut found = Vec::new();
        for other in self.members(at).filter(|&other| other != at) {
            let alike = self.similarity(at, other);
            if alike >= least.max(LINKED) {
                found.push((self.long(HEAD, other), alike));
            }
        }
        found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        found
    }

    fn similarity(&self, a: usize, b: usize) -> f32 {
        if self.long(self.content, a) == self.long(self.content, b) {
            return 1.0;
        }
        match (self.signature(a), self.signature(b)) {
            (Some(a), Some(b)) => similarity(a, b),
            _ => 0.0,
        }
    }

    /// The name of the cluster that a document belongs to: the smallest number of its documents' ids, the
    /// same however the index came about. None for a document without copies and versions.
    pub fn cluster(&self, id: u64) -> Option<u64> {
        self.find(id).and_then(|at| self.members(at).map(|other| self.long(HEAD, other)).min())
    }
}

/// Asks all that can be asked of any bytes.
#[cfg(any(test, fuzzing))]
pub(crate) fn read_all(bytes: &[u8]) {
    let Ok(found) = Duplicates::open(Arc::new(Checked::of_bytes(bytes)), "duplicates") else { return };
    for at in 0..found.len().min(64) {
        let (entry, _) = found.entry(at);
        let _ = (found.of(entry.id, 0.0), found.cluster(entry.id));
    }
}

impl std::fmt::Debug for Duplicates {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Duplicates({} documents, {} clusters)", self.documents, self.clusters)
    }
}
