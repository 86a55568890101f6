//! Measures ranking on queries with judgments.
//!
//! `judged DOCS.jsonl FOLDER...`: indexes the documents (`{"id","title","body"}` a line) and prints a line of
//! measures for each folder (`queries.tsv`: id, TAB, text; `qrels.txt`: TREC), plain BM25 beside it. `--only N` takes every Nth
//! query; `--set NAME=VALUE` changes a weight; `--index DIR` keeps the index for the next run.
#![allow(clippy::print_stdout, reason = "a program that prints a table")]

use pamphlet_document::{Block, BlockKind, Document, Lines, Metadata, Passage, Role, SourceMap, TextRange};
use pamphlet_index::{Reader, Writer};
use pamphlet_query::{Request, Weights, search};
use std::collections::HashMap;
use std::error::Error;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut docs = None;
    let mut folders = Vec::new();
    let mut weights = Weights::default();
    let mut kept = None;
    let mut only = 1;
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--set" => set(&mut weights, &args.next().unwrap_or_default())?,
            "--index" => kept = args.next().map(PathBuf::from),
            "--only" => only = args.next().unwrap_or_default().parse()?,
            _ if docs.is_none() => docs = Some(arg),
            _ => folders.push(arg),
        }
    }
    let docs = docs.ok_or("which documents?")?;
    let scratch = std::env::temp_dir().join(format!("judged-{}", std::process::id()));
    let dir = kept.clone().unwrap_or_else(|| scratch.clone());
    if !dir.join("manifest.json").exists() {
        index(&dir, Path::new(&docs))?;
    }
    let reader = Reader::open(&dir)?;
    for folder in folders {
        measure("plain BM25", &reader, Path::new(&folder), PLAIN, only)?;
        measure("this", &reader, Path::new(&folder), weights, only)?;
    }
    if kept.is_none() {
        std::fs::remove_dir_all(&scratch)?;
    }
    Ok(())
}

/// Exact words in the whole text, and nothing else.
const PLAIN: Weights = Weights {
    exact: 1.0,
    stem: 0.0,
    light: 0.0,
    title: 0.0,
    heading: 0.0,
    opening: 0.0,
    chrome: 0.0,
    pattern: 1.0,
    runs: 0.0,
    coverage: 0.0,
    sentence: 0.0,
    named: 0.0,
    near: 0.0,
};

fn set(weights: &mut Weights, text: &str) -> Result<(), Box<dyn Error>> {
    let (name, value) = text.split_once('=').ok_or("NAME=VALUE")?;
    let slot = match name {
        "exact" => &mut weights.exact,
        "stem" => &mut weights.stem,
        "light" => &mut weights.light,
        "title" => &mut weights.title,
        "heading" => &mut weights.heading,
        "opening" => &mut weights.opening,
        "chrome" => &mut weights.chrome,
        "pattern" => &mut weights.pattern,
        "runs" => &mut weights.runs,
        "coverage" => &mut weights.coverage,
        "sentence" => &mut weights.sentence,
        "named" => &mut weights.named,
        "near" => &mut weights.near,
        _ => return Err(format!("no weight '{name}'").into()),
    };
    *slot = value.parse()?;
    Ok(())
}

fn index(dir: &Path, docs: &Path) -> Result<(), Box<dyn Error>> {
    let mut writer = Writer::open(dir)?;
    for (line, record) in std::fs::read_to_string(docs)?.lines().enumerate() {
        let record: serde_json::Value = serde_json::from_str(record)?;
        let text = |name: &str| record.get(name).and_then(|value| value.as_str()).unwrap_or_default();
        writer.add(&document(line, text("id"), text("title"), text("body")))?;
    }
    writer.commit()?;
    Ok(())
}

