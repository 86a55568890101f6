//! Writing to the index's folder: every operation that changes the disk goes through here, so that a test
//! can make each of them fail in turn.

use super::sums::BlockSums;
use super::{FileEntry, Written};
use crate::{Error, Result};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A kind of operation that changes the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    Create,
    Write,
    Sync,
    Rename,
    SyncFolder,
    Remove,
    Truncate,
}

/// How an operation goes wrong. Only tests make it so.
#[derive(Debug)]
#[cfg_attr(not(test), expect(dead_code))]
pub(crate) enum Fail {
    /// In its place; of a write, half is done before it, unless a signal came ([`io::ErrorKind::Interrupted`]).
    Error(io::Error),
    /// A write takes a part, and says so.
    Short,
}

/// Called before each operation. For tests.
pub(crate) type Fault = Arc<dyn Fn(Step, &Path) -> Result<(), Fail> + Send + Sync>;

/// An index's folder, for writing. Clones share what was written.
#[derive(Clone)]
pub(crate) struct Disk {
    root: PathBuf,
    fault: Option<Fault>,
    /// What was written and finished since the last commit.
    written: Arc<Mutex<BTreeMap<String, Written>>>,
}

impl std::fmt::Debug for Disk {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Disk({})", self.root.display())
    }
}

impl Disk {
    pub(crate) fn new(root: &Path, fault: Option<Fault>) -> Self {
        Self { root: root.to_owned(), fault, written: Arc::default() }
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// The path of a file; of `""`, that of the folder itself.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        if name.is_empty() { self.root.clone() } else { self.root.join(name) }
    }

    fn step(&self, step: Step, path: &Path) -> io::Result<()> {
        match self.fault.as_ref().map_or(Ok(()), |fault| fault(step, path)) {
            Err(Fail::Error(error)) => Err(error),
            // only a write can be
            Ok(()) | Err(Fail::Short) => Ok(()),
        }
    }

    /// Makes the index's own folder with those above it, unless it is there. Their names are durable then.
    pub(crate) fn root_folder(&self) -> Result<()> {
        let missing: Vec<&Path> = self.root.ancestors().take_while(|above| !above.exists()).collect();
        self.folder("")?;
        for folder in missing {
            // the parent of a relative path of one name is the current folder
            let parent = folder
                .parent()
                .map(|parent| if parent.as_os_str().is_empty() { Path::new(".") } else { parent });
            if let Some(parent) = parent {
                self.sync_path(parent)?;
            }
        }
        Ok(())
    }

    /// Makes a folder below the root, unless it is there.
    pub(crate) fn folder(&self, name: &str) -> Result<()> {
        let path = self.path(name);
        self.step(Step::Create, &path)
            .and_then(|()| fs::create_dir_all(&path))
            .map_err(Error::io("create", &path))
    }

    /// A new file; one that is there already is an error.
    pub(crate) fn create(&self, name: &str) -> io::Result<DiskFile> {
        let path = self.path(name);
        self.step(Step::Create, &path)?;
        let file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        Ok(DiskFile {
            file,
            name: name.to_owned(),
            path,
            crc: crc32fast::Hasher::new(),
            blocks: BlockSums::default(),
            len: 0,
            disk: self.clone(),
        })
    }

    /// Writes a whole new file.
    pub(crate) fn write(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.path(name);
        let mut file = self.create(name).map_err(Error::io("create", &path))?;
        file.write_all(bytes).map_err(Error::io("write", &path))?;
        file.finish();
        Ok(())
    }

    /// A file that goes on where `written` says it ends; what stands behind that is cut off.
    pub(crate) fn append(&self, name: &str, written: &Written) -> io::Result<DiskFile> {
        let entry = written.entry;
        let path = self.path(name);
        super::regular::may_be_written(&path)?;
        let file = OpenOptions::new().append(true).open(&path)?;
        let found = file.metadata()?.len();
        if found < entry.size {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file is shorter than it was"));
        }
        if found > entry.size {
            self.step(Step::Truncate, &path)?;
            file.set_len(entry.size)?;
        }
        let crc = crc32fast::Hasher::new_with_initial_len(entry.crc32, entry.size);
        let blocks = BlockSums::after(written);
        Ok(DiskFile { file, name: name.to_owned(), path, crc, blocks, len: entry.size, disk: self.clone() })
    }

    /// Sizes and checksums of the finished files, and forgets them.
    pub(crate) fn take_written(&self) -> BTreeMap<String, Written> {
        std::mem::take(&mut *self.written.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Makes a file's content durable.
    pub(crate) fn sync(&self, name: &str) -> Result<()> {
        let path = self.path(name);
        let sync = || {
            self.step(Step::Sync, &path)?;
            let file = File::open(&path)?;
            // a test that plays the disk needs no real one
            if self.fault.is_some() { Ok(()) } else { file.sync_all() }
        };
        sync().map_err(Error::io("sync", &path))
    }

    /// Makes the names in a folder durable; `""` is the index's own.
    pub(crate) fn sync_folder(&self, name: &str) -> Result<()> {
        self.sync_path(&self.path(name))
    }

    fn sync_path(&self, path: &Path) -> Result<()> {
        let sync = || {
            self.step(Step::SyncFolder, path)?;
            // Windows cannot open a folder as a file, and needs no such sync
            if cfg!(unix) && self.fault.is_none() { File::open(path)?.sync_all() } else { Ok(()) }
        };
        sync().map_err(Error::io("sync", path))
    }

    pub(crate) fn rename(&self, from: &str, to: &str) -> Result<()> {
        let to = self.path(to);
        self.step(Step::Rename, &to)
            .and_then(|()| fs::rename(self.path(from), &to))
            .map_err(Error::io("replace", &to))
    }

    /// Removes a file that is there.
    pub(crate) fn remove(&self, name: &str) -> Result<()> {
        let path = self.path(name);
        self.step(Step::Remove, &path)
            .and_then(|()| fs::remove_file(&path))
            .map_err(Error::io("remove", &path))
    }
}

/// A file that is being written. Dropped before [`DiskFile::finish`], it stays on the disk without a name in
/// any manifest, and the next writer removes it.
pub(crate) struct DiskFile {
    file: File,
    name: String,
    path: PathBuf,
    crc: crc32fast::Hasher,
    blocks: BlockSums,
    len: u64,
    disk: Disk,
}

impl DiskFile {
    /// How long it is by now.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    /// Notes size and checksum as they are now; the next commit syncs the file. More may be written after.
    pub(crate) fn finish(&self) -> FileEntry {
        let entry = FileEntry { size: self.len, crc32: self.crc.clone().finalize() };
        let mut written = self.disk.written.lock().unwrap_or_else(PoisonError::into_inner);
        written.insert(self.name.clone(), Written { entry, blocks: self.blocks.blocks() });
        entry
    }
}

impl Write for DiskFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut bytes = bytes;
        match self.disk.fault.as_ref().map_or(Ok(()), |fault| fault(Step::Write, &self.path)) {
            Ok(()) => {}
            Err(Fail::Short) => bytes = &bytes[..bytes.len().div_ceil(2)],
            Err(Fail::Error(error)) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
            Err(Fail::Error(error)) => {
                // a full disk takes a part
                self.file.write_all(&bytes[..bytes.len() / 2])?;
                return Err(error);
            }
        }
        let written = self.file.write(bytes)?;
        self.crc.update(&bytes[..written]);
        self.blocks.update(&bytes[..written]);
        self.len += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}
