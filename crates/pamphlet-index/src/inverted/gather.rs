//! The terms of one document: each distinct one of a field once, with how often it stands there and where.

use super::put;
use super::terms::Terms;
use super::vocabulary::Vocabulary;
use crate::analyzer::{Lang, Stems, Token, Tokens, lower_case};
use std::sync::Arc;
use tantivy::schema::Field;

/// The words that a thread knows are forgotten when there are this many, so that junk cannot fill the memory: between
/// those of a few long documents and all but the rarest of a large collection.
const KNOWN_WORDS: (usize, usize) = (1 << 14, 1 << 18);

/// Bytes of memory for each of them: what a segment keeps of the words of all threads is then a small part of it.
const FOR_WORD: usize = 1024;

/// What a document adds to the inverted index.
pub(crate) struct DocumentTerms {
    /// Whose numbers the words have.
    pub(super) vocabulary: Arc<Vocabulary>,
    pub(super) views: Vec<View>,
    /// For each distinct term of each view: its word, how often it stands there, and with positions the bytes that they
    /// take and the positions as differences.
    pub(super) entries: Vec<u8>,
}

/// What stands in a field.
pub(super) struct View {
    pub(super) field: Field,
    pub(super) tokens: u32,
    /// Distinct ones.
    pub(super) terms: u32,
    pub(super) positions: bool,
}

impl DocumentTerms {
    /// Bytes in memory, nearly.
    pub(crate) fn memory(&self) -> usize {
        self.entries.capacity()
    }
}

/// A word that the gatherer knows, by number.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Word(u32);

/// Gathers the terms of documents, one after the other. One a thread.
pub(crate) struct Gatherer {
    /// How many words are known at most, but for those of one document.
    most: usize,
    words: Terms,
    /// The same for the thread that writes; and how many words it has.
    vocabulary: Arc<Vocabulary>,
    shared: usize,
    stems: Stems,
    lower: String,
    /// By language and word: the stem's number and one, or 0 while it is not known.
    stem_of: Vec<Vec<u32>>,
    /// For each word: the round in which it was met last, and its place among the distinct words of that.
    met: Vec<(u32, u32)>,
    round: u32,
    distinct: Vec<Distinct>,
    /// Positions, those of each word together.
    places: Vec<u32>,
    deltas: Vec<u8>,
}

struct Distinct {
    word: u32,
    count: u32,
    /// Where its next position goes in `places`.
    next: u32,
}

impl Gatherer {
    /// For segments that grow to `memory` bytes.
    pub(crate) fn new(memory: usize) -> Self {
        Self {
            most: (memory / FOR_WORD).clamp(KNOWN_WORDS.0, KNOWN_WORDS.1),
            words: Terms::default(),
            vocabulary: Arc::default(),
            shared: 0,
            stems: Stems::default(),
            lower: String::new(),
            stem_of: Vec::new(),
            met: Vec::new(),
            round: 0,
            distinct: Vec::new(),
            places: Vec::new(),
            deltas: Vec::new(),
        }
    }

    /// Starts a document; words of the one before may lose their numbers.
    pub(crate) fn start(&mut self) -> DocumentTerms {
        if self.words.len() > self.most {
            self.words.clear();
            // documents that wait to be written keep the one before
            self.vocabulary = Arc::default();
            self.shared = 0;
            self.stem_of.clear();
            self.met.clear();
        }
        let vocabulary = Arc::clone(&self.vocabulary);
        DocumentTerms { vocabulary, views: Vec::new(), entries: Vec::new() }
    }

    /// The number of a term.
    pub(crate) fn word(&mut self, term: &str) -> Word {
        Word(self.words.number(term.as_bytes()))
    }

    /// Replaces `out` by the numbers of the terms of tokens.
    pub(crate) fn words(&mut self, tokens: &Tokens, out: &mut Vec<Word>) {
        out.clear();
        self.words.numbers(tokens.iter().map(|token| tokens.term(token).as_bytes()), |id| out.push(Word(id)));
    }

    /// The term of a number.
    pub(crate) fn letters(&self, word: Word) -> &str {
        // all terms were strings when they came
        std::str::from_utf8(self.words.get(word.0)).unwrap_or_default()
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
        let of_exact = Stems::of_exact(token, lang);
        let form = if of_exact {
            word
        } else {
            lower_case(token, text, &mut self.lower);
            Word(self.words.number(self.lower.as_bytes()))
        };
        let (lang_at, at) = (lang as usize, form.0 as usize);
        if self.stem_of.len() <= lang_at {
            self.stem_of.resize_with(lang_at + 1, Vec::new);
        }
        let known = &mut self.stem_of[lang_at];
        if known.len() <= at {
            known.resize(at + 1, 0);
        }
        if let Some(stem) = known[at].checked_sub(1) {
            return Word(stem);
        }
        let letters = if of_exact { tokens.term(token) } else { &self.lower };
        let stem = self.words.number(self.stems.of(letters, lang).as_bytes());
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
            put(&mut out.entries, distinct.count);
            put(&mut out.entries, self.deltas.len() as u32);
            out.entries.extend_from_slice(&self.deltas);
        }
        self.view(field, all.len(), true, out);
    }

    /// Appends what stands in a field, and how often.
    pub(crate) fn with_counts(&mut self, field: Field, all: &[Word], out: &mut DocumentTerms) {
        if all.is_empty() {
            return;
        }
        self.count(all.iter().copied());
        for distinct in &self.distinct {
            put(&mut out.entries, distinct.word);
            put(&mut out.entries, distinct.count);
        }
        self.view(field, all.len(), false, out);
    }

    /// Ends a view, whose words the writing thread will ask for.
    fn view(&mut self, field: Field, tokens: usize, positions: bool, out: &mut DocumentTerms) {
        if self.shared < self.words.len() {
            self.vocabulary.append(&self.words, self.shared);
            self.shared = self.words.len();
        }
        let terms = self.distinct.len() as u32;
        out.views.push(View { field, tokens: tokens as u32, terms, positions });
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
