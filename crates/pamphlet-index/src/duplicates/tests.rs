//! Copies and versions: what is alike is linked, however the documents came, and nothing else is.

use super::signature::similarity;
use super::*;
use crate::folder::{Checked, Disk};
use std::collections::HashSet;
use std::sync::Arc;

/// Numbers that look like chance and are always the same.
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end
    }

    /// A text of words that are as unevenly frequent as those of a language.
    fn text(&mut self, words: usize) -> Vec<String> {
        let word = |chance: &mut Self| {
            let end = [30, 300, 3_000][chance.below(3)];
            format!("w{}", chance.below(end))
        };
        (0..words).map(|_| word(self)).collect()
    }

    /// The text with so many in a thousand of its words replaced.
    fn edited(&mut self, text: &[String], per_thousand: usize) -> Vec<String> {
        let mut out = text.to_vec();
        for word in &mut out {
            if self.below(1_000) < per_thousand {
                *word = format!("new{}", self.below(10_000));
            }
        }
        out
    }
}

fn signature(text: &[String]) -> Option<Signature> {
    let mut shingles = Shingles::default();
    for word in text {
        shingles.push(word);
    }
    shingles.finish()
}

fn entry(id: u64, text: &[String]) -> Entry {
    let hash = blake3::hash(text.join(" ").as_bytes());
    let content = hash.as_bytes().first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
    Entry { id, content, signature: signature(text) }
}

/// The share of three-word shingles that two texts have in common.
fn jaccard(a: &[String], b: &[String]) -> f32 {
    let set = |text: &[String]| text.windows(3).map(|words| words.join(" ")).collect::<HashSet<_>>();
    let (a, b) = (set(a), set(b));
    let both = a.intersection(&b).count() as f32;
    both / (a.len() + b.len()) as f32 / (1.0 - both / (a.len() + b.len()) as f32)
}

/// A writer's list of changes, in a folder of its own.
struct Case {
    dir: tempfile::TempDir,
    changes: Changes,
}

impl Case {
    fn new() -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        Self { changes: Changes::new(&Disk::new(dir.path(), None)), dir }
    }

    fn add(&mut self, entry: Entry) {
        self.changes.add(entry).expect("room");
    }

    fn remove(&mut self, id: u64) {
        self.changes.remove(id).expect("room");
    }

    /// The file that the next commit gets; none when nothing changed, empty without documents.
    fn finish(&mut self, base: &Duplicates) -> Option<Vec<u8>> {
        let outcome = self.changes.finish(base, "out").expect("room");
        let path = self.dir.path().join("out");
        let left = std::fs::read_dir(self.dir.path()).expect("a folder").count();
        assert_eq!(left, usize::from(path.exists()), "no other file stays");
        let bytes = match outcome {
            Outcome::Unchanged => return None,
            Outcome::Empty => return Some(Vec::new()),
            Outcome::Written => std::fs::read(&path).expect("the file"),
        };
        std::fs::remove_file(&path).expect("the file");
        Some(bytes)
    }
}

/// The state after these documents came and those ids went.
fn state(base: &Duplicates, added: &[Entry], removed: &[u64]) -> Duplicates {
    let mut case = Case::new();
    removed.iter().for_each(|id| case.remove(*id));
    added.iter().for_each(|entry| case.add(*entry));
    match case.finish(base).expect("a change") {
        bytes if bytes.is_empty() => Duplicates::empty(),
        bytes => Duplicates::open(Arc::new(Checked::of_bytes(&bytes)), "test").expect("it opens"),
    }
}

#[test]
fn the_estimate_is_near_the_share_of_shingles() {
    let mut chance = Chance(1);
    let mut worst = 0f32;
    for (words, per_thousand) in [(60, 20), (200, 10), (200, 60), (1_000, 30), (1_000, 100), (8_000, 50)] {
        for _ in 0..20 {
            let text = chance.text(words);
            let other = chance.edited(&text, per_thousand);
            let found = similarity(&signature(&text).unwrap(), &signature(&other).unwrap());
            worst = worst.max((found - jaccard(&text, &other)).abs());
        }
    }
    assert!(worst < 0.2, "{worst}");
    let short = chance.text(31);
    assert_eq!(signature(&short), None);
    assert!(signature(&chance.text(32)).is_some());
}

/// Versions made by planted edits are found, texts that share nothing but their vocabulary are not. The
/// floor of precision and recall at [`ALIKE`], against the true share of shingles.
#[test]
fn planted_versions_are_found() {
    let mut chance = Chance(2);
    let mut texts: Vec<(u64, Vec<String>)> = Vec::new();
    for original in 0..60u64 {
        let words = [80, 300, 1_500][original as usize % 3];
        let text = chance.text(words);
        for (version, per_thousand) in [0, 5, 20, 50, 120, 250].into_iter().enumerate() {
            texts.push((original * 10 + version as u64 + 1, chance.edited(&text, per_thousand)));
        }
    }
    let entries: Vec<Entry> = texts.iter().map(|(id, text)| entry(*id, text)).collect();
    let all = state(&Duplicates::empty(), &entries, &[]);
    let (mut right, mut wrong, mut missed, mut apart) = (0, 0, 0, 0);
    for (id, text) in &texts {
        let found: HashSet<u64> = all.of(*id, ALIKE).into_iter().map(|(id, _)| id).collect();
        for (other, other_text) in texts.iter().filter(|(other, _)| other != id) {
            let same = id / 10 == other / 10;
            match (found.contains(other), if same { jaccard(text, other_text) } else { 0.0 }) {
                (true, true_share) if true_share >= ALIKE => right += 1,
                // within the error of the estimate
                (_, true_share) if (ALIKE - 0.1..ALIKE + 0.1).contains(&true_share) => {}
                (true, _) => wrong += 1,
                (false, true_share) if true_share >= ALIKE => missed += 1,
                (false, _) => apart += 1,
            }
        }
    }
    assert_eq!((wrong, missed), (0, 0), "{right} right, {apart} apart");
    assert!(right > 200 && apart > 100_000, "{right} right, {apart} apart");
}

