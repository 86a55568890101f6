//! Footnotes to their place: right behind the block that refers to them, wherever the file keeps them.
//!
//! What is a note is told by its markup, by two links that lead to each other, from a mark in a text to a paragraph
//! below it and back, or by one from a mark that is set high. Notes that nothing refers to stay where they are.

use crate::draft::Draft;
use pamphlet_document::{Block, BlockKind, SourceMap, SourceRange, TextRange};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// The names of places in a unit, and the links to them.
#[derive(Debug, Default)]
pub(crate) struct Links {
    /// Where a name stands in the unit, and the byte of the element that has it.
    pub(crate) ids: Vec<(Range<u32>, u32)>,
    /// Links to a place.
    pub(crate) refs: Vec<Ref>,
}

/// A link with a `#`.
#[derive(Debug)]
pub(crate) struct Ref {
    /// Where its address stands in the unit.
    pub(crate) address: Range<u32>,
    /// The byte of the link.
    pub(crate) at: u32,
    /// Whether its words are a mark that is set high or called a reference to a note.
    pub(crate) mark: bool,
}

/// A text must have so many bytes for two links to make what it refers to its note: an entry of a table of
/// contents has fewer.
const TEXT: u32 = 60;

/// A number that is set high behind a word of so many letters is a mark; behind fewer it may be a power, `km2`.
const LETTERS: usize = 4;

/// A link between two blocks, by their places.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// Whether it starts at a mark.
    pub(crate) mark: bool,
}

/// What of a block decides.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seen {
    pub(crate) kind: BlockKind,
    pub(crate) chrome: bool,
    pub(crate) len: u32,
}

/// Whether words can be the mark of a note: a number, a letter, a star, alone or in brackets.
pub(crate) fn is_mark(words: &str) -> bool {
    let inner = words.trim().trim_matches(['[', ']', '(', ')', '.']).trim();
    let figures = |c: char| c.is_ascii_digit();
    match inner.chars().count() {
        1 => inner.chars().all(|c| c.is_alphanumeric() || "*†‡§¶#".contains(c)),
        2..=4 => inner.chars().all(figures) || inner.chars().all(|c| "*†‡§¶ivx".contains(c)),
        _ => false,
    }
}

/// Whether words that are set high, right behind `text`, are the mark of a note rather than a part of the word, as
/// in `19th` and `km2`.
pub(crate) fn is_high_mark(text: &str, words: &str) -> bool {
    let letters = text.chars().rev().take_while(|c| c.is_alphabetic()).take(LETTERS).count();
    // behind a full stop or a quotation mark nothing else stands so
    let ended = text.ends_with(['.', ',', ';', '!', '?', ')', '”', '’', '"', '»']);
    (letters == LETTERS || ended)
        && (1..=3).contains(&words.len())
        && words.bytes().all(|byte| byte.is_ascii_digit())
}

