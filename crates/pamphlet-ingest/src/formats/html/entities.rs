//! Character references: `&amp;`, `&#8217;`, `&rsquo`. As browsers read them: names by the longest match,
//! the C1 numbers as windows-1252, impossible numbers as U+FFFD.

/// The characters that a reference stands for, and its length in bytes; `text` starts with `&`.
pub(crate) fn reference(text: &str) -> Option<(String, usize)> {
    let rest = text.strip_prefix('&')?;
    if let Some(number) = rest.strip_prefix('#') {
        return numeric(number);
    }
    // the longest name that is one; without its semicolon only the old names are in the table
    let len = rest.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    if len == 0 {
        return None;
    }
    let with_semicolon = rest.as_bytes().get(len) == Some(&b';');
    for len in (2..=len + usize::from(with_semicolon)).rev() {
        if let Some(&(first, second)) = web_atoms::NAMED_ENTITIES.get(&rest[..len])
            && first != 0
        {
            let mut out = String::new();
            out.extend(char::from_u32(first));
            out.extend(char::from_u32(second).filter(|&c| c != '\0'));
            return Some((out, len + 1));
        }
    }
    None
}

/// A number after `&#`.
fn numeric(text: &str) -> Option<(String, usize)> {
    let hex = text.starts_with(['x', 'X']);
    let digits = &text[usize::from(hex)..];
    let radix = if hex { 16 } else { 10 };
    let len = digits.bytes().take_while(|&byte| (byte as char).is_digit(radix)).count();
    if len == 0 {
        return None;
    }
    let value = u32::from_str_radix(&digits[..len], radix).unwrap_or(u32::MAX);
    let semicolon = usize::from(digits.as_bytes().get(len) == Some(&b';'));
    let c = match value {
        0x80..=0x9f => C1[value as usize - 0x80],
        0 => '\u{fffd}',
        _ => char::from_u32(value).unwrap_or('\u{fffd}'),
    };
    Some((c.to_string(), 2 + usize::from(hex) + len + semicolon))
}

/// windows-1252 from 0x80 to 0x9F; the five that it leaves out stay as they are.
const C1: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, usize)>) {
        assert_eq!(reference(text), expected.map(|(text, len)| (text.to_owned(), len)), "{text}");
    }

    #[test]
    fn references() {
        check("&amp; x", Some(("&", 5)));
        check("&ampx", Some(("&", 4)));
        check("&rsquo;s", Some(("’", 7)));
        check("&rsquos", None);
        check("&notit;", Some(("¬", 4)));
        check("&notin;", Some(("∉", 7)));
        check("&#8217;s", Some(("’", 7)));
        check("&#x2019s", Some(("’", 7)));
        check("&#146;", Some(("’", 6)));
        check("&#0;", Some(("\u{fffd}", 4)));
        check("&#99999999999;", Some(("\u{fffd}", 14)));
        check("& x", None);
        check("&", None);
        check("&#;", None);
        check("AT&T", None);
    }
}
