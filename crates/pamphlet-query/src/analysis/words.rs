//! The frequency list: every word with its occurrences, its documents and how evenly it is spread over them.

use super::documents::{documents, query_of};
use super::filter::Sieve;
use super::measures::Spread;
use super::table::each_word;
use super::{WordFilter, named, per_million, rounded};
use crate::error::Result;
use crate::hit::Query;
use crate::request::Request;
use crate::search::Asked;
use pamphlet_index::Reader;
use std::sync::atomic::{AtomicU64, Ordering};

/// What a frequency list is to hold. `limit` and `offset` of the request count its rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct WordsOptions {
    /// Which words are listed.
    pub filter: WordFilter,
    /// Copies and versions of a text count once: the oldest.
    pub once: bool,
    /// The order of the rows.
    pub sort: WordSort,
}

/// Orders of a frequency list. Ties go by word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordSort {
    /// The most frequent first.
    #[default]
    Count,
    /// Those in most documents first.
    Documents,
    /// The most evenly spread first: the smallest DP.
    Spread,
    /// By the word.
    Word,
}

named! { WordSort: "count" => Count, "documents" => Documents, "dp" => Spread, "word" => Word }

/// A word of a frequency list, as the wire format has it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct WordCount {
    /// The word, folded.
    pub word: String,
    /// Its occurrences.
    pub count: u64,
    /// Occurrences in a million words of the documents looked at.
    pub per_million: f64,
    /// Documents that have it.
    pub documents: u64,
    /// Gries' DP over the documents, 0 (spread as the words are) to 1 (in one small document).
    pub dp: f64,
    /// Juilland's D over the documents, 0 (in one) to 1 (evenly); `None` where there are fewer than two documents.
    pub juilland_d: Option<f64>,
    /// The query that finds its occurrences.
    pub find: String,
}

/// A frequency list.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Words {
    /// The rows asked for.
    pub rows: Vec<WordCount>,
    /// How many words the list has, shown or not.
    pub total: u64,
    /// How many different words there are, listed or not.
    pub distinct: u64,
    /// Words of the documents looked at, page chrome included.
    pub words: u64,
    /// How many documents were looked at.
    pub documents: u64,
    /// How the query was read; empty where all documents were looked at.
    pub query: Query,
}

/// How often each word stands in the documents of a request: those of its query and filters, or where it has neither,
/// all.
///
/// # Errors
/// As [`search`](crate::search).
pub fn words(reader: &Reader, request: &Request, options: &WordsOptions) -> Result<Words> {
    let mut asked = Asked::new(reader, request)?;
    let looked = documents(&mut asked, request, options.once)?;
    let sieve = Sieve::of(&options.filter);
    let filter = &options.filter;
    let parts = looked_with_words(&asked, &looked.found)?;
    let distinct = AtomicU64::new(0);
    let (mut rows, late) = each_word(&asked, &[&looked], &|_| true, &|counted| {
        distinct.fetch_add(1, Ordering::Relaxed);
        let held = &counted.held[0];
        let count: u64 = held.iter().map(|(count, _)| count).sum();
        if count < filter.min_count.max(1)
            || (held.len() as u64) < filter.min_documents
            || !sieve.lets(counted.word)
        {
            return None;
        }
        let spread = Spread { held, parts, all: looked.words };
        Some(WordCount {
            word: counted.word.to_owned(),
            count,
            per_million: per_million(count, looked.words).unwrap_or(0.0),
            documents: held.len() as u64,
            dp: rounded(spread.dp()),
            juilland_d: spread.juilland().map(rounded),
            find: find(counted.word),
        })
    })?;
    if late {
        asked.note_late();
    }
    rows.sort_unstable_by(|a, b| {
        let first = match options.sort {
            WordSort::Count => b.count.cmp(&a.count),
            WordSort::Documents => b.documents.cmp(&a.documents),
            WordSort::Spread => a.dp.total_cmp(&b.dp),
            WordSort::Word => std::cmp::Ordering::Equal,
        };
        first.then_with(|| a.word.cmp(&b.word))
    });
    let total = rows.len() as u64;
    let rows = rows.into_iter().skip(request.offset).take(request.limit.unwrap_or(usize::MAX)).collect();
    let query = query_of(asked, request);
    let distinct = distinct.into_inner();
    Ok(Words { rows, total, distinct, words: looked.words, documents: looked.count, query })
}

/// How many of some documents have words.
fn looked_with_words(asked: &Asked<'_>, found: &[Vec<u32>]) -> Result<u64> {
    let mut parts = 0;
    for (docs, stored) in found.iter().zip(asked.view.index.segments()) {
        let column = stored.words()?;
        parts += docs.iter().filter(|&&doc| column.first(doc).unwrap_or(0) > 0).count() as u64;
    }
    Ok(parts)
}

/// The query of a word's own occurrences: in quotes a word has no other forms.
pub(crate) fn find(word: &str) -> String {
    format!("\"{word}\"")
}
