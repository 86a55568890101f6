//! Options as they come from Python, in JSON, and what they are in Rust.

use crate::errors::refused;
use pamphlet::{Codebook, CodebookForm, PartialDate, Request, Sort, Stemming};
use pyo3::PyResult;
use serde::Deserialize;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// The options of a search; those that do not matter for a call have their defaults.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Asked {
    limit: Option<usize>,
    offset: usize,
    any: bool,
    phrase: bool,
    strict: bool,
    stem: String,
    expand: bool,
    sort: String,
    fold: Option<bool>,
    from: Option<String>,
    to: Option<String>,
    filters: Vec<(String, String)>,
    facets: Vec<String>,
    snippets: usize,
    context: Option<usize>,
    explain: bool,
    timeout: Option<f64>,
    /// A codebook: the name of its file, and its text.
    codebook: Option<(String, String)>,
}

impl Default for Asked {
    fn default() -> Self {
        let usual = Request::new("");
        Self {
            limit: None,
            offset: 0,
            any: false,
            phrase: false,
            strict: false,
            stem: "light".to_owned(),
            expand: false,
            sort: "score".to_owned(),
            fold: None,
            from: None,
            to: None,
            filters: Vec::new(),
            facets: Vec::new(),
            snippets: usual.snippets,
            context: None,
            explain: false,
            timeout: None,
            codebook: None,
        }
    }
}

/// The request of a query and its options, which ends when `interrupt` is set.
pub fn request(query: String, options: &str, interrupt: &Arc<AtomicBool>) -> PyResult<Request> {
    let asked: Asked = read(options)?;
    let mut request = Request::new(query);
    request.limit = asked.limit;
    request.offset = asked.offset;
    request.any = asked.any;
    request.phrase = asked.phrase;
    request.strict = asked.strict;
    request.stem = match &*asked.stem {
        "light" => Stemming::Light,
        "full" => Stemming::Full,
        other => return Err(refused(format!("no stem '{other}'"), "there are 'light' and 'full'")),
    };
    request.expand = asked.expand;
    request.sort = match &*asked.sort {
        "score" => Sort::Score,
        "date" => Sort::Date,
        "-date" => Sort::DateDown,
        "path" => Sort::Path,
        other => {
            let hint = "there are 'score', 'date', '-date' and 'path'";
            return Err(refused(format!("no sort '{other}'"), hint));
        }
    };
    request.fold = asked.fold;
    request.from = asked.from.as_deref().map(date).transpose()?;
    request.to = asked.to.as_deref().map(date).transpose()?;
    request.filters = asked.filters;
    request.facets = asked.facets;
    request.snippets = asked.snippets;
    request.context = asked.context;
    request.explain = asked.explain;
    request.sets = asked.codebook.map(codebook).transpose()?;
    request.timeout = asked.timeout.map(seconds).transpose()?;
    request.stop = Some(Arc::clone(interrupt));
    Ok(request)
}

/// The categories of a codebook, all of whose lines can be used.
fn codebook((name, text): (String, String)) -> PyResult<Arc<Codebook>> {
    let book = Codebook::read(&text, CodebookForm::of(&name, &text));
    match book.problems.first() {
        Some(problem) => Err(refused(format!("{name}, {problem}"), "mend the codebook")),
        None if book.categories.is_empty() => {
            Err(refused(format!("{name} has no category"), "see docs/analysis.md"))
        }
        None => Ok(Arc::new(book)),
    }
}

/// Options of any kind.
pub fn read<'o, T: Deserialize<'o>>(options: &'o str) -> PyResult<T> {
    serde_json::from_str(options).map_err(|error| refused(error.to_string(), "see the documentation"))
}

fn date(text: &str) -> PyResult<PartialDate> {
    text.parse().map_err(|error: pamphlet::document::DateError| {
        refused(error.to_string(), "dates are '1848', '1848-03' or '1848-03-18'")
    })
}

fn seconds(seconds: f64) -> PyResult<Duration> {
    Duration::try_from_secs_f64(seconds)
        .map_err(|_| refused(format!("{seconds} is no time"), "give seconds, such as timeout=2.5"))
}
