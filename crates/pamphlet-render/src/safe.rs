//! Text of a stranger, made harmless for a terminal.
//!
//! A document, a file name or a query can hold escape sequences that move the cursor, set a title or answer
//! back, and bidi controls that show text in another order than it has. None of them leaves this crate as
//! itself: controls become their pictures (`␛`), bidi controls are written out (`<U+202E>`). Nothing else
//! changes; this is no escape for HTML or CSV.

use std::borrow::Cow;
use std::fmt::Write as _;

/// The text with every control and bidi control character made visible; `\n` and `\t` stay.
///
/// ```
/// assert_eq!(pamphlet_render::safe("\u{1b}]0;owned\u{7}"), "␛]0;owned␇");
/// assert_eq!(pamphlet_render::safe("plain\ttext\n"), "plain\ttext\n");
/// assert_eq!(pamphlet_render::safe("a\u{202e}b"), "a<U+202E>b");
/// ```
pub fn safe(text: &str) -> Cow<'_, str> {
    if !text.chars().any(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        push(c, &mut out);
    }
    Cow::Owned(out)
}

/// [`safe`] in one line: line ends and TABs become spaces, so that a name or title cannot fake a line of
/// output.
pub fn safe_line(text: &str) -> Cow<'_, str> {
    if !text.chars().any(|c| is_unsafe(c) || matches!(c, '\n' | '\t')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '\n' | '\t' | '\r' => out.push(' '),
            _ => push(c, &mut out),
        }
    }
    Cow::Owned(out)
}

fn push(c: char, out: &mut String) {
    match c {
        '\n' | '\t' => out.push(c),
        // the block "Control Pictures" has a picture for each C0 control at U+2400 + code
        '\0'..='\u{1f}' => out.push(char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}')),
        '\u{7f}' => out.push('␡'),
        _ if is_unsafe(c) => {
            let _ = write!(out, "<U+{:04X}>", c as u32);
        }
        _ => out.push(c),
    }
}

/// Controls (C0 but `\n` and `\t`, DEL, C1), line and paragraph separators, and the characters of UAX #9
/// that change the order in which text is shown.
pub(crate) fn is_unsafe(c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => true,
        // marks without width that only steer direction
        '\u{200e}' | '\u{200f}' | '\u{061c}' => true,
        _ => c.is_control(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_control_is_left_of_any_character() {
        for code in 0..=0x3000u32 {
            let Some(c) = char::from_u32(code) else { continue };
            let text = String::from(c);
            let shown = safe(&text);
            assert!(shown.chars().all(|c| c == '\n' || c == '\t' || !c.is_control()), "U+{code:04X}");
            assert!(!safe_line(&text).contains(['\n', '\t', '\r']), "U+{code:04X}");
            // Bidi_Control, and what parts lines
            let turns = matches!(code, 0x61c | 0x200e | 0x200f | 0x202a..=0x202e | 0x2066..=0x2069);
            assert_eq!(
                shown.contains(c),
                !turns && !c.is_control() && !matches!(code, 0x2028 | 0x2029) || matches!(c, '\n' | '\t'),
                "U+{code:04X}"
            );
        }
    }

    #[test]
    fn clean_text_is_borrowed() {
        assert!(matches!(safe("workers’ power — in one line"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_title_cannot_fake_a_line() {
        assert_eq!(safe_line("Budget\r\n  1  Forged hit"), "Budget    1  Forged hit");
    }
}
