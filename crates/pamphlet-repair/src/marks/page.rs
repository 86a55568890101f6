//! A text as the judge sees it: characters, tokens, doubtful marks, and what the whole document shows.
//!
//! Every doubtful mark stands as one `?` in the characters, whatever stood there in the file.

use crate::characters::{is_capital, is_letter, is_small};

/// The place holder for a doubtful mark.
pub const MARK: char = '?';

/// A text with its doubtful marks.
#[derive(Debug)]
pub struct Page {
    /// The characters.
    pub chars: Vec<char>,
    /// Words, numbers, signs and line ends.
    pub tokens: Vec<Token>,
    /// The doubtful marks, in the order of the text.
    pub marks: Vec<Mark>,
    /// What the whole document shows.
    pub shows: Shows,
}

/// A word, number, sign or line end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// First character.
    pub start: u32,
    /// One past the last character.
    pub end: u32,
    /// What it is.
    pub kind: Kind,
    /// How its letters are written.
    pub case: Case,
    /// Stands for the word in features: of its lower-case letters, any apostrophe alike.
    pub hash: u32,
}

/// Kinds of tokens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Letters, with apostrophes inside.
    Word,
    /// Digits.
    Number,
    /// One sign.
    Sign,
    /// One doubtful mark.
    Mark,
    /// A line end.
    Line,
    /// An empty line, or the end of the text.
    Paragraph,
}

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Case {
    /// Small first letter.
    Small,
    /// Capital first letter.
    Title,
    /// Capitals throughout, two at least.
    Capitals,
    /// A number.
    Number,
    /// No letters.
    None,
}

/// What stands right beside a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// Between a word and the ending of a contraction or possessive: `don?t`.
    Contraction,
    /// Between letters otherwise: `d?accord`.
    Within,
    /// Before a word, after white space or an opening bracket.
    Before,
    /// After a word or number, with none after it.
    After,
    /// After a sign.
    AfterSign,
    /// Between white space.
    Alone,
    /// Anything else.
    Other,
}

/// How many shapes there are.
pub const SHAPES: usize = 7;

/// A doubtful mark.
#[derive(Clone, Copy, Debug)]
pub struct Mark {
    /// Its character.
    pub at: u32,
    /// Its token.
    pub token: u32,
    /// What stands beside it.
    pub shape: Shape,
    /// Its place in a run of marks, from 0.
    pub place: u8,
    /// How many marks follow in the run.
    pub left: u8,
    /// The number of its paragraph.
    pub paragraph: u32,
}

/// What the whole document shows.
#[derive(Clone, Debug, Default)]
pub struct Shows {
    /// Marks by shape.
    pub shapes: [u32; SHAPES],
    /// Curly apostrophes within words that were not lost.
    pub apostrophes: bool,
    /// Straight apostrophes within words.
    pub straight: bool,
    /// Curly double quotes that were not lost.
    pub quotes: bool,
    /// Straight double quotes.
    pub straight_quotes: bool,
    /// Curly opening single quotes that were not lost.
    pub open_singles: bool,
    /// Dashes that were not lost.
    pub dashes: bool,
    /// Ends of sentences with a full stop.
    pub stops: u32,
}

/// The endings of contractions and possessives.
pub const ENDINGS: [&str; 7] = ["s", "t", "re", "ve", "ll", "d", "m"];

/// Mixes a value into a hash.
pub fn mix(hash: u32, value: u32) -> u32 {
    let mut h = (hash ^ value.wrapping_mul(0x9e37_79b1)).rotate_left(13).wrapping_mul(0x85eb_ca6b);
    h ^= h >> 15;
    h.wrapping_mul(0x2c1b_3c6d)
}

/// The hash of a piece of text, blind to case and to the form of an apostrophe.
pub fn hash(chars: &[char]) -> u32 {
    let mut h = 0x1234_5678;
    for &c in chars {
        let c = match c {
            MARK | '\'' => '’',
            _ if c.is_ascii() => c.to_ascii_lowercase(),
            _ => c.to_lowercase().next().unwrap_or(c),
        };
        h = mix(h, c as u32);
    }
    h
}

/// Whether the mark at `at` stands before a contraction's ending that ends the word.
pub fn before_ending(chars: &[char], at: usize) -> bool {
    let mut end = at + 1;
    while end < chars.len() && end < at + 4 && is_letter(chars[end]) {
        end += 1;
    }
    if end < chars.len() && is_letter(chars[end]) {
        return false;
    }
    let ending = &chars[at + 1..end];
    ENDINGS
        .iter()
        .any(|e| e.len() == ending.len() && e.chars().zip(ending).all(|(e, &c)| e == c.to_ascii_lowercase()))
}

