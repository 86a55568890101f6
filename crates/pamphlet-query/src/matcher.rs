//! The documents of one segment that a plan matches, in order, and the matches in each.
//!
//! Documents are found in two steps: a cheap walk over postings that never misses one ([`Walk`]), and the
//! span engine over the positions of those where the walk alone does not decide.

use crate::ast::Unit;
use crate::clock::Clock;
use crate::cursor::{Cursor, Entry, union};
use crate::plan::{Condition, Plan};
use crate::reuse::added_spans;
use crate::spans::{Alternative, Leaf, Node, Occurrences, Span, gallop, matches, matches_at_all, settle};
use crate::view::{Address, Field as FieldName, Segment, View};
use std::collections::BTreeSet;
use std::io;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED};

/// Walks the documents of a segment.
pub(crate) struct Matcher<'s> {
    segment: &'s Segment<'s>,
    root: &'s Node,
    walk: Walk,
    /// Whether a document that the walk finds matches for sure.
    sure: bool,
    document: Document<'s>,
}

/// Over-approximates a node's documents.
enum Walk {
    All,
    None,
    Leaf(usize),
    Condition(usize),
    /// Smallest first.
    And(Vec<Walk>),
    Or(Vec<Walk>),
    Docs(Vec<DocId>, usize),
}

/// The document that a matcher stands at.
struct Document<'s> {
    segment: &'s Segment<'s>,
    doc: DocId,
    leaves: Vec<LeafCursor<'s>>,
    conditions: Vec<Check<'s>>,
    edges: [Edges; 3],
    added: Added<'s>,
    /// When to stop, how often that was asked, and whether it is over.
    clock: &'s Clock,
    looks: u32,
    late: bool,
    /// The first error of reading; kept, since the engine asks through a trait that cannot fail.
    error: Option<io::Error>,
}

struct LeafCursor<'s> {
    leaf: &'s Leaf,
    /// For each alternative, its sets and their cursors. None is shared: a walk moves the cursors of an
    /// alternative on together, beyond documents that another one needs.
    alternatives: Vec<Vec<Slot>>,
    /// For which document `spans` holds.
    seen: Option<DocId>,
    spans: Vec<Span>,
    /// Room for the starts of a phrase, and for places in lists of positions.
    starts: Vec<u32>,
    places: Vec<usize>,
}

/// A set of an alternative.
struct Slot {
    set: usize,
    cursor: Cursor,
    /// Where its words stand in the document that was read last.
    positions: Vec<u32>,
}

/// The sentences of a document that its earlier version does not have.
#[derive(Default)]
struct Added<'s> {
    /// All of the index, where the earlier version may be; opened when it is first asked for.
    view: Option<View<'s>>,
    seen: Option<DocId>,
    spans: Vec<Span>,
}

#[derive(Default)]
struct Edges {
    open: bool,
    postings: Option<SegmentPostings>,
    seen: Option<DocId>,
    positions: Vec<u32>,
}

