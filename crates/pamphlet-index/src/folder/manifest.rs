//! `manifest.json`: what an index consists of. Replaced as a whole, so a reader sees one commit or the next.

use super::{Disk, MANIFEST, MANIFEST_NEW, regular};
use crate::analyzer::{ANALYZER_VERSION, STEMMER};
use crate::{Error, Result};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Rises with every change of the files' layout.
pub(crate) const FORMAT: u32 = 4;

/// More bytes than the manifest of any index has: one of a thousand files has some hundred kilobytes.
const MOST_BYTES: u64 = 256 << 20;

/// The file starts with this, and what follows up to [`TAIL`] is what the checksum is taken of.
const HEAD: &[u8] = b"{\"manifest\":";
const TAIL: &[u8] = b",\n\"crc32\":\"";

/// Size and checksum of a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct FileEntry {
    pub(crate) size: u64,
    pub(crate) crc32: u32,
}

/// A segment of the inverted index.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SegmentEntry {
    /// 32 hexadecimal digits; its files start with them.
    pub(crate) id: String,
    /// Documents, with deleted ones.
    pub(crate) documents: u32,
    pub(crate) deleted: u32,
    /// The file of the documents that are alive, where some are not.
    pub(crate) alive: Option<String>,
}

/// A text pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct PackEntry {
    pub(crate) number: u32,
    /// Bytes of documents that are gone.
    pub(crate) dead: u64,
}

/// The content of `manifest.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub(crate) format: u32,
    pub(crate) analyzer: u32,
    /// The engine below and its stemmer, as they decide about files and stems.
    pub(crate) engine: String,
    /// Rises by one with each commit.
    pub(crate) commit: u64,
    pub(crate) documents: u64,
    pub(crate) words: u64,
    /// The sum of the documents' prints, 32 hexadecimal digits.
    pub(crate) prints: String,
    pub(crate) segments: Vec<SegmentEntry>,
    pub(crate) packs: Vec<PackEntry>,
    /// The file of the sources' state.
    pub(crate) sources: Option<String>,
    /// The file of copies and versions; none without documents.
    pub(crate) duplicates: Option<String>,
    /// The file of the checksums of all files' blocks; none without files.
    pub(crate) sums: Option<String>,
    /// Every file but the manifest itself, by its name below the folder.
    pub(crate) files: BTreeMap<String, FileEntry>,
}

/// What is read first, of any version.
#[derive(Deserialize)]
struct Versions {
    format: u32,
    analyzer: u32,
    engine: String,
}

#[derive(Deserialize)]
struct Whole<T> {
    manifest: T,
}

impl Manifest {
    /// Of an index without documents.
    pub(crate) fn empty() -> Self {
        Self {
            format: FORMAT,
            analyzer: ANALYZER_VERSION,
            engine: engine(),
            commit: 0,
            documents: 0,
            words: 0,
            prints: format!("{:032x}", 0),
            segments: Vec::new(),
            packs: Vec::new(),
            sources: None,
            duplicates: None,
            sums: None,
            files: BTreeMap::new(),
        }
    }

    /// The sum of the documents' prints.
    pub(crate) fn print_sum(&self) -> u128 {
        u128::from_str_radix(&self.prints, 16).unwrap_or_default()
    }

