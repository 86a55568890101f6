//! The documents of a set of terms in one segment, in order, and where the terms stand in each.

use std::io;
use std::sync::Arc;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED};

/// Sets of more terms than that are merged into one list before they are used; fewer are read side by side.
const SIDE_BY_SIDE: usize = 24;

/// The postings of a field of a segment.
pub(crate) type Field = Arc<InvertedIndexReader>;

/// Documents of a segment, a bit each.
pub(crate) struct Docs(Vec<u64>);

impl Docs {
    pub fn none(max_doc: DocId) -> Docs {
        Docs(vec![0; (max_doc as usize).div_ceil(64)])
    }

    pub fn add(&mut self, doc: DocId) {
        if let Some(word) = self.0.get_mut(doc as usize / 64) {
            *word |= 1 << (doc % 64);
        }
    }

    pub fn contains(&self, doc: DocId) -> bool {
        self.0.get(doc as usize / 64).is_some_and(|word| word & (1 << (doc % 64)) != 0)
    }

    /// All of them, ascending.
    pub fn list(&self) -> Vec<DocId> {
        let mut docs = Vec::new();
        for (at, &word) in self.0.iter().enumerate() {
            let mut word = word;
            while word != 0 {
                docs.push(at as u32 * 64 + word.trailing_zeros());
                word &= word - 1;
            }
        }
        docs
    }
}

/// A term that a field holds.
#[derive(Clone)]
pub(crate) struct Entry {
    pub field: Field,
    pub info: TermInfo,
    /// In these documents only: a plural is one in its own language. `None` is in all.
    pub only: Option<Arc<Docs>>,
}

/// The postings of an entry, without the documents that it is not looked for in.
struct List {
    postings: SegmentPostings,
    only: Option<Arc<Docs>>,
}

impl List {
    fn doc(&self) -> DocId {
        self.postings.doc()
    }

    fn skip(&mut self) {
        if let Some(only) = &self.only {
            while self.postings.doc() != TERMINATED && !only.contains(self.postings.doc()) {
                self.postings.advance();
            }
        }
    }

    fn seek(&mut self, target: DocId) {
        self.postings.seek(target);
        self.skip();
    }

    fn advance(&mut self) {
        self.postings.advance();
        self.skip();
    }
}

impl Entry {
    /// Looks terms up in fields: what is there.
    pub fn find(fields: &[&Field], terms: &[String]) -> io::Result<Vec<Entry>> {
        let mut found = Vec::new();
        for term in terms {
            for field in fields {
                if let Some(info) = field.terms().get(term.as_bytes())? {
                    found.push(Entry { field: Arc::clone(field), info, only: None });
                }
            }
        }
        Ok(found)
    }

    fn postings(&self, option: IndexRecordOption) -> io::Result<List> {
        let postings = self.field.read_postings_from_terminfo(&self.info, option)?;
        let mut list = List { postings, only: self.only.clone() };
        list.skip();
        Ok(list)
    }
}

/// The documents that hold one of several terms, in order; moves forward only.
pub(crate) enum Cursor {
    Few(Few),
    Wide(Wide),
}

pub(crate) struct Few {
    doc: DocId,
    lists: Vec<List>,
}

/// Many terms, merged.
pub(crate) struct Wide {
    entries: Vec<Entry>,
    docs: Vec<DocId>,
    at: usize,
    /// Where each document's positions start, and all positions; made when the first are asked for.
    positions: Option<(Vec<u32>, Vec<u32>)>,
}

impl Cursor {
    /// Over what `entries` are in; `positions` says whether they will be asked for.
    pub fn open(entries: Vec<Entry>, positions: bool, max_doc: DocId) -> io::Result<Cursor> {
        if entries.len() > SIDE_BY_SIDE {
            let docs = union(&entries, max_doc)?;
            return Ok(Cursor::Wide(Wide { entries, docs, at: 0, positions: None }));
        }
        let option =
            if positions { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::Basic };
        let mut lists = Vec::with_capacity(entries.len());
        for entry in &entries {
            lists.push(entry.postings(option)?);
        }
        let doc = lists.iter().map(List::doc).min().unwrap_or(TERMINATED);
        Ok(Cursor::Few(Few { doc, lists }))
    }

