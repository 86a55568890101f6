//! Analyses of words: how frequent, how typical, beside which others, in which rows; and of categories of a codebook.
//!
//! A *word* is an exact form of the index, folded in case and accents: what `=word` matches. The words of a text
//! are counted as searches count them, page chrome with the rest, and a compound with a hyphen as its parts and,
//! where single words are counted, as a whole too. Counts of words come from the postings; what stands beside a
//! match or in a row is read from the packed texts. `docs/analysis.md` has every formula with its source.

mod coding;
mod collocates;
mod documents;
mod filter;
mod keyness;
mod measures;
mod named;
mod ngrams;
mod stop;
mod table;
mod texts;
mod words;

use crate::parallel::cores;
use named::named;

pub use coding::{Coded, CodedCategory, CodedDocument, code, sample};
pub use collocates::{Collocate, CollocateSort, Collocates, CollocatesOptions, collocates};
pub(crate) use documents::{documents, without_query};
pub use filter::WordFilter;
pub use keyness::{KeyWord, Keyness, KeynessOptions, KeynessSort, keyness};
pub use ngrams::{Ngram, Ngrams, NgramsOptions, ngrams};
pub use stop::{stop_word_languages, stop_words};
pub use words::{WordCount, WordSort, Words, WordsOptions, words};

/// What no window and no row of words reaches across.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Within {
    /// The borders of a sentence.
    Sentence,
    /// Those of a paragraph, heading or list item, as a line of a concordance.
    #[default]
    Paragraph,
    /// Those of the document only.
    Document,
}

named! { Within: "sentence" => Sentence, "paragraph" => Paragraph, "document" => Document }

/// Per million, to three places: what is shown is what another program gets.
pub(crate) fn per_million(count: u64, words: u64) -> Option<f64> {
    (words > 0).then(|| (count as f64 * 1e9 / words as f64).round() / 1e3)
}

/// A measure to four places; no negative zero.
pub(crate) fn rounded(value: f64) -> f64 {
    (value * 1e4).round() / 1e4 + 0.0
}

/// How many threads an analysis of so many documents is worth.
pub(crate) fn threads(documents: usize) -> usize {
    // starting one costs as much as reading a few documents
    cores().min(documents / 16).clamp(1, 16)
}
