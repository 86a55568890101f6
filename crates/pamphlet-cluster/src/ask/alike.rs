//! Documents like one, and two documents compared: the cluster lists copies, versions and what shares rare words.

use super::quotes::{cut_note, in_memory};
use super::{Asked, MOST, limit_note};
use crate::encode::{bands_of, content_of};
use crate::fetch::Most;
use crate::index::Cluster;
use crate::translate::scored;
use crate::{Error, Result};
use pamphlet_document::Document;
use pamphlet_index::Analysis;
use pamphlet_query::{
    AlikeList, Alikeness, Collection, Counts, DocumentDiff, Note, Request, Scope, SimilarDraft, Sort,
    similar_draft,
};
use serde_json::{Value, json};
use std::sync::Arc;

/// Documents that agree in a part of their wording and are compared.
const RELATED: Most = Most { documents: 2_000, bytes: 64 << 20 };

/// More documents than that are not a page: all candidates are fetched.
const MOST_WANTED: usize = 5_000;

/// What the cluster's way to round lengths and averages can change of a similarity, as a part of it.
const SLACK: f64 = 0.03;

/// Half of the last digit of a similarity.
const HALF_DIGIT: f64 = 0.000_5;

impl Cluster {
    /// As the documents like one of an index in a folder.
    ///
    /// # Errors
    /// As [`Cluster::find`]; [`Error::Query`] when the document is not there.
    pub fn similar(&self, doc: &str, within: &Request) -> Result<AlikeList> {
        let within = &self.plain(within)?;
        let asked = self.asked(within)?;
        let (family, mut notes) = self.family(doc)?;
        let reader = in_memory(&family)?;
        let draft = asked.statistics.settled(|statistics| {
            let draft = similar_draft(Scope::of(&reader, statistics), doc)?;
            for counts in &draft.words {
                // the cluster's own weights are reckoned from it
                statistics.holding(counts.field, &counts.term);
            }
            Ok(draft)
        })?;
        drop(reader);
        let near: Vec<Arc<Document>> = family
            .into_iter()
            .filter(|document| document.id == doc || draft.relatives.contains(&document.id))
            .collect();
        let mut list = self.alike(&asked, doc, within, &draft, &near)?;
        list.query.notes.append(&mut notes);
        self.note(&mut list.query.notes);
        Ok(list)
    }

    /// The list, over as many documents as decide its page.
    fn alike(
        &self,
        asked: &Asked<'_>,
        doc: &str,
        within: &Request,
        draft: &SimilarDraft,
        near: &[Arc<Document>],
    ) -> Result<AlikeList> {
        let all = within.text.trim().is_empty() && !within.is_filtered();
        let allowed = if all { json!({ "match_all": {} }) } else { asked.filter.clone() };
        let factor = self.server.factor;
        let rarity = |counts: &Counts| factor * asked.statistics.rarity(counts.field, &counts.term);
        let sharing = |filter: Value| {
            let (mut query, _) = scored(filter, &draft.words, &rarity);
            // one word in common is chance
            query["bool"]["minimum_should_match"] = json!(2);
            query
        };
        let own = sharing(json!({ "term": { "doc": { "value": doc } } }));
        let one = Most { documents: 1, bytes: u64::MAX };
        let own = self.candidates(&own, Sort::Score, &Value::Null, one, Value::Null)?;
        let whole = own.list.first().map_or(0.0, |own| own.score);
        let mut ids: Vec<&str> = draft.relatives.iter().map(String::as_str).collect();
        ids.push(doc);
        let query =
            sharing(json!({ "bool": { "filter": [allowed], "must_not": [{ "terms": { "doc": ids } }] } }));

        let wanted = within.limit.map_or(usize::MAX, |limit| limit.saturating_add(within.offset));
        let is_page = (all || asked.exact) && wanted <= MOST_WANTED;
        let mut documents = if is_page { wanted + wanted / 2 + 20 } else { MOST.documents };
        loop {
            let most = Most { documents: documents.min(MOST.documents), bytes: MOST.bytes };
            let found = self.candidates(&query, Sort::Score, &Value::Null, most, Value::Null)?;
            let mut compared = self.documents(&found.list)?;
            compared.extend(near.iter().cloned());
            let reader = in_memory(&compared)?;
            let mut list = pamphlet_query::similar(Scope::of(&reader, &asked.statistics), doc, within)?;
            asked.statistics.check()?;
            let left_out = found.total - found.list.len() as u64;
            if left_out == 0 {
                return Ok(list);
            }
            // nothing that was not fetched can be among those of the page
            let last = list.documents.last().filter(|_| list.documents.len() + within.offset == wanted);
            let bar = found.list.last().map_or(0.0, |last| last.score) / whole.max(f64::MIN_POSITIVE);
            let settled = last.is_some_and(|last| {
                last.kind != Alikeness::Similar || last.similarity * (1.0 - SLACK) - HALF_DIGIT > bar
            });
            let is_end = found.list.len() < most.documents || most.documents == MOST.documents;
            if !settled && !is_end {
                documents = documents.saturating_mul(2);
                continue;
            }
            if !settled {
                let cut = format!(
                    "of {} documents that share words, {} were compared: narrow the search by a date or a field",
                    found.total,
                    found.list.len()
                );
                list.query.notes.push(limit_note(cut));
            }
            if is_page {
                list.total += left_out;
            }
            return Ok(list);
        }
    }

