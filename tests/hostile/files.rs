//! The hostile files: each is made here, in any size, and none is stored.

use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A kind of hostile file.
pub struct Hostile {
    /// What it does.
    pub name: &'static str,
    /// The name that it gets.
    pub file: &'static str,
    /// Its size in the quick tier, as `make` takes it.
    pub small: usize,
    /// Its size in the larger tier.
    pub full: usize,
    /// Makes it.
    pub make: fn(usize) -> Vec<u8>,
}

const fn hostile(
    name: &'static str,
    file: &'static str,
    small: usize,
    full: usize,
    make: fn(usize) -> Vec<u8>,
) -> Hostile {
    Hostile { name, file, small, full, make }
}

/// `head`, `part` n times, `tail`.
fn around(head: &str, part: &str, n: usize, tail: &str) -> Vec<u8> {
    [head, &part.repeat(n), tail].concat().into_bytes()
}

/// A part for each number.
fn each(head: &str, n: usize, part: impl Fn(usize) -> String, tail: &str) -> Vec<u8> {
    let mut out = head.to_owned();
    (0..n).for_each(|i| out.push_str(&part(i)));
    out.push_str(tail);
    out.into_bytes()
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, SimpleFileOptions::default()).expect("a member");
        writer.write_all(bytes).expect("a member");
    }
    writer.finish().expect("an archive").into_inner()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).expect("packed");
    packer.finish().expect("packed")
}

fn deflate(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).expect("packed");
    packer.finish().expect("packed")
}

const WORD: &str =
    "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";
const TYPES: &[u8] = b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>";

fn docx(body: &[u8]) -> Vec<u8> {
    zip(&[("[Content_Types].xml", TYPES), ("word/document.xml", body)])
}

fn odf(kind: &str, body: &str) -> Vec<u8> {
    let names: String = ["office", "text", "table"]
        .iter()
        .map(|name| format!(" xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0\""))
        .collect();
    let content = format!(
        "<office:document-content{names}><office:body>{body}</office:body></office:document-content>"
    );
    zip(&[
        ("mimetype", format!("application/vnd.oasis.opendocument.{kind}").as_bytes()),
        ("content.xml", content.as_bytes()),
    ])
}

fn epub(n: usize) -> Vec<u8> {
    let container = b"<container xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\"><rootfiles><rootfile full-path=\"a.opf\"/></rootfiles></container>";
    let opf = each(
        "<package xmlns=\"http://www.idpf.org/2007/opf\"><manifest><item id=\"a\" href=\"a.xhtml\" media-type=\"application/xhtml+xml\"/></manifest><spine>",
        n,
        |_| "<itemref idref=\"a\"/>".to_owned(),
        "</spine></package>",
    );
    let page = around(
        "<html xmlns='http://www.w3.org/1999/xhtml'><body><p>",
        "The millers met again. ",
        2_000,
        "</p></body></html>",
    );
    zip(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", container),
        ("a.opf", &opf),
        ("a.xhtml", &page),
    ])
}

fn pdf(objects: &str) -> Vec<u8> {
    format!("%PDF-1.7\n{objects}\ntrailer << /Root 1 0 R /Size 9 >>\nstartxref\n0\n%%EOF\n").into_bytes()
}

fn pdf_bomb(n: usize) -> Vec<u8> {
    let stream = deflate(&around("BT /F1 12 Tf ", "(millers) Tj ", n, "ET"));
    let head = format!(
        "%PDF-1.7\n1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj\n2 0 obj << /Type /Pages /Kids [3 0 R] /Count 1 >> endobj\n3 0 obj << /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R >> endobj\n4 0 obj << /Length {} /Filter /FlateDecode >> stream\n",
        stream.len()
    );
    [head.as_bytes(), &stream, b"\nendstream endobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"].concat()
}

fn multipart(n: usize) -> Vec<u8> {
    let mut out = String::from("From: a@example.org\nSubject: nested\nMIME-Version: 1.0\n");
    for i in 0..n {
        out.push_str(&format!("Content-Type: multipart/mixed; boundary=b{i}\n\n--b{i}\n"));
    }
    out.push_str("Content-Type: text/plain\n\nThe coopers met at last.\n");
    out.into_bytes()
}

fn nested_zip(n: usize) -> Vec<u8> {
    let mut inner = zip(&[("a.txt", b"The coopers met.")]);
    for _ in 0..n {
        inner = zip(&[("in.zip", &inner), ("b.txt", b"The coopers met again.")]);
    }
    inner
}

