//! What was cited, found again: in the document that it was taken from, also where that has changed, or in another one.

use crate::cite::{OWN, source_of, text_hash};
use crate::{Citation, Error, Index, Request, Source};
use pamphlet_document::TextRange;
use pamphlet_index::Stored;
use pamphlet_query::LEAST_SIMILARITY;
use serde::{Deserialize, Serialize};

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

impl Index {
    /// Finds what was cited again: by its place where the text is what it was; else by its words, those around it
    /// deciding between several places; else by what is most like it, first in its own document. `None` where nothing
    /// is left of it.
    ///
    /// # Errors
    /// As [`Index::find`].
    pub fn find_again(&self, anchor: &Anchor) -> Result<Option<Located>, Error> {
        self.find_again_in_time(anchor, &Request::new(""))
    }

    /// The same, for as long as the `timeout` and `stop` of a request say.
    ///
    /// # Errors
    /// As [`Index::find`]; [`Error::Late`] where time ran out before it was known.
    pub fn find_again_in_time(&self, anchor: &Anchor, time: &Request) -> Result<Option<Located>, Error> {
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
            if let Some((range, similarity, _)) =
                self.alike(&anchor.exact, OWN, time, |doc| doc == stored.id)?
            {
                return Ok(Some(self.located(stored, range, FoundAgain::Changed, similarity)?));
            }
        }
        if anchor.exact.is_empty() {
            return Ok(None);
        }
        let Some((range, similarity, doc)) = self.alike(&anchor.exact, LEAST_SIMILARITY, time, |_| true)?
        else {
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
