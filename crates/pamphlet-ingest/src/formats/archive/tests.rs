//! Containers as they come, and as attackers make them, through the crate's own door.

use crate::{Ingest, Options, Source, Summary};
use pamphlet_document::{BlockKind, Document, Role};
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// All documents in bytes, and what else came of them.
pub(crate) fn read(name: &str, bytes: &[u8]) -> (Vec<Document>, Vec<String>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).unwrap();
    let mut source = Source::file(&path).unwrap();
    source.shown = name.to_owned();
    let mut documents = Vec::new();
    let ingest = Ingest::new(Default::default(), Options::default());
    let outcome = ingest.read(&source, &mut |document| {
        documents.push(document);
        ControlFlow::Continue(())
    });
    let summary = outcome.unwrap_or_else(|failure| Summary { failures: vec![failure], ..Summary::default() });
    (documents, summary.failures.iter().map(ToString::to_string).collect())
}

/// A zip file of these members.
pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, bytes) in members {
        out.start_file(*name, options).unwrap();
        out.write_all(bytes).unwrap();
    }
    out.finish().unwrap().into_inner()
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut out = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        // the safe setters refuse `../`
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        out.append(&header, *bytes).unwrap();
    }
    out.into_inner().unwrap()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    out.write_all(bytes).unwrap();
    out.finish().unwrap()
}

#[track_caller]
fn check(name: &str, bytes: &[u8], paths: &[&str], failures: &[&str]) {
    let (documents, failed) = read(name, bytes);
    assert_eq!(documents.iter().map(|document| &*document.path).collect::<Vec<_>>(), paths);
    assert_eq!(failed, failures);
}

const TEXT: &[u8] = b"The pit must stay open, and we who work in it will see to that.\n";

#[test]
fn members_are_documents() {
    check(
        "a.zip",
        &zip(&[("b/one.txt", TEXT), ("two.txt", TEXT)]),
        &["a.zip!/b/one.txt", "a.zip!/two.txt"],
        &[],
    );
    check("a.tgz", &gzip(&tar(&[("one.txt", TEXT)])), &["a.tgz!/one.txt"], &[]);
    check("one.txt.gz", &gzip(TEXT), &["one.txt.gz"], &[]);
    check("one.txt.zst", &zstd::encode_all(TEXT, 3).unwrap(), &["one.txt.zst"], &[]);
    let mut xz = liblzma::write::XzEncoder::new(Vec::new(), 3);
    xz.write_all(TEXT).unwrap();
    check("one.txt.xz", &xz.finish().unwrap(), &["one.txt.xz"], &[]);
    let (documents, _) = read("one.txt.gz", &gzip(TEXT));
    assert_eq!(documents[0].metadata.title.as_deref(), Some("one"));
    assert_eq!(documents[0].text.as_bytes(), TEXT.trim_ascii());
}

#[test]
fn names_are_only_names() {
    check(
        "a.zip",
        &zip(&[("../../etc/one.txt", TEXT), ("/root.txt", TEXT)]),
        &["a.zip!/../../etc/one.txt", "a.zip!//root.txt"],
        &[],
    );
    check("a.tar", &tar(&[("../one.txt", TEXT)]), &["a.tar!/../one.txt"], &[]);
}

#[test]
fn ids_differ_by_member_and_stay() {
    let (one, _) = read("a.zip", &zip(&[("x/one.txt", TEXT), ("y/one.txt", TEXT)]));
    assert_ne!(one[0].id, one[1].id);
}

#[test]
fn members_that_are_links_or_too_many() {
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    out.add_symlink("link.txt", "/etc/passwd", options).unwrap();
    out.start_file("one.txt", options).unwrap();
    out.write_all(TEXT).unwrap();
    let said = "not a regular file but a symbolic link";
    check(
        "a.zip",
        &out.finish().unwrap().into_inner(),
        &["a.zip!/one.txt"],
        &[&format!("a.zip!/link.txt: {said}")],
    );
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    (0..100_001).for_each(|n| out.add_directory(format!("{n}"), options).unwrap());
    let said = "beyond a limit: more than 100000 members";
    check("a.zip", &out.finish().unwrap().into_inner(), &[], &[&format!("a.zip: {said}")]);
}

