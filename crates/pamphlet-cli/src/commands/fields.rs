//! Fields that no document has: which were probably meant.

use crate::nearest::nearest;
use crate::output::Output;
use pamphlet::{Index, Request};

/// Conditions that are no fields of documents, but are written like one.
const BUILT_IN: [&str; 3] = ["title", "path", "date"];

/// What to say about a field that no document has.
pub fn unknown(index: &Index, field: &str) -> String {
    let fields = fields(index);
    told(field, nearest(field, fields.iter().map(String::as_str)).filter(|near| *near != field))
}

fn told(field: &str, near: Option<&str>) -> String {
    let meant = match near {
        Some(near) => format!("did you mean '{near}'?"),
        None => "'pamphlet info' lists the fields".to_owned(),
    };
    format!("no document has a field '{field}'; {meant}")
}

/// Says of a search that found nothing which field of its query and filters was probably meant by one that is not there.
pub fn note_misspelt(index: &Index, request: &Request, output: &Output) {
    let filters = request.filters.iter().map(|(field, _)| field.as_str());
    // `Re: budget` is no field: what is one has its value without a space behind it
    let words = request.text.split_whitespace();
    let in_query = words.filter_map(|word| {
        let (name, value) = word.trim_start_matches(['(', '-', '+']).split_once(':')?;
        (!value.is_empty() && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-')))
            .then_some(name)
    });
    let mut asked: Vec<(&str, bool)> =
        filters.map(|name| (name, true)).chain(in_query.map(|name| (name, false))).collect();
    asked.sort_by_key(|(name, is_filter)| (*name, !is_filter));
    asked.dedup_by_key(|(name, _)| *name);
    if asked.is_empty() {
        return;
    }
    // looked up once: every document is gone through
    let mut known = fields(index);
    known.extend(BUILT_IN.map(str::to_owned));
    for (field, is_filter) in asked {
        if known.iter().any(|name| name.eq_ignore_ascii_case(field)) {
            continue;
        }
        match nearest(field, known.iter().map(String::as_str)) {
            None if !is_filter => {}
            near => output.note(told(field, near)),
        }
    }
}

/// The fields that documents have.
fn fields(index: &Index) -> Vec<String> {
    index.info().map(|info| info.fields.into_keys().collect()).unwrap_or_default()
}
