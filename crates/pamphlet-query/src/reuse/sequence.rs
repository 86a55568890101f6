//! A text as a row of words that can be compared: exact forms as numbers, with their bytes and positions.

use crate::error::Result;
use crate::view::passage_lang;
use crate::vocabulary::Vocabulary;
use pamphlet_document::TextRange;
use pamphlet_index::Stored;
use pamphlet_index::analyzer::{Lang, Token, Tokens, analyze, analyze_from};

/// A word in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// The number of its exact form.
    pub form: u32,
    /// Its bytes in the text.
    pub start: u32,
    pub end: u32,
    /// Its position in the document.
    pub position: u32,
    /// Whether a sentence starts with it.
    pub sentence: bool,
}

/// The words of a text of one's own, positions from 0. The second forms of compounds are left out.
pub(super) fn words_of_text(text: &str, lang: Lang, vocabulary: &mut Vocabulary) -> Vec<Word> {
    let mut tokens = Tokens::default();
    analyze(text, lang, &mut tokens);
    let mut words = Vec::with_capacity(tokens.len());
    push(&tokens, 0, vocabulary, &mut words);
    words
}

/// The words of a passage of a document, by its place among its passages.
pub(super) fn words_of_passage(stored: &Stored, at: usize, vocabulary: &mut Vocabulary) -> Result<Vec<Word>> {
    let Some(passage) = stored.passages()?.get(at) else { return Ok(Vec::new()) };
    let text = stored.slice(passage.range)?;
    let mut tokens = Tokens::default();
    analyze_from(&text, passage_lang(stored, passage.block), passage.first_position, &mut tokens);
    let mut words = Vec::with_capacity(tokens.len());
    push(&tokens, passage.range.start, vocabulary, &mut words);
    Ok(words)
}

/// The words of a document's content, without page chrome.
pub(super) fn words_of_document(stored: &Stored, vocabulary: &mut Vocabulary) -> Result<Vec<Word>> {
    let mut words = Vec::new();
    for (at, passage) in stored.passages()?.iter().enumerate() {
        if !passage.role.is_chrome() {
            words.append(&mut words_of_passage(stored, at, vocabulary)?);
        }
    }
    Ok(words)
}

fn push(tokens: &Tokens, offset: u32, vocabulary: &mut Vocabulary, words: &mut Vec<Word>) {
    for token in tokens.iter().filter(|token| !token.extra) {
        let form = vocabulary.number(tokens.term(token));
        let (start, end) = (offset + token.start, offset + token.end);
        let Token { position, sentence, .. } = *token;
        words.push(Word { form, start, end, position, sentence });
    }
}

/// The bytes from the first word to the last.
pub(super) fn range_of(words: &[Word]) -> TextRange {
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => TextRange::new(first.start, last.end.max(first.start)),
        _ => TextRange::new(0, 0),
    }
}