/// Many members that are all unpacked from the same bytes.
#[test]
fn members_that_share_their_bytes() {
    let mut archive = zip(&[("a.txt", &TEXT.repeat(90_000))]);
    let end = archive.split_off(archive.len() - 22);
    let start = u32::from_le_bytes(end[16..20].try_into().unwrap()) as usize;
    let entry = archive[start..].to_vec();
    let mut more = |name: u8| {
        let mut entry = entry.clone();
        entry[46] = name;
        archive.extend_from_slice(&entry);
    };
    (b'b'..=b'z').for_each(&mut more);
    let (count, size) = (26u16.to_le_bytes(), (26 * entry.len() as u32).to_le_bytes());
    archive.extend_from_slice(&[&end[..8], &count, &count, &size, &end[16..]].concat());
    let (documents, failed) = read("a.zip", &archive);
    assert_eq!(failed, ["a.zip: beyond a limit: unpacks to more than 100 times its size"]);
    assert_eq!(documents.len(), 1);
}

#[test]
fn nesting_has_an_end() {
    let two = zip(&[("in.zip", &zip(&[("one.txt", TEXT)])), ("two.txt", TEXT)]);
    let three = zip(&[("in.zip", &two)]);
    check(
        "a.zip",
        &zip(&[("in.zip", &three), ("top.txt", TEXT)]),
        &["a.zip!/in.zip!/in.zip!/two.txt", "a.zip!/top.txt"],
        &["a.zip!/in.zip!/in.zip!/in.zip: beyond a limit: archives nested more than 3 deep"],
    );
}

#[test]
fn bombs() {
    let blank = vec![b' '; 40 << 20];
    let bomb = zip(&[("bomb.txt", &blank), ("one.txt", TEXT)]);
    let ratio = "beyond a limit: unpacks to more than 100 times its size";
    check("a.zip", &bomb, &["a.zip!/one.txt"], &[&format!("a.zip!/bomb.txt: {ratio}")]);
    check("a.gz", &gzip(&blank), &[], &[&format!("a.gz: {ratio}")]);
    check("a.zst", &zstd::encode_all(&*blank, 3).unwrap(), &[], &[&format!("a.zst: {ratio}")]);
    let tar = gzip(&tar(&[("one.txt", TEXT), ("bomb.txt", &blank)]));
    check(
        "a.tgz",
        &tar,
        &["a.tgz!/one.txt"],
        &["a.tgz: beyond a limit: unpacks to more than 100 times its size"],
    );
}

/// The headers that give a tar's member its name, at their longest, are bounded before they are read.
#[test]
fn a_name_without_end() {
    let long = |len: usize| {
        let mut out = tar::Builder::new(Vec::new());
        for (kind, bytes) in
            [(tar::EntryType::GNULongName, vec![b'n'; len]), (tar::EntryType::Regular, TEXT.to_vec())]
        {
            let mut header = tar::Header::new_gnu();
            header.set_entry_type(kind);
            header.set_size(bytes.len() as u64);
            header.as_mut_bytes()[..7].copy_from_slice(b"one.txt");
            header.set_cksum();
            out.append(&header, &*bytes).unwrap();
        }
        out.into_inner().unwrap()
    };
    check("a.tar", &long(300), &[&format!("a.tar!/{}", "n".repeat(300))], &[]);
    let failure = "damaged: the headers of a member have more than 1 MiB";
    check("a.tar", &long(2 << 20), &[], &[&format!("a.tar: {failure}")]);
    check("a.tgz", &gzip(&long(64 << 20)), &[], &[&format!("a.tgz: {failure}")]);
    // what is passed over between members is no header
    let mut skipped = tar::Builder::new(Vec::new());
    for (kind, name, bytes) in [
        (tar::EntryType::Symlink, "link", vec![b'x'; 3 << 20]),
        (tar::EntryType::Directory, "dir", vec![b'x'; 3 << 20]),
        (tar::EntryType::Regular, "one.txt", TEXT.to_vec()),
    ] {
        let mut header = tar::Header::new_gnu();
        header.set_entry_type(kind);
        header.set_size(bytes.len() as u64);
        header.as_mut_bytes()[..name.len()].copy_from_slice(name.as_bytes());
        header.set_cksum();
        skipped.append(&header, &*bytes).unwrap();
    }
    check(
        "a.tar",
        &skipped.into_inner().unwrap(),
        &["a.tar!/one.txt"],
        &["a.tar!/link: not a regular file but a link or device"],
    );
}

