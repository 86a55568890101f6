//! The views of what texts have of each other: quotations, documents that are alike, comparisons, citations.

mod cite;
mod diff;
mod locate;
mod quote;
mod similar;

pub(crate) use cite::cite;
pub(crate) use diff::diff;
pub(crate) use locate::locate;
pub(crate) use quote::quote;
pub(crate) use similar::similar;

use super::link::{Link, encoded};
use super::shown;
use crate::current::State;
use crate::parameter::Given;
use crate::problem::Problem;
use pamphlet::Source;
use pamphlet::document::TextRange;
use pamphlet::index::Stored;

/// A document as a view names it.
#[derive(Clone, Debug, Default)]
struct Named {
    title: String,
    path: String,
    href: String,
    date: String,
    date_text: String,
}

impl Named {
    fn new(doc: &str, path: &str, title: Option<&str>, date: Option<&str>) -> Self {
        let file = path.rsplit('/').next().unwrap_or(path);
        Self {
            title: title.filter(|title| !title.is_empty()).unwrap_or(file).to_owned(),
            path: path.to_owned(),
            href: format!("/doc/{}", encoded(doc)),
            date: date.unwrap_or_default().to_owned(),
            date_text: date.map(shown::date).unwrap_or_default(),
        }
    }

    fn of(stored: &Stored) -> Self {
        let date = stored.date.map(|date| date.to_string());
        Self::new(&stored.id, &stored.path, stored.title.as_deref(), date.as_deref())
    }
}

/// The document that a view is about.
fn document(state: &State, given: &Given, name: &str) -> Result<Stored, Problem> {
    match given.value(name) {
        Some(named) => Ok(state.index.document_named(named)?),
        None => Err(Problem::bad_parameter(
            "no document is named",
            "open a document, and follow its ways from there",
        )),
    }
}

/// Where something stands in its file.
fn place(source: &Source) -> String {
    match source.page {
        Some(page) => format!("page {page}"),
        None => format!("line {}", source.line[0]),
    }
}

/// The way to a place in a document, marked there; compared with a passage where that fits into the address.
fn passage(doc: &str, range: TextRange, with: &str) -> String {
    let mut link = Link::default().with("range", &format!("{}-{}", range.start, range.end));
    if !with.is_empty() && with.chars().nth(crate::parameters::QUERY).is_none() {
        link = link.with("text", with);
    }
    link.to(&format!("/doc/{}", encoded(doc))) + "#first"
}
