//! Checksums of the blocks of every file, and reading that compares them: nothing is decoded, and so no
//! answer is made, of bytes that are not what was written.
//!
//! A block is compared when it is first touched, so that opening an index stays cheap, and a query pays for
//! what it reads. What a disk does to a page after that is not seen; `verify` reads everything.

use super::{FileEntry, Manifest, regular};
use crate::{Error, Result};
use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::io::{self, ErrorKind};
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock};
use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

/// Bytes of a block; the last one of a file may be shorter. A block costs one or two microseconds when it is
/// first touched, and 4 bytes in the file of the sums.
pub(crate) const BLOCK: usize = 16 << 10;

/// The first bytes of `sums-N.bin`.
const MAGIC: &[u8; 8] = b"pamphlc1";

/// What was written to a file: its size and checksum, and the checksum of each block.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Written {
    pub(crate) entry: FileEntry,
    pub(crate) blocks: Vec<u32>,
}

/// Takes the checksums of the blocks of a file that is written front to back.
#[derive(Default)]
pub(crate) struct BlockSums {
    full: Vec<u32>,
    block: crc32fast::Hasher,
    /// Bytes of the block that is not full yet.
    len: usize,
}

impl BlockSums {
    /// Goes on behind what was written.
    pub(crate) fn after(written: &Written) -> Self {
        let len = (written.entry.size % BLOCK as u64) as usize;
        let mut full = written.blocks.clone();
        let block = match full.last().copied().filter(|_| len > 0) {
            Some(crc) => {
                full.pop();
                crc32fast::Hasher::new_with_initial_len(crc, len as u64)
            }
            None => crc32fast::Hasher::new(),
        };
        Self { full, block, len }
    }

    pub(crate) fn update(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let (now, rest) = bytes.split_at(bytes.len().min(BLOCK - self.len));
            self.block.update(now);
            self.len += now.len();
            if self.len == BLOCK {
                self.full.push(std::mem::take(&mut self.block).finalize());
                self.len = 0;
            }
            bytes = rest;
        }
    }

    /// As they are now; more may be written after.
    pub(crate) fn blocks(&self) -> Vec<u32> {
        let mut blocks = self.full.clone();
        if self.len > 0 {
            blocks.push(self.block.clone().finalize());
        }
        blocks
    }
}

/// The content of `sums-N.bin` for files in the order of their names, as they were written now or before.
///
/// # Errors
/// [`Error::Damaged`] when the sums of one are not known.
pub(crate) fn sums_of<'a>(
    names: impl Iterator<Item = &'a String>,
    written: &BTreeMap<String, Written>,
    before: &Sums,
) -> Result<Vec<u8>> {
    let mut out = MAGIC.to_vec();
    for name in names {
        let old = before.files.get(name);
        let blocks = match written.get(name) {
            Some(written) => &written.blocks,
            None => &old.ok_or_else(|| Error::damaged(name, "has no checksums"))?.blocks,
        };
        out.extend(blocks.iter().flat_map(|block| block.to_le_bytes()));
    }
    Ok(out)
}

/// The sums of all files of a committed state, and the first damage that was met by whoever reads it.
#[derive(Clone, Default)]
pub(crate) struct Sums {
    files: Arc<HashMap<String, Arc<FileSums>>>,
    damage: Arc<OnceLock<String>>,
}

impl fmt::Debug for Sums {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sums({} files)", self.files.len())
    }
}

impl Sums {
    /// Reads the sums of a manifest's files.
    ///
    /// # Errors
    /// [`Error::Damaged`] when they are not what the manifest says.
    pub(crate) fn read(dir: &Path, manifest: &Manifest) -> Result<Self> {
        let Some(own) = &manifest.sums else { return Ok(Self::default()) };
        let bytes = read_checked(dir, own, manifest)?;
        let mut rest = bytes.strip_prefix(MAGIC).ok_or_else(|| Error::damaged(own, "cannot be read"))?;
        let damage = Arc::new(OnceLock::new());
        let mut files = HashMap::with_capacity(manifest.files.len());
        for (name, entry) in &manifest.files {
            if name == own {
                continue;
            }
            let count = usize::try_from(entry.size.div_ceil(BLOCK as u64)).unwrap_or(usize::MAX);
            let taken = count.checked_mul(4).and_then(|len| rest.split_at_checked(len));
            let (sums, more) = taken.ok_or_else(|| Error::damaged(own, "is cut short"))?;
            rest = more;
            let sums = FileSums {
                name: name.clone(),
                size: entry.size as usize,
                blocks: sums.chunks_exact(4).map(|b| u32::from_le_bytes([b[0], b[1], b[2], b[3]])).collect(),
                seen: (0..count.div_ceil(64)).map(|_| AtomicU64::new(0)).collect(),
                damage: Arc::clone(&damage),
            };
            files.insert(name.clone(), Arc::new(sums));
        }
        if !rest.is_empty() {
            return Err(Error::damaged(own, "cannot be read"));
        }
        Ok(Self { files: Arc::new(files), damage })
    }

    /// The sums of one file.
    pub(crate) fn of(&self, name: &str) -> Option<Arc<FileSums>> {
        self.files.get(name).cloned()
    }

    /// Why nothing that was read of this state since it was opened may be used: a block was damaged.
    pub(crate) fn damage(&self) -> Option<Error> {
        self.damage.get().map(|name| Error::damaged(name, "does not have its checksum"))
    }
}

