//! Keeping an index in step with files: what is new or changed is read, what is gone is dropped.
//!
//! Where documents come from is behind [`Documents`]; this module decides which files to read, runs the
//! readers on all cores with bounded queues, and keeps the state of every file. It knows no format.

mod files;
mod pipeline;
mod room;
mod state;

pub use files::{IndexedFile, IndexedFiles, content_hash};

use crate::folder::read_checked;
use crate::writer::canonical;
use crate::{Error, Result, Writer};
use pamphlet_document::{Document, Severity};
use serde::Serialize;
pub(crate) use state::places_of;
#[cfg(any(test, fuzzing))]
pub(crate) use state::read_state;
use state::{Known, Sources};
use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// Takes the documents of a file or of a part of one, until it breaks.
pub type Each<'e> = dyn FnMut(Document) -> ControlFlow<()> + 'e;

/// A part of a large file, to be read on any thread.
pub type Part<'f> = Box<dyn FnOnce(&mut Each<'_>) -> PartFailures + Send + 'f>;

/// What of a file, or of a part of it, could not be read while the rest could.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PartFailures {
    /// The first of them.
    pub named: Vec<SourceFailure>,
    /// How many more there were.
    pub unnamed: u64,
}

/// Where documents come from: finds files and reads them.
pub trait Documents: Sync {
    /// Names the way in which files are read. When it is another than the one that an index was made with,
    /// every file is read again.
    fn version(&self) -> String {
        String::new()
    }

    /// Calls `each` for every file below the roots, in a fixed order, until it breaks. A file or folder
    /// that cannot be looked at is given as a failure.
    fn walk(
        &self,
        roots: &[PathBuf],
        each: &mut dyn FnMut(Result<SourceFile, SourceFailure>) -> ControlFlow<()>,
    );

    /// Calls `each` for every document of a file until it breaks. Returns the parts that could not be read
    /// while the rest could.
    ///
    /// # Errors
    /// When the file gives no document.
    fn read(&self, file: &SourceFile, each: &mut Each<'_>) -> Result<PartFailures, SourceFailure>;

    /// Calls `each` for every part of a large file, in order, until it breaks; the documents of all parts
    /// are those that [`Documents::read`] gives. Parts are read while further ones are made, so that one
    /// large file keeps all cores busy. `None`: the file is not one of parts, and is read as a whole.
    ///
    /// # Errors
    /// When the file cannot be read.
    fn parts<'f>(
        &'f self,
        file: &'f SourceFile,
        each: &mut dyn FnMut(Part<'f>) -> ControlFlow<()>,
    ) -> Result<Option<PartFailures>, SourceFailure> {
        let _ = (file, each);
        Ok(None)
    }

    /// Whether [`Documents::parts`] may know parts of the file: no other file is begun while it is cut.
    fn is_large(&self, file: &SourceFile) -> bool {
        let _ = file;
        false
    }
}

/// A file that may hold documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The path as it was given, extended below it.
    pub path: PathBuf,
    /// The same for people.
    pub shown: String,
    /// The absolute path without links: one file, one identity.
    pub identity: PathBuf,
    /// Size in bytes.
    pub size: u64,
    /// When it was last changed, in nanoseconds since 1970; 0 when it is not known.
    pub modified: i64,
}

/// A file, folder or part of a file that gave no document.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SourceFailure {
    /// The path as it was given, extended below it.
    pub path: String,
    /// Why, in one line.
    pub reason: String,
    /// The file is there but could not be read now (permission, an I/O error): what the index holds of it
    /// stays.
    #[serde(skip)]
    pub keep: bool,
}

/// What was noticed about a document that was taken in all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SourceNotice {
    /// The document's path, or that of its file.
    pub path: String,
    /// The line of the original, from 1, where there is one.
    pub line: Option<u64>,
    /// What it is, in one line.
    pub message: String,
    /// Whether something was lost or is in doubt.
    pub severity: Severity,
}

/// What a [`Writer::sync`] did.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Summary {
    /// Documents that are new.
    pub added: u64,
    /// Documents that were there and were read again because their file changed.
    pub updated: u64,
    /// Documents of files that did not change.
    pub unchanged: u64,
    /// Documents that are gone.
    pub removed: u64,
    /// What gave no document, sorted by path.
    pub failed: Vec<SourceFailure>,
    /// What was noticed about documents that were read now, sorted by file. Whoever reads the files fills it; a sync
    /// alone knows of none.
    pub noticed: Vec<SourceNotice>,
    /// Bytes of the files that were read.
    pub bytes: u64,
    /// What the index was made with, where it was of another version and was made anew from its files.
    pub renewed: Option<String>,
    /// How long it took.
    pub seconds: f64,
}

