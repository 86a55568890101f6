//! Where in an index a passage may stand: the places to which its rarest words point.
//!
//! Of every eight words in a row the rarest three are seeds, so that a passage has some wherever it was changed. Where
//! two neighbouring seeds stand as far apart in a document as in the passage, give or take two words, both vote for a
//! diagonal: their position there less their place in the passage. Where the seeds of a stretch vote for one diagonal,
//! the passage may stand. A vote counts as many bits as its word is rare, so that three names say more than three words
//! of every speech.
//!
//! Winnowing (Schleimer, Wilkerson and Aiken 2003) chooses among hashed runs of words, which would have to stand in the
//! index beside the words; choosing words by their rarity instead needs nothing that is not there, and one changed word
//! costs one seed, not all the runs that it stands in. See docs/reuse.md.

use super::lists::Lists;
use super::sequence::Word;
use super::votes::{Vote, places_of, vote};
use crate::cursor::Docs;
use crate::error::Result;
use crate::parallel::in_order;
use crate::view::{Segment, View};
use crate::vocabulary::Vocabulary;
use std::ops::Range;
use tantivy::DocId;

/// Words of a passage among which the rarest are chosen.
const WINDOW: usize = 8;

/// Seeds among so many words.
const OF_WINDOW: usize = 3;

/// A passage of no more words has one seed more in each window: it is short, and looked for as a whole.
const SHORT: usize = 64;

/// Words of a passage that may lie between the first and the last vote of one place.
pub(super) const REACH: u32 = 24;

/// Of the bits that the seeds of a short passage have, a place must have this part.
const PART: f32 = 0.45;

/// The bits that a place must have are those of an index of 2 to the 24th words. In a smaller one each word has fewer, and
/// fewer places agree by chance.
const OF_BITS: f32 = 24.0;

/// Positions that are held at a time, those of the rarest words first.
const MOST_POSITIONS: u64 = 6 << 20;

/// Positions that take as long to read as some threads to start.
const WORTH_A_THREAD: u64 = 1 << 18;

/// Words of a passage that are looked for at a time.
pub(super) const BLOCK: usize = 2_048;

/// A stretch of a passage and where it may stand in a document.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Candidate {
    pub segment: u32,
    pub doc: DocId,
    /// The words of the passage between the first and the last seed that was met.
    pub words: Range<usize>,
    /// The position in the document at which the passage's first word would stand.
    pub diagonal: i64,
    pub bits: f32,
}

/// How rare the words of a passage are.
pub(super) struct Rarity {
    /// For each form of the vocabulary of the passage, how often it stands in the index; 0 where it does not.
    counts: Vec<u64>,
    /// Words in the index.
    all: u64,
}

impl Rarity {
    /// Looks up all forms that the vocabulary has so far.
    pub fn of(view: &View<'_>, vocabulary: &Vocabulary) -> Result<Rarity> {
        let mut counts = Vec::with_capacity(vocabulary.len());
        for form in vocabulary.forms() {
            counts.push(view.frequency(form)?.occurrences);
        }
        Ok(Rarity { counts, all: view.words_in_all().max(1) })
    }

    /// The bits that a word says; 0 for one that the index does not hold.
    fn bits(&self, form: u32) -> f32 {
        match self.counts.get(form as usize) {
            Some(&count) if count > 0 => (self.all as f32 / count as f32).log2().max(1.0),
            _ => 0.0,
        }
    }

    /// Which forms are frequent: more than one in 400 words.
    pub fn frequent(&self) -> Vec<bool> {
        self.counts.iter().map(|count| count * 400 > self.all).collect()
    }

    /// The places of the seeds in a row of words, ascending.
    fn seeds(&self, words: &[Word], of_window: usize) -> Vec<usize> {
        let mut chosen = vec![false; words.len()];
        let mut window: Vec<(u64, usize)> = Vec::with_capacity(WINDOW);
        let last = words.len().saturating_sub(WINDOW);
        for start in 0..=last {
            window.clear();
            for (at, word) in words.iter().enumerate().skip(start).take(WINDOW) {
                let count = self.counts.get(word.form as usize).copied().unwrap_or(0);
                if count > 0 {
                    window.push((count, at));
                }
            }
            window.sort_unstable();
            for &(_, at) in window.iter().take(of_window) {
                chosen[at] = true;
            }
        }
        (0..words.len()).filter(|&at| chosen[at]).collect()
    }
}

/// What a passage asks for.
pub(super) struct Sought<'p> {
    pub words: &'p [Word],
    pub vocabulary: &'p Vocabulary,
    pub rarity: &'p Rarity,
    /// Bits that the votes of a place must have, where the passage has as many.
    pub bits: f32,
    /// In which documents of each segment it is looked for; `None` is all.
    pub only: Option<&'p [Docs]>,
    /// Whether there is no time to go on.
    pub has_ended: &'p (dyn Fn() -> bool + Sync),
}

