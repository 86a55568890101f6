//! Quick answers to what is asked of nearly every character: where the next one beyond ASCII is, and whether
//! it is a letter. The standard library's answers are the same; those beyond ASCII take it a search.

/// Whether a character is a letter: `char::is_alphabetic`, with short cuts for Latin letters and for quotes
/// and dashes.
#[inline]
pub(crate) fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphabetic(),
        '\u{80}'..='\u{bf}' => matches!(c, 'ª' | 'µ' | 'º'),
        '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
        '\u{2000}'..='\u{206f}' | char::REPLACEMENT_CHARACTER => false,
        _ => c.is_alphabetic(),
    }
}

/// The place of the first byte beyond ASCII from `at` on; the length of `bytes` if there is none.
pub(crate) fn next_beyond_ascii(bytes: &[u8], mut at: usize) -> usize {
    while let Some(&eight) = bytes[at..].first_chunk::<8>() {
        let high = u64::from_le_bytes(eight) & 0x8080_8080_8080_8080;
        if high != 0 {
            return at + (high.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    bytes[at..].iter().position(|byte| !byte.is_ascii()).map_or(bytes.len(), |more| at + more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_are_those_of_the_standard_library() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_letter(c), c.is_alphabetic(), "{c:?}");
        }
    }

    #[test]
    fn the_next_is_found_at_every_distance() {
        for len in 0..40 {
            let mut bytes = vec![b'a'; len];
            assert_eq!(next_beyond_ascii(&bytes, 0), len);
            bytes.push(0xc3);
            bytes.extend([0xa9; 9]);
            for from in 0..=len {
                assert_eq!(next_beyond_ascii(&bytes, from), len);
            }
        }
    }
}
