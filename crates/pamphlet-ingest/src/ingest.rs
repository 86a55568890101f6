//! One source in, its documents out.

use crate::finish::{Place, finish};
use crate::formats::{Extracted, Format, Input, Sink, text};
use crate::repairing::Repairer;
use crate::sniff::{Kind, sniff};
use crate::{Failure, Options, Reason, Source};
use pamphlet_document::Document;
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

/// Reads sources. Made once and shared between threads.
#[derive(Clone, Debug, Default)]
pub struct Ingest {
    repairer: Repairer,
    options: Options,
}

/// What came of one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many documents it gave.
    pub documents: u64,
    /// How many bytes were read.
    pub bytes: u64,
    /// Parts that could not be read while the rest could, such as broken records.
    pub failures: Vec<Failure>,
}

impl Ingest {
    /// With a repairer and options of one's own.
    pub fn new(repairer: Repairer, options: Options) -> Self {
        Self { repairer, options }
    }

    /// The options.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Reads a source and hands on its documents one by one, in the order of the file, until `each` breaks.
    ///
    /// # Errors
    /// When the source gives no document at all. Parts that fail while others do not are in the summary.
    pub fn read(
        &self,
        source: &Source,
        each: &mut dyn FnMut(Document) -> ControlFlow<()>,
    ) -> Result<Summary, Failure> {
        let fail = |reason| Failure::new(&source.shown, reason);
        let bytes = load(&source.path, self.options.max_file).map_err(fail)?;
        let mut summary = self.extract(&source.shown, &source.identity, &bytes, each)?;
        if source.path.to_str().is_none() {
            summary.failures.push(fail(Reason::Name));
        }
        Ok(summary)
    }

    /// The documents in bytes that are in no file; `name` stands for the path, and its ending may tell what
    /// the bytes do not.
    ///
    /// # Errors
    /// When there is no document in them, or one of several could not be read.
    ///
    /// ```
    /// let ingest = pamphlet_ingest::Ingest::default();
    /// let documents = ingest.bytes("pit.txt", b"The Pit\n\nIt must not close.\n")?;
    /// assert_eq!(documents[0].metadata.title.as_deref(), Some("The Pit"));
    /// assert_eq!(documents[0].text, "The Pit\n\nIt must not close.");
    /// # Ok::<(), pamphlet_ingest::Failure>(())
    /// ```
    pub fn bytes(&self, name: &str, bytes: &[u8]) -> Result<Vec<Document>, Failure> {
        let mut documents = Vec::new();
        let summary = self.extract(name, Path::new(name), bytes, &mut |document| {
            documents.push(document);
            ControlFlow::Continue(())
        })?;
        match summary.failures.into_iter().next() {
            Some(failure) if documents.is_empty() => Err(failure),
            _ => Ok(documents),
        }
    }

    /// The document in a text that is in no file.
    ///
    /// # Errors
    /// When it holds nothing but white space.
    pub fn text(&self, name: &str, text: &str) -> Result<Document, Failure> {
        let mut found = None;
        let mut each = |document| {
            found = Some(document);
            ControlFlow::Break(())
        };
        let mut output = Output {
            place: self.place(name, Path::new(name), text.as_bytes()),
            each: &mut each,
            summary: Summary::default(),
        };
        let input = Input { path: name, bytes: text.as_bytes(), options: &self.options };
        let fail = |reason| Failure::new(name, reason);
        text::Text.read(&input, &mut output).map_err(fail)?;
        found.ok_or_else(|| fail(Reason::Empty))
    }

    fn place<'a>(&'a self, shown: &'a str, identity: &'a Path, bytes: &'a [u8]) -> Place<'a> {
        Place { identity, shown, bytes, options: &self.options, repairer: &self.repairer }
    }

    fn extract(
        &self,
        shown: &str,
        identity: &Path,
        bytes: &[u8],
        each: &mut dyn FnMut(Document) -> ControlFlow<()>,
    ) -> Result<Summary, Failure> {
        let fail = |reason| Failure::new(shown, reason);
        let summary = Summary { bytes: bytes.len() as u64, ..Summary::default() };
        let mut output = Output { place: self.place(shown, identity, bytes), each, summary };
        let input = Input { path: shown, bytes, options: &self.options };
        let format: &dyn Format = match sniff(bytes, shown) {
            Kind::Empty => return Err(fail(Reason::Empty)),
            Kind::Binary => return Err(fail(Reason::Binary)),
            Kind::Unread(what) => return Err(fail(Reason::Unsupported(what.to_owned()))),
            _ => &text::Text,
        };
        format.read(&input, &mut output).map_err(fail)?;
        if output.summary.documents == 0 && output.summary.failures.is_empty() {
            return Err(fail(Reason::Empty));
        }
        Ok(output.summary)
    }
}

/// All bytes of a regular file. What is no regular file is never waited for.
fn load(path: &Path, limit: u64) -> Result<Vec<u8>, Reason> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt;
        // it may have become a FIFO since it was found: opening one would wait for a writer
        options.custom_flags(libc::O_NONBLOCK);
    }
    let file = options.open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(Reason::NotAFile("something else".to_owned()));
    }
    let size = metadata.len();
    if size > limit {
        return Err(Reason::TooLarge { size, limit });
    }
    let mut bytes = Vec::with_capacity(size as usize);
    // it may grow while it is read
    file.take(limit).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Finishes documents and hands them on.
struct Output<'a> {
    place: Place<'a>,
    each: &'a mut dyn FnMut(Document) -> ControlFlow<()>,
    summary: Summary,
}

impl Sink for Output<'_> {
    fn document(&mut self, extracted: Extracted<'_>) -> ControlFlow<()> {
        match finish(extracted, &self.place) {
            None => ControlFlow::Continue(()),
            Some(document) => {
                self.summary.documents += 1;
                (self.each)(document)
            }
        }
    }

    fn failure(&mut self, failure: Failure) {
        self.summary.failures.push(failure);
    }
}
