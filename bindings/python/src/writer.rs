//! Texts put into an index one by one.

use crate::errors::{closed, raised};
use crate::wait::run;
use pamphlet::Writer;
use pamphlet::index::WriterOptions;
use pamphlet::ingest::Ingest;
use pyo3::prelude::*;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

/// The one writer of an index. Nothing changes for readers before `commit`.
#[pyclass(name = "NativeWriter", module = "pamphlet._native", frozen)]
pub struct NativeWriter {
    writer: Mutex<Option<Writer>>,
}

impl NativeWriter {
    fn with<T: Send>(
        &self,
        py: Python<'_>,
        act: impl FnOnce(&mut Writer) -> Result<T, pamphlet::Error> + Send,
    ) -> PyResult<T> {
        let done = run(py, &Arc::default(), || {
            let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
            writer.as_mut().map(act)
        })?;
        done.ok_or_else(|| closed("writer"))?.map_err(raised)
    }
}

#[pymethods]
impl NativeWriter {
    #[new]
    fn new(py: Python<'_>, path: PathBuf, rebuild: bool) -> PyResult<Self> {
        let options = WriterOptions { rebuild, ..WriterOptions::default() };
        let opened = run(py, &Arc::default(), || Writer::open_with(path, options, Ingest::default()))?;
        Ok(Self { writer: Mutex::new(Some(opened.map_err(raised)?)) })
    }

    /// Adds a text under a name.
    fn text(&self, py: Python<'_>, name: String, text: String) -> PyResult<()> {
        self.with(py, |writer| writer.text(&name, &text))
    }

    /// Adds the documents in bytes of any format. How many there were.
    fn bytes(&self, py: Python<'_>, name: String, bytes: Vec<u8>) -> PyResult<usize> {
        self.with(py, |writer| writer.bytes(&name, &bytes))
    }

    /// Removes a document. Whether there was one.
    fn remove(&self, py: Python<'_>, doc: String) -> PyResult<bool> {
        self.with(py, |writer| writer.remove(&doc))
    }

    /// Makes all changes durable. Whether there was anything to do.
    fn commit(&self, py: Python<'_>) -> PyResult<bool> {
        self.with(py, |writer| writer.commit())
    }

    /// Lets the index go; what was not committed is forgotten.
    fn close(&self, py: Python<'_>) -> PyResult<()> {
        run(py, &Arc::default(), || drop(self.writer.lock().unwrap_or_else(PoisonError::into_inner).take()))
    }

    #[getter]
    fn closed(&self) -> bool {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }
}
