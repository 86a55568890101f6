//! UTF-8 that was read as an encoding of one byte a character.

use crate::Rule;
use crate::characters::next_beyond_ascii;
use crate::decode::Table;
use crate::repairer::edit;
use pamphlet_document::Edit;
use std::sync::LazyLock;

pub(crate) const RULE: Rule = Rule {
    name: "mojibake",
    default: true,
    what: "UTF-8 that was read as windows-1252, Latin-1, windows-1250, -1251, -1253, -1254, -1257, Mac Roman or \
           code page 437, once or several times over: `â€™` for ’, `Ã©` for é.",
    evidence: "Characters that are, as bytes of one of these, one whole UTF-8 sequence. A sequence is strong \
               when no writer puts its characters side by side: `â€™`, `Ã©` after a small letter, a run of \
               sequences that make one alphabet. Where a document has strong ones, weak ones of the same \
               encoding (`Ã”`, which could end a quotation) are mended too.",
    wrong: "A capital at the end of a quotation in a document that also has real mojibake.",
    before: "the minersâ€™ cafÃ© â€” Ñ€Ð°Ð±Ð¾Ñ‚Ð°",
    after: "the miners’ café — работа",
    leave: "„IDÉ“ et « la liberté\u{a0}» à l’IRMÃ…",
};

pub(crate) const LOST: Rule = Rule {
    name: "mojibake-cut",
    default: true,
    what: "The same where a byte was lost: `â€` with nothing or U+FFFD after it is ”, because windows-1252 leaves \
           its last byte open; `â¦` and `â?¦` are …, `â¢` is •, where the controls were dropped.",
    evidence: "`â€` before something that is no part of a sequence; `â` before ¦ or ¢.",
    wrong: "Where the lost byte was one of three others that are hardly ever seen.",
    before: "â€œours,â€\u{fffd} they said",
    after: "“ours,” they said",
    leave: "pâte at 5€ each",
};

/// An encoding that UTF-8 is read as.
struct Reading {
    table: Table,
    /// Latin-1 controls count as the bytes that they are.
    controls: bool,
}

impl Reading {
    fn byte(&self, c: char) -> Option<u8> {
        match c {
            '\0'..='\u{7f}' => None,
            '\u{80}'..='\u{9f}' if self.controls => Some(c as u8),
            _ => self.table.byte(c),
        }
    }
}

/// In order of how common they are; at the first that gives a sequence the search ends.
static READINGS: LazyLock<Vec<Reading>> = LazyLock::new(|| {
    let of = |encoding| Reading { table: Table::of(encoding), controls: false };
    vec![
        Reading { table: Table::of(encoding_rs::WINDOWS_1252), controls: true },
        of(encoding_rs::WINDOWS_1250),
        of(encoding_rs::WINDOWS_1251),
        of(encoding_rs::MACINTOSH),
        Reading { table: Table::cp437(), controls: false },
        of(encoding_rs::WINDOWS_1254),
        of(encoding_rs::WINDOWS_1257),
        of(encoding_rs::WINDOWS_1253),
        of(encoding_rs::ISO_8859_2),
    ]
});

/// For every character below U+3000: bit 0, it can start a sequence in some reading; bit 1, it can go on.
static PARTS: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let mut parts = vec![0u8; 0x3000];
    for (code, part) in parts.iter_mut().enumerate().skip(0x80) {
        let Some(c) = char::from_u32(code as u32) else { continue };
        for reading in READINGS.iter() {
            match reading.byte(c) {
                Some(0xc2..=0xf4) => *part |= 1,
                Some(0x80..=0xbf) => *part |= 2,
                _ => {}
            }
        }
    }
    parts
});

/// A UTF-8 sequence in disguise.
struct Sequence {
    start: usize,
    end: usize,
    c: char,
    reading: usize,
    strong: bool,
}

/// The edits for `text`.
pub(crate) fn find(text: &str, cut: bool) -> Vec<Edit> {
    let mut list = Vec::new();
    let sequences = sequences(text);
    let mut strong = [0usize; 16];
    for sequence in &sequences {
        strong[sequence.reading] += usize::from(sequence.strong);
    }
    for sequence in &sequences {
        if sequence.strong || strong[sequence.reading] > 0 && is_near(sequence.c) {
            let confidence = if sequence.strong { 0.998 } else { 0.97 };
            list.push(edit(text, sequence.start, sequence.end, sequence.c, &RULE, confidence));
        }
    }
    if cut {
        find_cut(text, &mut list);
    }
    list
}

