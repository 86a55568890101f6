//! The committed state of the index that questions are put to, and the change to the next one.
//!
//! Before each question the manifest is looked at, which every commit puts in place as a new file. A state that was
//! opened stays readable for whoever still asks it. An index that goes away is an error for as long as it is away.

use crate::problem::Problem;
use pamphlet::{Index, Info};
use std::fs::Metadata;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime};

/// How long an index that could not be opened is not tried again.
const PAUSE: Duration = Duration::from_millis(200);

/// One committed state.
pub(crate) struct State {
    pub index: Index,
    /// Names this state, for `ETag`: the same tag, the same answers.
    pub tag: String,
    info: OnceLock<Info>,
    /// Held by who counts, so that the others wait instead of counting, too.
    counting: Mutex<()>,
}

impl State {
    /// What the index holds; counted once.
    pub fn info(&self) -> Result<&Info, Problem> {
        if let Some(info) = self.info.get() {
            return Ok(info);
        }
        let _counting = self.counting.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(info) = self.info.get() {
            return Ok(info);
        }
        let info = self.index.info()?;
        Ok(self.info.get_or_init(|| info))
    }
}

/// The index as it is now.
pub(crate) struct Current {
    dir: PathBuf,
    seen: Mutex<Seen>,
}

struct Seen {
    /// What the manifest looked like when the state was opened.
    stamp: Option<Stamp>,
    state: Option<Arc<State>>,
    /// The last time that it could not be opened, and why.
    failed: Option<(Instant, Problem)>,
    /// Of an index on a cluster: when it was asked last, and what came of it.
    asked: Option<(Instant, Result<Arc<State>, Problem>)>,
}

/// By what a file is known to be another one.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stamp {
    len: u64,
    modified: Option<SystemTime>,
    number: u64,
}

impl Current {
    /// Opens the index.
    pub fn open(dir: PathBuf) -> Result<Self, pamphlet::Error> {
        let stamp = stamp(&dir);
        let state = Arc::new(open(&dir)?);
        Ok(Self { dir, seen: Mutex::new(Seen { stamp, state: Some(state), failed: None, asked: None }) })
    }

    /// The newest committed state. Reads the file system: not for a thread that serves sockets.
    pub fn state(&self) -> Result<Arc<State>, Problem> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if is_on_cluster(&self.dir) {
            return self.state_of_cluster(&mut seen);
        }
        let now = stamp(&self.dir);
        if now.is_some()
            && now == seen.stamp
            && let Some(state) = &seen.state
        {
            return Ok(Arc::clone(state));
        }
        if let Some((when, problem)) = &seen.failed
            && when.elapsed() < PAUSE
        {
            return Err(problem.clone());
        }
        match open(&self.dir) {
            Ok(state) => {
                let state = Arc::new(state);
                *seen = Seen { stamp: now, state: Some(Arc::clone(&state)), failed: None, asked: None };
                Ok(state)
            }
            Err(error) => {
                let problem = Problem::from(error);
                let failed = Some((Instant::now(), problem.clone()));
                *seen = Seen { stamp: None, state: None, failed, asked: None };
                Err(problem)
            }
        }
    }

    /// The same for an index on a cluster: it says itself what it holds, which is asked for at most a few times a second.
    fn state_of_cluster(&self, seen: &mut Seen) -> Result<Arc<State>, Problem> {
        if let Some((when, known)) = &seen.asked
            && when.elapsed() < PAUSE
        {
            return known.clone();
        }
        let known = match open(&self.dir) {
            Ok(state) => match &seen.state {
                // what was counted for this state still holds
                Some(before) if before.tag == state.tag => Ok(Arc::clone(before)),
                _ => Ok(Arc::new(state)),
            },
            Err(error) => Err(Problem::from(error)),
        };
        seen.state = known.clone().ok();
        seen.asked = Some((Instant::now(), known.clone()));
        known
    }
}

fn is_on_cluster(dir: &Path) -> bool {
    dir.to_str().is_some_and(pamphlet::is_address)
}

fn stamp(dir: &Path) -> Option<Stamp> {
    let metadata = std::fs::metadata(dir.join("manifest.json")).ok().filter(Metadata::is_file)?;
    Some(Stamp { len: metadata.len(), modified: metadata.modified().ok(), number: number(&metadata) })
}

#[cfg(unix)]
fn number(metadata: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn number(_: &Metadata) -> u64 {
    0
}

fn open(dir: &Path) -> Result<State, pamphlet::Error> {
    if is_on_cluster(dir) {
        let index = Index::open(dir)?;
        let mut hasher = DefaultHasher::new();
        (dir, env!("CARGO_PKG_VERSION")).hash(&mut hasher);
        let tag = format!("W/\"{}-{:016x}\"", index.fingerprint()?, hasher.finish());
        return Ok(State { index, tag, info: OnceLock::new(), counting: Mutex::new(()) });
    }
    // the stamp is none where the manifest is no regular file, and then it is not read
    let manifest = || stamp(dir).and_then(|_| std::fs::read(dir.join("manifest.json")).ok());
    loop {
        let before = manifest();
        let index = Index::open(dir)?;
        // a commit in between: the tag would be of another state
        if before.is_some() && manifest() != before {
            continue;
        }
        // the manifest names every file of the state with its checksum
        let mut hasher = DefaultHasher::new();
        (before, env!("CARGO_PKG_VERSION")).hash(&mut hasher);
        let fingerprint = index.fingerprint()?;
        let short = fingerprint.get(..16).unwrap_or(&fingerprint);
        let commit = index.reader().map_or(0, |reader| reader.commit());
        let tag = format!("W/\"{short}-{commit}-{:016x}\"", hasher.finish());
        return Ok(State { index, tag, info: OnceLock::new(), counting: Mutex::new(()) });
    }
}
