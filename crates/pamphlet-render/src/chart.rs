//! A trend as an image: SVG that stands alone, for a page, a paper or a slide. No script, no font of its own, nothing from
//! the network; curves differ by colour, dashes and marks, so that they can be told apart in print.

use crate::html;
use pamphlet::{PartialDate, Point, TrendBy};
use std::fmt::Write as _;

/// What a plot shows of a bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Matches in a million words.
    Rate,
    /// Matches.
    Matches,
    /// Documents that match.
    Documents,
}

impl Measure {
    /// What it is of a bucket; `None` where there is nothing that it could be of.
    pub fn of(self, point: &Point) -> Option<f64> {
        match self {
            Measure::Rate => point.per_million,
            Measure::Matches => (point.words > 0).then_some(point.matches as f64),
            Measure::Documents => (point.words > 0).then_some(point.documents as f64),
        }
    }

    /// Its name at an axis.
    pub fn name(self) -> &'static str {
        match self {
            Measure::Rate => "Matches per million words",
            Measure::Matches => "Matches",
            Measure::Documents => "Documents",
        }
    }
}

/// Where a bucket of time stands, in years; `None` for one that is coarser than the others, and for values.
pub fn place_of(bucket: &str, by: &TrendBy) -> Option<f64> {
    if let Some(decade) = bucket.strip_suffix('s') {
        return decade.parse().ok().filter(|_| *by == TrendBy::Decade);
    }
    let (year, month, _) = bucket.parse::<PartialDate>().ok()?.parts();
    match (by, month) {
        (TrendBy::Year, None) => Some(f64::from(year)),
        (TrendBy::Month, Some(month)) => Some(f64::from(year) + f64::from(month - 1) / 12.0),
        _ => None,
    }
}

/// A round number that is at least as high.
pub fn ceiling(highest: f64) -> f64 {
    let power = 10f64.powf(highest.max(1e-9).log10().floor());
    [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|by| by * power).find(|top| *top >= highest).unwrap_or(highest)
}

const WIDTH: f64 = 800.0;
const LEFT: f64 = 76.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 24.0;
/// Height of the field that curves are drawn in.
const HEIGHT: f64 = 320.0;
/// A line of text below it.
const LINE: f64 = 20.0;

/// Colours that people who see colours differently can tell apart (Okabe & Ito 2008).
const COLORS: [&str; 7] = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000"];
const DASHES: [&str; 4] = ["", "7 3", "2 3", "9 3 2 3"];

/// Values of a field that are drawn; the table has all.
const BARS: usize = 30;

/// The trends of one or several queries over the same buckets, each with its name.
pub fn trend_svg(series: &[(&str, &[Point])], by: &TrendBy, measure: Measure) -> String {
    match by {
        TrendBy::Field(field) => values(series, field, measure),
        _ => times(series, by, measure),
    }
}

fn open(height: f64, about: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{WIDTH}\" height=\"{height}\" viewBox=\"0 0 {WIDTH} {height}\" \
         role=\"img\" font-family=\"Helvetica, Arial, sans-serif\" font-size=\"13\">\n<title>{}</title>\n\
         <rect width=\"{WIDTH}\" height=\"{height}\" fill=\"#fff\"/>\n",
        html(about)
    )
}

/// A line below or beside the plot.
fn text(svg: &mut String, (x, y): (f64, f64), anchor: &str, text: &str) {
    let _ = writeln!(svg, "<text x=\"{x:.1}\" y=\"{y:.1}\" text-anchor=\"{anchor}\">{}</text>", html(text));
}

/// A number at an axis or a bar.
fn number(value: f64) -> String {
    if value >= 100.0 || value.fract().abs() < 1e-9 { format!("{value:.0}") } else { format!("{value:.1}") }
}

fn color(at: usize) -> &'static str {
    COLORS[at % COLORS.len()]
}

/// A mark of a series at a place; hollow where it says little.
fn mark(at: usize, x: f64, y: f64, hollow: bool) -> String {
    let color = color(at);
    let fill = if hollow { "#fff" } else { color };
    let style = format!("fill=\"{fill}\" stroke=\"{color}\" stroke-width=\"1.5\"");
    match at % 3 {
        0 => format!("<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\" {style}"),
        1 => {
            format!("<rect x=\"{:.1}\" y=\"{:.1}\" width=\"6.5\" height=\"6.5\" {style}", x - 3.25, y - 3.25)
        }
        _ => {
            let (left, right, top, bottom) = (x - 4.0, x + 4.0, y - 4.0, y + 3.5);
            format!("<path d=\"M{x:.1} {top:.1}L{right:.1} {bottom:.1}H{left:.1}Z\" {style}")
        }
    }
}

