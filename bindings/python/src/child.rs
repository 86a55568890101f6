//! The limited process in which PDF is read: the script `pamphlet-read` of the package runs this.

use pyo3::prelude::*;
use std::ffi::OsString;
use std::process::ExitCode;

/// Reads what is on standard input as the arguments say; the exit code.
#[pyfunction]
pub fn child_main(py: Python<'_>, arguments: Vec<OsString>) -> i32 {
    let code = py.detach(|| pamphlet::ingest::child_main(arguments.into_iter()));
    i32::from(code != ExitCode::SUCCESS)
}
