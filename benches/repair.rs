//! How fast texts are decoded and repaired: clean ones, where little more than a scan must do, and damaged ones.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use pamphlet_repair::{Repairer, decode};
use std::hint::black_box;

/// English as it is written: curly quotes, a dash, an accent, a genuine question.
const CLEAN: &str = "The delegates met at noon in the old café, and nobody asked who had called them. “We’re here,” said the \
    chair, “because the mill’s owners won’t be.” Was that all? It was not: what followed is known – a vote, a march, and \
    a week without wages. The union’s paper printed the list of those who had come, and of those who had stayed at home; \
    their neighbours could read it, and many of them did so before the week was over.\n";

/// The same without a character beyond ASCII.
fn plain(text: &str) -> String {
    text.replace(['“', '”'], "\"").replace('’', "'").replace('–', "--").replace('é', "e")
}

/// UTF-8 that was read as windows-1252.
fn mojibake(text: &str) -> String {
    encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
}

fn repair(c: &mut Criterion) {
    let repairer = Repairer::default();
    let paragraph = |every: usize, damage: fn(&str) -> String| -> String {
        (1..=2_500).map(|i| if i % every == 0 { damage(CLEAN) } else { CLEAN.to_owned() }).collect()
    };
    let lost = |text: &str| text.replace(['“', '”', '’', '–', 'é'], "?");
    let texts = [
        ("clean ascii", plain(CLEAN).repeat(2_500)),
        ("clean", CLEAN.repeat(2_500)),
        (
            "clean slovak",
            "Vážený pán predseda, kto to žiada? Ešte včera sme o tom hovorili inak.\n".repeat(15_000),
        ),
        (
            "clean russian",
            "Кто этого требует? Рабочие и крестьяне всей страны, сказал он вчера.\n".repeat(9_000),
        ),
        ("nearly clean: every 50th paragraph lost its marks", paragraph(50, lost)),
        ("apostrophes lost", CLEAN.repeat(2_500).replace('’', "?")),
        ("everything lost", paragraph(1, lost)),
        ("mojibake", paragraph(1, mojibake)),
        ("mojibake twice over", paragraph(1, |text| mojibake(&mojibake(text)))),
        (
            "entities",
            CLEAN.repeat(2_500).replace('’', "&rsquo;").replace('“', "&ldquo;").replace('”', "&rdquo;"),
        ),
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
    let text = CLEAN.repeat(2_500);
    let little: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let western = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
    let mut mixed = text.clone().into_bytes();
    mixed.extend_from_slice(&western);
    let mut group = c.benchmark_group("decode");
    group.sample_size(10);
    for (name, bytes) in [("utf-16", &little), ("windows-1252", &western), ("utf-8 and windows-1252", &mixed)]
    {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(name, |b| b.iter(|| decode(black_box(bytes), None)));
    }
    group.finish();
}

criterion_group!(benches, repair, decoding);
criterion_main!(benches);