/// How far a sync is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Files found so far; the final number once `walked`.
    pub files: u64,
    /// Files done, unchanged ones included.
    pub done: u64,
    /// Bytes of the files found so far.
    pub bytes: u64,
    /// Bytes of the files done.
    pub done_bytes: u64,
    /// All files are found.
    pub walked: bool,
    /// The file that was finished last, as shown.
    pub current: String,
}

/// How a sync works.
#[derive(Default)]
pub struct SyncOptions<'a> {
    /// Threads that read and analyze; 0 takes as many as there are cores.
    pub threads: usize,
    /// Called on the calling thread, at most about twenty times a second.
    pub progress: Option<&'a mut dyn FnMut(&Progress)>,
    /// Set by another thread to stop: what was committed before stays, nothing else is kept.
    pub interrupt: Option<&'a AtomicBool>,
}

/// What is to be done with the files that were found.
struct Plan {
    /// To be read.
    read: Vec<SourceFile>,
    /// Not changed: these stay as they are, with their place as it is now.
    unchanged: Vec<(OsString, PathBuf)>,
    /// Identities of all files that were found.
    found: HashSet<OsString>,
    /// Places of files and folders that could not be looked at.
    unseen: Vec<PathBuf>,
    bytes: u64,
}

impl Writer {
    /// Brings the index up to date with all files below the roots, and commits. A file is read when its
    /// size or time changed, and counts as changed when its content did. Documents of files that are gone
    /// are removed when the file stood below one of the roots; other documents stay. The folder of the
    /// index is left out.
    ///
    /// # Errors
    /// [`Error::RootMissing`] before anything is touched; [`Error::Interrupted`]; or when the disk refuses.
    pub fn sync(
        &mut self,
        roots: &[PathBuf],
        documents: &impl Documents,
        options: SyncOptions<'_>,
    ) -> Result<Summary> {
        let result = self.try_sync(roots, documents, options);
        if !matches!(result, Ok(_) | Err(Error::RootMissing { .. })) {
            // half of a sync must not reach the disk with a later commit
            self.give_up();
        }
        result
    }

