//! Queries that are one phrase: every document found has all of it in a row, and need not be asked for it again.

use super::runs::narrowest;
use crate::plan::Plan;
use crate::spans::Node;

/// Where the words that count are those of one phrase that every document found has, whether they stand as near
/// each other in it as they can; `None` for any other query.
pub(super) fn whole_phrase(plan: &Plan) -> Option<bool> {
    let leaf = match plan.root() {
        Node::Leaf(leaf) => *leaf,
        Node::And(parts) => {
            let mut leaves = parts.iter().filter_map(|part| match part {
                Node::Leaf(leaf) => Some(*leaf),
                _ => None,
            });
            leaves.next().filter(|_| leaves.next().is_none())?
        }
        _ => return None,
    };
    let [only] = &plan.leaves[leaf].alternatives[..] else { return None };
    if only.slop > 0 || !only.also.is_empty() || only.slots.len() != plan.sequence.len() {
        return None;
    }
    for (slot, &at) in only.slots.iter().zip(&plan.sequence) {
        let (set, word) = (&plan.sets[(*slot)?], &plan.words[at]);
        let counts = |term: &String| *term == word.term || word.light.contains(term);
        if set.terms.is_empty() || !set.terms.iter().all(counts) {
            return None;
        }
    }
    let places = |word: usize| (0u32..).zip(&plan.sequence).filter(move |(_, at)| **at == word);
    let lists: Vec<Vec<u32>> =
        (0..plan.words.len()).map(|word| places(word).map(|(place, _)| place).collect()).collect();
    let lists: Vec<&[u32]> = lists.iter().map(|list| &list[..]).collect();
    Some(lists.len() > 1 && narrowest(&lists) as usize <= lists.len())
}
