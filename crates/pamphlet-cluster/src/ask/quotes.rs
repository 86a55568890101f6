//! Who has a passage: the cluster lists the documents that have its rare words near each other, and the query crate
//! decides on them, page by page.

use super::{Asked, MOST, limit_note};
use crate::fetch::{Candidate, Most};
use crate::index::Cluster;
use crate::translate::{MOST_CLAUSES, filter};
use crate::{Error, Result};
use pamphlet_document::Document;
use pamphlet_index::Reader;
use pamphlet_query::{
    Clues, Field, Note, NoteKind, Pair, Quotations, QuoteDraft, QuoteOf, QuoteRequest, Request, Scope, Sort,
    quote_draft, quote_part,
};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

/// Text that is looked at together.
const PAGE: u64 = 16 << 20;

/// Clauses that a pair of words takes in one field.
const OF_PAIR: usize = 2;

/// What another order of adding up may take from a sum of bits.
const ROUNDING: f32 = 1.0 - 1e-4;

/// Documents that may have a passage.
struct Found {
    list: Vec<Candidate>,
    /// What is to be said of those that were left out.
    cut: Option<Note>,
}

impl Cluster {
    /// As the quotations of an index in a folder.
    ///
    /// # Errors
    /// As [`Cluster::find`]; [`Error::Query`] when the document that is asked about is not there.
    pub fn quote(&self, request: &QuoteRequest) -> Result<Quotations> {
        let request = &QuoteRequest { within: self.plain(&request.within)?, ..request.clone() };
        let asked = self.asked(&request.within)?;
        let own = match &request.of {
            QuoteOf::Document(id) => vec![self.document_of(id)?.1],
            _ => Vec::new(),
        };
        let found = self.found(&asked, request, &own)?;
        let mut parts = Vec::new();
        let mut rest = &found.list[..];
        let mut late = None;
        // without a candidate, too, it is said how the request was read
        while parts.is_empty() || !rest.is_empty() {
            if !parts.is_empty() && is_over(&asked, &request.within) {
                let message = "time ran out: not all documents were looked at".to_owned();
                late = Some(Note { kind: NoteKind::Late, place: 0..0, message });
                break;
            }
            let (mut to, mut bytes) = (0, 0);
            let most = if matches!(request.of, QuoteOf::Documents(_)) { u64::MAX } else { PAGE };
            while to < rest.len() && (to == 0 || bytes + rest[to].bytes <= most) {
                bytes += rest[to].bytes;
                to += 1;
            }
            let mut documents = self.documents(&rest[..to])?;
            documents.extend(own.iter().cloned());
            let reader = in_memory(&documents)?;
            parts.push(quote_part(Scope::of(&reader, &asked.statistics), &remaining(&asked, request))?);
            asked.statistics.check()?;
            rest = &rest[to..];
        }
        let mut quotations = Quotations::join(parts, request);
        quotations.query.notes.extend(found.cut);
        let known = quotations.query.notes.iter().any(|note| note.kind == NoteKind::Late);
        quotations.query.notes.extend(late.filter(|_| !known));
        self.note(&mut quotations.query.notes);
        Ok(quotations)
    }

    /// The documents in which places are to be looked for.
    fn found(&self, asked: &Asked<'_>, request: &QuoteRequest, own: &[Arc<Document>]) -> Result<Found> {
        let within = &request.within;
        let all = within.text.trim().is_empty() && !within.is_filtered();
        let allowed = if all { json!({ "match_all": {} }) } else { asked.filter.clone() };
        let reader = in_memory(own)?;
        let fields = self.fields_of_text(asked);
        let most_pairs = MOST_CLAUSES / (OF_PAIR * fields.len().max(1));
        let draft = asked
            .statistics
            .settled(|statistics| quote_draft(Scope::of(&reader, statistics), request, most_pairs))?;
        let listed = |filters: Vec<Value>| -> Result<Found> {
            let query = json!({ "bool": { "filter": filters } });
            let found = self.candidates(&query, Sort::Path, &Value::Null, MOST, Value::Null)?;
            let cut = cut_note(found.total, found.list.len());
            Ok(Found { list: found.list, cut })
        };
        match draft {
            QuoteDraft::Nothing => Ok(Found { list: Vec::new(), cut: None }),
            QuoteDraft::Phrase(phrase) => {
                let wanted = asked.statistics.draft(&phrase)?.wanted;
                listed(vec![filter(&wanted).0, allowed])
            }
            QuoteDraft::Between => {
                let QuoteOf::Documents(of) = &request.of else { return listed(vec![allowed]) };
                let of = self.plain(of)?;
                let wanted = asked.statistics.draft(&of)?.wanted;
                let either =
                    json!({ "bool": { "should": [filter(&wanted).0, allowed], "minimum_should_match": 1 } });
                listed(vec![either])
            }
            QuoteDraft::Clues(clues) => {
                let except = own.iter().map(|own| json!({ "term": { "doc": { "value": own.id } } }));
                let frame = json!({ "filter": [allowed], "must_not": except.collect::<Vec<_>>() });
                self.spoken_for(asked, within, &clues, &frame, &fields)
            }
        }
    }

