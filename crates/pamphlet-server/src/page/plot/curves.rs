//! Curves over time whose points lead to their hits: of one query with the area below it, of several with a colour, a dash
//! and a mark each.

use super::{Series, WIDTH, close, mark, tick};
use crate::page::shown;
use crate::page::trend::bucket_name;
use pamphlet::{Point, TrendBy};
use pamphlet_render::{Measure, ceiling, html, place_of, years};
use std::fmt::Write as _;

/// The height of a plot, and the room around it for what the axes say.
const HEIGHT: f64 = 320.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 12.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 30.0;

/// A bucket with its place in years.
type Placed<'p> = (f64, &'p Point);

/// The curves, and what they leave out. `href` has the way to a point of a series.
pub(crate) fn time(
    series: &[Series<'_>],
    measure: Measure,
    by: &TrendBy,
    href: impl Fn(usize, &Point) -> String,
) -> (String, String) {
    let curves: Vec<Vec<Placed<'_>>> = series
        .iter()
        .map(|one| {
            let place = |point: &Point| place_of(point.bucket.as_deref()?, by);
            one.points.iter().filter_map(|point| Some((place(point)?, point))).collect()
        })
        .collect();
    let left_out = left_out(series, by);
    let places = || curves.iter().flatten().map(|(place, _)| *place);
    let (first, last) = (places().fold(f64::MAX, f64::min), places().fold(f64::MIN, f64::max));
    if first > last {
        return (String::new(), left_out);
    }
    let highest = curves.iter().flatten().filter_map(|(_, point)| measure.of(point)).fold(0.0, f64::max);
    let top = ceiling(highest);
    let x = |place: f64| {
        let at = if last > first { (place - first) / (last - first) } else { 0.5 };
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
    if let Some(curve) = curves.first().filter(|curve| curve.len() <= 400) {
        for (place, _) in curve {
            let _ = write!(svg, "<path class=\"stem\" d=\"M{0:.1} {1:.1}v3\"/>", x(*place), y(0.0));
        }
    }
    let alone = series.len() == 1;
    for (number, curve) in curves.iter().enumerate() {
        draw(&mut svg, number, alone, curve, measure, (&x, &y));
    }
    let unit = if *by == TrendBy::Decade { "decade" } else { "year" };
    for (number, (curve, of)) in curves.iter().zip(series).enumerate() {
        for (place, point) in curve.iter().filter(|(_, point)| measure.of(point).is_some()) {
            let name = if alone { String::new() } else { format!("{}, ", of.name) };
            let title = format!(
                "{name}{}: {}, {} per million words",
                bucket_name(point, unit),
                shown::counted(point.matches, "match", "matches"),
                point.per_million.map_or("–".to_owned(), shown::rate)
            );
            let size = if curve.len() > 150 { 2.5 } else { 4.0 };
            let thin = if point.thin && measure == Measure::Rate { " thin" } else { "" };
            let none = if point.documents == 0 { " none" } else { "" };
            let (x, y) = (x(*place), y(measure.of(point).unwrap_or(0.0)));
            let dot = format!(
                "<circle class=\"reach\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"10\"/>{}><title>{}</title>{}",
                mark(number, x, y, size, &format!("dot s{number}{thin}{none}")),
                html(&title),
                close(number)
            );
            match point.documents {
                0 => svg.push_str(&dot),
                _ => {
                    let _ =
                        write!(svg, "<a href=\"{}\" tabindex=\"-1\">{dot}</a>", html(&href(number, point)));
                }
            }
        }
    }
    svg.push_str("</svg>");
    (svg, left_out)
}

/// A curve; a time without documents breaks it.
fn draw(
    svg: &mut String,
    number: usize,
    alone: bool,
    curve: &[Placed<'_>],
    measure: Measure,
    (x, y): (&dyn Fn(f64) -> f64, &dyn Fn(f64) -> f64),
) {
    for run in curve.split(|(_, point)| measure.of(point).is_none()) {
        let (Some((from, _)), Some((to, _))) = (run.first(), run.last()) else { continue };
        let line: Vec<String> = run
            .iter()
            .map(|(place, point)| format!("{:.1},{:.1}", x(*place), y(measure.of(point).unwrap_or(0.0))))
            .collect();
        let line = line.join(" ");
        if alone {
            let _ = write!(
                svg,
                "<polygon class=\"area\" points=\"{0:.1},{1:.1} {line} {2:.1},{1:.1}\"/>",
                x(*from),
                y(0.0),
                x(*to)
            );
        }
        let _ = write!(svg, "<polyline class=\"curve s{number}\" points=\"{line}\"/>");
    }
}

/// What is in the table only.
fn left_out(series: &[Series<'_>], by: &TrendBy) -> String {
    let (mut coarse, mut undated) = (false, false);
    for point in series.iter().flat_map(|one| one.points) {
        match &point.bucket {
            Some(bucket) => coarse |= place_of(bucket, by).is_none(),
            None => undated = true,
        }
    }
    match (coarse, undated) {
        (false, false) => String::new(),
        (true, false) => "Not drawn, but in the table: dates that are less exact.".to_owned(),
        (false, true) => "Not drawn, but in the table: documents without a date.".to_owned(),
        (true, true) => {
            "Not drawn, but in the table: dates that are less exact, documents without a date.".to_owned()
        }
    }
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
