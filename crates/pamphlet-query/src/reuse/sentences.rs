//! The sentences of a document, and which of them two documents share.

use super::align::is_near;
use super::sequence::{Word, range_of, words_of_passage};
use crate::error::Result;
use crate::vocabulary::Vocabulary;
use pamphlet_document::TextRange;
use pamphlet_index::Stored;
use rustc_hash::{FxHashMap, FxHashSet};
use std::hash::{Hash, Hasher};

/// A sentence: its words.
#[derive(Clone, Debug)]
pub(super) struct Sentence {
    pub words: Vec<Word>,
    /// Its bytes in the document's text.
    pub range: TextRange,
    /// A hash of its forms: equal sentences have the same.
    key: u64,
}

/// What became of a sentence; places are those in the lists of sentences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stands in both, in its place.
    Same(usize, usize),
    /// It stands in both, with other words.
    Changed(usize, usize),
    /// It stands in both, elsewhere.
    Moved(usize, usize),
    Dropped(usize),
    Added(usize),
}

/// The sentences of a document's content.
pub(super) fn sentences(stored: &Stored, vocabulary: &mut Vocabulary) -> Result<Vec<Sentence>> {
    let mut out = Vec::new();
    for (at, passage) in stored.passages()?.iter().enumerate() {
        if passage.role.is_chrome() {
            continue;
        }
        let words = words_of_passage(stored, at, vocabulary)?;
        let mut from = 0;
        for to in 1..=words.len() {
            if to == words.len() || words[to].sentence {
                out.push(Sentence::of(&words[from..to]));
                from = to;
            }
        }
    }
    Ok(out)
}

impl Sentence {
    fn of(words: &[Word]) -> Self {
        let mut hasher = rustc_hash::FxHasher::default();
        for word in words {
            word.form.hash(&mut hasher);
        }
        Self { words: words.to_vec(), range: range_of(words), key: hasher.finish() }
    }

    fn is(&self, other: &Self) -> bool {
        self.key == other.key
            && self.words.len() == other.words.len()
            && self.words.iter().zip(&other.words).all(|(a, b)| a.form == b.form)
    }

    /// Twice the words in common by the words of both, whatever their order.
    fn overlap(&self, other: &Self) -> f64 {
        let mut counts: FxHashMap<u32, i32> = FxHashMap::default();
        for word in &self.words {
            *counts.entry(word.form).or_default() += 1;
        }
        let mut common = 0;
        for word in &other.words {
            if let Some(count) = counts.get_mut(&word.form).filter(|count| **count > 0) {
                *count -= 1;
                common += 1;
            }
        }
        2.0 * f64::from(common) / (self.words.len() + other.words.len()).max(1) as f64
    }
}

/// From this overlap on a sentence is another one changed, not another one.
const CHANGED: f64 = 0.5;

/// Of more pairs of sentences between two that are the same, none is looked for that changed.
const MOST_PAIRS: usize = 1 << 22;

/// What became of the sentences of `old` in `new`, in the order of `new`; what was dropped stands where it stood.
pub(super) fn fates(old: &[Sentence], new: &[Sentence]) -> Vec<Fate> {
    let kept = in_order(old, new);
    let mut fates = Vec::new();
    let (mut o, mut n) = (0, 0);
    for (next_o, next_n) in kept.into_iter().chain([(old.len(), new.len())]) {
        between(old, new, (o, next_o), (n, next_n), &mut fates);
        if next_o < old.len() {
            fates.push(Fate::Same(next_o, next_n));
        }
        (o, n) = (next_o + 1, next_n + 1);
    }
    moved(old, new, fates)
}

