//! The start of a record: where its parts are, and what a hit shows of the document. Heads that were read are kept,
//! a bounded number of them: unpacking ten small frames is a third of what a search for a word costs, and whoever
//! searches meets the same documents again.

use super::codec::{Input, broken};
use super::read::{Part, Place, read, unpack};
use crate::Result;
use std::sync::{Arc, Mutex, PoisonError};
use tantivy::HasLen;
use tantivy::directory::FileSlice;

/// No part of a record is unpacked to more than this.
const MAX_PART: u64 = 1 << 32;

/// The head of a record, read.
pub(super) struct Head {
    /// Structure, places and the rest, behind the core.
    pub parts: [Part; 4],
    /// With the place in the text where each starts.
    pub chunks: Vec<(u32, Part)>,
    pub text_len: u32,
    /// Id, path, title, date and fields, unpacked.
    pub core: Box<[u8]>,
}

impl Head {
    pub fn read(record: &FileSlice) -> Result<Head> {
        let head = read(record, 0, 4)?;
        let len = u32::from_le_bytes(head.as_slice().try_into().map_err(|_| broken())?) as usize;
        let directory = read(record, 4, len)?;
        let mut directory = Input::new(&directory);
        let mut at = 4 + len;
        let mut part = |directory: &mut Input<'_>| -> Result<Part> {
            let (packed, len) = (directory.number()?, directory.number()?);
            let end =
                packed.checked_add(at as u64).filter(|&end| end <= record.len() as u64 && len < MAX_PART);
            let end = end.ok_or_else(broken)? as usize;
            let part = Part { start: at, packed: packed as usize, len: len as usize };
            at = end;
            Ok(part)
        };
        let mut parts = [Part { start: 0, packed: 0, len: 0 }; 4];
        for slot in &mut parts {
            *slot = part(&mut directory)?;
        }
        let count = directory.count()?;
        let mut chunks = Vec::with_capacity(count);
        let mut text_len = 0u32;
        for _ in 0..count {
            let chunk = part(&mut directory)?;
            chunks.push((text_len, chunk));
            text_len =
                u32::try_from(chunk.len).ok().and_then(|len| text_len.checked_add(len)).ok_or_else(broken)?;
        }
        let core = unpack(record, parts[0])?.into_vec().into_boxed_slice();
        Ok(Head { parts, chunks, text_len, core })
    }

    /// Roughly the bytes that it takes.
    fn size(&self) -> usize {
        self.core.len() + self.chunks.len() * size_of::<(u32, Part)>()
    }
}

/// A record whose head was read.
#[derive(Clone)]
pub(super) struct Opened {
    pub record: FileSlice,
    pub head: Arc<Head>,
}

/// How many heads are kept at most. With [`LARGEST`] a bound of 16 MiB; a head takes some 500 bytes.
const KEPT: usize = 2048;

/// A head of more bytes is not kept.
const LARGEST: usize = 8 << 10;

/// The heads that were read last, each in the slot that its place falls on.
pub(crate) struct Heads {
    slots: Vec<Slot>,
}

type Slot = Mutex<Option<(Place, Opened)>>;

impl Heads {
    pub fn new() -> Heads {
        let mut slots = Vec::with_capacity(KEPT);
        slots.resize_with(KEPT, Slot::default);
        Heads { slots }
    }

    fn slot(&self, place: Place) -> &Slot {
        // the golden ratio spreads places that lie a like number of bytes apart
        let spread = place.to_column().wrapping_mul(0x9e37_79b9_7f4a_7c15);
        &self.slots[(spread >> 32) as usize % self.slots.len()]
    }

    pub(super) fn get(&self, place: Place) -> Option<Opened> {
        let slot = self.slot(place).lock().unwrap_or_else(PoisonError::into_inner);
        slot.as_ref().filter(|(of, _)| *of == place).map(|(_, opened)| opened.clone())
    }

    pub(super) fn keep(&self, place: Place, opened: &Opened) {
        if opened.head.size() <= LARGEST {
            let mut slot = self.slot(place).lock().unwrap_or_else(PoisonError::into_inner);
            *slot = Some((place, opened.clone()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn opened(core: usize) -> Opened {
        let none = Part { start: 0, packed: 0, len: 0 };
        let head = Head { parts: [none; 4], chunks: Vec::new(), text_len: 0, core: vec![0; core].into() };
        Opened { record: FileSlice::empty(), head: Arc::new(head) }
    }

    #[test]
    fn a_head_is_found_until_another_takes_its_slot() {
        let heads = Heads::new();
        let place = |offset| Place { pack: 1, offset };
        for offset in 0..4 * KEPT as u64 {
            heads.keep(place(offset), &opened(offset as usize % 7));
        }
        let mut found = 0;
        for offset in 0..4 * KEPT as u64 {
            if let Some(opened) = heads.get(place(offset)) {
                assert_eq!(opened.head.core.len(), offset as usize % 7, "{offset} is another's");
                found += 1;
            }
        }
        assert!((KEPT / 2..=KEPT).contains(&found), "{found} of {KEPT} slots are used");
        assert!(heads.get(Place { pack: 2, offset: 4 * KEPT as u64 - 1 }).is_none());
    }

    #[test]
    fn a_large_head_is_not_kept() {
        let heads = Heads::new();
        let place = Place { pack: 1, offset: 8 };
        heads.keep(place, &opened(LARGEST + 1));
        assert!(heads.get(place).is_none());
    }
}
