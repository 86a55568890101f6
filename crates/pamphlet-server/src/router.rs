//! Which path is answered by what.

use crate::api;
use crate::assets;
use crate::current::Current;
use crate::guard::guard;
use crate::host::Hosts;
use crate::limits::DOWNLOADS;
use crate::page;
use crate::server::Options;
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::get;
use std::sync::Arc;
use tokio::sync::Semaphore;

/// What all requests share.
pub(crate) struct App {
    pub current: Current,
    pub options: Options,
    pub hosts: Hosts,
    /// Questions at a time: two a core, so that one that waits for the disk leaves no core idle.
    pub questions: Arc<Semaphore>,
    pub downloads: Arc<Semaphore>,
}

impl App {
    pub fn new(current: Current, options: Options) -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            current,
            hosts: Hosts::new(&options.hosts),
            options,
            questions: Arc::new(Semaphore::new(2 * cores)),
            downloads: Arc::new(Semaphore::new(DOWNLOADS)),
        }
    }
}

pub(crate) fn router(app: &Arc<App>) -> Router {
    Router::new()
        .route("/", get(page::hits))
        .route("/concordance", get(page::concordance))
        .route("/trend", get(page::trend))
        .route("/words", get(page::words))
        .route("/keyness", get(page::keyness))
        .route("/collocates", get(page::collocates))
        .route("/ngrams", get(page::ngrams))
        .route("/code", get(page::code))
        .route("/quote", get(page::quote))
        .route("/similar", get(page::similar))
        .route("/diff", get(page::diff))
        .route("/cite", get(page::cite))
        .route("/locate", get(page::locate))
        .route("/doc/{*doc}", get(page::document))
        .route("/help", get(page::help))
        .route("/assets/{name}", get(assets::asset))
        .route("/favicon.ico", get(assets::favicon))
        .route("/healthz", get(api::health))
        .route("/api/search", get(api::search))
        .route("/api/search.csv", get(api::search_csv))
        .route("/api/search.jsonl", get(api::search_jsonl))
        .route("/api/count", get(api::count))
        .route("/api/kwic", get(api::kwic))
        .route("/api/kwic.csv", get(api::kwic_csv))
        .route("/api/kwic.jsonl", get(api::kwic_jsonl))
        .route("/api/groups", get(api::groups))
        .route("/api/groups.csv", get(api::groups_csv))
        .route("/api/groups.jsonl", get(api::groups_jsonl))
        .route("/api/trend", get(api::trend))
        .route("/api/trend.csv", get(api::trend_csv))
        .route("/api/trend.jsonl", get(api::trend_jsonl))
        .route("/api/words", get(api::words))
        .route("/api/words.csv", get(api::words_csv))
        .route("/api/words.jsonl", get(api::words_jsonl))
        .route("/api/keyness", get(api::keyness))
        .route("/api/keyness.csv", get(api::keyness_csv))
        .route("/api/keyness.jsonl", get(api::keyness_jsonl))
        .route("/api/collocates", get(api::collocates))
        .route("/api/collocates.csv", get(api::collocates_csv))
        .route("/api/collocates.jsonl", get(api::collocates_jsonl))
        .route("/api/ngrams", get(api::ngrams))
        .route("/api/ngrams.csv", get(api::ngrams_csv))
        .route("/api/ngrams.jsonl", get(api::ngrams_jsonl))
        .route("/api/code", get(api::code))
        .route("/api/code.csv", get(api::code_csv))
        .route("/api/code.jsonl", get(api::code_jsonl))
        .route("/api/quote", get(api::quote))
        .route("/api/quote.csv", get(api::quote_csv))
        .route("/api/quote.jsonl", get(api::quote_jsonl))
        .route("/api/similar", get(api::similar))
        .route("/api/similar.csv", get(api::similar_csv))
        .route("/api/similar.jsonl", get(api::similar_jsonl))
        .route("/api/diff", get(api::diff))
        .route("/api/diff.csv", get(api::diff_csv))
        .route("/api/diff.jsonl", get(api::diff_jsonl))
        .route("/api/cite", get(api::cite))
        .route("/api/locate", get(api::locate))
        .route("/api/doc/{*doc}", get(api::document))
        .route("/api/info", get(api::info))
        .route("/api/openapi.json", get(api::openapi))
        .fallback(page::nothing)
        .layer(from_fn_with_state(Arc::clone(app), guard))
        .with_state(Arc::clone(app))
}
