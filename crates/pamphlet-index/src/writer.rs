//! Changing an index: documents in, documents out, and the commit that makes it so.

mod commit;
mod uncommitted;

use crate::bits::Bits;
use crate::duplicates::{Changes, Entry};
use crate::folder::{
    Disk, Fault, LOCK, Lock, MANIFEST, MANIFEST_NEW, Manifest, SEGMENTS, TEXTS, foreign, is_numbered, is_own,
    list,
};
use crate::pack::{PackWriter, Place};
use crate::prepare::{Prepared, Preparer, id_number, spread};
use crate::schema::schema;
use crate::{Error, Reader, Result};
use pamphlet_document::Document;
use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use uncommitted::{Facts, Uncommitted};

/// How a [`Writer`] works.
#[derive(Clone, Debug)]
pub struct WriterOptions {
    /// Memory for the part of the index that is not yet on disk, in bytes. A commit of more text makes more
    /// segments, which are merged.
    pub memory: usize,
    /// Wait for another writer to finish instead of failing with [`Error::Locked`].
    pub wait: bool,
    /// Start anew: what the index holds is dropped with the first commit, and an index that cannot be read
    /// is replaced. Folders that are no index are still refused.
    pub rebuild: bool,
}

impl WriterOptions {
    /// The same, with a process that indexes files staying within about so many bytes: what reading, repairing
    /// and merging take is left free. Beyond that some hundred bytes are kept of each document of a run.
    pub fn within(self, bytes: usize) -> Self {
        Self { memory: (bytes.saturating_sub(FIXED) / 3).max(LEAST), ..self }
    }
}

/// What a process that indexes takes, whatever it may: tables of repair, files that are being read.
const FIXED: usize = 96 << 20;

/// A segment is not written before it has so many bytes.
const LEAST: usize = 8 << 20;

impl Default for WriterOptions {
    fn default() -> Self {
        Self { memory: 192 << 20, wait: false, rebuild: false }
    }
}

/// The one writer of an index. Nothing changes for readers before [`commit`](Self::commit); dropped without
/// one, it leaves the index as it was.
///
/// ```
/// use pamphlet_document::Document;
/// use pamphlet_index::{Reader, Writer};
/// let dir = tempfile::tempdir()?;
/// let mut writer = Writer::open(dir.path())?;
/// writer.add(&Document { id: "00000000000000aa".into(), path: "a.txt".into(), ..Document::default() })?;
/// writer.commit()?;
/// assert_eq!(Reader::open(dir.path())?.documents(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Writer {
    pub(crate) disk: Disk,
    _lock: Lock,
    options: WriterOptions,
    pub(crate) manifest: Manifest,
    /// The state that was committed last.
    base: Reader,
    /// For each of its segments, the documents that are dead, and whether some of them died since.
    dead: Vec<Bits>,
    died: Vec<bool>,
    uncommitted: Uncommitted,
    preparer: Preparer,
    packs: PackWriter,
    pack_dead: BTreeMap<u32, u64>,
    prints: u128,
    duplicates: Changes,
    /// The state of the sources, to be written with the next commit.
    pub(crate) sources: Option<Vec<u8>>,
    changed: bool,
    broken: bool,
}

/// What the index held of a document before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Before {
    Nothing,
    /// It was added since the last commit.
    Added,
    /// The last commit held it.
    Committed,
}

impl std::fmt::Debug for Writer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Writer({}, commit {})", self.disk.root().display(), self.manifest.commit)
    }
}

impl Writer {
    /// Opens the index in a folder for writing, or starts one in a folder that is empty or not there.
    ///
    /// # Errors
    /// As [`Reader::open`], but for [`Error::NotFound`]; [`Error::Locked`] when another process writes.
    pub fn open(dir: impl AsRef<Path>) -> Result<Self> {
        Self::open_with(dir, WriterOptions::default())
    }

    /// Opens an index for writing in a chosen way.
    ///
    /// # Errors
    /// As [`Writer::open`].
    pub fn open_with(dir: impl AsRef<Path>, options: WriterOptions) -> Result<Self> {
        Self::open_on(dir.as_ref(), options, None)
    }

