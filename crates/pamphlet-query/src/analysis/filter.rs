//! Which words of an analysis are listed.

use crate::expand::{Piece, wildcard};
use pamphlet_index::analyzer::folded;
use std::collections::BTreeSet;

/// Which words are listed; what is left out is counted in the totals all the same.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct WordFilter {
    /// Occurrences that a word has at least.
    pub min_count: u64,
    /// Documents that it stands in at least.
    pub min_documents: u64,
    /// Only words that fit: `*` is any letters, `?` one. Of n-grams, one of the words must.
    pub pattern: Option<String>,
    /// Words that are left out, in any case; n-grams that begin or end with one. [`stop_words`](crate::stop_words) has
    /// lists for many languages.
    pub stop: BTreeSet<String>,
}

impl Default for WordFilter {
    /// Every word.
    fn default() -> Self {
        Self { min_count: 1, min_documents: 1, pattern: None, stop: BTreeSet::new() }
    }
}

/// The filter, ready to be asked.
pub(crate) struct Sieve {
    pieces: Option<Vec<Piece>>,
    stop: BTreeSet<String>,
}

impl Sieve {
    pub fn of(filter: &WordFilter) -> Self {
        let pattern = filter.pattern.as_deref().map(str::trim).filter(|pattern| !pattern.is_empty());
        Self { pieces: pattern.map(pieces), stop: filter.stop.iter().map(|word| folded(word)).collect() }
    }

    /// Whether a word is listed.
    pub fn lets(&self, word: &str) -> bool {
        !self.stops(word) && self.fits(word)
    }

    /// Whether it is one of those that are left out.
    pub fn stops(&self, word: &str) -> bool {
        self.stop.contains(word)
    }

    /// Whether it fits the pattern.
    pub fn fits(&self, word: &str) -> bool {
        self.pieces.as_ref().is_none_or(|pieces| wildcard(pieces, &word.chars().collect::<Vec<_>>()))
    }
}

/// A pattern as it is compared with words: folded between its signs.
fn pieces(pattern: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    for part in pattern.split_inclusive(['*', '?']) {
        let (letters, sign) = match part.char_indices().next_back() {
            Some((at, sign @ ('*' | '?'))) => (&part[..at], Some(sign)),
            _ => (part, None),
        };
        out.extend(folded(letters).chars().filter(|c| *c != ' ').map(Piece::Letter));
        match sign {
            Some('*') => out.push(Piece::Many),
            Some(_) => out.push(Piece::One),
            None => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_let_through() {
        let check = |pattern: Option<&str>, stop: &[&str], word: &str, want: bool| {
            let filter = WordFilter {
                pattern: pattern.map(str::to_owned),
                stop: stop.iter().map(|word| (*word).to_owned()).collect(),
                ..WordFilter::default()
            };
            assert_eq!(Sieve::of(&filter).lets(word), want, "{pattern:?} {stop:?} {word}");
        };
        check(None, &[], "the", true);
        check(None, &["The"], "the", false);
        check(Some("Work*"), &[], "workers", true);
        check(Some("Work*"), &[], "rework", false);
        check(Some("wom?n"), &[], "women", true);
        check(Some("société"), &[], "societe", true);
        check(Some(" "), &[], "any", true);
    }
}
