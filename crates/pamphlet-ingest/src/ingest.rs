//! One source in, its documents out.

use crate::finish::{Place, finish, lines};
use crate::formats::archive::Budget;
use crate::formats::{
    Extracted, Format, Input, Member, Sink, archive, html, mail, markdown, office, pdf, records, rtf, text,
    warc, xml,
};
use crate::parts;
use crate::pieces::{Piece, Pieces, Records};
use crate::repairing::Repairer;
use crate::site::Sites;
use crate::sniff::{Kind, sniff};
use crate::{Failure, Options, Reason, Source, weight};
use pamphlet_document::{Document, Metadata, SourceRange, TextRange, field};
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

/// Reads sources. Made once and shared between threads.
#[derive(Clone, Debug, Default)]
pub struct Ingest {
    repairer: Repairer,
    options: Options,
    sites: Sites,
}

/// What came of one source.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Summary {
    /// How many documents it gave.
    pub documents: u64,
    /// How many bytes were read.
    pub bytes: u64,
    /// Parts that could not be read while the rest could, such as broken records: the first
    /// [`Summary::NAMED`] of them.
    pub failures: Vec<Failure>,
    /// How many more there were.
    pub unnamed: u64,
}

impl Summary {
    /// How many failures of a file are named one by one.
    pub const NAMED: usize = 100;

    fn fail(&mut self, failure: Failure) {
        if self.failures.len() < Self::NAMED {
            self.failures.push(failure);
        } else {
            self.unnamed += 1;
        }
    }

    /// Adds what came of the next part of the same source.
    fn append(&mut self, part: Summary) {
        self.documents += part.documents;
        self.bytes += part.bytes;
        self.unnamed += part.unnamed;
        for failure in part.failures {
            self.fail(failure);
        }
    }
}

impl Ingest {
    /// With a repairer and options of one's own.
    pub fn new(repairer: Repairer, options: Options) -> Self {
        Self { repairer, options, sites: Sites::default() }
    }

    /// The options.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Reads a source and hands on its documents one by one, in the order of the file, until `each` breaks.
    /// Of a large file of records ([`Ingest::pieces`]) only a part is in memory at a time.
    ///
    /// # Errors
    /// When the source gives no document at all. Parts that fail while others do not are in the summary.
    pub fn read(
        &self,
        source: &Source,
        each: &mut dyn FnMut(Document) -> ControlFlow<()>,
    ) -> Result<Summary, Failure> {
        let fail = |reason| Failure::new(&source.shown, reason);
        let mut summary = match self.pieces(source)? {
            Some(pieces) => {
                let mut stopped = false;
                let mut summary = Summary::default();
                for piece in pieces {
                    match piece {
                        Err(failure) => summary.fail(failure),
                        Ok(piece) => {
                            let part = self.read_piece(source, &piece, &mut |document| {
                                let flow = each(document);
                                stopped = flow.is_break();
                                flow
                            });
                            summary.append(part);
                        }
                    }
                    if stopped {
                        break;
                    }
                }
                summary
            }
            None => {
                let bytes = load(&source.path, self.options.max_file).map_err(fail)?;
                let place =
                    Place { sites: Some(&self.sites), ..self.place(&source.shown, &source.identity, &bytes) };
                extract(place, each)?
            }
        };
        if source.path.to_str().is_none() {
            summary.fail(fail(Reason::Name));
        }
        Ok(summary)
    }

    /// The parts of a large text or a large file of records (JSON Lines, tables, mailboxes, WARC, tar), to be read by
    /// [`Ingest::read_piece`] in any order, on any thread. `None` for any other file: [`Ingest::read`] reads
    /// it whole.
    ///
    /// # Errors
    /// When the file cannot be opened or read.
    pub fn pieces(&self, source: &Source) -> Result<Option<Pieces>, Failure> {
        Pieces::of(source, &self.options).map_err(|reason| Failure::new(&source.shown, reason))
    }

