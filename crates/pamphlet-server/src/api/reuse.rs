//! What texts have of each other, in JSON and as files.

use super::answer::{PROGRAM, answer, timed, whole};
use super::download::{Form, Rows};
use crate::ask::{Stop, asked};
use crate::current::State as Current;
use crate::parameter::Given;
use crate::parameters as tables;
use crate::problem::Problem;
use crate::request::{request, time};
use crate::reuse;
use crate::router::App;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::query::{Compared, Query};
use pamphlet::{Alike, Change, Citation, DocumentDiff, Located, Quotation, Request};
use pamphlet_render::{
    ALIKE_COLUMNS, CHANGE_COLUMNS, QUOTATION_COLUMNS, alike_row, change_row, citation, quotation_row,
};
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
}

pub(crate) async fn quote(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::QUOTE, PROGRAM, |state, given, stop, most| {
        let started = Instant::now();
        let mut request = reuse::in_time(reuse::quote(state, given, stop)?, time(given, most));
        request.within.limit = Some(given.number("limit").unwrap_or(20));
        let found = state.index.quote(&request)?;
        let shown = Quoted {
            query: &found.query,
            total: found.total,
            documents: found.documents,
            quotations: &found.quotations,
        };
        timed(started, &shown, whole(&found.query.notes))
    })
    .await
}

pub(super) fn all_quotations(
    state: &Current,
    given: &Given,
    stop: &Stop,
    form: Form,
) -> Result<Rows, Problem> {
    let found = state.index.quote(&reuse::quote(state, given, stop)?)?.quotations;
    let head = form.head(&QUOTATION_COLUMNS);
    Ok(Box::new(
        std::iter::once(head).chain(found.into_iter().map(move |one| form.line(&one, quotation_row))),
    ))
}

/// `/api/similar`
#[derive(Serialize)]
struct Similar<'r> {
    query: &'r Query,
    total: u64,
    documents: &'r [Alike],
}

pub(crate) async fn similar(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::SIMILAR, PROGRAM, |state, given, stop, most| {
        let started = Instant::now();
        let doc = state.index.document_named(given.value("document").unwrap_or_default())?.id;
        let within = Request {
            limit: Some(given.number("limit").unwrap_or(10)),
            timeout: Some(time(given, most)),
            ..reuse::against(given, stop)
        };
        let found = state.index.similar(&doc, &within)?;
        let shown = Similar { query: &found.query, total: found.total, documents: &found.documents };
        timed(started, &shown, whole(&found.query.notes))
    })
    .await
}

pub(super) fn all_similar(state: &Current, given: &Given, stop: &Stop, form: Form) -> Result<Rows, Problem> {
    let doc = state.index.document_named(given.value("document").unwrap_or_default())?.id;
    let found = state.index.similar(&doc, &reuse::against(given, stop))?.documents;
    let head = form.head(&ALIKE_COLUMNS);
    Ok(Box::new(std::iter::once(head).chain(found.into_iter().map(move |one| form.line(&one, alike_row)))))
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
        let found = compared(state, given)?;
        answer(&Diffed { old: &found.old, new: &found.new, changes: &found.changes }, true)
    })
    .await
}

/// The two documents that are named, or one and its earlier version.
fn compared(state: &Current, given: &Given) -> Result<DocumentDiff, Problem> {
    let new = state.index.document_named(given.value("new").unwrap_or_default())?.id;
    let old = match given.value("old") {
        Some(name) => state.index.document_named(name)?.id,
        None => state.index.earlier_version(&new)?.ok_or_else(|| {
            Problem::bad_parameter("the document has no earlier version", "name one to compare with as 'old'")
        })?,
    };
    Ok(state.index.diff(&old, &new)?)
}

pub(super) fn all_changes(state: &Current, given: &Given, _: &Stop, form: Form) -> Result<Rows, Problem> {
    let found = compared(state, given)?.changes;
    let head = form.head(&CHANGE_COLUMNS);
    Ok(Box::new(std::iter::once(head).chain(found.into_iter().map(move |one| form.line(&one, change_row)))))
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
        let request = request(given, most, stop);
        let cited = state.index.cite_in_time(&doc, &reuse::cite_of(given, request.clone()), &request)?;
        let style = reuse::style(given.value("style"));
        let formatted = cited.as_ref().map(|cited| citation(cited, style));
        answer(&Cited { citation: cited.as_ref(), formatted }, true)
    })
    .await
}

/// `/api/locate`
#[derive(Serialize)]
struct Again<'r> {
    found: Option<&'r Located>,
}

pub(crate) async fn locate(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::LOCATE, PROGRAM, |state, given, stop, most| {
        let started = Instant::now();
        let found = state.index.find_again_in_time(&reuse::anchor(given)?, &request(given, most, stop))?;
        timed(started, &Again { found: found.as_ref() }, true)
    })
    .await
}