fn titled(shape: &str, point: &Point, series: &str) -> String {
    let rate = point.per_million.map_or("–".to_owned(), number);
    let name = point.bucket.as_deref().unwrap_or("(none)");
    let title = format!("{series}, {name}: {} matches, {rate} per million words", point.matches);
    format!("{shape}><title>{}</title></{}>\n", html(&title), tag(shape))
}

fn tag(shape: &str) -> &str {
    shape.trim_start_matches('<').split(' ').next().unwrap_or("g")
}

/// The names of the series, where there are several, each with its mark; returns the height that they take.
fn legend(svg: &mut String, series: &[(&str, &[Point])], y: f64) -> f64 {
    let mut x = LEFT;
    let mut line = 0.0;
    for (at, (name, _)) in series.iter().enumerate() {
        let short = crate::shortened(name, 60);
        let wide = 34.0 + short.chars().count() as f64 * 7.2 + 18.0;
        if x + wide > WIDTH - RIGHT && x > LEFT {
            (x, line) = (LEFT, line + LINE);
        }
        let _ = writeln!(svg, "{}/>", mark(at, x + 12.0, y + line - 4.5, false));
        text(svg, (x + 26.0, y + line), "start", &short);
        x += wide;
    }
    line + LINE
}

/// Curves over time. A time without documents breaks the curve; what has no date, or one that is less exact, is told below.
fn times(series: &[(&str, &[Point])], by: &TrendBy, measure: Measure) -> String {
    let placed = |points: &[Point]| -> Vec<(f64, Point)> {
        let place = |point: &Point| place_of(point.bucket.as_deref()?, by);
        points.iter().filter_map(|point| Some((place(point)?, point.clone()))).collect()
    };
    let curves: Vec<Vec<(f64, Point)>> = series.iter().map(|(_, points)| placed(points)).collect();
    let places = || curves.iter().flatten().map(|(place, _)| *place);
    let (first, last) = (places().fold(f64::MAX, f64::min), places().fold(f64::MIN, f64::max));
    let top = ceiling(curves.iter().flatten().filter_map(|(_, point)| measure.of(point)).fold(0.0, f64::max));
    let x = |place: f64| {
        let at = if last > first { (place - first) / (last - first) } else { 0.5 };
        LEFT + 10.0 + at * (WIDTH - LEFT - RIGHT - 20.0)
    };
    let y = |value: f64| TOP + HEIGHT - value / top * HEIGHT;
    let mut body = String::new();
    for part in 0..=4 {
        let value = top * f64::from(part) / 4.0;
        let _ =
            writeln!(body, "<path d=\"M{LEFT} {0:.1}H{1:.1}\" stroke=\"#ddd\"/>", y(value), WIDTH - RIGHT);
        text(&mut body, (LEFT - 8.0, y(value) + 4.5), "end", &number(value));
    }
    if first <= last {
        for year in years(first, last) {
            let at = x(f64::from(year));
            let _ = writeln!(body, "<path d=\"M{at:.1} {0:.1}v5\" stroke=\"#777\"/>", y(0.0));
            text(&mut body, (at, y(0.0) + 20.0), "middle", &year.to_string());
        }
    }
    let _ = writeln!(body, "<path d=\"M{LEFT} {0:.1}H{1:.1}\" stroke=\"#777\"/>", y(0.0), WIDTH - RIGHT);
    for (at, ((name, _), curve)) in series.iter().zip(&curves).enumerate() {
        let dash = DASHES[at % DASHES.len()];
        for run in curve.split(|(_, point)| measure.of(point).is_none()) {
            let line: Vec<String> = run
                .iter()
                .map(|(place, point)| format!("{:.1},{:.1}", x(*place), y(measure.of(point).unwrap_or(0.0))))
                .collect();
            if line.len() > 1 {
                let _ = writeln!(
                    body,
                    "<polyline fill=\"none\" stroke=\"{}\" stroke-width=\"1.8\" stroke-dasharray=\"{dash}\" points=\"{}\"/>",
                    color(at),
                    line.join(" ")
                );
            }
        }
        if curve.len() <= 400 {
            for (place, point) in curve {
                let Some(value) = measure.of(point) else { continue };
                let hollow = point.thin && measure == Measure::Rate;
                body.push_str(&titled(&mark(at, x(*place), y(value), hollow), point, name));
            }
        }
    }
    let mut below = TOP + HEIGHT + 20.0 + LINE;
    if series.len() > 1 {
        below += legend(&mut body, series, below);
    }
    for line in told(series, by, measure) {
        text(&mut body, (LEFT, below), "start", &line);
        below += LINE;
    }
    let middle = TOP + HEIGHT / 2.0;
    let _ = writeln!(
        body,
        "<text transform=\"translate(18 {middle:.1}) rotate(-90)\" text-anchor=\"middle\">{}</text>",
        measure.name()
    );
    open(below.ceil(), &about(series, by, measure)) + &body + "</svg>\n"
}

