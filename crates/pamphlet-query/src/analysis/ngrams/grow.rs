//! Makes rows of words longer, from one word on: for each word the places where it stands are gathered, and a row becomes
//! longer by counting, at its places, the word that comes next. So only rows that are frequent enough are ever extended.
//!
//! With each place goes the word behind the row, which was read when the place was: texts are far larger than the
//! processor's caches, and going back to every place once more would be most of the work.

use super::{NgramsOptions, least};
use crate::analysis::filter::Sieve;
use crate::analysis::texts::Texts;
use crate::analysis::threads;
use crate::search::Asked;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// A row by its first place.
#[derive(Clone, Copy)]
pub(super) struct Row {
    pub count: u32,
    pub documents: u32,
    pub at: u32,
    pub n: u32,
}

/// Where a row begins, and the word behind it: 0 where there is none.
#[derive(Clone, Copy, Default)]
struct Place {
    at: u32,
    next: u32,
}

/// The rows that are kept, by all threads.
pub(super) struct Kept {
    pub rows: Vec<Row>,
    /// How often each occurs at least.
    pub least: u32,
    /// Whether time ran out.
    pub late: bool,
}

impl Kept {
    /// Takes rows in. Where they are too many, the least frequent go: those that are left do not depend on the order.
    fn add(&mut self, rows: &mut Vec<Row>, most: usize) {
        self.rows.extend(rows.drain(..).filter(|row| row.count >= self.least));
        while self.rows.len() > most {
            self.least += 1;
            self.rows.retain(|row| row.count >= self.least);
        }
    }
}

/// What all threads share while rows grow.
struct Field<'t> {
    texts: &'t Texts,
    options: &'t NgramsOptions,
    /// For each number: whether an n-gram may not begin or end with the word, and whether it fits the pattern.
    words: Vec<(bool, bool)>,
    patterned: bool,
    least: AtomicU32,
}

/// Finds the rows of all lengths.
pub(super) fn grow(asked: &Asked<'_>, texts: &Texts, options: &NgramsOptions) -> Kept {
    let sieve = Sieve::of(&options.filter);
    let words = std::iter::once((false, false))
        .chain(texts.lexis.words().iter().map(|word| (sieve.stops(word), sieve.fits(word))))
        .collect();
    let field = Field {
        texts,
        options,
        words,
        patterned: options.filter.pattern.is_some(),
        least: AtomicU32::new(least(options)),
    };
    // the places of every word, one after the other
    let count = texts.lexis.words().len() + 1;
    let mut ends = vec![0u32; count + 1];
    for &token in &texts.tokens {
        ends[token as usize + 1] += 1;
    }
    for at in 1..ends.len() {
        ends[at] += ends[at - 1];
    }
    let mut places = vec![Place::default(); texts.tokens.len()];
    let mut to = ends.clone();
    // behind the last word of a document is a border
    let next = texts.tokens.iter().skip(1).chain(std::iter::once(&0));
    for (at, (&token, &next)) in (0u32..).zip(texts.tokens.iter().zip(next)) {
        let to = &mut to[token as usize];
        places[*to as usize] = Place { at, next };
        *to += 1;
    }
    drop(to);
    let of = |word: usize| &places[ends[word] as usize..ends[word + 1] as usize];
    let least = field.least.load(Ordering::Relaxed) as usize;
    let mut order: Vec<usize> = (1..count).filter(|&word| of(word).len() >= least).collect();
    // the largest first, so that no core is left with one at the end
    order.sort_by_key(|&word| std::cmp::Reverse(of(word).len()));
    let kept = Mutex::new(Kept { rows: Vec::new(), least: least as u32, late: false });
    let (turn, late) = (AtomicUsize::new(0), AtomicBool::new(false));
    let work = || {
        let mut grower = Grower::new(&field, &kept, count);
        while let Some(&word) = order.get(turn.fetch_add(1, Ordering::Relaxed)) {
            if asked.has_ended() {
                late.store(true, Ordering::Relaxed);
                break;
            }
            grower.first(of(word));
        }
        grower.hand_over();
    };
    std::thread::scope(|scope| {
        for _ in 1..threads(texts.starts.len()) {
            scope.spawn(work);
        }
        work();
    });
    let mut kept = kept.into_inner().unwrap_or_else(PoisonError::into_inner);
    kept.late = late.into_inner();
    kept
}

/// Rows a thread gathers before it hands them over.
const AT_A_TIME: usize = 1 << 14;

/// How often a word comes next. All zero but while the places of a row are looked at.
#[derive(Clone, Copy, Default)]
struct Next {
    /// How often; then, while places are gathered, the number of its row, from 1.
    count: u32,
    documents: u32,
    /// The last document that has it.
    last: u32,
}

/// Makes rows longer.
struct Grower<'g> {
    field: &'g Field<'g>,
    kept: &'g Mutex<Kept>,
    /// By the number of the word.
    next: Vec<Next>,
    /// Words that come next at some place.
    met: Vec<u32>,
    rows: Vec<Row>,
}

impl<'g> Grower<'g> {
    fn new(field: &'g Field<'g>, kept: &'g Mutex<Kept>, words: usize) -> Self {
        Self { field, kept, next: vec![Next::default(); words], met: Vec::new(), rows: Vec::new() }
    }

