//! What is known of every file that was indexed: `sources-N.bin`, packed by zstd.

use super::SourceFailure;
use crate::{Error, Result};
use std::collections::HashMap;
use std::ffi::{OsStr, OsString};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The first bytes of the unpacked file.
const MAGIC: &[u8; 8] = b"pamphsr2";

/// A file that was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Known {
    /// Its absolute path as it was reached: below its root, links not followed.
    pub(super) place: PathBuf,
    pub(super) size: u64,
    /// Nanoseconds since 1970.
    pub(super) modified: i64,
    /// Of its content.
    pub(super) hash: [u8; 16],
    /// It could not be read for a reason that may pass: it is read again next time, changed or not.
    pub(super) retry: bool,
    /// How many documents the index holds of it.
    pub(super) documents: u64,
    /// What of it gave no document.
    pub(super) failures: Vec<SourceFailure>,
}

/// The number of a file in the column `source`, from its identity.
pub(super) fn number_of(identity: &OsStr) -> u64 {
    let hash = blake3::hash(identity.as_encoded_bytes());
    hash.as_bytes().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

impl Known {
    /// Makes the file count as changed.
    pub(super) fn forget_content(&mut self) {
        self.retry = true;
        self.hash = [0; 16];
    }
}

/// All files by identity (the absolute path without links), as it is written: a path without links is written
/// in one way, and comparing paths part by part was a quarter of a run over files that did not change.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sources {
    /// The way in which the files were read.
    pub(super) version: String,
    pub(super) files: HashMap<OsString, Known>,
}

impl Sources {
    /// The file's content, the same for the same state.
    pub(super) fn to_bytes(&self) -> Result<Vec<u8>> {
        let mut order: Vec<_> = self.files.iter().collect();
        order.sort_by(|a, b| Path::new(a.0).cmp(Path::new(b.0)));
        let mut out = Vec::with_capacity(self.files.len() * 128);
        out.extend_from_slice(MAGIC);
        bytes(&mut out, self.version.as_bytes());
        number(&mut out, order.len() as u64);
        let mut last: &[u8] = &[];
        for (identity, known) in order {
            let path = identity.as_encoded_bytes();
            // sorted paths share most of their start
            let shared = path.iter().zip(last).take_while(|(a, b)| a == b).count();
            number(&mut out, shared as u64);
            bytes(&mut out, &path[shared..]);
            last = path;
            let place = known.place.as_os_str().as_encoded_bytes();
            let same = place == path;
            out.push(u8::from(same) | u8::from(known.retry) << 1);
            if !same {
                bytes(&mut out, place);
            }
            number(&mut out, known.size);
            out.extend_from_slice(&known.modified.to_le_bytes());
            out.extend_from_slice(&known.hash);
            number(&mut out, known.documents);
            number(&mut out, known.failures.len() as u64);
            for failure in &known.failures {
                bytes(&mut out, failure.path.as_bytes());
                bytes(&mut out, failure.reason.as_bytes());
            }
        }
        zstd::bulk::compress(&out, 1).map_err(Error::io("pack", "sources".as_ref()))
    }

    /// Reads it back; `name` is for the message.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub(super) fn of_bytes(packed: &[u8], name: &str) -> Result<Self> {
        unpacked(packed).and_then(|bytes| read(&bytes)).ok_or_else(|| Error::damaged(name, "cannot be read"))
    }
}

/// What a file may unpack to whatever its size, and how many times its size beyond that: a state has a checksum
/// and a time for each file, which do not pack.
const FREE: u64 = 64 << 20;
const RATIO: u64 = 100;
/// The fewest bytes of a file's entry.
const LEAST: u64 = 31;
/// No system has longer paths.
const LONGEST_PATH: usize = 64 << 10;

fn unpacked(packed: &[u8]) -> Option<Vec<u8>> {
    let limit = FREE.max(RATIO.saturating_mul(packed.len() as u64));
    let mut bytes = Vec::new();
    zstd::stream::Decoder::new(packed).ok()?.take(limit + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= limit).then_some(bytes)
}

/// The places of all files in a list, and how many documents they gave.
pub(crate) fn places_of(packed: &[u8]) -> Option<(Vec<PathBuf>, u64)> {
    let files = Sources::of_bytes(packed, "").ok()?.files;
    let documents = files.values().map(|known| known.documents).sum();
    Some((files.into_values().map(|known| known.place).collect(), documents))
}