/// The blocks in their new order; none when it is the old one. Blocks that are notes are marked.
pub(crate) fn order(blocks: &mut [Seen], pairs: &[Pair]) -> Option<Vec<usize>> {
    let all: HashSet<(usize, usize)> = pairs.iter().map(|pair| (pair.from, pair.to)).collect();
    let mut after: HashMap<usize, usize> = HashMap::new();
    for &Pair { from, to, mark } in pairs {
        let (text, note) = (blocks[from], blocks[to]);
        let linked = from < to
            && matches!(note.kind, BlockKind::Paragraph | BlockKind::ListItem)
            && (mark || all.contains(&(to, from)) && text.len >= TEXT);
        let is_note = note.kind == BlockKind::Footnote || linked;
        if from == to || !is_note || text.kind == BlockKind::Footnote || text.chrome || note.chrome {
            continue;
        }
        blocks[to].kind = BlockKind::Footnote;
        after.entry(to).or_insert(from);
    }
    if after.is_empty() {
        return None;
    }
    let referred: HashSet<usize> = pairs.iter().map(|pair| pair.to).collect();
    // further paragraphs of a note go with its first
    for (at, block) in blocks.iter().enumerate().skip(1) {
        if block.kind == BlockKind::Footnote
            && !after.contains_key(&at)
            && let Some(&place) = after.get(&(at - 1))
            && !referred.contains(&at)
        {
            after.insert(at, place);
        }
    }
    let mut notes: HashMap<usize, Vec<usize>> = HashMap::new();
    for &Pair { to, .. } in pairs {
        let Some(&place) = after.get(&to) else { continue };
        let list = notes.entry(place).or_default();
        if !list.contains(&to) {
            list.extend(
                std::iter::once(to).chain(
                    (to + 1..blocks.len())
                        .take_while(|at| after.get(at) == Some(&place) && !referred.contains(at)),
                ),
            );
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
    let mut found: Vec<Link> = Vec::new();
    for link in &links.refs {
        let address = &text[link.address.start as usize..link.address.end as usize];
        if let Some(name) = address.strip_prefix('#')
            && let Some(&place) = known.get(name)
        {
            found.push(Link { from: link.at, to: place, mark: link.mark });
        }
    }
    tie_places(&found, draft);
}

/// A link by bytes of the unit.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Link {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) mark: bool,
}

/// The same from the bytes of references and of what they refer to.
pub(crate) fn tie_places(found: &[Link], draft: &mut Draft) {
    let has_notes = draft.blocks.iter().any(|block| block.kind == BlockKind::Footnote);
    if found.is_empty() || !has_notes && found.len() < 2 && !found.iter().any(|link| link.mark) {
        return;
    }
    let map = std::mem::take(&mut draft.map).finish();
    let finder = Finder::new(draft, &map);
    let pairs: Vec<Pair> = found
        .iter()
        .filter_map(|link| {
            let (from, to) = (finder.before(link.from.into())?, finder.after(link.to.into())?);
            Some(Pair { from, to, mark: link.mark })
        })
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
        Some(order) => lay_out(draft, order.iter().map(|&at| vec![Part { at, white: false }]), &map),
        None => map.copy_range(TextRange::new(0, map.text_len()), &mut draft.map),
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

/// A block, or a part of one that a note has cut in two.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Part {
    /// The place of the block that it is.
    pub(crate) at: usize,
    /// Whether white space stands before it in its block.
    pub(crate) white: bool,
}

/// Lays the blocks of a draft out anew, each of the given parts, with their speeches and pages; `map` leads from its
/// text to its unit.
pub(crate) fn lay_out(draft: &mut Draft, blocks: impl Iterator<Item = Vec<Part>>, map: &SourceMap) {
    let text = std::mem::take(&mut draft.text);
    let old = std::mem::take(&mut draft.blocks);
    let pages = std::mem::take(&mut draft.pages);
    let page_of = |block: &Block| {
        let next = pages.partition_point(|(start, _)| *start <= block.range.start);
        next.checked_sub(1).map(|at| pages[at].1)
    };
    for speech in &mut draft.speeches {
        speech.range = TextRange::default();
    }
    let speaking = draft.speech;
    let mut page = None;
    for parts in blocks {
        let mut begun = false;
        for part in parts {
            let Some(block) = old.get(part.at) else { continue };
            if !begun {
                draft.end();
                draft.speech = block.speech;
                draft.begin_like(block);
            } else if part.white {
                draft.space(' ', SourceRange::default());
            }
            let own = page_of(block);
            if own != page {
                page = own;
                match own {
                    Some(number) if begun => draft.pages.push((draft.text.len() as u32, number)),
                    Some(number) => draft.page(number),
                    None => {}
                }
            }
            begun = true;
            draft.restore(block.range, &text, map);
        }
        draft.end();
    }
    draft.speech = speaking;
}

#[cfg(test)]
mod tests {
    use super::*;
    use BlockKind::{Footnote, Paragraph};

    #[track_caller]
    fn check(kinds: &[BlockKind], pairs: &[(usize, usize)], mark: bool, expected: Option<&[usize]>) {
        let mut seen: Vec<Seen> = kinds.iter().map(|&kind| Seen { kind, chrome: false, len: 100 }).collect();
        let pairs: Vec<Pair> = pairs.iter().map(|&(from, to)| Pair { from, to, mark }).collect();
        assert_eq!(order(&mut seen, &pairs).as_deref(), expected);
    }

    #[test]
    fn notes_follow_what_refers_to_them() {
        let two = [Paragraph, Paragraph, Footnote, Footnote];
        check(&two, &[(0, 2), (1, 3)], false, Some(&[0, 2, 1, 3]));
        check(&two, &[(0, 2)], false, Some(&[0, 2, 3, 1]));
        check(&[Paragraph, Paragraph, Paragraph], &[(0, 2), (2, 0)], false, Some(&[0, 2, 1]));
        check(&[Paragraph, Paragraph, Paragraph], &[(0, 2)], false, None);
        check(&[Paragraph, Paragraph, Paragraph], &[(0, 2)], true, Some(&[0, 2, 1]));
        check(&[Paragraph, Paragraph, Paragraph], &[(2, 0)], true, None);
        check(&[Paragraph, Footnote, Paragraph], &[(0, 1)], false, None);
        check(&[Footnote, Footnote], &[(0, 1)], false, None);
    }

    #[test]
    fn marks() {
        for (words, expected) in [
            ("1", true),
            ("[12]", true),
            ("*", true),
            ("a", true),
            ("iv", true),
            ("", false),
            ("th", false),
            ("see", false),
            ("2024-5", false),
        ] {
            assert_eq!(is_mark(words), expected, "{words}");
        }
        for (text, words, expected) in [
            ("the mills", "1", true),
            ("the mills.", "12", true),
            ("five km", "2", false),
            ("the 19", "th", false),
            ("E = mc", "2", false),
            ("the mills", "th", false),
        ] {
            assert_eq!(is_high_mark(text, words), expected, "{text}{words}");
        }
    }
}
