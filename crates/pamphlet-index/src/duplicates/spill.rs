//! Rows of fixed width on disk: what the documents of a commit leave, so that memory holds none of it.
//!
//! Files here belong to one writer. They are gone with it; what a crash leaves, the next writer removes.

use super::signature::{BINS, Signature};
use super::{Entry, file::NONE};
use crate::folder::{Disk, DiskFile};
use crate::{Error, Result};
use std::fs::File;
use std::io::Write;
use std::path::PathBuf;

/// Bytes of a row: id, content, cluster, kind, signature.
const ROW: usize = 8 + 8 + 4 + 1 + BINS;
/// Rows that are read or written at a time.
const BLOCK: usize = 1 << 12;

/// A document, or the word that it is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) entry: Entry,
    /// The cluster that it was in at the last commit, or [`NONE`].
    pub(super) cluster: u32,
    pub(super) gone: bool,
}

impl Row {
    pub(super) fn of(entry: Entry) -> Self {
        Self { entry, cluster: NONE, gone: false }
    }

    pub(super) fn gone(id: u64) -> Self {
        Self { entry: Entry { id, content: 0, signature: None }, cluster: NONE, gone: true }
    }

    fn put(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(&self.entry.id.to_le_bytes());
        out.extend_from_slice(&self.entry.content.to_le_bytes());
        out.extend_from_slice(&self.cluster.to_le_bytes());
        out.push(u8::from(self.gone) << 1 | u8::from(self.entry.signature.is_some()));
        out.extend_from_slice(&self.entry.signature.unwrap_or([0; BINS]));
    }

    fn take(bytes: &[u8; ROW]) -> Self {
        let long = |at: usize| bytes[at..].first_chunk().map_or(0, |eight| u64::from_le_bytes(*eight));
        let signature: Option<&Signature> = bytes[21..].first_chunk();
        Self {
            entry: Entry {
                id: long(0),
                content: long(8),
                signature: signature.copied().filter(|_| bytes[20] & 1 == 1),
            },
            cluster: bytes[16..].first_chunk().map_or(NONE, |four| u32::from_le_bytes(*four)),
            gone: bytes[20] & 2 != 0,
        }
    }
}

/// The name of a file here, which is removed when this is dropped.
struct Named {
    disk: Disk,
    name: String,
}

impl Drop for Named {
    fn drop(&mut self) {
        // one that stays is removed by the next writer
        let _ = self.disk.remove(&self.name);
    }
}

/// A file of rows that is being written.
pub(super) struct RowWriter {
    named: Named,
    file: DiskFile,
    buffer: Vec<u8>,
    rows: usize,
}

impl RowWriter {
    pub(super) fn create(disk: &Disk, name: &str) -> Result<Self> {
        let file = disk.create(name).map_err(Error::io("create", &disk.path(name)))?;
        let named = Named { disk: disk.clone(), name: name.to_owned() };
        Ok(Self { named, file, buffer: Vec::new(), rows: 0 })
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows
    }

    pub(super) fn push(&mut self, row: &Row) -> Result<()> {
        row.put(&mut self.buffer);
        self.rows += 1;
        if self.buffer.len() >= BLOCK * ROW { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        self.file.write_all(&self.buffer).map_err(Error::io("write", self.file.path()))?;
        self.buffer.clear();
        Ok(())
    }

    /// The rows, for reading.
    pub(super) fn finish(mut self) -> Result<Rows> {
        self.flush()?;
        let path = self.named.disk.path(&self.named.name);
        let file = File::open(&path).map_err(Error::io("open", &path))?;
        Ok(Rows { file, path, rows: self.rows, _named: self.named })
    }
}

/// A file of rows, for reading.
pub(super) struct Rows {
    file: File,
    path: PathBuf,
    rows: usize,
    _named: Named,
}

impl Rows {
    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.rows
    }

    /// One row.
    pub(super) fn get(&self, at: u32) -> Result<Row> {
        let mut bytes = [0; ROW];
        self.read(&mut bytes, at as usize)?;
        Ok(Row::take(&bytes))
    }

    /// Calls `each` for all rows with their numbers, in order.
    pub(super) fn for_each(&self, mut each: impl FnMut(u32, &Row) -> Result<()>) -> Result<()> {
        let mut cursor = Cursor::over(0, self.rows);
        let mut at = 0;
        while let Some(row) = cursor.next(self)? {
            each(at, &row)?;
            at += 1;
        }
        Ok(())
    }

    fn read(&self, bytes: &mut [u8], row: usize) -> Result<()> {
        crate::folder::read_at(&self.file, bytes, (row * ROW) as u64).map_err(Error::io("read", &self.path))
    }
}

/// A place in a file of rows.
pub(super) struct Cursor {
    next: usize,
    end: usize,
    buffer: Vec<u8>,
    at: usize,
}

impl Cursor {
    /// From the row `start` to before `end`.
    pub(super) fn over(start: usize, end: usize) -> Self {
        Self { next: start, end, buffer: Vec::new(), at: 0 }
    }

    /// The next row of the range.
    pub(super) fn next(&mut self, rows: &Rows) -> Result<Option<Row>> {
        if self.at == self.buffer.len() {
            // many runs are read side by side, each with a small buffer
            let count = (self.end - self.next).min(BLOCK / 8);
            self.buffer.resize(count * ROW, 0);
            rows.read(&mut self.buffer, self.next)?;
            self.next += count;
            self.at = 0;
        }
        let Some(bytes) = self.buffer[self.at..].first_chunk() else { return Ok(None) };
        self.at += ROW;
        Ok(Some(Row::take(bytes)))
    }
}
