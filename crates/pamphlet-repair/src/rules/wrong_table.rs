//! One encoding of one byte a character that was read as another.

use super::english::{is_contraction, word_after, word_before};
use crate::Rule;
use crate::characters::next_beyond_ascii;
use crate::decode::{Table, weight};
use crate::repairer::edit;
use pamphlet_document::Edit;
use std::sync::LazyLock;

pub(crate) const RULE: Rule = Rule {
    name: "wrong-table",
    default: true,
    what: "Mac Roman that was read as windows-1252 (`workerÕs`), windows-1252 that was read as Mac Roman \
           (`workerís`) or as code page 437 (`workerÆs`).",
    evidence: "The whole document: read the other way, its characters beyond ASCII, of more than one kind, must fit their \
               neighbours much better, all together. Where there are only a few, a contraction that is sure must be among \
               them, such as `donÕt`, or two possessives, or a mark shown as a capital right after a small \
               letter of an English word.",
    wrong: "A document in which clean and damaged pieces are mixed, where the clean ones have the same letters.",
    before: "The workerÕs pay ÒisnÕt enoughÓ Ð we donÕt agree",
    after: "The worker’s pay “isn’t enough” – we don’t agree",
    leave: "El País said that in México the Café Õ is closed",
};

struct Swap {
    shown: Table,
    meant: Table,
}

/// How many pairs there are.
const SWAPS_COUNT: usize = 3;

static SWAPS: LazyLock<[Swap; SWAPS_COUNT]> = LazyLock::new(|| {
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

/// How many characters beyond ASCII a text is judged by.
const SAMPLE: usize = 600;

/// So many are enough where they fit well beyond doubt.
const ENOUGH: usize = 100;

/// What speaks for another reading of a text.
#[derive(Default)]
struct Witness {
    /// What the other reading gains, summed, and over how many characters.
    gain: f32,
    count: usize,
    /// Contractions that are sure.
    sure: usize,
    /// Possessives, by their first words.
    possessives: Vec<String>,
    /// Quotes, dashes and ellipses.
    signs: usize,
    /// Marks that are shown as a capital right after a small letter.
    capitals: usize,
    /// Characters that mean another are more than one. Of one alone however many say no more than the first: in a table
    /// that is English beside Italian all letters beyond ASCII are the `à` of `attività`, where code page 437 has `…`.
    various: bool,
}

/// The edits for `text`; `english` says whether it is English.
pub(crate) fn find(text: &str, english: impl FnOnce() -> bool) -> Vec<Edit> {
    // most texts can be told without knowing their language
    let Hints { signs, hopeless } = hints(text);
    if hopeless || !signs && fits_as_it_is(text) {
        return Vec::new();
    }
    let english = english();
    if if english { !signs } else { signs && fits_as_it_is(text) } {
        return Vec::new();
    }
    for swap in SWAPS.iter() {
        let seen = judge(text, swap, english);
        // in English what was lost are signs, not letters
        let fits = !english || seen.signs * 5 >= seen.count * 4;
        let many = fits && seen.various && seen.count >= 8 && seen.gain > 1.2 * seen.count as f32;
        let sure = seen.sure > 0 || seen.possessives.len() > 1 || english && seen.capitals > 0;
        if fits && seen.gain > BETTER * seen.count as f32 && (sure || many) {
            return edits(text, swap, english);
        }
    }
    Vec::new()
}

/// What the readings make of a text, as far as can be told from its characters one by one.
#[derive(Clone, Copy)]
struct Hints {
    /// In some reading enough of the characters beyond ASCII are signs for a text to be English.
    signs: bool,
    /// So few characters mean another in any reading that what they gain is not enough.
    hopeless: bool,
}

/// What a character gains at most by another reading of it or of a neighbour; the extremes of [`weight`] are +2 and
/// less than −5, and letters in English count 1.5.
const MOST_GAIN: f32 = 10.0;

fn hints(text: &str) -> Hints {
    let (mut signs, mut others) = ([0usize; SWAPS_COUNT], 0usize);
    let mut count = 0;
    let meanings: &[u8] = &MEANINGS;
    for (_, c) in beyond_ascii(text).take(SAMPLE) {
        count += 1;
        let meaning = meaning(c, meanings);
        others += usize::from(meaning & 0b111 != 0);
        for (number, signs) in signs.iter_mut().enumerate() {
            *signs += usize::from(meaning >> (4 + number) & 1);
        }
        // far from enough signs for an English text: whether it fits as it is will tell
        if count == ENOUGH && others * 2 > count && signs.iter().all(|signs| signs * 2 < count) {
            return Hints { signs: false, hopeless: false };
        }
    }
    Hints {
        signs: signs.into_iter().any(|signs| signs > 0 && signs * 5 >= count * 4),
        // each for itself and its two neighbours, and the one behind the last
        hopeless: (others * 3 + 1) as f32 * MOST_GAIN <= BETTER * count as f32,
    }
}

/// By character, for all that an encoding shows but an apple and two ligatures of Mac Roman: bits 0 to 2, by swap,
/// whether another is meant; bits 4 to 6, whether that is a sign and a reading of English would gain by it.
static MEANINGS: LazyLock<Vec<u8>> = LazyLock::new(|| ('\0'..'\u{2600}').map(meaning_of).collect());

fn meaning_of(c: char) -> u8 {
    let mut bits = 0;
    for (number, swap) in SWAPS.iter().enumerate() {
        let meant = swap.meant(c);
        bits |= u8::from(meant != c) << number;
        // no sign is shown as a character further up
        bits |= u8::from(is_sign(meant) && meant != c && c < '\u{200}') << (4 + number);
    }
    bits
}

fn meaning(c: char, meanings: &[u8]) -> u8 {
    match meanings.get(c as usize) {
        Some(meaning) => *meaning,
        None => u8::from(matches!(c, '\u{f8ff}' | 'ﬁ' | 'ﬂ')),
    }
}

fn is_sign(c: char) -> bool {
    matches!(c, '’' | '‘' | '“' | '”' | '–' | '—' | '…' | '•')
}

/// The characters beyond ASCII with their places.
fn beyond_ascii(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        at = next_beyond_ascii(text.as_bytes(), at);
        let c = text[at..].chars().next()?;
        let found = (at, c);
        at += c.len_utf8();
        Some(found)
    })
}

