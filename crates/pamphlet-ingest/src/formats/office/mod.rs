//! Word processor documents that are zip files of XML: DOCX, and the OpenDocument formats.
//!
//! The bytes that a block stands for are those of the zip member that holds it, packed: a place in the
//! middle of a packed member is no place in the file.

mod docx;
mod markup;
mod nest;
mod odt;
mod ole;
mod package;
mod pieces;
pub(crate) mod properties;
mod styles;

pub(crate) use docx::Docx;
pub(crate) use markup::{Token, Tokens, attribute};
pub(crate) use odt::OpenDocument;
pub(crate) use ole::Ole;
pub(crate) use package::{Package, damaged};
pub(crate) use pieces::{Piece, Pieces, tidy};
