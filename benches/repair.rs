//! How fast texts are decoded and repaired: clean ones, where a scan must do, and damaged ones.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use pamphlet_repair::{Repairer, decode};
use std::hint::black_box;

const CLEAN: &str = "The delegates met at noon, and nobody asked who had called them. “We’re here,” said the chair, “because \
    the mill’s owners won’t be.” What followed is known: a vote, a march, and a week without wages.\n";

fn repair(c: &mut Criterion) {
    let repairer = Repairer::default();
    let clean = CLEAN.repeat(4_000);
    let texts = [
        ("clean ascii", clean.replace(['“', '”'], "\"").replace('’', "'")),
        ("apostrophes lost", clean.replace('’', "?")),
        ("everything lost", clean.replace(['“', '”', '’'], "?")),
        ("mojibake", clean.replace('’', "â€™").replace('“', "â€œ").replace('”', "â€\u{9d}")),
        ("entities", clean.replace('’', "&rsquo;").replace('“', "&ldquo;").replace('”', "&rdquo;")),
        ("clean", clean),
    ];
    let mut group = c.benchmark_group("repair");
    group.sample_size(10);
    for (name, text) in &texts {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(*name, |b| b.iter(|| repairer.repair_bytes(black_box(text.as_bytes()), None)));
    }
    group.finish();
}

fn decoding(c: &mut Criterion) {
    let text = CLEAN.repeat(4_000);
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let western = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
    let mut group = c.benchmark_group("decode");
    group.sample_size(10);
    for (name, bytes) in [("utf-16", &little), ("windows-1252", &western)] {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(name, |b| b.iter(|| decode(black_box(bytes), None)));
    }
    group.finish();
}

criterion_group!(benches, repair, decoding);
criterion_main!(benches);