/// A condition, ready for a segment.
enum Check<'s> {
    /// All of these cursors stand in the document; then `verify` looks at the words themselves.
    Words(Vec<Cursor>, Option<&'s Condition>),
    Days {
        from: i64,
        to: i64,
    },
    /// By the number of the document's path in the segment.
    Paths(Vec<bool>),
    /// By the number of its id.
    Except(&'s BTreeSet<u64>),
    Never,
}

impl<'s> Matcher<'s> {
    /// `positions` says whether matches in the text will be asked for. When the clock has ended, nothing matches any
    /// more.
    pub fn open(
        segment: &'s Segment<'s>,
        plan: &'s Plan,
        positions: bool,
        clock: &'s Clock,
    ) -> io::Result<Matcher<'s>> {
        let root = plan.root();
        let positions = positions || needs_positions(root);
        let mut leaves = Vec::with_capacity(plan.leaves.len());
        for leaf in &plan.leaves {
            leaves.push(LeafCursor::open(segment, plan, leaf, positions)?);
        }
        let mut conditions = Vec::with_capacity(plan.conditions.len());
        let mut late = false;
        for condition in &plan.conditions {
            // each may look at every path or value
            late = late || clock.has_ended();
            conditions.push(if late { Check::Never } else { Check::open(segment, condition)? });
        }
        let document = Document {
            segment,
            doc: TERMINATED,
            leaves,
            conditions,
            edges: Default::default(),
            added: Added::default(),
            clock,
            looks: 0,
            late,
            error: None,
        };
        let (mut walk, sure) = document.walk(root);
        document.flatten(plan, &mut walk)?;
        Ok(Matcher { segment, root, walk, sure, document })
    }

    /// Whether the clock ended it.
    pub fn is_late(&self) -> bool {
        self.document.late
    }

    /// Says that matches will be asked for in these documents only, ascending: positions of many words are read for them
    /// alone.
    pub fn only_in(&mut self, docs: &[DocId]) {
        for leaf in &mut self.document.leaves {
            for slot in leaf.alternatives.iter_mut().flatten() {
                slot.cursor.only_in(docs);
            }
        }
    }

    /// The first matching document from `target` on, or [`TERMINATED`]. Targets must not fall.
    pub fn seek(&mut self, target: DocId) -> io::Result<DocId> {
        let mut target = target;
        loop {
            let doc = self.document.seek(&mut self.walk, target);
            if doc >= self.segment.max_doc {
                return self.document.result(TERMINATED);
            }
            if self.segment.is_alive(doc) {
                self.document.doc = doc;
                let found = self.sure || matches_at_all(self.root, &mut self.document);
                if self.document.is_late() {
                    return self.document.result(TERMINATED);
                }
                if found {
                    return self.document.result(doc);
                }
            }
            if self.document.error.is_some() {
                return self.document.result(TERMINATED);
            }
            target = doc + 1;
        }
    }

    /// The matches in a document; targets must not fall, over calls of [`Matcher::seek`] and this.
    pub fn matches(&mut self, doc: DocId, out: &mut Vec<Span>) -> io::Result<bool> {
        self.document.doc = doc;
        let found = matches(self.root, &mut self.document, out) && !self.document.is_late();
        if !found {
            out.clear();
        }
        self.document.result(found)
    }

    /// The spans of one leaf in the document of the last call of [`Matcher::matches`].
    pub fn leaf_spans(&mut self, leaf: usize) -> &[Span] {
        self.document.spans(leaf)
    }
}

/// Whether more than the documents of words decides.
fn needs_positions(node: &Node) -> bool {
    match node {
        Node::Near(..) | Node::Unit(..) => true,
        Node::Not(part) => needs_positions(part),
        Node::And(parts) | Node::Or(parts) => parts.iter().any(needs_positions),
        Node::All | Node::None | Node::Leaf(_) | Node::Condition(_) => false,
    }
}

impl<'s> LeafCursor<'s> {
    fn open(segment: &Segment<'_>, plan: &Plan, leaf: &'s Leaf, positions: bool) -> io::Result<Self> {
        let positions = positions || !leaf.is_word();
        let mut alternatives = Vec::with_capacity(leaf.alternatives.len());
        for alternative in &leaf.alternatives {
            let mut slots: Vec<Slot> = Vec::new();
            for set in alternative.sets() {
                if slots.iter().any(|slot| slot.set == set) {
                    continue;
                }
                let entries = segment.text_entries(&plan.sets[set])?;
                let cursor = Cursor::open(entries, positions, segment.max_doc)?;
                slots.push(Slot { set, cursor, positions: Vec::new() });
            }
            slots.sort_by_key(|slot| slot.cursor.size());
            alternatives.push(slots);
        }
        Ok(LeafCursor {
            leaf,
            alternatives,
            seen: None,
            spans: Vec::new(),
            starts: Vec::new(),
            places: Vec::new(),
        })
    }

