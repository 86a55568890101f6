//! How a command ends: exit codes, and errors with a hint.

use std::fmt;
use std::process::ExitCode;

/// How a command ended when it was no error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Done; for a search: something was found.
    Done,
    /// A search that found nothing.
    NotFound,
    /// Nothing could be done.
    Nothing,
    /// Done, but some documents were left out.
    Partly,
    /// Ended by this signal, after a clean stop.
    Stopped(i32),
}

impl Outcome {
    pub fn exit_code(self) -> ExitCode {
        ExitCode::from(match self {
            Outcome::Done => 0,
            Outcome::NotFound => 1,
            Outcome::Nothing => 2,
            Outcome::Partly => 3,
            // the shells' convention: 130 for SIGINT, 143 for SIGTERM
            Outcome::Stopped(signal) => u8::try_from(128 + signal).unwrap_or(2),
        })
    }
}

/// An error with a second line that says what to do.
#[derive(Debug)]
pub struct Problem {
    message: String,
    hint: String,
}

impl Problem {
    pub fn new(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { message: message.into(), hint: hint.into() }
    }

    pub fn hint(&self) -> &str {
        &self.hint
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Problem {}

/// Whether whoever read our output has gone, which is no error of ours.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<std::io::Error>())
        .any(|cause| cause.kind() == std::io::ErrorKind::BrokenPipe)
}
