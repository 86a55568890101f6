//! Speed of queries: matching, counting, ranking, without and with snippets; and of figures about words. Over sentences made here, so
//! that it runs anywhere; `crates/pamphlet-query/examples/judged.rs` measures collections of your own.

#[path = "cpu.rs"]
mod cpu;

use cpu::Cpu;
use criterion::{Criterion, criterion_group, criterion_main};
use pamphlet_document::{Block, BlockKind, Document, Lines, Metadata, Passage, Role, SourceMap, TextRange};
use pamphlet_index::{Reader, Writer};
use pamphlet_query::{
    Codebook, CodebookForm, CollocatesOptions, KeynessOptions, LineSort, NgramsOptions, QuoteOf,
    QuoteRequest, Request, TrendBy, WordsOptions, code, collocates, concordance, count, keyness, ngrams,
    quote, search, trend, words,
};
use std::hint::black_box;
use std::sync::Arc;

/// Words by rank: the first are as frequent as stop words, the last stand in few documents.
fn word(rank: usize) -> String {
    const FIRST: &[&str] = &["the", "of", "and", "to", "in", "that", "workers", "state", "people", "power"];
    match FIRST.get(rank) {
        Some(word) => (*word).to_owned(),
        None => {
            let (mut rest, mut out) = (rank * 7 + 3, String::from("w"));
            while rest > 0 {
                out.push(char::from(b'a' + (rest % 26) as u8));
                rest /= 26;
            }
            out
        }
    }
}

fn document(number: usize, words: &[String]) -> Document {
    let mut document = Document {
        id: format!("{number:016x}"),
        path: format!("made/{number}.txt"),
        metadata: Metadata { title: Some(format!("Text {number}")), ..Metadata::default() },
        ..Document::default()
    };
    let mut state = number as u64 + 1;
    for block in 0..8u32 {
        if block > 0 {
            document.text.push_str("\n\n");
        }
        let start = document.text.len() as u32;
        for at in 0..90 {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let uniform = (state >> 11) as f64 / (1u64 << 53) as f64;
            let rank = ((words.len() as f64 + 1.0).powf(uniform) - 1.0) as usize;
            if at > 0 {
                document.text.push_str(if at % 18 == 0 { ". " } else { " " });
            }
            document.text.push_str(&words[rank.min(words.len() - 1)]);
        }
        document.text.push('.');
        let range = TextRange::new(start, document.text.len() as u32);
        document.blocks.push(Block {
            kind: BlockKind::Paragraph,
            range,
            role: Role::Content,
            lang: None,
            speech: None,
        });
        document.passages.push(Passage { range, block, section: None, page: None });
    }
    document.source_map = SourceMap::identity(document.text.len() as u32, 0);
    document.lines = Lines::of(document.text.as_bytes());
    document
}

fn benches(c: &mut Criterion<Cpu>) {
    let dir = std::env::temp_dir().join(format!("pamphlet-bench-query-{}", std::process::id()));
    let words: Vec<String> = (0..20_000).map(word).collect();
    let reader = (|| {
        let mut writer = Writer::open(&dir)?;
        for number in 0..4_000 {
            writer.add(&document(number, &words))?;
        }
        writer.commit()?;
        Reader::open(&dir)
    })();
    let Ok(reader) = reader else { return };
    let mut group = c.benchmark_group("query");
    group.sample_size(20);
    for (name, text) in [
        ("rare word", words[9_000].as_str()),
        ("frequent word", "workers"),
        ("two words", "workers power"),
        ("phrase of frequent words", "\"the workers\""),
        ("prefix", "wa*"),
        ("near", "workers NEAR/5 power"),
        ("misspelled", "workrs~1"),
    ] {
        let bare = Request { snippets: 0, ..Request::new(text) };
        let full = Request::new(text);
        group.bench_function(format!("{name}: count"), |b| b.iter(|| black_box(count(&reader, &bare).ok())));
        group
            .bench_function(format!("{name}: top 10"), |b| b.iter(|| black_box(search(&reader, &bare).ok())));
        group.bench_function(format!("{name}: top 10 with snippets"), |b| {
            b.iter(|| black_box(search(&reader, &full).ok()));
        });
    }
    let sentence: Vec<&str> = (0..25).map(|at| words[at * at].as_str()).collect();
    let any = Request { any: true, ..Request::new(sentence.join(" ")) };
    group.bench_function("25 words, any: top 10 with snippets", |b| {
        b.iter(|| black_box(search(&reader, &any).ok()));
    });
    let lines = Request { limit: Some(100), ..Request::new(words[900].as_str()) };
    group.bench_function("concordance", |b| {
        b.iter(|| black_box(concordance(&reader, &lines, LineSort::After).ok()));
    });
    let passage = words[40..70].join(" ");
    let sought = QuoteRequest::new(QuoteOf::Text(passage));
    group.bench_function("quote: a passage of 30 words", |b| {
        b.iter(|| black_box(quote(&reader, &sought).ok()))
    });
    let sought = QuoteRequest::new(QuoteOf::Document(format!("{:016x}", 7)));
    group.bench_function("quote: a document of 720 words", |b| {
        b.iter(|| black_box(quote(&reader, &sought).ok()))
    });
    group.finish();
    figures(c, &reader);
    // nothing is left behind; where that fails, the system's folder for such things has one folder more
    let _ = std::fs::remove_dir_all(&dir);
}

/// Figures about words: over 2.9 million of them.
fn figures(c: &mut Criterion<Cpu>, reader: &Reader) {
    let mut group = c.benchmark_group("figures");
    group.sample_size(10);
    let all = Request { limit: Some(50), ..Request::new("") };
    let of = |text: &str| Request { text: text.to_owned(), ..all.clone() };
    group.bench_function("words", |b| {
        b.iter(|| black_box(words(reader, &all, &WordsOptions::default()).ok()));
    });
    group.bench_function("keyness", |b| {
        b.iter(|| black_box(keyness(reader, &of("workers power"), None, &KeynessOptions::default()).ok()));
    });
    for (name, node) in [("of a rare word", "wd*"), ("of a frequent word", "workers")] {
        group.bench_function(format!("collocates {name}"), |b| {
            b.iter(|| black_box(collocates(reader, &of(node), &CollocatesOptions::default()).ok()));
        });
    }
    group.bench_function("n-grams of two and three words", |b| {
        b.iter(|| black_box(ngrams(reader, &all, &NgramsOptions::default()).ok()));
    });
    let book = "state: [state, people]\nlabour:\n  work: [worker*]\n  power: ['power of the', power]\n";
    let book = Arc::new(Codebook::read(book, CodebookForm::Yaml));
    group.bench_function("code by three categories", |b| {
        b.iter(|| black_box(code(reader, &Request { limit: None, ..all.clone() }, &book).ok()));
    });
    group.bench_function("trend", |b| {
        b.iter(|| black_box(trend(reader, &of("workers"), &TrendBy::Year).ok()));
    });
    group.finish();
}

criterion_group! { name = all; config = cpu::criterion(); targets = benches }
criterion_main!(all);
