//! What a file is, told from its bytes; the name only settles what bytes cannot (Markdown, CSV).

use crate::Options;

/// What the bytes look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Html,
    Xml,
    Json,
    JsonLines,
    Csv,
    Markdown,
    Pdf,
    /// A zip archive, or a document that is one (DOCX, ODT, EPUB).
    Zip,
    Tar,
    Gzip,
    Bzip2,
    Xz,
    Zstd,
    /// The container of old Microsoft Office.
    Ole,
    Rtf,
    Mail,
    Mbox,
    Warc,
    /// A format that is known and not read.
    Unread(&'static str),
    /// No text.
    Binary,
    Empty,
}

/// Looks at the first bytes of a file, and at its name where the bytes do not tell.
pub(crate) fn sniff(bytes: &[u8], name: &str) -> Kind {
    if bytes.iter().all(|byte| byte.is_ascii_whitespace()) {
        return Kind::Empty;
    }
    if let Some(kind) = packed(bytes, name) {
        return kind;
    }
    if pamphlet_repair::is_binary(bytes) {
        return Kind::Binary;
    }
    let head = &bytes[..bytes.len().min(4096)];
    // UTF-16 is looked at without its zero bytes
    let head: Vec<u8> = head.iter().filter(|&&byte| byte != 0).map(u8::to_ascii_lowercase).collect();
    let start = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&head);
    let start = start.strip_prefix(b"\xff\xfe").or_else(|| start.strip_prefix(b"\xfe\xff")).unwrap_or(start);
    let start = start.trim_ascii_start();
    let ending = ending(name);
    // records before markup: their texts may hold web pages
    if (start.starts_with(b"{") || start.starts_with(b"["))
        && let Some(kind) = json(bytes, &ending)
    {
        return kind;
    }
    if !start.starts_with(b"<")
        && matches!(ending.as_str(), "csv" | "tsv" | "tab" | "psv")
        && has_columns(&head)
    {
        return Kind::Csv;
    }
    if let Some(kind) = markup(start) {
        return kind;
    }
    match ending.as_str() {
        "md" | "mkd" | "mdown" | "markdown" | "mdx" | "qmd" | "rmd" | "mkdn" => Kind::Markdown,
        _ if is_markdown(&head) => Kind::Markdown,
        _ => Kind::Text,
    }
}

/// What follows the last full stop of the name, in lower case, without a query that a download left there.
fn ending(name: &str) -> String {
    let name = name.rsplit(['/', '!']).next().unwrap_or_default();
    let name = name.split('?').next().unwrap_or_default();
    name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default()
}

/// JSON Lines where the first line is a whole object and another follows, else JSON where an object or list
/// starts as one does.
fn json(bytes: &[u8], ending: &str) -> Option<Kind> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let end = memchr::memchr(b'\n', bytes);
    let line = bytes[..end.unwrap_or(bytes.len())].trim_ascii_end();
    let second = bytes[end.unwrap_or(bytes.len())..].trim_ascii_start();
    let key = line.get(1..).is_some_and(|rest| matches!(rest.trim_ascii_start().first(), Some(b'"' | b'}')));
    let whole = line.starts_with(b"{") && line.ends_with(b"}") && key;
    if matches!(ending, "jsonl" | "ndjson" | "jsonlines") || whole && second.starts_with(b"{") {
        return Some(Kind::JsonLines);
    }
    let inside = bytes[1..].trim_ascii_start().first();
    let like = match bytes.first() {
        Some(b'{') => matches!(inside, Some(b'"' | b'}')),
        _ => matches!(inside, Some(b'"' | b'{' | b'[' | b']')) || inside.is_some_and(u8::is_ascii_digit),
    };
    (ending == "json"
        || ending == "geojson"
        || like && bytes.trim_ascii_end().ends_with(if bytes[0] == b'{' { b"}" } else { b"]" }))
    .then_some(Kind::Json)
}

/// Whether the first line has something that parts columns.
fn has_columns(head: &[u8]) -> bool {
    let line = &head[..memchr::memchr(b'\n', head).unwrap_or(head.len())];
    line.iter().any(|byte| b",;\t|".contains(byte))
}

/// Markdown without its name: front matter, or headings with `#`.
fn is_markdown(head: &[u8]) -> bool {
    let mut lines = head.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end);
    if lines.next() == Some(b"---") {
        let mut keys = 0;
        for line in lines.by_ref() {
            if line == b"---" {
                return keys > 0;
            }
            keys += usize::from(line.contains(&b':'));
        }
        return false;
    }
    let heading = |line: &&[u8]| {
        let marks = line.iter().take_while(|&&byte| byte == b'#').count();
        (1..=6).contains(&marks) && line.get(marks) == Some(&b' ') && line.len() > marks + 2
    };
    head.split(|&byte| byte == b'\n').filter(heading).count() >= 2
}

/// HTML or XML, by how the file starts and by the tags in its first bytes.
fn markup(start: &[u8]) -> Option<Kind> {
    let has = |what: &[u8]| memchr::memmem::find(start, what).is_some();
    if start.starts_with(b"<?xml") {
        let html = has(b"<!doctype html") || has(b"<html");
        return Some(if html { Kind::Html } else { Kind::Xml });
    }
    if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") {
        return Some(Kind::Html);
    }
    // a document type of its own
    if start.starts_with(b"<!doctype ") && !start[10..].trim_ascii_start().starts_with(b"html") {
        return Some(Kind::Xml);
    }
    if is_xml_root(start) {
        return Some(Kind::Xml);
    }
    let tags = HTML_TAGS.iter().filter(|tag| {
        memchr::memmem::find_iter(start, tag).any(|at| {
            start.get(at + tag.len()).is_some_and(|byte| !byte.is_ascii_alphanumeric() && *byte != b':')
        })
    });
    let tags = tags.count();
    if start.starts_with(b"<") && tags >= 1 || tags >= 3 {
        return Some(Kind::Html);
    }
    if start.starts_with(b"<")
        && start.get(1).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'!')
        && has(b"</")
    {
        return Some(Kind::Xml);
    }
    None
}

