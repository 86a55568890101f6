//! Two documents, sentence by sentence: `+` added, `-` dropped, `~` changed, `>` moved, with the line in the file.

use crate::Layout;
use crate::human::wrap_styled;
use crate::marks::{marked, shortened};
use crate::style::{ADDED, DIM, REMOVED};
use crate::table::{Table, row};
use pamphlet::{Change, ChangeKind, SentencePlace};

/// A sentence for a person; what is the same shows no more than how it begins and ends.
pub fn change(found: &Change, layout: Layout<'_>) -> String {
    let paint = layout.paint();
    let (sign, style) = match found.kind {
        ChangeKind::Same => (' ', DIM),
        ChangeKind::Changed => ('~', anstyle::Style::new()),
        ChangeKind::Moved => ('>', DIM),
        ChangeKind::Added => ('+', ADDED),
        ChangeKind::Dropped => ('-', REMOVED),
    };
    let line = |place: &Option<SentencePlace>| {
        place.as_ref().map_or("-".to_owned(), |place| place.source.line[0].to_string())
    };
    let head = match found.kind {
        ChangeKind::Added => line(&found.new),
        ChangeKind::Dropped => line(&found.old),
        _ => format!("{} > {}", line(&found.old), line(&found.new)),
    };
    let text = found.new.as_ref().or(found.old.as_ref()).map_or("", |place| &place.text);
    let mut out = format!("{sign}    {}\n", paint.on(DIM, &format!("line {head}")));
    let (text, styled) = match found.kind {
        ChangeKind::Changed => marked(text, &found.differences),
        ChangeKind::Same | ChangeKind::Moved => {
            let mut short = String::new();
            shortened(text, &mut short);
            (short, Vec::new())
        }
        _ => (text.to_owned(), vec![(0..text.len(), style)]),
    };
    wrap_styled(&text, &styled, layout, &mut out);
    out
}

/// The columns of [`change_row`].
pub const CHANGE_COLUMNS: [&str; 5] = ["kind", "old_line", "old", "new_line", "new"];

/// A sentence as one row. A missing value is an empty cell.
pub fn change_row(table: Table, found: &Change) -> String {
    let kind = match found.kind {
        ChangeKind::Same => "same",
        ChangeKind::Changed => "changed",
        ChangeKind::Moved => "moved",
        ChangeKind::Added => "added",
        ChangeKind::Dropped => "dropped",
    };
    let line = |place: &Option<SentencePlace>| {
        place.as_ref().map(|place| place.source.line[0].to_string()).unwrap_or_default()
    };
    let text =
        |place: &Option<SentencePlace>| place.as_ref().map(|place| place.text.clone()).unwrap_or_default();
    let cells = [kind.to_owned(), line(&found.old), text(&found.old), line(&found.new), text(&found.new)];
    row(table, cells.iter().map(String::as_str))
}
