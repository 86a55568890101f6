//! What is asked of an index.

use crate::ast::Expr;
use crate::codebook::Codebook;
use crate::mended::Mended;
use crate::note::Notes;
use crate::parser::{Reading, parse};
use crate::ranking::Weights;
use pamphlet_document::PartialDate;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use std::time::Duration;

/// A query with its options. [`Request::new`] has the defaults of the command line.
#[derive(Clone, Debug)]
pub struct Request {
    /// The query, as typed.
    pub text: String,
    /// Hits to return; `None` returns all.
    pub limit: Option<usize>,
    /// Hits to leave out at the front.
    pub offset: usize,
    /// Words side by side are alternatives.
    pub any: bool,
    /// The whole text is one phrase.
    pub phrase: bool,
    /// What could not be read as it was typed is an error.
    pub strict: bool,
    /// Which other forms a word without quotes matches.
    pub stem: Stemming,
    /// Also search words that the best hits share; which ones is noted, and stands in the query as read.
    pub expand: bool,
    /// The order of the hits.
    pub sort: Sort,
    /// Copies and versions of one document are one hit, the best of them, with the paths of the others in
    /// [`Hit::also`](crate::Hit::also). Counts and facets are those of all documents either way; a
    /// [`trend`](crate::trend) counts only the oldest of them where this is `Some(true)`.
    /// `None`: where the best hits are asked for, but not where all are, or another order than by score.
    pub fold: Option<bool>,
    /// Only documents that may be of this date or later.
    pub from: Option<PartialDate>,
    /// Only documents that may be of this date or earlier.
    pub to: Option<PartialDate>,
    /// Only documents with these values, by field.
    pub filters: Vec<(String, String)>,
    /// Leaves out documents by the numbers of their ids (16 hexadecimal digits): what was known before.
    pub except: Option<Arc<BTreeSet<u64>>>,
    /// Fields whose values are counted over all hits.
    pub facets: Vec<String>,
    /// Values a facet returns, the most frequent first.
    pub facet_values: usize,
    /// Snippets of each hit.
    pub snippets: usize,
    /// About how many characters a snippet has at most.
    pub snippet_chars: usize,
    /// Words shown on each side of a match, in place of `snippet_chars`; for a concordance 10 when not given.
    pub context: Option<usize>,
    /// Say what each score is made of.
    pub explain: bool,
    /// Stop looking for more documents after that long, and say so.
    pub timeout: Option<Duration>,
    /// Stop looking once this is set: nobody waits for the answer any more. What is returned then is as after
    /// `timeout`.
    pub stop: Option<Arc<AtomicBool>>,
    /// How much each part of a score counts.
    pub weights: Weights,
    /// The categories that `@name` in the query stands for.
    pub sets: Option<Arc<Codebook>>,
}

/// Orders of hits. Ties are broken by path.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best first.
    #[default]
    Score,
    /// Oldest first, by the first day that a date can mean; documents without a date come last.
    Date,
    /// Newest first; documents without a date come last.
    DateDown,
    /// By path.
    Path,
}

/// Which forms a word without quotes matches beside itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stemming {
    /// Plural, possessive and spelling, by the rules of each document's own language.
    #[default]
    Light,
    /// Also every word with the same stem: `nation` matches `nationalism`. The stemmer's version stands in the
    /// index's manifest.
    Full,
}

impl Request {
    /// The query `text` with the defaults: ten hits, best first, with one snippet each.
    pub fn new(text: impl Into<String>) -> Request {
        Request {
            text: text.into(),
            limit: Some(10),
            offset: 0,
            any: false,
            phrase: false,
            strict: false,
            stem: Stemming::Light,
            expand: false,
            sort: Sort::Score,
            fold: None,
            from: None,
            to: None,
            filters: Vec::new(),
            except: None,
            facets: Vec::new(),
            facet_values: 20,
            snippets: 1,
            snippet_chars: 240,
            context: None,
            explain: false,
            timeout: None,
            stop: None,
            weights: Weights::default(),
            sets: None,
        }
    }

    /// Whether something beside the query says which documents are asked for: a time, a field, or documents that are left
    /// out.
    ///
    /// ```
    /// let request = pamphlet_query::Request::new("bread");
    /// assert!(!request.is_filtered());
    /// assert!(pamphlet_query::Request { from: "1848".parse().ok(), ..request }.is_filtered());
    /// ```
    pub fn is_filtered(&self) -> bool {
        self.from.is_some() || self.to.is_some() || self.except.is_some() || !self.filters.is_empty()
    }

    /// The query as a part of a longer one: as it was typed where that is what it says, else as it was read. A quote that
    /// is not closed must not take in what comes behind it.
    pub(crate) fn part(&self) -> String {
        let (expr, typed) = self.read();
        bracketed(&expr, typed)
    }

    /// The query as an item beside `NEAR`, all of whose matches count. Beside `NEAR` a bare conjunction asks that each of
    /// its parts is near; one among alternatives is an item like any other.
    pub(crate) fn near_part(&self) -> String {
        let (expr, typed) = self.read();
        match expr {
            Expr::And(_) => format!("(({typed}) OR ({typed}))"),
            _ => bracketed(&expr, typed),
        }
    }

    /// How it is read, whatever fields there are, and how that can be typed.
    fn read(&self) -> (Expr, String) {
        let text = Mended::of(self.text.trim(), &mut Notes::default()).text;
        let reading = Reading { any: self.any, phrase: self.phrase };
        let (expr, notes) = parse(&text, reading, &|_| true);
        let as_typed = expr == Expr::Nothing || !self.phrase && notes.is_empty();
        let typed = if as_typed { text.into_owned() } else { expr.to_string() };
        (expr, typed)
    }
}

/// A query that was read, as a part of a longer one.
fn bracketed(expr: &Expr, typed: String) -> String {
    if expr.is_atom() { typed } else { format!("({typed})") }
}
