//! `pamphlet index`: brings the index up to date with files and folders.

use super::{query, reading, watch};
use crate::args::{Format, Global, IndexArgs, Memory};
use crate::location;
use crate::output::Output;
use crate::problem::Outcome;
use crate::progress::Progress;
use crate::stop::Stop;
use pamphlet::document::Severity;
use pamphlet::ingest::Ingest;
use pamphlet::{Summary, Update};
use pamphlet_render::{Table, json, row, safe_line};
use serde::Serialize;
use std::io::Write;
use std::path::PathBuf;

/// The last line of `index --format json`.
#[derive(Serialize)]
struct SummaryLine {
    added: u64,
    updated: u64,
    unchanged: u64,
    removed: u64,
    failed: usize,
    bytes: u64,
    seconds: f64,
}

pub fn run(global: &Global, args: &IndexArgs, output: &Output) -> anyhow::Result<Outcome> {
    let ingest = reading::ingest(&args.reading, &args.selection)?;
    let mut paths = args.paths.clone();
    let mut missing = 0;
    if let Some(list) = &args.files_from {
        let (listed, absent) = reading::listed(list, output)?;
        paths.extend(listed);
        missing = absent;
    }
    let stop = Stop::listen()?;
    let writing = Writing {
        rebuild: args.rebuild,
        wait: args.wait,
        optimize: args.optimize,
        memory: args.memory,
        shape: args.cluster.shape(),
        share: args.cluster.share,
    };
    let (summary, mut outcome) = update(global, &paths, writing, ingest, &stop, output)?;
    let Some(mut summary) = summary else { return Ok(outcome) };
    if missing > 0 {
        // they were named when the list was read
        summary.failed.extend(std::iter::repeat_n(Default::default(), missing));
        outcome = Outcome::Partly;
    }
    report(&summary, output)?;
    if args.watch {
        return watch::run(global, args, &paths, &stop, output);
    }
    Ok(outcome)
}

/// Prints what an update did.
pub fn report(summary: &Summary, output: &Output) -> anyhow::Result<()> {
    let line = SummaryLine {
        added: summary.added,
        updated: summary.updated,
        unchanged: summary.unchanged,
        removed: summary.removed,
        failed: summary.failed.len(),
        bytes: summary.bytes,
        seconds: (summary.seconds * 1e3).round() / 1e3,
    };
    let mut out = output.results();
    match output.format {
        Format::Json => writeln!(out, "{}", json(&line)?)?,
        Format::Tsv | Format::Csv => {
            let table = output.table().unwrap_or(Table::Tsv);
            let names = ["added", "updated", "unchanged", "removed", "failed", "bytes", "seconds"];
            let numbers =
                [line.added, line.updated, line.unchanged, line.removed, line.failed as u64, line.bytes];
            let mut cells: Vec<String> = numbers.iter().map(u64::to_string).collect();
            cells.push(line.seconds.to_string());
            out.write_all(row(table, names).as_bytes())?;
            out.write_all(row(table, cells.iter().map(String::as_str)).as_bytes())?;
        }
        _ => writeln!(
            out,
            "{} added, {} updated, {} unchanged, {} removed, {} left out; {:.1} MB in {:.1} s",
            line.added,
            line.updated,
            line.unchanged,
            line.removed,
            line.failed,
            line.bytes as f64 / 1e6,
            line.seconds,
        )?,
    }
    out.flush()?;
    Ok(())
}

/// How the index is written.
#[derive(Clone, Copy, Default)]
pub struct Writing {
    /// Anew, from nothing.
    pub rebuild: bool,
    /// When another process has done its writing.
    pub wait: bool,
    /// Merged into one part at the end.
    pub optimize: bool,
    /// In about so much memory.
    pub memory: Option<Memory>,
    /// How an index on a cluster is made.
    pub shape: pamphlet::Shape,
    /// Which part of the files is read, where several processes load together.
    pub share: Option<pamphlet::Share>,
}

/// Brings the index up to date and names what was left out. No summary when it was interrupted.
pub fn update(
    global: &Global,
    paths: &[PathBuf],
    writing: Writing,
    ingest: Ingest,
    stop: &Stop,
    output: &Output,
) -> anyhow::Result<(Option<Summary>, Outcome)> {
    let flag = stop.flag();
    let progress = Progress::new(output);
    let mut show = |state: &pamphlet::Progress| {
        progress.set((state.done_bytes, state.bytes), state.walked, state.done, &state.current);
    };
    let mut options =
        Update { ingest, progress: Some(&mut show), interrupt: Some(&flag), ..Update::default() };
    options.writer.rebuild = writing.rebuild;
    options.writer.wait = writing.wait;
    options.optimize = writing.optimize;
    options.shape = writing.shape;
    options.share = writing.share;
    if let Some(Memory(bytes)) = writing.memory {
        options.writer = options.writer.within(bytes);
    }
    let result = pamphlet::update(location::for_writing(global), paths, options);
    progress.finish();
    let summary = match result {
        Ok(summary) => summary,
        Err(pamphlet::Error::Index(pamphlet::index::Error::Interrupted)) => {
            let place = location::for_writing(global);
            output.warning(match place.to_str().is_some_and(pamphlet::is_address) {
                true => {
                    "interrupted: what the cluster acknowledged stays; the same command goes on from there"
                }
                false => "interrupted: the index is as it was before",
            });
            return Ok((None, Outcome::Stopped(stop.signal().unwrap_or(signal_hook::consts::SIGINT))));
        }
        Err(error) => return Err(query::explained(error)),
    };
    if let Some(found) = &summary.renewed {
        output.note(format!("the index was of another version ({found}): it was made anew from its files"));
    }
    for failure in &summary.failed {
        output.warning(format!("{}: {}", safe_line(&failure.path), failure.reason));
    }
    for notice in &summary.noticed {
        // what is only worth knowing is asked for
        if notice.severity == Severity::Warning || output.verbose {
            let kind = if notice.severity == Severity::Warning { "warning" } else { "note" };
            let line = notice.line.map_or(String::new(), |line| format!("line {line}: "));
            output.note(format!("{kind}: {}: {line}{}", safe_line(&notice.path), notice.message));
        }
    }
    let outcome = if summary.failed.is_empty() { Outcome::Done } else { Outcome::Partly };
    Ok((Some(summary), outcome))
}
