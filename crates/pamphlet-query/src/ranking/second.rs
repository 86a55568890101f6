//! The second step: a closer look at the best of the first one.

use super::runs::{Near, Runs, narrowest};
use super::{Part, Ranked, Ranking};
use crate::cursor::Cursor;
use crate::plan::Scored;
use crate::spans::gallop;
use crate::view::{Field, Segment};
use std::io;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet};

/// What another form than the typed one counts in the second step.
const OTHER_FORM: f32 = 0.7;

/// What adding up in another order may change of a sum.
const ROUNDING: f32 = 1.0 + 1e-5;

/// What the second step adds to a score.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Closer {
    runs: f32,
    coverage: f32,
    sentence: f32,
    named: f32,
    near: f32,
}

impl Closer {
    pub(super) fn parts(&self) -> [(Part, f32); 5] {
        [
            (Part::Runs, self.runs),
            (Part::Coverage, self.coverage),
            (Part::Sentence, self.sentence),
            (Part::Named, self.named),
            (Part::Near, self.near),
        ]
    }
}

impl Ranking<'_> {
    /// The second step: adds to the scores of `best`, which may be in any order.
    pub fn second_step(&self, best: &mut [Ranked]) -> io::Result<()> {
        let closer = self.closer(best)?;
        for (ranked, extra) in best.iter_mut().zip(closer) {
            for (_, value) in extra.parts() {
                ranked.score += f64::from(value);
            }
        }
        Ok(())
    }

    /// What the second step adds to each of `best`.
    pub(super) fn closer(&self, best: &[Ranked]) -> io::Result<Vec<Closer>> {
        let mut out = vec![Closer::default(); best.len()];
        if self.plan.sequence.is_empty() || best.is_empty() {
            return Ok(out);
        }
        let mut order: Vec<usize> = (0..best.len()).collect();
        order.sort_unstable_by_key(|&at| best[at].address);
        let runs = Runs::of(&self.plan.sequence);
        let mut sentences = SentenceCoverage::new(self);
        let mut found: Vec<Vec<u32>> = vec![Vec::new(); best.len()];
        let mut near = Near::default();
        let mut from = 0;
        while from < order.len() {
            let segment = &self.view.segments[best[order[from]].address.segment as usize];
            let to = from + order[from..].partition_point(|&at| best[at].address.segment == segment.number);
            let mut words = Vec::with_capacity(self.plan.words.len());
            for (at, word) in self.plan.words.iter().enumerate() {
                words.push(Looked::open(segment, word, &self.families[at])?);
            }
            let mut starts = SentenceStarts::open(segment)?;
            for &at in &order[from..to] {
                let doc = best[at].address.doc;
                (out[at].coverage, out[at].named) = self.front(&mut words, doc);
                if runs.is_empty() {
                    continue;
                }
                for word in &mut words {
                    word.read(doc)?;
                }
                starts.seek(doc);
                let most = sentences.most(&words, &starts.starts);
                if sentences.whole > 0.0 {
                    out[at].sentence = self.weights.sentence * most * most / sentences.whole;
                }
                runs.find(&words, &mut near, &mut found[at]);
                if self.plan.short {
                    out[at].near = self.nearness(&words);
                }
            }
            from = to;
        }
        // rare among these hits
        let mut holding = vec![0u32; runs.len()];
        for runs in &found {
            for &run in runs {
                holding[run as usize] += 1;
            }
        }
        // a few words that all must match stand in all of these: rare is what is rare in the whole index
        let all = if self.plan.short { self.view.index.max_documents() as f32 } else { best.len() as f32 };
        for (out, found) in out.iter_mut().zip(&found) {
            for &run in found {
                let some = holding[run as usize] as f32;
                let all = all.max(some);
                out.runs += self.weights.runs * (1.0 + (all - some + 0.5) / (some + 0.5)).ln();
            }
        }
        Ok(out)
    }

    /// How much of the query's weight the title and opening have, and the rarity of what the title has.
    fn front(&self, words: &mut [Looked], doc: DocId) -> (f32, f32) {
        let (mut whole, mut covered, mut named) = (0.0, 0.0, 0.0);
        let mut counted = vec![false; words.len()];
        for &at in &self.plan.sequence {
            if std::mem::replace(&mut counted[at], true) {
                continue;
            }
            whole += self.idf[at];
            covered += self.idf[at] * words[at].in_front(doc);
            if words[at].in_title.seek(doc) == doc {
                named += self.idf[at];
            }
        }
        let coverage = if whole > 0.0 { self.weights.coverage * covered * covered / whole } else { 0.0 };
        (coverage, self.weights.named * named)
    }

    /// How near each other all words of the query stand, where they do it best: 1 for side by side, less with
    /// each word between; times the rarity of the words.
    fn nearness(&self, words: &[Looked]) -> f32 {
        if words.len() < 2 || words.iter().any(|word| word.positions.is_empty()) {
            return 0.0;
        }
        let rarity: f32 = self.idf.iter().sum();
        let lists: Vec<&[u32]> = words.iter().map(|word| &word.positions[..]).collect();
        let between = narrowest(&lists).saturating_sub(words.len() as u32) as f32;
        self.weights.near * rarity / (1.0 + (1.0 + between).ln())
    }
}

