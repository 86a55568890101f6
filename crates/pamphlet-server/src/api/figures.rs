//! Figures about words, in JSON and as files: the rows are those of the command line.

use super::answer::{PROGRAM, timed, whole};
use super::download::{Form, Rows};
use crate::ask::{Stop, asked};
use crate::current::State as Current;
use crate::parameter::Given;
use crate::parameters as tables;
use crate::problem::Problem;
use crate::request::{everything, request};
use crate::router::App;
use crate::study;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::Request;
use pamphlet_render::{Figures, figures_row};
use std::sync::Arc;
use std::time::Instant;

/// So many rows as are asked for.
fn paged(request: Request, given: &Given) -> Request {
    Request { limit: Some(given.number("limit").unwrap_or(50)), ..request }
}

pub(crate) async fn words(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::WORDS, PROGRAM, |state, given, stop, most| {
        let started = Instant::now();
        let made = state.index.words(&paged(request(given, most, stop), given), &study::words(given))?;
        timed(started, &made, whole(&made.query.notes))
    })
    .await
}

pub(crate) async fn ngrams(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::NGRAMS, PROGRAM, |state, given, stop, most| {
        let started = Instant::now();
        let made = state.index.ngrams(&paged(request(given, most, stop), given), &study::ngrams(given))?;
        timed(started, &made, whole(&made.query.notes))
    })
    .await
}

pub(crate) async fn collocates(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::COLLOCATES, PROGRAM, |state, given, stop, most| {
        let started = Instant::now();
        let request = paged(request(given, most, stop), given);
        let made = state.index.collocates(&request, &study::collocates(given))?;
        timed(started, &made, whole(&made.query.notes))
    })
    .await
}

pub(crate) async fn keyness(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::KEYNESS, PROGRAM, |state, given, stop, most| {
        let started = Instant::now();
        let target = paged(request(given, most, stop), given);
        let reference = study::reference(given, &target);
        let made = state.index.keyness(&target, reference.as_ref(), &study::keyness(given))?;
        let whole = whole(&made.target.notes) && whole(&made.reference.notes);
        timed(started, &made, whole)
    })
    .await
}

/// Rows of figures as the lines of a file.
pub(super) fn lines<T: Figures + Send + 'static>(rows: Vec<T>, form: Form) -> Rows {
    let head = form.head(T::COLUMNS);
    Box::new(std::iter::once(head).chain(rows.into_iter().map(move |row| form.line(&row, figures_row))))
}

pub(super) fn all_words(state: &Current, given: &Given, stop: &Stop, form: Form) -> Result<Rows, Problem> {
    Ok(lines(state.index.words(&everything(given, stop), &study::words(given))?.rows, form))
}

pub(super) fn all_ngrams(state: &Current, given: &Given, stop: &Stop, form: Form) -> Result<Rows, Problem> {
    Ok(lines(state.index.ngrams(&everything(given, stop), &study::ngrams(given))?.rows, form))
}

pub(super) fn all_collocates(
    state: &Current,
    given: &Given,
    stop: &Stop,
    form: Form,
) -> Result<Rows, Problem> {
    Ok(lines(state.index.collocates(&everything(given, stop), &study::collocates(given))?.rows, form))
}

pub(super) fn all_keyness(state: &Current, given: &Given, stop: &Stop, form: Form) -> Result<Rows, Problem> {
    let target = everything(given, stop);
    let reference = study::reference(given, &target);
    Ok(lines(state.index.keyness(&target, reference.as_ref(), &study::keyness(given))?.rows, form))
}
