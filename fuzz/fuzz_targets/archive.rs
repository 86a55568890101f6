//! Archives and packed files, as they are, and with the first bytes of each kind.
#![no_main]

use libfuzzer_sys::fuzz_target;

const HEADS: [&[u8]; 6] =
    [b"PK\x03\x04", b"\x1f\x8b\x08", b"BZh9", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"];

fuzz_target!(|bytes: &[u8]| {
    let (kind, rest) = bytes.split_first().map_or((0, bytes), |(first, rest)| (usize::from(*first), rest));
    pamphlet_fuzz::read("a", &[HEADS[kind % HEADS.len()], rest].concat());
    pamphlet_fuzz::read("a.tar", rest);
});