    /// Reads the manifest of an index.
    ///
    /// # Errors
    /// [`Error::NotFound`] or [`Error::Foreign`] when there is none, [`Error::Newer`], [`Error::Outdated`],
    /// [`Error::Damaged`], or when it cannot be read.
    pub(crate) fn read(dir: &Path) -> Result<Self> {
        let path = dir.join(MANIFEST);
        let bytes = match regular::read(&path, MOST_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::InvalidData => {
                return Err(Error::damaged(MANIFEST, error.to_string()));
            }
            Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
                return Err(absent(dir)?);
            }
            Err(error) => return Err(Error::io("read", &path)(error)),
        };
        match Self::parse(dir, &bytes) {
            // beside the files of an index and no others it is the manifest of one, damaged
            Err(Error::Foreign { .. }) if super::is_all_own(dir) => {
                Err(Error::damaged(MANIFEST, "cannot be read"))
            }
            result => result,
        }
    }

    pub(crate) fn parse(dir: &Path, bytes: &[u8]) -> Result<Self> {
        let damaged = |what: &str| Error::damaged(MANIFEST, what);
        if !bytes.starts_with(HEAD) {
            return Err(Error::Foreign { dir: dir.to_owned(), file: MANIFEST.to_owned() });
        }
        let tail = bytes.len().checked_sub(TAIL.len() + 8 + 3).filter(|&at| at > HEAD.len());
        let tail = tail.ok_or_else(|| damaged("is cut short"))?;
        let body = &bytes[HEAD.len()..tail];
        let crc = bytes[tail..].strip_prefix(TAIL).and_then(|rest| rest.strip_suffix(b"\"}\n"));
        if crc != Some(format!("{:08x}", crc32fast::hash(body)).as_bytes()) {
            return Err(damaged("does not have its checksum"));
        }
        let versions: Whole<Versions> =
            serde_json::from_slice(bytes).map_err(|_| damaged("does not say its versions"))?;
        let versions = versions.manifest;
        if versions.format > FORMAT {
            return Err(Error::Newer { dir: dir.to_owned(), found: versions.format, known: FORMAT });
        }
        if (versions.format, versions.analyzer, &versions.engine) != (FORMAT, ANALYZER_VERSION, &engine()) {
            let say = |format: u32, analyzer: u32, engine: &str| {
                format!("format {format}, analyzer {analyzer}, {engine}")
            };
            return Err(Error::Outdated {
                dir: dir.to_owned(),
                found: say(versions.format, versions.analyzer, &versions.engine),
                known: say(FORMAT, ANALYZER_VERSION, &engine()),
            });
        }
        let whole: Whole<Self> = serde_json::from_slice(bytes).map_err(|_| damaged("cannot be read"))?;
        Ok(whole.manifest)
    }

    /// The bytes of the file.
    fn to_bytes(&self) -> Vec<u8> {
        // a struct of strings and numbers always has a JSON form
        Self::sealed(&serde_json::to_vec(self).unwrap_or_default())
    }

    /// A file's bytes around the JSON form of a manifest.
    pub(crate) fn sealed(body: &[u8]) -> Vec<u8> {
        let crc = crc32fast::hash(body);
        [HEAD, body, TAIL, format!("{crc:08x}\"}}\n").as_bytes()].concat()
    }

    /// Replaces the manifest on disk. When this returns, the commit is durable.
    ///
    /// # Errors
    /// When the disk refuses; the old manifest is then still there, or (when only the last sync failed) the
    /// new one.
    pub(crate) fn write(&self, disk: &Disk) -> Result<()> {
        let path = disk.path(MANIFEST_NEW);
        // left by a writer that was killed
        if path.exists() {
            disk.remove(MANIFEST_NEW)?;
        }
        let mut file = disk.create(MANIFEST_NEW).map_err(Error::io("create", &path))?;
        file.write_all(&self.to_bytes()).map_err(Error::io("write", &path))?;
        drop(file);
        disk.sync(MANIFEST_NEW)?;
        disk.rename(MANIFEST_NEW, MANIFEST)?;
        disk.sync_folder("")
    }
}

/// What a folder without a manifest is.
fn absent(dir: &Path) -> Result<Error> {
    let dir = dir.to_owned();
    Ok(match super::foreign(&dir) {
        Ok(Some(file)) => Error::Foreign { dir, file },
        _ => Error::NotFound { dir },
    })
}

/// The engine and its stemmer: a change of either changes files or stems.
fn engine() -> String {
    format!("{}, stemmer {STEMMER}", tantivy::version_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flipped_bit_and_every_cut_is_seen() {
        let dir = Path::new("index");
        let bytes = Manifest::empty().to_bytes();
        assert_eq!(Manifest::parse(dir, &bytes).unwrap(), Manifest::empty());
        for at in 0..bytes.len() {
            assert!(Manifest::parse(dir, &bytes[..at]).is_err(), "cut at {at}");
            for bit in 0..8 {
                let mut flipped = bytes.clone();
                flipped[at] ^= 1 << bit;
                assert!(Manifest::parse(dir, &flipped).is_err(), "byte {at} bit {bit}");
            }
        }
    }

    #[test]
    fn versions_are_told_apart() {
        let dir = Path::new("index");
        let newer = Manifest { format: FORMAT + 1, ..Manifest::empty() };
        assert!(matches!(Manifest::parse(dir, &newer.to_bytes()), Err(Error::Newer { .. })));
        let other = Manifest { analyzer: ANALYZER_VERSION + 1, ..Manifest::empty() };
        assert!(matches!(Manifest::parse(dir, &other.to_bytes()), Err(Error::Outdated { .. })));
    }
}