fn tar_of(n: usize, size: &str) -> Vec<u8> {
    let mut out = Vec::new();
    for i in 0..n {
        let mut header = [0u8; 512];
        let name = format!("../../{i}.txt");
        header[..name.len()].copy_from_slice(name.as_bytes());
        header[100..107].copy_from_slice(b"0000644");
        header[124..124 + size.len()].copy_from_slice(size.as_bytes());
        header[156] = b'0';
        header[257..265].copy_from_slice(b"ustar\x0000");
        header[148..156].copy_from_slice(b"        ");
        let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
        header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        out.extend_from_slice(&header);
        let mut text = [b' '; 512];
        text[..25].copy_from_slice(b"The coopers met, members.");
        out.extend_from_slice(&text);
    }
    out.extend_from_slice(&[0; 1024]);
    out
}

/// A tar whose member has a name of `n` bytes, packed.
fn long_name(n: usize) -> Vec<u8> {
    let mut out = tar_of(1, "00000000031");
    out.truncate(1024);
    let mut header = out[..512].to_vec();
    header[124..135].copy_from_slice(format!("{n:011o}").as_bytes());
    header[156] = b'L';
    header[148..156].fill(b' ');
    let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
    header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    header.resize(512 + n.next_multiple_of(512), b'n');
    gzip(&[header, out, vec![0; 1024]].concat())
}

fn laughs(n: usize) -> Vec<u8> {
    let head = each(
        "<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e0 'ha'>",
        n,
        |i| format!("<!ENTITY e{} '{}'>", i + 1, format!("&e{i};").repeat(10)),
        "]>",
    );
    [head, format!("<a><p>Before.</p><p>&e{n};</p></a>").into_bytes()].concat()
}

/// A text of many different words.
fn words(n: usize) -> Vec<u8> {
    let mut seed = 7u64;
    let mut out = Vec::with_capacity(n);
    while out.len() < n {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        out.extend_from_slice(format!("{:x} ", seed >> 30).as_bytes());
        if seed >> 60 == 0 {
            out.extend_from_slice(b"\n\n");
        }
    }
    out
}

