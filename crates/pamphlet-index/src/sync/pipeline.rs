//! Reading on all cores: files go out to the threads, prepared documents come back to the one that writes.
//!
//! Both queues are short, so that memory holds a few documents a thread, however many files there are. The
//! writing thread takes the files in the order in which they were found, whatever thread is done first:
//! the same files give the same index.

use super::state::{Known, Sources};
use super::{Documents, Progress, SourceFailure, SourceFile, Summary, SyncOptions, place_of};
use crate::prepare::{Prepared, Preparer};
use crate::{Error, Result, Writer};
use crossbeam_channel::{Receiver, Sender, bounded};
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Documents that wait to be written, for each file.
const WAITING: usize = 4;

/// A file on its way to a thread, with the queue that its documents come back by.
struct Job {
    file: SourceFile,
    out: Sender<Message>,
}

/// What comes back for a file; `Done` is the last.
enum Message {
    Document(Box<Prepared>),
    Done(Outcome),
}

struct Outcome {
    hash: [u8; 16],
    /// The content is what it was: nothing was read.
    same: bool,
    result: Result<Vec<SourceFailure>, SourceFailure>,
    /// The documents could not be prepared.
    error: Option<Error>,
}

/// Where the results go.
pub(super) struct Apply<'a> {
    pub(super) writer: &'a mut Writer,
    pub(super) sources: &'a mut Sources,
    pub(super) summary: &'a mut Summary,
    pub(super) places: &'a [(PathBuf, PathBuf)],
}

/// Reads the files and applies what they give. `hashes` holds the content hash of files whose size did not
/// change.
pub(super) fn run(
    apply: &mut Apply<'_>,
    files: Vec<SourceFile>,
    documents: &impl Documents,
    hashes: &HashMap<PathBuf, [u8; 16]>,
    mut progress: Progress,
    options: &mut SyncOptions<'_>,
) -> Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let threads = if options.threads == 0 { cores } else { options.threads }.min(files.len());
    let mut preparers = Vec::with_capacity(threads);
    for _ in 0..threads {
        preparers.push(apply.writer.preparer()?);
    }
    let stop = AtomicBool::new(false);
    let (jobs, todo) = bounded::<Job>(0);
    // files that are being read or wait to be written, in order
    let (order, next) = bounded::<(SourceFile, Receiver<Message>)>(threads * 8);
    std::thread::scope(|scope| {
        for preparer in preparers {
            let todo = todo.clone();
            let stop = &stop;
            scope.spawn(move || read(preparer, &todo, documents, hashes, stop));
        }
        drop(todo);
        scope.spawn(move || {
            for file in files {
                let (out, back) = bounded(WAITING);
                // an error means that the writing thread stopped
                if order.send((file.clone(), back)).is_err() || jobs.send(Job { file, out }).is_err() {
                    break;
                }
            }
        });
        let mut last_report = Instant::now();
        let mut result = Ok(());
        for (file, back) in next.iter() {
            result = apply.file(&file, &back, options.interrupt);
            if result.is_err() {
                break;
            }
            progress.done += 1;
            progress.done_bytes += file.size;
            if let Some(report) = &mut options.progress
                && (last_report.elapsed() >= Duration::from_millis(50) || progress.done == progress.files)
            {
                progress.current = file.shown;
                report(&progress);
                last_report = Instant::now();
            }
        }
        // on an error the threads find their queues closed
        stop.store(true, Ordering::Relaxed);
        drop(next);
        result
    })
}

