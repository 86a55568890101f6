//! Columns of a terminal: how many a text takes, how much of it fits, and where its lines end.
//!
//! A character takes the columns that `wcwidth` gives it, as in most terminals: two for the wide ones of East Asia, none
//! for a combining mark. A text is never cut between a letter and its marks.

use crate::safe::is_unsafe;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// What stands where something was cut.
const CUT: char = '…';

/// Columns of a text.
pub(crate) fn of(text: &str) -> usize {
    text.chars().map(of_char).sum()
}

/// Columns of a character as it is shown: a control by its picture, a bidi control as `<U+202E>`.
fn of_char(c: char) -> usize {
    match c {
        _ if is_unsafe(c) && !c.is_ascii() => 8,
        _ if c.is_control() => 1,
        _ => c.width().unwrap_or(0),
    }
}

/// As much of the start of the text as fits.
pub(crate) fn start(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        used += of(cluster);
        if used > columns {
            return &text[..at];
        }
    }
    text
}

/// As much of the end of the text as fits.
pub(crate) fn end(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, cluster) in text.grapheme_indices(true).rev() {
        used += of(cluster);
        if used > columns {
            return &text[at + cluster.len()..];
        }
    }
    text
}

/// The text, or as much of its start as fits with a `…` behind it.
pub(crate) fn cut_end(text: &str, columns: usize) -> String {
    if of(text) <= columns {
        return text.to_owned();
    }
    let mut kept = start(text, columns.saturating_sub(1)).trim_end().to_owned();
    kept.push(CUT);
    kept
}

/// A text in one line of so many columns of a terminal, cut with `…` where it is longer.
///
/// ```
/// assert_eq!(pamphlet_render::shortened("speeches/1905/march.txt", 12), "speeches/19…");
/// ```
pub fn shortened(text: &str, columns: usize) -> String {
    cut_end(text, columns)
}

/// The text, or as much of its end as fits with a `…` before it.
pub(crate) fn cut_start(text: &str, columns: usize) -> String {
    if of(text) <= columns {
        return text.to_owned();
    }
    format!("{CUT}{}", end(text, columns.saturating_sub(1)).trim_start())
}

/// The words of the start of the text that fit; part of a word where not even one does.
pub(crate) fn start_words(text: &str, columns: usize) -> &str {
    let kept = start(text, columns);
    if kept.len() == text.len() || text[kept.len()..].starts_with(char::is_whitespace) {
        return kept.trim_end();
    }
    match kept.rfind(char::is_whitespace) {
        Some(space) if !kept[..space].trim().is_empty() => kept[..space].trim_end(),
        _ => kept,
    }
}

/// The words of the end of the text that fit; part of a word where not even one does.
pub(crate) fn end_words(text: &str, columns: usize) -> &str {
    let kept = end(text, columns);
    let cut = text.len() - kept.len();
    if cut == 0 || text[..cut].ends_with(char::is_whitespace) {
        return kept.trim_start();
    }
    match kept.find(char::is_whitespace) {
        Some(space) if !kept[space..].trim().is_empty() => kept[space..].trim_start(),
        _ => kept,
    }
}

/// The lines of a text, as ranges of its bytes, each of at most `columns`. Lines end at blanks, and between characters of
/// scripts without blanks where these may be parted (UAX #14); a word that is too long for a line is cut.
pub(crate) fn lines(text: &str, columns: usize) -> Vec<Range<usize>> {
    let mut lines = Vec::new();
    // where the line starts, and up to where it fits so far
    let (mut begin, mut fits) = (0, 0);
    for (at, _) in unicode_linebreak::linebreaks(text) {
        if at < text.len() && !is_gap(text, at) {
            continue;
        }
        while of(text[begin..at].trim_end()) > columns {
            let mut stop = fits;
            if fits <= begin {
                stop = begin + start(&text[begin..at], columns).len();
                if stop <= begin {
                    // not even one cluster fits
                    stop = begin + text[begin..].graphemes(true).next().map_or(1, str::len);
                }
            }
            push(text, begin..stop, &mut lines);
            begin = stop;
            if begin >= at {
                break;
            }
        }
        fits = at;
    }
    push(text, begin..text.len(), &mut lines);
    lines
}

/// Adds a line without the blanks at its ends, unless nothing is left.
fn push(text: &str, line: Range<usize>, lines: &mut Vec<Range<usize>>) {
    let piece = &text[line.clone()];
    let start = line.start + (piece.len() - piece.trim_start().len());
    let kept = piece.trim();
    if !kept.is_empty() {
        lines.push(start..start + kept.len());
    }
}

/// Whether a line may end before the byte `at` of a quoted text, where the standard allows it: behind a blank or next to a
/// wide character, but not behind a hyphen or a slash of a word.
fn is_gap(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back().unwrap_or(' ');
    let after = text[at..].chars().next().unwrap_or(' ');
    before.is_whitespace() || before == '\u{200b}' || of_char(before) == 2 || of_char(after) == 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_not_characters() {
        let check = |text: &str, columns: usize, first: &str, last: &str| {
            assert_eq!((start(text, columns), end(text, columns)), (first, last), "{text} {columns}");
        };
        check("工人的力量", 4, "工人", "力量");
        check("工人的力量", 5, "工人", "力量");
        check("power", 9, "power", "power");
        // a letter keeps its marks: e + acute, й as и + breve
        check("cafe\u{301}", 4, "cafe\u{301}", "cafe\u{301}");
        check("cafe\u{301}", 1, "c", "e\u{301}");
        check("краи\u{306}", 1, "к", "и\u{306}");
        check("", 3, "", "");
        check("a", 0, "", "");
    }

    #[test]
    fn what_is_cut_says_so() {
        assert_eq!(cut_end("The rights of weavers", 21), "The rights of weavers");
        assert_eq!(cut_end("The rights of weavers", 11), "The rights…");
        assert_eq!(cut_end("工人的力量", 6), "工人…");
        assert_eq!(cut_start("speeches/1905/march.txt:12", 13), "…march.txt:12");
    }

    #[test]
    fn words_stay_whole_where_one_fits() {
        let check = |text: &str, columns: usize, first: &str, last: &str| {
            assert_eq!(
                (start_words(text, columns), end_words(text, columns)),
                (first, last),
                "{text} {columns}"
            );
        };
        check("the weavers of the north", 9, "the", "the north");
        check("the weavers of the north", 11, "the weavers", "the north");
        check("the weavers of the north", 2, "th", "th");
        check("工人的力量", 5, "工人", "力量");
        check("north", 9, "north", "north");
    }

    #[test]
    fn lines_end_between_words() {
        let check = |text: &str, columns: usize, expected: &[&str]| {
            let found: Vec<&str> = lines(text, columns).into_iter().map(|line| &text[line]).collect();
            assert_eq!(found, expected, "{text}");
        };
        check("the weavers of the north", 11, &["the weavers", "of the", "north"]);
        check("one", 11, &["one"]);
        check("", 11, &[]);
        check("engine-men of a/b", 8, &["engine-m", "en of", "a/b"]);
        check("a supercalifragilistic word", 8, &["a", "supercal", "ifragili", "stic", "word"]);
        // no line begins with the mark that ends a sentence
        check("労働者の力。団結せよ。", 10, &["労働者の", "力。団結せ", "よ。"]);
        check("cafe\u{301}cafe\u{301}", 4, &["cafe\u{301}", "cafe\u{301}"]);
        check("力", 1, &["力"]);
        check("  the   weavers  ", 20, &["the   weavers"]);
    }
}