impl Page {
    /// `marks` are the places of the doubtful marks, ascending; each must hold [`MARK`].
    pub fn new(chars: Vec<char>, marks: &[usize]) -> Self {
        let mut page = Self::read(chars, marks);
        let all = 0..page.tokens.len();
        page.hash_words(all);
        page
    }

    /// The same, in which only the words that are looked at to judge the marks have their hash: most words of most
    /// texts are not.
    pub fn around_marks(chars: Vec<char>, marks: &[usize]) -> Self {
        let mut page = Self::read(chars, marks);
        let mut done = 0;
        for k in 0..page.marks.len() {
            let Mark { token, shape, .. } = page.marks[k];
            // within a word nothing but its letters is looked at
            if matches!(shape, Shape::Contraction | Shape::Within) {
                continue;
            }
            let token = token as usize;
            let end = (token + AFTER).min(page.tokens.len());
            page.hash_words(done.max(token.saturating_sub(BEFORE))..end);
            done = end;
        }
        page
    }

    fn hash_words(&mut self, tokens: std::ops::Range<usize>) {
        for token in self.tokens.get_mut(tokens).unwrap_or_default() {
            if token.kind == Kind::Word {
                token.hash = hash(&self.chars[token.start as usize..token.end as usize]);
            }
        }
    }

    /// The page without the hashes of its words.
    fn read(chars: Vec<char>, marks: &[usize]) -> Self {
        let mut shows = Shows::default();
        let mut tokens = Vec::with_capacity(chars.len() / 5);
        let mut found = Vec::with_capacity(marks.len());
        let mut paragraph = 0;
        let mut at = 0;
        while let Some(token) = next_token(&chars, &mut at, &mut shows) {
            while let Some(&place) = marks.get(found.len()).filter(|place| **place < token.end as usize) {
                let mark = mark(&chars, marks, found.len(), place, tokens.len(), paragraph);
                shows.shapes[mark.shape as usize] += 1;
                found.push(mark);
            }
            paragraph += u32::from(token.kind == Kind::Paragraph);
            tokens.push(token);
        }
        Self { chars, tokens, marks: found, shows }
    }

    /// The character `offset` from a place; a line end beyond the ends of the text.
    pub fn char(&self, at: usize, offset: isize) -> char {
        at.checked_add_signed(offset).and_then(|at| self.chars.get(at)).copied().unwrap_or('\n')
    }

    /// The token at a place; a paragraph's end beyond the ends of the text.
    pub fn token(&self, at: isize) -> Token {
        const END: Token = Token { start: 0, end: 0, kind: Kind::Paragraph, case: Case::None, hash: 55 };
        usize::try_from(at).ok().and_then(|at| self.tokens.get(at)).copied().unwrap_or(END)
    }
}

fn shape(chars: &[char], at: usize) -> Shape {
    let left = if at > 0 { chars[at - 1] } else { '\n' };
    let right = chars.get(at + 1).copied().unwrap_or('\n');
    if is_letter(left) && is_letter(right) {
        return if before_ending(chars, at) { Shape::Contraction } else { Shape::Within };
    }
    let opens = left.is_whitespace() || "([-—–".contains(left);
    if opens && (right.is_alphanumeric() || "$£€".contains(right)) {
        Shape::Before
    } else if left.is_alphanumeric() && !right.is_alphanumeric() {
        Shape::After
    } else if ".,!;:)-".contains(left) {
        Shape::AfterSign
    } else if left.is_whitespace() && right.is_whitespace() {
        Shape::Alone
    } else {
        Shape::Other
    }
}

/// How many tokens before and behind a mark are looked at to judge it: the longest sentence that is followed, and
/// what stands before that; the longest run of marks, and three words.
const BEFORE: usize = super::question::REACH + 2;
const AFTER: usize = LONGEST_RUN + 5;

/// How far a run of marks is followed, so that a line of nothing but marks takes linear time.
const LONGEST_RUN: usize = 8;

