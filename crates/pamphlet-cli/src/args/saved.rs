//! Options of questions that are saved, and of what was saved.

use clap::Args;
use std::path::PathBuf;

/// What is kept of a question, or left out because it was known.
#[derive(Args, Clone, Debug, Default)]
pub struct Saved {
    /// Keep the question, its results and the state of the index in a file, for 'replay'
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// Only documents that are new or changed since a file was saved
    #[arg(long, value_name = "FILE")]
    pub since: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub struct ReplayArgs {
    /// What was saved with --save
    #[arg(value_name = "FILE")]
    pub file: PathBuf,
}
