//! The tokens of a text, in one growing buffer: no allocation a token.

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
    /// The position that the next token gets.
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

    /// Sets the position of the next token.
    pub(super) fn jump(&mut self, position: u32) {
        self.next = position;
    }

    /// Starts a term at the next position; returns where its text goes.
    pub(super) fn open_term(&mut self) -> usize {
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
