//! What a search returns, in the shape of the wire format: field names and their order are fixed.

use crate::note::Note;
use crate::ranking::ScorePart;
use serde::ser::{Serialize, SerializeMap, Serializer};
use std::collections::BTreeMap;

/// A document found.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Hit {
    /// From 1, over all pages of the result.
    pub rank: usize,
    /// The score to five digits; higher is better. 0 when hits are not ordered by score.
    pub score: f64,
    /// The document's id.
    pub doc: String,
    /// Its path, as it was given to the index.
    pub path: String,
    /// Its title; empty where it has none, which is written `null`.
    #[serde(serialize_with = "null_when_empty")]
    pub title: String,
    /// Its date, as exactly as it is known.
    pub date: Option<String>,
    /// The heading that the snippet stands under.
    pub section: Option<String>,
    /// The best passage, white space as single spaces, `…` where a sentence is cut.
    pub snippet: String,
    /// Matches in `snippet`: `[start, end)` in characters.
    pub highlights: Vec<[usize; 2]>,
    /// Where the snippet stands in the original.
    pub source: Source,
    /// All other fields.
    pub fields: Fields,
    /// The record's own id; not part of the wire format.
    #[serde(skip)]
    pub record_id: Option<String>,
    /// Where more than one snippet was asked for: all of them, the first included.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub snippets: Vec<Snippet>,
    /// Paths of near-duplicates that were folded into this hit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// What the score is made of, when that was asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub explain: Vec<ScorePart>,
}

fn null_when_empty<S: Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    if text.is_empty() { serializer.serialize_none() } else { serializer.serialize_str(text) }
}

/// A place in an original file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Source {
    /// First and last line, both inclusive, from 1.
    pub line: [u64; 2],
    /// Bytes, `[start, end)`.
    pub byte: [u64; 2],
    /// The page of a paged format, from 1.
    pub page: Option<u32>,
}

/// A piece of a document that shows matches.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Snippet {
    /// The heading that it stands under.
    pub section: Option<String>,
    /// The text.
    pub snippet: String,
    /// Matches in `snippet`: `[start, end)` in characters.
    pub highlights: Vec<[usize; 2]>,
    /// Where it stands in the original.
    pub source: Source,
}

/// Fields by name. A field with one value is written as a string, with more as a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(pub BTreeMap<String, Vec<String>>);

impl Serialize for Fields {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, values) in &self.0 {
            match &values[..] {
                [one] => map.serialize_entry(name, one)?,
                many => map.serialize_entry(name, many)?,
            }
        }
        map.end()
    }
}

/// A value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct FacetValue {
    /// The value, as the documents have it.
    pub value: String,
    /// How many of the hits have it.
    pub count: u64,
}

/// How a query was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Query {
    /// As it was typed.
    pub text: String,
    /// As it was read, every operator spelled out.
    pub read_as: String,
    /// What to know about that.
    pub notes: Vec<Note>,
}

/// The answer to a search.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Response {
    /// How the query was read.
    pub query: Query,
    /// How many documents match, shown or not.
    pub total: u64,
    /// The documents of the page that was asked for.
    pub hits: Vec<Hit>,
    /// Counts of the values of the fields that were asked for.
    pub facets: BTreeMap<String, Vec<FacetValue>>,
    /// For words that no document holds: the word and similar ones that some do, best first.
    #[serde(skip)]
    pub suggestions: Vec<(String, Vec<String>)>,
}

/// How much matches.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Count {
    /// Documents.
    pub documents: u64,
    /// Matches in their texts.
    pub matches: u64,
    /// What to know about how the query was read or how far it was followed; not part of the wire format.
    #[serde(skip)]
    pub notes: Vec<Note>,
}
