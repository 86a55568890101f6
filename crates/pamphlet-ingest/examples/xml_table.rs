//! Prints each document under the paths for `xml_table.py`, which compares it with a plain reading of the
//! XML: path, speakers and text, parted by the separators U+001F, U+001E and U+001D.
//!
//! `cargo run --release --example xml_table -- PATH... | python3 examples/xml_table.py`

#![allow(clippy::print_stdout, clippy::print_stderr)]

use pamphlet_ingest::{Ingest, Options, walk};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;

fn main() {
    let roots: Vec<PathBuf> = std::env::args().skip(1).map(PathBuf::from).collect();
    let ingest = Ingest::default();
    let (mut bytes, mut seconds) = (0, 0.0);
    for source in walk(&roots, &Options::default()).flatten() {
        if !source.shown.ends_with(".xml") && !source.shown.ends_with(".rdf") {
            continue;
        }
        let mut found = None;
        let start = Instant::now();
        let result = ingest.read(&source, &mut |document| {
            found = Some(document);
            ControlFlow::Break(())
        });
        seconds += start.elapsed().as_secs_f64();
        bytes += source.size;
        if let Err(failure) = result {
            eprintln!("{failure}");
        }
        let Some(document) = found else { continue };
        let speakers: Vec<_> = document.speeches.iter().map(|speech| speech.speaker.as_str()).collect();
        let blocks: Vec<_> = document.blocks.iter().map(|block| document.slice(block.range)).collect();
        println!("{}\u{1f}{}\u{1f}{}\u{1d}", document.path, speakers.join("\u{1e}"), blocks.join("\n\n"));
    }
    eprintln!("{:.1} MB in {seconds:.1} s: {:.1} MB/s", bytes as f64 / 1e6, bytes as f64 / 1e6 / seconds);
}
