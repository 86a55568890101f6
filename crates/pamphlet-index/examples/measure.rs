//! Measures the index stage over a file of JSON lines (`id`, `title`, `body`, `date`):
//!
//! ```text
//! cargo run --release -p pamphlet-index --example measure -- CORPUS.jsonl INDEX-FOLDER
//! ```
//! Documents are made ready before the clock starts; what is measured is analysis, texts, postings, commit.
//! With `raw` as a third word it measures tantivy's own writer over the same documents instead: English
//! stemmer, positions, stored texts (not packed), 256 MB on two threads.

use pamphlet_document::{Block, BlockKind, Document, Lines, Passage, Role, SourceMap, TextRange};
use pamphlet_index::analyzer::{Lang, Tokens, analyze};
use pamphlet_index::tantivy::{self, DocAddress};
use pamphlet_index::{
    Documents, Each, PartFailures, Reader, SourceFailure, SourceFile, SyncOptions, Writer, WriterOptions,
    verify,
};
use std::io::Write;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;

#[derive(serde::Deserialize)]
struct Record {
    id: String,
    title: String,
    body: String,
    date: Option<String>,
}

/// Hands out documents that are in memory, as many files of some documents.
struct Ready {
    documents: Vec<Document>,
    parts: usize,
}

impl Documents for Ready {
    fn walk(
        &self,
        roots: &[PathBuf],
        each: &mut dyn FnMut(Result<SourceFile, SourceFailure>) -> ControlFlow<()>,
    ) {
        for i in 0..self.parts {
            let path = roots[0].join(format!("{i}"));
            let file =
                SourceFile { shown: format!("{i}"), identity: path.clone(), path, size: 1, modified: 1 };
            if each(Ok(file)).is_break() {
                return;
            }
        }
    }

    fn read(&self, file: &SourceFile, each: &mut Each<'_>) -> Result<PartFailures, SourceFailure> {
        let part: usize = file.shown.parse().unwrap_or(0);
        let len = self.documents.len().div_ceil(self.parts);
        for document in self.documents.iter().skip(part * len).take(len) {
            if each(document.clone()).is_break() {
                break;
            }
        }
        Ok(PartFailures::default())
    }
}

/// The body's paragraphs as blocks, cut into passages of about a thousand bytes.
fn document(record: &Record, number: u64) -> Document {
    let mut out = Document {
        id: format!("{number:016x}"),
        path: format!("bench.jsonl#{number}"),
        record_id: Some(record.id.clone()),
        ..Document::default()
    };
    out.metadata.title = Some(record.title.clone());
    out.metadata.date = record.date.as_deref().and_then(|date| date.parse().ok());
    out.metadata.add("lang", "en");
    out.metadata.add("type", "record");
    for (kind, part) in std::iter::once((BlockKind::Title, record.title.as_str()))
        .chain(record.body.split("\n\n").map(|part| (BlockKind::Paragraph, part)))
    {
        let part = part.trim();
        if part.is_empty() {
            continue;
        }
        if !out.text.is_empty() {
            out.text.push_str("\n\n");
        }
        let base = out.text.len();
        out.text.push_str(part);
        let block = out.blocks.len() as u32;
        let range = TextRange::new(base as u32, out.text.len() as u32);
        out.blocks.push(Block { kind, range, role: Role::Content, lang: None, speech: None });
        let mut start = 0;
        while start < part.len() {
            let mut end = part.floor_char_boundary(start + 1000);
            if end < part.len() {
                end = part[start..end].rfind(". ").map_or(end, |at| start + at + 1);
            }
            let range = TextRange::new((base + start) as u32, (base + end) as u32);
            out.passages.push(Passage { range, block, section: None, page: None });
            start = end + part[end..].len() - part[end..].trim_start().len();
        }
    }
    out.source_map = SourceMap::identity(out.text.len() as u32, 0);
    out.lines = Lines::of(out.text.as_bytes());
    out
}

/// CPU seconds of this process, all threads.
fn cpu() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.rsplit(") ").next().unwrap_or("").split(' ').collect();
    let ticks = |i: usize| fields.get(i).and_then(|field| field.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(11) + ticks(12)) / 100.0
}

