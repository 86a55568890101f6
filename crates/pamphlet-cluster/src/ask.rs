//! Questions to an index on a cluster, answered as a folder's are.
//!
//! The cluster lists candidates and counts them; the query crate decides on the documents, orders and shows them. Where
//! the cluster's own answer is exact and it can do the first step of the ranking, only the best are fetched; where not,
//! all candidates are.

mod alike;
mod pages;
mod quotes;

use crate::aggregate::{facet_aggs, facets_of};
use crate::fetch::{Candidate, Most};
use crate::index::Cluster;
use crate::settings::LOADING;
use crate::statistics::Statistics;
use crate::translate::{filter, scored};
use crate::{Error, Result};
use pamphlet_document::{Document, TextRange};
use pamphlet_index::{Reader, Stored};
use pamphlet_query::{Draft, Hit, Note, NoteKind, Request, Response, Scope, Sort, first_step_at, widen};
use serde_json::{Value, json};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::time::Instant;

/// What is held in memory of one question at most.
const MOST: Most = Most { documents: 50_000, bytes: 256 << 20 };

/// More hits than that are not a page: all candidates are fetched.
const MOST_WANTED: usize = 5_000;

/// So many hits more than a page has are put in order, for what is folded; as the query crate does.
const SPARE: usize = 4;

/// What another order of adding up may change of a score.
const ROUNDING: f64 = 1.0 + 1e-4;

/// A request with what the collection said about it.
struct Asked<'c> {
    statistics: Statistics<'c>,
    draft: Draft,
    filter: Value,
    /// Whether what the filter lets through matches, all of it.
    exact: bool,
    until: Option<Instant>,
}

