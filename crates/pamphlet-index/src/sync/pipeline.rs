//! Reading on all cores: files go out to the threads, prepared documents come back to the one that writes.
//!
//! Both queues are short, in documents and in bytes ([`Room`]), however many files there are. The
//! writing thread takes the files in the order in which they were found, whatever thread is done first:
//! the same files give the same index.
//!
//! A large file of records is cut into parts by the thread that has it; all threads read parts, and the
//! writing thread takes them in their order too. While a file is being cut no later file is begun: a thread
//! that waits until its own documents are taken cannot help with what comes before them.

use super::content_hash;
use super::room::{Room, Turn};
use super::state::{Known, Sources, number_of};
use super::{
    Documents, Part, PartFailures, Places, Progress, SourceFailure, SourceFile, Summary, SyncOptions,
};
use crate::prepare::{Prepared, Preparer};
use crate::writer::Before;
use crate::{Error, Result, Writer};
use crossbeam_channel::{Receiver, Sender, TrySendError, bounded, select, unbounded};
use pamphlet_document::Document;
use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Documents that wait to be written, for each file.
const WAITING: usize = 4;

/// Failures of one file that are named; of more, only the number is told.
const NAMED: usize = 100;

/// A file on its way to a thread, with the queue that its documents come back by.
struct Job<'f> {
    file: &'f SourceFile,
    out: Sender<Message>,
    turn: Turn,
    /// Dropped when the next file may be begun.
    gate: Option<Sender<()>>,
}

/// A part on its way to a thread, with the queue that its documents come back by.
struct Task<'f> {
    part: Part<'f>,
    out: Sender<Message>,
    turn: Turn,
}

/// What comes back for a file or a part of it; `Done` is the last for a file, `Failed` for a part.
enum Message {
    Document(Box<Prepared>),
    Part(Receiver<Message>, Turn),
    Failed(PartFailures),
    Broken(Error),
    Done(Outcome),
}

struct Outcome {
    hash: [u8; 16],
    /// The content is what it was: nothing was read.
    same: bool,
    result: Result<PartFailures, SourceFailure>,
}

/// Where the results go.
pub(super) struct Apply<'a> {
    pub(super) writer: &'a mut Writer,
    pub(super) sources: &'a mut Sources,
    pub(super) summary: &'a mut Summary,
    pub(super) places: &'a Places,
    /// Files of which the last commit holds documents that they do not have any more.
    pub(super) stale: HashSet<u64>,
}

/// Reads the files and applies what they give. `hashes` holds the content hash of files whose size did not
/// change.
pub(super) fn run(
    apply: &mut Apply<'_>,
    files: Vec<SourceFile>,
    documents: &impl Documents,
    hashes: &HashMap<OsString, [u8; 16]>,
    mut progress: Progress,
    options: &mut SyncOptions<'_>,
) -> Result<()> {
    if files.is_empty() {
        return Ok(());
    }
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let mut threads = if options.threads == 0 { cores } else { options.threads };
    if !files.iter().any(|file| documents.is_large(file)) {
        threads = threads.min(files.len());
    }
    let mut preparers = Vec::with_capacity(threads);
    for _ in 0..threads {
        preparers.push(apply.writer.preparer()?);
    }
    let stop = AtomicBool::new(false);
    let room = Room::default();
    let (jobs, todo) = bounded::<Job<'_>>(0);
    let (tasks, parts) = unbounded::<Task<'_>>();
    // files that are being read or wait to be written, in order
    let (order, next) = bounded::<(&SourceFile, Receiver<Message>, Turn)>(threads * 8);
    let files = &files;
    std::thread::scope(|scope| {
        for preparer in preparers {
            let reader = Worker {
                preparer,
                documents,
                hashes,
                todo: todo.clone(),
                tasks: tasks.clone(),
                parts: parts.clone(),
                stop: &stop,
                room: &room,
            };
            scope.spawn(move || reader.run());
        }
        drop((todo, tasks, parts));
        scope.spawn(move || {
            for (number, file) in files.iter().enumerate() {
                let turn = (number as u64, 0);
                let large = documents.is_large(file);
                // of a large file, parts wait, enough for all threads
                let (out, back) = bounded(if large { threads * 2 } else { WAITING });
                let (gate, cut) = bounded(0);
                let gate = large.then_some(gate);
                // an error means that the writing thread stopped
                if order.send((file, back, turn)).is_err()
                    || jobs.send(Job { file, out, turn, gate }).is_err()
                {
                    break;
                }
                // nothing is ever sent: this waits until the other end is dropped
                let _ = cut.recv();
            }
        });
        let mut last_report = Instant::now();
        let mut result = Ok(());
        for (file, back, turn) in next.iter() {
            room.begin(turn);
            result = apply.file(file, &back, &room, options.interrupt);
            if result.is_err() {
                break;
            }
            progress.done += 1;
            progress.done_bytes += file.size;
            if let Some(report) = &mut options.progress
                && (last_report.elapsed() >= Duration::from_millis(50) || progress.done == progress.files)
            {
                progress.current.clone_from(&file.shown);
                report(&progress);
                last_report = Instant::now();
            }
        }
        // on an error the threads find their queues closed
        stop.store(true, Ordering::Relaxed);
        drop(next);
        result
    })?;
    apply.summary.removed += apply.writer.remove_sources(&apply.stale)?;
    Ok(())
}

