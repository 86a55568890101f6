//! What an index on a cluster holds.

use crate::Result;
use crate::encode::PRINTS;
use crate::index::Cluster;
use crate::lookup::total;
use pamphlet_index::schema::VALUE;
use pamphlet_index::{FieldValue, Info, fingerprint_of, versions};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

impl Cluster {
    /// As of an index in a folder: the same documents have the same fingerprint. `bytes` are those of the first copy of
    /// each part, `segments` the parts of the inverted index in all of these.
    ///
    /// # Errors
    /// When the cluster does not answer, or answers with an error.
    pub fn info(&self) -> Result<Info> {
        let mut aggs = Map::new();
        let field = |kind: &str, name: &str| json!({ kind: { "field": name } });
        aggs.insert("words".into(), field("sum", "words"));
        aggs.insert("first".into(), field("min", "from_day"));
        aggs.insert("last".into(), field("max", "to_day"));
        aggs.insert("dated".into(), field("value_count", "from_day"));
        for at in 0..PRINTS {
            aggs.insert(format!("print_{at}"), field("sum", &format!("print_{at}")));
        }
        let answer = self.aggregate(&json!({ "match_all": {} }), &aggs)?;
        let found = &answer["aggregations"];
        let number = |name: &str| found[name]["value"].as_f64();
        let mut fields: BTreeMap<String, Vec<FieldValue>> = BTreeMap::new();
        for (term, documents) in self.all_terms("facet")? {
            if let Some((name, value)) = term.split_once(VALUE) {
                fields
                    .entry(name.to_owned())
                    .or_default()
                    .push(FieldValue { value: value.to_owned(), documents });
            }
        }
        for values in fields.values_mut() {
            values.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| a.value.cmp(&b.value)));
        }
        let dated = number("dated").unwrap_or(0.0) as u64;
        let days = number("first").zip(number("last")).filter(|_| dated > 0);
        let prints = prints_of(found);
        let documents = total(&answer);
        let (bytes, segments) = self.size_of_it()?;
        Ok(Info {
            documents,
            words: number("words").unwrap_or(0.0) as u64,
            fields,
            days: days.map(|(first, last)| (first as i64, last as i64)),
            dated,
            versions: versions(),
            fingerprint: fingerprint_of(documents, prints),
            bytes,
            segments,
        })
    }

    /// Bytes and segments of the first copy of every part.
    fn size_of_it(&self) -> Result<(u64, usize)> {
        let path = format!("/{}/_stats/store,segments", self.address.name);
        let answer = self.client.ask(crate::client::Question {
            method: "GET",
            path: &path,
            body: None,
            what: "tell its size",
            patience: crate::client::Patience::Search,
        })?;
        let first: &Value = &answer["_all"]["primaries"];
        let bytes = first["store"]["size_in_bytes"].as_u64().unwrap_or(0);
        let segments = first["segments"]["count"].as_u64().unwrap_or(0);
        Ok((bytes, usize::try_from(segments).unwrap_or(usize::MAX)))
    }

    /// The fingerprint alone; see [`Info::fingerprint`].
    ///
    /// # Errors
    /// When the cluster does not answer, or answers with an error.
    pub fn fingerprint(&self) -> Result<String> {
        let mut aggs = Map::new();
        for at in 0..PRINTS {
            aggs.insert(format!("print_{at}"), json!({ "sum": { "field": format!("print_{at}") } }));
        }
        let answer = self.aggregate(&json!({ "match_all": {} }), &aggs)?;
        Ok(fingerprint_of(total(&answer), prints_of(&answer["aggregations"])))
    }

    /// How many documents there are.
    ///
    /// # Errors
    /// When the cluster does not answer, or answers with an error.
    pub fn count_documents(&self) -> Result<u64> {
        Ok(total(&self.aggregate(&json!({ "match_all": {} }), &Map::new())?))
    }
}

/// The sum of the prints of all documents, from the sums of their parts.
fn prints_of(found: &Value) -> u128 {
    (0..PRINTS).fold(0u128, |sum, at| {
        let part = found[format!("print_{at}")]["value"].as_f64().unwrap_or(0.0) as u128;
        sum.wrapping_add(part.wrapping_shl(16 * at as u32))
    })
}