    pub(crate) fn open_on(dir: &Path, options: WriterOptions, fault: Option<Fault>) -> Result<Self> {
        if !dir.join(MANIFEST).exists()
            && dir.exists()
            && let Some(file) = foreign(dir)?
        {
            return Err(Error::Foreign { dir: dir.to_owned(), file });
        }
        let disk = Disk::new(dir, fault);
        disk.root_folder()?;
        let lock = Lock::take(dir, options.wait)?;
        let manifest = match Manifest::read(dir) {
            Ok(manifest) => manifest,
            Err(Error::NotFound { .. }) => Manifest::empty(),
            Err(Error::Damaged { .. } | Error::Outdated { .. }) if options.rebuild => {
                disk.remove(MANIFEST)?;
                Manifest::empty()
            }
            Err(error) => return Err(error),
        };
        disk.folder(SEGMENTS)?;
        disk.folder(TEXTS)?;
        clean(&disk, &manifest)?;
        if manifest.commit == 0 {
            // from here on the folder is an index, also for who opens it before the first commit
            manifest.write(&disk)?;
        }
        let mut writer = Self::on(disk, lock, options, manifest)?;
        if writer.options.rebuild {
            writer.drop_all();
        }
        Ok(writer)
    }

    fn on(disk: Disk, lock: Lock, options: WriterOptions, manifest: Manifest) -> Result<Self> {
        let base = match Reader::open(disk.root()) {
            Ok(base) => base,
            Err(Error::Damaged { .. }) if options.rebuild => {
                disk.remove(MANIFEST)?;
                let empty = Manifest::empty();
                clean(&disk, &empty)?;
                empty.write(&disk)?;
                return Self::on(disk, lock, WriterOptions { rebuild: false, ..options }, empty);
            }
            Err(error) => return Err(error),
        };
        let dead = dead_of(&base);
        Ok(Self {
            packs: PackWriter::new(&disk, base.last_pack()),
            died: vec![false; dead.len()],
            dead,
            uncommitted: Uncommitted::default(),
            preparer: Preparer::new(schema().1, options.memory)?,
            pack_dead: BTreeMap::new(),
            prints: manifest.print_sum(),
            duplicates: Changes::new(&disk),
            sources: None,
            changed: false,
            broken: false,
            disk,
            _lock: lock,
            options,
            manifest,
            base,
        })
    }

    /// The folder of the index.
    pub fn dir(&self) -> &Path {
        self.disk.root()
    }

    /// How many documents the next commit will hold.
    pub fn documents(&self) -> u64 {
        self.manifest.documents
    }

    /// Adds a document, or replaces the one with its id.
    ///
    /// # Errors
    /// When the disk refuses; the writer then takes no more.
    pub fn add(&mut self, document: &Document) -> Result<()> {
        let prepared = self.preparer.prepare(document)?;
        self.add_prepared(prepared).map(drop)
    }

