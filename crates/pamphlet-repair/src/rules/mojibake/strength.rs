//! How sure it is that characters are a UTF-8 sequence in disguise.
//!
//! Three witnesses: characters that nobody puts side by side; a run of sequences that makes one alphabet; and
//! a line in which everything beyond ASCII is UTF-8 in one reading and makes better text that way.

use super::Sequence;
use super::readings::{COUNT, CP437, CYRILLIC, GREEK, MAC, WESTERN, Worn, read};
use crate::characters::{is_capital, is_letter, is_small, next_beyond_ascii};
use crate::decode::weight;

/// The neighbours of a sequence, and its own first characters.
#[derive(Clone, Copy)]
pub(super) struct Around {
    pub before: char,
    pub first: char,
    pub second: char,
    pub after: char,
}

/// Whether nobody writes these characters side by side. They stand for `c`.
pub(super) fn is_strong(reading: usize, c: char, control: bool, around: Around) -> bool {
    let Around { before, first, second, after } = around;
    let small_before = || is_small(before);
    match c {
        // from a control the marks of windows-1252 come by another rule
        '\u{80}'..='\u{9f}' => {
            let beside =
                small_before() || after.is_alphanumeric() || matches!(before, '.' | ',' | '!' | '?' | ')');
            first == 'Â' && (second.is_control() || beside)
        }
        // no text has controls
        _ if control => true,
        // nobody's text had it before
        'ſ' => false,
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
        // wide forms of ASCII
        '\u{ff01}'..='\u{ff5e}' => true,
        // Vietnamese; three letters in a row can be a word, as in Slovak `zvlášť`
        '\u{1e00}'..='\u{1eff}' => {
            (is_letter(before) || is_letter(after)) && (!is_letter(second) || matches!(second, 'º' | 'ª'))
        }
        // ˆ and ˜ are bytes of windows-1252 that came through once more
        'ˆ' | '˜' => reading == WESTERN,
        '\u{a0}'..='\u{17f}' | '\u{218}'..='\u{21b}' => match reading {
            // √ before a sign of mathematics is one itself, but not after a word
            MAC if matches!(first, '√' | '¬' | '∆' | '≈') => {
                let sum = "≠∞±≤≥∂∑∏π∫Ω".contains(second);
                !sum && (is_letter(before) || after.is_alphanumeric()) || small_before() && first == '√'
            }
            // box drawing without a word beside it is what it is
            CP437 => before.is_alphanumeric() || after.is_alphanumeric() && (first == '┬' || is_capital(c)),
            // Cyrillic capitals before signs: only within a Latin word
            CYRILLIC | GREEK => {
                before.is_ascii_lowercase() || after.is_ascii_lowercase() && !is_letter(before)
            }
            _ if small_before() => true,
            // nobody ends a word with it
            _ if first == 'Â' => !is_letter(before),
            _ if closes(second) => false,
            // two letters in a row can be a word in capitals
            _ if is_letter(second) => !is_letter(before) && is_small(after) && is_capital(second),
            _ => !is_letter(before) || is_small(after),
        },
        _ => false,
    }
}

/// What can rightly follow a capital at the end of a word.
fn closes(c: char) -> bool {
    matches!(
        c,
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
    )
}

/// Weak sequences that stand side by side and make one alphabet are strong: three, or two that are whole
/// words' worth of unlikely characters. So are two that make another sequence: mojibake of mojibake.
pub(super) fn strengthen_runs(found: &mut [Sequence]) {
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
        let needed = if found[start].reading == CYRILLIC { 3 } else { 2 };
        // a double accent is no run: Latin letters are judged one by one
        let alphabet = end - start >= needed && block(found[start].c) > 0;
        for i in start..end {
            found[i].strong |= alphabet;
            let next = found.get(i + 1).filter(|next| next.start == found[i].end).map(|next| next.c);
            if matches!(found[i].c, 'Â' | 'Ã') && matches!(next, Some('\u{a0}'..='\u{bf}')) {
                found[i].strong = true;
                found[i + 1].strong = true;
            }
        }
        start = end;
    }
}

