//! What stands above every kind of result: how much was found, how the query was read, what to know about it.

use super::link::Link;
use super::shell::Way;
use crate::parameter::Given;
use pamphlet::query::Query;
use pamphlet::{Note, Response};
use std::time::Instant;

/// How a query was read and what it found.
#[derive(Default)]
pub(crate) struct Summary {
    /// The first heading of the page, for who does not see it; empty where the page has one.
    pub heading: String,
    pub counts: String,
    pub took: String,
    /// As it was read; empty where that is as it was typed.
    pub read_as: String,
    pub notes: Vec<String>,
    pub suggestions: Vec<Way>,
}

impl Summary {
    /// Of an answer, and of what was noted by the second one that the view is made of.
    pub fn new(counts: String, started: Instant, found: &Response, more: &[Note], given: &Given) -> Self {
        let query = given.value("q").unwrap_or_default();
        Self {
            heading: match query.is_empty() {
                true => "All documents".to_owned(),
                false => format!("Results for {query}"),
            },
            counts,
            took: format!("{:.0} ms", started.elapsed().as_secs_f64() * 1e3),
            read_as: read_as(&found.query),
            notes: noted(&found.query.notes, more),
            suggestions: suggestions(&found.suggestions, given),
        }
    }
}

impl Summary {
    /// With what else was noted, each remark once.
    pub fn more(&mut self, notes: &[Note]) {
        for note in notes {
            if !self.notes.contains(&note.message) {
                self.notes.push(note.message.clone());
            }
        }
    }

    /// The same on a page that has a heading.
    pub fn headed(self) -> Self {
        Self { heading: String::new(), ..self }
    }
}

/// The query as it was read, where that is not how it was typed.
fn read_as(query: &Query) -> String {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let typed = plain(&query.text);
    let read = plain(&query.read_as.replace(" AND ", " "));
    if typed == read || query.text.trim().is_empty() { String::new() } else { query.read_as.clone() }
}

/// What to know about an answer that was put together from two, each remark once.
fn noted(first: &[Note], second: &[Note]) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for note in first.iter().chain(second) {
        if !out.contains(&note.message) {
            out.push(note.message.clone());
        }
    }
    out
}

/// The ways to the same query with another word.
fn suggestions(words: &[(String, Vec<String>)], given: &Given) -> Vec<Way> {
    let query = given.value("q").unwrap_or_default();
    let mut out = Vec::new();
    for (word, similar) in words {
        for other in similar {
            let href = Link::of(given).without("page").with("q", &query.replace(word, other)).to("");
            out.push(Way { name: other.clone(), href, on: false });
        }
    }
    out
}
