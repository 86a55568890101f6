//! Collocates: words that stand near the matches of a query more often than chance would have it.
//!
//! Each word of the texts is one thing counted once: it stands in the window of some match, or it does not, and it is
//! the word in question, or another. Words of the matches themselves are left out of both. What is compared is
//! therefore a table of two by two as for keyness, and windows that overlap count nothing twice (Evert 2008).

use super::documents::{Documents, documents, query_of, without_query};
use super::filter::Sieve;
use super::measures::{Table, log_dice};
use super::table::each_word;
use super::texts::Lexis;
use super::{Within, WordFilter, named, rounded, threads};
use crate::error::{Error, Result};
use crate::hit::Query;
use crate::request::Request;
use crate::search::Asked;
use crate::snippet::Match;
use crate::view::{Address, passage_lang};
use pamphlet_index::analyzer::{Tokens, analyze};
use pamphlet_index::{Reader, Stored, StoredPassage};
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// The widest window, in words on one side.
const WIDEST: u64 = 100;

/// Which collocates are listed. `limit` and `offset` of the request count rows.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct CollocatesOptions {
    /// Words before a match that belong to its window, up to 100.
    pub left: u64,
    /// Words behind it, up to 100. One of the two is more than 0.
    pub right: u64,
    /// What no window reaches across.
    pub within: Within,
    /// Which words are listed, by their occurrences in windows and the documents these are in.
    pub filter: WordFilter,
    /// Copies and versions of a text count once: the oldest.
    pub once: bool,
    /// The order of the rows.
    pub sort: CollocateSort,
}

impl Default for CollocatesOptions {
    /// Words that stand at least twice in a window of five words on each side, by log-likelihood.
    fn default() -> Self {
        let filter = WordFilter { min_count: 2, ..WordFilter::default() };
        let sort = CollocateSort::default();
        Self { left: 5, right: 5, within: Within::Paragraph, filter, once: false, sort }
    }
}

/// Orders of collocates, the highest first. Ties go by word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CollocateSort {
    /// By log-likelihood: how sure it is that the words go together.
    #[default]
    LogLikelihood,
    /// By logDice: how much they go together.
    LogDice,
    /// By PMI: how exclusively, which prefers rare words.
    Pmi,
    /// By MI³.
    Mi3,
    /// By t-score, which prefers frequent words.
    TScore,
    /// By occurrences in windows.
    Count,
    /// By the word.
    Word,
}

named! {
    CollocateSort:
    "ll" => LogLikelihood,
    "log-dice" => LogDice,
    "pmi" => Pmi,
    "mi3" => Mi3,
    "t-score" => TScore,
    "count" => Count,
    "word" => Word,
}

/// A word that stands near matches, as the wire format has it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Collocate {
    /// The word, folded.
    pub word: String,
    /// Its occurrences in windows, each once.
    pub count: u64,
    /// Of these, those that stand before a match.
    pub left: u64,
    /// Those that stand behind one. What stands between two matches is in both.
    pub right: u64,
    /// Documents in which it stands in a window.
    pub documents: u64,
    /// All its occurrences in the documents looked at, but for those inside of matches.
    pub total: u64,
    /// Occurrences that windows would have by chance.
    pub expected: f64,
    /// The log-likelihood G² over four cells.
    pub log_likelihood: f64,
    /// Pointwise mutual information (MI), in bits.
    pub pmi: f64,
    /// MI³, in bits.
    pub mi3: f64,
    /// logDice, at most 14.
    pub log_dice: f64,
    /// The t-score.
    pub t_score: f64,
    /// The query that finds it in the windows.
    pub find: String,
}

/// The collocates of a query.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Collocates {
    /// The rows asked for.
    pub rows: Vec<Collocate>,
    /// How many there are, shown or not.
    pub total: u64,
    /// Matches of the query.
    pub matches: u64,
    /// Documents that match.
    pub documents: u64,
    /// Words in all windows, each once.
    pub window_words: u64,
    /// Words of all documents looked at, but for those inside of matches.
    pub words: u64,
    /// How the query was read, and what was noted about it.
    pub query: Query,
}

