//! One segment, as queries read it: postings, term dictionary, lengths, columns.

use crate::bits::Bits;
use crate::schema::{Fields, column};
use crate::{Error, Result};
use std::sync::{Arc, OnceLock};
use tantivy::columnar::{Column, StrColumn};
use tantivy::fastfield::AliveBitSet;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, SegmentReader, TERMINATED, Term};

/// What the values of the field `lang` start with in the dictionary.
pub(crate) const LANG: &str = "lang\0";

/// A segment of an index.
///
/// Documents are numbered from 0 to [`max_doc`](Self::max_doc); postings and columns hold deleted documents
/// too, and [`is_alive`](Self::is_alive) tells which are not.
pub struct SegmentView {
    reader: SegmentReader,
    fields: Fields,
    at: Column<u64>,
    langs: OnceLock<Vec<LangDocs>>,
}

/// The documents of a segment with one value of the field `lang`.
#[derive(Debug)]
pub struct LangDocs {
    /// The value, folded (`en gb`).
    pub value: String,
    /// A bit for each document of the segment, the first in the lowest bit of the first number, up to the last that is in
    /// this language; deleted ones included.
    pub bits: Vec<u64>,
}

impl SegmentView {
    pub(crate) fn new(reader: SegmentReader, fields: Fields) -> Result<Self> {
        let at = reader.fast_fields().u64(column::AT)?;
        Ok(Self { reader, fields, at, langs: OnceLock::new() })
    }

    /// The engine's reader, for what this type does not offer.
    pub fn reader(&self) -> &SegmentReader {
        &self.reader
    }

    /// How many documents the segment holds, deleted ones included.
    pub fn max_doc(&self) -> DocId {
        self.reader.max_doc()
    }

    /// How many of them are alive.
    pub fn num_docs(&self) -> u32 {
        self.reader.num_docs()
    }

    /// Which documents are alive; `None` when all are.
    pub fn alive(&self) -> Option<&AliveBitSet> {
        self.reader.alive_bitset()
    }

