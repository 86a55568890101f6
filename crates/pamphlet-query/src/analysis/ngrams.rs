//! N-grams: rows of words that recur.
//!
//! The texts become numbers, and for each word the places where it stands are gathered. A row is made longer by
//! counting, at its places, the word that comes next: so only rows that are frequent enough are ever extended, and
//! what is counted fits near the processor.

use super::documents::{Documents, documents, query_of};
use super::filter::Sieve;
use super::texts::{Texts, read};
use super::{Within, WordFilter, per_million, threads};
use crate::error::{Error, Result};
use crate::hit::Query;
use crate::note::{Note, NoteKind};
use crate::request::Request;
use crate::search::Asked;
use crate::view::Address;
use pamphlet_index::Reader;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

/// The longest rows.
const LONGEST: usize = 10;

/// Which rows are listed. `limit` and `offset` of the request count rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NgramsOptions {
    /// Words of the shortest rows, from 1.
    pub from: usize,
    /// Words of the longest, up to 10.
    pub to: usize,
    /// Which rows are listed.
    pub filter: WordFilter,
    /// What no row reaches across.
    pub within: Within,
    /// Copies and versions of a text count once: the oldest.
    pub once: bool,
    /// Words that are read at most; each takes some 16 bytes of memory. What is beyond is left out, and noted.
    pub most_words: u64,
    /// Rows that are held at most. Where there are more, the least frequent are left out, and that is noted.
    pub most_rows: usize,
}

impl Default for NgramsOptions {
    /// Pairs and triples that occur at least twice.
    fn default() -> Self {
        let filter = WordFilter { min_count: 2, ..WordFilter::default() };
        Self {
            from: 2,
            to: 3,
            filter,
            within: Within::Paragraph,
            once: false,
            most_words: 1 << 27,
            most_rows: 4_000_000,
        }
    }
}

/// A row of words, as the wire format has it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Ngram {
    /// Its words, folded, joined by spaces.
    pub ngram: String,
    /// How many words.
    pub n: usize,
    /// Its occurrences; those that overlap each other count each.
    pub count: u64,
    /// Occurrences in a million words of the documents looked at.
    pub per_million: f64,
    /// Documents that have it.
    pub documents: u64,
    /// The query that finds its occurrences.
    pub find: String,
}

/// Rows of words.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Ngrams {
    /// The rows asked for, the most frequent first, ties by their words.
    pub rows: Vec<Ngram>,
    /// How many there are, shown or not.
    pub total: u64,
    /// Words of the documents looked at, page chrome included.
    pub words: u64,
    /// How many documents were looked at.
    pub documents: u64,
    /// How the query was read; empty where all documents were looked at.
    pub query: Query,
}

/// The rows of words that recur in the documents of a request: those of its query and filters, or where it has neither,
/// all.
///
/// # Errors
/// [`Error::OutOfRange`] for lengths that cannot be; else as [`search`](crate::search).
pub fn ngrams(reader: &Reader, request: &Request, options: &NgramsOptions) -> Result<Ngrams> {
    let longest = LONGEST as u64;
    if options.from == 0 || options.from > LONGEST {
        return Err(Error::out_of_range("the shortest n", options.from as u64, 1, longest));
    }
    if options.to < options.from || options.to > LONGEST {
        return Err(Error::out_of_range("the longest n", options.to as u64, options.from as u64, longest));
    }
    let mut asked = Asked::new(reader, request)?;
    let looked = documents(&mut asked, request, options.once)?;
    let note = |asked: &mut Asked<'_>, message: String| {
        let end = request.text.len();
        asked.notes.push(Note { kind: NoteKind::Limit, place: end..end, message });
    };
    let (addresses, held) = within_limit(&asked, &looked, options.most_words)?;
    if (addresses.len() as u64) < looked.count {
        let (read, all, most) = (addresses.len(), looked.count, options.most_words);
        let why = "ask for less with a query, dates or fields";
        note(&mut asked, format!("only {read} of {all} documents were read, up to {most} words: {why}"));
    }
    let texts = read(&asked, &addresses, options.within, threads(addresses.len()))?;
    let found = grow(&asked, &texts, options);
    if texts.late || found.late {
        asked.note_late();
    }
    if found.least > least(options) {
        let (most, least) = (options.most_rows, found.least);
        note(
            &mut asked,
            format!("more than {most} n-grams: only those that occur {least} times or more were kept"),
        );
    }
    let total = found.rows.len() as u64;
    let rows = shown(&texts, found.rows, request, held);
    let query = query_of(asked, request);
    Ok(Ngrams { rows, total, words: held, documents: addresses.len() as u64, query })
}

fn least(options: &NgramsOptions) -> u32 {
    options.filter.min_count.clamp(1, u64::from(u32::MAX)) as u32
}

/// The documents that are read, in the order of the index, and their words.
fn within_limit(asked: &Asked<'_>, looked: &Documents, most: u64) -> Result<(Vec<Address>, u64)> {
    let (mut addresses, mut words) = (Vec::new(), 0);
    let segments = asked.view.segments.iter().zip(asked.view.index.segments());
    for (docs, (segment, stored)) in looked.found.iter().zip(segments) {
        let column = stored.words()?;
        for &doc in docs {
            let own = column.first(doc).unwrap_or(0);
            // places are numbers of four bytes
            if words + own > most.min(u64::from(u32::MAX / 2)) {
                return Ok((addresses, words));
            }
            words += own;
            addresses.push(Address { segment: segment.number, doc });
        }
    }
    Ok((addresses, words))
}

