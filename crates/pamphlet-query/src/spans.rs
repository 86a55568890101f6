//! The span engine: what in a document matches, and where.
//!
//! One definition serves hits, highlights, concordances and counts. A *match* is an occurrence of a leaf of
//! the query (a word, a phrase, a pattern) that takes part in what the query asks for. `AND`, `OR`, `NEAR`
//! and units never make a match longer; they say which occurrences take part. Where matches overlap, the
//! leftmost stays, and of those that start together the longest.
//!
//! Nothing here knows an index: a document is what [`Occurrences`] says of it, be that postings or a text
//! that was analyzed on the spot.

use crate::ast::{Step, Unit};

/// Word positions of a document, `start` inclusive, `end` exclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Span {
    /// Position of its first word.
    pub start: u32,
    /// One past the position of its last word.
    pub end: u32,
}

impl Span {
    /// Every position.
    pub(crate) const WHOLE: Span = Span { start: 0, end: u32::MAX };
}

/// What a query asks of one document, with its words resolved to leaves.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    All,
    None,
    /// A leaf, by its number in the plan.
    Leaf(usize),
    /// A condition on the document as a whole, by its number in the plan.
    Condition(usize),
    Unit(Unit, Box<Node>),
    Near(Vec<Node>, Vec<Step>),
    Not(Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
}

impl Node {
    /// Whether every document matches, by the query alone.
    pub fn is_always(&self) -> bool {
        match self {
            Node::All => true,
            Node::And(parts) => parts.iter().all(Node::is_always),
            Node::Or(parts) => parts.iter().any(Node::is_always),
            _ => false,
        }
    }

    /// How many nodes it is made of.
    pub fn size(&self) -> usize {
        1 + match self {
            Node::All | Node::None | Node::Leaf(_) | Node::Condition(_) => 0,
            Node::Unit(_, part) | Node::Not(part) => part.size(),
            Node::Near(parts, _) | Node::And(parts) | Node::Or(parts) => parts.iter().map(Node::size).sum(),
        }
    }
}

/// What the engine asks of a document.
pub(crate) trait Occurrences {
    /// Where a leaf occurs: ascending, without overlaps.
    fn spans(&mut self, leaf: usize) -> &[Span];
    /// Whether a leaf occurs.
    fn occurs(&mut self, leaf: usize) -> bool {
        !self.spans(leaf).is_empty()
    }
    /// The positions at which units start, ascending.
    fn edges(&mut self, unit: Unit) -> &[u32];
    /// The sentences that the earlier version of the document does not have, ascending.
    fn added(&mut self) -> &[Span] {
        &[]
    }
    /// Whether a condition on the document holds.
    fn holds(&mut self, condition: usize) -> bool;
    /// Whether time has run out: then what comes out is not used.
    fn is_late(&mut self) -> bool {
        false
    }
}

/// Replaces `out` by the matches of `root` in a document: ascending, without overlaps. Says whether the
/// document matches at all; a document can match without a match in its text (`-reform`).
pub(crate) fn matches(root: &Node, document: &mut dyn Occurrences, out: &mut Vec<Span>) -> bool {
    out.clear();
    let found = eval(root, document, Span::WHOLE, out);
    if !found {
        out.clear();
    }
    settle(out);
    found
}

/// Whether a document matches, without more looking than that needs.
pub(crate) fn matches_at_all(root: &Node, document: &mut dyn Occurrences) -> bool {
    match root {
        Node::Leaf(leaf) => document.occurs(*leaf),
        Node::And(parts) => parts.iter().all(|part| matches_at_all(part, document)),
        Node::Or(parts) => parts.iter().any(|part| matches_at_all(part, document)),
        Node::Not(part) => !matches_at_all(part, document),
        Node::Near(items, steps) => match (&items[..], &steps[..]) {
            ([Node::Leaf(left), Node::Leaf(right)], [step]) => {
                let left = document.spans(*left).to_vec();
                let right = document.spans(*right);
                is_behind(&left, right, step.words) || !step.ordered && is_behind(right, &left, step.words)
            }
            _ => eval(root, document, Span::WHOLE, &mut Vec::new()),
        },
        _ => eval(root, document, Span::WHOLE, &mut Vec::new()),
    }
}

