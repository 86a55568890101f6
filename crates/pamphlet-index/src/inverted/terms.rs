//! Byte strings numbered in the order in which they came.

use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Distinct byte strings, each with a number from 0. The table holds the first `FIRST` bytes of each, at most 255: a
/// string that is no longer is found without a look elsewhere, which a processor would wait for.
///
/// What was asked for lately stands in a small table before it: few words make up most of a text, and in the large table
/// they lie far apart.
pub(super) struct Terms<const FIRST: usize> {
    recent: Box<[Slot<FIRST>; RECENT]>,
    table: HashTable<Slot<FIRST>>,
    bytes: Vec<u8>,
    /// Where each ends; it starts where the one before ends.
    ends: Vec<u32>,
}

/// Slots of the table of what was asked for lately; what a processor keeps near it holds them all.
const RECENT: usize = 1 << 12;

#[derive(Clone, Copy, PartialEq, Eq)]
struct Slot<const FIRST: usize> {
    id: u32,
    start: Start<FIRST>,
}

/// How a string starts, and how long it is: 255 for all that are longer.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Start<const FIRST: usize> {
    len: u8,
    first: [u8; FIRST],
}

impl<const FIRST: usize> Default for Terms<FIRST> {
    fn default() -> Self {
        Self {
            recent: Box::new([Slot::EMPTY; RECENT]),
            table: HashTable::new(),
            bytes: Vec::new(),
            ends: Vec::new(),
        }
    }
}

impl<const FIRST: usize> Slot<FIRST> {
    /// Of no string: an empty one has no first bytes.
    const EMPTY: Self = Self { id: u32::MAX, start: Start { len: 0, first: [1; FIRST] } };
}

impl<const FIRST: usize> Start<FIRST> {
    fn of(term: &[u8]) -> Self {
        let mut first = [0; FIRST];
        for (to, byte) in first.iter_mut().zip(term) {
            *to = *byte;
        }
        Self { len: term.len().min(255) as u8, first }
    }

    /// Whether it is all that there is of the string.
    fn is_whole(&self) -> bool {
        usize::from(self.len) <= FIRST && self.len < 255
    }
}

fn hash(term: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(term);
    hasher.finish()
}

fn at<'b>(bytes: &'b [u8], ends: &[u32], id: u32) -> &'b [u8] {
    let start = id.checked_sub(1).map_or(0, |before| ends[before as usize]);
    &bytes[start as usize..ends[id as usize] as usize]
}

impl<const FIRST: usize> Terms<FIRST> {
    /// The number of a term, which gets one if it has none.
    pub(super) fn number(&mut self, term: &[u8]) -> u32 {
        let Self { recent, table, bytes, ends } = self;
        let (hash_of, start) = (hash(term), Start::of(term));
        let recent = &mut recent[(hash_of >> 20) as usize % RECENT];
        if recent.start == start && start.is_whole() {
            return recent.id;
        }
        let is_it = |slot: &Slot<FIRST>| {
            slot.start == start && (start.is_whole() || at(bytes, ends, slot.id) == term)
        };
        if let Some(slot) = table.find(hash_of, is_it) {
            *recent = *slot;
            return slot.id;
        }
        let id = ends.len() as u32;
        bytes.extend_from_slice(term);
        ends.push(bytes.len() as u32);
        table.insert_unique(hash_of, Slot { id, start }, |slot| hash(at(bytes, ends, slot.id)));
        id
    }

    /// The term of a number that was given.
    pub(super) fn get(&self, id: u32) -> &[u8] {
        at(&self.bytes, &self.ends, id)
    }

    /// How many terms there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// Bytes in memory.
    pub(super) fn memory(&self) -> usize {
        self.table.allocation_size() + self.bytes.capacity() + self.ends.capacity() * size_of::<u32>()
    }

    pub(super) fn clear(&mut self) {
        self.recent.fill(Slot::EMPTY);
        self.table.clear();
        self.bytes.clear();
        self.ends.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_term_keeps_its_number() {
        let mut terms = Terms::<3>::default();
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
}
