//! Footnotes to their place: right behind the block that refers to them, wherever the file keeps them.
//!
//! What is a note is told by its markup, or by two links that lead to each other: from a mark in a text to a
//! paragraph below it, and back. Notes that nothing refers to stay where they are.

use crate::draft::Draft;
use pamphlet_document::{BlockKind, SourceMap};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The names of places in a unit, and the links to them; each with its byte in the unit.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// Where a name stands in the unit, and the byte of the element that has it.
    pub(crate) ids: Vec<(Range<u32>, u32)>,
    /// Where the address of a link with a `#` stands in the unit, and the byte of the link.
    pub(crate) refs: Vec<(Range<u32>, u32)>,
}

/// A text must have so many bytes for two links to make what it refers to its note: an entry of a table of
/// contents has fewer.
const TEXT: u32 = 60;

/// A link between two blocks, by their places.
pub(crate) type Pair = (usize, usize);

/// What of a block decides.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub(crate) kind: BlockKind,
    pub(crate) chrome: bool,
    pub(crate) len: u32,
}

/// The blocks in their new order; none when it is the old one. Blocks that are notes are marked.
pub(crate) fn order(blocks: &mut [Seen], pairs: &[Pair]) -> Option<Vec<usize>> {
    let all: HashSet<Pair> = pairs.iter().copied().collect();
    let mut after: HashMap<usize, usize> = HashMap::new();
    for &(from, to) in pairs {
        let (text, note) = (blocks[from], blocks[to]);
        let mutual = from < to
            && all.contains(&(to, from))
            && matches!(note.kind, BlockKind::Paragraph | BlockKind::ListItem)
            && text.len >= TEXT;
        let is_note = note.kind == BlockKind::Footnote || mutual;
        if from == to || !is_note || text.kind == BlockKind::Footnote || text.chrome || note.chrome {
            continue;
        }
        blocks[to].kind = BlockKind::Footnote;
        after.entry(to).or_insert(from);
    }
    if after.is_empty() {
        return None;
    }
    // further paragraphs of a note go with its first
    for (at, block) in blocks.iter().enumerate().skip(1) {
        if block.kind == BlockKind::Footnote
            && !after.contains_key(&at)
            && let Some(&place) = after.get(&(at - 1))
            && !pairs.iter().any(|&(_, to)| to == at)
        {
            after.insert(at, place);
        }
    }
    let mut notes: HashMap<usize, Vec<usize>> = HashMap::new();
    for &(_, to) in pairs {
        let Some(&place) = after.get(&to) else { continue };
        let list = notes.entry(place).or_default();
        if !list.contains(&to) {
            list.extend(std::iter::once(to).chain((to + 1..blocks.len()).take_while(|at| {
                after.get(at) == Some(&place) && !pairs.iter().any(|(_, other)| other == at)
            })));
        }
    }
    let mut order = Vec::with_capacity(blocks.len());
    for at in 0..blocks.len() {
        if after.contains_key(&at) {
            continue;
        }
        order.push(at);
        order.extend(notes.remove(&at).unwrap_or_default());
    }
    (order.len() == blocks.len() && order.iter().enumerate().any(|(at, was)| at != *was)).then_some(order)
}

/// Puts the notes of a draft behind what refers to them; `links` are those of the unit `text`.
pub(crate) fn tie(text: &str, links: &Links, draft: &mut Draft) {
    let known: HashMap<&str, u32> = links
        .ids
        .iter()
        .rev()
        .map(|(name, at)| (&text[name.start as usize..name.end as usize], *at))
        .collect();
    let mut found: Vec<(u32, u32)> = Vec::new();
    for (address, at) in &links.refs {
        let address = &text[address.start as usize..address.end as usize];
        if let Some(name) = address.strip_prefix('#')
            && let Some(&place) = known.get(name)
        {
            found.push((*at, place));
        }
    }
    tie_places(&found, draft);
}

