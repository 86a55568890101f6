//! pdf-extract in a child process: what the child writes, and how it is read here.
//!
//! A frame is a letter, four bytes of length (little endian) and the content: `I` a property as name, NUL,
//! value; `P` a page; `F` a page that failed; `X` the file needs a password; `E` the end. Pages are written as
//! they are done, so that what was read before a crash is kept.

use super::{Pages, poppler};
use crate::Reason;
use crate::child;
use pdf_extract::{Dictionary, Document, Object, PlainTextOutput, output_doc_page};
use std::io::Write;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::Command;

/// No more pages are read.
const MOST_PAGES: u32 = 20_000;
/// The stack of the thread that reads: pages may hold forms in forms.
const STACK: usize = 256 << 20;

/// Reads a file in a child.
pub(super) fn read(child: &Path, bytes: &[u8]) -> Result<Pages, Reason> {
    let answer = child::run(Command::new(child).args(["__extract", "pdf"]), bytes)?;
    parse(&answer.output)
}

/// Takes the frames apart.
pub(super) fn parse(mut bytes: &[u8]) -> Result<Pages, Reason> {
    let mut found = Pages::default();
    let mut ended = false;
    while let Some((head, rest)) = bytes.split_first_chunk::<5>() {
        let len = u32::from_le_bytes([head[1], head[2], head[3], head[4]]) as usize;
        let Some((content, rest)) = rest.split_at_checked(len) else { break };
        bytes = rest;
        let text = String::from_utf8_lossy(content);
        match head[0] {
            b'P' => found.pages.push(text.into_owned()),
            b'F' => {
                found.pages.push(String::new());
                found.failed.push(found.pages.len() as u32);
            }
            b'I' => {
                if let Some((name, value)) = text.split_once('\0') {
                    poppler::property(name, value, &mut found.metadata);
                }
            }
            b'X' => return Err(Reason::Encrypted),
            _ => ended = true,
        }
    }
    if !ended {
        if found.pages.is_empty() {
            return Err(Reason::Damaged("the reader of PDF gave up on it".to_owned()));
        }
        found.failed.push(found.pages.len() as u32 + 1);
    }
    Ok(found)
}

/// The child's side: reads the file and writes frames.
pub(crate) fn write_frames(bytes: &[u8], out: &mut (dyn Write + Send)) -> std::io::Result<()> {
    std::thread::scope(|scope| {
        let reader =
            std::thread::Builder::new().stack_size(STACK).spawn_scoped(scope, || pages(bytes, out))?;
        reader.join().unwrap_or_else(|_| Err(std::io::Error::other("the reader failed")))
    })
}

fn pages(bytes: &[u8], out: &mut dyn Write) -> std::io::Result<()> {
    let mut document = Document::load_mem(bytes).map_err(std::io::Error::other)?;
    if document.is_encrypted() && document.decrypt("").is_err() {
        return frame(out, b'X', b"");
    }
    if let Ok(Object::Reference(id)) = document.trailer.get(b"Info")
        && let Ok(info) = document.get_dictionary(*id)
    {
        for name in ["Title", "Author", "Subject", "Keywords", "CreationDate", "ModDate"] {
            if let Some(value) = value(info, name) {
                frame(out, b'I', format!("{name}\0{value}").as_bytes())?;
            }
        }
    }
    let count = document.get_pages().len().min(MOST_PAGES as usize) as u32;
    for page in 1..=count {
        let read = catch_unwind(AssertUnwindSafe(|| {
            let mut text = String::new();
            output_doc_page(&document, &mut PlainTextOutput::new(&mut text), page).ok()?;
            Some(text)
        }));
        match read {
            Ok(Some(text)) => frame(out, b'P', text.as_bytes())?,
            _ => frame(out, b'F', b"")?,
        }
    }
    frame(out, b'E', b"")
}

fn frame(out: &mut dyn Write, letter: u8, content: &[u8]) -> std::io::Result<()> {
    out.write_all(&[letter])?;
    out.write_all(&(content.len() as u32).to_le_bytes())?;
    out.write_all(content)?;
    out.flush()
}

/// A property: UTF-16 with a mark, or bytes; dates as ISO 8601.
fn value(info: &Dictionary, name: &str) -> Option<String> {
    let bytes = info.get(name.as_bytes()).ok()?.as_str().ok()?;
    let text = match bytes.strip_prefix(b"\xfe\xff") {
        Some(wide) => {
            let units: Vec<u16> =
                wide.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16_lossy(&units)
        }
        None => crate::repairing::decode(bytes, None).text.into_owned(),
    };
    if !name.ends_with("Date") {
        return Some(text);
    }
    let digits = text.strip_prefix("D:").unwrap_or(&text);
    Some(format!("{}-{}-{}", digits.get(..4)?, digits.get(4..6)?, digits.get(6..8)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_that_break_off_keep_what_came() {
        let mut out = Vec::new();
        frame(&mut out, b'P', b"One").unwrap();
        frame(&mut out, b'F', b"").unwrap();
        let found = parse(&out).unwrap();
        assert_eq!((found.pages.len(), found.failed), (2, vec![2, 3]));
        assert!(parse(b"P\xff\xff\xff\xff").is_err());
        assert!(parse(b"").is_err());
    }

    #[test]
    fn junk_is_an_error_and_no_panic() {
        let mut out = Vec::new();
        assert!(write_frames(b"%PDF-1.4\n1 0 obj <<", &mut out).is_err());
    }
}
