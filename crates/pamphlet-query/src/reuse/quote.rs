//! Who said it first: every place that has a passage, word for word or nearly.

use super::between::between;
use super::difference::differences;
use super::formulas;
use super::passage::{Difference, Quotation, Quotations, QuoteOf, QuoteRequest};
use super::pieces::{Looked, Piece, pieces};
use super::seeds::{Candidate, Rarity, Room, Sought, candidates};
use super::sequence::range_of;
use super::short;
use super::wanted::{Wanted, WantedText};
use crate::collection::Scope;
use crate::cursor::Docs;
use crate::error::Result;
use crate::hit::{Query, Source};
use crate::note::{Note, NoteKind};
use crate::parallel::{cores, in_order};
use crate::request::Request;
use crate::search::Asked;
use crate::snippet::section;
use crate::view::{Address, source};
use pamphlet_document::TextRange;
use pamphlet_index::Stored;
use pamphlet_index::analyzer::Lang;
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
/// As [`search`](crate::search()); [`Error::NoDocument`](crate::Error::NoDocument) when the document is not there.
pub fn quote<'r>(scope: impl Into<Scope<'r>>, request: &QuoteRequest) -> Result<Quotations> {
    Ok(Quotations::join(vec![quote_part(scope, request)?], request))
}

/// The places of a [`quote`] in some documents of a collection; see [`Quotations::join`]. A document that is asked about
/// must be among them, whatever else is.
///
/// # Errors
/// As [`quote`].
pub fn quote_part<'r>(scope: impl Into<Scope<'r>>, request: &QuoteRequest) -> Result<QuotePart> {
    let scope = scope.into();
    let mut asked = Asked::new(scope, &request.within)?;
    let only = within(&mut asked, &request.within)?;
    let mut places = Vec::new();
    match &request.of {
        QuoteOf::Text(text) => match Typed::of(text, &asked.langs) {
            Typed::Nothing => {
                asked.notes.push(note(NoteKind::NotFound, text, "the passage has no words".to_owned()));
            }
            Typed::Phrase => {
                let message = format!(
                    "a passage of fewer than {FEWEST_WORDS} words is looked for word for word, as a phrase"
                );
                asked.notes.push(note(NoteKind::Limit, text, message));
                places = short::places(scope, request, text)?;
            }
            Typed::Passage(wanted) => {
                if wanted.cut {
                    let message = format!("only the first {MOST_WORDS} words are looked for");
                    asked.notes.push(note(NoteKind::Limit, text, message));
                }
                places = places_of(&asked, request, &wanted, only.as_deref(), cores(), &mut Room::default())?;
            }
        },
        QuoteOf::Document(id) => {
            let wanted = Wanted::of_id(&asked.view, id)?;
            places = places_of(&asked, request, &wanted, only.as_deref(), cores(), &mut Room::default())?;
        }
        QuoteOf::Documents(of) => places = between(scope, &mut asked, request, of, only)?,
    }
    if asked.has_ended() {
        asked.note_late();
    }
    Ok(QuotePart { places, query: asked.into_query(&request.within) })
}

/// A passage as it was typed.
pub(super) enum Typed {
    /// It has no words.
    Nothing,
    /// It is looked for word for word.
    Phrase,
    Passage(Wanted),
}

impl Typed {
    pub fn of(text: &str, langs: &[Lang]) -> Typed {
        let wanted = Wanted::of_text(text, langs.first().copied().unwrap_or(Lang::English));
        match wanted.words.len() {
            0 => Typed::Nothing,
            1..FEWEST_WORDS => Typed::Phrase,
            _ => Typed::Passage(wanted),
        }
    }
}

/// What of a passage counts as a place.
pub(super) struct Measure {
    /// Whether the passage is looked for as a whole.
    pub whole: bool,
    /// Words in common, at least.
    pub words: usize,
    /// Bits that the seeds of a place must have.
    pub bits: f32,
}

impl Measure {
    pub fn of(wanted: &Wanted, request: &QuoteRequest) -> Measure {
        let (whole, words) = match (&wanted.text, request.words) {
            (WantedText::Typed(_), None) => (true, 1),
            (_, words) => (false, words.unwrap_or(PART_WORDS).max(1)),
        };
        let bits = if whole { BITS } else { (BITS_A_WORD * words as f32).clamp(LEAST_BITS, MOST_BITS) };
        Measure { whole, words, bits }
    }
}

/// Places in some of the documents in which a passage is looked for.
pub struct QuotePart {
    places: Vec<Place>,
    query: Query,
}

impl std::fmt::Debug for QuotePart {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "QuotePart({} places)", self.places.len())
    }
}

impl Quotations {
    /// One answer of those over parts of a collection that have no document in common. How the query was read is that of
    /// the first.
    pub fn join(parts: Vec<QuotePart>, request: &QuoteRequest) -> Quotations {
        let mut places = Vec::new();
        let mut query: Option<Query> = None;
        for mut part in parts {
            places.append(&mut part.places);
            match &mut query {
                None => query = Some(part.query),
                Some(query) => {
                    let more = part.query.notes.into_iter().filter(|note| !query.notes.contains(note));
                    let more: Vec<Note> = more.collect();
                    query.notes.extend(more);
                }
            }
        }
        let mut query = query.unwrap_or_default();
        if let Some(most) = request.most_documents {
            let out = formulas::leave_out(&mut places, most);
            if out > 0 {
                let message =
                    format!("places of passages that more than {most} documents have were left out: {out}");
                query.notes.push(note(NoteKind::Limit, &request.within.text, message));
            }
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
        Quotations { quotations, total, documents, query }
    }
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
pub(super) fn places_of(
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
    let Measure { whole, words: least_words, bits } = Measure::of(wanted, request);
    let (words, vocabulary, has_ended) = (&wanted.words[..], &wanted.vocabulary, &|| asked.has_ended());
    let sought = Sought { words, vocabulary, rarity: &rarity, bits, only, has_ended };
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
