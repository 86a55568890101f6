//! The tokens of a text, in one growing buffer: no allocation a token.
//!
//! The buffer holds every term behind a marker, so that it is at once what a query reads by [`Tokens::term`]
//! and what the index writer replays into a field ([`Replay`]): the text is analyzed exactly once.

use std::fmt::Write;
use tantivy::tokenizer::{Token as FieldToken, TokenStream, Tokenizer};

/// The next term stands one position on.
const NEXT: char = '\u{2}';
/// The next term is extra: as many positions back from the last one as the next character says.
const EXTRA: char = '\u{3}';
/// Decimal digits follow: the position of the next [`NEXT`].
const JUMP: char = '\u{4}';

/// One word of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First byte in the analyzed text.
    pub start: u32,
    /// One past its last byte; a joined form (`society s`) covers all that it was made from.
    pub end: u32,
    /// Its position; see [`analyze_from`](super::analyze_from).
    pub position: u32,
    /// A second form of a compound: `antiwar` at the position of the `anti` of `anti-war`.
    pub extra: bool,
    /// A sentence starts here.
    pub sentence: bool,
    /// Its source has a character beyond ASCII.
    pub(super) wide: bool,
    pub(super) term_start: u32,
    pub(super) term_len: u16,
}

/// The tokens of one or more passages. Reuse one: clearing keeps the buffers.
#[derive(Clone, Debug, Default)]
pub struct Tokens {
    pub(super) terms: String,
    pub(super) list: Vec<Token>,
    /// The position that the next token gets, as the buffer would be replayed.
    next: u32,
}

impl Tokens {
    /// Forgets all tokens.
    pub fn clear(&mut self) {
        self.terms.clear();
        self.list.clear();
        self.next = 0;
    }

    /// The tokens, in the order of the text; an extra form follows the last part of its compound.
    pub fn iter(&self) -> std::slice::Iter<'_, Token> {
        self.list.iter()
    }

    /// How many tokens, with extra forms.
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The exact form of a token of this list; empty for a token of another.
    pub fn term(&self, token: &Token) -> &str {
        let start = token.term_start as usize;
        self.terms.get(start..start + usize::from(token.term_len)).unwrap_or_default()
    }

    /// The exact forms in order, for tests and explanations.
    pub fn terms(&self) -> impl Iterator<Item = &str> {
        self.list.iter().map(|token| self.term(token))
    }

    /// Forgets the list but keeps the buffer that [`Replay`] reads.
    pub(crate) fn forget_list(&mut self) {
        self.list.clear();
    }

    /// What [`Replay`] reads.
    pub(crate) fn buffer(&self) -> &str {
        &self.terms
    }

    /// Appends a term as it is, at the next position.
    pub(crate) fn push_term(&mut self, term: &str) {
        self.terms.push(NEXT);
        self.terms.push_str(term);
        self.next += 1;
    }

    /// Sets the position of the next token.
    pub(crate) fn jump(&mut self, position: u32) {
        if position != self.next {
            self.terms.push(JUMP);
            // writing to a string cannot fail
            let _ = write!(self.terms, "{position}");
            self.next = position;
        }
    }

    /// Starts a term at the next position; returns where its text goes.
    pub(super) fn open_term(&mut self) -> usize {
        self.terms.push(NEXT);
        self.terms.len()
    }

    /// Ends the term that was opened last. An empty one is taken back.
    pub(super) fn close_term(
        &mut self,
        term_start: usize,
        start: usize,
        end: usize,
        wide: bool,
        sentence: bool,
    ) {
        let mut len = self.terms.len() - term_start;
        if len == 0 {
            self.terms.pop();
            return;
        }
        if len > super::MAX_TERM {
            len = self.terms[term_start..].floor_char_boundary(super::MAX_TERM);
            self.terms.truncate(term_start + len);
        }
        self.list.push(Token {
            start: start as u32,
            end: end as u32,
            position: self.next,
            extra: false,
            sentence,
            wide,
            term_start: term_start as u32,
            term_len: len as u16,
        });
        self.next += 1;
    }

    /// Adds the joined form of the last `parts` tokens at the position of the first of them.
    pub(super) fn push_joined(&mut self, parts: usize) {
        let from = self.list.len() - parts;
        let (first, last) = (self.list[from], self.list[self.list.len() - 1]);
        self.terms.push(EXTRA);
        self.terms.push((b'0' + parts as u8) as char);
        let term_start = self.terms.len();
        for i in from..self.list.len() {
            let (at, len) = (self.list[i].term_start as usize, usize::from(self.list[i].term_len));
            self.terms.extend_from_within(at..at + len);
        }
        let term_len = self.terms.len() - term_start;
        let wide = self.list[from..].iter().any(|token| token.wide);
        self.list.push(Token {
            start: first.start,
            end: last.end,
            position: first.position,
            extra: true,
            sentence: false,
            wide,
            term_start: term_start as u32,
            term_len: term_len as u16,
        });
    }
}

/// The tokenizer that the index's fields have: it reads the buffer of [`Tokens`] back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Replay;

/// The stream of [`Replay`].
pub(crate) struct ReplayStream<'a> {
    rest: &'a str,
    next: usize,
    token: FieldToken,
}

impl Tokenizer for Replay {
    type TokenStream<'a> = ReplayStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> ReplayStream<'a> {
        ReplayStream { rest: text, next: 0, token: FieldToken::default() }
    }
}

impl TokenStream for ReplayStream<'_> {
    fn advance(&mut self) -> bool {
        let mut position = None;
        loop {
            let mut chars = self.rest.chars();
            match chars.next() {
                Some(NEXT) => {
                    position = Some(self.next);
                    self.next += 1;
                    self.rest = chars.as_str();
                }
                Some(EXTRA) => {
                    let back = chars.next().map_or(0, |c| (c as usize).saturating_sub('0' as usize));
                    position = Some(self.next.saturating_sub(back));
                    self.rest = chars.as_str();
                }
                Some(JUMP) => {
                    let rest = chars.as_str();
                    let end = rest.bytes().take_while(u8::is_ascii_digit).count();
                    self.next = rest[..end].parse().unwrap_or(self.next);
                    self.rest = &rest[end..];
                }
                Some(_) => break,
                None => return false,
            }
        }
        let end = self.rest.bytes().position(|byte| (2..=4).contains(&byte)).unwrap_or(self.rest.len());
        self.token.position = position.unwrap_or(self.next);
        self.token.text.clear();
        self.token.text.push_str(&self.rest[..end]);
        self.rest = &self.rest[end..];
        true
    }

    fn token(&self) -> &FieldToken {
        &self.token
    }

    fn token_mut(&mut self) -> &mut FieldToken {
        &mut self.token
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Lang, analyze_from};
    use super::*;

    #[test]
    fn a_field_gets_the_tokens_that_a_query_sees() {
        let mut tokens = Tokens::default();
        let next = analyze_from("The anti-war vote.", Lang::English, 0, &mut tokens);
        assert_eq!(next, 4);
        analyze_from("Adopted", Lang::English, next + 100, &mut tokens);
        let mut replayed = Vec::new();
        Replay
            .token_stream(tokens.buffer())
            .process(&mut |token| replayed.push((token.text.clone(), token.position as u32)));
        let direct: Vec<_> = tokens.iter().map(|t| (tokens.term(t).to_owned(), t.position)).collect();
        assert_eq!(replayed, direct);
        assert_eq!(direct[3], ("antiwar".to_owned(), 1));
        assert_eq!(direct[5], ("adopted".to_owned(), 104));
    }
}
