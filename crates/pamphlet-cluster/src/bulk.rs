//! Many small changes in one request. Only what the cluster refused for now is sent again, after a pause.

use crate::client::{Patience, Question, is_full, is_passing, reason_of};
use crate::index::Cluster;
use crate::{Error, Result};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

/// How long what is refused is sent again.
const PATIENCE: Duration = Duration::from_secs(300);
const PAUSE: Duration = Duration::from_millis(200);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);

/// A change.
pub(crate) struct Item {
    /// `create`, `index` or `delete`, with where.
    action: String,
    /// One line of JSON.
    source: Option<String>,
}

/// What became of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// It was made.
    Done,
    /// What was to be created is there already.
    There,
    /// The cluster will never take it.
    Failed(String),
}

impl Item {
    /// A document that is made once.
    pub fn create(index: &str, id: &str, source: String) -> Item {
        Item { action: json!({ "create": { "_index": index, "_id": id } }).to_string(), source: Some(source) }
    }

    /// A document that takes the place of the one before.
    pub fn put(index: &str, id: &str, source: &Value) -> Item {
        let action = json!({ "index": { "_index": index, "_id": id } }).to_string();
        Item { action, source: Some(source.to_string()) }
    }

    pub fn delete(index: &str, id: &str) -> Item {
        Item { action: json!({ "delete": { "_index": index, "_id": id } }).to_string(), source: None }
    }

    /// Bytes that are sent.
    pub fn len(&self) -> usize {
        self.action.len() + self.source.as_ref().map_or(0, String::len) + 2
    }
}

impl Cluster {
    /// Makes changes; what became of each, in their order. `stop` breaks off between two tries.
    pub(crate) fn bulk(&self, items: &[Item], stop: &dyn Fn() -> bool) -> Result<Vec<Outcome>> {
        let mut outcomes: Vec<Option<Outcome>> = vec![None; items.len()];
        let mut open: Vec<usize> = (0..items.len()).collect();
        let until = Instant::now() + PATIENCE;
        let mut pause = PAUSE;
        let mut body = String::new();
        while !open.is_empty() {
            body.clear();
            for &at in &open {
                body.push_str(&items[at].action);
                body.push('\n');
                if let Some(source) = &items[at].source {
                    body.push_str(source);
                    body.push('\n');
                }
            }
            let answer = self.client.ask(Question {
                method: "POST",
                path: "/_bulk",
                body: Some(body.as_bytes()),
                what: "take documents",
                patience: Patience::Load,
            })?;
            let results = answer["items"].as_array().map_or(&[][..], |results| results);
            let (mut refused, mut reason) = (Vec::new(), String::new());
            for (place, &at) in open.iter().enumerate() {
                let result = results.get(place).and_then(|one| one.as_object()?.values().next());
                match result.and_then(|result| result["status"].as_u64()) {
                    Some(409) => outcomes[at] = Some(Outcome::There),
                    Some(200..=299 | 404) => outcomes[at] = Some(Outcome::Done),
                    Some(status) if !is_passing(status) => {
                        let why = result.map(reason_of).unwrap_or_default();
                        if why.contains("cluster_block") || why.contains("index_closed") {
                            return Err(Error::Full { reason: why });
                        }
                        outcomes[at] = Some(Outcome::Failed(why));
                    }
                    _ => {
                        reason = result.map(reason_of).unwrap_or_default();
                        refused.push(at);
                    }
                }
            }
            if is_full(&reason) {
                return Err(Error::Full { reason });
            }
            open = refused;
            if open.is_empty() {
                break;
            }
            if Instant::now() + pause > until || stop() {
                return Err(Error::Failed { what: "take documents".to_owned(), status: 429, reason });
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
        Ok(outcomes.into_iter().map(|outcome| outcome.unwrap_or(Outcome::Done)).collect())
    }
}
