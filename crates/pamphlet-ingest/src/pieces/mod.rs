//! Large files of many records, and large texts, cut into pieces that are read apart.
//!
//! [`Pieces`] goes through a file once, front to back, and only finds where records end: that is quick. Each
//! [`Piece`] knows the byte, the line and the number that it starts at, so that its documents are those that
//! reading the whole file at once would give, whichever thread reads it. In memory are a few pieces, never
//! the file. Nothing is decoded or parsed here beyond what tells one record from the next.

mod cut;
mod members;
mod packed;

use crate::formats::archive::inner_name;
use crate::formats::records::Shape;
use crate::formats::text;
use crate::sniff::{Kind, sniff};
use crate::{Failure, Reason, Source};
use cut::Cut;
pub(crate) use packed::unpacked;
use std::io::Read;

/// How much is read at a time, and about how large a piece is.
const PIECE: usize = 1 << 20;
/// The longest record, as for a member of an archive; longer ones are named and left out.
const LONGEST: usize = 256 << 20;

/// A part of a file: whole records.
pub struct Piece {
    pub(crate) bytes: Vec<u8>,
    /// The byte of the file that it starts at.
    pub(crate) byte: u64,
    /// Lines of the file before it.
    pub(crate) line: u64,
    /// Records of the file before it.
    pub(crate) record: u64,
    pub(crate) format: Records,
    /// The file is packed: these bytes are of what is in it.
    pub(crate) packed: bool,
}

impl std::fmt::Debug for Piece {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Piece({} bytes at {})", self.bytes.len(), self.byte)
    }
}

/// Formats that are a row of records.
#[derive(Clone, Debug)]
pub(crate) enum Records {
    Lines,
    Table(std::sync::Arc<Shape>),
    Mailbox,
    Warc,
    Tar,
    /// Of a text without records, parts of the length of a document.
    Text,
}

/// The pieces of a file, in order. A record that had to be left out stands among them as its failure; after
/// an error of the system there are no more.
pub struct Pieces {
    reader: Box<dyn Read + Send>,
    shown: String,
    buffer: Vec<u8>,
    /// Nothing is left to be read.
    ended: bool,
    /// Bytes still to be passed over.
    skip: u64,
    /// Passing over what is left of a record that was too long.
    lost: bool,
    byte: u64,
    line: u64,
    record: u64,
    size: usize,
    longest: usize,
    format: Records,
    packed: bool,
}

impl std::fmt::Debug for Pieces {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pieces({} at {})", self.shown, self.byte)
    }
}

impl Pieces {
    /// Files of fewer bytes are read whole: there are other files for the other cores.
    pub const LARGE: u64 = 8 << 20;

    /// The pieces of a file, if it is a large one of records; else `None`, and it is read whole.
    ///
    /// # Errors
    /// When it cannot be opened or read.
    pub(crate) fn of(source: &Source, options: &crate::Options) -> Result<Option<Self>, Reason> {
        if source.size < Self::LARGE {
            return Ok(None);
        }
        let (file, _) = crate::ingest::open(&source.path)?;
        Self::new(Box::new(file), &source.shown, PIECE, options)
    }