    /// An upper bound of how many documents it has.
    fn size(&self) -> u64 {
        let of = |slots: &Vec<Slot>| slots.first().map_or(0, |slot| slot.cursor.size());
        self.alternatives.iter().map(of).sum()
    }

    /// The first document from `target` on that has a word in each slot of one of the alternatives.
    fn seek(&mut self, target: DocId) -> DocId {
        let mut best = TERMINATED;
        for slots in &mut self.alternatives {
            best = best.min(seek_all(slots, |slot| &mut slot.cursor, target));
        }
        best
    }

    /// Whether there is a span in `doc`, without more looking than that needs.
    fn occurs(&mut self, doc: DocId) -> io::Result<bool> {
        if self.leaf.is_word() {
            return Ok(self.seek(doc) == doc);
        }
        let ([alternative], [slots]) = (&self.leaf.alternatives[..], &mut self.alternatives[..]) else {
            self.read(doc)?;
            return Ok(!self.spans.is_empty());
        };
        if alternative.slop > 0 || slots.len() < 2 {
            self.read(doc)?;
            return Ok(!self.spans.is_empty());
        }
        Ok(slots.iter_mut().all(|slot| slot.cursor.seek(doc) == doc)
            && is_in_a_row(alternative, slots, &mut self.places)?)
    }

    /// Finds the spans in `doc`.
    fn read(&mut self, doc: DocId) -> io::Result<()> {
        if self.seen == Some(doc) {
            return Ok(());
        }
        self.seen = Some(doc);
        self.spans.clear();
        for (alternative, slots) in self.leaf.alternatives.iter().zip(&mut self.alternatives) {
            if slots.iter_mut().any(|slot| slot.cursor.seek(doc) != doc) {
                continue;
            }
            if let ([slot], [Some(_)], []) = (&mut slots[..], &alternative.slots[..], &alternative.also[..]) {
                // a word, which most leaves are
                slot.cursor.positions(&mut slot.positions)?;
                self.spans.extend(slot.positions.iter().map(|&at| Span { start: at, end: at + 1 }));
                continue;
            }
            if alternative.slop == 0 && slots.len() > 1 {
                in_a_row(alternative, slots, &mut self.starts)?;
                let len = alternative.slots.len() as u32;
                self.spans.extend(self.starts.iter().map(|&start| Span { start, end: start + len }));
                continue;
            }
            for slot in slots.iter_mut() {
                slot.cursor.positions(&mut slot.positions)?;
            }
            let of = |set: usize| -> &[u32] {
                slots.iter().find(|slot| slot.set == set).map_or(&[], |slot| &slot.positions)
            };
            alternative.spans(&of, &mut self.spans);
        }
        if !self.leaf.is_plain() {
            settle(&mut self.spans);
        }
        Ok(())
    }
}

/// Whether a phrase without slop stands in the document that all of its cursors stand at. The positions of a word
/// are read once the rarer words stand in a row somewhere, and no more of them is looked at than the first that fits.
fn is_in_a_row(alternative: &Alternative, slots: &mut [Slot], places: &mut Vec<usize>) -> io::Result<bool> {
    let offsets = |set: usize| {
        (0u32..).zip(&alternative.slots).filter(move |(_, slot)| **slot == Some(set)).map(|(at, _)| at)
    };
    let [rarest, ..] = slots else { return Ok(false) };
    rarest.cursor.positions(&mut rarest.positions)?;
    let Some(lead) = offsets(rarest.set).next() else { return Ok(false) };
    places.clear();
    places.resize(alternative.slots.len(), 0);
    let mut read = 1;
    'starts: for at in 0..slots[0].positions.len() {
        let Some(start) = slots[0].positions[at].checked_sub(lead) else { continue };
        for (number, slot) in slots.iter_mut().enumerate() {
            if number == read {
                slot.cursor.positions(&mut slot.positions)?;
                read += 1;
            }
            for offset in offsets(slot.set) {
                if number == 0 && offset == lead {
                    continue;
                }
                let place = &mut places[offset as usize];
                *place += gallop(&slot.positions[*place..], start + offset);
                match slot.positions.get(*place) {
                    Some(&found) if found == start + offset => {}
                    Some(_) => continue 'starts,
                    None => return Ok(false),
                }
            }
        }
        return Ok(true);
    }
    Ok(false)
}

