//! Words of an index, as long as there is time to look them up.

use crate::expand::{EachTerm, Lexicon};
use std::cell::Cell;
use std::time::Instant;

/// So many words are looked at between two looks at the clock.
const BETWEEN: u32 = 1024;

/// A lexicon that knows nothing more once time has run out.
pub(super) struct Deadline<'l> {
    lexicon: &'l dyn Lexicon,
    until: Option<Instant>,
    late: Cell<bool>,
}

impl<'l> Deadline<'l> {
    pub fn new(lexicon: &'l dyn Lexicon, until: Option<Instant>) -> Self {
        Self { lexicon, until, late: Cell::new(false) }
    }

    /// Whether time ran out before all was looked up that was asked for.
    pub fn is_late(&self) -> bool {
        self.late.get()
    }

    fn has_time(&self) -> bool {
        if !self.late.get() && self.until.is_some_and(|until| Instant::now() > until) {
            self.late.set(true);
        }
        !self.late.get()
    }

    /// `each`, until time runs out.
    fn timed(&self, each: &mut EachTerm<'_>, look: impl FnOnce(&mut EachTerm<'_>)) {
        if !self.has_time() {
            return;
        }
        let mut count = 0u32;
        look(&mut |term, documents| {
            count += 1;
            (!count.is_multiple_of(BETWEEN) || self.has_time()) && each(term, documents)
        });
    }
}

impl Lexicon for Deadline<'_> {
    fn documents(&self, term: &str) -> u64 {
        if self.has_time() { self.lexicon.documents(term) } else { 0 }
    }

    fn terms(&self, prefix: &str, each: &mut EachTerm<'_>) {
        self.timed(each, |each| self.lexicon.terms(prefix, each));
    }

    fn terms_near(&self, word: &str, edits: u8, each: &mut EachTerm<'_>) {
        self.timed(each, |each| self.lexicon.terms_near(word, edits, each));
    }

    fn terms_like(&self, wildcard: &str, prefix: &str, each: &mut EachTerm<'_>) {
        self.timed(each, |each| self.lexicon.terms_like(wildcard, prefix, each));
    }

    fn has_compound(&self, whole: &str, first: &str, second: &str) -> bool {
        self.has_time() && self.lexicon.has_compound(whole, first, second)
    }

    fn field_terms(&self, field: &str, prefix: &str, each: &mut EachTerm<'_>) {
        self.timed(each, |each| self.lexicon.field_terms(field, prefix, each));
    }
}
