//! Any bytes in the place of the index's own files: read or refused, without a panic. The targets in `fuzz/`
//! ask the same for hours.

use crate::folder::Manifest;
use crate::pack::Stored;
use crate::writer::tests::document;
use crate::{Reader, Writer};
use proptest::prelude::*;
use std::path::Path;
use std::sync::LazyLock;

/// A true manifest, and a true record without its length.
static TRUE: LazyLock<(Vec<u8>, Vec<u8>)> = LazyLock::new(|| {
    let dir = tempfile::tempdir().expect("a folder");
    let mut writer = Writer::open(dir.path()).expect("an index");
    let long = "The committee met, and met again. ".repeat(1_500);
    writer.add(&document(1, &["Title", &long, "The end."])).expect("a document");
    writer.commit().expect("a commit");
    assert_eq!(Reader::open(dir.path()).expect("it opens").documents(), 1);
    let manifest = std::fs::read(dir.path().join("manifest.json")).expect("it is there");
    let pack = std::fs::read(dir.path().join("texts/000001.pack")).expect("it is there");
    (manifest, pack[8 + 5..].to_vec())
});

fn read_manifest(bytes: &[u8]) {
    let _ = Manifest::parse(Path::new("index"), bytes);
    let _ = Manifest::parse(Path::new("index"), &Manifest::sealed(bytes));
}

/// Bytes with some of them changed, some cut out, and the end cut off.
fn changed(bytes: &[u8], changes: &[(usize, u8)], cut: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for &(at, value) in changes {
        let at = at % bytes.len();
        match value {
            0 => drop(bytes.remove(at)),
            _ => bytes[at] ^= value,
        }
    }
    bytes.truncate(bytes.len().saturating_sub(cut));
    bytes
}

fn changes() -> impl Strategy<Value = Vec<(usize, u8)>> {
    // most of the first bytes of a record say where its parts are
    prop::collection::vec((prop_oneof![0..64usize, any::<usize>()], any::<u8>()), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        read_manifest(&bytes);
        Stored::read_all(&bytes);
        crate::sync::read_state(&bytes);
        crate::sync::read_state(&[b"pamphsr1", &bytes[..]].concat());
        crate::duplicates::read_all(&bytes);
        crate::duplicates::read_all(&[b"pamphld1", &bytes[..]].concat());
    }

    #[test]
    fn bytes_that_were_whole(changes in changes(), cut in prop_oneof![Just(0usize), 0..2_000usize]) {
        let (manifest, record) = &*TRUE;
        read_manifest(&changed(manifest, &changes, cut));
        let body = &manifest[b"{\"manifest\":".len()..manifest.len() - 22];
        read_manifest(&changed(body, &changes, cut));
        Stored::read_all(&changed(record, &changes, cut));
    }
}
