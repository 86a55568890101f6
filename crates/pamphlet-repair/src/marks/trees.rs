//! Small boosted trees: they look again at the marks that the first pass found hard.
//!
//! Every tree asks the same question on all nodes of a level, so that a leaf is found without a branch:
//! the answers are the bits of its number. A leaf holds one signed byte for each class.

use super::{CLASSES, Scores};

/// Levels of a tree.
pub const DEPTH: usize = 6;

/// Leaves of a tree.
pub const LEAVES: usize = 1 << DEPTH;

/// Bytes of a tree in a model file: a feature and a threshold a level, then the leaves.
pub const TREE: usize = 2 * DEPTH + LEAVES * CLASSES;

/// Trees as they are in a model file.
#[derive(Debug)]
pub struct Forest {
    trees: &'static [u8],
    scale: f32,
    /// How many features the trees ask of.
    width: usize,
}

impl Forest {
    /// From the bytes of whole trees and the worth of one step of a leaf; `None` if they ask of a feature
    /// at or beyond `width`.
    pub fn read(trees: &'static [u8], scale: f32, width: usize) -> Option<Self> {
        let whole = trees.len().is_multiple_of(TREE);
        let known = trees
            .chunks_exact(TREE)
            .all(|tree| tree[..2 * DEPTH].iter().step_by(2).all(|&feature| usize::from(feature) < width));
        (whole && known).then_some(Self { trees, scale, width })
    }

    /// What the trees add to the scores of a mark with these features.
    pub fn score(&self, features: &[u8]) -> Scores {
        let mut sums = [0i32; CLASSES];
        if features.len() < self.width {
            return [0.0; CLASSES];
        }
        for tree in self.trees.chunks_exact(TREE) {
            let (levels, leaves) = tree.split_at(2 * DEPTH);
            let mut leaf = 0;
            for level in levels.chunks_exact(2) {
                leaf = leaf * 2 + usize::from(features[usize::from(level[0])] > level[1]);
            }
            for (sum, &value) in sums.iter_mut().zip(&leaves[leaf * CLASSES..]) {
                *sum += i32::from(value.cast_signed());
            }
        }
        sums.map(|sum| sum as f32 * self.scale)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_is_walked_and_checked() {
        // asks feature 1 at the last level, always 0 before
        let mut tree = vec![0u8, 255, 0, 255, 0, 255, 0, 255, 0, 255, 1, 9];
        tree.resize(TREE, 0);
        tree[2 * DEPTH + CLASSES + 3] = (-4i8).cast_unsigned();
        let tree: &'static [u8] = tree.leak();
        let forest = Forest::read(tree, 0.5, 2).expect("a whole tree");
        assert_eq!(forest.score(&[7, 10])[3], -2.0);
        assert_eq!(forest.score(&[7, 9]), [0.0; CLASSES]);
        assert_eq!(forest.score(&[7]), [0.0; CLASSES], "too few features: no opinion");
        assert!(Forest::read(tree, 0.5, 1).is_none(), "asks of feature 1");
        assert!(Forest::read(&tree[1..], 0.5, 2).is_none(), "not whole");
    }
}