/// Mark number `i`, which is at `at` within token number `token`.
fn mark(chars: &[char], marks: &[usize], i: usize, at: usize, token: usize, paragraph: u32) -> Mark {
    let mut place = 0;
    while place < LONGEST_RUN && i > place && marks[i - place - 1] + place + 1 == at {
        place += 1;
    }
    let mut left = 0;
    while left < LONGEST_RUN && marks.get(i + left + 1).is_some_and(|&next| next == at + left + 1) {
        left += 1;
    }
    let (place, left) = (place as u8, left as u8);
    Mark { at: at as u32, token: token as u32, shape: shape(chars, at), place, left, paragraph }
}

fn case(word: &[char]) -> Case {
    if !is_capital(word[0]) {
        Case::Small
    } else if word.len() > 1 && !word.iter().any(|c| is_small(*c)) {
        Case::Capitals
    } else {
        Case::Title
    }
}

/// The next token from `at` on, which is moved behind it; words are left without their hash. Notes what a sign shows.
fn next_token(chars: &[char], at: &mut usize, shows: &mut Shows) -> Option<Token> {
    loop {
        let start = *at;
        let c = *chars.get(start)?;
        let mut i = start + 1;
        if c == ' ' {
            *at = i;
            continue;
        }
        let (kind, case, hash) = if is_letter(c) {
            loop {
                // most letters are plain ones
                i += chars[i..].iter().take_while(|c| c.is_ascii_alphabetic()).count();
                let Some(&c) = chars.get(i) else { break };
                if is_letter(c) {
                    i += 1;
                    continue;
                }
                let joins = matches!(c, '’' | '\'' | MARK)
                    && chars.get(i + 1).is_some_and(|c| is_letter(*c))
                    && (c != MARK || before_ending(chars, i));
                if !joins {
                    break;
                }
                shows.apostrophes |= c == '’';
                shows.straight |= c == '\'';
                i += 2;
            }
            (Kind::Word, case(&chars[start..i]), 0)
        } else if c.is_ascii_digit() {
            while let Some(&c) = chars.get(i)
                && (c.is_ascii_digit()
                    || matches!(c, ',' | '.') && chars.get(i + 1).is_some_and(char::is_ascii_digit))
            {
                i += 1;
            }
            (Kind::Number, Case::Number, 77 + (i - start).min(5) as u32)
        } else if c.is_whitespace() {
            let mut lines = u32::from(c == '\n');
            while let Some(&c) = chars.get(i)
                && c.is_whitespace()
            {
                lines += u32::from(c == '\n');
                i += 1;
            }
            // a line that is only wrapped goes on with a small letter
            let wrapped = lines == 1
                && chars.get(i).is_some_and(|c| is_small(*c))
                && start > 0
                && chars[start - 1] != '.';
            match lines {
                0 => {
                    *at = i;
                    continue;
                }
                1 if wrapped => {
                    *at = i;
                    continue;
                }
                1 => (Kind::Line, Case::None, 44),
                _ => (Kind::Paragraph, Case::None, 55),
            }
        } else {
            match c {
                '“' | '”' => shows.quotes = true,
                '‘' => shows.open_singles = true,
                '"' => shows.straight_quotes = true,
                '—' | '–' => shows.dashes = true,
                '.' => shows.stops += u32::from(chars.get(i).is_none_or(|c| c.is_whitespace())),
                _ => {}
            }
            let kind = if c == MARK { Kind::Mark } else { Kind::Sign };
            (kind, Case::None, if c == '\'' { '’' as u32 } else { c as u32 })
        };
        *at = i;
        return Some(Token { start: start as u32, end: i as u32, kind, case, hash });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, shapes: &[Shape]) {
        let chars: Vec<char> = text.chars().collect();
        let marks: Vec<usize> = (0..chars.len()).filter(|&i| chars[i] == MARK).collect();
        let page = Page::new(chars, &marks);
        let found: Vec<Shape> = page.marks.iter().map(|mark| mark.shape).collect();
        assert_eq!(found, shapes, "{text}");
    }

    #[test]
    fn shapes_of_marks() {
        check("don?t d?accord", &[Shape::Contraction, Shape::Within]);
        check(
            "the miners? ?right? ? and,? (?so",
            &[Shape::After, Shape::Before, Shape::After, Shape::Alone, Shape::AfterSign, Shape::Before],
        );
    }

    #[test]
    fn words_keep_their_apostrophes() {
        let chars: Vec<char> = "Don?t Don’t don't".chars().collect();
        let page = Page::new(chars, &[3]);
        assert_eq!(page.tokens.len(), 3);
        assert!(page.tokens.iter().all(|token| token.hash == page.tokens[0].hash));
    }
}
