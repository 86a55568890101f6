//! Texts that stand in lines as somebody typed them, within markup that says no more of them; and turns of a debate
//! in JSON.

use pamphlet_document::{BlockKind, Document};
use pamphlet_ingest::Ingest;

fn read(name: &str, bytes: &[u8]) -> Document {
    Ingest::default().bytes(name, bytes).unwrap().remove(0)
}

/// Title, then a line for each block: kind, speaker, the first words.
#[track_caller]
fn check(name: &str, bytes: &str, expected: &[&str]) -> Document {
    let document = read(name, bytes.as_bytes());
    let mut shown = vec![document.metadata.title.clone().unwrap_or_default()];
    for block in document.blocks.iter().filter(|block| !block.role.is_chrome()) {
        let kind = match block.kind {
            BlockKind::Title => "title".to_owned(),
            BlockKind::Heading(level) => format!("h{level}"),
            BlockKind::MetadataLine => "line".to_owned(),
            BlockKind::Paragraph => "p".to_owned(),
            other => format!("{other:?}").to_lowercase(),
        };
        let who = block
            .speech
            .map(|at| format!(" <{}>", document.speeches[at as usize].speaker))
            .unwrap_or_default();
        let words: Vec<&str> = document.slice(block.range).split_whitespace().take(5).collect();
        shown.push(format!("{kind}{who}: {}", words.join(" ")));
    }
    assert_eq!(shown, expected, "{document:#?}");
    document
}

/// An official record as a printer's system gives it: a page that is one `pre`.
#[test]
fn a_record_in_pre_has_paragraphs_headings_and_speeches() {
    check(
        "a.htm",
        "<html><head><title>The Record, Volume 7 (Friday, March 5, 1999)</title></head><body><pre>\n\
         [The Record Volume 7, Number 3 (Friday, March 5, 1999)]\n[Senate]\n\n\n\
         \x20                      BREAD AND SALT ACT\n\n\
         \x20 Mr. MOSS. Mr. President, I rise to speak of bread, which is dear,\nand of salt, which is no longer cheap \
         in any of the towns that we\nrepresent.\n\
         \x20 I ask that the bill be read.\n\
         \x20 The PRESIDING OFFICER. Without objection, it is so ordered, and the\nclerk will read the bill.\n\
         \x20 Mr. MOSS. I thank the Chair, and I yield the floor to my friend\nfrom the north.\n\
         </pre></body></html>",
        &[
            "The Record, Volume 7 (Friday, March 5, 1999)",
            "title: The Record, Volume 7 (Friday,",
            "interjection: [The Record Volume 7, Number",
            "interjection: [Senate]",
            "h2: BREAD AND SALT ACT",
            "p <Mr. MOSS>: Mr. MOSS. Mr. President, I",
            "p <Mr. MOSS>: I ask that the bill",
            "p <The PRESIDING OFFICER>: The PRESIDING OFFICER. Without objection,",
            "p <Mr. MOSS>: Mr. MOSS. I thank the",
        ],
    );
}

/// NULs between the words, as typesetting systems leave them: the page is text.
#[test]
fn a_page_filled_with_nuls_is_read() {
    let document = read(
        "a.htm",
        b"<html><head><title>Digest</title></head><body><pre>\nBills brought in: two of them, on bread.\0\0\0\0\0\n  \
          Pages 12-14\nPapers laid:\0\0\0page 15\n</pre></body></html>",
    );
    assert_eq!(
        document.text,
        "Digest\n\nBills brought in: two of them, on bread.\n  Pages 12-14\nPapers laid: page 15"
    );
}

/// A sitting that one element holds, line by line.
#[test]
fn an_element_full_of_lines_is_a_typed_text() {
    let mut sitting = String::from("9. Sitzung\nBonn, den 3. Mai 1957\nBeginn: 9 Uhr\n");
    for n in 0..8 {
        sitting.push_str(&format!(
            "Präsident Dr. Roth: Das Wort hat der Abgeordnete Moser zum Antrag Nummer {n}, der den Preis des\nBrotes betrifft.\n\
             Moser (SPD): Herr Präsident! Meine Damen und Herren! Der Antrag Nummer {n} ist gut begründet, und\n\
             wir werden ihm zustimmen, weil er den Menschen in den Städten hilft, die am wenigsten haben.\n\
             (Beifall bei der SPD.)\n"
        ));
    }
    let xml = format!(
        "<?xml version='1.0'?><DOKUMENT><NR>2/9</NR><DATUM>03.05.1957</DATUM><TITEL>Plenarprotokoll vom 03.05.1957</TITEL>\
         <TEXT>{sitting}</TEXT></DOKUMENT>"
    );
    let document = read("02009.xml", xml.as_bytes());
    assert_eq!(document.metadata.title.as_deref(), Some("Plenarprotokoll vom 03.05.1957"));
    assert_eq!(document.metadata.date.map(|date| date.to_string()).as_deref(), Some("1957-05-03"));
    let speakers: Vec<&str> = document.speeches.iter().map(|speech| &*speech.speaker).take(3).collect();
    assert_eq!(document.speeches.len(), 16, "{:#?}", document.blocks);
    assert!(speakers[0].contains("Roth") && speakers[1] == "Moser", "{speakers:?}");
    // what a tool broke into lines of one width is a paragraph
    let words = "bread and peace for all of us, ".repeat(150);
    let mut lines = String::new();
    for chunk in words.as_bytes().chunks(70) {
        lines.push_str(&String::from_utf8_lossy(chunk));
        lines.push('\n');
    }
    let document = read("a.xml", format!("<a><p>{lines}</p><p>two</p></a>").as_bytes());
    assert!(!document.text.trim_end_matches("\n\ntwo").contains('\n'), "{}", document.text);
}

#[test]
fn turns_of_a_debate_in_json() {
    let document = check(
        "a.json",
        r#"{"title": "The Bread Debate", "date": "1999-03-05", "transcript": [
            {"speaker": "Ada Bell", "party": "Reform", "text": "We want bread, and we want it now."},
            {"speaker": "Ada Bell", "party": "Reform", "text": "And salt."},
            {"speaker": {"name": "Jo Vik", "id": 7}, "role": "Chair", "text": "There is no salt to be had here."},
            {"title": "Second part"},
            {"speaker": "None", "text": "The house rose at noon for its dinner."},
            {"name": "Ada Bell", "spoken": "Ada Bell: I have had mine, thank you all the same."}]}"#,
        &[
            "The Bread Debate",
            "title: The Bread Debate",
            "line <Ada Bell>: Ada Bell",
            "p <Ada Bell>: We want bread, and we",
            "p <Ada Bell>: And salt.",
            "line <Jo Vik>: Jo Vik",
            "p <Jo Vik>: There is no salt to",
            "h2: Second part",
            "p: The house rose at noon",
            "p <Ada Bell>: Ada Bell: I have had",
        ],
    );
    assert_eq!(document.speeches[0].party.as_deref(), Some("Reform"));
    assert_eq!(document.speeches[1].role.as_deref(), Some("Chair"));
}