    /// A word at its places, and all rows that begin with it.
    fn first(&mut self, places: &[Place]) {
        if self.field.options.from == 1 {
            let mut walk = Walk::new(&self.field.texts.starts);
            let (mut documents, mut last) = (0, u32::MAX);
            for place in places {
                let document = walk.document(place.at);
                documents += u32::from(document != last);
                last = document;
            }
            self.add(Row { count: places.len() as u32, documents, at: places[0].at, n: 1 });
        }
        if self.field.options.to > 1 {
            self.longer(places, 1);
        }
    }

    /// Rows of `n` words at these places, made longer by one.
    fn longer(&mut self, places: &[Place], n: u32) {
        let least = self.field.least.load(Ordering::Relaxed);
        let mut walk = Walk::new(&self.field.texts.starts);
        for place in places.iter().filter(|place| place.next > 0) {
            let next = &mut self.next[place.next as usize];
            if next.count == 0 {
                self.met.push(place.next);
                next.last = u32::MAX;
            }
            next.count += 1;
            let document = walk.document(place.at);
            if next.last != document {
                next.last = document;
                next.documents += 1;
            }
        }
        // the frequent ones get room for their places, the others none
        let mut rows: Vec<(Row, usize)> = Vec::new();
        let mut room = 0;
        for &word in &self.met {
            let next = &mut self.next[word as usize];
            let Next { count, documents, .. } = std::mem::take(next);
            if count < least || u64::from(documents) < self.field.options.filter.min_documents {
                continue;
            }
            rows.push((Row { count, documents, at: word, n: n + 1 }, room));
            next.count = rows.len() as u32;
            room += count as usize;
        }
        self.met.clear();
        if rows.is_empty() {
            return;
        }
        let n = n + 1;
        let extended = (n as usize) < self.field.options.to;
        let mut of_rows = Vec::new();
        if extended {
            of_rows.resize(room, Place::default());
            for place in places {
                let number = self.next[place.next as usize].count;
                if let Some((_, to)) = number.checked_sub(1).and_then(|at| rows.get_mut(at as usize)) {
                    of_rows[*to] = Place { at: place.at, next: self.word(place.at + n) };
                    *to += 1;
                }
            }
        } else {
            for place in places {
                let number = std::mem::take(&mut self.next[place.next as usize].count);
                if let Some((_, first)) = number.checked_sub(1).and_then(|at| rows.get_mut(at as usize)) {
                    *first = place.at as usize;
                }
            }
        }
        for (row, _) in &rows {
            self.next[row.at as usize] = Next::default();
        }
        for (row, end) in rows {
            let places = &of_rows[if extended { end - row.count as usize..end } else { 0..0 }];
            let at = places.first().map_or(end as u32, |place| place.at);
            if n as usize >= self.field.options.from {
                self.add(Row { at, ..row });
            }
            if extended {
                self.longer(places, n);
            }
        }
    }

    /// The word at a place; 0 behind the last.
    fn word(&self, at: u32) -> u32 {
        self.field.texts.tokens.get(at as usize).copied().unwrap_or(0)
    }

    fn add(&mut self, row: Row) {
        let words = &self.field.texts.tokens[row.at as usize..(row.at + row.n) as usize];
        let known = |word: &u32| self.field.words[*word as usize];
        let stops = |word: Option<&u32>| word.is_some_and(|word| known(word).0);
        let fits = !self.field.patterned || words.iter().any(|word| known(word).1);
        let documents = u64::from(row.documents) >= self.field.options.filter.min_documents;
        if !fits || !documents || stops(words.first()) || stops(words.last()) {
            return;
        }
        self.rows.push(row);
        if self.rows.len() >= AT_A_TIME {
            self.hand_over();
        }
    }

    fn hand_over(&mut self) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.add(&mut self.rows, self.field.options.most_rows);
        self.field.least.store(kept.least, Ordering::Relaxed);
    }
}

/// Which document each of ascending places is in.
struct Walk<'t> {
    starts: &'t [u32],
    at: usize,
}

impl<'t> Walk<'t> {
    fn new(starts: &'t [u32]) -> Self {
        Self { starts, at: 0 }
    }

    fn document(&mut self, place: u32) -> u32 {
        let mut step = 1;
        while self.starts.get(self.at + step).is_some_and(|&start| start <= place) {
            self.at += step;
            step *= 2;
        }
        // the last step went too far, or was not made
        while step > 1 {
            step /= 2;
            if self.starts.get(self.at + step).is_some_and(|&start| start <= place) {
                self.at += step;
            }
        }
        self.at as u32
    }
}

#[cfg(test)]
mod tests {
    use super::Walk;

    #[test]
    fn a_place_is_in_its_document() {
        let starts = [0, 3, 4, 9, 10, 11, 30];
        let mut walk = Walk::new(&starts);
        for (place, want) in [(0, 0), (2, 0), (3, 1), (3, 1), (8, 2), (10, 4), (29, 5), (31, 6), (99, 6)] {
            assert_eq!(walk.document(place), want, "{place}");
        }
    }
}