/// What the marks mean, and what is not drawn.
fn told(series: &[(&str, &[Point])], by: &TrendBy, measure: Measure) -> Vec<String> {
    let mut lines = Vec::new();
    let points = || series.iter().flat_map(|(_, points)| points.iter());
    let drawn = |point: &Point| point.bucket.as_deref().is_some_and(|bucket| place_of(bucket, by).is_some());
    if measure == Measure::Rate && points().any(|point| point.thin && point.words > 0 && drawn(point)) {
        lines.push("Hollow: fewer than 10,000 words, so that the rate says little.".to_owned());
    }
    for (name, points) in series {
        let rest = points.iter().filter(|point| !drawn(point));
        let (matches, documents) =
            rest.fold((0, 0), |(a, b), point| (a + point.matches, b + point.documents));
        if documents > 0 {
            let of = if series.len() > 1 { format!("{name}: ") } else { String::new() };
            let (found, held) =
                (counted(matches, "match", "matches"), counted(documents, "document", "documents"));
            lines.push(format!(
                "{of}not drawn, without a date or with one that is less exact: {found} in {held}."
            ));
        }
    }
    lines
}

fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

fn about(series: &[(&str, &[Point])], by: &TrendBy, measure: Measure) -> String {
    let by = match by {
        TrendBy::Year => "year",
        TrendBy::Month => "month",
        TrendBy::Decade => "decade",
        TrendBy::Field(field) => field,
    };
    let names: Vec<&str> = series.iter().map(|(name, _)| *name).collect();
    format!("{} by {by}: {}", measure.name(), names.join(", "))
}

/// The years that an axis names: at most nine, round.
pub fn years(first: f64, last: f64) -> Vec<i32> {
    let (first, last) = (first.ceil() as i32, last.floor() as i32);
    if last <= first {
        return vec![first];
    }
    let step = [1, 2, 5, 10, 20, 50, 100].into_iter().find(|step| (last - first) / step < 9).unwrap_or(500);
    (first..=last).filter(|year| year.rem_euclid(step) == 0).collect()
}

