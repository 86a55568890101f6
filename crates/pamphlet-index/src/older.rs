//! An index of another version: what it was made of, as far as that can still be told.
//!
//! Only the list of its files is looked at, whose form outlasts that of the rest. Nothing is changed here.

use crate::folder::{FileEntry, Manifest, regular};
use crate::sync::{Places, places_of};
use crate::{Error, Result};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// An index that this version cannot read, but whose files it knows.
#[derive(Clone, Debug)]
pub struct Older {
    /// What it was made with.
    pub found: String,
    /// The files that all its documents come from, by their absolute paths.
    pub files: Vec<PathBuf>,
}

/// What is read of a manifest of any version.
#[derive(Deserialize)]
struct Body {
    documents: u64,
    sources: String,
    files: BTreeMap<String, FileEntry>,
}

#[derive(Deserialize)]
struct Whole {
    manifest: Body,
}

impl Older {
    /// The index in a folder, if it is of another version. `None` also where its documents do not all come from
    /// files, or cannot be told from which.
    pub fn of(dir: impl AsRef<Path>) -> Option<Self> {
        let dir = dir.as_ref();
        let Err(Error::Outdated { found, .. }) = Manifest::read(dir) else { return None };
        let manifest = regular::read(&dir.join(crate::folder::MANIFEST), u64::MAX).ok()?;
        let body = serde_json::from_slice::<Whole>(&manifest).ok()?.manifest;
        let entry = body.files.get(&body.sources)?;
        if !crate::folder::is_numbered(&body.sources) {
            return None;
        }
        let path = dir.join(&body.sources);
        let bytes = regular::read(&path, entry.size).ok()?;
        if bytes.len() as u64 != entry.size || crc32fast::hash(&bytes) != entry.crc32 {
            return None;
        }
        let (files, documents) = places_of(&bytes)?;
        (documents == body.documents).then_some(Self { found, files })
    }

    /// Whether every file stands below one of these paths, so that reading them again loses no document whose file
    /// is still there.
    ///
    /// # Errors
    /// [`Error::RootMissing`].
    pub fn is_below(&self, roots: &[PathBuf]) -> Result<bool> {
        let places = Places::of(roots)?;
        Ok(self.files.iter().all(|file| places.is_below(file)))
    }
}
