//! Tables for other programs: TAB between cells, a line a row, nothing in a cell that would break either.

use crate::safe_line;
use pamphlet::{Hit, Line};

/// One row. TABs and line ends in a cell become spaces, control characters their pictures, and a cell that a
/// spreadsheet would run as a formula (`=`, `+`, `-`, `@` at its start, but no number) gets a `'` before it.
///
/// ```
/// assert_eq!(pamphlet_render::tsv_row(["1", "a\tb", "=HYPERLINK(1)", "-3.5"]), "1\ta b\t'=HYPERLINK(1)\t-3.5\n");
/// ```
pub fn tsv_row<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut row = String::new();
    for (i, cell) in cells.into_iter().enumerate() {
        if i > 0 {
            row.push('\t');
        }
        if cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err() {
            row.push('\'');
        }
        row.push_str(&safe_line(cell));
    }
    row.push('\n');
    row
}

/// The columns of [`hit_row`].
pub const HIT_COLUMNS: [&str; 13] = [
    "rank",
    "score",
    "doc",
    "path",
    "title",
    "date",
    "section",
    "snippet",
    "line",
    "byte_start",
    "byte_end",
    "page",
    "also",
];

/// A hit as one row. A missing value is an empty cell; the paths of near-duplicates are parted by ` | `.
pub fn hit_row(hit: &Hit) -> String {
    let cells = [
        hit.rank.to_string(),
        hit.score.to_string(),
        hit.doc.clone(),
        hit.path.clone(),
        hit.title.clone(),
        hit.date.clone().unwrap_or_default(),
        hit.section.clone().unwrap_or_default(),
        hit.snippet.clone(),
        hit.source.line[0].to_string(),
        hit.source.byte[0].to_string(),
        hit.source.byte[1].to_string(),
        hit.source.page.map(|page| page.to_string()).unwrap_or_default(),
        hit.also.join(" | "),
    ];
    tsv_row(cells.iter().map(String::as_str))
}

/// The columns of [`line_row`].
pub const LINE_COLUMNS: [&str; 9] =
    ["doc", "path", "date", "before", "keyword", "after", "line", "byte_start", "byte_end"];

/// A line of a concordance as one row.
pub fn line_row(line: &Line) -> String {
    let cells = [
        line.doc.clone(),
        line.path.clone(),
        line.date.clone().unwrap_or_default(),
        line.before.clone(),
        line.keyword.clone(),
        line.after.clone(),
        line.source.line[0].to_string(),
        line.source.byte[0].to_string(),
        line.source.byte[1].to_string(),
    ];
    tsv_row(cells.iter().map(String::as_str))
}
