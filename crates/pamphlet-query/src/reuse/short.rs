//! Passages of a few words: the exact places of a phrase, by the engine of every search.

use super::passage::{Passage, Quotation, QuoteRequest};
use super::quote::{Place, one_line, place_in_source};
use crate::collection::Scope;
use crate::concordance::each_passage;
use crate::error::Result;
use crate::plan::Plan;
use crate::request::Request;
use crate::search::Asked;
use crate::snippet::section;
use crate::view::Address;
use pamphlet_document::TextRange;

/// The phrase as a query of its own, with the filters of the request that it is looked for in.
pub(super) fn phrase(text: &str, within: &Request) -> Request {
    let text = text.chars().map(|c| if c == '"' { ' ' } else { c }).collect();
    Request { text, phrase: true, strict: false, ..within.clone() }
}

/// Every place of a phrase in the documents that the request looks in.
pub(super) fn places(scope: Scope<'_>, request: &QuoteRequest, text: &str) -> Result<Vec<Place>> {
    let within = &request.within;
    let mut asked = Asked::new(scope, &phrase(text, within))?;
    let mut others = Asked::new(scope, within)?;
    let limited = !within.text.trim().is_empty();
    let allowed = if limited { Some(others.find()?) } else { None };
    let found = asked.find()?;
    let mut addresses = Vec::new();
    for (at, (segment, docs)) in asked.view.segments.iter().zip(&found).enumerate() {
        let is_allowed = |doc| {
            let of = allowed.as_ref().and_then(|allowed| allowed.get(at));
            of.is_none_or(|docs| docs.binary_search(doc).is_ok())
        };
        let docs = docs.iter().filter(|doc| is_allowed(doc));
        addresses.extend(docs.map(|&doc| Address { segment: segment.number, doc }));
    }
    let of = Passage {
        text: one_line(text),
        range: TextRange::new(0, u32::try_from(text.len()).unwrap_or(u32::MAX)),
        ..Passage::default()
    };
    let words = words(&asked.plan);
    let mut places = Vec::new();
    asked.each_match(addresses, &mut |address, matches| {
        let stored = asked.view.stored(address)?;
        let day = asked.view.segments[address.segment as usize].days(address.doc).map(|days| days.0);
        each_passage(&stored, matches, &asked.plan, &mut |passage, analyzed| {
            for (mark, _) in &analyzed.marks {
                let range = TextRange::new(analyzed.base + mark.start, analyzed.base + mark.end);
                let quotation = Quotation {
                    doc: stored.id.clone(),
                    path: stored.path.clone(),
                    title: stored.title.clone(),
                    date: stored.date.map(|date| date.to_string()),
                    section: section(&stored, passage)?,
                    similarity: 1.0,
                    words,
                    text: one_line(&stored.slice(range)?),
                    differences: Vec::new(),
                    range,
                    source: place_in_source(&stored, range)?,
                    of: of.clone(),
                };
                places.push(Place::new(day, quotation));
            }
            Ok(())
        })
    })?;
    Ok(places)
}

/// How many words the phrase has.
fn words(plan: &Plan) -> usize {
    let leaf = plan.leaves.first().and_then(|leaf| leaf.alternatives.first());
    leaf.map_or(1, |alternative| alternative.slots.len())
}
