//! UTF-8 that was read as an encoding of one byte a character.

mod readings;
mod strength;

use super::blocks::{BLOCK, Window, each, mask, windows};
use crate::Rule;
use crate::characters::next_beyond_ascii;
use crate::repairer::edit;
use pamphlet_document::Edit;
use readings::{COUNT, Parts, Readings, WESTERN, Worn, byte, part, read, starts};
use strength::{Around, block, is_strong, strengthen_runs, whole_line};

pub(crate) const RULE: Rule = Rule {
    name: "mojibake",
    default: true,
    what: "UTF-8 that was read as windows-1252, Latin-1, windows-1250, -1251, -1253, -1254, -1257, Mac Roman or \
           code page 437, once or several times over: `â€™` for ’, `Ã©` for é.",
    evidence: "Characters that are, as bytes of one of these, one whole UTF-8 sequence. A sequence is strong \
               when no writer puts its characters side by side: `â€™`, `Ã©` after a small letter, a run of \
               sequences that make one alphabet; or when all of its line that is beyond ASCII is UTF-8 in one \
               encoding and makes better text that way. Where a document has strong ones, weak ones of the same \
               encoding (`Ã”`, which could end a quotation) are mended too.",
    wrong: "A capital at the end of a quotation in a document that also has real mojibake.",
    before: "the minersâ€™ cafÃ© â€” Ñ€Ð°Ð±Ð¾Ñ‚Ð°",
    after: "the miners’ café — работа",
    leave: "„IDÉ“ et « la liberté\u{a0}» à l’IRMÃ…",
};

pub(crate) const LOST: Rule = Rule {
    name: "mojibake-cut",
    default: true,
    what: "The same where a byte was lost: `â€` with nothing, U+FFFD or ù after it is ”, because windows-1252 leaves \
           its last byte open; `â€_` is … and `podrÃ_a` is `podría`, where an underscore stands for what a program \
           could not show; `â¦` and `â?¦` are …, `â¢` is •, where the controls were dropped; `voilÃ ` is \
           `voilà`, where a no-break space became a space; `SlovenÄ\u{fffd}` keeps one U+FFFD for its lost letter; \
           `Ã?Â¢â?¬â?¢` is ’, which was read wrong twice and lost what is beyond Latin-1.",
    evidence: "`â€` before something that is no part of a sequence; `â` before ¦ or ¢. A space or U+FFFD within a \
               sequence counts only beside whole sequences of the same encoding, or where a capital ends a small \
               word.",
    wrong: "Where the lost byte was one of three others that are hardly ever seen.",
    before: "â€œours,â€\u{fffd} they said",
    after: "“ours,” they said",
    leave: "pâte at 5€ each",
};

/// A UTF-8 sequence in disguise.
struct Sequence {
    start: usize,
    end: usize,
    c: char,
    reading: usize,
    strong: bool,
}

/// What the strong sequences of a text show.
#[derive(Default)]
struct Shown {
    /// How many there are, by reading.
    readings: [usize; COUNT],
    /// Which alphabets they make, by [`block`].
    blocks: [bool; 10],
    /// Whether there are letters of Vietnamese among them.
    vietnamese: bool,
}

impl Shown {
    /// What the strong ones among `sequences` show.
    fn of(text: &str, sequences: &[Sequence]) -> Self {
        let mut shown = Self::default();
        for sequence in sequences.iter().filter(|sequence| sequence.strong) {
            let here = &text[sequence.start..sequence.end];
            // `má»›i` is the same in windows-1250 as in windows-1252: it speaks for both
            for (number, count) in shown.readings.iter_mut().enumerate() {
                *count += usize::from(
                    number == sequence.reading
                        || read(here, number, Worn::Nothing).is_some_and(|read| read.c == sequence.c),
                );
            }
            shown.blocks[block(sequence.c)] = true;
            shown.vietnamese |= is_vietnamese(sequence.c);
        }
        shown
    }

    /// Whether a weak sequence of a reading that has strong ones may mean this: letters and signs of European texts
    /// and of the alphabets that were shown, not a stray ideograph.
    fn is_near(&self, c: char) -> bool {
        match c {
            '\u{a0}'..='\u{17e}'
            | '\u{180}'..='\u{24f}'
            | '\u{370}'..='\u{52f}'
            | '\u{2010}'..='\u{2122}' => true,
            _ if is_vietnamese(c) => self.vietnamese,
            _ => block(c) > 2 && self.blocks[block(c)],
        }
    }
}

