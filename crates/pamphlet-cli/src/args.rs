//! What can be typed: commands, options, their help. No behaviour.

mod analysis;
mod cluster;
mod coding;
mod help;
mod reuse;
mod saved;
mod screen;
mod serve;
mod setup;

pub use analysis::{
    Border, CollocatesArgs, KeynessArgs, Listed, NgramsArgs, SortCollocates, SortKeyness, SortWords,
    WordsArgs,
};
pub use cluster::PlanArgs;
pub use coding::CodeArgs;
pub use help::command;
pub use reuse::{CiteArgs, DiffArgs, QuoteArgs, SimilarArgs, Style};
pub use saved::{ReplayArgs, Saved};
pub use screen::{Marks, MarksOfShow, Screen, When, pair};
pub use serve::ServeArgs;
pub use setup::{ConfigArgs, ManArgs};

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::ffi::OsString;
use std::path::PathBuf;

/// Full-text search over political texts, however damaged they are.
#[derive(Parser, Debug)]
#[command(
    name = "pamphlet",
    version,
    max_term_width = 100,
    after_help = "\
Examples:
  pamphlet search --in corpus \"workers' power\"     index a folder and search it in one go
  pamphlet index speeches manifestos                bring the index up to date
  pamphlet search '\"general strike\" date:1900..1926' --facet party
  pamphlet kwic 'reform NEAR/8 revolution'          a concordance
  pamphlet trend 'work* OR labour' --by decade      how often, over time
  pamphlet repair page.txt --diff                   see what would be mended

'pamphlet COMMAND -h' has more examples of each command, and '--help' says more about it.
Exit codes: 0 done or found, 1 nothing found, 2 nothing could be done, 3 some documents were left out."
)]
pub struct Cli {
    /// Options that every command takes.
    #[command(flatten)]
    pub global: Global,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Args, Debug)]
pub struct Global {
    /// The index: a folder, or opensearch://HOST:PORT[,HOST:PORT...]/NAME [default: index, here or, for reading, in a
    /// parent folder]
    #[arg(long, global = true, value_name = "DIR", env = "PAMPHLET_INDEX", help_heading = "Global options")]
    pub index: Option<PathBuf>,
    /// How results are printed; json is one object a line
    #[arg(long, global = true, value_enum, default_value_t = Format::Human, value_name = "FORMAT", help_heading = "Global options")]
    pub format: Format,
    #[command(flatten)]
    pub screen: Screen,
    /// No progress, no notes: errors only
    #[arg(short, long, global = true, help_heading = "Global options")]
    pub quiet: bool,
    /// Say more of what is being done
    #[arg(short, long, global = true, help_heading = "Global options")]
    pub verbose: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For a person
    Human,
    /// JSON Lines
    Json,
    /// TAB-separated columns with a header
    Tsv,
    /// Comma-separated columns with a header
    Csv,
    /// A TREC run (search with --queries only)
    Trec,
}

#[derive(Subcommand, Debug)]
pub enum Command {
    /// Read, repair and index every document under the paths; again: only what changed
    Index(IndexArgs),
    /// Ranked hits with snippets
    Search(SearchArgs),
    /// Concordance: one line a match, the keyword aligned in the middle
    Kwic(KwicArgs),
    /// How often, over time or by a field: matches and documents, raw and per million words
    Trend(TrendArgs),
    /// The words of documents: how often, in how many documents, how evenly
    Words(WordsArgs),
    /// Words that are more frequent in one part of the documents than in another
    Keyness(KeynessArgs),
    /// Words that stand near the matches more often than by chance
    Collocates(CollocatesArgs),
    /// Rows of words that recur
    Ngrams(NgramsArgs),
    /// How often each category of a codebook occurs, in all, in each document, or over time
    Code(CodeArgs),
    /// Who said it first: every place that has a passage, word for word or nearly, oldest first
    Quote(QuoteArgs),
    /// Documents like one: its copies, its versions, and those that share its rare words
    Similar(SimilarArgs),
    /// Two documents, or a document and its earlier version, sentence by sentence
    Diff(DiffArgs),
    /// A passage or a document, cited so that it is found again
    Cite(CiteArgs),
    /// Ask what was saved again: whether the results are the same, and if not, why
    Replay(ReplayArgs),
    /// The whole clean document
    Show(ShowArgs),
    /// Raw bytes of any encoding in, the same text repaired out
    Repair(RepairArgs),
    /// What `index` would store: one JSON object a document
    Extract(ExtractArgs),
    /// What the index holds
    Info,
    /// Check every file of the index against its checksum, and documents against their sources
    Verify(Reading),
    /// How large a cluster a collection needs
    Plan(PlanArgs),
    /// Web page and HTTP API over the index
    Serve(ServeArgs),
    /// A completion script for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Where settings come from
    Config(ConfigArgs),
    /// The manual, one page a command
    Man(ManArgs),
}

