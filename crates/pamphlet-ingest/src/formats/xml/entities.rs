//! What `&name;` stands for: the predefined five, numbers, the names of HTML, and what the file's own DTD
//! declares as text. Expansion is bounded in depth and in size; an entity of another file is never read.

use std::borrow::Cow;
use std::collections::HashMap;

/// How deep declared entities may refer to each other.
const DEEPEST: usize = 8;
/// The longest text that one reference may stand for, in bytes.
const LONGEST: usize = 16 << 10;
/// How much text all references of a file may bring in together, in bytes.
const MOST: usize = 4 << 20;
/// How many entities a file may declare.
const MOST_DECLARED: usize = 4_096;

/// What a reference stands for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Meaning<'e> {
    /// This text.
    Text(Cow<'e, str>),
    /// Nothing is known by this name.
    Unknown,
    /// More text than the bounds allow.
    TooMuch,
    /// An entity of another file.
    External,
}

/// The entities that a file declares.
#[derive(Debug, Default)]
pub(super) struct Entities {
    declared: HashMap<String, Option<String>>,
    used: usize,
}

impl Entities {
    /// Takes the declarations out of what stands in `<!DOCTYPE …>`.
    pub fn declare(&mut self, doctype: &str) {
        let mut rest = doctype;
        while let Some(found) = rest.find("<!ENTITY") {
            rest = rest[found + 8..].trim_start();
            if self.declared.len() >= MOST_DECLARED {
                return;
            }
            // parameter entities only matter to a validating reader
            let Some(end) = rest.find(char::is_whitespace).filter(|_| !rest.starts_with('%')) else {
                continue;
            };
            let (name, value) = rest.split_at(end);
            let value = value.trim_start();
            let text = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let Some(len) = value[1..].find(quote) else { return };
                    rest = &value[1 + len..];
                    Some(value[1..1 + len].to_owned())
                }
                _ => None,
            };
            // the first declaration counts
            self.declared.entry(name.to_owned()).or_insert(text);
        }
    }

    /// What `&name;` stands for.
    pub fn resolve(&mut self, name: &str) -> Meaning<'_> {
        if let Some(text) = predefined(name) {
            return Meaning::Text(text);
        }
        match self.declared.get(name) {
            None => Meaning::Unknown,
            Some(None) => Meaning::External,
            Some(Some(_)) => {
                let mut out = String::new();
                let room = LONGEST.min(MOST.saturating_sub(self.used));
                if !self.expand(name, 0, room, &mut out) {
                    return Meaning::TooMuch;
                }
                self.used += out.len();
                Meaning::Text(Cow::Owned(out))
            }
        }
    }

    /// Appends what the entity stands for, tags left out; false when a bound is met.
    fn expand(&self, name: &str, depth: usize, room: usize, out: &mut String) -> bool {
        if let Some(text) = predefined(name) {
            out.push_str(&text);
            return out.len() <= room;
        }
        let Some(Some(mut rest)) = self.declared.get(name).map(|text| text.as_deref()) else { return true };
        if depth >= DEEPEST {
            return false;
        }
        while let Some(at) = rest.find(['&', '<']) {
            out.push_str(&rest[..at]);
            let mark = rest.as_bytes()[at];
            let close = if mark == b'&' { ';' } else { '>' };
            let Some(len) = rest[at..].find(close) else { break };
            if mark == b'&' && !self.expand(&rest[at + 1..at + len], depth + 1, room, out) {
                return false;
            }
            rest = &rest[at + len + 1..];
            // a bomb must not even be walked through
            if out.len() > room {
                return false;
            }
        }
        out.push_str(rest);
        out.len() <= room
    }
}

/// Whether `name` can be the name of a reference: a bare `&` in text is followed by something else.
pub(super) fn is_name(name: &str) -> bool {
    let name = name.strip_prefix('#').unwrap_or(name);
    !name.is_empty()
        && name.len() <= 64
        && name.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':'))
}

/// What the name stands for in every file.
fn predefined(name: &str) -> Option<Cow<'static, str>> {
    let text = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        _ => match name.strip_prefix('#') {
            Some(number) => return numeric(number).map(|c| Cow::Owned(c.to_string())),
            None => quick_xml::escape::resolve_html5_entity(name)?,
        },
    };
    Some(Cow::Borrowed(text))
}

/// `8217` or `x2019`. Numbers from 128 to 159 are read as windows-1252, which is always what was meant.
fn numeric(number: &str) -> Option<char> {
    let code = match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => number.parse().ok()?,
    };
    if let Some(&c) = code.checked_sub(0x80).and_then(|at| WINDOWS_1252.get(at as usize)) {
        return Some(c);
    }
    char::from_u32(code).filter(|&c| c != '\0')
}

const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// A short text, such as an attribute's value, with its references resolved; those that no DTD is needed for.
pub(super) fn resolved(raw: &str) -> Cow<'_, str> {
    if !raw.contains('&') {
        return Cow::Borrowed(raw);
    }
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let found = rest.find(';').and_then(|end| Some((end, predefined(&rest[1..end])?)));
        match found {
            Some((end, text)) => {
                out.push_str(&text);
                rest = &rest[end + 1..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(doctype: &str, name: &str, expected: &str) {
        let mut entities = Entities::default();
        entities.declare(doctype);
        let found = match entities.resolve(name) {
            Meaning::Text(text) => text.into_owned(),
            other => format!("{other:?}"),
        };
        assert_eq!(found, expected, "&{name}; in {doctype}");
    }

    #[test]
    fn what_references_stand_for() {
        check("", "amp", "&");
        check("", "#8217", "’");
        check("", "#x2019", "’");
        check("", "#146", "’");
        check("", "eacute", "é");
        check("", "#0", "Unknown");
        check("", "#xd800", "Unknown");
        check("", "nobody", "Unknown");
        check("d [<!ENTITY tuc \"Trades &amp; Council\">]", "tuc", "Trades & Council");
        check("d [<!ENTITY a 'x &b; z'><!ENTITY b \"<i>y</i>\">]", "a", "x y z");
        check("d [<!ENTITY a \"first\"><!ENTITY a \"second\">]", "a", "first");
        check("d [<!ENTITY secret SYSTEM \"file:///etc/passwd\">]", "secret", "External");
        check("d [<!ENTITY secret PUBLIC \"a\" \"http://localhost/\">]", "secret", "External");
        check("d [<!ENTITY % p \"x\"><!ENTITY a \"y\">]", "a", "y");
    }

    #[test]
    fn bombs_are_not_walked_through() {
        check("d [<!ENTITY a \"&a;&a;\">]", "a", "TooMuch");
        let mut bomb = String::from("<!ENTITY l0 \"lol lol lol lol lol lol\">");
        for n in 1..20 {
            bomb += &format!("<!ENTITY l{n} \"{}\">", format!("&l{};", n - 1).repeat(10));
        }
        check(&bomb, "l7", "TooMuch");
        check(&bomb, "l19", "TooMuch");
        // and many small ones come to an end
        let mut entities = Entities::default();
        entities.declare(&bomb);
        let given = (0..10_000).filter(|_| matches!(entities.resolve("l2"), Meaning::Text(_))).count();
        assert!(given > 100 && given < 10_000, "{given}");
    }

    #[test]
    fn values_of_attributes() {
        assert_eq!(resolved("R &amp; L&#39;s & &nobody;"), "R & L's & &nobody;");
    }
}
