//! A trend for a person: a row a bucket, with a bar as long as its rate.

use crate::{Layout, safe_line};
use pamphlet::Point;
use unicode_width::UnicodeWidthStr;

/// What stands for a missing date or value.
const UNKNOWN: &str = "(none)";

/// The buckets as a table with bars, the longest for the highest rate. A `~` marks a rate from few words
/// ([`THIN_WORDS`](pamphlet::query::THIN_WORDS)).
pub fn trend_plot(points: &[Point], layout: Layout) -> String {
    let names: Vec<String> = points
        .iter()
        .map(|point| safe_line(point.bucket.as_deref().unwrap_or(UNKNOWN)).into_owned())
        .collect();
    let name_width = names.iter().map(|name| name.width()).max().unwrap_or(0).clamp(6, 40);
    let highest = points.iter().filter_map(|point| point.per_million).fold(0.0, f64::max);
    let room = layout.width.saturating_sub(name_width + 42).clamp(8, 60);
    let mut out = String::new();
    if points.is_empty() {
        return out;
    }
    let pad = " ".repeat(name_width);
    out.push_str(&format!("{pad}  matches  documents      words  per million\n"));
    for (name, point) in names.iter().zip(points) {
        let name = shortened(name, name_width);
        let blanks = " ".repeat(name_width - name.width());
        let rate = match point.per_million {
            Some(rate) => format!("{rate:.1}"),
            None => "-".to_owned(),
        };
        let sign = if point.thin { "~" } else { " " };
        let length = match highest > 0.0 {
            true => point.per_million.unwrap_or(0.0) / highest * room as f64,
            false => 0.0,
        };
        let row = format!(
            "{name}{blanks}  {:>7}  {:>9}  {:>9}  {rate:>10}{sign} {}",
            point.matches,
            point.documents,
            point.words,
            bar(length)
        );
        out.push_str(row.trim_end());
        out.push('\n');
    }
    if points.iter().any(|point| point.thin) {
        out.push_str("~ few words: the rate says little\n");
    }
    out
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

/// A name cut to a width, with `…` where it was cut.
fn shortened(name: &str, width: usize) -> String {
    if name.width() <= width {
        return name.to_owned();
    }
    let mut out = String::new();
    for c in name.chars() {
        let mut longer = out.clone();
        longer.push(c);
        if longer.width() + 1 > width {
            break;
        }
        out = longer;
    }
    out.push('…');
    out
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
        let plot = trend_plot(&points, Layout { width: 60, color: false });
        let want = "        matches  documents      words  per million
1848         40          2      20000      2000.0  ████████████
1849          0          0      30000         0.0
(none)        1          1       1000      1000.0~ ██████
~ few words: the rate says little
";
        assert_eq!(plot, want);
    }
}
