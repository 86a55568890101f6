//! `pamphlet code`.

use super::{Duplicates, Limit, QueryArgs, Saved};
use clap::Args;

#[derive(Args, Debug)]
pub struct CodeArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// What the table has a row for: category, doc (documents with a column for each category), or as of trend year, month,
    /// decade, or a field such as party
    #[arg(long, default_value = "category", value_name = "BY")]
    pub by: String,
    /// Of documents, matches in a million words in place of matches
    #[arg(long)]
    pub rate: bool,
    /// The matches of every category, a line each, in place of counts
    #[arg(long, conflicts_with = "by")]
    pub lines: bool,
    /// So many matches of every category drawn by lot, to be coded by hand
    #[arg(long, value_name = "N", conflicts_with_all = ["by", "lines"])]
    pub sample: Option<usize>,
    /// What the lots are drawn by: the same number draws the same matches
    #[arg(long, default_value_t = 1, value_name = "S")]
    pub seed: u64,
    /// Count categories with parts (economy.tax) by so many of their names
    #[arg(long, value_name = "N")]
    pub level: Option<usize>,
    /// How many documents, or lines of each category: a number or `all`
    #[arg(short = 'n', long, default_value = "all", value_name = "N")]
    pub limit: Limit,
    /// Words of context on either side of a match
    #[arg(long, default_value_t = 10, value_name = "WORDS")]
    pub context: usize,
    /// Copies and versions of one document: each counts, or only the oldest of them
    #[arg(long, value_enum, value_name = "HOW", default_value_t = Duplicates::Show)]
    pub duplicates: Duplicates,
    #[command(flatten)]
    pub saved: Saved,
}
