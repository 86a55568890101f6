//! Notes of XML: one that stands within a sentence goes behind its paragraph, which becomes whole again; one that
//! stands elsewhere goes behind the block that refers to it, by `target`, `href`, `rid` or `linkend`.

use super::tag::Tag;
use crate::draft::Draft;
use crate::formats::notes::{Link, Part, lay_out, tie_places};
use std::collections::HashMap;

/// Whether an element of this name holds a note.
fn is_note(name: &str) -> bool {
    const NAMES: [&str; 8] =
        ["note", "footnote", "fn", "endnote", "authorialNote", "annotation", "Footnote", "editorialNote"];
    NAMES.contains(&name)
}

/// Names of places and links to them, as the tags give them.
#[derive(Default)]
pub(super) struct Notes<'a> {
    /// Notes by their ids.
    notes: HashMap<&'a str, u32>,
    /// What a note may say that it belongs to.
    anchors: HashMap<&'a str, u32>,
    /// Links to places, with their bytes.
    refs: Vec<(&'a str, u32)>,
    /// Notes that name their place, with their bytes.
    targets: Vec<(&'a str, u32)>,
}

/// The most links and names that are noted.
const MOST: usize = 100_000;

impl<'a> Notes<'a> {
    /// Takes in a start tag; whether it is a link to a place, whose words are no part of the word before.
    pub fn see(&mut self, tag: Tag<'a>) -> bool {
        let name = tag.local();
        let note = is_note(name);
        // most tags have none of these
        let has = |name: &str| tag.raw.contains(name);
        let links = has("#") && (has("target=") || has("href=")) || has("rid=") || has("linkend=");
        if !note && !links && !is_anchor(name) {
            return false;
        }
        let attribute = |name: &str| tag.attribute(name).map(|found| found.raw.trim());
        if note || is_anchor(name) {
            let id = ["id", "eId"].into_iter().find_map(attribute).filter(|id| !id.is_empty());
            let names = if note { &mut self.notes } else { &mut self.anchors };
            if let Some(id) = id.filter(|_| names.len() < MOST) {
                names.entry(id).or_insert(tag.at as u32);
            }
        }
        let place = || {
            let whole = ["target", "href"].into_iter().find_map(attribute);
            let place = whole.and_then(|place| place.split_ascii_whitespace().next()?.strip_prefix('#'));
            place
                .or_else(|| ["rid", "linkend"].into_iter().find_map(attribute))
                .filter(|place| !place.is_empty())
        };
        let Some(place) = links.then(place).flatten() else { return false };
        let list = if note { &mut self.targets } else { &mut self.refs };
        if list.len() < MOST {
            list.push((place, tag.at as u32));
        }
        !note
    }

    /// Puts the notes behind what refers to them. `joins` are blocks that go on after a note within them.
    pub fn tie(&self, joins: &[Join], draft: &mut Draft) {
        if !joins.is_empty() {
            join(joins, draft);
        }
        let known = |names: &HashMap<&str, u32>, name: &str| names.get(name).copied();
        let refs = self.refs.iter().filter_map(|&(name, from)| Some((from, known(&self.notes, name)?)));
        let targets = self.targets.iter().filter_map(|&(name, to)| Some((known(&self.anchors, name)?, to)));
        let found: Vec<Link> = refs.chain(targets).map(|(from, to)| Link { from, to, mark: false }).collect();
        tie_places(&found, draft);
    }
}

/// Elements that mark a place which a note can name.
fn is_anchor(name: &str) -> bool {
    matches!(name, "anchor" | "ref" | "ptr" | "xref" | "noteRef" | "hi")
}

/// A block that goes on after a note.
#[derive(Clone, Copy, Debug)]
pub(super) struct Join {
    /// The place of the block before the note.
    pub first: usize,
    /// The place of the block behind it.
    pub next: usize,
    /// Whether white space stands between the two.
    pub white: bool,
}

/// Makes one block of each that a note has cut in two; the note follows it.
fn join(joins: &[Join], draft: &mut Draft) {
    let goes_on: HashMap<usize, &Join> = joins.iter().map(|join| (join.first, join)).collect();
    let mut taken = vec![false; draft.blocks.len()];
    let mut blocks = Vec::with_capacity(draft.blocks.len());
    for at in 0..draft.blocks.len() {
        if taken[at] {
            continue;
        }
        let mut parts = vec![Part { at, white: false }];
        let mut last = at;
        while let Some(join) = goes_on.get(&last).filter(|join| join.next > last && join.next < taken.len()) {
            taken[join.next] = true;
            parts.push(Part { at: join.next, white: join.white });
            last = join.next;
        }
        blocks.push(parts);
    }
    let map = std::mem::take(&mut draft.map).finish();
    lay_out(draft, blocks.into_iter(), &map);
}
