//! Reading files on several threads, each of which sends what it read in batches.

mod closing;

use super::state::number_of;
use super::{LoadOptions, Plan};
use crate::bulk::{Item, Outcome};
use crate::encode::Encoder;
use crate::index::Cluster;
use crate::{Error, Result};
use pamphlet_document::Document;
use pamphlet_index::{Documents, Part, PartFailures, Places, Progress, SourceFailure, SourceFile, Summary};
use std::collections::{HashMap, HashSet};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A request takes documents until it has so many bytes; larger ones are no faster, and a busy node refuses them sooner.
const BATCH: usize = 2 << 20;

/// How often progress is told, and the queue looked at.
const PAUSE: Duration = Duration::from_millis(50);

/// What is to be read.
enum Job<'f> {
    File(usize),
    Part(usize, Part<'f>),
}

/// How far a file is.
#[derive(Default)]
struct FileState {
    /// Readers that are not done, the one that cuts it into parts among them.
    readers: usize,
    /// Documents that were sent and not acknowledged, or wait to be sent.
    open: usize,
    /// It must not count as read.
    broken: bool,
    /// What the index held of it, by id; looked up before its first document is sent.
    before: Option<HashMap<String, Vec<String>>>,
    /// The hashes of its documents, where the index held some before.
    now: HashSet<String>,
    ids: HashSet<String>,
    documents: u64,
    failures: Vec<SourceFailure>,
    closed: bool,
}

/// What all threads share.
struct Load<'l> {
    cluster: &'l Cluster,
    physical: &'l str,
    places: &'l Places,
    plan: &'l Plan,
    reading: &'l str,
    files: Vec<Mutex<FileState>>,
    sums: Mutex<Summary>,
    error: Mutex<Option<Error>>,
    failed: AtomicBool,
    interrupt: Option<&'l AtomicBool>,
    done: AtomicU64,
    done_bytes: AtomicU64,
    current: Mutex<String>,
    /// Whether the index may hold documents of files that have no checkpoint.
    used: bool,
}

impl Cluster {
    #[expect(clippy::too_many_arguments, reason = "all of it is what one load is made of")]
    pub(super) fn read_all(
        &self,
        physical: &str,
        places: &Places,
        plan: &Plan,
        documents: &impl Documents,
        reading: &str,
        options: &mut LoadOptions<'_>,
        summary: &mut Summary,
    ) -> Result<()> {
        if plan.read.is_empty() {
            return Ok(());
        }
        let load = Load {
            cluster: self,
            physical,
            places,
            plan,
            reading,
            files: plan
                .read
                .iter()
                .map(|_| Mutex::new(FileState { readers: 1, ..FileState::default() }))
                .collect(),
            sums: Mutex::default(),
            error: Mutex::default(),
            failed: AtomicBool::new(false),
            interrupt: options.interrupt,
            done: AtomicU64::new(0),
            done_bytes: AtomicU64::new(0),
            current: Mutex::default(),
            used: self.is_used(physical)?,
        };
        let threads = match options.threads {
            0 => std::thread::available_parallelism().map_or(2, usize::from) + 1,
            threads => threads,
        };
        let (send, receive) = sync_channel::<Job<'_>>(threads);
        let receive = Mutex::new(receive);
        std::thread::scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|| {
                    if let Err(error) = load.work(&receive, documents) {
                        load.fail(error);
                    }
                });
            }
            let mut report = |load: &Load<'_>| load.report(options);
            for (at, (file, _)) in plan.read.iter().enumerate() {
                if load.has_ended() {
                    break;
                }
                if !documents.is_large(file) {
                    load.queue(&send, Job::File(at), &mut report);
                    continue;
                }
                let parts = documents.parts(file, &mut |part| {
                    load.lock(at).readers += 1;
                    load.queue(&send, Job::Part(at, part), &mut report);
                    if load.has_ended() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                });
                match parts {
                    Ok(None) => load.queue(&send, Job::File(at), &mut report),
                    Ok(Some(left_out)) => load.cut(at, Ok(left_out)),
                    Err(failure) => load.cut(at, Err(failure)),
                }
            }
            drop(send);
            while load.done.load(Ordering::Relaxed) < plan.read.len() as u64 && !load.has_ended() {
                report(&load);
                std::thread::sleep(PAUSE);
            }
        });
        if let Some(error) = load.error.into_inner().unwrap_or_else(PoisonError::into_inner) {
            return Err(error);
        }
        let sums = load.sums.into_inner().unwrap_or_else(PoisonError::into_inner);
        summary.added += sums.added;
        summary.updated += sums.updated;
        summary.unchanged += sums.unchanged;
        summary.removed += sums.removed;
        summary.bytes += sums.bytes;
        summary.failed.extend(sums.failed);
        Ok(())
    }

    /// Whether the index holds documents.
    fn is_used(&self, physical: &str) -> Result<bool> {
        let path = format!("/{physical}/_count");
        let count = self.client.read(&path, &serde_json::json!({}), "count its documents")?;
        Ok(count["count"].as_u64().unwrap_or(0) > 0)
    }
}

/// What a thread has read and not sent.
#[derive(Default)]
struct Batch {
    items: Vec<Item>,
    /// For each, its file, id and hash.
    of: Vec<(usize, String, String)>,
    bytes: usize,
}

