//! Training texts cut into passages.

use super::Chance;

/// A piece of clean text of a few thousand characters.
#[derive(Clone, Debug)]
pub struct Passage {
    /// Which set it is from, by number.
    pub set: u32,
    /// The text, with curly quotes.
    pub text: String,
}

/// Cuts the documents of a set (parted by form feeds) into passages of 1 to 11 kB at paragraph ends.
/// Passages without a mark to lose are left out, and `keep_plain` is the chance of one without a question.
pub fn passages(set: u32, documents: &str, keep_plain: f32, chance: &mut Chance, out: &mut Vec<Passage>) {
    for document in documents.split('\u{c}') {
        let mut piece = String::new();
        let mut aim = 1_000 + chance.below(8_000) as usize;
        for paragraph in document.split("\n\n").chain([""]) {
            let done = paragraph.is_empty();
            if done || piece.len() > aim || piece.len() + paragraph.len() > 11_000 {
                let questions = piece.matches('?').count();
                let marks = piece.matches(['’', '“', '”', '‘', '—', '–']).count();
                let fine = piece.len() > 400 && marks > 0 && !piece.contains("??") && is_english(&piece);
                if fine && (questions > 0 || chance.unit() < keep_plain) {
                    out.push(Passage { set, text: std::mem::take(&mut piece) });
                }
                piece.clear();
                aim = 1_000 + chance.below(8_000) as usize;
            }
            if paragraph.len() < 12_000 {
                if !piece.is_empty() {
                    piece.push_str("\n\n");
                }
                piece.push_str(paragraph);
            }
        }
    }
}

/// A rough test: three of the commonest English words make up a tenth of its words.
fn is_english(text: &str) -> bool {
    let (mut words, mut common) = (0, 0);
    for word in text.split(' ') {
        words += 1;
        common += usize::from(matches!(word, "the" | "of" | "and" | "to" | "a" | "in" | "that" | "I" | "is"));
    }
    common * 10 > words
}
