//! What a snippet costs by the length of its document: it should not matter.

#[path = "cpu.rs"]
mod cpu;

use cpu::Cpu;
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use pamphlet_document::{Block, BlockKind, Document, Lines, Metadata, Passage, Role, SourceMap, TextRange};
use pamphlet_index::{Reader, Writer};
use pamphlet_query::{Request, search};
use std::hint::black_box;

/// A document of about so many bytes, with the word that is asked for in one of its paragraphs.
fn document(bytes: usize) -> Document {
    const SENTENCE: &str =
        "The delegates met before noon, and the committee read the report of the mills aloud. ";
    let mut document = Document {
        id: format!("{bytes:016x}"),
        path: format!("made/{bytes}.txt"),
        metadata: Metadata::default(),
        ..Document::default()
    };
    let mut block = 0;
    while document.text.len() < bytes {
        if block > 0 {
            document.text.push_str("\n\n");
        }
        let start = document.text.len();
        for _ in 0..8 {
            document.text.push_str(SENTENCE);
        }
        if start <= bytes / 2 && document.text.len() > bytes / 2 {
            document.text.push_str(&format!("Only then did quillon{bytes} speak of the railway."));
        }
        let end = document.text.trim_end().len();
        document.text.truncate(end);
        let range = TextRange::new(start as u32, end as u32);
        let kind = BlockKind::Paragraph;
        document.blocks.push(Block { kind, range, role: Role::Content, lang: None, speech: None });
        document.passages.push(Passage { range, block, section: None, page: None });
        block += 1;
    }
    document.source_map = SourceMap::identity(document.text.len() as u32, 0);
    document.lines = Lines::of(document.text.as_bytes());
    document
}

fn benches(c: &mut Criterion<Cpu>) {
    let dir = std::env::temp_dir().join(format!("pamphlet-bench-snippet-{}", std::process::id()));
    let sizes = [10_000, 100_000, 1_000_000];
    let reader = (|| {
        let mut writer = Writer::open(&dir)?;
        for bytes in sizes {
            writer.add(&document(bytes))?;
        }
        writer.commit()?;
        Reader::open(&dir)
    })();
    let Ok(reader) = reader else { return };
    let mut group = c.benchmark_group("snippet");
    for bytes in sizes {
        for (name, snippets) in [("hit without", 0), ("hit with", 1)] {
            let request = Request { snippets, ..Request::new(format!("quillon{bytes}")) };
            group.bench_with_input(BenchmarkId::new(name, bytes), &request, |b, request| {
                b.iter(|| black_box(search(&reader, request).ok()));
            });
        }
    }
    group.finish();
    // nothing is left behind; where that fails, the system's folder for such things has one folder more
    let _ = std::fs::remove_dir_all(&dir);
}

criterion_group! { name = all; config = cpu::criterion(); targets = benches }
criterion_main!(all);
