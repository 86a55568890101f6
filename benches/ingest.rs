//! Speed of reading: bytes to finished documents, on one core, for the formats that most texts come in. The
//! pages are made here, so that it runs anywhere.

#[path = "cpu.rs"]
mod cpu;

use cpu::Cpu;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use pamphlet_ingest::Ingest;
use std::fmt::Write;

const SENTENCES: [&str; 6] = [
    "The council of the valley met in the hall, and it did not part before it had its answer.",
    "We’ve asked the owners three times for the books of the pit; three times they have said no.",
    "There are 1,400 men and 312 women on the lists, and every one of them was asked.",
    "What is to be done? That is for the lodges to say, not for us alone.",
    "Mr. Harrow moved that the report be received, and Mrs. Vale seconded the motion.",
    "No one who works here owns any of it, and no one who owns it has ever worked here.",
];

/// Paragraphs of `open`, sentences and `close` until there are so many bytes.
fn paragraphs(bytes: usize, open: &str, close: &str) -> String {
    let mut out = String::with_capacity(bytes + 1_000);
    let mut at = 0;
    while out.len() < bytes {
        out.push_str(open);
        for _ in 0..5 {
            out.push_str(SENTENCES[at % SENTENCES.len()]);
            out.push(' ');
            at += 1;
        }
        out.push_str(close);
    }
    out
}

fn ingest(c: &mut Criterion<Cpu>) {
    let size = 1 << 20;
    let mut lines = String::new();
    while lines.len() < size {
        let body = paragraphs(4_000, "", "\\n\\n");
        writeln!(
            lines,
            "{{\"id\": \"{}\", \"title\": \"Minutes\", \"date\": \"1926-05-03\", \"body\": \"{body}\"}}",
            lines.len()
        )
        .expect("memory");
    }
    let page =
        paragraphs(size, "<p class=\"text\"><a name=\"p\"></a>", " <b>Resolved</b>, &amp; carried.</p>\n");
    let page = format!(
        "<!DOCTYPE html><html><head><title>Minutes</title></head><body><div>{page}</div></body></html>"
    );
    let inputs = [
        ("text", "minutes.txt", paragraphs(size, "", "\n\n")),
        ("html", "minutes.html", page),
        ("jsonl", "minutes.jsonl", lines),
        ("markdown", "minutes.md", paragraphs(size, "## Item\n\n", "*Carried.*\n\n")),
    ];
    let ingest = Ingest::default();
    let mut group = c.benchmark_group("ingest");
    group.sample_size(10);
    for (format, name, input) in &inputs {
        group.throughput(Throughput::Bytes(input.len() as u64));
        group
            .bench_function(*format, |b| b.iter(|| ingest.bytes(name, input.as_bytes()).expect("documents")));
    }
    group.finish();
}

criterion_group! { name = all; config = cpu::criterion(); targets = ingest }
criterion_main!(all);
