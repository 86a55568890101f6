//! The two codes in which bodies travel, quoted-printable and base64, undone with each byte's place.

use pamphlet_document::{SourceMap, SourceMapBuilder, SourceRange};

/// Bytes of a body, and where each stands in the coded ones.
pub(super) struct Body {
    pub bytes: Vec<u8>,
    pub map: SourceMap,
}

/// A body that is not coded; `base` is its place in the file. In a mailbox, a line that starts with `From `
/// got a `>` before it, which `unquote` takes away again.
pub(super) fn plain(coded: &[u8], base: u64, unquote: bool) -> Body {
    let mut bytes = Vec::with_capacity(coded.len());
    let mut map = SourceMapBuilder::default();
    let mut at = 0;
    if unquote {
        for found in memchr::memmem::find_iter(coded, b">From ") {
            if found == 0 || coded[found - 1] == b'\n' {
                bytes.extend_from_slice(&coded[at..found]);
                map.copy((found - at) as u32, base + at as u64);
                at = found + 1;
            }
        }
    }
    bytes.extend_from_slice(&coded[at..]);
    map.copy((coded.len() - at) as u32, base + at as u64);
    Body { bytes, map: map.finish() }
}

/// Undoes quoted-printable: `=E9` is a byte, `=` at the end of a line joins it with the next. What is neither
/// stays as it is.
pub(super) fn quoted_printable(coded: &[u8], base: u64) -> Body {
    let mut bytes = Vec::with_capacity(coded.len());
    let mut map = SourceMapBuilder::default();
    let mut at = 0;
    while at < coded.len() {
        let place = base + at as u64;
        if coded[at] != b'=' {
            let len = memchr::memchr(b'=', &coded[at..]).unwrap_or(coded.len() - at);
            bytes.extend_from_slice(&coded[at..at + len]);
            map.copy(len as u32, place);
            at += len;
            continue;
        }
        let rest = &coded[at + 1..];
        let blanks = rest.iter().take_while(|&&byte| byte == b' ' || byte == b'\t').count();
        if rest[blanks..].starts_with(b"\r\n") {
            at += blanks + 3;
        } else if rest[blanks..].starts_with(b"\n") {
            at += blanks + 2;
        } else if let Some(byte) = rest
            .get(..2)
            .and_then(|hex| std::str::from_utf8(hex).ok())
            .filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
            .and_then(|hex| u8::from_str_radix(hex, 16).ok())
        {
            bytes.push(byte);
            map.replace(1, SourceRange::new(place, place + 3));
            at += 3;
        } else {
            bytes.push(b'=');
            map.copy(1, place);
            at += 1;
        }
    }
    Body { bytes, map: map.finish() }
}

/// Undoes base64; what is no digit of it is passed over.
pub(super) fn base64(coded: &[u8], base: u64) -> Body {
    let mut bytes = Vec::with_capacity(coded.len() / 4 * 3);
    let mut map = SourceMapBuilder::default();
    let mut group = [0u8; 4];
    let mut have = 0;
    let mut start = 0;
    for (at, &byte) in coded.iter().enumerate() {
        let digit = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' | b'-' => 62,
            b'/' | b'_' => 63,
            b'=' => break,
            _ => continue,
        };
        if have == 0 {
            start = at;
        }
        group[have] = digit;
        have += 1;
        if have == 4 {
            push(
                &group,
                3,
                SourceRange::new(base + start as u64, base + at as u64 + 1),
                &mut bytes,
                &mut map,
            );
            have = 0;
        }
    }
    if have > 1 {
        group[have..].fill(0);
        let place = SourceRange::new(base + start as u64, base + (start + have) as u64);
        push(&group, have - 1, place, &mut bytes, &mut map);
    }
    Body { bytes, map: map.finish() }
}

/// The bytes of one group of four digits, which stand together for its place.
fn push(group: &[u8; 4], len: usize, place: SourceRange, bytes: &mut Vec<u8>, map: &mut SourceMapBuilder) {
    let all = [group[0] << 2 | group[1] >> 4, group[1] << 4 | group[2] >> 2, group[2] << 6 | group[3]];
    bytes.extend_from_slice(&all[..len]);
    if place.len() == 4 && len == 3 {
        map.steps(1, 3, 4, place.start);
    } else {
        map.replace(len as u32, place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pamphlet_document::TextRange;

    #[track_caller]
    fn check(body: &Body, expected: &[u8], range: (u32, u32), place: (u64, u64)) {
        assert_eq!(body.bytes, expected);
        let found = body.map.source_of(TextRange::new(range.0, range.1));
        assert_eq!((found.start, found.end), place);
    }

    #[test]
    fn codes_are_undone_with_places() {
        check(&quoted_printable(b"caf=E9 so=\r\nlid = x", 10), b"caf\xe9 solid = x", (3, 4), (13, 16));
        check(&quoted_printable(b"a=\nb=", 0), b"ab=", (1, 2), (3, 4));
        check(&base64(b"QnJl\r\nYWQ=", 5), b"Bread", (3, 5), (11, 14));
        check(&plain(b"x\n>From us", 3, true), b"x\nFrom us", (2, 6), (6, 10));
        check(&plain(b"a >From us", 3, true), b"a >From us", (0, 1), (3, 4));
        check(&base64(b"", 0), b"", (0, 0), (0, 0));
        check(&base64(b"Q", 0), b"", (0, 0), (0, 0));
    }
}
