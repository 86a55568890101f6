//! Clusters: documents that are linked by copies and versions.
//!
//! Candidates are documents that agree in a band of their signatures. A pair is linked when it is alike
//! enough; what is linked directly or over others is one cluster. After a change only pairs with a document
//! that is new, or that lost a companion, are looked at; the clusters are those that all pairs would give.

use super::signature::{BANDS, band, similarity};
use super::{Entry, LINKED};
use std::collections::HashSet;

/// Documents that agree in a band without being linked are compared with at most that many others there: a
/// collection of forms, all half alike, must not cost the square of its size.
const COMPARED: usize = 64;

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
pub(super) fn link(entries: &[Entry], fresh: &[bool], links: &mut Links) {
    copies(entries, fresh, links);
    let few = fresh.iter().filter(|&&fresh| fresh).count() * 4 < entries.len();
    let mut keys: Vec<(u32, u32)> = Vec::new();
    for number in 0..BANDS {
        let key = |entry: &Entry| entry.signature.as_ref().map(|signature| band(signature, number));
        // where little is new, most of what is known needs no sorting
        let wanted: Option<HashSet<u32>> = few.then(|| {
            entries
                .iter()
                .zip(fresh)
                .filter(|(_, fresh)| **fresh)
                .filter_map(|(entry, _)| key(entry))
                .collect()
        });
        keys.clear();
        for (at, entry) in entries.iter().enumerate() {
            if let Some(key) = key(entry)
                && wanted.as_ref().is_none_or(|wanted| wanted.contains(&key))
            {
                keys.push((key, at as u32));
            }
        }
        keys.sort_unstable();
        for same in keys.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
            versions(entries, fresh, same, links);
        }
    }
}

/// Links documents of one text.
fn copies(entries: &[Entry], fresh: &[bool], links: &mut Links) {
    let mut order: Vec<(u64, u32)> =
        entries.iter().enumerate().map(|(at, entry)| (entry.content, at as u32)).collect();
    order.sort_unstable();
    for same in order.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
        if same.iter().any(|&(_, at)| fresh[at as usize]) {
            for pair in same.windows(2) {
                links.link(pair[0].1, pair[1].1);
            }
        }
    }
}

/// Links what is alike among documents that agree in a band.
fn versions(entries: &[Entry], fresh: &[bool], same: &[(u32, u32)], links: &mut Links) {
    let mut before: Vec<u32> = Vec::new();
    for &(_, at) in same {
        let mut compared = 0;
        for &other in before.iter().rev() {
            if !(fresh[at as usize] || fresh[other as usize]) || links.first(at) == links.first(other) {
                continue;
            }
            if compared == COMPARED {
                break;
            }
            compared += 1;
            let (Some(a), Some(b)) = (&entries[at as usize].signature, &entries[other as usize].signature)
            else {
                continue;
            };
            if similarity(a, b) >= LINKED {
                links.link(at, other);
            }
        }
        before.push(at);
    }
}
