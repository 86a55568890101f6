//! What the targets share: bytes go through the reader that everybody uses, and every document that comes of
//! them keeps the laws that the tests hold.

#[path = "../../crates/pamphlet-ingest/tests/main/sound.rs"]
mod sound;

use pamphlet_ingest::Ingest;
use std::sync::LazyLock;

static INGEST: LazyLock<Ingest> = LazyLock::new(Ingest::default);

/// Reads bytes under a name and checks what comes of them.
pub fn read(name: &str, bytes: &[u8]) {
    if let Ok(documents) = INGEST.bytes(name, bytes) {
        for document in &documents {
            sound::check(document, bytes);
        }
    }
}

/// The same, and every letter of each document leads to itself in the file.
pub fn read_places(name: &str, bytes: &[u8]) {
    if let Ok(documents) = INGEST.bytes(name, bytes) {
        for document in &documents {
            sound::check(document, bytes);
            if document.edits.is_empty() {
                sound::check_places(document, bytes);
            }
        }
    }
}
