//! The commit: segments finished and merged, files listed and synced, the manifest replaced, in this order.

use super::uncommitted::Uncommitted;
use super::{Writer, dead_of};
use crate::bits::Bits;
use crate::duplicates::Outcome;
use crate::folder::{Manifest, PackEntry, SEGMENTS, SegmentEntry, TEXTS, Written, pack_name, sums_of};
use crate::merge_policy::{choose, is_worn};
use crate::pack::{MAGIC, PackWriter, Place};
use crate::segment::{merge, write_alive};
use crate::{Error, Reader, Result};
use std::collections::{BTreeMap, HashMap, HashSet};

impl Writer {
    /// Makes all changes durable and visible, as one. When this returns, files and folders are synced. False
    /// when there was nothing to commit.
    ///
    /// # Errors
    /// When the disk refuses: the index is then as it was before (or, when only the last sync failed, as it
    /// would be), and the writer takes no more.
    pub fn commit(&mut self) -> Result<bool> {
        self.commit_merging(false)
    }

    /// Commits, and merges all segments into one. Texts of documents that are gone give their room back.
    ///
    /// # Errors
    /// As [`Writer::commit`].
    pub fn optimize(&mut self) -> Result<()> {
        self.commit()?;
        self.rewrite_packs()?;
        if self.base.segments().len() > 1 || self.dead.iter().any(|dead| !dead.is_empty()) {
            self.changed = true;
        }
        self.commit_merging(true)?;
        Ok(())
    }

    fn commit_merging(&mut self, all: bool) -> Result<bool> {
        if self.broken {
            return Err(Error::Broken);
        }
        if !self.is_changed() {
            return Ok(false);
        }
        let result = self.try_commit(all);
        self.broken |= result.is_err();
        result.map(|()| true)
    }

    fn try_commit(&mut self, all: bool) -> Result<()> {
        self.uncommitted.finish_segment()?;
        let packed = self.packs.finish()?;
        let next = self.manifest.commit + 1;
        let segments = self.merged(all)?;

        let mut manifest = self.manifest.clone();
        manifest.commit = next;
        manifest.prints = format!("{:032x}", self.prints);
        manifest.segments.clear();
        for (mut entry, dead, changed) in segments {
            if changed {
                entry.deleted = dead.len();
                entry.alive = match dead.is_empty() {
                    true => None,
                    false => Some(write_alive(&self.disk, &entry.id, next, entry.documents, &dead)?),
                };
            }
            manifest.segments.push(entry);
        }
        // largest first, the order of the ids as the last word: a list that depends on the content alone
        manifest.segments.sort_by(|a, b| b.documents.cmp(&a.documents).then_with(|| a.id.cmp(&b.id)));
        if let Some(bytes) = self.sources.take() {
            let name = format!("sources-{next}.bin");
            self.disk.write(&name, &bytes)?;
            manifest.sources = Some(name);
        }
        let name = format!("duplicates-{next}.bin");
        match self.duplicates.finish(self.base.duplicates(), &name)? {
            Outcome::Unchanged => {}
            Outcome::Empty => manifest.duplicates = None,
            Outcome::Written => manifest.duplicates = Some(name),
        }
        let mut written = self.disk.take_written();
        self.list_packs(&mut manifest, packed, &written);
        list_files(&mut manifest, &written)?;
        self.write_sums(&mut manifest, &mut written)?;
        // what is merged, moved or counted of damaged files must not come back with good checksums
        self.base.damage()?;

        for name in written.keys().filter(|name| manifest.files.contains_key(*name)) {
            self.disk.sync(name)?;
        }
        for folder in [SEGMENTS, TEXTS, ""] {
            self.disk.sync_folder(folder)?;
        }
        manifest.write(&self.disk)?;

        // from here on the commit stands; what it does not name can go
        self.manifest = manifest;
        let mut gone = self.base.manifest.files.keys().chain(written.keys()).collect::<Vec<_>>();
        gone.sort();
        gone.dedup();
        for name in gone {
            if !self.manifest.files.contains_key(name) {
                // a file that stays is removed by the next writer
                let _ = self.disk.remove(name);
            }
        }
        self.base = Reader::open(self.disk.root())?;
        self.dead = dead_of(&self.base);
        self.died = vec![false; self.dead.len()];
        self.uncommitted = Uncommitted::default();
        self.pack_dead.clear();
        self.changed = false;
        self.packs = PackWriter::new(&self.disk, self.base.last_pack());
        Ok(())
    }

    /// The segments of the next commit, with their dead documents and whether these changed.
    fn merged(&mut self, all: bool) -> Result<Vec<(SegmentEntry, Bits, bool)>> {
        let mut segments = Vec::new();
        for (ord, entry) in self.manifest.segments.iter().enumerate() {
            segments.push((entry.clone(), self.dead[ord].clone(), self.died[ord]));
        }
        for built in self.uncommitted.take_built() {
            let entry = SegmentEntry { id: built.id, documents: built.documents, deleted: 0, alive: None };
            segments.push((entry, built.dead, true));
        }
        segments.retain(|(entry, dead, _)| dead.len() < entry.documents);
        let sizes: Vec<u64> =
            segments.iter().map(|(entry, dead, _)| u64::from(entry.documents - dead.len())).collect();
        let mut groups = Vec::new();
        if all {
            groups.push((0..segments.len()).collect());
        } else {
            groups = choose(&sizes);
            let joined: HashSet<usize> = groups.iter().flatten().copied().collect();
            for (i, (entry, dead, _)) in segments.iter().enumerate() {
                if is_worn(entry.documents, dead.len() as usize) && !joined.contains(&i) {
                    groups.push(vec![i]);
                }
            }
        }
        let mut merged = HashSet::new();
        let mut out = Vec::new();
        for group in groups {
            let parts: Vec<_> =
                group.iter().map(|&i| (segments[i].0.clone(), segments[i].1.clone())).collect();
            if parts.is_empty() || parts.len() == 1 && parts[0].1.is_empty() {
                continue;
            }
            if let Some(built) = merge(&self.disk, &self.base.sums, &parts)? {
                let entry =
                    SegmentEntry { id: built.id, documents: built.documents, deleted: 0, alive: None };
                out.push((entry, built.dead, true));
            }
            merged.extend(group);
        }
        for (i, segment) in segments.into_iter().enumerate() {
            if !merged.contains(&i) {
                out.push(segment);
            }
        }
        Ok(out)
    }

