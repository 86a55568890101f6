//! Keeping an index in step with files and folders.

use crate::files::Files;
use crate::notices::Notices;
use crate::open::on_cluster;
use crate::{Error, Progress, Summary};
use pamphlet_cluster::{Cluster, LoadOptions, Shape, Share};
use pamphlet_index::{Older, SyncOptions, Writer, WriterOptions};
use pamphlet_ingest::Ingest;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// How an update works. The default is what the command line does.
#[derive(Default)]
pub struct Update<'a> {
    /// How files are read.
    pub ingest: Ingest,
    /// How the index is written.
    pub writer: WriterOptions,
    /// Threads that read and analyze; 0 takes as many as there are cores.
    pub threads: usize,
    /// Called now and then with how far it is.
    pub progress: Option<&'a mut dyn FnMut(&Progress)>,
    /// Set by another thread to stop clean: what was committed before stays.
    pub interrupt: Option<&'a AtomicBool>,
    /// Merge all segments into one at the end.
    pub optimize: bool,
    /// How an index on a cluster is made, where it is not there.
    pub shape: Shape,
    /// The part of the files that this process reads, where several load an index on a cluster together.
    pub share: Option<Share>,
}

impl<'a> Update<'a> {
    /// The default, to be changed step by step.
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # std::fs::create_dir(dir.path().join("speeches"))?;
    /// # std::fs::write(dir.path().join("speeches/1905.txt"), "Bread\n\nThe bakers? strike.")?;
    /// # let (folder, speeches) = (dir.path().join("index"), dir.path().join("speeches"));
    /// let mut last = String::new();
    /// let mut progress = |progress: &pamphlet::Progress| last.clone_from(&progress.current);
    /// let update = pamphlet::Update::new().threads(2).within(512 << 20).progress(&mut progress);
    /// assert_eq!(update.run(&folder, [&speeches])?.added, 1);
    /// assert!(last.ends_with("1905.txt"));
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// So many threads read and analyze; 0 takes as many as there are cores.
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Works within about so many bytes of memory; see [`WriterOptions::within`].
    pub fn within(mut self, bytes: usize) -> Self {
        self.writer = self.writer.within(bytes);
        self
    }

    /// Waits for another writer to finish, where it would fail.
    pub fn wait(mut self) -> Self {
        self.writer.wait = true;
        self
    }

    /// Makes the index anew, also one that cannot be read.
    pub fn rebuild(mut self) -> Self {
        self.writer.rebuild = true;
        self
    }

    /// Merges all segments into one at the end.
    pub fn optimize(mut self) -> Self {
        self.optimize = true;
        self
    }

    /// Calls this now and then, on the calling thread, with how far it is.
    pub fn progress(mut self, progress: &'a mut dyn FnMut(&Progress)) -> Self {
        self.progress = Some(progress);
        self
    }

    /// Stops clean once another thread sets this: what was committed before stays.
    pub fn interrupt(mut self, stop: &'a AtomicBool) -> Self {
        self.interrupt = Some(stop);
        self
    }

    /// Brings the index in `folder` up to date with files and folders, as [`update`] does.
    ///
    /// # Errors
    /// As [`update`].
    pub fn run(
        self,
        folder: impl AsRef<Path>,
        roots: impl IntoIterator<Item = impl Into<PathBuf>>,
    ) -> Result<Summary, Error> {
        let roots: Vec<PathBuf> = roots.into_iter().map(Into::into).collect();
        update(folder, &roots, self)
    }
}

impl std::fmt::Debug for Update<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Update")
            .field("ingest", &self.ingest)
            .field("writer", &self.writer)
            .finish_non_exhaustive()
    }
}

/// Brings the index in a folder up to date with files and folders: reads what is new or changed, drops what
/// is gone from below the given roots, commits. Without a root only `optimize` does something. A file that cannot
/// be read stops nothing; it is in the summary with the reason. An index of another version is made anew where all
/// its files stand below the roots.
///
/// # Errors
/// [`Error::Index`]: a root does not exist (nothing was touched), another process writes, the folder is no
/// index, the disk refuses, or `interrupt` was set.
///
/// ```
/// # let dir = tempfile::tempdir()?;
/// # std::fs::create_dir(dir.path().join("speeches"))?;
/// # std::fs::write(dir.path().join("speeches/1905.txt"), "Bread\n\nThe bakers? strike.")?;
/// # let (folder, speeches) = (dir.path().join("index"), dir.path().join("speeches"));
/// let summary = pamphlet::update(&folder, &[speeches], pamphlet::Update::default())?;
/// assert_eq!((summary.added, summary.failed.len()), (1, 0));
/// # Ok::<(), pamphlet::Error>(())
/// ```
pub fn update(
    folder: impl AsRef<Path>,
    roots: &[PathBuf],
    mut options: Update<'_>,
) -> Result<Summary, Error> {
    if let Some(address) = on_cluster(folder.as_ref()) {
        return load(address, roots, options);
    }
    if options.share.is_some() || options.shape != Shape::default() {
        return Err(pamphlet_cluster::Error::ClusterOnly { what: "--share, --shards and --replicas" }.into());
    }
    if roots.is_empty() {
        // nothing to read: an index that is not there is none to be made
        pamphlet_index::Reader::open(folder.as_ref())?;
    }
    for root in roots {
        // before a folder is made for an index of nothing
        root.canonicalize().map_err(|_| pamphlet_index::Error::RootMissing { path: root.clone() })?;
    }
    let mut older = Older::of(folder.as_ref());
    if !options.writer.rebuild
        && let Some(known) = &older
    {
        // with another path its documents would be lost
        if known.is_below(roots)? {
            options.writer.rebuild = true;
        } else {
            older = None;
        }
    }
    let mut writer = open(folder.as_ref(), options.writer, options.interrupt)?;
    let sync =
        SyncOptions { threads: options.threads, progress: options.progress, interrupt: options.interrupt };
    let files = Files { ingest: options.ingest, notices: Notices::default() };
    let mut summary = match roots {
        [] => Summary::default(),
        roots => writer.sync(roots, &files, sync)?,
    };
    summary.noticed = files.notices.take();
    if options.optimize {
        writer.optimize()?;
    }
    summary.renewed = older.map(|older| older.found);
    Ok(summary)
}

/// The same for an index on a cluster.
fn load(address: &str, roots: &[PathBuf], options: Update<'_>) -> Result<Summary, Error> {
    if options.optimize {
        return Err(pamphlet_cluster::Error::FolderOnly { what: "--optimize" }.into());
    }
    let files = Files { ingest: options.ingest, notices: Notices::default() };
    let load = LoadOptions {
        threads: options.threads,
        progress: options.progress,
        interrupt: options.interrupt,
        rebuild: options.writer.rebuild,
        shape: options.shape,
        share: options.share,
    };
    let mut summary = Cluster::load(address, roots, &files, load)?;
    summary.noticed = files.notices.take();
    Ok(summary)
}

/// How often is looked whether another writer is done.
const PAUSE: Duration = Duration::from_millis(50);

/// Opens the writer, waiting for another one where that was asked for, until `interrupt` is set.
fn open(folder: &Path, options: WriterOptions, interrupt: Option<&AtomicBool>) -> Result<Writer, Error> {
    let wait = options.wait;
    let options = WriterOptions { wait: false, ..options };
    loop {
        match Writer::open_with(folder, options.clone()) {
            Err(pamphlet_index::Error::Locked { .. }) if wait => std::thread::sleep(PAUSE),
            result => return Ok(result?),
        }
        if interrupt.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            return Err(pamphlet_index::Error::Interrupted.into());
        }
    }
}
