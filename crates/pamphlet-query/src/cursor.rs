//! The documents of a set of terms in one segment, in order, and where the terms stand in each.

use crate::spans::gallop;
use std::io;
use std::sync::Arc;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, Postings, SegmentPostings, TermInfo};
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

    /// The first from `doc` on.
    pub fn next(&self, doc: DocId) -> Option<DocId> {
        let first = doc as usize / 64;
        let mut word = self.0.get(first)? & (u64::MAX << (doc % 64));
        let mut at = first;
        while word == 0 {
            at += 1;
            word = *self.0.get(at)?;
        }
        Some(at as DocId * 64 + word.trailing_zeros())
    }

    /// Adds documents that are given a bit each.
    pub fn add_all(&mut self, bits: &[u64]) {
        for (word, bits) in self.0.iter_mut().zip(bits) {
            *word |= bits;
        }
    }

    /// Adds all that are not in `named`, of so many documents.
    pub fn add_others(&mut self, named: &Docs, max_doc: DocId) {
        for (word, named) in self.0.iter_mut().zip(&named.0) {
            *word |= !named;
        }
        if let Some(last) = self.0.last_mut().filter(|_| !max_doc.is_multiple_of(64)) {
            *last &= (1 << (max_doc % 64)) - 1;
        }
    }

    pub fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
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
    /// Looks terms up in fields: what is there, in any order.
    pub fn find(fields: &[&Field], terms: &[String]) -> io::Result<Vec<Entry>> {
        let mut found = Vec::new();
        if terms.len() > SIDE_BY_SIDE {
            let mut sorted: Vec<&str> = terms.iter().map(String::as_str).collect();
            sorted.sort_unstable();
            for field in fields {
                find_sorted(field, &sorted, &mut found)?;
            }
            return Ok(found);
        }
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

/// Looks many terms of a field up, in their order. Those that stand close to each other, as the words of one prefix do,
/// are met by walking along the dictionary, a fifth of the cost of looking each up; where they turn out to stand far
/// apart the others are looked up.
fn find_sorted(field: &Field, terms: &[&str], found: &mut Vec<Entry>) -> io::Result<()> {
    let Some(first) = terms.first() else { return Ok(()) };
    let mut stream = field.terms().range().ge(first.as_bytes()).into_stream()?;
    let (mut at, mut passed) = (0, 0);
    while passed <= 2 * at + SIDE_BY_SIDE {
        let Some((key, info)) = stream.next() else { return Ok(()) };
        while terms.get(at).is_some_and(|term| term.as_bytes() < key) {
            at += 1;
        }
        match terms.get(at) {
            None => return Ok(()),
            Some(term) if term.as_bytes() == key => {
                found.push(Entry { field: Arc::clone(field), info: info.clone(), only: None });
                at += 1;
            }
            Some(_) => passed += 1,
        }
    }
    for term in &terms[at..] {
        if let Some(info) = field.terms().get(term.as_bytes())? {
            found.push(Entry { field: Arc::clone(field), info, only: None });
        }
    }
    Ok(())
}

/// Calls `each` with the list of every entry. The lists of a field are read in the same room, which takes some kilobytes.
fn each_list(
    entries: &[Entry],
    option: IndexRecordOption,
    each: &mut dyn FnMut(&Entry, &mut BlockSegmentPostings),
) -> io::Result<()> {
    let mut room: Option<(&Field, BlockSegmentPostings)> = None;
    for entry in entries {
        match &mut room {
            Some((field, list)) if Arc::ptr_eq(field, &entry.field) => {
                field.reset_block_postings_from_terminfo(&entry.info, list)?;
            }
            room => {
                let list = entry.field.read_block_postings_from_terminfo(&entry.info, option)?;
                *room = Some((&entry.field, list));
            }
        }
        if let Some((_, list)) = &mut room {
            each(entry, list);
        }
    }
    Ok(())
}

/// The documents that hold one of several terms, in order; moves forward only.
pub(crate) enum Cursor {
    Few(Few),
    Wide(Wide),
}

pub(crate) struct Few {
    doc: DocId,
    lists: Vec<List>,
    /// Room for putting the positions of lists together.
    before: Vec<u32>,
    next: Vec<u32>,
}

/// Many terms, merged.
pub(crate) struct Wide {
    entries: Arc<[Entry]>,
    docs: Vec<DocId>,
    at: usize,
    /// The documents whose positions will be asked for, where those are not all.
    wanted: Option<Vec<DocId>>,
    /// Made when the first are asked for.
    positions: Option<Positions>,
}

/// Where many terms stand in some documents.
struct Positions {
    /// The documents, where those are not all that the terms are in.
    docs: Option<Vec<DocId>>,
    /// Where each document's positions start.
    starts: Vec<u32>,
    all: Vec<u32>,
}

impl Cursor {
    /// Over what `entries` are in; `positions` says whether they will be asked for.
    pub fn open(entries: impl Into<Arc<[Entry]>>, positions: bool, max_doc: DocId) -> io::Result<Cursor> {
        let entries = entries.into();
        if entries.len() > SIDE_BY_SIDE {
            let docs = union(&entries, max_doc)?;
            return Ok(Cursor::Wide(Wide { entries, docs, at: 0, wanted: None, positions: None }));
        }
        let option =
            if positions { IndexRecordOption::WithFreqsAndPositions } else { IndexRecordOption::Basic };
        let mut lists = Vec::with_capacity(entries.len());
        for entry in entries.iter() {
            lists.push(entry.postings(option)?);
        }
        let doc = lists.iter().map(List::doc).min().unwrap_or(TERMINATED);
        Ok(Cursor::Few(Few { doc, lists, before: Vec::new(), next: Vec::new() }))
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
                    if list.doc() != few.doc {
                        continue;
                    }
                    if lists == 0 {
                        list.postings.append_positions_with_offset(0, out);
                    } else {
                        std::mem::swap(out, &mut few.before);
                        list.postings.positions(&mut few.next);
                        out.clear();
                        merge(&few.before, &few.next, out);
                    }
                    lists += 1;
                }
            }
            Cursor::Wide(wide) => {
                let doc = wide.docs.get(wide.at).copied().unwrap_or(TERMINATED);
                let positions = match &mut wide.positions {
                    Some(positions) => positions,
                    none => {
                        let wanted = wide.wanted.take();
                        let docs = wanted.as_ref().unwrap_or(&wide.docs);
                        let (starts, all) = all_positions(&wide.entries, docs, wanted.is_some())?;
                        none.insert(Positions { docs: wanted, starts, all })
                    }
                };
                let at = match &positions.docs {
                    None => Ok(wide.at),
                    Some(docs) => docs.binary_search(&doc),
                };
                if let Ok(at) = at {
                    let (from, to) = (positions.starts[at] as usize, positions.starts[at + 1] as usize);
                    out.extend_from_slice(&positions.all[from..to]);
                    out.sort_unstable();
                    out.dedup();
                }
            }
        }
        Ok(())
    }

    /// Says that positions will be asked for in these documents only, ascending.
    pub fn only_in(&mut self, docs: &[DocId]) {
        if let Cursor::Wide(wide) = self {
            wide.wanted = Some(docs.to_vec());
            wide.positions = None;
        }
    }
}

