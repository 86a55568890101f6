//! Documents like one: its copies and versions, and those that share its rare words.

use crate::collection::Scope;
use crate::concordance::each_content_passage;
use crate::draft::Counts;
use crate::error::{Error, Result};
use crate::hit::Query;
use crate::request::Request;
use crate::search::Asked;
use crate::view::{Address, Field, View};
use pamphlet_index::duplicates::LINKED;
use rustc_hash::FxHashMap;
use std::collections::HashSet;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

/// Words of a document that others are compared by, the most telling. Lucene's MoreLikeThis takes 25; more tell topics
/// apart that share their most frequent names.
const WORDS: usize = 40;

/// Words that are named of those that two documents share.
const NAMED: usize = 6;

/// Bytes of a document that are read for its words.
const MOST_BYTES: u32 = 1 << 20;

/// BM25's usual constants: how soon more of a word counts no more, and how much the length of a document counts.
const K1: f32 = 1.2;
const B: f32 = 0.75;

/// What a document is to another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Alikeness {
    /// The same text.
    Copy,
    /// Most of the wording is the same; see docs/duplicates.md.
    Version,
    /// It shares rare words.
    Similar,
}

/// A document like another, as the wire format has it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Alike {
    /// From 1, over all pages of the result.
    pub rank: usize,
    /// The document's id.
    pub doc: String,
    /// Its path.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// Its date, as exactly as it is known.
    pub date: Option<String>,
    /// What it is to the document that was asked about.
    pub kind: Alikeness,
    /// From 0 to 1. Of copies and versions the part of the runs of three words that both have, of those that either
    /// has; of others how well it answers the document's most telling words, as a part of how well that does itself.
    pub similarity: f64,
    /// The words that it shares, the most telling first; none of copies and versions.
    pub words: Vec<String>,
}

/// Documents like another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AlikeList {
    /// Those asked for: copies, versions, then what shares rare words; the most alike first, then by path.
    pub documents: Vec<Alike>,
    /// How many there are.
    pub total: u64,
    /// How the query of the request was read, and what was noted.
    pub query: Query,
}

/// Finds documents like the one of this id, among those that `within` finds; its `limit` and `offset` page. Of a larger
/// collection the documents must be that one, its copies and versions and whatever else is to be compared with it.
///
/// # Errors
/// As [`search`](crate::search()); [`Error::NoDocument`] when the document is not there.
pub fn similar<'r>(scope: impl Into<Scope<'r>>, id: &str, within: &Request) -> Result<AlikeList> {
    let mut asked = Asked::new(scope, within)?;
    let own = address_of(&asked.view, id)?;
    let allowed = super::quote::within(&mut asked, within)?;
    let is_allowed = |address: Address| match &allowed {
        None => true,
        Some(only) => only.get(address.segment as usize).is_some_and(|docs| docs.contains(address.doc)),
    };
    let view = &asked.view;
    let mut found: Vec<(Alikeness, f64, String, Address, Vec<String>)> = Vec::new();
    let mut known: HashSet<Address> = HashSet::from([own]);
    let family = relatives(view, own)?;
    let others = 1 + family.len();
    for (address, similarity) in family {
        if known.insert(address) && is_allowed(address) {
            let kind = if similarity >= 1.0 { Alikeness::Copy } else { Alikeness::Version };
            found.push((kind, similarity, path_of(view, address), address, Vec::new()));
        }
    }
    for (address, score, words) in sharing(view, own, others)? {
        if !known.contains(&address) && is_allowed(address) {
            found.push((Alikeness::Similar, score, path_of(view, address), address, words));
        }
    }
    found.sort_by(|a, b| {
        (a.0 as u8).cmp(&(b.0 as u8)).then_with(|| b.1.total_cmp(&a.1)).then_with(|| a.2.cmp(&b.2))
    });
    let total = found.len() as u64;
    let limit = within.limit.unwrap_or(usize::MAX);
    let mut documents = Vec::new();
    for (at, (kind, similarity, path, address, words)) in
        found.into_iter().enumerate().skip(within.offset).take(limit)
    {
        let stored = view.stored(address)?;
        documents.push(Alike {
            rank: at + 1,
            doc: stored.id,
            path,
            title: stored.title,
            date: stored.date.map(|date| date.to_string()),
            kind,
            similarity,
            words,
        });
    }
    Ok(AlikeList { documents, total, query: asked.into_query(within) })
}

fn address_of(view: &View<'_>, id: &str) -> Result<Address> {
    let found = view.index.find(id)?.ok_or_else(|| Error::NoDocument { id: id.to_owned() })?;
    Ok(Address { segment: found.segment_ord, doc: found.doc_id })
}

/// What another engine is asked for to find documents that share a document's most telling words.
#[derive(Clone, Debug, PartialEq)]
pub struct SimilarDraft {
    /// The words, with what each adds to a score at most. A document needs two of them, and one that has no more of their
    /// sum than another one is no more alike.
    pub words: Vec<Counts>,
    /// The ids of the document's copies and versions among those that are there.
    pub relatives: Vec<String>,
}