/// Whether a character is one of the letters with two accents that Vietnamese has.
fn is_vietnamese(c: char) -> bool {
    matches!(c, '\u{1ea0}'..='\u{1ef9}')
}

/// The edits for `text`.
pub(crate) fn find(text: &str, cut: bool) -> Vec<Edit> {
    let mut list = Vec::new();
    let sequences = sequences(text);
    let shown = Shown::of(text, &sequences);
    for sequence in &sequences {
        if sequence.strong || shown.readings[sequence.reading] > 0 && shown.is_near(sequence.c) {
            let confidence = if sequence.strong { 0.998 } else { 0.97 };
            list.push(edit(text, sequence.start, sequence.end, sequence.c, &RULE, confidence));
        }
    }
    // all that was cut begins with â, Ã or ï, or has U+FFFD within it, or whole ones beside it
    let may_be_cut =
        || memchr::memchr(0xc3, text.as_bytes()).is_some() || text.contains(char::REPLACEMENT_CHARACTER);
    if cut && (!list.is_empty() || may_be_cut()) {
        let mut more = Vec::new();
        find_cut(text, &mut more);
        find_worn(text, &shown, &mut more);
        find_lost_twice(text, &mut more);
        if !more.is_empty() {
            list.extend(more);
            // of two that overlap the longer, and of two as long the whole sequence
            list.sort_by_key(|edit| {
                (edit.range.start, std::cmp::Reverse(edit.range.end), edit.rule == LOST.name)
            });
            list.dedup_by(|b, a| b.range.start < a.range.end);
        }
    }
    list
}

/// Whether something for these rules starts at the character before `at`, which is beyond ASCII as the one
/// at `at` is.
pub(super) fn starts_before(text: &str, at: usize) -> bool {
    let next = text[at..].chars().next().unwrap_or('\n');
    let Some(c) = text[..at].chars().next_back() else { return false };
    let [can_start, _] = part(c);
    if can_start == 0 {
        return false;
    }
    let before = || text[..at - c.len_utf8()].chars().next_back().unwrap_or('\n');
    if next == '\u{fffd}' {
        return is_cut_capital(before(), c);
    }
    let [_, can_go_on] = part(next);
    if can_go_on != 0 && matches!(c, 'â' | 'ï') {
        return true;
    }
    let start = at - c.len_utf8();
    can_start & can_go_on != 0 && sequence(&text[start..], before(), start, can_start & can_go_on).is_some()
}

/// Whether a character can go on with a sequence in some reading, or stand for what was lost of one.
#[cfg(test)]
pub(super) fn goes_on(c: char) -> bool {
    part(c)[1] != 0 || c == char::REPLACEMENT_CHARACTER
}

/// Whether a capital within a word is the start of a sequence that lost its end: `SlovenÄ\u{fffd}ina`.
fn is_cut_capital(before: char, c: char) -> bool {
    before.is_lowercase() && matches!(c, 'Ã' | 'Ä' | 'Å' | 'Ă' | 'Ĺ')
}

/// All sequences of the text, left to right, not overlapping.
fn sequences(text: &str) -> Vec<Sequence> {
    let mut found: Vec<Sequence> = Vec::new();
    let bytes = text.as_bytes();
    let parts = Parts::get();
    // what is behind the last sequence, and where the line ends that was last looked at as a whole
    let (mut done, mut line_end) = (0, 0);
    // at the last byte of a character beyond ASCII, before one that can go on with a sequence
    let mut see = |at: usize| {
        let second = at + 1;
        let (Some(c), Some(next)) = (text[..second].chars().next_back(), text[second..].chars().next())
        else {
            return;
        };
        let start = second - c.len_utf8();
        let of = parts.of(c)[0] & parts.of(next)[1];
        if of == 0 || start < done {
            return;
        }
        if start >= line_end {
            let line_start = memchr::memrchr(b'\n', &bytes[..start]).map_or(0, |end| end + 1).max(line_end);
            line_end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |end| start + end + 1);
            let line = &text[line_start..line_end];
            if is_lowered(line) || whole_line(line, line_start, &mut found) {
                done = line_end;
                return;
            }
        }
        let before = text[..start].chars().next_back().unwrap_or('\n');
        if let Some(sequence) = sequence(&text[start..], before, start, of) {
            done = sequence.end;
            found.push(sequence);
        }
    };
    windows(bytes, |at, window| each(&pairs(window), at, bytes.len(), &mut see));
    strengthen_runs(&mut found);
    found
}

