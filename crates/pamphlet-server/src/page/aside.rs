//! What stands beside the results: the years as bars, and the values of fields, each with the way to narrow the search.

use super::link::Link;
use super::plot;
use super::shell::Way;
use super::shown;
use crate::parameter::Given;
use pamphlet::{FacetValue, Info};
use std::collections::BTreeMap;

/// Fields that are shown.
const FIELDS: usize = 7;
/// Values that are asked for: years are among them.
pub(crate) const ASKED: usize = 500;
/// Values of a field that are shown at once, and with what can be opened.
const AT_ONCE: usize = 6;
const OPENED: usize = 60;

/// Fields that matter to most readers, in this order; others follow by how many documents have them.
const FIRST: [&str; 9] = ["lang", "party", "speaker", "author", "org", "scope", "place", "country", "type"];
/// Fields that no two documents share, or that say nothing about a text.
const NEVER: [&str; 6] = ["url", "address", "id", "added", "updated", "title"];

/// A field with its values.
#[derive(Clone, Debug, Default)]
pub(crate) struct FacetShown {
    pub name: String,
    pub first: Vec<ValueShown>,
    pub more: Vec<ValueShown>,
}

/// A value with the way to it.
#[derive(Clone, Debug, Default)]
pub(crate) struct ValueShown {
    pub way: Way,
    pub count: String,
}

/// The whole column.
#[derive(Clone, Debug, Default)]
pub(crate) struct Aside {
    /// The bars as SVG; empty where there is but one year.
    pub bars: String,
    pub first_year: String,
    pub last_year: String,
    pub facets: Vec<FacetShown>,
}

/// The fields whose values are worth counting.
pub(crate) fn fields(info: &Info) -> Vec<String> {
    let mut known: Vec<(usize, u64, &String)> = Vec::new();
    for (name, values) in &info.fields {
        let having: u64 = values.iter().map(|value| value.documents).sum();
        let place = FIRST.iter().position(|first| first == name);
        let many = values.len() as u64 > 300 || (having as usize) < values.len() * 2;
        if values.len() < 2 || NEVER.contains(&name.as_str()) || place.is_none() && many {
            continue;
        }
        known.push((place.unwrap_or(FIRST.len()), u64::MAX - having, name));
    }
    known.sort();
    let mut out: Vec<String> = known.into_iter().take(FIELDS).map(|(_, _, name)| name.clone()).collect();
    out.push("date".to_owned());
    out
}

impl Aside {
    pub fn new(facets: &BTreeMap<String, Vec<FacetValue>>, info: &Info, given: &Given, action: &str) -> Self {
        let here = Link::of(given).without("page");
        let mut aside = Self::default();
        if let Some(years) = facets.get("date") {
            let years: Vec<(i32, u64)> =
                years.iter().filter_map(|year| Some((year.value.parse().ok()?, year.count))).collect();
            if let (Some(first), Some(last)) =
                (years.iter().map(|(year, _)| *year).min(), years.iter().map(|(year, _)| *year).max())
                && first < last
            {
                aside.bars = plot::bars(&years, &here, action);
                aside.first_year = first.to_string();
                aside.last_year = last.to_string();
            }
        }
        for name in fields(info).iter().filter(|name| *name != "date") {
            let Some(values) = facets.get(name).filter(|values| !values.is_empty()) else { continue };
            let mut shown: Vec<ValueShown> = Vec::new();
            for value in values.iter().take(OPENED) {
                let pair = format!("{name}={}", value.value);
                let on = given.values("where").any(|had| had == pair);
                let link = if on {
                    here.clone().without_value("where", &pair)
                } else {
                    here.clone().and("where", &pair)
                };
                shown.push(ValueShown {
                    way: Way { name: shown::value(name, &value.value), href: link.to(action), on },
                    count: shown::number(value.count),
                });
            }
            // what is chosen is never hidden
            shown.sort_by_key(|value| !value.way.on);
            let more = shown.split_off(shown.len().min(AT_ONCE));
            aside.facets.push(FacetShown { name: shown::field(name), first: shown, more });
        }
        aside
    }
}
