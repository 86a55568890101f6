//! Segments of the inverted index: building one, opening one, merging some.

use crate::bits::Bits;
use crate::folder::{Disk, Manifest, SEGMENTS, SegmentDirectory, SegmentEntry, Sums, read_checked};
use crate::inverted::Inverted;
use crate::pack::Place;
use crate::prepare::Prepared;
use crate::schema::{Fields, schema};
use crate::view::SegmentView;
use crate::{Error, Result};
use std::io::Write;
use std::path::Path;
use tantivy::directory::{OwnedBytes, RamDirectory, TerminatingWrite};
use tantivy::fastfield::{AliveBitSet, FastFieldsWriter, write_alive_bitset};
use tantivy::index::{SegmentComponent, SegmentId};
use tantivy::indexer::merge_filtered_segments;
use tantivy::store::{Compressor, StoreWriter};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{
    BitSet, Directory, Index, IndexBuilder, IndexSettings, Segment, SegmentReader, TantivyDocument,
};

/// Bytes of a block of the document store, as the engine has it by default.
const STORE_BLOCK: usize = 16_384;

/// The engine's own document store stays empty: texts live in packs.
fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::None,
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

/// The engine's view of the folder; it knows of no segment by itself.
fn index(directory: impl Directory) -> Result<Index> {
    // two empty lists, in memory
    Ok(IndexBuilder::new().schema(schema().0).settings(settings()).open_or_create(directory)?)
}

/// The engine's view of an index's folder, for reading.
pub(crate) fn open_index(dir: &Path, sums: &Sums) -> Result<Index> {
    index(SegmentDirectory::reading(dir, sums)?)
}

