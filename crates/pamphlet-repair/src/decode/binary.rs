//! Telling bytes that are no text. Formats that hold text in other bytes are not known here.

/// Whether bytes are no text of any encoding: NUL bytes that are neither those of UTF-16 or UTF-32 nor the filling
/// between the words of a plain text, or more controls than any text has. Looks at the first 64 kB.
///
/// ```
/// assert!(pamphlet_repair::is_binary(b"\x7fELF\x02\x01\x01\0\0\0"));
/// assert!(!pamphlet_repair::is_binary(b"w\0o\0r\0k\0e\0r\0s\0 \0w\0e\0r\0e\0"));
/// assert!(!pamphlet_repair::is_binary(b"Measures reported to the House:\0\0\0\0\0\n  page 12"));
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
    if super::utf16::guess(head).is_some() || super::utf32::guess(head).is_some() || is_filled(head, nul) {
        return false;
    }
    // UTF-16 without a mark: NULs at every other place, nearly only there
    let even = head.iter().step_by(2).filter(|&&byte| byte == 0).count();
    let odd = nul - even;
    let half = head.len() / 2;
    let (more, fewer) = (even.max(odd), even.min(odd));
    !(half > 8 && more * 10 > half * 6 && fewer * 20 < half)
}

/// Whether the NULs of a text are its filling: typesetting systems and files of fixed records leave runs of them where
/// others leave spaces. At most a quarter of the bytes, and without them the rest is clean UTF-8: next to no other
/// control, no byte that belongs to no character. Seen in daily digests of an official record (a tenth of the bytes).
fn is_filled(head: &[u8], nul: usize) -> bool {
    if nul * 4 > head.len() {
        return false;
    }
    let rest: Vec<u8> = head.iter().copied().filter(|&byte| byte != 0).collect();
    let controls = rest.iter().filter(|&&byte| byte < 9 || (14..32).contains(&byte) || byte == 0x7f).count();
    let whole = match std::str::from_utf8(&rest) {
        Ok(_) => true,
        // the head may end within a character
        Err(error) => error.error_len().is_none() && head.len() == 64 << 10,
    };
    whole && controls * 200 <= rest.len()
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

    #[test]
    fn filling_is_text_and_records_of_numbers_are_not() {
        for (bytes, expected) in [
            (&b"Bills introduced: 24.\0\0\0\0\0\0\n  Pages 12-14\n"[..], false),
            (b"Bread\0and peace for all of the mills\n", false),
            ("Brot\0für alle Mühlen, sagte er\n".as_bytes(), false),
            // more NULs than a text has
            (b"mill\0\0\0\0\0\0\0\0\0\0\0\0", true),
            // other controls beside them
            (b"DBF\x03\x04\0\0\x01mill, bread and more of it\0", true),
            // bytes that are no character
            (b"mill\0bread \xff\xd8\xff and more of all that\0", true),
        ] {
            assert_eq!(is_binary(bytes), expected, "{:?}", String::from_utf8_lossy(bytes));
        }
    }
}
