//! The stretches of a document that are the same as stretches of a passage, given where they may be.

use super::align::{Alignment, BAND, Pairs, Step};
use super::seeds::Candidate;
use super::sequence::{Word, words_of_passage};
use crate::error::Result;
use crate::vocabulary::Vocabulary;
use pamphlet_index::Stored;
use std::collections::HashMap;

/// Words to either side of what the seeds show that are aligned at first; where the stretch goes on, four times as many.
const AROUND: usize = 32;

/// Words between two stretches that belong together, on either side.
const JOINED: usize = 12;

/// A stretch of a document.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// Places in the passage.
    pub q: (usize, usize),
    /// The words of the document.
    pub words: Vec<Word>,
    pub steps: Vec<Step>,
}

impl Piece {
    /// As an alignment of its own words.
    pub fn alignment(&self) -> Alignment {
        Alignment { q: self.q, d: (0, self.words.len()), steps: self.steps.clone() }
    }

    fn start(&self) -> u32 {
        self.words.first().map_or(0, |word| word.position)
    }

    fn end(&self) -> u32 {
        self.words.last().map_or(0, |word| word.position + 1)
    }

    /// Whether a place to which seeds point lies in this stretch.
    fn covers(&self, candidate: &Candidate) -> bool {
        let at = candidate.diagonal + candidate.words.start as i64;
        let end = candidate.diagonal + candidate.words.end as i64;
        self.q.0 <= candidate.words.start + 4
            && candidate.words.end <= self.q.1 + 4
            && i64::from(self.start()) <= at + 8
            && end <= i64::from(self.end()) + 8
    }
}

/// A document whose words are read as they are needed.
struct Reading<'s> {
    stored: &'s Stored,
    passages: HashMap<usize, Vec<Word>>,
}

impl Reading<'_> {
    /// Words from the position `at` on: so many before it and behind it, as far as there are; and the place of the
    /// word at that position among them.
    fn around(
        &mut self,
        at: u32,
        before: usize,
        behind: usize,
        vocabulary: &mut Vocabulary,
    ) -> Result<(Vec<Word>, usize)> {
        let all = self.stored.passages()?;
        let middle = all.partition_point(|passage| passage.first_position <= at).saturating_sub(1);
        let mut words = self.passage(middle, vocabulary)?.to_vec();
        let mut place = words.partition_point(|word| word.position < at);
        let mut first = middle;
        while place < before && first > 0 {
            first -= 1;
            let mut more = self.passage(first, vocabulary)?.to_vec();
            place += more.len();
            more.append(&mut words);
            words = more;
        }
        let mut last = middle;
        while words.len() - place < behind && last + 1 < all.len() {
            last += 1;
            words.extend_from_slice(self.passage(last, vocabulary)?);
        }
        let from = place.saturating_sub(before);
        words.truncate((place + behind).min(words.len()));
        words.drain(..from);
        Ok((words, place - from))
    }

    fn passage(&mut self, at: usize, vocabulary: &mut Vocabulary) -> Result<&[Word]> {
        if !self.passages.contains_key(&at) {
            let words = words_of_passage(self.stored, at, vocabulary)?;
            self.passages.insert(at, words);
        }
        Ok(self.passages.get(&at).map_or(&[], Vec::as_slice))
    }
}

/// What is looked for in a document.
pub(super) struct Looked<'p> {
    pub passage: &'p [Word],
    /// Which forms are frequent, by their number.
    pub frequent: &'p [bool],
    /// So many words must stand near the diagonal before they are aligned.
    pub worth: usize,
}

