//! One encoding of one byte a character that was read as another.

use super::english::{is_contraction, is_english, word_after, word_before};
use crate::Rule;
use crate::decode::{Table, weight};
use crate::repairer::edit;
use pamphlet_document::Edit;
use std::sync::LazyLock;

pub(crate) const RULE: Rule = Rule {
    name: "wrong-table",
    default: true,
    what: "Mac Roman that was read as windows-1252 (`workerÕs`), windows-1252 that was read as Mac Roman \
           (`workerís`) or as code page 437 (`workerÆs`).",
    evidence: "The whole document: read the other way, its characters beyond ASCII must fit their neighbours \
               much better, all together. Where there are only a few, a contraction that is sure must be among \
               them, such as `donÕt`.",
    wrong: "A document in which clean and damaged pieces are mixed, where the clean ones have the same letters.",
    before: "The workerÕs pay ÒisnÕt enoughÓ Ð we donÕt agree",
    after: "The worker’s pay “isn’t enough” – we don’t agree",
    leave: "El País said that in México the Café Õ is closed",
};

struct Swap {
    shown: Table,
    meant: Table,
}

static SWAPS: LazyLock<[Swap; 3]> = LazyLock::new(|| {
    let western = || Table::of(encoding_rs::WINDOWS_1252);
    let mac = || Table::of(encoding_rs::MACINTOSH);
    [
        Swap { shown: western(), meant: mac() },
        Swap { shown: mac(), meant: western() },
        Swap { shown: Table::cp437(), meant: western() },
    ]
});

impl Swap {
    /// What is meant where `c` is shown.
    fn meant(&self, c: char) -> char {
        if c.is_ascii() {
            return c;
        }
        self.shown.byte(c).map_or(c, |byte| self.meant.char(byte))
    }
}

/// How much better the other reading must be, for each character beyond ASCII.
const BETTER: f32 = 0.9;

/// The edits for `text`.
pub(crate) fn find(text: &str) -> Vec<Edit> {
    // what an apostrophe looks like in each of the three
    if !text.contains(['Õ', 'í', 'Æ', 'Ž', 'Ò', 'Ó', 'È', 'ì', 'ô', 'Ð', 'Ñ']) {
        return Vec::new();
    }
    let english = is_english(text);
    for swap in SWAPS.iter() {
        let (gain, count, sure, spots) = judge(text, swap, english);
        let many = count >= 8 && gain > 1.2 * count as f32;
        let witness = sure > 0 || spots >= 3;
        if gain > BETTER * count as f32 && (witness || many) {
            return edits(text, swap, english);
        }
    }
    Vec::new()
}

/// What the other reading gains over the document, over how many characters; and how many contractions it
/// makes, sure ones and others.
fn judge(text: &str, swap: &Swap, english: bool) -> (f32, usize, usize, usize) {
    let (mut gain, mut count, mut sure, mut spots) = (0.0, 0, 0, 0);
    let apostrophe = swap.meant.byte('’').map(|byte| swap.shown.char(byte));
    each(text, swap, english, |at, c, _, more| {
        gain += more;
        count += 1;
        if Some(c) == apostrophe {
            // the sign of an opening quote is a letter too: the word is what is plain before it
            let word = word_before(text, at).trim_start_matches(|c: char| !c.is_ascii());
            let ending = word_after(text, at + c.len_utf8());
            let ending = ending.trim_end_matches(|c: char| !c.is_ascii());
            sure += usize::from(is_contraction(word, ending));
            spots += usize::from(word.len() > 3 && word.is_ascii() && ending == "s" && english);
        }
    });
    (gain, count, sure, spots)
}

/// Goes through the characters that would change: place, character, meaning, gain.
fn each(text: &str, swap: &Swap, english: bool, mut see: impl FnMut(usize, char, char, f32)) {
    let mut before = [' '; 2];
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let after = chars.peek().map_or(' ', |pair| pair.1);
        let meant = swap.meant(c);
        if !c.is_ascii() {
            let foreign = |c: char| if english && c.is_alphabetic() { 1.5 } else { 0.0 };
            let now = weight(before[0], c, after) - foreign(c);
            let then = weight(before[1], meant, swap.meant(after)) - foreign(meant);
            see(at, c, meant, then - now);
        }
        before = [c, meant];
    }
}

fn edits(text: &str, swap: &Swap, english: bool) -> Vec<Edit> {
    let mut list = Vec::new();
    each(text, swap, english, |at, c, meant, more| {
        if meant != c && more > -0.5 {
            list.push(edit(text, at, at + c.len_utf8(), meant, &RULE, 0.98));
        }
    });
    list
}
