//! A text as the judge sees it: characters, tokens, doubtful marks, and what the whole document shows.
//!
//! Every doubtful mark stands as one `?` in the characters, whatever stood there in the file.

use crate::characters::is_letter;

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
        let mut shows = Shows::default();
        let tokens = tokens(&chars);
        let mut found = Vec::with_capacity(marks.len());
        let mut paragraph = 0;
        let mut token = 0;
        for (i, &at) in marks.iter().enumerate() {
            while token < tokens.len() && (tokens[token].end as usize) <= at {
                paragraph += u32::from(tokens[token].kind == Kind::Paragraph);
                token += 1;
            }
            // the longest runs are looked at in pieces, so that a line of nothing but marks takes linear time
            let mut place = 0;
            while place < 8 && i > place && marks[i - place - 1] + place + 1 == at {
                place += 1;
            }
            let mut left = 0;
            while left < 8 && marks.get(i + left + 1).is_some_and(|&next| next == at + left + 1) {
                left += 1;
            }
            let shape = shape(&chars, at);
            shows.shapes[shape as usize] += 1;
            let (place, left) = (place as u8, left as u8);
            found.push(Mark { at: at as u32, token: token as u32, shape, place, left, paragraph });
        }
        for (i, &c) in chars.iter().enumerate() {
            if c.is_ascii_alphanumeric() || c == ' ' {
                continue;
            }
            let within =
                || i > 0 && is_letter(chars[i - 1]) && chars.get(i + 1).is_some_and(|&c| is_letter(c));
            match c {
                '’' => shows.apostrophes |= within(),
                '\'' => shows.straight |= within(),
                '“' | '”' => shows.quotes = true,
                '‘' => shows.open_singles = true,
                '"' => shows.straight_quotes = true,
                '—' | '–' => shows.dashes = true,
                '.' => shows.stops += u32::from(chars.get(i + 1).is_none_or(|c| c.is_whitespace())),
                _ => {}
            }
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

fn case(word: &[char]) -> Case {
    if !word[0].is_uppercase() {
        Case::Small
    } else if word.len() > 1 && !word.iter().any(|c| c.is_lowercase()) {
        Case::Capitals
    } else {
        Case::Title
    }
}

fn tokens(chars: &[char]) -> Vec<Token> {
    let mut out = Vec::with_capacity(chars.len() / 5);
    let mut i = 0;
    while i < chars.len() {
        let c = chars[i];
        let start = i;
        if c == ' ' {
            i += 1;
            continue;
        }
        let (kind, case, hash) = if is_letter(c) {
            i += 1;
            loop {
                if i < chars.len() && is_letter(chars[i]) {
                    i += 1;
                } else if i + 1 < chars.len()
                    && is_letter(chars[i + 1])
                    && (matches!(chars[i], '’' | '\'') || chars[i] == MARK && before_ending(chars, i))
                {
                    i += 2;
                } else {
                    break;
                }
            }
            (Kind::Word, case(&chars[start..i]), hash(&chars[start..i]))
        } else if c.is_ascii_digit() {
            while i < chars.len()
                && (chars[i].is_ascii_digit()
                    || matches!(chars[i], ',' | '.') && chars.get(i + 1).is_some_and(char::is_ascii_digit))
            {
                i += 1;
            }
            (Kind::Number, Case::Number, 77 + (i - start).min(5) as u32)
        } else if c.is_whitespace() {
            let mut lines = 0;
            while i < chars.len() && chars[i].is_whitespace() {
                lines += u32::from(chars[i] == '\n');
                i += 1;
            }
            // a line that is only wrapped goes on with a small letter
            let wrapped = lines == 1
                && chars.get(i).is_some_and(|c| c.is_lowercase())
                && start > 0
                && chars[start - 1] != '.';
            match lines {
                0 => continue,
                1 if wrapped => continue,
                1 => (Kind::Line, Case::None, 44),
                _ => (Kind::Paragraph, Case::None, 55),
            }
        } else {
            i += 1;
            let kind = if c == MARK { Kind::Mark } else { Kind::Sign };
            (kind, Case::None, if c == '\'' { '’' as u32 } else { c as u32 })
        };
        out.push(Token { start: start as u32, end: i as u32, kind, case, hash });
    }
    out
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
