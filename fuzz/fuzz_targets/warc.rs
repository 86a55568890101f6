//! A web archive: one record as it should be, then any bytes.
#![no_main]

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    pamphlet_fuzz::read("a.warc", bytes);
    let head = format!(
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/\r\nWARC-Date: 2001-02-03T04:05:06Z\r\nContent-Length: {}\r\n\r\n",
        bytes.len()
    );
    pamphlet_fuzz::read("a.warc", &[head.as_bytes(), bytes, b"\r\n\r\n"].concat());
});
