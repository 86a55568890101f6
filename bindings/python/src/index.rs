//! An open index.

use crate::errors::{closed, raised, refused};
use crate::figures::Wanted;
use crate::options::request;
use crate::wait::run;
use pamphlet::document::in_characters;
use pamphlet::{
    CiteOf, Index, Info, Line, LineGroup, LineSort, QuoteOf, QuoteRequest, Request, Response, Run, RunOf,
    TrendBy,
};
use pyo3::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};

/// One committed state of an index, open for reading. Can be used by many threads at once.
#[pyclass(name = "NativeIndex", module = "pamphlet._native", frozen)]
pub struct NativeIndex {
    index: Mutex<Option<Arc<Index>>>,
}

impl NativeIndex {
    fn open(&self) -> PyResult<Arc<Index>> {
        let index = self.index.lock().unwrap_or_else(PoisonError::into_inner);
        index.as_ref().map(Arc::clone).ok_or_else(|| closed("index"))
    }

    /// Asks the index, and gives the answer as JSON; both without the interpreter's lock.
    fn asked<T: Serialize>(
        &self,
        py: Python<'_>,
        query: String,
        options: &str,
        ask: impl FnOnce(&Index, &Request) -> Result<T, pamphlet::Error> + Send,
    ) -> PyResult<String> {
        let index = self.open()?;
        let interrupt = Arc::default();
        let request = request(query, options, &interrupt)?;
        run(py, &interrupt, || ask(&index, &request).map(|answer| in_json(&answer)))?.map_err(raised)
    }

    /// The same for what takes no query.
    fn read<T: Serialize>(
        &self,
        py: Python<'_>,
        read: impl FnOnce(&Index) -> Result<T, pamphlet::Error> + Send,
    ) -> PyResult<String> {
        let index = self.open()?;
        let interrupt: Arc<AtomicBool> = Arc::default();
        run(py, &interrupt, || read(&index).map(|answer| in_json(&answer)))?.map_err(raised)
    }
}

#[pymethods]
impl NativeIndex {
    #[new]
    fn new(py: Python<'_>, path: PathBuf) -> PyResult<Self> {
        let opened = run(py, &Arc::default(), || Index::open(path))?;
        Ok(Self { index: Mutex::new(Some(Arc::new(opened.map_err(raised)?))) })
    }

    /// Lets the files go. What is asked already is still answered.
    fn close(&self) {
        self.index.lock().unwrap_or_else(PoisonError::into_inner).take();
    }

