//! `pamphlet index --watch`: keeps the index up to date until it is interrupted.
//!
//! Names, sizes and times are looked at again and again: that works on every file system, network ones too,
//! and sees what happened to folders that were renamed or replaced. What changes is left alone until it has
//! been quiet for a moment.

use super::index::{Writing, report, update};
use super::reading;
use crate::args::{Global, IndexArgs};
use crate::location;
use crate::output::Output;
use crate::problem::Outcome;
use crate::stop::Stop;
use pamphlet::ingest::{Options, walk};
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// How long files must have been quiet.
const QUIET: Duration = Duration::from_millis(400);
/// The shortest time between two looks; where looking takes long, ten times as long as that.
const PAUSE: Duration = Duration::from_millis(1_000);
/// Files that never come to rest are indexed all the same after that long.
const LONGEST: Duration = Duration::from_secs(30);

/// Watches the paths; they were indexed already.
pub fn run(
    global: &Global,
    args: &IndexArgs,
    paths: &[PathBuf],
    stop: &Stop,
    output: &Output,
) -> anyhow::Result<Outcome> {
    let mut options = reading::options(&args.reading, &args.selection)?;
    // what a commit writes is no change
    options.exclude.push(location::for_writing(global));
    output.note("watching; stop with Ctrl-C");
    // a change between the first index and the first look is found by looking at the index once more
    let mut known = None;
    loop {
        let started = Instant::now();
        let seen = look(paths, &options);
        let pause = PAUSE.max(started.elapsed() * 10);
        if known != Some(seen) {
            let Some(seen) = quiet(paths, &options, seen, stop) else { return Ok(stopped(stop)) };
            let ingest = reading::ingest(&args.reading, &args.selection)?;
            let writing = Writing {
                wait: args.wait,
                memory: args.memory,
                share: args.cluster.share,
                ..Writing::default()
            };
            match update(global, paths, writing, ingest, stop, output) {
                Ok((Some(summary), _)) => {
                    if summary.added + summary.updated + summary.removed > 0 {
                        report(&summary, output)?;
                    }
                }
                Ok((None, outcome)) => return Ok(outcome),
                // a root that is away for a moment, or another writer: the next look tries again
                Err(error) => {
                    output.problem(&error);
                    known = None;
                    if wait(pause, stop) {
                        return Ok(stopped(stop));
                    }
                    continue;
                }
            }
            known = Some(seen);
        }
        if wait(pause, stop) {
            return Ok(stopped(stop));
        }
    }
}

fn stopped(stop: &Stop) -> Outcome {
    Outcome::Stopped(stop.signal().unwrap_or(signal_hook::consts::SIGINT))
}

/// Waits until two looks see the same; `None` when it was interrupted.
fn quiet(paths: &[PathBuf], options: &Options, mut seen: u64, stop: &Stop) -> Option<u64> {
    let started = Instant::now();
    loop {
        if wait(QUIET, stop) {
            return None;
        }
        let now = look(paths, options);
        if now == seen || started.elapsed() > LONGEST {
            return Some(now);
        }
        seen = now;
    }
}

/// Sleeps; whether it was interrupted.
fn wait(time: Duration, stop: &Stop) -> bool {
    let until = Instant::now() + time;
    while stop.signal().is_none() && Instant::now() < until {
        sleep(Duration::from_millis(50).min(time));
    }
    stop.signal().is_some()
}

/// A number that changes when any file does.
fn look(paths: &[PathBuf], options: &Options) -> u64 {
    let mut hasher = DefaultHasher::new();
    for found in walk(paths, options) {
        match found {
            Ok(source) => (source.identity, source.size, source.modified).hash(&mut hasher),
            Err(failure) => failure.path.hash(&mut hasher),
        }
    }
    hasher.finish()
}
