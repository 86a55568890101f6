//! A set of small numbers, a bit each: which documents of a segment are dead, which clusters are broken.

/// Numbers from 0.
#[derive(Clone, Debug, Default)]
pub(crate) struct Bits {
    words: Vec<u64>,
    len: u32,
}

impl Bits {
    /// Adds a number. Whether it is new.
    pub(crate) fn insert(&mut self, number: u32) -> bool {
        let word = number as usize / 64;
        if self.words.len() <= word {
            self.words.resize(word + 1, 0);
        }
        let new = self.words[word] & 1 << (number % 64) == 0;
        self.words[word] |= 1 << (number % 64);
        self.len += u32::from(new);
        new
    }

    pub(crate) fn contains(&self, number: u32) -> bool {
        self.words.get(number as usize / 64).is_some_and(|word| word & 1 << (number % 64) != 0)
    }

    /// How many numbers there are.
    pub(crate) fn len(&self) -> u32 {
        self.len
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// A bit for each number, the first in the lowest bit of the first word; as many words as the highest number needs.
    pub(crate) fn into_words(self) -> Vec<u64> {
        self.words
    }

    /// The numbers, smallest first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = u32> {
        let in_word = |(at, word): (usize, &u64)| {
            let word = *word;
            (0..64).filter(move |bit| word & 1 << bit != 0).map(move |bit| at as u32 * 64 + bit)
        };
        self.words.iter().enumerate().filter(|(_, word)| **word != 0).flat_map(in_word)
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn numbers_come_back_in_order() {
        let mut bits = Bits::default();
        for (number, new) in [(700, true), (0, true), (64, true), (63, true), (0, false)] {
            assert_eq!(bits.insert(number), new);
        }
        assert_eq!(bits.iter().collect::<Vec<_>>(), [0, 63, 64, 700]);
        assert!(bits.contains(63) && !bits.contains(65) && !bits.contains(9_999));
        assert_eq!(bits.len(), 4);
    }
}
