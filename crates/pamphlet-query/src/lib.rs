//! A query, from its text to hits.

mod ast;
mod expand;
mod lexer;
mod note;
mod parser;

pub use ast::{Expr, Phrase, Range, Step, Unit, Word};
pub use note::{Note, NoteKind};
pub use parser::{MOST_BYTES, MOST_DEPTH, MOST_ITEMS, Reading, parse};