fn peak_mb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or("");
    line.split_whitespace().nth(1).and_then(|kb| kb.parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// The same documents through tantivy's own writer.
fn raw(documents: &[Document], dir: &str) -> tantivy::Result<()> {
    use tantivy::schema::{IndexRecordOption, STORED, STRING, SchemaBuilder, TextFieldIndexing, TextOptions};
    use tantivy::tokenizer::{
        Language, LowerCaser, RemoveLongFilter, SimpleTokenizer, Stemmer, TextAnalyzer,
    };
    let mut builder = SchemaBuilder::new();
    let id = builder.add_text_field("id", STRING | STORED);
    let record = IndexRecordOption::WithFreqsAndPositions;
    let indexing = TextFieldIndexing::default().set_tokenizer("english").set_index_option(record);
    let body = builder.add_text_field("body", TextOptions::from(STORED).set_indexing_options(indexing));
    let index = tantivy::Index::create_in_dir(dir, builder.build())?;
    let english = TextAnalyzer::builder(SimpleTokenizer::default())
        .filter(RemoveLongFilter::limit(40))
        .filter(LowerCaser)
        .filter(Stemmer::new(Language::English))
        .build();
    index.tokenizers().register("english", english);
    let mut writer = index.writer_with_num_threads(2, 256 << 20)?;
    for document in documents {
        let mut out = tantivy::TantivyDocument::default();
        out.add_text(id, &document.id);
        out.add_text(body, &document.text);
        writer.add_document(out)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    let mut args = std::env::args().skip(1);
    let (Some(corpus), Some(dir)) = (args.next(), args.next()) else {
        return Err("usage: measure CORPUS.jsonl INDEX-FOLDER".into());
    };
    let mut documents = Vec::new();
    for (number, line) in std::fs::read_to_string(&corpus)?.lines().enumerate() {
        documents.push(document(&serde_json::from_str(line)?, number as u64));
    }
    let text: usize = documents.iter().map(|document| document.text.len()).sum();
    let mb = text as f64 / 1e6;
    writeln!(out, "{} documents, {mb:.1} MB of text, {} MB in memory", documents.len(), peak_mb())?;

    if args.next().as_deref() == Some("raw") {
        let _ = std::fs::remove_dir_all(&dir);
        std::fs::create_dir_all(&dir)?;
        let (started, before) = (Instant::now(), cpu());
        raw(&documents, &dir)?;
        writeln!(
            out,
            "raw: {:.2} CPU seconds, {:?}, peak {} MB",
            cpu() - before,
            started.elapsed(),
            peak_mb()
        )?;
        return Ok(());
    }
    let (started, before) = (Instant::now(), cpu());
    let (mut tokens, mut words) = (Tokens::default(), 0u64);
    for document in &documents {
        for passage in &document.passages {
            words += u64::from(analyze(document.slice(passage.range), Lang::English, &mut tokens));
        }
    }
    let took = cpu() - before;
    writeln!(out, "analyze: {words} words, {:.0} MB/s a core, {:?}", mb / took, started.elapsed())?;

    let _ = std::fs::remove_dir_all(&dir);
    let (started, before) = (Instant::now(), cpu());
    let ready = Ready { documents, parts: 500 };
    let mut writer = Writer::open_with(&dir, WriterOptions::default())?;
    writer.sync(&[std::env::temp_dir()], &ready, SyncOptions::default())?;
    drop(writer);
    writeln!(
        out,
        "index: {:.2} CPU seconds, {:?}, peak {} MB",
        cpu() - before,
        started.elapsed(),
        peak_mb()
    )?;

    let reader = Reader::open(&dir)?;
    let info = reader.info()?;
    let mut sizes: std::collections::BTreeMap<String, u64> = std::collections::BTreeMap::new();
    for folder in ["", "segments", "texts"] {
        for entry in std::fs::read_dir(PathBuf::from(&dir).join(folder))? {
            let entry = entry?;
            if entry.file_type()?.is_file() {
                let name = entry.file_name().to_string_lossy().into_owned();
                let kind = name.rsplit('.').next().unwrap_or(&name).to_owned();
                *sizes.entry(kind).or_default() += entry.metadata()?.len();
            }
        }
    }
    let share = |bytes: u64| bytes as f64 / text as f64;
    writeln!(out, "size: {:.3} of the text, {} segments", share(info.bytes), info.segments)?;
    for (kind, bytes) in sizes {
        writeln!(out, "  {kind}: {:.4}", share(bytes))?;
    }

    let rounds = 200u32;
    let started = Instant::now();
    for _ in 0..rounds {
        drop(Reader::open(&dir)?);
    }
    writeln!(out, "open: {:?}", started.elapsed() / rounds)?;
    let started = Instant::now();
    let mut len = 0;
    for i in 0..1000u32 {
        let stored = reader.stored(DocAddress::new(0, i * 5 % reader.segments()[0].max_doc()))?;
        let passages = stored.passages()?.len();
        len += stored.passage_text(passages / 2)?.len();
    }
    writeln!(out, "a passage of a document: {:?} ({len} bytes)", started.elapsed() / 1000)?;
    let started = Instant::now();
    let verified = verify(&dir)?;
    writeln!(out, "verify: clean {}, {:?}", verified.is_clean(), started.elapsed())?;
    writeln!(out, "fingerprint {}", info.fingerprint)?;
    Ok(())
}
