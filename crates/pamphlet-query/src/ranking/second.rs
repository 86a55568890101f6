//! The second step: a closer look at the best of the first one.
//!
//! What all of them must be asked is asked of all of them in one pass: a run of words is worth more the fewer of
//! them have it. Sentences, and how near words stand that are in no run, are looked at in those alone that can still
//! be among the best: they cost most.

use super::kept::Kept;
use super::looked::{Front, Lists, Looked, Stand};
use super::phrase::whole_phrase;
use super::runs::{Near, Runs, narrowest};
use super::sentence::{SentenceCoverage, SentenceStarts};
use super::{Part, Ranked, Ranking};
use crate::cursor::Cursor;
use crate::view::{Field, Segment};
use std::io;
use std::ops::Range;
use tantivy::DocId;

/// Scores are compared by five digits: so much of a score may be lost by that.
const DIGITS: f64 = 1e-4;

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

    /// A score of the first step with what was added so far.
    fn on(&self, score: f64) -> f64 {
        self.parts().iter().fold(score, |sum, (_, value)| sum + f64::from(*value))
    }
}

/// The most that what was not looked at yet can add to a score.
#[derive(Clone, Copy, Debug, Default)]
struct Left {
    sentence: f32,
    near: f32,
}

impl Left {
    fn sum(&self) -> f32 {
        self.sentence + self.near
    }
}

/// What is known of the looked-at documents after the first pass.
struct Pass {
    closer: Vec<Closer>,
    /// What was not looked at yet.
    left: Vec<Left>,
    /// The runs that stand in each, as a part of `runs`.
    held: Vec<Range<usize>>,
    runs: Vec<u32>,
    /// Where the words stand in the documents that were read.
    kept: Kept,
    /// Where the words stand in the index, by the number of the segment.
    lists: Vec<(u32, Vec<Lists>)>,
}

