//! What a snippet costs by the length of its document: documents of one length, made of the same sentences.

use super::engine::Engine;
use super::{Options, fresh};
use anyhow::{Context, Result};
use std::io::Write;
use std::path::PathBuf;

/// Lengths of the documents in bytes.
pub const LENGTHS: [usize; 3] = [10_000, 100_000, 1_000_000];
const QUERIES: [&str; 4] = ["lantern", "ferry toll", "harbour OR ledger", "\"ferry toll\""];

/// Microseconds that the snippet of a hit takes beyond the hit itself, by length.
pub struct Sizes {
    pub name: &'static str,
    pub micros: [f64; LENGTHS.len()],
}

/// Measures the product and raw tantivy.
pub fn run(options: &Options, engines: &[Engine]) -> Result<Vec<Sizes>> {
    let mut all: Vec<Sizes> =
        engines.iter().take(2).map(|e| Sizes { name: e.name, micros: Default::default() }).collect();
    for (at, length) in LENGTHS.into_iter().enumerate() {
        let folder = options.work.join(format!("length-{length}"));
        fresh(&folder)?;
        std::fs::create_dir_all(&folder)?;
        let docs = folder.join("docs.jsonl");
        let mut out = std::io::BufWriter::new(std::fs::File::create(&docs)?);
        for number in 0..20 {
            let record =
                serde_json::json!({"id": format!("{number}"), "title": "", "body": text(number, length)});
            writeln!(out, "{record}")?;
        }
        out.flush()?;
        for (engine, sizes) in engines.iter().zip(&mut all) {
            sizes.micros[at] = snippet(engine, folder.join(engine.name), &docs, options.passes)?;
        }
    }
    Ok(all)
}

fn snippet(engine: &Engine, folder: PathBuf, docs: &std::path::Path, passes: usize) -> Result<f64> {
    let engine = engine.at(folder);
    engine.index(docs)?;
    let mut served = engine.serve()?;
    let mut sum = 0.0;
    for query in QUERIES {
        let (mut top, mut snippets) = (u64::MAX, u64::MAX);
        for _ in 0..=passes {
            top = top.min(served.ask("top", query)?.context("no answer")?.nanos);
            snippets = snippets.min(served.ask("snippets", query)?.context("no answer")?.nanos);
        }
        sum += snippets.saturating_sub(top) as f64 / 10.0 / 1e3;
    }
    Ok(sum / QUERIES.len() as f64)
}

/// A text of sentences whose words turn up at other places in each document.
fn text(number: usize, length: usize) -> String {
    const WORDS: [&str; 24] = [
        "the", "toll", "of", "harbour", "was", "ledger", "kept", "by", "clerks", "who", "counted", "every",
        "barrel", "and", "wrote", "it", "down", "before", "noon", "while", "boats", "waited", "for", "wind",
    ];
    let mut state = number as u64 + 1;
    let mut out = String::with_capacity(length + 64);
    let mut words = 0;
    while out.len() < length {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        out.push_str(match words % 400 {
            0 => "lantern",
            200 => "ferry toll",
            _ => WORDS[(state >> 33) as usize % WORDS.len()],
        });
        words += 1;
        out.push_str(match words % 80 {
            0 => ".\n\n",
            16 | 32 | 48 | 64 => ". ",
            _ => " ",
        });
    }
    out
}