    /// Whether a document is alive.
    pub fn is_alive(&self, doc: DocId) -> bool {
        self.reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc))
    }

    /// Terms and postings of a field. The engine keeps it open.
    ///
    /// # Errors
    /// When the segment cannot be read.
    pub fn inverted_index(&self, field: Field) -> Result<Arc<InvertedIndexReader>> {
        Ok(self.reader.inverted_index(field)?)
    }

    /// What the dictionary says of an exact term: in how many documents it stands, and where its postings
    /// are.
    ///
    /// # Errors
    /// When the segment cannot be read.
    pub fn term_info(&self, field: Field, term: &str) -> Result<Option<TermInfo>> {
        let index = self.inverted_index(field)?;
        index
            .get_term_info(&Term::from_field_text(field, term))
            .map_err(Error::io("read", "segments".as_ref()))
    }

    /// In how many documents a term stands, deleted ones included.
    ///
    /// # Errors
    /// When the segment cannot be read.
    pub fn doc_freq(&self, field: Field, term: &str) -> Result<u32> {
        Ok(self.term_info(field, term)?.map_or(0, |info| info.doc_freq))
    }

    /// The documents of a term with all that the field records: positions in `body`, `chrome` and `edge`,
    /// how often in the views. `None` when no document has it.
    ///
    /// # Errors
    /// When the segment cannot be read.
    pub fn postings(&self, field: Field, term: &str) -> Result<Option<SegmentPostings>> {
        self.postings_with(field, term, IndexRecordOption::WithFreqsAndPositions)
    }

    /// The documents of a term with no more than `record` asks for: without positions they are cheaper.
    ///
    /// # Errors
    /// When the segment cannot be read.
    pub fn postings_with(
        &self,
        field: Field,
        term: &str,
        record: IndexRecordOption,
    ) -> Result<Option<SegmentPostings>> {
        match self.term_info(field, term)? {
            Some(info) => self.postings_of(field, &info, record).map(Some),
            None => Ok(None),
        }
    }

    /// The documents of a term that was found in the dictionary.
    ///
    /// # Errors
    /// When the segment cannot be read.
    pub fn postings_of(
        &self,
        field: Field,
        info: &TermInfo,
        record: IndexRecordOption,
    ) -> Result<SegmentPostings> {
        let index = self.inverted_index(field)?;
        index.read_postings_from_terminfo(info, record).map_err(Error::io("read", "segments".as_ref()))
    }

    /// Calls `each` for every term that starts with `prefix`, in byte order, with the number of its
    /// documents, until it returns false.
    ///
    /// # Errors
    /// When the segment cannot be read.
    pub fn for_each_prefix(
        &self,
        field: Field,
        prefix: &str,
        each: &mut dyn FnMut(&str, u32) -> bool,
    ) -> Result<()> {
        self.for_each_from(field, prefix, &mut |term, freq| term.starts_with(prefix) && each(term, freq))
    }

    /// Calls `each` for every term from `first` on, in byte order, with the number of its documents, until
    /// it returns false.
    ///
    /// # Errors
    /// When the segment cannot be read.
    pub fn for_each_from(
        &self,
        field: Field,
        first: &str,
        each: &mut dyn FnMut(&str, u32) -> bool,
    ) -> Result<()> {
        let index = self.inverted_index(field)?;
        let io = || Error::io("read", "segments".as_ref());
        let mut stream = index.terms().range().ge(first).into_stream().map_err(io())?;
        while let Some((term, info)) = stream.next() {
            // all terms were strings when they were written
            let Ok(term) = std::str::from_utf8(term) else { continue };
            if !each(term, info.doc_freq) {
                break;
            }
        }
        Ok(())
    }

    /// The documents by their languages. Read when it is first asked for, then kept: nearly every query asks, for many
    /// forms of a word count in documents of some languages only.
    ///
    /// # Errors
    /// When the segment cannot be read.
    pub fn langs(&self) -> Result<&[LangDocs]> {
        if let Some(langs) = self.langs.get() {
            return Ok(langs);
        }
        let mut values = Vec::new();
        self.for_each_prefix(self.fields.meta, LANG, &mut |term, _| {
            values.push(term[LANG.len()..].to_owned());
            true
        })?;
        let mut langs = Vec::with_capacity(values.len());
        for value in values {
            let mut docs = Bits::default();
            let term = format!("{LANG}{value}");
            if let Some(mut list) = self.postings_with(self.fields.meta, &term, IndexRecordOption::Basic)? {
                while list.doc() != TERMINATED {
                    // a damaged list may say anything
                    if list.doc() < self.max_doc() {
                        docs.insert(list.doc());
                    }
                    list.advance();
                }
            }
            langs.push(LangDocs { value, bits: docs.into_words() });
        }
        Ok(self.langs.get_or_init(|| langs))
    }

    /// The lengths of the documents in a field, in tokens, rounded as BM25 needs them.
    ///
    /// # Errors
    /// When the field has none, or the segment cannot be read.
    pub fn lengths(&self, field: Field) -> Result<FieldNormReader> {
        Ok(self.reader.get_fieldnorms_reader(field)?)
    }

    /// The document of this id that is alive.
    ///
    /// # Errors
    /// When the segment cannot be read.
    pub fn find(&self, id: &str) -> Result<Option<DocId>> {
        let Some(mut postings) = self.postings_with(self.fields.key, id, IndexRecordOption::Basic)? else {
            return Ok(None);
        };
        while postings.doc() != TERMINATED {
            if self.is_alive(postings.doc()) {
                return Ok(Some(postings.doc()));
            }
            postings.advance();
        }
        Ok(None)
    }

    /// All documents of this id, dead ones too.
    pub(crate) fn all_of(&self, id: &str) -> Result<Vec<DocId>> {
        let mut found = Vec::new();
        if let Some(mut postings) = self.postings_with(self.fields.key, id, IndexRecordOption::Basic)? {
            while postings.doc() != TERMINATED {
                found.push(postings.doc());
                postings.advance();
            }
        }
        Ok(found)
    }

    /// Where the text of a document stands.
    pub(crate) fn at(&self, doc: DocId) -> u64 {
        self.at.first(doc).unwrap_or(0)
    }

    /// Column: first day that a document's date can mean, since 1970-01-01. Empty for documents without one.
    ///
    /// # Errors
    /// When the segment cannot be read.
    pub fn from_day(&self) -> Result<Column<i64>> {
        Ok(self.reader.fast_fields().i64(column::FROM_DAY)?)
    }

    /// Column: last day that a document's date can mean, inclusive.
    ///
    /// # Errors
    /// When the segment cannot be read.
    pub fn to_day(&self) -> Result<Column<i64>> {
        Ok(self.reader.fast_fields().i64(column::TO_DAY)?)
    }

    /// Column: words of a document, page chrome included.
    ///
    /// # Errors
    /// When the segment cannot be read.
    pub fn words(&self) -> Result<Column<u64>> {
        Ok(self.reader.fast_fields().u64(column::WORDS)?)
    }

    /// Column: the document's id as a number, fixed for the same document at the same place; fit to break
    /// ties.
    ///
    /// # Errors
    /// When the segment cannot be read.
    pub fn id(&self) -> Result<Column<u64>> {
        Ok(self.reader.fast_fields().u64(column::ID)?)
    }

    /// Column: a hash of the text alone, equal for exact copies.
    ///
    /// # Errors
    /// When the segment cannot be read.
    pub fn content(&self) -> Result<Column<u64>> {
        Ok(self.reader.fast_fields().u64(column::CONTENT)?)
    }

    /// Column: the number of the file that a document came from. `None` when none came from a file.
    pub(crate) fn source(&self) -> Result<Option<Column<u64>>> {
        Ok(self.reader.fast_fields().column_opt(column::SOURCE)?)
    }

    pub(crate) fn print(&self) -> Result<Column<u64>> {
        Ok(self.reader.fast_fields().u64(column::PRINT)?)
    }

    /// Column: the path. `None` in a segment without documents.
    ///
    /// # Errors
    /// When the segment cannot be read.
    pub fn path(&self) -> Result<Option<StrColumn>> {
        Ok(self.reader.fast_fields().str(column::PATH)?)
    }

    /// Column: each value of each metadata field as `name` [`VALUE`](crate::schema::VALUE) `value`, values
    /// as they were given (those longer than 250 bytes left out). `None` when no document has any.
    ///
    /// # Errors
    /// When the segment cannot be read.
    pub fn facet(&self) -> Result<Option<StrColumn>> {
        Ok(self.reader.fast_fields().str(column::FACET)?)
    }
}
