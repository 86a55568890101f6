//! Segments of the inverted index: building one, opening one, merging some.

use crate::folder::{Disk, SEGMENTS, SegmentDirectory, SegmentEntry};
use crate::schema::{Fields, schema, tokenizers};
use crate::{Error, Result};
use std::io::Write;
use std::path::Path;
use tantivy::directory::OwnedBytes;
use tantivy::fastfield::{AliveBitSet, write_alive_bitset};
use tantivy::index::SegmentId;
use tantivy::indexer::{AddOperation, SegmentWriter, merge_filtered_segments};
use tantivy::store::Compressor;
use tantivy::{BitSet, Index, IndexBuilder, IndexSettings, Segment, SegmentReader, TantivyDocument};

/// The engine's own document store stays empty: texts live in packs.
fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::None,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

/// The engine's view of the folder; it knows of no segment by itself.
fn index(directory: SegmentDirectory) -> Result<Index> {
    // two empty lists, in memory
    Ok(IndexBuilder::new()
        .schema(schema().0)
        .settings(settings())
        .tokenizers(tokenizers())
        .open_or_create(directory)?)
}

/// The engine's view of an index's folder, for reading.
pub(crate) fn open_index(dir: &Path) -> Result<Index> {
    index(SegmentDirectory::reading(dir)?)
}

/// Opens one segment of an index.
pub(crate) fn open(index: &Index, entry: &SegmentEntry, dir: &Path) -> Result<SegmentReader> {
    let alive = match &entry.alive {
        Some(name) => Some(read_alive(dir, name, entry)?),
        None => None,
    };
    let segment = segment(index, entry)?;
    Ok(SegmentReader::open_with_custom_alive_set(&segment, alive)?)
}

fn segment(index: &Index, entry: &SegmentEntry) -> Result<Segment> {
    let id = SegmentId::from_uuid_string(&entry.id)
        .map_err(|_| Error::damaged("manifest.json", "names a segment that cannot be one"))?;
    Ok(index.segment(index.new_segment_meta(id, entry.documents)))
}

fn read_alive(dir: &Path, name: &str, entry: &SegmentEntry) -> Result<AliveBitSet> {
    let path = dir.join(name);
    let bytes = std::fs::read(&path).map_err(Error::io("read", &path))?;
    let stated = bytes.first_chunk::<4>().map(|head| u32::from_le_bytes(*head));
    if stated != Some(entry.documents) || bytes.len() != 4 + entry.documents.div_ceil(64) as usize * 8 {
        return Err(Error::damaged(name, "is not a list of the segment's documents"));
    }
    Ok(AliveBitSet::open(OwnedBytes::new(bytes)))
}

/// The documents of a segment without those in `dead` (ascending or not).
pub(crate) fn alive(documents: u32, dead: &[u32]) -> Result<AliveBitSet> {
    Ok(AliveBitSet::open(OwnedBytes::new(alive_bytes(documents, dead)?)))
}

fn alive_bytes(documents: u32, dead: &[u32]) -> Result<Vec<u8>> {
    let mut set = BitSet::with_max_value_and_full(documents);
    for &doc in dead {
        set.remove(doc);
    }
    let mut bytes = Vec::new();
    write_alive_bitset(&set, &mut bytes).map_err(Error::io("write", "alive".as_ref()))?;
    Ok(bytes)
}

/// Writes the file of the documents that are alive; returns its name.
pub(crate) fn write_alive(
    disk: &Disk,
    id: &str,
    commit: u64,
    documents: u32,
    dead: &[u32],
) -> Result<String> {
    let name = format!("{SEGMENTS}/{id}.{commit}.alive");
    let path = disk.path(&name);
    let mut file = disk.create(&name).map_err(Error::io("create", &path))?;
    file.write_all(&alive_bytes(documents, dead)?).map_err(Error::io("write", &path))?;
    file.finish();
    Ok(name)
}

/// A segment in memory.
pub(crate) struct Builder {
    writer: SegmentWriter,
    segment: Segment,
    fields: Fields,
    dead: Vec<u32>,
    opstamp: u64,
}

/// A segment that was written, with the documents in it that are dead already.
pub(crate) struct Built {
    pub(crate) id: String,
    pub(crate) documents: u32,
    pub(crate) dead: Vec<u32>,
}

impl Builder {
    /// `memory` in bytes is what the engine plans its first tables by; [`Builder::memory`] tells the use.
    pub(crate) fn new(disk: &Disk, memory: usize) -> Result<Self> {
        let index = index(SegmentDirectory::writing(disk)?)?;
        let segment = index.new_segment();
        let writer = SegmentWriter::for_segment(memory.max(15_000_000), segment.clone())?;
        Ok(Self { writer, segment, fields: schema().1, dead: Vec::new(), opstamp: 0 })
    }

    pub(crate) fn fields(&self) -> &Fields {
        &self.fields
    }

    /// Adds a document; returns its number in the segment.
    pub(crate) fn add(&mut self, document: TantivyDocument) -> Result<u32> {
        let doc = self.writer.max_doc();
        self.writer.add_document(AddOperation { opstamp: self.opstamp, document })?;
        self.opstamp += 1;
        Ok(doc)
    }

    /// Marks a document of the segment dead.
    pub(crate) fn kill(&mut self, doc: u32) {
        self.dead.push(doc);
    }

    /// Bytes that the segment takes.
    pub(crate) fn memory(&self) -> usize {
        self.writer.mem_usage()
    }

    /// Writes the segment's files.
    pub(crate) fn finish(self) -> Result<Built> {
        let documents = self.writer.max_doc();
        let id = self.segment.id().uuid_string();
        self.writer.finalize()?;
        Ok(Built { id, documents, dead: self.dead })
    }
}

/// Merges segments into a new one without their dead documents. `None` when no document is alive.
pub(crate) fn merge(disk: &Disk, parts: &[(SegmentEntry, Vec<u32>)]) -> Result<Option<Built>> {
    let alive_documents: u64 = parts.iter().map(|(e, dead)| u64::from(e.documents) - dead.len() as u64).sum();
    if alive_documents == 0 {
        return Ok(None);
    }
    let source = index(SegmentDirectory::writing(disk)?)?;
    let mut segments = Vec::with_capacity(parts.len());
    let mut filters = Vec::with_capacity(parts.len());
    for (entry, dead) in parts {
        segments.push(segment(&source, entry)?);
        filters.push(if dead.is_empty() { None } else { Some(alive(entry.documents, dead)?) });
    }
    let merged = crate::error::guarded(|| {
        Ok(merge_filtered_segments(&segments, settings(), filters, SegmentDirectory::writing(disk)?)?)
    })?;
    let meta = merged.searchable_segment_metas()?;
    let meta = meta.first().ok_or_else(|| Error::damaged(SEGMENTS, "gave no merged segment"))?;
    Ok(Some(Built { id: meta.id().uuid_string(), documents: meta.max_doc(), dead: Vec::new() }))
}