/// Alphabets beyond the Latin one, by rough number; 0 for Latin and for everything that is no letter.
pub(super) fn block(c: char) -> usize {
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

/// How much better a line must become for each reading to be taken for all of it. By judgement, and then tried
/// on 93 MB of public texts, mostly English, with Slovak, German, Portuguese and French: no clean line changed.
const BETTER: f32 = 1.0;

/// The sequences of a line, if all that is beyond ASCII in it is UTF-8 in one reading, and better text that
/// way. `at` is where the line starts.
pub(super) fn whole_line(line: &str, at: usize, found: &mut Vec<Sequence>) -> bool {
    let from = found.len();
    for number in 0..COUNT {
        let mut place = next_beyond_ascii(line.as_bytes(), 0);
        while place < line.len() {
            let Some(read) = read(&line[place..], number, Worn::Nothing) else { break };
            let (start, end) = (at + place, at + place + read.len);
            found.push(Sequence { start, end, c: read.c, reading: number, strong: true });
            place = next_beyond_ascii(line.as_bytes(), place + read.len);
        }
        let likely = || found[from..].iter().all(|sequence| !is_rare(sequence.c));
        let written = || found[from..].iter().all(|sequence| could_be_written(line, at, sequence));
        if place >= line.len() && likely() && !written() && gain(line, at, &found[from..]) >= BETTER {
            return true;
        }
        found.truncate(from);
    }
    false
}

/// Whether a sequence is nothing but letters that could stand like this in a word: `HÅØYA`, `zvlášť`.
fn could_be_written(line: &str, at: usize, sequence: &Sequence) -> bool {
    let (start, end) = (sequence.start - at, sequence.end - at);
    let shown = &line[start..end];
    let inside = line[..start].chars().next_back().is_some_and(is_letter);
    let capitals = shown.chars().all(is_capital);
    let small = shown.chars().skip(usize::from(!inside)).all(|c| is_small(c) && !matches!(c, 'º' | 'ª'));
    shown.chars().all(is_letter) && (capitals || small)
}

/// How much better a line is as text when its sequences are read.
fn gain(line: &str, at: usize, sequences: &[Sequence]) -> f32 {
    let mut gain = 0.0;
    let mut last: Option<(usize, char)> = None;
    for (i, sequence) in sequences.iter().enumerate() {
        let (start, end) = (sequence.start - at, sequence.end - at);
        let before = line[..start].chars().next_back().unwrap_or(' ');
        let after = line[end..].chars().next().unwrap_or(' ');
        let shown = &line[start..end];
        let mut left = before;
        let mut chars = shown.chars().chain([after]).peekable();
        for _ in shown.chars() {
            let Some(c) = chars.next() else { break };
            gain -= weight(left, c, chars.peek().copied().unwrap_or(' '));
            left = c;
        }
        gain += odd(shown);
        let read_before = last.filter(|(end, _)| *end == start).map_or(before, |(_, c)| c);
        let read_after =
            sequences.get(i + 1).filter(|next| next.start == sequence.end).map_or(after, |next| next.c);
        gain += weight(read_before, sequence.c, read_after);
        last = Some((end, sequence.c));
    }
    gain
}

/// What speaks against two characters beyond what their neighbours say: capitals that few words end in, before
/// a sign that closes nothing.
fn odd(shown: &str) -> f32 {
    let mut chars = shown.chars();
    let (first, second) = (chars.next().unwrap_or(' '), chars.next().unwrap_or(' '));
    let sign = !is_letter(second) && !matches!(second, '’' | '”' | '“' | '‘' | '»' | '›' | '…' | '–' | '—');
    if matches!(first, 'Ã' | 'Â' | 'Î' | 'Ï' | 'Ð' | 'Ñ') && sign { 2.0 } else { 0.0 }
}

/// Letters that hardly any text has: phonetic ones, and those of Latin and Cyrillic that are of no living
/// alphabet.
fn is_rare(c: char) -> bool {
    matches!(c, '\u{180}'..='\u{217}' | '\u{21c}'..='\u{2af}' | '\u{460}'..='\u{48f}' | '\u{4c0}'..='\u{52f}' | 'ſ')
}
