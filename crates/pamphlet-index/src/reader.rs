//! Reading an index: cheap to open, no lock, no thread, also on a read-only disk.

use crate::duplicates::Duplicates;
use crate::error::guarded;
use crate::folder::{Checked, Manifest, Sums, TEXTS, Written, pack_name};
use crate::pack::{Heads, Pack, Place, Stored};
use crate::schema::{Fields, schema};
use crate::view::{LANG, SegmentView};
use crate::{Error, Result, segment};
use std::collections::HashMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tantivy::directory::{FileHandle, FileSlice, MmapDirectory};
use tantivy::schema::Field;
use tantivy::{Directory, DocAddress};

/// How often a manifest is read again when a writer replaced it while its files were being opened.
const RETRIES: usize = 10;

/// One committed state of an index. It stays as it is while a writer goes on; open another to see more.
pub struct Reader {
    pub(crate) dir: PathBuf,
    pub(crate) manifest: Manifest,
    fields: Fields,
    segments: Vec<SegmentView>,
    packs: HashMap<u32, Pack>,
    heads: Heads,
    duplicates: Duplicates,
    pub(crate) sums: Sums,
    tokens: Mutex<HashMap<Field, u64>>,
    languages: OnceLock<Vec<(String, u64)>>,
}

impl std::fmt::Debug for Reader {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Reader({}, commit {})", self.dir.display(), self.manifest.commit)
    }
}

