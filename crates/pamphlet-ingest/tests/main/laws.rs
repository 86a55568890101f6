//! What holds for every document, whatever it came from.

use pamphlet_document::{Document, TextRange};
use pamphlet_ingest::Ingest;
use proptest::prelude::*;

/// Panics where a document is not sound.
pub fn check(document: &Document, bytes: &[u8]) {
    let text = &document.text;
    let mut last = 0;
    for block in &document.blocks {
        assert!(block.range.start >= last && block.range.end > block.range.start, "{block:?}");
        assert_eq!(text[last as usize..block.range.start as usize].trim(), "", "text between blocks");
        let body = &text[block.range.span()];
        assert_eq!(body, body.trim(), "white space at the ends");
        if let Some(speech) = block.speech {
            assert!(document.speeches[speech as usize].range.contains(block.range));
        }
        last = block.range.end;
    }
    assert_eq!(text[last as usize..].trim(), "", "text after the last block");
    let mut words = String::new();
    let mut last = 0;
    for passage in &document.passages {
        assert!(passage.range.start >= last);
        let block = &document.blocks[passage.block as usize];
        assert!(block.range.contains(passage.range) && passage.range.len() <= 4_000);
        assert!(passage.section.is_none_or(|section| section <= passage.block));
        let body = &text[passage.range.span()];
        assert_eq!(body, body.trim());
        words.push_str(body);
        last = passage.range.end;
    }
    let squeezed = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    assert_eq!(squeezed(&words), squeezed(text), "passages hold all text");
    assert_eq!(document.source_map.text_len() as usize, text.len());
    let end = document.source_map.source_of(TextRange::new(0, text.len() as u32)).end;
    assert!(end <= bytes.len() as u64, "the map leads out of the file");
    assert_eq!(document.id.len(), 16);
}

/// Every plain letter of the text is the letter at its place in the file.
pub fn check_places(document: &Document, bytes: &[u8]) {
    for (at, letter) in document.text.bytes().enumerate().filter(|(_, byte)| byte.is_ascii_alphanumeric()) {
        let place = document.source_map.source_of(TextRange::new(at as u32, at as u32 + 1));
        let found = &bytes[place.start as usize..place.end as usize];
        assert!(found == [letter], "{:?} at {place:?}: {found:?}\nof {:?}", letter as char, document.text);
    }
}

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
];

const NAMES: &[&str] =
    &["a.txt", "a.html", "a.csv", "a.tsv", "a.json", "a.jsonl", "a.md", "a.xml", "a", "a.eml", "a.rtf"];

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
