//! Reading documents back.

use super::codec::{Input, broken};
use super::head::{Head, Heads, Opened};
use super::parts::{Extra, Places, Structure};
use crate::{Error, Result};
use pamphlet_document::{
    Block, BlockKind, Diagnostic, Document, Edit, Metadata, PartialDate, Passage, Role, SourceMap,
    SourceRange, Speech, TextRange,
};
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};
use tantivy::HasLen;
use tantivy::directory::{FileSlice, OwnedBytes};
use zstd::bulk::Decompressor;

/// Where a record stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) pack: u32,
    /// From the start of the file.
    pub(crate) offset: u64,
}

impl Place {
    /// As it stands in the column `at`.
    pub(crate) fn to_column(self) -> u64 {
        u64::from(self.pack) << 40 | self.offset
    }

    pub(crate) fn of_column(at: u64) -> Self {
        Self { pack: (at >> 40) as u32, offset: at & ((1 << 40) - 1) }
    }
}

/// A pack, mapped.
pub(crate) struct Pack {
    name: String,
    file: FileSlice,
}

impl Pack {
    pub(crate) fn new(name: String, file: FileSlice) -> Self {
        Self { name, file }
    }

    /// Records in memory, without the head of a file.
    pub(crate) fn of_bytes(name: &str, bytes: Vec<u8>) -> Self {
        Self { name: name.to_owned(), file: FileSlice::from(bytes) }
    }

    fn damaged(&self) -> Error {
        Error::damaged(&self.name, "holds a record that cannot be read")
    }

    fn slice(&self, start: u64, len: u64) -> Result<FileSlice> {
        let end = start
            .checked_add(len)
            .filter(|&end| end <= self.file.len() as u64)
            .ok_or_else(|| self.damaged())?;
        Ok(self.file.slice(start as usize..end as usize))
    }

    /// How many bytes the record at `offset` takes in the pack.
    pub(crate) fn record_len(&self, offset: u64) -> Result<u64> {
        let head = self.slice(offset, 5)?.read_bytes().map_err(|_| self.damaged())?;
        let mut len = [0u8; 8];
        len[..5].copy_from_slice(&head);
        Ok(5 + u64::from_le_bytes(len))
    }

    /// The document whose record stands at `place`.
    pub(crate) fn stored(&self, place: Place, heads: &Heads) -> Result<Stored> {
        let opened = match heads.get(place) {
            Some(opened) => opened,
            None => {
                let opened = self.open(place.offset).map_err(|error| self.named(error))?;
                heads.keep(place, &opened);
                opened
            }
        };
        Stored::open(opened).map_err(|error| self.named(error))
    }

    fn open(&self, offset: u64) -> Result<Opened> {
        let len = self.record_len(offset)?;
        let record = self.slice(offset + 5, len - 5)?;
        let head = Arc::new(Head::read(&record)?);
        Ok(Opened { record, head })
    }

    /// Damage with the name of the file.
    fn named(&self, error: Error) -> Error {
        match error {
            Error::Damaged { what, .. } => Error::damaged(&self.name, what),
            other => other,
        }
    }
}

/// A part of a record: where it is and how long it gets.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub start: usize,
    pub packed: usize,
    pub len: usize,
}

/// A passage with what its block says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPassage {
    /// Its text, as a range of the document's text.
    pub range: TextRange,
    /// Its block, as a place in [`Stored::blocks`].
    pub block: u32,
    /// The heading that it stands under, as a place in [`Stored::blocks`].
    pub section: Option<u32>,
    /// The page, from 1.
    pub page: Option<u32>,
    /// The position of its first token, in the space that `body` and `chrome` share: analyzing the passage
    /// from this position gives the positions of the index.
    pub first_position: u32,
    /// What its block is.
    pub kind: BlockKind,
    /// Whether its block is page chrome.
    pub role: Role,
}

/// A document as the index keeps it. Everything beyond the public fields is unpacked when it is first asked
/// for; passages cost no more in a long document than in a short one.
pub struct Stored {
    /// The document's id.
    pub id: String,
    /// The path as it was given, extended below it.
    pub path: String,
    /// The id that the record gives itself.
    pub record_id: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// When it was said or published.
    pub date: Option<PartialDate>,
    /// All other fields.
    pub fields: BTreeMap<String, Vec<String>>,
    /// Words of the text, page chrome included.
    pub words: u64,
    /// The record; of a long one, only what is asked for is read.
    record: FileSlice,
    head: Arc<Head>,
    texts: Vec<OnceLock<Box<str>>>,
    structure: OnceLock<Structure>,
    places: OnceLock<Places>,
}

