//! The floor of quality on a set of clean documents that stands beside the project on its developers' machines, damaged
//! here. The set is for measuring only and no part of the project; where it is missing, the test says so and passes.

use pamphlet_repair::Repairer;
use std::io::Read;
use std::path::PathBuf;

/// CRC-32 of the unpacked set that the floors below were measured on.
const DIGEST: u32 = 173342474;

/// The English documents of the set.
fn documents() -> Option<Vec<String>> {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/repair-bench/clean.jsonl.gz");
    let mut text = String::new();
    flate2::read::GzDecoder::new(std::fs::File::open(file).ok()?).read_to_string(&mut text).ok()?;
    assert_eq!(crc32fast::hash(text.as_bytes()), DIGEST, "the floors are those of another set");
    let mut list = Vec::new();
    for line in text.lines() {
        let document: serde_json::Value = serde_json::from_str(line).expect("a line is a document");
        if document["lang"].as_str().is_some_and(|lang| lang.starts_with("en")) {
            list.push(document["text"].as_str().expect("a document has a text").to_owned());
        }
    }
    Some(list)
}

/// What a reader can tell apart, blind to whether a quote opens or closes and to how long a dash is.
fn kind(c: char) -> char {
    match c {
        '‘' | '’' => '\'',
        '“' | '”' => '"',
        '–' | '—' | '―' | '−' => '-',
        _ => c,
    }
}

/// What came of documents whose characters were replaced one by one.
#[derive(Debug, Default)]
struct Outcome {
    lost: usize,
    right: usize,
    wrong: usize,
    genuine: usize,
    destroyed: usize,
}

impl Outcome {
    fn of(documents: &[String], damage: impl Fn(char) -> char) -> Self {
        let mut sums = Self::default();
        for clean in documents {
            let damaged: String = clean.chars().map(&damage).collect();
            if !clean.contains('’') {
                continue;
            }
            let repaired = Repairer::default().repair(&damaged);
            if repaired.text.chars().count() != clean.chars().count() {
                continue;
            }
            for ((was, is), lost) in clean.chars().zip(repaired.text.chars()).zip(damaged.chars()) {
                let changed = is != lost;
                if was != lost {
                    sums.lost += 1;
                    sums.right += usize::from(kind(was) == kind(is));
                    sums.wrong += usize::from(changed && kind(was) != kind(is));
                } else if was == '?' {
                    sums.genuine += 1;
                    sums.destroyed += usize::from(changed);
                } else {
                    sums.wrong += usize::from(changed);
                }
            }
        }
        sums
    }

    fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.lost + self.right + self.wrong + self.destroyed) as f64
    }

    #[track_caller]
    fn is_at_least(&self, f1: f64, most_destroyed: usize) {
        assert!(self.f1() >= f1 && self.destroyed <= most_destroyed, "F1 {:.4}: {self:?}", self.f1());
    }
}

#[test]
fn the_measuring_set_stays_above_the_floor() {
    let Some(documents) = documents() else {
        super::floor::eprintln_skipped("the measuring set");
        return;
    };
    Outcome::of(&documents, |c| if c == '’' { '?' } else { c }).is_at_least(0.996, 1);
    Outcome::of(&documents, |c| if c.is_ascii() { c } else { '?' }).is_at_least(0.948, 1);
    Outcome::of(&documents, |c| if (c as u32) < 256 { c } else { '?' }).is_at_least(0.948, 1);
    Outcome::of(&documents, |c| if c.is_ascii() { c } else { '\u{fffd}' }).is_at_least(0.958, 0);
    for clean in &documents {
        let edits = Repairer::default().repair(clean).edits;
        assert!(edits.is_empty(), "{edits:?}");
    }
    let (mut right, mut changed, mut dropped) = (0, 0, 0);
    for clean in &documents {
        let repaired = Repairer::default().repair(&clean.replace('’', "")).text.into_owned();
        let count = |text: &str| text.matches('’').count();
        dropped += count(clean);
        changed += count(&repaired);
        // words with their apostrophe that the clean text has as often
        for word in repaired.split_whitespace().filter(|word| word.contains('’')) {
            right += usize::from(clean.contains(word));
        }
    }
    assert!(right * 100 >= changed * 99, "{right} of {changed} right");
    assert!(changed * 100 >= dropped * 60, "{changed} of {dropped}");
}