impl Apply<'_> {
    /// Takes in what one file gives.
    fn file(
        &mut self,
        file: &SourceFile,
        back: &Receiver<Message>,
        room: &Room,
        interrupt: Option<&AtomicBool>,
    ) -> Result<()> {
        let mut taken = Taken { number: number_of(file.identity.as_os_str()), ..Taken::default() };
        loop {
            match receive(back, interrupt)? {
                Some(Message::Part(part, turn)) => {
                    room.begin(turn);
                    self.part(file, &part, &mut taken, room, interrupt)?;
                }
                Some(Message::Document(prepared)) => self.document(file, *prepared, &mut taken, room)?,
                Some(Message::Failed(failures)) => taken.fail(failures),
                Some(Message::Broken(error)) => return Err(error),
                Some(Message::Done(outcome)) => return self.done(file, outcome, taken),
                None => {
                    // the thread panicked: the file is named, the rest goes on
                    let result = Err(failed(file));
                    return self.done(file, Outcome { hash: [0; 16], same: false, result }, taken);
                }
            }
        }
    }

    /// Takes in what a part of a file gives.
    fn part(
        &mut self,
        file: &SourceFile,
        back: &Receiver<Message>,
        taken: &mut Taken,
        room: &Room,
        interrupt: Option<&AtomicBool>,
    ) -> Result<()> {
        loop {
            match receive(back, interrupt)? {
                Some(Message::Document(prepared)) => self.document(file, *prepared, taken, room)?,
                Some(Message::Broken(error)) => return Err(error),
                Some(Message::Failed(failures)) => {
                    taken.fail(failures);
                    return Ok(());
                }
                Some(Message::Part(..) | Message::Done(_)) | None => {
                    taken.fail(PartFailures { named: vec![failed(file)], unnamed: 0 });
                    return Ok(());
                }
            }
        }
    }

    fn document(
        &mut self,
        file: &SourceFile,
        mut prepared: Prepared,
        taken: &mut Taken,
        room: &Room,
    ) -> Result<()> {
        room.give(prepared.memory());
        prepared.source = Some(taken.number);
        let id = prepared.id.clone();
        match self.writer.add_prepared(prepared)? {
            Before::Nothing => taken.added += 1,
            Before::Committed => taken.updated += 1,
            // two documents of one id count as one
            Before::Added => taken.fail(PartFailures { named: vec![replaced(file, &id)], unnamed: 0 }),
        }
        Ok(())
    }

    fn done(&mut self, file: &SourceFile, outcome: Outcome, taken: Taken) -> Result<()> {
        let Taken { number, added, updated, failures: part_failures } = taken;
        let known = self.sources.files.get(file.identity.as_os_str());
        let before = known.map_or(0, |known| known.documents);
        let mut documents = before;
        let mut failures = Vec::new();
        let mut keep = false;
        if outcome.same {
            self.summary.unchanged += before;
            if let Some(known) = known {
                failures.clone_from(&known.failures);
            }
        } else {
            match outcome.result {
                Ok(parts) => {
                    self.summary.bytes += file.size;
                    failures = all_failures(file, part_failures, parts);
                }
                Err(failure) => {
                    keep = failure.keep;
                    failures.push(failure);
                }
            }
            self.summary.added += added;
            self.summary.updated += updated;
            if keep {
                self.summary.unchanged += before.saturating_sub(updated);
                documents += added;
            } else {
                documents = added + updated;
                if before > updated {
                    self.stale.insert(number);
                }
            }
        }
        self.summary.failed.extend(failures.iter().cloned());
        let known = Known {
            place: self.places.of_path(&file.path),
            size: file.size,
            modified: file.modified,
            hash: outcome.hash,
            retry: keep,
            documents,
            failures,
        };
        self.sources.files.insert(file.identity.clone().into_os_string(), known);
        Ok(())
    }
}

