//! Books and office documents: a whole archive around any bytes as their main part.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::io::{Cursor, Write};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

const CONTAINER: &[u8] = br#"<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="a.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;
const OPF: &[u8] = br#"<package xmlns="http://www.idpf.org/2007/opf"><metadata><title xmlns="http://purl.org/dc/elements/1.1/">A</title></metadata><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>"#;
const TYPES: &[u8] = br#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
const PAGE: &[u8] = b"<html xmlns='http://www.w3.org/1999/xhtml'><body><p>A page.</p></body></html>";
const WORD: &[u8] = br#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>A text.</w:t></w:r></w:p>"#;
const ODT: &[u8] = br#"<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text><text:p>A text.</text:p>"#;

fn package(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in members {
        if writer.start_file(*name, stored).and_then(|()| Ok(writer.write_all(bytes)?)).is_err() {
            return Vec::new();
        }
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}

fuzz_target!(|bytes: &[u8]| {
    let (kind, bytes) = bytes.split_first().map_or((0, bytes), |(first, rest)| (*first, rest));
    let epub: &[u8] = b"application/epub+zip";
    let odt: &[u8] = b"application/vnd.oasis.opendocument.text";
    let (word, text) = ([WORD, bytes].concat(), [ODT, bytes].concat());
    let file = match kind % 8 {
        0 => package(&[("mimetype", epub), ("META-INF/container.xml", CONTAINER), ("a.opf", OPF), ("a.xhtml", bytes)]),
        1 => package(&[("mimetype", epub), ("META-INF/container.xml", CONTAINER), ("a.opf", bytes), ("a.xhtml", PAGE)]),
        2 => package(&[("mimetype", epub), ("META-INF/container.xml", bytes), ("a.opf", OPF), ("a.xhtml", PAGE)]),
        3 => package(&[("[Content_Types].xml", TYPES), ("word/document.xml", &word)]),
        4 => package(&[("[Content_Types].xml", TYPES), ("word/document.xml", WORD), ("word/styles.xml", bytes), ("docProps/core.xml", bytes)]),
        5 => package(&[("mimetype", odt), ("content.xml", &text)]),
        6 => package(&[("mimetype", odt), ("content.xml", ODT), ("meta.xml", bytes), ("styles.xml", bytes)]),
        _ => package(&[("mimetype", odt), ("content.xml", bytes)]),
    };
    pamphlet_fuzz::read("a", &file);
});
