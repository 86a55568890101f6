//! Every document of an index against the file that it came from, read again.

use crate::files::Files;
use crate::{Error, Index};
use pamphlet_index::{Documents, IndexedFile, SourceFile, content_hash, print_of};
use pamphlet_ingest::Ingest;
use serde::Serialize;
use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// Documents of a file that differ before the rest of it is not read any more.
const DIFFER: usize = 1_000;

/// What came of the comparison; all but `differ` count documents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Compared {
    /// Their file is as it was, and gives the same id, text and metadata again.
    pub same: u64,
    /// Their file has another content now: `index` brings them up to date.
    pub changed: u64,
    /// Their file is not there, or cannot be read.
    pub gone: u64,
    /// Their file was read with other options or by another version of this program, so that nothing follows
    /// from a difference; or they came from no file.
    pub uncompared: u64,
    /// Files that are as they were, but of which the index holds something else than they give.
    pub differ: Vec<String>,
}

impl Index {
    /// Reads every file that the index was made of again, and compares. `ingest` is to have the options that
    /// the index was made with. `None` when `interrupt` was set.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn compare(&self, ingest: Ingest, interrupt: &AtomicBool) -> Result<Option<Compared>, Error> {
        let reader = self.folder("verify")?;
        let indexed = reader.indexed_files()?;
        let files = Files { ingest, notices: crate::notices::Notices::default() };
        let comparable = indexed.version == files.version();
        let next = AtomicUsize::new(0);
        let found = Mutex::new(Compared::default());
        let work = || -> Result<(), Error> {
            while let Some(file) = indexed.files.get(next.fetch_add(1, Ordering::Relaxed))
                && !interrupt.load(Ordering::Relaxed)
            {
                let state = state(file, comparable);
                let same = match state {
                    State::AsItWas => self.gives_the_same(file, &files)?,
                    _ => false,
                };
                let documents = file.documents.len() as u64;
                let mut found = found.lock().unwrap_or_else(PoisonError::into_inner);
                match state {
                    State::Gone => found.gone += documents,
                    State::Changed => found.changed += documents,
                    State::Uncomparable => found.uncompared += documents,
                    State::AsItWas if same => found.same += documents,
                    State::AsItWas => found.differ.push(file.path.to_string_lossy().into_owned()),
                }
            }
            Ok(())
        };
        std::thread::scope(|scope| {
            let threads = std::thread::available_parallelism().map_or(1, usize::from);
            let threads: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
            let done = threads.into_iter().map(|thread| {
                thread
                    .join()
                    .unwrap_or_else(|_| Err(std::io::Error::other("a reader of files failed").into()))
            });
            done.collect::<Result<Vec<()>, Error>>()
        })?;
        reader.damage()?;
        if interrupt.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let mut found = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        found.differ.sort();
        let from_files: u64 = indexed.files.iter().map(|file| file.documents.len() as u64).sum();
        found.uncompared += reader.documents().saturating_sub(from_files);
        Ok(Some(found))
    }

    fn gives_the_same(&self, file: &IndexedFile, files: &Files) -> Result<bool, Error> {
        let reader = self.folder("verify")?;
        let source = SourceFile {
            path: file.path.clone(),
            shown: file.path.to_string_lossy().into_owned(),
            identity: file.identity.clone(),
            size: file.size,
            modified: 0,
        };
        let mut missing: HashSet<&str> = file.documents.iter().map(String::as_str).collect();
        let mut failed = None;
        // of two documents of one name the index holds the later one: what differs may still be made good
        let mut differ = HashSet::new();
        // a file that gives nothing now gave nothing then
        let _ = files.read(&source, &mut |document| {
            missing.remove(document.id.as_str());
            match reader.print(&document.id) {
                Ok(print) if print == Some(print_of(&document)) => _ = differ.remove(&document.id),
                Ok(_) => _ = differ.insert(document.id),
                Err(error) => failed = Some(error),
            }
            match differ.len() <= DIFFER && failed.is_none() {
                true => ControlFlow::Continue(()),
                false => ControlFlow::Break(()),
            }
        });
        let same = differ.is_empty() && missing.is_empty();
        failed.map_or(Ok(same), |error| Err(error.into()))
    }
}

enum State {
    Gone,
    Changed,
    Uncomparable,
    AsItWas,
}

fn state(file: &IndexedFile, comparable: bool) -> State {
    match content_hash(&file.path) {
        None => State::Gone,
        Some(hash) if hash != file.hash => State::Changed,
        Some(_) if !comparable => State::Uncomparable,
        Some(_) => State::AsItWas,
    }
}