/// Whether a weak sequence may mean this: letters and signs of European texts, not a stray ideograph.
fn is_near(c: char) -> bool {
    matches!(c, '\u{80}'..='\u{24f}' | '\u{370}'..='\u{52f}' | '\u{2010}'..='\u{2122}')
}

/// Whether something for these rules starts at the character before `at`, which is beyond ASCII as the one
/// at `at` is.
pub(super) fn starts_before(text: &str, at: usize) -> bool {
    let Some(c) = text[..at].chars().next_back() else { return false };
    let next = text[at..].chars().next().unwrap_or('\n');
    if part(c) & 1 == 0 || part(next) & 2 == 0 {
        return false;
    }
    let start = at - c.len_utf8();
    let before = text[..start].chars().next_back().unwrap_or('\n');
    matches!(c, 'â' | 'ï') || sequence(&text[start..], before, start).is_some()
}

/// What a character can be: bit 0, the start of a sequence; bit 1, what goes on.
fn part(c: char) -> u8 {
    // Mac Roman has an apple in the private use area, where emoji start
    PARTS.get(c as usize).copied().unwrap_or(u8::from(c == '\u{f8ff}'))
}

/// All sequences of the text, left to right, not overlapping.
fn sequences(text: &str) -> Vec<Sequence> {
    let mut found: Vec<Sequence> = Vec::new();
    let bytes = text.as_bytes();
    let mut at = 0;
    let mut before = '\n';
    while at < bytes.len() {
        if bytes[at] < 0x80 {
            at = next_beyond_ascii(bytes, at);
            before = char::from(bytes[at - 1]);
            continue;
        }
        let rest = &text[at..];
        let mut chars = rest.chars();
        let Some(c) = chars.next() else { break };
        let next = chars.next().unwrap_or('\n');
        if part(c) & 1 == 0 || part(next) & 2 == 0 {
            before = c;
            at += c.len_utf8();
            continue;
        }
        match sequence(rest, before, at) {
            Some(sequence) => {
                before = rest[..sequence.end - at].chars().next_back().unwrap_or(before);
                at = sequence.end;
                found.push(sequence);
            }
            None => {
                before = c;
                at += c.len_utf8();
            }
        }
    }
    strengthen_runs(&mut found);
    found
}

/// The sequence at the start of `rest`, in the first reading that has a strong one, else in the first that
/// has one.
fn sequence(rest: &str, before: char, at: usize) -> Option<Sequence> {
    let mut weak = None;
    for (number, reading) in READINGS.iter().enumerate() {
        let mut bytes = [0u8; 4];
        let mut chars = rest.chars();
        let Some(first) = chars.next().and_then(|c| reading.byte(c)) else { continue };
        bytes[0] = first;
        let len = match first {
            0xc2..=0xdf => 2,
            0xe0..=0xef => 3,
            0xf0..=0xf4 => 4,
            _ => continue,
        };
        let mut second = '\0';
        let mut whole = true;
        for (i, byte) in bytes[1..len].iter_mut().enumerate() {
            let c = chars.next().unwrap_or('\n');
            match reading.byte(c) {
                Some(next @ 0x80..=0xbf) => *byte = next,
                _ => whole = false,
            }
            if i == 0 {
                second = c;
            }
        }
        if !whole {
            continue;
        }
        let Ok(Some(c)) = str::from_utf8(&bytes[..len]).map(|s| s.chars().next()) else { continue };
        let end = at + rest.len() - chars.as_str().len();
        let after = chars.next().unwrap_or('\n');
        let first = rest.chars().next().unwrap_or('\n');
        let strong = is_strong(number, before, first, second, c, after);
        let sequence = Sequence { start: at, end, c, reading: number, strong };
        if strong {
            return Some(sequence);
        }
        weak = weak.or(Some(sequence));
    }
    weak
}