impl std::fmt::Debug for Stored {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Stored({}, {})", self.id, self.path)
    }
}

impl Stored {
    fn open(opened: Opened) -> Result<Self> {
        let Opened { record, head } = opened;
        let mut core = Input::new(&head.core);
        let id = core.str()?;
        let path = core.str()?;
        let record_id = core.opt_str()?;
        let title = core.opt_str()?;
        let date = core.opt_str()?.map(|date| date.parse().map_err(|_| broken())).transpose()?;
        let words = core.number()?;
        let mut fields = BTreeMap::new();
        for _ in 0..core.count()? {
            let name = core.str()?;
            let mut values = Vec::new();
            for _ in 0..core.count()? {
                values.push(core.str()?);
            }
            fields.insert(name, values);
        }
        let texts = head.chunks.iter().map(|_| OnceLock::new()).collect();
        Ok(Self {
            id,
            path,
            record_id,
            title,
            date,
            fields,
            words,
            head,
            texts,
            record,
            structure: OnceLock::new(),
            places: OnceLock::new(),
        })
    }

    /// Reads all parts of a record in any bytes.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn read_all(bytes: &[u8]) {
        let record = FileSlice::from(bytes.to_vec());
        let Ok(head) = Head::read(&record) else { return };
        let Ok(stored) = Self::open(Opened { record, head: Arc::new(head) }) else { return };
        let _ = stored.document();
        for passage in stored.passages().unwrap_or_default() {
            let _ = (stored.slice(passage.range), stored.source_of(passage.range));
        }
        for position in [0, 1, u32::MAX] {
            let _ = stored.passage_at(position);
        }
    }

    /// The first value of a field.
    pub fn first(&self, name: &str) -> Option<&str> {
        self.fields.get(name)?.first().map(String::as_str)
    }

    /// Length of the text in bytes.
    pub fn text_len(&self) -> u32 {
        self.head.text_len
    }

    /// The passages, in the order of the text.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn passages(&self) -> Result<&[StoredPassage]> {
        Ok(&self.structure()?.passages)
    }

    /// The blocks, in the order of the text.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn blocks(&self) -> Result<&[Block]> {
        Ok(&self.structure()?.blocks)
    }

    /// The speeches, in the order of the text.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn speeches(&self) -> Result<&[Speech]> {
        Ok(&self.structure()?.speeches)
    }

    /// The passage that holds the token at `position`: the last one that starts at or before it. `None`
    /// when the document has no passage.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn passage_at(&self, position: u32) -> Result<Option<usize>> {
        let passages = self.passages()?;
        Ok(passages.partition_point(|passage| passage.first_position <= position).checked_sub(1))
    }

    /// The text of a passage. Empty for a passage that does not exist.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn passage_text(&self, passage: usize) -> Result<Cow<'_, str>> {
        match self.passages()?.get(passage) {
            Some(passage) => self.slice(passage.range),
            None => Ok(Cow::Borrowed("")),
        }
    }

    /// The whole text.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn text(&self) -> Result<String> {
        self.slice(TextRange::new(0, self.head.text_len)).map(Cow::into_owned)
    }

    /// A part of the text; what lies beyond its end is left out.
    ///
    /// # Errors
    /// [`Error::Damaged`], also when the range does not stand on character borders.
    pub fn slice(&self, range: TextRange) -> Result<Cow<'_, str>> {
        let (start, end) = (range.start.min(self.head.text_len), range.end.min(self.head.text_len));
        let mut i = self.head.chunks.partition_point(|(at, _)| *at <= start).saturating_sub(1);
        let mut out = String::new();
        while let Some(&(at, part)) = self.head.chunks.get(i) {
            if at >= end {
                break;
            }
            let chunk = self.chunk(i)?;
            let from = start.saturating_sub(at) as usize;
            let to = ((end - at) as usize).min(part.len);
            let piece = chunk.get(from..to).ok_or_else(broken)?;
            if start >= at && to == (end - at) as usize {
                return Ok(Cow::Borrowed(piece));
            }
            out.push_str(piece);
            i += 1;
        }
        Ok(Cow::Owned(out))
    }

    fn chunk(&self, i: usize) -> Result<&str> {
        if let Some(text) = self.texts[i].get() {
            return Ok(text);
        }
        let raw = unpack(&self.record, self.head.chunks[i].1)?;
        let text = String::from_utf8(raw.into_vec()).map_err(|_| broken())?;
        Ok(self.texts[i].get_or_init(|| text.into_boxed_str()))
    }

    /// The bytes of the original file that a range of the text came from.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn source_of(&self, range: TextRange) -> Result<SourceRange> {
        Ok(self.places()?.map.source_of(range))
    }

    /// First and last line of the original file that a range of it touches, both inclusive, from 1.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn lines_of(&self, range: SourceRange) -> Result<[u64; 2]> {
        Ok(self.places()?.lines.of_range(range))
    }

    /// The map from the text to the file.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn source_map(&self) -> Result<&SourceMap> {
        Ok(&self.places()?.map)
    }

    /// What was repaired, with the place in the file.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn edits(&self) -> Result<Vec<(Edit, SourceRange)>> {
        Ok(self.extra()?.edits)
    }

    /// What was noticed when it was read.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn diagnostics(&self) -> Result<Vec<Diagnostic>> {
        Ok(self.extra()?.diagnostics)
    }

    /// The whole document. Of the lines of its file only those are known that its text came from.
    ///
    /// # Errors
    /// [`Error::Damaged`].
    pub fn document(&self) -> Result<Document> {
        let Extra { edits, diagnostics } = self.extra()?;
        let structure = self.structure()?;
        let places = self.places()?;
        Ok(Document {
            id: self.id.clone(),
            path: self.path.clone(),
            record_id: self.record_id.clone(),
            metadata: Metadata { title: self.title.clone(), date: self.date, fields: self.fields.clone() },
            text: self.text()?,
            blocks: structure.blocks.clone(),
            speeches: structure.speeches.clone(),
            passages: structure
                .passages
                .iter()
                .map(|p| Passage { range: p.range, block: p.block, section: p.section, page: p.page })
                .collect(),
            source_map: places.map.clone(),
            lines: places.lines.clone(),
            edits,
            diagnostics,
        })
    }

    fn structure(&self) -> Result<&Structure> {
        if let Some(structure) = self.structure.get() {
            return Ok(structure);
        }
        let structure = Structure::read(&unpack(&self.record, self.head.parts[1])?, self.head.text_len)?;
        Ok(self.structure.get_or_init(|| structure))
    }

    fn places(&self) -> Result<&Places> {
        if let Some(places) = self.places.get() {
            return Ok(places);
        }
        let places = Places::read(&unpack(&self.record, self.head.parts[2])?)?;
        Ok(self.places.get_or_init(|| places))
    }

    fn extra(&self) -> Result<Extra> {
        Extra::read(&unpack(&self.record, self.head.parts[3])?)
    }
}

