//! Records: JSON, JSON Lines, tables.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let (kind, bytes) = bytes.split_first().map_or((0, bytes), |(first, rest)| (*first, rest));
    match kind % 6 {
        0 => pamphlet_fuzz::read("a.json", bytes),
        1 => pamphlet_fuzz::read("a.jsonl", bytes),
        2 => pamphlet_fuzz::read("a.csv", bytes),
        3 => pamphlet_fuzz::read("a.tsv", bytes),
        4 => pamphlet_fuzz::read("a.csv", &[b"id,title,text\n1,a,", bytes].concat()),
        _ => pamphlet_fuzz::read("a.jsonl", &[b"{\"title\": \"a\", \"body\": \"", bytes].concat()),
    }
});