#[derive(Args, Debug)]
pub struct IndexArgs {
    /// Files and folders
    #[arg(required_unless_present_any = ["files_from", "optimize"], value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Also the files and folders that are listed in a file or `-`, one a line
    #[arg(long, value_name = "FILE")]
    pub files_from: Option<PathBuf>,
    /// Throw the index away and make it anew from the paths
    #[arg(long)]
    pub rebuild: bool,
    /// Wait while another process writes the index, instead of giving up
    #[arg(long)]
    pub wait: bool,
    /// Stay, and keep the index up to date until interrupted
    #[arg(long)]
    pub watch: bool,
    /// Merge the index into one part at the end, and give back the room of what is gone; without a path only
    /// that is done. Searches go on meanwhile
    #[arg(long)]
    pub optimize: bool,
    /// Memory to work in, such as 512MB (at least 256MB); less makes more parts, which are merged
    #[arg(long, value_name = "SIZE")]
    pub memory: Option<Memory>,
    #[command(flatten)]
    pub cluster: cluster::ClusterArgs,
    #[command(flatten)]
    pub reading: Reading,
    #[command(flatten)]
    pub selection: Selection,
}

/// How files are read. An index that was made with other options reads its files again.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Reading")]
pub struct Reading {
    /// Columns of tables and keys of JSON that hold the text, title, date, id or any other field, such as
    /// text=body,date=day
    #[arg(long = "map", value_name = "FIELD=COLUMN,...", value_delimiter = ',')]
    pub map: Vec<pamphlet::ingest::Mapped>,
    /// How to read 03-04-02, where the document does not tell
    #[arg(long, value_enum, value_name = "ORDER")]
    pub date_order: Option<DateOrder>,
}

/// Which files are read. What an earlier run indexed under the same paths and is not selected any more is
/// dropped.
#[derive(Args, Clone, Debug, Default)]
#[command(next_help_heading = "Selection")]
pub struct Selection {
    /// Only these formats, told by content: html, pdf, text, xml, json, csv, mail, ...
    #[arg(long = "type", value_name = "TYPE,...", value_delimiter = ',')]
    pub types: Vec<String>,
    /// Not these formats
    #[arg(long = "type-not", value_name = "TYPE,...", value_delimiter = ',')]
    pub types_not: Vec<String>,
    /// Only files that fit, or with `!` before it, that do not, as in a .gitignore (repeatable)
    #[arg(long = "glob", value_name = "GLOB")]
    pub globs: Vec<String>,
    /// Leave out what .gitignore and .ignore files say [default: everything is read]
    #[arg(long)]
    pub ignore: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum DateOrder {
    /// Day, month, year
    Dmy,
    /// Month, day, year
    Mdy,
    /// Year, month, day
    Ymd,
}

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

#[derive(Args, Debug)]
pub struct RepairArgs {
    /// A file, `-` for standard input, or a folder (with --out)
    #[arg(default_value = "-")]
    pub source: PathBuf,
    /// The folder to which every file of a folder is written, under the same name
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print each repair as a JSON line instead of the text
    #[arg(long, conflicts_with = "diff")]
    pub report: bool,
    /// Show the repairs to a person instead of the text
    #[arg(long)]
    pub diff: bool,
    /// Leave a rule out (repeatable)
    #[arg(long, value_name = "RULE")]
    pub without: Vec<String>,
    /// Add a rule that is off by default, such as line-end-hyphen, page-break or long-s (repeatable)
    #[arg(long, value_name = "RULE")]
    pub with: Vec<String>,
}

#[derive(Args, Debug)]
pub struct ExtractArgs {
    /// Files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub reading: Reading,
}

/// A number of bytes, as `512MB` or `2GB`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory(pub usize);

/// The least that indexing is done in: what reads and repairs takes much of it, and with less the commit maps so many small
/// parts that the peak passes what is asked for (252 MiB for 128).
const LEAST_MEMORY: usize = 256 << 20;

impl std::str::FromStr for Memory {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = || "expected a size such as 512MB or 2GB".to_owned();
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let number: usize = text[..digits].parse().map_err(|_| unknown())?;
        let unit = text[digits..].trim().to_ascii_uppercase();
        let shift = match unit.trim_end_matches('B').trim_end_matches('I') {
            "M" => 20,
            "G" => 30,
            _ => return Err(unknown()),
        };
        match number.checked_mul(1 << shift) {
            Some(bytes) if bytes < LEAST_MEMORY => Err("at least 256MB are needed".to_owned()),
            Some(bytes) => Ok(Memory(bytes)),
            None => Err(unknown()),
        }
    }
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

#[cfg(test)]
mod tests {
    use super::Memory;

    #[test]
    fn sizes() {
        let check = |text: &str, expected: Option<usize>| {
            assert_eq!(text.parse::<Memory>().ok().map(|memory| memory.0), expected, "{text}");
        };
        check("512MB", Some(512 << 20));
        check("1 GiB", Some(1 << 30));
        check("2g", Some(2 << 30));
        check("255MB", None);
        check("512", None);
        check("many", None);
        check("99999999999999999999GB", None);
        check("", None);
    }

    #[test]
    fn the_arguments_fit_together() {
        super::command().debug_assert();
    }
}
