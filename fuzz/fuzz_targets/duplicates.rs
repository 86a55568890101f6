//! The file of copies and versions of any bytes is read or refused, without a panic.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| pamphlet_index::fuzzing::duplicates(bytes));