/// The character before a place, and the one at it; a space beyond the ends.
fn before_and_at(text: &str, at: usize, end: usize) -> (char, char) {
    (text[..at].chars().next_back().unwrap_or(' '), text[end..].chars().next().unwrap_or(' '))
}

/// Whether the characters beyond ASCII fit their neighbours well as they are shown.
fn fits_as_it_is(text: &str) -> bool {
    let bytes = text.as_bytes();
    let (mut sum, mut count) = (0.0, 0);
    let (mut at, mut last) = (0, None);
    while count < SAMPLE {
        let next = next_beyond_ascii(bytes, at);
        let mut chars = text[next..].chars();
        let Some(c) = chars.next() else { break };
        let end = next + c.len_utf8();
        let before = match last {
            Some(c) if next == at => c,
            _ => next.checked_sub(1).map_or(' ', |at| char::from(bytes[at])),
        };
        sum += weight(before, c, chars.next().unwrap_or(' '));
        count += 1;
        if count == ENOUGH && sum > 0.8 * count as f32 {
            return true;
        }
        (at, last) = (end, Some(c));
    }
    sum > 0.4 * count as f32
}

/// What speaks for a reading, over the first characters beyond ASCII.
fn judge(text: &str, swap: &Swap, english: bool) -> Witness {
    let mut seen = Witness::default();
    let mut first = None;
    let apostrophe = swap.meant.byte('’').map(|byte| swap.shown.char(byte));
    each(text, swap, english, SAMPLE, |at, c, meant, more| {
        seen.gain += more;
        seen.count += 1;
        seen.signs += usize::from(is_sign(meant) && meant != c);
        seen.various |= meant != c && *first.get_or_insert(c) != c;
        let before = text[..at].chars().next_back().unwrap_or(' ');
        seen.capitals +=
            usize::from(c.is_uppercase() && before.is_lowercase() && !meant.is_alphabetic() && meant != c);
        if Some(c) == apostrophe {
            // the sign of an opening quote is a letter too: the word is what is plain before it
            let word = word_before(text, at).trim_start_matches(|c: char| !c.is_ascii());
            let ending = word_after(text, at + c.len_utf8());
            let ending = ending.trim_end_matches(|c: char| !c.is_ascii());
            seen.sure += usize::from(is_contraction(word, ending));
            let possessive = word.len() > 3 && word.is_ascii() && ending == "s" && english;
            if possessive && seen.possessives.len() < 3 && seen.possessives.iter().all(|other| other != word)
            {
                seen.possessives.push(word.to_owned());
            }
        }
    });
    seen
}

/// Goes through the first `most` characters beyond ASCII: place, character, meaning, gain.
fn each(text: &str, swap: &Swap, english: bool, most: usize, mut see: impl FnMut(usize, char, char, f32)) {
    let foreign = |c: char| if english && c.is_alphabetic() { 1.5 } else { 0.0 };
    for (at, c) in beyond_ascii(text).take(most) {
        let (before, after) = before_and_at(text, at, at + c.len_utf8());
        let meant = swap.meant(c);
        let now = weight(before, c, after) - foreign(c);
        let then = weight(swap.meant(before), meant, swap.meant(after)) - foreign(meant);
        see(at, c, meant, then - now);
    }
}

fn edits(text: &str, swap: &Swap, english: bool) -> Vec<Edit> {
    let mut list = Vec::new();
    each(text, swap, english, usize::MAX, |at, c, meant, more| {
        if meant != c && more > -0.5 {
            list.push(edit(text, at, at + c.len_utf8(), meant, &RULE, 0.98));
        }
    });
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn meanings_are_those_of_the_tables() {
        for c in '\0'..=char::MAX {
            let another = SWAPS.iter().any(|swap| swap.meant(c) != c);
            assert_eq!(meaning(c, &MEANINGS) & 0b111 != 0, another, "{c:?}");
        }
    }
}