/// Appends two ascending lists as one, what is in both once.
pub(crate) fn merge(first: &[u32], second: &[u32], out: &mut Vec<u32>) {
    out.reserve(first.len() + second.len());
    let (mut a, mut b) = (0, 0);
    while let (Some(&one), Some(&other)) = (first.get(a), second.get(b)) {
        out.push(one.min(other));
        a += usize::from(one <= other);
        b += usize::from(other <= one);
    }
    out.extend_from_slice(&first[a..]);
    out.extend_from_slice(&second[b..]);
}

/// How often the terms stand in each of some documents (ascending), all of them together.
pub(crate) fn frequencies(entries: &[Entry], docs: &[DocId], max_doc: DocId) -> io::Result<Vec<u32>> {
    let mut found = vec![0; docs.len()];
    let few = docs.len() * 16 < max_doc as usize;
    let mut all = vec![0u32; if few { 0 } else { max_doc as usize }];
    each_list(entries, IndexRecordOption::WithFreqs, &mut |entry, postings| {
        let is_in = |doc| entry.only.as_ref().is_none_or(|only| only.contains(doc));
        let mut at = 0;
        while !postings.docs().is_empty() {
            for (&doc, &frequency) in postings.docs().iter().zip(postings.freqs()) {
                if few {
                    at += gallop(&docs[at..], doc);
                    if docs.get(at) == Some(&doc) && is_in(doc) {
                        found[at] += frequency;
                    }
                } else if is_in(doc)
                    && let Some(sum) = all.get_mut(doc as usize)
                {
                    *sum += frequency;
                }
            }
            postings.advance();
        }
    })?;
    if !few {
        for (found, &doc) in found.iter_mut().zip(docs) {
            *found = all[doc as usize];
        }
    }
    Ok(found)
}

