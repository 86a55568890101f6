//! How much a reading of high bytes looks like text: the judge between two decodings.
//!
//! Each character beyond ASCII is weighed with its two neighbours. The weights are plain judgement, fixed
//! before measuring; what they decide between differs by far more than any of them.

use crate::characters::{is_capital, is_letter, is_small};
use std::sync::LazyLock;

/// How many characters beyond ASCII are weighed at most.
const MOST: usize = 20_000;

/// The sum over the characters beyond ASCII, and how many there were.
pub(super) fn weigh(chars: impl Iterator<Item = char>) -> (f32, usize) {
    let mut sum = 0.0;
    let mut count = 0;
    let (mut before, mut here) = (' ', ' ');
    for after in chars.chain([' ']) {
        if !here.is_ascii() {
            sum += weight(before, here, after);
            count += 1;
            if count == MOST {
                break;
            }
        }
        (before, here) = (here, after);
    }
    (sum, count)
}

/// How much a character fits its two neighbours.
pub(crate) fn weight(before: char, c: char, after: char) -> f32 {
    let (left, right) = (is_letter(before), is_letter(after));
    match c {
        '\u{80}'..='\u{9f}' | char::REPLACEMENT_CHARACTER | '\u{e000}'..='\u{f8ff}' => -4.0,
        '’' if left => 2.0,
        '’' => {
            if left || before.is_numeric() || matches!(before, '.' | ',' | '!' | '?' | ')') {
                1.0
            } else {
                -0.5
            }
        }
        '‘' | '“' | '«' | '„' | '¿' | '¡' if !left && (right || after.is_numeric()) => 1.5,
        '”' | '»' if !right && !before.is_whitespace() => 1.5,
        '»' | '„' | '«' | '”' if !left || !right => 0.5,
        '–' | '—' => {
            if left && right || before.is_whitespace() && after.is_whitespace() || before.is_ascii_digit() {
                1.5
            } else {
                0.5
            }
        }
        '…' if !right || left => 1.0,
        '\u{a0}' => {
            if left && right {
                0.3
            } else {
                0.6
            }
        }
        '•' | '·' | '©' | '®' | '™' | '§' | '£' | '€' | '°' if !(left && right) => 0.8,
        '½' | '¼' | '¾' | '²' | '³' | 'º' | 'ª' | '´' if !right => 0.2,
        _ if is_letter(c) => letter(before, c, after),
        // a sign within a word
        _ if left && right => -2.0,
        _ if left || right => -1.0,
        _ => -0.3,
    }
}

/// Letters beyond ASCII that are common in Latin alphabets.
static COMMON: LazyLock<Letters> =
    LazyLock::new(|| Letters::of("éèàâêîôûçëïüöäßñáíóúãõæøœşţğıčřžšěůąęłńśźżőűÉÀÖÜÄÇŠŽ"));

/// Letters that are words.
static WORDS: LazyLock<Letters> = LazyLock::new(|| Letters::of("àÀéèóáíyуиасовкяАВИКОСУЯήόηοΗΟ"));

/// A set of letters below U+0500.
struct Letters([bool; 0x500]);

impl Letters {
    fn of(letters: &str) -> Self {
        let mut set = [false; 0x500];
        for c in letters.chars() {
            set[c as usize] = true;
        }
        Self(set)
    }

    fn has(&self, c: char) -> bool {
        self.0.get(c as usize).copied().unwrap_or_default()
    }
}

/// The alphabets that legacy encodings hold.
#[derive(PartialEq, Eq, Clone, Copy)]
enum Alphabet {
    Latin,
    Greek,
    Cyrillic,
    Halfwidth,
    Other,
}

fn alphabet(c: char) -> Alphabet {
    match c {
        '\0'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => Alphabet::Latin,
        '\u{370}'..='\u{3ff}' => Alphabet::Greek,
        '\u{400}'..='\u{52f}' => Alphabet::Cyrillic,
        '\u{ff61}'..='\u{ff9f}' => Alphabet::Halfwidth,
        _ => Alphabet::Other,
    }
}

fn letter(before: char, c: char, after: char) -> f32 {
    let own = alphabet(c);
    let near = [before, after].into_iter().filter(|x| is_letter(*x));
    let mut sum: f32 = match own {
        Alphabet::Latin if COMMON.has(c) => 0.5,
        Alphabet::Latin => 0.0,
        Alphabet::Halfwidth => return -0.7,
        Alphabet::Other => return 0.8,
        _ => 0.2,
    };
    let mut alone = true;
    for x in near {
        alone = false;
        sum += match (own, alphabet(x)) {
            // two accented Latin letters in a row are rare; two Cyrillic ones are the rule
            (Alphabet::Latin, Alphabet::Latin) => {
                if x.is_ascii() {
                    0.5
                } else {
                    -0.6
                }
            }
            (a, b) if a == b => 0.6,
            _ => -1.0,
        };
    }
    if alone {
        sum -= if WORDS.has(c) { 0.0 } else { 0.6 };
    }
    if is_capital(c) && is_small(before) {
        sum -= 1.5;
    }
    if is_small(c) && is_capital(before) && is_capital(after) {
        sum -= 1.0;
    }
    sum
}
