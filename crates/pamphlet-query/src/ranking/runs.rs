//! Runs of a query's words in a document, and the narrowest stretch that has all of them.

use super::looked::Looked;
use crate::spans::gallop;
use std::collections::HashMap;

/// The distinct runs of 2 to 4 words of a query.
pub(super) struct Runs {
    /// Words of each run, by their place in the plan.
    list: Vec<Vec<usize>>,
    /// For each place in the sequence and each length from 2, the run that starts there.
    starts: Vec<[u32; 3]>,
    sequence: Vec<usize>,
}

/// Room for looking: positions at which runs end, and the runs found.
#[derive(Default)]
pub(super) struct Near {
    last: Vec<u32>,
    next: Vec<u32>,
    found: Vec<u32>,
}

impl Runs {
    pub fn of(sequence: &[usize]) -> Runs {
        let mut known: HashMap<&[usize], u32> = HashMap::new();
        let mut list = Vec::new();
        let mut starts = Vec::with_capacity(sequence.len());
        for at in 0..sequence.len() {
            let mut ids = [u32::MAX; 3];
            for (slot, len) in ids.iter_mut().zip(2..=4) {
                if let Some(run) = sequence.get(at..at + len) {
                    *slot = *known.entry(run).or_insert_with(|| {
                        list.push(run.to_vec());
                        list.len() as u32 - 1
                    });
                }
            }
            starts.push(ids);
        }
        Runs { list, starts, sequence: sequence.to_vec() }
    }

    pub fn len(&self) -> usize {
        self.list.len()
    }

    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// Appends the runs that stand in the document whose positions were read, each once.
    pub fn find(&self, words: &[Looked], near: &mut Near, out: &mut Vec<u32>) {
        if self.sequence.len() > SHORT && self.has_whole(words) {
            out.extend(0..self.list.len() as u32);
            return;
        }
        near.found.clear();
        for (at, ids) in self.starts.iter().enumerate() {
            let first = &words[self.sequence[at]].positions;
            for (len, &id) in (1..).zip(ids) {
                if id == u32::MAX {
                    break;
                }
                let next = &words[self.sequence[at + len]].positions;
                let last = if len == 1 { first } else { &near.last };
                if ids.get(len).is_none_or(|&longer| longer == u32::MAX) {
                    // no run goes on from here: where it ends does not matter
                    if !each_following(last, next, &mut |_| false) {
                        near.found.push(id);
                    }
                    break;
                }
                following(last, next, &mut near.next);
                std::mem::swap(&mut near.last, &mut near.next);
                if near.last.is_empty() {
                    break;
                }
                near.found.push(id);
            }
        }
        near.found.sort_unstable();
        near.found.dedup();
        out.extend_from_slice(&near.found);
    }

    /// Whether one of the runs that a document has is the whole query, each of its `words` different words once.
    pub fn are_whole(&self, held: &[u32], words: usize) -> bool {
        let whole = self.sequence.len().checked_sub(2).and_then(|len| self.starts[0].get(len));
        self.sequence.len() == words && whole.is_some_and(|whole| held.contains(whole))
    }

    /// Whether the document has all of the query in a row, and with it every run. Of a phrase all hits have.
    fn has_whole(&self, words: &[Looked]) -> bool {
        let positions = |at: usize| &words[self.sequence[at]].positions[..];
        let rarest = (0..self.sequence.len()).min_by_key(|&at| positions(at).len());
        let Some(rarest) = rarest else { return false };
        positions(rarest).iter().any(|&position| {
            let Some(start) = position.checked_sub(rarest as u32) else { return false };
            (0..self.sequence.len()).all(|at| positions(at).binary_search(&(start + at as u32)).is_ok())
        })
    }
}

/// A list that is so many times longer than another is jumped through, not read.
const LONGER: usize = 16;

/// Queries of no more words are looked for run by run at once.
const SHORT: usize = 3;

/// The positions of `next` that stand right behind one of `last`.
fn following(last: &[u32], next: &[u32], out: &mut Vec<u32>) {
    out.clear();
    each_following(last, next, &mut |at| {
        out.push(at);
        true
    });
}