/// Replaces `starts` by where a phrase without slop starts in the document that all of its cursors stand at.
/// Positions of frequent words are most of the cost of a phrase, and are read only where the rarer words
/// leave something to look for.
fn in_a_row(alternative: &Alternative, slots: &mut [Slot], starts: &mut Vec<u32>) -> io::Result<()> {
    starts.clear();
    let mut narrowed = false;
    for slot in slots {
        slot.cursor.positions(&mut slot.positions)?;
        for (offset, _) in (0u32..).zip(&alternative.slots).filter(|(_, set)| **set == Some(slot.set)) {
            if narrowed {
                let mut rest = &slot.positions[..];
                starts.retain(|start| {
                    rest = &rest[gallop(rest, start + offset)..];
                    rest.first() == Some(&(start + offset))
                });
            } else {
                narrowed = true;
                starts.extend(slot.positions.iter().filter_map(|at| at.checked_sub(offset)));
            }
        }
        if starts.is_empty() {
            break;
        }
    }
    Ok(())
}

/// The first document from `target` on at which all cursors stand.
fn seek_all<T>(all: &mut [T], cursor: impl Fn(&mut T) -> &mut Cursor, target: DocId) -> DocId {
    let mut at = target;
    'again: loop {
        for one in all.iter_mut() {
            let doc = cursor(one).seek(at);
            if doc > at {
                if doc == TERMINATED {
                    return TERMINATED;
                }
                at = doc;
                continue 'again;
            }
        }
        return at;
    }
}

