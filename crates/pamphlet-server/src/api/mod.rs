//! The routes that programs ask: JSON, and downloads.

mod answer;
mod code;
mod download;
mod figures;
mod lines;
mod reuse;
mod routes;

pub(crate) use answer::whole;
pub(crate) use code::{book, code, coding, trends};
pub(crate) use download::*;
pub(crate) use figures::{collocates, keyness, ngrams, words};
pub(crate) use reuse::{cite, diff, locate, quote, similar};
pub(crate) use routes::{count, document, groups, health, info, kwic, named, openapi, search, trend};
