//! Arguments of the commands about what texts have of each other.

use super::{FilterArgs, Limit, Saved};
use clap::{Args, ValueEnum};
use std::ffi::OsString;

#[derive(Args, Debug)]
pub struct QuoteArgs {
    /// The passage; several words are joined by spaces, `-` reads standard input
    #[arg(value_name = "TEXT", required_unless_present_any = ["document", "documents"])]
    pub text: Vec<OsString>,
    /// Every passage of this document: its id (or the start of it) or its path
    #[arg(long, value_name = "DOC", conflicts_with = "text")]
    pub document: Option<String>,
    /// Every passage of each document that this query finds
    #[arg(long, value_name = "QUERY", conflicts_with_all = ["text", "document"])]
    pub documents: Option<String>,
    /// Look only in documents that this query finds
    #[arg(long, value_name = "QUERY")]
    pub against: Option<String>,
    /// How alike a place must be: 1 is word for word
    #[arg(long, value_name = "SIMILARITY", default_value_t = pamphlet::query::LEAST_SIMILARITY)]
    pub least: f64,
    /// Also what has a part of the passage, of so many words at least [default of documents: 12]
    #[arg(long, value_name = "N")]
    pub words: Option<usize>,
    /// Leave out passages that more documents have than that: formulas
    #[arg(long, value_name = "N")]
    pub most_documents: Option<u64>,
    /// How many places: a number or `all`
    #[arg(short = 'n', long, default_value = "20", value_name = "N")]
    pub limit: Limit,
    /// Places to skip
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub offset: usize,
    #[command(flatten)]
    pub saved: Saved,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// Stop looking after so many seconds, and say so
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<f64>,
}

#[derive(Args, Debug)]
pub struct SimilarArgs {
    /// A document: its id (or the start of it) or its path
    pub doc: String,
    /// Only documents that this query finds
    #[arg(long, value_name = "QUERY")]
    pub against: Option<String>,
    /// How many documents: a number or `all`
    #[arg(short = 'n', long, default_value = "10", value_name = "N")]
    pub limit: Limit,
    /// Documents to skip
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub offset: usize,
    #[command(flatten)]
    pub saved: Saved,
    #[command(flatten)]
    pub filters: FilterArgs,
}

#[derive(Args, Debug)]
pub struct DiffArgs {
    /// The older document: its id (or the start of it) or its path; alone, the newer one
    #[arg(value_name = "OLD")]
    pub old: String,
    /// The newer document; without it, OLD is compared with its own earlier version
    #[arg(value_name = "NEW")]
    pub new: Option<String>,
    /// Also what is the same
    #[arg(long)]
    pub all: bool,
}

#[derive(Args, Debug)]
pub struct CiteArgs {
    /// A document: its id (or the start of it) or its path
    pub doc: String,
    /// Cite the sentence in which this query matches first
    #[arg(value_name = "QUERY")]
    pub query: Vec<OsString>,
    /// Cite this passage of it, word for word or nearly
    #[arg(long, value_name = "TEXT", conflicts_with = "query")]
    pub quote: Option<String>,
    /// How the citation is written
    #[arg(long, value_enum, default_value_t = Style::Text, value_name = "STYLE")]
    pub style: Style,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Style {
    /// The passage, and where it stands
    Text,
    /// A note of the Chicago Manual of Style
    Chicago,
    /// An entry of BibTeX
    Bibtex,
    /// CSL-JSON
    Csl,
    /// A W3C Web Annotation
    Annotation,
}