impl Cluster {
    fn asked(&self, request: &Request) -> Result<Asked<'_>> {
        let until = request.timeout.map(|timeout| Instant::now() + timeout);
        let statistics = Statistics::of(self)?;
        let draft = statistics.draft(request)?;
        let (filter, sure) = filter(&draft.wanted);
        let exact = draft.exact && sure;
        Ok(Asked { statistics, draft, filter, exact, until })
    }

    /// As a search of an index in a folder.
    ///
    /// # Errors
    /// When the cluster does not answer, or answers with an error; [`Error::Query`] where `strict` was asked for.
    pub fn find(&self, request: &Request) -> Result<Response> {
        if request.expand {
            return self.find_expanded(request);
        }
        let mut asked = self.asked(request)?;
        let limit = request.limit.unwrap_or(usize::MAX);
        let wanted = request.offset.saturating_add(limit);
        let page =
            asked.exact && wanted <= MOST_WANTED && (request.sort != Sort::Score || asked.draft.ranked);
        let mut response =
            if page { self.page(&mut asked, request, wanted)? } else { self.of_all(&mut asked, request)? };
        self.note(&mut response.query.notes);
        Ok(response)
    }

    /// The best hits, of candidates that all match.
    fn page(&self, asked: &mut Asked<'_>, request: &Request, wanted: usize) -> Result<Response> {
        let least = if request.sort == Sort::Score { asked.draft.depth } else { 0 };
        let place = wanted.saturating_add(SPARE).max(least);
        let (query, rest) = match request.sort {
            Sort::Score => {
                let factor = self.server.factor;
                let rarity = |counts: &pamphlet_query::Counts| {
                    factor * asked.statistics.rarity(counts.field, &counts.term)
                };
                scored(asked.filter.clone(), &asked.draft.counts, &rarity)
            }
            _ => (json!({ "bool": { "filter": [asked.filter] } }), 0.0),
        };
        let aggs = if request.facets.is_empty() {
            Value::Null
        } else {
            facet_aggs(&request.facets, request.facet_values)
        };
        let mut documents = place + place / 2;
        loop {
            let most = Most { documents: documents.min(MOST.documents), bytes: MOST.bytes };
            let mut found = self.candidates(&query, request.sort, &aggs, most, Value::Null)?;
            let all = found.list.len() as u64 >= found.total;
            let reader = self.reader(&found.list)?;
            let scope = Scope::of(&reader, &asked.statistics);
            if !all && request.sort == Sort::Score {
                // nothing that was not fetched can be among those that the second step looks at
                let bar = found.list.last().map_or(0.0, |last| last.score) * ROUNDING + f64::from(rest);
                let settled = first_step_at(scope, request, place)?.is_some_and(|score| score >= bar);
                let is_end = found.list.len() < most.documents || most.documents == MOST.documents;
                if !settled && !is_end {
                    documents = documents.saturating_mul(2);
                    continue;
                }
                if !settled {
                    asked.draft.query.notes.push(limit_note(format!(
                        "of {} documents {} were fetched: the order of the hits may differ from a folder's",
                        found.total,
                        found.list.len()
                    )));
                }
            }
            let plain = Request { facets: Vec::new(), ..request.clone() };
            let mut response = pamphlet_query::search(scope, &plain)?;
            asked.statistics.check()?;
            response.total = found.total;
            if !request.facets.is_empty() {
                response.facets = facets_of(&request.facets, &found.aggregations.take());
            }
            self.add_limits(&mut response.query.notes, &asked.draft);
            return Ok(response);
        }
    }

    /// All that match among all candidates.
    fn of_all(&self, asked: &mut Asked<'_>, request: &Request) -> Result<Response> {
        let (reader, cut) = self.all(asked, request)?;
        let mut response = pamphlet_query::search(Scope::of(&reader, &asked.statistics), request)?;
        asked.statistics.check()?;
        response.query.notes.extend(cut);
        Ok(response)
    }

    /// All candidates in one index in memory; a note where there are too many.
    fn all(&self, asked: &Asked<'_>, request: &Request) -> Result<(Reader, Option<Note>)> {
        let by_score = request.sort == Sort::Score && !asked.draft.counts.is_empty();
        let query = match by_score {
            true => {
                let factor = self.server.factor;
                let rarity = |counts: &pamphlet_query::Counts| {
                    factor * asked.statistics.rarity(counts.field, &counts.term)
                };
                scored(asked.filter.clone(), &asked.draft.counts, &rarity).0
            }
            false => json!({ "bool": { "filter": [asked.filter] } }),
        };
        let sort = if by_score { Sort::Score } else { Sort::Path };
        let found = self.candidates(&query, sort, &Value::Null, MOST, Value::Null)?;
        let cut = (found.total > found.list.len() as u64).then(|| {
            limit_note(format!(
                "of {} documents that may match, {} were looked at: narrow the query by a date or a field",
                found.total,
                found.list.len()
            ))
        });
        Ok((self.reader(&found.list)?, cut))
    }

    /// Documents in an index in memory.
    fn reader(&self, candidates: &[Candidate]) -> Result<Reader> {
        let documents = self.documents(candidates)?;
        let documents: Vec<Borrowed> = documents.into_iter().map(Borrowed).collect();
        Ok(Reader::in_memory(&documents)?)
    }

    /// The same question with words that its best hits share.
    fn find_expanded(&self, request: &Request) -> Result<Response> {
        let first = Request {
            expand: false,
            facets: Vec::new(),
            limit: Some(MOST_READ),
            offset: 0,
            sort: Sort::Score,
            ..request.clone()
        };
        let asked = self.asked(&first)?;
        let most = Most { documents: asked.draft.depth * 2, bytes: MOST.bytes };
        let reader = if asked.exact && asked.draft.ranked {
            let factor = self.server.factor;
            let rarity = |counts: &pamphlet_query::Counts| {
                factor * asked.statistics.rarity(counts.field, &counts.term)
            };
            let (query, _) = scored(asked.filter.clone(), &asked.draft.counts, &rarity);
            self.reader(&self.candidates(&query, Sort::Score, &Value::Null, most, Value::Null)?.list)?
        } else {
            self.all(&asked, &first)?.0
        };
        let wider = widen(Scope::of(&reader, &asked.statistics), request)?;
        asked.statistics.check()?;
        let mut response =
            self.find(&Request { text: wider.read_as.clone(), expand: false, ..request.clone() })?;
        let mut notes = wider.notes;
        for note in response.query.notes {
            if note.kind != NoteKind::ReadAsWords && !notes.contains(&note) {
                notes.push(note);
            }
        }
        response.query = pamphlet_query::Query { text: request.text.clone(), read_as: wider.read_as, notes };
        Ok(response)
    }

    /// As the hits of an index in a folder, handed on one by one.
    ///
    /// # Errors
    /// As [`Cluster::find`].
    pub fn each_hit(
        &self,
        request: &Request,
        each: &mut dyn FnMut(Hit) -> ControlFlow<()>,
    ) -> Result<Response> {
        let mut response = self.find(request)?;
        for hit in std::mem::take(&mut response.hits) {
            if each(hit).is_break() {
                break;
            }
        }
        Ok(response)
    }

    /// The matches in one document.
    ///
    /// # Errors
    /// As [`Cluster::find`].
    pub fn highlights(&self, request: &Request, doc: &str) -> Result<Vec<TextRange>> {
        let request = &self.plain(request)?;
        let asked = self.asked(request)?;
        let documents = self.contents(&json!({ "term": { "doc": { "value": doc } } }), 1)?;
        let documents: Vec<Document> = documents.into_iter().map(|(_, document)| document).collect();
        let reader = Reader::in_memory(&documents)?;
        let found = pamphlet_query::highlights(Scope::of(&reader, &asked.statistics), request, doc)?;
        asked.statistics.check()?;
        Ok(found)
    }

    /// The document with this id.
    ///
    /// # Errors
    /// As [`Cluster::find`].
    pub fn document(&self, doc: &str) -> Result<Option<Stored>> {
        Ok(self.stored(&json!({ "term": { "doc": { "value": doc } } }), 1)?.pop())
    }

    /// The documents of this path, or whose id starts so; as in a folder.
    ///
    /// # Errors
    /// As [`Cluster::find`].
    pub fn documents_named(&self, name: &str) -> Result<Vec<Stored>> {
        let found = self.stored(&json!({ "term": { "path": { "value": name } } }), MOST_NAMED)?;
        let digits = name.len() >= SHORTEST && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        if found.is_empty() && digits {
            return self.stored(&json!({ "prefix": { "doc": { "value": name } } }), MOST_NAMED);
        }
        Ok(found)
    }

    fn stored(&self, query: &Value, most: usize) -> Result<Vec<Stored>> {
        let mut documents: Vec<Document> =
            self.contents(query, most)?.into_iter().map(|(_, document)| document).collect();
        documents.sort_by(|a, b| a.path.cmp(&b.path).then_with(|| a.id.cmp(&b.id)));
        let reader = Reader::in_memory(&documents)?;
        let mut stored = Vec::with_capacity(documents.len());
        for document in &documents {
            if let Some(address) = reader.find(&document.id)? {
                stored.push(reader.stored(address)?);
            }
        }
        Ok(stored)
    }

    /// A request without feedback: with the words that it adds.
    fn plain(&self, request: &Request) -> Result<Request> {
        if !request.expand {
            return Ok(request.clone());
        }
        let wider = self.find_expanded(&Request { limit: Some(1), snippets: 0, ..request.clone() })?;
        Ok(Request { text: wider.query.read_as, expand: false, ..request.clone() })
    }

    /// Refuses a query that is not clear, where that was asked for.
    fn strictly(&self, asked: &Asked<'_>, request: &Request) -> Result<()> {
        let notes = &asked.draft.query.notes;
        if request.strict && notes.iter().any(Note::is_misreading) {
            return Err(Error::Query(pamphlet_query::Error::Strict { notes: notes.clone() }));
        }
        Ok(())
    }

    /// Limits that bit while the query was drafted.
    fn add_limits(&self, notes: &mut Vec<Note>, draft: &Draft) {
        for note in &draft.query.notes {
            if note.kind == NoteKind::Limit && !notes.contains(note) {
                notes.push(note.clone());
            }
        }
    }

    /// Adds what a person should know about the nodes that were asked, and about a load that did not end.
    fn note(&self, notes: &mut Vec<Note>) {
        // who may search need not be let in to the settings
        let loading = self.is_loading().unwrap_or(false).then(|| LOADING.to_owned());
        for message in self.client.take_notes().into_iter().chain(loading) {
            notes.push(Note { kind: NoteKind::Cluster, place: 0..0, message });
        }
    }
}

/// Best hits that feedback reads.
const MOST_READ: usize = 10;

/// The fewest digits of an id that stand for it.
const SHORTEST: usize = 4;

/// Documents of one name that are fetched.
const MOST_NAMED: usize = 100;

fn limit_note(message: String) -> Note {
    Note { kind: NoteKind::Limit, place: 0..0, message }
}

/// A document that somebody else keeps, too.
struct Borrowed(Arc<Document>);

impl std::borrow::Borrow<Document> for Borrowed {
    fn borrow(&self) -> &Document {
        &self.0
    }
}