/// The stretches of one document, in the order of the passage. Candidates are those of this document; of stretches
/// that are one but for a few words between, one is made.
pub(super) fn pieces(
    stored: &Stored,
    candidates: &[&Candidate],
    looked: &Looked<'_>,
    vocabulary: &mut Vocabulary,
) -> Result<Vec<Piece>> {
    let mut order: Vec<&Candidate> = candidates.to_vec();
    order.sort_by(|a, b| b.words.len().cmp(&a.words.len()).then(b.bits.total_cmp(&a.bits)));
    let mut reading = Reading { stored, passages: HashMap::new() };
    let mut found: Vec<Piece> = Vec::new();
    for candidate in order {
        if found.iter().any(|piece| piece.covers(candidate)) {
            continue;
        }
        if let Some(piece) = at(&mut reading, candidate, looked, vocabulary)?
            && !found.iter().any(|known| known.q == piece.q && known.start() == piece.start())
        {
            found.push(piece);
        }
    }
    found.sort_by_key(|piece| (piece.q, piece.start()));
    joined(&mut reading, found, vocabulary)
}

/// The stretch at a place.
fn at(
    reading: &mut Reading<'_>,
    candidate: &Candidate,
    looked: &Looked<'_>,
    vocabulary: &mut Vocabulary,
) -> Result<Option<Piece>> {
    let passage = looked.passage;
    let mut around = AROUND;
    loop {
        let from = candidate.words.start.saturating_sub(around);
        let to = passage.len().min(candidate.words.end + around);
        let q = &passage[from..to];
        let at = candidate.diagonal + candidate.words.start as i64;
        let at = u32::try_from(at.max(0)).unwrap_or(u32::MAX);
        let before = candidate.words.start - from;
        let (d, place) = reading.around(at, before + BAND, to - candidate.words.start + BAND, vocabulary)?;
        let pairs = Pairs { vocabulary, frequent: looked.frequent };
        let diagonal = place as i64 - before as i64;
        if !pairs.is_worth(q, &d, diagonal, looked.worth) {
            return Ok(None);
        }
        let Some(found) = pairs.align(q, &d, diagonal) else { return Ok(None) };
        // a stretch that ends where the words end may go on
        let goes_on = found.q.0 < 4 && from > 0 || found.q.1 + 4 > q.len() && to < passage.len();
        if goes_on && around < passage.len() {
            around *= 4;
            continue;
        }
        let words = d[found.d.0..found.d.1].to_vec();
        return Ok(Some(Piece { q: (from + found.q.0, from + found.q.1), words, steps: found.steps }));
    }
}

/// Makes one of stretches that follow each other in both texts, and drops those that lie in another.
fn joined(reading: &mut Reading<'_>, pieces: Vec<Piece>, vocabulary: &mut Vocabulary) -> Result<Vec<Piece>> {
    let mut out: Vec<Piece> = Vec::with_capacity(pieces.len());
    'next: for piece in pieces {
        for known in out.iter_mut().rev() {
            if known.q.0 <= piece.q.0
                && piece.q.1 <= known.q.1
                && known.start() <= piece.start()
                && piece.end() <= known.end()
            {
                continue 'next;
            }
            let Some(dropped) = piece.q.0.checked_sub(known.q.1).filter(|&words| words <= JOINED) else {
                continue;
            };
            // between two blocks a hundred positions are left out
            let apart = i64::from(piece.start()) - i64::from(known.end());
            if !(0..=2 * 100 + JOINED as i64).contains(&apart) {
                continue;
            }
            let (mut added, _) = reading.around(known.end(), 0, JOINED + 1, vocabulary)?;
            added.retain(|word| word.position < piece.start());
            if added.len() > JOINED {
                continue;
            }
            let paired = dropped.min(added.len());
            known.steps.extend(std::iter::repeat_n(Step::Other, paired));
            known.steps.extend(std::iter::repeat_n(Step::Dropped, dropped - paired));
            known.steps.extend(std::iter::repeat_n(Step::Added, added.len() - paired));
            known.q.1 = piece.q.1;
            known.words.append(&mut added);
            known.words.extend(piece.words);
            known.steps.extend(piece.steps);
            continue 'next;
        }
        out.push(piece);
    }
    Ok(out)
}