    /// Reads one part of a source and hands on its documents, until `each` breaks. They are those that
    /// [`Ingest::read`] would give, with the same ids and places.
    pub fn read_piece(
        &self,
        source: &Source,
        piece: &Piece,
        each: &mut dyn FnMut(Document) -> ControlFlow<()>,
    ) -> Summary {
        let place = self.place(&source.shown, &source.identity, &piece.bytes);
        let mut output = Output {
            place: Place { sites: Some(&self.sites), ..place },
            each,
            summary: Summary { bytes: piece.bytes.len() as u64, ..Summary::default() },
            budget: &Budget::default(),
            depth: u32::from(piece.packed),
            stopped: false,
        };
        let input = Input { path: &source.shown, bytes: &piece.bytes, options: &self.options };
        let (byte, lines, before) = (piece.byte, piece.line, piece.record);
        let outcome = match &piece.format {
            Records::Lines => {
                let mut reader = records::Reader::after(lines, byte);
                let _ = reader.read(&piece.bytes, &source.shown, &self.options, &mut output);
                Ok(())
            }
            Records::Table(shape) => {
                let before = records::Before { byte, lines, rows: before };
                let _ = shape.read(&piece.bytes, before, &self.options, &mut output);
                Ok(())
            }
            Records::Mailbox => {
                let _ = mail::read_after(&input, (byte, lines, before), &mut output);
                Ok(())
            }
            Records::Warc => warc::read_after(&input, before, &mut output),
            Records::Tar => archive::tar::members(&piece.bytes[..], &input, &mut output),
            Records::Text => {
                let before = text::Before { bytes: byte, lines, parts: before };
                let _ = text::read_part(&input, before, &mut output);
                Ok(())
            }
        };
        if let Err(reason) = outcome {
            output.failure(Failure::new(&source.shown, reason));
        }
        output.summary
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
        let summary = extract(self.place(name, Path::new(name), bytes), &mut |document| {
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
            budget: &Budget::default(),
            depth: 0,
            stopped: false,
        };
        let input = Input { path: name, bytes: text.as_bytes(), options: &self.options };
        let fail = |reason| Failure::new(name, reason);
        text::Text.read(&input, &mut output).map_err(fail)?;
        found.ok_or_else(|| fail(Reason::Empty))
    }

    fn place<'a>(&'a self, shown: &'a str, identity: &'a Path, bytes: &'a [u8]) -> Place<'a> {
        let (options, repairer) = (&self.options, &self.repairer);
        Place { identity, shown, inside: "", name: shown, bytes, url: None, options, repairer, sites: None }
    }
}

/// Reads what the bytes of a place are.
fn extract(place: Place<'_>, each: &mut dyn FnMut(Document) -> ControlFlow<()>) -> Result<Summary, Failure> {
    let shown = place.shown;
    let summary = Summary { bytes: place.bytes.len() as u64, ..Summary::default() };
    let mut output = Output { place, each, summary, budget: &Budget::default(), depth: 0, stopped: false };
    output.dispatch().map_err(|reason| Failure::new(shown, reason))?;
    Ok(output.summary)
}

/// The reader of what the bytes are.
pub(crate) fn format_of(kind: Kind) -> Result<&'static dyn Format, Reason> {
    Ok(match kind {
        Kind::Empty => return Err(Reason::Empty),
        Kind::Binary => return Err(Reason::Binary),
        Kind::Unread(what) => return Err(Reason::Unsupported(what.to_owned())),
        Kind::Html => &html::Html,
        Kind::Markdown => &markdown::Markdown,
        Kind::Json => &records::Json,
        Kind::JsonLines => &records::JsonLines,
        Kind::Csv => &records::Table,
        Kind::Zip => &archive::Zip,
        Kind::Tar => &archive::Tar,
        Kind::Gzip => &archive::Packed::Gzip,
        Kind::Bzip2 => &archive::Packed::Bzip2,
        Kind::Xz => &archive::Packed::Xz,
        Kind::Zstd => &archive::Packed::Zstd,
        Kind::Ole => &office::Ole,
        Kind::Pdf => &pdf::Pdf,
        Kind::Rtf => &rtf::Rtf,
        Kind::Mail => &mail::Mail,
        Kind::Mbox => &mail::Mbox,
        Kind::Warc => &warc::Warc,
        Kind::Xml => &xml::Xml,
        _ => &text::Text,
    })
}

/// Opens a regular file, and tells its size. What is no regular file is never waited for.
pub(crate) fn open(path: &Path) -> Result<(File, u64), Reason> {
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
    Ok((file, metadata.len()))
}

/// All bytes of a regular file.
fn load(path: &Path, limit: u64) -> Result<Vec<u8>, Reason> {
    let (file, size) = open(path)?;
    if size > limit {
        return Err(Reason::TooLarge { size, limit });
    }
    let mut bytes = Vec::with_capacity(size as usize);
    // it may grow while it is read, or have no size, as the files of /proc
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    match bytes.len() as u64 {
        size if size > limit => Err(Reason::TooLarge { size, limit }),
        _ => Ok(bytes),
    }
}

/// Whether bytes may be the first of several pieces of a text, each of which can be longer when it is decoded.
fn is_in_pieces(bytes: &[u8], format: &str) -> bool {
    format == text::Text.name() && !text::is_wide(bytes)
}

/// Finishes documents and hands them on.
struct Output<'a> {
    place: Place<'a>,
    each: &'a mut dyn FnMut(Document) -> ControlFlow<()>,
    summary: Summary,
    /// What may still be unpacked, for this file and all files inside it.
    budget: &'a Budget,
    /// How many files this one stands inside.
    depth: u32,
    /// Whether the caller wants no more.
    stopped: bool,
}

