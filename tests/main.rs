//! The project from outside: the real binary on real files. One test binary; a module a subject.

// a test says what it skips and what it counted
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod analysis;
mod bad_input;
mod cluster;
mod coding;
mod commands;
mod corpora;
mod crash;
mod damage;
mod duplicates;
mod equality;
mod examples;
mod help;
mod hostile;
mod house;
mod memory;
mod options;
mod pages;
mod plain;
#[cfg(unix)]
mod pty;
mod refused;
mod retrieval;
mod reuse;
mod samples;
#[cfg(unix)]
mod screens;
mod search;
mod serve;
mod serve_load;
mod serve_study;
mod settings;
mod snippets;
mod terminal;
mod together;
mod versions;

use serde_json::Value;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// The root of the project.
pub(crate) fn workspace() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace is there")
}

/// The test data beside the project, which only some machines have: the caller says that it skips.
pub(crate) fn shared(part: &str) -> Option<PathBuf> {
    let path = workspace().join("../shared").join(part);
    if path.exists() {
        return Some(path);
    }
    eprintln!("SKIPPED: no test data at {part}");
    None
}

/// How much a test of the larger tier does: what the environment says, or else what is usual.
pub(crate) fn tier(name: &str, usual: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// A folder of its own for a test, with the binary to run in it.
pub(crate) struct Place {
    dir: tempfile::TempDir,
}

/// What a run of the binary left.
pub(crate) struct Run {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Place {
    pub(crate) fn new() -> Self {
        Self { dir: tempfile::tempdir().expect("a temporary folder") }
    }

    /// One with the sample documents in `corpus/`.
    pub(crate) fn with_corpus() -> Self {
        let place = Self::new();
        for entry in std::fs::read_dir(workspace().join("corpus")).expect("it is listed").flatten() {
            let content = std::fs::read(entry.path()).expect("a sample is a file");
            place.file(&format!("corpus/{}", entry.file_name().to_string_lossy()), content);
        }
        let codebook = std::fs::read(workspace().join("docs/labour.yml")).expect("the codebook is there");
        place.file("docs/labour.yml", codebook);
        place
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// Writes a file below the folder.
    pub(crate) fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(&path, content).expect("a file");
        path
    }

    pub(crate) fn command(&self) -> Command {
        // a larger tier may be asked of a release build while the tests are not
        let other = std::env::var_os("PAMPHLET_BINARY");
        let mut command = Command::new(other.unwrap_or_else(|| env!("CARGO_BIN_EXE_pamphlet").into()));
        command.current_dir(self.path());
        // what the one who runs the tests has set for himself
        for name in [
            "PAMPHLET_INDEX",
            "PAMPHLET_PAGER",
            "PAGER",
            "COLUMNS",
            "NO_COLOR",
            "CLICOLOR",
            "CLICOLOR_FORCE",
            "FORCE_HYPERLINK",
        ] {
            command.env_remove(name);
        }
        command.env("PAMPHLET_CONFIG", "");
        command
    }

    /// Runs the binary in the folder.
    pub(crate) fn run<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Run {
        Run::of(self.command().args(args).output().expect("the binary runs"))
    }

    /// Runs it and expects the exit code.
    #[track_caller]
    pub(crate) fn expect<S: AsRef<OsStr>>(&self, code: i32, args: impl IntoIterator<Item = S>) -> Run {
        let run = self.run(args);
        assert_eq!(run.code, code, "stdout: {}\nstderr: {}", run.stdout, run.stderr);
        run
    }

    /// The hits of a query, as JSON.
    #[track_caller]
    pub(crate) fn hits(&self, query: &str) -> Vec<Value> {
        let run = self.run(["search", "--format", "json", "--", query]);
        assert!(run.code <= 1, "{query}: exit {}: {}", run.code, run.stderr);
        run.objects()
    }
}

impl Run {
    fn of(out: Output) -> Self {
        Self {
            code: out.status.code().unwrap_or(-1),
            stdout: String::from_utf8(out.stdout).expect("standard output is UTF-8"),
            stderr: String::from_utf8(out.stderr).expect("standard error is UTF-8"),
        }
    }

    /// Standard output as JSON lines.
    pub(crate) fn objects(&self) -> Vec<Value> {
        self.stdout.lines().map(|line| serde_json::from_str(line).expect("a line is a JSON object")).collect()
    }
}

/// Compares with what is stored, or stores it where PAMPHLET_BLESS is set.
#[track_caller]
pub(crate) fn check_stored(path: &Path, found: &str) {
    if std::env::var_os("PAMPHLET_BLESS").is_some() {
        std::fs::write(path, found).expect("it is stored");
        return;
    }
    let stored = std::fs::read_to_string(path).unwrap_or_default();
    let differ =
        || stored.lines().zip(found.lines()).take_while(|(stored, found)| stored == found).count() + 1;
    assert!(stored == found, "{}:{}:\n{found}\ninstead of\n{stored}", path.display(), differ());
}

/// The words that a hit's highlights cover.
pub(crate) fn marked(hit: &Value) -> Vec<String> {
    let snippet: Vec<char> = hit["snippet"].as_str().expect("a snippet").chars().collect();
    let marks = hit["highlights"].as_array().expect("highlights");
    marks
        .iter()
        .map(|mark| {
            let at = |i: usize| mark[i].as_u64().expect("a number") as usize;
            snippet[at(0)..at(1)].iter().collect()
        })
        .collect()
}