/// The places of a block where a character beyond ASCII ends before one that can go on with a sequence.
#[inline(always)]
fn pairs(window: &Window) -> [u8; BLOCK] {
    let mut places = [0; BLOCK];
    for (i, place) in places.iter_mut().enumerate() {
        *place = may_go_on(window, i);
    }
    places
}

/// Whether the character behind place `i` of a block, the end of one beyond ASCII, may go on with a sequence.
#[inline(always)]
pub(super) fn may_go_on(window: &Window, i: usize) -> u8 {
    let (a, b, c) = (window[i], window[i + 1], window[i + 2]);
    let is = |byte: u8, other: u8| mask(byte == other);
    let goes_on = mask(b.wrapping_sub(0xc2) < 10)
        | (is(b, 0xd0) | is(b, 0xce)) & is(c & 0xf0, 0x80)
        | is(b, 0xd1) & is(c & 0xf0, 0x90)
        | is(b, 0xce) & is(c, 0xa9)
        | is(b, 0xcf) & is(c, 0x80)
        | is(b, 0xd2) & is(c & 0xfe, 0x90)
        | is(b, 0xe2)
        | is(b, 0xef) & is(c, 0xbf);
    mask(a & 0xc0 == 0x80) & goes_on
}

/// Whether mojibake of mojibake was put in small letters (`ã` for `Ã`): what it was cannot be told any more.
fn is_lowered(line: &str) -> bool {
    // all of them begin with ã
    memchr::memchr(0xa3, line.as_bytes()).is_some()
        && ["ãƒâ", "ã‚â", "ã¢â"]
            .iter()
            .any(|lead| memchr::memmem::find(line.as_bytes(), lead.as_bytes()).is_some())
}

/// The sequence at the start of `rest`, in the first reading that has a strong one, else in the first that
/// has one. `of` are the readings in which its first two characters can be one.
fn sequence(rest: &str, before: char, at: usize, of: Readings) -> Option<Sequence> {
    let mut weak = None;
    for number in (0..COUNT).filter(|number| of >> number & 1 != 0) {
        let Some(read) = read(rest, number, Worn::Nothing) else { continue };
        let mut chars = rest.chars();
        let (first, second) = (chars.next().unwrap_or('\n'), chars.next().unwrap_or('\n'));
        let after = rest[read.len..].chars().next().unwrap_or('\n');
        let strong = is_strong(number, read.c, read.control, Around { before, first, second, after });
        let sequence = Sequence { start: at, end: at + read.len, c: read.c, reading: number, strong };
        if strong {
            return Some(sequence);
        }
        weak = weak.or(Some(sequence));
    }
    weak
}

/// Sequences with worn bytes, in a text that has whole ones of the same reading: `Å veices` for `Šveices`, where
/// the byte A0 became a space, and `SlovenÄ\u{fffd}ina`, where which letter it was cannot be told any more.
fn find_worn(text: &str, shown: &Shown, list: &mut Vec<Edit>) {
    let bytes = text.as_bytes();
    // without a whole one, only `voilà ` and a capital before U+FFFD are
    let whole = shown.readings.iter().any(|count| *count > 0);
    if !whole && !text.contains('Ã') && !text.contains(char::REPLACEMENT_CHARACTER) {
        return;
    }
    let parts = Parts::get();
    let mut at = next_beyond_ascii(bytes, 0);
    while at < bytes.len() {
        let rest = &text[at..];
        let Some(c) = rest.chars().next() else { break };
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let mut end = at + c.len_utf8();
        let next = text[end..].chars().next().unwrap_or('\n');
        let [of, _] = parts.of(c);
        let goes_on = matches!(next, ' ' | '\u{fffd}') || of & parts.of(next)[1] != 0;
        for number in (0..COUNT).filter(|number| goes_on && of >> number & 1 != 0) {
            if let Some((len, new)) = with_space(text, at, number, shown) {
                list.push(edit(text, at, at + len, new, &LOST, 0.95));
                end = at + len;
                break;
            }
            if (shown.readings[number] > 0 || is_cut_capital(before, c))
                && let Some(read) = read(rest, number, Worn::Replaced).filter(|read| read.worn > 0)
            {
                list.push(edit(text, at, at + read.len, read.c, &LOST, 0.95));
                end = at + read.len;
                break;
            }
        }
        at = next_beyond_ascii(bytes, end);
    }
}

