//! Places that have a passage: for a person with the differences marked, and as rows of a table.
//!
//! ```text
//!   2  Our aims  1905-03-02                                            89 % alike
//!      corpus/league.txt:25
//!      the mill belongs to [-those-]{+them+} who work in it
//! ```

use crate::human::{INDENT, fitting, wrap_styled};
use crate::marks::marked;
use crate::style::{DIM, TITLE};
use crate::table::{Table, row};
use crate::{Layout, safe_line};
use pamphlet::{Passage, Quotation, Source};

/// A place for a person, ended by an empty line. `rank` is its number in the list.
pub fn quotation(found: &Quotation, rank: usize, layout: Layout<'_>) -> String {
    let paint = layout.paint();
    let date = found.date.as_deref().unwrap_or("no date");
    let alike = if found.differences.is_empty() && found.similarity >= 1.0 {
        "word for word".to_owned()
    } else {
        // never more than it is: .999 is not all
        format!("{} % alike", (found.similarity * 100.0).floor())
    };
    let behind = format!("  {date}  {alike}");
    let rank = format!("{rank:>3}  ");
    let title = found.title.as_deref().unwrap_or("(no title)");
    let mut out = rank.clone();
    out.push_str(&paint.on(TITLE, &layout.apart(fitting(title, layout, rank.len() + behind.len()))));
    out.push_str(&paint.on(DIM, &behind));
    out.push('\n');

    let indent = " ".repeat(INDENT);
    let shown = place(&found.path, &found.source);
    out.push_str(&indent);
    out.push_str(&layout.place_of_hit(&shown, &found.path));
    if let Some(section) = found.section.as_deref().filter(|section| Some(*section) != found.title.as_deref())
    {
        let taken = INDENT + crate::columns::of(&shown) + 2;
        out.push_str("  ");
        out.push_str(&paint.on(DIM, &layout.apart(fitting(section, layout, taken))));
    }
    out.push('\n');
    if let Passage { path: Some(path), source: Some(source), .. } = &found.of {
        let date = found.of.date.as_deref().map(|date| format!("  {date}")).unwrap_or_default();
        out.push_str(&indent);
        out.push_str("has of ");
        out.push_str(&layout.place_of_hit(&place(path, source), path));
        out.push_str(&paint.on(DIM, &date));
        out.push('\n');
    }
    let (text, styled) = marked(&found.text, &found.differences);
    wrap_styled(&text, &styled, layout, &mut out);
    out.push('\n');
    out
}

fn place(path: &str, source: &Source) -> String {
    let path = safe_line(path);
    match source.page {
        Some(page) => format!("{path} page {page}"),
        None => format!("{path}:{}", source.line[0]),
    }
}

/// The columns of [`quotation_row`].
pub const QUOTATION_COLUMNS: [&str; 16] = [
    "similarity",
    "words",
    "doc",
    "path",
    "title",
    "date",
    "section",
    "text",
    "line",
    "byte_start",
    "byte_end",
    "page",
    "of_doc",
    "of_path",
    "of_line",
    "of_text",
];

/// A place as one row. A missing value is an empty cell.
pub fn quotation_row(table: Table, found: &Quotation) -> String {
    let cells = [
        found.similarity.to_string(),
        found.words.to_string(),
        found.doc.clone(),
        found.path.clone(),
        found.title.clone().unwrap_or_default(),
        found.date.clone().unwrap_or_default(),
        found.section.clone().unwrap_or_default(),
        found.text.clone(),
        found.source.line[0].to_string(),
        found.source.byte[0].to_string(),
        found.source.byte[1].to_string(),
        found.source.page.map(|page| page.to_string()).unwrap_or_default(),
        found.of.doc.clone().unwrap_or_default(),
        found.of.path.clone().unwrap_or_default(),
        found.of.source.map(|source| source.line[0].to_string()).unwrap_or_default(),
        found.of.text.clone(),
    ];
    row(table, cells.iter().map(String::as_str))
}
