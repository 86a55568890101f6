//! Questions that are saved, and what is left out because a saved one knew it.

use super::query;
use crate::args::{QueryArgs, Saved};
use crate::output::Output;
use crate::problem::Problem;
use anyhow::Context;
use pamphlet::{Error, Index, Request, Run, RunOf};
use std::fs;
use std::io::Read;
use std::path::Path;
use std::sync::Arc;

/// A file of more bytes is no saved run: ten million documents take half of it.
const MOST_BYTES: u64 = 1 << 30;

/// Reads what was saved.
pub fn read(path: &Path) -> anyhow::Result<Run> {
    let named = |error: std::io::Error| match query::beside(path) {
        Some(near) if error.kind() == std::io::ErrorKind::NotFound => {
            Problem::new(format!("{}: {error}", path.display()), format!("did you mean '{near}'?")).into()
        }
        _ => anyhow::Error::from(error).context(path.display().to_string()),
    };
    let hint =
        "such files are written by 'pamphlet search QUERY --save FILE', and by other commands that ask";
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(MOST_BYTES + 1).read_to_end(&mut bytes));
    if read.map_err(named)? as u64 > MOST_BYTES {
        return Err(Problem::new(format!("{} is too large for a saved run", path.display()), hint).into());
    }
    Run::read(&String::from_utf8_lossy(&bytes)).map_err(|error| {
        let hint = match &error {
            Error::Run { newer: true, .. } => "use a newer pamphlet",
            _ => hint,
        };
        Problem::new(format!("{}: {error}", path.display()), hint).into()
    })
}

/// The query as typed. There must be one, unless it can be that of a saved file.
pub fn text(saved: &Saved, query: &QueryArgs) -> anyhow::Result<String> {
    match saved.since {
        None => query::required(query),
        Some(_) => Ok(query::text(query)),
    }
}

/// Leaves out what was known when a file was saved. Without a query of its own a question takes that of the file.
pub fn since(saved: &Saved, index: &Index, request: &mut Request) -> anyhow::Result<()> {
    let Some(path) = &saved.since else { return Ok(()) };
    let run = read(path)?;
    if request.text.is_empty() {
        request.text.clone_from(&run.query);
    }
    request.except = Some(Arc::new(run.known_in(index).map_err(query::explained)?));
    Ok(())
}

/// Keeps a question and its answer, where that was asked for.
pub fn save(
    saved: &Saved,
    index: &Index,
    asked: RunOf,
    request: &Request,
    output: &Output,
) -> anyhow::Result<()> {
    let Some(path) = &saved.save else { return Ok(()) };
    // what is new is a question of its day; what is kept is the question as such
    let request = Request { except: None, stop: None, ..request.clone() };
    let run = index.record(asked, &request).map_err(query::explained)?;
    let shown = path.display().to_string();
    let mut text = serde_json::to_string_pretty(&run)?;
    text.push('\n');
    fs::write(path, text).with_context(|| shown.clone())?;
    let (results, documents) = (run.results.len(), run.documents.len());
    output.note(format!("saved in {shown}: {results} results, {documents} documents of the index"));
    Ok(())
}
