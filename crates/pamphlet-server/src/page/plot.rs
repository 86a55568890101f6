//! Plots as SVG in the page: no script, no inline style; colours come from the style sheet by class. They are there for
//! the eye and the pointer. What they show stands beside them as a table or can be typed, so keyboards and screen
//! readers are led past them.

use super::link::Link;
use super::shown;
use super::trend::bucket_name;
use pamphlet::{Point, TrendBy};
use pamphlet_render::{Measure, ceiling, html, place_of, years};
use std::fmt::Write as _;

/// Years that a bar stands for, so that there are not too many bars.
fn step(first: i32, last: i32, most: i32) -> i32 {
    [1, 2, 5, 10, 20, 50, 100].into_iter().find(|step| (last - first) / step < most).unwrap_or(500)
}

/// Bars of years in a narrow column, each a way to its years.
pub(crate) fn bars(years: &[(i32, u64)], here: &Link, action: &str) -> String {
    draw_bars(years, 240, 60, 40, |first, last| {
        let (first, last) = (format!("{first:04}"), format!("{last:04}"));
        here.clone().with("from", &first).with("to", &last).to(action)
    })
}

/// The same over the width of the page.
pub(crate) fn wide_bars(years: &[(i32, u64)]) -> String {
    draw_bars(years, 720, 96, 120, |first, last| {
        Link::default().and("from", &format!("{first:04}")).and("to", &format!("{last:04}")).to("/")
    })
}

fn draw_bars(
    years: &[(i32, u64)],
    width: i32,
    height: i32,
    most: i32,
    href: impl Fn(i32, i32) -> String,
) -> String {
    let first = years.iter().map(|(year, _)| *year).min().unwrap_or(0);
    let last = years.iter().map(|(year, _)| *year).max().unwrap_or(0);
    let step = step(first, last, most);
    let start = first - first.rem_euclid(step);
    let count = ((last - start) / step + 1).max(1);
    let mut sums = vec![0u64; count as usize];
    for (year, documents) in years {
        if let Some(sum) = sums.get_mut(((year - start) / step) as usize) {
            *sum += documents;
        }
    }
    let highest = sums.iter().copied().max().unwrap_or(1).max(1);
    let room = f64::from(width) / f64::from(count);
    let mut svg = format!(
        "<svg class=\"bars\" viewBox=\"0 0 {width} {height}\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
    );
    for (at, sum) in sums.iter().enumerate().filter(|(_, sum)| **sum > 0) {
        let from = (start + at as i32 * step).max(1);
        let to = (start + (at as i32 + 1) * step - 1).min(9999);
        let tall = (*sum as f64 / highest as f64 * f64::from(height - 4)).max(2.0);
        let name = if step == 1 { from.to_string() } else { format!("{from}–{to}") };
        let _ = write!(
            svg,
            "<a href=\"{}\" tabindex=\"-1\"><rect class=\"back\" x=\"{:.2}\" y=\"0\" width=\"{room:.2}\" \
             height=\"{height}\"/><rect class=\"bar\" x=\"{:.2}\" y=\"{:.2}\" width=\"{:.2}\" height=\"{tall:.2}\">\
             <title>{name}: {}</title></rect></a>",
            html(&href(from, to)),
            at as f64 * room,
            at as f64 * room + room * 0.1,
            f64::from(height) - tall,
            room * 0.8,
            shown::counted(*sum, "document", "documents"),
        );
    }
    svg.push_str("</svg>");
    svg
}

/// Width and height of a plot, and the room around it for what the axes say.
const WIDTH: f64 = 760.0;
const HEIGHT: f64 = 320.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 30.0;

/// A number at an axis.
fn tick(value: f64) -> String {
    if value >= 1000.0 || value.fract() == 0.0 {
        shown::number(value.round() as u64)
    } else if value >= 1.0 {
        format!("{value:.1}")
    } else {
        format!("{value:.2}")
    }
}

