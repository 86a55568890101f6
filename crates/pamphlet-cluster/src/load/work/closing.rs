//! The end of a file: when all of its documents are acknowledged, what it held before is removed and its checkpoint
//! written.

use super::{FileState, Load};
use crate::Result;
use crate::bulk::Item;
use crate::index::files_of;
use crate::load::state::{Checkpoint, number_of};
use pamphlet_index::{PartFailures, SourceFailure};
use std::collections::HashMap;
use std::sync::PoisonError;
use std::sync::atomic::Ordering;

impl Load<'_> {
    /// One reader of a file is done with it.
    pub(super) fn read_to_end(
        &self,
        at: usize,
        left_out: Result<PartFailures, SourceFailure>,
        closing: &mut Vec<usize>,
    ) {
        let mut state = self.lock(at);
        state.readers -= 1;
        match left_out {
            Ok(left_out) => {
                let shown = || self.file(at).shown.clone();
                let more = (left_out.unnamed > 0).then(|| SourceFailure {
                    path: shown(),
                    reason: format!("and {} more such parts", left_out.unnamed),
                    keep: false,
                });
                state.failures.extend(left_out.named.into_iter().chain(more));
            }
            Err(failure) => {
                state.broken |= failure.keep;
                state.failures.push(failure);
            }
        }
        self.note_end(at, &mut state, closing);
    }

    /// Notes a file that is read to its end and acknowledged.
    pub(super) fn note_end(&self, at: usize, state: &mut FileState, closing: &mut Vec<usize>) {
        if state.readers == 0 && state.open == 0 && !state.closed {
            state.closed = true;
            closing.push(at);
        }
    }

    /// Removes what files held before, and writes their checkpoints.
    pub(super) fn close(&self, files: Vec<usize>) -> Result<()> {
        if files.is_empty() {
            return Ok(());
        }
        let (mut stale, mut checkpoints, mut removed) = (Vec::new(), Vec::new(), 0);
        for &at in &files {
            // a file that could not be read to its first document was not looked up yet
            self.look_back(at)?;
            let state = self.lock(at);
            if state.broken {
                continue;
            }
            for (doc, hashes) in state.before.iter().flatten() {
                removed += u64::from(!state.ids.contains(doc));
                let old = hashes.iter().filter(|hash| !state.now.contains(*hash));
                stale.extend(old.map(|hash| Item::delete(self.physical, hash)));
            }
            let file = self.file(at);
            let checkpoint = Checkpoint {
                size: file.size,
                modified: file.modified,
                reading: self.reading.to_owned(),
                documents: state.documents,
                failures: state.failures.clone(),
            };
            let value = checkpoint.to_value(file, &self.places.of_path(&file.path));
            checkpoints.push(Item::put(&files_of(self.physical), &number_of(&file.identity), &value));
        }
        for stale in stale.chunks(1_000) {
            self.cluster.bulk(stale, &|| self.has_ended())?;
        }
        self.cluster.bulk(&checkpoints, &|| self.has_ended())?;
        let (mut failed, mut bytes) = (Vec::new(), 0);
        for &at in &files {
            let mut state = self.lock(at);
            failed.append(&mut state.failures);
            (state.now, state.ids) = Default::default();
            state.before = Some(HashMap::new());
            drop(state);
            let file = self.file(at);
            bytes += file.size;
            self.done.fetch_add(1, Ordering::Relaxed);
            self.done_bytes.fetch_add(file.size, Ordering::Relaxed);
            self.current.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&file.shown);
        }
        let mut sums = self.sums.lock().unwrap_or_else(PoisonError::into_inner);
        sums.removed += removed;
        sums.bytes += bytes;
        sums.failed.append(&mut failed);
        Ok(())
    }
}