    /// Writes the checksums of the blocks of all files that the manifest names.
    fn write_sums(&self, manifest: &mut Manifest, written: &mut BTreeMap<String, Written>) -> Result<()> {
        manifest.sums = None;
        if manifest.files.is_empty() {
            return Ok(());
        }
        let bytes = sums_of(manifest.files.keys(), written, &self.base.sums)?;
        let name = format!("sums-{}.bin", manifest.commit);
        self.disk.write(&name, &bytes)?;
        for (name, own) in self.disk.take_written() {
            manifest.files.insert(name.clone(), own.entry);
            written.insert(name, own);
        }
        manifest.sums = Some(name);
        Ok(())
    }

    /// Notes which packs there are and how much of each is dead; drops those that are dead altogether.
    fn list_packs(&self, manifest: &mut Manifest, packed: Option<u32>, written: &BTreeMap<String, Written>) {
        for number in written.keys().filter_map(|name| pack_number(name)).chain(packed) {
            if !manifest.packs.iter().any(|pack| pack.number == number) {
                manifest.packs.push(PackEntry { number, dead: 0 });
            }
        }
        manifest.packs.sort_by_key(|pack| pack.number);
        let size = |number: u32| {
            let name = pack_name(number);
            let entry = written.get(&name).map(|written| &written.entry);
            entry.or_else(|| self.manifest.files.get(&name)).map_or(0, |entry| entry.size)
        };
        for pack in &mut manifest.packs {
            let more = self.pack_dead.get(&pack.number).copied().unwrap_or(0);
            pack.dead = pack.dead.saturating_add(more);
        }
        manifest.packs.retain(|pack| pack.dead < size(pack.number).saturating_sub(MAGIC.len() as u64));
    }

    /// Writes the documents of packs that are mostly dead anew, so that the packs can go.
    fn rewrite_packs(&mut self) -> Result<()> {
        let mut worn = HashSet::new();
        for pack in &self.manifest.packs {
            let size = self.manifest.files.get(&pack_name(pack.number)).map_or(0, |entry| entry.size);
            if pack.dead > 0 && pack.dead >= size / 4 {
                worn.insert(pack.number);
            }
        }
        if worn.is_empty() {
            return Ok(());
        }
        // a worn pack must not grow while it is emptied
        self.packs = PackWriter::after(&self.disk, self.manifest.packs.last().map_or(0, |pack| pack.number));
        let mut moved = Vec::new();
        for (ord, segment) in self.base.segments().iter().enumerate() {
            for doc in 0..segment.max_doc() {
                if !self.dead[ord].contains(doc) && worn.contains(&Place::of_column(segment.at(doc)).pack) {
                    moved.push(tantivy::DocAddress::new(ord as u32, doc));
                }
            }
        }
        for address in moved {
            let document = self.base.stored(address)?.document()?;
            let mut prepared = self.preparer.prepare(&document)?;
            let sources = self.base.segments()[address.segment_ord as usize].source()?;
            prepared.source = sources.and_then(|sources| sources.first(address.doc_id));
            self.add_prepared(prepared)?;
        }
        Ok(())
    }
}

fn pack_number(name: &str) -> Option<u32> {
    name.strip_prefix("texts/")?.strip_suffix(".pack")?.parse().ok()
}

/// Fills in the files that the manifest's parts consist of: of what was there, and of what was written.
fn list_files(manifest: &mut Manifest, written: &BTreeMap<String, Written>) -> Result<()> {
    let mut files = std::mem::take(&mut manifest.files);
    files.extend(written.iter().map(|(name, written)| (name.clone(), written.entry)));
    let segments: HashMap<&str, &SegmentEntry> =
        manifest.segments.iter().map(|entry| (entry.id.as_str(), entry)).collect();
    let packs: HashSet<u32> = manifest.packs.iter().map(|pack| pack.number).collect();
    files.retain(|name, _| {
        if let Some(inner) = name.strip_prefix("segments/") {
            let id = inner.split('.').next().unwrap_or(inner);
            let Some(entry) = segments.get(id) else { return false };
            return !name.ends_with(".alive") || entry.alive.as_ref() == Some(name);
        }
        match pack_number(name) {
            Some(number) => packs.contains(&number),
            None => [&manifest.sources, &manifest.duplicates].into_iter().flatten().any(|file| file == name),
        }
    });
    for pack in &manifest.packs {
        if !files.contains_key(&pack_name(pack.number)) {
            return Err(Error::damaged(pack_name(pack.number), "was not written"));
        }
    }
    manifest.files = files;
    Ok(())
}
