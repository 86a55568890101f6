//! Settings of an index: its parts, and when documents become visible.

use crate::Result;
use crate::client::{Patience, Question};
use crate::index::{Cluster, files_of};
use serde_json::{Value, json};

/// What a person should know while `refresh_interval` is off.
pub(crate) const LOADING: &str = "a load is going on or was broken off: what it added is found when it ends; where none runs, run 'pamphlet index' again";

impl Cluster {
    /// Whether what is written is not made visible for now: a load is going on, or was ended before it could put that
    /// right.
    ///
    /// # Errors
    /// When the cluster does not answer, or does not let this user ask.
    pub fn is_loading(&self) -> Result<bool> {
        let intervals = self.setting("refresh_interval")?;
        Ok(intervals.iter().any(|(_, interval)| interval.as_str() == Some("-1")))
    }

    /// The parts of all indexes that the name stands for: the name of the index, and a number from 0.
    pub(crate) fn parts(&self) -> Result<Vec<(String, u64)>> {
        let mut parts = Vec::new();
        for (index, shards) in self.setting("number_of_shards")? {
            let shards = shards.as_str().and_then(|shards| shards.parse::<u64>().ok()).unwrap_or(1);
            parts.extend((0..shards).map(|part| (index.clone(), part)));
        }
        Ok(parts)
    }

    /// A setting of each index that the name stands for; null where it is the server's own.
    fn setting(&self, name: &str) -> Result<Vec<(String, Value)>> {
        let path = format!("/{}/_settings/index.{name}", self.address.name);
        let settings = self.client.ask(Question {
            method: "GET",
            path: &path,
            body: None,
            what: "tell its settings",
            patience: Patience::Search,
        })?;
        let of = |(index, of): (&String, &Value)| (index.clone(), of["settings"]["index"][name].clone());
        Ok(settings.as_object().into_iter().flatten().map(of).collect())
    }

    /// When documents are made visible by themselves; null is the server's own way.
    pub(crate) fn set_refresh(&self, physical: &str, interval: &serde_json::Value) -> Result<()> {
        let path = format!("/{physical},{}/_settings", files_of(physical));
        let body = json!({ "index": { "refresh_interval": interval } });
        self.client.change("PUT", &path, &body, "set how documents become visible").map(drop)
    }

    /// Makes visible what was written.
    pub(crate) fn refresh(&self, physical: &str) -> Result<()> {
        let path = format!("/{physical},{}/_refresh", files_of(physical));
        self.client.change("POST", &path, &json!({}), "make documents visible").map(drop)
    }
}
