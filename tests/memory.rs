//! A file of records that is larger than the memory that it may take, through the real binary.

use crate::{Place, tier};
use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::time::Duration;

/// What indexing a file of records may take, however large it is, in KiB.
const MOST: u64 = 500 << 10;

/// Words in the proportions of a language: few often, many seldom, and two of each record's own.
struct Words {
    seed: u64,
    known: Vec<String>,
}

impl Words {
    fn new() -> Self {
        let mut words = Self { seed: 7, known: Vec::new() };
        for _ in 0..40_000 {
            let word = words.made();
            words.known.push(word);
        }
        words
    }

    fn number(&mut self, below: u64) -> u64 {
        self.seed = self.seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.seed >> 33) % below
    }

    fn made(&mut self) -> String {
        const SYLLABLES: [&str; 16] = [
            "ba", "ri", "kom", "mu", "ten", "lo", "vas", "er", "gan", "pol", "ist", "an", "dor", "kel", "ov",
            "mir",
        ];
        let count = 2 + self.number(3);
        (0..count).map(|_| SYLLABLES[self.number(16) as usize]).collect()
    }

    /// A record of about 1.1 kB.
    fn record(&mut self, id: u64, out: &mut String) {
        out.clear();
        let (name, place) = (self.made(), self.made());
        let _ = write!(
            out,
            "{{\"id\":{id},\"date\":\"{}-05-17\",\"text\":\"{name}{id} of {place}{id} said:",
            1900 + id % 100
        );
        while out.len() < 1_100 {
            let rank = 1 << self.number(16);
            let at = self.number(rank).min(39_999) as usize;
            out.push(' ');
            out.push_str(&self.known[at]);
        }
        out.push_str(".\"}\n");
    }
}

#[cfg(target_os = "linux")]
#[test]
#[ignore = "the larger tier: a file of 300 MB, or PAMPHLET_RECORDS in MB"]
fn a_large_file_of_records_takes_little_memory() {
    let place = Place::new();
    let mut file = BufWriter::new(File::create(place.path().join("records.jsonl")).expect("a file"));
    let (mut words, mut record) = (Words::new(), String::new());
    let (size, mut written, mut records) = (tier("PAMPHLET_RECORDS", 300) << 20, 0, 0);
    while written < size {
        words.record(records, &mut record);
        file.write_all(record.as_bytes()).expect("written");
        written += record.len() as u64;
        records += 1;
    }
    file.into_inner().expect("written");

    let mut child = place.command().args(["index", "records.jsonl"]).spawn().expect("it starts");
    let mut most = 0;
    let status = loop {
        most = most.max(crate::hostile::memory(child.id()));
        match child.try_wait().expect("it can be asked") {
            Some(status) => break status,
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    };
    println!("{} MB, {records} records: {} MiB of memory", written >> 20, most >> 10);
    assert!(status.success());
    assert!(most < MOST, "{} MiB", most >> 10);
    let found = place.expect(0, ["search", "--count", "said"]);
    assert!(found.stdout.contains(&records.to_string()), "{}", found.stdout);
}