/// Calls `each` with the positions of `next` that stand right behind one of `last`, until it returns false; whether
/// it never did. The shorter list leads: of a frequent word only what stands near the rarer one is looked at.
fn each_following(last: &[u32], next: &[u32], each: &mut dyn FnMut(u32) -> bool) -> bool {
    let (mut a, mut b) = (0, 0);
    if last.len().max(next.len()) < LONGER * last.len().min(next.len()) {
        // no jump is taken that the processor could guess wrong but for what is found
        while let (Some(&before), Some(&at)) = (last.get(a), next.get(b)) {
            if before + 1 == at && !each(at) {
                return false;
            }
            a += usize::from(before < at);
            b += usize::from(at <= before + 1);
        }
        return true;
    }
    if last.len() <= next.len() {
        for &at in last {
            b += gallop(&next[b..], at + 1);
            match next.get(b) {
                None => return true,
                Some(&found) if found == at + 1 && !each(found) => return false,
                Some(_) => {}
            }
        }
        return true;
    }
    for &at in next {
        let Some(before) = at.checked_sub(1) else { continue };
        a += gallop(&last[a..], before);
        match last.get(a) {
            None => return true,
            Some(&found) if found == before && !each(at) => return false,
            Some(_) => {}
        }
    }
    true
}

/// How many positions the narrowest stretch takes that has a position of every list; what is as short as it
/// can be, a position for each, is taken as soon as it is met.
pub(super) fn narrowest(lists: &[&[u32]]) -> u32 {
    if let [first, second] = lists {
        return narrowest_of_two(first, second);
    }
    let mut rest: Vec<std::slice::Iter<'_, u32>> = lists.iter().map(|list| list.iter()).collect();
    let Some(mut at) = rest.iter_mut().map(|list| list.next().copied()).collect::<Option<Vec<u32>>>() else {
        return u32::MAX;
    };
    let Some(mut end) = at.iter().copied().max() else { return u32::MAX };
    let mut best = u32::MAX;
    loop {
        let (mut start, mut first) = (u32::MAX, 0);
        for (number, &position) in at.iter().enumerate() {
            if position < start {
                (start, first) = (position, number);
            }
        }
        best = best.min((end - start).saturating_add(1));
        if best as usize <= lists.len() {
            return best;
        }
        // no stretch from `start` on is narrower: it goes on where that list does
        let Some(&next) = rest[first].next() else { return best };
        at[first] = next;
        end = end.max(next);
    }
}

/// The same for two lists, which most queries have: one step along one of them at a time.
fn narrowest_of_two(first: &[u32], second: &[u32]) -> u32 {
    let (mut a, mut b) = (0, 0);
    let mut best = u32::MAX;
    while let (Some(&one), Some(&other)) = (first.get(a), second.get(b)) {
        best = best.min(one.abs_diff(other).saturating_add(1));
        if best <= 2 {
            break;
        }
        a += usize::from(one < other);
        b += usize::from(other <= one);
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_follows() {
        let check = |last: &[u32], next: &[u32], expected: &[u32]| {
            let mut out = Vec::new();
            following(last, next, &mut out);
            assert_eq!(out, expected, "{last:?} {next:?}");
        };
        check(&[1, 5, 9], &[2, 3, 10], &[2, 10]);
        check(&[1], &[0, 2, 4, 6], &[2]);
        check(&[1, 2, 3, 4], &[0, 5], &[5]);
        check(&[], &[1], &[]);
        check(&[1], &[], &[]);
    }

    /// The narrowest stretch by looking at every start.
    fn plainly(lists: &[Vec<u32>]) -> u32 {
        let mut best = u32::MAX;
        for &start in lists.iter().flatten() {
            let ends = lists.iter().map(|list| list.iter().find(|&&at| at >= start));
            let end = ends.map(|end| end.copied()).collect::<Option<Vec<u32>>>();
            if let Some(end) = end.and_then(|ends| ends.into_iter().max()) {
                best = best.min(end - start + 1);
            }
        }
        best
    }

    proptest! {
        #[test]
        fn the_narrowest_stretch_is_found(
            lists in prop::collection::vec(prop::collection::btree_set(0u32..60, 1..12), 2..5)
        ) {
            let lists: Vec<Vec<u32>> = lists.into_iter().map(|set| set.into_iter().collect()).collect();
            let slices: Vec<&[u32]> = lists.iter().map(|list| &list[..]).collect();
            let (found, expected) = (narrowest(&slices), plainly(&lists));
            // below a position for each list it does not matter by how much
            let least = lists.len() as u32;
            prop_assert_eq!(found.max(least), expected.max(least));
        }
    }
}
