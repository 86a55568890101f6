//! What went wrong, as an exception of the package: its class, its message, and a hint.

use pamphlet::Error;
use pamphlet::index::Error as Below;
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;

/// The exception of an error.
pub fn raised(error: Error) -> PyErr {
    let (class, hint) = class_of(&error);
    let notes = match &error {
        Error::Query(pamphlet::query::Error::Strict { notes }) => {
            notes.iter().map(|note| note.message.clone()).collect()
        }
        _ => Vec::new(),
    };
    made(class, error.to_string(), hint, notes)
}

/// The exception for a value that cannot be meant.
pub fn refused(message: impl Into<String>, hint: &str) -> PyErr {
    made("InvalidOptionError", message.into(), hint, Vec::new())
}

/// The exception for the use of what was closed.
pub fn closed(what: &str) -> PyErr {
    made("ClosedError", format!("the {what} is closed"), "open it again", Vec::new())
}

fn made(class: &str, message: String, hint: &str, notes: Vec<String>) -> PyErr {
    Python::attach(|py| match exception(py, class, &message, hint, notes) {
        Ok(exception) => PyErr::from_value(exception),
        // the package is not whole: the message at least
        Err(_) => PyRuntimeError::new_err(message),
    })
}

fn exception<'py>(
    py: Python<'py>,
    class: &str,
    message: &str,
    hint: &str,
    notes: Vec<String>,
) -> PyResult<Bound<'py, PyAny>> {
    py.import("pamphlet._errors")?.getattr(class)?.call1((message, hint, notes))
}

/// The class of an error, and what helps.
fn class_of(error: &Error) -> (&'static str, &'static str) {
    match error {
        Error::Index(Below::NotFound { .. }) => {
            ("IndexNotFoundError", "make one with pamphlet.ingest(paths, index=...)")
        }
        Error::Index(Below::Foreign { .. }) => {
            ("ForeignFolderError", "choose another folder; nothing was touched")
        }
        Error::Index(Below::Damaged { .. }) => {
            ("IndexDamagedError", "make it anew with pamphlet.ingest(paths, index=..., rebuild=True)")
        }
        Error::Index(Below::Fault { .. }) => {
            ("PamphletError", "please report it; 'pamphlet verify' tells whether the index is damaged")
        }
        Error::Index(Below::Outdated { .. }) => {
            ("IndexVersionError", "make it anew with pamphlet.ingest(paths, index=..., rebuild=True)")
        }
        Error::Index(Below::Newer { .. }) => ("IndexVersionError", "use a newer pamphlet"),
        Error::Index(Below::Locked { .. }) => {
            ("IndexLockedError", "with wait=True it waits until that is done; searching goes on meanwhile")
        }
        Error::Index(Below::RootMissing { .. }) => {
            ("PathNotFoundError", "nothing was touched; check the path")
        }
        Error::Index(Below::Interrupted) => ("StoppedError", "the index is as it was before"),
        Error::Cluster(below) => {
            use pamphlet::cluster::Error as Cluster;
            let class = match below {
                Cluster::NotFound { .. } => "IndexNotFoundError",
                Cluster::Foreign { .. } => "ForeignFolderError",
                Cluster::Outdated { .. } => "IndexVersionError",
                Cluster::Unreachable { .. } | Cluster::Full { .. } | Cluster::Red { .. } => "StorageError",
                _ => "PamphletError",
            };
            (class, below.hint().unwrap_or(""))
        }
        Error::Query(pamphlet::query::Error::Strict { .. }) => {
            ("QueryError", "without strict=True it is searched as far as it can be read")
        }
        Error::Query(pamphlet::query::Error::OutOfRange { .. }) => {
            ("InvalidOptionError", "see the documentation")
        }
        Error::Query(pamphlet::query::Error::NoDocument { .. }) => {
            ("DocumentNotFoundError", "give the path of a hit, or its doc")
        }
        Error::Ingest(_) => ("UnreadableError", ""),
        Error::Io(_) | Error::Index(Below::Io { .. }) => ("StorageError", ""),
        _ => ("PamphletError", ""),
    }
}
