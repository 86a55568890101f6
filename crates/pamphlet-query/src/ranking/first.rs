//! The first step: a sum of BM25 over fields, for all documents found.
//!
//! What weighs most is added first, and what cannot be among the best any more is left out.

use super::{K1, Ranking};
use crate::cursor::frequencies;
use crate::view::Segment;
use std::io;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED};

impl Ranking<'_> {
    /// The first step for documents of a segment (ascending). Only the best `most` have their whole score:
    /// once the weights that are left cannot bring a document among them, it is not looked at again. What is
    /// returned for such a document is less than its score, and less than the score of any of the best.
    pub fn first_step(&self, segment: &Segment<'_>, docs: &[DocId], most: usize) -> io::Result<Vec<f32>> {
        let mut scores = vec![0f32; docs.len()];
        if docs.is_empty() {
            return Ok(scores);
        }
        // where most documents match it is cheaper to score all of them
        let dense = docs.len() > segment.max_doc as usize / 16;
        let mut all = if dense { vec![0f32; segment.max_doc as usize] } else { Vec::new() };
        let whole = |documents: u32| dense && docs.len() * SEEK > documents as usize;
        let costs = self.components.iter().map(|component| match &component.infos[segment.number as usize] {
            None => 0,
            Some(info) if whole(info.doc_freq) => info.doc_freq as usize,
            Some(_) => docs.len() * SEEK,
        });
        let costs: Vec<usize> = costs.collect();
        let mut cost: usize = costs.iter().sum();
        let mut left: f32 = self.components.iter().map(|component| component.weight).sum();
        let mut stops = Stops::new(left, self.plan.patterns.is_empty() && docs.len() / 4 > most);
        for (at, component) in self.components.iter().enumerate() {
            if stops.due(left) && cost > docs.len() * CHOOSE {
                if dense {
                    gather(&all, docs, &mut scores);
                }
                let held = costs[at..].iter().filter(|cost| **cost > 0).count();
                let few = cost / (held * SEEK * 2).max(1);
                if let Some(rest) = candidates(&scores, most, left, few) {
                    self.finish(segment, docs, &rest, at, &mut scores)?;
                    return Ok(scores);
                }
            }
            left -= component.weight;
            cost -= costs[at];
            let Some(info) = &component.infos[segment.number as usize] else { continue };
            let field = segment.field(component.field)?;
            let norms = segment.lengths(component.field)?;
            let table = &self.lengths[&component.field];
            let length =
                |doc: DocId| table[usize::from(norms.as_ref().map_or(1, |norms| norms.fieldnorm_id(doc)))];
            if whole(info.doc_freq) {
                let mut block =
                    field.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
                while !block.docs().is_empty() {
                    for (&doc, &frequency) in block.docs().iter().zip(block.freqs()) {
                        if let Some(score) = all.get_mut(doc as usize) {
                            let frequency = frequency as f32;
                            *score += component.weight * frequency / (frequency + length(doc));
                        }
                    }
                    block.advance();
                }
                continue;
            }
            let mut list = field.read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
            for (at, &doc) in docs.iter().enumerate() {
                if list.doc() < doc {
                    list.seek(doc);
                }
                if list.doc() == doc {
                    let frequency = list.term_freq() as f32;
                    let value = component.weight * frequency / (frequency + length(doc));
                    let score = if dense { &mut all[doc as usize] } else { &mut scores[at] };
                    *score += value;
                } else if list.doc() == TERMINATED {
                    break;
                }
            }
        }
        if dense {
            gather(&all, docs, &mut scores);
        }
        self.add_patterns(segment, docs, &mut scores, &mut |_, _| {})?;
        Ok(scores)
    }

    /// Adds the components from `from` on to the scores of a few of the documents, given by their places.
    fn finish(
        &self,
        segment: &Segment<'_>,
        docs: &[DocId],
        few: &[usize],
        from: usize,
        scores: &mut [f32],
    ) -> io::Result<()> {
        for component in &self.components[from..] {
            let Some(info) = &component.infos[segment.number as usize] else { continue };
            let norms = segment.lengths(component.field)?;
            let table = &self.lengths[&component.field];
            let mut list = segment
                .field(component.field)?
                .read_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
            for &at in few {
                let doc = docs[at];
                if list.doc() < doc {
                    list.seek(doc);
                }
                if list.doc() == doc {
                    let frequency = list.term_freq() as f32;
                    let id = norms.as_ref().map_or(1, |norms| norms.fieldnorm_id(doc));
                    scores[at] += component.weight * frequency / (frequency + table[usize::from(id)]);
                }
            }
        }
        Ok(())
    }

    /// Patterns score as one word that stands as often as all that they match.
    pub(super) fn add_patterns(
        &self,
        segment: &Segment<'_>,
        docs: &[DocId],
        scores: &mut [f32],
        each: &mut dyn FnMut(usize, f32),
    ) -> io::Result<()> {
        for (at, pattern) in self.plan.patterns.iter().enumerate() {
            let entries = segment.text_entries(&self.plan.sets[pattern.set])?;
            let found = frequencies(&entries, docs, segment.max_doc)?;
            for (score, frequency) in scores.iter_mut().zip(found) {
                if frequency > 0 {
                    let frequency = frequency as f32;
                    let value =
                        self.weights.pattern * pattern.boost * (K1 + 1.0) * frequency / (frequency + K1);
                    each(at, value);
                    *score += value;
                }
            }
        }
        Ok(())
    }
}

fn gather(all: &[f32], docs: &[DocId], scores: &mut [f32]) {
    for (score, &doc) in scores.iter_mut().zip(docs) {
        *score = all[doc as usize];
    }
}

/// When the first step looks whether it can leave documents out: each time half of the weight is done.
struct Stops {
    next: f32,
    wanted: bool,
}

impl Stops {
    fn new(whole: f32, wanted: bool) -> Stops {
        Stops { next: whole / 2.0, wanted }
    }

    fn due(&mut self, left: f32) -> bool {
        let due = self.wanted && left <= self.next;
        if due {
            self.next = left / 2.0;
        }
        due
    }
}

/// What it costs to look a document up in a list, where to read one of a list on the way is 1.
const SEEK: usize = 8;

/// What it costs to choose the best documents, for each of them.
const CHOOSE: usize = 6;

/// The places of the documents that can be among the best `most` when each can still get `left` at most;
/// `None` while these are more than `few`, too many for looking them up one by one.
fn candidates(scores: &[f32], most: usize, left: f32, few: usize) -> Option<Vec<usize>> {
    let mut sorted = scores.to_vec();
    let (_, least, _) = sorted.select_nth_unstable_by(most.max(1) - 1, |a, b| b.total_cmp(a));
    // scores are compared by five digits: what might round to the same stays
    let bar = *least * (1.0 - 1e-4) - left;
    let found: Vec<usize> = (0..scores.len()).filter(|&at| scores[at] >= bar).collect();
    (found.len() <= few).then_some(found)
}
