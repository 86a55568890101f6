//! Where words stand in the file, on the sample documents: of the formats whose places are exact, each letter of a
//! text is the letter at its place in the file, and the bytes of a passage hold its words in their order.

use pamphlet_document::{Document, TextRange};
use pamphlet_ingest::{Ingest, Source};
use std::ops::ControlFlow;
use std::path::Path;

/// Formats whose places are bytes of the file.
const EXACT: [&str; 10] = ["text", "markdown", "html", "xml", "json", "jsonl", "csv", "tsv", "mail", "mbox"];

#[test]
fn letters_stand_at_their_places() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../corpus");
    let mut formats = std::collections::BTreeMap::<String, usize>::new();
    for entry in std::fs::read_dir(corpus).expect("the samples") {
        let path = entry.expect("the samples").path();
        // places in a packed file are those of what it holds
        if path
            .extension()
            .is_some_and(|ending| ["gz", "xz", "zst", "bz2"].iter().any(|packed| ending == *packed))
        {
            continue;
        }
        let source = Source::file(&path).expect("a file");
        let bytes = std::fs::read(&path).expect("a file");
        let _ = Ingest::default().read(&source, &mut |document| {
            let format = document.metadata.first("type").unwrap_or_default().to_owned();
            // what stands in an archive has its places in the member; the answers of a capture may be packed
            if EXACT.contains(&&*format) && !document.path.contains("!/") && !document.path.contains(".warc#")
            {
                check(&document, &bytes);
                *formats.entry(format).or_default() += 1;
            }
            ControlFlow::Continue(())
        });
    }
    for format in ["text", "markdown", "html", "xml", "json", "jsonl", "csv", "tsv", "mail", "mbox"] {
        assert!(formats.contains_key(format), "no {format} among {formats:?}");
    }
}

#[track_caller]
fn check(document: &Document, bytes: &[u8]) {
    let (mut all, mut wrong) = (0, 0);
    for passage in &document.passages {
        let place = document.source_map.source_of(passage.range);
        let held = bytes.get(place.start as usize..place.end as usize).expect("bytes of the file");
        // base64 holds no letter as it is, and no space
        let spaced = document.text[passage.range.span()].contains(' ');
        if spaced && !held.contains(&b' ') {
            continue;
        }
        let mut last = place.start;
        for at in passage.range.start..passage.range.end {
            let letter = document.text.as_bytes()[at as usize];
            if !letter.is_ascii_alphanumeric() {
                continue;
            }
            let of_letter = document.source_map.source_of(TextRange::new(at, at + 1));
            let edited = document
                .edits
                .iter()
                .any(|(_, edit)| edit.start < of_letter.end && of_letter.start < edit.end);
            if edited {
                continue;
            }
            assert!(
                place.start <= of_letter.start && of_letter.end <= place.end,
                "a letter beside its passage"
            );
            assert!(of_letter.start >= last, "letters out of order in {}", document.path);
            last = of_letter.start;
            all += 1;
            let found =
                &held[(of_letter.start - place.start) as usize..(of_letter.end - place.start) as usize];
            wrong += usize::from(!found.contains(&letter));
        }
    }
    // a letter that the file writes as a reference, an escape or in another case
    assert!(wrong * 500 <= all, "{}: {wrong} of {all} letters do not stand at their places", document.path);
}