    /// The pieces of what a reader gives, about `size` bytes each.
    pub(crate) fn new(
        reader: Box<dyn Read + Send>,
        shown: &str,
        size: usize,
        options: &crate::Options,
    ) -> Result<Option<Self>, Reason> {
        let Some((mut reader, packed)) = packed::unpacked(reader, size)? else { return Ok(None) };
        let name = if packed { inner_name(shown) } else { shown };
        let mut buffer = Vec::with_capacity(size);
        reader.by_ref().take(size as u64).read_to_end(&mut buffer).map_err(packed::reason(packed))?;
        // in UTF-16 a line end is no single byte
        let wide = buffer.starts_with(b"\xff\xfe") || buffer.starts_with(b"\xfe\xff");
        let kind = sniff(&buffer, name);
        if !kind.is_wanted(options) {
            buffer.clear();
            reader = Box::new(std::io::empty());
        }
        let format = match kind {
            _ if buffer.is_empty() => Records::Lines,
            Kind::Tar => Records::Tar,
            Kind::Warc => Records::Warc,
            Kind::Mbox => Records::Mailbox,
            Kind::Text if !text::is_wide(&buffer) => Records::Text,
            _ if wide || memchr::memchr(0, &buffer).is_some() => return Ok(None),
            Kind::JsonLines => Records::Lines,
            Kind::Csv => match Shape::of(&buffer, options) {
                Some(shape) if shape.has_text() => Records::Table(std::sync::Arc::new(shape)),
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        Ok(Some(Self {
            reader,
            shown: shown.to_owned(),
            buffer,
            ended: false,
            skip: 0,
            lost: false,
            byte: 0,
            line: 0,
            record: 0,
            size,
            longest: LONGEST.max(size),
            format,
            packed,
        }))
    }

    /// Reads about `wanted` more bytes.
    fn fill(&mut self, wanted: usize) -> Result<(), Reason> {
        self.buffer.reserve_exact(wanted);
        let read = self.reader.by_ref().take(wanted as u64).read_to_end(&mut self.buffer);
        let read = read.map_err(packed::reason(self.packed))?;
        self.ended = read == 0;
        Ok(())
    }

    /// Passes over the first bytes of the buffer.
    fn pass(&mut self, len: usize, records: u64) {
        self.line += cut::lines(&self.format, &self.buffer[..len]);
        self.byte += len as u64;
        self.record += records;
        self.buffer.drain(..len);
    }

    /// The failure of the record at the start of the buffer.
    fn failure(&self, name: &str, reason: Reason) -> Failure {
        Failure::new(format!("{}{name}", self.shown), reason)
    }

    fn advance(&mut self) -> Result<Option<Piece>, Failure> {
        loop {
            if self.skip > 0 {
                let len = self.buffer.len().min(usize::try_from(self.skip).unwrap_or(usize::MAX));
                self.pass(len, 0);
                self.skip -= len as u64;
                if self.skip > 0 {
                    self.fill(self.size).map_err(|reason| self.failure("", reason))?;
                    if self.ended {
                        return Ok(None);
                    }
                    continue;
                }
            }
            if self.lost {
                match cut::next_record(&self.format, &self.buffer) {
                    Some(len) => {
                        self.pass(len, 1);
                        self.lost = false;
                    }
                    None if self.ended => return Ok(None),
                    None => {
                        // a start may lie across the end of the buffer
                        let len = self.buffer.len().saturating_sub(1_000);
                        self.pass(len, 0);
                        self.fill(self.size).map_err(|reason| self.failure("", reason))?;
                        continue;
                    }
                }
            }
            if self.buffer.is_empty() && self.ended {
                return Ok(None);
            }
            match cut::cut(&self.format, &self.buffer, self.ended, self.longest) {
                Cut::Whole { len, records } if len > 0 => {
                    let rest = self.buffer.split_off(len);
                    let bytes = std::mem::replace(&mut self.buffer, rest);
                    let piece = Piece {
                        byte: self.byte,
                        line: self.line,
                        record: self.record,
                        format: self.format.clone(),
                        packed: self.packed,
                        bytes,
                    };
                    self.line += cut::lines(&self.format, &piece.bytes);
                    self.byte += len as u64;
                    self.record += records;
                    return Ok(Some(piece));
                }
                Cut::TooLong { len, name, silent } => {
                    let name = name.unwrap_or_else(|| format!("#{}", self.record + 1));
                    self.skip = len;
                    self.record += 1;
                    if !silent {
                        return Err(self.failure(&name, too_long(self.longest)));
                    }
                }
                _ if self.ended => return Ok(None),
                Cut::More(_) if self.buffer.len() > self.longest => {
                    self.lost = true;
                    let number = if matches!(self.format, Records::Lines) { self.line } else { self.record };
                    return Err(self.failure(&format!("#{}", number + 1), too_long(self.longest)));
                }
                Cut::More(wanted) => {
                    self.fill(wanted.max(self.size)).map_err(|reason| self.failure("", reason))?;
                }
                Cut::Whole { .. } | Cut::End => return Ok(None),
            }
        }
    }
}

fn too_long(limit: usize) -> Reason {
    Reason::Limit(format!("a record of more than {} MiB", limit >> 20))
}

impl Iterator for Pieces {
    type Item = Result<Piece, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.advance();
        // a record that is too long is passed over; a stream that is a bomb has no more
        if let Err(Failure { reason: Reason::Limit(what), .. }) = &next
            && what != packed::BOMB
        {
            return next.transpose();
        }
        if next.is_err() {
            // the system refuses to read on
            (self.ended, self.skip, self.lost) = (true, 0, false);
            self.buffer.clear();
        }
        next.transpose()
    }
}

#[cfg(test)]
mod tests;