impl Output<'_> {
    /// Reads the bytes of the place as what they are.
    fn dispatch(&mut self) -> Result<(), Reason> {
        let Place { shown, name, bytes, options, .. } = self.place;
        let kind = sniff(bytes, name);
        if !kind.is_wanted(options) {
            return Ok(());
        }
        if kind.is_archive() && self.depth >= Budget::DEPTH {
            return Err(Reason::Limit(format!("archives nested more than {} deep", Budget::DEPTH)));
        }
        weight::check(kind, bytes)?;
        format_of(kind)?.read(&Input { path: shown, bytes, options }, self)?;
        let none = self.summary.documents == 0 && self.summary.failures.is_empty();
        if none && !self.stopped && options.wants_all() {
            return Err(Reason::Empty);
        }
        Ok(())
    }
}

impl Output<'_> {
    fn hand_on(&mut self, document: Document) -> ControlFlow<()> {
        self.summary.documents += 1;
        let flow = (self.each)(document);
        self.stopped |= flow.is_break();
        flow
    }

    /// Hands on the parts of a text that is too long for one document. The first stands where the whole would;
    /// the others are told apart by a number, and share the metadata that the first gives.
    fn parts(&mut self, extracted: Extracted<'_>) -> ControlFlow<()> {
        let Extracted { mut draft, unit, locator, plain, format, first_line } = extracted;
        let all = first_line.unwrap_or_else(|| lines(self.place.bytes, unit));
        let mut known = std::mem::take(&mut draft.metadata);
        let record_id = draft.record_id.take();
        // the pieces of a text that is read in pieces are `#2` and so on already
        let base = match locator.is_empty() && is_in_pieces(self.place.bytes, format) {
            true => "#1",
            false => &locator,
        };
        let mut number = 0;
        parts::cut(draft, parts::LONGEST, &mut |mut part| {
            number += 1;
            part.metadata = known.clone();
            part.record_id.clone_from(&record_id);
            let mut locator = locator.clone();
            if number > 1 {
                // the name alone: by what path a file is reached is no part of a document
                let name = self.place.name.rsplit('/').next().unwrap_or_default();
                let title = known.title.as_deref().unwrap_or(name);
                let piece = if base == locator { "" } else { " (1)" };
                part.metadata.title = Some(format!("{title}{piece} ({number})"));
                locator = format!("{base}#{number}");
            }
            let place = part.map.source().map_or(SourceRange::new(0, 0), |place| match unit {
                Some(unit) => unit.map.source_of(TextRange::new(place.start as u32, place.end as u32)),
                None => place,
            });
            let part =
                Extracted { draft: part, unit, locator, plain, format, first_line: Some(all.within(place)) };
            // what a site repeats is looked for in the whole file, which would be in memory twice
            let Some(document) = finish(part, &Place { sites: None, ..self.place }) else {
                return ControlFlow::Continue(());
            };
            if number == 1 {
                known.clone_from(&document.metadata);
                known.fields.remove(field::TYPE);
            }
            self.hand_on(document)
        })
    }
}

impl Sink for Output<'_> {
    fn document(&mut self, extracted: Extracted<'_>) -> ControlFlow<()> {
        if !self.place.options.wants(extracted.format) {
            return ControlFlow::Continue(());
        }
        if parts::is_long(&extracted.draft) {
            return self.parts(extracted);
        }
        match finish(extracted, &self.place) {
            None => ControlFlow::Continue(()),
            Some(document) => self.hand_on(document),
        }
    }

    fn failure(&mut self, failure: Failure) {
        self.summary.fail(failure);
    }

    fn member(&mut self, member: Member<'_>) -> ControlFlow<()> {
        let Place { identity, shown, inside, options, repairer, sites, .. } = self.place;
        let shown = format!("{shown}{}", member.locator);
        let inside = format!("{inside}{}", member.locator);
        let known = &member.known;
        let each = &mut self.each;
        let mut output = Output {
            place: Place {
                identity,
                shown: &shown,
                inside: &inside,
                name: member.name,
                bytes: member.bytes,
                url: member.known.first(field::URL),
                options,
                repairer,
                sites,
            },
            each: &mut |mut document| {
                merge(known, &mut document.metadata);
                each(document)
            },
            summary: Summary::default(),
            budget: self.budget,
            depth: self.depth + 1,
            stopped: false,
        };
        let outcome = output.dispatch();
        let Output { summary, stopped, .. } = output;
        if let Err(reason) = outcome {
            self.failure(Failure::new(shown, reason));
        }
        // its bytes are bytes of this file already
        self.summary.append(Summary { bytes: 0, ..summary });
        self.stopped |= stopped;
        if stopped { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn budget(&self) -> &Budget {
        self.budget
    }
}

/// What was known about a member before its document was read goes before what that says of itself.
fn merge(known: &Metadata, found: &mut Metadata) {
    if known.title.is_some() {
        found.title.clone_from(&known.title);
    }
    if known.date.is_some() {
        found.date = known.date;
    }
    for (name, values) in &known.fields {
        let mut all = values.clone();
        for value in found.fields.remove(name).unwrap_or_default() {
            if !all.contains(&value) {
                all.push(value);
            }
        }
        found.fields.insert(name.clone(), all);
    }
}