/// A part of a record, compared with its checksums.
pub(super) fn read(record: &FileSlice, start: usize, len: usize) -> Result<OwnedBytes> {
    let end = start.checked_add(len).filter(|&end| end <= record.len()).ok_or_else(broken)?;
    record.read_bytes_slice(start..end).map_err(|_| broken())
}

pub(super) fn unpack(record: &FileSlice, part: Part) -> Result<Unpacked> {
    let packed = read(record, part.start, part.packed)?;
    if part.packed == part.len {
        return Ok(Unpacked::Plain(packed));
    }
    // a length that the packed bytes do not state would only ask for memory
    let stated = zstd::zstd_safe::get_frame_content_size(&packed).ok().flatten();
    if stated != Some(part.len as u64) {
        return Err(broken());
    }
    let raw = unpacked(&packed, part.len).map_err(|_| broken())?;
    if raw.len() == part.len { Ok(Unpacked::Raw(raw)) } else { Err(broken()) }
}

/// A part of a record as it was before it was packed.
pub(super) enum Unpacked {
    /// It was not packed.
    Plain(OwnedBytes),
    Raw(Vec<u8>),
}

impl Unpacked {
    pub fn into_vec(self) -> Vec<u8> {
        match self {
            Self::Plain(bytes) => bytes.to_vec(),
            Self::Raw(bytes) => bytes,
        }
    }
}

impl Deref for Unpacked {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Plain(bytes) => bytes,
            Self::Raw(bytes) => bytes,
        }
    }
}

/// Unpacks a frame. The room that it takes to do so is kept by the thread: a search unpacks dozens of
/// small frames, and asking for that room was a third of their cost.
fn unpacked(packed: &[u8], len: usize) -> std::io::Result<Vec<u8>> {
    thread_local! {
        static ROOM: RefCell<Option<Decompressor<'static>>> = const { RefCell::new(None) };
    }
    ROOM.with_borrow_mut(|room| {
        let unpacker = match room {
            Some(unpacker) => unpacker,
            None => room.insert(Decompressor::new()?),
        };
        unpacker.decompress(packed, len)
    })
}
