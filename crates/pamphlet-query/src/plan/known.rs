//! What a plan has already: a text that is pasted has most of its words many times, a set of a codebook has thousands.

use super::Planner;
use crate::ast::Expr;
use crate::note::NoteKind;
use crate::spans::Node;
use std::collections::HashMap;
use std::hash::{BuildHasher, Hash};
use std::sync::Arc;

/// Nodes that the sets of a codebook may have in a query, all together; dictionaries have some ten thousand words.
const MOST_OF_SETS: usize = 1 << 20;

/// Places in a list, by what stands there.
#[derive(Default)]
pub(super) struct Places(HashMap<u64, Vec<usize>>);

impl Places {
    /// Where something stands in a list; it is added unless it is there.
    pub fn of<T: Hash + PartialEq>(&mut self, one: T, list: &mut Vec<T>) -> usize {
        let places = self.0.entry(self.0.hasher().hash_one(&one)).or_default();
        if let Some(&at) = places.iter().find(|&&at| list[at] == one) {
            return at;
        }
        places.push(list.len());
        list.push(one);
        list.len() - 1
    }
}

/// A set of a codebook, and what decides how it is planned: the field around it, its weight, whether it is negated.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct SetKey {
    name: String,
    field: Option<String>,
    boost: u32,
    negated: bool,
}

#[derive(Default)]
pub(super) struct Known {
    pub sets: Places,
    pub leaves: Places,
    pub conditions: Places,
    /// Patterns as typed, by the place of their set.
    pub patterns: HashMap<String, usize>,
    /// Places of words in the plan's list, some of which may have been taken from it again.
    words: HashMap<String, usize>,
    codebook: HashMap<SetKey, Node>,
    of_codebook: usize,
}

impl Planner<'_> {
    /// Where a word stands among those that count for the order.
    pub(super) fn scored(&self, term: &str) -> Option<usize> {
        self.known
            .words
            .get(term)
            .copied()
            .filter(|&at| self.plan.words.get(at).is_some_and(|word| word.term == term))
    }

    /// Adds one that is not there.
    pub(super) fn add_scored(&mut self, word: super::Scored) -> usize {
        let at = self.plan.words.len();
        self.known.words.insert(word.term.clone(), at);
        self.plan.words.push(word);
        at
    }

    /// A set of the codebook. It is planned once; however often it is named, its nodes are bounded.
    pub(super) fn named_set(&mut self, name: &str, inner: &Arc<Expr>) -> Node {
        let key = SetKey {
            name: name.to_owned(),
            field: self.field.clone(),
            boost: self.boost.to_bits(),
            negated: self.negated,
        };
        let node = match self.known.codebook.get(&key) {
            Some(node) => node.clone(),
            None => {
                let node = self.node(inner);
                self.known.codebook.insert(key, node.clone());
                node
            }
        };
        self.known.of_codebook += node.size();
        if self.known.of_codebook <= MOST_OF_SETS {
            return node;
        }
        let message = format!("'@{name}' is left out: the sets of the query are too large together");
        self.note(NoteKind::Limit, &format!("@{name}"), message);
        Node::None
    }
}
