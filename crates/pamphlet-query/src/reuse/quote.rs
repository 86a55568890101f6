//! Who said it first: every place that has a passage, word for word or nearly.

use super::difference::differences;
use super::passage::{Difference, Passage, Quotation, Quotations, QuoteOf, QuoteRequest};
use super::pieces::{Looked, Piece, pieces};
use super::seeds::{Candidate, Rarity, Room, Sought, candidates};
use super::sequence::{Word, range_of, words_of_document, words_of_text};
use super::short;
use crate::cursor::Docs;
use crate::error::{Error, Result};
use crate::hit::Source;
use crate::note::{Note, NoteKind};
use crate::parallel::{cores, in_order};
use crate::request::Request;
use crate::search::Asked;
use crate::snippet::section;
use crate::view::{Address, View, source};
use crate::vocabulary::Vocabulary;
use pamphlet_document::TextRange;
use pamphlet_index::analyzer::Lang;
use pamphlet_index::{Reader, Stored};
use std::cmp::Ordering;

/// How alike a place must be, unless something else is asked for: of ten words two may be other ones. Of pairs of real
/// speeches that were read, those below are mostly other sentences with the same formulas; see docs/reuse.md.
pub const LEAST_SIMILARITY: f64 = 0.8;

/// A passage of fewer words is looked for word for word: of four words, one that differs is another passage.
pub const FEWEST_WORDS: usize = 5;

/// Words that a part of a document must have in common with another, unless something else is asked for. Shorter runs
/// are mostly formulas that everybody uses.
pub const PART_WORDS: usize = 12;

/// Bits that the seeds of a place must have, of a passage that is looked for as a whole. By chance, seeds of 30 bits
/// are met on one diagonal once in a thousand million places.
const BITS: f32 = 30.0;

/// The same of parts of documents, for each word that a part must have. What three names of any speech have in common
/// (30 bits) would be looked at in all of them: over 5,500 speeches, 42 bits leave 3,600 places to align where 30 leave
/// 23,000, of which 376 instead of 394 are told.
const BITS_A_WORD: f32 = 3.5;
const LEAST_BITS: f32 = 24.0;
const MOST_BITS: f32 = 42.0;

/// Documents to align that take as long as a thread to start.
const WORTH_A_THREAD: usize = 8;

/// Words of a passage beyond that many are not looked for.
pub const MOST_WORDS: usize = 200_000;

/// Finds the places that have a passage or parts of documents.
///
/// # Errors
/// As [`search`](crate::search); [`Error::NoDocument`] when the document is not there.
pub fn quote(reader: &Reader, request: &QuoteRequest) -> Result<Quotations> {
    let mut asked = Asked::new(reader, &request.within)?;
    let only = within(&mut asked, &request.within)?;
    let mut places = Vec::new();
    match &request.of {
        QuoteOf::Text(text) => {
            let lang = asked.langs.first().copied().unwrap_or(Lang::English);
            let wanted = Wanted::of_text(text, lang);
            let few = wanted.words.len() < FEWEST_WORDS;
            if few {
                if wanted.words.is_empty() {
                    asked.notes.push(note(NoteKind::NotFound, text, "the passage has no words".to_owned()));
                } else {
                    let message = format!(
                        "a passage of fewer than {FEWEST_WORDS} words is looked for word for word, as a phrase"
                    );
                    asked.notes.push(note(NoteKind::Limit, text, message));
                    places = short::places(reader, request, text)?;
                }
            } else {
                if wanted.cut {
                    let message = format!("only the first {MOST_WORDS} words are looked for");
                    asked.notes.push(note(NoteKind::Limit, text, message));
                }
                places = places_of(&asked, request, &wanted, only.as_deref(), cores(), &mut Room::default())?;
            }
        }
        QuoteOf::Document(id) => {
            let address = reader.find(id)?.ok_or_else(|| Error::NoDocument { id: id.clone() })?;
            let address = Address { segment: address.segment_ord, doc: address.doc_id };
            let wanted = Wanted::of_document(asked.view.stored(address)?, address)?;
            places = places_of(&asked, request, &wanted, only.as_deref(), cores(), &mut Room::default())?;
        }
        QuoteOf::Documents(of) => places = between(reader, &mut asked, request, of, only)?,
    }
    if asked.has_ended() {
        asked.note_late();
    }
    places.sort_by(Place::compare);
    let total = places.len() as u64;
    let mut documents: Vec<&str> = places.iter().map(|place| &*place.quotation.doc).collect();
    documents.sort_unstable();
    documents.dedup();
    let documents = documents.len() as u64;
    let limit = request.within.limit.unwrap_or(usize::MAX);
    let shown = places.into_iter().skip(request.within.offset).take(limit);
    let quotations = shown.map(|place| place.quotation).collect();
    Ok(Quotations { quotations, total, documents, query: asked.into_query(&request.within) })
}

