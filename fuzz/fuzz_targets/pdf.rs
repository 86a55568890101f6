//! What another process answers about a PDF, and the layout of its pages.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| pamphlet_ingest::fuzzing::pdf_answer(bytes));
