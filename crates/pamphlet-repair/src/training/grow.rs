//! Boosted trees for the second pass, grown level by level on histograms.
//!
//! Each tree is fitted to the slope of the loss of all classes at once, on a drawn half of the examples and
//! a drawn third of the features a level. All draws come from one seed, so that the same examples give the
//! same trees.

use super::Chance;
use crate::marks::trees::{DEPTH, LEAVES, TREE};
use crate::marks::{CLASSES, Scores, probabilities};

/// Marks with their features, what the first pass said, and what they were.
#[derive(Default)]
pub struct Examples {
    /// One column a feature.
    columns: Vec<Vec<u8>>,
    scores: Vec<Scores>,
    classes: Vec<u8>,
}

impl Examples {
    /// With room for `width` features.
    pub fn new(width: usize) -> Self {
        Self { columns: vec![Vec::new(); width], scores: Vec::new(), classes: Vec::new() }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.classes.len()
    }

    /// One more.
    pub fn push(&mut self, features: &[u8], scores: Scores, class: u8) {
        for (column, &feature) in self.columns.iter_mut().zip(features) {
            column.push(feature);
        }
        self.scores.push(scores);
        self.classes.push(class);
    }
}

/// How trees are grown.
#[derive(Clone, Copy, Debug)]
pub struct Growth {
    /// How many.
    pub trees: usize,
    /// Size of the steps.
    pub rate: f32,
    /// Weight of the pull towards no opinion, in examples.
    pub calm: f32,
}

/// A node's or bin's sums: the slopes of the classes, and the bend of all together.
type Bin = [f32; CLASSES + 1];

/// Feature and threshold of each level, and what the leaves add.
type Grown = ([(u8, u8); DEPTH], Vec<Scores>);

/// Grows trees. Returns the worth of one step of a leaf and the bytes of the trees.
pub fn grow(examples: &mut Examples, growth: &Growth, say: &mut dyn FnMut(&str)) -> (f32, Vec<u8>) {
    let mut chance = Chance::new(0x7ee5);
    let mut trees: Vec<Grown> = Vec::new();
    let mut slopes: Vec<Bin> = Vec::new();
    for number in 0..growth.trees {
        let rows: Vec<u32> = (0..examples.len() as u32).filter(|_| chance.below(2) == 0).collect();
        slopes.clear();
        let mut loss = 0.0f64;
        for &row in &rows {
            let row = row as usize;
            let p = probabilities(&examples.scores[row]);
            let class = usize::from(examples.classes[row]);
            loss -= f64::from(p[class].max(1e-9).ln());
            let mut bin = [0.0; CLASSES + 1];
            for (i, p) in p.into_iter().enumerate() {
                bin[i] = p - f32::from(u8::from(i == class));
                bin[CLASSES] += p * (1.0 - p);
            }
            slopes.push(bin);
        }
        if number % 20 == 0 {
            say(&format!("tree {number}: loss {:.5} over {} marks", loss / rows.len() as f64, rows.len()));
        }
        let mut nodes = vec![0u8; rows.len()];
        let mut levels = [(0u8, 255u8); DEPTH];
        for (depth, level) in levels.iter_mut().enumerate() {
            let drawn: Vec<usize> = (0..examples.columns.len()).filter(|_| chance.below(3) == 0).collect();
            let mut best = 0.0;
            for feature in drawn {
                let column = &examples.columns[feature];
                let (gain, threshold) = best_split(column, &rows, &nodes, &slopes, 1 << depth, growth.calm);
                if gain > best {
                    (best, *level) = (gain, (feature as u8, threshold));
                }
            }
            let column = &examples.columns[usize::from(level.0)];
            for (node, &row) in nodes.iter_mut().zip(&rows) {
                *node = *node * 2 + u8::from(column[row as usize] > level.1);
            }
        }
        let leaves = leaves(&nodes, &slopes, growth);
        for row in 0..examples.len() {
            let mut leaf = 0;
            for &(feature, threshold) in &levels {
                leaf = leaf * 2 + usize::from(examples.columns[usize::from(feature)][row] > threshold);
            }
            for (score, step) in examples.scores[row].iter_mut().zip(leaves[leaf]) {
                *score += step;
            }
        }
        trees.push((levels, leaves));
    }
    write(&trees)
}

/// The threshold that parts the nodes best, and how good it is.
fn best_split(
    column: &[u8],
    rows: &[u32],
    nodes: &[u8],
    slopes: &[Bin],
    count: usize,
    calm: f32,
) -> (f32, u8) {
    let mut bins = vec![[0.0f32; CLASSES + 1]; count * 256];
    for ((&row, &node), slope) in rows.iter().zip(nodes).zip(slopes) {
        let bin = &mut bins[usize::from(node) * 256 + usize::from(column[row as usize])];
        for (sum, slope) in bin.iter_mut().zip(slope) {
            *sum += slope;
        }
    }
    let worth = |bin: &Bin| bin[..CLASSES].iter().map(|s| s * s).sum::<f32>() / (bin[CLASSES] + calm);
    let mut gains = [0.0f32; 256];
    for node in bins.chunks_exact(256) {
        let mut all = [0.0; CLASSES + 1];
        for bin in node {
            for (sum, part) in all.iter_mut().zip(bin) {
                *sum += part;
            }
        }
        if all[CLASSES] < 0.5 {
            continue;
        }
        let whole = worth(&all);
        let mut left = [0.0; CLASSES + 1];
        for (gain, bin) in gains.iter_mut().zip(node).take(255) {
            for (sum, part) in left.iter_mut().zip(bin) {
                *sum += part;
            }
            let right: Bin = std::array::from_fn(|i| all[i] - left[i]);
            *gain += worth(&left) + worth(&right) - whole;
        }
    }
    let (mut best, mut threshold) = (0.0, 255);
    for (i, &gain) in gains.iter().enumerate().take(255) {
        if gain > best {
            (best, threshold) = (gain, i as u8);
        }
    }
    (best, threshold)
}

/// What the leaves add to the scores.
fn leaves(nodes: &[u8], slopes: &[Bin], growth: &Growth) -> Vec<Scores> {
    let mut sums = vec![[0.0f32; CLASSES + 1]; LEAVES];
    // the bend of each class by itself; |slope|(1 - |slope|) is that of p(1 - p)
    let mut bends = vec![[0.0f32; CLASSES]; LEAVES];
    for (&node, slope) in nodes.iter().zip(slopes) {
        for i in 0..CLASSES {
            sums[usize::from(node)][i] += slope[i];
            bends[usize::from(node)][i] += slope[i].abs() * (1.0 - slope[i].abs());
        }
    }
    sums.iter()
        .zip(&bends)
        .map(|(sum, bend)| std::array::from_fn(|i| -growth.rate * sum[i] / (bend[i] + growth.calm)))
        .collect()
}

fn write(trees: &[Grown]) -> (f32, Vec<u8>) {
    let values = trees.iter().flat_map(|(_, leaves)| leaves.iter().flatten());
    let scale = values.fold(1e-6f32, |most, value| most.max(value.abs())) / 127.0;
    let mut bytes = Vec::with_capacity(trees.len() * TREE);
    for (levels, leaves) in trees {
        for &(feature, threshold) in levels {
            bytes.extend([feature, threshold]);
        }
        let byte = |value: &f32| ((value / scale).round() as i8).cast_unsigned();
        bytes.extend(leaves.iter().flatten().map(byte));
    }
    (scale, bytes)
}