impl Ranking<'_> {
    /// The second step: adds to the scores of `best`, which may be in any order. The first `most` in the order
    /// of their new scores have all of it; the others may lack a part, and come behind these with it, too.
    pub fn second_step(&self, best: &mut [Ranked], most: usize) -> io::Result<()> {
        let closer = self.closer(best, most)?;
        for (ranked, extra) in best.iter_mut().zip(closer) {
            ranked.score = extra.on(ranked.score);
        }
        Ok(())
    }

    /// What the second step adds to each of `best`: all of it to those that are the first `most` with it.
    pub(super) fn closer(&self, best: &[Ranked], most: usize) -> io::Result<Vec<Closer>> {
        if self.plan.sequence.is_empty() || best.is_empty() {
            return Ok(vec![Closer::default(); best.len()]);
        }
        let runs = Runs::of(&self.plan.sequence);
        let mut sentences = SentenceCoverage::new(self);
        let mut pass = self.first_pass(best, &runs, &sentences)?;
        self.weigh_runs(&runs, &mut pass);
        let mut open: Vec<usize> = (0..best.len()).filter(|&at| pass.left[at].sum() != 0.0).collect();
        if open.len() <= most || self.weights.sentence < 0.0 || self.weights.near < 0.0 {
            self.look_on(best, &mut open, &mut sentences, &mut pass)?;
            return Ok(pass.closer);
        }
        let upper: Vec<f64> = (0..best.len())
            .map(|at| pass.closer[at].on(best[at].score) + f64::from(pass.left[at].sum()))
            .collect();
        let mut batch = most.max(1);
        while !open.is_empty() {
            // those that can come first are looked at first: what they get leaves the others fewer places
            let mut rest = Vec::new();
            if open.len() > batch {
                open.select_nth_unstable_by(batch - 1, |&a, &b| upper[b].total_cmp(&upper[a]));
                rest = open.split_off(batch);
            }
            self.look_on(best, &mut open, &mut sentences, &mut pass)?;
            let mut scores: Vec<f64> =
                best.iter().zip(&pass.closer).map(|(ranked, closer)| closer.on(ranked.score)).collect();
            let (_, edge, _) = scores.select_nth_unstable_by(most.max(1) - 1, |a, b| b.total_cmp(a));
            let bar = *edge - edge.abs() * DIGITS;
            rest.retain(|&at| upper[at] >= bar);
            open = rest;
            batch *= 2;
        }
        Ok(pass.closer)
    }

    /// All parts but those that are left, and which runs each document has.
    fn first_pass(&self, best: &[Ranked], runs: &Runs, sentences: &SentenceCoverage<'_>) -> io::Result<Pass> {
        let mut pass = Pass {
            closer: vec![Closer::default(); best.len()],
            left: vec![Left::default(); best.len()],
            held: vec![0..0; best.len()],
            runs: Vec::new(),
            kept: Kept::new(best.len(), self.plan.words.len()),
            lists: Vec::new(),
        };
        let mut order: Vec<usize> = (0..best.len()).collect();
        order.sort_unstable_by_key(|&at| best[at].address);
        let distinct = self.distinct();
        let phrase = whole_phrase(self.plan).filter(|_| !runs.is_empty());
        let mut near = Near::default();
        for (segment, part) in self.by_segment(best, &order) {
            let mut fronts = Vec::with_capacity(self.plan.words.len());
            for (at, word) in self.plan.words.iter().enumerate() {
                fronts.push(Front::open(segment, word, &self.families[at])?);
            }
            let mut words = Vec::new();
            if !runs.is_empty() {
                let mut lists = Vec::with_capacity(self.plan.words.len());
                for (word, family) in self.plan.words.iter().zip(&self.families) {
                    lists.push(Lists::find(segment, word, family)?);
                }
                words = look(&lists, segment)?;
                pass.lists.push((segment.number, lists));
            }
            // what stands in the page's chrome makes a document match, and is no run
            let mut chrome = match phrase {
                Some(_) => Some(self.in_chrome(segment)?),
                None => None,
            };
            for &at in part {
                let doc = best[at].address.doc;
                let closer = &mut pass.closer[at];
                (closer.coverage, closer.named) = self.front(&distinct, &mut fronts, doc);
                if runs.is_empty() {
                    continue;
                }
                let held = words.iter_mut().filter_map(|word| word.seek(doc).then_some(())).count();
                let most = sentences.at_most(&words);
                if sentences.whole > 0.0 {
                    pass.left[at].sentence = self.weights.sentence * most * most / sentences.whole;
                }
                let from = pass.runs.len();
                let all_near =
                    phrase.filter(|_| chrome.as_mut().is_some_and(|chrome| chrome.seek(doc) != doc));
                if let Some(narrow) = all_near.filter(|narrow| *narrow || !self.plan.short) {
                    pass.runs.extend(0..runs.len() as u32);
                    if narrow {
                        closer.near = self.nearness_of(0.0);
                    }
                } else if held > 1 || self.plan.sequence.len() > distinct.len() {
                    for word in &mut words {
                        word.read()?;
                    }
                    runs.find(&words, &mut near, &mut pass.runs);
                    pass.kept.keep(at, &words);
                    if self.plan.short && held == words.len() {
                        if runs.are_whole(&pass.runs[from..], words.len()) {
                            closer.near = self.nearness_of(0.0);
                        } else if held == 2 {
                            closer.near = self.nearness(&stands(&words));
                        } else {
                            pass.left[at].near = self.nearness_of(0.0);
                        }
                    }
                }
                pass.held[at] = from..pass.runs.len();
            }
        }
        Ok(pass)
    }

    /// Adds what the runs are worth: more the fewer of the documents have them.
    fn weigh_runs(&self, runs: &Runs, pass: &mut Pass) {
        let mut holding = vec![0u32; runs.len()];
        for &run in &pass.runs {
            holding[run as usize] += 1;
        }
        let looked = pass.closer.len() as f32;
        // a few words that all must match stand in all of these: rare is what is rare in the whole index
        let all = if self.plan.short { self.view.documents_in_all() as f32 } else { looked };
        let worth = holding.iter().map(|&some| {
            let some = some as f32;
            let all = all.max(some);
            self.weights.runs * (1.0 + (all - some + 0.5) / (some + 0.5)).ln()
        });
        let worth: Vec<f32> = worth.collect();
        for (closer, held) in pass.closer.iter_mut().zip(&pass.held) {
            for &run in &pass.runs[held.clone()] {
                closer.runs += worth[run as usize];
            }
        }
    }

    /// Adds what is left for some of the documents, given by their places.
    fn look_on(
        &self,
        best: &[Ranked],
        places: &mut [usize],
        sentences: &mut SentenceCoverage<'_>,
        pass: &mut Pass,
    ) -> io::Result<()> {
        places.sort_unstable_by_key(|&at| best[at].address);
        for (segment, part) in self.by_segment(best, places) {
            let Some((_, lists)) = pass.lists.iter().find(|(number, _)| *number == segment.number) else {
                continue;
            };
            let mut words: Option<Vec<Looked>> = None;
            let mut starts = SentenceStarts::open(segment)?;
            for &at in part {
                let doc = best[at].address.doc;
                let stands = match pass.kept.stands(at) {
                    Some(stands) => stands,
                    None => {
                        let words = match &mut words {
                            Some(words) => words,
                            none => none.insert(look(lists, segment)?),
                        };
                        for word in words.iter_mut() {
                            word.seek(doc);
                            word.read()?;
                        }
                        stands(words)
                    }
                };
                if pass.left[at].near != 0.0 {
                    pass.closer[at].near = self.nearness(&stands);
                }
                starts.seek(doc);
                let most = sentences.most(&stands, &starts.starts);
                if sentences.whole > 0.0 {
                    pass.closer[at].sentence = self.weights.sentence * most * most / sentences.whole;
                }
            }
        }
        Ok(())
    }

    /// Places in `best`, in the order of the index, segment by segment.
    fn by_segment<'o>(
        &self,
        best: &'o [Ranked],
        order: &'o [usize],
    ) -> impl Iterator<Item = (&Segment<'_>, &'o [usize])> {
        let segment = |at: usize| best[at].address.segment;
        order
            .chunk_by(move |&a, &b| segment(a) == segment(b))
            .map(move |part| (&self.view.segments[segment(part[0]) as usize], part))
    }

    /// The documents of a segment whose page chrome has a word of the query.
    fn in_chrome(&self, segment: &Segment<'_>) -> io::Result<Cursor> {
        let mut entries = Vec::new();
        for (word, family) in self.plan.words.iter().zip(&self.families) {
            entries.append(&mut segment.entries(&[Field::Chrome], std::slice::from_ref(&word.term))?);
            entries.append(&mut segment.entries(&[Field::Chrome], family)?);
        }
        Cursor::open(entries, false, segment.max_doc)
    }

    /// How much of the query's weight the title and opening have, and the rarity of what the title has.
    fn front(&self, distinct: &[usize], fronts: &mut [Front], doc: DocId) -> (f32, f32) {
        let (mut whole, mut covered, mut named) = (0.0, 0.0, 0.0);
        for &at in distinct {
            let (counts, in_title) = fronts[at].of(doc);
            whole += self.idf[at];
            covered += self.idf[at] * counts;
            if in_title {
                named += self.idf[at];
            }
        }
        let coverage = if whole > 0.0 { self.weights.coverage * covered * covered / whole } else { 0.0 };
        (coverage, self.weights.named * named)
    }

    /// How near each other all words of the query stand, where they do it best: 1 for side by side, less with
    /// each word between; times the rarity of the words.
    fn nearness(&self, words: &[Stand<'_>]) -> f32 {
        if words.len() < 2 || words.iter().any(|word| word.any.is_empty()) {
            return 0.0;
        }
        let lists: Vec<&[u32]> = words.iter().map(|word| word.any).collect();
        self.nearness_of(narrowest(&lists).saturating_sub(words.len() as u32) as f32)
    }

    /// The same, for so many words between.
    fn nearness_of(&self, between: f32) -> f32 {
        let rarity: f32 = self.idf.iter().sum();
        self.weights.near * rarity / (1.0 + (1.0 + between).ln())
    }
}

/// What was read of words.
fn stands(words: &[Looked]) -> Vec<Stand<'_>> {
    words.iter().map(Looked::stand).collect()
}

/// The words of the plan in the text of a segment.
fn look(lists: &[Lists], segment: &Segment<'_>) -> io::Result<Vec<Looked>> {
    let mut words = Vec::with_capacity(lists.len());
    for lists in lists {
        words.push(Looked::open(lists, segment.max_doc)?);
    }
    Ok(words)
}
