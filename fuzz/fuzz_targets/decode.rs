//! Any bytes, under any label, give a text and a map that covers it and stays in the bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pamphlet_repair::decode;

const LABELS: [Option<&str>; 8] = [
    None,
    Some("utf-8"),
    Some("windows-1252"),
    Some("utf-16"),
    Some("shift_jis"),
    Some("gb18030"),
    Some("iso-2022-jp"),
    Some("no such charset"),
];

fuzz_target!(|bytes: &[u8]| {
    let (label, bytes) = bytes.split_first().map_or((0, bytes), |(first, rest)| (usize::from(*first), rest));
    let decoded = decode(bytes, LABELS[label % LABELS.len()]);
    assert_eq!(decoded.map.text_len() as usize, decoded.text.len());
    for run in decoded.map.runs() {
        assert!(run.source_end() <= bytes.len() as u64);
    }
});