/// A curve over time whose points lead to their hits; and what it leaves out.
pub(crate) fn time(
    points: &[Point],
    measure: Measure,
    by: &TrendBy,
    href: impl Fn(&Point) -> String,
) -> (String, String) {
    let mut placed: Vec<(f64, &Point)> = Vec::new();
    let (mut coarse, mut undated) = (0, false);
    for point in points {
        match point.bucket.as_deref().map(|bucket| place_of(bucket, by)) {
            Some(Some(place)) => placed.push((place, point)),
            Some(None) => coarse += 1,
            None => undated = true,
        }
    }
    let mut left_out = Vec::new();
    if coarse > 0 {
        left_out.push("dates that are less exact".to_owned());
    }
    if undated {
        left_out.push("documents without a date".to_owned());
    }
    let left_out = match left_out.is_empty() {
        true => String::new(),
        false => format!("Not drawn, but in the table: {}.", left_out.join(", ")),
    };
    let (Some((first, _)), Some((last, _))) = (placed.first(), placed.last()) else {
        return (String::new(), left_out);
    };
    let (first, last) = (*first, *last);
    let span = if last > first { last - first } else { 1.0 };
    let of = |point: &Point| measure.of(point).unwrap_or(0.0);
    let highest = placed.iter().map(|(_, point)| of(point)).fold(0.0, f64::max);
    let top = ceiling(highest);
    let x = |place: f64| {
        let at = if last > first { (place - first) / span } else { 0.5 };
        LEFT + 8.0 + at * (WIDTH - LEFT - RIGHT - 16.0)
    };
    let y = |value: f64| HEIGHT - BOTTOM - value / top * (HEIGHT - TOP - BOTTOM);
    let mut svg = format!("<svg class=\"plot\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-hidden=\"true\">");
    grid(&mut svg, top, y);
    for place in years(first, last) {
        let _ = write!(
            svg,
            "<text class=\"tick\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"middle\">{place}</text>",
            x(f64::from(place)),
            HEIGHT - 8.0
        );
    }
    if placed.len() <= 400 {
        for (place, _) in &placed {
            let _ = write!(
                svg,
                "<path class=\"stem\" d=\"M{0:.1} {1:.1}V{2:.1}\"/>",
                x(*place),
                y(0.0),
                y(0.0) + 3.0
            );
        }
    }
    // a time without documents breaks the curve
    for run in placed.split(|(_, point)| measure.of(point).is_none()) {
        let (Some((from, _)), Some((to, _))) = (run.first(), run.last()) else { continue };
        let line: Vec<String> =
            run.iter().map(|(place, point)| format!("{:.1},{:.1}", x(*place), y(of(point)))).collect();
        let _ = write!(
            svg,
            "<polygon class=\"area\" points=\"{:.1},{:.1} {} {:.1},{:.1}\"/><polyline class=\"curve\" points=\"{}\"/>",
            x(*from),
            y(0.0),
            line.join(" "),
            x(*to),
            y(0.0),
            line.join(" ")
        );
    }
    let name = match by {
        TrendBy::Decade => "decade",
        _ => "year",
    };
    for (place, point) in placed.iter().filter(|(_, point)| measure.of(point).is_some()) {
        let radius = if placed.len() > 150 { 2.5 } else { 4.0 };
        let thin = if point.thin && measure == Measure::Rate { " thin" } else { "" };
        let title = format!(
            "{}: {}, {} per million words",
            bucket_name(point, name),
            shown::counted(point.matches, "match", "matches"),
            point.per_million.map_or("–".to_owned(), shown::rate)
        );
        let (x, y) = (x(*place), y(of(point)));
        let dot = format!(
            "<circle class=\"reach\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"10\"/>\
             <circle class=\"dot{thin}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius}\"><title>{}</title></circle>",
            html(&title)
        );
        match point.documents {
            0 => svg.push_str(&dot.replace("dot", "dot none")),
            _ => {
                let _ = write!(svg, "<a href=\"{}\" tabindex=\"-1\">{dot}</a>", html(&href(point)));
            }
        }
    }
    svg.push_str("</svg>");
    (svg, left_out)
}