fn number(out: &mut Vec<u8>, value: u64) {
    let mut value = value;
    while value >= 0x80 {
        out.push(value as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn read(input: &[u8]) -> Option<Sources> {
    let mut input = input.strip_prefix(MAGIC)?;
    let version = take_str(&mut input)?;
    let count = take_number(&mut input)?;
    let mut files = HashMap::with_capacity(count.min(input.len() as u64 / LEAST) as usize);
    let mut last: Vec<u8> = Vec::new();
    for _ in 0..count {
        let shared = take_number(&mut input)?;
        last.truncate(usize::try_from(shared).ok().filter(|&shared| shared <= last.len())?);
        last.extend_from_slice(take_bytes(&mut input)?);
        if last.len() > LONGEST_PATH {
            return None;
        }
        let identity = path(&last)?;
        let flags = take(&mut input, 1)?[0];
        let place = if flags & 1 == 1 { identity.clone() } else { path(take_bytes(&mut input)?)? };
        let size = take_number(&mut input)?;
        let modified = i64::from_le_bytes(take(&mut input, 8)?.try_into().ok()?);
        let hash = take(&mut input, 16)?.try_into().ok()?;
        let documents = take_number(&mut input)?;
        let count = take_number(&mut input)?;
        let mut failures = Vec::new();
        for _ in 0..count {
            let (path, reason) = (take_str(&mut input)?, take_str(&mut input)?);
            failures.push(SourceFailure { path, reason, keep: false });
        }
        let retry = flags & 2 != 0;
        files.insert(
            identity.into_os_string(),
            Known { place, size, modified, hash, retry, documents, failures },
        );
    }
    input.is_empty().then_some(Sources { version, files })
}

/// Reads any bytes, unpacked.
#[cfg(any(test, fuzzing))]
pub(crate) fn read_state(bytes: &[u8]) {
    let _ = read(bytes);
}

fn take<'b>(input: &mut &'b [u8], len: usize) -> Option<&'b [u8]> {
    let (taken, rest) = input.split_at_checked(len)?;
    *input = rest;
    Some(taken)
}

fn take_number(input: &mut &[u8]) -> Option<u64> {
    let mut value = 0u64;
    for shift in (0..64).step_by(7) {
        let byte = take(input, 1)?[0];
        value |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return Some(value);
        }
    }
    None
}

fn take_bytes<'b>(input: &mut &'b [u8]) -> Option<&'b [u8]> {
    let len = usize::try_from(take_number(input)?).ok()?;
    take(input, len)
}

fn take_str(input: &mut &[u8]) -> Option<String> {
    std::str::from_utf8(take_bytes(input)?).ok().map(str::to_owned)
}

/// A path from the bytes that its name has.
#[cfg(unix)]
fn path(bytes: &[u8]) -> Option<PathBuf> {
    use std::os::unix::ffi::OsStrExt;
    Some(PathBuf::from(std::ffi::OsStr::from_bytes(bytes)))
}

#[cfg(not(unix))]
fn path(bytes: &[u8]) -> Option<PathBuf> {
    std::str::from_utf8(bytes).ok().map(PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back_and_no_cut_is_taken_for_whole() {
        let mut sources = Sources { version: "1".into(), ..Sources::default() };
        for i in 0..50 {
            let known = Known {
                place: format!("/corpus/{}/{i}.txt", if i % 2 == 0 { "a" } else { "link" }).into(),
                size: i * 1000,
                modified: i as i64 - 7,
                hash: [i as u8; 16],
                retry: i % 3 == 0,
                failures: vec![SourceFailure { path: i.to_string(), ..Default::default() }; (i % 2) as usize],
                documents: i % 4,
            };
            sources.files.insert(format!("/corpus/a/{i}.txt").into(), known);
        }
        let packed = sources.to_bytes().unwrap();
        assert_eq!(Sources::of_bytes(&packed, "sources").unwrap(), sources);
        let raw = zstd::stream::decode_all(&packed[..]).unwrap();
        for len in 0..raw.len() {
            assert!(read(&raw[..len]).is_none());
        }
    }

    #[test]
    fn what_swells_is_refused() {
        let packed = zstd::bulk::compress(&vec![0; FREE as usize + 1], 1).unwrap();
        assert!(unpacked(&packed).is_none());
        // two long paths that share all but a byte, over and over
        let mut out = MAGIC.to_vec();
        bytes(&mut out, b"1");
        number(&mut out, 1);
        number(&mut out, 0);
        bytes(&mut out, &vec![b'a'; LONGEST_PATH + 1]);
        assert!(read(&out).is_none());
    }
}
