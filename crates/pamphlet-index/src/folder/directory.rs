//! The folder `segments/`, as the engine below sees it.
//!
//! The engine's own lists (`meta.json`, `.managed.json`) stay in memory: the manifest is the one root of
//! truth. Nothing is deleted and nothing synced here; the commit does both in its order. No lock is taken,
//! so that an index on a read-only disk can be searched.

use super::front_to_back::FrontToBack;
use super::{Checked, Disk, DiskFile, SEGMENTS, Sums};
use std::collections::HashMap;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite, WatchCallback,
    WatchHandle, WritePtr,
};

/// Reads by memory map, writes through a [`Disk`] when there is one.
#[derive(Clone, Debug)]
pub(crate) struct SegmentDirectory {
    maps: MmapDirectory,
    disk: Option<Disk>,
    sums: Sums,
    /// The long files are read through a window instead of being mapped.
    windowed: bool,
    lists: Arc<RwLock<HashMap<PathBuf, Vec<u8>>>>,
}

impl SegmentDirectory {
    /// For reading only, files that `sums` knows compared as they are read; the folder must be there.
    ///
    /// # Errors
    /// When it is not.
    pub(crate) fn reading(dir: &Path, sums: &Sums) -> tantivy::Result<Self> {
        let maps = MmapDirectory::open(dir.join(SEGMENTS))?;
        Ok(Self { maps, disk: None, sums: sums.clone(), windowed: false, lists: Arc::default() })
    }

    /// For writing too.
    ///
    /// # Errors
    /// When the folder is not there.
    pub(crate) fn writing(disk: &Disk, sums: &Sums) -> tantivy::Result<Self> {
        Ok(Self { disk: Some(disk.clone()), ..Self::reading(disk.root(), sums)? })
    }
}

impl SegmentDirectory {
    /// For writing, and for reading the parts of a merge: what is mapped counts as this process's memory once it was
    /// looked at, and a merge looks at everything.
    ///
    /// # Errors
    /// When the folder is not there.
    pub(crate) fn merging(disk: &Disk, sums: &Sums) -> tantivy::Result<Self> {
        Ok(Self { windowed: true, ..Self::writing(disk, sums)? })
    }
}

impl Directory for SegmentDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        // what this process wrote since the last commit has no sums yet
        let sums = path.to_str().and_then(|name| self.sums.of(&format!("{SEGMENTS}/{name}")));
        let Some(sums) = sums else {
            let long = path.extension().is_some_and(|ending| ending == "idx" || ending == "pos");
            if let Some(disk) = self.disk.as_ref().filter(|_| self.windowed && long) {
                return match FrontToBack::open(&disk.path(SEGMENTS).join(path)) {
                    Ok(file) => Ok(Arc::new(file)),
                    Err(error) => Err(OpenReadError::wrap_io_error(error, path.to_owned())),
                };
            }
            return self.maps.get_file_handle(path);
        };
        let file = self.maps.get_file_handle(path)?;
        let checked = Checked::new(&*file, sums);
        Ok(Arc::new(checked.map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))?))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.lists.write().unwrap_or_else(PoisonError::into_inner).remove(path);
        Ok(())
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        if self.lists.read().unwrap_or_else(PoisonError::into_inner).contains_key(path) {
            return Ok(true);
        }
        self.maps.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let wrap = |error: io::Error| OpenWriteError::wrap_io_error(error, path.to_owned());
        let name = path.to_str().filter(|_| self.disk.is_some());
        let (Some(name), Some(disk)) = (name, &self.disk) else {
            return Err(wrap(io::Error::new(io::ErrorKind::PermissionDenied, "opened for reading")));
        };
        let file = disk.create(&format!("{SEGMENTS}/{name}")).map_err(wrap)?;
        Ok(BufWriter::with_capacity(1 << 16, Box::new(SegmentFile(file))))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let lists = self.lists.read().unwrap_or_else(PoisonError::into_inner);
        lists.get(path).cloned().ok_or_else(|| OpenReadError::FileDoesNotExist(path.to_owned()))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.lists.write().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned(), data.to_owned());
        Ok(())
    }

    fn sync_directory(&self) -> io::Result<()> {
        Ok(())
    }

    fn acquire_lock(&self, _lock: &Lock) -> Result<DirectoryLock, LockError> {
        Ok(DirectoryLock::from(Box::new(())))
    }

    fn watch(&self, _callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        Ok(WatchHandle::empty())
    }
}

/// A file of a segment on its way to the disk.
struct SegmentFile(DiskFile);

impl Write for SegmentFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl TerminatingWrite for SegmentFile {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        self.0.finish();
        Ok(())
    }
}
