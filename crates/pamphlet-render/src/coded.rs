//! Documents with their matches of each category of a codebook.

use crate::figures::{Figures, columns_of, maybe};
use crate::table::{Table, row};
use crate::{Layout, safe_line};
use pamphlet::{CodedCategory, CodedDocument};
use serde::Serialize;
use serde::ser::{SerializeMap, Serializer};

/// Matches, or matches in a million words; unknown in a document without words.
fn value(count: u64, words: u64, rate: bool) -> Option<f64> {
    match rate {
        false => Some(count as f64),
        true => (words > 0).then(|| (count as f64 * 1e9 / words as f64).round() / 1e3),
    }
}

/// A document as a row: id, path, date, words, and a cell for each category.
pub fn coded_row(table: Table, document: &CodedDocument, rate: bool) -> String {
    let mut cells = vec![
        document.doc.clone(),
        document.path.clone(),
        document.date.clone().unwrap_or_default(),
        document.words.to_string(),
    ];
    cells.extend(document.counts.iter().map(|&count| maybe(value(count, document.words, rate))));
    row(table, cells.iter().map(String::as_str))
}

/// A document as JSON: `{"doc","path","date","words","categories":{name: value}}`.
#[derive(Serialize)]
pub struct CodedLine<'d> {
    doc: &'d str,
    path: &'d str,
    date: Option<&'d str>,
    words: u64,
    categories: Categories<'d>,
}

struct Categories<'d> {
    document: &'d CodedDocument,
    names: &'d [&'d str],
    rate: bool,
}

impl Serialize for Categories<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.names.len()))?;
        for (name, &count) in self.names.iter().zip(&self.document.counts) {
            match self.rate {
                true => map.serialize_entry(name, &value(count, self.document.words, true))?,
                false => map.serialize_entry(name, &count)?,
            }
        }
        map.end()
    }
}

impl<'d> CodedLine<'d> {
    /// A document with the names of the categories, in their order.
    pub fn new(document: &'d CodedDocument, names: &'d [&'d str], rate: bool) -> Self {
        Self {
            doc: &document.doc,
            path: &document.path,
            date: document.date.as_deref(),
            words: document.words,
            categories: Categories { document, names, rate },
        }
    }
}

/// Documents as columns for a person.
pub fn coded_table(documents: &[CodedDocument], names: &[&str], rate: bool, layout: Layout<'_>) -> String {
    let mut headings = vec![String::new(), "date".to_owned(), "words".to_owned()];
    headings.extend(names.iter().map(|name| safe_line(name).into_owned()));
    let rows: Vec<Vec<String>> = documents
        .iter()
        .map(|document| {
            let date = document.date.clone().unwrap_or_else(|| "-".to_owned());
            let mut cells = vec![document.path.clone(), date, document.words.to_string()];
            cells.extend(document.counts.iter().map(|&count| match value(count, document.words, rate) {
                Some(value) if rate => format!("{value:.1}"),
                Some(value) => value.to_string(),
                None => "-".to_owned(),
            }));
            cells
        })
        .collect();
    columns_of(&headings, &rows, layout)
}

impl Figures for CodedCategory {
    const COLUMNS: &'static [&'static str] = &["category", "matches", "documents", "per_million", "find"];
    const HEADINGS: &'static [&'static str] = &["", "matches", "documents", "per million"];

    fn cells(&self) -> Vec<String> {
        vec![
            self.category.clone(),
            self.matches.to_string(),
            self.documents.to_string(),
            self.per_million.to_string(),
            self.find.clone(),
        ]
    }

    fn shown(&self) -> Vec<String> {
        vec![
            self.category.clone(),
            self.matches.to_string(),
            self.documents.to_string(),
            format!("{:.1}", self.per_million),
        ]
    }
}
