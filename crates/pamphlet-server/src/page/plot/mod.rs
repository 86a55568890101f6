//! Plots as SVG in the page: no script, no inline style; colours come from the style sheet by class. They are there for
//! the eye and the pointer. What they show stands beside them as a table or can be typed, so keyboards and screen
//! readers are led past them.

mod curves;
mod values;

pub(crate) use curves::time;
pub(crate) use values::field_bars;

use super::link::Link;
use super::shown;
use pamphlet::Point;
use pamphlet_render::html;
use std::fmt::Write as _;

/// Units across a plot.
const WIDTH: f64 = 760.0;

/// The buckets of one query among several.
#[derive(Clone, Copy)]
pub(crate) struct Series<'p> {
    pub name: &'p str,
    pub points: &'p [Point],
}

/// A mark of the series of a number, drawn around a place: those in a row have other shapes. Colours come by class.
fn mark(number: usize, x: f64, y: f64, size: f64, class: &str) -> String {
    match number % 3 {
        0 => format!("<circle class=\"{class}\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{size}\""),
        1 => format!(
            "<rect class=\"{class}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{2:.1}\" height=\"{2:.1}\"",
            x - size,
            y - size,
            2.0 * size
        ),
        _ => {
            let (top, low, left, right) = (y - size * 1.2, y + size, x - size * 1.1, x + size * 1.1);
            format!("<path class=\"{class}\" d=\"M{x:.1} {top:.1}L{right:.1} {low:.1}H{left:.1}Z\"")
        }
    }
}

/// The end of the element that [`mark`] begins.
fn close(number: usize) -> &'static str {
    ["</circle>", "</rect>", "</path>"][number % 3]
}

/// The mark of a series beside its name.
pub(crate) fn swatch(number: usize) -> String {
    format!(
        "<svg class=\"swatch\" viewBox=\"0 0 28 12\" aria-hidden=\"true\"><path class=\"curve s{number}\" d=\"M0 6H28\"/>{}/></svg>",
        mark(number, 14.0, 6.0, 4.0, &format!("dot s{number}"))
    )
}

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
