//! A query over an index, from its text to hits that can be quoted.
//!
//! [`parse`] reads any text; a plan resolves its words against the index; the span engine says which
//! documents match, and where; ranking orders them; snippets, concordances and highlights show the same
//! matches. This crate reads no document format, prints nothing, and never fails because of what a person
//! typed.

#![forbid(unsafe_code)]

mod analysis;
mod ast;
mod clock;
mod codebook;
mod collection;
mod concordance;
mod cursor;
mod decided;
mod draft;
mod error;
mod expand;
mod facet;
mod family;
mod feedback;
mod fold;
mod fragments;
mod glob;
mod habits;
mod hit;
mod langs;
mod lexer;
mod matcher;
mod mended;
mod note;
mod order;
mod parallel;
mod parser;
#[cfg(test)]
mod plain;
mod plan;
mod ranking;
mod request;
mod reuse;
mod search;
mod snippet;
mod spans;
mod suggest;
mod trend;
mod view;
mod vocabulary;

pub use analysis::{
    Coded, CodedCategory, CodedDocument, Collocate, CollocateSort, Collocates, CollocatesOptions, KeyWord,
    Keyness, KeynessOptions, KeynessSort, Ngram, Ngrams, NgramsOptions, Within, WordCount, WordFilter,
    WordSort, Words, WordsOptions, code, collocates, keyness, ngrams, sample, stop_word_languages,
    stop_words, words,
};
pub use ast::{Expr, Phrase, Range, Step, Unit, Word};
pub use codebook::{Category, Codebook, CodebookForm, Entry, Problem, set_of};
pub use collection::{Collection, Field, Frequency, Like, Scope};
pub use concordance::{
    CONTEXT, Concordance, Group, Groups, Line, LineGroup, LineSort, concordance, each_line, groups,
};
pub use draft::{BM25, Counts, Draft, Wanted, draft, first_step_at};
pub use error::{Error, Result};
pub use expand::MOST_EXPANSIONS;
pub use hit::{Count, FacetValue, Fields, Hit, Query, Response, Snippet, Source};
pub use note::{Note, NoteKind};
pub use parser::{MOST_BYTES, MOST_DEPTH, MOST_ITEMS, Reading, parse};
pub use ranking::{Part, SECOND_STEP, SECOND_STEP_OF_FEW, ScorePart, Weights};
pub use request::{Request, Sort, Stemming};
pub use reuse::{
    Alike, AlikeList, Alikeness, Change, ChangeKind, Clues, Compared, Difference, DocumentDiff, FEWEST_WORDS,
    LEAST_SIMILARITY, MOST_WORDS, PART_WORDS, Pair, Passage, Quotation, Quotations, QuoteDraft, QuoteOf,
    QuotePart, QuoteRequest, SentencePlace, SimilarDraft, diff, earlier_version, quote, quote_draft,
    quote_part, similar, similar_draft,
};
pub use search::{count, each_hit, highlights, search, widen};
pub use trend::{MOST_GAPS, Point, THIN_WORDS, Trend, TrendBy, date_bucket, trend};
