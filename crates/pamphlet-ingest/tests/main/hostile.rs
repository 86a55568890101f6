//! Input made to break a reader, through the reader that everybody uses: each keeps the text that is there, says
//! what it left out and where, and takes seconds at most. All of it is made here; none is stored.

use super::sound;
use pamphlet_document::Document;
use pamphlet_ingest::{Failure, Ingest, Reason, walk};
use std::io::Write;
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// What comes of a file with this name and content, next to one that is whole; nothing may take long.
fn read(name: &str, bytes: &[u8]) -> (Vec<Document>, Vec<Failure>) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join(name), bytes).expect("a file");
    std::fs::write(folder.path().join("~whole.txt"), "Whole.\n\nThis text is always read.\n")
        .expect("a file");
    let ingest = Ingest::default();
    let (mut documents, mut failures, mut whole) = (Vec::new(), Vec::new(), 0);
    let start = Instant::now();
    for source in walk(&[folder.path().to_owned()], ingest.options()) {
        let outcome = source.and_then(|source| {
            ingest.read(&source, &mut |document| {
                match document.path.ends_with("~whole.txt") {
                    true => whole += 1,
                    false => documents.push(document),
                }
                ControlFlow::Continue(())
            })
        });
        match outcome {
            Ok(summary) => failures.extend(summary.failures),
            Err(failure) => failures.push(failure),
        }
    }
    assert_eq!(whole, 1, "{name}: the rest is read");
    // seconds even where nothing is optimized
    assert!(start.elapsed() < Duration::from_secs(60), "{name}: {:?}", start.elapsed());
    for document in &documents {
        sound::check(document, bytes);
    }
    (documents, failures)
}

/// The only document of a file, with nothing left out.
#[track_caller]
fn one(name: &str, bytes: &[u8]) -> Document {
    let (mut documents, failures) = read(name, bytes);
    assert_eq!((documents.len(), failures.len()), (1, 0), "{failures:?}");
    documents.remove(0)
}

/// The byte of the file that a diagnostic names.
#[track_caller]
fn place(document: &Document, code: &str) -> u64 {
    let note = document.diagnostics.iter().find(|note| note.code == code);
    let note = note.unwrap_or_else(|| panic!("no {code}: {:?}", document.diagnostics));
    note.place.expect("a place").start
}

#[test]
fn elements_a_hundred_thousand_deep() {
    for tag in ["div", "b", "font", "ul", "table><tr><td", "blockquote"] {
        let close = tag.split('>').next().expect("a tag");
        let page = format!(
            "<p>Before.{}Deep.{}<p>After.",
            format!("<{tag}>").repeat(100_000),
            format!("</{close}>").repeat(100_000)
        );
        let document = one("deep.html", page.as_bytes());
        for word in ["Before.", "Deep.", "After."] {
            assert!(document.text.contains(word), "{tag}: {word}");
        }
        if tag == "div" {
            assert!(place(&document, "html-flattened") > 0);
        }
    }
    let xml = format!(
        "<?xml version='1.0'?><a>Before.{}Deep.{}After.</a>",
        "<b>".repeat(100_000),
        "</b>".repeat(100_000)
    );
    let document = one("deep.xml", xml.as_bytes());
    assert!(["Before.", "Deep.", "After."].iter().all(|word| document.text.contains(word)));
    assert!(place(&document, "xml-flattened") > 1_000);
    let json = format!("{{\"body\": {}1{}}}", "[".repeat(100_000), "]".repeat(100_000));
    let (documents, failures) = read("deep.json", json.as_bytes());
    assert_eq!(documents.len(), 0);
    assert!(matches!(&failures[0].reason, Reason::Record { line: 1, byte: 100.., .. }), "{failures:?}");
    let quotes = format!("{} Deep.\n", ">".repeat(100_000));
    assert!(one("deep.md", quotes.as_bytes()).text.contains("Deep."));
}

#[test]
fn a_million_attributes() {
    let mut tag = String::from("<p");
    for n in 0..1_000_000 {
        tag.push_str(&format!(" a{n}=1"));
    }
    let page = format!("{tag}>The text.</p>");
    assert_eq!(one("many.html", page.as_bytes()).text, "The text.");
    assert_eq!(one("many.xml", page.as_bytes()).text, "The text.");
}

