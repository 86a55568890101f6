//! The text of a whole document for a person, with its matches marked.

use crate::{Layout, Marker, columns, safe, safe_line};
use std::ops::Range;

/// Text on a screen is set no wider than that: longer lines are hard to read.
const WIDEST: usize = 100;

/// The text with its matches (ranges of bytes, ascending, apart) marked. On a screen the lines end between words; a pipe
/// or a file gets the lines of the text.
pub fn document_text(
    text: &str,
    matches: &[Range<usize>],
    marker: &Marker<'_>,
    layout: Layout<'_>,
) -> String {
    let mut out = String::with_capacity(text.len() + matches.len() * 8);
    if !layout.screen {
        push(text, 0..text.len(), matches, marker, &mut out);
        return out;
    }
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end_matches('\n');
        for piece in columns::lines(content, layout.width.min(WIDEST)) {
            let mut shown = String::new();
            push(text, at + piece.start..at + piece.end, matches, marker, &mut shown);
            out.push_str(&layout.apart(shown));
            out.push('\n');
        }
        if content.trim().is_empty() {
            out.push('\n');
        }
        at += line.len();
    }
    if !text.ends_with('\n') {
        out.pop();
    }
    out
}

/// A part of the text with its matches marked.
fn push(text: &str, part: Range<usize>, matches: &[Range<usize>], marker: &Marker<'_>, out: &mut String) {
    let first = matches.partition_point(|one| one.end <= part.start);
    let mut at = part.start;
    for one in matches[first..].iter().take_while(|one| one.start < part.end) {
        let (from, to) = (one.start.max(at), one.end.min(part.end));
        let (Some(before), Some(word)) = (text.get(at..from), text.get(from..to)) else { continue };
        out.push_str(&safe(before));
        // a match over two lines of the text is marked as a whole, over two of the screen in both
        out.push_str(&marker.on(&if word.contains('\n') { safe(word) } else { safe_line(word) }));
        at = to;
    }
    out.push_str(&safe(text.get(at..part.end).unwrap_or_default()));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_the_screen_end_between_words() {
        let text = "The power of the people\n\nwho drive  the trains\n";
        let marker = Marker::new(false, Some(("[", "]")));
        let check = |matches: &[(usize, usize)], width: usize, screen: bool, expected: &str| {
            let layout = Layout { screen, ..Layout::plain(width) };
            let ranges: Vec<Range<usize>> = matches.iter().map(|&(start, end)| start..end).collect();
            assert_eq!(document_text(text, &ranges, &marker, layout), expected, "{matches:?} {width}");
        };
        check(&[], 10, false, text);
        check(&[], 80, true, text);
        check(&[(4, 9)], 10, false, "The [power] of the people\n\nwho drive  the trains\n");
        check(&[(4, 9)], 12, true, "The [power] of\nthe people\n\nwho drive\nthe trains\n");
        check(&[(4, 16)], 9, true, "The [power]\n[of the]\npeople\n\nwho drive\nthe\ntrains\n");
    }

    #[test]
    fn a_text_without_a_line_end_gets_none() {
        let screen = Layout { screen: true, ..Layout::plain(20) };
        let plain = Marker::new(false, None);
        assert_eq!(document_text("one\ntwo", &[], &plain, screen), "one\ntwo");
        assert_eq!(document_text("", &[], &plain, screen), "");
        assert_eq!(document_text("a\u{1b}[2J", &[], &plain, screen), "a␛[2J");
    }
}
