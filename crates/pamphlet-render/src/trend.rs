//! A trend for a person: a row a bucket, with a bar as long as its rate.

use crate::{Layout, columns, safe_line};
use pamphlet::Point;

/// What stands for a missing date or value.
const UNKNOWN: &str = "(none)";

/// Columns of the longest bar at least, and at most.
const BAR: std::ops::RangeInclusive<usize> = 8..=60;

/// The buckets as a table with bars, the longest for the highest rate. A `~` marks a rate from few words
/// ([`THIN_WORDS`](pamphlet::query::THIN_WORDS)). Where a screen is too narrow for bars, there are none.
pub fn trend_plot(points: &[Point], layout: Layout<'_>) -> String {
    if points.is_empty() {
        return String::new();
    }
    let rows: Vec<[String; 5]> = points.iter().map(cells).collect();
    let head = ["", "matches", "documents", "words", "per million"];
    let mut widths = head.map(columns::of);
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = columns::of(cell).max(*width);
        }
    }
    // two blanks before each column of numbers, the sign and a blank before the bar
    let numbers: usize = widths[1..].iter().map(|width| width + 2).sum::<usize>() + 2;
    let narrowest =
        if layout.screen { layout.width.saturating_sub(numbers + BAR.start()).max(6) } else { 40 };
    widths[0] = widths[0].clamp(6, narrowest.clamp(6, 40));
    let room = layout.width.saturating_sub(widths[0] + numbers).min(*BAR.end());
    let room = if room >= *BAR.start() || !layout.screen { room.max(*BAR.start()) } else { 0 };

    let highest = points.iter().filter_map(|point| point.per_million).fold(0.0, f64::max);
    let mut out = String::new();
    push_row(&head.map(str::to_owned), &widths, "", layout, &mut out);
    for (row, point) in rows.iter().zip(points) {
        let length = match highest > 0.0 {
            true => point.per_million.unwrap_or(0.0) / highest * room as f64,
            false => 0.0,
        };
        let sign = if point.thin { "~" } else { " " };
        push_row(row, &widths, &format!("{sign} {}", bar(length)), layout, &mut out);
    }
    if points.iter().any(|point| point.thin) {
        out.push_str("~ few words: the rate says little\n");
    }
    out
}

/// What stands in the row of a bucket, but for its bar.
fn cells(point: &Point) -> [String; 5] {
    let rate = match point.per_million {
        Some(rate) => format!("{rate:.1}"),
        None => "-".to_owned(),
    };
    [
        safe_line(point.bucket.as_deref().unwrap_or(UNKNOWN)).into_owned(),
        point.matches.to_string(),
        point.documents.to_string(),
        point.words.to_string(),
        rate,
    ]
}

/// A row: the first cell to the left, numbers to the right, then what stands behind them.
fn push_row(cells: &[String; 5], widths: &[usize; 5], behind: &str, layout: Layout<'_>, out: &mut String) {
    let name = columns::cut_end(&cells[0], widths[0]);
    let blanks = " ".repeat(widths[0] - columns::of(&name).min(widths[0]));
    let mut row = format!("{}{blanks}", layout.apart(name));
    for (cell, width) in cells.iter().zip(widths).skip(1) {
        row.push_str(&format!("  {cell:>width$}"));
    }
    row.push_str(behind);
    out.push_str(row.trim_end());
    out.push('\n');
}

/// A bar of so many columns, to an eighth.
fn bar(length: f64) -> String {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (length * 8.0).round() as usize;
    let mut bar = "█".repeat(eighths / 8);
    bar.push_str(PARTS[eighths % 8]);
    if bar.is_empty() && length > 0.0 {
        bar.push_str(PARTS[1]);
    }
    bar
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(bucket: Option<&str>, matches: u64, words: u64) -> Point {
        let rate = (words > 0).then(|| matches as f64 * 1e6 / words as f64);
        let bucket = bucket.map(str::to_owned);
        Point { bucket, matches, documents: matches.min(2), words, per_million: rate, thin: words < 10_000 }
    }

    #[test]
    fn a_row_a_bucket() {
        let points = [point(Some("1848"), 40, 20_000), point(Some("1849"), 0, 30_000), point(None, 1, 1_000)];
        let plot = trend_plot(&points, Layout::plain(60));
        let want = "        matches  documents  words  per million
1848         40          2  20000       2000.0  ████████████
1849          0          0  30000          0.0
(none)        1          1   1000       1000.0~ ██████
~ few words: the rate says little
";
        assert_eq!(plot, want);
    }

    #[test]
    fn a_narrow_screen_cuts_names_and_then_does_without_bars() {
        let points =
            [point(Some("The Association of Engine-Men"), 40, 2_000_000), point(Some("工人"), 1, 90_000)];
        let screen = |width| Layout { screen: true, ..Layout::plain(width) };
        for width in [40, 52, 60, 80, 120] {
            let plot = trend_plot(&points, screen(width));
            let widest = plot.lines().map(columns::of).max().unwrap_or(0);
            assert!(widest <= width.max(52), "{width}:\n{plot}");
            assert_eq!(plot.contains('█'), width > 52, "{width}:\n{plot}");
        }
    }
}