/// Whether nobody writes these characters side by side. `first` and `second` stand for `c`.
fn is_strong(reading: usize, before: char, first: char, second: char, c: char, after: char) -> bool {
    // what can rightly follow a capital at the end of a word
    let closes = matches!(
        second,
        '’' | '”'
            | '“'
            | '‘'
            | '»'
            | '›'
            | '…'
            | '–'
            | '—'
            | '\u{a0}'
            | '•'
            | '™'
            | '®'
            | '©'
            | '°'
            | 'º'
            | 'ª'
            | '·'
            | '¹'
            | '²'
            | '³'
            | '\u{ad}'
    );
    let small_before = before.is_lowercase();
    match c {
        // from a control the marks of windows-1252 come by another rule
        '\u{80}'..='\u{9f}' => second.is_control() || small_before || !before.is_alphabetic(),
        '\u{2010}'..='\u{205f}'
        | '\u{20a0}'..='\u{20bf}'
        | '\u{2100}'..='\u{214f}'
        | '\u{2190}'..='\u{22ff}' => true,
        '\u{25a0}'..='\u{27bf}'
        | '\u{fb00}'..='\u{fb04}'
        | '\u{feff}'
        | '\u{fffd}'
        | '\u{200b}'..='\u{200f}' => true,
        '\u{1f000}'..='\u{1faff}'
        | '\u{1d400}'..='\u{1d7ff}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{2e00}'..='\u{2e5d}' => true,
        // ˆ and ˜ are bytes of windows-1252 that came through once more
        'ˆ' | '˜' => reading == 0,
        '\u{a0}'..='\u{17f}' | '\u{218}'..='\u{21b}' => match reading {
            // √ and ¬ before a sign of mathematics, box drawing without a word beside it, are what they are
            3 if matches!(first, '√' | '¬' | '∆' | '≈') => !"≠∞±≤≥∂∑∏π∫Ω".contains(second),
            4 => before.is_alphanumeric() || after.is_alphanumeric(),
            // Cyrillic capitals before signs: only within a Latin word
            2 | 7 => before.is_ascii_lowercase() || after.is_ascii_lowercase() && !before.is_alphabetic(),
            _ if second.is_control() => true,
            _ if small_before => true,
            _ if closes => false,
            // two letters in a row can be a word in capitals
            _ if second.is_alphabetic() => {
                !before.is_alphabetic() && after.is_lowercase() && second.is_uppercase()
            }
            _ => !before.is_alphabetic() || after.is_lowercase(),
        },
        _ => false,
    }
}

/// Weak sequences that stand side by side and make one alphabet are strong: three, or two that are whole
/// words' worth of unlikely characters.
fn strengthen_runs(found: &mut [Sequence]) {
    let mut start = 0;
    while start < found.len() {
        let mut end = start + 1;
        while end < found.len()
            && found[end].start == found[end - 1].end
            && found[end].reading == found[start].reading
            && block(found[end].c) == block(found[start].c)
        {
            end += 1;
        }
        let needed = if found[start].reading == 2 { 3 } else { 2 };
        // a double accent is no run: Latin letters are judged one by one
        if end - start >= needed && block(found[start].c) > 0 {
            for sequence in &mut found[start..end] {
                sequence.strong = true;
            }
        }
        start = end;
    }
}

/// Alphabets beyond the Latin one, by rough number; 0 for Latin and for everything that is no letter.
fn block(c: char) -> u32 {
    match c as u32 {
        0x370..=0x3ff => 1,
        0x400..=0x52f => 2,
        0x530..=0x5ff => 3,
        0x600..=0x6ff => 4,
        0x900..=0xdff => 5,
        0xe00..=0xeff => 6,
        0x1000..=0x10ff => 7,
        0x3040..=0x30ff | 0x4e00..=0x9fff | 0x3000..=0x303f | 0xff00..=0xffef => 8,
        0xac00..=0xd7af => 9,
        _ => 0,
    }
}

/// `â€` that lost its last byte.
fn find_cut(text: &str, list: &mut Vec<Edit>) {
    let mut more = Vec::new();
    for at in memchr::memmem::find_iter(text.as_bytes(), "â€".as_bytes()) {
        let end = at + "â€".len();
        let next = text[end..].chars().next().unwrap_or('\n');
        if READINGS[0].byte(next).is_some_and(|byte| byte < 0xc0) {
            continue;
        }
        let end = if matches!(next, '\u{fffd}' | '?') { end + next.len_utf8() } else { end };
        // `â€` for a dash or an opening quote kept its last byte: those are not open in windows-1252
        more.push(edit(text, at, end, '”', &LOST, 0.97));
    }
    for at in memchr::memmem::find_iter(text.as_bytes(), "â".as_bytes()) {
        let rest = &text[at + 2..];
        let skip = usize::from(rest.starts_with('?'));
        let mark = match &rest[skip..] {
            tail if tail.starts_with('¦') => '…',
            tail if tail.starts_with('¢') => '•',
            _ => continue,
        };
        more.push(edit(text, at, at + 4 + skip, mark, &LOST, 0.97));
    }
    for at in memchr::memmem::find_iter(text.as_bytes(), "ï¸\u{fffd}".as_bytes()) {
        more.push(edit(text, at, at + 7, '\u{fe0f}', &LOST, 0.97));
    }
    if !more.is_empty() {
        list.extend(more);
        list.sort_by_key(|edit| edit.range.start);
        list.dedup_by(|b, a| b.range.start < a.range.end);
    }
}