/// Lines across, with what they stand for.
fn grid(svg: &mut String, top: f64, y: impl Fn(f64) -> f64) {
    for part in 0..=4 {
        let value = top * f64::from(part) / 4.0;
        let _ = write!(
            svg,
            "<path class=\"grid\" d=\"M{LEFT} {0:.1}H{1:.1}\"/>\
             <text class=\"tick\" x=\"{2:.1}\" y=\"{3:.1}\" text-anchor=\"end\">{4}</text>",
            y(value),
            WIDTH - RIGHT,
            LEFT - 8.0,
            y(value) + 4.0,
            tick(value)
        );
    }
}

/// Bars of a field's values, the highest first, each a way to its hits.
pub(crate) fn field_bars(
    points: &[&Point],
    measure: Measure,
    by: &str,
    href: impl Fn(&Point) -> String,
) -> String {
    const ROW: f64 = 26.0;
    let longest = points.iter().map(|point| bucket_name(point, by).chars().count()).max().unwrap_or(0);
    let names = (longest.min(29) as f64 * 7.5 + 12.0).max(60.0);
    let of = |point: &Point| measure.of(point).unwrap_or(0.0);
    let highest = points.iter().map(|point| of(point)).fold(0.0, f64::max).max(1e-9);
    let height = ROW * points.len() as f64 + 8.0;
    let mut svg = format!("<svg class=\"plot\" viewBox=\"0 0 {WIDTH} {height:.0}\" aria-hidden=\"true\">");
    for (at, point) in points.iter().enumerate() {
        let y = at as f64 * ROW + 4.0;
        let value = of(point);
        let wide = (value / highest * (WIDTH - names - 90.0)).max(1.0);
        let name = bucket_name(point, by);
        let mut short: String = name.chars().take(28).collect();
        if short.len() < name.len() {
            short.push('…');
        }
        let thin = if point.thin && measure == Measure::Rate { " thin" } else { "" };
        let shown = if measure == Measure::Rate { shown::rate(value) } else { tick(value) };
        let row = format!(
            "<text class=\"name\" x=\"{:.1}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>\
             <rect class=\"bar{thin}\" x=\"{names:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"18\">\
             <title>{}: {}</title></rect><text class=\"tick\" x=\"{:.1}\" y=\"{:.1}\">{shown}</text>",
            names - 10.0,
            y + 14.0,
            html(&short),
            html(&name),
            shown::counted(point.matches, "match", "matches"),
            names + wide + 8.0,
            y + 14.0,
        );
        let href = href(point);
        if href.is_empty() {
            svg.push_str(&row);
        } else {
            let _ = write!(svg, "<a href=\"{}\" tabindex=\"-1\">{row}</a>", html(&href));
        }
    }
    svg.push_str("</svg>");
    svg
}

/// The places of matches in a document as a bar, each a way to its match: `(place, id)`, places from 0 to 1.
pub(crate) fn places(marks: &[(f64, &str)]) -> String {
    const PARTS: usize = 400;
    let mut svg = String::from(
        "<svg viewBox=\"0 0 10 1000\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect class=\"track\" \
         width=\"10\" height=\"1000\"/>",
    );
    let mut last = None;
    for (place, id) in marks {
        // so many matches that they lie on each other are one tick, which leads to the first of them
        let part = (place.clamp(0.0, 1.0) * PARTS as f64) as usize;
        if last == Some(part) {
            continue;
        }
        last = Some(part);
        let y = part as f64 / PARTS as f64 * 996.0;
        let _ = write!(
            svg,
            "<a href=\"#{id}\" tabindex=\"-1\"><rect class=\"reach\" y=\"{:.1}\" width=\"10\" height=\"8\"/>\
             <rect class=\"tick\" y=\"{y:.1}\" width=\"10\" height=\"4\"/></a>",
            (y - 2.0).max(0.0)
        );
    }
    svg.push_str("</svg>");
    svg
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
        let svg = field_bars(&[&point], Measure::Rate, "party", |_| "/?a=\"<".to_owned());
        assert!(svg.contains("&lt;b&gt;&lt;U+202E&gt;") && svg.contains("href=\"/?a=&quot;&lt;\""), "{svg}");
    }
}