pub(super) fn note(kind: NoteKind, text: &str, message: String) -> Note {
    Note { kind, place: 0..text.len(), message }
}

/// The documents in which something is looked for, by segment; `None` is all.
pub(super) fn within(asked: &mut Asked<'_>, request: &Request) -> Result<Option<Vec<Docs>>> {
    if request.text.trim().is_empty() && !request.is_filtered() {
        return Ok(None);
    }
    let found = asked.find()?;
    let mut only = Vec::with_capacity(found.len());
    for (segment, docs) in asked.view.segments.iter().zip(&found) {
        let mut set = Docs::none(segment.max_doc);
        for &doc in docs {
            set.add(doc);
        }
        only.push(set);
    }
    Ok(Some(only))
}

/// A passage as it is looked for.
struct Wanted {
    words: Vec<Word>,
    vocabulary: Vocabulary,
    /// Whether words were cut off at its end.
    cut: bool,
    text: WantedText,
}

/// Where a passage comes from.
enum WantedText {
    Typed(String),
    Of(Box<Stored>, Address),
}

impl Wanted {
    fn of_text(text: &str, lang: Lang) -> Self {
        let mut vocabulary = Vocabulary::default();
        let words = words_of_text(text, lang, &mut vocabulary);
        Self::new(words, vocabulary, WantedText::Typed(text.to_owned()))
    }

    fn of_document(stored: Stored, address: Address) -> Result<Self> {
        let mut vocabulary = Vocabulary::default();
        let words = words_of_document(&stored, &mut vocabulary)?;
        Ok(Self::new(words, vocabulary, WantedText::Of(Box::new(stored), address)))
    }

    fn new(mut words: Vec<Word>, vocabulary: Vocabulary, text: WantedText) -> Self {
        let cut = words.len() > MOST_WORDS;
        words.truncate(MOST_WORDS);
        Self { words, vocabulary, cut, text }
    }

    fn passage(&self, range: TextRange) -> Result<Passage> {
        Ok(match &self.text {
            WantedText::Typed(text) => {
                let piece = text.get(range.span()).unwrap_or_default();
                Passage { text: one_line(piece), range, ..Passage::default() }
            }
            WantedText::Of(stored, _) => Passage {
                doc: Some(stored.id.clone()),
                path: Some(stored.path.clone()),
                date: stored.date.map(|date| date.to_string()),
                text: one_line(&stored.slice(range)?),
                range,
                source: Some(place_in_source(stored, range)?),
            },
        })
    }

    /// The words `from..to` as they were written, in one line.
    fn piece(&self, from: usize, to: usize) -> Result<String> {
        let range = range_of(self.words.get(from..to).unwrap_or_default());
        Ok(match &self.text {
            WantedText::Typed(text) => one_line(text.get(range.span()).unwrap_or_default()),
            WantedText::Of(stored, _) => one_line(&stored.slice(range)?),
        })
    }
}

