//! A passage as it is looked for: its words, and where it comes from.

use super::passage::Passage;
use super::quote::{MOST_WORDS, one_line, place_in_source};
use super::sequence::{Word, range_of, words_of_document, words_of_text};
use crate::error::{Error, Result};
use crate::view::{Address, View};
use crate::vocabulary::Vocabulary;
use pamphlet_document::TextRange;
use pamphlet_index::Stored;
use pamphlet_index::analyzer::Lang;

/// A passage as it is looked for.
pub(super) struct Wanted {
    pub words: Vec<Word>,
    pub vocabulary: Vocabulary,
    /// Whether words were cut off at its end.
    pub cut: bool,
    pub text: WantedText,
}

/// Where a passage comes from.
pub(super) enum WantedText {
    Typed(String),
    Of(Box<Stored>, Address),
}

impl Wanted {
    pub fn of_text(text: &str, lang: Lang) -> Self {
        let mut vocabulary = Vocabulary::default();
        let words = words_of_text(text, lang, &mut vocabulary);
        Self::new(words, vocabulary, WantedText::Typed(text.to_owned()))
    }

    /// A document by its id.
    pub fn of_id(view: &View<'_>, id: &str) -> Result<Self> {
        let address = view.index.find(id)?.ok_or_else(|| Error::NoDocument { id: id.to_owned() })?;
        let address = Address { segment: address.segment_ord, doc: address.doc_id };
        Self::of_document(view.stored(address)?, address)
    }

    pub fn of_document(stored: Stored, address: Address) -> Result<Self> {
        let mut vocabulary = Vocabulary::default();
        let words = words_of_document(&stored, &mut vocabulary)?;
        Ok(Self::new(words, vocabulary, WantedText::Of(Box::new(stored), address)))
    }

    fn new(mut words: Vec<Word>, vocabulary: Vocabulary, text: WantedText) -> Self {
        let cut = words.len() > MOST_WORDS;
        words.truncate(MOST_WORDS);
        Self { words, vocabulary, cut, text }
    }

    pub fn passage(&self, range: TextRange) -> Result<Passage> {
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
    pub fn piece(&self, from: usize, to: usize) -> Result<String> {
        let range = range_of(self.words.get(from..to).unwrap_or_default());
        Ok(match &self.text {
            WantedText::Typed(text) => one_line(text.get(range.span()).unwrap_or_default()),
            WantedText::Of(stored, _) => one_line(&stored.slice(range)?),
        })
    }
}