/// A record as a document: its title, then a paragraph for each line.
fn document(line: usize, id: &str, title: &str, body: &str) -> Document {
    let mut document = Document {
        id: format!("{line:016x}"),
        path: format!("docs.jsonl#{}", line + 1),
        record_id: Some(id.to_owned()),
        ..Document::default()
    };
    let title = title.trim();
    document.metadata = Metadata { title: Some(title.to_owned()), ..Metadata::default() };
    let paragraphs = body.split('\n').map(|text| (BlockKind::Paragraph, text));
    for (kind, text) in std::iter::once((BlockKind::Title, title)).chain(paragraphs) {
        let text = text.trim();
        if text.is_empty() {
            continue;
        }
        if !document.text.is_empty() {
            document.text.push_str("\n\n");
        }
        let start = document.text.len() as u32;
        document.text.push_str(text);
        let range = TextRange::new(start, document.text.len() as u32);
        let block = document.blocks.len() as u32;
        document.blocks.push(Block { kind, range, role: Role::Content, lang: None, speech: None });
        document.passages.push(Passage { range, block, section: None, page: None });
    }
    document.source_map = SourceMap::identity(document.text.len() as u32, 0);
    document.lines = Lines::of(document.text.as_bytes());
    document
}

fn measure(
    what: &str,
    reader: &Reader,
    folder: &Path,
    weights: Weights,
    only: usize,
) -> Result<(), Box<dyn Error>> {
    let mut judged: HashMap<String, HashMap<String, f64>> = HashMap::new();
    for line in std::fs::read_to_string(folder.join("qrels.txt"))?.lines() {
        if let [query, _, doc, grade] = line.split_whitespace().collect::<Vec<_>>()[..] {
            judged.entry(query.to_owned()).or_default().insert(doc.to_owned(), grade.parse()?);
        }
    }
    let (mut rr, mut ndcg, mut first, mut recall, mut count) = (0.0, 0.0, 0.0, 0.0, 0.0);
    let (start, mut slowest) = (Instant::now(), 0.0f64);
    for (at, line) in std::fs::read_to_string(folder.join("queries.tsv"))?.lines().enumerate() {
        let Some((id, text)) = line.split_once('\t') else { continue };
        let Some(grades) = judged.get(id).filter(|_| at % only == 0) else { continue };
        let mut request = Request::new(text);
        request.any = true;
        request.limit = Some(100);
        request.snippets = 0;
        request.weights = weights;
        let began = Instant::now();
        let response = search(reader, &request)?;
        slowest = slowest.max(began.elapsed().as_secs_f64());
        let gains: Vec<f64> = response
            .hits
            .iter()
            .map(|hit| hit.record_id.as_ref().and_then(|id| grades.get(id)).copied().unwrap_or(0.0))
            .collect();
        count += 1.0;
        rr += gains.iter().take(10).position(|gain| *gain > 0.0).map_or(0.0, |at| 1.0 / (at as f64 + 1.0));
        first += f64::from(gains.first().is_some_and(|gain| *gain > 0.0));
        let wanted = grades.values().filter(|grade| **grade > 0.0).count().max(1);
        recall += gains.iter().filter(|gain| **gain > 0.0).count() as f64 / wanted as f64;
        let dcg = |gains: &[f64]| -> f64 {
            let discounted = gains.iter().take(10).enumerate();
            discounted.map(|(at, gain)| gain / (at as f64 + 2.0).log2()).sum()
        };
        let mut ideal: Vec<f64> = grades.values().copied().collect();
        ideal.sort_by(|a, b| b.total_cmp(a));
        ndcg += dcg(&gains) / dcg(&ideal).max(f64::MIN_POSITIVE);
    }
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    println!(
        "{name:14} {what:10}  MRR@10 {:.3}  success@1 {:.3}  recall@100 {:.3}  nDCG@10 {:.3}  {:.1} ms a query, slowest {:.0} ms",
        rr / count,
        first / count,
        recall / count,
        ndcg / count,
        start.elapsed().as_secs_f64() * 1e3 / count,
        slowest * 1e3
    );
    Ok(())
}
