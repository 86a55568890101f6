//! Counts of words over parts of an index, from its postings: no text is read.
//!
//! The dictionaries of all segments are walked side by side in the order of their words, so that a word is met once
//! with all its lists. Ranges of words go to the cores.

use super::documents::Documents;
use super::threads;
use crate::cursor::Docs;
use crate::error::Result;
use crate::search::Asked;
use crate::view::Field;
use std::io;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use tantivy::DocId;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;

/// A word with its occurrences in each of the parts.
pub(crate) struct Counted<'c> {
    pub word: &'c str,
    /// For each part: of each document that has the word, occurrences and words of the document.
    pub held: &'c [Vec<(u64, u64)>],
}

/// Ranges of words a core gets in turn: lists are of very different length.
const RANGES: usize = 16;

/// The dictionary of a field of a segment.
struct Source<'s> {
    segment: usize,
    index: &'s InvertedIndexReader,
}

/// Calls `each` with every word that `wanted` names and that stands in one of the parts, in no order, from several
/// threads; keeps what it returns. False where time ran out.
pub(crate) fn each_word<T: Send>(
    asked: &Asked<'_>,
    parts: &[&Documents],
    wanted: &(dyn Fn(&str) -> bool + Sync),
    each: &(dyn Fn(Counted<'_>) -> Option<T> + Sync),
) -> Result<(Vec<T>, bool)> {
    let mut sources = Vec::new();
    let mut documents = Vec::new();
    for (number, (segment, stored)) in asked.view.segments.iter().zip(asked.view.index.segments()).enumerate()
    {
        let mut of_parts = Vec::with_capacity(parts.len());
        for part in parts {
            let mut docs = Docs::none(segment.max_doc);
            part.found[number].iter().for_each(|&doc| docs.add(doc));
            of_parts.push(docs);
        }
        let column = stored.words()?;
        let words: Vec<u64> = (0..segment.max_doc).map(|doc| column.first(doc).unwrap_or(0)).collect();
        documents.push(OfSegment { parts: of_parts, words });
        for field in [Field::Body, Field::Chrome] {
            let index = segment.field(field)?;
            if index.terms().num_terms() > 0 {
                sources.push(Source { segment: number, index });
            }
        }
    }
    let borders = borders(&sources, threads(usize::MAX) * RANGES)?;
    let all: u64 = parts.iter().map(|part| part.count).sum();
    let (next, late) = (AtomicUsize::new(0), std::sync::atomic::AtomicBool::new(false));
    let kept: Mutex<(Vec<T>, Option<io::Error>)> = Mutex::new((Vec::new(), None));
    let work = || {
        let mut own = Vec::new();
        let mut room = Room::new(parts.len());
        let mut failed = None;
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            if at > borders.len() || failed.is_some() {
                break;
            }
            if asked.has_ended() {
                late.store(true, Ordering::Relaxed);
                break;
            }
            let range = (at.checked_sub(1).map(|at| &borders[at]), borders.get(at));
            failed = walk(&sources, &documents, range, wanted, each, &mut room, &mut own).err();
        }
        let mut kept = kept.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        kept.0.append(&mut own);
        if failed.is_some() {
            kept.1 = failed;
        }
    };
    std::thread::scope(|scope| {
        for _ in 1..threads(all as usize) {
            scope.spawn(work);
        }
        work();
    });
    let (kept, failed) = kept.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    match failed {
        Some(error) => Err(error.into()),
        None => Ok((kept, late.into_inner())),
    }
}

/// The documents of a segment: those of each part, and the words of all.
struct OfSegment {
    parts: Vec<Docs>,
    words: Vec<u64>,
}

/// Room that a thread uses for word after word.
struct Room {
    held: Vec<Vec<(u64, u64)>>,
    counts: Vec<(DocId, u64)>,
    other: Vec<(DocId, u64)>,
}

impl Room {
    fn new(parts: usize) -> Self {
        Self { held: vec![Vec::new(); parts], counts: Vec::new(), other: Vec::new() }
    }
}

/// Words that part the longest dictionary into so many ranges.
fn borders(sources: &[Source<'_>], ranges: usize) -> io::Result<Vec<Vec<u8>>> {
    let mut borders: Vec<Vec<u8>> = Vec::new();
    let Some(longest) = sources.iter().max_by_key(|source| source.index.terms().num_terms()) else {
        return Ok(borders);
    };
    let terms = longest.index.terms();
    let ranges = ranges.min(terms.num_terms() / 256 + 1);
    for at in 1..ranges as u64 {
        let mut term = Vec::new();
        if terms.ord_to_term(at * terms.num_terms() as u64 / ranges as u64, &mut term)? {
            borders.push(term);
        }
    }
    Ok(borders)
}

/// The words of a range, from one to before the other.
fn walk<T>(
    sources: &[Source<'_>],
    documents: &[OfSegment],
    range: (Option<&Vec<u8>>, Option<&Vec<u8>>),
    wanted: &(dyn Fn(&str) -> bool + Sync),
    each: &(dyn Fn(Counted<'_>) -> Option<T> + Sync),
    room: &mut Room,
    kept: &mut Vec<T>,
) -> io::Result<()> {
    let mut streams = Vec::with_capacity(sources.len());
    for source in sources {
        let mut builder = source.index.terms().range();
        if let Some(from) = range.0 {
            builder = builder.ge(from);
        }
        if let Some(to) = range.1 {
            builder = builder.lt(to);
        }
        let mut stream = builder.into_stream()?;
        if stream.advance() {
            streams.push((source, stream));
        }
    }
    let mut lists: Vec<Option<BlockSegmentPostings>> = Vec::new();
    lists.resize_with(sources.len(), || None);
    let mut word = Vec::new();
    while let Some(first) = streams.iter().map(|(_, stream)| stream.key()).min() {
        word.clear();
        word.extend_from_slice(first);
        let listed = std::str::from_utf8(&word).ok().filter(|word| wanted(word));
        room.held.iter_mut().for_each(Vec::clear);
        let mut segment = None;
        let mut at = 0;
        while at < streams.len() {
            let (source, stream) = &mut streams[at];
            if stream.key() != word {
                at += 1;
                continue;
            }
            if listed.is_some() {
                if segment.is_some_and(|segment| segment != source.segment) {
                    flush(documents, segment, room);
                }
                segment = Some(source.segment);
                read(source, stream.value(), &mut lists, sources, room)?;
            }
            if stream.advance() { at += 1 } else { drop(streams.remove(at)) }
        }
        flush(documents, segment, room);
        if let Some(listed) = listed
            && room.held.iter().any(|held| !held.is_empty())
        {
            kept.extend(each(Counted { word: listed, held: &room.held }));
        }
    }
    Ok(())
}

/// Reads a list: documents with their occurrences, those of the other field of the segment added.
fn read(
    source: &Source<'_>,
    info: &TermInfo,
    lists: &mut [Option<BlockSegmentPostings>],
    sources: &[Source<'_>],
    room: &mut Room,
) -> io::Result<()> {
    let number = sources.iter().position(|one| std::ptr::eq(one, source)).unwrap_or(0);
    let list = match &mut lists[number] {
        Some(list) => {
            source.index.reset_block_postings_from_terminfo(info, list)?;
            list
        }
        none => {
            none.insert(source.index.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?)
        }
    };
    let before = room.counts.len();
    while !list.docs().is_empty() {
        room.counts.extend(list.docs().iter().zip(list.freqs()).map(|(&doc, &freq)| (doc, u64::from(freq))));
        list.advance();
    }
    if before > 0 {
        // text and chrome of one segment: two ascending lists become one
        room.other.clear();
        let (mut a, mut b) = (0, before);
        while a < before || b < room.counts.len() {
            let one = room.counts[..before].get(a).copied();
            let two = room.counts.get(b).copied();
            let (next, sum) = match (one, two) {
                (Some(one), Some(two)) if one.0 == two.0 => ((1, 1), (one.0, one.1 + two.1)),
                (Some(one), Some(two)) if one.0 > two.0 => ((0, 1), two),
                (Some(one), _) => ((1, 0), one),
                (None, Some(two)) => ((0, 1), two),
                (None, None) => break,
            };
            room.other.push(sum);
            (a, b) = (a + next.0, b + next.1);
        }
        std::mem::swap(&mut room.counts, &mut room.other);
    }
    Ok(())
}

/// Adds what was read of a segment to the parts.
fn flush(documents: &[OfSegment], segment: Option<usize>, room: &mut Room) {
    let Some(of) = segment.map(|segment| &documents[segment]) else { return };
    for (docs, held) in of.parts.iter().zip(&mut room.held) {
        for &(doc, count) in room.counts.iter().filter(|(doc, _)| docs.contains(*doc)) {
            held.push((count, of.words.get(doc as usize).copied().unwrap_or(0)));
        }
    }
    room.counts.clear();
}
