//! The trained tables: how they are stored, loaded and asked.
//!
//! A model file is: `PMR2`, four bytes with the sizes of the tables (as powers of two), four little-endian
//! `f32` scales, then the tables of signed bytes: the question model, the judge's first pass (one row of
//! [`CLASSES`] a feature), its second, and the model of dropped apostrophes.

use super::{CLASSES, Scores};

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

/// One row of small weights a hashed feature.
#[derive(Debug)]
pub struct Rows {
    rows: &'static [[u8; CLASSES]],
    scale: f32,
}

impl Rows {
    /// The sums of the rows of the features.
    pub fn score(&self, features: &[u32]) -> Scores {
        let mask = self.rows.len() - 1;
        let mut sums = [0i32; CLASSES];
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
    pub first: Rows,
    /// The second pass.
    pub second: Rows,
    /// Dropped apostrophes; of its classes the first three are those of [`super::dropped::Dropped`].
    pub dropped: Rows,
}

/// What a model file starts with.
pub const MAGIC: [u8; 4] = *b"PMR2";

impl Model {
    /// Reads a model file; `None` if it is none.
    pub fn read(file: &'static [u8]) -> Option<Self> {
        let (magic, rest) = file.split_first_chunk::<4>()?;
        let (&[q, first, second, dropped], rest) = rest.split_first_chunk::<4>()?;
        if *magic != MAGIC || q.max(first).max(second).max(dropped) > 24 {
            return None;
        }
        let mut scales = [0.0f32; 4];
        let (bytes, rest) = rest.split_at_checked(16)?;
        for (scale, four) in scales.iter_mut().zip(bytes.as_chunks::<4>().0) {
            *scale = f32::from_le_bytes(*four);
        }
        let (weights, rest) = rest.split_at_checked(1 << q)?;
        let (first_rows, rest) = rest.split_at_checked(CLASSES << first)?;
        let (second_rows, dropped_rows) = rest.split_at_checked(CLASSES << second)?;
        let rows = |bytes: &'static [u8], scale| Rows { rows: bytes.as_chunks::<CLASSES>().0, scale };
        if dropped_rows.len() != CLASSES << dropped {
            return None;
        }
        let weights = weights.iter().map(|&weight| f32::from(weight.cast_signed()) * scales[0]).collect();
        Some(Self {
            question: Question { weights },
            first: rows(first_rows, scales[1]),
            second: rows(second_rows, scales[2]),
            dropped: rows(dropped_rows, scales[3]),
        })
    }
}
