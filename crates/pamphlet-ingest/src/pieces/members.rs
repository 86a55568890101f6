//! Where the members of a tar end. What belongs to a member stays with it: long names and extended headers
//! that come before, further headers of a sparse file.

use super::cut::Cut;
use crate::sniff::is_tar_header;

const BLOCK: usize = 512;

/// Looks at bytes that start with a member's header.
pub(super) fn cut(bytes: &[u8], last: bool, longest: usize) -> Cut {
    let mut whole = 0;
    let mut records = 0;
    loop {
        match member(&bytes[whole..]) {
            // zeros end an archive; what is no header is damage, which the reader of the piece names
            Member::End => {
                return match whole {
                    0 if bytes.first() == Some(&0) => Cut::End,
                    0 => Cut::Whole { len: bytes.len(), records: 1 },
                    _ => Cut::Whole { len: whole, records },
                };
            }
            Member::Whole { len, .. } if len <= (bytes.len() - whole) as u64 => {
                whole += len as usize;
                records += 1;
            }
            Member::Whole { len, name } => {
                if last {
                    return Cut::Whole { len: bytes.len(), records: records + 1 };
                }
                if whole > 0 {
                    return Cut::Whole { len: whole, records };
                }
                if len > longest as u64 {
                    return Cut::TooLong { len, name: Some(format!("!/{name}")), silent: false };
                }
                return Cut::More(len as usize - bytes.len());
            }
            Member::Unknown => {
                return match whole {
                    _ if last => Cut::Whole { len: bytes.len(), records: records + 1 },
                    0 => Cut::More(0),
                    _ => Cut::Whole { len: whole, records },
                };
            }
        }
    }
}

enum Member {
    /// Its length with all that belongs to it, and its name.
    Whole {
        len: u64,
        name: String,
    },
    /// Its headers are not all here.
    Unknown,
    End,
}

fn member(bytes: &[u8]) -> Member {
    let mut at = 0;
    let mut stated = None;
    let mut long_name = None;
    loop {
        let Some(head) = bytes.get(at..at + BLOCK) else { return Member::Unknown };
        if !is_tar_header(head) {
            return Member::End;
        }
        let Some(size) = size_of(&head[124..136]) else { return Member::End };
        let kind = head[156];
        if !matches!(kind, b'L' | b'K' | b'x' | b'g') {
            let mut len = (at + BLOCK) as u64;
            let mut more = kind == b'S' && head[482] != 0;
            while more {
                let Some(block) = bytes.get(len as usize..len as usize + BLOCK) else {
                    return Member::Unknown;
                };
                more = block[504] != 0;
                len += BLOCK as u64;
            }
            let name = long_name.unwrap_or_else(|| text(&head[..100]));
            let size = stated.unwrap_or(size);
            return Member::Whole { len: len.saturating_add(padded(size)), name };
        }
        // a header before the header: it may name and measure what follows
        let Some(content) = usize::try_from(size)
            .ok()
            .and_then(|size| bytes.get(at + BLOCK..(at + BLOCK).checked_add(size)?))
        else {
            return Member::Unknown;
        };
        match kind {
            b'L' => long_name = Some(text(content)),
            b'x' => {
                stated = record(content, b"size=").and_then(|size| size.parse().ok()).or(stated);
                long_name = record(content, b"path=").or(long_name);
            }
            _ => {}
        }
        at += BLOCK + padded(size) as usize;
    }
}

fn padded(size: u64) -> u64 {
    size.div_ceil(BLOCK as u64).saturating_mul(BLOCK as u64)
}

/// A size in octal digits, or with the first bit set in bytes.
fn size_of(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 != 0 {
        return field[4..].first_chunk().map(|bytes| u64::from_be_bytes(*bytes));
    }
    let digits = text(field);
    let digits = digits.trim();
    if digits.is_empty() { Some(0) } else { u64::from_str_radix(digits, 8).ok() }
}

/// A value of an extended header: `LEN NAME=VALUE` and a line end.
fn record(content: &[u8], name: &[u8]) -> Option<String> {
    let line = content.split(|&byte| byte == b'\n').find_map(|line| {
        let rest = &line[memchr::memchr(b' ', line)? + 1..];
        rest.strip_prefix(name)
    })?;
    Some(String::from_utf8_lossy(line).into_owned())
}

fn text(bytes: &[u8]) -> String {
    let end = memchr::memchr(0, bytes).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..end]).into_owned()
}