/// What is in the place of another member is told, as in a tar.
#[test]
fn members_of_one_name() {
    let mut archive =
        zip(&[("aaa.txt", b"The first."), ("bbb.txt", b"The second."), ("ccc.txt", b"The third.")]);
    for name in [b"aaa.txt", b"bbb.txt"] {
        while let Some(at) = archive.windows(7).position(|seven| seven == name) {
            archive[at..at + 7].copy_from_slice(b"ccc.txt");
        }
    }
    let said = "2 members have the same names as later ones, and only those are read";
    check("a.zip", &archive, &["a.zip!/ccc.txt"], &[&format!("a.zip: {said}")]);
    let (documents, _) = read("a.zip", &archive);
    assert_eq!(documents[0].text, "The third.");
}

#[test]
fn members_that_cannot_be_read_are_named() {
    let members: &[(&str, &[u8])] =
        &[("empty.txt", b""), ("x.bin", b"\0\x01\x02\0\0\x05"), ("one.txt", TEXT)];
    check(
        "a.zip",
        &zip(members),
        &["a.zip!/one.txt"],
        &["a.zip!/empty.txt: is empty", "a.zip!/x.bin: holds no text: binary data"],
    );
}

#[test]
fn truncated_anywhere_is_no_panic() {
    let whole = zip(&[("one.txt", TEXT), ("two.txt", TEXT)]);
    let packed = gzip(&tar(&[("one.txt", TEXT), ("two.txt", TEXT)]));
    for bytes in [&whole, &packed, &BZIP2.to_vec()] {
        for cut in 0..bytes.len() {
            let _ = read("a", &bytes[..cut]);
            let mut flipped = bytes.clone();
            flipped[cut] ^= 0x55;
            let _ = read("a", &flipped);
        }
    }
}

/// `Bread and peace\n`, twice, packed apart.
#[rustfmt::skip]
const BZIP2: &[u8] = &[
    0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, 0xd0, 0x78, 0xbb, 0xdc, 0x00, 0x00,
    0x01, 0xd5, 0x80, 0x00, 0x10, 0x40, 0x00, 0x10, 0x00, 0x2e, 0x01, 0x50, 0x00, 0x20, 0x00, 0x31,
    0x00, 0x30, 0x1a, 0x34, 0x68, 0x69, 0x98, 0x09, 0x14, 0x86, 0xef, 0x3b, 0x4f, 0xc5, 0xdc, 0x91,
    0x4e, 0x14, 0x24, 0x34, 0x1e, 0x2e, 0xf7, 0x00, 0x42, 0x5a, 0x68, 0x39, 0x31, 0x41, 0x59, 0x26,
    0x53, 0x59, 0xd0, 0x78, 0xbb, 0xdc, 0x00, 0x00, 0x01, 0xd5, 0x80, 0x00, 0x10, 0x40, 0x00, 0x10,
    0x00, 0x2e, 0x01, 0x50, 0x00, 0x20, 0x00, 0x31, 0x00, 0x30, 0x1a, 0x34, 0x68, 0x69, 0x98, 0x09,
    0x14, 0x86, 0xef, 0x3b, 0x4f, 0xc5, 0xdc, 0x91, 0x4e, 0x14, 0x24, 0x34, 0x1e, 0x2e, 0xf7, 0x00,
];

#[test]
fn bzip2_streams_in_a_row() {
    let (documents, failed) = read("one.txt.bz2", BZIP2);
    assert_eq!(failed, Vec::<String>::new());
    assert_eq!(documents[0].text, "Bread and peace\nBread and peace");
}

