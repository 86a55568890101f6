//! What an index holds, as its JSON has it: the same from the command line and over HTTP.

use pamphlet::index::FieldValue;
use pamphlet::{Info, PartialDate};
use serde::Serialize;
use std::collections::BTreeMap;

/// The object of `pamphlet info --format json`.
#[derive(Debug, Serialize)]
pub struct InfoLine<'i> {
    /// Documents.
    pub documents: u64,
    /// Words of all documents.
    pub words: u64,
    /// Every field with its values, the most frequent first.
    pub fields: &'i BTreeMap<String, Vec<FieldValue>>,
    /// What time the documents are of.
    pub dates: Dates,
    /// What the index was made with.
    pub versions: Versions<'i>,
    /// The same for two indexes of the same documents.
    pub fingerprint: &'i str,
    /// Bytes of all files.
    pub bytes: u64,
    /// Parts of the inverted index.
    pub segments: usize,
}

/// The time that documents are of.
#[derive(Debug, Serialize)]
pub struct Dates {
    /// The first day that a document's date can mean; `null` when none has a date.
    pub from: Option<String>,
    /// The last one.
    pub to: Option<String>,
    /// Documents with a date.
    pub documents: u64,
}

/// The version of this program, and what the index was made with.
#[derive(Debug, Serialize)]
pub struct Versions<'i> {
    /// Of this program.
    pub pamphlet: &'static str,
    /// Of the index.
    #[serde(flatten)]
    pub index: &'i pamphlet::index::Versions,
}

impl<'i> InfoLine<'i> {
    /// The object for what was counted.
    pub fn new(info: &'i Info) -> Self {
        let day = |day: i64| {
            let day = i32::try_from(day).ok().and_then(PartialDate::of_day);
            day.map(|day| day.to_string())
        };
        Self {
            documents: info.documents,
            words: info.words,
            fields: &info.fields,
            dates: Dates {
                from: info.days.and_then(|(from, _)| day(from)),
                to: info.days.and_then(|(_, to)| day(to)),
                documents: info.dated,
            },
            versions: Versions { pamphlet: env!("CARGO_PKG_VERSION"), index: &info.versions },
            fingerprint: &info.fingerprint,
            bytes: info.bytes,
            segments: info.segments,
        }
    }
}
