//! Tables for other programs, a line a row: TAB-separated, or comma-separated with quotes (RFC 4180). No cell
//! holds what would break a row, and none that a spreadsheet would run.

use crate::safe_line;
use pamphlet::query::Group;
use pamphlet::{Hit, Line, Point};

/// How cells are parted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Table {
    /// By TABs.
    Tsv,
    /// By commas; a cell with a comma, a quote or blanks at its ends stands in double quotes.
    Csv,
}

/// One row. TABs and line ends in a cell become spaces, control characters their pictures, and a cell that a
/// spreadsheet would run as a formula (`=`, `+`, `-`, `@` at its start, but no number) gets a `'` before it.
///
/// ```
/// use pamphlet_render::{Table, row};
/// assert_eq!(row(Table::Tsv, ["1", "a\tb", "=HYPERLINK(1)", "-3.5"]), "1\ta b\t'=HYPERLINK(1)\t-3.5\n");
/// assert_eq!(row(Table::Csv, ["a,b", "the \"right\"", "@x"]), "\"a,b\",\"the \"\"right\"\"\",'@x\n");
/// ```
pub fn row<'a>(table: Table, cells: impl IntoIterator<Item = &'a str>) -> String {
    let mut row = String::new();
    for (i, cell) in cells.into_iter().enumerate() {
        if i > 0 {
            row.push(if table == Table::Tsv { '\t' } else { ',' });
        }
        // a spreadsheet takes blanks off before it looks; the wide forms of the signs count for some
        let mut looked_at = cell.trim_start();
        if table == Table::Tsv {
            // nothing is quoted here, but what looks so is unquoted by some
            looked_at = looked_at.trim_start_matches(|c: char| c == '"' || c.is_whitespace());
        }
        let first = looked_at.chars().next();
        let runs = matches!(first, Some('=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '|' | '%'));
        let guard = if runs && cell.trim().parse::<f64>().is_err() { "'" } else { "" };
        let text = safe_line(cell);
        let quoted = table == Table::Csv && (text.contains([',', '"']) || text.trim() != text);
        if quoted {
            row.push('"');
            row.push_str(guard);
            row.push_str(&text.replace('"', "\"\""));
            row.push('"');
        } else {
            row.push_str(guard);
            row.push_str(&text);
        }
    }
    row.push('\n');
    row
}

/// The columns of [`hit_row`].
pub const HIT_COLUMNS: [&str; 12] = [
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
];

/// A hit as one row. A missing value is an empty cell.
pub fn hit_row(table: Table, hit: &Hit) -> String {
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
    ];
    row(table, cells.iter().map(String::as_str))
}

/// The columns of [`line_row`].
pub const LINE_COLUMNS: [&str; 9] =
    ["doc", "path", "date", "before", "keyword", "after", "line", "byte_start", "byte_end"];

/// A line of a concordance as one row.
pub fn line_row(table: Table, line: &Line) -> String {
    row(table, line_cells(line).iter().map(String::as_str))
}

/// The same among those of other categories, with the category before it.
pub fn line_row_of(table: Table, category: &str, line: &Line) -> String {
    row(table, std::iter::once(category).chain(line_cells(line).iter().map(String::as_str)))
}

fn line_cells(line: &Line) -> [String; 9] {
    [
        line.doc.clone(),
        line.path.clone(),
        line.date.clone().unwrap_or_default(),
        line.before.clone(),
        line.keyword.clone(),
        line.after.clone(),
        line.source.line[0].to_string(),
        line.source.byte[0].to_string(),
        line.source.byte[1].to_string(),
    ]
}

/// The columns of [`group_row`].
pub const GROUP_COLUMNS: [&str; 3] = ["group", "matches", "documents"];

/// Lines that were counted together, as one row.
pub fn group_row(table: Table, group: &Group) -> String {
    row(table, [&*group.group, &group.matches.to_string(), &group.documents.to_string()])
}

/// The columns of [`point_row`].
pub const POINT_COLUMNS: [&str; 7] =
    ["bucket", "matches", "documents", "words", "per_million", "thin", "find"];

/// A bucket of a trend as one row. What has no date or value is an empty cell.
pub fn point_row(table: Table, point: &Point) -> String {
    row(table, point_cells(point).iter().map(String::as_str))
}

/// The same among other trends, with the query before it.
pub fn point_row_of(table: Table, query: &str, point: &Point) -> String {
    row(table, std::iter::once(query).chain(point_cells(point).iter().map(String::as_str)))
}

fn point_cells(point: &Point) -> [String; 7] {
    [
        point.bucket.clone().unwrap_or_default(),
        point.matches.to_string(),
        point.documents.to_string(),
        point.words.to_string(),
        point.per_million.map(|rate| rate.to_string()).unwrap_or_default(),
        if point.thin { "true" } else { "" }.to_owned(),
        point.find.clone(),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The cell as it is written to a table of each kind.
    #[track_caller]
    fn check(cell: &str, tsv: &str, csv: &str) {
        let written = |table| row(table, [cell]).trim_end_matches('\n').to_owned();
        assert_eq!((&*written(Table::Tsv), &*written(Table::Csv)), (tsv, csv), "{cell:?}");
    }

    #[test]
    fn no_cell_is_run() {
        for sign in ['=', '+', '-', '@', '＝', '＋', '－', '＠', '|', '%'] {
            let guarded = format!("'{sign}x");
            check(&format!("{sign}x"), &guarded, &guarded);
            check(&format!("\u{a0}{sign}x"), &format!("'\u{a0}{sign}x"), &format!("\"'\u{a0}{sign}x\""));
        }
        check("\"=1+1\"", "'\"=1+1\"", "\"\"\"=1+1\"\"\"");
        check("\" \"=1+1", "'\" \"=1+1", "\"\"\" \"\"=1+1\"");
        check("\t=1", "' =1", "\"' =1\"");
        check("-1.5e3", "-1.5e3", "-1.5e3");
        check("\"no\"", "\"no\"", "\"\"\"no\"\"\"");
        check("1=1", "1=1", "1=1");
    }
}
