//! Citations: a passage with all that it takes to find it again, and finding it again.
//!
//! How a citation is written in a style is the affair of who prints it; here it is data.

use crate::{Error, Index, QuoteOf, QuoteRequest, Request, Source};
use pamphlet_document::sentences::sentences;
use pamphlet_document::{TextRange, field, in_characters};
use pamphlet_index::Stored;
use pamphlet_query::LEAST_SIMILARITY;
use serde::{Deserialize, Serialize};

/// Characters before and behind a passage that tell it from the same words elsewhere in its document.
const AROUND: usize = 32;

/// How alike a place in its own document must be to be what became of a passage; in another one it must be a quotation.
const OWN: f64 = 0.6;

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

/// What it takes to find a passage again: the part of a citation that [`Index::find_again`] reads.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The document's id.
    pub doc: String,
    /// Its path.
    pub path: String,
    /// The hash of its text; empty where it is not known.
    pub hash: String,
    /// The passage; empty where the whole was cited.
    pub exact: String,
    /// What stood before it.
    pub prefix: String,
    /// What stood behind it.
    pub suffix: String,
    /// Its characters in the document's text.
    pub characters: [usize; 2],
}

impl From<&Citation> for Anchor {
    fn from(citation: &Citation) -> Self {
        let quote = citation.quote.clone().unwrap_or_default();
        Self {
            doc: citation.doc.clone(),
            path: citation.path.clone(),
            hash: citation.hash.clone(),
            exact: quote.exact,
            prefix: quote.prefix,
            suffix: quote.suffix,
            characters: quote.characters,
        }
    }
}

/// How a passage was found again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum FoundAgain {
    /// The text is what it was, and the passage where it was.
    Same,
    /// The text has changed; the passage stands in it word for word.
    Moved,
    /// The text has changed; the passage stands in it with other words.
    Changed,
    /// The document is gone, or does not have it any more; another one does.
    Elsewhere,
}

