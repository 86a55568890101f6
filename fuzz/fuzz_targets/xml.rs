//! An XML document of any bytes gives documents that are sound.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    pamphlet_fuzz::read("a.xml", &[b"<?xml version=\"1.0\"?>", bytes].concat());
    pamphlet_fuzz::read("a.xml", bytes);
});