/// The words that stand near the matches of a query more often than in the documents that the request's filters let
/// through.
///
/// # Errors
/// [`Error::OutOfRange`] for a window of no words, or one that is too wide; else as [`search`](crate::search).
pub fn collocates(reader: &Reader, request: &Request, options: &CollocatesOptions) -> Result<Collocates> {
    if options.left == 0 && options.right == 0 {
        return Err(Error::out_of_range("the window", 0, 1, WIDEST));
    }
    for side in [options.left, options.right] {
        if side > WIDEST {
            return Err(Error::out_of_range("the window", side, 0, WIDEST));
        }
    }
    let mut asked = Asked::new(reader, request)?;
    let rest = without_query(request);
    let frame = documents(&mut Asked::new(reader, &rest)?, &rest, options.once)?;
    let found = asked.find()?;
    let mut addresses = Vec::new();
    for (number, (docs, looked)) in (0u32..).zip(found.iter().zip(&frame.found)) {
        let looked = docs.iter().filter(|doc| looked.binary_search(doc).is_ok());
        addresses.extend(looked.map(|&doc| Address { segment: number, doc }));
    }
    let (near, late) = look(&asked, &addresses, options)?;
    let (mut rows, also_late) = rows(&asked, &frame, &near, options, request)?;
    if late || also_late {
        asked.note_late();
    }
    let key = |row: &Collocate| match options.sort {
        CollocateSort::LogLikelihood => row.log_likelihood,
        CollocateSort::LogDice => row.log_dice,
        CollocateSort::Pmi => row.pmi,
        CollocateSort::Mi3 => row.mi3,
        CollocateSort::TScore => row.t_score,
        CollocateSort::Count => row.count as f64,
        CollocateSort::Word => 0.0,
    };
    rows.sort_unstable_by(|a, b| key(b).total_cmp(&key(a)).then_with(|| a.word.cmp(&b.word)));
    let total = rows.len() as u64;
    Ok(Collocates {
        rows: rows.into_iter().skip(request.offset).take(request.limit.unwrap_or(usize::MAX)).collect(),
        total,
        matches: near.matches,
        documents: addresses.len() as u64,
        window_words: near.words,
        words: frame.words.saturating_sub(near.inside),
        query: query_of(asked, request),
    })
}

/// A word's occurrences.
#[derive(Clone, Copy, Default)]
struct Sums {
    window: u64,
    left: u64,
    right: u64,
    documents: u64,
    /// Inside of matches.
    inside: u64,
}

/// What stands near and inside of matches.
#[derive(Default)]
struct Near {
    lexis: Lexis,
    /// By number of the word, that of a border first.
    sums: Vec<Sums>,
    matches: u64,
    /// Words in windows.
    words: u64,
    /// Words inside of matches.
    inside: u64,
}

impl Near {
    fn sum(&mut self, number: u32) -> &mut Sums {
        if self.sums.len() <= number as usize {
            self.sums.resize(number as usize + 1, Sums::default());
        }
        &mut self.sums[number as usize]
    }

    fn join(&mut self, other: Near) {
        let numbers = self.lexis.join(&other.lexis);
        for (number, more) in numbers.into_iter().zip(other.sums) {
            let sum = self.sum(number);
            sum.window += more.window;
            sum.left += more.left;
            sum.right += more.right;
            sum.documents += more.documents;
            sum.inside += more.inside;
        }
        self.matches += other.matches;
        self.words += other.words;
        self.inside += other.inside;
    }
}

/// Documents a thread takes at a time; a matcher is opened for each of these.
const AT_A_TIME: usize = 256;

