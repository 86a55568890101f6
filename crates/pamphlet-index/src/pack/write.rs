//! Appending records to packs.

use super::{MAGIC, PACK_LIMIT, Place};
use crate::folder::{Disk, DiskFile, Written, pack_name};
use crate::{Error, Result};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};

/// Writes are gathered to blocks of that many bytes.
const BUFFER: usize = 1 << 18;

/// Appends records to the last pack, or to a new one when that is full.
pub(crate) struct PackWriter {
    disk: Disk,
    number: u32,
    /// Where the last commit left the pack; none: it is a new one.
    entry: Option<Written>,
    /// Opened by the first record.
    file: Option<DiskFile>,
    buffer: Vec<u8>,
}

impl PackWriter {
    /// Goes on behind the pack `last` with its size and checksum, or starts the first.
    pub(crate) fn new(disk: &Disk, last: Option<(u32, Written)>) -> Self {
        let (number, entry) = match last {
            Some((number, last)) if last.entry.size < PACK_LIMIT => (number, Some(last)),
            Some((number, _)) => (number + 1, None),
            None => (1, None),
        };
        Self { disk: disk.clone(), number, entry, file: None, buffer: Vec::new() }
    }

    /// Starts the pack after the one of this number.
    pub(crate) fn after(disk: &Disk, number: u32) -> Self {
        Self { disk: disk.clone(), number: number + 1, entry: None, file: None, buffer: Vec::new() }
    }

    /// Appends a record; returns its place.
    pub(crate) fn append(&mut self, record: &[u8]) -> Result<Place> {
        if self.file.as_ref().is_some_and(|file| file.len() + self.buffer.len() as u64 >= PACK_LIMIT) {
            self.finish()?;
            (self.number, self.entry, self.file) = (self.number + 1, None, None);
        }
        if self.file.is_none() {
            let name = pack_name(self.number);
            let file = match &self.entry {
                Some(entry) => self.disk.append(&name, entry),
                None => self.disk.create(&name),
            };
            let file = file.map_err(Error::io("open", &self.disk.path(&name)))?;
            if file.len() == 0 {
                self.buffer.extend_from_slice(MAGIC);
            }
            self.file = Some(file);
        }
        let len = self.file.as_ref().map_or(0, DiskFile::len);
        let place = Place { pack: self.number, offset: len + self.buffer.len() as u64 };
        let size = (record.len() as u64).to_le_bytes();
        self.buffer.extend_from_slice(&size[..5]);
        self.buffer.extend_from_slice(record);
        if self.buffer.len() >= BUFFER {
            self.flush()?;
        }
        Ok(place)
    }

    /// How many bytes a record that was appended takes in its pack.
    pub(crate) fn record_len(&mut self, place: Place) -> Result<u64> {
        if place.pack == self.number {
            self.flush()?;
        }
        let path = self.disk.path(&pack_name(place.pack));
        let read = || {
            let mut file = File::open(&path)?;
            file.seek(SeekFrom::Start(place.offset))?;
            let mut len = [0; 8];
            file.read_exact(&mut len[..5])?;
            Ok(5 + u64::from_le_bytes(len))
        };
        read().map_err(Error::io("read", &path))
    }

    fn flush(&mut self) -> Result<()> {
        if let Some(file) = &mut self.file {
            file.write_all(&self.buffer).map_err(Error::io("write", file.path()))?;
            self.buffer.clear();
        }
        Ok(())
    }

    /// Writes what is left and notes the pack's size for the next commit. Returns the number of the pack
    /// that was written to.
    pub(crate) fn finish(&mut self) -> Result<Option<u32>> {
        self.flush()?;
        Ok(self.file.as_ref().map(|file| {
            file.finish();
            self.number
        }))
    }
}
