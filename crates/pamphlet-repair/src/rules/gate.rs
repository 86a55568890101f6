//! One pass over a text that says which rules can fire at all: most texts are clean, and should cost hardly
//! more than a scan.
//!
//! Every rule that is not led by a rare byte of its own has a few patterns of up to four sets of bytes. Sixteen
//! groups of patterns are looked for at once: a table gives for each byte, for each of the four places, the
//! groups that allow it there, and four look-ups and three ANDs say which groups may match at a place. What
//! the table lets through is checked by the rule itself, so that a sign that is seen is one the rule would
//! stop at too.

use super::{c1_control, dropped, layout, mojibake, spaced};
use std::sync::LazyLock;

/// What a text holds that a rule may want to mend.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    /// `&` before a letter or `#`.
    pub entity: bool,
    /// `<U+`.
    pub written_out: bool,
    /// A backtick before a letter, or an acute accent.
    pub tick: bool,
    /// A lone ending after a space: `don t`.
    pub spaced: bool,
    /// How many words are nothing but a contraction without its apostrophe.
    pub dropped: usize,
    /// Where the last of them stands.
    last_dropped: Option<usize>,
    /// Characters that can be the bytes of one UTF-8 sequence.
    pub mojibake: bool,
    /// A control U+0080–U+009F other than U+0085.
    pub control: bool,
    /// A soft hyphen, a ligature, an invisible character or a long s.
    pub layout: bool,
    /// U+FFFD.
    pub replacement: bool,
    /// `¿` or `â`.
    pub other_sign: bool,
    /// `?`
    pub question: bool,
    /// Any character beyond ASCII.
    pub beyond_ascii: bool,
}

/// The groups, by the number of their bit.
const SPACED: u32 = 0b11;
const DROPPED: u32 = 0b111_1111_1100;
const PUNCTUATION: u32 = 1 << 11;
const PAIR: u32 = 1 << 12;
const SIGN: u32 = 1 << 13;
const INVISIBLE: u32 = 1 << 14;
const LETTER: u32 = 1 << 15;