/// All documents that hold one of the terms, in order.
pub(crate) fn union(entries: &[Entry], max_doc: DocId) -> io::Result<Vec<DocId>> {
    let mut union = Docs::none(max_doc);
    each_list(entries, IndexRecordOption::Basic, &mut |entry, postings| {
        while !postings.docs().is_empty() {
            for &doc in postings.docs() {
                if entry.only.as_ref().is_none_or(|only| only.contains(doc)) {
                    union.add(doc);
                }
            }
            postings.advance();
        }
    })?;
    Ok(union.list())
}

/// Whether a term stands in one of some documents, ascending.
fn is_in_one_of(entry: &Entry, docs: &[DocId]) -> io::Result<bool> {
    let mut postings =
        entry.field.read_block_postings_from_terminfo(&entry.info, IndexRecordOption::Basic)?;
    let mut at = 0;
    while !postings.docs().is_empty() {
        for &doc in postings.docs() {
            at += gallop(&docs[at..], doc);
            match docs.get(at) {
                Some(&wanted) if wanted == doc => return Ok(true),
                Some(_) => {}
                None => return Ok(false),
            }
        }
        postings.advance();
    }
    Ok(false)
}

/// The positions of all terms by document: where each document's start, and all of them. `some` says that the terms are
/// in more documents than these.
fn all_positions(entries: &[Entry], docs: &[DocId], some: bool) -> io::Result<(Vec<u32>, Vec<u32>)> {
    // term by term: the place of the document, and how many positions there
    let (mut found, mut flat): (Vec<(u32, u32)>, Vec<u32>) = Default::default();
    let mut starts = vec![0u32; docs.len() + 1];
    for entry in entries {
        // most of thousands of words are in none of a few documents, and their positions need not be opened
        if some && !is_in_one_of(entry, docs)? {
            continue;
        }
        let mut list = entry.postings(IndexRecordOption::WithFreqsAndPositions)?;
        let mut at = 0;
        while list.doc() != TERMINATED {
            at += gallop(&docs[at..], list.doc());
            let Some(&doc) = docs.get(at) else { break };
            if doc > list.doc() {
                list.seek(doc);
                continue;
            }
            let before = flat.len();
            list.postings.append_positions_with_offset(0, &mut flat);
            let len = (flat.len() - before) as u32;
            starts[at + 1] += len;
            found.push((at as u32, len));
            list.advance();
        }
    }
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut all = vec![0u32; flat.len()];
    let mut next = starts.clone();
    let mut rest = &flat[..];
    for (at, len) in found {
        let (positions, behind) = rest.split_at(len as usize);
        let to = &mut next[at as usize];
        all[*to as usize..][..positions.len()].copy_from_slice(positions);
        *to += len;
        rest = behind;
    }
    Ok((starts, all))
}
