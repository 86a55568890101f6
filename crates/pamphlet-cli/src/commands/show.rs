//! `pamphlet show`: a whole document, clean or raw.

use super::query;
use crate::args::{Format, Global, ShowArgs, pair};
use crate::location;
use crate::output::Output;
use crate::problem::{Outcome, Problem};
use anyhow::Context;
use pamphlet::document::TextRange;
use pamphlet::index::Stored;
use pamphlet::{Error, FoundAgain, Index, Request};
use pamphlet_render::{Marked, Marker, document_text, json, safe, safe_line};
use std::fs;
use std::io::{IsTerminal, Read, Write};
use std::path::{Path, PathBuf};

pub fn run(global: &Global, args: &ShowArgs, output: &Output) -> anyhow::Result<Outcome> {
    let index = query::open(global)?;
    if let Some(path) = &args.citation {
        return cited(&index, path, args, output);
    }
    let stored = named(&index, args.doc.as_deref().unwrap_or_default())?;
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

/// Bytes of a citation that are read.
const MOST_BYTES: u64 = 4 << 20;

/// What a citation is of, found again: the paragraph that it stands in, the passage marked.
fn cited(index: &Index, path: &Path, args: &ShowArgs, output: &Output) -> anyhow::Result<Outcome> {
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin().lock().take(MOST_BYTES).read_to_end(&mut bytes).context("standard input")?;
    } else {
        let file = fs::File::open(path).with_context(|| path.display().to_string())?;
        file.take(MOST_BYTES).read_to_end(&mut bytes).with_context(|| path.display().to_string())?;
    }
    let anchor = pamphlet::read_annotation(&String::from_utf8_lossy(&bytes)).map_err(|error| {
        let hint = "give what 'pamphlet cite ... --style annotation' printed";
        anyhow::Error::from(Problem::new(error.to_string(), hint))
    })?;
    let Some(found) = index.find_again(&anchor).map_err(query::explained)? else {
        output.note(format!("nothing of it is left in {}, nor in any other document", anchor.path));
        return Ok(Outcome::NotFound);
    };
    let mut out = output.paged();
    if output.format == Format::Json {
        writeln!(out, "{}", json(&found)?)?;
    } else {
        let stored = named(index, &found.doc)?;
        let block =
            stored.blocks()?.iter().map(|block| block.range).find(|range| range.contains(found.range));
        let around = block.unwrap_or(found.range);
        let mark = (found.range.start - around.start) as usize..(found.range.end - around.start) as usize;
        let text = stored.slice(around)?;
        let shown = document_text(&text, &[mark], &marker(args, output), output.layout(&[]));
        writeln!(out, "{}:{}", safe_line(&found.path), found.source.line[0])?;
        out.write_all(shown.as_bytes())?;
        out.write_all(b"\n")?;
    }
    out.finish()?;
    output.note(match found.state {
        FoundAgain::Same => "the text is as it was cited".to_owned(),
        FoundAgain::Moved => {
            "the text has changed since it was cited; the passage stands in it word for word".to_owned()
        }
        FoundAgain::Changed if anchor.exact.is_empty() => {
            "the text has changed since it was cited".to_owned()
        }
        FoundAgain::Changed => {
            let alike = (found.similarity * 100.0).floor();
            format!("the text has changed since it was cited, and the passage with it: {alike} % alike")
        }
        FoundAgain::Elsewhere => format!("{} does not have it any more; this document has it", anchor.path),
    });
    Ok(Outcome::Done)
}

/// The document that a name means; where there is none, what may have been meant.
pub fn named(index: &Index, name: &str) -> anyhow::Result<Stored> {
    match index.document_named(name) {
        Err(Error::NoDocument { name }) => Err(none_named(index, &name).into()),
        found => found.map_err(query::explained),
    }
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
        // in its place may stand by now what never ends
        if candidate.metadata().is_ok_and(|metadata| !metadata.is_file()) {
            let hint = "without --raw the text as it was indexed is shown";
            return Err(
                Problem::new(format!("the original {path} is not a regular file any more"), hint).into()
            );
        }
        match fs::read(&candidate) {
            Ok(bytes) => return Ok(Some(bytes)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
            Err(error) => return Err(error).with_context(|| path.to_owned()),
        }
    }
    Ok(None)
}