    #[getter]
    fn closed(&self) -> bool {
        self.index.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    /// How many documents there are.
    fn documents(&self, py: Python<'_>) -> PyResult<u64> {
        let index = self.open()?;
        run(py, &Arc::default(), || index.documents())?.map_err(raised)
    }

    fn fingerprint(&self, py: Python<'_>) -> PyResult<String> {
        let index = self.open()?;
        run(py, &Arc::default(), || index.fingerprint())?.map_err(raised)
    }

    /// `{"query", "total", "hits", "facets", "suggestions"}`.
    fn find(&self, py: Python<'_>, query: String, options: &str) -> PyResult<String> {
        self.asked(py, query, options, |index, request| {
            let response = index.find(request)?;
            Ok(Found { suggestions: response.suggestions.clone(), response })
        })
    }

    /// `{"documents", "matches", "notes"}`.
    fn count(&self, py: Python<'_>, query: String, options: &str) -> PyResult<String> {
        self.asked(py, query, options, |index, request| {
            let count = index.count(request)?;
            Ok(json!({"documents": count.documents, "matches": count.matches, "notes": count.notes}))
        })
    }

    /// `{"query", "total", "lines"}`.
    fn concordance(&self, py: Python<'_>, query: String, options: &str, sort: &str) -> PyResult<String> {
        let sort = match sort {
            "doc" => LineSort::Document,
            "date" => LineSort::Date,
            "before1" => LineSort::Before,
            "after1" => LineSort::After,
            other => {
                let hint = "there are 'doc', 'date', 'before1' and 'after1'";
                return Err(refused(format!("no sort '{other}'"), hint));
            }
        };
        self.asked(py, query, options, move |index, request| {
            let made = index.concordance(request, sort)?;
            Ok(Lines { query: made.query, total: made.total, lines: made.lines })
        })
    }

    /// `{"query", "total", "matches", "groups"}`.
    fn groups(&self, py: Python<'_>, query: String, options: &str, by: &str) -> PyResult<String> {
        let by = match by {
            "keyword" => LineGroup::Keyword,
            "before1" => LineGroup::Before,
            "after1" => LineGroup::After,
            "doc" => LineGroup::Document,
            "year" => LineGroup::Year,
            other => {
                let hint = "there are 'keyword', 'before1', 'after1', 'doc' and 'year'";
                return Err(refused(format!("no group '{other}'"), hint));
            }
        };
        self.asked(py, query, options, move |index, request| {
            let made = index.groups(request, by)?;
            let (total, matches) = (made.total, made.matches);
            Ok(json!({"query": made.query, "total": total, "matches": matches, "groups": made.groups}))
        })
    }

    /// `{"query", "points"}`.
    fn trend(&self, py: Python<'_>, query: String, options: &str, by: &str) -> PyResult<String> {
        let by = match by.trim().to_lowercase().as_str() {
            "year" | "date" => TrendBy::Year,
            "month" => TrendBy::Month,
            "decade" => TrendBy::Decade,
            field => TrendBy::Field(field.to_owned()),
        };
        self.asked(py, query, options, move |index, request| {
            let made = index.trend(request, &by)?;
            Ok(json!({"query": made.query, "points": made.points}))
        })
    }

    /// Figures about words: `words`, `keyness`, `collocates` or `ngrams`, as `figures` says.
    fn figures(&self, py: Python<'_>, query: String, options: &str, figures: &str) -> PyResult<String> {
        let wanted = Wanted::of(figures)?;
        self.asked(py, query, options, move |index, request| wanted.ask(index, request))
    }

    /// The categories of the codebook of the options: `{"categories", "rows", "documents", "words", "query"}`.
    fn code(&self, py: Python<'_>, query: String, options: &str) -> PyResult<String> {
        self.asked(py, query, options, |index, request| {
            index.code(request, &request.sets.clone().unwrap_or_default())
        })
    }

    /// Lines drawn by lot: `{"query", "total", "lines"}`.
    fn sample(
        &self,
        py: Python<'_>,
        query: String,
        options: &str,
        count: usize,
        seed: u64,
    ) -> PyResult<String> {
        self.asked(py, query, options, move |index, request| {
            let made = index.sample(request, count, seed)?;
            Ok(Lines { query: made.query, total: made.total, lines: made.lines })
        })
    }

    /// `{"query", "total", "documents", "quotations"}`. The query says where to look; what is looked for is a text, a
    /// document's id, or another query: `of` says which.
    #[allow(clippy::too_many_arguments, reason = "each is a keyword in Python")]
    fn quote(
        &self,
        py: Python<'_>,
        of: &str,
        sought: String,
        query: String,
        options: &str,
        least: f64,
        words: Option<usize>,
        most_documents: Option<u64>,
    ) -> PyResult<String> {
        if !(0.0..=1.0).contains(&least) {
            return Err(refused(format!("no similarity {least}"), "it is from 0 to 1"));
        }
        let of = match of {
            "text" => QuoteOf::Text(sought),
            "document" => QuoteOf::Document(sought),
            _ => QuoteOf::Documents(Box::new(Request::new(sought))),
        };
        self.asked(py, query, options, move |index, request| {
            let within = request.clone();
            let found = index.quote(&QuoteRequest { of, within, least, words, most_documents })?;
            let (total, documents) = (found.total, found.documents);
            Ok(json!({
                "query": found.query, "total": total, "documents": documents, "quotations": found.quotations,
            }))
        })
    }

    /// `{"query", "total", "documents"}`; the query says among which.
    fn similar(&self, py: Python<'_>, doc: String, query: String, options: &str) -> PyResult<String> {
        self.asked(py, query, options, move |index, request| {
            let found = index.similar(&doc, request)?;
            Ok(json!({"query": found.query, "total": found.total, "documents": found.documents}))
        })
    }

    /// `{"old", "new", "changes"}`; without an old one, that is the earlier version. `null` where there is none.
    fn diff(&self, py: Python<'_>, new: String, old: Option<String>) -> PyResult<String> {
        self.read(py, move |index| {
            let old = match old {
                Some(old) => Some(old),
                None => index.earlier_version(&new)?,
            };
            let Some(old) = old else { return Ok(Value::Null) };
            let found = index.diff(&old, &new)?;
            Ok(json!({"old": found.old, "new": found.new, "changes": found.changes}))
        })
    }

    /// The citation of a document or a passage; `null` where it does not have it.
    fn cite(
        &self,
        py: Python<'_>,
        doc: String,
        query: Option<String>,
        text: Option<String>,
    ) -> PyResult<String> {
        self.read(py, move |index| {
            let of = match (text, query) {
                (Some(text), _) => CiteOf::Text(text),
                (None, Some(query)) => CiteOf::Match(Box::new(Request::new(query))),
                (None, None) => CiteOf::Whole,
            };
            index.cite(&doc, &of)
        })
    }

    /// What a W3C Web Annotation is of, found again; `null` where nothing is left of it.
    fn find_again(&self, py: Python<'_>, annotation: String) -> PyResult<String> {
        self.read(py, move |index| index.find_again(&pamphlet::read_annotation(&annotation)?))
    }

    /// A question, its results and the state of the index, as `--save` writes them. `asked` is what `asked` is there, as JSON.
    fn record(&self, py: Python<'_>, asked: &str, query: String, options: &str) -> PyResult<String> {
        let asked: RunOf = serde_json::from_str(asked)
            .map_err(|error| refused(format!("no such question: {error}"), "see Index.record"))?;
        self.asked(py, query, options, move |index, request| index.record(asked, request))
    }

    /// What came of asking again.
    fn replay(&self, py: Python<'_>, run: String) -> PyResult<String> {
        self.read(py, move |index| index.replay(&Run::read(&run)?))
    }

    /// The documents of this path, or whose id starts so, each with its text: as the command `show` prints them.
    fn documents_named(&self, py: Python<'_>, name: String) -> PyResult<String> {
        self.read(py, |index| {
            let stored = match index.document(&name)? {
                Some(one) => vec![one],
                None => index.documents_named(&name)?,
            };
            let mut found = Vec::new();
            for one in stored {
                found.push(one.document()?);
            }
            Ok(found)
        })
    }

    /// What a query matches in a document, as pairs of places in characters.
    fn highlights(&self, py: Python<'_>, doc: String, query: String, options: &str) -> PyResult<String> {
        self.asked(py, query, options, move |index, request| {
            let marks = index.highlights(request, &doc)?;
            let text = match index.document(&doc)? {
                Some(stored) => stored.text()?.to_string(),
                None => String::new(),
            };
            Ok(in_characters(&text, &marks))
        })
    }

    fn info(&self, py: Python<'_>) -> PyResult<String> {
        self.read(py, |index| {
            let info = index.info()?;
            let day = |day: i64| {
                let day = i32::try_from(day).ok().and_then(pamphlet::PartialDate::of_day);
                day.map(|day| day.to_string())
            };
            let dates = json!({
                "from": info.days.and_then(|(from, _)| day(from)),
                "to": info.days.and_then(|(_, to)| day(to)),
                "documents": info.dated,
            });
            Ok(Held { info, dates })
        })
    }
}

/// A response with what the wire format leaves out of it.
#[derive(Serialize)]
struct Found {
    #[serde(flatten)]
    response: Response,
    suggestions: Vec<(String, Vec<String>)>,
}

/// A concordance.
#[derive(Serialize)]
struct Lines {
    query: pamphlet::query::Query,
    total: u64,
    lines: Vec<Line>,
}

/// What an index holds, with its dates as texts.
#[derive(Serialize)]
struct Held {
    #[serde(flatten)]
    info: Info,
    dates: Value,
}

/// An answer is made of strings, numbers and lists, which always have a JSON form.
pub fn in_json(answer: &impl Serialize) -> String {
    serde_json::to_string(answer).unwrap_or_else(|_| "null".to_owned())
}
