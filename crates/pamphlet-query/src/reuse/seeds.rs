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

use super::sequence::Word;
use crate::cursor::Docs;
use crate::error::Result;
use crate::view::{Field, Segment, View};
use crate::vocabulary::Vocabulary;
use std::ops::Range;
use tantivy::postings::Postings;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED};

/// Words of a passage among which the rarest are chosen.
const WINDOW: usize = 8;

/// Seeds among so many words.
const OF_WINDOW: usize = 3;

/// A passage of no more words has one seed more in each window: it is short, and looked for as a whole.
const SHORT: usize = 64;

/// Seeds behind each one with which it makes a pair: of three in a row one may be lost.
const PARTNERS: usize = 2;

/// Words that may have been put in or left out between the two of a pair.
const SHIFT: u64 = 2;

/// Words of a passage that may lie between the first and the last vote of one place.
const REACH: u32 = 24;

/// Positions that votes of one place may be apart on the diagonal: twice this, less one, at most.
const DRIFT: u32 = 4;

/// Of the bits that the seeds of a short passage have, a place must have this part.
const PART: f32 = 0.45;

/// The bits that a place must have are those of an index of 2 to the 24th words. In a smaller one each word has fewer, and
/// fewer places agree by chance.
const OF_BITS: f32 = 24.0;

/// Positions that are held at a time, those of the rarest words first.
const MOST_POSITIONS: u64 = 6 << 20;

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
    /// For each form of the vocabulary of the passage, about how often it stands in the index; 0 where it does not.
    counts: Vec<u64>,
    /// Words in the index.
    all: u64,
}