/// Whether what an earlier version does not have is asked for.
pub(crate) fn asks_what_was_added(node: &Node) -> bool {
    match node {
        Node::Unit(unit, part) => *unit == Unit::Added || asks_what_was_added(part),
        Node::Not(part) => asks_what_was_added(part),
        Node::And(parts) | Node::Or(parts) | Node::Near(parts, _) => parts.iter().any(asks_what_was_added),
        Node::All | Node::None | Node::Leaf(_) | Node::Condition(_) => false,
    }
}

/// Sorts spans and drops those that overlap one before them; of two that start together the longer stays.
pub(crate) fn settle(spans: &mut Vec<Span>) {
    spans.sort_unstable_by(|a, b| a.start.cmp(&b.start).then(b.end.cmp(&a.end)));
    let mut end = 0;
    spans.retain(|span| {
        let free = span.start >= end;
        if free {
            end = span.end;
        }
        free
    });
}

/// Whether `node` matches inside `window`; appends the occurrences that take part.
fn eval(node: &Node, document: &mut dyn Occurrences, window: Span, out: &mut Vec<Span>) -> bool {
    let before = out.len();
    if document.is_late() {
        return false;
    }
    match node {
        Node::All => true,
        Node::None => false,
        Node::Condition(condition) => document.holds(*condition),
        Node::Leaf(leaf) => {
            out.extend(inside(document.spans(*leaf), window));
            out.len() > before
        }
        Node::And(parts) => {
            for part in parts {
                if !eval(part, document, window, out) {
                    out.truncate(before);
                    return false;
                }
            }
            true
        }
        Node::Or(parts) => {
            let mut any = false;
            for part in parts {
                any |= eval(part, document, window, out);
            }
            any
        }
        Node::Not(part) => {
            let found = eval(part, document, window, out);
            out.truncate(before);
            !found
        }
        Node::Near(items, steps) => near(items, steps, document, window, out),
        Node::Unit(unit, part) => units(*unit, part, document, window, out),
    }
}

/// Those of `spans` (ascending, no overlaps) that lie wholly inside the window.
fn inside(spans: &[Span], window: Span) -> &[Span] {
    let from = spans.partition_point(|span| span.start < window.start);
    let to = from + spans[from..].partition_point(|span| span.end <= window.end);
    &spans[from..to]
}

/// Occurrences of items that form a chain: each neighbour near the next.
fn near(
    items: &[Node],
    steps: &[Step],
    document: &mut dyn Occurrences,
    window: Span,
    out: &mut Vec<Span>,
) -> bool {
    let mut found: Vec<Vec<Span>> = Vec::with_capacity(items.len());
    for item in items {
        let mut spans = Vec::new();
        if !eval(item, document, window, &mut spans) || spans.is_empty() {
            return false;
        }
        settle(&mut spans);
        found.push(spans);
    }
    // what has a partner on its left, then, from the right, what has one on both sides
    for (i, step) in steps.iter().enumerate() {
        let (left, right) = found.split_at_mut(i + 1);
        let (left, right) = (&left[i], &mut right[0]);
        right.retain(|span| has_partner(left, *span, step.words, true, !step.ordered));
        if right.is_empty() {
            return false;
        }
    }
    for (i, step) in steps.iter().enumerate().rev() {
        let (left, right) = found.split_at_mut(i + 1);
        let (left, right) = (&mut left[i], &right[0]);
        left.retain(|span| has_partner(right, *span, step.words, !step.ordered, true));
    }
    out.extend(found.into_iter().flatten());
    true
}

/// Whether a span of `second` starts at most `words` after one of `first` ends; both ascending, without overlaps.
fn is_behind(first: &[Span], second: &[Span], words: u32) -> bool {
    let mut rest = second;
    first.iter().any(|span| {
        while rest.first().is_some_and(|other| other.start < span.end) {
            rest = &rest[1..];
        }
        rest.first().is_some_and(|other| other.start - span.end <= words)
    })
}

