//! Files into an index, and files read for their own sake.

use crate::errors::{raised, refused};
use crate::index::in_json;
use crate::options::read;
use crate::wait::{run, run_telling};
use pamphlet::Update;
use pamphlet::ingest::{DateOrder, Ingest, Options, Source};
use pamphlet::repair::Repairer;
use pyo3::prelude::*;
use serde::Deserialize;
use serde_json::json;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// The options of reading and writing.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Reading {
    rebuild: bool,
    wait: bool,
    optimize: bool,
    memory: Option<usize>,
    threads: usize,
    map: Vec<(String, String)>,
    date_order: Option<String>,
    types: Vec<String>,
    types_not: Vec<String>,
    globs: Vec<String>,
    ignore: bool,
}

impl Reading {
    /// What reads files that way. `child` is a program of this project in which PDF can be read.
    fn ingest(&self, child: Option<PathBuf>) -> PyResult<Ingest> {
        let lower = |names: &[String]| names.iter().map(|name| name.trim().to_lowercase()).collect();
        let map = self.map.iter().map(|(field, column)| format!("{field}={column}").parse());
        let options = Options {
            date_order: match self.date_order.as_deref() {
                None => DateOrder::Auto,
                Some("dmy") => DateOrder::DayFirst,
                Some("mdy") => DateOrder::MonthFirst,
                Some("ymd") => DateOrder::YearFirst,
                Some(other) => {
                    return Err(refused(
                        format!("no date order '{other}'"),
                        "there are 'dmy', 'mdy' and 'ymd'",
                    ));
                }
            },
            map: map
                .collect::<Result<_, pamphlet::ingest::OptionError>>()
                .map_err(|error| refused(error.to_string(), "give a field and its column"))?,
            types: lower(&self.types),
            types_not: lower(&self.types_not),
            globs: self.globs.clone(),
            ignore_files: self.ignore,
            child,
            ..Options::default()
        };
        options.check().map_err(|error| refused(error.to_string(), "nothing was touched"))?;
        Ok(Ingest::new(Repairer::default(), options))
    }
}

/// Brings an index up to date with files and folders. The summary, as JSON. `progress` is called with
/// `(files, files_done, bytes, bytes_done, all_found, current)`.
#[pyfunction]
pub fn update(
    py: Python<'_>,
    index: PathBuf,
    paths: Vec<PathBuf>,
    options: &str,
    child: Option<PathBuf>,
    progress: Option<Py<PyAny>>,
) -> PyResult<String> {
    let reading: Reading = read(options)?;
    let ingest = reading.ingest(child)?;
    let interrupt: Arc<AtomicBool> = Arc::default();
    let wanted = progress.is_some();
    let summary = run_telling(
        py,
        &interrupt,
        |tell: &mut dyn FnMut(pamphlet::Progress)| {
            let mut each = |state: &pamphlet::Progress| tell(state.clone());
            let mut options = Update { ingest, interrupt: Some(&interrupt), ..Update::default() };
            if wanted {
                options.progress = Some(&mut each);
            }
            options.threads = reading.threads;
            options.optimize = reading.optimize;
            options.writer.rebuild = reading.rebuild;
            options.writer.wait = reading.wait;
            if let Some(bytes) = reading.memory {
                options.writer = options.writer.within(bytes);
            }
            pamphlet::update(index, &paths, options)
        },
        |state, py| {
            let Some(progress) = &progress else { return Ok(()) };
            let told = (state.files, state.done, state.bytes, state.done_bytes, state.walked, state.current);
            progress.call1(py, told).map(|_| ())
        },
    )?;
    Ok(json!(summary.map_err(raised)?).to_string())
}

/// The documents of a file as they would be indexed, and what could not be read of it: two lists in JSON.
#[pyfunction]
pub fn extract(
    py: Python<'_>,
    path: PathBuf,
    options: &str,
    child: Option<PathBuf>,
) -> PyResult<(String, String)> {
    let ingest = read::<Reading>(options)?.ingest(child)?;
    let interrupt: Arc<AtomicBool> = Arc::default();
    let read = run(py, &interrupt, || {
        let mut documents = Vec::new();
        let source = Source::file(&path)?;
        let summary = ingest.read(&source, &mut |document| {
            documents.push(document);
            match interrupt.load(Ordering::Relaxed) {
                true => ControlFlow::Break(()),
                false => ControlFlow::Continue(()),
            }
        })?;
        let failures: Vec<_> = summary
            .failures
            .iter()
            .map(|failure| json!({"path": failure.path, "reason": failure.reason.to_string()}))
            .collect();
        Ok((in_json(&documents), json!(failures).to_string()))
    })?;
    read.map_err(|failure: pamphlet::ingest::Failure| raised(failure.into()))
}