impl<'l> Load<'l> {
    fn lock(&self, at: usize) -> std::sync::MutexGuard<'_, FileState> {
        self.files[at].lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn file(&self, at: usize) -> &'l SourceFile {
        &self.plan.read[at].0
    }

    fn has_ended(&self) -> bool {
        self.failed.load(Ordering::Relaxed) || self.interrupt.is_some_and(|stop| stop.load(Ordering::Relaxed))
    }

    fn fail(&self, error: Error) {
        self.failed.store(true, Ordering::Relaxed);
        self.error.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(error);
    }

    /// Hands a job on as soon as there is room.
    fn queue<'f>(&self, send: &SyncSender<Job<'f>>, job: Job<'f>, report: &mut dyn FnMut(&Load<'_>)) {
        let mut job = job;
        let mut last = Instant::now();
        while !self.has_ended() {
            match send.try_send(job) {
                Ok(()) | Err(TrySendError::Disconnected(_)) => return,
                Err(TrySendError::Full(back)) => job = back,
            }
            std::thread::sleep(Duration::from_millis(2));
            if last.elapsed() > PAUSE {
                last = Instant::now();
                report(self);
            }
        }
    }

    fn report(&self, options: &mut LoadOptions<'_>) {
        if let Some(report) = &mut options.progress {
            let current = self.current.lock().unwrap_or_else(PoisonError::into_inner).clone();
            report(&Progress {
                files: self.plan.unchanged + self.plan.read.len() as u64,
                done: self.plan.unchanged + self.done.load(Ordering::Relaxed),
                bytes: self.plan.bytes,
                done_bytes: self.done_bytes.load(Ordering::Relaxed),
                walked: true,
                current,
            });
        }
    }

    /// A file was cut into all of its parts, or could not be.
    fn cut(&self, at: usize, left_out: Result<PartFailures, SourceFailure>) {
        let mut closing = Vec::new();
        self.read_to_end(at, left_out, &mut closing);
        // the last part may be done before: then nobody else closes the file
        if let Err(error) = self.close(closing) {
            self.fail(error);
        }
    }

    fn work(&self, receive: &Mutex<Receiver<Job<'_>>>, documents: &impl Documents) -> Result<()> {
        let mut encoder = Encoder::new()?;
        let mut batch = Batch::default();
        loop {
            let job = receive.lock().unwrap_or_else(PoisonError::into_inner).recv();
            let Ok(job) = job else { break };
            if self.has_ended() {
                return Ok(());
            }
            let (Job::File(at) | Job::Part(at, _)) = &job;
            let at = *at;
            self.look_back(at)?;
            let number = number_of(&self.file(at).identity);
            let mut error = None;
            let mut each = |document: Document| {
                match self.take(at, &number, document, &mut encoder, &mut batch) {
                    Ok(()) if !self.has_ended() => return ControlFlow::Continue(()),
                    Ok(()) => {}
                    Err(why) => error = Some(why),
                }
                ControlFlow::Break(())
            };
            let left_out = match job {
                Job::File(_) => documents.read(self.file(at), &mut each),
                Job::Part(_, part) => Ok(part(&mut each)),
            };
            if let Some(error) = error {
                return Err(error);
            }
            if self.has_ended() {
                return Ok(());
            }
            let mut closing = Vec::new();
            self.read_to_end(at, left_out, &mut closing);
            self.close(closing)?;
        }
        if !self.has_ended() {
            self.flush(&mut batch)?;
        }
        Ok(())
    }

    /// Looks up what the index holds of a file, once.
    fn look_back(&self, at: usize) -> Result<()> {
        let mut state = self.lock(at);
        if state.before.is_some() {
            return Ok(());
        }
        let checkpoint = &self.plan.read[at].1;
        let may_hold = self.used && checkpoint.as_ref().is_none_or(|known| known.documents > 0);
        state.before = Some(match may_hold {
            true => self.cluster.documents_of_file(self.physical, &number_of(&self.file(at).identity))?,
            false => HashMap::new(),
        });
        Ok(())
    }

    fn take(
        &self,
        at: usize,
        number: &str,
        document: Document,
        encoder: &mut Encoder,
        batch: &mut Batch,
    ) -> Result<()> {
        let encoded = encoder.encode(document, number)?;
        let item = Item::create(self.physical, &encoded.id, encoded.source);
        if batch.bytes + item.len() > BATCH && !batch.items.is_empty() {
            self.flush(batch)?;
        }
        self.lock(at).open += 1;
        batch.bytes += item.len();
        batch.items.push(item);
        batch.of.push((at, encoded.doc, encoded.id));
        Ok(())
    }

    /// Sends what was read, and closes the files that are whole with it.
    fn flush(&self, batch: &mut Batch) -> Result<()> {
        let Batch { items, of, .. } = std::mem::take(batch);
        if items.is_empty() {
            return Ok(());
        }
        let outcomes = self.cluster.bulk(&items, &|| self.has_ended())?;
        let mut closing = Vec::new();
        for ((at, doc, id), outcome) in of.into_iter().zip(outcomes) {
            let mut state = self.lock(at);
            let mut sums = self.sums.lock().unwrap_or_else(PoisonError::into_inner);
            state.open -= 1;
            let was = state.before.as_ref().is_some_and(|before| before.contains_key(&doc));
            match outcome {
                Outcome::Done if was => sums.updated += 1,
                Outcome::Done => sums.added += 1,
                Outcome::There => sums.unchanged += 1,
                Outcome::Failed(reason) => {
                    let path = self.file(at).shown.clone();
                    state.failures.push(SourceFailure { path, reason, keep: false });
                    drop(sums);
                    self.note_end(at, &mut state, &mut closing);
                    continue;
                }
            }
            state.documents += 1;
            if state.before.as_ref().is_some_and(|before| !before.is_empty()) {
                state.now.insert(id);
                state.ids.insert(doc);
            }
            drop(sums);
            self.note_end(at, &mut state, &mut closing);
        }
        self.close(closing)
    }
}