    /// Removes a document by its id. Whether there was one.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn remove(&mut self, id: &str) -> Result<bool> {
        Ok(self.remove_number(id_number(id), id)? != Before::Nothing)
    }

    /// Takes no further change, so that none of those since the last commit reaches the disk.
    pub(crate) fn give_up(&mut self) {
        self.broken = true;
    }

    pub(crate) fn preparer(&self) -> Result<Preparer> {
        Preparer::new(schema().1, self.options.memory)
    }

    /// Adds a document, and says what it replaced.
    pub(crate) fn add_prepared(&mut self, prepared: Prepared) -> Result<Before> {
        if self.broken {
            return Err(Error::Broken);
        }
        let number = id_number(&prepared.id);
        let before = self.remove_number(number, &prepared.id)?;
        let result = self.write_prepared(number, prepared);
        self.broken |= result.is_err();
        result.map(|()| before)
    }

    fn write_prepared(&mut self, number: u64, prepared: Prepared) -> Result<()> {
        let (words, print, len) = (prepared.words, prepared.print, prepared.record.len() as u64 + 5);
        let (content, signature) = (prepared.content, prepared.signature);
        let place = self.packs.append(&prepared.record)?;
        let facts = Facts { words, print, place, len };
        self.uncommitted.add(&self.disk, self.options.memory, number, prepared, facts)?;
        self.manifest.documents += 1;
        self.manifest.words += words;
        self.prints = self.prints.wrapping_add(spread(print));
        self.duplicates.add(Entry { id: number, content, signature })?;
        self.changed = true;
        Ok(())
    }

    /// Removes a document by the number of its id; `id` may be just that number in hexadecimal digits.
    pub(crate) fn remove_number(&mut self, number: u64, id: &str) -> Result<Before> {
        if self.broken {
            return Err(Error::Broken);
        }
        if let Some(facts) = self.uncommitted.remove(&self.disk, &mut self.packs, number, id)? {
            self.forget(facts);
            self.duplicates.remove(number)?;
            return Ok(Before::Added);
        }
        for ord in 0..self.base.segments().len() {
            let segment = &self.base.segments()[ord];
            let Some(doc) = segment.find(id)? else { continue };
            if self.dead[ord].insert(doc) {
                self.kill(ord, doc)?;
                self.duplicates.remove(number)?;
                return Ok(Before::Committed);
            }
        }
        Ok(Before::Nothing)
    }

    /// Removes what the last commit held of these files and nothing replaced since. Returns how many documents
    /// that were.
    pub(crate) fn remove_sources(&mut self, numbers: &HashSet<u64>) -> Result<u64> {
        if self.broken {
            return Err(Error::Broken);
        }
        let mut removed = 0;
        for ord in 0..self.base.segments().len() {
            let segment = &self.base.segments()[ord];
            let Some(sources) = segment.source()?.filter(|_| !numbers.is_empty()) else { continue };
            let ids = segment.id()?;
            for doc in 0..segment.max_doc() {
                let gone = sources.first(doc).is_some_and(|source| numbers.contains(&source));
                if gone && self.dead[ord].insert(doc) {
                    self.kill(ord, doc)?;
                    self.duplicates.remove(ids.first(doc).unwrap_or_default())?;
                    removed += 1;
                }
            }
        }
        Ok(removed)
    }

    /// Takes a document of the last commit out of the counts.
    fn kill(&mut self, ord: usize, doc: u32) -> Result<()> {
        let segment = &self.base.segments()[ord];
        let words = segment.words()?.first(doc).unwrap_or(0);
        let print = segment.print()?.first(doc).unwrap_or(0);
        let place = Place::of_column(segment.at(doc));
        let len = self.base.pack(place)?.record_len(place.offset)?;
        self.died[ord] = true;
        self.forget(Facts { words, print, place, len });
        Ok(())
    }

    fn forget(&mut self, Facts { words, print, place, len }: Facts) {
        self.manifest.documents = self.manifest.documents.saturating_sub(1);
        self.manifest.words = self.manifest.words.saturating_sub(words);
        self.prints = self.prints.wrapping_sub(spread(print));
        *self.pack_dead.entry(place.pack).or_default() += len;
        self.changed = true;
    }

    /// Drops all that the last commit held.
    fn drop_all(&mut self) {
        for (ord, dead) in self.dead.iter_mut().enumerate() {
            for doc in 0..self.base.segments()[ord].max_doc() {
                dead.insert(doc);
            }
            self.died[ord] = true;
        }
        for pack in &self.manifest.packs {
            self.pack_dead.insert(pack.number, u64::MAX);
        }
        self.packs = PackWriter::after(&self.disk, self.manifest.packs.last().map_or(0, |pack| pack.number));
        self.manifest.documents = 0;
        self.manifest.words = 0;
        self.manifest.sources = None;
        self.prints = 0;
        self.duplicates.remove_all();
        self.changed = true;
    }

    /// Whether something was added or removed since the last commit.
    pub fn is_changed(&self) -> bool {
        self.changed || self.sources.is_some()
    }
}

/// The dead documents of each segment of a committed state.
fn dead_of(base: &Reader) -> Vec<Bits> {
    let dead = |segment: &crate::SegmentView| {
        let mut dead = Bits::default();
        if let Some(alive) = segment.alive() {
            for doc in (0..segment.max_doc()).filter(|&doc| alive.is_deleted(doc)) {
                dead.insert(doc);
            }
        }
        dead
    };
    base.segments().iter().map(dead).collect()
}

/// Removes what a writer that did not come to its end left behind.
fn clean(disk: &Disk, manifest: &Manifest) -> Result<()> {
    for name in list(disk.root())? {
        let part = name.contains('/') || is_numbered(&name) || name == MANIFEST_NEW;
        if part && is_own(&name) && name != LOCK && !manifest.files.contains_key(&name) {
            disk.remove(&name)?;
        }
    }
    Ok(())
}

/// The path of an index's folder as the file system knows it, to leave it out of what is indexed.
pub(crate) fn canonical(dir: &Path) -> PathBuf {
    dir.canonicalize().unwrap_or_else(|_| dir.to_owned())
}

#[cfg(test)]
pub(crate) mod tests;