#[test]
fn short_texts_are_copies_or_nothing() {
    let text = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<_>>();
    let entries = [
        entry(1, &text("the pit must stay open")),
        entry(2, &text("the pit must stay open")),
        entry(3, &text("the pit must stay shut")),
    ];
    let all = state(&Duplicates::empty(), &entries, &[]);
    assert_eq!(all.of(1, ALIKE), [(2, 1.0)]);
    assert_eq!(all.of(3, ALIKE), []);
    assert_eq!((all.cluster(2), all.cluster(3), all.clusters()), (Some(1), None, 1));
}

#[test]
fn what_is_removed_leaves_its_copies() {
    let mut chance = Chance(3);
    let text = chance.text(400);
    let near = chance.edited(&text, 20);
    let all = state(&Duplicates::empty(), &[entry(1, &text), entry(2, &text), entry(3, &near)], &[]);
    assert_eq!(all.of(3, ALIKE).len(), 2);
    let rest = state(&all, &[], &[1]);
    assert_eq!(rest.of(3, ALIKE).into_iter().map(|(id, _)| id).collect::<Vec<_>>(), [2]);
    let alone = state(&rest, &[], &[2]);
    assert!(alone.is_empty() && alone.of(3, ALIKE).is_empty());
    assert!(Case::new().finish(&alone).is_none());
    let none = state(&alone, &[], &[3]);
    assert_eq!(none.cluster(3), None);
}

#[test]
fn a_bridge_that_goes_parts_a_cluster() {
    let mut chance = Chance(4);
    // a sixth is new at the start, then another at the end
    let first = chance.text(1_200);
    let middle = [chance.text(200), first[200..].to_vec()].concat();
    let last = [middle[..1_000].to_vec(), chance.text(200)].concat();
    assert!(jaccard(&first, &middle) > LINKED + 0.1, "{}", jaccard(&first, &middle));
    assert!(jaccard(&first, &last) < LINKED - 0.05, "{}", jaccard(&first, &last));
    let all = state(&Duplicates::empty(), &[entry(1, &first), entry(2, &middle), entry(3, &last)], &[]);
    assert_eq!(all.cluster(3), Some(1));
    let rest = state(&all, &[], &[2]);
    assert_eq!((rest.cluster(1), rest.cluster(3)), (None, None));
}

/// Whatever the order in which documents come and go, the clusters are those of a new index.
#[test]
fn step_by_step_is_the_same_as_at_once() {
    let mut chance = Chance(5);
    let mut alive: std::collections::BTreeMap<u64, Vec<String>> = Default::default();
    let mut now = Duplicates::empty();
    for step in 0..40u64 {
        let mut added = Vec::new();
        let mut removed = Vec::new();
        for n in 0..1 + chance.below(12) as u64 {
            let text = match alive.values().nth(chance.below(alive.len() + 1)) {
                Some(text) if chance.below(3) > 0 => {
                    let rate = [0, 10, 40, 60][chance.below(4)];
                    chance.edited(&text.clone(), rate)
                }
                _ => chance.text(120),
            };
            added.push((chance.below(60) as u64 * 1_000 + step % 3 * 100 + n, text));
        }
        for _ in 0..chance.below(6) {
            removed.extend(alive.keys().nth(chance.below(alive.len() + 1)).copied());
        }
        let mut changes = Case::new();
        for id in removed {
            if alive.remove(&id).is_some() {
                changes.remove(id);
            }
        }
        for (id, text) in added {
            // as the writer does it: what is replaced is removed first
            if alive.contains_key(&id) {
                changes.remove(id);
            }
            changes.add(entry(id, &text));
            alive.insert(id, text);
        }
        let bytes = changes.finish(&now).expect("a change");
        let entries: Vec<Entry> = alive.iter().map(|(id, text)| entry(*id, text)).collect();
        let mut anew = Case::new();
        for entry in entries {
            anew.add(entry);
        }
        assert_eq!(bytes, anew.finish(&Duplicates::empty()).expect("a change"), "step {step}");
        now = Duplicates::open(Arc::new(Checked::of_bytes(&bytes)), "test").expect("it opens");
    }
    assert!(now.clusters() > 3);
}

#[test]
fn damage_gives_less_and_no_panic() {
    let mut chance = Chance(6);
    let text = chance.text(100);
    let near = chance.edited(&text, 10);
    let mut changes = Case::new();
    for entry in [entry(1, &text), entry(2, &near), entry(3, &chance.text(9))] {
        changes.add(entry);
    }
    let bytes = changes.finish(&Duplicates::empty()).expect("a change");
    for cut in 0..bytes.len() {
        assert!(Duplicates::open(Arc::new(Checked::of_bytes(&bytes[..cut])), "test").is_err());
    }
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes.clone();
            flipped[at] ^= 1 << bit;
            if let Ok(found) = Duplicates::open(Arc::new(Checked::of_bytes(&flipped)), "test") {
                for id in 1..4 {
                    let _ = (found.of(id, 0.0), found.cluster(id));
                }
            }
        }
    }
}