/// A set of bytes: letters stand for both cases, `_` for every byte that is no letter, `*` for all.
#[derive(Clone, Copy)]
enum Set {
    Of(&'static str),
    Bytes(&'static [u8]),
    From(u8, u8),
}

use Set::{Bytes, From, Of};

/// The controls that [`layout`] takes out.
const CONTROLS: &[u8] =
    b"\x01\x02\x03\x04\x05\x06\x08\x0e\x0f\x10\x11\x12\x13\x14\x15\x16\x17\x18\x19\x1a\x1e\x7f";

const ANY: Set = Of("*");

/// Group and pattern.
const PATTERNS: &[(u32, [Set; 4])] = &[
    (0, [Bytes(b" "), Of("stdm"), Of("_"), ANY]),
    (1, [Bytes(b" "), Of("rvl"), Of("el"), Of("_")]),
    // the words of `marks::dropped::CERTAIN`, by the rarest four bytes of each
    (2, [Of("dstr"), Of("ny"), Of("ts"), Of("_")]), // didnt hasnt mustnt, partys countrys bodys
    (3, [Of("d"), Of("o"), Of("n"), Of("t")]),
    (3, [Of("a"), Of("v"), Of("e"), Of("n")]),
    (4, [Of("arm"), Of("re"), Of("en"), Of("ns")]), // arent childrens womens
    (5, [Of("e"), Of("r"), Of("e"), Of("ns")]),     // werent heres
    (5, [Of("o"), Of("u"), Of("r"), Of("e")]),
    (6, [Of("hs"), Of("ah"), Of("te"), Of("s")]), // thats shes
    (7, [Of("ey"), Of("oy"), Of("nr"), Of("e")]), // someones theyre
    (8, [Of("dyu"), Of("v"), Of("e"), Of("_")]),
    (9, [Of("tyu"), Of("l"), Of("l"), Of("_")]),
    (10, [Of("_w"), Of("ae"), Of("iv"), Of("en")]), // weve aint
    (11, [Bytes(b"&<`"), Of("abcdefghijklmnopqrstuvwxyz#"), ANY, ANY]),
    // controls of ASCII that are no space: what a pattern of the group says of the next byte is checked again
    (11, [Bytes(CONTROLS), ANY, ANY, ANY]),
    (12, [From(0x80, 0xbf), From(0xc2, 0xf4), ANY, ANY]),
    // C1 controls, soft hyphen, acute accent, long s, ligatures, byte-order mark, U+FFFD
    (13, [Bytes(b"\xc2"), From(0x80, 0x9f), ANY, ANY]),
    (13, [Bytes(b"\xc2"), Bytes(b"\xad\xb4\xbf"), ANY, ANY]),
    (15, [Bytes(b"\xc3\xc5\xef"), Bytes(b"\xa2\xac\xbb\xbf"), ANY, ANY]),
    // two letters in one character: ŉ, and from Ǆ to ǌ
    (15, [Bytes(b"\xc5\xc7"), Bytes(b"\x84\x85\x86\x87\x88\x89\x8a\x8b\x8c"), ANY, ANY]),
    // zero-width space and word joiner; `Ã` before a space
    (14, [Bytes(b"\xe2\xc3"), Bytes(b"\x80\x81\x83"), Bytes(b"\x8b\xa0 "), ANY]),
];

/// By byte: four times sixteen bits, which groups allow it at their first, second, third and fourth place.
static TABLE: LazyLock<[u64; 256]> = LazyLock::new(|| {
    let mut table = [0u64; 256];
    for &(group, pattern) in PATTERNS {
        for (place, set) in pattern.into_iter().enumerate() {
            for byte in 0..=255u8 {
                if set.has(byte) {
                    table[usize::from(byte)] |= 1 << (group as usize + 16 * place);
                }
            }
        }
    }
    table
});

impl Set {
    fn has(self, byte: u8) -> bool {
        match self {
            Of("*") => true,
            Of(letters) => {
                letters.contains('_') && !byte.is_ascii_alphabetic()
                    || byte.is_ascii() && letters.contains(char::from(byte.to_ascii_lowercase()))
            }
            Bytes(bytes) => bytes.contains(&byte),
            From(first, last) => (first..=last).contains(&byte),
        }
    }
}

/// How many places are tested between two branches.
const STEP: usize = 8;

impl Seen {
    /// What `text` holds.
    pub fn of(text: &str) -> Self {
        let bytes = text.as_bytes();
        let table = &*TABLE;
        let mut seen = Self {
            question: memchr::memchr(b'?', bytes).is_some(),
            beyond_ascii: !text.is_ascii(),
            ..Self::default()
        };
        let mut wanted = seen.wanted();
        let mut at = 0;
        while let Some(window) = bytes[at..].first_chunk::<{ STEP + 3 }>() {
            seen.step(text, at, window, table, &mut wanted);
            at += STEP;
        }
        // line ends after the last bytes: a word may end where the text does
        while at < bytes.len() {
            let mut window = [b'\n'; STEP + 3];
            let rest = &bytes[at..bytes.len().min(at + STEP + 3)];
            window[..rest.len()].copy_from_slice(rest);
            seen.step(text, at, &window, table, &mut wanted);
            at += STEP;
        }
        seen
    }

    #[inline(always)]
    fn step(&mut self, text: &str, at: usize, window: &[u8; STEP + 3], table: &[u64; 256], wanted: &mut u32) {
        let row = window.map(|byte| table[usize::from(byte)]);
        let mut hits = [0u64; STEP];
        let mut any = 0;
        for i in 0..STEP {
            hits[i] = row[i] & (row[i + 1] >> 16) & (row[i + 2] >> 32) & (row[i + 3] >> 48);
            any |= hits[i];
        }
        if any as u32 & *wanted != 0 {
            for (i, &hit) in hits.iter().enumerate() {
                if hit as u32 & *wanted != 0 && at + i < text.len() {
                    self.check(text, at + i, hit as u32 & *wanted);
                }
            }
            *wanted = self.wanted();
        }
    }

    /// The groups that can still tell something new.
    fn wanted(&self) -> u32 {
        let mut wanted = 0xffff;
        let mut done = |is: bool, groups: u32| {
            if is {
                wanted &= !groups;
            }
        };
        done(self.spaced, SPACED);
        done(self.entity && self.written_out && self.tick && self.layout, PUNCTUATION);
        done(self.mojibake, PAIR);
        done(self.layout && self.control && self.tick && self.other_sign, SIGN);
        done(self.layout && self.mojibake, INVISIBLE);
        done(self.layout && self.replacement && self.other_sign, LETTER);
        wanted
    }

    /// What a place says that the table let through.
    #[cold]
    fn check(&mut self, text: &str, at: usize, hit: u32) {
        let bytes = text.as_bytes();
        let rest = &bytes[at..];
        if hit & SPACED != 0 {
            self.spaced |= spaced::is_lone_ending(text, at);
        }
        if hit & DROPPED != 0 {
            // one word may have two of the patterns
            if let Some(start) = dropped::evidence_at(bytes, at + 1)
                && self.last_dropped != Some(start)
            {
                self.dropped += 1;
                self.last_dropped = Some(start);
            }
        }
        if hit & PUNCTUATION != 0 {
            let letter = rest.get(1).is_some_and(u8::is_ascii_alphabetic);
            match rest[0] {
                b'&' => self.entity |= letter || rest.get(1) == Some(&b'#'),
                b'`' => self.tick |= letter || rest.get(1) == Some(&b'#'),
                b'<' => self.written_out |= rest.starts_with(b"<U+"),
                control => self.layout |= layout::is_stray_control(char::from(control)),
            }
        }
        if hit & PAIR != 0 {
            self.mojibake |= mojibake::starts_before(text, at + 1);
        }
        if hit & SIGN != 0 {
            match rest.get(1) {
                Some(0xb4) => self.tick = true,
                Some(0xad) => self.layout = true,
                Some(0xbf) => self.other_sign = true,
                // beside other controls those are seen
                Some(0x85) => self.control |= c1_control::is_ellipsis(text, at),
                _ => self.control = true,
            }
        }
        if hit & INVISIBLE != 0 {
            self.mojibake |= rest.starts_with("Ã ".as_bytes());
            self.layout |= rest.starts_with("\u{200b}".as_bytes()) || rest.starts_with("\u{2060}".as_bytes());
        }
        if hit & LETTER != 0 {
            let c = text[at..].chars().next().unwrap_or(' ');
            self.other_sign |= c == 'â';
            self.replacement |= c == char::REPLACEMENT_CHARACTER;
            self.layout |= matches!(c, 'ſ' | 'ŉ' | 'Ǆ'..='ǌ' | 'ﬀ'..='ﬆ' | '\u{feff}');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marks::dropped::CERTAIN;

    #[track_caller]
    fn check(text: &str, expected: Seen) {
        // at every place of a step, and at the end of the text
        for padding in 0..2 * STEP {
            let text = format!("{}{text}", ".".repeat(padding));
            assert_eq!(Seen::of(&text), expected, "{text}");
            assert_eq!(Seen::of(&format!("{text}.....................")), expected, "{text}");
        }
    }

    const NONE: Seen = Seen {
        entity: false,
        written_out: false,
        tick: false,
        spaced: false,
        dropped: 0,
        last_dropped: None,
        mojibake: false,
        control: false,
        layout: false,
        replacement: false,
        other_sign: false,
        question: false,
        beyond_ascii: false,
    };

    const BEYOND: Seen = Seen { beyond_ascii: true, ..NONE };

    #[test]
    fn signs_are_seen_wherever_they_stand() {
        check("", NONE);
        check("& a, <b>, 'quoted'; the interest of different systems", NONE);
        check("&amp", Seen { entity: true, ..NONE });
        check("&#8217;", Seen { entity: true, ..NONE });
        check("a<U+2019>s", Seen { written_out: true, ..NONE });
        check("don`t", Seen { tick: true, ..NONE });
        check("don´t", Seen { tick: true, ..BEYOND });
        check("don t", Seen { spaced: true, ..NONE });
        check("society s.", Seen { spaced: true, ..NONE });
        check("we re here", Seen { spaced: true, ..NONE });
        check("a report, the rest, a list", NONE);
        check("“Who?” – café’s", Seen { question: true, ..BEYOND });
        check("workerâ€™s", Seen { mojibake: true, other_sign: true, ..BEYOND });
        check("a\u{92}", Seen { control: true, ..BEYOND });
        check("a\u{85}b", BEYOND);
        check("a\u{ad}b", Seen { layout: true, ..BEYOND });
        check("oﬃce", Seen { layout: true, ..BEYOND });
        check("preſent", Seen { layout: true, ..BEYOND });
        check("ŉ boek", Seen { layout: true, ..BEYOND });
        check("dovoǉno", Seen { layout: true, ..BEYOND });
        check("Ärger, ńň, łąć", BEYOND);
        check("the end\u{1a}", Seen { layout: true, ..NONE });
        check("a\tb\u{c}c\u{1b}[0m\u{1f}d", NONE);
        check("wor\u{200b}kers", Seen { layout: true, ..BEYOND });
        check("wor\u{2060}kers", Seen { layout: true, ..BEYOND });
        check("wor\u{feff}kers", Seen { layout: true, ..BEYOND });
        check("wasn\u{fffd}t", Seen { replacement: true, ..BEYOND });
        check("it wasn¿t", Seen { other_sign: true, ..BEYOND });
        check("it wasnât", Seen { other_sign: true, ..BEYOND });
    }

    #[test]
    fn every_certain_word_is_seen() {
        for (word, _) in CERTAIN.iter().filter(|(word, _)| dropped::is_evidence(word.as_bytes())) {
            for text in [format!("a {word}"), format!("a {}", word.to_uppercase())] {
                assert_eq!(Seen::of(&text).dropped, 1, "{text}");
                assert_eq!(Seen::of(&format!("{text}, {text}.")).dropped, 2, "{text}");
            }
        }
    }
}