/// How much of the query's weight the sentence has that has most of it.
///
/// A document has frequent words by the hundred. So sentences are looked at by the rarest word that they
/// have, and no further once those that are left cannot have more than the best so far.
struct SentenceCoverage<'r> {
    idf: &'r [f32],
    /// The distinct words of the query in its order: values are added up in that order.
    sequence: Vec<usize>,
    /// The same, the rarest first, each with the weight of itself and all behind it.
    rarest: Vec<(usize, f32)>,
    whole: f32,
    done: Vec<bool>,
}

impl<'r> SentenceCoverage<'r> {
    fn new(ranking: &'r Ranking<'_>) -> Self {
        let idf = &ranking.idf[..];
        let mut sequence: Vec<usize> = Vec::new();
        for &at in &ranking.plan.sequence {
            if !sequence.contains(&at) {
                sequence.push(at);
            }
        }
        let whole = sequence.iter().fold(0.0, |sum, &at| sum + idf[at]);
        let mut order = sequence.clone();
        order.sort_by(|&a, &b| idf[b].total_cmp(&idf[a]).then(a.cmp(&b)));
        let (mut rarest, mut left) = (Vec::with_capacity(order.len()), 0.0);
        for &at in order.iter().rev() {
            left += idf[at];
            rarest.push((at, left));
        }
        rarest.reverse();
        Self { idf, sequence, rarest, whole, done: Vec::new() }
    }

    /// The most that a sentence has; `starts` are the positions at which sentences start, and the words'
    /// positions were read.
    fn most(&mut self, words: &[Looked], starts: &[u32]) -> f32 {
        self.done.clear();
        self.done.resize(starts.len() + 1, false);
        let mut most = 0.0f32;
        for &(at, left) in &self.rarest {
            if left * ROUNDING < most {
                break;
            }
            let mut sentence = 0;
            for &position in &words[at].positions {
                sentence += gallop(&starts[sentence..], position + 1);
                if std::mem::replace(&mut self.done[sentence], true) {
                    continue;
                }
                let from = sentence.checked_sub(1).map_or(0, |before| starts[before]);
                let to = starts.get(sentence).copied().unwrap_or(u32::MAX);
                most = most.max(self.covered(words, from, to));
            }
        }
        most
    }

    /// What the sentence of the positions `from..to` has; of several forms of a word the best counts.
    fn covered(&self, words: &[Looked], from: u32, to: u32) -> f32 {
        let mut covered = 0.0;
        let first =
            |list: &[u32]| list.get(list.partition_point(|&at| at < from)).copied().filter(|&at| at < to);
        for &at in &self.sequence {
            let word = &words[at];
            let Some(any) = first(&word.positions) else { continue };
            match first(word.exact()) {
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

/// A word's postings, as the second step reads them.
pub(super) struct Looked {
    exact_cursor: Cursor,
    other_cursor: Cursor,
    /// Where the typed form stands, where that is not all of `positions`.
    exact: Vec<u32>,
    is_all_exact: bool,
    /// Where any form stands.
    pub positions: Vec<u32>,
    front_exact: Cursor,
    front_other: Cursor,
    in_title: Cursor,
}

impl Looked {
    fn open(segment: &Segment<'_>, word: &Scored, family: &[String]) -> io::Result<Looked> {
        let mut terms = vec![word.term.clone()];
        terms.extend(family.iter().cloned());
        let open = |fields: &[Field], terms: &[String], positions: bool| -> io::Result<Cursor> {
            Cursor::open(segment.entries(fields, terms)?, positions, segment.max_doc)
        };
        let front = [Field::Title, Field::Opening];
        Ok(Looked {
            exact_cursor: open(&[Field::Body], &terms[..1], true)?,
            other_cursor: open(&[Field::Body], &terms[1..], true)?,
            exact: Vec::new(),
            is_all_exact: true,
            positions: Vec::new(),
            front_exact: open(&front, &terms[..1], false)?,
            front_other: open(&front, &terms[1..], false)?,
            in_title: open(&front[..1], &terms, false)?,
        })
    }

    /// Reads where the word stands in a document.
    fn read(&mut self, doc: DocId) -> io::Result<()> {
        self.positions.clear();
        self.is_all_exact = self.other_cursor.seek(doc) != doc;
        let holds_exact = self.exact_cursor.seek(doc) == doc;
        if self.is_all_exact {
            if holds_exact {
                self.exact_cursor.positions(&mut self.positions)?;
            }
            return Ok(());
        }
        self.other_cursor.positions(&mut self.positions)?;
        self.exact.clear();
        if holds_exact {
            self.exact_cursor.positions(&mut self.exact)?;
            self.positions.extend_from_slice(&self.exact);
            self.positions.sort_unstable();
            self.positions.dedup();
        }
        Ok(())
    }

    /// Where the typed form stands.
    fn exact(&self) -> &[u32] {
        if self.is_all_exact { &self.positions } else { &self.exact }
    }

    /// 1 when the title or opening has the word, less when it has another form.
    fn in_front(&mut self, doc: DocId) -> f32 {
        if self.front_exact.seek(doc) == doc {
            1.0
        } else if self.front_other.seek(doc) == doc {
            OTHER_FORM
        } else {
            0.0
        }
    }
}

/// Where the sentences of a document start.
struct SentenceStarts {
    postings: Option<SegmentPostings>,
    starts: Vec<u32>,
}

impl SentenceStarts {
    fn open(segment: &Segment<'_>) -> io::Result<Self> {
        let term = pamphlet_index::schema::edge::SENTENCE;
        let postings = segment.postings(Field::Edge, term, IndexRecordOption::WithFreqsAndPositions)?;
        Ok(Self { postings, starts: Vec::new() })
    }

    fn seek(&mut self, doc: DocId) {
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
