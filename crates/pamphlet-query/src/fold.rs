//! Folding: of documents that are copies or versions of each other, the best hit stands for the others.
//!
//! What is alike was found when the index was written; here only documents that the query found are folded,
//! so a copy that does not match is not named, and none that does is lost.

use crate::error::Result;
use crate::ranking::Ranked;
use crate::search::Found;
use crate::view::{Address, View};
use pamphlet_index::duplicates::ALIKE;
use std::collections::HashSet;

/// A hit with what was folded into it.
pub(crate) struct Folded {
    pub hit: Ranked,
    /// The paths of the others, in their order as text.
    pub also: Vec<String>,
}

impl Folded {
    pub fn alone(hit: Ranked) -> Self {
        Self { hit, also: Vec::new() }
    }
}

/// The first `wanted` of `ranked` into which no earlier one was folded.
pub(crate) fn fold(view: &View<'_>, found: &Found, ranked: &[Ranked], wanted: usize) -> Result<Vec<Folded>> {
    let duplicates = view.index.duplicates();
    let mut folded = Vec::new();
    let mut taken: HashSet<Address> = HashSet::new();
    for hit in ranked {
        if folded.len() == wanted {
            break;
        }
        if !taken.insert(hit.address) {
            continue;
        }
        let mut one = Folded::alone(*hit);
        let id = view.segments[hit.address.segment as usize].id(hit.address.doc);
        for (other, _) in id.map_or(Vec::new(), |id| duplicates.of(id, ALIKE)) {
            // ids are the hexadecimal digits of their number
            let Some(address) = view.index.find(&format!("{other:016x}"))? else { continue };
            let address = Address { segment: address.segment_ord, doc: address.doc_id };
            let is_found = found[address.segment as usize].binary_search(&address.doc).is_ok();
            if is_found && taken.insert(address) {
                one.also.push(view.segments[address.segment as usize].path(address.doc));
            }
        }
        one.also.sort();
        folded.push(one);
    }
    Ok(folded)
}
