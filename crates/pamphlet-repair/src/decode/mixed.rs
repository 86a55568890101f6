//! UTF-8 with stray bytes of a second encoding: files that were put together from two.
//!
//! What is valid UTF-8 stays; the rest is read in the single-byte encoding that fits the stray bytes. A
//! file is taken for mixed when valid sequences are not far fewer than stray bytes: in a text of a legacy
//! encoding, valid sequences are accidents.

use super::{Decoded, Output, Table, finding, legacy, plausible};
use encoding_rs::Encoding;
use pamphlet_document::{Severity, TextRange};

/// How many stray bytes may come on one valid sequence.
const STRAY_A_SEQUENCE: usize = 3;

/// How many bytes of lines with strays are heard to tell the second encoding.
const SAMPLE: usize = 8 * 1024;

/// Decodes from `after` on, if the bytes are UTF-8 with strays.
pub(super) fn decode<'b>(bytes: &'b [u8], after: usize) -> Option<Decoded<'b>> {
    let body = &bytes[after..];
    let (mut valid, mut stray) = (0usize, 0usize);
    let mut sample = Vec::new();
    for chunk in body.utf8_chunks() {
        valid += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        stray += chunk.invalid().len();
        if sample.len() < SAMPLE && !chunk.invalid().is_empty() {
            // a few ASCII neighbours are witness enough, and keep a long line from being read many times
            let tail = chunk.valid().as_bytes();
            let tail = &tail[tail.len().saturating_sub(40)..];
            sample.extend(tail.iter().filter(|byte| byte.is_ascii()));
            sample.extend_from_slice(chunk.invalid());
        }
    }
    if valid * STRAY_A_SEQUENCE < stray || valid == 0 {
        return None;
    }
    let second = second(&sample);
    let table = Table::of(second);
    let mut out = Output::default();
    out.text.reserve(body.len());
    let mut strays = Vec::with_capacity(stray);
    let mut at = after;
    for chunk in body.utf8_chunks() {
        out.copy(chunk.valid(), at);
        at += chunk.valid().len();
        for &byte in chunk.invalid() {
            let start = out.text.len() as u32;
            out.put(table.char(byte), at, 1);
            strays.push(TextRange::new(start, out.text.len() as u32));
            at += 1;
        }
    }
    let mut decoded = out.decoded("UTF-8");
    let message = format!("{stray} bytes are not UTF-8 and were read as {}", second.name());
    let mut finding = finding(Severity::Note, "mixed-encoding", message);
    finding.place = strays.first().map(|&range| decoded.map.source_of(range));
    decoded.diagnostics.push(finding);
    decoded.second_encoding = strays;
    Some(decoded)
}

/// The encoding of the stray bytes: windows-1252 unless another single-byte encoding makes clearly more of
/// them.
fn second(sample: &[u8]) -> &'static Encoding {
    let mut best = (encoding_rs::WINDOWS_1252, f32::MIN);
    for candidate in [encoding_rs::WINDOWS_1252, legacy::hear(sample), encoding_rs::MACINTOSH] {
        if !candidate.is_single_byte() {
            continue;
        }
        let (text, _) = candidate.decode_without_bom_handling(sample);
        let (sum, count) = plausible::weigh(text.chars());
        if sum > best.1 + 1.0 + 0.2 * count as f32 {
            best = (candidate, sum);
        }
    }
    best.0
}
