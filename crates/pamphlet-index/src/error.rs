//! What can go wrong with an index.

use std::io;
use std::path::{Path, PathBuf};

/// Why an index could not be opened, read or written. Each says what and what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// There is no index in the folder.
    #[error("no index in '{}'", dir.display())]
    NotFound {
        /// The folder.
        dir: PathBuf,
    },
    /// The folder holds something that is not an index's.
    #[error("'{}' is not an index: it holds '{file}'", dir.display())]
    Foreign {
        /// The folder.
        dir: PathBuf,
        /// One of the files that do not belong to an index.
        file: String,
    },
    /// A newer version of this program wrote the index.
    #[error("the index in '{}' has format {found}, this version reads up to {known}", dir.display())]
    Newer {
        /// The folder.
        dir: PathBuf,
        /// The format of the index.
        found: u32,
        /// The highest format that is known here.
        known: u32,
    },
    /// The index was made with another analyzer: its words would not meet the query's.
    #[error("the index in '{}' was made with {found}, this version needs {known}: rebuild it", dir.display())]
    Outdated {
        /// The folder.
        dir: PathBuf,
        /// What it was made with.
        found: String,
        /// What would be needed.
        known: String,
    },
    /// A file of the index is missing or is not what was written.
    #[error("the index is damaged: '{file}' {what}")]
    Damaged {
        /// The file, below the index's folder.
        file: String,
        /// What is wrong with it.
        what: String,
    },
    /// Another process is writing.
    #[error("the index in '{}' is being written by {holder}", dir.display())]
    Locked {
        /// The folder.
        dir: PathBuf,
        /// Who writes, as far as it is known.
        holder: String,
    },
    /// A path that was to be indexed does not exist; nothing was touched.
    #[error("'{}' does not exist", path.display())]
    RootMissing {
        /// The path as it was given.
        path: PathBuf,
    },
    /// The caller asked to stop. What was committed before stays.
    #[error("interrupted")]
    Interrupted,
    /// The writer failed before and takes no more: open a new one.
    #[error("an earlier write to the index failed; open it again")]
    Broken,
    /// The operating system refused.
    #[error("cannot {doing} '{}'", path.display())]
    Io {
        /// What was being done, such as `write`.
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The reason.
        source: io::Error,
    },
    /// An assumption of this program or of the engine below failed, over files that are as they were written.
    #[error("this should not have happened: {what}")]
    Fault {
        /// Which.
        what: String,
    },
    /// The storage engine below refused.
    #[error("the index engine failed: {0}")]
    Engine(#[from] tantivy::TantivyError),
}

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    pub(crate) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }

    pub(crate) fn damaged(file: impl Into<String>, what: impl Into<String>) -> Self {
        Self::Damaged { file: file.into(), what: what.into() }
    }

    /// Whether the index's files are not as they were written.
    pub fn is_damage(&self) -> bool {
        matches!(self, Self::Damaged { .. })
    }
}

/// Runs what reads an index: a panic below becomes [`Error::Fault`].
///
/// The engine trusts its files. What is read is compared with its checksum, so that whoever calls this first asks
/// whether damage was seen ([`Reader::damage`](crate::Reader::damage)): only where none was, the fault is ours.
///
/// # Errors
/// What `read` returns, or [`Error::Fault`] when it panicked.
pub fn guarded<T>(read: impl FnOnce() -> Result<T>) -> Result<T> {
    match std::panic::catch_unwind(std::panic::AssertUnwindSafe(read)) {
        Ok(result) => result,
        Err(panic) => {
            let what = panic
                .downcast_ref::<String>()
                .map(String::as_str)
                .or_else(|| panic.downcast_ref::<&str>().copied())
                .unwrap_or("no message");
            Err(Error::Fault { what: what.to_owned() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_is_a_fault_and_no_damage() {
        let failed = |message: &'static str| guarded::<()>(|| std::panic::panic_any(message)).unwrap_err();
        let error = failed("index out of bounds");
        assert_eq!(error.to_string(), "this should not have happened: index out of bounds");
        assert!(!error.is_damage());
        assert!(guarded(|| Err::<(), _>(Error::damaged("manifest.json", "is cut"))).unwrap_err().is_damage());
    }
}