pub(super) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Where a range of a document stands in its original.
pub(super) fn place_in_source(stored: &Stored, range: TextRange) -> Result<Source> {
    let (line, byte) = source(stored, range)?;
    let passages = stored.passages()?;
    let at = passages.partition_point(|passage| passage.range.start <= range.start).saturating_sub(1);
    Ok(Source { line, byte, page: passages.get(at).and_then(|passage| passage.page) })
}

/// A place with what it is sorted by.
pub(super) struct Place {
    day: Option<i64>,
    pub quotation: Quotation,
}

impl Place {
    pub fn new(day: Option<i64>, quotation: Quotation) -> Self {
        Self { day, quotation }
    }

    fn compare(&self, other: &Place) -> Ordering {
        let by_date = match (self.day, other.day) {
            (Some(a), Some(b)) => a.cmp(&b),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        };
        let (a, b) = (&self.quotation, &other.quotation);
        by_date
            .then_with(|| a.path.cmp(&b.path))
            .then_with(|| a.doc.cmp(&b.doc))
            .then_with(|| (a.range.start, a.range.end).cmp(&(b.range.start, b.range.end)))
            .then_with(|| (&a.of.path, a.of.range.start).cmp(&(&b.of.path, b.of.range.start)))
    }
}

/// The places of one passage or document, looked for on up to so many threads.
fn places_of(
    asked: &Asked<'_>,
    request: &QuoteRequest,
    wanted: &Wanted,
    only: Option<&[Docs]>,
    threads: usize,
    room: &mut Room,
) -> Result<Vec<Place>> {
    let view = &asked.view;
    let rarity = Rarity::of(view, &wanted.vocabulary)?;
    let frequent = rarity.frequent();
    let (whole, least_words) = match (&wanted.text, request.words) {
        (WantedText::Typed(_), None) => (true, 1),
        (_, words) => (false, words.unwrap_or(PART_WORDS).max(1)),
    };
    let bits = if whole { BITS } else { (BITS_A_WORD * least_words as f32).clamp(LEAST_BITS, MOST_BITS) };
    let sought = Sought { words: &wanted.words, vocabulary: &wanted.vocabulary, rarity: &rarity, bits, only };
    let mut found = candidates(view, &sought, threads, room)?;
    if let WantedText::Of(_, own) = &wanted.text {
        found.retain(|candidate| (candidate.segment, candidate.doc) != (own.segment, own.doc));
    }
    // of words in another spelling nothing is known before the alignment
    let worth = if whole { wanted.words.len().min(40) / 3 } else { least_words / 2 };
    let looked = Looked { passage: &wanted.words, frequent: &frequent, worth };
    let documents: Vec<&[Candidate]> =
        found.chunk_by(|a, b| (a.segment, a.doc) == (b.segment, b.doc)).collect();
    let threads = threads.min(documents.len() / WORTH_A_THREAD);
    let vocabulary = || wanted.vocabulary.clone();
    let places = in_order(threads, &documents, vocabulary, |vocabulary, of| {
        let mut places = Vec::new();
        if asked.has_ended() {
            return Ok(places);
        }
        let address = Address { segment: of[0].segment, doc: of[0].doc };
        let stored = view.stored(address)?;
        let of: Vec<&Candidate> = of.iter().collect();
        for piece in pieces(&stored, &of, &looked, vocabulary)? {
            let alignment = piece.alignment();
            let of = if whole { wanted.words.len() } else { piece.q.1 - piece.q.0 };
            let similarity = alignment.similarity(of);
            if similarity >= request.least && alignment.in_common() >= least_words {
                let day = view.segments[address.segment as usize].days(address.doc).map(|days| days.0);
                let quotation = quotation(&stored, wanted, &piece, whole, similarity)?;
                places.push(Place::new(day, quotation));
            }
        }
        Ok(places)
    })?;
    Ok(places.into_iter().flatten().collect())
}

