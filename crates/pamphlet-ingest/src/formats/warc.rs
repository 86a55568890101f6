//! WARC: pages as a crawler captured them. Each answer with a text in it is a document, with its address and
//! the day of its capture; pictures, scripts, errors and the crawler's own records are left alone.

use super::{Format, Input, Member, Sink};
use crate::{Failure, Reason};
use pamphlet_document::{Metadata, field};
use std::borrow::Cow;

/// The format `warc`.
pub(crate) struct Warc;

/// A record: its header, its content, and where the next one starts.
struct Record<'a> {
    head: Head<'a>,
    content: &'a [u8],
    next: usize,
    whole: bool,
}

/// Header lines of a record or of an answer.
struct Head<'a>(Vec<(Cow<'a, str>, Cow<'a, str>)>);

impl Head<'_> {
    /// A header's value.
    fn get(&self, name: &str) -> &str {
        let found = self.0.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map_or("", |(_, value)| value)
    }
}

impl Format for Warc {
    fn name(&self) -> &'static str {
        "warc"
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        if record(input.bytes, 0).is_none() {
            return Err(Reason::Damaged("it has no whole record".to_owned()));
        }
        read_after(input, 0, sink)
    }
}

/// Reads the records of a part of a WARC, before which come `before` others.
///
/// # Errors
/// When there are more members than one file may have.
pub(crate) fn read_after(input: &Input<'_>, before: u64, sink: &mut dyn Sink) -> Result<(), Reason> {
    let mut at = 0;
    let mut number = before;
    while let Some(record) = record(input.bytes, at) {
        number += 1;
        at = record.next;
        let path = format!("{}#{number}", input.path);
        sink.budget().member()?;
        if !record.whole {
            sink.failure(Failure::new(&path, Reason::Damaged("the record is cut off".to_owned())));
        }
        let text = match text_of(&record, sink) {
            Ok(Some(text)) => text,
            Ok(None) => continue,
            Err(reason) => {
                sink.failure(Failure::new(path, reason));
                continue;
            }
        };
        let url = record.head.get("WARC-Target-URI").trim_matches(['<', '>']);
        let mut known = Metadata::default();
        known.add(field::URL, url);
        known.add("captured", record.head.get("WARC-Date").get(..10).unwrap_or_default());
        let name = url.split(['?', '#']).next().unwrap_or_default().rsplit('/').next().unwrap_or_default();
        let locator = format!("#{number}");
        if sink.member(Member { locator: &locator, name, bytes: &text, known }).is_break() {
            return Ok(());
        }
    }
    Ok(())
}

/// The first byte of the record that starts at or after a byte, and that of what follows it, which may lie
/// beyond the bytes. `None` where its header is not whole.
pub(crate) fn bounds(bytes: &[u8], at: usize) -> Option<std::ops::Range<usize>> {
    let start = at + memchr::memmem::find(bytes.get(at..)?, b"WARC/")?;
    let (head, len) = head(&bytes[start..])?;
    let declared: usize = head.get("Content-Length").trim().parse().ok()?;
    Some(start..(start + len).saturating_add(declared))
}

/// Whether a record, of which only the start may be here, can hold text that is read.
pub(crate) fn may_be_text(bytes: &[u8]) -> bool {
    record(bytes, 0).is_some_and(|record| match record.head.get("WARC-Type") {
        "response" => head(record.content).is_some_and(|(head, _)| is_text(head.get("Content-Type"))),
        "resource" | "conversion" => is_text(record.head.get("Content-Type")),
        _ => false,
    })
}

/// The record that starts at or after a byte.
fn record(bytes: &[u8], at: usize) -> Option<Record<'_>> {
    let place = bounds(bytes, at)?;
    let (head, len) = head(&bytes[place.start..])?;
    let end = place.end.min(bytes.len());
    let content = &bytes[place.start + len..end];
    Some(Record { head, content, next: end, whole: end == place.end })
}