#[test]
fn entities_that_multiply_or_read_files() {
    let mut doctype = String::from("<?xml version='1.0'?>\n<!DOCTYPE a [<!ENTITY e0 'ha'>");
    for n in 1..30 {
        doctype.push_str(&format!("<!ENTITY e{n} '{}'>", format!("&e{};", n - 1).repeat(10)));
    }
    let laughs = format!("{doctype}]><a><p>Before.</p><p>&e29;</p><p>After.</p></a>");
    let document = one("laughs.xml", laughs.as_bytes());
    assert!(document.text.len() < 100_000 && document.text.contains("After."));
    assert_eq!(place(&document, "xml-entity-refused"), laughs.find("&e29;").expect("it") as u64);

    let secret = tempfile::NamedTempFile::new().expect("a file");
    std::fs::write(&secret, "the secret word").expect("write");
    let path = secret.path().display();
    let outside = format!(
        "<!DOCTYPE a [<!ENTITY x SYSTEM \"file://{path}\"><!ENTITY % y SYSTEM \"file://{path}\">%y;]><a><p>Say &x; now.</p></a>"
    );
    let document = one("outside.xml", outside.as_bytes());
    assert!(!document.text.contains("secret") && document.text.contains("now."));
    assert_eq!(place(&document, "xml-entity-refused"), outside.find("&x;").expect("it") as u64);
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a member");
        writer.write_all(bytes).expect("a member");
    }
    writer.finish().expect("an archive").into_inner()
}

#[test]
fn archives_that_swell_nest_or_climb() {
    let good: (&str, &[u8]) = ("good.txt", b"A text that is small.");
    // 30 MiB of one byte: a thousand to one
    let bomb = zip(&[("bomb.txt", &vec![b'a'; 30 << 20]), good]);
    let (documents, failures) = read("bomb.zip", &bomb);
    assert_eq!(documents.len(), 1);
    assert!(failures[0].path.ends_with("bomb.zip!/bomb.txt"), "{failures:?}");
    assert!(matches!(failures[0].reason, Reason::Limit(_)));

    let mut nested = zip(&[good]);
    for _ in 0..5 {
        nested = zip(&[("in.zip", &nested), good]);
    }
    let (documents, failures) = read("nested.zip", &nested);
    assert_eq!(documents.len(), 3, "one a level");
    assert!(matches!(failures[0].reason, Reason::Limit(_)), "{failures:?}");

    let (documents, _) = read("climbs.zip", &zip(&[("../../outside.txt", b"It stays within."), good]));
    assert_eq!(documents.len(), 2);
    assert!(documents[0].path.contains("climbs.zip!/"), "{}", documents[0].path);
}

#[test]
fn broken_lines_among_whole_ones() {
    let lines = "{\"text\": \"The first line is whole.\"}\n{\"text\": \"cut off\n{\"text\": \"The third is whole.\"}\n[1]\n{\"text\": \"So is the last.\"}\n";
    let (documents, failures) = read("a.jsonl", lines.as_bytes());
    assert_eq!(documents.len(), 3);
    let broken: Vec<_> = failures
        .iter()
        .map(|failure| match &failure.reason {
            Reason::Record { line, byte, .. } => (*line, *byte > 0),
            reason => panic!("{reason}"),
        })
        .collect();
    assert_eq!(broken, [(2, true), (4, true)]);

    let table = "id,text\n1,The first row is whole and it is long enough to be taken for a text of its own.\n\
                 2,\"The second is never closed although it should be where the line of it comes to an end\n\
                 3,\"The third row is whole, too, and it is read as if nothing had happened in the one before.\"\n";
    let (documents, _) = read("a.csv", table.as_bytes());
    assert!(documents.iter().any(|document| document.text.contains("The third row is whole")));
    let open =
        documents.iter().find(|document| document.text.contains("never closed")).expect("the second row");
    assert_eq!(place(open, "quote-not-closed"), table.find("2,").expect("it") as u64);
}

#[test]
fn days_that_do_not_exist() {
    let text = "The Lodge\n\nIt met in the hall, and there was much to be said on all sides of it.\n\nAdded on 02-30-2001\n";
    let document = one("a.txt", text.as_bytes());
    assert_eq!(place(&document, "date-impossible"), text.find("Added").expect("it") as u64);
    assert_eq!(document.metadata.date, None);
    let lines = "{\"text\": \"It met in the hall that evening.\", \"date\": \"2001-13-45\"}\n";
    let (documents, _) = read("a.jsonl", lines.as_bytes());
    assert!(documents[0].diagnostics.iter().any(|note| note.code == "date-impossible"));
}

#[test]
fn text_under_the_name_of_another_format() {
    let prose =
        "[sic] The minutes of the lodge say that nobody came, and the hall was paid for twice over.\n";
    assert!(one("minutes.json", prose.as_bytes()).text.starts_with("[sic] The minutes"));
    let (documents, failures) =
        read("broken.json", b"{\"title\": \"The Lodge\", \"body\": \"cut off here and");
    assert_eq!((documents.len(), failures.len()), (0, 1));
}
