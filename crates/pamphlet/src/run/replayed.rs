//! A saved question, asked again.

use super::Run;
use crate::{Error, Index};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// What came of asking again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Replayed {
    /// Whether the results are the same, byte for byte.
    pub same: bool,
    /// How many results there were, and are.
    pub total: [u64; 2],
    /// What of the program or the index has another version: its name, then, now.
    pub versions: Vec<[String; 3]>,
    /// Documents that the index has now and had not.
    pub added: Vec<String>,
    /// Documents that it had and has not.
    pub removed: Vec<String>,
    /// Documents whose text or metadata are other ones.
    pub changed: Vec<String>,
    /// Results that are new: a document, for a line or a quotation with its byte behind it; else the bucket, word, row of
    /// words, category or group that is counted.
    pub new: Vec<String>,
    /// Results that are gone.
    pub gone: Vec<String>,
    /// Results that stand there with other values, such as another score.
    pub other: Vec<String>,
    /// Whether the results that both have stand in another order.
    pub order: bool,
}

impl Index {
    /// Asks what was asked again, and compares.
    ///
    /// # Errors
    /// As [`Index::find`]; [`Error::Date`] when the run holds a date that is none.
    pub fn replay(&self, run: &Run) -> Result<Replayed, Error> {
        let now = self.record(run.asked.clone(), &run.options.request(&run.query)?)?;
        let mut told = Replayed {
            same: now.results == run.results,
            total: [run.total, now.total],
            ..Replayed::default()
        };
        told.same &= run.total == now.total;
        for (name, then, is) in [
            ("pamphlet", &run.made_with, &now.made_with),
            ("format", &run.index.format.to_string(), &now.index.format.to_string()),
            ("analyzer", &run.index.analyzer.to_string(), &now.index.analyzer.to_string()),
            ("engine", &run.index.engine, &now.index.engine),
            ("reading and repair", &run.index.reading, &now.index.reading),
        ] {
            if then != is {
                told.versions.push([name.to_owned(), then.clone(), is.clone()]);
            }
        }
        for (doc, print) in &now.documents {
            match run.documents.get(doc) {
                None => told.added.push(doc.clone()),
                Some(known) if known != print => told.changed.push(doc.clone()),
                Some(_) => {}
            }
        }
        told.removed.extend(run.documents.keys().filter(|doc| !now.documents.contains_key(*doc)).cloned());
        let then: Vec<String> = run.results.iter().map(key).collect();
        let is: Vec<String> = now.results.iter().map(key).collect();
        let were: BTreeMap<&String, &Value> = then.iter().zip(&run.results).collect();
        let are: BTreeMap<&String, &Value> = is.iter().zip(&now.results).collect();
        told.new.extend(is.iter().filter(|key| !were.contains_key(key)).cloned());
        told.gone.extend(then.iter().filter(|key| !are.contains_key(key)).cloned());
        for key in &is {
            let differs = were.get(key).is_some_and(|value| bare(value) != bare(are[key]));
            if differs {
                told.other.push(key.clone());
            }
        }
        let of_both = |keys: &[String], others: &BTreeMap<&String, &Value>| -> Vec<String> {
            keys.iter().filter(|key| others.contains_key(key)).cloned().collect()
        };
        told.order = of_both(&then, &are) != of_both(&is, &were);
        Ok(told)
    }
}

/// A result without its rank, which others that come and go change.
fn bare(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(fields) = value.as_object_mut() {
        fields.remove("rank");
    }
    value
}

/// What names a result: its document, with the place where a document can have several; else the bucket, word or category
/// that it counts. Empty for a count, and for what has no date or value.
fn key(result: &Value) -> String {
    let text = |name: &str| result[name].as_str();
    if let Some(doc) = text("doc") {
        let of = match &result["of"] {
            Value::Object(of) => format!(" of {} {}", of["doc"].as_str().unwrap_or("it"), of["range"]),
            _ => String::new(),
        };
        return match result["source"]["byte"][0].as_u64() {
            Some(byte) if !of.is_empty() || text("keyword").is_some() => format!("{doc} {byte}{of}"),
            _ => doc.to_owned(),
        };
    }
    let row = ["bucket", "word", "ngram", "category", "group"].into_iter().find_map(text).unwrap_or_default();
    match text("query") {
        Some(query) => format!("{query}: {row}"),
        None => row.to_owned(),
    }
}