/// A place as it is told.
fn quotation(
    stored: &Stored,
    wanted: &Wanted,
    piece: &Piece,
    whole: bool,
    similarity: f64,
) -> Result<Quotation> {
    let range = range_of(&piece.words);
    let text = stored.slice(range)?.into_owned();
    let words = piece.alignment().in_common();
    let passages = stored.passages()?;
    let at = passages.partition_point(|passage| passage.range.start <= range.start).saturating_sub(1);
    let heading = match passages.get(at) {
        Some(passage) => section(stored, passage)?,
        None => None,
    };
    let of = if whole { (0, wanted.words.len()) } else { piece.q };
    Ok(Quotation {
        doc: stored.id.clone(),
        path: stored.path.clone(),
        title: stored.title.clone(),
        date: stored.date.map(|date| date.to_string()),
        section: heading,
        similarity: (similarity * 1e3).round() / 1e3,
        words,
        differences: differences_of(wanted, piece, whole, &text, range.start)?,
        text: one_line(&text),
        range,
        source: place_in_source(stored, range)?,
        of: wanted.passage(range_of(&wanted.words[of.0..of.1]))?,
    })
}

/// Where the text of a place differs from the passage; of a whole one, what it lacks at its ends, too.
fn differences_of(
    wanted: &Wanted,
    piece: &Piece,
    whole: bool,
    text: &str,
    base: u32,
) -> Result<Vec<Difference>> {
    let was = |from: usize, to: usize| wanted.piece(from, to);
    let mut out = Vec::new();
    if whole && piece.q.0 > 0 {
        out.push(Difference { at: [0, 0], was: was(0, piece.q.0)? });
    }
    out.append(&mut differences(&piece.steps, piece.q.0, &was, &piece.words, text, base)?);
    if whole && piece.q.1 < wanted.words.len() {
        let end = one_line(text).chars().count();
        out.push(Difference { at: [end, end], was: was(piece.q.1, wanted.words.len())? });
    }
    Ok(out)
}

/// The places of all documents that a query finds. Each pair of documents that both find, and are found in, is told
/// once.
fn between(
    reader: &Reader,
    asked: &mut Asked<'_>,
    request: &QuoteRequest,
    of: &Request,
    only: Option<Vec<Docs>>,
) -> Result<Vec<Place>> {
    let mut others = Asked::new(reader, of)?;
    let found = others.find()?;
    asked.notes.append(&mut others.notes);
    let mut sources = Vec::new();
    for (segment, docs) in others.view.segments.iter().zip(&found) {
        sources.extend(docs.iter().map(|&doc| Address { segment: segment.number, doc }));
    }
    let is_in = |address: &Address| match &only {
        None => true,
        Some(only) => only.get(address.segment as usize).is_some_and(|docs| docs.contains(address.doc)),
    };
    let asked: &Asked<'_> = asked;
    let places = in_order(cores(), &sources, Room::default, |room, &address| {
        if asked.has_ended() {
            return Ok(Vec::new());
        }
        let stored = asked.view.stored(address)?;
        let id = stored.id.clone();
        let wanted = Wanted::of_document(stored, address)?;
        let mut places = places_of(asked, request, &wanted, only.as_deref(), 1, room)?;
        if is_in(&address) {
            let from_both = |place: &Place| -> Result<bool> {
                let Some(other) = reader.find(&place.quotation.doc)? else { return Ok(false) };
                let other = Address { segment: other.segment_ord, doc: other.doc_id };
                Ok(sources.binary_search(&other).is_ok() && place.quotation.doc > id)
            };
            let mut kept = Vec::with_capacity(places.len());
            for place in places {
                if !from_both(&place)? {
                    kept.push(place);
                }
            }
            places = kept;
        }
        Ok(places)
    })?;
    Ok(places.into_iter().flatten().collect())
}

/// The view is shared by the threads that look documents up.
const _: () = {
    const fn shared<T: Sync>() {}
    shared::<View<'_>>();
};
