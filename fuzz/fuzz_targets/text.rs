//! Any bytes under any name: told by what they hold, they give documents that are sound.
#![no_main]

use libfuzzer_sys::fuzz_target;

const NAMES: [&str; 8] = ["a", "a.txt", "a.pdf", "a.doc", "a.html", "a.csv", "a.eml", "a.zip"];

fuzz_target!(|bytes: &[u8]| {
    let (name, bytes) = bytes.split_first().map_or((0, bytes), |(first, rest)| (usize::from(*first), rest));
    pamphlet_fuzz::read(NAMES[name % NAMES.len()], bytes);
});