impl Document<'_> {
    fn result<T>(&mut self, value: T) -> io::Result<T> {
        match self.error.take() {
            Some(error) => Err(error),
            None => Ok(value),
        }
    }

    /// The walk of a node, and whether it is exactly the node's documents.
    fn walk(&self, node: &Node) -> (Walk, bool) {
        match node {
            _ if node.is_always() => (Walk::All, true),
            Node::All | Node::None => (Walk::None, true),
            Node::Leaf(leaf) => (Walk::Leaf(*leaf), self.leaves[*leaf].leaf.is_word()),
            Node::Condition(condition) => match &self.conditions[*condition] {
                Check::Words(_, verify) => (Walk::Condition(*condition), verify.is_none()),
                Check::Never => (Walk::None, true),
                _ => (Walk::All, false),
            },
            Node::Not(_) => (Walk::All, false),
            Node::Unit(_, part) => (self.walk(part).0, false),
            Node::Near(parts, _) => (self.all(parts).0, false),
            Node::And(parts) => self.all(parts),
            Node::Or(parts) => {
                let (mut walks, mut sure) = (Vec::new(), true);
                for part in parts {
                    let (walk, exact) = self.walk(part);
                    sure &= exact;
                    match walk {
                        Walk::All => return (Walk::All, false),
                        Walk::None => {}
                        walk => walks.push(walk),
                    }
                }
                (Walk::Or(walks), sure)
            }
        }
    }

    fn all(&self, parts: &[Node]) -> (Walk, bool) {
        let (mut walks, mut sure) = (Vec::new(), true);
        for part in parts {
            let (walk, exact) = self.walk(part);
            sure &= exact;
            match walk {
                Walk::None => return (Walk::None, true),
                Walk::All => {}
                walk => walks.push(walk),
            }
        }
        walks.sort_by_key(|walk| self.size(walk));
        if walks.is_empty() { (Walk::All, sure) } else { (Walk::And(walks), sure) }
    }

    /// An upper bound of how many documents a walk finds.
    fn size(&self, walk: &Walk) -> u64 {
        match walk {
            Walk::All => u64::MAX,
            Walk::None => 0,
            Walk::Docs(docs, _) => docs.len() as u64,
            Walk::Leaf(leaf) => self.leaves[*leaf].size(),
            Walk::Condition(condition) => match &self.conditions[*condition] {
                Check::Words(cursors, _) => cursors.iter().map(Cursor::size).min().unwrap_or(0),
                _ => u64::MAX,
            },
            Walk::And(parts) => parts.iter().map(|part| self.size(part)).min().unwrap_or(u64::MAX),
            Walk::Or(parts) => parts.iter().fold(0, |sum: u64, part| sum.saturating_add(self.size(part))),
        }
    }

    /// Unions of many plain words are merged beforehand: a list a document is dear to keep in step.
    fn flatten(&self, plan: &Plan, walk: &mut Walk) -> io::Result<()> {
        match walk {
            Walk::And(parts) => {
                for part in parts {
                    self.flatten(plan, part)?;
                }
            }
            Walk::Or(parts) => {
                let mut entries: Vec<Entry> = Vec::new();
                let mut kept = Vec::new();
                for part in parts.drain(..) {
                    match part {
                        Walk::Leaf(leaf) if self.leaves[leaf].leaf.is_word() => {
                            for set in self.leaves[leaf].leaf.sets() {
                                entries.extend_from_slice(&self.segment.text_entries(&plan.sets[set])?);
                            }
                        }
                        mut part => {
                            self.flatten(plan, &mut part)?;
                            kept.push(part);
                        }
                    }
                }
                if !entries.is_empty() {
                    kept.push(Walk::Docs(union(&entries, self.segment.max_doc)?, 0));
                }
                *parts = kept;
            }
            _ => {}
        }
        Ok(())
    }

    /// The first document from `target` on that the walk finds.
    fn seek(&mut self, walk: &mut Walk, target: DocId) -> DocId {
        match walk {
            Walk::All => target,
            Walk::None => TERMINATED,
            Walk::Leaf(leaf) => self.leaves[*leaf].seek(target),
            Walk::Condition(condition) => match &mut self.conditions[*condition] {
                Check::Words(cursors, _) => seek_all(cursors, |cursor| cursor, target),
                _ => target,
            },
            Walk::And(parts) => {
                let mut at = target;
                'again: loop {
                    for part in parts.iter_mut() {
                        let doc = self.seek(part, at);
                        if doc > at {
                            at = doc;
                            if at >= TERMINATED {
                                return TERMINATED;
                            }
                            continue 'again;
                        }
                    }
                    return at;
                }
            }
            Walk::Or(parts) => {
                let mut best = TERMINATED;
                for part in parts.iter_mut() {
                    best = best.min(self.seek(part, target));
                }
                best
            }
            Walk::Docs(docs, at) => {
                let rest = &docs[(*at).min(docs.len())..];
                if rest.first().is_some_and(|&doc| doc < target) {
                    *at += rest.partition_point(|&doc| doc < target);
                }
                docs.get(*at).copied().unwrap_or(TERMINATED)
            }
        }
    }
}

/// The clock is read each so many times that it is asked.
const BETWEEN_LOOKS: u32 = 16;

