//! What opens before a word: an apostrophe before the few words that begin with one, a quote before all others.

use super::page::{Kind, MARK, Mark, Page, Shape};
use super::{Class, Scores};

/// Words that begin with an apostrophe, in small letters: of speech and of verse, with an h that is not spoken, and the
/// endings of contractions that stand alone.
const ELIDED: &[&str] = &[
    "ad",
    "alf",
    "and",
    "appen",
    "ard",
    "are",
    "as",
    "ave",
    "ay",
    "bout",
    "bus",
    "cause",
    "cept",
    "copter",
    "cos",
    "count",
    "cross",
    "cuz",
    "d",
    "do",
    "e",
    "ead",
    "eads",
    "ear",
    "eard",
    "eart",
    "ell",
    "elp",
    "em",
    "en",
    "er",
    "ere",
    "erself",
    "es",
    "flu",
    "fore",
    "fraid",
    "gainst",
    "gin",
    "hood",
    "igh",
    "im",
    "imself",
    "in",
    "is",
    "it",
    "less",
    "ll",
    "long",
    "m",
    "mid",
    "midst",
    "mong",
    "mongst",
    "most",
    "mum",
    "n",
    "nam",
    "neath",
    "nother",
    "nough",
    "nuff",
    "ome",
    "orse",
    "ospital",
    "ot",
    "ouse",
    "ow",
    "pears",
    "phone",
    "plane",
    "pon",
    "re",
    "round",
    "s",
    "scape",
    "scuse",
    "shun",
    "specially",
    "spect",
    "spose",
    "stead",
    "stood",
    "sup",
    "t",
    "ta",
    "taint",
    "taters",
    "tention",
    "til",
    "till",
    "tis",
    "tisn",
    "twas",
    "twasn",
    "tween",
    "twere",
    "twill",
    "twixt",
    "twon",
    "twould",
    "uman",
    "un",
    "undred",
    "ungry",
    "uns",
    "urry",
    "urt",
    "usband",
    "ve",
    "ware",
    "way",
    "ways",
    "zat",
];

/// What speaks against an apostrophe before any other word.
const NO_WORD: f32 = 9.0;

/// Whether the word behind a mark can begin with an apostrophe: one of [`ELIDED`], or a number, as in ’68.
fn can_begin_with_apostrophe(page: &Page, mark: &Mark) -> bool {
    let next = page.token(mark.token as isize + 1);
    if next.kind == Kind::Number {
        return next.end - next.start == 2;
    }
    let word = &page.chars[next.start as usize..next.end as usize];
    let plain = word.split(|c| matches!(*c, '’' | '\'' | MARK)).next().unwrap_or_default();
    let small: String = plain.iter().take(12).map(char::to_ascii_lowercase).collect();
    ELIDED.binary_search(&small.as_str()).is_ok()
}

/// What stands before any other word and looks like an apostrophe is a quote that opens. `lean` is what was taken off
/// such quotes before.
pub fn open_before_words(page: &Page, lean: f32, all: &mut [Scores]) {
    for (mark, scores) in page.marks.iter().zip(all) {
        if mark.shape != Shape::Before || can_begin_with_apostrophe(page, mark) {
            continue;
        }
        let apostrophe = scores[Class::Apostrophe as usize];
        let open = &mut scores[Class::OpenSingle as usize];
        *open = open.max(apostrophe - lean);
        scores[Class::Apostrophe as usize] = apostrophe.min(*open - NO_WORD);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_with_an_apostrophe_at_their_start_are_sorted() {
        assert!(ELIDED.is_sorted());
    }
}
