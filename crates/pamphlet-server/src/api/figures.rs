//! Figures about words, in JSON: the rows are those of the command line.

use super::routes::{PROGRAM, answer, since, whole};
use crate::ask::asked;
use crate::parameter::Given;
use crate::parameters as tables;
use crate::request::request;
use crate::router::App;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::{
    CollocateSort, CollocatesOptions, KeynessOptions, KeynessSort, NgramsOptions, Request, Within,
    WordFilter, WordSort, WordsOptions, stop_words,
};
use serde::Serialize;
use std::sync::Arc;
use std::time::Instant;

/// An answer, and how long it took.
#[derive(Serialize)]
struct Timed<'a, T> {
    #[serde(flatten)]
    made: &'a T,
    took_ms: f64,
}

/// Which words are listed.
fn filter(given: &Given, least: u64) -> WordFilter {
    let number = |name| given.number(name).map(|number| number as u64);
    WordFilter {
        min_count: number("min_count").unwrap_or(least),
        min_documents: number("min_documents").unwrap_or(1),
        pattern: given.value("like").map(str::to_owned),
        stop: given
            .value("stop_words")
            .and_then(stop_words)
            .into_iter()
            .flatten()
            .map(str::to_owned)
            .collect(),
    }
}

fn once(given: &Given) -> bool {
    given.value("duplicates") == Some("fold")
}

fn within(given: &Given) -> Within {
    given.value("within").and_then(|name| name.parse().ok()).unwrap_or_default()
}

fn paged(request: Request, given: &Given) -> Request {
    Request { limit: Some(given.number("limit").unwrap_or(50)), ..request }
}

pub(crate) async fn words(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::WORDS, PROGRAM, |state, given, stop, most| {
        let started = Instant::now();
        let options = WordsOptions {
            filter: filter(given, 1),
            once: once(given),
            sort: match given.value("sort") {
                Some("documents") => WordSort::Documents,
                Some("dp") => WordSort::Spread,
                Some("word") => WordSort::Word,
                _ => WordSort::Count,
            },
        };
        let made = state.index.words(&paged(request(given, most, stop), given), &options)?;
        answer(&Timed { made: &made, took_ms: since(started) }, whole(&made.query.notes))
    })
    .await
}

pub(crate) async fn ngrams(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::NGRAMS, PROGRAM, |state, given, stop, most| {
        let started = Instant::now();
        let longest = given.number("longest");
        let shortest = given.number("shortest").unwrap_or(2.min(longest.unwrap_or(2)));
        let options = NgramsOptions {
            from: shortest,
            to: longest.unwrap_or(3.max(shortest)),
            filter: filter(given, 2),
            within: within(given),
            once: once(given),
            ..NgramsOptions::default()
        };
        let made = state.index.ngrams(&paged(request(given, most, stop), given), &options)?;
        answer(&Timed { made: &made, took_ms: since(started) }, whole(&made.query.notes))
    })
    .await
}

pub(crate) async fn collocates(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::COLLOCATES, PROGRAM, |state, given, stop, most| {
        let started = Instant::now();
        let side = |name: &str| given.number(name).unwrap_or(5) as u64;
        let options = CollocatesOptions {
            left: side("left"),
            right: side("right"),
            within: within(given),
            filter: filter(given, 2),
            once: once(given),
            sort: match given.value("sort") {
                Some("log-dice") => CollocateSort::LogDice,
                Some("pmi") => CollocateSort::Pmi,
                Some("mi3") => CollocateSort::Mi3,
                Some("t-score") => CollocateSort::TScore,
                Some("count") => CollocateSort::Count,
                Some("word") => CollocateSort::Word,
                _ => CollocateSort::LogLikelihood,
            },
        };
        let made = state.index.collocates(&paged(request(given, most, stop), given), &options)?;
        answer(&Timed { made: &made, took_ms: since(started) }, whole(&made.query.notes))
    })
    .await
}

pub(crate) async fn keyness(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, tables::KEYNESS, PROGRAM, |state, given, stop, most| {
        let started = Instant::now();
        let target = paged(request(given, most, stop), given);
        let reference =
            given.value("reference").map(|text| Request { text: text.to_owned(), ..target.clone() });
        let options = KeynessOptions {
            filter: filter(given, 2),
            once: once(given),
            negative: given.flag("negative"),
            sort: match given.value("sort") {
                Some("log-ratio") => KeynessSort::LogRatio,
                Some("count") => KeynessSort::Count,
                Some("word") => KeynessSort::Word,
                _ => KeynessSort::LogLikelihood,
            },
        };
        let made = state.index.keyness(&target, reference.as_ref(), &options)?;
        let whole = whole(&made.target.notes) && whole(&made.reference.notes);
        answer(&Timed { made: &made, took_ms: since(started) }, whole)
    })
    .await
}