/// Whether a span of `others` (ascending, no overlaps) ends at most `words` before `span` starts, or starts
/// at most `words` after it ends.
fn has_partner(others: &[Span], span: Span, words: u32, before: bool, after: bool) -> bool {
    let next = others.partition_point(|other| other.start < span.end);
    if after && others.get(next).is_some_and(|other| other.start - span.end <= words) {
        return true;
    }
    // of those that end before the span starts, the last one is nearest
    let last = others.partition_point(|other| other.end <= span.start);
    before && last > 0 && span.start - others[last - 1].end <= words
}

/// Matches of `part` inside each unit.
fn units(unit: Unit, part: &Node, document: &mut dyn Occurrences, window: Span, out: &mut Vec<Span>) -> bool {
    if unit == Unit::Added {
        let added = document.added();
        let from = added.partition_point(|sentence| sentence.end <= window.start);
        let to = added.partition_point(|sentence| sentence.start < window.end);
        let added = added[from..to.max(from)].to_vec();
        let mut found = false;
        for sentence in added {
            let inner = Span { start: sentence.start.max(window.start), end: sentence.end.min(window.end) };
            found |= inner.start < inner.end && eval(part, document, inner, out);
        }
        return found;
    }
    // of the units only those that the window touches: units in units would look at all of them for each
    let edges = document.edges(unit);
    let from = edges.partition_point(|&edge| edge <= window.start).saturating_sub(1);
    let to = edges.partition_point(|&edge| edge < window.end).max(from);
    let edges = edges[from..to].to_vec();
    let end_of = |at: usize| edges.get(at + 1).copied().unwrap_or(u32::MAX);
    let mut candidates: Vec<usize> = Vec::new();
    if needs_occurrence(part) {
        let mut seen = Vec::new();
        occurrences(part, document, window, &mut seen);
        for span in seen {
            if let Some(at) = edges.partition_point(|&edge| edge <= span.start).checked_sub(1) {
                candidates.push(at);
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
    } else {
        candidates.extend(0..edges.len());
    }
    let mut found = false;
    for at in candidates {
        let inner = Span { start: edges[at].max(window.start), end: end_of(at).min(window.end) };
        if inner.start < inner.end {
            found |= eval(part, document, inner, out);
        }
    }
    found
}

/// Whether `node` cannot match where none of its leaves occurs.
fn needs_occurrence(node: &Node) -> bool {
    match node {
        Node::Leaf(_) | Node::Near(..) | Node::None => true,
        Node::All | Node::Condition(_) | Node::Not(_) => false,
        Node::Unit(_, part) => needs_occurrence(part),
        Node::And(parts) => parts.iter().any(needs_occurrence),
        Node::Or(parts) => parts.iter().all(needs_occurrence),
    }
}

/// All occurrences in a window of the leaves that `node` can match by.
fn occurrences(node: &Node, document: &mut dyn Occurrences, window: Span, out: &mut Vec<Span>) {
    match node {
        Node::Leaf(leaf) => out.extend(inside(document.spans(*leaf), window)),
        Node::Unit(_, part) => occurrences(part, document, window, out),
        Node::Near(parts, _) | Node::And(parts) | Node::Or(parts) => {
            for part in parts {
                occurrences(part, document, window, out);
            }
        }
        Node::All | Node::None | Node::Condition(_) | Node::Not(_) => {}
    }
}

/// A word or phrase with its words resolved to sets of terms.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub(crate) struct Leaf {
    /// Ways to read it: `anti-war` is two words in a row, or `antiwar`.
    pub alternatives: Vec<Alternative>,
}

/// Words in a row.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub(crate) struct Alternative {
    /// The word at each place, by the number of its set in the plan; `None` is any one word.
    pub slots: Vec<Option<usize>>,
    /// How many other words may stand in between, in all.
    pub slop: u32,
    /// Places whose word also has this second form: the `anti` of `anti-war` that stands for `antiwar`.
    pub also: Vec<(usize, usize)>,
}