/// Header lines after a first line, up to a blank one; and how many bytes all that is.
fn head(bytes: &[u8]) -> Option<(Head<'_>, usize)> {
    let mut found = Vec::new();
    let mut at = 0;
    loop {
        let len = memchr::memchr(b'\n', bytes.get(at..)?)?;
        let line = bytes[at..at + len].trim_ascii();
        let first = at == 0;
        at += len + 1;
        if line.is_empty() {
            return Some((Head(found), at));
        }
        if let Some(colon) = memchr::memchr(b':', line).filter(|_| !first) {
            let (key, value) = line.split_at(colon);
            found.push((String::from_utf8_lossy(key), String::from_utf8_lossy(value[1..].trim_ascii())));
        }
    }
}

/// The text that a record holds, if it is one that is read.
fn text_of<'a>(record: &Record<'a>, sink: &dyn Sink) -> Result<Option<Cow<'a, [u8]>>, Reason> {
    match record.head.get("WARC-Type") {
        "resource" | "conversion" => {
            let readable = is_text(record.head.get("Content-Type"));
            return Ok(readable.then_some(Cow::Borrowed(record.content)));
        }
        "response" => {}
        _ => return Ok(None),
    }
    if !record.content.starts_with(b"HTTP/") {
        return Ok(None);
    }
    let Some((head, len)) = head(record.content) else { return Ok(None) };
    let status = record.content.split(|&byte| byte == b' ').nth(1).unwrap_or_default();
    if !status.starts_with(b"2") || !is_text(head.get("Content-Type")) {
        return Ok(None);
    }
    let mut body = Cow::Borrowed(&record.content[len..]);
    if head.get("Transfer-Encoding").to_ascii_lowercase().contains("chunked") {
        // some crawlers keep the header and undo the chunks
        if let Some(joined) = unchunk(&body) {
            body = Cow::Owned(joined);
        }
    }
    let packed = body.len() as u64;
    Ok(Some(match &*head.get("Content-Encoding").to_ascii_lowercase() {
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => {
            Cow::Owned(sink.budget().read(flate2::read::MultiGzDecoder::new(&*body), packed)?)
        }
        "deflate" => match sink.budget().read(flate2::read::ZlibDecoder::new(&*body), packed) {
            Ok(bytes) => Cow::Owned(bytes),
            Err(Reason::Damaged(_)) => {
                Cow::Owned(sink.budget().read(flate2::read::DeflateDecoder::new(&*body), packed)?)
            }
            Err(reason) => return Err(reason),
        },
        "zstd" => {
            let decoder = zstd::stream::read::Decoder::with_buffer(&*body).map_err(Reason::from)?;
            Cow::Owned(sink.budget().read(decoder, packed)?)
        }
        "br" => return Err(Reason::Unsupported("a page packed with Brotli".to_owned())),
        _ => body,
    }))
}

/// Whether a content type may hold text that is read: pictures and code may not.
fn is_text(kind: &str) -> bool {
    let kind = kind.to_ascii_lowercase();
    let left_out = ["image/", "audio/", "video/", "font/", "text/css", "application/font"];
    !left_out.iter().any(|start| kind.starts_with(start))
        && !kind.contains("javascript")
        && !kind.contains("ecmascript")
}

/// Joins the chunks of a body; `None` when it is not in chunks.
fn unchunk(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut at = 0;
    loop {
        let len = memchr::memchr(b'\n', body.get(at..)?)?;
        let line = std::str::from_utf8(&body[at..at + len]).ok()?;
        let size = line.split(';').next()?.trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        at += len + 1;
        if size == 0 {
            return Some(out);
        }
        let end = at.checked_add(size)?.min(body.len());
        out.extend_from_slice(&body[at..end]);
        if end == body.len() {
            return Some(out);
        }
        at = end + body[end..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count().min(2);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks() {
        assert_eq!(
            unchunk(b"5\r\nBread\r\n6;x=1\r\n and p\r\n0\r\n\r\n").as_deref(),
            Some(&b"Bread and p"[..])
        );
        assert_eq!(unchunk(b"<html>\n").as_deref(), None);
        assert_eq!(unchunk(b"ffffffffffffffff\nx"), Some(b"x".to_vec()).filter(|_| false));
    }

    #[test]
    fn records_that_break_off() {
        let bytes = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99\r\n\r\nHTTP/1.1 200 OK\r\n";
        let found = record(bytes, 0).unwrap();
        assert!(!found.whole);
        assert_eq!(found.head.get("warc-type"), "response");
        assert!(record(b"WARC/1.0\r\nContent-Length: 99", 0).is_none());
    }
}
