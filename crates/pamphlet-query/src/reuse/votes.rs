//! Votes of seeds for the places of a document where a passage may stand, and what they agree on.

use super::seeds::{BLOCK, Candidate, REACH};
use super::sequence::Word;
use tantivy::DocId;

/// Seeds behind each one with which it makes a pair: of three in a row one may be lost.
const PARTNERS: usize = 2;

/// Words that may have been put in or left out between the two of a pair.
pub(super) const SHIFT: u64 = 2;

/// Positions that votes of one place may be apart on the diagonal: twice this, less one, at most.
const DRIFT: u32 = 4;

/// A vote.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Vote {
    pub doc: DocId,
    diagonal: u32,
    at: u16,
}

/// The pairs of seeds that vote together, by the first place and then the second.
pub(super) fn partners<'s>(words: &'s [Word], seeds: &'s [usize]) -> impl Iterator<Item = (usize, usize)> {
    seeds.iter().enumerate().flat_map(move |(number, &at)| {
        let behind = seeds[number + 1..].iter().take(PARTNERS).copied();
        behind
            .filter(move |&other| words[other].form != words[at].form && other - at <= REACH as usize)
            .map(move |other| (at, other))
    })
}

/// Replaces `votes` by those of all pairs of seeds, ordered. `list` gives the places of the word at a place of the passage.
pub(super) fn vote<'l>(
    words: &[Word],
    seeds: &[usize],
    list: &dyn Fn(usize) -> &'l [u64],
    votes: &mut Vec<Vote>,
) {
    votes.clear();
    for (at, other) in partners(words, seeds) {
        pairs(list(at), list(other), (other - at) as u64, &mut |first, second| {
            for (place, at) in [(first, at), (second, other)] {
                let (doc, position) = ((place >> 32) as DocId, place as u32);
                let diagonal = position.saturating_add(BLOCK as u32) - at as u32;
                votes.push(Vote { doc, diagonal, at: at as u16 });
            }
        });
    }
    votes.sort_unstable_by_key(|vote| (vote.doc, vote.diagonal / DRIFT, vote.at, vote.diagonal));
    votes.dedup();
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
pub(super) fn places_of(votes: &[Vote], bits: &[f32], least: f32, found: &mut Vec<Candidate>) {
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
