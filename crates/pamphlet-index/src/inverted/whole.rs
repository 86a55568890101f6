//! All documents of a segment, joined by term, and their way to the disk.

use super::gather::DocumentTerms;
use super::keys::Keys;
use super::lists::{List, Lists};
use super::vocabulary::Vocabulary;
use super::{put, take};
use std::sync::Arc;
use tantivy::fieldnorm::{FieldNormReaders, FieldNormsSerializer, FieldNormsWriter};
use tantivy::index::SegmentComponent;
use tantivy::postings::InvertedIndexSerializer;
use tantivy::schema::{Field, IndexRecordOption, Schema};
use tantivy::{DocId, Result, Segment};

/// The inverted index of a segment, in memory.
pub(crate) struct Inverted {
    schema: Schema,
    /// Keys: a field's number, a byte, and a term.
    terms: Keys,
    postings: Vec<Postings>,
    lists: Lists,
    norms: FieldNormsWriter,
    /// Tokens of each field in all documents.
    tokens: Vec<u64>,
    entry: Vec<u8>,
    key: Vec<u8>,
    known: Vec<Known>,
}

/// Which terms the words of a gatherer are, so that a word that was met is not looked up by its letters again.
struct Known {
    vocabulary: Arc<Vocabulary>,
    /// By field and word: the term's number and one, or 0.
    terms: Vec<Vec<u32>>,
}

/// So many more words than it needs a table has room for: doubling it would waste more than all else takes in a small
/// segment.
const SPARE: usize = 1 << 12;

impl Known {
    /// The place for the term of a word in a field.
    fn term(&mut self, field: usize, word: usize) -> &mut u32 {
        if self.terms.len() <= field {
            self.terms.resize_with(field + 1, Vec::new);
        }
        let terms = &mut self.terms[field];
        if terms.len() <= word {
            terms.reserve_exact(word + 1 - terms.len() + SPARE);
            terms.resize(word + 1, 0);
        }
        &mut terms[word]
    }

    fn memory(&self) -> usize {
        self.terms.iter().map(|terms| terms.capacity() * size_of::<u32>()).sum()
    }
}

/// How many terms of a document are added at once.
const AT_ONCE: usize = 64;

/// A term of a document that is about to be added.
struct Pending<'t> {
    id: usize,
    count: u32,
    positions: &'t [u8],
}

/// The documents of a term.
#[derive(Clone, Copy, Default)]
struct Postings {
    documents: u32,
    last: DocId,
    list: List,
}

/// Bytes for each term that writing the segment takes, to put the terms in order.
const WRITING: usize = size_of::<(u64, u32, u32)>() + size_of::<u32>();

impl Inverted {
    pub(crate) fn new(schema: Schema) -> Self {
        Self {
            terms: Keys::default(),
            postings: Vec::new(),
            lists: Lists::default(),
            norms: FieldNormsWriter::for_schema(&schema),
            tokens: vec![0; schema.num_fields()],
            entry: Vec::new(),
            key: Vec::new(),
            known: Vec::new(),
            schema,
        }
    }

    /// Adds a document. Documents come with rising numbers, none left out.
    pub(crate) fn add(&mut self, doc: DocId, terms: &DocumentTerms) {
        let at = self.known(&terms.vocabulary);
        let known = &mut self.known[at];
        let mut rest = &terms.entries[..];
        let mut pending: Vec<Pending<'_>> = Vec::with_capacity(AT_ONCE);
        for view in &terms.views {
            self.tokens[view.field.field_id() as usize] += u64::from(view.tokens);
            self.norms.record(doc, view.field, view.tokens);
            let field = view.field.field_id() as usize;
            let mut left = view.terms as usize;
            while left > 0 {
                pending.clear();
                for _ in 0..left.min(AT_ONCE) {
                    let word = take(&mut rest) as usize;
                    let count = take(&mut rest);
                    let len = if view.positions { take(&mut rest) as usize } else { 0 };
                    let (positions, behind) = rest.split_at(len);
                    rest = behind;

                    let known = known.term(field, word);
                    if *known == 0 {
                        self.key.clear();
                        self.key.push(field as u8);
                        terms.vocabulary.read(word, &mut self.key);
                        *known = self.terms.number(&self.key) + 1;
                    }
                    let id = *known as usize - 1;
                    if id == self.postings.len() {
                        self.postings.push(Postings::default());
                    }
                    pending.push(Pending { id, count, positions });
                }
                left -= pending.len();
                // lists lie all over the memory: looked at together they come together, one by one each is waited for
                let ends = pending.iter().map(|pending| self.lists.end(&self.postings[pending.id].list));
                std::hint::black_box(ends.fold(0, |sum, byte| sum ^ byte));
                for &Pending { id, count, positions } in &pending {
                    let postings = &mut self.postings[id];
                    self.entry.clear();
                    put(&mut self.entry, doc - postings.last);
                    put(&mut self.entry, count);
                    self.entry.extend_from_slice(positions);
                    self.lists.append(&mut postings.list, &self.entry);
                    postings.documents += 1;
                    postings.last = doc;
                }
            }
        }
    }

