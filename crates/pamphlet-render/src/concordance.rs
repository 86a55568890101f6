//! Concordance lines for a person: the keyword in the middle, aligned by columns, also with wide scripts.

use crate::style::{DIM, MATCH, Paint};
use crate::{Layout, safe_line};
use pamphlet::Line;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// Columns for the path at the end of a line.
const PATH: usize = 28;

/// One line: what stands before, right-aligned; the keyword; what comes after; the path.
pub fn concordance_line(line: &Line, layout: Layout) -> String {
    let paint = Paint::new(layout.color);
    let (before, keyword, after) =
        (safe_line(&line.before), safe_line(&line.keyword), safe_line(&line.after));
    let room = layout.width.saturating_sub(PATH + 4 + keyword.width()).max(20);
    let left = room / 2;
    let right = room - left;
    let before = last_columns(before.trim_end(), left);
    let after = first_columns(after.trim_start(), right);
    let place = format!("{}:{}", safe_line(&line.path), line.source.line[0]);
    format!(
        "{}{before} {} {after}{} {}\n",
        " ".repeat(left.saturating_sub(before.width())),
        paint.on(MATCH, &keyword),
        " ".repeat(right.saturating_sub(after.width())),
        paint.on(DIM, last_columns(&place, PATH)),
    )
}

/// As much of the end of the text as fits.
fn last_columns(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices().rev() {
        used += c.width().unwrap_or(0);
        if used > columns {
            return &text[at + c.len_utf8()..];
        }
    }
    text
}

/// As much of the start of the text as fits.
fn first_columns(text: &str, columns: usize) -> &str {
    let mut used = 0;
    for (at, c) in text.char_indices() {
        used += c.width().unwrap_or(0);
        if used > columns {
            return &text[..at];
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_counted_not_characters() {
        assert_eq!(last_columns("工人的力量", 4), "力量");
        assert_eq!(first_columns("工人的力量", 5), "工人");
        assert_eq!(first_columns("power", 9), "power");
    }
}