impl Rarity {
    /// Looks up all forms that the vocabulary has so far.
    pub fn of(view: &View<'_>, vocabulary: &Vocabulary) -> Result<Rarity> {
        let mut counts = vec![0; vocabulary.len()];
        for segment in &view.segments {
            for field in [Field::Body, Field::Chrome] {
                let field = segment.field(field)?;
                for (number, count) in counts.iter_mut().enumerate() {
                    if let Some(info) = field.terms().get(vocabulary.form(number as u32).as_bytes())? {
                        // a position takes about a byte, but a document has one at least
                        *count += (info.positions_range.len() as u64).max(u64::from(info.doc_freq));
                    }
                }
            }
        }
        Ok(Rarity { counts, all: view.index.words().max(1) })
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

/// A vote.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Vote {
    doc: DocId,
    diagonal: u32,
    at: u16,
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
}

/// The places in the index where words of a passage may stand, in the order of the index.
pub(super) fn candidates(view: &View<'_>, sought: &Sought<'_>) -> Result<Vec<Candidate>> {
    let mut found = Vec::new();
    let mut from = 0;
    loop {
        let block = &sought.words[from..sought.words.len().min(from + BLOCK)];
        of_block(view, sought, block, from, &mut found)?;
        if block.len() < BLOCK {
            break;
        }
        // blocks overlap, so that nothing falls between two of them
        from += BLOCK - 2 * REACH as usize;
    }
    found.sort_by_key(|candidate: &Candidate| (candidate.segment, candidate.doc));
    Ok(found)
}

fn of_block(
    view: &View<'_>,
    sought: &Sought<'_>,
    words: &[Word],
    from: usize,
    found: &mut Vec<Candidate>,
) -> Result<()> {
    let rarity = sought.rarity;
    let of_window = OF_WINDOW + usize::from(sought.words.len() <= SHORT);
    let mut seeds = rarity.seeds(words, of_window);
    let mut forms: Vec<u32> = seeds.iter().map(|&at| words[at].form).collect();
    forms.sort_unstable_by_key(|&form| (rarity.counts[form as usize], form));
    forms.dedup();
    let mut sum = 0;
    forms.retain(|&form| {
        let first = sum == 0;
        sum += rarity.counts[form as usize];
        first || sum <= MOST_POSITIONS
    });
    forms.sort_unstable();
    seeds.retain(|&at| forms.binary_search(&words[at].form).is_ok());
    let bits: Vec<f32> = words.iter().map(|word| rarity.bits(word.form)).collect();
    let all: f32 = seeds.iter().map(|&at| bits[at]).sum();
    let scale = ((rarity.all as f32).log2() / OF_BITS).min(1.0);
    let least = (sought.bits * scale).min(all * PART);
    let mut votes: Vec<Vote> = Vec::new();
    for segment in &view.segments {
        let only = sought.only.and_then(|only| only.get(segment.number as usize));
        let mut lists = Vec::with_capacity(forms.len());
        for &form in &forms {
            lists.push(places_of_form(segment, sought.vocabulary.form(form), only)?);
        }
        votes.clear();
        for (number, &at) in seeds.iter().enumerate() {
            let own = forms.binary_search(&words[at].form).unwrap_or(0);
            for &other in seeds[number + 1..].iter().take(PARTNERS) {
                if words[other].form == words[at].form || other - at > REACH as usize {
                    continue;
                }
                let its = forms.binary_search(&words[other].form).unwrap_or(0);
                pairs(&lists[own], &lists[its], (other - at) as u64, &mut |first, second| {
                    for (place, at) in [(first, at), (second, other)] {
                        let (doc, position) = ((place >> 32) as DocId, place as u32);
                        let diagonal = position.saturating_add(BLOCK as u32) - at as u32;
                        votes.push(Vote { doc, diagonal, at: at as u16 });
                    }
                });
            }
        }
        votes.sort_unstable_by_key(|vote| (vote.doc, vote.diagonal / DRIFT, vote.at, vote.diagonal));
        votes.dedup();
        for of_doc in votes.chunk_by(|a, b| a.doc == b.doc) {
            let before = found.len();
            places_of(of_doc, &bits, least, found);
            for candidate in &mut found[before..] {
                candidate.segment = segment.number;
                candidate.doc = of_doc[0].doc;
                candidate.diagonal -= from as i64;
                candidate.words = candidate.words.start + from..candidate.words.end + from;
            }
        }
    }
    Ok(())
}

/// Where a form stands in a segment: documents in the upper half of each number, positions in the lower; ascending.
fn places_of_form(segment: &Segment<'_>, form: &str, only: Option<&Docs>) -> Result<Vec<u64>> {
    let mut out = Vec::new();
    let mut positions = Vec::new();
    let mut fields = 0;
    for field in [Field::Body, Field::Chrome] {
        let option = IndexRecordOption::WithFreqsAndPositions;
        let Some(mut list) = segment.postings(field, form, option)? else { continue };
        fields += 1;
        while list.doc() != TERMINATED {
            let doc = list.doc();
            if only.is_none_or(|only| only.contains(doc)) && segment.is_alive(doc) {
                list.positions(&mut positions);
                out.extend(positions.iter().map(|&position| u64::from(doc) << 32 | u64::from(position)));
            }
            list.advance();
        }
    }
    if fields > 1 {
        out.sort_unstable();
    }
    Ok(out)
}

/// Hands on each two places of which the second is `apart` positions behind the first, give or take [`SHIFT`].
fn pairs(first: &[u64], second: &[u64], apart: u64, each: &mut dyn FnMut(u64, u64)) {
    let (near, far) = (apart.saturating_sub(SHIFT).max(1), apart + SHIFT);
    if first.len() <= second.len() {
        let mut rest = second;
        for &place in first {
            rest = &rest[gallop(rest, place + near)..];
            for &other in rest.iter().take_while(|&&other| other <= place + far) {
                each(place, other);
            }
        }
    } else {
        let mut rest = first;
        for &place in second {
            rest = &rest[gallop(rest, place.saturating_sub(far))..];
            for &other in rest.iter().take_while(|&&other| other + near <= place) {
                each(other, place);
            }
        }
    }
}

/// How many of `list` (ascending) are below `target`; looks near the front first.
fn gallop(list: &[u64], target: u64) -> usize {
    let mut step = 1;
    while step <= list.len() && list[step - 1] < target {
        step *= 2;
    }
    let (from, to) = (step / 2, list.len().min(step));
    from + list[from..to].partition_point(|&place| place < target)
}

/// The places that the votes of one document agree on.
fn places_of(votes: &[Vote], bits: &[f32], least: f32, found: &mut Vec<Candidate>) {
    let first = found.len();
    let mut at = 0;
    let mut near: Vec<Vote> = Vec::new();
    while at < votes.len() {
        let bucket = votes[at].diagonal / DRIFT;
        let end = at + votes[at..].partition_point(|vote| vote.diagonal / DRIFT == bucket);
        let beyond = end + votes[end..].partition_point(|vote| vote.diagonal / DRIFT == bucket + 1);
        if beyond - at > 1 {
            near.clear();
            near.extend_from_slice(&votes[at..beyond]);
            near.sort_unstable_by_key(|vote| (vote.at, vote.diagonal));
            stretches(&near, bits, least, first, found);
        }
        at = end;
    }
}

/// The stretches of a passage that have enough votes, of those near one diagonal. Joins what overlaps one that was found
/// on the diagonal before.
fn stretches(votes: &[Vote], bits: &[f32], least: f32, first: usize, found: &mut Vec<Candidate>) {
    let (mut tail, mut sum) = (0, 0.0f32);
    let worth = |votes: &[Vote], at: usize| {
        // a word that stands there twice votes once
        let again = at > 0 && votes[at - 1].at == votes[at].at;
        if again { 0.0 } else { bits[usize::from(votes[at].at)] }
    };
    let mut open: Option<Candidate> = None;
    for head in 0..votes.len() {
        sum += worth(votes, head);
        while u32::from(votes[head].at - votes[tail].at) > REACH {
            sum -= worth(votes, tail);
            tail += 1;
        }
        if head == tail || votes[head].at == votes[tail].at || sum < least {
            continue;
        }
        let (start, end) = (usize::from(votes[tail].at), usize::from(votes[head].at) + 1);
        match &mut open {
            Some(stretch) if start < stretch.words.end => {
                stretch.words.end = end;
                stretch.bits = stretch.bits.max(sum);
            }
            _ => {
                close(open.take(), first, found);
                let diagonal = i64::from(votes[head].diagonal) - BLOCK as i64;
                open = Some(Candidate { segment: 0, doc: 0, words: start..end, diagonal, bits: sum });
            }
        }
    }
    close(open, first, found);
}

fn close(stretch: Option<Candidate>, first: usize, found: &mut Vec<Candidate>) {
    let Some(stretch) = stretch else { return };
    let twin = found[first..].iter_mut().rev().take(4).find(|known| {
        (known.diagonal - stretch.diagonal).unsigned_abs() <= u64::from(2 * DRIFT)
            && known.words.start < stretch.words.end
            && stretch.words.start < known.words.end
    });
    match twin {
        Some(known) => {
            known.words = known.words.start.min(stretch.words.start)..known.words.end.max(stretch.words.end);
            if stretch.bits > known.bits {
                (known.bits, known.diagonal) = (stretch.bits, stretch.diagonal);
            }
        }
        None => found.push(stretch),
    }
}