impl Occurrences for Document<'_> {
    fn is_late(&mut self) -> bool {
        self.looks += 1;
        if self.looks >= BETWEEN_LOOKS {
            self.looks = 0;
            self.late = self.late || self.clock.has_ended();
        }
        self.late
    }

    fn occurs(&mut self, leaf: usize) -> bool {
        let found = self.leaves[leaf].occurs(self.doc);
        found.unwrap_or_else(|error| {
            self.error.get_or_insert(error);
            false
        })
    }

    fn spans(&mut self, leaf: usize) -> &[Span] {
        if let Err(error) = self.leaves[leaf].read(self.doc) {
            self.error.get_or_insert(error);
            self.leaves[leaf].spans.clear();
        }
        &self.leaves[leaf].spans
    }

    fn edges(&mut self, unit: Unit) -> &[u32] {
        let Some(edges) = self.edges.get_mut(unit as usize) else { return &[] };
        if !edges.open {
            edges.open = true;
            let term = match unit {
                Unit::Sentence => "s",
                Unit::Paragraph => "p",
                Unit::Speech => "u",
                Unit::Added => return &[],
            };
            match self.segment.postings(FieldName::Edge, term, IndexRecordOption::WithFreqsAndPositions) {
                Ok(postings) => edges.postings = postings,
                Err(error) => self.error = self.error.take().or(Some(error)),
            }
        }
        if edges.seen != Some(self.doc) {
            edges.seen = Some(self.doc);
            edges.positions.clear();
            if let Some(postings) = &mut edges.postings {
                if postings.doc() < self.doc {
                    postings.seek(self.doc);
                }
                if postings.doc() == self.doc {
                    postings.positions(&mut edges.positions);
                }
            }
        }
        &edges.positions
    }

    fn added(&mut self) -> &[Span] {
        if self.added.seen != Some(self.doc) {
            self.added.seen = Some(self.doc);
            let view = self.added.view.get_or_insert_with(|| View::open(self.segment.index().into()));
            let own = Address { segment: self.segment.number, doc: self.doc };
            self.added.spans.clear();
            match added_spans(view, own) {
                Ok(spans) => self.added.spans.extend(spans.iter().map(|&(start, end)| Span { start, end })),
                Err(error) => {
                    self.error.get_or_insert(std::io::Error::other(error.to_string()));
                }
            }
        }
        &self.added.spans
    }

    fn holds(&mut self, condition: usize) -> bool {
        let doc = self.doc;
        match &mut self.conditions[condition] {
            Check::Never => false,
            Check::Except(known) => self.segment.id(doc).is_none_or(|id| !known.contains(&id)),
            Check::Days { from, to } => self.segment.days(doc).is_some_and(|(a, b)| a <= *to && b >= *from),
            Check::Paths(fits) => {
                self.segment.path_number(doc).is_some_and(|path| fits.get(path as usize) == Some(&true))
            }
            Check::Words(cursors, verify) => {
                for cursor in cursors {
                    if cursor.seek(doc) != doc {
                        return false;
                    }
                }
                match verify {
                    Some(condition) => self.segment.has_row(doc, condition),
                    None => true,
                }
            }
        }
    }
}

impl<'s> Check<'s> {
    fn open(segment: &Segment<'_>, condition: &'s Condition) -> io::Result<Check<'s>> {
        Ok(match condition {
            Condition::Days { from, to } => Check::Days { from: *from, to: *to },
            Condition::Except(known) => Check::Except(known),
            Condition::Path(glob) => Check::Paths(segment.paths_like(glob)?),
            Condition::Words { field, slots, row } => {
                let mut cursors = Vec::with_capacity(slots.len());
                for slot in slots {
                    let entries = segment.field_entries(field, slot)?;
                    if entries.is_empty() {
                        return Ok(Check::Never);
                    }
                    cursors.push(Cursor::open(entries, false, segment.max_doc)?);
                }
                cursors.sort_by_key(Cursor::size);
                Check::Words(cursors, row.then_some(condition))
            }
            Condition::Value { field, value } => {
                let entries = segment.value_entries(field, value)?;
                if entries.is_empty() {
                    return Ok(Check::Never);
                }
                Check::Words(vec![Cursor::open(entries, false, segment.max_doc)?], None)
            }
            Condition::Any { field } => {
                let entries = segment.entries_of_values(field, &|_| true)?;
                Check::Words(vec![Cursor::open(entries, false, segment.max_doc)?], None)
            }
            Condition::Values { field, range } => {
                let entries =
                    segment.entries_of_values(field, &|value| crate::plan::in_range(value, range))?;
                Check::Words(vec![Cursor::open(entries, false, segment.max_doc)?], None)
            }
        })
    }
}
