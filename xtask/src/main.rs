//! The project's own chores, as `cargo xtask`.
//!
//! ```text
//! cargo xtask bench [--work DIR] [--passes N] PATH...    the table of docs/performance.md, over these documents
//! ```
//! The other commands are what `bench` runs in processes of their own.
#![allow(clippy::print_stdout, reason = "a chore tells its result on standard output")]

mod bench;
mod product;
mod usage;

use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let paths = |from: usize| args.iter().skip(from).map(PathBuf::from).collect::<Vec<_>>();
    match args.first().map(String::as_str) {
        Some("bench") => bench::run(&options(&args[1..])?),
        Some("serve") => product::serve(Path::new(args.get(1).context("serve FOLDER")?)),
        Some("index") => {
            let (nanos, kilobytes) =
                product::index(&paths(2), Path::new(args.get(1).context("index FOLDER")?))?;
            println!("{nanos}\t{kilobytes}");
            Ok(())
        }
        Some("index-stage") => {
            let folder = args.get(1).context("index-stage FOLDER PATH...")?;
            // its documents are in memory beforehand, so what it takes of that says nothing
            println!("{}\t0", product::index_stage(&paths(2), Path::new(folder))?);
            Ok(())
        }
        _ => bail!("usage: cargo xtask bench [--work DIR] [--passes N] PATH..."),
    }
}

fn options(args: &[String]) -> Result<bench::Options> {
    let own = std::env::current_exe()?;
    let mut options = bench::Options {
        paths: Vec::new(),
        work: std::env::temp_dir().join("pamphlet-bench"),
        passes: 3,
        binary: own.with_file_name("pamphlet"),
    };
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        let mut value = || args.next().with_context(|| format!("{arg} needs a value"));
        match arg.as_str() {
            "--work" => options.work = value()?.into(),
            "--passes" => options.passes = value()?.parse().context("--passes takes a number")?,
            path => options.paths.push(path.into()),
        }
    }
    if !options.binary.exists() {
        bail!("{} is not there: cargo build --release first", options.binary.display());
    }
    Ok(options)
}
