//! Putting texts and documents into an index one by one.

use crate::Error;
use pamphlet_document::Document;
use pamphlet_index::WriterOptions;
use pamphlet_ingest::Ingest;
use std::path::Path;

/// The one writer of an index. Nothing changes for readers before [`Writer::commit`].
#[derive(Debug)]
pub struct Writer {
    inner: pamphlet_index::Writer,
    ingest: Ingest,
}

impl Writer {
    /// Opens the index in a folder for writing, or starts one in a folder that is empty or not there.
    ///
    /// # Errors
    /// [`Error::Index`]: another process writes, the folder is no index, or the disk refuses.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, Error> {
        Self::open_with(folder, WriterOptions::default(), Ingest::default())
    }

    /// Opens an index with options and a reader of documents of one's own.
    ///
    /// # Errors
    /// As [`Writer::open`].
    pub fn open_with(
        folder: impl AsRef<Path>,
        options: WriterOptions,
        ingest: Ingest,
    ) -> Result<Self, Error> {
        Ok(Self { inner: pamphlet_index::Writer::open_with(folder, options)?, ingest })
    }

    /// Adds a text under a name, repaired and structured as a file would be. The same name replaces it.
    ///
    /// # Errors
    /// [`Error::Ingest`] when the text is blank; [`Error::Index`] when the disk refuses.
    pub fn text(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let document = self.ingest.text(name, text)?;
        self.document(&document)
    }

    /// Adds the documents in bytes of any format that is read. Returns how many there were.
    ///
    /// # Errors
    /// As [`Writer::text`].
    pub fn bytes(&mut self, name: &str, bytes: &[u8]) -> Result<usize, Error> {
        let documents = self.ingest.bytes(name, bytes)?;
        for document in &documents {
            self.document(document)?;
        }
        Ok(documents.len())
    }

    /// Adds a document of one's own making, or replaces the one with its id.
    ///
    /// # Errors
    /// [`Error::Index`] when the disk refuses.
    pub fn document(&mut self, document: &Document) -> Result<(), Error> {
        Ok(self.inner.add(document)?)
    }

    /// Removes a document by its id. Whether there was one.
    ///
    /// # Errors
    /// [`Error::Index`] when the index cannot be read.
    pub fn remove(&mut self, doc: &str) -> Result<bool, Error> {
        Ok(self.inner.remove(doc)?)
    }

    /// Makes all changes durable and visible, as one. False when there was nothing to commit.
    ///
    /// # Errors
    /// [`Error::Index`] when the disk refuses: the index is then as it was before.
    pub fn commit(&mut self) -> Result<bool, Error> {
        Ok(self.inner.commit()?)
    }
}
