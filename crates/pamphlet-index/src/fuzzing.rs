//! Readers of the index's own files for the targets in `fuzz/`. Built only by `cargo fuzz`.

use crate::folder::Manifest;
use crate::pack::Stored;
use std::path::Path;

/// A manifest: with its checksum, or without, so that what stands behind that is reached.
pub fn manifest(bytes: &[u8]) {
    let _ = Manifest::parse(Path::new("index"), bytes);
    let _ = Manifest::parse(Path::new("index"), &Manifest::sealed(bytes));
}

/// A record of a text pack, all of it.
pub fn record(bytes: &[u8]) {
    Stored::read_all(bytes);
}

/// The state of the sources, unpacked.
pub fn sources(bytes: &[u8]) {
    crate::sync::read_state(bytes);
}

/// The file of copies and versions.
pub fn duplicates(bytes: &[u8]) {
    crate::duplicates::read_all(bytes);
}
