//! How much of a query the sentence of a document has that has most of it.

use super::Ranking;
use super::looked::{Looked, OTHER_FORM, Stand};
use crate::spans::gallop;
use crate::view::{Field, Segment};
use std::io;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet};

/// What adding up in another order may change of a sum.
const ROUNDING: f32 = 1.0 + 1e-5;

/// How much of the query's weight the sentence has that has most of it.
///
/// A document has frequent words by the hundred. So sentences are looked at by the rarest word that they
/// have, and no further once those that are left cannot have more than the best so far.
pub(super) struct SentenceCoverage<'r> {
    idf: &'r [f32],
    /// The distinct words of the query in its order: values are added up in that order.
    sequence: Vec<usize>,
    /// The same, the rarest first, each with the weight of itself and all behind it.
    rarest: Vec<(usize, f32)>,
    pub whole: f32,
    done: Vec<bool>,
    /// For each word, the place in its positions up to which the sentences were looked at, and the same of the typed
    /// form alone.
    places: Vec<[usize; 2]>,
}

impl<'r> SentenceCoverage<'r> {
    pub fn new(ranking: &'r Ranking<'_>) -> Self {
        let idf = &ranking.idf[..];
        let sequence = ranking.distinct();
        let whole = sequence.iter().fold(0.0, |sum, &at| sum + idf[at]);
        let mut order = sequence.clone();
        order.sort_by(|&a, &b| idf[b].total_cmp(&idf[a]).then(a.cmp(&b)));
        let (mut rarest, mut left) = (Vec::with_capacity(order.len()), 0.0);
        for &at in order.iter().rev() {
            left += idf[at];
            rarest.push((at, left));
        }
        rarest.reverse();
        Self { idf, sequence, rarest, whole, done: Vec::new(), places: Vec::new() }
    }

    /// The most that a sentence can have of a document that holds these words.
    pub fn at_most(&self, words: &[Looked]) -> f32 {
        self.all_of(&|at| words[at].held()) * ROUNDING
    }

    /// The most that a sentence has; `starts` are the positions at which sentences start.
    pub fn most(&mut self, words: &[Stand<'_>], starts: &[u32]) -> f32 {
        self.done.clear();
        self.done.resize(starts.len() + 1, false);
        let all = self.all_of(&|at| words[at].held);
        let mut most = 0.0f32;
        for at in 0..self.rarest.len() {
            let (at, left) = self.rarest[at];
            if left * ROUNDING < most {
                break;
            }
            let mut sentence = 0;
            self.places.clear();
            self.places.resize(words.len(), [0; 2]);
            for &position in words[at].any {
                sentence += gallop(&starts[sentence..], position + 1);
                if std::mem::replace(&mut self.done[sentence], true) {
                    continue;
                }
                let from = sentence.checked_sub(1).map_or(0, |before| starts[before]);
                let to = starts.get(sentence).copied().unwrap_or(u32::MAX);
                most = most.max(self.covered(words, from, to));
                if most >= all {
                    return most;
                }
            }
        }
        most
    }

    /// What a sentence has that has all words of the document, each in its best form.
    fn all_of(&self, held: &dyn Fn(usize) -> f32) -> f32 {
        self.sequence.iter().fold(0.0, |sum, &at| sum + held(at) * self.idf[at])
    }

    /// What the sentence of the positions `from..to` has; of several forms of a word the best counts. Sentences are
    /// asked for from the first on.
    fn covered(&mut self, words: &[Stand<'_>], from: u32, to: u32) -> f32 {
        let mut covered = 0.0;
        let first = |list: &[u32], place: &mut usize| {
            *place += gallop(&list[*place..], from);
            list.get(*place).copied().filter(|&at| at < to)
        };
        for &at in &self.sequence {
            let (word, [any_place, exact_place]) = (&words[at], &mut self.places[at]);
            let Some(any) = first(word.any, any_place) else { continue };
            match first(word.exact, exact_place) {
                None => covered += OTHER_FORM * self.idf[at],
                Some(exact) if exact == any => covered += self.idf[at],
                Some(_) => {
                    covered += OTHER_FORM * self.idf[at];
                    covered += (1.0 - OTHER_FORM) * self.idf[at];
                }
            }
        }
        covered
    }
}

/// Where the sentences of a document start.
pub(super) struct SentenceStarts {
    postings: Option<SegmentPostings>,
    pub starts: Vec<u32>,
}

impl SentenceStarts {
    pub fn open(segment: &Segment<'_>) -> io::Result<Self> {
        let term = pamphlet_index::schema::edge::SENTENCE;
        let postings = segment.postings(Field::Edge, term, IndexRecordOption::WithFreqsAndPositions)?;
        Ok(Self { postings, starts: Vec::new() })
    }

    pub fn seek(&mut self, doc: DocId) {
        self.starts.clear();
        if let Some(postings) = &mut self.postings {
            if postings.doc() < doc {
                postings.seek(doc);
            }
            if postings.doc() == doc {
                postings.positions(&mut self.starts);
            }
        }
    }
}
