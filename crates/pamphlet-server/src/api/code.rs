//! Documents counted by the categories of a codebook that stands in the address.

use super::answer::{PROGRAM, timed, whole};
use super::download::{Form, Rows};
use super::figures::lines;
use crate::ask::{Stop, asked};
use crate::current::State as Current;
use crate::parameter::Given;
use crate::parameters as tables;
use crate::problem::Problem;
use crate::request::{everything, request};
use crate::router::App;
use crate::study::{CodeBy, code_by, codebook, once};
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::query::Query;
use pamphlet::{Codebook, CodedCategory, Note, Point, Request, TrendBy, set_of};
use pamphlet_render::{CodedLine, OfCategory, POINT_COLUMNS, Table, coded_row, json, point_row_of};
use serde::Serialize;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// `/api/code`
#[derive(Serialize)]
struct CodedAnswer<'r> {
    query: &'r Query,
    documents: u64,
    words: u64,
    categories: &'r [CodedCategory],
    /// Of `by=doc`.
    rows: Vec<CodedLine<'r>>,
    /// By time or field.
    trends: Vec<OfPoints<'r>>,
    problems: Vec<Wrong<'r>>,
}

/// The trend of a category.
#[derive(Serialize)]
struct OfPoints<'r> {
    category: &'r str,
    points: &'r [Point],
}

/// What of the codebook cannot be used.
#[derive(Serialize)]
struct Wrong<'r> {
    line: usize,
    message: &'r str,
}

/// The codebook as it is counted by.
pub(crate) fn book(given: &Given) -> Arc<Codebook> {
    let book = codebook(given).unwrap_or_default();
    Arc::new(given.number("level").map_or_else(|| book.clone(), |level| book.to_level(level)))
}

/// What is asked of a codebook.
pub(crate) fn coding(given: &Given, book: &Arc<Codebook>, request: Request) -> Request {
    Request { sets: Some(Arc::clone(book)), fold: Some(once(given)), ..request }
}

/// The trends of the categories, one after the other; all together may take so long.
pub(crate) fn trends(
    state: &Current,
    book: &Codebook,
    request: &Request,
    by: &str,
) -> Result<Vec<pamphlet::Trend>, Problem> {
    let by: TrendBy = by.parse().unwrap_or_default();
    let until = request.timeout.map(|time| Instant::now() + time);
    let mut made = Vec::with_capacity(book.categories.len());
    for category in &book.categories {
        let timeout: Option<Duration> = until.map(|until| until.saturating_duration_since(Instant::now()));
        let of = Request { text: set_of(&category.name), timeout, ..request.clone() };
        made.push(state.index.trend(&of, &by)?);
    }
    Ok(made)
}

pub(crate) async fn code(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::CODE, PROGRAM, |state, given, stop, most| {
        let started = Instant::now();
        let book = book(given);
        let by = code_by(given)?;
        let mut request = coding(given, &book, request(given, most, stop));
        request.limit = Some(match by {
            CodeBy::Document => given.number("limit").unwrap_or(50),
            _ => 0,
        });
        let made = state.index.code(&request, &book)?;
        let trends = match by {
            CodeBy::Bucket(by) => {
                request.timeout = request.timeout.map(|time| time.saturating_sub(started.elapsed()));
                trends(state, &book, &request, by)?
            }
            _ => Vec::new(),
        };
        let names: Vec<&str> = made.categories.iter().map(|one| one.category.as_str()).collect();
        let rate = given.flag("rate");
        let shown = CodedAnswer {
            query: &made.query,
            documents: made.documents,
            words: made.words,
            categories: &made.categories,
            rows: made.rows.iter().map(|document| CodedLine::new(document, &names, rate)).collect(),
            trends: names
                .iter()
                .zip(&trends)
                .map(|(category, trend)| OfPoints { category, points: &trend.points })
                .collect(),
            problems: book
                .problems
                .iter()
                .map(|problem| Wrong { line: problem.line, message: &problem.message })
                .collect(),
        };
        let mut notes = made.query.notes.iter().chain(trends.iter().flat_map(|trend| &trend.query.notes));
        let is_whole = notes.all(|note: &Note| whole(std::slice::from_ref(note)));
        timed(started, &shown, is_whole)
    })
    .await
}

pub(super) fn all_coded(state: &Current, given: &Given, stop: &Stop, form: Form) -> Result<Rows, Problem> {
    let book = book(given);
    let request = coding(given, &book, everything(given, stop));
    match code_by(given)? {
        CodeBy::Category => {
            let request = Request { limit: Some(0), ..request };
            Ok(lines(state.index.code(&request, &book)?.categories, form))
        }
        CodeBy::Document => {
            let made = state.index.code(&request, &book)?;
            let names: Vec<String> = made.categories.into_iter().map(|one| one.category).collect();
            let rate = given.flag("rate");
            let columns =
                ["doc", "path", "date", "words"].into_iter().chain(names.iter().map(String::as_str));
            let head = form.head(&columns.collect::<Vec<_>>());
            let line = move |document| match form {
                Form::Csv => coded_row(Table::Csv, &document, rate),
                Form::JsonLines => {
                    let names: Vec<&str> = names.iter().map(String::as_str).collect();
                    json(&CodedLine::new(&document, &names, rate)).unwrap_or_default() + "\n"
                }
            };
            Ok(Box::new(std::iter::once(head).chain(made.rows.into_iter().map(line))))
        }
        CodeBy::Bucket(by) => {
            let made = trends(state, &book, &request, by)?;
            let columns: Vec<&str> = std::iter::once("category").chain(POINT_COLUMNS).collect();
            let mut out = vec![form.head(&columns)];
            for (category, trend) in book.categories.iter().zip(made) {
                let category = category.name.as_str();
                out.extend(trend.points.iter().map(|point| {
                    form.line(&OfCategory { category, row: point }, |table, of| {
                        point_row_of(table, of.category, of.row)
                    })
                }));
            }
            Ok(Box::new(out.into_iter()))
        }
    }
}
