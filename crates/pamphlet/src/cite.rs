//! Citations: a passage with all that it takes to find it again, which [`again`](crate::again) does.
//!
//! How a citation is written in a style is the affair of who prints it; here it is data.

use crate::{Error, Index, Note, QuoteOf, QuoteRequest, Request, Source};
use pamphlet_document::sentences::sentences;
use pamphlet_document::{TextRange, field, in_characters};
use pamphlet_index::Stored;
use pamphlet_query::NoteKind;
use serde::Serialize;

/// Characters before and behind a passage that tell it from the same words elsewhere in its document.
const AROUND: usize = 32;

/// How alike a place in its own document must be to be what became of a passage; in another one it must be a quotation.
pub(crate) const OWN: f64 = 0.6;

/// What of a document is cited.
#[derive(Clone, Debug)]
pub enum CiteOf {
    /// All of it.
    Whole,
    /// The sentence in which a query matches first.
    Match(Box<Request>),
    /// A passage of it, as typed: word for word, or else nearly.
    Text(String),
    /// A range of its text.
    Range(TextRange),
}

/// A document or a passage of it, with all that a citation says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Citation {
    /// The document's id.
    pub doc: String,
    /// Its path.
    pub path: String,
    /// The id that the record gives itself.
    pub record_id: Option<String>,
    /// Its title.
    pub title: Option<String>,
    /// Who says it: the speaker of the speech that the passage is of, else the authors of the document.
    pub authors: Vec<String>,
    /// Who publishes it: the organisation of the document.
    pub publisher: Option<String>,
    /// Whether the passage is of a speech within the document.
    pub speech: bool,
    /// The date, as exactly as it is known.
    pub date: Option<String>,
    /// The heading that the passage stands under.
    pub section: Option<String>,
    /// The address that it was taken from.
    pub url: Option<String>,
    /// The language, ISO 639-1.
    pub lang: Option<String>,
    /// The passage; none where the document as a whole is cited.
    pub quote: Option<CitedPassage>,
    /// Where the passage, or the whole, stands in the original.
    pub source: Option<Source>,
    /// `blake3:` and the BLAKE3 hash of the document's text in 64 hexadecimal digits.
    pub hash: String,
}

/// A passage and what tells it from the same words elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CitedPassage {
    /// The passage as it stands in the document's text.
    pub exact: String,
    /// What stands before it.
    pub prefix: String,
    /// What stands behind it.
    pub suffix: String,
    /// Its bytes in the document's text.
    pub range: TextRange,
    /// The same in characters (Unicode code points), the end exclusive.
    pub characters: [usize; 2],
}

/// The hash of a text, as citations give it.
pub fn text_hash(text: &str) -> String {
    format!("blake3:{}", blake3::hash(text.as_bytes()).to_hex())
}

impl Index {
    /// A citation of the document with this id, or of a passage of it; `None` where the query matches nothing in it, or
    /// it does not have the passage.
    ///
    /// # Errors
    /// As [`Index::find`]; [`Error::NoDocument`] where there is no such document.
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("a.txt", "Of mills\n\nIt is said. The mill belongs to those who work in it.\n\nAdded on 03-01-1886")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// use pamphlet::{Anchor, CiteOf, FoundAgain, Request};
    /// let doc = index.document_named("a.txt")?.id;
    /// let of = CiteOf::Match(Box::new(Request::new("belongs")));
    /// let citation = index.cite(&doc, &of)?.expect("it matches");
    /// let quote = citation.quote.as_ref().expect("a passage");
    /// assert_eq!(quote.exact, "The mill belongs to those who work in it.");
    /// assert!(quote.prefix.ends_with("It is said. "));
    /// let again = index.find_again(&Anchor::from(&citation))?.expect("it is there");
    /// assert_eq!((again.state, again.text), (FoundAgain::Same, quote.exact.clone()));
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn cite(&self, doc: &str, of: &CiteOf) -> Result<Option<Citation>, Error> {
        self.cite_in_time(doc, of, &Request::new(""))
    }

    /// The same, for as long as the `timeout` and `stop` of a request say.
    ///
    /// # Errors
    /// As [`Index::cite`]; [`Error::Late`] where time ran out before it was known.
    pub fn cite_in_time(&self, doc: &str, of: &CiteOf, time: &Request) -> Result<Option<Citation>, Error> {
        let stored = self.document(doc)?.ok_or_else(|| Error::NoDocument { name: doc.to_owned() })?;
        let text = self.guard(|| stored.text())?;
        let range = match of {
            CiteOf::Whole => None,
            CiteOf::Range(range) => {
                let end = range.end.min(text.len() as u32);
                let range = TextRange::new(range.start.min(end), end);
                if text.get(range.span()).is_none_or(str::is_empty) {
                    return Ok(None);
                }
                Some(range)
            }
            CiteOf::Match(request) => match self.highlights(request, doc)?.first() {
                Some(found) => Some(self.guard(|| sentence_around(&stored, &text, *found))?),
                None => return Ok(None),
            },
            CiteOf::Text(passage) => match self.place_of(passage, &stored, &text, time)? {
                Some(range) => Some(range),
                None => return Ok(None),
            },
        };
        Ok(Some(self.guard(|| citation(&stored, &text, range))?))
    }

