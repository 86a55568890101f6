//! A file in pieces gives what it gives as a whole, and no piece holds much of it.

use super::*;
use crate::{Ingest, Options};
use pamphlet_document::Document;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

fn source(name: &str) -> Source {
    let path = PathBuf::from(name);
    Source { identity: path.clone(), shown: name.to_owned(), path, size: 0, modified: None }
}

/// The documents of a file that is cut into pieces of about `size` bytes, and its failures.
fn in_pieces(name: &str, bytes: &[u8], size: usize, longest: usize) -> (Vec<Document>, Vec<String>) {
    let ingest = Ingest::default();
    let source = source(name);
    let reader = Box::new(Cursor::new(bytes.to_vec()));
    let mut pieces =
        Pieces::new(reader, name, size, &Options::default()).unwrap().expect("a file of records");
    pieces.longest = longest;
    let (mut documents, mut failures) = (Vec::new(), Vec::new());
    for piece in pieces {
        match piece {
            Err(failure) => failures.push(failure.to_string()),
            Ok(piece) => {
                let summary = ingest.read_piece(&source, &piece, &mut |document| {
                    documents.push(document);
                    ControlFlow::Continue(())
                });
                failures.extend(summary.failures.iter().map(ToString::to_string));
            }
        }
    }
    (documents, failures)
}

/// The same, read at once through a file.
fn at_once(name: &str, bytes: &[u8]) -> (Vec<Document>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let mut source = Source::file(&path).unwrap();
    (source.shown, source.identity) = (name.to_owned(), PathBuf::from(name));
    let mut documents = Vec::new();
    let summary = Ingest::default()
        .read(&source, &mut |document| {
            documents.push(document);
            ControlFlow::Continue(())
        })
        .unwrap();
    (documents, summary.failures.iter().map(ToString::to_string).collect())
}

/// Checks a file of records as it is and packed.
#[track_caller]
fn check(name: &str, bytes: &[u8]) {
    check_one(name, bytes);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    // two streams, as crawlers write them
    std::io::Write::write_all(&mut gzip, &bytes[..bytes.len() / 3]).unwrap();
    let mut packed = gzip.finish().unwrap();
    let mut gzip = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, &bytes[bytes.len() / 3..]).unwrap();
    gzip.finish().unwrap();
    check_one(&format!("{name}.gz"), &packed);
    check_one(&format!("{name}.zst"), &zstd::bulk::compress(bytes, 1).unwrap());
}

#[track_caller]
fn check_one(name: &str, bytes: &[u8]) {
    let (whole, failed) = at_once(name, bytes);
    assert!(whole.len() > 3, "{} documents of {name}", whole.len());
    for size in [600, 1_000, 4_096, 1 << 20] {
        let (documents, failures) = in_pieces(name, bytes, size, LONGEST);
        assert_eq!(failures, failed, "{name} in pieces of {size}");
        assert_eq!(documents.len(), whole.len(), "{name} in pieces of {size}");
        for (part, whole) in documents.iter().zip(&whole) {
            assert_eq!(part, whole, "{name} in pieces of {size}");
        }
    }
}

const SPEECH: &str =
    "The pit must stay open, and we who work in it will see to that, whatever the owners say.";

#[test]
fn json_lines() {
    let mut file = String::from("\u{feff}");
    for n in 0..40 {
        file.push_str(&format!(
            "{{\"id\":\"r{n}\",\"title\":\"No. {n}\",\"text\":\"{SPEECH} Caf\u{e9} {n}.\"}}\r\n"
        ));
        if n % 9 == 3 {
            file.push_str("{\"text\": broken\n\n");
        }
    }
    check("a.jsonl", file.as_bytes());
}

