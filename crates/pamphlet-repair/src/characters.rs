//! Quick answers to what is asked of nearly every character: where the next one beyond ASCII is, or the next sign of
//! loss, whether it is a letter, and of which case. The standard library's answers are the same; those beyond ASCII take it a search.

/// Whether a character is a letter: `char::is_alphabetic`, with short cuts for the alphabets that most texts are
/// written in, and for quotes and dashes.
#[inline]
pub(crate) fn is_letter(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_alphabetic(),
        '\u{80}'..='\u{bf}' => matches!(c, 'ª' | 'µ' | 'º'),
        '\u{c0}'..='\u{24f}' => !matches!(c, '×' | '÷'),
        '\u{2000}'..='\u{206f}' | '\u{3008}'..='\u{3020}' | char::REPLACEMENT_CHARACTER => false,
        // Greek, Cyrillic, Hebrew, Arabic
        '\u{3a3}'..='\u{3f5}' | '\u{400}'..='\u{481}' | '\u{48a}'..='\u{52f}' => true,
        '\u{5d0}'..='\u{5ea}' | '\u{620}'..='\u{657}' => true,
        // Vietnamese, kana, ideographs, hangul
        '\u{1e00}'..='\u{1eff}' | '\u{3041}'..='\u{3096}' | '\u{30a1}'..='\u{30fa}' => true,
        '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' => true,
        _ => c.is_alphabetic(),
    }
}

/// Whether a character is a capital: `char::is_uppercase`, with short cuts.
#[inline]
pub(crate) fn is_capital(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_uppercase(),
        '\u{80}'..='\u{bf}' | '\u{df}'..='\u{ff}' | '\u{3ac}'..='\u{3ce}' => false,
        '\u{c0}'..='\u{de}' => c != '×',
        '\u{400}'..='\u{42f}' => true,
        '\u{430}'..='\u{45f}' | '\u{2000}'..='\u{206f}' => false,
        _ => c.is_uppercase(),
    }
}

/// Whether a character is a small letter: `char::is_lowercase`, with short cuts.
#[inline]
pub(crate) fn is_small(c: char) -> bool {
    match c {
        '\0'..='\u{7f}' => c.is_ascii_lowercase(),
        '\u{80}'..='\u{bf}' => matches!(c, 'ª' | 'µ' | 'º'),
        '\u{c0}'..='\u{de}' | '\u{400}'..='\u{42f}' | '\u{2000}'..='\u{206f}' => false,
        '\u{df}'..='\u{ff}' => c != '÷',
        '\u{3ac}'..='\u{3ce}' | '\u{430}'..='\u{45f}' => true,
        _ => c.is_lowercase(),
    }
}

/// The signs that may stand for a lost character, `?` and U+FFFD: where each stands and which it is.
pub(crate) fn signs_of_loss(text: &str) -> impl Iterator<Item = (usize, char)> {
    // U+FFFD is EF BF BD, and EF starts little else
    memchr::memchr2_iter(b'?', 0xef, text.as_bytes()).filter_map(|at| {
        let sign = if text.as_bytes()[at] == b'?' { '?' } else { char::REPLACEMENT_CHARACTER };
        text[at..].starts_with(sign).then_some((at, sign))
    })
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

/// The place of the first byte from `at` on that is beyond ASCII or is `sign`, which is ASCII; the length of `bytes` if
/// there is none.
pub(crate) fn next_beyond_ascii_or(sign: u8, bytes: &[u8], mut at: usize) -> usize {
    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let signs = LOW * u64::from(sign);
    while let Some(&eight) = bytes[at..].first_chunk::<8>() {
        let word = u64::from_le_bytes(eight);
        let differs = word ^ signs;
        // the lowest byte that this lets through is one that does not differ, or is beyond ASCII
        let found = (differs.wrapping_sub(LOW) & !differs | word) & HIGH;
        if found != 0 {
            return at + (found.trailing_zeros() / 8) as usize;
        }
        at += 8;
    }
    let rest = bytes[at..].iter().position(|byte| !byte.is_ascii() || *byte == sign);
    rest.map_or(bytes.len(), |more| at + more)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_cases_are_those_of_the_standard_library() {
        for c in '\0'..=char::MAX {
            assert_eq!(is_letter(c), c.is_alphabetic(), "{c:?}");
            assert_eq!(is_capital(c), c.is_uppercase(), "{c:?}");
            assert_eq!(is_small(c), c.is_lowercase(), "{c:?}");
        }
    }

    #[test]
    fn signs_of_loss_are_told_from_what_starts_alike() {
        let text = "a? \u{f8ff}\u{feff}\u{fffd}ﬁ？\u{fffd}?";
        let all: Vec<(usize, char)> =
            text.char_indices().filter(|(_, c)| matches!(c, '?' | '\u{fffd}')).collect();
        assert_eq!(signs_of_loss(text).collect::<Vec<_>>(), all);
        assert_eq!(all.len(), 4);
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
                assert_eq!(next_beyond_ascii_or(b'?', &bytes, from), len);
                for sign in [b'?', b'>', b'@', 0] {
                    let mut bytes = bytes.clone();
                    bytes[len] = sign;
                    let all_but = if sign == b'?' { len } else { len + 1 };
                    assert_eq!(next_beyond_ascii_or(b'?', &bytes, from), all_but);
                }
            }
        }
    }
}
