//! `pamphlet show`: a whole document, clean or raw.

use super::query;
use crate::args::{Format, Global, ShowArgs, pair};
use crate::location;
use crate::output::Output;
use crate::problem::{Outcome, Problem};
use anyhow::Context;
use pamphlet::document::TextRange;
use pamphlet::index::Stored;
use pamphlet::{Error, Index, Request};
use pamphlet_render::{Marked, Marker, document_text, json, safe};
use std::fs;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

pub fn run(global: &Global, args: &ShowArgs, output: &Output) -> anyhow::Result<Outcome> {
    let index = query::open(global)?;
    let stored = match index.document_named(&args.doc) {
        Err(Error::NoDocument { name }) => return Err(none_named(&index, &name).into()),
        found => found.map_err(query::explained)?,
    };
    let mut out = output.paged();
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
        let none = marks.is_empty();
        if output.format == Format::Json {
            let marked = Marked::new(stored.document()?, &marks);
            writeln!(out, "{}", json(&marked)?)?;
        } else {
            let marks: Vec<_> = marks.iter().map(|mark| mark.span()).collect();
            let text = document_text(&stored.text()?, &marks, &marker(args, output), output.layout(&[]));
            out.write_all(text.as_bytes())?;
            out.write_all(b"\n")?;
        }
        out.finish()?;
        return Ok(if none { Outcome::NotFound } else { Outcome::Done });
    } else if output.format == Format::Json {
        writeln!(out, "{}", json(&stored.document()?)?)?;
    } else {
        let text = document_text(&stored.text()?, &[], &Marker::new(false, None), output.layout(&[]));
        out.write_all(text.as_bytes())?;
        out.write_all(b"\n")?;
    }
    out.finish()?;
    Ok(Outcome::Done)
}

/// Colour and the marks that were chosen; where there would be neither, brackets.
fn marker<'o>(args: &'o ShowArgs, output: &'o Output) -> Marker<'o> {
    let marker = Marker::new(output.color, pair(&args.marks.mark_with));
    if marker.is_plain() { Marker::new(false, Some(("[[", "]]"))) } else { marker }
}

/// What to say where no document has the name: the paths that hold it, where some do.
fn none_named(index: &Index, name: &str) -> Problem {
    let missing = format!("no document '{name}' in the index");
    let usual = || Problem::new(&*missing, "give a path as 'pamphlet search' prints it, or a document's id");
    let last = name.rsplit('/').next().unwrap_or(name);
    let stem = last.rsplit_once('.').map_or(last, |(stem, _)| stem);
    if stem.chars().count() < 3 {
        return usual();
    }
    let mut request = Request::new(format!("path:\"{}\"", stem.replace('"', " ")));
    request.limit = Some(3);
    let Ok(found) = index.find(&request) else { return usual() };
    let paths: Vec<&str> = found.hits.iter().map(|hit| &*hit.path).collect();
    if paths.is_empty() {
        usual()
    } else {
        Problem::new(&*missing, format!("did you mean {}?", paths.join(", ")))
    }
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
