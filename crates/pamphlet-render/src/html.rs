//! Text of a stranger as text of a page: no character of it is markup, none moves text out of its place.
//!
//! Controls become their pictures and what embeds or overrides a direction is written out, as for a terminal. The
//! three marks that only lean on a direction (U+200E, U+200F, U+061C) stay: Arabic and Hebrew texts need them, and
//! they reach no further than the element, which the page isolates.

use pamphlet::Difference;
use std::fmt::{self, Write};

/// The text for an element or a quoted attribute.
///
/// ```
/// assert_eq!(pamphlet_render::html("<b> & \"\u{1b}\u{202e}"), "&lt;b&gt; &amp; &quot;␛&lt;U+202E&gt;");
/// ```
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    // a String takes all
    let _ = write_html(text, &mut out);
    out
}

/// [`html`], written to something else.
///
/// # Errors
/// What `out` returns.
pub fn write_html(text: &str, out: &mut impl Write) -> fmt::Result {
    let mut plain = 0;
    for (at, c) in text.char_indices() {
        let entity = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            '\u{200e}' | '\u{200f}' | '\u{061c}' => continue,
            _ if crate::safe::is_unsafe(c) => "",
            _ => continue,
        };
        out.write_str(&text[plain..at])?;
        plain = at + c.len_utf8();
        if entity.is_empty() {
            let shown = &text[at..plain];
            out.write_str(&crate::safe(shown).replace('<', "&lt;").replace('>', "&gt;"))?;
        } else {
            out.write_str(entity)?;
        }
    }
    out.write_str(&text[plain..])
}

/// A snippet with its matches in `<mark>`; `highlights` are `[start, end)` in characters, ascending.
///
/// ```
/// assert_eq!(pamphlet_render::html_marked("a <b> c", &[[2, 5]]), "a <mark>&lt;b&gt;</mark> c");
/// ```
pub fn html_marked(snippet: &str, highlights: &[[usize; 2]]) -> String {
    let mut out = String::with_capacity(snippet.len() + highlights.len() * 16);
    let mut offsets = snippet.char_indices().map(|(at, _)| at).chain([snippet.len()]);
    let (mut chars, mut at) = (0, 0);
    // the byte of a character that is not before the one that was asked for last
    let mut byte = |character: usize| {
        while chars <= character {
            match offsets.next() {
                Some(offset) => at = offset,
                None => break,
            }
            chars += 1;
        }
        at
    };
    let mut done = 0;
    for &[from, to] in highlights {
        let (from, to) = (byte(from), byte(to));
        if from < done || from >= to {
            continue;
        }
        let _ = write_html(&snippet[done..from], &mut out);
        out.push_str("<mark>");
        let _ = write_html(&snippet[from..to], &mut out);
        out.push_str("</mark>");
        done = to;
    }
    let _ = write_html(&snippet[done..], &mut out);
    out
}

/// A text with its differences from another: what stood there in `<del>`, what stands here in `<ins>`.
///
/// ```
/// use pamphlet::Difference;
/// let differences = [Difference { at: [12, 16], was: "<those>".into() }];
/// assert_eq!(
///     pamphlet_render::html_compared("belongs to: them now", &differences),
///     "belongs to: <del>&lt;those&gt;</del> <ins>them</ins> now"
/// );
/// ```
pub fn html_compared(text: &str, differences: &[Difference]) -> String {
    let places: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let byte = |character: usize| places.get(character).copied().unwrap_or(text.len());
    let (mut out, mut done) = (String::with_capacity(text.len() * 5 / 4), 0);
    for difference in differences {
        let from = byte(difference.at[0]).max(done);
        let to = byte(difference.at[1]).max(from);
        let _ = write_html(&text[done..from], &mut out);
        if !difference.was.is_empty() {
            // what is taken out has a blank on each side, as what stands there has
            if from == to && from > 0 && !text[..from].ends_with(char::is_whitespace) {
                out.push(' ');
            }
            let _ = write!(out, "<del>{}</del>", html(&difference.was));
            if from < to || text[to..].starts_with(|c: char| !c.is_whitespace()) {
                out.push(' ');
            }
        }
        if from < to {
            let _ = write!(out, "<ins>{}</ins>", html(&text[from..to]));
        }
        done = to;
    }
    let _ = write_html(&text[done..], &mut out);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_character_is_markup_or_a_control() {
        for code in 0..=0x3000u32 {
            let Some(c) = char::from_u32(code) else { continue };
            let shown = html(&String::from(c));
            assert!(!shown.contains(['<', '>', '"', '\'']), "U+{code:04X}");
            assert!(shown.chars().all(|c| matches!(c, '\n' | '\t') || !c.is_control()), "U+{code:04X}");
            assert!(!shown.contains('\u{202e}') && !shown.contains('\u{2067}'));
        }
    }

    #[test]
    fn marks_stand_where_they_belong() {
        let check = |snippet: &str, marks: &[[usize; 2]], want: &str| {
            assert_eq!(html_marked(snippet, marks), want);
        };
        check("„a’b’ c", &[[0, 2], [6, 7]], "<mark>„a</mark>’b’ <mark>c</mark>");
        check("ab", &[[0, 1], [1, 2]], "<mark>a</mark><mark>b</mark>");
        check("ab", &[[0, 9]], "<mark>ab</mark>");
        check("ab", &[[5, 9]], "ab");
        check("", &[[0, 1]], "");
    }

    #[test]
    fn differences_are_marked_at_their_places() {
        let check = |text: &str, differences: &[([usize; 2], &str)], want: &str| {
            let of = |(at, was): &([usize; 2], &str)| Difference { at: *at, was: (*was).to_owned() };
            let differences: Vec<Difference> = differences.iter().map(of).collect();
            assert_eq!(html_compared(text, &differences), want);
        };
        check("é b", &[([2, 3], "")], "é <ins>b</ins>");
        check("a b", &[([2, 2], "x")], "a <del>x</del> b");
        check("a b", &[([0, 0], "x"), ([3, 3], "y")], "<del>x</del> a b <del>y</del>");
        check("a", &[([7, 9], "x")], "a <del>x</del>");
        check("<a>", &[], "&lt;a&gt;");
    }
}
