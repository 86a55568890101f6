//! The slow, plain reading of a query against one text, word by word: what the span engine is held against.
//! For tests alone; it shares no code with the engine.

use crate::ast::Unit;
use crate::plan::{Condition, Plan};
use crate::spans::{Leaf, Node, Occurrences, Span, matches};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A text as a list of words; `None` is a gap between paragraphs (one place of it).
#[derive(Debug)]
struct Text {
    words: Vec<Option<u8>>,
    sentences: Vec<u32>,
    paragraphs: Vec<u32>,
}

/// The engine's view of the same text.
struct Document<'t> {
    text: &'t Text,
    plan: &'t Plan,
    spans: Vec<Span>,
}

fn term(word: u8) -> String {
    char::from(b'a' + word).to_string()
}

impl Occurrences for Document<'_> {
    fn spans(&mut self, leaf: usize) -> &[Span] {
        let sets: Vec<Vec<u32>> = self
            .plan
            .sets
            .iter()
            .map(|set| {
                let of =
                    |at: &usize| self.text.words[*at].is_some_and(|word| set.terms.contains(&term(word)));
                (0..self.text.words.len()).filter(of).map(|at| at as u32).collect()
            })
            .collect();
        let mut spans = Vec::new();
        self.plan.leaves[leaf].spans(&|set| sets[set].as_slice(), &mut spans);
        self.spans = spans;
        &self.spans
    }

    fn edges(&mut self, unit: Unit) -> &[u32] {
        if unit == Unit::Sentence { &self.text.sentences } else { &self.text.paragraphs }
    }

    fn holds(&mut self, condition: usize) -> bool {
        matches!(self.plan.conditions[condition], Condition::Any { .. })
    }
}

/// Every way to read a leaf, by trying all places.
fn plain_leaf(leaf: &Leaf, plan: &Plan, text: &Text) -> Vec<Span> {
    let mut all = BTreeSet::new();
    for alternative in &leaf.alternatives {
        for start in 0..text.words.len() {
            // ends reached by placing the slots one after the other, in every way
            let mut reached: Vec<usize> = vec![start];
            for (at, slot) in alternative.slots.iter().enumerate() {
                let mut next = Vec::new();
                for &place in &reached {
                    let skip = if at == 0 { 0 } else { alternative.slop as usize };
                    for to in place..=(place + skip).min(text.words.len().saturating_sub(1)) {
                        let fits = match slot {
                            None => true,
                            Some(set) => {
                                text.words[to].is_some_and(|w| plan.sets[*set].terms.contains(&term(w)))
                            }
                        };
                        if fits && to < text.words.len() {
                            next.push(to + 1);
                        }
                    }
                }
                next.sort_unstable();
                next.dedup();
                reached = next;
            }
            let len = alternative.slots.len();
            let fits = |end: &&usize| **end - start - len <= alternative.slop as usize;
            if let Some(end) = reached.iter().filter(fits).min() {
                all.insert((start as u32, std::cmp::Reverse(*end as u32)));
            }
        }
    }
    let (mut out, mut free) = (Vec::new(), 0);
    for (start, std::cmp::Reverse(end)) in all {
        if start >= free {
            out.push(Span { start, end });
            free = end;
        }
    }
    out
}

/// Whether a node matches inside a window, and the occurrences that take part, as a set.
fn plain(node: &Node, plan: &Plan, text: &Text, from: u32, to: u32) -> Option<BTreeSet<Span>> {
    let inside = |span: &Span| span.start >= from && span.end <= to;
    match node {
        Node::All => Some(BTreeSet::new()),
        Node::None => None,
        Node::Condition(at) => matches!(plan.conditions[*at], Condition::Any { .. }).then(BTreeSet::new),
        Node::Leaf(leaf) => {
            let found: BTreeSet<Span> =
                plain_leaf(&plan.leaves[*leaf], plan, text).into_iter().filter(inside).collect();
            (!found.is_empty()).then_some(found)
        }
        Node::Not(part) => match plain(part, plan, text, from, to) {
            Some(_) => None,
            None => Some(BTreeSet::new()),
        },
        Node::And(parts) => {
            let mut all = BTreeSet::new();
            for part in parts {
                all.extend(plain(part, plan, text, from, to)?);
            }
            Some(all)
        }
        Node::Or(parts) => {
            let found: Vec<_> = parts.iter().filter_map(|part| plain(part, plan, text, from, to)).collect();
            (!found.is_empty()).then(|| found.into_iter().flatten().collect())
        }
        Node::Near(items, steps) => {
            let lists: Option<Vec<Vec<Span>>> = items
                .iter()
                .map(|item| plain(item, plan, text, from, to).map(|found| no_overlaps(&found)))
                .collect();
            let lists = lists?;
            let mut all = BTreeSet::new();
            let mut chain = Vec::new();
            chains(&lists, steps, &mut chain, &mut all);
            (!all.is_empty()).then_some(all)
        }
        Node::Unit(unit, part) => {
            let edges = if *unit == Unit::Sentence { &text.sentences } else { &text.paragraphs };
            let mut all = BTreeSet::new();
            let mut any = false;
            for (at, &edge) in edges.iter().enumerate() {
                let end = edges.get(at + 1).copied().unwrap_or(u32::MAX);
                if edge.max(from) < end.min(to)
                    && let Some(found) = plain(part, plan, text, edge.max(from), end.min(to))
                {
                    any = true;
                    all.extend(found);
                }
            }
            any.then_some(all)
        }
    }
}