    /// A document and all that may be its copies and versions.
    fn family(&self, doc: &str) -> Result<(Vec<Arc<Document>>, Vec<Note>)> {
        let (hash, own) = self.document_of(doc)?;
        let mut family = vec![own];
        let mut notes = Vec::new();
        let mut ids = vec![hash];
        let mut analysis = Analysis::new()?;
        let mut asked_about = 0;
        // what a version agrees with need not be what the document agrees with: those of the versions, too
        for _ in 0..2 {
            let (mut bands, mut contents) = (Vec::new(), Vec::new());
            let related = in_memory(&family)?;
            let relatives = similar_ids(&related, doc)?;
            for document in &family[asked_about..] {
                if document.id == doc || relatives.contains(&document.id) {
                    analysis.of(document);
                    bands.extend(bands_of(&analysis));
                    contents.push(content_of(document));
                }
            }
            asked_about = family.len();
            if contents.is_empty() {
                break;
            }
            bands.sort_unstable();
            bands.dedup();
            let query = json!({ "bool": {
                "should": [{ "terms": { "bands": bands } }, { "terms": { "content": contents } }],
                "minimum_should_match": 1, "must_not": [{ "ids": { "values": ids } }],
            } });
            let found = self.candidates(&query, Sort::Path, &Value::Null, RELATED, Value::Null)?;
            notes.extend(cut_note(found.total, found.list.len()));
            ids.extend(found.list.iter().map(|candidate| candidate.id.clone()));
            family.extend(self.documents(&found.list)?);
        }
        Ok((family, notes))
    }

    /// As the comparison of two documents of an index in a folder.
    ///
    /// # Errors
    /// As [`Cluster::similar`].
    pub fn diff(&self, old: &str, new: &str) -> Result<DocumentDiff> {
        let documents = [self.document_of(old)?.1, self.document_of(new)?.1];
        Ok(pamphlet_query::diff(&in_memory(&documents)?, old, new)?)
    }

    /// The id of the earlier version of a document, as in a folder.
    ///
    /// # Errors
    /// As [`Cluster::similar`].
    pub fn earlier_version(&self, doc: &str) -> Result<Option<String>> {
        let (family, _) = self.family(doc)?;
        Ok(pamphlet_query::earlier_version(&in_memory(&family)?, doc)?)
    }
}

/// The ids of the copies and versions of a document among some.
fn similar_ids(reader: &pamphlet_index::Reader, doc: &str) -> Result<Vec<String>> {
    let number = u64::from_str_radix(doc, 16).map_err(|_| no_document(doc))?;
    let relatives = reader.duplicates().of(number, pamphlet_index::duplicates::LINKED);
    Ok(relatives.into_iter().map(|(other, _)| format!("{other:016x}")).collect())
}

fn no_document(doc: &str) -> Error {
    Error::Query(pamphlet_query::Error::NoDocument { id: doc.to_owned() })
}
