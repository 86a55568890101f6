//! Telling bytes that are no text. Formats that hold text in other bytes are not known here.

/// Whether bytes are no text of any encoding: NUL bytes that are not those of UTF-16 or UTF-32, or more controls than
/// any text has. Looks at the first 64 kB.
///
/// ```
/// assert!(pamphlet_repair::is_binary(b"\x7fELF\x02\x01\x01\0\0\0"));
/// assert!(!pamphlet_repair::is_binary(b"w\0o\0r\0k\0e\0r\0s\0 \0w\0e\0r\0e\0"));
/// ```
pub fn is_binary(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(64 << 10)];
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return false;
    }
    let nul = memchr::memchr_iter(0, head).count();
    if nul == 0 {
        let is_control = |byte: &u8| u8::from(*byte < 9 || (14..27).contains(byte));
        // by parts whose sum fits a byte: a compiler makes vectors of that
        let control = |part: &[u8]| usize::from(part.iter().map(is_control).sum::<u8>());
        return head.chunks(255).map(control).sum::<usize>() * 20 > head.len();
    }
    // text of any alphabet in UTF-16 without a mark, told by its spaces, or in UTF-32
    if super::utf16::guess(head).is_some() || super::utf32::guess(head).is_some() {
        return false;
    }
    // UTF-16 without a mark: NULs at every other place, nearly only there
    let even = head.iter().step_by(2).filter(|&&byte| byte == 0).count();
    let odd = nul - even;
    let half = head.len() / 2;
    let (more, fewer) = (even.max(odd), even.min(odd));
    !(half > 8 && more * 10 > half * 6 && fewer * 20 < half)
}

#[cfg(test)]
mod tests {
    use super::is_binary;

    #[track_caller]
    fn check(bytes: &[u8], expected: bool) {
        assert_eq!(is_binary(bytes), expected, "{:?}", &bytes[..bytes.len().min(32)]);
    }

    #[test]
    fn wide_texts_and_what_only_has_nul_bytes() {
        let wide = |order: fn(u32) -> [u8; 4]| -> Vec<u8> {
            "The millers met; мельники.".chars().flat_map(|c| order(u32::from(c))).collect()
        };
        check(&wide(u32::to_le_bytes), false);
        check(&wide(u32::to_be_bytes), false);
        // what a disk gives back that lost a file, or a file that was made and never written
        check(&[0; 5_000], true);
        check(&[&[0; 5_000][..], b"PK\x03\x04"].concat(), true);
        check(&[b"The millers met.\n", &[0; 5_000][..]].concat(), true);
    }
}
