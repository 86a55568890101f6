//! Keeping an index on a cluster in step with files, by as many processes and machines at once as one likes.
//!
//! A document is known by the hash of its content and created once, so that whoever sends it again changes nothing. When
//! all documents of a file are acknowledged, what the file held before is removed and a checkpoint is written: a load
//! that was broken off goes on from there. Every queue is bounded.

mod gone;
mod state;
mod work;

use crate::index::{Cluster, Shape};
use crate::{Error, Result};
use pamphlet_index::{Documents, Places, Progress, SourceFile, Summary};
use serde_json::json;
use state::{Checkpoint, number_of};
use std::collections::HashSet;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

/// A part of the files, so that several processes share a load: every file is in exactly one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Share {
    /// From 1.
    pub part: u32,
    /// How many parts there are.
    pub of: u32,
}

impl std::str::FromStr for Share {
    type Err = String;

    /// ```
    /// use pamphlet_cluster::Share;
    /// assert_eq!("2/3".parse(), Ok(Share { part: 2, of: 3 }));
    /// assert!("0/3".parse::<Share>().is_err() && "4/3".parse::<Share>().is_err());
    /// ```
    fn from_str(text: &str) -> std::result::Result<Self, String> {
        let numbers =
            text.split_once('/').and_then(|(part, of)| Some((part.parse().ok()?, of.parse().ok()?)));
        match numbers {
            Some((part, of)) if 0 < part && part <= of => Ok(Share { part, of }),
            _ => Err(format!("'{text}' is no part of a whole: write 1/4 for the first of four")),
        }
    }
}

impl Share {
    fn has(self, number: &str) -> bool {
        let hash = u64::from_str_radix(number.get(..15).unwrap_or_default(), 16).unwrap_or(0);
        hash % u64::from(self.of) == u64::from(self.part - 1)
    }
}

/// How a load works.
#[derive(Default)]
pub struct LoadOptions<'a> {
    /// Threads that read, analyze and send; 0 takes as many as there are cores.
    pub threads: usize,
    /// Called on the calling thread, at most about twenty times a second.
    pub progress: Option<&'a mut dyn FnMut(&Progress)>,
    /// Set by another thread to stop: what was acknowledged before stays, and the next load goes on.
    pub interrupt: Option<&'a AtomicBool>,
    /// Make the index anew beside the one that is there, which answers until the new one is whole.
    pub rebuild: bool,
    /// How the index is made, where it is not there.
    pub shape: Shape,
    /// The part of the files that this process does.
    pub share: Option<Share>,
}

impl std::fmt::Debug for LoadOptions<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LoadOptions")
            .field("shape", &self.shape)
            .field("share", &self.share)
            .finish_non_exhaustive()
    }
}

/// An index while documents come in: nothing is made visible on the way.
struct Loading<'c> {
    cluster: &'c Cluster,
    physical: &'c str,
    done: bool,
}

impl<'c> Loading<'c> {
    fn start(cluster: &'c Cluster, physical: &'c str) -> Result<Self> {
        // what a load that was broken off left can be found
        cluster.refresh(physical)?;
        let loading = Self { cluster, physical, done: false };
        cluster.set_refresh(physical, &json!("-1"))?;
        Ok(loading)
    }

    fn finish(mut self) -> Result<()> {
        self.done = true;
        self.cluster.set_refresh(self.physical, &json!(null))?;
        self.cluster.refresh(self.physical)
    }
}

impl Drop for Loading<'_> {
    fn drop(&mut self) {
        if !self.done {
            // the error that ended the load is the one to tell
            let _ = self.cluster.set_refresh(self.physical, &json!(null));
            let _ = self.cluster.refresh(self.physical);
        }
    }
}

/// The files to be read, and what is known of the others.
struct Plan {
    read: Vec<(SourceFile, Option<Checkpoint>)>,
    /// Numbers of all files that were found.
    found: HashSet<String>,
    /// Places of files and folders that could not be looked at.
    unseen: Vec<PathBuf>,
    bytes: u64,
    unchanged: u64,
}

