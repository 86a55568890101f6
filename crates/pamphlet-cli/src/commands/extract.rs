//! `pamphlet extract`: what `index` would store, one JSON object a document.

use crate::args::{ExtractArgs, Selection};
use crate::output::Output;
use crate::problem::Outcome;
use pamphlet::Document;
use pamphlet::document::{Block, Diagnostic, Metadata, Passage, SourceRange, Speech};
use pamphlet::ingest::Source;
use pamphlet_render::json;
use serde::Serialize;
use std::io::Write;
use std::ops::ControlFlow;

/// A document as it is printed: without the source map, whose places stand beside what they belong to.
#[derive(Serialize)]
struct Extracted<'d> {
    id: &'d str,
    path: &'d str,
    record_id: &'d Option<String>,
    metadata: &'d Metadata,
    text: &'d str,
    blocks: &'d [Block],
    speeches: &'d [Speech],
    passages: Vec<Placed<'d>>,
    edits: Vec<EditLine<'d>>,
    diagnostics: &'d [Diagnostic],
}

/// A passage with its place in the original.
#[derive(Serialize)]
struct Placed<'d> {
    #[serde(flatten)]
    passage: &'d Passage,
    byte: [u64; 2],
    line: [u64; 2],
}

/// An edit as `repair --report` prints it.
#[derive(Serialize)]
struct EditLine<'d> {
    kind: &'d str,
    byte: [u64; 2],
    from: &'d str,
    to: &'d str,
    confidence: f32,
}

pub fn run(args: &ExtractArgs, output: &Output) -> anyhow::Result<Outcome> {
    let ingest = super::reading::ingest(&args.reading, &Selection::default())?;
    let mut out = output.results();
    let mut outcome = Outcome::Done;
    for path in &args.files {
        let mut written = Ok(());
        let result = Source::file(path).and_then(|source| {
            ingest.read(&source, &mut |document| {
                written = write(&mut out, &document);
                if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
            })
        });
        written?;
        let failures = match result {
            Ok(summary) => summary.failures,
            Err(failure) => vec![failure],
        };
        for failure in failures {
            output.warning(failure.to_string());
            outcome = Outcome::Partly;
        }
    }
    out.flush()?;
    Ok(outcome)
}

fn pair(range: SourceRange) -> [u64; 2] {
    [range.start, range.end]
}

fn placed<'d>(document: &'d Document, passage: &'d Passage) -> Placed<'d> {
    let source = document.source_map.source_of(passage.range);
    Placed { passage, byte: pair(source), line: document.lines.of_range(source) }
}

fn write(out: &mut impl Write, document: &Document) -> anyhow::Result<()> {
    let extracted = Extracted {
        id: &document.id,
        path: &document.path,
        record_id: &document.record_id,
        metadata: &document.metadata,
        text: &document.text,
        blocks: &document.blocks,
        speeches: &document.speeches,
        passages: document.passages.iter().map(|passage| placed(document, passage)).collect(),
        edits: document
            .edits
            .iter()
            .map(|(edit, place)| EditLine {
                kind: &edit.rule,
                byte: pair(*place),
                from: &edit.old,
                to: &edit.new,
                confidence: edit.confidence,
            })
            .collect(),
        diagnostics: &document.diagnostics,
    };
    writeln!(out, "{}", json(&extracted)?)?;
    Ok(())
}
