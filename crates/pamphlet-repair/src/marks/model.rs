//! The trained tables: how they are stored, loaded and asked.
//!
//! A model file is: `PMR4`, three bytes with the sizes of the hashed tables (as powers of two), one with the
//! number of trees by eights, four little-endian `f32` scales, then: the question model (a signed byte a
//! weight), the judge's first pass (a row of [`CLASSES`] a feature), the model of dropped apostrophes (a row of
//! [`KINDS`]), the trees of the second pass, and the measured chances of [`Chances`].

use super::trees::{Forest, TREE};
use super::{CLASSES, second};

/// The question model: one weight a hashed feature.
#[derive(Debug)]
pub struct Question {
    /// The weights; as many as a power of two.
    pub weights: Vec<f32>,
}

impl Question {
    /// The place of a feature.
    pub fn place(&self, feature: u32) -> usize {
        (feature as usize ^ (feature >> 16) as usize) & (self.weights.len() - 1)
    }

    /// How much the words speak for a question: above 0, more than against it.
    pub fn score(&self, features: &[u32]) -> f32 {
        features.iter().map(|&feature| self.weights[self.place(feature)]).sum()
    }
}

/// What a word may have dropped has so many answers.
pub const KINDS: usize = 3;

/// One row of `N` small weights a hashed feature.
#[derive(Debug)]
pub struct Rows<const N: usize> {
    rows: &'static [[u8; N]],
    scale: f32,
}

impl<const N: usize> Rows<N> {
    /// The sums of the rows of the features.
    pub fn score(&self, features: &[u32]) -> [f32; N] {
        let mask = self.rows.len() - 1;
        let mut sums = [0i32; N];
        for &feature in features {
            let row = &self.rows[(feature as usize ^ (feature >> 16) as usize) & mask];
            for (sum, &weight) in sums.iter_mut().zip(row) {
                *sum += i32::from(weight.cast_signed());
            }
        }
        sums.map(|sum| sum as f32 * self.scale)
    }
}

/// All that was learnt.
#[derive(Debug)]
pub struct Model {
    /// Tells questions by their words.
    pub question: Question,
    /// The first pass of the judge.
    pub first: Rows<CLASSES>,
    /// The second pass.
    pub second: Forest,
    /// Dropped apostrophes; the classes are those of [`super::dropped::Dropped`].
    pub dropped: Rows<KINDS>,
    /// How often decisions like these were right.
    pub chances: Chances,
    /// A group of features to leave out, for the trainer that measures what each is worth; else `u32::MAX`.
    pub without: u32,
}

/// What a model file starts with.
pub const MAGIC: [u8; 4] = *b"PMR4";

impl Model {
    /// Reads a model file; `None` if it is none.
    pub fn read(file: &'static [u8]) -> Option<Self> {
        let (magic, rest) = file.split_first_chunk::<4>()?;
        let (&[q, first, dropped, trees], rest) = rest.split_first_chunk::<4>()?;
        if *magic != MAGIC || q.max(first).max(dropped) > 24 {
            return None;
        }
        let (scales, rest) = rest.split_first_chunk::<16>()?;
        let scale = |i: usize| f32::from_le_bytes([0, 1, 2, 3].map(|b| scales[4 * i + b]));
        let (weights, rest) = rest.split_at_checked(1 << q)?;
        let (first_rows, rest) = rest.split_at_checked(CLASSES << first)?;
        let (dropped_rows, rest) = rest.split_at_checked(KINDS << dropped)?;
        let (forest, chances) = rest.split_at_checked(usize::from(trees) * 8 * TREE)?;
        Some(Self {
            question: Question {
                weights: weights.iter().map(|&w| f32::from(w.cast_signed()) * scale(0)).collect(),
            },
            first: Rows { rows: first_rows.as_chunks().0, scale: scale(1) },
            dropped: Rows { rows: dropped_rows.as_chunks().0, scale: scale(2) },
            second: Forest::read(forest, scale(3), second::WIDTH)?,
            chances: Chances::read(chances)?,
            without: u32::MAX,
        })
    }
}

/// Steps of a margin.
pub const STEPS: usize = 40;

/// Kinds of decisions that are counted apart.
pub const DECISIONS: usize = 16;

/// How often a decision was right, by what was decided and by how far it was ahead: measured on passages
/// kept back, and made to rise with the margin.
#[derive(Debug)]
pub struct Chances {
    /// In 65,535ths.
    table: Vec<[u16; STEPS]>,
}

impl Chances {
    /// Bytes in a model file.
    pub const BYTES: usize = DECISIONS * STEPS * 2;

    fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.len() != Self::BYTES {
            return None;
        }
        let row = |row: &[u8]| std::array::from_fn(|i| u16::from_le_bytes([row[2 * i], row[2 * i + 1]]));
        Some(Self { table: bytes.chunks_exact(2 * STEPS).map(row).collect() })
    }

    /// The step of a margin: quarters of a unit.
    pub fn step(margin: f32) -> usize {
        (margin.clamp(0.0, 100.0) * 4.0) as usize
    }

    /// The chance that decision number `kind`, so far ahead, is right; from 0 to 1.
    pub fn of(&self, kind: usize, margin: f32) -> f32 {
        let row = &self.table[kind.min(DECISIONS - 1)];
        f32::from(row[Self::step(margin).min(STEPS - 1)]) / 65_535.0
    }
}