impl Cluster {
    /// Brings the index at an address up to date with all files below the roots; makes it where there is none. Documents
    /// of files that are gone are removed when the file stood below one of the roots.
    ///
    /// # Errors
    /// A root that does not exist, and all that is wrong with the cluster or the name, before anything is written;
    /// [`pamphlet_index::Error::Interrupted`]; [`Error::Full`], or when the cluster does not answer for minutes.
    pub fn load(
        address: &str,
        roots: &[PathBuf],
        documents: &impl Documents,
        mut options: LoadOptions<'_>,
    ) -> Result<Summary> {
        let started = Instant::now();
        let places = Places::of(roots)?;
        let cluster = Self::reach(address)?;
        let before = match cluster.made_as_it_is()? {
            None => Vec::new(),
            Some((_, Some(outdated))) if !options.rebuild => return Err(outdated),
            Some((names, _)) => names,
        };
        if before.len() > 1 && !options.rebuild {
            return Err(Error::Failed {
                what: "choose an index to load into".to_owned(),
                status: 0,
                reason: format!("'{}' stands for {}", cluster.address.name, before.join(", ")),
            });
        }
        let physical = match before.first() {
            Some(name) if !options.rebuild => name.clone(),
            _ => next_name(&cluster.address.name, &before),
        };
        let fresh = before.first() != Some(&physical);
        if fresh {
            cluster.check_name(&physical)?;
            cluster.create(&physical, options.shape)?;
            if before.is_empty() {
                cluster.switch(&physical, &[])?;
            }
        }
        cluster.check_health(&physical)?;
        let loading = Loading::start(&cluster, &physical)?;
        let mut summary = Summary::default();
        let reading = documents.version();
        let plan = cluster.plan(&physical, &places, documents, &reading, &mut options, &mut summary)?;
        cluster.read_all(&physical, &places, &plan, documents, &reading, &mut options, &mut summary)?;
        if options.interrupt.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
            return Err(pamphlet_index::Error::Interrupted.into());
        }
        let gone = cluster.gone(&physical, &places, &plan.found, &plan.unseen, options.share)?;
        summary.removed += cluster.remove_gone(&physical, &gone)?;
        loading.finish()?;
        if fresh && !before.is_empty() {
            cluster.switch(&physical, &before)?;
            for old in &before {
                cluster.drop_index(old)?;
            }
        }
        summary.failed.sort_by(|a, b| a.path.cmp(&b.path));
        summary.failed.dedup();
        summary.seconds = started.elapsed().as_secs_f64();
        Ok(summary)
    }

    fn plan(
        &self,
        physical: &str,
        places: &Places,
        documents: &impl Documents,
        reading: &str,
        options: &mut LoadOptions<'_>,
        summary: &mut Summary,
    ) -> Result<Plan> {
        let mut plan =
            Plan { read: Vec::new(), found: HashSet::new(), unseen: Vec::new(), bytes: 0, unchanged: 0 };
        let mut files: Vec<(SourceFile, String)> = Vec::new();
        let mut progress = Progress::default();
        let mut interrupted = false;
        documents.walk(places.roots(), &mut |file| {
            if options.interrupt.is_some_and(|stop| stop.load(Ordering::Relaxed)) {
                interrupted = true;
                return ControlFlow::Break(());
            }
            match file {
                Err(failure) => {
                    plan.unseen.push(places.of_path(std::path::Path::new(&failure.path)));
                    summary.failed.push(failure);
                }
                Ok(file) => {
                    let number = number_of(&file.identity);
                    if plan.found.insert(number.clone())
                        && options.share.is_none_or(|share| share.has(&number))
                    {
                        files.push((file, number));
                        progress.files += 1;
                        if progress.files.is_multiple_of(4096)
                            && let Some(report) = &mut options.progress
                        {
                            report(&progress);
                        }
                    }
                }
            }
            ControlFlow::Continue(())
        });
        if interrupted {
            return Err(pamphlet_index::Error::Interrupted.into());
        }
        for files in files.chunks(500) {
            let known = self.checkpoints(physical, files.iter().map(|(_, number)| number.as_str()))?;
            for ((file, number), known) in files.iter().zip(known) {
                let _ = number;
                match known {
                    Some(known) if file.modified != 0 && known.is_of(file, reading) => {
                        plan.unchanged += 1;
                        summary.unchanged += known.documents;
                        summary.failed.extend(known.failures);
                    }
                    known => {
                        plan.bytes += file.size;
                        plan.read.push((file.clone(), known));
                    }
                }
            }
        }
        Ok(plan)
    }
}

/// The name of the next index that the name is to stand for.
fn next_name(name: &str, before: &[String]) -> String {
    let number = |old: &String| old.rsplit_once('-').and_then(|(_, number)| number.parse::<u64>().ok());
    let last = before.iter().filter_map(number).max().unwrap_or(0);
    format!("{name}-{}", last + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_in_one_share() {
        for at in 0..100 {
            let number = number_of(format!("/corpus/{at}.txt").as_ref());
            assert_eq!((1..=7).filter(|&part| Share { part, of: 7 }.has(&number)).count(), 1);
        }
    }

    #[test]
    fn names_go_on() {
        assert_eq!(next_name("a-b", &[]), "a-b-1");
        assert_eq!(next_name("a-b", &["a-b-3".to_owned()]), "a-b-4");
    }
}