/// A whole small file, compared with the manifest.
///
/// # Errors
/// [`Error::Damaged`], or when it cannot be read.
pub(crate) fn read_checked(dir: &Path, name: &str, manifest: &Manifest) -> Result<Vec<u8>> {
    let path = dir.join(name);
    let entry = manifest.files.get(name);
    let size = entry.map_or(0, |entry| entry.size);
    let bytes = match regular::read(&path, size) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            return Err(Error::damaged(name, error.to_string()));
        }
        Err(error) => return Err(Error::io("read", &path)(error)),
    };
    if entry.is_none_or(|e| e.size != bytes.len() as u64 || crc32fast::hash(&bytes) != e.crc32) {
        return Err(Error::damaged(name, "does not have its checksum"));
    }
    Ok(bytes)
}

/// The sums of one file, and which of its blocks were compared.
pub(crate) struct FileSums {
    name: String,
    /// Bytes that belong to the committed state.
    size: usize,
    blocks: Vec<u32>,
    /// A bit a block.
    seen: Vec<AtomicU64>,
    damage: Arc<OnceLock<String>>,
}

impl FileSums {
    /// Compares the blocks that `range` of the file touches; `bytes` is all of the file, or of what was
    /// committed of it.
    pub(crate) fn check(&self, bytes: &[u8], range: Range<usize>) -> bool {
        if range.is_empty() {
            return true;
        }
        for block in range.start / BLOCK..=(range.end - 1) / BLOCK {
            let (Some(sum), Some(seen)) = (self.blocks.get(block), self.seen.get(block / 64)) else {
                return self.fail();
            };
            let bit = 1 << (block % 64);
            if seen.load(Ordering::Relaxed) & bit != 0 {
                continue;
            }
            let end = ((block + 1) * BLOCK).min(self.size);
            if bytes.get(block * BLOCK..end).map(crc32fast::hash) != Some(*sum) {
                return self.fail();
            }
            seen.fetch_or(bit, Ordering::Relaxed);
        }
        true
    }

    /// The sums of all blocks.
    pub(crate) fn blocks(&self) -> &[u32] {
        &self.blocks
    }

    fn fail(&self) -> bool {
        let _ = self.damage.set(self.name.clone());
        false
    }
}

/// A mapped file that is compared as it is read.
pub(crate) struct Checked {
    bytes: OwnedBytes,
    sums: Arc<FileSums>,
}

impl Checked {
    /// # Errors
    /// When the file cannot be mapped.
    pub(crate) fn new(file: &dyn FileHandle, sums: Arc<FileSums>) -> io::Result<Self> {
        Ok(Self { bytes: file.read_bytes(0..file.len())?, sums })
    }

    /// Bytes in memory as a file whose sums they have.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn of_bytes(bytes: &[u8]) -> Self {
        let blocks: Vec<u32> = bytes.chunks(BLOCK).map(crc32fast::hash).collect();
        let seen = (0..blocks.len().div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
        let (name, size) = ("test".to_owned(), bytes.len());
        let sums = FileSums { name, size, blocks, seen, damage: Arc::default() };
        Self { bytes: OwnedBytes::new(bytes.to_vec()), sums: Arc::new(sums) }
    }

    /// A part of the file; none where it is damaged or does not reach.
    pub(crate) fn get(&self, range: Range<usize>) -> Option<&[u8]> {
        let part = self.bytes.get(range.clone())?;
        self.sums.check(&self.bytes, range).then_some(part)
    }
}

impl fmt::Debug for Checked {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Checked({})", self.sums.name)
    }
}

impl HasLen for Checked {
    fn len(&self) -> usize {
        self.bytes.len()
    }
}

impl FileHandle for Checked {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.end > self.bytes.len()
            || range.start > range.end
            || !self.sums.check(&self.bytes, range.clone())
        {
            let what = format!("'{}' does not have its checksum", self.sums.name);
            return Err(io::Error::new(io::ErrorKind::InvalidData, what));
        }
        Ok(self.bytes.slice(range))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums(bytes: &[u8]) -> Vec<u32> {
        bytes.chunks(BLOCK).map(crc32fast::hash).collect()
    }

    #[test]
    fn pieces_and_appends_give_the_sums_of_the_whole() {
        let bytes: Vec<u8> = (0..3 * BLOCK + 777).map(|i| (i * i / 7) as u8).collect();
        for cut in [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 2 * BLOCK, bytes.len()] {
            let mut first = BlockSums::default();
            bytes[..cut].chunks(1_000).for_each(|piece| first.update(piece));
            let entry = FileEntry { size: cut as u64, crc32: 0 };
            let mut second = BlockSums::after(&Written { entry, blocks: first.blocks() });
            second.update(&bytes[cut..]);
            assert_eq!(first.blocks(), sums(&bytes[..cut]), "{cut}");
            assert_eq!(second.blocks(), sums(&bytes), "{cut}");
        }
    }

    #[test]
    fn only_what_is_touched_is_compared() {
        let mut bytes: Vec<u8> = (0..2 * BLOCK + 9).map(|i| i as u8).collect();
        let damage = Arc::new(OnceLock::new());
        let file = |damage: &Arc<OnceLock<String>>, bytes: &[u8]| FileSums {
            name: "a".into(),
            size: bytes.len(),
            blocks: sums(bytes),
            seen: vec![AtomicU64::new(0)].into_iter().collect(),
            damage: Arc::clone(damage),
        };
        let sums = file(&damage, &bytes);
        bytes[BLOCK + 5] ^= 1;
        assert!(sums.check(&bytes, 0..BLOCK) && sums.check(&bytes, 2 * BLOCK..2 * BLOCK + 9));
        assert!(damage.get().is_none());
        assert!(!sums.check(&bytes, BLOCK - 1..BLOCK + 1) && damage.get().is_some());
        assert!(!sums.check(&bytes, 3 * BLOCK..3 * BLOCK + 1), "beyond the end");
    }
}
