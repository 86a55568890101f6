//! What holds for every document, whatever it came from.

use super::sound::{check, check_places};
use pamphlet_document::TextRange;
use pamphlet_ingest::Ingest;
use proptest::prelude::*;

/// Pieces of all formats that are told by their bytes, to be put together at random.
const PIECES: &[&str] = &[
    "bread",
    "work",
    " ",
    " ",
    " ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "The miners met. ",
    "<p>",
    "</p>",
    "<br>",
    "<div>",
    "</div>",
    "<b>",
    "</b>",
    "<a href=x>",
    "</a>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<li>",
    "<ul>",
    "</ul>",
    "<title>",
    "</title>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<h1>",
    "</h1>",
    "<pre>",
    "</pre>",
    "<nav>",
    "</nav>",
    "&amp;",
    "&rsquo;",
    "&#8217;",
    "&",
    "<",
    ">",
    "\"",
    "'",
    "{\"body\": \"",
    "\"}",
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\\n",
    "\\",
    "\\u00e9",
    "# ",
    "## ",
    "- ",
    "* ",
    "| a | b |\n|-|-|\n",
    "> ",
    "```\n",
    "---\n",
    "title: ",
    "é",
    "’",
    "日本",
    "\u{a0}",
    "\u{feff}",
    "\0",
    "?",
    "Mr. SMITH: ",
    "THE PRESIDENT. ",
    "(Applause.)",
    "Added on 09-26-2002",
    "12",
    "<?xml version=\"1.0\"?>",
    "<TEI>",
    "<text>",
    "<u who=\"x\">",
    "</u>",
    "<?php ",
    "?>",
    "<svg>",
    "</svg>",
    "<blockquote>",
    "\u{c}",
    "workers? power",
    "isn?t",
    "â€™",
    "From a@b Mon May  3 10:00:00 1999\n",
    "Subject: Bread\n",
    "Content-Type: multipart/mixed; boundary=b\n",
    "\n--b\n",
    "=?utf-8?q?=e2=80=99?=",
    "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 40\r\n\r\n",
    "HTTP/1.0 200 OK\r\nContent-Type: text/html\r\n\r\n",
    "{\\rtf1 ",
    "\\par ",
    "\\'92",
    "\\u8217?",
    "\\bin3 abc",
    "<w:p><w:r><w:t>",
    "</w:t></w:r></w:p>",
    "<w:tbl><w:tr><w:tc>",
    "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/></w:pPr>",
    "<text:p>",
    "</text:p>",
    "<text:s text:c=\"9\"/>",
    "<text:h text:outline-level=\"1\">",
    "<table:table-cell table:number-columns-repeated=\"9\">",
];

/// Members of a package, the name of its main part, and how that begins.
type Package = (&'static [(&'static str, &'static str)], &'static str, &'static str);

/// Packages whose main part is open at its end.
const PACKAGES: &[Package] = &[
    (
        &[(
            "[Content_Types].xml",
            r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#,
        )],
        "word/document.xml",
        r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>"#,
    ),
    (
        &[("mimetype", "application/vnd.oasis.opendocument.text")],
        "content.xml",
        r#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"><office:body><office:text>"#,
    ),
    (
        &[
            ("mimetype", "application/epub+zip"),
            (
                "META-INF/container.xml",
                r#"<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>"#,
            ),
            (
                "a.opf",
                r#"<package xmlns="http://www.idpf.org/2007/opf"><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>"#,
            ),
        ],
        "a.xhtml",
        "<html xmlns='http://www.w3.org/1999/xhtml'><body>",
    ),
    (&[("a.txt", "The millers met.")], "b.html", "<html><body>"),
];

fn package(kind: usize, body: &str) -> Vec<u8> {
    let (members, main, head) = PACKAGES[kind % PACKAGES.len()];
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let body = [head, body].concat();
    for (name, text) in members.iter().copied().chain([(main, &*body)]) {
        writer.start_file(name, zip::write::SimpleFileOptions::default()).expect("a member");
        std::io::Write::write_all(&mut writer, text.as_bytes()).expect("a member");
    }
    writer.finish().expect("an archive").into_inner()
}

const NAMES: &[&str] = &[
    "a.txt", "a.html", "a.csv", "a.tsv", "a.json", "a.jsonl", "a.md", "a.xml", "a", "a.eml", "a.rtf",
    "a.mbox", "a.warc",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Any bytes under any name.
    #[test]
    fn any_bytes(bytes in prop::collection::vec(any::<u8>(), 0..300), name in prop::sample::select(NAMES)) {
        if let Ok(documents) = ingest().bytes(name, &bytes) {
            for document in documents {
                check(&document, &bytes);
            }
        }
    }

    /// Things that formats are made of, in any order.
    #[test]
    fn any_pieces(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60), name in prop::sample::select(NAMES)) {
        let text = pieces.concat();
        if let Ok(documents) = ingest().bytes(name, text.as_bytes()) {
            for document in documents {
                check(&document, text.as_bytes());
            }
        }
    }

    /// The same as the main part of books, office documents and archives, whole and with some of it changed.
    #[test]
    fn any_pieces_in_packages(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..40),
        kind in 0..PACKAGES.len(),
        changes in prop::collection::vec((any::<usize>(), any::<u8>()), 0..3),
    ) {
        let mut bytes = package(kind, &pieces.concat());
        for (at, bits) in changes {
            let at = at % bytes.len();
            bytes[at] ^= bits;
        }
        if let Ok(documents) = ingest().bytes("a", &bytes) {
            // a package that was changed may be read as any archive: places are those in the member then
            for document in documents.iter().filter(|document| !document.path.contains("!/")) {
                check(document, &bytes);
            }
        }
    }

    /// Every word of a page leads to its bytes.
    #[test]
    fn places_in_pages(pieces in prop::collection::vec(prop::sample::select(&PIECES[..43]), 1..60)) {
        let page = format!("<html><body>{}", pieces.concat());
        if let Ok(documents) = ingest().bytes("a.html", page.as_bytes()) {
            for document in documents {
                check(&document, page.as_bytes());
                check_places(&document, page.as_bytes());
            }
        }
    }

    /// No word of a text is lost, and each leads to its bytes.
    #[test]
    fn places_in_text(words in prop::collection::vec("[a-zé]{1,9}[.!?,]?|[\n ]{1,3}|\r\n", 1..80)) {
        let text = format!("X {}", words.join(" "));
        let document = ingest().text("a.txt", &text).expect("text");
        check(&document, text.as_bytes());
        if document.edits.is_empty() {
            check_places(&document, text.as_bytes());
            let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            prop_assert_eq!(squeezed(&document.text), squeezed(&text));
        }
    }
}

