//! Full-text search over political texts as they really are.
//!
//! This is the crate that other programs embed. [`Index`] searches what a [`Writer`] put on disk; [`update`]
//! keeps an index in step with files. Nothing here prints, and nothing a person types as a query fails.
//!
//! ```
//! # let dir = tempfile::tempdir()?;
//! # std::env::set_current_dir(&dir)?;
//! let mut writer = pamphlet::Writer::open("index")?;
//! writer.text("league.txt", "Workers? Power\n\nThe workers create society?s wealth.\n\nAdded on 09-26-2002")?;
//! writer.commit()?;
//!
//! let index = pamphlet::Index::open("index")?;
//! for hit in index.search("\"workers' power\" date:1990..2005")?.take(5) {
//!     println!("{} — {}", hit.title, hit.snippet);
//! #   assert_eq!(hit.title, "Workers’ Power");
//! #   assert!(hit.snippet.starts_with("Workers’ Power"));
//! }
//! # assert_eq!(index.search("\"workers' power\" date:1990..2005")?.count(), 1);
//! # Ok::<(), pamphlet::Error>(())
//! ```
//!
//! The stages can be used alone: [`repair`] mends texts, [`ingest`] reads files, [`query`] and [`index`] are
//! the engine below [`Index`], [`document`] holds the types that they share.

#![forbid(unsafe_code)]

mod again;
mod analyses;
mod cite;
mod compare;
mod error;
mod files;
mod hits;
mod notices;
mod open;
mod reuse;
mod run;
mod search;
mod update;
mod verify;
mod writer;

pub use again::{Anchor, FoundAgain, Located, read_annotation};
pub use cite::{Citation, CiteOf, CitedPassage, text_hash};
pub use compare::Compared;
pub use error::Error;
pub use hits::Hits;
pub use open::{Index, is_index};
pub use pamphlet_cluster::{Shape, Share, is_address};
pub use pamphlet_document::{DateError, Document, PartialDate};
pub use pamphlet_index::{Info, Progress, SourceFailure, SourceNotice, Summary, Verified};
pub use pamphlet_query::{
    Alike, AlikeList, Alikeness, Change, ChangeKind, Concordance, Count, Difference, DocumentDiff,
    FacetValue, Group, Groups, Hit, Line, LineGroup, LineSort, Note, Passage, Point, Quotation, Quotations,
    QuoteOf, QuoteRequest, Request, Response, SentencePlace, Snippet, Sort, Source, Stemming, Trend, TrendBy,
};
pub use pamphlet_query::{
    Category, Codebook, CodebookForm, Coded, CodedCategory, CodedDocument, Collocate, CollocateSort,
    Collocates, CollocatesOptions, KeyWord, Keyness, KeynessOptions, KeynessSort, Ngram, Ngrams,
    NgramsOptions, Within, WordCount, WordFilter, WordSort, Words, WordsOptions, set_of, stop_word_languages,
    stop_words,
};
pub use run::{RUN_VERSION, Replayed, Run, RunIndex, RunOf, RunOptions, RunQuote};
pub use search::Search;
pub use update::{Update, update};
pub use verify::verify;
pub use writer::Writer;

pub use pamphlet_cluster as cluster;
pub use pamphlet_document as document;
pub use pamphlet_index as index;
pub use pamphlet_ingest as ingest;
pub use pamphlet_query as query;
pub use pamphlet_repair as repair;
