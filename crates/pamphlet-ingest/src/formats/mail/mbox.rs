//! A mailbox: messages one after the other, each after a line `From sender date`.

use super::message;
use crate::Reason;
use crate::formats::{Format, Input, Sink};
use pamphlet_document::Lines;
use std::ops::ControlFlow;

/// The format `mbox`.
pub(crate) struct Mbox;

impl Format for Mbox {
    fn name(&self) -> &'static str {
        "mbox"
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        let _ = read_after(input, (0, 0, 0), sink);
        Ok(())
    }
}

/// Reads the messages of a part of a mailbox, before which come so many bytes, lines and messages.
pub(crate) fn read_after(
    input: &Input<'_>,
    (byte, mut line, before): (u64, u64, u64),
    sink: &mut dyn Sink,
) -> ControlFlow<()> {
    let bytes = input.bytes;
    let mut counted = 0;
    for ((start, end), number) in messages(bytes).into_iter().zip(before + 1..) {
        line += memchr::memchr_iter(b'\n', &bytes[counted..start]).count() as u64;
        counted = start;
        let base = byte + start as u64;
        let starts = Lines::of(&bytes[start..end]).starts().iter().map(|at| at + base).collect();
        let lines = Lines::from_starts(starts).after(line);
        let place = message::Place { locator: format!("#{number}"), base, lines: Some(lines) };
        message::read(&bytes[start..end], place, input, sink, Mbox.name())?;
    }
    ControlFlow::Continue(())
}

/// Where the messages stand, without the lines that part them.
fn messages(bytes: &[u8]) -> Vec<(usize, usize)> {
    let starts = separators(bytes);
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    let mut found = Vec::with_capacity(starts.len());
    for (&start, end) in starts.iter().zip(ends) {
        let line = memchr::memchr(b'\n', &bytes[start..]).map_or(end, |len| start + len + 1);
        found.push((line.min(end), end));
    }
    found
}

/// Where the lines start that part messages: at the start, or after a blank line.
pub(crate) fn separators(bytes: &[u8]) -> Vec<usize> {
    let mut found = Vec::new();
    let mut at = 0;
    let mut blank = true;
    while at < bytes.len() {
        let len = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len() - at, |len| len + 1);
        let line = &bytes[at..at + len];
        if blank && is_separator(line) {
            found.push(at);
        }
        blank = line.iter().all(u8::is_ascii_whitespace);
        at += len;
    }
    found
}

/// Whether a line parts messages: `From `, a word, and a time of day or a year.
pub(super) fn is_separator(line: &[u8]) -> bool {
    let Some(rest) = line.strip_prefix(b"From ") else { return false };
    let rest = String::from_utf8_lossy(rest);
    let mut words = rest.split_whitespace();
    words.next().is_some()
        && rest.len() < 200
        && words.any(|word| {
            let digits = word.bytes().filter(u8::is_ascii_digit).count();
            word.matches(':').count() >= 1 && digits >= 3 && digits + word.matches(':').count() == word.len()
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_text_parts_no_messages() {
        let text = b"From a Mon May 3 10:00:00 1999\nSubject: x\n\nFrom here on we march.\n\nFrom b Tue May 4 9:30 1999\nTo: y\n";
        let found: Vec<_> = messages(text).into_iter().map(|(start, end)| &text[start..end]).collect();
        assert_eq!(found, [&b"Subject: x\n\nFrom here on we march.\n\n"[..], b"To: y\n"]);
    }
}
