//! One pass over a text that says which rules can fire at all: most texts are clean, and should cost hardly
//! more than a scan.
//!
//! The text is looked at in blocks. What a rule would stop at begins with one of a few combinations of up to four
//! bytes; whether a block has one is asked for all its places at once, with comparisons that a compiler turns into
//! those of vector registers. A place that is let through is checked by the rule itself, so that a sign that is seen
//! is one the rule would stop at too. No look at the language, no table, no copy.

use super::blocks::{BLOCK, Window, each, has, mask, windows};
use super::{c1_control, dropped, layout, mojibake, spaced};
use crate::characters::is_letter;
use std::ops::Range;

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
    /// `?` before a letter or another `?`: it may stand within a word.
    pub question_within: bool,
    /// Any character beyond ASCII.
    pub beyond_ascii: bool,
}

/// How many bytes on either side of a change are looked at again: more than any rule does to tell whether a sign is one.
const NEAR: usize = 48;

/// A text with more changes than one in so many bytes is looked at as a whole.
const FEW: usize = 150;

/// Whether a byte is a control of ASCII that no text needs, or one of a few others.
#[inline(always)]
fn control(byte: u8) -> u8 {
    mask(byte < 0x20) & mask(byte.wrapping_sub(b'\t') > b'\r' - b'\t') | mask(byte == 0x7f)
}

/// The places of a block where one of the ASCII signs may begin; 0 elsewhere. Letters are taken for small ones.
#[inline(always)]
fn ascii_signs(window: &Window) -> [u8; BLOCK] {
    let mut places = [0; BLOCK];
    for (i, place) in places.iter_mut().enumerate() {
        let small = |byte: u8| byte | 0x20;
        let (a, b, c, d) =
            (small(window[i]), small(window[i + 1]), small(window[i + 2]), small(window[i + 3]));
        let is = |byte: u8, letter: u8| mask(byte == letter);
        // the words of `marks::dropped::CERTAIN` by the rarest of their last four letters
        let nt = is(c, b'n')
            & is(d, b't')
            & (is(b, b'd')
                | is(b, b's')
                | is(b, b't')
                | is(b, b'o') & is(a, b'd')
                | is(b, b'i') & is(a, b'a')
                | is(b, b'e') & (is(a, b'r') | is(a, b'v')));
        let re = is(c, b'r') & is(d, b'e') & (is(b, b'y') & is(a, b'e') | is(b, b'u') & is(a, b'o'));
        let ve =
            is(c, b'v') & is(d, b'e') & (is(b, b'd') | is(b, b'y') | is(b, b'u') | is(b, b'e') & is(a, b'w'));
        let ll = is(c, b'l') & is(d, b'l') & (is(b, b't') | is(b, b'y') | is(b, b'u'));
        let s = is(d, b's')
            & (is(c, b'y') & (is(b, b'd') | is(b, b'r') | is(b, b't'))
                | is(c, b'n') & is(b, b'e') & (is(a, b'r') | is(a, b'm'))
                | is(c, b'e')
                    & (is(b, b'n') & is(a, b'o') | is(b, b'r') & is(a, b'e') | is(b, b'h') & is(a, b's'))
                | is(c, b't') & is(b, b'a') & is(a, b'h'));
        let punctuation =
            mask(window[i] == b'&') | mask(window[i] == b'<') | mask(window[i] == b'`') | control(window[i]);
        *place = nt | re | ve | ll | s | spaced::may_be_lone(window, i) | punctuation;
    }
    places
}

/// The places of a block where one of those signs begins that need no letter near them.
#[inline(always)]
fn signs_without_letter(window: &Window) -> [u8; BLOCK] {
    let mut places = [0; BLOCK];
    for (i, place) in places.iter_mut().enumerate() {
        *place = mask(window[i] == b'&') | mask(window[i] == b'<') | control(window[i]);
    }
    places
}

/// The places of a block where one of the signs beyond ASCII may begin; 0 elsewhere.
#[inline(always)]
fn signs_beyond(window: &Window) -> [u8; BLOCK] {
    let mut places = [0; BLOCK];
    for (i, place) in places.iter_mut().enumerate() {
        let (a, b, c) = (window[i], window[i + 1], window[i + 2]);
        let is = |byte: u8, other: u8| mask(byte == other);
        // C1 controls, soft hyphen and `¬`, acute accent, `¿`
        let sign = is(a, 0xc2) & (mask(b < 0xa0) | is(b & 0xfe, 0xac) | is(b, 0xb4) | is(b, 0xbf));
        // `â`, long s, ligatures, byte-order mark, U+FFFD
        let letter = is(a, 0xc3) & is(b, 0xa2)
            | is(a, 0xc5) & is(b, 0xbf)
            // two letters in one character: ŉ, and from Ǆ to ǌ
            | is(a, 0xc5) & is(b, 0x89)
            | is(a, 0xc7) & mask(b.wrapping_sub(0x84) <= 8)
            | is(a, 0xef) & (is(b, 0xac) | is(b, 0xbb) | is(b, 0xbf));
        // zero-width space, word joiner and `∣`; `Ã` before a space
        let invisible = is(a, 0xe2)
            & (is(b, 0x80) & is(c, 0x8b) | is(b, 0x81) & is(c, 0xa0) | is(b, 0x88) & is(c, 0xa3))
            | is(a, 0xc3) & is(b, 0x83) & is(c, b' ');
        *place = sign | letter | invisible | mojibake::may_go_on(window, i);
    }
    places
}

impl Seen {
    /// What `text` holds.
    pub fn of(text: &str) -> Self {
        let mut seen = Self::default();
        seen.look_at_questions(text);
        windows(text.as_bytes(), |at, window| seen.step(text, at, window));
        seen
    }

