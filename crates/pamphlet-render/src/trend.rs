//! A trend for a person: a row a bucket, with a bar as long as its rate.

use crate::{Layout, columns, safe_line};
use pamphlet::Point;

/// What stands for a missing date or value.
const UNKNOWN: &str = "(none)";

/// Columns of the longest bar at least, and at most.
const BAR: std::ops::RangeInclusive<usize> = 8..=60;

/// The buckets as a table with bars, the longest for the highest rate. A `~` marks a rate from few words
/// ([`THIN_WORDS`](pamphlet::query::THIN_WORDS)). Where a screen is too narrow for bars, there are none. Times in a row of
/// which there is no document are one row.
pub fn trend_plot(points: &[Point], layout: Layout<'_>) -> String {
    if points.is_empty() {
        return String::new();
    }
    let points = &joined(points)[..];
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
        let sign = sign(point);
        push_row(row, &widths, &format!("{sign} {}", bar_of(point, highest, room)), layout, &mut out);
    }
    if points.iter().any(is_thin) {
        out.push_str(FEW_WORDS);
    }
    out
}

/// What a `~` means.
const FEW_WORDS: &str = "~ few words: the rate says little\n";

/// Whether a rate is from few words. One of no words is no rate.
fn is_thin(point: &Point) -> bool {
    point.thin && point.words > 0
}

fn sign(point: &Point) -> &'static str {
    if is_thin(point) { "~" } else { " " }
}

/// The bar of a rate.
fn bar_of(point: &Point, highest: f64, room: usize) -> String {
    bar(if highest > 0.0 { point.per_million.unwrap_or(0.0) / highest * room as f64 } else { 0.0 })
}

/// The buckets with those in a row that no document is of as one: `1677–1848`.
pub fn joined(points: &[Point]) -> Vec<Point> {
    let is_empty = |point: &Point| point.words == 0 && point.documents == 0 && point.bucket.is_some();
    let mut out: Vec<Point> = Vec::with_capacity(points.len());
    for run in points.chunk_by(|a, b| is_empty(a) && is_empty(b)) {
        let mut first = run[0].clone();
        if let (Some(from), Some(to), true) = (&first.bucket, &run[run.len() - 1].bucket, run.len() > 1) {
            first.bucket = Some(format!("{from}–{to}"));
        }
        out.push(first);
    }
    out
}

/// Several trends over the same buckets side by side: for each, matches, the rate and a bar. All bars are of one scale.
pub fn trends_plot(series: &[(&str, &[Point])], layout: Layout<'_>) -> String {
    let Some((_, first)) = series.first().filter(|(_, points)| !points.is_empty()) else {
        return String::new();
    };
    let joined: Vec<Vec<Point>> = series.iter().map(|(_, points)| joined(points)).collect();
    let mut names = vec![String::new()];
    names.extend(joined[0].iter().map(|point| cells(point)[0].clone()));
    let name = names.iter().map(|name| columns::of(name)).max().unwrap_or(0).clamp(6, 40);
    let words = first.iter().map(|point| point.words.to_string().len()).max().unwrap_or(0).max(5);
    let highest = joined.iter().flatten().filter_map(|point| point.per_million).fold(0.0, f64::max);
    let room = layout.width.saturating_sub(name + words + 2) / series.len();
    // two blanks, matches, two blanks, the rate, its sign, a blank, the bar
    let numbers = 2 + 7 + 2 + 11 + 2;
    let bars = room.saturating_sub(numbers).min(40);
    let mut out = format!("{:name$}  {:>words$}", "", "");
    for (query, _) in series {
        let wide = numbers + bars - 2;
        let query = columns::cut_end(&safe_line(query), wide.max(18));
        out.push_str(&format!("  {query}{}", " ".repeat(wide.saturating_sub(columns::of(&query)))));
    }
    out.truncate(out.trim_end().len());
    out.push_str(&format!("\n{:name$}  {:>words$}", "", "words"));
    for _ in series {
        out.push_str(&format!("  {:>7}  {:>11}  {}", "matches", "per million", " ".repeat(bars)));
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    for at in 0..joined[0].len() {
        let [bucket, _, _, all, _] = cells(&joined[0][at]);
        let bucket = columns::cut_end(&bucket, name);
        let blanks = " ".repeat(name - columns::of(&bucket).min(name));
        let mut row = format!("{}{blanks}  {all:>words$}", layout.apart(bucket));
        for point in joined.iter().filter_map(|points| points.get(at)) {
            let [_, matches, _, _, rate] = cells(point);
            let bar = if bars >= 4 { bar_of(point, highest, bars) } else { String::new() };
            let blanks = " ".repeat(bars.saturating_sub(columns::of(&bar)));
            row.push_str(&format!("  {matches:>7}  {rate:>11}{} {bar}{blanks}", sign(point)));
        }
        out.push_str(row.trim_end());
        out.push('\n');
    }
    if joined.iter().flatten().any(is_thin) {
        out.push_str(FEW_WORDS);
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
        let find = "strike".to_owned();
        Point {
            bucket,
            matches,
            documents: matches.min(2),
            words,
            per_million: rate,
            thin: words < 10_000,
            find,
        }
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
    fn times_without_documents_are_one_row() {
        let none = |year| Point { documents: 0, ..point(Some(year), 0, 0) };
        let points =
            [point(Some("1848"), 4, 20_000), none("1849"), none("1850"), point(Some("1851"), 8, 20_000)];
        let plot = trend_plot(&points, Layout::plain(60));
        let want = "           matches  documents  words  per million
1848             4          2  20000        200.0  ████▌
1849–1850        0          0      0            -
1851             8          2  20000        400.0  █████████
";
        assert_eq!(plot, want);
    }

    #[test]
    fn trends_stand_side_by_side() {
        let one = [point(Some("1848"), 4, 20_000), point(None, 0, 9_000)];
        let two = [point(Some("1848"), 8, 20_000), point(None, 1, 9_000)];
        let plot = trends_plot(&[("strike*", &one), ("lockout", &two)], Layout::plain(80));
        let want = "               strike*                          lockout
        words  matches  per million             matches  per million
1848    20000        4        200.0  ████▌            8        400.0  █████████
(none)   9000        0          0.0~                  1        111.1~ ██▌
~ few words: the rate says little
";
        assert_eq!(plot, want, "{plot}");
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