/// Looks around the matches of some documents, on all cores.
fn look(asked: &Asked<'_>, addresses: &[Address], options: &CollocatesOptions) -> Result<(Near, bool)> {
    let threads = threads(addresses.len());
    let share = addresses.len().div_ceil(threads * 4).clamp(1, AT_A_TIME);
    let shares: Vec<&[Address]> = addresses.chunks(share).collect();
    let (turn, late) = (AtomicUsize::new(0), AtomicBool::new(false));
    let all: Mutex<(Near, Option<Error>)> = Mutex::default();
    let work = || {
        let mut looker = Looker::new(options);
        let mut failed = None;
        while let Some(share) = shares.get(turn.fetch_add(1, Ordering::Relaxed)) {
            let done = asked.each_match(share.to_vec(), &mut |address, matches| {
                if late.load(Ordering::Relaxed) || asked.has_ended() {
                    late.store(true, Ordering::Relaxed);
                    return Ok(());
                }
                looker.document(&asked.view.stored(address)?, matches)
            });
            if let Err(error) = done {
                failed = Some(error);
                break;
            }
        }
        let mut all = all.lock().unwrap_or_else(PoisonError::into_inner);
        all.0.join(looker.near);
        if failed.is_some() {
            all.1 = failed;
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads {
            scope.spawn(work);
        }
        work();
    });
    let (near, failed) = all.into_inner().unwrap_or_else(PoisonError::into_inner);
    match failed {
        Some(error) => Err(error),
        None => Ok((near, late.into_inner())),
    }
}

/// Where a word stands.
const LEFT: u8 = 1;
const RIGHT: u8 = 2;
const INSIDE: u8 = 4;

/// Looks around the matches of one document after the other.
struct Looker<'o> {
    options: &'o CollocatesOptions,
    near: Near,
    tokens: Tokens,
    /// Of a stretch that no border parts: each token by place and number of its word.
    words: Vec<(u32, u32)>,
    /// Where sentences start, by place.
    sentences: Vec<bool>,
    marks: Vec<u8>,
    /// The document in which each word was met in a window last, by number.
    last: Vec<u64>,
    /// The number of the document.
    document: u64,
}

impl<'o> Looker<'o> {
    fn new(options: &'o CollocatesOptions) -> Self {
        Self {
            options,
            near: Near::default(),
            tokens: Tokens::default(),
            words: Vec::new(),
            sentences: Vec::new(),
            marks: Vec::new(),
            last: Vec::new(),
            document: 0,
        }
    }

    fn document(&mut self, stored: &Stored, matches: &[Match]) -> Result<()> {
        self.document += 1;
        self.near.matches += matches.len() as u64;
        let passages = stored.passages()?;
        let whole = self.options.within == Within::Document;
        let mut rest = matches;
        for stretch in passages.chunk_by(|a, b| whole || a.block == b.block) {
            let Some(first) = rest.first() else { break };
            let next = passages
                .partition_point(|one| one.first_position <= stretch[stretch.len() - 1].first_position);
            let end = passages.get(next).map_or(u32::MAX, |passage| passage.first_position);
            if first.span.start >= end {
                continue;
            }
            let count = rest.partition_point(|found| found.span.start < end);
            let (own, others) = rest.split_at(count);
            rest = others;
            self.stretch(stored, stretch, own)?;
        }
        Ok(())
    }

