//! Where the words of a query stand in the documents of the first pass, kept for the second look: most of those
//! documents are not looked at again, but the positions of those that are would cost as much once more.

use super::looked::{Looked, Stand};

/// So many positions are kept at most (4 MB); those of the documents that come later are read again.
const MOST: usize = 1 << 20;

/// Positions of the words by document.
#[derive(Default)]
pub(super) struct Kept {
    flat: Vec<u32>,
    /// For each word of each kept document.
    words: Vec<Word>,
    /// For each document, the first of its words.
    first: Vec<Option<usize>>,
    /// Words a document.
    count: usize,
}

struct Word {
    held: f32,
    /// Where the positions of any form start and end in `flat`, and those of the typed form.
    any: [usize; 2],
    exact: [usize; 2],
}

impl Kept {
    /// Room for so many documents and words of the query.
    pub fn new(documents: usize, words: usize) -> Kept {
        Kept { first: vec![None; documents], count: words, ..Kept::default() }
    }

    /// Keeps what was read of the document `at`, if there is room.
    pub fn keep(&mut self, at: usize, words: &[Looked]) {
        let size: usize = words.iter().map(|word| word.positions.len() * 2).sum();
        if self.flat.len() + size > MOST {
            return;
        }
        self.first[at] = Some(self.words.len());
        for word in words {
            let stand = word.stand();
            let start = self.flat.len();
            self.flat.extend_from_slice(stand.any);
            let any = self.flat.len();
            // most words have one form, and its positions need not stand there twice
            let all_exact = stand.exact.len() == stand.any.len();
            if !all_exact {
                self.flat.extend_from_slice(stand.exact);
            }
            let exact = if all_exact { [start, any] } else { [any, self.flat.len()] };
            self.words.push(Word { held: stand.held, any: [start, any], exact });
        }
    }

    /// The words of the document `at`, if they were kept.
    pub fn stands(&self, at: usize) -> Option<Vec<Stand<'_>>> {
        let first = self.first[at]?;
        let of = |word: &Word| Stand {
            held: word.held,
            any: &self.flat[word.any[0]..word.any[1]],
            exact: &self.flat[word.exact[0]..word.exact[1]],
        };
        Some(self.words[first..first + self.count].iter().map(of).collect())
    }
}