    /// The fields of the text that any document has.
    fn fields_of_text(&self, asked: &Asked<'_>) -> Vec<Field> {
        let has = |field: &Field| asked.statistics.basics.having.get(field).is_some_and(|some| *some > 0);
        [Field::Body, Field::Chrome].into_iter().filter(has).collect()
    }

    /// The documents for which one of the clues speaks.
    fn spoken_for(
        &self,
        asked: &Asked<'_>,
        within: &Request,
        clues: &[Clues],
        frame: &Value,
        fields: &[Field],
    ) -> Result<Found> {
        let mut known: HashMap<String, Candidate> = HashMap::new();
        let mut left_out = 0;
        let mut late = false;
        for clues in clues {
            late = is_over(asked, within);
            if late {
                break;
            }
            let should = |pair: &Pair| fields.iter().map(|field| near(*field, pair)).collect::<Vec<_>>();
            let mut of = frame.clone();
            of["should"] = Value::Array(clues.pairs.iter().flat_map(should).collect());
            of["minimum_should_match"] = json!(1);
            let query = json!({ "function_score": {
                "query": { "bool": of }, "min_score": clues.least * ROUNDING, "boost_mode": "multiply",
            } });
            let found = self.candidates(&query, Sort::Score, &Value::Null, MOST, Value::Null)?;
            left_out += found.total - found.list.len() as u64;
            for candidate in found.list {
                let best = known.entry(candidate.id.clone()).or_insert_with(|| candidate.clone());
                best.score = best.score.max(candidate.score);
            }
        }
        let mut list: Vec<Candidate> = known.into_values().collect();
        list.sort_by(|a, b| b.score.total_cmp(&a.score).then_with(|| a.id.cmp(&b.id)));
        let total = list.len() as u64 + left_out;
        let kept = within_bounds(&list, MOST);
        list.truncate(kept);
        let cut = match late {
            true => Some(Note {
                kind: NoteKind::Late,
                place: 0..0,
                message: "time ran out: not all documents were looked at".to_owned(),
            }),
            false => cut_note(total, kept),
        };
        Ok(Found { list, cut })
    }

    /// A document by its id, with its hash.
    pub(super) fn document_of(&self, id: &str) -> Result<(String, Arc<Document>)> {
        let mut found = self.contents(&json!({ "term": { "doc": { "value": id } } }), 1)?;
        match found.pop() {
            Some((hash, document)) => Ok((hash, Arc::new(document))),
            None => Err(Error::Query(pamphlet_query::Error::NoDocument { id: id.to_owned() })),
        }
    }
}

/// Two words near each other in one field, worth their bits.
fn near(field: Field, pair: &Pair) -> Value {
    let term = |term: &str| json!({ "span_term": { field.name(): { "value": term } } });
    let near = json!({ "span_near": {
        "clauses": [term(&pair.first), term(&pair.second)], "slop": pair.between, "in_order": true,
    } });
    json!({ "constant_score": { "filter": near, "boost": pair.bits } })
}

/// How many of the first candidates fit.
fn within_bounds(list: &[Candidate], most: Most) -> usize {
    let mut bytes = 0;
    for (at, candidate) in list.iter().enumerate() {
        bytes += candidate.bytes;
        if at == most.documents || at > 0 && bytes > most.bytes {
            return at;
        }
    }
    list.len()
}

/// What is said when not all documents can be looked at.
pub(super) fn cut_note(total: u64, looked: usize) -> Option<Note> {
    (total > looked as u64).then(|| {
        limit_note(format!(
            "of {total} documents that may have it, {looked} were looked at: narrow the search by a date or a field"
        ))
    })
}

/// Documents in an index in memory, in this order.
pub(super) fn in_memory(documents: &[Arc<Document>]) -> Result<Reader> {
    let documents: Vec<super::Borrowed> = documents.iter().cloned().map(super::Borrowed).collect();
    Ok(Reader::in_memory(&documents)?)
}

/// Whether nobody waits any more.
fn is_over(asked: &Asked<'_>, request: &Request) -> bool {
    request.stop.as_ref().is_some_and(|stop| stop.load(Ordering::Relaxed))
        || asked.until.is_some_and(|until| Instant::now() > until)
}

/// The request with the time that is left of its own.
fn remaining(asked: &Asked<'_>, request: &QuoteRequest) -> QuoteRequest {
    let timeout = asked.until.map(|until| until.saturating_duration_since(Instant::now()));
    QuoteRequest { within: Request { timeout, ..request.within.clone() }, ..request.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fits_is_kept_and_one_always() {
        let list = |bytes: &[u64]| -> Vec<Candidate> {
            let of = |&bytes: &u64| Candidate { id: String::new(), score: 0.0, bytes };
            bytes.iter().map(of).collect()
        };
        let most = Most { documents: 3, bytes: 10 };
        assert_eq!(within_bounds(&list(&[4, 4, 4]), most), 2);
        assert_eq!(within_bounds(&list(&[40, 4]), most), 1);
        assert_eq!(within_bounds(&list(&[1, 1, 1, 1]), most), 3);
        assert_eq!(within_bounds(&[], most), 0);
    }
}
