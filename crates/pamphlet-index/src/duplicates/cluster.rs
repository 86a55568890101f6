//! Clusters: documents that are linked by copies and versions.
//!
//! Candidates are documents that agree in a band of their signatures. A pair is linked when it is alike
//! enough; what is linked directly or over others is one cluster. After a change only pairs with a document
//! that is new, or that lost a companion, are looked at; the clusters are those that all pairs would give.
//!
//! The signatures stay on disk: each band is one pass over them, and of a pair only the two are read. Memory
//! holds four bytes a document, and some of their keys at a time.

use super::LINKED;
use super::signature::{BANDS, Signature, band, similarity};
use super::spill::Rows;
use crate::Result;
use crate::bits::Bits;
use std::collections::{HashMap, HashSet};

/// Documents that agree in a band without being linked are compared with at most that many others there: a
/// collection of forms, all half alike, must not cost the square of its size.
const COMPARED: usize = 64;

/// With so many others there it is asked at all whether they are linked.
const LOOKED: usize = 1024;

/// So many keys are sorted at a time; of more documents, a part of the keys after the other.
const KEYS: usize = if cfg!(test) { 64 } else { 8 << 20 };

/// For each document the first of its cluster, or itself.
pub(super) struct Links {
    parent: Vec<u32>,
}

impl Links {
    pub(super) fn new(documents: usize) -> Self {
        Self { parent: (0..documents as u32).collect() }
    }

    /// The document that stands for the cluster of this one: its first.
    pub(super) fn first(&mut self, document: u32) -> u32 {
        let mut at = document as usize;
        while self.parent[at] as usize != at {
            self.parent[at] = self.parent[self.parent[at] as usize];
            at = self.parent[at] as usize;
        }
        at as u32
    }

    pub(super) fn link(&mut self, a: u32, b: u32) {
        let (a, b) = (self.first(a), self.first(b));
        self.parent[a.max(b) as usize] = a.min(b);
    }
}

/// Links documents that are copies or versions of each other, as far as one of the two is among `fresh`.
pub(super) fn link(rows: &Rows, fresh: &Bits, links: &mut Links) -> Result<()> {
    copies(rows, fresh, links)?;
    let few = fresh.len() as usize * 4 < rows.len();
    let parts = rows.len().div_ceil(KEYS) as u32;
    let mut keys: Vec<(u32, u32)> = Vec::new();
    for number in 0..BANDS {
        // where little is new, most of what is known needs no sorting
        let mut wanted = HashSet::new();
        if few {
            rows.for_each(|at, row| {
                if let Some(signature) = row.entry.signature.filter(|_| fresh.contains(at)) {
                    wanted.insert(band(&signature, number));
                }
                Ok(())
            })?;
        }
        for part in 0..parts {
            keys.clear();
            rows.for_each(|at, row| {
                if let Some(key) = row.entry.signature.map(|signature| band(&signature, number))
                    && key % parts == part
                    && (!few || wanted.contains(&key))
                {
                    keys.push((key, at));
                }
                Ok(())
            })?;
            keys.sort_unstable();
            for same in keys.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
                versions(rows, fresh, same, links)?;
            }
        }
    }
    Ok(())
}

/// Links documents of one text.
fn copies(rows: &Rows, fresh: &Bits, links: &mut Links) -> Result<()> {
    let parts = rows.len().div_ceil(KEYS / 2) as u64;
    let mut order: Vec<(u64, u32)> = Vec::new();
    for part in 0..parts {
        order.clear();
        rows.for_each(|at, row| {
            if row.entry.content % parts == part {
                order.push((row.entry.content, at));
            }
            Ok(())
        })?;
        order.sort_unstable();
        for same in order.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
            if same.iter().any(|&(_, at)| fresh.contains(at)) {
                for pair in same.windows(2) {
                    links.link(pair[0].1, pair[1].1);
                }
            }
        }
    }
    Ok(())
}

/// Links what is alike among documents that agree in a band.
fn versions(rows: &Rows, fresh: &Bits, same: &[(u32, u32)], links: &mut Links) -> Result<()> {
    // of equal wordings the first stands for the others
    let mut known: HashMap<Signature, u32> = HashMap::new();
    let mut before: Vec<(u32, Signature)> = Vec::new();
    for &(_, at) in same {
        let Some(signature) = rows.get(at)?.entry.signature else { continue };
        if let Some(&first) = known.get(&signature)
            && (fresh.contains(at) || fresh.contains(first))
        {
            links.link(first, at);
            continue;
        }
        known.entry(signature).or_insert(at);
        let mut compared = 0;
        for (other, wording) in before.iter().rev().take(LOOKED) {
            if !(fresh.contains(at) || fresh.contains(*other)) || links.first(at) == links.first(*other) {
                continue;
            }
            if compared == COMPARED {
                break;
            }
            compared += 1;
            if similarity(&signature, wording) >= LINKED {
                links.link(at, *other);
            }
        }
        before.push((at, signature));
    }
    Ok(())
}