/// A passage that was found again.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Located {
    /// How.
    pub state: FoundAgain,
    /// The document's id.
    pub doc: String,
    /// Its path.
    pub path: String,
    /// Bytes of its text.
    pub range: TextRange,
    /// What stands there.
    pub text: String,
    /// How alike it is to what was cited: 1 is word for word.
    pub similarity: f64,
    /// Where it stands in the original.
    pub source: Source,
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
            CiteOf::Text(passage) => match self.place_of(passage, &stored, &text)? {
                Some(range) => Some(range),
                None => return Ok(None),
            },
        };
        Ok(Some(self.guard(|| citation(&stored, &text, range))?))
    }

    /// Where a typed passage stands in a document.
    fn place_of(&self, passage: &str, stored: &Stored, text: &str) -> Result<Option<TextRange>, Error> {
        let passage = passage.trim();
        if passage.is_empty() {
            return Ok(None);
        }
        if let Some(at) = text.find(passage) {
            return Ok(Some(TextRange::new(at as u32, (at + passage.len()) as u32)));
        }
        let found = self.alike(passage, OWN, |one| one == stored.id)?;
        Ok(found.map(|(range, _, _)| range))
    }

    /// The place most like a passage in the documents that are wanted.
    fn alike(
        &self,
        passage: &str,
        least: f64,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Option<(TextRange, f64, String)>, Error> {
        let mut request = QuoteRequest { least, ..QuoteRequest::new(QuoteOf::Text(passage.to_owned())) };
        request.within.limit = None;
        let mut best: Option<(TextRange, f64, String)> = None;
        for one in self.quote(&request)?.quotations {
            if wanted(&one.doc) && best.as_ref().is_none_or(|best| one.similarity > best.1) {
                best = Some((one.range, one.similarity, one.doc));
            }
        }
        Ok(best)
    }

    /// Finds what was cited again: by its place where the text is what it was; else by its words, those around it
    /// deciding between several places; else by what is most like it, first in its own document. `None` where nothing
    /// is left of it.
    ///
    /// # Errors
    /// As [`Index::find`].
    pub fn find_again(&self, anchor: &Anchor) -> Result<Option<Located>, Error> {
        let own = match self.document(&anchor.doc)? {
            Some(stored) => Some(stored),
            None => match self.documents_named(&anchor.path)? {
                mut found if found.len() == 1 => found.pop(),
                _ => None,
            },
        };
        if let Some(stored) = &own {
            let text = self.guard(|| stored.text())?;
            let same = text_hash(&text) == anchor.hash;
            if anchor.exact.is_empty() {
                let whole = TextRange::new(0, text.len() as u32);
                let state = if same { FoundAgain::Same } else { FoundAgain::Changed };
                return Ok(Some(self.located(stored, whole, state, if same { 1.0 } else { 0.0 })?));
            }
            if let Some(range) = exact_place(&text, anchor) {
                let state = if same { FoundAgain::Same } else { FoundAgain::Moved };
                return Ok(Some(self.located(stored, range, state, 1.0)?));
            }
            if let Some((range, similarity, _)) = self.alike(&anchor.exact, OWN, |doc| doc == stored.id)? {
                return Ok(Some(self.located(stored, range, FoundAgain::Changed, similarity)?));
            }
        }
        if anchor.exact.is_empty() {
            return Ok(None);
        }
        let Some((range, similarity, doc)) = self.alike(&anchor.exact, LEAST_SIMILARITY, |_| true)? else {
            return Ok(None);
        };
        match self.document(&doc)? {
            Some(stored) => Ok(Some(self.located(&stored, range, FoundAgain::Elsewhere, similarity)?)),
            None => Ok(None),
        }
    }

    fn located(
        &self,
        stored: &Stored,
        range: TextRange,
        state: FoundAgain,
        similarity: f64,
    ) -> Result<Located, Error> {
        self.guard(|| {
            Ok(Located {
                state,
                doc: stored.id.clone(),
                path: stored.path.clone(),
                range,
                text: stored.slice(range)?.into_owned(),
                similarity,
                source: source_of(stored, range)?,
            })
        })
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

fn source_of(stored: &Stored, range: TextRange) -> pamphlet_index::Result<Source> {
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

/// The place of an anchor's words in a text: of several the one with most of the same around it, then the nearest to where
/// it was.
fn exact_place(text: &str, anchor: &Anchor) -> Option<TextRange> {
    let mut best: Option<(usize, usize, usize)> = None;
    let mut characters = 0;
    let mut counted = 0;
    for (at, _) in text.match_indices(&*anchor.exact) {
        characters += text[counted..at].chars().count();
        counted = at;
        let before =
            text[..at].chars().rev().zip(anchor.prefix.chars().rev()).take_while(|(a, b)| a == b).count();
        let behind = text[at + anchor.exact.len()..].chars();
        let behind = behind.zip(anchor.suffix.chars()).take_while(|(a, b)| a == b).count();
        let off = characters.abs_diff(anchor.characters[0]);
        let better = best.is_none_or(|(around, distance, _)| {
            before + behind > around || before + behind == around && off < distance
        });
        if better {
            best = Some((before + behind, off, at));
        }
    }
    best.map(|(_, _, at)| TextRange::new(at as u32, (at + anchor.exact.len()) as u32))
}

/// Reads a W3C Web Annotation that [`Citation`] was printed as, or one of another program's making with a
/// `TextQuoteSelector`.
///
/// # Errors
/// [`Error::Citation`] with what is missing.
///
/// ```
/// let annotation = r#"{"type": "Annotation", "target": {"source": "a.txt", "selector":
///     {"type": "TextQuoteSelector", "exact": "The mill belongs to those who work in it."}}}"#;
/// let anchor = pamphlet::read_annotation(annotation)?;
/// assert_eq!((anchor.path.as_str(), anchor.characters), ("a.txt", [0, 0]));
/// assert!(pamphlet::read_annotation("{}").is_err());
/// # Ok::<(), pamphlet::Error>(())
/// ```
pub fn read_annotation(json: &str) -> Result<Anchor, Error> {
    let wrong = |what: &str| Error::Citation { what: what.to_owned() };
    let value: serde_json::Value = serde_json::from_str(json.trim().trim_start_matches('\u{feff}'))
        .map_err(|error| wrong(&format!("no JSON: {error}")))?;
    let value = match value {
        // several citations: the first
        serde_json::Value::Array(list) => list.into_iter().next().unwrap_or_default(),
        value => value,
    };
    let target = &value["target"];
    if !target.is_object() {
        return Err(wrong("no annotation with a target"));
    }
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let own = &value["pamphlet"];
    let source = &target["source"];
    let path = [&own["path"], source, &source["id"]].into_iter().map(text).find(|path| !path.is_empty());
    let mut anchor = Anchor {
        doc: text(&own["doc"]),
        path: path.ok_or_else(|| wrong("an annotation of nothing: its target has no source"))?,
        hash: text(&own["hash"]),
        ..Anchor::default()
    };
    let selectors = match &target["selector"] {
        serde_json::Value::Array(list) => list.iter().collect(),
        serde_json::Value::Null => Vec::new(),
        one => vec![one],
    };
    for selector in selectors {
        match selector["type"].as_str() {
            Some("TextQuoteSelector") => {
                anchor.exact = text(&selector["exact"]);
                anchor.prefix = text(&selector["prefix"]);
                anchor.suffix = text(&selector["suffix"]);
            }
            Some("TextPositionSelector") => {
                let number = |name: &str| selector[name].as_u64().and_then(|at| usize::try_from(at).ok());
                anchor.characters = [number("start").unwrap_or(0), number("end").unwrap_or(0)];
            }
            _ => {}
        }
    }
    Ok(anchor)
}