    /// An upper bound of the number of documents.
    pub fn size(&self) -> u64 {
        match self {
            Cursor::Few(few) => few.lists.iter().map(|list| u64::from(list.postings.size_hint())).sum(),
            Cursor::Wide(wide) => wide.docs.len() as u64,
        }
    }

    /// The first document from `target` on, or [`TERMINATED`]. Never goes back: where the cursor stands
    /// beyond `target`, it stays.
    pub fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Cursor::Few(few) => {
                if few.doc < target {
                    let mut doc = TERMINATED;
                    for list in &mut few.lists {
                        if list.doc() < target {
                            list.seek(target);
                        }
                        doc = doc.min(list.doc());
                    }
                    few.doc = doc;
                }
                few.doc
            }
            Cursor::Wide(wide) => {
                let rest = &wide.docs[wide.at.min(wide.docs.len())..];
                if rest.first().is_some_and(|&doc| doc < target) {
                    wide.at += rest.partition_point(|&doc| doc < target);
                }
                wide.docs.get(wide.at).copied().unwrap_or(TERMINATED)
            }
        }
    }

    /// Where the terms stand in the document that the cursor stands at: ascending, each position once.
    pub fn positions(&mut self, out: &mut Vec<u32>) -> io::Result<()> {
        out.clear();
        match self {
            Cursor::Few(few) => {
                let mut lists = 0;
                for list in &mut few.lists {
                    if list.doc() == few.doc {
                        list.postings.append_positions_with_offset(0, out);
                        lists += 1;
                    }
                }
                if lists > 1 {
                    out.sort_unstable();
                    out.dedup();
                }
            }
            Cursor::Wide(wide) => {
                if wide.positions.is_none() {
                    wide.positions = Some(all_positions(&wide.entries, &wide.docs)?);
                }
                if let Some((starts, positions)) = &wide.positions {
                    let from = starts[wide.at] as usize;
                    let to = starts[wide.at + 1] as usize;
                    out.extend_from_slice(&positions[from..to]);
                    out.sort_unstable();
                    out.dedup();
                }
            }
        }
        Ok(())
    }

    /// How often the terms stand in the document that the cursor stands at; needs positions.
    pub fn frequency(&mut self, buffer: &mut Vec<u32>) -> io::Result<u32> {
        self.positions(buffer)?;
        Ok(buffer.len() as u32)
    }
}

/// All documents that hold one of the terms, in order.
pub(crate) fn union(entries: &[Entry], max_doc: DocId) -> io::Result<Vec<DocId>> {
    let mut union = Docs::none(max_doc);
    for entry in entries {
        let mut postings =
            entry.field.read_block_postings_from_terminfo(&entry.info, IndexRecordOption::Basic)?;
        loop {
            let docs = postings.docs();
            if docs.is_empty() {
                break;
            }
            for &doc in docs {
                if entry.only.as_ref().is_none_or(|only| only.contains(doc)) {
                    union.add(doc);
                }
            }
            postings.advance();
        }
    }
    Ok(union.list())
}

/// The positions of all terms by document: where each document's start, and all of them.
fn all_positions(entries: &[Entry], docs: &[DocId]) -> io::Result<(Vec<u32>, Vec<u32>)> {
    let mut starts = vec![0u32; docs.len() + 1];
    for entry in entries {
        let mut list = entry.postings(IndexRecordOption::WithFreqs)?;
        let mut at = 0;
        while list.doc() != TERMINATED {
            at += docs[at..].partition_point(|&doc| doc < list.doc());
            if let Some(slot) = starts.get_mut(at + 1) {
                *slot += list.postings.term_freq();
            }
            list.advance();
        }
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut positions = vec![0u32; starts.last().copied().unwrap_or(0) as usize];
    let mut next = starts.clone();
    let mut buffer = Vec::new();
    for entry in entries {
        let mut list = entry.postings(IndexRecordOption::WithFreqsAndPositions)?;
        let mut at = 0;
        while list.doc() != TERMINATED {
            at += docs[at..].partition_point(|&doc| doc < list.doc());
            list.postings.positions(&mut buffer);
            let from = next[at] as usize;
            positions[from..from + buffer.len()].copy_from_slice(&buffer);
            next[at] += buffer.len() as u32;
            list.advance();
        }
    }
    Ok((starts, positions))
}
