//! Byte strings numbered in the order in which they came.

use hashbrown::HashTable;
use rustc_hash::FxHasher;
use std::hash::Hasher;

/// Distinct byte strings, each with a number from 0.
#[derive(Default)]
pub(super) struct Terms {
    table: HashTable<u32>,
    bytes: Vec<u8>,
    /// Where each ends; it starts where the one before ends.
    ends: Vec<u32>,
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

impl Terms {
    /// The number of a term, which gets one if it has none.
    pub(super) fn number(&mut self, term: &[u8]) -> u32 {
        let Self { table, bytes, ends } = self;
        let hash_of = hash(term);
        if let Some(&id) = table.find(hash_of, |&id| at(bytes, ends, id) == term) {
            return id;
        }
        let id = ends.len() as u32;
        bytes.extend_from_slice(term);
        ends.push(bytes.len() as u32);
        table.insert_unique(hash_of, id, |&id| hash(at(bytes, ends, id)));
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
        let mut terms = Terms::default();
        let words = ["a", "", "b", "ab"];
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
