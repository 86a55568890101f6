//! Passing over ASCII, eight bytes at a time.

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