impl Reader {
    /// Opens the index in a folder. Every file's size is checked now; its content, block by block, when it is
    /// first read (see [`Reader::damage`]).
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Foreign`], [`Error::Newer`], [`Error::Outdated`], [`Error::Damaged`], or
    /// when a file cannot be read.
    pub fn open(dir: impl AsRef<Path>) -> Result<Self> {
        let dir = dir.as_ref();
        let mut manifest = Manifest::read(dir)?;
        for _ in 0..RETRIES {
            let error = match Self::of(dir, manifest.clone()) {
                Ok(reader) => return Ok(reader),
                Err(error) => error,
            };
            // a writer may have replaced the manifest and removed what the old one named
            let now = Manifest::read(dir)?;
            if now.commit == manifest.commit && now.files == manifest.files {
                return Err(error);
            }
            manifest = now;
        }
        Self::of(dir, manifest)
    }

    fn of(dir: &Path, manifest: Manifest) -> Result<Self> {
        check_sizes(dir, &manifest)?;
        let sums = Sums::read(dir, &manifest)?;
        let opened = guarded(|| Self::with(dir, manifest, sums.clone()));
        // whatever the engine made of it
        sums.damage().map_or(opened, Err)
    }

    fn with(dir: &Path, manifest: Manifest, sums: Sums) -> Result<Self> {
        let fields = schema().1;
        let mut segments = Vec::with_capacity(manifest.segments.len());
        if !manifest.segments.is_empty() {
            let index = segment::open_index(dir, &sums)?;
            for entry in &manifest.segments {
                segments.push(SegmentView::new(segment::open(&index, entry, dir, &manifest)?, fields)?);
            }
        }
        let mut packs = HashMap::with_capacity(manifest.packs.len());
        if !manifest.packs.is_empty() {
            let maps = MmapDirectory::open(dir.join(TEXTS)).map_err(tantivy::TantivyError::from)?;
            for pack in &manifest.packs {
                let name = pack_name(pack.number);
                let size = manifest.files.get(&name).map_or(0, |entry| entry.size) as usize;
                let inner = name.strip_prefix("texts/").unwrap_or(&name);
                let file = maps.get_file_handle(Path::new(inner)).map_err(tantivy::TantivyError::from)?;
                let checked = checked(&*file, &name, &sums)?;
                // what stands behind the committed size is of a commit to come
                packs.insert(pack.number, Pack::new(name, FileSlice::new(checked).slice_to(size)));
            }
        }
        let duplicates = match &manifest.duplicates {
            None => Duplicates::empty(),
            Some(name) => {
                let maps = MmapDirectory::open(dir).map_err(tantivy::TantivyError::from)?;
                let file = maps.get_file_handle(Path::new(name)).map_err(tantivy::TantivyError::from)?;
                Duplicates::open(checked(&*file, name, &sums)?, name)?
            }
        };
        let tokens = Mutex::default();
        let heads = Heads::new();
        let languages = OnceLock::new();
        let dir = dir.to_owned();
        Ok(Self { dir, manifest, fields, segments, packs, heads, duplicates, sums, tokens, languages })
    }

    /// Over parts in memory.
    pub(crate) fn of_parts(
        manifest: Manifest,
        segments: Vec<SegmentView>,
        (number, pack): (u32, Pack),
        duplicates: Duplicates,
    ) -> Self {
        Self {
            dir: PathBuf::new(),
            manifest,
            fields: schema().1,
            segments,
            packs: HashMap::from([(number, pack)]),
            heads: Heads::new(),
            duplicates,
            sums: Sums::default(),
            tokens: Mutex::default(),
            languages: OnceLock::new(),
        }
    }

    /// The index's folder.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// What of the index turned out not to be what was written, since this reader was opened. Whoever makes
    /// an answer asks this before giving it: a damaged block that was met on the way may have been taken for
    /// an end of a list.
    ///
    /// # Errors
    /// [`Error::Damaged`] from the first damaged block on that was read.
    pub fn damage(&self) -> Result<()> {
        self.sums.damage().map_or(Ok(()), Err)
    }

    /// Rises by one with each commit.
    pub fn commit(&self) -> u64 {
        self.manifest.commit
    }

    /// How many documents there are.
    pub fn documents(&self) -> u64 {
        self.manifest.documents
    }

    /// How many words all documents have, page chrome included.
    pub fn words(&self) -> u64 {
        self.manifest.words
    }

    /// The fields of the schema.
    pub fn fields(&self) -> &Fields {
        &self.fields
    }

    /// The parts of the inverted index. A segment's place in this list is its `segment_ord` in a
    /// [`DocAddress`].
    pub fn segments(&self) -> &[SegmentView] {
        &self.segments
    }

    /// How many documents the segments hold, deleted ones included: the count that document frequencies
    /// are out of.
    pub fn max_documents(&self) -> u64 {
        self.segments.iter().map(|segment| u64::from(segment.max_doc())).sum()
    }

    /// How many tokens a field has in all segments, deleted documents included.
    ///
    /// # Errors
    /// When a segment cannot be read.
    pub fn total_tokens(&self, field: Field) -> Result<u64> {
        let known = |tokens: &HashMap<Field, u64>| tokens.get(&field).copied();
        if let Some(total) = known(&self.tokens.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(total);
        }
        let mut total = 0;
        for segment in &self.segments {
            total += segment.inverted_index(field)?.total_num_tokens();
        }
        self.tokens.lock().unwrap_or_else(PoisonError::into_inner).insert(field, total);
        Ok(total)
    }

    /// The average length of a field in tokens, over all documents; 0 in an empty index.
    ///
    /// # Errors
    /// When a segment cannot be read.
    pub fn average_length(&self, field: Field) -> Result<f32> {
        let documents = self.max_documents();
        if documents == 0 {
            return Ok(0.0);
        }
        Ok(self.total_tokens(field)? as f32 / documents as f32)
    }

    /// In how many documents a term stands, deleted ones included.
    ///
    /// # Errors
    /// When a segment cannot be read.
    pub fn doc_freq(&self, field: Field, term: &str) -> Result<u64> {
        let mut total = 0;
        for segment in &self.segments {
            total += u64::from(segment.doc_freq(field, term)?);
        }
        Ok(total)
    }

    /// The address of the document with this id.
    ///
    /// # Errors
    /// When a segment cannot be read.
    pub fn find(&self, id: &str) -> Result<Option<DocAddress>> {
        for (ord, segment) in self.segments.iter().enumerate() {
            if let Some(doc) = segment.find(id)? {
                return Ok(Some(DocAddress::new(ord as u32, doc)));
            }
        }
        Ok(None)
    }

    /// What [`print_of`](crate::print_of) gave for the document with this id; `None` where there is none.
    ///
    /// # Errors
    /// When a segment cannot be read.
    pub fn print(&self, id: &str) -> Result<Option<u64>> {
        match self.find(id)? {
            Some(address) => Ok(self.segments[address.segment_ord as usize].print()?.first(address.doc_id)),
            None => Ok(None),
        }
    }

    /// A document as the index keeps it.
    ///
    /// # Errors
    /// [`Error::Damaged`]; also for an address that this reader did not give.
    pub fn stored(&self, address: DocAddress) -> Result<Stored> {
        let segment =
            self.segments.get(address.segment_ord as usize).filter(|s| address.doc_id < s.max_doc());
        let segment = segment.ok_or_else(|| Error::damaged("segments", "has no such document"))?;
        let place = Place::of_column(segment.at(address.doc_id));
        self.pack(place)?.stored(place, &self.heads)
    }

    /// Which documents are copies or versions of each other.
    pub fn duplicates(&self) -> &Duplicates {
        &self.duplicates
    }

    /// The pack that the next records go to, if there is one.
    pub(crate) fn last_pack(&self) -> Option<(u32, Written)> {
        let number = self.manifest.packs.last()?.number;
        let name = pack_name(number);
        let entry = *self.manifest.files.get(&name)?;
        Some((number, Written { entry, blocks: self.sums.of(&name)?.blocks().to_vec() }))
    }

    pub(crate) fn pack(&self, place: Place) -> Result<&Pack> {
        self.packs
            .get(&place.pack)
            .ok_or_else(|| Error::damaged(pack_name(place.pack), "is not part of the index"))
    }

    /// The languages of the documents (ISO 639-1, as field `lang`), most frequent first, with the number of
    /// documents that have each, deleted ones included.
    ///
    /// # Errors
    /// When a segment cannot be read.
    pub fn languages(&self) -> Result<&[(String, u64)]> {
        if let Some(languages) = self.languages.get() {
            return Ok(languages);
        }
        let mut counts: HashMap<String, u64> = HashMap::new();
        for segment in &self.segments {
            segment.for_each_prefix(self.fields.meta, LANG, &mut |term, freq| {
                *counts.entry(term[LANG.len()..].to_owned()).or_default() += u64::from(freq);
                true
            })?;
        }
        let mut list: Vec<_> = counts.into_iter().collect();
        list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Ok(self.languages.get_or_init(|| list))
    }
}

/// A mapped file that is compared with its sums as it is read.
fn checked(file: &dyn FileHandle, name: &str, sums: &Sums) -> Result<Arc<Checked>> {
    let sums = sums.of(name).ok_or_else(|| Error::damaged(name, "has no checksums"))?;
    Ok(Arc::new(Checked::new(file, sums).map_err(Error::io("read", name.as_ref()))?))
}

/// Compares the size of every file with what was committed. A pack may be longer: its writer was killed, or
/// is at work.
fn check_sizes(dir: &Path, manifest: &Manifest) -> Result<()> {
    for (name, entry) in &manifest.files {
        let path = dir.join(name);
        let found = match std::fs::metadata(&path) {
            Ok(metadata) if !metadata.is_file() => return Err(Error::damaged(name, "is not a regular file")),
            Ok(metadata) => metadata.len(),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return Err(Error::damaged(name, "is missing"));
            }
            Err(error) => return Err(Error::io("read", &path)(error)),
        };
        let grows = name.starts_with(TEXTS);
        if found < entry.size || found > entry.size && !grows {
            return Err(Error::damaged(name, format!("has {found} bytes instead of {}", entry.size)));
        }
    }
    Ok(())
}