#[test]
fn tables() {
    let mut file = String::from("id,title,text,date\r\n");
    for n in 0..40 {
        file.push_str(&format!(
            "{n},No. {n},\"{SPEECH}\n\nSaid \"\"{n}\"\", and more.\",19{:02}-03-04\r\n",
            n + 10
        ));
    }
    file.push_str("41,\"Never closed,x,1999-01-01\r\n");
    check("a.csv", file.as_bytes());
    let tabs = (0..30).fold("title\ttext\n".to_owned(), |file, n| file + &format!("T{n}\t\"{SPEECH} {n}\n"));
    check("a.tsv", tabs.as_bytes());
    let latin: Vec<u8> =
        file.replace("more", "caf\u{1}").bytes().map(|b| if b == 1 { 0xe9 } else { b }).collect();
    check("b.csv", &latin);
}

#[test]
fn mailboxes() {
    let mut file = String::new();
    for n in 0..30 {
        file.push_str(&format!(
            "From a@x Mon May  3 10:00:{n:02} 1999\nFrom: A <a@x>\nSubject: No. {n}\nDate: Mon, 3 May 1999 10:00:00 +0000\n\n\
             {SPEECH}\n\nFrom here on we march.\n\n"
        ));
    }
    check("a.mbox", file.as_bytes());
}

#[test]
fn captures() {
    let mut file = String::new();
    for n in 0..30 {
        let page = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><body><h1>No. {n}</h1><p>{SPEECH}</p></body></html>"
        );
        let kind = if n % 7 == 2 { "request" } else { "response" };
        file.push_str(&format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://x.org/{n}\r\nWARC-Date: 2011-10-15T10:00:00Z\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n",
            page.len()
        ));
    }
    check("a.warc", file.as_bytes());
}

fn archive() -> tar::Builder<Vec<u8>> {
    let mut out = tar::Builder::new(Vec::new());
    for n in 0..30 {
        let text = format!("No. {n}\n\n{}\n", [SPEECH; 9][..n % 9 + 1].join("\n\n"));
        let mut header = tar::Header::new_gnu();
        header.set_size(text.len() as u64);
        // every third name is too long for its field
        let name = format!("{}/{n}.txt", ["a".repeat(120), "b".into(), "c".into()][n % 3]);
        out.append_data(&mut header, name, text.as_bytes()).unwrap();
    }
    out
}

#[test]
fn archives() {
    let mut out = archive();
    let mut header = tar::Header::new_gnu();
    header.set_entry_type(tar::EntryType::Symlink);
    header.set_size(0);
    out.append_pax_extensions([("comment", &b"x"[..])]).unwrap();
    out.append_link(&mut header, "link", "b/1.txt").unwrap();
    check("a.tar", &out.into_inner().unwrap());
}

#[test]
fn archives_that_break_off() {
    let bytes = archive().into_inner().unwrap();
    for cut in [3_000, 5_120, 9_999] {
        let (_, failures) = in_pieces("a.tar", &bytes[..cut], 1_000, LONGEST);
        assert!(failures.len() <= 1, "{failures:?}");
    }
}

/// A record beyond the limit is named; those around it are read.
#[test]
fn one_record_is_too_long() {
    let long = "x ".repeat(20_000);
    let lines = format!("{{\"text\":\"{SPEECH}\"}}\n{{\"text\":\"{long}\"}}\n{{\"text\":\"{SPEECH}\"}}\n");
    let (documents, failures) = in_pieces("a.jsonl", lines.as_bytes(), 1_000, 8_000);
    assert_eq!(
        documents.iter().map(|document| &*document.path).collect::<Vec<_>>(),
        ["a.jsonl#1", "a.jsonl#3"]
    );
    assert_eq!(failures, ["a.jsonl#2: beyond a limit: a record of more than 0 MiB"]);
    assert_eq!(documents[1].lines.line_of(0), 3);

    let mut out = archive();
    let mut header = tar::Header::new_gnu();
    header.set_size(long.len() as u64);
    out.append_data(&mut header, "long.txt", long.as_bytes()).unwrap();
    let mut header = tar::Header::new_gnu();
    header.set_size(SPEECH.len() as u64);
    out.append_data(&mut header, "last.txt", SPEECH.as_bytes()).unwrap();
    let (documents, failures) = in_pieces("a.tar", &out.into_inner().unwrap(), 1_000, 8_000);
    assert_eq!(documents.last().unwrap().path, "a.tar!/last.txt");
    assert_eq!(failures, ["a.tar!/long.txt: beyond a limit: a record of more than 0 MiB"]);
}

