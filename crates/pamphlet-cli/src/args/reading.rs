//! What is read and how: `index`, `repair`, `extract`.

use super::cluster::ClusterArgs;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

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
    pub cluster: ClusterArgs,
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
}
