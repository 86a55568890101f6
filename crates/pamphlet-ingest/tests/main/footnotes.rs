//! Footnotes in every format that has them: a block of its own, right behind the block that refers to it, whose words
//! stay whole and whose sentence is not cut.

use pamphlet_document::{BlockKind, Document};
use pamphlet_ingest::Ingest;
use std::io::{Cursor, Write};

/// A package of parts, as office documents and books are.
fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    for (name, text) in parts {
        writer.start_file(*name, options).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn read(name: &str, bytes: &[u8]) -> Document {
    Ingest::default().bytes(name, bytes).expect("a document").remove(0)
}

/// Blocks, one a line; notes with a star.
fn shown(document: &Document) -> Vec<String> {
    let line = |block: &pamphlet_document::Block| {
        let mark = if block.kind == BlockKind::Footnote { "* " } else { "" };
        format!("{mark}{}", document.slice(block.range).replace('\n', "/"))
    };
    document.blocks.iter().map(line).collect()
}

#[track_caller]
fn check(name: &str, bytes: &[u8], expected: &[&str]) {
    assert_eq!(shown(&read(name, bytes)), expected);
}

const LONG: &str =
    "The lodge met in the hall at noon and sat until the lamps were lit, and nobody left early";

#[test]
fn docx() {
    let document = format!(
        "<w:document xmlns:w='w'><w:body><w:p><w:r><w:t>{LONG}</w:t></w:r><w:r><w:rPr><w:vertAlign \
         w:val='superscript'/></w:rPr><w:footnoteReference w:id='2'/></w:r><w:r><w:t>, they say.</w:t></w:r></w:p>\
         <w:tbl><w:tr><w:tc><w:p><w:r><w:t>Bread</w:t></w:r><w:r><w:endnoteReference w:id='1'/></w:r></w:p></w:tc>\
         <w:tc><w:p><w:r><w:t>4d</w:t></w:r></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:t>So they voted</w:t></w:r><w:r>\
         <w:rPr><w:vertAlign w:val='superscript'/></w:rPr><w:t>3</w:t></w:r><w:r><w:t> on the 19</w:t></w:r><w:r><w:rPr>\
         <w:vertAlign w:val='superscript'/></w:rPr><w:t>th</w:t></w:r></w:p></w:body></w:document>"
    );
    let notes = |kind: &str, id: u32, text: &str| {
        format!(
            "<w:{kind}s xmlns:w='w'><w:{kind} w:type='separator' w:id='0'><w:p><w:r><w:t>no</w:t></w:r></w:p></w:{kind}>\
             <w:{kind} w:id='{id}'><w:p><w:r><w:{kind}Ref/></w:r><w:r><w:t>{text}</w:t></w:r></w:p></w:{kind}></w:{kind}s>"
        )
    };
    let bytes = package(&[
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &document),
        ("word/footnotes.xml", &notes("footnote", 2, "See the minute book.")),
        ("word/endnotes.xml", &notes("endnote", 1, "Of the baker.")),
    ]);
    check(
        "a.docx",
        &bytes,
        &[
            &format!("{LONG}, they say."),
            "* See the minute book.",
            "Bread\t4d",
            "* Of the baker.",
            "So they voted 3 on the 19th",
        ],
    );
}

#[test]
fn odt() {
    let content = format!(
        "<office:document-content><office:automatic-styles><style:style style:name='T1' style:family='text'>\
         <style:text-properties style:text-position='super 58%'/></style:style></office:automatic-styles><office:body>\
         <office:text><text:p>{LONG}<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation>\
         <text:note-body><text:p>See the minute book.</text:p><text:p>It is lost.</text:p></text:note-body></text:note>, \
         they say.</text:p><text:p>So they voted<text:span text:style-name='T1'>3</text:span> again.</text:p>\
         </office:text></office:body></office:document-content>"
    );
    let bytes =
        package(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)]);
    check(
        "a.odt",
        &bytes,
        &[&format!("{LONG}, they say."), "* See the minute book.", "* It is lost.", "So they voted 3 again."],
    );
}

#[test]
fn html() {
    // pandoc, and most programs that make pages of it
    check(
        "a.html",
        format!(
            "<p>{LONG}<a href='#fn1' class='footnote-ref' id='fnref1'><sup>1</sup></a> that day.</p><p>Then they went.</p>\
             <section class='footnotes' role='doc-endnotes'><ol><li id='fn1'><p>See the minute book. <a href='#fnref1'>↩</a>\
             </p></li></ol></section>"
        )
        .as_bytes(),
        &[&format!("{LONG} 1 that day."), "* See the minute book. ↩", "Then they went."],
    );
    // a list below the page that leads nowhere back, short paragraphs
    check(
        "a.html",
        b"<p>They met<sup><a href='#n1'>1</a></sup>.</p><p>They voted<sup>[<a href='#n2'>2</a>]</sup>.</p><p>They went.</p>\
          <p id='n1'>1. In the hall.</p><p id='n2'>2. By hand.</p>",
        &["They met 1.", "* 1. In the hall.", "They voted[2].", "* 2. By hand.", "They went."],
    );
    // as word processors save it
    check(
        "a.html",
        format!(
            "<p>{LONG}<a href='#_ftn1' name='_ftnref1'>1</a></p><p>Then they went.</p><p><a href='#_ftnref1' \
             name='_ftn1'>1</a>See the minute book.</p>"
        )
        .as_bytes(),
        &[&format!("{LONG} 1"), "* 1 See the minute book.", "Then they went."],
    );
    // numbers that are set high without a link, and what is a part of its word
    check(
        "a.html",
        b"<p>The strike<sup>4</sup> of the 19<sup>th</sup>, on 5 km<sup>2</sup>, H<sub>2</sub>O and a<sup>2</sup>.</p>",
        &["The strike 4 of the 19th, on 5 km2, H2O and a2."],
    );
    // links to the parts of a page are no notes
    check(
        "a.html",
        b"<p>See <a href='#a'>part 1</a> and 1984/<a href='#a'>85</a>.</p><h2 id='a'>Bread</h2><p>It is dear.</p>",
        &["See part 1 and 1984/85.", "Bread", "It is dear."],
    );
}