/// Opens one segment of an index.
pub(crate) fn open(
    index: &Index,
    entry: &SegmentEntry,
    dir: &Path,
    manifest: &Manifest,
) -> Result<SegmentReader> {
    let alive = match &entry.alive {
        Some(name) => Some(read_alive(&read_checked(dir, name, manifest)?, name, entry)?),
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

fn read_alive(bytes: &[u8], name: &str, entry: &SegmentEntry) -> Result<AliveBitSet> {
    let stated = bytes.first_chunk::<4>().map(|head| u32::from_le_bytes(*head));
    if stated != Some(entry.documents) || bytes.len() != 4 + entry.documents.div_ceil(64) as usize * 8 {
        return Err(Error::damaged(name, "is not a list of the segment's documents"));
    }
    Ok(AliveBitSet::open(OwnedBytes::new(bytes.to_vec())))
}

/// The documents of a segment without those in `dead`.
pub(crate) fn alive(documents: u32, dead: &Bits) -> Result<AliveBitSet> {
    Ok(AliveBitSet::open(OwnedBytes::new(alive_bytes(documents, dead)?)))
}

fn alive_bytes(documents: u32, dead: &Bits) -> Result<Vec<u8>> {
    let mut set = BitSet::with_max_value_and_full(documents);
    for doc in dead.iter() {
        set.remove(doc);
    }
    let mut bytes = Vec::new();
    write_alive_bitset(&set, &mut bytes).map_err(Error::io("write", "alive".as_ref()))?;
    Ok(bytes)
}

/// Writes the file of the documents that are alive; returns its name.
pub(crate) fn write_alive(disk: &Disk, id: &str, commit: u64, documents: u32, dead: &Bits) -> Result<String> {
    let name = format!("{SEGMENTS}/{id}.{commit}.alive");
    let path = disk.path(&name);
    let mut file = disk.create(&name).map_err(Error::io("create", &path))?;
    file.write_all(&alive_bytes(documents, dead)?).map_err(Error::io("write", &path))?;
    file.finish();
    Ok(name)
}

/// A segment in memory.
pub(crate) struct Builder {
    segment: Segment,
    fields: Fields,
    inverted: Inverted,
    columns: FastFieldsWriter,
    /// Bytes that the columns take with the first document; the engine has pages of a megabyte for each.
    empty_columns: usize,
    documents: u32,
    dead: Bits,
}

/// A segment that was written, with the documents in it that are dead already.
pub(crate) struct Built {
    pub(crate) id: String,
    pub(crate) documents: u32,
    pub(crate) dead: Bits,
}

impl Built {
    /// Opens the segment, as it is before the commit.
    pub(crate) fn open(&self, dir: &Path) -> Result<SegmentView> {
        let entry = SegmentEntry { id: self.id.clone(), documents: self.documents, deleted: 0, alive: None };
        let index = open_index(dir, &Sums::default())?;
        SegmentView::new(SegmentReader::open(&crate::segment::segment(&index, &entry)?)?, schema().1)
    }
}

impl Builder {
    pub(crate) fn new(disk: &Disk) -> Result<Self> {
        Self::of(index(SegmentDirectory::writing(disk, &Sums::default())?)?.new_segment())
    }

    fn of(segment: Segment) -> Result<Self> {
        let (schema, fields) = schema();
        let columns = FastFieldsWriter::from_schema_and_tokenizer_manager(&schema, TokenizerManager::new())?;
        let inverted = Inverted::new(schema);
        Ok(Self { segment, fields, inverted, columns, empty_columns: 0, documents: 0, dead: Bits::default() })
    }

    /// Adds a document whose record stands at `place`; returns its number in the segment.
    pub(crate) fn add(&mut self, mut prepared: Prepared, place: Place) -> Result<u32> {
        let doc = self.documents;
        prepared.columns.add_u64(self.fields.at, place.to_column());
        if let Some(source) = prepared.source {
            prepared.columns.add_u64(self.fields.source, source);
        }
        self.columns.add_document(&prepared.columns)?;
        if doc == 0 {
            self.empty_columns = self.columns.mem_usage();
        }
        self.inverted.add(doc, &prepared.terms);
        self.documents += 1;
        Ok(doc)
    }

    /// Marks a document of the segment dead.
    pub(crate) fn kill(&mut self, doc: u32) {
        self.dead.insert(doc);
    }

    /// Whether the segment has grown by `memory` bytes, or to all that one can hold. A quarter of the bytes at least are
    /// of documents: what is known of words may take more than a small memory is, and would fill segments of one
    /// document each.
    pub(crate) fn is_full(&self, memory: usize) -> bool {
        let columns = self.columns.mem_usage().saturating_sub(self.empty_columns);
        let own = self.inverted.memory() + columns;
        own + self.inverted.known_memory() >= memory && own >= memory / 4 || self.inverted.is_full()
    }

    /// Writes the segment's files.
    pub(crate) fn finish(self) -> Result<Built> {
        let built = Built { id: self.segment.id().uuid_string(), documents: self.documents, dead: self.dead };
        self.inverted.write(&self.segment, self.documents)?;
        write_columns(&self.segment, self.columns)?;
        write_store(&self.segment, self.documents)?;
        Ok(built)
    }
}

/// A segment of documents with the places of their records, in memory.
pub(crate) fn in_memory(documents: Vec<(Prepared, Place)>) -> Result<SegmentView> {
    let segment = index(RamDirectory::create())?.new_segment();
    let mut builder = Builder::of(segment.clone())?;
    for (prepared, place) in documents {
        builder.add(prepared, place)?;
    }
    let built = builder.finish()?;
    let segment = segment.with_max_doc(built.documents);
    SegmentView::new(SegmentReader::open(&segment)?, schema().1)
}

fn write_columns(segment: &Segment, mut columns: FastFieldsWriter) -> tantivy::Result<()> {
    let mut file = segment.open_write(SegmentComponent::FastFields)?;
    columns.serialize(&mut file, None)?;
    Ok(file.terminate()?)
}

fn write_store(segment: &Segment, documents: u32) -> tantivy::Result<()> {
    let file = segment.open_write(SegmentComponent::Store)?;
    let mut store = StoreWriter::new(file, Compressor::None, STORE_BLOCK, false)?;
    let (schema, nothing) = (segment.schema(), TantivyDocument::default());
    for _ in 0..documents {
        store.store(&nothing, &schema)?;
    }
    Ok(store.close()?)
}

/// Merges segments into a new one without their dead documents. `None` when no document is alive.
///
/// # Errors
/// When the disk refuses, or a segment is not what was written: damage is never merged.
pub(crate) fn merge(disk: &Disk, sums: &Sums, parts: &[(SegmentEntry, Bits)]) -> Result<Option<Built>> {
    let alive_documents: u64 = parts.iter().map(|(e, dead)| u64::from(e.documents - dead.len())).sum();
    if alive_documents == 0 {
        return Ok(None);
    }
    // the parts are read once, front to back
    let source = index(SegmentDirectory::merging(disk, sums)?)?;
    let mut segments = Vec::with_capacity(parts.len());
    let mut filters = Vec::with_capacity(parts.len());
    for (entry, dead) in parts {
        segments.push(segment(&source, entry)?);
        filters.push(if dead.is_empty() { None } else { Some(alive(entry.documents, dead)?) });
    }
    let merged = crate::error::guarded(|| {
        let target = SegmentDirectory::writing(disk, &Sums::default())?;
        Ok(merge_filtered_segments(&segments, settings(), filters, target)?)
    });
    if let Some(damage) = sums.damage() {
        return Err(damage);
    }
    let merged = merged?;
    let meta = merged.searchable_segment_metas()?;
    let meta = meta.first().ok_or_else(|| Error::damaged(SEGMENTS, "gave no merged segment"))?;
    Ok(Some(Built { id: meta.id().uuid_string(), documents: meta.max_doc(), dead: Bits::default() }))
}
