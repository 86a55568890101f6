//! What a writer did to the documents since the last commit, and the file that the next one gets.

use super::cluster::{Links, link};
use super::file::{NONE, write};
use super::{Duplicates, Entry, Signature};
use std::collections::{HashMap, HashSet};

/// Documents that came and went since the last commit.
#[derive(Default)]
pub(crate) struct Changes {
    added: HashMap<u64, (u64, Option<u32>)>,
    signatures: Vec<Signature>,
    removed: HashSet<u64>,
    all_removed: bool,
}

impl Changes {
    /// A document was added; one with its id was removed before.
    pub(crate) fn add(&mut self, entry: Entry) {
        let place = entry.signature.map(|signature| {
            self.signatures.push(signature);
            self.signatures.len() as u32 - 1
        });
        self.added.insert(entry.id, (entry.content, place));
    }

    /// A document was removed.
    pub(crate) fn remove(&mut self, id: u64) {
        if self.added.remove(&id).is_none() {
            self.removed.insert(id);
        }
    }

    /// All documents were removed.
    pub(crate) fn remove_all(&mut self) {
        *self = Self { all_removed: true, ..Self::default() };
    }

    /// The next file, when it is another than `base`; empty when there are no documents. Forgets the
    /// changes.
    pub(crate) fn finish(&mut self, base: &Duplicates) -> Option<Vec<u8>> {
        let Self { added, signatures, removed, all_removed } = std::mem::take(self);
        if added.is_empty() && removed.is_empty() && !all_removed {
            return None;
        }
        let gone = |id: u64| all_removed || removed.contains(&id);
        // clusters that lost a document may fall apart
        let mut broken = HashSet::new();
        let mut entries: Vec<(Entry, u32)> = Vec::with_capacity(base.len() + added.len());
        for at in 0..base.len() {
            let (entry, cluster) = base.entry(at);
            if !gone(entry.id) && !added.contains_key(&entry.id) {
                entries.push((entry, cluster));
            } else if cluster != NONE {
                broken.insert(cluster);
            }
        }
        let kept = entries.len();
        for (id, (content, place)) in added {
            let signature = place.and_then(|place| signatures.get(place as usize).copied());
            entries.push((Entry { id, content, signature }, NONE));
        }
        drop(signatures);
        let mut fresh: Vec<(u64, bool)> = Vec::with_capacity(entries.len());
        for (at, (entry, cluster)) in entries.iter().enumerate() {
            fresh.push((entry.id, at >= kept || broken.contains(cluster)));
        }
        entries.sort_unstable_by_key(|(entry, _)| entry.id);
        fresh.sort_unstable();
        let fresh: Vec<bool> = fresh.into_iter().map(|(_, fresh)| fresh).collect();

        let mut links = Links::new(entries.len());
        let mut firsts: HashMap<u32, u32> = HashMap::new();
        for (at, (_, cluster)) in entries.iter().enumerate() {
            if *cluster != NONE && !fresh[at] {
                let first = *firsts.entry(*cluster).or_insert(at as u32);
                links.link(first, at as u32);
            }
        }
        let entries: Vec<Entry> = entries.into_iter().map(|(entry, _)| entry).collect();
        link(&entries, &fresh, &mut links);
        Some(write(&entries, &mut links))
    }
}
