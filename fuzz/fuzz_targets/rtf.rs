//! A text in RTF of any bytes gives documents that are sound.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    pamphlet_fuzz::read("a.rtf", &[b"{\\rtf1\\ansi ", bytes].concat());
    pamphlet_fuzz::read("a.rtf", bytes);
});
