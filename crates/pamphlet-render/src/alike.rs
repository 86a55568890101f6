//! Documents like another: for a person, and as rows of a table.

use crate::human::{INDENT, fitting};
use crate::style::{DIM, TITLE};
use crate::table::{Table, row};
use crate::{Layout, safe_line};
use pamphlet::{Alike, Alikeness};

/// What a document is to another, in a word.
fn kind(kind: Alikeness) -> &'static str {
    match kind {
        Alikeness::Copy => "copy",
        Alikeness::Version => "version",
        Alikeness::Similar => "similar",
    }
}

/// A document for a person, ended by an empty line.
pub fn alike(found: &Alike, layout: Layout<'_>) -> String {
    let paint = layout.paint();
    let date = found.date.as_deref().map(|date| format!("  {date}")).unwrap_or_default();
    let how = match found.kind {
        Alikeness::Copy => "  copy".to_owned(),
        other => format!("  {} {:.0} %", kind(other), (found.similarity * 100.0).floor()),
    };
    let rank = format!("{:>3}  ", found.rank);
    let title = found.title.as_deref().unwrap_or("(no title)");
    let title = fitting(title, layout, rank.len() + date.len() + how.len());
    let indent = " ".repeat(INDENT);
    let mut out =
        format!("{rank}{}{}\n", paint.on(TITLE, &layout.apart(title)), paint.on(DIM, &(date + &how)));
    let path = safe_line(&found.path);
    out.push_str(&format!("{indent}{}\n", layout.place_of_hit(&path, &found.path)));
    if !found.words.is_empty() {
        let words = fitting(&found.words.join(", "), layout, INDENT + 8);
        out.push_str(&format!("{indent}{}\n", paint.on(DIM, &format!("shares: {}", layout.apart(words)))));
    }
    out.push('\n');
    out
}

/// The columns of [`alike_row`].
pub const ALIKE_COLUMNS: [&str; 8] = ["rank", "kind", "similarity", "doc", "path", "title", "date", "words"];

/// A document as one row. A missing value is an empty cell.
pub fn alike_row(table: Table, found: &Alike) -> String {
    let cells = [
        found.rank.to_string(),
        kind(found.kind).to_owned(),
        found.similarity.to_string(),
        found.doc.clone(),
        found.path.clone(),
        found.title.clone().unwrap_or_default(),
        found.date.clone().unwrap_or_default(),
        found.words.join(" "),
    ];
    row(table, cells.iter().map(String::as_str))
}
