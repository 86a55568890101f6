//! Reads every file under the paths and says what came of each: a line a document, and the totals.
//!
//! `cargo run --release --example extract_all -- PATH...`; with `--show`, whole documents, blocks marked.

#![allow(clippy::print_stdout, clippy::print_stderr)]

use pamphlet_ingest::{Ingest, Options, walk};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;

fn main() {
    let mut args: Vec<String> = std::env::args().skip(1).collect();
    let show = args.iter().any(|arg| arg == "--show");
    args.retain(|arg| arg != "--show");
    let roots: Vec<PathBuf> = args.iter().map(PathBuf::from).collect();
    let ingest = Ingest::default();
    let start = Instant::now();
    let (mut files, mut documents, mut bytes, mut text, mut failed) = (0u64, 0u64, 0u64, 0u64, 0u64);
    for source in walk(&roots, &Options::default()) {
        files += 1;
        let source = match source {
            Ok(source) => source,
            Err(failure) => {
                failed += 1;
                eprintln!("{failure}");
                continue;
            }
        };
        let begun = Instant::now();
        let mut chars = 0u64;
        let result = ingest.read(&source, &mut |document| {
            text += document.text.len() as u64;
            chars += document.text.len() as u64;
            if show {
                println!("=== {} {:?}", document.path, document.metadata);
                for block in &document.blocks {
                    let place = document.source_map.source_of(block.range);
                    let [line, _] = document.lines.of_range(place);
                    let role =
                        if block.role.is_chrome() { format!(" {:?}", block.role) } else { String::new() };
                    let lang = block.lang.as_ref().map(|lang| format!(" [{lang}]")).unwrap_or_default();
                    let speech =
                        block.speech.map(|at| format!(" <{}>", document.speeches[at as usize].speaker));
                    println!(
                        "{line:>5} {:?}{role}{lang}{}: {}",
                        block.kind,
                        speech.unwrap_or_default(),
                        document.slice(block.range)
                    );
                }
                for (edit, place) in &document.edits {
                    println!("  edit {:?} -> {:?} {} @{}", edit.old, edit.new, edit.rule, place.start);
                }
                for note in &document.diagnostics {
                    println!("  note {} {}", note.code, note.message);
                }
            } else {
                println!(
                    "{}\t{:?}\t{}\t{} blocks\t{}",
                    document.path,
                    document.metadata.title.as_deref().unwrap_or("-"),
                    document.metadata.date.map_or("-".to_owned(), |date| date.to_string()),
                    document.blocks.len(),
                    document.metadata.first("type").unwrap_or("-")
                );
            }
            ControlFlow::Continue(())
        });
        match result {
            Ok(summary) => {
                documents += summary.documents;
                bytes += summary.bytes;
                for failure in &summary.failures {
                    eprintln!("{failure}");
                }
            }
            Err(failure) => {
                failed += 1;
                eprintln!("{failure}");
            }
        }
        let took = begun.elapsed();
        if took.as_millis() > 500 {
            eprintln!("slow: {} {} bytes, {chars} bytes of text, {took:.1?}", source.shown, source.size);
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    eprintln!(
        "{files} files, {failed} failed, {documents} documents, {:.1} MB in, {:.1} MB of text, {seconds:.1} s, {:.1} MB/s",
        bytes as f64 / 1e6,
        text as f64 / 1e6,
        bytes as f64 / 1e6 / seconds
    );
}
