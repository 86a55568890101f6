//! The documents of every file under the paths, one JSON object a line, with the fields of
//! `pamphlet extract` that the measures of `tests/quality/` look at: for measuring this crate alone.
//!
//! `cargo run --release -p pamphlet-ingest --example extracted -- PATH...`

#![allow(clippy::print_stdout, clippy::print_stderr)]

use pamphlet_ingest::{Ingest, Options, Repairer, walk};
use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).peekable();
    if arguments.next_if(|first| first == "__extract").is_some() {
        return pamphlet_ingest::child_main(arguments);
    }
    let options = Options { child: std::env::current_exe().ok(), ..Options::default() };
    let roots: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    let sources: Vec<_> = walk(&roots, &options).collect();
    let ingest = Ingest::new(Repairer::default(), options);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    for source in sources {
        let read = source.and_then(|source| {
            ingest.read(&source, &mut |document| {
                let line = serde_json::json!({
                    "path": document.path,
                    "metadata": document.metadata,
                    "text": document.text,
                    "blocks": document.blocks,
                    "speeches": document.speeches,
                    "diagnostics": document.diagnostics,
                });
                match writeln!(out, "{line}") {
                    Ok(()) => ControlFlow::Continue(()),
                    Err(_) => ControlFlow::Break(()),
                }
            })
        });
        match read {
            Ok(summary) => summary.failures.iter().for_each(|failure| eprintln!("{failure}")),
            Err(failure) => eprintln!("{failure}"),
        }
    }
    ExitCode::SUCCESS
}
