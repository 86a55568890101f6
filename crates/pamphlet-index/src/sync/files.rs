//! The files that an index was made of, for whoever compares them with what the index holds.

use super::state::{Sources, number_of};
use crate::folder::read_checked;
use crate::{Reader, Result};
use std::collections::HashMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A file that the index was made of, as it was then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IndexedFile {
    /// Its absolute path, below the root that it was found under; links are not followed.
    pub path: PathBuf,
    /// Its absolute path without links.
    pub identity: PathBuf,
    /// Size in bytes.
    pub size: u64,
    /// The first 16 bytes of the BLAKE3 hash of its content; zeros when that is not known.
    pub hash: [u8; 16],
    /// The ids of its documents.
    pub documents: Vec<String>,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct IndexedFiles {
    /// The way in which they were read; see [`Documents::version`](super::Documents::version).
    pub version: String,
    /// In the order of their identities. None in an index that was not made from files.
    pub files: Vec<IndexedFile>,
}

impl Reader {
    /// The files that the index was made of.
    ///
    /// # Errors
    /// When the list of them is damaged or cannot be read.
    pub fn indexed_files(&self) -> Result<IndexedFiles> {
        let Some(name) = &self.manifest.sources else { return Ok(IndexedFiles::default()) };
        let sources = Sources::of_bytes(&read_checked(&self.dir, name, &self.manifest)?, name)?;
        let mut ids = self.ids_by_source()?;
        let mut files = Vec::with_capacity(sources.files.len());
        for (identity, known) in sources.files {
            let super::state::Known { place: path, size, hash, .. } = known;
            let mut documents = ids.remove(&number_of(&identity)).unwrap_or_default();
            documents.sort_unstable();
            files.push(IndexedFile { path, identity: identity.into(), size, hash, documents });
        }
        files.sort_by(|a, b| a.identity.cmp(&b.identity));
        Ok(IndexedFiles { version: sources.version, files })
    }

    /// The ids of the documents of each file, by its number.
    fn ids_by_source(&self) -> Result<HashMap<u64, Vec<String>>> {
        let mut found: HashMap<u64, Vec<String>> = HashMap::new();
        for segment in self.segments() {
            let Some(sources) = segment.source()? else { continue };
            let ids = segment.id()?;
            for doc in (0..segment.max_doc()).filter(|&doc| segment.is_alive(doc)) {
                if let (Some(source), Some(id)) = (sources.first(doc), ids.first(doc)) {
                    // what is read from files has ids of 16 digits
                    found.entry(source).or_default().push(format!("{id:016x}"));
                }
            }
        }
        Ok(found)
    }
}

/// The first 16 bytes of the BLAKE3 hash of a file; none when it cannot be read as one.
pub fn content_hash(path: &Path) -> Option<[u8; 16]> {
    // opening a pipe would wait for who writes to it
    if !path.metadata().is_ok_and(|metadata| metadata.is_file()) {
        return None;
    }
    let mut file = File::open(path).ok()?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(len) => hasher.update(&buffer[..len]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(_) => return None,
        };
    }
    hasher.finalize().as_bytes()[..16].try_into().ok()
}
