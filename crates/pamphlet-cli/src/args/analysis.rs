//! The commands that count words.

use super::{Duplicates, Limit, QueryArgs, Saved};
use clap::{Args, ValueEnum};

/// Which words are listed.
#[derive(Args, Debug)]
#[command(next_help_heading = "Rows")]
pub struct Listed {
    /// How many rows: a number or `all`
    #[arg(short = 'n', long, default_value = "50", value_name = "N")]
    pub limit: Limit,
    /// Rows to skip
    #[arg(long, default_value_t = 0, value_name = "N")]
    pub offset: usize,
    /// Only what occurs so often [default: 2; of words 1]
    #[arg(long, value_name = "N")]
    pub min_count: Option<u64>,
    /// Only what stands in so many documents
    #[arg(long, default_value_t = 1, value_name = "N")]
    pub min_documents: u64,
    /// Only words that fit, such as 'work*'; of n-grams, one of their words
    #[arg(long, value_name = "PATTERN")]
    pub like: Option<String>,
    /// Leave stop words out: those of a language (such as en, de or fr), or of a file with a word a line [default: they are shown]
    #[arg(long, value_name = "LIST")]
    pub stop_words: Option<String>,
    /// Copies and versions of one document: each counts, or only the oldest of them
    #[arg(long, value_enum, value_name = "HOW", default_value_t = Duplicates::Show)]
    pub duplicates: Duplicates,
}

#[derive(Args, Debug)]
pub struct WordsArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// Order of the words
    #[arg(long, value_enum, default_value_t = SortWords::Count)]
    pub sort: SortWords,
    #[command(flatten)]
    pub saved: Saved,
    #[command(flatten)]
    pub listed: Listed,
}

#[derive(Args, Debug)]
pub struct KeynessArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// The documents that are compared, in place of QUERY
    #[arg(long, value_name = "QUERY", conflicts_with = "query")]
    pub target: Option<String>,
    /// The documents that they are compared with [default: all others]
    #[arg(long, value_name = "QUERY")]
    pub reference: Option<String>,
    /// Words that are less frequent in the target, in place of those that are more
    #[arg(long)]
    pub negative: bool,
    /// Order of the words
    #[arg(long, value_enum, default_value_t = SortKeyness::Ll)]
    pub sort: SortKeyness,
    #[command(flatten)]
    pub saved: Saved,
    #[command(flatten)]
    pub listed: Listed,
}

#[derive(Args, Debug)]
pub struct CollocatesArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// Words on each side of a match that belong to its window
    #[arg(short, long, value_name = "WORDS", default_value_t = 5)]
    pub window: u64,
    /// Words before a match, where they are others
    #[arg(long, value_name = "WORDS")]
    pub left: Option<u64>,
    /// Words behind it
    #[arg(long, value_name = "WORDS")]
    pub right: Option<u64>,
    /// What no window reaches across
    #[arg(long, value_enum, default_value_t = Border::Paragraph)]
    pub within: Border,
    /// Order of the words
    #[arg(long, value_enum, default_value_t = SortCollocates::Ll)]
    pub sort: SortCollocates,
    #[command(flatten)]
    pub saved: Saved,
    #[command(flatten)]
    pub listed: Listed,
}

#[derive(Args, Debug)]
pub struct NgramsArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// How many words: a number, or from one to another as 2..4
    #[arg(long = "words", value_name = "N..N", default_value = "2..3")]
    pub lengths: Lengths,
    /// What no n-gram reaches across
    #[arg(long, value_enum, default_value_t = Border::Paragraph)]
    pub within: Border,
    #[command(flatten)]
    pub saved: Saved,
    #[command(flatten)]
    pub listed: Listed,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortWords {
    /// The most frequent first
    Count,
    /// Those in most documents first
    Documents,
    /// The most evenly spread first
    Dp,
    /// By the word
    Word,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortKeyness {
    /// Log-likelihood: how sure the difference is
    Ll,
    /// Log ratio: how large it is
    LogRatio,
    /// The most frequent first
    Count,
    /// By the word
    Word,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum SortCollocates {
    /// Log-likelihood
    Ll,
    /// logDice
    LogDice,
    /// Pointwise mutual information
    Pmi,
    /// MI3
    Mi3,
    /// t-score
    TScore,
    /// The most frequent first
    Count,
    /// By the word
    Word,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Border {
    /// The ends of a sentence
    Sentence,
    /// The ends of a paragraph, heading or list item
    Paragraph,
    /// The ends of the document only
    Document,
}

/// Lengths of n-grams.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lengths {
    pub from: usize,
    pub to: usize,
}

impl std::str::FromStr for Lengths {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = || "expected a number such as 3, or two such as 2..4".to_owned();
        let (from, to) = text.split_once("..").or_else(|| text.split_once('-')).unwrap_or((text, text));
        let number = |text: &str| text.trim().parse::<usize>().map_err(|_| unknown());
        Ok(Self { from: number(from)?, to: number(to)? })
    }
}