impl Leaf {
    /// A single word, however it is spelled.
    pub fn is_word(&self) -> bool {
        self.alternatives.iter().all(|alternative| matches!(alternative.slots[..], [Some(_)]))
    }

    /// One word that is spelled one way: its positions are its spans.
    pub fn is_plain(&self) -> bool {
        self.alternatives.len() == 1 && self.is_word()
    }

    /// The sets that it is made of.
    pub fn sets(&self) -> impl Iterator<Item = usize> {
        self.alternatives.iter().flat_map(Alternative::sets)
    }

    #[cfg(test)]
    /// Replaces `out` by the occurrences, given where each set's words stand (ascending, each once).
    pub fn spans<'p>(&self, positions: &dyn Fn(usize) -> &'p [u32], out: &mut Vec<Span>) {
        out.clear();
        for alternative in &self.alternatives {
            alternative.spans(positions, out);
        }
        if !self.is_plain() {
            settle(out);
        }
    }
}

impl Alternative {
    /// The sets that it is made of.
    pub fn sets(&self) -> impl Iterator<Item = usize> {
        self.slots.iter().flatten().copied().chain(self.also.iter().map(|&(_, set)| set))
    }

    /// Appends the occurrences, given where each set's words stand (ascending, each once).
    pub fn spans<'p>(&self, positions: &dyn Fn(usize) -> &'p [u32], out: &mut Vec<Span>) {
        let mut narrowed: Vec<(u32, Vec<u32>)> = Vec::new();
        for &(at, set) in &self.also {
            if let Some(&Some(own)) = self.slots.get(at) {
                let second = positions(set);
                let both = positions(own).iter().copied().filter(|at| second.binary_search(at).is_ok());
                narrowed.push((at as u32, both.collect()));
            }
        }
        // places in the phrase that have a word, with the word's positions
        let mut words: Vec<(u32, &[u32])> =
            (0u32..).zip(&self.slots).filter_map(|(at, slot)| slot.map(|set| (at, positions(set)))).collect();
        for (at, list) in &narrowed {
            if let Some(word) = words.iter_mut().find(|word| word.0 == *at) {
                word.1 = list;
            }
        }
        let len = self.slots.len() as u32;
        let Some(&(lead, first)) = words.first() else { return };
        if words.iter().any(|(_, list)| list.is_empty()) {
            return;
        }
        if let [(_, only)] = words[..] {
            let room = |&&at: &&u32| at >= lead;
            out.extend(only.iter().filter(room).map(|&at| Span { start: at - lead, end: at - lead + len }));
            return;
        }
        if self.slop == 0 {
            // start from the rarest word of the phrase
            let Some(&(place, rare)) = words.iter().min_by_key(|(_, list)| list.len()) else { return };
            let mut cursors = vec![0usize; words.len()];
            'next: for &at in rare {
                let Some(start) = at.checked_sub(place) else { continue };
                for (cursor, &(offset, list)) in cursors.iter_mut().zip(&words) {
                    *cursor += gallop(&list[*cursor..], start + offset);
                    match list.get(*cursor) {
                        None => return,
                        Some(&found) if found == start + offset => {}
                        Some(_) => continue 'next,
                    }
                }
                out.push(Span { start, end: start + len });
            }
            return;
        }
        // from each first word, every next one as near as can be: the shortest way to the end
        'first: for &from in first {
            let mut at = from;
            let mut place = lead;
            for &(offset, list) in &words[1..] {
                let least = at + (offset - place);
                let Some(&found) = list.get(list.partition_point(|&p| p < least)) else { continue 'first };
                at = found;
                place = offset;
            }
            let tail = len - 1 - place;
            let Some(start) = from.checked_sub(lead) else { continue };
            let end = at + 1 + tail;
            if end - start - len <= self.slop {
                out.push(Span { start, end });
            }
        }
    }
}

/// So many at the front of a list are compared at once, without a jump that the processor could guess wrong.
const WINDOW: usize = 16;

