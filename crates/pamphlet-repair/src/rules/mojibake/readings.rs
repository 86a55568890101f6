//! The encodings that UTF-8 is read as, and a sequence of UTF-8 seen through one of them.

use crate::decode::Table;
use std::sync::LazyLock;

/// An encoding that UTF-8 is read as.
pub(super) struct Reading {
    table: Table,
    /// Latin-1 controls count as the bytes that they are.
    controls: bool,
}

impl Reading {
    /// The byte that a character is.
    pub fn byte(&self, c: char) -> Option<u8> {
        match c {
            '\0'..='\u{7f}' => None,
            '\u{80}'..='\u{9f}' if self.controls => Some(c as u8),
            _ => self.table.byte(c),
        }
    }
}

/// How many readings there are.
pub(super) const COUNT: usize = 9;

/// Places in [`READINGS`].
pub(super) const WESTERN: usize = 0;
pub(super) const CYRILLIC: usize = 2;
pub(super) const MAC: usize = 3;
pub(super) const CP437: usize = 4;
pub(super) const GREEK: usize = 7;

/// In order of how common they are.
pub(super) static READINGS: LazyLock<[Reading; COUNT]> = LazyLock::new(|| {
    let of = |encoding| Reading { table: Table::of(encoding), controls: false };
    [
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

/// What a character can be: bit 0, the start of a sequence; bit 1, what goes on.
pub(super) fn part(c: char) -> u8 {
    // Mac Roman has an apple in the private use area, where emoji start
    PARTS.get(c as usize).copied().unwrap_or(u8::from(c == '\u{f8ff}'))
}

/// What stands for a byte that was lost or changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Worn {
    /// Nothing may: every byte is there.
    Nothing,
    /// A space stands for the byte A0, which is a no-break space by itself.
    Space,
    /// U+FFFD stands for one byte.
    Replaced,
}

/// What a sequence at the start of a text is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Read {
    pub c: char,
    /// Bytes of the text that stand for it.
    pub len: usize,
    /// A control U+0080–U+009F is among the characters.
    pub control: bool,
    /// How many bytes were worn.
    pub worn: usize,
}

/// The sequence at the start of `text` in a reading, with up to six characters: two halves of a pair of
/// UTF-16, each written as UTF-8, count as one sequence.
pub(super) fn read(text: &str, reading: &Reading, worn: Worn) -> Option<Read> {
    let mut chars = text.chars();
    let first = reading.byte(chars.next()?)?;
    let len = match first {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return None,
    };
    let mut bytes = [first, 0, 0, 0];
    let (mut control, mut count) = (false, 0);
    for byte in &mut bytes[1..len] {
        let c = chars.next()?;
        control |= matches!(c, '\u{80}'..='\u{9f}');
        *byte = match (worn, c) {
            (Worn::Space, ' ') => 0xa0,
            (Worn::Replaced, '\u{fffd}') => 0x80,
            _ => reading.byte(c).filter(|byte| (0x80..0xc0).contains(byte))?,
        };
        count += usize::from(matches!(c, ' ' | '\u{fffd}'));
    }
    let len_of = |rest: &str| text.len() - rest.len();
    if count > 0 && worn == Worn::Replaced {
        // which character it was cannot be said, but that it was one
        return Some(Read { c: '\u{fffd}', len: len_of(chars.as_str()), control, worn: count });
    }
    if let [0xed, 0xa0..=0xaf, _, _] = bytes {
        let rest = chars.as_str();
        let (low, more) = surrogate(rest, reading)?;
        let high = u32::from(bytes[1] & 0x0f) << 6 | u32::from(bytes[2] & 0x3f);
        let c = char::from_u32(0x10000 + (high << 10) + low)?;
        return Some(Read { c, len: len_of(rest) + more, control, worn: 0 });
    }
    let c = str::from_utf8(&bytes[..len]).ok()?.chars().next()?;
    Some(Read { c, len: len_of(chars.as_str()), control, worn: count })
}

/// The second half of a pair of UTF-16 at the start of `text`: its ten bits, and how long it is.
fn surrogate(text: &str, reading: &Reading) -> Option<(u32, usize)> {
    let mut chars = text.chars();
    let mut bytes = [0; 3];
    for byte in &mut bytes {
        *byte = reading.byte(chars.next()?)?;
    }
    match bytes {
        [0xed, second @ 0xb0..=0xbf, third @ 0x80..=0xbf] => {
            Some((u32::from(second & 0x0f) << 6 | u32::from(third & 0x3f), text.len() - chars.as_str().len()))
        }
        _ => None,
    }
}