/// What was taken in of a file so far.
#[derive(Default)]
struct Taken {
    /// The file's number.
    number: u64,
    /// Documents that are new.
    added: u64,
    /// Documents that the last commit held.
    updated: u64,
    failures: PartFailures,
}

impl Taken {
    fn fail(&mut self, failures: PartFailures) {
        self.failures.unnamed += failures.unnamed;
        for failure in failures.named {
            if self.failures.named.len() < NAMED {
                self.failures.named.push(failure);
            } else {
                self.failures.unnamed += 1;
            }
        }
    }
}

/// The next message; `None` when the thread that would send it panicked.
fn receive(back: &Receiver<Message>, interrupt: Option<&AtomicBool>) -> Result<Option<Message>> {
    loop {
        if interrupt.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            return Err(Error::Interrupted);
        }
        match back.recv_timeout(Duration::from_millis(100)) {
            Ok(message) => return Ok(Some(message)),
            Err(crossbeam_channel::RecvTimeoutError::Timeout) => {}
            Err(crossbeam_channel::RecvTimeoutError::Disconnected) => return Ok(None),
        }
    }
}

fn failed(file: &SourceFile) -> SourceFailure {
    SourceFailure { path: file.shown.clone(), reason: "the reader failed on it".to_owned(), keep: false }
}

/// An archive may hold two files of one name, as one does to which newer files were appended.
fn replaced(file: &SourceFile, id: &str) -> SourceFailure {
    let reason = format!("it holds two documents of the same name: only the later one, {id}, is kept");
    SourceFailure { path: file.shown.clone(), reason, keep: false }
}

/// The failures of all parts of a file as they are listed.
fn all_failures(file: &SourceFile, parts: PartFailures, rest: PartFailures) -> Vec<SourceFailure> {
    let mut taken = Taken { failures: parts, ..Taken::default() };
    taken.fail(rest);
    let PartFailures { named: mut list, unnamed } = taken.failures;
    if unnamed > 0 {
        let reason = format!("{unnamed} more of its parts could not be read");
        list.push(SourceFailure { path: file.shown.clone(), reason, keep: false });
    }
    list
}

/// A thread that reads.
struct Worker<'f, 's, D> {
    preparer: Preparer,
    documents: &'f D,
    hashes: &'s HashMap<OsString, [u8; 16]>,
    todo: Receiver<Job<'f>>,
    tasks: Sender<Task<'f>>,
    parts: Receiver<Task<'f>>,
    stop: &'s AtomicBool,
    room: &'s Room,
}

