//! A web page of any bytes gives documents that are sound.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    pamphlet_fuzz::read("a.html", &[b"<html><body>", bytes].concat());
    pamphlet_fuzz::read("a.html", bytes);
});
