//! `cargo xtask bench`: the product beside its peers, over the same documents and the same queries.
//!
//! Every engine is a process of its own that tells what it used. Queries go to all of them in turn, so that
//! what else the machine does falls on each alike; a figure is the least of all passes, CPU time of the thread
//! that answers, and a ratio is taken on sums over the queries that both answer.

mod again;
mod cold;
mod engine;
mod queries;
mod rounds;
mod sizes;
mod table;

use crate::product;
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

/// What was asked for.
pub struct Options {
    /// The documents: files and folders.
    pub paths: Vec<PathBuf>,
    /// Where indexes and the peers' documents go.
    pub work: PathBuf,
    /// Passes over the queries, and runs of each indexing.
    pub passes: usize,
    /// The command line of the product.
    pub binary: PathBuf,
}

/// Runs all of it and prints the table.
pub fn run(options: &Options) -> Result<()> {
    if options.paths.is_empty() {
        bail!("no documents: cargo xtask bench PATH...");
    }
    std::fs::create_dir_all(&options.work).context("the folder for the work")?;
    let docs = options.work.join("docs.jsonl");
    let (count, bytes) = product::export(&options.paths, &docs)?;
    let lines = queries::list();
    println!("{count} documents, {:.1} MB of text, {} queries\n", bytes as f64 / 1e6, lines.len());

    let engines = engine::all(&options.work)?;
    let built = engine::index_all(&engines, options, &docs)?;
    table::indexing(&built, bytes);
    table::again(&again::run(options, &engines, &docs)?);

    let answers = rounds::all(&engines, &lines, options.passes)?;
    table::queries(&answers, &lines);

    table::cold(&cold::run(&engines, options, &lines)?);
    table::sizes(&sizes::run(options, &engines)?);
    Ok(())
}

/// A folder that is made empty.
fn fresh(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder).with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    Ok(())
}

/// Bytes of all files below a folder.
fn size(folder: &Path) -> u64 {
    let mut sum = 0;
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.metadata() {
            Ok(metadata) if metadata.is_dir() => sum += size(&entry.path()),
            Ok(metadata) => sum += metadata.len(),
            Err(_) => {}
        }
    }
    sum
}
