//! `pamphlet verify`: every file of the index against its checksum, every document against its source.

use super::{query, reading};
use crate::args::{Format, Global, Reading, Selection};
use crate::location;
use crate::output::Output;
use crate::problem::Outcome;
use crate::progress::Progress;
use crate::stop::Stop;
use pamphlet::{Compared, Index, Verified};
use pamphlet_render::{json, safe_line};
use serde::Serialize;
use std::io::Write;

/// The line of `verify --format json`.
#[derive(Serialize)]
struct VerifyLine<'v> {
    #[serde(flatten)]
    files: &'v Verified,
    /// `null` where the files are damaged already.
    documents: Option<&'v Compared>,
}

pub fn run(global: &Global, read: &Reading, output: &Output) -> anyhow::Result<Outcome> {
    let folder = location::for_reading(global);
    let progress = Progress::waiting(output, "files of the index against their checksums");
    let found = pamphlet::verify(&folder).map_err(query::explained)?;
    let mut compared = None;
    if !found.damaged.is_empty() {
        drop(progress);
    } else {
        drop(progress);
        let _progress = Progress::waiting(output, "documents against their files");
        let stop = Stop::listen()?;
        let ingest = reading::ingest(read, &Selection::default())?;
        let index = Index::open(&folder).map_err(query::explained)?;
        compared = index.compare(ingest, &stop.flag()).map_err(query::explained)?;
        if let Some(signal) = stop.signal() {
            return Ok(Outcome::Stopped(signal));
        }
    }
    let mut out = output.results();
    if output.format == Format::Json {
        writeln!(out, "{}", json(&VerifyLine { files: &found, documents: compared.as_ref() })?)?;
    } else {
        for (file, what) in &found.damaged {
            writeln!(out, "damaged: {}: {}", safe_line(file), safe_line(what))?;
        }
        for file in &found.foreign {
            writeln!(out, "foreign: {}", safe_line(file))?;
        }
        writeln!(out, "{} files, {:.1} MB: {}", found.files, found.bytes as f64 / 1e6, verdict(&found))?;
        if let Some(compared) = &compared {
            for file in &compared.differ {
                writeln!(
                    out,
                    "differs: {}: the index holds something else than the file gives",
                    safe_line(file)
                )?;
            }
            writeln!(out, "{}", documents(compared))?;
        }
    }
    out.flush()?;
    let same = compared.is_none_or(|compared| compared.differ.is_empty());
    Ok(if found.is_clean() && same { Outcome::Done } else { Outcome::Nothing })
}

fn verdict(found: &Verified) -> &'static str {
    match (found.damaged.is_empty(), found.foreign.is_empty()) {
        (true, true) => "all as they were written",
        (false, _) => "damaged; 'pamphlet index --rebuild PATH...' makes the index anew",
        (true, false) => "undamaged, but there are files that do not belong to it",
    }
}

fn documents(compared: &Compared) -> String {
    let mut out = format!("{} documents as their files give them", compared.same);
    for (count, what) in [
        (compared.changed, "whose file changed since: 'pamphlet index PATH...' reads it again"),
        (compared.gone, "whose file is not there"),
        (compared.uncompared, "not compared: they were read another way, or came from no file"),
    ] {
        if count > 0 {
            out.push_str(&format!("; {count} {what}"));
        }
    }
    if !compared.differ.is_empty() {
        out.push_str(&format!(
            "; {} files differ: 'pamphlet index --rebuild PATH...'",
            compared.differ.len()
        ));
    }
    out
}