    /// The place of what is known of a vocabulary.
    fn known(&mut self, vocabulary: &Arc<Vocabulary>) -> usize {
        if let Some(at) = self.known.iter().position(|known| Arc::ptr_eq(&known.vocabulary, vocabulary)) {
            return at;
        }
        // a vocabulary that nobody else has will not come again
        self.known.retain(|known| Arc::strong_count(&known.vocabulary) > 1);
        self.known.push(Known { vocabulary: Arc::clone(vocabulary), terms: Vec::new() });
        self.known.len() - 1
    }

    /// Bytes in memory of what is written.
    pub(crate) fn memory(&self) -> usize {
        self.terms.memory()
            + self.lists.memory()
            + self.postings.capacity() * size_of::<Postings>()
            + self.norms.mem_usage()
            + self.terms.len() * WRITING
    }

    /// Bytes in memory of what is known of words, which a segment has from its first documents on.
    pub(crate) fn known_memory(&self) -> usize {
        self.known.iter().map(Known::memory).sum()
    }

    /// Whether it should take no more documents, however much memory there is.
    pub(crate) fn is_full(&self) -> bool {
        self.lists.is_full()
    }

    /// Writes the files of the segment, which has `documents` documents.
    pub(crate) fn write(mut self, segment: &Segment, documents: u32) -> Result<()> {
        self.norms.fill_up_to_max_doc(documents);
        let norms = FieldNormsSerializer::from_write(segment.open_write(SegmentComponent::FieldNorms)?)?;
        self.norms.serialize(norms, None)?;
        let norms = FieldNormReaders::open(segment.open_read(SegmentComponent::FieldNorms)?)?;

        let order = self.sorted();
        let mut serializer = InvertedIndexSerializer::open(segment)?;
        let mut from = 0;
        // a field without terms is written too: the engine makes up an empty one at greater cost each time
        // that it opens a segment without it
        for (field, entry) in self.schema.fields().filter(|(_, entry)| entry.is_indexed()) {
            let record = entry.field_type().index_record_option().unwrap_or(IndexRecordOption::Basic);
            let to = from + order[from..].partition_point(|&id| self.field(id) == field);
            let tokens = self.tokens[field.field_id() as usize];
            self.write_field(&mut serializer, field, record, tokens, &norms, &order[from..to])?;
            from = to;
        }
        Ok(serializer.close()?)
    }

    fn write_field(
        &self,
        serializer: &mut InvertedIndexSerializer,
        field: Field,
        record: IndexRecordOption,
        tokens: u64,
        norms: &FieldNormReaders,
        order: &[u32],
    ) -> Result<()> {
        let mut writer = serializer.new_field(field, tokens, norms.get_field(field)?)?;
        let (mut bytes, mut positions) = (Vec::new(), Vec::new());
        for (at, &id) in order.iter().enumerate() {
            if at % AT_ONCE == 0 {
                // as in `add`
                let next = order[at..].iter().take(AT_ONCE);
                let starts = next.map(|&id| self.lists.start(&self.postings[id as usize].list));
                std::hint::black_box(starts.fold(0, |sum, byte| sum ^ byte));
            }
            let postings = &self.postings[id as usize];
            self.lists.read(&postings.list, &mut bytes);
            writer.new_term(&self.terms.get(id)[1..], postings.documents, record.has_freq())?;
            let (mut rest, mut doc) = (&bytes[..], 0);
            for _ in 0..postings.documents {
                doc += take(&mut rest);
                let count = take(&mut rest);
                positions.clear();
                if record.has_positions() {
                    for _ in 0..count {
                        positions.push(take(&mut rest));
                    }
                }
                writer.write_doc(doc, if record.has_freq() { count } else { 0 }, &positions);
            }
            writer.close_term()?;
        }
        Ok(writer.close()?)
    }

    fn field(&self, id: u32) -> Field {
        Field::from_field_id(self.terms.get(id).first().copied().unwrap_or(0).into())
    }

    /// All terms by field, those of a field in the order of their bytes.
    fn sorted(&self) -> Vec<u32> {
        let mut keyed: Vec<(u64, u32, u32)> = Vec::with_capacity(self.terms.len());
        for id in 0..self.terms.len() as u32 {
            let term = self.terms.get(id);
            let (mut first, mut next) = ([0; 8], [0; 4]);
            let len = term.len().min(8);
            first[..len].copy_from_slice(&term[..len]);
            if let Some(rest) = term.get(8..) {
                let len = rest.len().min(4);
                next[..len].copy_from_slice(&rest[..len]);
            }
            keyed.push((u64::from_be_bytes(first), u32::from_be_bytes(next), id));
        }
        // most terms differ in their first bytes, which are at hand
        keyed.sort_unstable_by(|a, b| {
            (a.0, a.1).cmp(&(b.0, b.1)).then_with(|| self.terms.get(a.2).cmp(self.terms.get(b.2)))
        });
        keyed.into_iter().map(|(_, _, id)| id).collect()
    }
}
