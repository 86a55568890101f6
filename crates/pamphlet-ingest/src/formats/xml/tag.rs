//! A start tag: its name, and its attributes with their places. Nothing is allocated until a value is asked
//! for that holds a reference.

use super::entities;
use std::borrow::Cow;

/// More attributes than any real element has; what stands behind them is not looked at, so that a million of
/// them cost nothing.
const MOST_ATTRIBUTES: usize = 256;

/// A start tag.
#[derive(Clone, Copy, Debug)]
pub(super) struct Tag<'a> {
    /// What stands between `<` and `>`, without the slash of an empty element.
    pub raw: &'a str,
    /// Where that starts in the unit.
    pub at: u64,
}

/// An attribute as it is written.
#[derive(Clone, Copy, Debug)]
pub(super) struct Attribute<'a> {
    /// The name with its prefix.
    pub name: &'a str,
    /// The value between the quotes, references unresolved.
    pub raw: &'a str,
    /// Where the value starts in the unit.
    pub at: u64,
}

impl<'a> Tag<'a> {
    /// The name with its prefix.
    pub fn name(&self) -> &'a str {
        let end = self.raw.bytes().position(|byte| byte.is_ascii_whitespace() || byte == b'/');
        &self.raw[..end.unwrap_or(self.raw.len())]
    }

    /// The name without its prefix.
    pub fn local(&self) -> &'a str {
        local(self.name())
    }

    /// The attributes in order.
    pub fn attributes(&self) -> impl Iterator<Item = Attribute<'a>> {
        Attributes { raw: self.raw, next: self.name().len(), at: self.at }.take(MOST_ATTRIBUTES)
    }

    /// The attribute of this name; a name without a prefix is that of any attribute whose local name it is.
    pub fn attribute(&self, name: &str) -> Option<Attribute<'a>> {
        self.attributes().find(|found| found.name == name || local(found.name) == name)
    }

    /// The value of the attribute of this name, trimmed; `None` where it is missing or blank.
    pub fn get(&self, name: &str) -> Option<Cow<'a, str>> {
        let raw = self.attribute(name)?.raw.trim();
        (!raw.is_empty()).then(|| entities::resolved(raw))
    }

    /// Whether the attribute has this value, or has it among several.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.attribute(name).is_some_and(|found| found.raw.split_ascii_whitespace().any(|one| one == value))
    }
}

/// A name without its prefix.
pub(super) fn local(name: &str) -> &str {
    name.rfind(':').map_or(name, |colon| &name[colon + 1..])
}

struct Attributes<'a> {
    raw: &'a str,
    next: usize,
    at: u64,
}

impl<'a> Iterator for Attributes<'a> {
    type Item = Attribute<'a>;

    fn next(&mut self) -> Option<Attribute<'a>> {
        let bytes = self.raw.as_bytes();
        loop {
            while self.next < bytes.len()
                && (bytes[self.next].is_ascii_whitespace() || bytes[self.next] == b'/')
            {
                self.next += 1;
            }
            let start = self.next;
            let mut end = start;
            while end < bytes.len() && !bytes[end].is_ascii_whitespace() && bytes[end] != b'=' {
                end += 1;
            }
            if start >= bytes.len() {
                return None;
            }
            let name = &self.raw[start..end];
            let mut value = end;
            while value < bytes.len() && bytes[value].is_ascii_whitespace() {
                value += 1;
            }
            if bytes.get(value) != Some(&b'=') {
                // a name without a value, as HTML has them
                self.next = end.max(start + 1);
                continue;
            }
            value += 1;
            while value < bytes.len() && bytes[value].is_ascii_whitespace() {
                value += 1;
            }
            let (from, to) = match bytes.get(value) {
                Some(&quote @ (b'"' | b'\'')) => {
                    let len = memchr::memchr(quote, &bytes[value + 1..]).unwrap_or(bytes.len() - value - 1);
                    self.next = (value + len + 2).min(bytes.len());
                    (value + 1, value + 1 + len)
                }
                _ => {
                    let rest = &bytes[value..];
                    let len = rest.iter().position(u8::is_ascii_whitespace).unwrap_or(rest.len());
                    self.next = value + len;
                    (value, value + len)
                }
            };
            return Some(Attribute { name, raw: &self.raw[from..to], at: self.at + from as u64 });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(raw: &str, expected: &[(&str, &str)]) {
        let tag = Tag { raw, at: 0 };
        let found: Vec<_> = tag.attributes().map(|one| (one.name, one.raw)).collect();
        assert_eq!(found, expected, "{raw}");
        for one in tag.attributes() {
            assert_eq!(&raw[one.at as usize..one.at as usize + one.raw.len()], one.raw);
        }
    }

    #[test]
    fn attributes_as_they_are_written() {
        check("u who=\"#Rosa\" xml:id='u1'", &[("who", "#Rosa"), ("xml:id", "u1")]);
        check("u  who = \"a b\"\n n=3 checked", &[("who", "a b"), ("n", "3")]);
        check("u who=\"cut", &[("who", "cut")]);
        check("u", &[]);
        check("u = =\"", &[("", "=\"")]);
    }

    #[test]
    fn names_and_values() {
        let tag = Tag { raw: "tei:u who=\" #R&amp;L \" ana='#chair #x'", at: 0 };
        assert_eq!((tag.name(), tag.local()), ("tei:u", "u"));
        assert_eq!(tag.get("who").as_deref(), Some("#R&L"));
        assert!(tag.has("ana", "#chair") && !tag.has("ana", "#ch"));
    }
}
