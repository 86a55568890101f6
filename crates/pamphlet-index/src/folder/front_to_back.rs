//! A file that is read nearly front to back, through a window that moves: no more of it is in memory.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

/// Bytes of the window. More are read at once when more are asked for.
const WINDOW: usize = 1 << 17;

/// A file of a segment.
pub(crate) struct FrontToBack {
    file: File,
    len: usize,
    /// Where the window starts, and what is in it.
    window: Mutex<(usize, OwnedBytes)>,
}

impl FrontToBack {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let len = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        Ok(Self { file, len, window: Mutex::new((0, OwnedBytes::empty())) })
    }
}

impl std::fmt::Debug for FrontToBack {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "FrontToBack({} bytes)", self.len)
    }
}

impl HasLen for FrontToBack {
    fn len(&self) -> usize {
        self.len
    }
}

impl FileHandle for FrontToBack {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        if range.end > self.len || range.start > range.end {
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "the file is shorter"));
        }
        let mut window = self.window.lock().unwrap_or_else(PoisonError::into_inner);
        let (start, bytes) = &mut *window;
        if range.start < *start || range.end > *start + bytes.len() {
            let end = range.end.max((range.start + WINDOW).min(self.len));
            let mut read = vec![0; end - range.start];
            super::read_at(&self.file, &mut read, range.start as u64)?;
            (*start, *bytes) = (range.start, OwnedBytes::new(read));
        }
        Ok(bytes.slice(range.start - *start..range.end - *start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_ranges_come_back() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("a.idx");
        let bytes: Vec<u8> = (0..WINDOW * 3 + 77).map(|n| (n * 7 % 251) as u8).collect();
        std::fs::write(&path, &bytes).unwrap();
        let file = FrontToBack::open(&path).unwrap();
        for range in [0..5, 3..WINDOW, WINDOW - 1..WINDOW + 1, 10..WINDOW * 2, 0..bytes.len(), 7..7, 0..1] {
            assert_eq!(file.read_bytes(range.clone()).unwrap().as_slice(), &bytes[range]);
        }
        assert!(file.read_bytes(5..bytes.len() + 1).is_err());
    }
}
