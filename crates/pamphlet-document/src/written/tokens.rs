//! A text as words, numbers and single separators, which dates are read from.

/// A word, a number or a separator.
pub struct Token<'t> {
    /// As it stands.
    pub text: &'t str,
    /// The byte that it starts at.
    pub start: usize,
    /// The byte behind it.
    pub end: usize,
    /// Whether it is a number.
    pub digits: bool,
    /// The value of up to four digits; 0 for words.
    pub number: u16,
}

/// Whether a character is part of a word: a letter, or one of the signs of Devanagari that are none and join letters.
fn is_letter(c: char) -> bool {
    c.is_alphabetic() || matches!(c, '\u{93c}' | '\u{94d}')
}

/// Words, numbers and single separators. A number keeps no suffix: `26th` is `26` and `th`.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let digits = c.is_ascii_digit();
        let mut end = start + c.len_utf8();
        if digits || is_letter(c) {
            while let Some(&(at, c)) = chars.peek() {
                if c.is_ascii_digit() != digits || !digits && !is_letter(c) {
                    break;
                }
                end = at + c.len_utf8();
                chars.next();
            }
        }
        let text = &text[start..end];
        let number = if digits && text.len() <= 4 { text.parse().unwrap_or(0) } else { 0 };
        out.push(Token { text, start, end, digits, number });
    }
    out
}