    fn try_sync(
        &mut self,
        roots: &[PathBuf],
        documents: &impl Documents,
        mut options: SyncOptions<'_>,
    ) -> Result<Summary> {
        let started = Instant::now();
        let places = Places::of(roots)?;
        let mut summary = Summary::default();
        let mut sources = self.read_sources()?;
        let version = documents.version();
        let mut changed = sources.version != version;
        if changed {
            for known in sources.files.values_mut() {
                known.forget_content();
            }
            sources.version = version;
        }
        let plan = self.plan(&places, documents, &sources, &mut options, &mut summary)?;
        for (identity, place) in &plan.unchanged {
            if let Some(known) = sources.files.get_mut(identity) {
                summary.unchanged += known.documents;
                summary.failed.extend(known.failures.iter().cloned());
                changed |= known.place != *place;
                known.place.clone_from(place);
            }
        }
        changed |= self.drop_gone(&places, &plan, &mut sources, &mut summary)?;
        changed |= !plan.read.is_empty();
        self.read_all(&places, plan, documents, &mut sources, &mut options, &mut summary)?;
        if options.interrupt.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            return Err(Error::Interrupted);
        }
        if changed {
            self.sources = Some(sources.to_bytes()?);
            self.commit()?;
        }
        summary.failed.sort_by(|a, b| a.path.cmp(&b.path));
        summary.failed.dedup();
        summary.seconds = started.elapsed().as_secs_f64();
        Ok(summary)
    }

    fn read_sources(&self) -> Result<Sources> {
        let Some(name) = &self.manifest.sources else { return Ok(Sources::default()) };
        let bytes = read_checked(self.dir(), name, &self.manifest)?;
        Sources::of_bytes(&bytes, name)
    }

    /// Walks the roots and decides for each file.
    fn plan(
        &self,
        places: &Places,
        documents: &impl Documents,
        sources: &Sources,
        options: &mut SyncOptions<'_>,
        summary: &mut Summary,
    ) -> Result<Plan> {
        let own = canonical(self.dir());
        let mut plan = Plan {
            read: Vec::new(),
            unchanged: Vec::new(),
            found: HashSet::new(),
            unseen: Vec::new(),
            bytes: 0,
        };
        let mut progress = Progress::default();
        let mut interrupted = false;
        documents.walk(&places.roots, &mut |file| {
            if options.interrupt.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
                interrupted = true;
                return ControlFlow::Break(());
            }
            match file {
                Err(failure) => {
                    let path = Path::new(&failure.path);
                    if !places.of_path(path).starts_with(&own) {
                        plan.unseen.push(places.of_path(path));
                        summary.failed.push(failure);
                    }
                }
                Ok(file) => {
                    if file.identity.starts_with(&own)
                        || !plan.found.insert(file.identity.clone().into_os_string())
                    {
                        return ControlFlow::Continue(());
                    }
                    progress.files += 1;
                    if progress.files.is_multiple_of(4096)
                        && let Some(report) = &mut options.progress
                    {
                        report(&progress);
                    }
                    let known = sources.files.get(file.identity.as_os_str());
                    let same = |known: &Known| {
                        !known.retry && known.size == file.size && known.modified == file.modified
                    };
                    if known.is_some_and(same) && file.modified != 0 {
                        let place = places.of_path(&file.path);
                        plan.unchanged.push((file.identity.into_os_string(), place));
                    } else {
                        plan.bytes += file.size;
                        plan.read.push(file);
                    }
                }
            }
            ControlFlow::Continue(())
        });
        if interrupted { Err(Error::Interrupted) } else { Ok(plan) }
    }

    /// Removes the documents of files that stood below a root and are not there any more.
    fn drop_gone(
        &mut self,
        places: &Places,
        plan: &Plan,
        sources: &mut Sources,
        summary: &mut Summary,
    ) -> Result<bool> {
        let mut gone = Vec::new();
        for (identity, known) in &sources.files {
            let below = places.is_below(&known.place);
            let unseen = || plan.unseen.iter().any(|path| known.place.starts_with(path));
            if below && !plan.found.contains(identity) && !unseen() {
                gone.push(identity.clone());
            }
        }
        let mut numbers = HashSet::new();
        for identity in &gone {
            sources.files.remove(identity);
            numbers.insert(state::number_of(identity));
        }
        summary.removed += self.remove_sources(&numbers)?;
        Ok(!gone.is_empty())
    }

    /// Reads what is to be read, and replaces its documents.
    fn read_all(
        &mut self,
        places: &Places,
        plan: Plan,
        documents: &impl Documents,
        sources: &mut Sources,
        options: &mut SyncOptions<'_>,
        summary: &mut Summary,
    ) -> Result<()> {
        let hashes: HashMap<OsString, [u8; 16]> = plan
            .read
            .iter()
            .filter_map(|file| {
                let identity = file.identity.as_os_str();
                let known = sources.files.get(identity)?;
                (!known.retry && known.size == file.size).then(|| (identity.to_owned(), known.hash))
            })
            .collect();
        let unchanged = plan.unchanged.len() as u64;
        let progress = Progress {
            files: unchanged + plan.read.len() as u64,
            done: unchanged,
            bytes: plan.bytes,
            walked: true,
            ..Progress::default()
        };
        let mut apply = pipeline::Apply { writer: self, sources, summary, places, stale: HashSet::new() };
        pipeline::run(&mut apply, plan.read, documents, &hashes, progress, options)
    }
}

/// The roots of a sync, of which there may be as many as files.
#[derive(Debug)]
pub struct Places {
    roots: Vec<PathBuf>,
    /// From a root as it was given to its absolute path without links.
    by_given: HashMap<PathBuf, PathBuf>,
    absolute: HashSet<PathBuf>,
}

impl Places {
    /// Of roots as they were given.
    ///
    /// # Errors
    /// [`Error::RootMissing`].
    pub fn of(roots: &[PathBuf]) -> Result<Self> {
        let (mut by_given, mut absolute) = (HashMap::new(), HashSet::new());
        for root in roots {
            let place = root.canonicalize().map_err(|_| Error::RootMissing { path: root.clone() })?;
            absolute.insert(place.clone());
            by_given.insert(root.clone(), place);
        }
        Ok(Self { roots: roots.to_vec(), by_given, absolute })
    }

    /// The roots as they were given.
    pub fn roots(&self) -> &[PathBuf] {
        &self.roots
    }

    /// Their absolute paths without links, each once, in order.
    pub fn absolute(&self) -> Vec<&Path> {
        let mut all: Vec<&Path> = self.absolute.iter().map(PathBuf::as_path).collect();
        all.sort_unstable();
        all
    }

    /// The absolute path of something below a root, without following links below it.
    pub fn of_path(&self, path: &Path) -> PathBuf {
        for above in path.ancestors() {
            if let (Some(place), Ok(rest)) = (self.by_given.get(above), path.strip_prefix(above)) {
                // joining nothing would add a separator
                return if rest.as_os_str().is_empty() { place.clone() } else { place.join(rest) };
            }
        }
        std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
    }

    /// Whether an absolute path is a root or below one.
    pub fn is_below(&self, place: &Path) -> bool {
        place.ancestors().any(|above| self.absolute.contains(above))
    }
}

#[cfg(test)]
mod tests;
