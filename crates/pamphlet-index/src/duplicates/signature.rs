//! The wording of a document in 128 bytes: MinHash over shingles of three words, in one permutation.
//!
//! Each shingle falls by its hash into one of 128 bins, and each bin keeps the smallest hash that fell into
//! it. Two texts share the smallest of a bin as often as they share shingles, so the share of equal bins is
//! their resemblance (Jaccard): of 128 bins it is told to about ±0.04. Of each smallest hash one byte is
//! kept; that two different ones agree in it by chance is taken out again.
//!
//! The hashes are part of the index's format: they must not change without a new format number.

/// Bins of a signature.
pub(crate) const BINS: usize = 128;

/// Words of a shingle. Three keep apart texts that only share names and formulas, and lose only three
/// shingles to a changed word.
const WORDS: usize = 3;

/// Fewer shingles than that make no signature: one changed word would weigh too much. Copies of short texts
/// are still known by the hash of their text.
const FEWEST: u32 = 30;

/// The wording of a document.
pub(crate) type Signature = [u8; BINS];

/// The shingles of a document while its words come by.
pub(crate) struct Shingles {
    smallest: [u64; BINS],
    last: [u64; WORDS],
    words: u32,
}

impl Default for Shingles {
    fn default() -> Self {
        Self { smallest: [u64::MAX; BINS], last: [0; WORDS], words: 0 }
    }
}

impl Shingles {
    /// Takes the next word of the content.
    pub(crate) fn push(&mut self, word: &str) {
        self.last.rotate_left(1);
        self.last[WORDS - 1] = hash(word.as_bytes());
        self.words = self.words.saturating_add(1);
        if self.words < WORDS as u32 {
            return;
        }
        // the order of the words counts
        let shingle = self.last.iter().fold(0u64, |sum, &word| sum.rotate_left(21).wrapping_mul(5) ^ word);
        let shingle = mix(shingle);
        let smallest = &mut self.smallest[(shingle >> 57) as usize];
        *smallest = (*smallest).min(shingle & (u64::MAX >> 7));
    }

    /// The signature of the words that came, if they were enough; starts anew.
    pub(crate) fn finish(&mut self) -> Option<Signature> {
        let shingles = std::mem::take(self);
        if shingles.words < FEWEST + WORDS as u32 - 1 {
            return None;
        }
        let mut signature = [0; BINS];
        for (bin, out) in signature.iter_mut().enumerate() {
            // an empty bin borrows from one that a fixed sequence leads to, so that equal sets of shingles
            // borrow alike
            let mut from = bin;
            let mut step = 0u64;
            while shingles.smallest[from] == u64::MAX {
                step += 1;
                from = (mix((bin as u64) << 32 | step) >> 57) as usize;
            }
            *out = shingles.smallest[from] as u8;
        }
        Some(signature)
    }
}

/// How alike two wordings are, from 0 to 1: the share of three-word shingles that both have, of those that
/// either has.
pub(super) fn similarity(a: &Signature, b: &Signature) -> f32 {
    let equal = a.iter().zip(b).filter(|(a, b)| a == b).count();
    let chance = 1.0 / 256.0;
    ((equal as f32 / BINS as f32 - chance) / (1.0 - chance)).max(0.0)
}

/// Rows of a band, and how many bands there are. Two texts that share 60 % of their shingles agree in at
/// least one band in 99 of 100 cases, such that share 30 % in 23.
pub(super) const ROWS: usize = 4;
pub(crate) const BANDS: usize = BINS / ROWS;

/// The bytes of one band as a number.
pub(crate) fn band(signature: &Signature, band: usize) -> u32 {
    signature[band * ROWS..].first_chunk().map_or(0, |bytes| u32::from_le_bytes(*bytes))
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hash = bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut eight = [0; 8];
        eight[..chunk.len()].copy_from_slice(chunk);
        hash = (hash ^ u64::from_le_bytes(eight)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^= hash >> 32;
    }
    hash
}

/// Spreads every bit over all others (the last step of MurmurHash3).
fn mix(mut hash: u64) -> u64 {
    hash = (hash ^ hash >> 33).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ hash >> 33).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ hash >> 33
}
