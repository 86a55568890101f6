//! The encodings that UTF-8 is read as, and a sequence of UTF-8 seen through one of them.

use crate::decode::Table;
use std::sync::LazyLock;

/// How many readings there are.
pub(super) const COUNT: usize = 9;

/// Their numbers, where a rule speaks of one.
pub(super) const WESTERN: usize = 0;
pub(super) const CYRILLIC: usize = 2;
pub(super) const MAC: usize = 3;
pub(super) const CP437: usize = 4;
pub(super) const GREEK: usize = 7;

/// The bytes that a character is in the readings, in order of how common those are; 0 where it is none.
type Bytes = [u8; COUNT];

/// For every character below U+3000.
static BYTES: LazyLock<Vec<Bytes>> = LazyLock::new(|| {
    let mut bytes = vec![Bytes::default(); 0x3000];
    let tables = [
        Table::of(encoding_rs::WINDOWS_1252),
        Table::of(encoding_rs::WINDOWS_1250),
        Table::of(encoding_rs::WINDOWS_1251),
        Table::of(encoding_rs::MACINTOSH),
        Table::cp437(),
        Table::of(encoding_rs::WINDOWS_1254),
        Table::of(encoding_rs::WINDOWS_1257),
        Table::of(encoding_rs::WINDOWS_1253),
        Table::of(encoding_rs::ISO_8859_2),
    ];
    for (number, table) in tables.iter().enumerate() {
        for byte in 0x80..=0xff {
            if let Some(row) = bytes.get_mut(table.char(byte) as usize) {
                row[number] = byte;
            }
        }
    }
    // Latin-1 controls count as the bytes that they are
    for byte in 0x80..0xa0 {
        bytes[usize::from(byte)][WESTERN] = byte;
    }
    bytes
});

/// The byte that a character beyond ASCII is in a reading.
pub(super) fn byte(c: char, reading: usize) -> Option<u8> {
    match BYTES.get(c as usize) {
        Some(row) => Some(row[reading]).filter(|byte| *byte != 0),
        // Mac Roman has an apple in the private use area, where emoji start
        None => (c == '\u{f8ff}' && reading == MAC).then_some(0xf0),
    }
}

/// Readings as the bits of their numbers.
pub(super) type Readings = u16;

/// For every character below U+3000: the readings in which it can start a sequence, and in which it can go on.
static PARTS: LazyLock<Vec<[Readings; 2]>> = LazyLock::new(|| {
    let part = |row: &Bytes| {
        let mut part = [0; 2];
        for (number, byte) in row.iter().enumerate() {
            part[0] |= Readings::from((0xc2..=0xf4).contains(byte)) << number;
            part[1] |= Readings::from((0x80..=0xbf).contains(byte)) << number;
        }
        part
    };
    BYTES.iter().map(part).collect()
});

/// The readings in which characters can start a sequence, and in which they can go on with one.
#[derive(Clone, Copy)]
pub(super) struct Parts(&'static [[Readings; 2]]);

impl Parts {
    /// Made once; to be asked for once a text, and not once a character.
    pub fn get() -> Self {
        Self(&PARTS)
    }

    /// The readings in which a character can start a sequence, and in which it can go on with one.
    pub fn of(self, c: char) -> [Readings; 2] {
        let apple = [Readings::from(c == '\u{f8ff}') << MAC, 0];
        self.0.get(c as usize).copied().unwrap_or(apple)
    }
}

/// The same for one character.
pub(super) fn part(c: char) -> [Readings; 2] {
    Parts::get().of(c)
}

/// Whether a character can start a sequence in some reading.
pub(super) fn starts(c: char) -> bool {
    part(c)[0] != 0
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
pub(super) fn read(text: &str, reading: usize, worn: Worn) -> Option<Read> {
    let mut chars = text.chars();
    let first = byte(chars.next()?, reading)?;
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
            _ => self::byte(c, reading).filter(|byte| (0x80..0xc0).contains(byte))?,
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
fn surrogate(text: &str, reading: usize) -> Option<(u32, usize)> {
    let mut chars = text.chars();
    let mut bytes = [0; 3];
    for byte in &mut bytes {
        *byte = self::byte(chars.next()?, reading)?;
    }
    match bytes {
        [0xed, second @ 0xb0..=0xbf, third @ 0x80..=0xbf] => {
            Some((u32::from(second & 0x0f) << 6 | u32::from(third & 0x3f), text.len() - chars.as_str().len()))
        }
        _ => None,
    }
}
