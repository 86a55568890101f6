//! Large files that are packed (gzip, xz, zstd), unpacked as they are read.

use crate::Reason;
use crate::formats::archive::{Budget, Packed};
use crate::sniff::{Kind, sniff};
use std::io::{BufReader, Cursor, Error, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Bytes as they come.
type Stream = Box<dyn Read + Send>;

/// What an error says of a stream that unpacks to too much.
pub(super) const BOMB: &str = "unpacks to more than 100 times its size";

/// What the reader gives, unpacked if it is packed, and whether it was. `None` for a packer that is not
/// unpacked as a stream.
pub(crate) fn unpacked(mut reader: Stream, size: usize) -> Result<Option<(Stream, bool)>, Reason> {
    let mut head = Vec::new();
    reader.by_ref().take(size.min(1 << 16) as u64).read_to_end(&mut head)?;
    let packer = match sniff(&head, "") {
        Kind::Gzip => Packed::Gzip,
        Kind::Xz => Packed::Xz,
        Kind::Zstd => Packed::Zstd,
        Kind::Bzip2 => return Ok(None),
        _ => return Ok(Some((Box::new(Cursor::new(head).chain(reader)), false))),
    };
    let read = Arc::new(AtomicU64::new(0));
    let packed = Counted { reader: Cursor::new(head).chain(reader), read: Arc::clone(&read) };
    let stream = packer.stream(BufReader::with_capacity(1 << 16, packed)).map_err(reason(true))?;
    Ok(stream.ok().map(|inner| (Box::new(Guarded { inner, read, given: 0 }) as Stream, true)))
}

/// Why reading failed: of what is packed, mostly because it is damaged.
pub(super) fn reason(packed: bool) -> impl Fn(Error) -> Reason {
    use std::io::ErrorKind::{InvalidData, InvalidInput, Other, UnexpectedEof};
    move |error| match error.kind() {
        Other if packed && error.to_string() == BOMB => Reason::Limit(BOMB.to_owned()),
        InvalidData | InvalidInput | Other | UnexpectedEof if packed => Reason::Damaged(error.to_string()),
        _ => Reason::from(error),
    }
}

/// Counts what is read.
struct Counted<R> {
    reader: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let len = self.reader.read(buffer)?;
        self.read.fetch_add(len as u64, Ordering::Relaxed);
        Ok(len)
    }
}

/// Ends a stream that unpacks to far more than was read.
struct Guarded {
    inner: Box<dyn Read + Send>,
    read: Arc<AtomicU64>,
    given: u64,
}

impl Read for Guarded {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let len = self.inner.read(buffer)?;
        self.given += len as u64;
        let allowed = self.read.load(Ordering::Relaxed).saturating_mul(Budget::RATIO).max(Budget::FREE);
        if self.given > allowed { Err(Error::other(BOMB)) } else { Ok(len) }
    }
}
