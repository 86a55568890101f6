//! Bars of a field's values, those of all series for one value together, each a way to its hits.

use super::{Series, WIDTH, tick};
use crate::page::shown;
use pamphlet::Point;
use pamphlet_render::{Measure, html};
use std::fmt::Write as _;

/// Values that are drawn; the table has all.
const BARS: usize = 30;

/// The bars, the highest first, and what they leave out. `href` has the way to a point of a series; empty where there is
/// none.
pub(crate) fn field_bars(
    series: &[Series<'_>],
    measure: Measure,
    by: &str,
    href: impl Fn(usize, &Point) -> String,
) -> (String, String) {
    let of = |point: &Point| measure.of(point).unwrap_or(0.0);
    let mut buckets: Vec<(&Option<String>, f64)> = Vec::new();
    for bucket in series.first().into_iter().flat_map(|one| one.points.iter().map(|point| &point.bucket)) {
        let points = series.iter().filter_map(|one| one.points.iter().find(|point| point.bucket == *bucket));
        let (matches, highest) = points
            .fold((0, 0.0f64), |(matches, highest), point| (matches + point.matches, highest.max(of(point))));
        if matches > 0 {
            buckets.push((bucket, highest));
        }
    }
    buckets.sort_by(|a, b| b.1.total_cmp(&a.1));
    let rest = buckets.len().saturating_sub(BARS);
    buckets.truncate(BARS);
    let left_out = match rest {
        0 => String::new(),
        _ => format!("The {BARS} highest are drawn; the table has {rest} more."),
    };
    let (row, bar) = if series.len() == 1 { (26.0, 18.0) } else { (16.0, 13.0) };
    let gap = if series.len() == 1 { 0.0 } else { 10.0 };
    let names: Vec<String> = buckets.iter().map(|(bucket, _)| name_of(bucket, by)).collect();
    let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let left = (longest.min(29) as f64 * 7.5 + 12.0).max(60.0);
    let highest = buckets.iter().map(|(_, highest)| *highest).fold(1e-9, f64::max);
    let height = (row * series.len() as f64 + gap) * buckets.len() as f64 + 8.0;
    let mut svg = format!("<svg class=\"plot\" viewBox=\"0 0 {WIDTH} {height:.0}\" aria-hidden=\"true\">");
    let mut y = 4.0;
    for ((bucket, _), name) in buckets.iter().zip(&names) {
        let mut short: String = name.chars().take(28).collect();
        if short.len() < name.len() {
            short.push('…');
        }
        let middle = y + (row * (series.len() - 1) as f64 + bar) / 2.0 + 5.0;
        let label = format!(
            "<text class=\"name\" x=\"{:.1}\" y=\"{middle:.1}\" text-anchor=\"end\">{}</text>",
            left - 10.0,
            html(&short)
        );
        if series.len() > 1 {
            svg.push_str(&label);
        }
        for (number, one) in series.iter().enumerate() {
            let Some(point) = one.points.iter().find(|point| point.bucket == **bucket) else { continue };
            let value = of(point);
            let wide = (value / highest * (WIDTH - left - 90.0)).max(1.0);
            let thin = if point.thin && measure == Measure::Rate { " thin" } else { "" };
            let shown = if measure == Measure::Rate { shown::rate(value) } else { tick(value) };
            let of_series = if series.len() > 1 { format!("{}, ", one.name) } else { String::new() };
            let title = format!("{of_series}{name}: {}", shown::counted(point.matches, "match", "matches"));
            let drawn = format!(
                "{}<rect class=\"bar s{number}{thin}\" x=\"{left:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" \
                 height=\"{bar}\"><title>{}</title></rect><text class=\"tick\" x=\"{:.1}\" y=\"{:.1}\">{shown}</text>",
                if series.len() == 1 { &label } else { "" },
                html(&title),
                left + wide + 8.0,
                y + bar * 0.78,
            );
            let href = if point.matches > 0 { href(number, point) } else { String::new() };
            match href.is_empty() {
                true => svg.push_str(&drawn),
                false => {
                    let _ = write!(svg, "<a href=\"{}\" tabindex=\"-1\">{drawn}</a>", html(&href));
                }
            }
            y += row;
        }
        y += gap;
    }
    svg.push_str("</svg>");
    (svg, left_out)
}

fn name_of(bucket: &Option<String>, by: &str) -> String {
    bucket.as_deref().map_or("(none)".to_owned(), |bucket| shown::value(by, bucket))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_text() {
        let point = Point {
            bucket: Some("<b>\u{202e}".to_owned()),
            matches: 1,
            documents: 1,
            words: 10,
            per_million: Some(1e5),
            thin: true,
            find: String::new(),
        };
        let svg = field_bars(&[Series { name: "q", points: &[point] }], Measure::Rate, "party", |_, _| {
            "/?a=\"<".to_owned()
        })
        .0;
        assert!(svg.contains("&lt;b&gt;&lt;U+202E&gt;") && svg.contains("href=\"/?a=&quot;&lt;\""), "{svg}");
    }
}