/// How many of `list` (ascending) are below `target`: looks near the front first.
#[inline]
pub(crate) fn gallop(list: &[u32], target: u32) -> usize {
    let below = |part: &[u32]| part.iter().map(|&at| usize::from(at < target)).sum();
    let Some((window, _)) = list.split_first_chunk::<WINDOW>() else { return below(list) };
    if window[WINDOW - 1] >= target {
        return below(window);
    }
    let mut step = WINDOW;
    while step < list.len() && list[step] < target {
        step *= 2;
    }
    let from = step / 2;
    let to = list.len().min(step + 1);
    from + list[from..to].partition_point(|&at| at < target)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(positions: impl IntoIterator<Item = u32>) -> Vec<Span> {
        positions.into_iter().map(|at| Span { start: at, end: at + 1 }).collect()
    }

    /// A text of so many words, all the same, each a sentence; its time runs out when it was looked at so often.
    struct Monotony {
        spans: Vec<Span>,
        edges: Vec<u32>,
        looks: usize,
        most: usize,
    }

    impl Monotony {
        fn of(words: u32, most: usize) -> Self {
            Self { spans: self::words(0..words), edges: (0..words).collect(), looks: 0, most }
        }
    }

    impl Occurrences for Monotony {
        fn spans(&mut self, _: usize) -> &[Span] {
            assert!(self.looks <= self.most, "time has run out");
            self.looks += 1;
            &self.spans
        }
        fn edges(&mut self, _: Unit) -> &[u32] {
            &self.edges
        }
        fn holds(&mut self, _: usize) -> bool {
            false
        }
        fn is_late(&mut self) -> bool {
            self.looks >= self.most
        }
    }

    fn in_sentences(times: usize) -> Node {
        (0..times).fold(Node::Leaf(0), |node, _| Node::Unit(Unit::Sentence, Box::new(node)))
    }

    #[test]
    fn units_in_units_look_at_their_own_window() {
        let mut out = Vec::new();
        let mut document = Monotony::of(2_000, usize::MAX);
        assert!(matches(&in_sentences(3), &mut document, &mut out));
        assert_eq!(out.len(), 2_000);
        // each sentence once for each unit, and the leaf in it
        assert!(document.looks <= 3 * 2_000 + 1, "{}", document.looks);
    }

    #[test]
    fn time_runs_out_inside_a_document() {
        let mut document = Monotony::of(2_000, 50);
        matches(&in_sentences(3), &mut document, &mut Vec::new());
        assert_eq!(document.looks, 50);
        let root = Node::Near(vec![Node::Leaf(0); 300], vec![Step { words: 9, ordered: false }; 299]);
        let mut document = Monotony::of(20, 50);
        assert!(!matches(&root, &mut document, &mut Vec::new()));
        assert_eq!(document.looks, 50);
    }

    proptest! {
        #[test]
        fn galloping_counts_what_is_below(
            list in prop::collection::btree_set(0u32..400, 0..120),
            target in 0u32..410,
        ) {
            let list: Vec<u32> = list.into_iter().collect();
            prop_assert_eq!(gallop(&list, target), list.partition_point(|&at| at < target));
        }

        #[test]
        fn whether_two_are_near_is_what_the_matches_say(
            left in prop::collection::btree_set(0u32..80, 0..8),
            right in prop::collection::btree_set(0u32..80, 0..8),
            distance in 0u32..12,
            ordered in any::<bool>(),
        ) {
            struct Two([Vec<Span>; 2]);
            impl Occurrences for Two {
                fn spans(&mut self, leaf: usize) -> &[Span] {
                    &self.0[leaf]
                }
                fn edges(&mut self, _: Unit) -> &[u32] {
                    &[]
                }
                fn holds(&mut self, _: usize) -> bool {
                    false
                }
            }
            let mut document = Two([words(left), words(right)]);
            let step = Step { words: distance, ordered };
            let root = Node::Near(vec![Node::Leaf(0), Node::Leaf(1)], vec![step]);
            let found = matches(&root, &mut document, &mut Vec::new());
            prop_assert_eq!(matches_at_all(&root, &mut document), found);
        }
    }
}