fn ingest() -> &'static Ingest {
    static INGEST: std::sync::OnceLock<Ingest> = std::sync::OnceLock::new();
    INGEST.get_or_init(Ingest::default)
}

#[test]
fn records_are_documents() {
    let lines = b"{\"id\": \"a1\", \"title\": \"Bread\", \"body\": \"The loaf \\u2014 a pit\\nof it.\", \"date\": \"1848-03\", \"source\": \"mill\"}\n{broken\n\n{\"text\": \"Second one here\"}\n";
    let mut failures = Vec::new();
    let documents = ingest().bytes("a.jsonl", lines).unwrap_or_else(|failure| {
        failures.push(failure);
        Vec::new()
    });
    assert_eq!(documents.len(), 2, "{failures:?}");
    let first = &documents[0];
    assert_eq!((first.path.as_str(), first.record_id.as_deref()), ("a.jsonl#1", Some("a1")));
    assert_eq!(first.metadata.title.as_deref(), Some("Bread"));
    assert_eq!(first.metadata.date.map(|date| date.to_string()).as_deref(), Some("1848-03"));
    assert_eq!(first.metadata.first("source"), Some("mill"));
    assert_eq!(first.text, "Bread\n\nThe loaf — a pit\nof it.");
    check(first, lines);
    check_places(first, lines);
    let second = &documents[1];
    assert_eq!(second.path, "a.jsonl#4");
    let place = second.source_map.source_of(TextRange::new(0, 6));
    assert_eq!(second.lines.of_range(place), [4, 4]);
    check_places(second, lines);
}

#[test]
fn rows_are_documents() {
    let table = "speaker,date,text\n\"Smith, A.\",3 May 1926,\"The \"\"lock-out\"\" goes on\nand on, as the owners have willed it all along.\"\nJones,4 May 1926,Short\n";
    let documents = ingest().bytes("a.csv", table.as_bytes()).expect("rows");
    assert_eq!(documents.len(), 2);
    assert_eq!(documents[0].metadata.first("speaker"), Some("Smith, A."));
    assert_eq!(documents[1].metadata.date.map(|date| date.to_string()).as_deref(), Some("1926-05-04"));
    let place = documents[1].source_map.source_of(TextRange::new(0, 5));
    assert_eq!(documents[1].lines.of_range(place), [4, 4]);
    for document in &documents {
        check(document, table.as_bytes());
        check_places(document, table.as_bytes());
    }
}

#[test]
fn utf_16_has_lines_and_places() {
    let text = "The Pit\r\n\r\nIt must stay.\r\n";
    let bytes: Vec<u8> =
        [0xff, 0xfe].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let document = &ingest().bytes("a.txt", &bytes).expect("text")[0];
    assert_eq!(document.text, "The Pit\n\nIt must stay.");
    let at = document.text.find("must").expect("must") as u32;
    let place = document.source_map.source_of(TextRange::new(at, at + 4));
    assert_eq!(place.len(), 8);
    assert_eq!(document.lines.of_range(place), [3, 3]);
}