/// Every chain of occurrences, one of each list.
fn chains(lists: &[Vec<Span>], steps: &[crate::ast::Step], chain: &mut Vec<Span>, all: &mut BTreeSet<Span>) {
    let Some(list) = lists.get(chain.len()) else {
        all.extend(chain.iter().copied());
        return;
    };
    for span in list {
        if let Some(last) = chain.last() {
            let step = steps[chain.len() - 1];
            let after = span.start >= last.end && span.start - last.end <= step.words;
            let before = last.start >= span.end && last.start - span.end <= step.words;
            if !(after || before && !step.ordered) {
                continue;
            }
        }
        chain.push(*span);
        chains(lists, steps, chain, all);
        chain.pop();
    }
}

fn no_overlaps(found: &BTreeSet<Span>) -> Vec<Span> {
    let mut list: Vec<Span> = found.iter().copied().collect();
    list.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let (mut out, mut free) = (Vec::new(), 0);
    for span in list {
        if span.start >= free {
            free = span.end;
            out.push(span);
        }
    }
    out
}

fn text() -> impl Strategy<Value = Text> {
    // 0..6 are words, 6 ends a sentence, 7 a paragraph
    prop::collection::vec(0u8..8, 1..40).prop_map(|pieces| {
        let mut text = Text { words: Vec::new(), sentences: vec![0], paragraphs: vec![0] };
        for piece in pieces {
            let here = text.words.len() as u32;
            match piece {
                6 if text.sentences.last() != Some(&here) => text.sentences.push(here),
                7 if here > 0 => {
                    text.words.extend([None; 5]);
                    let here = here + 5;
                    text.sentences.retain(|&at| at < here - 5);
                    text.sentences.push(here);
                    text.paragraphs.push(here);
                }
                word @ 0..6 => text.words.push(Some(word)),
                _ => {}
            }
        }
        text
    })
}

fn plan() -> impl Strategy<Value = Plan> {
    let set = prop::collection::btree_set(0u8..6, 1..3);
    let slot = prop::option::weighted(0.85, 0usize..5);
    let alternative =
        (prop::collection::vec(slot, 0..3), 0usize..5, prop::sample::select(vec![0u32, 0, 0, 1, 3]))
            .prop_map(|(mut slots, first, slop)| {
                slots.insert(0, Some(first));
                while slots.last() == Some(&None) {
                    slots.pop();
                }
                crate::spans::Alternative { slots, slop, also: Vec::new() }
            });
    let leaf = prop::collection::vec(alternative, 1..3);
    let node = (0usize..6).prop_map(Node::Leaf);
    let node = node.prop_recursive(3, 12, 3, |inner| {
        let step = (any::<bool>(), 0u32..5).prop_map(|(ordered, words)| crate::ast::Step { ordered, words });
        prop_oneof![
            prop::collection::vec(inner.clone(), 2..4).prop_map(Node::And),
            prop::collection::vec(inner.clone(), 2..4).prop_map(Node::Or),
            inner.clone().prop_map(|node| Node::Not(Box::new(node))),
            (inner.clone(), any::<bool>()).prop_map(|(node, sentence)| {
                let unit = if sentence { Unit::Sentence } else { Unit::Paragraph };
                Node::Unit(unit, Box::new(node))
            }),
            (prop::collection::vec(inner, 2..4), prop::collection::vec(step, 3)).prop_map(
                |(items, mut steps)| {
                    steps.truncate(items.len() - 1);
                    Node::Near(items, steps)
                }
            ),
        ]
    });
    (prop::collection::vec(set, 5), prop::collection::vec(leaf, 6), node).prop_map(|(sets, leaves, root)| {
        let mut plan = Plan { root: Some(root), ..Plan::default() };
        for set in sets {
            let terms = set.into_iter().map(term).collect();
            plan.sets.push(crate::plan::TermSet { terms, ..crate::plan::TermSet::default() });
        }
        plan.leaves = leaves.into_iter().map(|alternatives| Leaf { alternatives }).collect();
        plan
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6_000))]

    #[test]
    fn the_engine_agrees_with_a_plain_scan(text in text(), plan in plan()) {
        let mut spans = Vec::new();
        let mut document = Document { text: &text, plan: &plan, spans: Vec::new() };
        let found = matches(plan.root(), &mut document, &mut spans);
        let expected = plain(plan.root(), &plan, &text, 0, u32::MAX);
        prop_assert_eq!(found, expected.is_some(), "{:?}", plan.root());
        let expected = no_overlaps(&expected.unwrap_or_default());
        prop_assert_eq!(spans, expected, "{:?} {:?}", plan.root(), plan.leaves);
    }
}
