//! Speed of the index stage: analysis, writing, opening, reading a passage. Over sentences made here, so
//! that it runs anywhere; `crates/pamphlet-index/examples/measure.rs` measures a corpus of your own.

#[path = "cpu.rs"]
mod cpu;

use cpu::Cpu;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use pamphlet_document::{Block, BlockKind, Document, Passage, Role, SourceMap, TextRange};
use pamphlet_index::analyzer::{Lang, Tokens, analyze};
use pamphlet_index::tantivy::DocAddress;
use pamphlet_index::{Reader, Writer};

const WORDS: &[&str] = &[
    "the",
    "workers’",
    "council",
    "of",
    "delegates",
    "resolved",
    "that",
    "anti-war",
    "committees",
    "in",
    "every",
    "society",
    "should",
    "meet",
    "before",
    "1,000",
    "citizens",
    "and",
    "don't",
    "recognise",
    "any",
    "ministry",
    "to",
];

/// Text of about so many bytes, the same each time.
fn text(bytes: usize, seed: usize) -> String {
    let mut out = String::with_capacity(bytes + 16);
    let mut at = seed;
    while out.len() < bytes {
        at = at.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        out.push_str(WORDS[(at >> 33) % WORDS.len()]);
        out.push_str(if at.is_multiple_of(17) { ". " } else { " " });
    }
    out
}

fn document(id: usize, bytes: usize) -> Document {
    let mut out = Document { id: format!("{id:016x}"), path: format!("{id}.txt"), ..Document::default() };
    for block in 0..bytes.div_ceil(800) {
        let start = out.text.len() as u32;
        out.text.push_str(&text(800, id * 1000 + block));
        let range = TextRange::new(start, out.text.len() as u32);
        let kind = BlockKind::Paragraph;
        out.blocks.push(Block { kind, range, role: Role::Content, lang: None, speech: None });
        out.passages.push(Passage { range, block: block as u32, section: None, page: None });
        out.text.push_str("\n\n");
    }
    out.source_map = SourceMap::identity(out.text.len() as u32, 0);
    out
}

fn index(c: &mut Criterion<Cpu>) {
    let english = text(1 << 20, 7);
    let mut group = c.benchmark_group("index");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(english.len() as u64));
    group.bench_function("analyze", |b| {
        let mut tokens = Tokens::default();
        b.iter(|| analyze(&english, Lang::English, &mut tokens));
    });
    let documents: Vec<Document> = (0..100).map(|id| document(id, 10_000)).collect();
    group.bench_function("write 100 documents of 10 KB", |b| {
        b.iter_batched_ref(
            || tempfile::tempdir().unwrap(),
            |dir| {
                let mut writer = Writer::open(dir.path()).unwrap();
                for document in &documents {
                    writer.add(document).unwrap();
                }
                writer.commit().unwrap()
            },
            BatchSize::PerIteration,
        );
    });
    group.finish();

    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path()).unwrap();
    writer.add(&document(0, 10_000)).unwrap();
    writer.add(&document(1, 1_000_000)).unwrap();
    writer.commit().unwrap();
    c.bench_function("index/open", |b| b.iter(|| Reader::open(dir.path()).unwrap()));
    let reader = Reader::open(dir.path()).unwrap();
    for (doc, name) in [(0, "index/a passage of 10 KB"), (1, "index/a passage of 1 MB")] {
        c.bench_function(name, |b| {
            b.iter(|| {
                let stored = reader.stored(DocAddress::new(0, doc)).unwrap();
                let middle = stored.passages().unwrap().len() / 2;
                stored.passage_text(middle).unwrap().len()
            });
        });
    }
}

criterion_group! { name = all; config = cpu::criterion(); targets = index }
criterion_main!(all);
