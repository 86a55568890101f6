//! Entities that were never resolved, or were escaped twice.

use super::entity_names::NAMES;
use crate::Rule;
use crate::decode::Table;
use crate::repairer::edit;
use pamphlet_document::Edit;

pub(crate) const RULE: Rule = Rule {
    name: "entity",
    default: true,
    what: "An HTML entity that stands in plain text: `&rsquo;`, `&#8217;`, `&#146;` (which means \
           windows-1252), also escaped more than once: `&amp;amp;rsquo;`.",
    evidence: "A name of HTML 4 or a number, with its `;`, in a text without markup.",
    wrong: "A text that talks about entities. Text with a tag in it is left alone altogether: there the \
            entities are in their place.",
    before: "The miners&rsquo; caf&eacute; &amp;#8212; ours",
    after: "The miners’ café — ours",
    leave: "AT&T; R&D; <p>the miners&rsquo; café</p>",
};

pub(crate) const CUT: Rule = Rule {
    name: "entity-cut",
    default: true,
    what: "An entity that lost its `;`: `society&rsquos wealth`, `&pound63`.",
    evidence: "The name of a quote, dash, accented letter or of £, €, •, … right after `&`, outside of an \
               address. Names that are also words or parameters (`&copy`, `&sect`, `&not`) need their `;`.",
    wrong: "A text of source code.",
    before: "society&rsquos wealth &mdash and caf&eacutes",
    after: "society’s wealth — and cafés",
    leave: "see http://example.org/?a=1&pound=2&copy=3 and R&Detail",
};

/// Names that are recognised without `;`.
const WITHOUT_SEMICOLON: &[&str] = &[
    "rsquo", "lsquo", "ldquo", "rdquo", "sbquo", "bdquo", "mdash", "ndash", "hellip", "nbsp", "pound",
    "euro", "bull", "laquo", "raquo", "eacute", "egrave", "ecirc", "euml", "aacute", "agrave", "acirc",
    "auml", "atilde", "aring", "oacute", "ograve", "ocirc", "ouml", "otilde", "oslash", "uacute", "ugrave",
    "ucirc", "uuml", "iacute", "icirc", "iuml", "ccedil", "ntilde", "szlig", "Eacute", "Agrave", "Aacute",
    "Auml", "Ouml", "Uuml", "Oacute", "Ccedil", "Ntilde",
];

/// The edits for `text`. `entity` and `cut` say which of the two rules are on.
pub(crate) fn find(text: &str, entity: bool, cut: bool) -> Vec<Edit> {
    let mut list: Vec<Edit> = Vec::new();
    let bytes = text.as_bytes();
    let mut ampersands = memchr::memchr_iter(b'&', bytes).peekable();
    if ampersands.peek().is_none() || has_markup(text) {
        return list;
    }
    let western = Table::of(encoding_rs::WINDOWS_1252);
    for at in ampersands {
        if list.last().is_some_and(|last| at < last.range.end as usize) {
            continue;
        }
        let Some((len, c, closed)) = read(&text[at..], &western) else { continue };
        if closed && entity {
            list.push(edit(text, at, at + len, c, &RULE, 0.999));
        } else if !closed && cut && !in_address(text, at) {
            list.push(edit(text, at, at + len, c, &CUT, 0.99));
        }
    }
    list
}

/// How long the entity at the start of `text` is, what it means, and whether it has its `;`.
fn read(text: &str, western: &Table) -> Option<(usize, char, bool)> {
    let mut at = 1;
    // `&amp;amp;rsquo;`: the last of the names counts
    let mut ampersand = None;
    loop {
        let rest = &text[at..];
        let again = ["amp;", "#38;", "#x26;"].into_iter().find(|name| rest.starts_with(name));
        let Some(name) = again else { break };
        at += name.len();
        ampersand = Some((at, '&', true));
    }
    let rest = &text[at..];
    if let Some(number) = rest.strip_prefix('#') {
        return numeric(number, western).map(|(len, c, closed)| (at + 1 + len, c, closed)).or(ampersand);
    }
    let end = rest.bytes().take(10).position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len().min(10));
    if rest[end..].starts_with(';')
        && let Ok(found) = NAMES.binary_search_by_key(&&rest[..end], |pair| pair.0)
    {
        return Some((at + end + 1, NAMES[found].1, true));
    }
    let cut = WITHOUT_SEMICOLON.iter().filter(|name| rest.starts_with(**name)).max_by_key(|name| name.len());
    if let Some(name) = cut
        && let Ok(found) = NAMES.binary_search_by_key(name, |pair| pair.0)
    {
        return Some((at + name.len(), NAMES[found].1, false));
    }
    ampersand
}

/// A numeric entity after its `#`.
fn numeric(text: &str, western: &Table) -> Option<(usize, char, bool)> {
    let (digits, radix) = match text.strip_prefix(['x', 'X']) {
        Some(hex) => (hex, 16),
        None => (text, 10),
    };
    let prefix = text.len() - digits.len();
    let end =
        digits.bytes().take(8).position(|b| !b.is_ascii_hexdigit() || radix == 10 && !b.is_ascii_digit());
    let end = end.unwrap_or(digits.len().min(8));
    let code = u32::from_str_radix(&digits[..end], radix).ok()?;
    let closed = digits[end..].starts_with(';');
    let c = match code {
        0x80..0xa0 => western.char(code as u8),
        9 | 10 | 13 | 32..=0x7e | 0xa0.. => char::from_u32(code)?,
        _ => return None,
    };
    // without its `;` a number must be one that is worth escaping
    if c.is_control() && c != '\n' && c != '\t' && c != '\r'
        || !closed && (code < 0xa0 && c.is_ascii() || end < 3)
    {
        return None;
    }
    Some((prefix + end + usize::from(closed), c, closed))
}

/// Whether a tag of HTML or XML stands in the text.
fn has_markup(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes).any(|at| match bytes.get(at + 1) {
        Some(b'/' | b'!') => bytes.get(at + 2).is_some_and(|b| b.is_ascii_alphabetic() || *b == b'-'),
        Some(b) if b.is_ascii_alphabetic() => {
            let rest = &bytes[at + 1..bytes.len().min(at + 200)];
            let name = rest.iter().position(|b| !b.is_ascii_alphanumeric()).unwrap_or(rest.len());
            matches!(rest.get(name), Some(b'>' | b' ' | b'/')) && rest.contains(&b'>') && name < 12
        }
        _ => false,
    })
}

/// Whether the place is within a web address or a list of parameters.
fn in_address(text: &str, at: usize) -> bool {
    let before = &text.as_bytes()[at.saturating_sub(300)..at];
    let word =
        before.iter().rposition(|b| b.is_ascii_whitespace()).map_or(before, |space| &before[space + 1..]);
    word.windows(3).any(|three| three == b"://") || word.contains(&b'=') || word.starts_with(b"www.")
}
