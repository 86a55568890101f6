//! `duplicates-N.bin`: every document's hashes and the clusters, in columns of fixed width.
//!
//! It is mapped, not read: a search of a few hits touches a few of its pages, and these are compared with
//! their checksums. Whatever damaged bytes it holds, reading gives fewer duplicates and no panic; the reader
//! then tells of the damage.

use super::cluster::Links;
use super::signature::{BINS, Signature, similarity};
use super::spill::Rows;
use super::{Entry, LINKED};
use crate::bits::Bits;
use crate::folder::{Checked, Disk};
use crate::{Error, Result};
use std::io::{BufWriter, Write};
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
    /// Of documents in memory: all of them, compared with each other when they are asked for.
    few: Vec<Entry>,
}

/// Writes the file `name`. Rows are sorted by id.
pub(super) fn write(disk: &Disk, name: &str, rows: &Rows, mut links: Links) -> Result<()> {
    let mut linked = Bits::default();
    for at in 0..rows.len() as u32 {
        let first = links.first(at);
        if first != at {
            linked.insert(first);
        }
    }
    // the first of a cluster comes before the others
    let mut cluster_of = vec![NONE; rows.len()];
    let mut sizes: Vec<u32> = Vec::with_capacity(linked.len() as usize);
    for at in 0..rows.len() as u32 {
        let first = links.first(at);
        if first != at {
            cluster_of[at as usize] = cluster_of[first as usize];
        } else if linked.contains(at) {
            cluster_of[at as usize] = sizes.len() as u32;
            sizes.push(0);
        }
        if let Some(size) = sizes.get_mut(cluster_of[at as usize] as usize) {
            *size += 1;
        }
    }
    drop((links, linked));
    let mut starts = Vec::with_capacity(sizes.len() + 1);
    let mut start = 0;
    for size in &sizes {
        starts.push(start);
        start += size;
    }
    starts.push(start);
    let mut members = vec![0; start as usize];
    let mut next = starts.clone();
    for (at, cluster) in cluster_of.iter().enumerate() {
        if let Some(next) = next.get_mut(*cluster as usize) {
            members[*next as usize] = at as u32;
            *next += 1;
        }
    }
    let mut signatures = 0u64;
    rows.for_each(|_, row| {
        signatures += u64::from(row.entry.signature.is_some());
        Ok(())
    })?;

    let path = disk.path(name);
    let file = disk.create(name).map_err(Error::io("create", &path))?;
    let mut out = BufWriter::with_capacity(1 << 16, file);
    let mut put = |bytes: &[u8]| out.write_all(bytes).map_err(Error::io("write", &path));
    put(MAGIC)?;
    for count in [rows.len() as u64, signatures, sizes.len() as u64, u64::from(start)] {
        put(&count.to_le_bytes())?;
    }
    rows.for_each(|_, row| put(&row.entry.id.to_le_bytes()))?;
    rows.for_each(|_, row| put(&row.entry.content.to_le_bytes()))?;
    let mut place = 0u32;
    rows.for_each(|_, row| {
        let signed = row.entry.signature.is_some();
        put(&if signed { place } else { NONE }.to_le_bytes())?;
        place += u32::from(signed);
        Ok(())
    })?;
    for number in cluster_of.iter().chain(&starts).chain(&members) {
        put(&number.to_le_bytes())?;
    }
    rows.for_each(|_, row| row.entry.signature.as_ref().map_or(Ok(()), |signature| put(signature)))?;
    let file = out.into_inner().map_err(|error| Error::io("write", &path)(error.into_error()))?;
    file.finish();
    Ok(())
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
            few: Vec::new(),
        }
    }

    /// Of a few documents in memory: each is compared with all others.
    pub(crate) fn of_few(few: Vec<Entry>) -> Self {
        Self { few, ..Self::empty() }
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
            few: Vec::new(),
            file: Some(file),
        })
    }

    /// How many documents are known.
    pub(super) fn len(&self) -> usize {
        self.documents
    }

    /// Whether no document has a copy or version.
    pub fn is_empty(&self) -> bool {
        self.clusters == 0 && self.few.len() < 2
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

    /// The number of a document's id.
    pub(super) fn id(&self, at: usize) -> u64 {
        self.long(HEAD, at)
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
        let mut found = Vec::new();
        if let Some(one) = self.few.iter().find(|one| one.id == id) {
            for other in self.few.iter().filter(|other| other.id != id) {
                let alike = alike(one, other);
                if alike >= least.max(LINKED) {
                    found.push((other.id, alike));
                }
            }
        }
        let Some(at) = self.find(id) else {
            found.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
            return found;
        };
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

/// How alike two documents are.
fn alike(a: &Entry, b: &Entry) -> f32 {
    if a.content == b.content {
        return 1.0;
    }
    match (&a.signature, &b.signature) {
        (Some(a), Some(b)) => similarity(a, b),
        _ => 0.0,
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