/// What a sequence at `at` was in which a space stands for the byte A0: how much of the text it takes, and
/// what it means.
fn with_space(text: &str, at: usize, number: usize, shown: &Shown) -> Option<(usize, char)> {
    let rest = &text[at..];
    let before = text[..at].chars().next_back().unwrap_or(' ');
    let read = read(rest, number, Worn::Space).filter(|read| read.worn > 0)?;
    let after = &rest[read.len..];
    let next = after.chars().next().unwrap_or(' ');
    // `voilÃ le`: no other word ends like that
    let alone =
        rest.starts_with('Ã') && before.is_ascii_lowercase() && (next == ' ' || next.is_ascii_lowercase());
    if shown.readings[number] == 0 && !alone {
        return None;
    }
    let goes_on = next.is_alphabetic() || starts(next);
    match read.c {
        'à' if next.is_whitespace() => Some((read.len, 'à')),
        // Portuguese `às`, `àquele`: one word, while elsewhere the space that parts two words is left
        'à' if after.starts_with("s ") || after.starts_with("quel") || after.starts_with("quil") => {
            Some((read.len, 'à'))
        }
        'à' if shown.vietnamese && before.is_alphabetic() && is_vietnamese_ending(after) => {
            Some((read.len, 'à'))
        }
        'à' => Some((read.len - 1, 'à')),
        '\u{a0}' => Some((read.len, '\u{a0}')),
        'Š' if goes_on && !before.is_alphabetic() => Some((read.len, read.c)),
        'Π' | 'Р' | '٠' if !before.is_alphabetic() && !next.is_ascii_alphabetic() => {
            shown.blocks[block(read.c)].then_some((read.len, read.c))
        }
        c if block(c) > 2 && shown.blocks[block(c)] => Some((read.len, c)),
        // emoji, and the empty Braille sign that stands for a wide space
        '\u{2600}'..='\u{28ff}' => Some((read.len, read.c)),
        _ => None,
    }
}

/// Whether a text starts with what can follow à in a syllable of Vietnamese: `hà i`, `là m`, `và ng`.
fn is_vietnamese_ending(text: &str) -> bool {
    let ending = super::english::word_after(text, 0);
    matches!(ending, "i" | "o" | "u" | "y" | "m" | "n" | "ng" | "nh")
}

/// What is left of the marks of windows-1252 that were twice mojibake, where every character beyond Latin-1 became `?`
/// or U+FFFD: a lead and a tail for each of the two rounds.
const LOST_TWICE: (&[&str], &[(&str, char)]) = (
    &["Ã?Â¢â?¬", "Ã¢â?¬", "Ã?Â¢Ã¢?¬", "Ã¢?¬"],
    &[("â?¢", '’'), ("Â?", '”'), ("Å?", '“'), ("Ë?", '‘'), ("â??", '–'), ("Â¦", '…'), ("Â¢", '•')],
);

/// Marks that were lost twice over; `text` is only copied where it may have any.
fn find_lost_twice(text: &str, more: &mut Vec<Edit>) {
    let (leads, tails) = LOST_TWICE;
    let mut from = 0;
    for at in memchr::memmem::find_iter(text.as_bytes(), "Ã".as_bytes()) {
        if at < from {
            continue;
        }
        // U+FFFD counts as `?`: where each character of the pattern ends in the text
        let fits = |at: usize, pattern: &str| {
            let mut rest = text[at..].chars();
            let mut end = at;
            for wanted in pattern.chars() {
                let c = rest.next()?;
                if c != wanted && !(wanted == '?' && c == '\u{fffd}') {
                    return None;
                }
                end += c.len_utf8();
            }
            Some(end)
        };
        let Some(end) = leads.iter().find_map(|lead| fits(at, lead)) else { continue };
        if let Some((end, mark)) = tails.iter().find_map(|(tail, mark)| Some((fits(end, tail)?, *mark))) {
            more.push(edit(text, at, end, mark, &LOST, 0.95));
            from = end;
        }
    }
}