/// A row by its first place.
#[derive(Clone, Copy)]
struct Row {
    count: u32,
    documents: u32,
    at: u32,
    n: u32,
}

/// The rows that are kept, by all threads.
struct Kept {
    rows: Vec<Row>,
    least: u32,
    late: bool,
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
fn grow(asked: &Asked<'_>, texts: &Texts, options: &NgramsOptions) -> Kept {
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
    let mut places = vec![0u32; texts.tokens.len()];
    let mut next = ends.clone();
    for (at, &token) in (0u32..).zip(&texts.tokens) {
        let to = &mut next[token as usize];
        places[*to as usize] = at;
        *to += 1;
    }
    drop(next);
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

/// Makes rows longer. The counts of the words that come next are kept by number of the word.
struct Grower<'g> {
    field: &'g Field<'g>,
    kept: &'g Mutex<Kept>,
    counts: Vec<u32>,
    documents: Vec<u32>,
    last: Vec<u32>,
    /// Words that come next at some place.
    met: Vec<u32>,
    rows: Vec<Row>,
}

impl<'g> Grower<'g> {
    fn new(field: &'g Field<'g>, kept: &'g Mutex<Kept>, words: usize) -> Self {
        let none = || vec![0; words];
        Self {
            field,
            kept,
            counts: none(),
            documents: none(),
            last: none(),
            met: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// A word at its places, and all rows that begin with it.
    fn first(&mut self, places: &[u32]) {
        if self.field.options.from == 1 {
            let mut walk = Walk::new(&self.field.texts.starts);
            let (mut documents, mut last) = (0, u32::MAX);
            for &place in places {
                let document = walk.document(place);
                documents += u32::from(document != last);
                last = document;
            }
            self.add(Row { count: places.len() as u32, documents, at: places[0], n: 1 });
        }
        if self.field.options.to > 1 {
            self.longer(places, 1);
        }
    }

    /// Rows of `n` words at these places, made longer by one.
    fn longer(&mut self, places: &[u32], n: u32) {
        let least = self.field.least.load(Ordering::Relaxed);
        let mut walk = Walk::new(&self.field.texts.starts);
        for &place in places {
            let word = self.next(place, n);
            if word == 0 {
                continue;
            }
            if self.counts[word as usize] == 0 {
                self.met.push(word);
                self.last[word as usize] = u32::MAX;
            }
            self.counts[word as usize] += 1;
            let document = walk.document(place);
            if self.last[word as usize] != document {
                self.last[word as usize] = document;
                self.documents[word as usize] += 1;
            }
        }
        // the frequent ones get room for their places, the others none
        let mut rows: Vec<(Row, usize, usize)> = Vec::new();
        let mut room = 0;
        for &word in &self.met {
            let (count, documents) = (self.counts[word as usize], self.documents[word as usize]);
            self.counts[word as usize] = 0;
            self.documents[word as usize] = 0;
            if count < least || u64::from(documents) < self.field.options.filter.min_documents {
                continue;
            }
            rows.push((Row { count, documents, at: word, n: n + 1 }, room, room));
            room += count as usize;
        }
        self.met.clear();
        if rows.is_empty() {
            return;
        }
        let mut of_rows = vec![0u32; room];
        // the number of a row stands with its word while its places are gathered, counted from 1
        for (number, (row, ..)) in (1u32..).zip(&rows) {
            self.counts[row.at as usize] = number;
        }
        for &place in places {
            let number = self.counts[self.next(place, n) as usize];
            if let Some((_, _, to)) = number.checked_sub(1).and_then(|at| rows.get_mut(at as usize)) {
                of_rows[*to] = place;
                *to += 1;
            }
        }
        for (row, ..) in &rows {
            self.counts[row.at as usize] = 0;
        }
        for (row, from, to) in rows {
            let places = &of_rows[from..to];
            if (n + 1) as usize >= self.field.options.from {
                self.add(Row { at: places[0], ..row });
            }
            if ((n + 1) as usize) < self.field.options.to {
                self.longer(places, n + 1);
            }
        }
    }

    /// The word behind a row of `n`.
    fn next(&self, place: u32, n: u32) -> u32 {
        self.field.texts.tokens.get((place + n) as usize).copied().unwrap_or(0)
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

/// The rows of a page, in order.
fn shown(texts: &Texts, mut rows: Vec<Row>, request: &Request, words: u64) -> Vec<Ngram> {
    let names = texts.lexis.words();
    let of = |row: &Row| {
        let words = &texts.tokens[row.at as usize..(row.at + row.n) as usize];
        words.iter().map(|&word| &*names[word as usize - 1])
    };
    let order = |a: &Row, b: &Row| b.count.cmp(&a.count).then_with(|| of(a).cmp(of(b)));
    let wanted = request.limit.map_or(usize::MAX, |limit| limit.saturating_add(request.offset));
    if wanted < rows.len() {
        if wanted > 0 {
            rows.select_nth_unstable_by(wanted - 1, order);
        }
        rows.truncate(wanted);
    }
    rows.sort_unstable_by(order);
    let made = |row: Row| {
        let ngram = of(&row).collect::<Vec<_>>().join(" ");
        Ngram {
            find: format!("\"{ngram}\""),
            n: row.n as usize,
            count: u64::from(row.count),
            per_million: per_million(u64::from(row.count), words).unwrap_or(0.0),
            documents: u64::from(row.documents),
            ngram,
        }
    };
    rows.into_iter().skip(request.offset).map(made).collect()
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