/// The pairs of equal sentences that stand in one order in both: those that stand once in each are put in the longest
/// row, and what lies between two of these is compared one by one.
fn in_order(old: &[Sentence], new: &[Sentence]) -> Vec<(usize, usize)> {
    let mut once: FxHashMap<u64, (usize, usize, usize, usize)> = FxHashMap::default();
    for (at, sentence) in old.iter().enumerate() {
        let entry = once.entry(sentence.key).or_default();
        (entry.0, entry.1) = (entry.0 + 1, at);
    }
    for (at, sentence) in new.iter().enumerate() {
        if let Some(entry) = once.get_mut(&sentence.key) {
            (entry.2, entry.3) = (entry.2 + 1, at);
        }
    }
    let mut pairs: Vec<(usize, usize)> = once
        .into_values()
        .filter(|&(olds, o, news, n)| olds == 1 && news == 1 && old[o].is(&new[n]))
        .map(|(_, o, _, n)| (o, n))
        .collect();
    pairs.sort_unstable();
    let anchors = rising(&pairs);
    let mut out = Vec::new();
    let (mut o, mut n) = (0, 0);
    for (next_o, next_n) in anchors.into_iter().chain([(old.len(), new.len())]) {
        common(old, new, (o, next_o), (n, next_n), &mut out);
        if next_o < old.len() {
            out.push((next_o, next_n));
        }
        (o, n) = (next_o + 1, next_n + 1);
    }
    out
}

/// The longest row of pairs that rises on both sides, of pairs that rise on the first.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (at, pair) in pairs.iter().enumerate() {
        let place = ends.partition_point(|&end| pairs[end].1 < pair.1);
        before[at] = place.checked_sub(1).map(|place| ends[place]);
        if place == ends.len() { ends.push(at) } else { ends[place] = at }
    }
    let mut out = Vec::new();
    let mut at = ends.last().copied();
    while let Some(pair) = at {
        out.push(pairs[pair]);
        at = before[pair];
    }
    out.reverse();
    out
}

/// The longest common row of sentences of two stretches.
fn common(
    old: &[Sentence],
    new: &[Sentence],
    o: (usize, usize),
    n: (usize, usize),
    out: &mut Vec<(usize, usize)>,
) {
    let (rows, columns) = (o.1 - o.0, n.1 - n.0);
    if rows == 0 || columns == 0 || rows * columns > MOST_PAIRS {
        return;
    }
    let mut lengths = vec![0u32; (rows + 1) * (columns + 1)];
    let at = |row: usize, column: usize| row * (columns + 1) + column;
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            lengths[at(row, column)] = if old[o.0 + row].is(&new[n.0 + column]) {
                lengths[at(row + 1, column + 1)] + 1
            } else {
                lengths[at(row + 1, column)].max(lengths[at(row, column + 1)])
            };
        }
    }
    let (mut row, mut column) = (0, 0);
    while row < rows && column < columns {
        if old[o.0 + row].is(&new[n.0 + column]) {
            out.push((o.0 + row, n.0 + column));
            (row, column) = (row + 1, column + 1);
        } else if lengths[at(row + 1, column)] >= lengths[at(row, column + 1)] {
            row += 1;
        } else {
            column += 1;
        }
    }
}

/// What became of the sentences between two that are the same: pairs in one order whose overlaps are the largest in
/// all are changed, the others dropped and added.
fn between(old: &[Sentence], new: &[Sentence], o: (usize, usize), n: (usize, usize), fates: &mut Vec<Fate>) {
    let (rows, columns) = (o.1 - o.0, n.1 - n.0);
    let mut pairs = Vec::new();
    if rows * columns <= MOST_PAIRS / 64 {
        let mut best = vec![0.0f64; (rows + 1) * (columns + 1)];
        let at = |row: usize, column: usize| row * (columns + 1) + column;
        let overlaps: Vec<f64> = (0..rows * columns)
            .map(|pair| old[o.0 + pair / columns].overlap(&new[n.0 + pair % columns]))
            .map(|overlap| if overlap >= CHANGED { overlap } else { 0.0 })
            .collect();
        for row in (0..rows).rev() {
            for column in (0..columns).rev() {
                let apart = best[at(row + 1, column)].max(best[at(row, column + 1)]);
                let overlap = overlaps[row * columns + column];
                let paired = if overlap > 0.0 { best[at(row + 1, column + 1)] + overlap } else { 0.0 };
                best[at(row, column)] = apart.max(paired);
            }
        }
        let (mut row, mut column) = (0, 0);
        while row < rows && column < columns {
            let overlap = overlaps[row * columns + column];
            if overlap > 0.0 && best[at(row, column)] == best[at(row + 1, column + 1)] + overlap {
                pairs.push((o.0 + row, n.0 + column));
                (row, column) = (row + 1, column + 1);
            } else if best[at(row, column)] == best[at(row + 1, column)] {
                row += 1;
            } else {
                column += 1;
            }
        }
    }
    let (mut from_o, mut from_n) = (o.0, n.0);
    for (next_o, next_n) in pairs.into_iter().chain([(o.1, n.1)]) {
        fates.extend((from_o..next_o).map(Fate::Dropped));
        fates.extend((from_n..next_n).map(Fate::Added));
        if next_o < o.1 {
            fates.push(Fate::Changed(next_o, next_n));
        }
        (from_o, from_n) = (next_o + 1, next_n + 1);
    }
}