#[test]
fn tei() {
    let tei = |body: &str| {
        format!("<TEI xmlns='http://www.tei-c.org/ns/1.0'><text><body>{body}</body></text></TEI>")
    };
    // in its place
    check(
        "a.xml",
        tei("<p>They met<note place='foot' n='1'>In the hall.</note> at noon <note>Or one.</note>and voted.</p><p>Bread.</p>")
            .as_bytes(),
        &["They met at noon and voted.", "* In the hall.", "* Or one.", "Bread."],
    );
    // at the end, by a reference and by its own target
    check(
        "a.xml",
        tei("<p>They met<ref target='#n1'>1</ref> at noon.</p><p>They voted<anchor xml:id='a2'/>.</p><p>Bread.</p>\
             <note xml:id='n1'><p>In the hall.</p></note><note target='#a2'>By hand.</note>")
        .as_bytes(),
        &["They met 1 at noon.", "* In the hall.", "They voted.", "* By hand.", "Bread."],
    );
    // the other sentence of a speech goes on with its speaker
    let document = read(
        "a.xml",
        tei("<u who='#AdaReed'><seg>We met<note place='foot'>In the hall.</note> at noon.</seg></u>\
             <u who='#TomHall'><seg>No.</seg></u>")
        .as_bytes(),
    );
    assert_eq!(shown(&document), ["We met at noon.", "* In the hall.", "No."]);
    let speeches: Vec<_> = document.speeches.iter().map(|speech| document.slice(speech.range)).collect();
    assert_eq!(speeches, ["We met at noon.\n\nIn the hall.", "No."]);
}

#[test]
fn other_xml() {
    check(
        "a.xml",
        b"<akomaNtoso><act><body><section><num>1</num><heading>Bread</heading><content><p>It is cheap\
          <authorialNote marker='1'><p>At the time.</p></authorialNote> here.</p></content></section></body></act></akomaNtoso>",
        &["1 Bread", "It is cheap here.", "* At the time."],
    );
    check(
        "a.xml",
        b"<?xml version='1.0'?><paper><p>It is cheap<xref rid='fn1'>1</xref> here.</p><p>Salt.</p><fn id='fn1'><p>At the time.</p></fn></paper>",
        &["It is cheap 1 here.", "* At the time.", "Salt."],
    );
    check(
        "a.xml",
        b"<r><p>The strike<sup>4</sup> of the 19<sup>th</sup>.</p></r>",
        &["The strike 4 of the 19th."],
    );
}

#[test]
fn epub() {
    let page = |body: &str| {
        format!(
            "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>x</title></head><body>{body}</body></html>"
        )
    };
    let bytes = package(&[
        ("mimetype", "application/epub+zip"),
        (
            "META-INF/container.xml",
            "<container><rootfiles><rootfile full-path='p.opf'/></rootfiles></container>",
        ),
        (
            "p.opf",
            "<package><metadata/><manifest><item id='a' href='a.xhtml'/><item id='n' href='n.xhtml'/></manifest><spine>\
             <itemref idref='a'/><itemref idref='n'/></spine></package>",
        ),
        (
            "a.xhtml",
            &page(
                "<p>They met<a epub:type='noteref' href='n.xhtml#n1'>1</a> at noon.</p><p>They voted<sup><a \
                   href='n.xhtml#n2'>2</a></sup>.</p>",
            ),
        ),
        (
            "n.xhtml",
            &page(
                "<h1>Notes</h1><aside id='n1' epub:type='footnote'><p>In the hall.</p></aside><p id='n2'>2. By hand.</p>",
            ),
        ),
    ]);
    check(
        "a.epub",
        &bytes,
        &["They met 1 at noon.", "* In the hall.", "They voted 2.", "* 2. By hand.", "Notes"],
    );
}

#[test]
fn markdown() {
    check(
        "a.md",
        b"# Minutes\n\nThey met[^1] at noon.\n\nThey voted.\n\n[^1]: In the hall.\n",
        &["Minutes", "They met at noon.", "* In the hall.", "They voted."],
    );
}

#[test]
fn rtf() {
    check(
        "a.rtf",
        b"{\\rtf1\\ansi They met{\\super\\chftn}{\\footnote{\\super\\chftn} In the hall.} at noon.\\par They voted.}",
        &["They met at noon.", "* In the hall.", "They voted."],
    );
}
