//! Keyness: which words are more frequent in one part of an index than in another.

use super::documents::{Documents, counted, documents, query_of, without_query};
use super::filter::Sieve;
use super::measures::Table;
use super::table::each_word;
use super::words::find;
use super::{WordFilter, named, per_million, rounded};
use crate::error::Result;
use crate::hit::Query;
use crate::note::{Note, NoteKind};
use crate::request::Request;
use crate::search::Asked;
use pamphlet_index::Reader;

/// What a list of keywords is to hold. `limit` and `offset` of the target's request count its rows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct KeynessOptions {
    /// Which words are listed, by their occurrences in both parts together.
    pub filter: WordFilter,
    /// Copies and versions of a text count once in each part: the oldest.
    pub once: bool,
    /// Words that are less frequent in the target, in place of those that are more.
    pub negative: bool,
    /// The order of the rows.
    pub sort: KeynessSort,
}

impl Default for KeynessOptions {
    /// Words that occur at least twice, by log-likelihood.
    fn default() -> Self {
        let filter = WordFilter { min_count: 2, ..WordFilter::default() };
        Self { filter, once: false, negative: false, sort: KeynessSort::default() }
    }
}

/// Orders of keywords, the most telling first. Ties go by word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KeynessSort {
    /// By log-likelihood: how sure it is that there is a difference.
    #[default]
    LogLikelihood,
    /// By log ratio: how large the difference is.
    LogRatio,
    /// By occurrences in the target.
    Count,
    /// By the word.
    Word,
}

named! { KeynessSort: "ll" => LogLikelihood, "log-ratio" => LogRatio, "count" => Count, "word" => Word }

/// A word with what tells the two parts apart, as the wire format has it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct KeyWord {
    /// The word, folded.
    pub word: String,
    /// Occurrences in the target.
    pub count: u64,
    /// Occurrences in the reference.
    pub reference_count: u64,
    /// Occurrences in a million words of the target.
    pub per_million: f64,
    /// The same of the reference.
    pub reference_per_million: f64,
    /// Documents of the target that have the word.
    pub documents: u64,
    /// Documents of the reference that have it.
    pub reference_documents: u64,
    /// The log-likelihood G² over four cells; above 3.84 by chance in one of 20 words, above 10.83 in one of 1,000, above
    /// 15.13 in one of 10,000.
    pub log_likelihood: f64,
    /// Approximate Bayes factor: above 2 there is evidence of a difference, above 10 very strong evidence.
    pub bic: f64,
    /// Binary logarithm of the ratio of the relative frequencies: 1 is twice as frequent in the target, -1 half.
    pub log_ratio: f64,
    /// By how many per cent it is more frequent in the target; `None` where the reference has none.
    pub percent_diff: Option<f64>,
    /// The ratio of the odds; `None` where the reference has none.
    pub odds_ratio: Option<f64>,
    /// The query that finds its occurrences.
    pub find: String,
}

/// Keywords of a target against a reference.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Keyness {
    /// The rows asked for.
    pub rows: Vec<KeyWord>,
    /// How many there are, shown or not.
    pub total: u64,
    /// Words of the target.
    pub words: u64,
    /// Documents of the target.
    pub documents: u64,
    /// Words of the reference.
    pub reference_words: u64,
    /// Documents of the reference.
    pub reference_documents: u64,
    /// How the target was read.
    pub target: Query,
    /// How the reference was read; without a text where it is all the rest.
    pub reference: Query,
}

/// Compares the documents of `target` with those of `reference`; without one, with all others that the target's filters
/// let through.
///
/// # Errors
/// As [`search`](crate::search).
pub fn keyness(
    reader: &Reader,
    target: &Request,
    reference: Option<&Request>,
    options: &KeynessOptions,
) -> Result<Keyness> {
    let mut asked = Asked::new(reader, target)?;
    let here = documents(&mut asked, target, options.once)?;
    let rest = without_query(target);
    let mut other = Asked::new(reader, reference.unwrap_or(&rest))?;
    let mut there = documents(&mut other, reference.unwrap_or(&rest), options.once)?;
    if reference.is_none() {
        there = without(&other, there, &here)?;
    } else {
        let both = shared(&here, &there);
        if both > 0 {
            let message = format!("{both} documents are in both parts, and count in each");
            let end = target.text.len();
            asked.notes.push(Note { kind: NoteKind::Overlap, place: end..end, message });
        }
    }
    let (sieve, filter) = (Sieve::of(&options.filter), &options.filter);
    let all = here.words + there.words;
    let (mut rows, late) = each_word(&asked, &[&here, &there], &|word| sieve.lets(word), &|found| {
        let sum = |part: usize| found.held[part].iter().map(|(count, _)| count).sum::<u64>();
        let (count, elsewhere) = (sum(0), sum(1));
        let (documents, others) = (found.held[0].len() as u64, found.held[1].len() as u64);
        if count + elsewhere < filter.min_count || documents + others < filter.min_documents {
            return None;
        }
        let table = Table::new(count, here.words, count + elsewhere, all);
        let more = table.observed > table.expected();
        if more == options.negative || table.observed == table.expected() {
            return None;
        }
        Some(KeyWord {
            word: found.word.to_owned(),
            count,
            reference_count: elsewhere,
            per_million: per_million(count, here.words).unwrap_or(0.0),
            reference_per_million: per_million(elsewhere, there.words).unwrap_or(0.0),
            documents,
            reference_documents: others,
            log_likelihood: rounded(table.log_likelihood()),
            bic: rounded(table.bic()),
            log_ratio: rounded(table.log_ratio()),
            percent_diff: table.percent_diff().map(rounded),
            odds_ratio: table.odds_ratio().map(rounded),
            find: find(found.word),
        })
    })?;
    if late {
        asked.note_late();
    }
    let sign = if options.negative { -1.0 } else { 1.0 };
    rows.sort_unstable_by(|a, b| {
        let first = match options.sort {
            KeynessSort::LogLikelihood => b.log_likelihood.total_cmp(&a.log_likelihood),
            KeynessSort::LogRatio => (sign * b.log_ratio).total_cmp(&(sign * a.log_ratio)),
            KeynessSort::Count => b.count.cmp(&a.count),
            KeynessSort::Word => std::cmp::Ordering::Equal,
        };
        first.then_with(|| a.word.cmp(&b.word))
    });
    let total = rows.len() as u64;
    Ok(Keyness {
        rows: rows.into_iter().skip(target.offset).take(target.limit.unwrap_or(usize::MAX)).collect(),
        total,
        words: here.words,
        documents: here.count,
        reference_words: there.words,
        reference_documents: there.count,
        target: query_of(asked, target),
        reference: query_of(other, reference.unwrap_or(&rest)),
    })
}

/// Documents of one list that are not in the other.
fn without(asked: &Asked<'_>, all: Documents, some: &Documents) -> Result<Documents> {
    let mut found = all.found;
    for (docs, gone) in found.iter_mut().zip(&some.found) {
        docs.retain(|doc| gone.binary_search(doc).is_err());
    }
    counted(&asked.view, found)
}

/// How many documents are in both.
fn shared(a: &Documents, b: &Documents) -> usize {
    let pairs = a.found.iter().zip(&b.found);
    pairs.map(|(a, b)| a.iter().filter(|&doc| b.binary_search(doc).is_ok()).count()).sum()
}