/// All of them.
pub const FILES: &[Hostile] = &[
    hostile("HTML: elements nested", "a.html", 5_000, 100_000, |n| around("<p>Before.", "<div>", n, "Deep.")),
    hostile("HTML: formatting nested", "a.html", 1_000, 40_000, |n| {
        around("<p>Text.", "<a><i><b>", n, "<p>Deep.")
    }),
    hostile("HTML: misnested formatting", "a.html", 300, 20_000, |n| {
        around("<p>Text.", "<b><p></b><i></p>", n, "Deep.")
    }),
    hostile("HTML: tables in tables", "a.html", 1_000, 40_000, |n| {
        around("<p>Text.", "<table><tr><td>x", n, "Deep.")
    }),
    hostile("HTML: a table of wide cells", "a.html", 300, 20_000, |n| {
        around("<table>", "<tr><td colspan=9999 rowspan=9999>x", n, "</table>")
    }),
    hostile("HTML: attributes", "a.html", 5_000, 1_000_000, |n| {
        each("<p", n, |i| format!(" a{i}=1"), ">The text.")
    }),
    hostile("HTML: attributes on the body again", "a.html", 300, 20_000, |n| {
        each("<p>Text.", n, |i| format!("<body a{i}=1>"), "End.")
    }),
    hostile("HTML: brackets only", "a.html", 20_000, 5_000_000, |n| around("<p>Text.", "<", n, "")),
    hostile("HTML: comments never closed", "a.html", 2_000, 1_000_000, |n| around("<p>Text.", "<!--", n, "")),
    hostile("HTML: titles never closed", "a.html", 2_000, 1_000_000, |n| {
        around("<p>Text.", "<title>x", n, "")
    }),
    hostile("HTML: PHP never closed", "a.html", 2_000, 1_000_000, |n| around("<p>Text.", "<?php x", n, "")),
    hostile("HTML: references", "a.html", 5_000, 2_000_000, |n| {
        around("<p>Text ", "&amp;&#x200000;&nosuch;", n, "")
    }),
    hostile("HTML: paragraphs", "a.html", 3_000, 500_000, |n| around("<body>", "<p>x", n, "")),
    hostile("HTML: lists in lists", "a.html", 1_000, 50_000, |n| around("<p>Text.", "<ul><li>x", n, "")),
    hostile("HTML: options and selects", "a.html", 1_000, 100_000, |n| {
        around("<p>Text.", "<select><option>x", n, "")
    }),
    hostile("XML: elements nested", "a.xml", 5_000, 300_000, |n| {
        around("<?xml version='1.0'?><a>Text.", "<b>", n, "Deep.")
    }),
    hostile("XML: attributes", "a.xml", 3_000, 1_000_000, |n| {
        each("<?xml version='1.0'?><a", n, |i| format!(" a{i}='1'"), ">Text.</a>")
    }),
    hostile("XML: one attribute again and again", "a.xml", 3_000, 500_000, |n| {
        around("<?xml version='1.0'?><a", " a='1'", n, ">Text.</a>")
    }),
    hostile("XML: namespaces", "a.xml", 3_000, 500_000, |n| {
        each("<?xml version='1.0'?><a", n, |i| format!(" xmlns:a{i}='u{i}'"), ">Text.</a>")
    }),
    hostile("XML: a billion laughs", "a.xml", 12, 60, laughs),
    hostile("XML: one long entity many times", "a.xml", 300, 20_000, |n| {
        [
            b"<?xml version='1.0'?><!DOCTYPE a [<!ENTITY e '".to_vec(),
            words(50_000),
            around("'>]><a>", "&e;", n, "</a>"),
        ]
        .concat()
    }),
    hostile("XML: entities that are many", "a.xml", 3_000, 300_000, |n| {
        each("<?xml version='1.0'?><!DOCTYPE a [", n, |i| format!("<!ENTITY e{i} 'x'>"), "]><a>Text.</a>")
    }),
    hostile("JSON: nested arrays", "a.json", 10_000, 1_000_000, |n| around("{\"text\": ", "[", n, "")),
    hostile("JSON: nested objects", "a.json", 5_000, 500_000, |n| around("", "{\"a\":", n, "")),
    hostile("JSON: one object of many keys", "a.json", 5_000, 1_000_000, |n| {
        each("{\"text\": \"The coopers met in the hall.\"", n, |i| format!(", \"k{i}\": \"v\""), "}")
    }),
    hostile("JSON: escapes", "a.json", 10_000, 5_000_000, |n| {
        around("{\"text\": \"", "\\u0000\\ud800", n, "\"}")
    }),
    hostile("JSON Lines: every line broken", "a.jsonl", 3_000, 500_000, |n| {
        around("{\"text\": \"The coopers met in the hall.\"}\n", "{\"text\": \n", n, "")
    }),
    hostile("JSON Lines: one line", "a.jsonl", 200_000, 60_000_000, |n| {
        [
            b"{\"text\": \"".to_vec(),
            words(n).into_iter().filter(|byte| *byte != b'\n').collect(),
            b"\"}\n".to_vec(),
        ]
        .concat()
    }),
    hostile("CSV: one row of many cells", "a.csv", 20_000, 3_000_000, |n| {
        around("id,text\n1,", "x,", n, "\n")
    }),
    hostile("CSV: a quote never closed", "a.csv", 20_000, 3_000_000, |n| {
        around("id,text\n1,\"", "a, b\n", n, "")
    }),
    hostile("CSV: quotes only", "a.csv", 20_000, 3_000_000, |n| around("id,text\n1,", "\"", n, "\n")),
    hostile("CSV: many columns in the head", "a.csv", 3_000, 300_000, |n| {
        [
            each("text", n, |i| format!(",c{i}"), "\n"),
            each("The coopers met in the hall", n, |i| format!(",{i}"), "\n"),
        ]
        .concat()
    }),
    hostile("Markdown: quotes in quotes", "a.md", 2_000, 100_000, |n| around("# A\n\n", ">", n, " Deep.\n")),
    hostile("Markdown: lists in lists", "a.md", 100, 2_000, |n| {
        each("# A\n\n", n, |i| format!("{}- x\n", "  ".repeat(i)), "")
    }),
    hostile("Markdown: brackets", "a.md", 5_000, 500_000, |n| around("# A\n\nText ", "[", n, "")),
    hostile("Markdown: links in links", "a.md", 2_000, 200_000, |n| around("# A\n\nText ", "![[a](", n, "")),
    hostile("Markdown: stars and ticks", "a.md", 3_000, 300_000, |n| {
        around("# A\n\nText ", "*a _b `c ", n, "")
    }),
    hostile("Markdown: references", "a.md", 2_000, 200_000, |n| {
        each("# A\n\nText.\n\n", n, |i| format!("[{i}]: /u\n"), "")
    }),
    hostile("RTF: groups in groups", "a.rtf", 10_000, 1_000_000, |n| {
        around("{\\rtf1 Text.", "{", n, " Deep.")
    }),
    hostile("RTF: controls", "a.rtf", 10_000, 2_000_000, |n| {
        around("{\\rtf1 Text.", "\\u-1?\\'ff\\par", n, "}")
    }),
    hostile("RTF: a binary part that is not there", "a.rtf", 100, 10_000, |n| {
        around("{\\rtf1 Text.", "\\bin2147483647 x", n, "}")
    }),
    hostile("Mail: parts in parts", "a.eml", 300, 20_000, multipart),
    hostile("Mail: messages in messages", "a.eml", 20_000, 1_000_000, |n| {
        around(
            "From: a@example.org\nSubject: x\nMIME-Version: 1.0\n",
            "Content-Type: message/rfc822\n\nSubject: x\nMIME-Version: 1.0\n",
            n,
            "\nThe coopers met.\n",
        )
    }),
    hostile("Mail: headers", "a.eml", 3_000, 1_000_000, |n| {
        each(
            "From: a@example.org\nSubject: x\nDate: Mon, 3 May 1999 10:00:00 +0000\n",
            n,
            |i| format!("X-{i}: y\n"),
            "\nThe coopers met.\n",
        )
    }),
    hostile("Mail: one header folded", "a.eml", 5_000, 1_000_000, |n| {
        around(
            "From: a@example.org\nDate: Mon, 3 May 1999 10:00:00 +0000\nSubject: x",
            "\n =?utf-8?q?=e2=80=99?=",
            n,
            "\n\nThe coopers met.\n",
        )
    }),
    hostile("Mail: parts that are many", "a.eml", 500, 100_000, |n| {
        around(
            "From: a@example.org\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n",
            "\n--b\nContent-Type: text/plain\n\nThe coopers met.\n",
            n,
            "",
        )
    }),
    hostile("Mailbox: messages without end", "a.mbox", 1_000, 100_000, |n| {
        around("", "From a@b Mon May  3 10:00:00 1999\nSubject: x\n\nThe coopers met.\n\n", n, "")
    }),
    hostile("Archive: a member that swells", "a.zip", 12 << 20, 300 << 20, |n| {
        zip(&[("a.txt", &vec![b'a'; n])])
    }),
    hostile("Archive: members that are many", "a.zip", 500, 110_000, |n| {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for i in 0..n {
            writer.start_file(format!("{i}.txt"), SimpleFileOptions::default()).expect("a member");
            writer.write_all(b"The coopers met.").expect("a member");
        }
        writer.finish().expect("an archive").into_inner()
    }),
    hostile("Archive: archives in archives", "a.zip", 5, 50, nested_zip),
    hostile("Archive: names that climb", "a.zip", 1, 1, |_| {
        zip(&[
            ("../../../../tmp/pamphlet-climbed", b"The coopers met."),
            ("/etc/pamphlet-climbed", b"The coopers met."),
            ("C:\\climbed", b"The coopers met."),
        ])
    }),
    hostile("Archive: cut off", "a.zip", 1, 1, |_| {
        let mut whole = zip(&[("a.txt", &words(50_000)), ("b.txt", b"The coopers met.")]);
        whole.truncate(whole.len() / 2);
        whole
    }),
    hostile("Archive: packed blanks", "a.txt.gz", 12 << 20, 1_000 << 20, |n| gzip(&vec![b' '; n])),
    hostile("Archive: packed again and again", "a.gz", 10, 40, |n| {
        (0..n).fold(words(50_000), |bytes, _| gzip(&bytes))
    }),
    hostile("Archive: a tar of many", "a.tar", 500, 110_000, |n| tar_of(n, "00000000031")),
    hostile("Archive: a tar whose sizes lie", "a.tar", 2, 50, |n| tar_of(n, "77777777777")),
    hostile("Archive: a tar of one long name", "a.tgz", 2 << 20, 900 << 20, long_name),
    hostile("Office: a text that swells", "a.docx", 10_000, 8_000_000, |n| {
        docx(&around(WORD, "<w:p><w:r><w:t>x</w:t></w:r></w:p>", n, "</w:body></w:document>"))
    }),
    hostile("Office: tables in tables", "a.docx", 1_000, 200_000, |n| {
        docx(&around(WORD, "<w:tbl><w:tr><w:tc><w:p/>", n, ""))
    }),
    hostile("Office: blanks that are counted", "a.odt", 10, 10_000, |n| {
        odf(
            "text",
            &format!(
                "<office:text><text:p>The coopers{} met.</text:p></office:text>",
                "<text:s text:c=\"2147483647\"/>".repeat(n)
            ),
        )
    }),
    hostile("Office: cells that are repeated", "a.ods", 10, 10_000, |n| {
        odf("spreadsheet", &format!("<office:spreadsheet><table:table>{}</table:table></office:spreadsheet>", "<table:table-row table:number-rows-repeated=\"1048576\"><table:table-cell table:number-columns-repeated=\"16384\"><text:p>The coopers met.</text:p></table:table-cell></table:table-row>".repeat(n)))
    }),
    hostile("Office: an old document of noise", "a.doc", 20_000, 5_000_000, |n| {
        [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(), words(n)].concat()
    }),
    hostile("Book: a page that returns", "a.epub", 30, 20_000, epub),
    hostile("Web archive: lengths that lie", "a.warc", 300, 50_000, |n| {
        around(
            "",
            "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 9999999999\r\n\r\nHTTP/1.0 200\r\n\r\n<p>The coopers met.\r\n\r\n",
            n,
            "",
        )
    }),
    hostile("PDF: arrays nested", "a.pdf", 10_000, 1_000_000, |n| pdf(&format!("1 0 obj {}", "[".repeat(n)))),
    hostile("PDF: pages in a circle", "a.pdf", 1, 1, |_| {
        pdf(
            "1 0 obj << /Type /Catalog /Pages 2 0 R >> endobj 2 0 obj << /Type /Pages /Kids [2 0 R 2 0 R] /Count 99999999 >> endobj",
        )
    }),
    hostile("PDF: a page that swells", "a.pdf", 20_000, 20_000_000, pdf_bomb),
    hostile("PDF: noise", "a.pdf", 20_000, 5_000_000, |n| [b"%PDF-1.4\n".to_vec(), words(n)].concat()),
    hostile("Text: one word", "a.txt", 500_000, 50_000_000, |n| around("", "a", n, "")),
    hostile("Text: many words", "a.txt", 500_000, 100_000_000, words),
    hostile("Text: empty lines", "a.txt", 100_000, 50_000_000, |n| around("Text.", "\n", n, "End.")),
    hostile("Text: short lines", "a.txt", 50_000, 20_000_000, |n| around("Text.\n", "a\n", n, "End.")),
    hostile("Text: short paragraphs", "a.txt", 20_000, 10_000_000, |n| around("Text.\n", "a\n\n", n, "End.")),
    hostile("Text: accents on one letter", "a.txt", 50_000, 10_000_000, |n| {
        around("e", "\u{301}", n, " end.")
    }),
    hostile("Text: damaged again and again", "a.txt", 20_000, 5_000_000, |n| {
        around("The worker", "â€™", n, "s.")
    }),
    hostile("Text: damage in damage", "a.txt", 3_000, 1_000_000, |n| {
        around("The worker", "Ã¢â‚¬â„¢Ãƒ", n, "s.")
    }),
    hostile("Text: lost marks", "a.txt", 20_000, 10_000_000, |n| around("The worker", "?s don?t ", n, "s.")),
    hostile("Text: marks only", "a.txt", 50_000, 20_000_000, |n| around("Text ", "?", n, " end.")),
    hostile("Text: references", "a.txt", 20_000, 5_000_000, |n| {
        around("Text ", "&amp;amp;", n, "rsquo; end.")
    }),
    hostile("Text: hyphens at line ends", "a.txt", 20_000, 5_000_000, |n| {
        around("Text ", "a-\n", n, "b end.")
    }),
    hostile("Text: dates", "a.txt", 10_000, 3_000_000, |n| {
        around("Text.\n\nAdded on ", "01-02-2003 ", n, "\n")
    }),
    hostile("Text: speakers", "a.txt", 5_000, 2_000_000, |n| {
        around("Debate\n\n", "Mr. SMITH: x\n\n", n, "\n")
    }),
    hostile("Text: page breaks", "a.txt", 20_000, 5_000_000, |n| around("Text ", "a\u{c}1\n", n, "\n")),
    hostile("Text: right to left and back", "a.txt", 20_000, 5_000_000, |n| {
        around("Text ", "\u{202e}\u{202c}", n, "\n")
    }),
    hostile("Text: UTF-16 halves", "a.txt", 20_000, 10_000_000, |n| {
        [b"\xff\xfeT\0e\0x\0t\0".to_vec(), [0, 0xd8].repeat(n), vec![7]].concat()
    }),
    hostile("Text: invalid UTF-8", "a.txt", 20_000, 10_000_000, |n| {
        [b"Text and so on ".to_vec(), [0xe2, 0x80, b' ', 0xff].repeat(n)].concat()
    }),
    hostile("Text: shift states", "a.txt", 20_000, 5_000_000, |n| {
        [b"Text \x1b$B".to_vec(), b"$\"\x1b(B \x1b$B".repeat(n)].concat()
    }),
];
