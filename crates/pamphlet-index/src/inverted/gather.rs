//! The terms of one document: each distinct one of a field once, with how often it stands there and where.

use super::put;
use super::terms::Terms;
use crate::analyzer::{Lang, Stems, Token, Tokens};
use rustc_hash::FxHashMap;
use std::sync::atomic::{AtomicU32, Ordering};
use tantivy::schema::Field;

/// The words that a thread knows are forgotten when there are this many, so that junk cannot fill the memory.
const KNOWN_WORDS: usize = 1 << 18;

/// Most words are no longer, and with their number and length they fill sixteen bytes.
const KNOWN_BYTES: usize = 11;

/// What a document adds to the inverted index.
pub(crate) struct DocumentTerms {
    /// Whose numbers the words have.
    pub(super) numbering: Numbering,
    /// For each distinct term of a field: its word, length of its key, its key (the field's number, a byte,
    /// and the term), how often it stands there, bytes of its positions, positions as differences.
    pub(super) entries: Vec<u8>,
    /// Tokens of each field.
    pub(super) tokens: Vec<(Field, u32)>,
}

impl DocumentTerms {
    /// Bytes in memory, nearly.
    pub(crate) fn memory(&self) -> usize {
        self.entries.capacity()
    }
}

/// One gatherer's numbering of words, until it forgets them and starts another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Numbering {
    pub(super) gatherer: u32,
    pub(super) generation: u32,
}

/// A word that the gatherer knows, by number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word(u32);

/// Gathers the terms of documents, one after the other. One a thread.
pub(crate) struct Gatherer {
    numbering: Numbering,
    words: Terms<KNOWN_BYTES>,
    stems: Stems,
    /// By language and word: the stem's number and one, or 0 while it is not known.
    stem_of: FxHashMap<Lang, Vec<u32>>,
    /// For each word: the round in which it was met last, and its place among the distinct words of that.
    met: Vec<(u32, u32)>,
    round: u32,
    distinct: Vec<Distinct>,
    /// Positions, those of each word together.
    places: Vec<u32>,
    key: Vec<u8>,
    deltas: Vec<u8>,
}

struct Distinct {
    word: u32,
    count: u32,
    /// Where its next position goes in `places`.
    next: u32,
}

impl Gatherer {
    pub(crate) fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let gatherer = NEXT.fetch_add(1, Ordering::Relaxed);
        Self {
            numbering: Numbering { gatherer, generation: 0 },
            words: Terms::default(),
            stems: Stems::default(),
            stem_of: FxHashMap::default(),
            met: Vec::new(),
            round: 0,
            distinct: Vec::new(),
            places: Vec::new(),
            key: Vec::new(),
            deltas: Vec::new(),
        }
    }

    /// Starts a document; words of the one before may lose their numbers.
    pub(crate) fn start(&mut self) -> DocumentTerms {
        if self.words.len() > KNOWN_WORDS {
            self.numbering.generation += 1;
            self.words.clear();
            self.stem_of.clear();
            self.met.clear();
        }
        DocumentTerms { numbering: self.numbering, entries: Vec::new(), tokens: Vec::new() }
    }

    /// The number of a term.
    pub(crate) fn word(&mut self, term: &str) -> Word {
        Word(self.words.number(term.as_bytes()))
    }

    /// The stem of a token of `text` whose term is `word`.
    pub(crate) fn stem(
        &mut self,
        word: Word,
        tokens: &Tokens,
        token: &Token,
        text: &str,
        lang: Lang,
    ) -> Word {
        // a stem that depends on more than the exact form is not the word's
        if !Stems::of_exact(token, lang) {
            return Word(self.words.number(self.stems.stem(tokens, token, text, lang).as_bytes()));
        }
        let known = self.stem_of.entry(lang).or_default();
        let at = word.0 as usize;
        if known.len() <= at {
            known.resize(at + 1, 0);
        }
        if let Some(stem) = known[at].checked_sub(1) {
            return Word(stem);
        }
        let stem = self.words.number(self.stems.stem(tokens, token, text, lang).as_bytes());
        known[at] = stem + 1;
        Word(stem)
    }

    /// Appends what stands in a field, and where: positions that rise for each word.
    pub(crate) fn with_positions(&mut self, field: Field, all: &[(Word, u32)], out: &mut DocumentTerms) {
        if all.is_empty() {
            return;
        }
        self.count(all.iter().map(|(word, _)| *word));
        let mut next = 0;
        for distinct in &mut self.distinct {
            distinct.next = next;
            next += distinct.count;
        }
        self.places.clear();
        self.places.resize(all.len(), 0);
        for (word, position) in all {
            let distinct = &mut self.distinct[self.met[word.0 as usize].1 as usize];
            self.places[distinct.next as usize] = *position;
            distinct.next += 1;
        }
        for distinct in &self.distinct {
            self.deltas.clear();
            let mut last = 0;
            for &position in &self.places[(distinct.next - distinct.count) as usize..distinct.next as usize] {
                put(&mut self.deltas, position.saturating_sub(last));
                last = position;
            }
            put(&mut out.entries, distinct.word);
            entry(&mut out.entries, &mut self.key, field, self.words.get(distinct.word), distinct.count);
            put(&mut out.entries, self.deltas.len() as u32);
            out.entries.extend_from_slice(&self.deltas);
        }
        out.tokens.push((field, all.len() as u32));
    }

    /// Appends what stands in a field, and how often.
    pub(crate) fn with_counts(&mut self, field: Field, all: &[Word], out: &mut DocumentTerms) {
        if all.is_empty() {
            return;
        }
        self.count(all.iter().copied());
        for distinct in &self.distinct {
            put(&mut out.entries, distinct.word);
            entry(&mut out.entries, &mut self.key, field, self.words.get(distinct.word), distinct.count);
            put(&mut out.entries, 0);
        }
        out.tokens.push((field, all.len() as u32));
    }

    /// Replaces `distinct` by the distinct words with their counts.
    fn count(&mut self, all: impl Iterator<Item = Word>) {
        self.met.resize(self.words.len(), (0, 0));
        self.round = match self.round.checked_add(1) {
            Some(round) => round,
            None => {
                self.met.fill((0, 0));
                1
            }
        };
        self.distinct.clear();
        for word in all {
            let met = &mut self.met[word.0 as usize];
            if met.0 == self.round {
                self.distinct[met.1 as usize].count += 1;
            } else {
                *met = (self.round, self.distinct.len() as u32);
                self.distinct.push(Distinct { word: word.0, count: 1, next: 0 });
            }
        }
    }
}

fn entry(out: &mut Vec<u8>, key: &mut Vec<u8>, field: Field, term: &[u8], count: u32) {
    key.clear();
    key.push(field.field_id() as u8);
    key.extend_from_slice(term);
    put(out, key.len() as u32);
    out.extend_from_slice(key);
    put(out, count);
}
