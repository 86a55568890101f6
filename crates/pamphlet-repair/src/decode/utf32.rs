//! UTF-32 in either order, with a mark or with every character of its text well formed.

use super::utf16::Order;
use super::{Decoded, Output, finding};
use pamphlet_document::Severity;

/// How much of a file is looked at.
const LOOKED: usize = 4_096;

/// The order and where the text starts, if the bytes are UTF-32. Fewer than four characters without a mark are not
/// told.
pub(super) fn guess(bytes: &[u8]) -> Option<(Order, usize)> {
    let (order, after) = match bytes {
        [0xff, 0xfe, 0, 0, ..] => (Some(Order::Little), 4),
        [0, 0, 0xfe, 0xff, ..] => (Some(Order::Big), 4),
        _ => (None, 0),
    };
    let head = &bytes[after..bytes.len().min(LOOKED)];
    let fits = |order: Order| {
        head.len() >= 4 && head.chunks_exact(4).all(|four| character(four, order).is_some_and(|c| c != '\0'))
    };
    match order {
        // the mark of UTF-16 and a NUL look the same
        Some(order) => fits(order).then_some((order, after)),
        None if head.len() < 16 => None,
        None => [Order::Little, Order::Big].into_iter().find(|order| fits(*order)).map(|order| (order, 0)),
    }
}

fn character(four: &[u8], order: Order) -> Option<char> {
    let four = *four.first_chunk()?;
    char::from_u32(match order {
        Order::Little => u32::from_le_bytes(four),
        Order::Big => u32::from_be_bytes(four),
    })
}

/// Decodes from `after` on; what is no character becomes U+FFFD.
pub(super) fn decode<'b>(bytes: &'b [u8], after: usize, order: Order) -> Decoded<'b> {
    let mut out = Output::default();
    let mut lost = 0usize;
    for (number, four) in bytes[after..].chunks(4).enumerate() {
        let found = character(four, order);
        lost += usize::from(found.is_none());
        out.put(found.unwrap_or(char::REPLACEMENT_CHARACTER), after + number * 4, four.len());
    }
    let mut decoded = out.decoded(match order {
        Order::Little => "UTF-32LE",
        Order::Big => "UTF-32BE",
    });
    if lost > 0 {
        let message = format!("{lost} places are no text in {}", decoded.encoding);
        decoded.diagnostics.push(finding(Severity::Warning, "undecodable", message));
    }
    decoded
}
