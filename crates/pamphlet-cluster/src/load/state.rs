//! What is known of the files that were read: a checkpoint each, written when all of a file is acknowledged.

use crate::Result;
use crate::client::{Patience, Question};
use crate::index::{Cluster, files_of};
use pamphlet_index::{SourceFailure, SourceFile};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;

/// Documents of a file that are listed at a time.
const PAGE: usize = 5_000;

/// A file that was read, all of whose documents the cluster acknowledged.
#[derive(Clone, Debug, Default)]
pub(super) struct Checkpoint {
    pub size: u64,
    pub modified: i64,
    /// How it was read.
    pub reading: String,
    pub documents: u64,
    /// What of it gave no document.
    pub failures: Vec<SourceFailure>,
}

/// The name of a file's checkpoint, from its identity.
pub(super) fn number_of(identity: &Path) -> String {
    blake3::hash(identity.as_os_str().as_encoded_bytes()).to_hex()[..32].to_owned()
}

impl Checkpoint {
    /// Whether it is of the file as it is now, read in this way.
    pub fn is_of(&self, file: &SourceFile, reading: &str) -> bool {
        self.size == file.size && self.modified == file.modified && self.reading == reading
    }

    fn of_value(value: &Value) -> Self {
        let failure = |one: &Value| SourceFailure {
            path: one["path"].as_str().unwrap_or_default().to_owned(),
            reason: one["reason"].as_str().unwrap_or_default().to_owned(),
            keep: false,
        };
        Self {
            size: value["size"].as_u64().unwrap_or(0),
            modified: value["modified"].as_i64().unwrap_or(0),
            reading: value["reading"].as_str().unwrap_or_default().to_owned(),
            documents: value["documents"].as_u64().unwrap_or(0),
            failures: value["failures"]["list"].as_array().into_iter().flatten().map(failure).collect(),
        }
    }

    pub fn to_value(&self, file: &SourceFile, place: &Path) -> Value {
        json!({
            "identity": file.identity.to_string_lossy(), "place": place.to_string_lossy(),
            "size": self.size, "modified": self.modified, "reading": self.reading,
            "documents": self.documents, "failures": { "list": self.failures },
        })
    }
}

impl Cluster {
    /// The checkpoints of files by their numbers; also those that were written this moment.
    pub(super) fn checkpoints<'n>(
        &self,
        physical: &str,
        numbers: impl Iterator<Item = &'n str>,
    ) -> Result<Vec<Option<Checkpoint>>> {
        let numbers: Vec<&str> = numbers.collect();
        let body = json!({ "ids": numbers }).to_string();
        let path = format!("/{}/_mget", files_of(physical));
        let answer = self.client.ask(Question {
            method: "POST",
            path: &path,
            body: Some(body.as_bytes()),
            what: "tell the state of files",
            patience: Patience::Load,
        })?;
        let of = |doc: &Value| (doc["found"] == json!(true)).then(|| Checkpoint::of_value(&doc["_source"]));
        let found: Vec<_> = answer["docs"].as_array().into_iter().flatten().map(of).collect();
        Ok((0..numbers.len()).map(|at| found.get(at).cloned().flatten()).collect())
    }

    /// The documents that the index holds of a file: for each id the hashes that it is known by.
    pub(super) fn documents_of_file(
        &self,
        physical: &str,
        number: &str,
    ) -> Result<HashMap<String, Vec<String>>> {
        let mut found: HashMap<String, Vec<String>> = HashMap::new();
        let mut after = Value::Null;
        let path = format!("/{physical}/_search?allow_partial_search_results=false");
        loop {
            let mut body = json!({
                "query": { "term": { "file": { "value": number } } }, "size": PAGE, "_source": false,
                "docvalue_fields": ["doc"], "sort": [{ "doc": "asc" }, { "words": "asc" }],
            });
            if !after.is_null() {
                body["search_after"] = after;
            }
            let body = body.to_string();
            let answer = self.client.ask(Question {
                method: "POST",
                path: &path,
                body: Some(body.as_bytes()),
                what: "list the documents of a file",
                patience: Patience::Load,
            })?;
            let hits = answer["hits"]["hits"].as_array().map_or(&[][..], |hits| hits);
            for hit in hits {
                if let (Some(id), Some(doc)) = (hit["_id"].as_str(), hit["fields"]["doc"][0].as_str()) {
                    found.entry(doc.to_owned()).or_default().push(id.to_owned());
                }
            }
            if hits.len() < PAGE {
                return Ok(found);
            }
            after = hits.last().map_or(Value::Null, |hit| hit["sort"].clone());
        }
    }
}
