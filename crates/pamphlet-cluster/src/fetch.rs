//! Documents from the cluster: which ones, in what order, and their content.

use crate::client::failure;
use crate::index::Cluster;
use crate::lookup::total;
use crate::{Error, Result};
use pamphlet_document::Document;
use pamphlet_query::Sort;
use serde_json::{Value, json};
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, PoisonError};

/// Documents of one page of a list; the cluster gives no more at a time.
const PAGE: usize = 5_000;

/// Text that is fetched at a time, in bytes.
const BATCH: u64 = 4 << 20;

/// Text of documents that is kept, in bytes. A document is known by the hash of its content, so none grows stale.
const KEPT: u64 = 64 << 20;

/// A document that was found, before it is fetched.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    /// The hash of the document.
    pub id: String,
    pub score: f64,
    /// Bytes of its text.
    pub bytes: u64,
}

/// What was found.
pub(crate) struct Candidates {
    pub list: Vec<Candidate>,
    /// How many there are, listed or not.
    pub total: u64,
    /// What was asked for beside.
    pub aggregations: Value,
    /// Where to go on; null where all are listed.
    pub next: Value,
}

/// How much is listed at most.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Most {
    pub documents: usize,
    pub bytes: u64,
}

/// Documents that were fetched lately.
#[derive(Default)]
pub(crate) struct Kept {
    documents: HashMap<String, (Arc<Document>, u64)>,
    order: VecDeque<String>,
    bytes: u64,
}

impl Kept {
    fn add(&mut self, id: &str, document: &Arc<Document>, bytes: u64) {
        if self.documents.insert(id.to_owned(), (Arc::clone(document), bytes)).is_none() {
            self.order.push_back(id.to_owned());
            self.bytes += bytes;
        }
        while self.bytes > KEPT
            && let Some(oldest) = self.order.pop_front()
        {
            if let Some((_, bytes)) = self.documents.remove(&oldest) {
                self.bytes -= bytes;
            }
        }
    }
}

/// The order of a list, down to the last tie.
pub(crate) fn order(sort: Sort) -> Value {
    let date = |order: &str| json!({ "from_day": { "order": order, "missing": "_last" } });
    let first = match sort {
        Sort::Score => Some(json!({ "_score": { "order": "desc" } })),
        Sort::Date => Some(date("asc")),
        Sort::DateDown => Some(date("desc")),
        Sort::Path => None,
    };
    let mut sort: Vec<Value> = first.into_iter().collect();
    sort.push(json!({ "path": { "order": "asc" } }));
    sort.push(json!({ "doc": { "order": "asc" } }));
    Value::Array(sort)
}

impl Cluster {
    /// The first documents of a query in an order, or those behind `after`.
    pub(crate) fn candidates(
        &self,
        query: &Value,
        sort: Sort,
        aggs: &Value,
        most: Most,
        after: Value,
    ) -> Result<Candidates> {
        let mut found =
            Candidates { list: Vec::new(), total: 0, aggregations: Value::Null, next: Value::Null };
        let mut after = after;
        let mut bytes = 0;
        // scores with the rarity of words in the whole collection, not in a part of it
        let parameters = if sort == Sort::Score { "&search_type=dfs_query_then_fetch" } else { "" };
        loop {
            let size = PAGE.min(most.documents - found.list.len());
            let mut body = json!({
                "query": query, "size": size, "sort": order(sort), "_source": false,
                "docvalue_fields": ["bytes"], "track_total_hits": after.is_null(), "track_scores": sort == Sort::Score,
            });
            if after.is_null() {
                if !aggs.is_null() {
                    body["aggs"] = aggs.clone();
                }
            } else {
                body["search_after"] = after;
            }
            let mut answer = self.search(&body, parameters)?;
            if found.list.is_empty() {
                found.total = total(&answer);
                found.aggregations = answer["aggregations"].take();
            }
            let hits = answer["hits"]["hits"].as_array().map_or(&[][..], |hits| hits);
            for hit in hits {
                let size = hit["fields"]["bytes"][0].as_u64().unwrap_or(0);
                if bytes + size > most.bytes && !found.list.is_empty() {
                    return Ok(found);
                }
                bytes += size;
                found.next = hit["sort"].clone();
                found.list.push(Candidate {
                    id: hit["_id"].as_str().unwrap_or_default().to_owned(),
                    score: hit["_score"].as_f64().unwrap_or(0.0),
                    bytes: size,
                });
            }
            if hits.len() < size {
                found.next = Value::Null;
                return Ok(found);
            }
            if found.list.len() >= most.documents {
                return Ok(found);
            }
            after = found.next.clone();
        }
    }

    /// The documents of candidates, by path and id. One that was removed in the meantime is not among them.
    pub(crate) fn documents(&self, candidates: &[Candidate]) -> Result<Vec<Arc<Document>>> {
        let mut documents = Vec::with_capacity(candidates.len());
        let mut missing: Vec<&Candidate> = Vec::new();
        {
            let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
            for candidate in candidates {
                match kept.documents.get(&candidate.id) {
                    Some((document, _)) => documents.push(Arc::clone(document)),
                    None => missing.push(candidate),
                }
            }
        }
        let mut from = 0;
        while from < missing.len() {
            let (mut to, mut bytes) = (from, 0);
            while to < missing.len() && (to == from || bytes + missing[to].bytes <= BATCH) && to - from < 500
            {
                bytes += missing[to].bytes;
                to += 1;
            }
            let ids: Vec<&str> = missing[from..to].iter().map(|candidate| candidate.id.as_str()).collect();
            let query = json!({ "ids": { "values": ids } });
            for (id, document) in self.contents(&query, to - from)? {
                let bytes = document.text.len() as u64;
                let document = Arc::new(document);
                self.kept.lock().unwrap_or_else(PoisonError::into_inner).add(&id, &document, bytes);
                documents.push(document);
            }
            from = to;
        }
        documents.sort_by(|a, b| a.path.cmp(&b.path).then_with(|| a.id.cmp(&b.id)));
        Ok(documents)
    }

    /// Up to so many documents of a query, with the hash of each.
    pub(crate) fn contents(&self, query: &Value, most: usize) -> Result<Vec<(String, Document)>> {
        let body = json!({ "query": query, "size": most, "_source": ["document"] });
        let mut answer = self.search(&body, "")?;
        let hits = answer["hits"]["hits"].as_array_mut().map(std::mem::take).unwrap_or_default();
        let mut documents = Vec::with_capacity(hits.len());
        for mut hit in hits {
            let document = serde_json::from_value(hit["_source"]["document"].take()).map_err(|error| {
                let host = self.client.host().to_owned();
                let reason = json!({ "error": format!("a document cannot be read: {error}") });
                failure("give a document", &crate::client::Answer { status: 200, body: reason, host })
            })?;
            documents.push((hit["_id"].as_str().unwrap_or_default().to_owned(), document));
        }
        Ok::<_, Error>(documents)
    }
}
