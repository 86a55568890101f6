//! One writer at a time: a lock of the operating system on a file that stays.
//!
//! The lock goes with its process, so a file left behind by one that was killed locks nothing.

use super::LOCK;
use crate::{Error, Result};
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

/// Held while an index is written.
#[derive(Debug)]
pub(crate) struct Lock {
    file: File,
}

impl Lock {
    /// Takes the lock, waiting for it when `wait`.
    ///
    /// # Errors
    /// [`Error::Locked`] when another process writes, or when the file cannot be made.
    pub(crate) fn take(dir: &Path, wait: bool) -> Result<Self> {
        let path = dir.join(LOCK);
        // the lock of a folder that somebody else made could be a link to any file
        super::regular::may_be_written(&path).map_err(Error::io("open", &path))?;
        let mut file = OpenOptions::new()
            .read(true)
            .write(true)
            .create(true)
            .truncate(false)
            .open(&path)
            .map_err(Error::io("open", &path))?;
        if wait {
            file.lock().map_err(Error::io("lock", &path))?;
        } else {
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => {
                    let mut holder = String::new();
                    // who holds it is only a help to the reader of the message
                    let _ = file.read_to_string(&mut holder);
                    let holder = holder.trim();
                    let holder = if holder.is_empty() { "another process" } else { holder }.to_owned();
                    return Err(Error::Locked { dir: dir.to_owned(), holder });
                }
                Err(TryLockError::Error(error)) => return Err(Error::io("lock", &path)(error)),
            }
        }
        let _ = file.set_len(0);
        let _ = file.rewind();
        let _ = writeln!(file, "process {}", std::process::id());
        Ok(Self { file })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // closing is not enough: a program that another thread is just starting has a copy of the open file until it runs
        let _ = self.file.unlock();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_of_the_open_file_locks_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let lock = Lock::take(dir.path(), false).unwrap();
        // what a process has between its fork and its start
        let _copy = lock.file.try_clone().unwrap();
        assert!(matches!(Lock::take(dir.path(), false), Err(Error::Locked { .. })));
        drop(lock);
        Lock::take(dir.path(), false).unwrap();
    }
}
