//! The words of a gatherer by number, as the writing thread needs them: it asks for the letters of a word once a
//! segment, and documents carry nothing but numbers.

use super::terms::Terms;
use std::sync::{Mutex, PoisonError};

/// Words in the order of their numbers, which only grow in number.
#[derive(Default)]
pub(super) struct Vocabulary {
    words: Mutex<Words>,
}

#[derive(Default)]
struct Words {
    bytes: Vec<u8>,
    /// Where each ends; it starts where the one before ends.
    ends: Vec<u32>,
}

impl Vocabulary {
    /// Appends the words of `terms` from number `from` on: those that came since the last time.
    pub(super) fn append<const FIRST: usize>(&self, terms: &Terms<FIRST>, from: usize) {
        let mut words = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        let Words { bytes, ends } = &mut *words;
        for number in from..terms.len() {
            bytes.extend_from_slice(terms.get(number as u32));
            ends.push(bytes.len() as u32);
        }
    }

    /// Appends the word of a number to `out`.
    pub(super) fn read(&self, number: usize, out: &mut Vec<u8>) {
        let words = self.words.lock().unwrap_or_else(PoisonError::into_inner);
        let start = number.checked_sub(1).map_or(0, |before| words.ends[before] as usize);
        out.extend_from_slice(&words.bytes[start..words.ends[number] as usize]);
    }
}
