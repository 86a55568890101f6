//! JSON with places: a value tree whose strings and numbers know their bytes. Nesting beyond the limit is
//! an error, so no input can exhaust the stack.

use pamphlet_document::{SourceMap, SourceMapBuilder, SourceRange};
use std::borrow::Cow;
use std::ops::Range;

/// How deep values may nest.
const DEPTH: u32 = 128;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// A string: what is between its quotes.
    String(Range<usize>),
    /// A number, `true`, `false`.
    Scalar(Range<usize>),
    Null,
    Array(Vec<Value>),
    /// Members in the order of the file; keys as [`Value::String`].
    Object(Vec<(Range<usize>, Value)>),
}

/// What is wrong, and at which byte.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Wrong {
    pub at: usize,
    pub what: &'static str,
}

/// Reads one value from `at` on; returns it and the byte after it.
pub(crate) fn value(text: &str, at: usize) -> Result<(Value, usize), Wrong> {
    let mut reader = Reader { bytes: text.as_bytes(), at };
    let value = reader.value(0)?;
    Ok((value, reader.at))
}

/// The byte of the first thing at or after `at` that is not white space.
pub(crate) fn skip_white(text: &str, at: usize) -> usize {
    let bytes = text.as_bytes();
    at + bytes.get(at..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn wrong<T>(&self, what: &'static str) -> Result<T, Wrong> {
        Err(Wrong { at: self.at.min(self.bytes.len()), what })
    }

    fn white(&mut self) {
        while self.bytes.get(self.at).is_some_and(u8::is_ascii_whitespace) {
            self.at += 1;
        }
    }

    fn value(&mut self, depth: u32) -> Result<Value, Wrong> {
        if depth > DEPTH {
            return self.wrong("values nest too deep");
        }
        self.white();
        match self.bytes.get(self.at) {
            None => self.wrong("ends where a value is expected"),
            Some(b'"') => self.string().map(Value::String),
            Some(b'{') => {
                self.at += 1;
                let mut members = Vec::new();
                self.white();
                if self.take(b'}') {
                    return Ok(Value::Object(members));
                }
                loop {
                    self.white();
                    if self.bytes.get(self.at) != Some(&b'"') {
                        return self.wrong("expected a key in quotes");
                    }
                    let key = self.string()?;
                    self.white();
                    if !self.take(b':') {
                        return self.wrong("expected ':' after a key");
                    }
                    members.push((key, self.value(depth + 1)?));
                    self.white();
                    if self.take(b'}') {
                        return Ok(Value::Object(members));
                    }
                    if !self.take(b',') {
                        return self.wrong("expected ',' or '}'");
                    }
                }
            }
            Some(b'[') => {
                self.at += 1;
                let mut values = Vec::new();
                self.white();
                if self.take(b']') {
                    return Ok(Value::Array(values));
                }
                loop {
                    values.push(self.value(depth + 1)?);
                    self.white();
                    if self.take(b']') {
                        return Ok(Value::Array(values));
                    }
                    if !self.take(b',') {
                        return self.wrong("expected ',' or ']'");
                    }
                }
            }
            Some(_) => {
                let start = self.at;
                let word = |byte: &u8| byte.is_ascii_alphanumeric() || b"+-._".contains(byte);
                while self.bytes.get(self.at).is_some_and(word) {
                    self.at += 1;
                }
                match &self.bytes[start..self.at] {
                    b"" => self.wrong("expected a value"),
                    b"null" | b"NaN" => Ok(Value::Null),
                    b"true" | b"false" => Ok(Value::Scalar(start..self.at)),
                    number if number.iter().any(u8::is_ascii_digit) && !number[0].is_ascii_alphabetic() => {
                        Ok(Value::Scalar(start..self.at))
                    }
                    _ => {
                        self.at = start;
                        self.wrong("expected a value")
                    }
                }
            }
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.bytes.get(self.at) == Some(&byte);
        self.at += usize::from(found);
        found
    }

    /// What is between the quotes; the reader stands at the first one.
    fn string(&mut self) -> Result<Range<usize>, Wrong> {
        let open = self.at;
        let start = open + 1;
        let mut at = start;
        loop {
            match memchr::memchr2(b'"', b'\\', self.bytes.get(at..).unwrap_or_default()) {
                None => return self.wrong("a string is not closed"),
                Some(found) if self.bytes[at + found] == b'"' => {
                    self.at = at + found + 1;
                    return Ok(start..at + found);
                }
                Some(found) => at += found + 2,
            }
        }
    }
}

/// A string's text, and the way from it to where it stands.
pub(crate) fn text_of(unit: &str, range: Range<usize>) -> (Cow<'_, str>, SourceMap) {
    let raw = unit.get(range.clone()).unwrap_or_default();
    let base = range.start as u64;
    if memchr::memchr(b'\\', raw.as_bytes()).is_none() {
        return (Cow::Borrowed(raw), SourceMap::identity(raw.len() as u32, base));
    }
    let mut out = String::with_capacity(raw.len());
    let mut map = SourceMapBuilder::default();
    let mut at = 0;
    while let Some(found) = memchr::memchr(b'\\', &raw.as_bytes()[at..]) {
        let escape = at + found;
        out.push_str(&raw[at..escape]);
        map.copy(found as u32, base + at as u64);
        let (c, len) = escaped(&raw[escape..]);
        out.push(c);
        let place = SourceRange::new(base + escape as u64, base + (escape + len) as u64);
        map.replace(c.len_utf8() as u32, place);
        at = escape + len;
    }
    out.push_str(&raw[at..]);
    map.copy((raw.len() - at) as u32, base + at as u64);
    (Cow::Owned(out), map.finish())
}

/// The character of an escape at the start of `raw`, and the bytes that it takes. An unknown escape is the
/// character after it; half of a surrogate pair is U+FFFD.
fn escaped(raw: &str) -> (char, usize) {
    let mut chars = raw.chars();
    chars.next();
    let Some(c) = chars.next() else { return ('\\', 1) };
    let hex = |at: usize| u32::from_str_radix(raw.get(at..at + 4)?, 16).ok();
    match c {
        'n' => ('\n', 2),
        't' => ('\t', 2),
        'r' => ('\r', 2),
        'b' => ('\u{8}', 2),
        'f' => ('\u{c}', 2),
        'u' => match hex(2) {
            None => ('u', 2),
            Some(high @ 0xd800..=0xdbff) => {
                match raw.get(6..8).filter(|next| *next == "\\u").and_then(|_| hex(8)) {
                    Some(low @ 0xdc00..=0xdfff) => {
                        let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                        (char::from_u32(code).unwrap_or('\u{fffd}'), 12)
                    }
                    _ => ('\u{fffd}', 6),
                }
            }
            Some(code) => (char::from_u32(code).unwrap_or('\u{fffd}'), 6),
        },
        c => (c, 1 + c.len_utf8()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pamphlet_document::TextRange;

    #[track_caller]
    fn string(json: &str, expected: &str) {
        let Ok((Value::String(range), end)) = value(json, 0) else { panic!("{json}") };
        assert_eq!(end, json.len());
        let (text, map) = text_of(json, range);
        assert_eq!(text, expected);
        assert_eq!(map.text_len() as usize, expected.len());
        if let Some(at) = text.find("pit") {
            let place = map.source_of(TextRange::new(at as u32, at as u32 + 3));
            assert_eq!(&json[place.start as usize..place.end as usize], "pit");
        }
    }

    #[test]
    fn strings() {
        string(r#""the pit""#, "the pit");
        string(r#""a \"b\" \u00e9 pit\n""#, "a \"b\" é pit\n");
        string(r#""\ud83d\ude00 pit \ud83d""#, "😀 pit \u{fffd}");
        string(r#""\\""#, "\\");
    }

    #[test]
    fn broken_values_say_where() {
        for (json, at) in [("{\"a\": }", 6), ("[1, 2", 5), ("{a: 1}", 1), ("\"open", 0), ("tru", 0), ("", 0)]
        {
            assert_eq!(value(json, 0).unwrap_err().at, at, "{json}");
        }
        let deep = "[".repeat(100_000);
        assert_eq!(value(&deep, 0).unwrap_err().what, "values nest too deep");
    }
}
