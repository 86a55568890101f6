//! One legacy encoding for the whole file: who is heard, and the decoding itself.

use super::{Decoded, Output, Table, dos, finding, plausible};
use crate::characters::next_beyond_ascii;
use encoding_rs::Encoding;
use pamphlet_document::Severity;
use std::borrow::Cow;

/// How many bytes, of words beyond ASCII, a candidate is judged by: some two thousand words.
const SAMPLE: usize = 16 * 1024;

/// The same for bytes with escapes, where every byte may matter.
const ESCAPED: usize = 256 * 1024;

/// How many bytes of a word are looked at on either side of the first one beyond ASCII.
const REACH: usize = 64;

/// Decodes from `after` on in the encoding that makes the most sense of the bytes.
pub(super) fn decode<'b>(
    bytes: &'b [u8],
    after: usize,
    declared: Option<&'static Encoding>,
    page: Option<dos::Page>,
) -> Decoded<'b> {
    let sample = around_high_bytes(&bytes[after..]);
    let encoding = choose(&sample, declared);
    let (other, _) = encoding.decode_without_bom_handling(&sample);
    let mut decoded = match dos::page(&sample, &other, page) {
        Some(page) => single(bytes, after, &page.table(), page.name()),
        None if encoding.is_single_byte() => single(bytes, after, &Table::of(encoding), encoding.name()),
        None => several(bytes, after, encoding),
    };
    let lost = decoded.text.matches(char::REPLACEMENT_CHARACTER).count();
    if lost > 0 {
        let message = format!("{lost} places are no text in {}", decoded.encoding);
        decoded.diagnostics.push(finding(Severity::Warning, "undecodable", message));
    }
    decoded
}

/// The encoding that fits best: what is declared, what chardetng says, windows-1252, Mac Roman; a later one
/// must be better by a margin.
fn choose(sample: &[u8], declared: Option<&'static Encoding>) -> &'static Encoding {
    let heard = hear(sample);
    let mut best: Option<(&'static Encoding, f32, usize)> = None;
    for candidate in declared.into_iter().chain([heard, encoding_rs::WINDOWS_1252, encoding_rs::MACINTOSH]) {
        if candidate == encoding_rs::UTF_8 || candidate.name().starts_with("UTF-16") {
            continue;
        }
        let (text, _) = candidate.decode_without_bom_handling(sample);
        let (sum, count) = plausible::weigh(text.chars());
        // windows-1252 is so common that it need only be a little better than a guess
        let margin = if candidate == encoding_rs::WINDOWS_1252 { 0.2 } else { 1.0 };
        let better =
            best.is_none_or(|(_, other, of)| sum > other + margin * (1.0 + 0.1 * of.min(count) as f32));
        if better {
            best = Some((candidate, sum, count));
        }
    }
    best.map_or(encoding_rs::WINDOWS_1252, |(encoding, _, _)| encoding)
}

/// What chardetng takes the bytes for.
pub(super) fn hear(sample: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Allow);
    detector.feed(sample, true);
    detector.guess(None, chardetng::Utf8Detection::Deny)
}

/// The words with bytes beyond ASCII, up to a bound, each with what parts it from the next: the rest of a
/// file says nothing about its encoding. All of it where it may be an encoding that shifts by escapes.
fn around_high_bytes(bytes: &[u8]) -> Cow<'_, [u8]> {
    if memchr::memchr(0x1b, bytes).is_some() {
        return Cow::Borrowed(&bytes[..bytes.len().min(ESCAPED)]);
    }
    let mut sample = Vec::with_capacity(bytes.len().min(SAMPLE));
    let mut at = next_beyond_ascii(bytes, 0);
    let mut last = 0;
    while at < bytes.len() && sample.len() < SAMPLE {
        let parts = |byte: &u8| byte.is_ascii_whitespace();
        let before = bytes[last..at].iter().rev().take(REACH).take_while(|byte| !parts(byte)).count();
        let start = (at - before).saturating_sub(1).max(last);
        let word = bytes[at..].iter().take(REACH).take_while(|byte| !parts(byte)).count();
        last = (at + word + 1).min(bytes.len());
        sample.extend_from_slice(&bytes[start..last]);
        at = next_beyond_ascii(bytes, last);
    }
    Cow::Owned(sample)
}

/// One byte, one character.
fn single<'b>(bytes: &'b [u8], after: usize, table: &Table, name: &'static str) -> Decoded<'b> {
    let mut out = Output::default();
    out.text.reserve(bytes.len());
    let mut at = after;
    while at < bytes.len() {
        let ascii = next_beyond_ascii(bytes, at) - at;
        if let Ok(text) = str::from_utf8(&bytes[at..at + ascii]) {
            out.copy(text, at);
        }
        at += ascii;
        while let Some(&byte) = bytes.get(at).filter(|byte| !byte.is_ascii()) {
            out.put(table.char(byte), at, 1);
            at += 1;
        }
    }
    out.decoded(name)
}

/// Characters of one or more bytes: the decoder is fed byte by byte, and what comes out belongs to the
/// bytes since the last time.
fn several<'b>(bytes: &'b [u8], after: usize, encoding: &'static Encoding) -> Decoded<'b> {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut out = Output::default();
    let mut piece = String::with_capacity(64);
    let mut start = after;
    for at in after..=bytes.len() {
        let last = at == bytes.len();
        let next = if last { &[][..] } else { &bytes[at..=at] };
        piece.clear();
        let _ = decoder.decode_to_string(next, &mut piece, last);
        let end = if last { at } else { at + 1 };
        let mut left = piece.chars().count();
        for c in piece.chars() {
            // a byte that ends one character and is one itself: the last character has the last byte
            left -= 1;
            let len = if left == 0 { end - start } else { (end - start).saturating_sub(left).min(1) };
            out.put(c, start, len);
            start += len;
        }
    }
    out.decoded(encoding.name())
}