    /// What is seen after marks were put at `places` of the text, which is now `text`: what was seen before, and what
    /// begins near them.
    pub fn after(mut self, text: &str, places: &[Range<usize>]) -> Self {
        if places.len() * FEW > text.len() {
            return Self { dropped: self.dropped, ..Self::of(text) };
        }
        for place in places {
            let mut start = place.start.saturating_sub(NEAR);
            while !text.is_char_boundary(start) {
                start -= 1;
            }
            let mut end = (place.end + NEAR).min(text.len());
            while !text.is_char_boundary(end) {
                end += 1;
            }
            let near = Self::of(&text[start..end]);
            self = Self {
                entity: self.entity | near.entity,
                written_out: self.written_out | near.written_out,
                tick: self.tick | near.tick,
                spaced: self.spaced | near.spaced,
                dropped: self.dropped,
                last_dropped: self.last_dropped,
                mojibake: self.mojibake | near.mojibake,
                control: self.control | near.control,
                layout: self.layout | near.layout,
                replacement: self.replacement,
                other_sign: self.other_sign | near.other_sign,
                question: false,
                question_within: false,
                beyond_ascii: self.beyond_ascii | near.beyond_ascii,
            };
        }
        (self.question, self.question_within) = (false, false);
        self.look_at_questions(text);
        self.replacement = self.replacement && text.contains(char::REPLACEMENT_CHARACTER);
        self
    }

    fn look_at_questions(&mut self, text: &str) {
        let bytes = text.as_bytes();
        for at in memchr::memchr_iter(b'?', bytes) {
            self.question = true;
            let within = match bytes.get(at + 1) {
                Some(next @ 0..0x80) => next.is_ascii_alphabetic() || *next == b'?',
                Some(_) => text[at + 1..].starts_with(is_letter),
                None => false,
            };
            if within {
                self.question_within = true;
                return;
            }
        }
    }

    #[inline(always)]
    fn step(&mut self, text: &str, at: usize, window: &Window) {
        let (mut high, mut letters) = (0, 0);
        for &byte in &window[..BLOCK] {
            high |= byte;
            letters |= byte & mask(byte < 0x80);
        }
        // every sign of ASCII but a few has a letter in its block, which this bit tells
        if letters >= 0x40 || has(&signs_without_letter(window)) {
            each(&ascii_signs(window), at, text.len(), |at| self.check_ascii(text, at));
        }
        if high >= 0x80 {
            self.beyond_ascii = true;
            each(&signs_beyond(window), at, text.len(), |at| self.check_beyond(text, at));
        }
    }

    /// What a place says where an ASCII sign may begin.
    #[cold]
    fn check_ascii(&mut self, text: &str, at: usize) {
        let bytes = text.as_bytes();
        let next = |n: usize| bytes.get(at + n).copied().unwrap_or(b'\n');
        let names = next(1).is_ascii_alphabetic() || next(1) == b'#';
        match bytes[at] {
            b' ' => self.spaced = self.spaced || spaced::is_lone_ending(text, at),
            b'&' => self.entity |= names,
            b'`' => self.tick |= names,
            b'<' => self.written_out |= bytes[at..].starts_with(b"<U+"),
            first => self.layout |= layout::is_stray_control(char::from(first)),
        }
        // one word may have two of the combinations
        if next(2).is_ascii_alphabetic()
            && let Some(start) = dropped::evidence_at(bytes, at + 2)
            && self.last_dropped != Some(start)
        {
            self.dropped += 1;
            self.last_dropped = Some(start);
        }
    }

    /// What a place says where a sign beyond ASCII may begin.
    #[cold]
    fn check_beyond(&mut self, text: &str, at: usize) {
        let rest = &text.as_bytes()[at..];
        let next = rest.get(1).copied().unwrap_or(b'\n');
        match rest[0] {
            0x80..0xc0 => self.mojibake = self.mojibake || mojibake::starts_before(text, at + 1),
            0xc2 => match next {
                0xb4 => self.tick = true,
                0xac | 0xad => self.layout = true,
                0xbf => self.other_sign = true,
                // beside other controls those are seen
                0x85 => self.control = self.control || c1_control::is_ellipsis(text, at),
                _ => self.control = true,
            },
            _ => {
                let c = text[at..].chars().next().unwrap_or(' ');
                self.mojibake |= c == 'Ã' && rest.get(2) == Some(&b' ');
                self.other_sign |= c == 'â';
                self.replacement |= c == char::REPLACEMENT_CHARACTER;
                self.layout |= matches!(c, 'ſ' | 'ŉ' | 'Ǆ'..='ǌ' | 'ﬀ'..='ﬆ');
                self.layout |= matches!(c, '\u{feff}' | '\u{200b}' | '\u{2060}' | '∣');
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::marks::dropped::CERTAIN;
    use crate::rules::blocks::WINDOW;

    #[track_caller]
    fn check(text: &str, expected: Seen) {
        // at every place of a step, and at the end of the text
        for padding in 0..BLOCK + 8 {
            let text = format!("{}{text}", ".".repeat(padding));
            assert_eq!(Seen::of(&text), expected, "{text}");
            assert_eq!(Seen::of(&format!("{text}{}", ".".repeat(BLOCK))), expected, "{text}");
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
        question_within: false,
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
        check("prop¬aganda", Seen { layout: true, ..BEYOND });
        check("king∣dom", Seen { layout: true, ..BEYOND });
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
    fn all_that_can_go_on_with_mojibake_is_let_through() {
        for c in ('\u{80}'..='\u{ffff}').filter(|&c| mojibake::goes_on(c)) {
            let mut window = [b'.'; WINDOW];
            window[0] = 0x80;
            c.encode_utf8(&mut window[1..]);
            assert_ne!(signs_beyond(&window)[0], 0, "{c:?}");
        }
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