/// The same from the bytes of references and of what they refer to.
pub(crate) fn tie_places(found: &[(u32, u32)], draft: &mut Draft) {
    let has_notes = draft.blocks.iter().any(|block| block.kind == BlockKind::Footnote);
    if found.is_empty() || !has_notes && found.len() < 2 {
        return;
    }
    let map = std::mem::take(&mut draft.map).finish();
    let finder = Finder::new(draft, &map);
    let pairs: Vec<Pair> = found
        .iter()
        .filter_map(|&(from, to)| Some((finder.before(from.into())?, finder.after(to.into())?)))
        .collect();
    let mut seen: Vec<Seen> = draft
        .blocks
        .iter()
        .map(|block| Seen { kind: block.kind, chrome: block.role.is_chrome(), len: block.range.len() })
        .collect();
    let order = order(&mut seen, &pairs);
    for (block, seen) in draft.blocks.iter_mut().zip(&seen) {
        block.kind = seen.kind;
    }
    match order {
        Some(order) => reorder(draft, &order, &map),
        None => map.copy_range(pamphlet_document::TextRange::new(0, map.text_len()), &mut draft.map),
    }
}

/// Finds the blocks of a draft by bytes of its unit.
pub(crate) struct Finder {
    /// First byte, end, and place of each block, sorted.
    starts: Vec<(u64, u64, usize)>,
}

impl Finder {
    pub(crate) fn new(draft: &Draft, map: &SourceMap) -> Self {
        let place = |(at, range)| {
            let place = map.source_of(range);
            (place.start, place.end, at)
        };
        let mut starts: Vec<_> =
            draft.blocks.iter().map(|block| block.range).enumerate().map(place).collect();
        starts.sort_unstable();
        Self { starts }
    }

    /// The block that holds a byte, or the last before it.
    pub(crate) fn before(&self, byte: u64) -> Option<usize> {
        let next = self.starts.partition_point(|(start, _, _)| *start <= byte);
        // a link may be the first thing in its block
        match next.checked_sub(1).map(|at| self.starts[at]) {
            // a mark that gives no text of its own ends its block
            Some((_, end, at)) if byte <= end + 1 => Some(at),
            before => {
                let opens = self.starts.get(next).filter(|(start, _, _)| *start <= byte + 300);
                opens.map(|(_, _, at)| *at).or(before.map(|(_, _, at)| at))
            }
        }
    }

    /// The block that holds a byte, or the first behind it.
    pub(crate) fn after(&self, byte: u64) -> Option<usize> {
        let next = self.starts.partition_point(|(start, _, _)| *start <= byte);
        match next.checked_sub(1).map(|at| self.starts[at]) {
            Some((_, end, at)) if byte < end => Some(at),
            _ => self.starts.get(next).map(|(_, _, at)| *at),
        }
    }
}

/// Lays the blocks of a draft out in another order; `map` leads from its text to its unit.
pub(crate) fn reorder(draft: &mut Draft, order: &[usize], map: &SourceMap) {
    let text = std::mem::take(&mut draft.text);
    let blocks = std::mem::take(&mut draft.blocks);
    for &at in order {
        let Some(block) = blocks.get(at) else { continue };
        draft.restore(block, &text, map);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use BlockKind::{Footnote, Paragraph};

    #[track_caller]
    fn check(kinds: &[BlockKind], pairs: &[Pair], expected: Option<&[usize]>) {
        let mut seen: Vec<Seen> = kinds.iter().map(|&kind| Seen { kind, chrome: false, len: 100 }).collect();
        assert_eq!(order(&mut seen, pairs).as_deref(), expected);
    }

    #[test]
    fn notes_follow_what_refers_to_them() {
        check(&[Paragraph, Paragraph, Footnote, Footnote], &[(0, 2), (1, 3)], Some(&[0, 2, 1, 3]));
        check(&[Paragraph, Paragraph, Footnote, Footnote], &[(0, 2)], Some(&[0, 2, 3, 1]));
        check(&[Paragraph, Paragraph, Paragraph], &[(0, 2), (2, 0)], Some(&[0, 2, 1]));
        check(&[Paragraph, Paragraph, Paragraph], &[(0, 2)], None);
        check(&[Paragraph, Footnote, Paragraph], &[(0, 1)], None);
        check(&[Footnote, Footnote], &[(0, 1)], None);
    }
}
