//! A query's text read as an [`Expr`]. Never fails.
//!
//! ```text
//! query  = or
//! or     = and  { ("OR" | "|") and }
//! and    = not  { ["AND" | "&"] not }              side by side is AND, or OR when asked for
//! not    = ["NOT" | "-" | "+"] near
//! near   = item { ("NEAR/"n | "BEFORE/"n) item }   n words between at most; without /n it is 10
//! item   = [field ":" | "added:"] atom ["^" number]
//! atom   = phrase ["~" n] | "(" query ")" | unit "(" query ")" | range | "/" regex "/" | "@" set | word ["~" [1|2]]
//! ```
//!
//! First every token that cannot be the operator it looks like becomes a word or is left out, with a note
//! ([`settle`]); what remains is read by plain recursive descent ([`descent`]), no deeper than [`MOST_DEPTH`].

mod descent;
mod settle;
#[cfg(test)]
mod tests;

use crate::ast::{Expr, Phrase};
use crate::codebook::Codebook;
use crate::lexer::{ADDED, is_quote, lex};
use crate::note::{Note, NoteKind, Notes};
use descent::Parser;
pub(crate) use settle::is_address;
use settle::{adopt, demote_all, running_text, settle};
use std::collections::HashMap;
use std::sync::Arc;

/// Brackets nested deeper are left out: what stands in them is read as if they were not there.
pub const MOST_DEPTH: usize = 200;

/// Words, phrases and values beyond that many are left out.
pub const MOST_ITEMS: usize = 1_024;

/// Bytes of a query beyond that many are left out.
pub const MOST_BYTES: usize = 1 << 20;

/// How a query's text is to be read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reading {
    /// Words side by side are alternatives.
    pub any: bool,
    /// The whole text is one phrase.
    pub phrase: bool,
}

/// Reads a query. `is_field` says whether a name (in lower case) before a `:` is a field; a name that is
/// none is text.
///
/// ```
/// use pamphlet_query::{Reading, parse};
/// let fields = |name: &str| name == "title";
/// let (read, notes) = parse("title:budget -\"tax cut\" Re: what is to be done?", Reading::default(), &fields);
/// assert_eq!(
///     read.to_string(),
///     "title:budget AND NOT \"tax cut\" AND Re AND what AND is AND to AND be AND done?"
/// );
/// assert!(notes.is_empty());
/// ```
pub fn parse(text: &str, reading: Reading, is_field: &dyn Fn(&str) -> bool) -> (Expr, Vec<Note>) {
    parse_with_sets(text, reading, is_field, None)
}

/// Reads a query in which `@name` may be a set of a codebook.
pub(crate) fn parse_with_sets(
    text: &str,
    reading: Reading,
    is_field: &dyn Fn(&str) -> bool,
    sets: Option<&Codebook>,
) -> (Expr, Vec<Note>) {
    let (expr, notes) = read(text, reading, is_field, &|name| sets.is_some_and(|sets| sets.has(name)));
    let expr = match sets {
        Some(book) => Sets { book, is_field, read: HashMap::new() }.fill(expr),
        None => expr,
    };
    (expr, notes)
}

/// The sets of a codebook, each read when it is first named.
struct Sets<'b> {
    book: &'b Codebook,
    is_field: &'b dyn Fn(&str) -> bool,
    read: HashMap<String, Option<Arc<Expr>>>,
}

impl Sets<'_> {
    /// The expression with what its sets stand for.
    fn fill(&mut self, expr: Expr) -> Expr {
        match expr {
            Expr::Word(word) if !word.exact && word.fuzzy.is_none() => match self.named(&word.text) {
                Some((name, inner)) => Expr::Set(name, inner),
                None => Expr::Word(word),
            },
            Expr::Field(name, inner) => Expr::Field(name, Box::new(self.fill(*inner))),
            Expr::Unit(unit, inner) => Expr::Unit(unit, Box::new(self.fill(*inner))),
            Expr::Near(items, steps) => Expr::Near(self.fill_all(items), steps),
            Expr::Boost(inner, by) => Expr::Boost(Box::new(self.fill(*inner)), by),
            Expr::Not(inner) => Expr::Not(Box::new(self.fill(*inner))),
            Expr::And(parts) => Expr::And(self.fill_all(parts)),
            Expr::Or(parts) => Expr::Or(self.fill_all(parts)),
            other => other,
        }
    }

    fn fill_all(&mut self, parts: Vec<Expr>) -> Vec<Expr> {
        parts.into_iter().map(|part| self.fill(part)).collect()
    }

    fn named(&mut self, word: &str) -> Option<(String, Arc<Expr>)> {
        let name = word.strip_prefix('@')?;
        if !self.read.contains_key(name) {
            let inner = self.book.expr(name, self.is_field).map(Arc::new);
            self.read.insert(name.to_owned(), inner);
        }
        Some((name.to_owned(), self.read.get(name)?.clone()?))
    }
}

fn read(
    text: &str,
    reading: Reading,
    is_field: &dyn Fn(&str) -> bool,
    is_set: &dyn Fn(&str) -> bool,
) -> (Expr, Vec<Note>) {
    let mut notes = Notes::default();
    let mut cut = text;
    if text.len() > MOST_BYTES {
        let mut end = MOST_BYTES;
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        cut = &text[..end];
        notes.add(NoteKind::Limit, end..text.len(), || {
            format!("only the first {end} bytes of {} are read", text.len())
        });
    }
    if reading.phrase {
        let text: String = cut.chars().map(|c| if is_quote(c) { ' ' } else { c }).collect();
        let blank = !text.chars().any(char::is_alphanumeric);
        let expr = if blank { Expr::Nothing } else { Expr::Phrase(Phrase { text, slop: 0 }) };
        return (expr, notes.finish());
    }
    let mut tokens = lex(cut, is_field, is_set, &mut notes);
    if reading.any
        && let Some(blanked) = running_text(cut, &tokens)
    {
        let mut again = Notes::default();
        tokens = lex(&blanked, is_field, is_set, &mut again);
        demote_all(cut, &mut tokens, &mut again);
        notes = again;
    } else {
        adopt(&mut tokens, &mut notes);
    }
    settle(cut, &mut tokens, &mut notes);
    (Parser::read(&tokens, reading.any, is_field(ADDED)), notes.finish())
}
