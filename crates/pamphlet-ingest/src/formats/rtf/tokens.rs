//! RTF cut into tokens: groups, control words with their numbers, escaped bytes, and bytes that stand for
//! themselves.

/// A token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `{`
    Open,
    /// `}`
    Close,
    /// `\word` or `\word12`; the blank after it belongs to it.
    Word(&'a [u8], Option<i32>),
    /// `\*` and other signs.
    Sign(u8),
    /// A byte of text, plain or as `\'e9`.
    Byte(u8),
}

/// Cuts RTF into tokens, each with the byte that it starts at.
pub(super) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Where the next token starts.
    pub fn at(&self) -> usize {
        self.at
    }

    fn word(&mut self) -> Token<'a> {
        let bytes = self.bytes;
        let start = self.at;
        while bytes.get(self.at).is_some_and(u8::is_ascii_alphabetic) {
            self.at += 1;
        }
        let name = &bytes[start..self.at];
        let digits = self.at;
        if bytes.get(self.at) == Some(&b'-') {
            self.at += 1;
        }
        while bytes.get(self.at).is_some_and(u8::is_ascii_digit) && self.at - digits < 11 {
            self.at += 1;
        }
        let number = std::str::from_utf8(&bytes[digits..self.at]).ok().and_then(|digits| digits.parse().ok());
        if bytes.get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        if name == b"bin" {
            let skip = number.and_then(|len: i32| usize::try_from(len).ok()).unwrap_or(0);
            self.at = self.at.saturating_add(skip).min(bytes.len());
        }
        Token::Word(name, number)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (usize, Token<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let start = self.at;
            let byte = *self.bytes.get(start)?;
            self.at += 1;
            let token = match byte {
                b'{' => Token::Open,
                b'}' => Token::Close,
                // line ends of the file are no text
                b'\r' | b'\n' | 0 => continue,
                b'\\' => match self.bytes.get(self.at).copied() {
                    None => return None,
                    Some(byte) if byte.is_ascii_alphabetic() => self.word(),
                    Some(b'\'') => {
                        let hex = self
                            .bytes
                            .get(self.at + 1..self.at + 3)
                            .and_then(|hex| std::str::from_utf8(hex).ok());
                        match hex.and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
                            Some(byte) => {
                                self.at += 3;
                                Token::Byte(byte)
                            }
                            None => {
                                self.at += 1;
                                continue;
                            }
                        }
                    }
                    Some(sign) => {
                        self.at += 1;
                        match sign {
                            b'\\' | b'{' | b'}' => Token::Byte(sign),
                            b'\r' | b'\n' => Token::Word(b"par", None),
                            sign => Token::Sign(sign),
                        }
                    }
                },
                byte => Token::Byte(byte),
            };
            return Some((start, token));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens() {
        let found: Vec<_> =
            Tokens::new(b"{\\b0 a\\'e9\\*\\u-3913?\\{\r\n}\\").map(|(_, token)| token).collect();
        let expected = [
            Token::Open,
            Token::Word(b"b", Some(0)),
            Token::Byte(b'a'),
            Token::Byte(0xe9),
            Token::Sign(b'*'),
            Token::Word(b"u", Some(-3913)),
            Token::Byte(b'?'),
            Token::Byte(b'{'),
            Token::Close,
        ];
        assert_eq!(found, expected);
    }
}
