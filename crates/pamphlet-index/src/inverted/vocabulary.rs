//! The words of a gatherer by number, as the writing thread needs them: it asks for the letters of a word once a
//! segment, and documents carry nothing but numbers.

use super::strings::Strings;
use super::terms::Terms;
use std::sync::{Mutex, PoisonError};

/// Words in the order of their numbers, which only grow in number.
#[derive(Default)]
pub(super) struct Vocabulary {
    words: Mutex<Strings>,
}

impl Vocabulary {
    /// Appends the words of `terms` from number `from` on: those that came since the last time.
    pub(super) fn append(&self, terms: &Terms, from: usize) {
        let mut words = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        for number in from..terms.len() {
            words.push(terms.get(number as u32));
        }
    }

    /// Appends the word of a number to `out`.
    pub(super) fn read(&self, number: usize, out: &mut Vec<u8>) {
        let words = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        out.extend_from_slice(words.get(number as u32));
    }
}
