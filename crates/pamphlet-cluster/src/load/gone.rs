//! Files that are gone: their documents, and what is known of them.

use super::Share;
use crate::Result;
use crate::bulk::Item;
use crate::client::{Patience, Question};
use crate::index::{Cluster, files_of};
use pamphlet_index::Places;
use serde_json::{Value, json};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Files of one page.
const PAGE: usize = 5_000;

impl Cluster {
    /// Removes the documents of files that are gone; how many those were.
    pub(super) fn remove_gone(&self, physical: &str, gone: &[String]) -> Result<u64> {
        let mut removed = 0;
        for gone in gone.chunks(500) {
            let body = json!({ "query": { "terms": { "file": gone } } }).to_string();
            let path = format!("/{physical}/_delete_by_query?conflicts=proceed&refresh=true");
            let answer = self.client.ask(Question {
                method: "POST",
                path: &path,
                body: Some(body.as_bytes()),
                what: "remove what is gone",
                patience: Patience::Load,
            })?;
            removed += answer["deleted"].as_u64().unwrap_or(0);
            // the documents first: a load that breaks off here finds the files again
            let items: Vec<Item> =
                gone.iter().map(|number| Item::delete(&files_of(physical), number)).collect();
            self.bulk(&items, &|| false)?;
        }
        Ok(removed)
    }

    /// The files that stood below a root and are not there any more.
    pub(super) fn gone(
        &self,
        physical: &str,
        places: &Places,
        found: &HashSet<String>,
        unseen: &[PathBuf],
        share: Option<Share>,
    ) -> Result<Vec<String>> {
        let mut below = Vec::new();
        for root in places.absolute() {
            let root = root.to_string_lossy();
            below.push(json!({ "term": { "place": { "value": root } } }));
            below.push(
                json!({ "prefix": { "place": { "value": format!("{}/", root.trim_end_matches('/')) } } }),
            );
        }
        let mut gone = Vec::new();
        for below in below.chunks(500) {
            let mut after = Value::Null;
            loop {
                let mut body = json!({
                    "query": { "bool": { "should": below } }, "size": PAGE, "_source": ["place"],
                    "sort": [{ "place": "asc" }],
                });
                if !after.is_null() {
                    body["search_after"] = after;
                }
                let body = body.to_string();
                let path = format!("/{}/_search?allow_partial_search_results=false", files_of(physical));
                let answer = self.client.ask(Question {
                    method: "POST",
                    path: &path,
                    body: Some(body.as_bytes()),
                    what: "list the files of the index",
                    patience: Patience::Load,
                })?;
                let hits = answer["hits"]["hits"].as_array().map_or(&[][..], |hits| hits);
                for hit in hits {
                    let (Some(number), Some(place)) = (hit["_id"].as_str(), hit["_source"]["place"].as_str())
                    else {
                        continue;
                    };
                    let hidden = unseen.iter().any(|path| Path::new(place).starts_with(path));
                    if !found.contains(number) && !hidden && share.is_none_or(|share| share.has(number)) {
                        gone.push(number.to_owned());
                    }
                }
                if hits.len() < PAGE {
                    break;
                }
                after = hits.last().map_or(Value::Null, |hit| hit["sort"].clone());
            }
        }
        Ok(gone)
    }
}
