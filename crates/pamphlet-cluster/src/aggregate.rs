//! Counts that the cluster makes by itself: values of fields over the documents found, words by date.

use crate::Result;
use crate::index::Cluster;
use crate::lookup::{buckets, escaped};
use pamphlet_index::schema::VALUE;
use pamphlet_query::{FacetValue, TrendBy, date_bucket};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// Days, or values, of one page.
const PAGE: usize = 5_000;

/// What to ask for the facets of fields; each part of the index gives more than is shown, so that counts are exact.
pub(crate) fn facet_aggs(fields: &[String], most: usize) -> Value {
    let mut aggs = Map::new();
    for (at, field) in fields.iter().enumerate() {
        let name = field.trim().to_lowercase();
        let size = most.clamp(1, 10_000);
        let mut terms = json!({
            "size": size, "shard_size": (size * 10).max(1_000),
            "order": [{ "_count": "desc" }, { "_key": "asc" }],
        });
        if name == "date" {
            terms["field"] = json!("year");
        } else {
            terms["field"] = json!("facet");
            terms["include"] = json!(format!("{}.*", escaped(&format!("{name}{VALUE}"))));
        }
        aggs.insert(at.to_string(), json!({ "terms": terms }));
    }
    Value::Object(aggs)
}

/// The facets of the answer.
pub(crate) fn facets_of(fields: &[String], answer: &Value) -> BTreeMap<String, Vec<FacetValue>> {
    let mut out = BTreeMap::new();
    for (at, field) in fields.iter().enumerate() {
        let of = |(key, count): (String, u64)| {
            let value = key.split_once(VALUE).map_or(key.as_str(), |(_, value)| value).to_owned();
            FacetValue { value, count }
        };
        let values = buckets(&answer[at.to_string()]).into_iter().map(of).collect();
        out.insert(field.trim().to_lowercase(), values);
    }
    out
}

impl Cluster {
    /// The words of the documents of a filter, by bucket.
    pub(crate) fn words_by(&self, filter: &Value, by: &TrendBy) -> Result<Vec<(Option<String>, u64)>> {
        let words = json!({ "words": { "sum": { "field": "words" } } });
        let sum = |bucket: &Value| bucket["words"]["value"].as_f64().unwrap_or(0.0) as u64;
        let mut out = Vec::new();
        if let TrendBy::Field(name) = by {
            let lead = format!("{name}{VALUE}");
            let mut aggs = Map::new();
            let values = json!({
                "field": "facet", "size": PAGE, "shard_size": PAGE, "include": format!("{}.*", escaped(&lead)),
            });
            aggs.insert("values".into(), json!({ "terms": values, "aggs": words }));
            let answer = self.aggregate(filter, &aggs)?;
            for bucket in answer["aggregations"]["values"]["buckets"].as_array().into_iter().flatten() {
                let value = bucket["key"].as_str().and_then(|key| key.strip_prefix(&lead)).map(str::to_owned);
                out.push((value, sum(bucket)));
            }
            // documents without a value that a facet has
            let none =
                json!({ "bool": { "filter": [filter], "must_not": [{ "terms": { "names": [name] } }] } });
            let mut aggs = Map::new();
            aggs.insert("words".into(), words["words"].clone());
            let answer = self.aggregate(&none, &aggs)?;
            if crate::lookup::total(&answer) > 0 {
                out.push((None, sum(&answer["aggregations"])));
            }
            return Ok(out);
        }
        let mut after = Value::Null;
        loop {
            let day = |field: &str| json!({ "terms": { "field": field, "missing_bucket": true } });
            let mut pages =
                json!({ "size": PAGE, "sources": [{ "from": day("from_day") }, { "to": day("to_day") }] });
            if !after.is_null() {
                pages["after"] = after;
            }
            let mut aggs = Map::new();
            aggs.insert("pages".into(), json!({ "composite": pages, "aggs": words }));
            let answer = self.aggregate(filter, &aggs)?;
            let found = &answer["aggregations"]["pages"];
            for bucket in found["buckets"].as_array().into_iter().flatten() {
                let (from, to) = (bucket["key"]["from"].as_i64(), bucket["key"]["to"].as_i64());
                let of = from.zip(to).and_then(|(from, to)| date_bucket(from, to, by));
                out.push((of, sum(bucket)));
            }
            after = found["after_key"].clone();
            if after.is_null() {
                return Ok(out);
            }
        }
    }
}
