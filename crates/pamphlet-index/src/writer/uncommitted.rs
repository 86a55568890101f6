//! Documents that came since the last commit: those of the segment that is being built, in memory, and those
//! of the segments before it, on disk.
//!
//! Of a segment on disk memory keeps two bytes a document: a filter that says which ids it cannot hold. Only
//! where it may hold one is the segment itself asked.

use crate::folder::Disk;
use crate::pack::{PackWriter, Place};
use crate::prepare::Prepared;
use crate::segment::{Builder, Built};
use crate::{Result, SegmentView};
use rustc_hash::FxHashMap;

/// What a document counts for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    pub(super) words: u64,
    pub(super) print: u64,
    pub(super) place: Place,
    /// Bytes of its record.
    pub(super) len: u64,
}

/// What is not committed yet.
#[derive(Default)]
pub(super) struct Uncommitted {
    building: Option<Builder>,
    /// The documents of the segment that is being built that are alive, by id.
    ids: FxHashMap<u64, u32>,
    facts: Vec<Facts>,
    built: Vec<Finished>,
}

/// A segment on disk.
struct Finished {
    segment: Built,
    ids: Filter,
    view: Option<SegmentView>,
}

impl Uncommitted {
    /// Adds a document; writes the segment when it has grown to `memory` bytes.
    pub(super) fn add(
        &mut self,
        disk: &Disk,
        memory: usize,
        number: u64,
        prepared: Prepared,
        facts: Facts,
    ) -> Result<()> {
        let builder = match &mut self.building {
            Some(builder) => builder,
            None => self.building.insert(Builder::new(disk)?),
        };
        let doc = builder.add(prepared, facts.place)?;
        self.ids.insert(number, doc);
        self.facts.push(facts);
        let own = self.facts.capacity() * size_of::<Facts>() + self.ids.capacity() * 24;
        if builder.is_full(memory.saturating_sub(own)) { self.finish_segment() } else { Ok(()) }
    }

    /// Writes the segment that is being built.
    pub(super) fn finish_segment(&mut self) -> Result<()> {
        if let Some(builder) = self.building.take() {
            let segment = builder.finish()?;
            let mut ids = Filter::new(self.ids.len());
            for id in self.ids.keys() {
                ids.insert(*id);
            }
            self.built.push(Finished { segment, ids, view: None });
        }
        (self.ids, self.facts) = Default::default();
        Ok(())
    }

    /// Removes a document, and says what it counted for.
    pub(super) fn remove(
        &mut self,
        disk: &Disk,
        packs: &mut PackWriter,
        number: u64,
        id: &str,
    ) -> Result<Option<Facts>> {
        if let Some(doc) = self.ids.remove(&number) {
            if let Some(builder) = &mut self.building {
                builder.kill(doc);
            }
            return Ok(self.facts.get(doc as usize).copied());
        }
        for Finished { segment, ids, view } in self.built.iter_mut().rev() {
            if !ids.may_hold(number) {
                continue;
            }
            let view = match view {
                Some(view) => view,
                None => view.insert(segment.open(disk.root())?),
            };
            for doc in view.all_of(id)? {
                if segment.dead.insert(doc) {
                    let place = Place::of_column(view.at(doc));
                    return Ok(Some(Facts {
                        words: view.words()?.first(doc).unwrap_or(0),
                        print: view.print()?.first(doc).unwrap_or(0),
                        place,
                        len: packs.record_len(place)?,
                    }));
                }
            }
        }
        Ok(None)
    }

    /// The segments on disk; forgets them.
    pub(super) fn take_built(&mut self) -> impl Iterator<Item = Built> {
        std::mem::take(&mut self.built).into_iter().map(|finished| finished.segment)
    }
}

/// A set of ids that may say yes of an id that it does not hold, of one in some hundred, and never no of one
/// that it does.
struct Filter {
    bits: Vec<u64>,
}

/// Bits for each id, and how many of all each sets.
const BITS: usize = 16;
const MARKS: u32 = 5;

impl Filter {
    /// For so many ids.
    fn new(ids: usize) -> Self {
        Self { bits: vec![0; (ids * BITS).div_ceil(64).max(1)] }
    }

    fn insert(&mut self, id: u64) {
        for mark in marks(id, self.bits.len()) {
            self.bits[mark / 64] |= 1 << (mark % 64);
        }
    }

    fn may_hold(&self, id: u64) -> bool {
        marks(id, self.bits.len()).all(|mark| self.bits[mark / 64] & 1 << (mark % 64) != 0)
    }
}

/// The bits of an id, of those of so many words.
fn marks(id: u64, words: usize) -> impl Iterator<Item = usize> {
    let hash = (id ^ id >> 32).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let step = (hash ^ hash >> 29).wrapping_mul(0xbf58_476d_1ce4_e5b9) | 1;
    (0..MARKS).map(move |mark| {
        let at = hash.wrapping_add(step.wrapping_mul(u64::from(mark)));
        ((u128::from(at) * (words as u128 * 64)) >> 64) as usize
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_holds_what_it_was_given_and_little_else() {
        let mut filter = Filter::new(10_000);
        let id = |number: u64| number.wrapping_mul(0x2545_f491_4f6c_dd1d);
        (0..10_000).for_each(|number| filter.insert(id(number)));
        assert!((0..10_000).all(|number| filter.may_hold(id(number))));
        let wrong = (10_000..110_000).filter(|&number| filter.may_hold(id(number))).count();
        assert!(wrong < 1_000, "{wrong} of 100,000");
    }
}
