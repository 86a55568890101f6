//! What texts have of each other: quotations, versions, documents that are alike.
//!
//! A passage is found again by its rarest words ([`seeds`]), and what these point at is aligned with it word by
//! word ([`align`]); nothing is kept in the index for that beside the positions that every search uses. All that is
//! told is a range of a document's text, with the words in which it differs.

mod align;
mod between;
mod clues;
mod diff;
mod difference;
mod formulas;
mod lists;
mod passage;
mod pieces;
mod quote;
mod seeds;
mod sentences;
mod sequence;
mod short;
mod similar;
mod votes;
mod wanted;

pub use clues::{Clues, Pair, QuoteDraft, quote_draft};
pub(crate) use diff::added_spans;
pub use diff::{Change, ChangeKind, Compared, DocumentDiff, SentencePlace, diff, earlier_version};
pub use passage::{Difference, Passage, Quotation, Quotations, QuoteOf, QuoteRequest};
pub use quote::{FEWEST_WORDS, LEAST_SIMILARITY, MOST_WORDS, PART_WORDS, QuotePart, quote, quote_part};
pub use similar::{Alike, AlikeList, Alikeness, SimilarDraft, similar, similar_draft};
