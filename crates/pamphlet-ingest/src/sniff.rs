//! What a file is, told from its bytes; the name only settles what bytes cannot (Markdown, CSV).

/// What the bytes look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Text,
    Html,
    Xml,
    Json,
    JsonLines,
    Csv(u8),
    Markdown,
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
    for (magic, what) in MAGIC {
        if bytes.starts_with(magic) {
            return Kind::Unread(what);
        }
    }
    if is_binary(bytes) {
        return Kind::Binary;
    }
    Kind::Text
}

/// First bytes of formats that are not text.
const MAGIC: [(&[u8], &str); 8] = [
    (b"%PDF-", "PDF"),
    (b"PK\x03\x04", "ZIP"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\0", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Microsoft Office (OLE)"),
    (b"{\\rtf", "RTF"),
];

/// Whether bytes are no text of any encoding: NUL bytes that are not those of UTF-16 or UTF-32.
fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64 << 10)];
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return false;
    }
    let nul = memchr::memchr_iter(0, head).count();
    if nul == 0 {
        let control = head.iter().filter(|&&byte| byte < 9 || (14..27).contains(&byte)).count();
        return control * 20 > head.len();
    }
    // UTF-16 without a mark: NULs at every other place, nearly only there
    let even = head.iter().step_by(2).filter(|&&byte| byte == 0).count();
    let odd = nul - even;
    let half = head.len() / 2;
    let (more, fewer) = (even.max(odd), even.min(odd));
    !(half > 8 && more * 10 > half * 6 && fewer * 20 < half)
}
