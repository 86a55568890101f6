//! `pamphlet verify`: every file of the index against its checksum, every document against its source.

use super::query;
use crate::args::{Format, Global};
use crate::location;
use crate::output::Output;
use crate::problem::Outcome;
use pamphlet_render::safe_line;
use std::io::Write;

pub fn run(global: &Global, output: &Output) -> anyhow::Result<Outcome> {
    let folder = location::for_reading(global);
    let found = pamphlet::verify(&folder).map_err(|error| query::explained(error.into()))?;
    let mut out = output.results();
    if output.format == Format::Json {
        writeln!(out, "{}", serde_json::to_string(&found)?)?;
    } else {
        for (file, what) in &found.damaged {
            writeln!(out, "damaged: {}: {}", safe_line(file), safe_line(what))?;
        }
        for file in &found.foreign {
            writeln!(out, "foreign: {}", safe_line(file))?;
        }
        writeln!(out, "{} files, {:.1} MB: {}", found.files, found.bytes as f64 / 1e6, verdict(&found))?;
    }
    out.flush()?;
    Ok(if found.is_clean() { Outcome::Done } else { Outcome::Nothing })
}

fn verdict(found: &pamphlet::Verified) -> &'static str {
    match (found.damaged.is_empty(), found.foreign.is_empty()) {
        (true, true) => "all as they were written",
        (false, _) => "damaged; 'pamphlet index --rebuild PATH...' makes the index anew",
        (true, false) => "undamaged, but there are files that do not belong to it",
    }
}
