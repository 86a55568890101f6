//! Texts that are too long for one document, and records that share a file.

use crate::sound;
use pamphlet_document::{Document, TextRange};
use pamphlet_ingest::{Ingest, Source};
use std::ops::ControlFlow;

/// Nine MiB of numbered paragraphs.
fn long(paragraph: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    let mut number = 0;
    while text.len() < 9 << 20 {
        text.push_str(&paragraph(number));
        number += 1;
    }
    text
}

/// What of a file comes through a file, which must be what comes of its bytes.
fn read(name: &str, bytes: &[u8]) -> Vec<Document> {
    let dir = tempfile::tempdir().expect("a folder");
    let path = dir.path().join(name);
    std::fs::write(&path, bytes).expect("a file");
    let (ingest, mut found) = (Ingest::default(), Vec::new());
    let summary = ingest.read(&Source::file(&path).expect("a file"), &mut |document| {
        found.push(document);
        ControlFlow::Continue(())
    });
    assert_eq!(summary.expect("it is read").failures, []);
    let whole = ingest.bytes(name, bytes).expect("it is read");
    assert_eq!(found.len(), whole.len());
    for (a, b) in found.iter().zip(&whole) {
        assert_eq!((&a.text, &a.metadata, &a.source_map), (&b.text, &b.metadata, &b.source_map));
        sound::check(a, bytes);
    }
    found
}

#[test]
fn a_long_text_is_several_documents() {
    let text =
        long(|number| format!("Paragraph {number} of the minutes says that the millers met at noon.\n\n"));
    let found = read("minutes-1911.txt", text.as_bytes());
    let titles: Vec<_> = found.iter().map(|document| document.metadata.title.as_deref()).collect();
    assert_eq!((titles.len(), titles[1]), (2, Some("minutes-1911 (2)")));
    let [first, second] = &found[..] else { panic!("two parts") };
    assert!(second.path.ends_with("minutes-1911.txt#2") && second.id != first.id);
    for part in [first, second] {
        assert_eq!(part.metadata.date.map(|date| date.to_string()).as_deref(), Some("1911"));
    }
    // no paragraph is lost or cut, and places are those of the file
    let all = [&*first.text, &*second.text].join("\n\n");
    assert_eq!(all, text.replace(" \n\n", "\n\n").trim_end());
    let at = TextRange::new(0, 12);
    let place = second.source_map.source_of(at);
    assert_eq!(&text[place.start as usize..place.end as usize], second.slice(at));
    let number: u64 = second
        .text
        .split(' ')
        .nth(1)
        .and_then(|word| word.trim_end_matches('.').parse().ok())
        .expect("a number");
    assert_eq!(second.lines.of_range(place), [number * 2 + 1; 2]);
}

#[test]
fn a_long_page_is_several_documents() {
    let sentence = "It says that the millers met at noon. ".repeat(20);
    let text = long(|number| format!("<p>Paragraph {number}. {sentence}</p>\n"));
    let page = format!("<html><head><title>Minutes</title></head><body>{text}</body></html>");
    let found = read("minutes.html", page.as_bytes());
    let titles: Vec<_> = found.iter().map(|document| document.metadata.title.as_deref()).collect();
    assert_eq!(titles, [Some("Minutes"), Some("Minutes (2)")]);
    let paragraphs = found.iter().flat_map(|document| document.text.matches("Paragraph ")).count();
    assert_eq!(paragraphs, page.matches("Paragraph ").count());
    let second = &found[1];
    let place = second.source_map.source_of(TextRange::new(0, 9));
    assert_eq!(&page[place.start as usize..place.end as usize], "Paragraph");
    let before = page[..place.start as usize].matches('\n').count() as u64;
    assert_eq!(second.lines.line_of(place.start), before + 1);
}

/// With the lines of the whole file in each, a list of records took time and room by the square of its length.
#[test]
fn a_record_of_a_list_keeps_its_own_lines() {
    let list: Vec<String> =
        (0..3_000).map(|number| format!("{{\"text\":\n \"The millers met at noon {number}.\"\n}}")).collect();
    let found = Ingest::default().bytes("a.json", format!("[{}]", list.join(",\n")).as_bytes());
    let found = found.expect("it is read");
    let last = &found[2_999];
    let place = last.source_map.source_of(TextRange::new(0, 3));
    assert_eq!(last.lines.line_of(place.start), 2_999 * 3 + 2);
    assert!(last.lines.starts().len() < 5, "{:?}", last.lines.starts().len());
}

/// A piece of a text in an eight-bit encoding is up to three times as long when it is decoded, and then several documents:
/// with the numbers of the next pieces, one would take the other's place in an index.
#[test]
fn a_piece_of_a_text_that_grows_has_names_of_its_own() {
    let paragraph = "Рабочие собрались в полдень и решили не расходиться.\n\n";
    let (sentence, ..) = encoding_rs::WINDOWS_1251.encode(paragraph);
    let mut bytes = Vec::new();
    while bytes.len() < 9 << 20 {
        bytes.extend_from_slice(&sentence);
    }
    let found = read("protokol.txt", &bytes);
    let names: Vec<&str> =
        found.iter().map(|part| part.path.rsplit('/').next().unwrap_or_default()).collect();
    assert_eq!(names, ["protokol.txt", "protokol.txt#1#2", "protokol.txt#2"]);
    let titles: Vec<_> = found.iter().filter_map(|part| part.metadata.title.as_deref()).collect();
    assert_eq!(titles, ["protokol", "protokol (1) (2)", "protokol (2)"]);
    let ids: std::collections::HashSet<&str> = found.iter().map(|part| part.id.as_str()).collect();
    assert_eq!(ids.len(), 3);
    let read: usize = found.iter().map(|part| part.text.matches("Рабочие").count()).sum();
    assert_eq!(read, bytes.len() / sentence.len());
}
