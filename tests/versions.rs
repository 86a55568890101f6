//! Indexes of other versions: read, or refused with a line that says what to do. `tests/indexes/` holds a small
//! one of each format since 2, made by the program of its time from `tests/indexes/documents`.

use crate::crash::copy;
use crate::{Place, workspace};
use serde_json::Value;

/// The formats of which an index is kept.
const STORED: [u32; 3] = [2, 3, 4];

/// A stored index as the index of a place, with the documents that it was made of.
fn stored(format: u32) -> Place {
    let place = Place::new();
    let stored = workspace().join("tests/indexes");
    copy(&stored.join(format!("format-{format}")), &place.path().join("index"));
    copy(&stored.join("documents"), &place.path().join("documents"));
    place
}

/// What this program writes.
fn present() -> Value {
    let place = Place::new();
    place.file("docs/a.txt", "Millers\n\nThe millers meet.\n");
    place.expect(0, ["index", "docs"]);
    place.expect(0, ["info", "--format", "json"]).objects()[0]["versions"].clone()
}

#[test]
fn each_stored_index_is_read_or_rebuilt() {
    let present = present();
    let mut read = 0;
    for format in STORED {
        let place = stored(format);
        let search = ["search", "\"bread and peace\"", "--format", "json"];
        let run = place.run(search);
        if run.code == 0 {
            read += 1;
            place.expect(0, ["verify"]);
        } else {
            assert_eq!(run.code, 2, "format {format}: {}", run.stderr);
            assert!(run.stderr.contains("rebuild it") && run.stderr.contains("--rebuild"), "{}", run.stderr);
            // also where a person does not read that: an update must not make a mixture
            assert_eq!(place.run(["index", "documents"]).code, 2);
            place.expect(0, ["index", "--rebuild", "documents"]);
        }
        let hits = place.hits("\"bread and peace\"");
        assert_eq!(hits.len(), 1, "format {format}");
        assert!(hits[0]["path"].as_str().is_some_and(|path| path.ends_with("leaflet.txt")));
        assert_eq!(place.hits("coopers party:league").len(), 1, "format {format}");
    }
    // whoever raises the format keeps an index of it
    assert!(STORED.iter().any(|format| present["format"] == *format), "no stored index of {present}");
    println!("{read} of {} stored indexes are read as they are", STORED.len());
}

/// The manifest with another version, and the checksum that belongs to it.
fn with_version(place: &Place, from: &str, to: &str) {
    let path = place.path().join("index/manifest.json");
    let text = std::fs::read_to_string(&path).expect("a manifest");
    let body = text
        .strip_prefix("{\"manifest\":")
        .and_then(|rest| rest.rsplit_once(",\n\"crc32\":"))
        .expect("its form")
        .0;
    assert!(body.contains(from), "{body}");
    let body = body.replacen(from, to, 1);
    let crc = crc32(body.as_bytes());
    std::fs::write(&path, format!("{{\"manifest\":{body},\n\"crc32\":\"{crc:08x}\"}}\n"))
        .expect("a manifest");
}

/// CRC-32 (IEEE), bit by bit.
fn crc32(bytes: &[u8]) -> u32 {
    let step = |crc: u32| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 };
    !bytes.iter().fold(!0, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), |crc, _| step(crc)))
}

#[test]
fn a_newer_index_is_refused_and_an_older_one_rebuilt() {
    let place = Place::new();
    place.file("docs/a.txt", "Millers\n\nThe millers meet.\n");
    place.expect(0, ["index", "docs"]);
    let format = present()["format"].as_u64().expect("a number");
    let clean = std::fs::read(place.path().join("index/manifest.json")).expect("a manifest");

    with_version(&place, &format!("\"format\":{format}"), &format!("\"format\":{}", format + 1));
    let newer = std::fs::read(place.path().join("index/manifest.json")).expect("a manifest");
    for args in [
        &["search", "millers"][..],
        &["info"],
        &["verify"],
        &["index", "docs"],
        &["index", "--rebuild", "docs"],
    ] {
        let run = place.expect(2, args);
        assert!(
            run.stderr.contains(&format!("format {}", format + 1)) && run.stderr.contains("newer"),
            "{}",
            run.stderr
        );
    }
    let left = std::fs::read(place.path().join("index/manifest.json")).expect("a manifest");
    assert_eq!(left, newer, "nothing is touched");

    for (from, to) in [
        (format!("\"format\":{format}"), "\"format\":1".to_owned()),
        ("\"analyzer\":".to_owned(), "\"analyzer\":9".to_owned()),
    ] {
        std::fs::write(place.path().join("index/manifest.json"), &clean).expect("a manifest");
        with_version(&place, &from, &to);
        // from other files than it was made of nothing is made anew: its documents would be lost
        place.file("more/b.txt", "Coopers\n\nThe coopers meet.\n");
        for args in [&["search", "millers"][..], &["info"], &["verify"], &["index", "more"]] {
            let run = place.expect(2, args);
            assert!(run.stderr.contains("rebuild it") && run.stderr.contains("--rebuild"), "{}", run.stderr);
        }
        let run = place.expect(0, ["index", "docs"]);
        assert!(run.stderr.contains("another version") && run.stderr.contains("made anew"), "{}", run.stderr);
        assert_eq!(place.hits("millers").len(), 1);
        place.expect(0, ["verify"]);
    }
}
