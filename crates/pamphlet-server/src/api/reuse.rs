//! What texts have of each other, in JSON.

use super::routes::{PROGRAM, answer, since, whole};
use crate::ask::asked;
use crate::parameters as tables;
use crate::problem::Problem;
use crate::request::request;
use crate::router::App;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::query::{Compared, Query};
use pamphlet::{Alike, Change, Citation, CiteOf, Quotation, QuoteOf, QuoteRequest, Request};
use pamphlet_render::{CitationStyle, citation};
use serde::Serialize;
use std::sync::Arc;
use std::time::Instant;

/// `/api/quote`
#[derive(Serialize)]
struct Quoted<'r> {
    query: &'r Query,
    total: u64,
    documents: u64,
    quotations: &'r [Quotation],
    took_ms: f64,
}

pub(crate) async fn quote(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::QUOTE, PROGRAM, |state, given, stop, most| {
        let started = Instant::now();
        let of = match (given.value("text"), given.value("document")) {
            (Some(text), None) => QuoteOf::Text(text.to_owned()),
            (None, Some(name)) => QuoteOf::Document(state.index.document_named(name)?.id),
            _ => {
                let hint = "give a passage as 'text', or the id or path of a document as 'document'";
                return Err(Problem::bad_combination("one of 'text' and 'document' is needed", hint));
            }
        };
        let mut within = request(given, most, stop);
        within.text = given.value("against").unwrap_or_default().to_owned();
        within.limit = Some(given.number("limit").unwrap_or(20));
        let usual = QuoteRequest::new(of);
        let least = given.number("least").map_or(usual.least, |per_cent| per_cent as f64 / 100.0);
        let found =
            state.index.quote(&QuoteRequest { within, least, words: given.number("words"), ..usual })?;
        let shown = Quoted {
            query: &found.query,
            total: found.total,
            documents: found.documents,
            quotations: &found.quotations,
            took_ms: since(started),
        };
        answer(&shown, whole(&found.query.notes))
    })
    .await
}

/// `/api/similar`
#[derive(Serialize)]
struct Similar<'r> {
    query: &'r Query,
    total: u64,
    documents: &'r [Alike],
    took_ms: f64,
}

pub(crate) async fn similar(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::SIMILAR, PROGRAM, |state, given, stop, most| {
        let started = Instant::now();
        let doc = state.index.document_named(given.value("document").unwrap_or_default())?.id;
        let mut within = request(given, most, stop);
        within.text = given.value("against").unwrap_or_default().to_owned();
        within.limit = Some(given.number("limit").unwrap_or(10));
        let found = state.index.similar(&doc, &within)?;
        let shown = Similar {
            query: &found.query,
            total: found.total,
            documents: &found.documents,
            took_ms: since(started),
        };
        answer(&shown, whole(&found.query.notes))
    })
    .await
}

/// `/api/diff`
#[derive(Serialize)]
struct Diffed<'r> {
    old: &'r Compared,
    new: &'r Compared,
    changes: &'r [Change],
}

pub(crate) async fn diff(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::DIFF, PROGRAM, |state, given, _, _| {
        let new = state.index.document_named(given.value("new").unwrap_or_default())?.id;
        let old = match given.value("old") {
            Some(name) => state.index.document_named(name)?.id,
            None => state.index.earlier_version(&new)?.ok_or_else(|| {
                Problem::bad_parameter(
                    "the document has no earlier version",
                    "name one to compare with as 'old'",
                )
            })?,
        };
        let found = state.index.diff(&old, &new)?;
        answer(&Diffed { old: &found.old, new: &found.new, changes: &found.changes }, true)
    })
    .await
}

/// `/api/cite`
#[derive(Serialize)]
struct Cited<'r> {
    citation: Option<&'r Citation>,
    formatted: Option<String>,
}

pub(crate) async fn cite(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::CITE, PROGRAM, |state, given, stop, most| {
        let doc = state.index.document_named(given.value("document").unwrap_or_default())?.id;
        let of = match (given.value("text"), given.value("q")) {
            (Some(text), _) => CiteOf::Text(text.to_owned()),
            (None, Some(_)) => CiteOf::Match(Box::new(Request { limit: None, ..request(given, most, stop) })),
            (None, None) => CiteOf::Whole,
        };
        let style = match given.value("style") {
            Some("chicago") => CitationStyle::Chicago,
            Some("bibtex") => CitationStyle::Bibtex,
            Some("csl") => CitationStyle::Csl,
            Some("annotation") => CitationStyle::Annotation,
            _ => CitationStyle::Text,
        };
        let cited = state.index.cite(&doc, &of)?;
        let formatted = cited.as_ref().map(|cited| citation(cited, style));
        answer(&Cited { citation: cited.as_ref(), formatted }, true)
    })
    .await
}