/// Gives the same bytes again and again, and counts them.
struct Endless {
    block: Vec<u8>,
    at: usize,
    left: usize,
    given: Arc<AtomicUsize>,
}

impl Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let rest = &self.block[self.at..];
        let len = out.len().min(rest.len()).min(self.left);
        out[..len].copy_from_slice(&rest[..len]);
        self.at = (self.at + len) % self.block.len();
        self.left -= len;
        self.given.fetch_add(len, Ordering::Relaxed);
        Ok(len)
    }
}

/// Of a file of 64 MB, never more than two pieces are read ahead of what was handed on.
#[test]
fn no_more_is_read_than_is_handed_on() {
    let line = format!("{{\"text\":\"{SPEECH}\"}}\n");
    let mail = format!("From a@x Mon May  3 10:00:00 1999\nFrom: A <a@x>\nTo: B\n\n{SPEECH}\n\n");
    let capture =
        format!("WARC/1.0\r\nWARC-Type: request\r\nContent-Length: {}\r\n\r\n{SPEECH}\r\n\r\n", SPEECH.len());
    let mut member = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(SPEECH.len() as u64);
    member.append_data(&mut header, "a.txt", SPEECH.as_bytes()).unwrap();
    let mut member = member.into_inner().unwrap();
    member.truncate(1_024);
    let row = format!("text,date\n\"{SPEECH}\",1999-01-01\n");
    for (name, block) in [
        ("a.jsonl", line.into_bytes()),
        ("a.mbox", mail.into_bytes()),
        ("a.warc", capture.into_bytes()),
        ("a.tar", member),
        ("a.csv", row.into_bytes()),
    ] {
        let given = Arc::new(AtomicUsize::new(0));
        let reader = Endless { block, at: 0, left: 64 << 20, given: Arc::clone(&given) };
        let pieces = Pieces::new(Box::new(reader), name, PIECE, &Options::default()).unwrap().expect(name);
        let mut handed = 0;
        for piece in pieces {
            handed += piece.unwrap().bytes.len();
            let ahead = given.load(Ordering::Relaxed) - handed;
            assert!(ahead <= 2 * PIECE, "{name}: {ahead} bytes ahead");
        }
        assert!(handed > (64 << 20) - 2_000, "{name}: {handed}");
    }
}

#[test]
fn a_packed_stream_of_nothing_ends() {
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    std::io::Write::write_all(&mut gzip, format!("{{\"text\":\"{SPEECH}\"}}\n").repeat(100).as_bytes())
        .unwrap();
    for _ in 0..40 {
        std::io::Write::write_all(&mut gzip, &[b'\n'; 1 << 20]).unwrap();
    }
    let (documents, failures) = in_pieces("a.jsonl.gz", &gzip.finish().unwrap(), PIECE, LONGEST);
    assert_eq!(documents.len(), 100);
    assert_eq!(failures, ["a.jsonl.gz: beyond a limit: unpacks to more than 100 times its size"]);
}

#[test]
fn a_packed_file_that_is_cut_off_keeps_what_came_before() {
    let mut lines = String::new();
    for n in 0..2_000 {
        lines.push_str(&format!("{{\"text\":\"{SPEECH} {n} {:x}\"}}\n", n * 7_919 % 65_521));
    }
    let packed = zstd::bulk::compress(lines.as_bytes(), 1).unwrap();
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut gzip, lines.as_bytes()).unwrap();
    for (name, bytes) in [("a.jsonl.zst", packed), ("a.jsonl.gz", gzip.finish().unwrap())] {
        let (documents, failures) = in_pieces(name, &bytes[..bytes.len() * 3 / 4], 4_096, LONGEST);
        assert!(failures.len() == 1 && failures[0].contains("damaged"), "{failures:?}");
        assert!(name.ends_with("zst") || documents.len() > 500, "{} documents of {name}", documents.len());
    }
}