    /// Where a typed passage stands in a document.
    fn place_of(
        &self,
        passage: &str,
        stored: &Stored,
        text: &str,
        time: &Request,
    ) -> Result<Option<TextRange>, Error> {
        let passage = passage.trim();
        if passage.is_empty() {
            return Ok(None);
        }
        if let Some(at) = text.find(passage) {
            return Ok(Some(TextRange::new(at as u32, (at + passage.len()) as u32)));
        }
        let found = self.alike(passage, OWN, time, |one| one == stored.id)?;
        Ok(found.map(|(range, _, _)| range))
    }

    /// The place most like a passage in the documents that are wanted.
    pub(crate) fn alike(
        &self,
        passage: &str,
        least: f64,
        time: &Request,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Option<(TextRange, f64, String)>, Error> {
        let mut request = QuoteRequest { least, ..QuoteRequest::new(QuoteOf::Text(passage.to_owned())) };
        request.within.limit = None;
        request.within.timeout = time.timeout;
        request.within.stop = time.stop.clone();
        let found = self.quote(&request)?;
        let is_late = |note: &Note| note.kind == NoteKind::Late;
        if found.query.notes.iter().any(is_late) {
            return Err(Error::Late);
        }
        let mut best: Option<(TextRange, f64, String)> = None;
        for one in found.quotations {
            if wanted(&one.doc) && best.as_ref().is_none_or(|best| one.similarity > best.1) {
                best = Some((one.range, one.similarity, one.doc));
            }
        }
        Ok(best)
    }
}

/// The sentence around a range, within its block.
fn sentence_around(stored: &Stored, text: &str, range: TextRange) -> pamphlet_index::Result<TextRange> {
    let blocks = stored.blocks()?;
    let Some(block) = blocks.iter().find(|block| block.range.contains(range)) else { return Ok(range) };
    let lang = block.lang.as_deref().or_else(|| stored.first(field::LANG)).unwrap_or_default();
    let base = block.range.start;
    let of_block = text.get(block.range.span()).unwrap_or_default();
    let mut out = range;
    for sentence in sentences(of_block, lang) {
        let sentence = TextRange::new(base + sentence.start as u32, base + sentence.end as u32);
        if sentence.start < range.end && range.start < sentence.end {
            out = TextRange::new(out.start.min(sentence.start), out.end.max(sentence.end));
        }
    }
    Ok(out)
}

pub(crate) fn source_of(stored: &Stored, range: TextRange) -> pamphlet_index::Result<Source> {
    let source = stored.source_of(range)?;
    let line = stored.lines_of(source)?;
    let passages = stored.passages()?;
    let at = passages.partition_point(|passage| passage.range.start <= range.start).saturating_sub(1);
    let page = passages.get(at).and_then(|passage| passage.page);
    Ok(Source { line, byte: [source.start, source.end], page })
}

fn citation(stored: &Stored, text: &str, range: Option<TextRange>) -> pamphlet_index::Result<Citation> {
    let all = |name: &str| stored.fields.get(name).cloned().unwrap_or_default();
    let first = |name: &str| stored.first(name).map(str::to_owned);
    let speeches = stored.speeches()?;
    let spoken = range.and_then(|range| speeches.iter().find(|speech| speech.range.contains(range)));
    let mut authors = match spoken {
        Some(speech) => vec![speech.speaker.clone()],
        None => all(field::AUTHOR),
    };
    if authors.is_empty() && all(field::SPEAKER).len() == 1 {
        authors = all(field::SPEAKER);
    }
    let passages = stored.passages()?;
    let section = match range {
        Some(range) => {
            let at = passages.partition_point(|passage| passage.range.start <= range.start).saturating_sub(1);
            let heading = passages.get(at).and_then(|passage| passage.section);
            heading.and_then(|at| stored.blocks().ok()?.get(at as usize).map(|block| block.range))
        }
        None => None,
    };
    let section = match section {
        Some(heading) => Some(stored.slice(heading)?.split_whitespace().collect::<Vec<_>>().join(" ")),
        None => None,
    };
    let whole = TextRange::new(0, text.len() as u32);
    Ok(Citation {
        doc: stored.id.clone(),
        path: stored.path.clone(),
        record_id: stored.record_id.clone(),
        title: stored.title.clone(),
        authors,
        publisher: first(field::ORG),
        speech: spoken.is_some(),
        date: stored.date.map(|date| date.to_string()),
        section: section.filter(|section| Some(section) != stored.title.as_ref()),
        url: first(field::URL),
        lang: first(field::LANG),
        quote: range.map(|range| cited(text, range)),
        source: Some(source_of(stored, range.unwrap_or(whole))?),
        hash: text_hash(text),
    })
}

fn cited(text: &str, range: TextRange) -> CitedPassage {
    let before = text.get(..range.start as usize).unwrap_or_default();
    let behind = text.get(range.end as usize..).unwrap_or_default();
    let from = before.char_indices().rev().nth(AROUND - 1).map_or(0, |(at, _)| at);
    let characters = in_characters(text, &[range]);
    CitedPassage {
        exact: text.get(range.span()).unwrap_or_default().to_owned(),
        prefix: before[from..].to_owned(),
        suffix: behind.chars().take(AROUND).collect(),
        range,
        characters: characters.first().copied().unwrap_or_default(),
    }
}