/// A sentence that was dropped in one place and added in another was moved.
fn moved(old: &[Sentence], new: &[Sentence], fates: Vec<Fate>) -> Vec<Fate> {
    let mut dropped: FxHashMap<u64, Vec<usize>> = FxHashMap::default();
    for fate in fates.iter().rev() {
        if let Fate::Dropped(at) = fate {
            dropped.entry(old[*at].key).or_default().push(*at);
        }
    }
    let mut elsewhere: FxHashSet<usize> = FxHashSet::default();
    let mut told = Vec::with_capacity(fates.len());
    for fate in fates {
        let Fate::Added(at) = fate else {
            told.push(fate);
            continue;
        };
        let known = dropped.get_mut(&new[at].key);
        match known.and_then(|list| list.pop_if(|from| old[*from].is(&new[at]))) {
            Some(from) => {
                elsewhere.insert(from);
                told.push(Fate::Moved(from, at));
            }
            None => told.push(fate),
        }
    }
    told.retain(|fate| !matches!(fate, Fate::Dropped(at) if elsewhere.contains(at)));
    told
}

/// How two sentences differ, word by word.
pub(super) fn steps(old: &[Word], new: &[Word], vocabulary: &Vocabulary) -> Vec<super::align::Step> {
    use super::align::Step;
    let (rows, columns) = (old.len(), new.len());
    if rows * columns > MOST_PAIRS {
        let mut out = vec![Step::Dropped; rows];
        out.resize(rows + columns, Step::Added);
        return out;
    }
    // twice what a pair is worth, so that another spelling counts less than the word itself
    let mut best = vec![0u32; (rows + 1) * (columns + 1)];
    let at = |row: usize, column: usize| row * (columns + 1) + column;
    let worth = |row: usize, column: usize| {
        let (a, b) = (old[row].form, new[column].form);
        if a == b { 2 } else { u32::from(is_near(vocabulary.form(a), vocabulary.form(b))) }
    };
    for row in (0..rows).rev() {
        for column in (0..columns).rev() {
            let apart = best[at(row + 1, column)].max(best[at(row, column + 1)]);
            let paired = match worth(row, column) {
                0 => 0,
                worth => best[at(row + 1, column + 1)] + worth,
            };
            best[at(row, column)] = apart.max(paired);
        }
    }
    let mut out = Vec::with_capacity(rows.max(columns));
    let (mut row, mut column) = (0, 0);
    while row < rows || column < columns {
        let paired = if row < rows && column < columns { worth(row, column) } else { 0 };
        if paired > 0 && best[at(row, column)] == best[at(row + 1, column + 1)] + paired {
            out.push(if paired == 2 { Step::Same } else { Step::Near });
            (row, column) = (row + 1, column + 1);
        } else if row < rows && (column == columns || best[at(row, column)] == best[at(row + 1, column)]) {
            out.push(Step::Dropped);
            row += 1;
        } else {
            out.push(Step::Added);
            column += 1;
        }
    }
    out
}