/// Drafts the words that a document is compared by, with what is known of its collection. `scope` holds it with its
/// copies and versions.
///
/// # Errors
/// As [`similar`].
pub fn similar_draft<'r>(scope: impl Into<Scope<'r>>, id: &str) -> Result<SimilarDraft> {
    let view = View::open(scope.into());
    let own = address_of(&view, id)?;
    let family = relatives(&view, own)?;
    let mut ids = Vec::with_capacity(family.len());
    for (address, _) in &family {
        ids.push(view.stored(*address)?.id);
    }
    let weighed = |(_, term, rarity): (f32, String, f32)| Counts {
        field: Field::Body,
        term,
        weight: rarity * (K1 + 1.0),
    };
    let words = telling(&view, own, 1 + family.len())?.into_iter().map(weighed).collect();
    Ok(SimilarDraft { words, relatives: ids })
}

fn path_of(view: &View<'_>, address: Address) -> String {
    view.segments[address.segment as usize].path(address.doc)
}

/// The copies and versions of a document, with how alike they are.
pub(crate) fn relatives(view: &View<'_>, own: Address) -> Result<Vec<(Address, f64)>> {
    let Some(number) = view.segments[own.segment as usize].id(own.doc) else { return Ok(Vec::new()) };
    let mut found = Vec::new();
    for (other, alike) in view.index.duplicates().of(number, LINKED) {
        // ids are the hexadecimal digits of their number
        if let Some(address) = view.index.find(&format!("{other:016x}"))? {
            let alike = (f64::from(alike) * 1e3).round() / 1e3;
            found.push((Address { segment: address.segment_ord, doc: address.doc_id }, alike));
        }
    }
    Ok(found)
}

/// The most telling words of a document, each with what it says here and how rare it is. Of documents that are the same
/// or nearly there are so many.
fn telling(view: &View<'_>, own: Address, same: usize) -> Result<Vec<(f32, String, f32)>> {
    let stored = view.stored(own)?;
    let mut counts: FxHashMap<String, u32> = FxHashMap::default();
    each_content_passage(&stored, MOST_BYTES, &mut |tokens| {
        for token in tokens.iter().filter(|token| !token.extra) {
            let term = tokens.term(token);
            if term.chars().count() > 2 && term.chars().all(char::is_alphabetic) {
                *counts.entry(term.to_owned()).or_default() += 1;
            }
        }
    })?;
    let documents = view.documents_in_all() as f32;
    let mut words: Vec<(f32, String, f32)> = Vec::new();
    for (term, count) in counts {
        let some = view.documents_of(&term) as f32;
        // a word of this document and its versions finds no other; one of every fifth says little of any
        if some <= same as f32 || some * 5.0 > documents.max(50.0) {
            continue;
        }
        let rarity = (1.0 + (documents - some + 0.5).max(0.0) / (some + 0.5)).ln();
        let count = count as f32;
        words.push((rarity * count / (count + K1), term, rarity));
    }
    words.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    words.truncate(WORDS);
    Ok(words)
}

/// The documents that share a document's most telling words, with how well they answer them and which they share.
fn sharing(view: &View<'_>, own: Address, same: usize) -> Result<Vec<(Address, f64, Vec<String>)>> {
    let words = telling(view, own, same)?;
    let average = view.average_length(Field::Body)?.max(1.0);
    let mut scores: FxHashMap<Address, Vec<(f32, usize)>> = FxHashMap::default();
    for segment in &view.segments {
        let lengths = segment.lengths(Field::Body)?;
        for (at, (_, term, rarity)) in words.iter().enumerate() {
            let Some(mut list) = segment.postings(Field::Body, term, IndexRecordOption::WithFreqs)? else {
                continue;
            };
            while list.doc() != TERMINATED {
                let doc = list.doc();
                if segment.is_alive(doc) {
                    let count = list.term_freq() as f32;
                    let length = lengths.as_ref().map_or(average, |of| of.fieldnorm(doc) as f32);
                    let worth = rarity * count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * length / average));
                    let address = Address { segment: segment.number, doc };
                    scores.entry(address).or_default().push((worth, at));
                }
                list.advance();
            }
        }
    }
    let sum = |parts: &[(f32, usize)]| f64::from(parts.iter().map(|part| part.0).sum::<f32>());
    let whole = scores.get(&own).map_or(0.0, |parts| sum(parts));
    let mut found = Vec::with_capacity(scores.len());
    for (address, mut parts) in scores {
        // one word in common is chance
        if address == own || parts.len() < 2 || whole <= 0.0 {
            continue;
        }
        let score = ((sum(&parts) / whole).min(1.0) * 1e3).round() / 1e3;
        parts.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let shared = parts.iter().take(NAMED).map(|part| words[part.1].1.clone()).collect();
        found.push((address, score, shared));
    }
    Ok(found)
}