impl<'f, D: Documents> Worker<'f, '_, D> {
    /// Reads until there are no more files. Parts go first: they belong to earlier files.
    fn run(mut self) {
        while !self.stop.load(Ordering::Relaxed) {
            if let Ok(task) = self.parts.try_recv() {
                self.task(task);
                continue;
            }
            // this thread keeps the queue of parts open itself, so only files can come to an end
            let (todo, parts) = (self.todo.clone(), self.parts.clone());
            select! {
                recv(parts) -> task => if let Ok(task) = task { self.task(task) },
                recv(todo) -> job => match job {
                    Ok(job) => self.file(job),
                    Err(_) => {
                        while let Ok(task) = self.parts.try_recv() {
                            self.task(task);
                        }
                        break;
                    }
                },
            }
        }
    }

    /// Reads a file, or cuts it into parts.
    fn file(&mut self, Job { file, out, turn, gate }: Job<'f>) {
        // before the file is read: if it changes in between, the next run sees another hash
        let hash = content_hash(&file.path);
        let same = hash.is_some() && hash.as_ref() == self.hashes.get(file.identity.as_os_str());
        let mut result = Ok(PartFailures::default());
        if !same {
            let cut = match gate.is_some() {
                true => self.cut(file, &out, turn),
                false => Ok(None),
            };
            drop(gate);
            result = match cut {
                Ok(Some(failures)) => Ok(failures),
                Ok(None) => {
                    let documents = self.documents;
                    self.prepare(&out, turn, |each| documents.read(file, each))
                        .unwrap_or_else(|| Err(failed(file)))
                }
                Err(failure) => Err(failure),
            };
        }
        // an error means that the writing thread stopped
        let _ = out.send(Message::Done(Outcome { hash: hash.unwrap_or_default(), same, result }));
    }

    /// Cuts a large file, and helps with its parts when they queue up.
    fn cut(
        &mut self,
        file: &'f SourceFile,
        out: &Sender<Message>,
        turn: Turn,
    ) -> Result<Option<PartFailures>, SourceFailure> {
        let documents = self.documents;
        let mut number = 0;
        let cut = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            documents.parts(file, &mut |part| {
                let (part_out, back) = unbounded();
                number += 1;
                let turn = (turn.0, number);
                let mut message = Message::Part(back, turn);
                loop {
                    if self.stop.load(Ordering::Relaxed) {
                        return ControlFlow::Break(());
                    }
                    match out.try_send(message) {
                        Ok(()) => break,
                        Err(TrySendError::Disconnected(_)) => return ControlFlow::Break(()),
                        Err(TrySendError::Full(back)) => message = back,
                    }
                    match self.parts.try_recv() {
                        Ok(task) => self.task(task),
                        // all parts are being read: this one waits for its turn
                        Err(_) => {
                            return match out.send(message) {
                                Ok(()) => self.hand_out(part, part_out, turn),
                                Err(_) => ControlFlow::Break(()),
                            };
                        }
                    }
                }
                self.hand_out(part, part_out, turn)
            })
        }));
        cut.unwrap_or_else(|_| Err(failed(file)))
    }

    fn hand_out(&self, part: Part<'f>, out: Sender<Message>, turn: Turn) -> ControlFlow<()> {
        match self.tasks.send(Task { part, out, turn }) {
            Ok(()) => ControlFlow::Continue(()),
            Err(_) => ControlFlow::Break(()),
        }
    }

    /// Reads a part.
    fn task(&mut self, Task { part, out, turn }: Task<'f>) {
        // without an answer the writing thread names the file
        if let Some(failures) = self.prepare(&out, turn, part) {
            let _ = out.send(Message::Failed(failures));
        }
    }

    /// Sends on, prepared, what `read` gives; `None` when it panicked: a reader that does so over one file
    /// must not lose the others.
    fn prepare<T>(
        &mut self,
        out: &Sender<Message>,
        turn: Turn,
        read: impl FnOnce(&mut super::Each<'_>) -> T,
    ) -> Option<T> {
        let (preparer, room, stop) = (&mut self.preparer, self.room, self.stop);
        let each = &mut |document: Document| {
            let message = match preparer.prepare(&document) {
                Ok(prepared) => {
                    room.take(prepared.memory(), turn, stop);
                    Message::Document(Box::new(prepared))
                }
                Err(error) => {
                    let _ = out.send(Message::Broken(error));
                    return ControlFlow::Break(());
                }
            };
            match out.send(message) {
                Ok(()) => ControlFlow::Continue(()),
                Err(_) => ControlFlow::Break(()),
            }
        };
        std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| read(each))).ok()
    }
}
