//! Distinct byte strings with a number each, found fast.

use super::strings::Strings;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Distinct byte strings, each with a number from 0. The table holds the first [`FIRST`] bytes of each: a string that is
/// no longer is found without a look elsewhere, which a processor would wait for.
///
/// Strings are looked up many at once where there are many: their slots lie all over the memory, and those that are asked
/// for together come together. Slots are probed one after the other (Knuth, The Art of Computer Programming 3, 6.4,
/// algorithm L), so that the slot where a search starts is all that most of them need.
#[derive(Default)]
pub(super) struct Terms {
    /// As many as a power of two, or none.
    slots: Vec<Slot>,
    strings: Strings,
}

/// How many strings are looked up at once.
const AT_ONCE: usize = 32;

/// The fewest slots of a table that has any.
const FEWEST: usize = 1 << 10;

/// Most words are no longer, and with their number and length they fill sixteen bytes.
const FIRST: usize = 11;

#[derive(Clone, Copy)]
struct Slot {
    start: Start,
    id: u32,
}

impl Slot {
    /// Of no string.
    const EMPTY: Self = Self { start: Start(0, 0), id: u32::MAX };
}

/// The first eight bytes of a string; the next three, and its length: 255 for all that are longer.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Start(u64, u32);

impl Start {
    fn of(term: &[u8]) -> Self {
        let four = |at: usize| {
            let mut bytes = [0; 4];
            bytes.copy_from_slice(&term[at..at + 4]);
            u32::from_le_bytes(bytes)
        };
        // pieces that overlap say the same where they do, and no byte is looked at by itself
        let len = term.len();
        let (first, next) = match len {
            0 => (0, 0),
            1..4 => {
                let byte = |at: usize| u64::from(term[at]) << (8 * at);
                (byte(0) | byte(len / 2) | byte(len - 1), 0)
            }
            4..8 => (u64::from(four(0)) | u64::from(four(len - 4)) << (8 * (len - 4)), 0),
            _ => {
                let next =
                    if len < 12 { u64::from(four(len - 4)) >> (8 * (12 - len)) } else { four(8).into() };
                (u64::from(four(0)) | u64::from(four(4)) << 32, next as u32 & 0xff_ffff)
            }
        };
        Self(first, next | (len.min(255) as u32) << 24)
    }

    /// Whether it is all that there is of the string.
    fn is_whole(self) -> bool {
        (self.1 >> 24) as usize <= FIRST
    }
}

pub(super) fn hash(term: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(term);
    hasher.finish()
}

impl Terms {
    /// The number of a term, which gets one if it has none.
    pub(super) fn number(&mut self, term: &[u8]) -> u32 {
        self.find(term, hash(term), Start::of(term))
    }

    /// Appends the numbers of terms to `out`.
    pub(super) fn numbers<'t>(
        &mut self,
        mut terms: impl Iterator<Item = &'t [u8]>,
        mut out: impl FnMut(u32),
    ) {
        let mut pending = [(&[][..], 0, Start::of(b"")); AT_ONCE];
        loop {
            let mut len = 0;
            for (place, term) in pending.iter_mut().zip(&mut terms) {
                *place = (term, hash(term), Start::of(term));
                len += 1;
            }
            if !self.slots.is_empty() {
                let first = pending[..len].iter().map(|(_, hash, _)| self.slots[self.place(*hash)].id);
                std::hint::black_box(first.fold(0, |sum, id| sum ^ id));
            }
            for (term, hash, start) in &pending[..len] {
                out(self.find(term, *hash, *start));
            }
            if len < AT_ONCE {
                return;
            }
        }
    }

    /// Where the search for a string starts.
    fn place(&self, hash: u64) -> usize {
        hash as usize & (self.slots.len() - 1)
    }

    fn find(&mut self, term: &[u8], hash: u64, start: Start) -> u32 {
        if self.strings.len() * 8 >= self.slots.len() * 5 {
            self.grow();
        }
        let mut place = self.place(hash);
        loop {
            let slot = &self.slots[place];
            if slot.id == u32::MAX {
                break;
            }
            if slot.start == start && (start.is_whole() || self.strings.get(slot.id) == term) {
                return slot.id;
            }
            place = (place + 1) & (self.slots.len() - 1);
        }
        let id = self.strings.push(term);
        self.slots[place] = Slot { id, start };
        id
    }

    /// Twice the slots: five in eight hold a string at most.
    fn grow(&mut self) {
        self.slots = vec![Slot::EMPTY; FEWEST.max(self.slots.len() * 2)];
        for id in 0..self.strings.len() as u32 {
            let term = self.strings.get(id);
            let mut place = self.place(hash(term));
            while self.slots[place].id != u32::MAX {
                place = (place + 1) & (self.slots.len() - 1);
            }
            self.slots[place] = Slot { id, start: Start::of(term) };
        }
    }

    /// The term of a number that was given.
    pub(super) fn get(&self, id: u32) -> &[u8] {
        self.strings.get(id)
    }

    /// How many terms there are.
    pub(super) fn len(&self) -> usize {
        self.strings.len()
    }

    pub(super) fn clear(&mut self) {
        self.slots.fill(Slot::EMPTY);
        self.strings.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_keeps_its_number() {
        let mut terms = Terms::default();
        let words = ["a", "", "b", "ab", "abc", "abcd", "abce", "ab\0"];
        for round in 0..2 {
            for (id, word) in words.iter().enumerate() {
                assert_eq!(terms.number(word.as_bytes()), id as u32, "round {round}");
            }
        }
        for (id, word) in words.iter().enumerate() {
            assert_eq!(terms.get(id as u32), word.as_bytes());
        }
        assert_eq!(terms.len(), words.len());
    }

    #[test]
    fn many_at_once_have_the_numbers_of_one_by_one() {
        let words: Vec<String> = (0..9_000).map(|n| format!("{}{n}", "w".repeat(n % 300))).collect();
        let (mut one, mut all) = (Terms::default(), Terms::default());
        let by_one: Vec<u32> = words.iter().chain(&words).map(|word| one.number(word.as_bytes())).collect();
        let mut at_once = Vec::new();
        all.numbers(words.iter().chain(&words).map(String::as_bytes), |id| at_once.push(id));
        assert_eq!(by_one, at_once);
        assert_eq!(by_one[..9_000], (0..9_000).collect::<Vec<u32>>());
        all.clear();
        assert_eq!((all.len(), all.number(b"w"), all.number(b"")), (0, 0, 1));
    }
}
