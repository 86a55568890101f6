//! The text of every document in the files, for comparing with what other readers make of them.
//!
//! `cargo run --example text_of -- FILE...`

#![allow(clippy::print_stdout, clippy::print_stderr)]

use pamphlet_ingest::{Ingest, Options, Source};
use std::ops::ControlFlow;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1).peekable();
    if arguments.next_if(|first| first == "__extract").is_some() {
        return pamphlet_ingest::child_main(arguments);
    }
    let options = Options { child: std::env::current_exe().ok(), ..Options::default() };
    let ingest = Ingest::new(pamphlet_ingest::Repairer::default(), options);
    for path in arguments {
        let outcome = Source::file(Path::new(&path)).and_then(|source| {
            ingest.read(&source, &mut |document| {
                println!("{}\n", document.text);
                ControlFlow::Continue(())
            })
        });
        match outcome {
            Ok(summary) => summary.failures.iter().for_each(|failure| eprintln!("{failure}")),
            Err(failure) => eprintln!("{failure}"),
        }
    }
    ExitCode::SUCCESS
}
