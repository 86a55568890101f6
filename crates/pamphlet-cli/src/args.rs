//! What can be typed: commands, options, their help. No behaviour.

mod analysis;
mod asking;
mod cluster;
mod coding;
mod help;
mod reading;
mod reuse;
mod saved;
mod screen;
mod serve;
mod setup;

pub use analysis::{
    Border, CollocatesArgs, KeynessArgs, Listed, NgramsArgs, SortCollocates, SortKeyness, SortWords,
    WordsArgs,
};
pub use asking::{
    Duplicates, FilterArgs, KwicArgs, KwicGroup, KwicSort, Limit, QueryArgs, SearchArgs, Show, ShowArgs,
    Sort, Stem, TrendArgs,
};
pub use cluster::PlanArgs;
pub use coding::CodeArgs;
pub use help::command;
pub use reading::{DateOrder, ExtractArgs, IndexArgs, Memory, Reading, RepairArgs, Selection};
pub use reuse::{CiteArgs, DiffArgs, QuoteArgs, SimilarArgs, Style};
pub use saved::{ReplayArgs, Saved};
pub use screen::{Marks, MarksOfShow, Screen, When, pair};
pub use serve::ServeArgs;
pub use setup::{ConfigArgs, ManArgs};

use clap::{Args, Parser, Subcommand, ValueEnum};
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

#[cfg(test)]
mod tests {
    #[test]
    fn the_arguments_fit_together() {
        super::command().debug_assert();
    }
}