    /// Counts around the matches of a stretch of passages.
    fn stretch(&mut self, stored: &Stored, passages: &[StoredPassage], matches: &[Match]) -> Result<()> {
        self.words.clear();
        self.sentences.clear();
        // places count the words one after the other; positions leave gaps between blocks
        let mut starts: Vec<(u32, u32)> = Vec::with_capacity(passages.len());
        for passage in passages {
            let text = stored.slice(passage.range)?;
            let base = self.sentences.len() as u32;
            starts.push((passage.first_position, base));
            let count = analyze(&text, passage_lang(stored, passage.block), &mut self.tokens);
            self.sentences.resize((base + count) as usize, false);
            for token in self.tokens.iter() {
                let place = base + token.position;
                self.words.push((place, self.near.lexis.number(self.tokens.term(token))));
                if token.sentence && !token.extra {
                    self.sentences[place as usize] = true;
                }
            }
        }
        self.marks.clear();
        self.marks.resize(self.sentences.len(), 0);
        let place_of = |position: u32| {
            let at = starts.partition_point(|(first, _)| *first <= position).checked_sub(1)?;
            let (first, base) = starts[at];
            Some(((base + (position - first)) as usize).min(self.sentences.len()))
        };
        let sentence = self.options.within == Within::Sentence;
        for found in matches {
            let (Some(start), Some(last)) = (place_of(found.span.start), place_of(found.span.end - 1)) else {
                continue;
            };
            let end = (last + 1).min(self.marks.len());
            self.marks[start.min(end)..end].iter_mut().for_each(|mark| *mark |= INSIDE);
            for place in (start.saturating_sub(self.options.left as usize)..start).rev() {
                if sentence && self.sentences[place + 1] {
                    break;
                }
                self.marks[place] |= LEFT;
            }
            for place in end..self.marks.len().min(end + self.options.right as usize) {
                if sentence && self.sentences[place] {
                    break;
                }
                self.marks[place] |= RIGHT;
            }
        }
        for &mark in &self.marks {
            self.near.inside += u64::from(mark & INSIDE != 0);
            self.near.words += u64::from(mark != 0 && mark & INSIDE == 0);
        }
        for at in 0..self.words.len() {
            let (place, number) = self.words[at];
            match self.marks[place as usize] {
                0 => {}
                mark if mark & INSIDE != 0 => self.near.sum(number).inside += 1,
                mark => {
                    if self.last.len() <= number as usize {
                        self.last.resize(number as usize + 1, 0);
                    }
                    let new =
                        std::mem::replace(&mut self.last[number as usize], self.document) != self.document;
                    let sum = self.near.sum(number);
                    sum.window += 1;
                    sum.left += u64::from(mark & LEFT != 0);
                    sum.right += u64::from(mark & RIGHT != 0);
                    sum.documents += u64::from(new);
                }
            }
        }
        Ok(())
    }
}

/// The rows of what stands in windows often enough, and more often than by chance.
fn rows(
    asked: &Asked<'_>,
    frame: &Documents,
    near: &Near,
    options: &CollocatesOptions,
    request: &Request,
) -> Result<(Vec<Collocate>, bool)> {
    let (sieve, filter) = (Sieve::of(&options.filter), &options.filter);
    let sums = |word: &str| near.lexis.known(word).and_then(|number| near.sums.get(number as usize));
    let wanted = |word: &str| {
        let often = sums(word).is_some_and(|sums| {
            sums.window >= filter.min_count.max(1) && sums.documents >= filter.min_documents
        });
        often && sieve.lets(word)
    };
    let all = frame.words.saturating_sub(near.inside);
    let item = request.near_part();
    each_word(asked, &[frame], &wanted, &|found| {
        let sums = sums(found.word)?;
        let total = found.held[0].iter().map(|(count, _)| count).sum::<u64>().saturating_sub(sums.inside);
        let table = Table::new(sums.window, near.words, total, all);
        if table.observed <= table.expected() {
            return None;
        }
        Some(Collocate {
            word: found.word.to_owned(),
            count: sums.window,
            left: sums.left,
            right: sums.right,
            documents: sums.documents,
            total,
            expected: rounded(table.expected()),
            log_likelihood: rounded(table.log_likelihood()),
            pmi: rounded(table.pmi()),
            mi3: rounded(table.mi3()),
            log_dice: rounded(log_dice(sums.window, near.matches, total)),
            t_score: rounded(table.t_score()),
            find: find(found.word, &item, options),
        })
    })
}

/// The query that finds a word in the windows.
fn find(word: &str, node: &str, options: &CollocatesOptions) -> String {
    let (left, right) = (options.left.checked_sub(1), options.right.checked_sub(1));
    let near = match (left, right) {
        (Some(left), Some(right)) if left == right => format!("{node} NEAR/{left} \"{word}\""),
        (left, right) => {
            let before = left.map(|left| format!("\"{word}\" BEFORE/{left} {node}"));
            let behind = right.map(|right| format!("{node} BEFORE/{right} \"{word}\""));
            before.into_iter().chain(behind).collect::<Vec<_>>().join(" OR ")
        }
    };
    if options.within == Within::Sentence { format!("sent({near})") } else { near }
}
