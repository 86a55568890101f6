//! One question, one answer in JSON. The objects are those of the command line's `--format json`, made by the same
//! code.

use super::answer::{PROGRAM, answer, timed, whole};
use crate::ask::asked;
use crate::parameter::{Given, Manner, decoded};
use crate::parameters as tables;
use crate::problem::Problem;
use crate::request::{Clock, beside, line_group, line_sort, request, time, trend_by};
use crate::router::App;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::query::{Group, Query};
use pamphlet::{FacetValue, Hit, Line, Note, Point};
use pamphlet_render::{InfoLine, Marked};
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

/// `/api/search`
#[derive(Serialize)]
struct Found<'r> {
    query: &'r Query,
    total: u64,
    hits: &'r [Hit],
    facets: &'r BTreeMap<String, Vec<FacetValue>>,
    suggestions: Vec<Suggestion<'r>>,
}

/// For a word that no document holds: similar ones that some do.
#[derive(Serialize)]
struct Suggestion<'r> {
    word: &'r str,
    similar: &'r [String],
}

/// `/api/count`
#[derive(Serialize)]
struct Counted<'r> {
    documents: u64,
    matches: u64,
    notes: &'r [Note],
}

/// `/api/kwic`
#[derive(Serialize)]
struct Lines<'r> {
    query: &'r Query,
    total: u64,
    lines: &'r [Line],
}

/// `/api/groups`
#[derive(Serialize)]
struct Grouped<'r> {
    query: &'r Query,
    total: u64,
    matches: u64,
    groups: &'r [Group],
}

/// `/api/trend`
#[derive(Serialize)]
struct Trended<'r> {
    query: &'r Query,
    by: &'r str,
    points: &'r [Point],
    also: Vec<Beside<'r>>,
}

/// Of a query beside the first.
#[derive(Serialize)]
struct Beside<'r> {
    query: &'r Query,
    points: &'r [Point],
}

/// `/healthz`
#[derive(Serialize)]
struct Health {
    status: &'static str,
    documents: u64,
    commit: u64,
}

pub(crate) async fn search(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::SEARCH, PROGRAM, |state, given, stop, most| {
        let started = Instant::now();
        let mut request = request(given, most, stop);
        request.limit = Some(given.number("limit").unwrap_or(10));
        let found = state.index.find(&request)?;
        let suggestions =
            found.suggestions.iter().map(|(word, similar)| Suggestion { word, similar }).collect();
        let shown = Found {
            query: &found.query,
            total: found.total,
            hits: &found.hits,
            facets: &found.facets,
            suggestions,
        };
        timed(started, &shown, whole(&found.query.notes))
    })
    .await
}

pub(crate) async fn count(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::COUNT, PROGRAM, |state, given, stop, most| {
        let started = Instant::now();
        let count = state.index.count(&request(given, most, stop))?;
        let shown = Counted { documents: count.documents, matches: count.matches, notes: &count.notes };
        timed(started, &shown, whole(&count.notes))
    })
    .await
}

pub(crate) async fn kwic(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::KWIC, PROGRAM, |state, given, stop, most| {
        let started = Instant::now();
        let mut request = request(given, most, stop);
        request.limit = Some(given.number("limit").unwrap_or(100));
        let made = state.index.concordance(&request, line_sort(given))?;
        let shown = Lines { query: &made.query, total: made.total, lines: &made.lines };
        timed(started, &shown, whole(&made.query.notes))
    })
    .await
}

pub(crate) async fn groups(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::GROUPS, PROGRAM, |state, given, stop, most| {
        let started = Instant::now();
        let mut request = request(given, most, stop);
        request.limit = Some(given.number("limit").unwrap_or(100));
        let made = state.index.groups(&request, line_group(given))?;
        let shown =
            Grouped { query: &made.query, total: made.total, matches: made.matches, groups: &made.groups };
        timed(started, &shown, whole(&made.query.notes))
    })
    .await
}

pub(crate) async fn trend(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::TREND, PROGRAM, |state, given, stop, most| {
        let started = Instant::now();
        let clock = Clock::new(time(given, most));
        let first = request(given, most, stop);
        let by = trend_by(given);
        let made = state.index.trend(&first, &by)?;
        let mut others = Vec::new();
        for mut request in beside(given, &first) {
            request.timeout = Some(clock.left());
            others.push(state.index.trend(&request, &by)?);
        }
        let shown = Trended {
            query: &made.query,
            by: given.value("by").unwrap_or("year"),
            points: &made.points,
            also: others.iter().map(|one| Beside { query: &one.query, points: &one.points }).collect(),
        };
        let whole = whole(&made.query.notes) && others.iter().all(|one| whole(&one.query.notes));
        timed(started, &shown, whole)
    })
    .await
}

/// The name of a document as the rest of a path gives it.
pub(crate) fn named(path: &str, before: &str) -> Result<String, Problem> {
    // in a path a plus is a plus
    decoded(&path.strip_prefix(before).unwrap_or_default().replace('+', "%2B"))
}

pub(crate) async fn document(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    let name = match named(uri.path(), "/api/doc/") {
        Ok(name) => name,
        Err(problem) => return problem.into_json(),
    };
    asked(app, headers, uri, tables::DOC, PROGRAM, move |state, given, stop, most| {
        let stored = state.index.document_named(&name)?;
        if given.value("q").is_none() {
            return answer(&stored.document().map_err(pamphlet::Error::from)?, true);
        }
        let marks = state.index.highlights(&request(given, most, stop), &stored.id)?;
        let document = stored.document().map_err(pamphlet::Error::from)?;
        answer(&Marked::new(document, &marks), true)
    })
    .await
}

pub(crate) async fn info(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::NONE, PROGRAM, |state, _, _, _| {
        answer(&InfoLine::new(state.info()?), true)
    })
    .await
}

pub(crate) async fn health(State(app): State<Arc<App>>, uri: Uri) -> Response {
    asked(app, HeaderMap::new(), uri, tables::NONE, PROGRAM, |state, _, _, _| {
        // an index on a cluster has no commits
        let commit = state.index.reader().map_or(0, |reader| reader.commit());
        let health = Health { status: "ok", documents: state.index.documents()?, commit };
        // it is not to be kept
        answer(&health, false)
    })
    .await
}

pub(crate) async fn openapi(uri: Uri) -> Response {
    if let Err(problem) = Given::read(uri.query(), tables::NONE, Manner::Strict) {
        return problem.into_json();
    }
    match answer(&crate::openapi::document(), true) {
        Ok(answer) => answer.response,
        Err(problem) => problem.into_json(),
    }
}
