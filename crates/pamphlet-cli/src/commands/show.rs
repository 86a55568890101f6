//! `pamphlet show`: a whole document, clean or raw.

use super::query;
use crate::args::{Format, Global, ShowArgs};
use crate::location;
use crate::output::Output;
use crate::problem::{Outcome, Problem};
use anyhow::Context;
use pamphlet::Request;
use pamphlet::document::TextRange;
use pamphlet::index::Stored;
use pamphlet_render::{MATCH, Marked, Paint, json, safe};
use std::fs;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

pub fn run(global: &Global, args: &ShowArgs, output: &Output) -> anyhow::Result<Outcome> {
    let index = query::open(global)?;
    let stored = index.document_named(&args.doc).map_err(query::explained)?;
    let mut out = output.results();
    if args.raw {
        let bytes = raw(global, &stored)?;
        // for a pipe these are the bytes themselves; a terminal is never sent a stranger's
        if std::io::stdout().is_terminal() {
            out.write_all(safe(&String::from_utf8_lossy(&bytes)).as_bytes())?;
        } else {
            out.write_all(&bytes)?;
        }
    } else if let Some(query) = &args.mark {
        let marks = index.highlights(&Request::new(&**query), &stored.id).map_err(query::explained)?;
        if output.format == Format::Json {
            let marked = Marked::new(stored.document()?, &marks);
            writeln!(out, "{}", json(&marked)?)?;
        } else {
            out.write_all(with_marks(&stored.text()?, &marks, output.color).as_bytes())?;
            out.write_all(b"\n")?;
        }
        out.flush()?;
        return Ok(if marks.is_empty() { Outcome::NotFound } else { Outcome::Done });
    } else if output.format == Format::Json {
        writeln!(out, "{}", json(&stored.document()?)?)?;
    } else {
        out.write_all(safe(&stored.text()?).as_bytes())?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(Outcome::Done)
}

fn with_marks(text: &str, marks: &[TextRange], color: bool) -> String {
    let paint = Paint::new(color);
    let mut out = String::with_capacity(text.len() + marks.len() * 8);
    let mut at = 0;
    for mark in marks {
        let word = safe(text.get(mark.span()).unwrap_or_default());
        out.push_str(&safe(text.get(at..mark.start as usize).unwrap_or_default()));
        out.push_str(&if color { paint.on(MATCH, &word) } else { format!("[[{word}]]") });
        at = mark.end as usize;
    }
    out.push_str(&safe(text.get(at..).unwrap_or_default()));
    out
}

/// The bytes of the original: the whole file, or for a record the lines that it stands on.
fn raw(global: &Global, stored: &Stored) -> anyhow::Result<Vec<u8>> {
    if stored.path.contains("!/") {
        return Err(Problem::new(
            format!("{} is inside an archive", stored.path),
            "unpack the archive to see the bytes",
        )
        .into());
    }
    if let Some(bytes) = read(global, &stored.path)? {
        return Ok(bytes);
    }
    let file = stored.path.rsplit_once('#').map_or(&*stored.path, |(file, _)| file);
    let Some(bytes) = read(global, file)? else {
        return Err(Problem::new(
            format!("the original {file} is not there any more"),
            "without --raw the text as it was indexed is shown",
        )
        .into());
    };
    let source = stored.source_of(TextRange::new(0, stored.text_len()))?;
    let clamp = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
    let (start, end) = (clamp(source.start), clamp(source.end));
    let start = bytes[..start].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let end = bytes[end..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |at| end + at + 1);
    Ok(bytes[start..end].to_vec())
}

/// The file, looked for from here, and from where the index is; `None` where it is not.
fn read(global: &Global, path: &str) -> anyhow::Result<Option<Vec<u8>>> {
    let beside = location::for_reading(global).parent().map(|folder| folder.join(path));
    for candidate in [Some(PathBuf::from(path)), beside].into_iter().flatten() {
        match fs::read(&candidate) {
            Ok(bytes) => return Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| path.to_owned()),
        }
    }
    Ok(None)
}
