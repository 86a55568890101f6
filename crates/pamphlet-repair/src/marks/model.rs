//! The trained tables: how they are stored, loaded and asked.
//!
//! A model file is: `PMR1`, three bytes with the sizes of the tables (as powers of two) and one of zero,
//! three little-endian `f32` scales, then the tables of signed bytes: the question model, the judge's
//! first pass (one row of [`CLASSES`] a feature) and its second.

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
}

/// What a model file starts with.
pub const MAGIC: [u8; 4] = *b"PMR1";

impl Model {
    /// Reads a model file; `None` if it is none.
    pub fn read(file: &'static [u8]) -> Option<Self> {
        let (magic, rest) = file.split_first_chunk::<4>()?;
        let (&[q, first, second, 0], rest) = rest.split_first_chunk::<4>()? else { return None };
        if *magic != MAGIC || q.max(first).max(second) > 24 {
            return None;
        }
        let mut scales = [0.0f32; 3];
        let (bytes, rest) = rest.split_at_checked(12)?;
        for (scale, four) in scales.iter_mut().zip(bytes.as_chunks::<4>().0) {
            *scale = f32::from_le_bytes(*four);
        }
        let (weights, rest) = rest.split_at_checked(1 << q)?;
        let (first_rows, second_rows) = rest.split_at_checked(CLASSES << first)?;
        let rows = |bytes: &'static [u8], scale| Rows { rows: bytes.as_chunks::<CLASSES>().0, scale };
        if second_rows.len() != CLASSES << second {
            return None;
        }
        let weights = weights.iter().map(|&weight| f32::from(weight.cast_signed()) * scales[0]).collect();
        Some(Self {
            question: Question { weights },
            first: rows(first_rows, scales[1]),
            second: rows(second_rows, scales[2]),
        })
    }
}
