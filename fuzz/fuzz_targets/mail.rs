//! A message or a mailbox.
#![no_main]

use libfuzzer_sys::fuzz_target;

const HEAD: &[u8] = b"From: Ada <ada@example.org>\nSubject: Minutes\nDate: Mon, 3 May 1999 10:00:00 +0000\n";

fuzz_target!(|bytes: &[u8]| {
    pamphlet_fuzz::read("a.eml", &[HEAD, bytes].concat());
    pamphlet_fuzz::read("a.mbox", &[b"From ada@example.org Mon May  3 10:00:00 1999\n", HEAD, bytes].concat());
});
