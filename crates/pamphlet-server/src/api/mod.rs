//! The routes that programs ask: JSON, and downloads.

mod download;
mod figures;
mod reuse;
mod routes;

pub(crate) use download::{kwic_csv, kwic_jsonl, search_csv, search_jsonl, trend_csv, trend_jsonl};
pub(crate) use figures::{collocates, keyness, ngrams, words};
pub(crate) use reuse::{cite, diff, quote, similar};
pub(crate) use routes::{count, document, groups, health, info, kwic, named, openapi, search, trend, whole};
