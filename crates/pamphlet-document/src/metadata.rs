//! What is known about a document beside its text.

use crate::PartialDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The names of the fields that every format is mapped to where it can be. Others keep the name that the
/// document gives them, in lower case with `-` for spaces.
pub mod field {
    /// Who wrote it.
    pub const AUTHOR: &str = "author";
    /// Who speaks.
    pub const SPEAKER: &str = "speaker";
    /// The party of the author or speaker.
    pub const PARTY: &str = "party";
    /// The organisation behind it.
    pub const ORG: &str = "org";
    /// The place it is about or from.
    pub const PLACE: &str = "place";
    /// Its language, ISO 639-1.
    pub const LANG: &str = "lang";
    /// Its file format: `text`, `html`, …
    pub const TYPE: &str = "type";
    /// Geographical scope: `Local`, `National`, …
    pub const SCOPE: &str = "scope";
    /// When it was added to a collection.
    pub const ADDED: &str = "added";
    /// When it was last changed.
    pub const UPDATED: &str = "updated";
    /// Where a copy of it was published.
    pub const URL: &str = "url";
    /// The postal address it gives.
    pub const ADDRESS: &str = "address";
}

/// Title, date and all other fields of a document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Metadata {
    /// The title, in one line.
    pub title: Option<String>,
    /// When it was said or published, as exactly as it is known.
    pub date: Option<PartialDate>,
    /// Every other field by name, with its values in the order of the document; never an empty list.
    pub fields: BTreeMap<String, Vec<String>>,
}

impl Metadata {
    /// The first value of a field.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.first().map(String::as_str)
    }

    /// Adds a value unless it is blank or there already.
    pub fn add(&mut self, name: &str, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let values = self.fields.entry(name.to_owned()).or_default();
        if !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    }
}
