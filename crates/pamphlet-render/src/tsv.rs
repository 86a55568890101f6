//! Tables for other programs: TAB between cells, a line a row, nothing in a cell that would break either.

use crate::safe_line;

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
