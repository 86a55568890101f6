//! Questions to an index on a cluster, answered as a folder's are.
//!
//! The cluster lists candidates and counts them; the query crate decides on the documents, orders and shows them. Where
//! the cluster's own answer is exact and it can do the first step of the ranking, only the best are fetched; where not,
//! all candidates are.

use crate::aggregate::{facet_aggs, facets_of};
use crate::fetch::{Candidate, Most};
use crate::index::Cluster;
use crate::statistics::Statistics;
use crate::translate::{filter, scored};
use crate::{Error, Result};
use pamphlet_document::{Document, TextRange};
use pamphlet_index::{Reader, Stored};
use pamphlet_query::{
    Concordance, Count, Draft, Groups, Hit, Line, LineGroup, LineSort, Note, NoteKind, Request, Response,
    Scope, Sort, Trend, TrendBy, first_step_at, widen,
};
use serde_json::{Value, json};
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// What is held in memory of one question at most.
const MOST: Most = Most { documents: 50_000, bytes: 256 << 20 };

/// What is looked at of a question that needs all candidates, one page after the other.
const ALL: Most = Most { documents: usize::MAX, bytes: u64::MAX };

/// Text that is looked at together, where documents are looked at one page after the other.
const PAGE: u64 = 16 << 20;

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
            let mut found = self.candidates(&query, request.sort, &aggs, most)?;
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
        let found = self.candidates(&query, sort, &Value::Null, MOST)?;
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
            self.reader(&self.candidates(&query, Sort::Score, &Value::Null, most)?.list)?
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

    /// Calls `each` with all candidates, page by page in the order of their paths, until it breaks or time runs out.
    fn pages(
        &self,
        asked: &Asked<'_>,
        request: &Request,
        notes: &mut Vec<Note>,
        each: &mut dyn FnMut(Scope<'_>) -> Result<ControlFlow<()>>,
    ) -> Result<()> {
        let query = json!({ "bool": { "filter": [asked.filter] } });
        let found = self.candidates(&query, Sort::Path, &Value::Null, ALL)?;
        let mut rest = &found.list[..];
        while !rest.is_empty() {
            let stopped = request.stop.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed));
            if stopped || asked.until.is_some_and(|until| Instant::now() > until) {
                let message = "time ran out: not all documents were looked at".to_owned();
                notes.push(Note { kind: NoteKind::Late, place: 0..0, message });
                return Ok(());
            }
            let (mut to, mut bytes) = (0, 0);
            while to < rest.len() && (to == 0 || bytes + rest[to].bytes <= PAGE) {
                bytes += rest[to].bytes;
                to += 1;
            }
            let reader = self.reader(&rest[..to])?;
            if each(Scope::of(&reader, &asked.statistics))?.is_break() {
                return Ok(());
            }
            rest = &rest[to..];
        }
        Ok(())
    }

    /// As the count of an index in a folder.
    ///
    /// # Errors
    /// As [`Cluster::find`].
    pub fn count(&self, request: &Request) -> Result<Count> {
        let request = &self.plain(request)?;
        let asked = self.asked(request)?;
        self.strictly(&asked, request)?;
        let mut count = Count { notes: asked.draft.query.notes.clone(), ..Count::default() };
        let mut notes = Vec::new();
        self.pages(&asked, request, &mut notes, &mut |page| {
            let of_page = pamphlet_query::count(page, request)?;
            count.documents += of_page.documents;
            count.matches += of_page.matches;
            Ok(ControlFlow::Continue(()))
        })?;
        asked.statistics.check()?;
        count.notes.append(&mut notes);
        self.note(&mut count.notes);
        Ok(count)
    }

    /// As the concordance of an index in a folder.
    ///
    /// # Errors
    /// As [`Cluster::find`].
    pub fn concordance(&self, request: &Request, sort: LineSort) -> Result<Concordance> {
        let mut lines = Vec::new();
        let mut made = self.each_line(request, sort, &mut |line| lines.push(line))?;
        made.lines = lines;
        Ok(made)
    }

    /// The same, line by line.
    ///
    /// # Errors
    /// As [`Cluster::find`].
    pub fn each_line(
        &self,
        request: &Request,
        sort: LineSort,
        each: &mut dyn FnMut(Line),
    ) -> Result<Concordance> {
        let request = &self.plain(request)?;
        let asked = self.asked(request)?;
        self.strictly(&asked, request)?;
        if sort != LineSort::Document {
            let by_path = Request { sort: Sort::Path, ..request.clone() };
            let (reader, cut) = self.all(&asked, &by_path)?;
            let mut made =
                pamphlet_query::each_line(Scope::of(&reader, &asked.statistics), request, sort, each)?;
            asked.statistics.check()?;
            made.query.notes.extend(cut);
            self.note(&mut made.query.notes);
            return Ok(made);
        }
        let mut made = Concordance { query: asked.draft.query.clone(), ..Concordance::default() };
        let wanted = request.limit.map_or(usize::MAX, |limit| limit.saturating_add(request.offset));
        let mut notes = Vec::new();
        self.pages(&asked, request, &mut notes, &mut |page| {
            let before = usize::try_from(made.total).unwrap_or(usize::MAX);
            let offset = request.offset.saturating_sub(before);
            let limit = wanted.saturating_sub(before).saturating_sub(offset);
            let of_page =
                Request { offset, limit: (wanted != usize::MAX).then_some(limit), ..request.clone() };
            made.total += pamphlet_query::each_line(page, &of_page, sort, each)?.total;
            Ok(ControlFlow::Continue(()))
        })?;
        asked.statistics.check()?;
        made.query.notes.append(&mut notes);
        self.note(&mut made.query.notes);
        Ok(made)
    }

    /// As the groups of an index in a folder.
    ///
    /// # Errors
    /// As [`Cluster::find`].
    pub fn groups(&self, request: &Request, by: LineGroup) -> Result<Groups> {
        let request = &Request { sort: Sort::Path, ..self.plain(request)? };
        let asked = self.asked(request)?;
        let (reader, cut) = self.all(&asked, request)?;
        let mut groups = pamphlet_query::groups(Scope::of(&reader, &asked.statistics), request, by)?;
        asked.statistics.check()?;
        groups.query.notes.extend(cut);
        self.note(&mut groups.query.notes);
        Ok(groups)
    }

    /// As the trend of an index in a folder.
    ///
    /// # Errors
    /// As [`Cluster::find`].
    pub fn trend(&self, request: &Request, by: &TrendBy) -> Result<Trend> {
        let request = &self.plain(request)?;
        let asked = self.asked(request)?;
        self.strictly(&asked, request)?;
        let mut query = asked.draft.query.clone();
        let mut parts = Vec::new();
        self.pages(&asked, request, &mut query.notes, &mut |page| {
            parts.push(pamphlet_query::trend(page, request, by)?);
            Ok(ControlFlow::Continue(()))
        })?;
        // the words of all documents that the request's filters let through, whether they match or not
        let unfiltered = request.from.is_none() && request.to.is_none() && request.filters.is_empty();
        let frame = Request { text: String::new(), strict: false, ..request.clone() };
        let of_frame = self.asked(&frame)?;
        let words = match (unfiltered, of_frame.exact) {
            (true, _) => self.words_by(&json!({ "match_all": {} }), by)?,
            (false, true) => self.words_by(&of_frame.filter, by)?,
            (false, false) => {
                let mut words = Vec::new();
                self.pages(&of_frame, &frame, &mut query.notes, &mut |page| {
                    let points = pamphlet_query::trend(page, &frame, by)?.points;
                    words.extend(points.into_iter().map(|point| (point.bucket, point.words)));
                    Ok(ControlFlow::Continue(()))
                })?;
                words
            }
        };
        asked.statistics.check()?;
        of_frame.statistics.check()?;
        self.note(&mut query.notes);
        let (points, left_out) = Trend::join(&parts, words, by, request);
        query.notes.extend(left_out);
        Ok(Trend { points, query })
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

    /// Adds what a person should know about the nodes that were asked.
    fn note(&self, notes: &mut Vec<Note>) {
        for message in self.client.take_notes() {
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
