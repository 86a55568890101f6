//! What is asked of an index: a query and its filters, `search`, `kwic`, `trend`, `show`.

use super::{Marks, MarksOfShow, Reading, Saved, Selection};
use clap::{Args, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

#[derive(Args, Debug)]
pub struct QueryArgs {
    /// The query; several words are joined by spaces
    #[arg(value_name = "QUERY")]
    pub query: Vec<OsString>,
    /// The whole query is one phrase
    #[arg(short, long)]
    pub phrase: bool,
    /// OR between words instead of AND
    #[arg(long)]
    pub any: bool,
    /// A query that cannot be read whole is an error
    #[arg(long)]
    pub strict: bool,
    /// Which other forms a word matches: plural, possessive and spelling, or every word of the same stem
    #[arg(long, value_enum, default_value_t = Stem::Light)]
    pub stem: Stem,
    /// Also search words that the best hits share; says which
    #[arg(long)]
    pub expand: bool,
    /// Stop looking after so many seconds, and say so
    #[arg(long, value_name = "SECONDS")]
    pub timeout: Option<f64>,
    #[command(flatten)]
    pub filters: FilterArgs,
    /// A codebook: its categories can be named in the query, as @economy
    #[arg(long, value_name = "FILE")]
    pub codebook: Option<PathBuf>,
}

// no doc comment: the help of a command would take it for its own
#[derive(Args, Debug)]
pub struct FilterArgs {
    /// Only documents of this date or later (a year, a month or a day)
    #[arg(long, value_name = "DATE")]
    pub from: Option<String>,
    /// Only documents of this date or earlier
    #[arg(long, value_name = "DATE")]
    pub to: Option<String>,
    /// Only documents whose field has this value (repeatable)
    #[arg(long = "where", value_name = "FIELD=VALUE")]
    pub filters: Vec<String>,
}

#[derive(Args, Debug)]
pub struct SearchArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// First bring the index up to date with these files and folders (repeatable)
    #[arg(long = "in", value_name = "PATH")]
    pub inside: Vec<PathBuf>,
    /// How many hits: a number or `all`
    #[arg(short = 'n', long, default_value = "10", value_name = "N")]
    pub limit: Limit,
    /// Hits to skip
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub offset: usize,
    /// Order of the hits
    #[arg(long, value_enum, default_value_t = Sort::Score, allow_hyphen_values = true)]
    pub sort: Sort,
    /// Copies and versions of one document: one hit that names the others, or each a hit of its own
    /// [default: fold; show with -n all, with another order than by score, and in a TREC run]
    #[arg(long, value_enum, value_name = "HOW")]
    pub duplicates: Option<Duplicates>,
    /// Count the hits by the values of a field (repeatable)
    #[arg(long, value_name = "FIELD")]
    pub facet: Vec<String>,
    /// Snippets a hit
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub snippets: usize,
    /// Words of context in a snippet
    #[arg(long, value_name = "WORDS")]
    pub context: Option<usize>,
    #[command(flatten)]
    pub marks: Marks,
    /// Only count: documents and matches
    #[arg(long)]
    pub count: bool,
    /// How the query was read, and how each hit got its score
    #[arg(long)]
    pub explain: bool,
    /// Many queries, `id<TAB>query` a line, from a file or `-`
    #[arg(long, value_name = "FILE", conflicts_with = "save")]
    pub queries: Option<PathBuf>,
    #[command(flatten)]
    pub saved: Saved,
    // last, for their headings hold for all that comes behind them
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub selection: Selection,
}

#[derive(Args, Debug)]
pub struct KwicArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// How many lines: a number or `all`
    #[arg(short = 'n', long, default_value = "100", value_name = "N")]
    pub limit: Limit,
    /// Words of context on either side
    #[arg(long, default_value_t = 10, value_name = "WORDS")]
    pub context: usize,
    /// Lines to skip
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub offset: usize,
    /// Order of the lines
    #[arg(long, value_enum, default_value_t = KwicSort::Doc)]
    pub sort: KwicSort,
    /// Count the lines by what they have in common, the most frequent first
    #[arg(long, value_enum, value_name = "BY", num_args = 0..=1, require_equals = true, default_missing_value = "keyword")]
    pub group: Option<KwicGroup>,
    #[command(flatten)]
    pub saved: Saved,
    #[command(flatten)]
    pub marks: Marks,
}

#[derive(Args, Debug)]
pub struct TrendArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// What to count by: year, month, decade, or a field such as party
    #[arg(long, default_value = "year", value_name = "BY")]
    pub by: String,
    /// Another query beside it (repeatable)
    #[arg(long, value_name = "QUERY")]
    pub also: Vec<String>,
    /// Also draw it, as SVG, into a file
    #[arg(long, value_name = "FILE")]
    pub svg: Option<PathBuf>,
    /// What is drawn as SVG
    #[arg(long, value_enum, default_value_t = Show::Rate)]
    pub show: Show,
    /// Copies and versions of one document: each counts, or only the oldest of them
    #[arg(long, value_enum, value_name = "HOW", default_value_t = Duplicates::Show)]
    pub duplicates: Duplicates,
    #[command(flatten)]
    pub saved: Saved,
}

#[derive(Args, Debug)]
pub struct ShowArgs {
    /// A document: its id (or the start of it) or its path
    #[arg(required_unless_present = "citation", conflicts_with = "citation")]
    pub doc: Option<String>,
    /// What a citation (an annotation of 'cite') is of: from a file or `-`
    #[arg(long, value_name = "FILE", conflicts_with_all = ["raw", "mark"])]
    pub citation: Option<PathBuf>,
    /// The original bytes
    #[arg(long)]
    pub raw: bool,
    /// Mark what a query matches: in colour, else as [[word]]; with json as ranges of characters
    #[arg(long, value_name = "QUERY", conflicts_with = "raw")]
    pub mark: Option<String>,
    #[command(flatten)]
    pub marks: MarksOfShow,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Show {
    /// Matches in a million words
    Rate,
    /// Matches
    Matches,
    /// Documents
    Documents,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Stem {
    /// Plural, possessive, spelling
    Light,
    /// Every word of the same stem
    Full,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KwicGroup {
    /// The keyword, whatever its case
    Keyword,
    /// The word before
    Before1,
    /// The word after
    After1,
    /// The document
    Doc,
    /// The year of the document
    Year,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum KwicSort {
    /// By path and place
    Doc,
    /// By date of the document
    Date,
    /// By the word before
    Before1,
    /// By the word after
    After1,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Sort {
    /// Best first
    Score,
    /// Oldest first
    Date,
    /// Newest first
    #[value(name = "-date")]
    DateDown,
    /// By path
    Path,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Duplicates {
    /// The best hit stands for its copies and versions, and names them
    Fold,
    /// Each is a hit of its own
    Show,
}

/// A number of results, or all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit(pub usize);

impl std::str::FromStr for Limit {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "all" {
            return Ok(Limit(usize::MAX));
        }
        text.parse().map(Limit).map_err(|_| "expected a number or 'all'".to_owned())
    }
}