/// A DOCX with this body.
fn docx(body: &str, more: &[(&str, &[u8])]) -> Vec<u8> {
    let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    let mut members: Vec<(&str, &[u8])> =
        vec![("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document.as_bytes())];
    members.extend(more);
    zip(&members)
}

#[track_caller]
fn blocks(name: &str, bytes: &[u8], expected: &[(BlockKind, bool, &str)]) -> Document {
    let (mut documents, failed) = read(name, bytes);
    assert_eq!(failed, Vec::<String>::new());
    let document = documents.remove(0);
    let found: Vec<_> = document
        .blocks
        .iter()
        .map(|block| (block.kind, block.role != Role::Content, document.slice(block.range)))
        .collect();
    assert_eq!(found, expected);
    document
}

#[test]
fn docx_structure() {
    use BlockKind::{Footnote, Heading, ListItem, Paragraph, TableRow, Title};
    let body = "<w:p><w:pPr><w:pStyle w:val='Title'/></w:pPr><w:r><w:t>The Harbour</w:t></w:r></w:p>\
        <w:p><w:pPr><w:pStyle w:val='Heading1'/></w:pPr><w:r><w:t>Demands</w:t></w:r></w:p>\
        <w:p><w:r><w:t>We ask for </w:t></w:r><w:del><w:r><w:delText>little</w:delText></w:r></w:del>\
        <w:ins><w:r><w:t>all &amp; more</w:t><w:footnoteReference w:id='2'/></w:r></w:ins><w:r><w:t>.</w:t></w:r></w:p>\
        <w:p><w:pPr><w:numPr><w:numId w:val='1'/></w:numPr></w:pPr><w:r><w:t>Bread</w:t></w:r></w:p>\
        <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Year</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Men</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let notes: &[u8] = b"<w:footnotes xmlns:w='w'><w:footnote w:id='0' w:type='separator'><w:p><w:r><w:t>--</w:t></w:r></w:p>\
        </w:footnote><w:footnote w:id='2'><w:p><w:r><w:t>In full.</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let header: &[u8] = b"<w:hdr xmlns:w='w'><w:p><w:r><w:t>The League</w:t></w:r></w:p></w:hdr>";
    let core: &[u8] = b"<cp:p xmlns:cp='c' xmlns:dc='d'><dc:title>The harbour</dc:title><dc:creator>A. Mill</dc:creator></cp:p>";
    let more = [("word/footnotes.xml", notes), ("word/header1.xml", header), ("docProps/core.xml", core)];
    let document = blocks(
        "a.docx",
        &docx(body, &more),
        &[
            (Title, false, "The Harbour"),
            (Heading(1), false, "Demands"),
            (Paragraph, false, "We ask for all & more."),
            (Footnote, false, "In full."),
            (ListItem, false, "Bread"),
            (TableRow, false, "Year\tMen"),
            (Paragraph, true, "The League"),
        ],
    );
    assert_eq!(document.metadata.first("author"), Some("A. Mill"));
    assert_eq!(document.metadata.first("type"), Some("docx"));
}

#[test]
fn docx_that_is_hostile() {
    let deep = format!("{}<w:p><w:r><w:t>Bread</w:t></w:r></w:p>", "<w:tc><w:p>".repeat(100_000));
    let (documents, _) = read("a.docx", &docx(&deep, &[]));
    assert_eq!(documents[0].text, "Bread");
    let laughs = "<!DOCTYPE x [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>";
    let xml = format!("{laughs}<w:document><w:p><w:r><w:t>Peace &b;</w:t></w:r></w:p></w:document>");
    let (documents, _) =
        read("a.docx", &zip(&[("[Content_Types].xml", b"x"), ("word/document.xml", xml.as_bytes())]));
    assert_eq!(documents[0].text, "Peace &b;");
}

#[test]
fn odt_structure() {
    use BlockKind::{Footnote, Heading, ListItem, Paragraph};
    let content = "<o:document-content xmlns:o='o' xmlns:text='t'><o:body><o:text>\
        <text:tracked-changes><text:p>gone</text:p></text:tracked-changes>\
        <text:h text:outline-level='2'>Demands</text:h>\
        <text:p>We ask<text:s text:c='2'/>all<text:note><text:note-citation>1</text:note-citation>\
        <text:note-body><text:p>In full.</text:p></text:note-body></text:note>.</text:p>\
        <text:list><text:list-item><text:p>Bread</text:p></text:list-item></text:list><text:p>End</text:p>\
        </o:text></o:body></o:document-content>";
    let members: &[(&str, &[u8])] =
        &[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())];
    let (documents, failed) = read("a.odt", &zip(members));
    assert_eq!(failed, Vec::<String>::new());
    let found: Vec<_> =
        documents[0].blocks.iter().map(|block| (block.kind, documents[0].slice(block.range))).collect();
    let title = BlockKind::Title;
    let expected = [
        (title, "Demands"),
        (Paragraph, "We ask all."),
        (Footnote, "In full."),
        (ListItem, "Bread"),
        (Paragraph, "End"),
    ];
    assert_eq!(found, expected);
    let _ = Heading(1);
}

#[test]
fn epub_reads_its_spine() {
    let opf: &[u8] = b"<package xmlns:dc='d'><metadata><dc:title>The Primer</dc:title><dc:date>1934</dc:date></metadata>\
        <manifest><item id='a' href='one%201.xhtml'/><item id='b' href='two.xhtml'/><item id='n' href='nav.xhtml' properties='nav'/>\
        </manifest><spine><itemref idref='n'/><itemref idref='b'/><itemref idref='a'/><itemref idref='z'/></spine></package>";
    let members: &[(&str, &[u8])] = &[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", b"<c><rootfiles><rootfile full-path='O/p.opf'/></rootfiles></c>"),
        ("O/p.opf", opf),
        ("O/nav.xhtml", b"<html><head><title>x</title></head><body><p>Contents</p></body></html>"),
        (
            "O/one 1.xhtml",
            b"<html><head><title>x</title></head><body><h1>Last</h1><p>Peace.</p></body></html>",
        ),
        ("O/two.xhtml", b"<html><body><h1>First</h1><p>Bread.</p></body></html>"),
    ];
    let (documents, failed) = read("a.epub", &zip(members));
    assert_eq!(failed, Vec::<String>::new());
    assert_eq!(documents.len(), 1);
    assert_eq!(documents[0].text, "The Primer\n\nContents\n\nFirst\n\nBread.\n\nLast\n\nPeace.");
    assert!(documents[0].blocks[1].role.is_chrome());
    assert_eq!(documents[0].diagnostics.len(), 1);
    assert_eq!(documents[0].metadata.date.map(|date| date.to_string()).as_deref(), Some("1934"));
}

#[test]
fn mail_keeps_each_byte() {
    let mail = "From: A. Mill <a@x.org>\r\nTo: All <b@x.org>\r\nSubject: The Harbour\r\nMessage-ID: <1@x>\r\n\
        Date: Mon, 3 May 1999 10:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n\
        --b\r\nContent-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
        We won=92t go, say=\r\n the men.\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=\"n.txt\"\r\n\r\n\
        A note that was sent along.\r\n--b--\r\n";
    let (documents, failed) = read("a.eml", mail.as_bytes());
    assert_eq!(failed, Vec::<String>::new());
    assert_eq!(documents[0].text, "The Harbour\n\nWe won’t go, say the men.");
    let at = documents[0].text.find("go").unwrap() as u32;
    let place = documents[0].source_map.source_of(pamphlet_document::TextRange::new(at, at + 2));
    assert_eq!(&mail[place.start as usize..place.end as usize], "go");
    assert_eq!(documents[0].metadata.date.map(|date| date.to_string()).as_deref(), Some("1999-05-03"));
    assert_eq!(documents[0].metadata.first("author"), Some("A. Mill"));
    assert_eq!(documents[1].path, "a.eml!/n.txt");
}

#[test]
fn mailbox_numbers_its_messages() {
    let one = "From a@x Mon May  3 10:00:00 1999\nFrom: A <a@x>\nSubject: One\nDate: Mon, 3 May 1999 10:00:00 +0000\n\nBread.\n\n";
    let (documents, _) = read("a.mbox", format!("{one}{one}").as_bytes());
    let paths: Vec<_> = documents.iter().map(|document| &*document.path).collect();
    assert_eq!(paths, ["a.mbox#1", "a.mbox#2"]);
    let document = &documents[1];
    let at = document.text.find("Bread").unwrap() as u32;
    let place = document.source_map.source_of(pamphlet_document::TextRange::new(at, at + 5));
    assert_eq!(document.lines.of_range(place), [13, 13]);
}

#[test]
fn warc_answers_are_documents() {
    let page = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n\
        2f\r\n<html><body><p>The pit stays.</p></body></html>\r\n0\r\n\r\n";
    let record = |kind: &str, url: &str, content: &str| {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2011-10-15T10:00:00Z\r\nContent-Length: {}\r\n\r\n{content}\r\n\r\n",
            content.len()
        )
    };
    let bytes = [
        record("warcinfo", "", "software: x"),
        record("response", "http://x.org/a", page),
        record("response", "http://x.org/b.png", "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nxx"),
        record("response", "http://x.org/c", "HTTP/1.1 404 Not\r\nContent-Type: text/html\r\n\r\n<p>none"),
    ]
    .concat();
    let (documents, failed) = read("a.warc", bytes.as_bytes());
    assert_eq!(failed, Vec::<String>::new());
    assert_eq!(documents.len(), 1);
    assert_eq!((&*documents[0].path, &*documents[0].text), ("a.warc#2", "The pit stays."));
    assert_eq!(documents[0].metadata.first("url"), Some("http://x.org/a"));
    let (documents, _) = read("a.warc.gz", &gzip(bytes.as_bytes()));
    assert_eq!(documents[0].path, "a.warc.gz#2");
}
