//! How much of a screen a text takes, our own escape sequences not counted.

use crate::columns;

/// Rows of a screen of so many columns that a text takes, lines that are too long continued in the next row. Escape
/// sequences of colours and links take no room.
///
/// ```
/// use pamphlet_render::screen_rows;
/// assert_eq!(screen_rows("one\ntwo\n", 80), 2);
/// assert_eq!(screen_rows("工人的力量\n", 4), 3);
/// assert_eq!(screen_rows("\u{1b}[1mone\u{1b}[0m\u{1b}]8;;file:///a\u{1b}\\two\u{1b}]8;;\u{1b}\\", 6), 1);
/// ```
pub fn screen_rows(text: &str, width: usize) -> usize {
    let width = width.max(1);
    text.lines().map(|line| columns::of(&without_sequences(line)).div_ceil(width).max(1)).sum()
}

/// The text without sequences of colours (`ESC [ … m`) and links (`ESC ] … ESC \`).
fn without_sequences(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('\u{1b}') {
        out.push_str(before);
        rest = match after.as_bytes().first() {
            Some(b'[') => after.split_once('m').map_or("", |(_, rest)| rest),
            Some(b']') => after.split_once("\u{1b}\\").map_or("", |(_, rest)| rest),
            _ => after,
        };
    }
    out + rest
}