/// The places in the index where words of a passage may stand, in the order of the index; where time runs out, those of
/// the blocks before. Long lists are read on up to so
/// many threads; on a single one, with the room of the passage before.
pub(super) fn candidates(
    view: &View<'_>,
    sought: &Sought<'_>,
    threads: usize,
    room: &mut Room,
) -> Result<Vec<Candidate>> {
    let blocks = Block::all_of(sought);
    let positions: u64 = blocks.iter().map(|block| block.positions).sum();
    let threads = if positions < WORTH_A_THREAD { 1 } else { threads.max(1) };
    let mut shares = Vec::new();
    for block in &blocks {
        for segment in &view.segments {
            let share = segment.max_doc.div_ceil(threads as u32).max(1);
            let starts = (0..segment.max_doc).step_by(share as usize);
            shares.extend(starts.map(|start| (block, segment, start..segment.max_doc.min(start + share))));
        }
    }
    let each = |room: &mut Room, (block, segment, docs): &(&Block<'_>, &Segment<'_>, Range<DocId>)| {
        if (sought.has_ended)() {
            return Ok(Vec::new());
        }
        block.candidates(sought, segment, docs, room)
    };
    let mut found = match threads {
        1 => shares.iter().map(|share| each(room, share)).collect::<Result<Vec<_>>>()?,
        _ => in_order(threads, &shares, Room::default, each)?,
    }
    .concat();
    found.sort_by_key(|candidate| (candidate.segment, candidate.doc));
    Ok(found)
}

/// Room that is used again from passage to passage, as long as they are sought in the same documents.
#[derive(Default)]
pub(super) struct Room {
    votes: Vec<Vote>,
    lists: Lists,
}

/// Some words of a passage in a row, and what they ask for.
pub(super) struct Block<'p> {
    pub words: &'p [Word],
    /// The place of the first in the passage.
    from: usize,
    /// Places in the block, ascending.
    pub seeds: Vec<usize>,
    /// The forms of the seeds, ascending.
    forms: Vec<u32>,
    /// How often these stand in the index.
    positions: u64,
    /// What each word says.
    pub bits: Vec<f32>,
    /// The bits that a place must have.
    pub least: f32,
}

impl<'p> Block<'p> {
    /// The blocks of a passage. They overlap, so that nothing falls between two of them.
    pub fn all_of(sought: &Sought<'p>) -> Vec<Self> {
        let mut blocks = Vec::new();
        let mut from = 0;
        loop {
            let block = &sought.words[from..sought.words.len().min(from + BLOCK)];
            blocks.push(Block::of(sought, block, from));
            if block.len() < BLOCK {
                return blocks;
            }
            from += BLOCK - 2 * REACH as usize;
        }
    }

    fn of(sought: &Sought<'p>, words: &'p [Word], from: usize) -> Self {
        let rarity = sought.rarity;
        let of_window = OF_WINDOW + usize::from(sought.words.len() <= SHORT);
        let mut seeds = rarity.seeds(words, of_window);
        let mut forms: Vec<u32> = seeds.iter().map(|&at| words[at].form).collect();
        forms.sort_unstable_by_key(|&form| (rarity.counts[form as usize], form));
        forms.dedup();
        let (mut sum, mut positions) = (0, 0);
        forms.retain(|&form| {
            let first = sum == 0;
            sum += rarity.counts[form as usize];
            let kept = first || sum <= MOST_POSITIONS;
            positions = if kept { sum } else { positions };
            kept
        });
        forms.sort_unstable();
        seeds.retain(|&at| forms.binary_search(&words[at].form).is_ok());
        let bits: Vec<f32> = words.iter().map(|word| rarity.bits(word.form)).collect();
        let all: f32 = seeds.iter().map(|&at| bits[at]).sum();
        let scale = ((rarity.all as f32).log2() / OF_BITS).min(1.0);
        let least = (sought.bits * scale).min(all * PART);
        Self { words, from, seeds, forms, positions, bits, least }
    }

    /// Where the words may stand in some documents of a segment.
    fn candidates(
        &self,
        sought: &Sought<'_>,
        segment: &Segment<'_>,
        docs: &Range<DocId>,
        room: &mut Room,
    ) -> Result<Vec<Candidate>> {
        let Room { votes, lists } = room;
        let only = sought.only.and_then(|only| only.get(segment.number as usize));
        let forms: Vec<&str> = self.forms.iter().map(|&form| sought.vocabulary.form(form)).collect();
        let lists = lists.of(segment, docs, only, &forms)?;
        let list = |at: usize| lists[self.forms.binary_search(&self.words[at].form).unwrap_or(0)];
        vote(self.words, &self.seeds, &list, votes);
        let mut found = Vec::new();
        for of_doc in votes.chunk_by(|a, b| a.doc == b.doc) {
            let before = found.len();
            places_of(of_doc, &self.bits, self.least, &mut found);
            for candidate in &mut found[before..] {
                candidate.segment = segment.number;
                candidate.doc = of_doc[0].doc;
                candidate.diagonal -= self.from as i64;
                candidate.words = candidate.words.start + self.from..candidate.words.end + self.from;
            }
        }
        Ok(found)
    }
}
