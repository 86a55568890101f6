//! What one character is to the analyzer, and what it folds to.
//!
//! Folding is lower case, compatibility decomposition, and the loss of the diacritics of alphabets. Vowel
//! signs of Indic scripts and the syllables of Hangul and Kana are letters, not diacritics, and stay.

use std::sync::OnceLock;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a character does to the word it stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Ends a word.
    Break,
    /// Stands in a word without a trace: soft hyphens, joiners, combining accents.
    Skip,
    /// A letter or digit that folds to one character.
    Letter(char),
    /// A letter that folds to several; see [`fold_many`].
    Many,
    /// A word of its own: scripts that are written without spaces.
    Alone(char),
}

/// Kinds of the characters of the first scripts, where nearly all letters of most texts lie; a page is
/// made when its first character is met, since a search meets one or two.
static PAGES: [OnceLock<Box<[Kind; PAGE]>>; 0x2100 / PAGE] = [const { OnceLock::new() }; 0x2100 / PAGE];

const PAGE: usize = 128;

/// What `c` is.
pub(super) fn kind(c: char) -> Kind {
    match PAGES.get(c as usize / PAGE) {
        Some(page) => page.get_or_init(|| made(c as usize / PAGE))[c as usize % PAGE],
        None => compute(c),
    }
}

#[cold]
fn made(page: usize) -> Box<[Kind; PAGE]> {
    let mut kinds = Box::new([Kind::Break; PAGE]);
    for (c, kind) in (page * PAGE..).zip(kinds.iter_mut()) {
        *kind = char::from_u32(c as u32).map_or(Kind::Break, compute);
    }
    kinds
}

/// Whether a word can go on with `c`.
pub(super) fn is_word(c: char) -> bool {
    kind(c) != Kind::Break
}

/// Appends what a [`Kind::Many`] folds to.
pub(super) fn fold_many(c: char, out: &mut String) {
    for c in std::iter::once(c).nfkd().flat_map(char::to_lowercase).nfkd() {
        match c {
            'ß' => out.push_str("ss"),
            'æ' => out.push_str("ae"),
            'œ' => out.push_str("oe"),
            'þ' => out.push_str("th"),
            c if is_dropped(c) || !(c.is_alphanumeric() || is_combining_mark(c)) => {}
            c => out.push(simple(c)),
        }
    }
}

/// Letters whose stroke or shape is no combining mark for Unicode.
fn simple(c: char) -> char {
    match c {
        'ø' => 'o',
        'ł' => 'l',
        'đ' | 'ð' => 'd',
        'ħ' => 'h',
        'ŧ' => 't',
        'ı' => 'i',
        'ς' => 'σ',
        c => c,
    }
}

fn compute(c: char) -> Kind {
    if is_apostrophe_letter(c) || is_index_number(c) {
        return Kind::Break;
    }
    if is_skipped(c) || is_dropped(c) {
        return Kind::Skip;
    }
    if is_combining_mark(c) {
        return Kind::Letter(c);
    }
    if !c.is_alphanumeric() {
        return Kind::Break;
    }
    let mut folded = String::new();
    match c as u32 {
        0xAC00..=0xD7A3 => folded.push(c),
        0x3041..=0x30FF | 0xFF66..=0xFF9F | 0x3400..=0x4DBF | 0xF900..=0xFAFF => {
            folded.extend(std::iter::once(c).nfkc());
        }
        _ => fold_many(c, &mut folded),
    }
    let mut chars = folded.chars();
    match (chars.next(), chars.next()) {
        (Some(one), None) if is_unspaced(one) => Kind::Alone(one),
        (Some(one), None) => Kind::Letter(one),
        (Some(_), Some(_)) => Kind::Many,
        _ => Kind::Skip,
    }
}

/// Scripts without spaces between words; Katakana and Hangul are left out, since they do part words.
fn is_unspaced(c: char) -> bool {
    matches!(c as u32,
        0x0E01..=0x0EDF | 0x1000..=0x109F | 0x1780..=0x17DC | 0x3005..=0x3007 | 0x3041..=0x309F
        | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// Formatting characters inside words: soft hyphen, joiners, the stretched line of Arabic.
fn is_skipped(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{34F}' | '\u{640}' | '\u{180E}' | '\u{200C}' | '\u{200D}' | '\u{2060}' | '\u{FEFF}'
    )
}

/// Marks that a reader leaves out when typing.
fn is_dropped(c: char) -> bool {
    matches!(c as u32,
        0x300..=0x36F | 0x483..=0x487 | 0x591..=0x5C7 | 0x610..=0x61A | 0x64B..=0x65F | 0x670
        | 0x1AB0..=0x1AFF | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
        && is_combining_mark(c)
}

/// Characters that Unicode calls letters and texts use as apostrophes.
fn is_apostrophe_letter(c: char) -> bool {
    matches!(c, '\u{2B9}'..='\u{2BF}' | '\u{2C8}' | '\u{55A}')
}

/// Superscripts, fractions, numbers in circles: footnote marks far more often than parts of a word.
fn is_index_number(c: char) -> bool {
    matches!(c as u32,
        0xB2 | 0xB3 | 0xB9 | 0xBC..=0xBE | 0x2070 | 0x2074..=0x2079 | 0x2080..=0x2089 | 0x2150..=0x215F
        | 0x2189 | 0x2460..=0x249B | 0x24EA..=0x24FF | 0x2776..=0x2793)
}
