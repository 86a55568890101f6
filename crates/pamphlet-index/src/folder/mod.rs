//! The files of an index, and the order in which they become durable.
//!
//! Every file is written once under a new name (text packs only grow), its checksum taken on the way. A
//! commit syncs what is new, then the folders, then replaces the manifest; files that it no longer names
//! are removed after that. So whatever happens, the manifest on disk names files that are whole.

mod directory;
mod disk;
mod front_to_back;
mod lock;
mod manifest;
pub(crate) mod regular;
mod sums;

pub(crate) use directory::SegmentDirectory;
pub(crate) use disk::{Disk, DiskFile, Fault};
#[cfg(test)]
pub(crate) use disk::{Fail, Step};
pub(crate) use lock::Lock;
pub(crate) use manifest::{FileEntry, Manifest, PackEntry, SegmentEntry};
pub(crate) use sums::{Checked, Sums, Written, read_checked, sums_of};

use crate::{Error, Result};
use std::fs::File;
use std::path::Path;

/// The manifest's name.
pub(crate) const MANIFEST: &str = "manifest.json";
/// Where it is written before it takes that name.
pub(crate) const MANIFEST_NEW: &str = "manifest.json.new";
/// The lock's name.
pub(crate) const LOCK: &str = "lock";
/// The folder of the engine's files.
pub(crate) const SEGMENTS: &str = "segments";
/// The folder of the text packs.
pub(crate) const TEXTS: &str = "texts";
/// Files that a person or a repository may keep in an index's folder.
const ALLOWED: &[&str] = &["README.md", ".gitignore", ".gitkeep", ".DS_Store"];

/// The name of a text pack, below the index's folder.
pub(crate) fn pack_name(number: u32) -> String {
    format!("{TEXTS}/{number:06}.pack")
}

/// The name of a file that a writer needs for itself, below the index's folder.
pub(crate) fn work_name(what: &str) -> String {
    format!("{what}-0.tmp")
}

/// Whether a name below the index's folder is one that an index gives its files.
pub(crate) fn is_own(name: &str) -> bool {
    if matches!(name, MANIFEST | MANIFEST_NEW | LOCK) || ALLOWED.contains(&name) {
        return true;
    }
    if let Some(name) = name.strip_prefix("segments/") {
        let id = name.split('.').next().unwrap_or(name);
        return id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit());
    }
    if let Some(name) = name.strip_prefix("texts/") {
        return name
            .strip_suffix(".pack")
            .is_some_and(|n| n.len() >= 6 && n.bytes().all(|b| b.is_ascii_digit()));
    }
    is_numbered(name)
}

/// Whether a name is one of the files that each commit may replace, `sources-N.bin`, `duplicates-N.bin`, `sums-N.bin`,
/// or one that a writer needs for itself.
pub(crate) fn is_numbered(name: &str) -> bool {
    if ["changes", "rows"].iter().any(|what| name == work_name(what)) {
        return true;
    }
    let rest = ["sources-", "duplicates-", "sums-"].iter().find_map(|start| name.strip_prefix(start));
    rest.and_then(|rest| rest.strip_suffix(".bin"))
        .is_some_and(|n| !n.is_empty() && n.bytes().all(|b| b.is_ascii_digit()))
}

/// Every file below the folder, by its name from there, sorted. A folder inside that is not an index's is
/// given as one name with `/` at the end.
///
/// # Errors
/// When a folder cannot be read.
pub(crate) fn list(dir: &Path) -> Result<Vec<String>> {
    let mut names = Vec::new();
    let mut entries = |dir: &Path, prefix: &str| -> Result<Vec<String>> {
        let mut folders = Vec::new();
        for entry in std::fs::read_dir(dir).map_err(Error::io("read", dir))? {
            let entry = entry.map_err(Error::io("read", dir))?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type().map_err(Error::io("read", dir))?.is_dir() {
                folders.push(name);
            } else {
                names.push(name);
            }
        }
        Ok(folders)
    };
    let mut foreign = Vec::new();
    for folder in entries(dir, "")? {
        if folder == SEGMENTS || folder == TEXTS {
            for inner in entries(&dir.join(&folder), &format!("{folder}/"))? {
                foreign.push(format!("{inner}/"));
            }
        } else {
            foreign.push(format!("{folder}/"));
        }
    }
    names.append(&mut foreign);
    names.sort();
    Ok(names)
}

/// Whether there is a segment or a pack in the folder, and nothing that no index has.
pub(crate) fn is_all_own(dir: &Path) -> bool {
    list(dir).is_ok_and(|names| {
        names.iter().all(|name| is_own(name)) && names.iter().any(|name| name.contains('/'))
    })
}

/// The first file in the folder that no index has.
///
/// # Errors
/// When a folder cannot be read.
pub(crate) fn foreign(dir: &Path) -> Result<Option<String>> {
    Ok(list(dir)?.into_iter().find(|name| !is_own(name)))
}

/// Reads bytes of a file from a place on.
#[cfg(unix)]
pub(crate) fn read_at(file: &File, bytes: &mut [u8], at: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

/// Reads bytes of a file from a place on.
#[cfg(not(unix))]
pub(crate) fn read_at(mut file: &File, bytes: &mut [u8], at: u64) -> std::io::Result<()> {
    use std::io::{Read, Seek, SeekFrom};
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(bytes)
}