impl Apply<'_> {
    /// Takes in what one file gives.
    fn file(
        &mut self,
        file: &SourceFile,
        back: &Receiver<Message>,
        interrupt: Option<&AtomicBool>,
    ) -> Result<()> {
        let known = self.sources.files.get(&file.identity);
        let before: HashSet<String> =
            known.map(|known| known.documents.iter().cloned().collect()).unwrap_or_default();
        let mut now = Vec::new();
        let mut seen = HashSet::new();
        loop {
            if interrupt.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
                return Err(Error::Interrupted);
            }
            let message = match back.recv_timeout(Duration::from_millis(100)) {
                Ok(message) => message,
                Err(crossbeam_channel::RecvTimeoutError::Timeout) => continue,
                Err(crossbeam_channel::RecvTimeoutError::Disconnected) => {
                    // the thread panicked: the file is named, the rest goes on
                    let reason = "the reader failed".to_owned();
                    Message::Done(Outcome {
                        hash: [0; 16],
                        same: false,
                        result: Err(SourceFailure { path: file.shown.clone(), reason, keep: false }),
                        error: None,
                    })
                }
            };
            match message {
                Message::Document(prepared) => {
                    if seen.insert(prepared.id.clone()) {
                        now.push(prepared.id.clone());
                        match before.contains(&prepared.id) {
                            true => self.summary.updated += 1,
                            false => self.summary.added += 1,
                        }
                    }
                    self.writer.add_prepared(*prepared)?;
                }
                Message::Done(outcome) => return self.done(file, outcome, now, &seen, &before),
            }
        }
    }

    fn done(
        &mut self,
        file: &SourceFile,
        outcome: Outcome,
        mut now: Vec<String>,
        seen: &HashSet<String>,
        before: &HashSet<String>,
    ) -> Result<()> {
        if let Some(error) = outcome.error {
            return Err(error);
        }
        let mut failures = Vec::new();
        let mut keep = false;
        if outcome.same {
            self.summary.unchanged += before.len() as u64;
            now = before.iter().cloned().collect();
            now.sort();
            if let Some(known) = self.sources.files.get(&file.identity) {
                failures.clone_from(&known.failures);
            }
        } else {
            match outcome.result {
                Ok(parts) => {
                    self.summary.bytes += file.size;
                    failures = parts;
                }
                Err(failure) => {
                    keep = failure.keep;
                    failures.push(failure);
                }
            }
            for id in before {
                if seen.contains(id) {
                    continue;
                }
                if keep {
                    self.summary.unchanged += 1;
                    now.push(id.clone());
                } else {
                    self.summary.removed += u64::from(self.writer.remove(id)?);
                }
            }
        }
        self.summary.failed.extend(failures.iter().cloned());
        let known = Known {
            place: place_of(self.places, &file.path),
            size: file.size,
            modified: file.modified,
            hash: outcome.hash,
            retry: keep,
            documents: now,
            failures,
        };
        self.sources.files.insert(file.identity.clone(), known);
        Ok(())
    }
}

/// What each thread does until there are no more files.
fn read(
    mut preparer: Preparer,
    todo: &Receiver<Job>,
    documents: &impl Documents,
    hashes: &HashMap<PathBuf, [u8; 16]>,
    stop: &AtomicBool,
) {
    for Job { file, out } in todo.iter() {
        if stop.load(Ordering::Relaxed) {
            break;
        }
        // before the file is read: if it changes in between, the next run sees another hash
        let hash = content_hash(&file.path);
        let mut outcome =
            Outcome { hash: hash.unwrap_or_default(), same: false, result: Ok(Vec::new()), error: None };
        outcome.same = hash.is_some() && hash.as_ref() == hashes.get(&file.identity);
        if !outcome.same {
            let mut error = None;
            let each = &mut |document| match preparer.prepare(&document) {
                Ok(prepared) => match out.send(Message::Document(Box::new(prepared))) {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                },
                Err(found) => {
                    error = Some(found);
                    ControlFlow::Break(())
                }
            };
            // a reader that panics over one file must not lose the others
            let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| documents.read(&file, each)));
            outcome.result = read.unwrap_or_else(|_| {
                let reason = "the reader failed on it".to_owned();
                Err(SourceFailure { path: file.shown.clone(), reason, keep: false })
            });
            outcome.error = error;
        }
        if out.send(Message::Done(outcome)).is_err() {
            break;
        }
    }
}

/// The first 16 bytes of the BLAKE3 hash of a file; none when it cannot be read as one.
fn content_hash(path: &Path) -> Option<[u8; 16]> {
    // opening a pipe would wait for who writes to it
    if !path.metadata().is_ok_and(|metadata| metadata.is_file()) {
        return None;
    }
    let mut file = File::open(path).ok()?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(len) => hasher.update(&buffer[..len]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(_) => return None,
        };
    }
    hasher.finalize().as_bytes()[..16].try_into().ok()
}