/// Bars of a field's values, those of all series for one value together, the highest of the first series first.
fn values(series: &[(&str, &[Point])], field: &str, measure: Measure) -> String {
    const BAR: f64 = 16.0;
    let of = |points: &[Point], bucket: &Option<String>| {
        points.iter().find(|point| point.bucket == *bucket).and_then(|point| measure.of(point)).unwrap_or(0.0)
    };
    let mut buckets: Vec<&Option<String>> =
        series.first().map_or(Vec::new(), |(_, points)| points.iter().map(|point| &point.bucket).collect());
    buckets.retain(|bucket| series.iter().any(|(_, points)| of(points, bucket) > 0.0));
    buckets.sort_by(|a, b| {
        let key = |bucket| series.iter().map(|(_, points)| of(points, bucket)).fold(0.0, f64::max);
        key(b).total_cmp(&key(a))
    });
    let rest = buckets.len().saturating_sub(BARS);
    buckets.truncate(BARS);
    let name_of = |bucket: &Option<String>| {
        bucket.as_deref().map_or("(none)".to_owned(), |name| crate::shortened(name, 32))
    };
    let names =
        buckets.iter().map(|bucket| name_of(bucket).chars().count()).max().unwrap_or(0) as f64 * 7.4 + 24.0;
    let highest = buckets
        .iter()
        .flat_map(|bucket| series.iter().map(|(_, points)| of(points, bucket)))
        .fold(0.0, f64::max)
        .max(1e-9);
    let mut body = String::new();
    let mut y = TOP;
    for bucket in &buckets {
        let group = BAR * series.len() as f64;
        text(&mut body, (names - 10.0, y + group / 2.0 + 4.5), "end", &name_of(bucket));
        for (at, (name, points)) in series.iter().enumerate() {
            let Some(point) = points.iter().find(|point| point.bucket == **bucket) else { continue };
            let value = measure.of(point).unwrap_or(0.0);
            let wide = (value / highest * (WIDTH - names - RIGHT - 70.0)).max(0.5);
            let hollow = point.thin && measure == Measure::Rate;
            let fill = if hollow { "#fff" } else { color(at) };
            let rect = format!(
                "<rect x=\"{names:.1}\" y=\"{y:.1}\" width=\"{wide:.1}\" height=\"{:.1}\" fill=\"{fill}\" stroke=\"{}\"",
                BAR - 3.0,
                color(at)
            );
            body.push_str(&titled(&rect, point, name));
            text(&mut body, (names + wide + 6.0, y + BAR - 5.0), "start", &number(value));
            y += BAR;
        }
        y += 8.0;
    }
    let mut below = y + LINE;
    text(&mut body, (names, below), "start", &format!("{} by {field}", measure.name()));
    below += LINE;
    if series.len() > 1 {
        below += legend(&mut body, series, below);
    }
    let thin = |points: &[Point]| points.iter().any(|point| point.thin && buckets.contains(&&point.bucket));
    if measure == Measure::Rate && series.iter().any(|(_, points)| thin(points)) {
        text(
            &mut body,
            (LEFT, below),
            "start",
            "Hollow: fewer than 10,000 words, so that the rate says little.",
        );
        below += LINE;
    }
    if rest > 0 {
        text(
            &mut body,
            (LEFT, below),
            "start",
            &format!("The {BARS} highest are drawn; there are {rest} more."),
        );
        below += LINE;
    }
    open(below.ceil(), &about(series, &TrendBy::Field(field.to_owned()), measure)) + &body + "</svg>\n"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(bucket: Option<&str>, matches: u64, words: u64) -> Point {
        Point {
            bucket: bucket.map(str::to_owned),
            matches,
            documents: matches.min(2),
            words,
            per_million: (words > 0).then(|| matches as f64 * 1e6 / words as f64),
            thin: words < 10_000,
            find: String::new(),
        }
    }

    #[test]
    fn a_time_without_documents_breaks_the_curve() {
        let points = [
            point(Some("1848"), 4, 20_000),
            point(Some("1849"), 6, 20_000),
            point(Some("1850"), 0, 0),
            point(Some("1851"), 0, 20_000),
            point(Some("1852"), 1, 500),
            point(None, 3, 100),
        ];
        let svg = trend_svg(&[("strike & <lockout>", &points)], &TrendBy::Year, Measure::Rate);
        assert_eq!(svg.matches("<polyline").count(), 2, "{svg}");
        // one of four marks is hollow
        assert_eq!((svg.matches("<circle").count(), svg.matches("fill=\"#fff\" stroke").count()), (4, 1));
        assert!(
            svg.contains("strike &amp; &lt;lockout&gt;, 1849: 6 matches, 300 per million words"),
            "{svg}"
        );
        assert!(svg.contains("less exact: 3 matches in 2 documents."), "{svg}");
        assert!(svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\"") && svg.ends_with("</svg>\n"));
    }

    #[test]
    fn series_are_told_apart() {
        let points = [point(Some("1840s"), 4, 20_000), point(Some("1850s"), 6, 20_000)];
        let svg = trend_svg(&[("one", &points), ("two", &points)], &TrendBy::Decade, Measure::Matches);
        assert!(
            svg.contains(">one</text>")
                && svg.contains(">two</text>")
                && svg.contains("stroke-dasharray=\"7 3\"")
        );
        // two marks and one in the legend of each
        assert_eq!((svg.matches("<circle").count(), svg.matches("width=\"6.5\"").count()), (3, 3));
    }

    #[test]
    fn values_are_bars() {
        let points =
            [point(Some("Labour"), 4, 20_000), point(Some("Liberal"), 0, 20_000), point(None, 9, 20_000)];
        let by = TrendBy::Field("party".to_owned());
        let svg = trend_svg(&[("strike", &points)], &by, Measure::Rate);
        assert!(svg.contains("Labour") && svg.contains("(none)") && !svg.contains("Liberal"), "{svg}");
        assert!(trend_svg(&[("strike", &[])], &by, Measure::Rate).ends_with("</svg>\n"));
    }

    #[test]
    fn axes_are_round() {
        let check =
            |highest: f64, want: f64| assert!((ceiling(highest) - want).abs() < want * 1e-9, "{highest}");
        check(0.7, 1.0);
        check(1.2, 2.0);
        check(240.0, 250.0);
        check(26_000.0, 50_000.0);
        assert_eq!(years(1848.0, 1857.5), [1848, 1850, 1852, 1854, 1856]);
        assert_eq!(years(1848.2, 1848.4), [1849]);
        assert_eq!(years(1649.0, 2020.0), [1650, 1700, 1750, 1800, 1850, 1900, 1950, 2000]);
    }
}
