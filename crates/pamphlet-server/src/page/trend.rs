//! The third view: how often, over time or by a field, as a plot and as the table of its numbers.

use super::aside::{ASKED, Aside, fields};
use super::link::Link;
use super::shell::{Shell, View, Way, choices};
use super::summary::Summary;
use super::{PERSON, page, plot, shown};
use crate::api::whole;
use crate::ask::asked;
use crate::parameter::Given;
use crate::parameters::TREND_PAGE;
use crate::request::{request, trend_by};
use crate::router::App;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::{Point, TrendBy};
use pamphlet_render::{Measure, joined};
use std::sync::Arc;
use std::time::Instant;

/// Bars of a field that are drawn; the table has all.
const BARS: usize = 30;

#[derive(Template)]
#[template(path = "trend.html")]
struct TrendPage {
    shell: Shell,
    aside: Aside,
    summary: Summary,
    bys: Vec<Way>,
    shows: Vec<Way>,
    /// The plot as SVG; empty where there is nothing to plot.
    plot: String,
    /// What the plot leaves out.
    left_out: String,
    caption: String,
    by_name: String,
    rows: Vec<Row>,
    thin: bool,
    csv: String,
    jsonl: String,
}

struct Row {
    name: String,
    /// Empty where nothing matches, or the bucket cannot be asked for.
    href: String,
    matches: String,
    documents: String,
    words: String,
    rate: String,
    thin: bool,
}

pub(crate) async fn trend(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, TREND_PAGE, PERSON, |state, given, stop, most| {
        let started = Instant::now();
        let info = state.info()?;
        let mut request = request(given, most, stop);
        request.facets = fields(info);
        request.facet_values = ASKED;
        request.limit = Some(0);
        let found = state.index.find(&request)?;
        request.facets.clear();
        let by = trend_by(given);
        let made = state.index.trend(&request, &by)?;
        let (asked_by, show) = (given.value("by").unwrap_or("year"), given.value("show").unwrap_or("rate"));
        let measure = match show {
            "matches" => Measure::Matches,
            "documents" => Measure::Documents,
            _ => Measure::Rate,
        };
        let here = Link::of(given);
        let mut fields = fields(info);
        fields.retain(|field| field != "date");
        let names: Vec<String> = fields.iter().map(|field| shown::field(field)).collect();
        let mut bys = vec![("year", "Year"), ("month", "Month"), ("decade", "Decade")];
        bys.extend(fields.iter().map(String::as_str).zip(names.iter().map(String::as_str)));
        let bys = choices(&here, "by", &bys, asked_by, "/trend");
        let shows = [("rate", "Per million words"), ("matches", "Matches"), ("documents", "Documents")];
        let shows = choices(&here, "show", &shows, show, "/trend");
        let to_hits = Link::of(given).without("by").without("show");
        let href = |point: &Point| bucket_href(point, &by, &to_hits, given);
        let matches: u64 = made.points.iter().map(|point| point.matches).sum();
        let (plot, left_out) = match (&by, matches) {
            (_, 0) => (String::new(), String::new()),
            (TrendBy::Field(_), _) => {
                let mut shown: Vec<&Point> = made.points.iter().filter(|point| point.matches > 0).collect();
                shown.sort_by(|a, b| measure.of(b).unwrap_or(0.0).total_cmp(&measure.of(a).unwrap_or(0.0)));
                let rest = shown.len().saturating_sub(BARS);
                shown.truncate(BARS);
                let left_out = match rest {
                    0 => String::new(),
                    _ => format!("The {BARS} highest are drawn; the table has {rest} more."),
                };
                (plot::field_bars(&shown, measure, asked_by, href), left_out)
            }
            _ => plot::time(&made.points, measure, &by, href),
        };
        let by_name = match &by {
            TrendBy::Year => "Year".to_owned(),
            TrendBy::Month => "Month".to_owned(),
            TrendBy::Decade => "Decade".to_owned(),
            TrendBy::Field(field) => shown::field(field),
        };
        let counts = match found.total {
            0 => "Nothing found".to_owned(),
            total => shown::matches_in(matches, total),
        };
        let exported = here.clone().without("show");
        let whole = whole(&made.query.notes) && whole(&found.query.notes);
        let template = TrendPage {
            shell: Shell::of(given, View::Trend, "Trend · pamphlet"),
            aside: Aside::new(&found.facets, info, given, "/trend"),
            summary: Summary::new(counts, started, &found, &made.query.notes, given),
            bys,
            shows,
            plot,
            left_out,
            caption: format!("{} by {}", measure.name(), by_name.to_lowercase()),
            thin: measure == Measure::Rate && made.points.iter().any(|point| point.thin && point.matches > 0),
            rows: joined(&made.points)
                .iter()
                .map(|point| Row {
                    name: bucket_name(point, asked_by),
                    href: if point.documents > 0 { href(point) } else { String::new() },
                    matches: shown::number(point.matches),
                    documents: shown::number(point.documents),
                    words: shown::number(point.words),
                    rate: point.per_million.map_or("–".to_owned(), shown::rate),
                    thin: point.thin && point.words > 0,
                })
                .collect(),
            by_name,
            csv: exported.to("/api/trend.csv"),
            jsonl: exported.to("/api/trend.jsonl"),
        };
        page(&template, whole)
    })
    .await
}

/// A bucket as a person reads it.
pub(crate) fn bucket_name(point: &Point, by: &str) -> String {
    match &point.bucket {
        None => "(none)".to_owned(),
        Some(bucket) if bucket.contains('–') && point.words == 0 => bucket.clone(),
        Some(bucket) if bucket.len() == 7 => shown::date(bucket),
        Some(bucket) => shown::value(by, bucket),
    }
}

/// The way to the hits of a bucket; empty where they cannot be asked for.
fn bucket_href(point: &Point, by: &TrendBy, to_hits: &Link, given: &Given) -> String {
    let Some(bucket) = &point.bucket else { return String::new() };
    if let TrendBy::Field(field) = by {
        let pair = format!("{field}={bucket}");
        return match given.values("where").any(|had| had == pair) {
            true => to_hits.to("/"),
            false => to_hits.clone().and("where", &pair).to("/"),
        };
    }
    let (first, last) = match bucket.strip_suffix('s') {
        Some(decade) => {
            let start: u16 = decade.parse().unwrap_or(0);
            (format!("{:04}", start.max(1)), format!("{:04}", start + 9))
        }
        None => (bucket.clone(), bucket.clone()),
    };
    to_hits.clone().with("from", &first).with("to", &last).to("/")
}
