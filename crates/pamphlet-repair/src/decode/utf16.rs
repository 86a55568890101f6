//! UTF-16 in either order, with or without a mark.
//!
//! Without a mark the evidence is the column of bytes: text of any alphabet has spaces and line ends, so
//! one of the two columns holds NUL bytes at places where the other holds `0x20` or `0x0A`. Bytes of a
//! text in any other encoding hold no NUL at all.

use super::{Decoded, Output, finding};
use pamphlet_document::Severity;

/// Which byte of the two comes first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Order {
    Little,
    Big,
}

/// How much of a file is looked at to tell whether it is UTF-16.
const SAMPLE: usize = 16 * 1024;

impl Order {
    fn unit(self, pair: [u8; 2]) -> u16 {
        match self {
            Order::Little => u16::from_le_bytes(pair),
            Order::Big => u16::from_be_bytes(pair),
        }
    }

    /// Whether the bytes after a mark can be what the mark says. A text of single bytes behind a stray mark
    /// has no NUL, is mostly ASCII and has spaces: in UTF-16 that would be a text of rare ideographs only.
    pub fn fits(self, bytes: &[u8]) -> bool {
        let sample = &bytes[..bytes.len().min(SAMPLE)];
        if sample.is_empty() || memchr::memchr(0, sample).is_some() {
            return true;
        }
        // without a space or line end of UTF-16, which have a NUL, so many that are single bytes
        let spaces = sample.iter().filter(|byte| matches!(byte, b' ' | b'\n')).count();
        let plain = sample.iter().filter(|byte| byte.is_ascii()).count();
        !sample.is_ascii() && (spaces * 20 < sample.len() || plain * 8 < sample.len() * 7)
    }
}

/// The order, if the bytes are UTF-16 without a mark.
pub(super) fn guess(bytes: &[u8]) -> Option<Order> {
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    memchr::memchr(0, sample)?;
    let mut best = None;
    for order in [Order::Little, Order::Big] {
        let (mut spaces, mut plain, mut bad, mut high) = (0usize, 0usize, 0usize, false);
        for pair in sample.chunks_exact(2) {
            let unit = order.unit([pair[0], pair[1]]);
            let low_expected = std::mem::replace(&mut high, (0xd800..0xdc00).contains(&unit));
            match unit {
                0x20 | 0x0a | 0x0d | 0x09 => spaces += 1,
                0x21..0x7f | 0xa0..0x600 | 0x1e00..0x2070 => plain += 1,
                0..0x20 | 0x7f..0xa0 | 0xe000..0xf900 | 0xfff0.. => bad += 1,
                0xdc00..0xe000 if !low_expected => bad += 1,
                _ => {}
            }
        }
        let units = sample.len() / 2;
        // "aaaa" in UTF-16 has no space; a short text is told by its letters alone
        let likely = bad * 50 <= units && (spaces * 50 >= units || plain * 5 >= units * 4);
        if likely && best.is_none_or(|(_, sum)| spaces + plain > sum) {
            best = Some((order, spaces + plain));
        }
    }
    best.map(|(order, _)| order)
}

/// Decodes from `after` on; a half of a pair that stands alone becomes U+FFFD.
pub(super) fn decode<'b>(bytes: &'b [u8], after: usize, order: Order) -> Decoded<'b> {
    let mut out = Output::default();
    out.text.reserve(bytes.len() / 2);
    let mut lost = 0usize;
    let mut at = after;
    while let Some(pair) = bytes.get(at..at + 2) {
        let unit = order.unit([pair[0], pair[1]]);
        let next = bytes.get(at + 2..at + 4).map(|pair| order.unit([pair[0], pair[1]]));
        let (c, len) = match (unit, next) {
            (0xd800..0xdc00, Some(low @ 0xdc00..0xe000)) => {
                let code = 0x10000 + ((u32::from(unit) - 0xd800) << 10) + (u32::from(low) - 0xdc00);
                (char::from_u32(code), 4)
            }
            _ => (char::from_u32(u32::from(unit)), 2),
        };
        lost += usize::from(c.is_none());
        out.put(c.unwrap_or(char::REPLACEMENT_CHARACTER), at, len);
        at += len;
    }
    if at < bytes.len() {
        lost += 1;
        out.put(char::REPLACEMENT_CHARACTER, at, bytes.len() - at);
    }
    let mut decoded = out.decoded(match order {
        Order::Little => "UTF-16LE",
        Order::Big => "UTF-16BE",
    });
    if lost > 0 {
        let message = format!("{lost} places are no text in {}", decoded.encoding);
        decoded.diagnostics.push(finding(Severity::Warning, "undecodable", message));
    }
    decoded
}
