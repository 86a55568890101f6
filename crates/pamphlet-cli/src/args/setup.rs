//! Arguments of the commands that set things up: `config`, `completions`, `man`.

use clap::Args;
use std::path::PathBuf;

#[derive(Args, Debug)]
pub struct ConfigArgs {
    /// Every setting with its value and where that comes from
    #[arg(long)]
    pub show: bool,
    /// Exit with 2 when a file holds what is not known or of the wrong kind
    #[arg(long)]
    pub strict: bool,
}

#[derive(Args, Debug)]
pub struct ManArgs {
    /// The page of one command
    pub command: Option<String>,
    /// Write all pages, one a command, into a folder
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub out: Option<PathBuf>,
}