/// Whether the first tag, in lower case, is the root of a vocabulary that is not HTML, although the file has
/// no XML declaration: these have elements such as `p` and `title` too.
fn is_xml_root(start: &[u8]) -> bool {
    let Some(rest) = start.strip_prefix(b"<") else { return false };
    let tag = &rest[..memchr::memchr(b'>', rest).unwrap_or(rest.len())];
    let name = tag.split(|byte| byte.is_ascii_whitespace() || *byte == b'/').next().unwrap_or_default();
    let has = |what: &[u8]| memchr::memmem::find(tag, what).is_some();
    let roots: [&[u8]; 8] = [
        b"tei",
        b"teicorpus",
        b"akomantoso",
        b"hansard",
        b"publicwhip",
        b"rss",
        b"feed",
        b"dbtplenarprotokoll",
    ];
    roots.contains(&name) || has(b"xmlns") && !has(b"xhtml") && !name.starts_with(b"!")
}

/// Tags that only HTML has, and that a page has near its start.
const HTML_TAGS: [&[u8]; 22] = [
    b"<html", b"<head", b"<title", b"<body", b"<meta", b"<div", b"<table", b"<p", b"<br", b"<h1", b"<h2",
    b"<h3", b"<ul", b"<li", b"<a", b"<font", b"<img", b"<script", b"<style", b"<span", b"<link", b"<td",
];

impl Kind {
    /// Whether a file of this kind may give documents that the options ask for.
    pub fn is_wanted(self, options: &Options) -> bool {
        options.wants_all()
            || match self {
                Kind::Text => options.wants("text"),
                Kind::Html => options.wants("html"),
                Kind::Markdown => options.wants("markdown"),
                Kind::Json => options.wants("json"),
                Kind::JsonLines => options.wants("jsonl"),
                Kind::Csv => options.wants("csv") || options.wants("tsv"),
                Kind::Pdf => options.wants("pdf"),
                Kind::Ole => options.wants("doc"),
                Kind::Rtf => options.wants("rtf"),
                Kind::Empty | Kind::Binary | Kind::Unread(_) => false,
                // what is inside decides, or the vocabulary
                _ => true,
            }
    }

    /// Whether files stand inside that are read on their own: how deep these may nest is limited.
    pub fn is_archive(self) -> bool {
        matches!(self, Kind::Tar | Kind::Gzip | Kind::Bzip2 | Kind::Xz | Kind::Zstd | Kind::Mail | Kind::Mbox)
            || matches!(self, Kind::Zip | Kind::Warc)
    }
}

/// Documents and archives that are told by their first bytes.
fn packed(bytes: &[u8], name: &str) -> Option<Kind> {
    for (magic, kind) in MAGIC {
        if bytes.starts_with(magic) {
            return Some(kind);
        }
    }
    // readers of PDF allow for some bytes before its head
    let head = &bytes[..bytes.len().min(1_024)];
    if memchr::memmem::find(head, b"%PDF-").is_some_and(|at| !head[..at].is_ascii() || at < 8) {
        return Some(Kind::Pdf);
    }
    if is_tar(bytes) {
        return Some(Kind::Tar);
    }
    crate::formats::mail::sniff(bytes, name)
}

/// First bytes of formats that are not text.
const MAGIC: [(&[u8], Kind); 14] = [
    (b"%PDF-", Kind::Pdf),
    (b"PK\x03\x04", Kind::Zip),
    (b"PK\x05\x06", Kind::Zip),
    (b"\x1f\x8b", Kind::Gzip),
    (b"BZh", Kind::Bzip2),
    (b"\xfd7zXZ\0", Kind::Xz),
    (b"\x28\xb5\x2f\xfd", Kind::Zstd),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind::Ole),
    (b"{\\rtf", Kind::Rtf),
    (b"WARC/1.", Kind::Warc),
    (b"WARC/0.", Kind::Warc),
    (b"7z\xbc\xaf\x27\x1c", Kind::Unread("7z archive")),
    (b"Rar!\x1a\x07", Kind::Unread("RAR archive")),
    (b"%!PS", Kind::Unread("PostScript")),
];

/// Whether the first 512 bytes are the header of a named member of a tar.
pub(crate) fn is_tar(bytes: &[u8]) -> bool {
    bytes.first().is_some_and(|&first| first != 0) && is_tar_header(bytes)
}

/// Whether the first 512 bytes are any header in a tar: they hold their own sum.
pub(crate) fn is_tar_header(bytes: &[u8]) -> bool {
    let Some(head) = bytes.get(..512) else { return false };
    let sum = std::str::from_utf8(&head[148..156]).unwrap_or_default();
    let Ok(sum) = u32::from_str_radix(sum.trim_matches([' ', '\0']), 8) else { return false };
    let blank = 8 * u32::from(b' ');
    let rest: u32 = head[..148].iter().chain(&head[156..]).map(|&byte| u32::from(byte)).sum();
    rest + blank == sum
}
