//! Texts looked at in blocks: whether a block has a place where something may begin is asked for all its places at once,
//! with comparisons that a compiler turns into those of vector registers.

/// How many places are asked about at once.
pub(super) const BLOCK: usize = 64;

/// How many bytes behind a place are looked at.
const AHEAD: usize = 3;

/// Bytes of a block with what is looked at behind its last place.
pub(super) const WINDOW: usize = BLOCK + AHEAD;

/// A block with what is looked at behind its last place.
pub(super) type Window = [u8; WINDOW];

/// All bits of a byte where `is`, the form in which vector registers compare.
#[inline(always)]
pub(super) fn mask(is: bool) -> u8 {
    if is { 0xff } else { 0 }
}

/// Whether anything is at one of the places.
#[inline(always)]
pub(super) fn has(places: &[u8; BLOCK]) -> bool {
    places.iter().fold(0, |any, &place| any | place) != 0
}

/// Goes through a text block by block: where each starts, and its bytes. Behind the text stand line ends: a word may end
/// where the text does.
#[inline(always)]
pub(super) fn windows(bytes: &[u8], mut see: impl FnMut(usize, &Window)) {
    let mut at = 0;
    while let Some(window) = bytes[at..].first_chunk::<WINDOW>() {
        see(at, window);
        at += BLOCK;
    }
    while at < bytes.len() {
        let mut window = [b'\n'; WINDOW];
        let rest = &bytes[at..bytes.len().min(at + WINDOW)];
        window[..rest.len()].copy_from_slice(rest);
        see(at, &window);
        at += BLOCK;
    }
}

/// Goes through the places of a block that starts at `at` and are before `end`.
#[inline(always)]
pub(super) fn each(places: &[u8; BLOCK], at: usize, end: usize, mut see: impl FnMut(usize)) {
    if !has(places) {
        return;
    }
    for (number, eight) in places.as_chunks::<8>().0.iter().enumerate() {
        let mut left = u64::from_le_bytes(*eight);
        while left != 0 {
            let place = (left.trailing_zeros() / 8) as usize;
            left &= !(0xff << (place * 8));
            let at = at + number * 8 + place;
            if at < end {
                see(at);
            }
        }
    }
}