/// Tells of ascending places whether they are in a line that was put in small letters; looks at each line once.
fn lowered_lines(text: &str) -> impl FnMut(usize) -> bool {
    let (mut line_end, mut is) = (0, false);
    move |at| {
        if at >= line_end {
            let start = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |end| end + 1);
            line_end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end + 1);
            is = is_lowered(&text[start..line_end]);
        }
        is
    }
}

/// `â€` that lost its last byte.
fn find_cut(text: &str, more: &mut Vec<Edit>) {
    let mut lowered = lowered_lines(text);
    for at in memchr::memmem::find_iter(text.as_bytes(), "â€".as_bytes()) {
        let end = at + "â€".len();
        if lowered(at) {
            continue;
        }
        let next = text[end..].chars().next().unwrap_or('\n');
        if byte(next, WESTERN).is_some_and(|byte| byte < 0xc0) {
            continue;
        }
        let before = text[..at].chars().next_back().unwrap_or(' ');
        // bytes that windows-1252 leaves open, shown by other tables: ù is 9D in Mac Roman, and an underscore stands
        // for what somebody's program could not show
        if next == '_' {
            more.push(edit(text, at, end + 1, '…', &LOST, 0.95));
            continue;
        }
        // è is 8F: a mark of direction, and nothing to read
        if next == 'è' && !before.is_alphabetic() {
            continue;
        }
        let shown = matches!(next, '\u{fffd}' | '?' | 'ù');
        let end = if shown { end + next.len_utf8() } else { end };
        // `â€` for a dash or an opening quote kept its last byte: those are not open in windows-1252
        more.push(edit(text, at, end, '”', &LOST, 0.97));
    }
    let mut lowered = lowered_lines(text);
    for at in memchr::memmem::find_iter(text.as_bytes(), "â".as_bytes()) {
        let rest = &text[at + 2..];
        let skip = usize::from(rest.starts_with('?'));
        let mark = match &rest[skip..] {
            tail if tail.starts_with('¦') => '…',
            tail if tail.starts_with('¢') => '•',
            _ => continue,
        };
        if !lowered(at) {
            more.push(edit(text, at, at + 4 + skip, mark, &LOST, 0.97));
        }
    }
    // the soft hyphen that is the second byte of í, in the same texts
    for at in memchr::memmem::find_iter(text.as_bytes(), "Ã_".as_bytes()) {
        let end = at + "Ã_".len();
        if text[..at].ends_with(|c: char| c.is_ascii_lowercase())
            && text[end..].starts_with(|c: char| c.is_ascii_lowercase())
        {
            more.push(edit(text, at, end, 'í', &LOST, 0.95));
        }
    }
    for at in memchr::memmem::find_iter(text.as_bytes(), "ï¸\u{fffd}".as_bytes()) {
        more.push(edit(text, at, at + 7, '\u{fe0f}', &LOST, 0.97));
    }
}

#[cfg(test)]
mod tests {
    use crate::Repairer;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        assert_eq!(Repairer::default().repair(text).text, expected);
    }

    #[test]
    fn every_reading_and_three_rounds() {
        // three times over
        let once = |text: &str| {
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(text.as_bytes()).0.into_owned()
        };
        for text in ["the workers’ café — “ours”", "Größe: müßig", "señal año"] {
            check(&once(text), text);
            check(&once(&once(text)), text);
            check(&once(&once(&once(text))), text);
        }
        // every reading, on a whole line
        for (encoding, text) in [
            (encoding_rs::WINDOWS_1250, "čtvrtek ráno"),
            (encoding_rs::WINDOWS_1251, "рабочие и крестьяне"),
            (encoding_rs::MACINTOSH, "la société générale"),
            (encoding_rs::WINDOWS_1254, "işçi sınıfı"),
            (encoding_rs::WINDOWS_1257, "darbinieku tiesības"),
            (encoding_rs::WINDOWS_1253, "οι εργάτες"),
            (encoding_rs::ISO_8859_2, "třída dělníků"),
        ] {
            check(&encoding.decode_without_bom_handling(text.as_bytes()).0, text);
        }
    }
}
