//! Distinct byte strings with a number each, in as little memory as that takes.

use super::strings::Strings;
use super::terms::hash;
use hashbrown::HashTable;

/// Distinct byte strings, each with a number from 0. Unlike [`Terms`](super::terms::Terms) it holds nothing of a string
/// beside its number: the terms of a large segment are many, and each is looked up but once a thread that met it.
#[derive(Default)]
pub(super) struct Keys {
    table: HashTable<u32>,
    strings: Strings,
}

impl Keys {
    /// The number of a key, which gets one if it has none.
    pub(super) fn number(&mut self, key: &[u8]) -> u32 {
        let Self { table, strings } = self;
        let hash_of = hash(key);
        if let Some(number) = table.find(hash_of, |&number| strings.get(number) == key) {
            return *number;
        }
        let number = strings.push(key);
        table.insert_unique(hash_of, number, |&number| hash(strings.get(number)));
        number
    }

    /// The key of a number that was given.
    pub(super) fn get(&self, number: u32) -> &[u8] {
        self.strings.get(number)
    }

    /// How many keys there are.
    pub(super) fn len(&self) -> usize {
        self.strings.len()
    }

    /// Bytes in memory.
    pub(super) fn memory(&self) -> usize {
        self.table.allocation_size() + self.strings.memory()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_keeps_its_number() {
        let mut keys = Keys::default();
        let words = ["a", "", "b", "ab", "abc", "abcd", "abce", "ab\0"];
        for round in 0..2 {
            for (number, word) in words.iter().enumerate() {
                assert_eq!(keys.number(word.as_bytes()), number as u32, "round {round}");
            }
        }
        for (number, word) in words.iter().enumerate() {
            assert_eq!(keys.get(number as u32), word.as_bytes());
        }
        assert_eq!(keys.len(), words.len());
    }
}
