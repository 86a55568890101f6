//! What a text is, for every stage of pamphlet.
//!
//! A [`Document`] is a text that will not change any more, with its [`Block`]s, [`Passage`]s and
//! [`Metadata`], and a [`SourceMap`] from every byte of the text back to the bytes of the file that it
//! came from. There is one coordinate: a [`TextRange`], UTF-8 bytes into [`Document::text`].
//!
//! This crate reads no file, decodes nothing and knows no index: it is the leaf that all others lean on.

#![forbid(unsafe_code)]

pub mod abbreviations;
mod block;
mod date;
mod diagnostic;
mod document;
mod edit;
mod metadata;
mod passage;
mod range;
pub mod sentences;
mod source_map;
pub mod written;

pub use block::{Block, BlockKind, Chrome, Role, Speech};
pub use date::{DateError, PartialDate};
pub use diagnostic::{Diagnostic, Severity};
pub use document::Document;
pub use edit::Edit;
pub use metadata::{Metadata, field};
pub use passage::Passage;
pub use range::{SourceRange, TextRange, in_characters};
pub use source_map::{Lines, Run, SourceMap, SourceMapBuilder};
