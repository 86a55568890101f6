//! Putting texts and documents into an index one by one.

use crate::Error;
use crate::open::on_cluster;
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
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let folder = dir.path();
    /// let writer = pamphlet::Writer::open(folder)?;
    /// // there is one at a time
    /// assert!(pamphlet::Writer::open(folder).is_err());
    /// drop(writer);
    /// assert!(pamphlet::Writer::open(folder).is_ok());
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, Error> {
        Self::open_with(folder, WriterOptions::default(), Ingest::default())
    }

    /// Opens an index with options and a reader of documents of one's own.
    ///
    /// # Errors
    /// As [`Writer::open`].
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let folder = dir.path();
    /// use pamphlet::index::WriterOptions;
    /// use pamphlet::ingest::{Ingest, Options, Repairer};
    /// let options = WriterOptions { wait: true, ..WriterOptions::default() };
    /// let ingest = Ingest::new(Repairer::default(), Options { max_file: 1 << 20, ..Options::default() });
    /// let mut writer = pamphlet::Writer::open_with(folder, options, ingest)?;
    /// writer.text("a.txt", "society?s wealth")?;
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn open_with(
        folder: impl AsRef<Path>,
        options: WriterOptions,
        ingest: Ingest,
    ) -> Result<Self, Error> {
        if on_cluster(folder.as_ref()).is_some() {
            return Err(pamphlet_cluster::Error::FolderOnly { what: "Writer" }.into());
        }
        Ok(Self { inner: pamphlet_index::Writer::open_with(folder, options)?, ingest })
    }

    /// Adds a text under a name, repaired and structured as a file would be. The same name replaces it.
    ///
    /// # Errors
    /// [`Error::Ingest`] when the text is blank; [`Error::Index`] when the disk refuses.
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let folder = dir.path();
    /// let mut writer = pamphlet::Writer::open(folder)?;
    /// writer.text("notice.txt", "The millers meet at noon.")?;
    /// writer.text("notice.txt", "The millers meet at one.")?;
    /// writer.commit()?;
    /// assert_eq!(pamphlet::Index::open(folder)?.search("noon OR one")?.count(), 1);
    /// assert!(matches!(writer.text("blank.txt", " "), Err(pamphlet::Error::Ingest(_))));
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn text(&mut self, name: &str, text: &str) -> Result<(), Error> {
        let document = self.ingest.text(name, text)?;
        self.document(&document)
    }

    /// Adds the documents in bytes of any format that is read. Returns how many there were.
    ///
    /// # Errors
    /// As [`Writer::text`].
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let folder = dir.path();
    /// let mut writer = pamphlet::Writer::open(folder)?;
    /// let rows = b"{\"text\": \"The pits are ours.\"}\n{\"text\": \"Whose are they?\"}\n";
    /// assert_eq!(writer.bytes("pits.jsonl", rows)?, 2);
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
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
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let folder = dir.path();
    /// let mut document = pamphlet::ingest::Ingest::default().text("a.txt", "Whose mines?")?;
    /// document.metadata.add("speaker", "Annie Rusk");
    /// let mut writer = pamphlet::Writer::open(folder)?;
    /// writer.document(&document)?;
    /// writer.commit()?;
    /// assert_eq!(pamphlet::Index::open(folder)?.search("speaker:rusk")?.count(), 1);
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn document(&mut self, document: &Document) -> Result<(), Error> {
        Ok(self.inner.add(document)?)
    }

    /// Removes a document by its id. Whether there was one.
    ///
    /// # Errors
    /// [`Error::Index`] when the index cannot be read.
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let folder = dir.path();
    /// let mut writer = pamphlet::Writer::open(folder)?;
    /// writer.text("a.txt", "The millers meet at noon.")?;
    /// writer.commit()?;
    /// let doc = pamphlet::Index::open(folder)?.search("millers")?.next().expect("a hit").doc;
    /// assert!(writer.remove(&doc)?);
    /// assert!(!writer.remove("0000000000000000")?);
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn remove(&mut self, doc: &str) -> Result<bool, Error> {
        Ok(self.inner.remove(doc)?)
    }

    /// Makes all changes durable and visible, as one. False when there was nothing to commit.
    ///
    /// # Errors
    /// [`Error::Index`] when the disk refuses: the index is then as it was before.
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let folder = dir.path();
    /// let mut writer = pamphlet::Writer::open(folder)?;
    /// writer.text("a.txt", "The millers meet at noon.")?;
    /// assert!(writer.commit()?);
    /// assert!(!writer.commit()?);
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn commit(&mut self) -> Result<bool, Error> {
        Ok(self.inner.commit()?)
    }
}
