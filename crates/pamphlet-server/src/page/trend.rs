//! The third view: how often, over time or by a field, as a plot and as the table of its numbers; of one query, or of
//! several side by side.

use super::aside::{ASKED, Aside, fields};
use super::link::Link;
use super::plot::{self, Series};
use super::shell::{Shell, View, Way, choices};
use super::summary::Summary;
use super::{PERSON, page, shown};
use crate::api::whole;
use crate::ask::asked;
use crate::parameter::Given;
use crate::parameters::{ALSO, TREND_PAGE};
use crate::request::{Clock, beside, request, trend_by};
use crate::router::App;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::{Point, Trend, TrendBy};
use pamphlet_render::{Measure, joined};
use std::sync::Arc;
use std::time::Instant;

#[derive(Template)]
#[template(path = "trend.html")]
struct TrendPage {
    shell: Shell,
    aside: Aside,
    summary: Summary,
    bys: Vec<Way>,
    shows: Vec<Way>,
    /// The queries; one where nothing stands beside it.
    queries: Vec<Asked>,
    /// Whether there is room for another.
    more: bool,
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

/// A query of several.
struct Asked {
    text: String,
    /// The mark of its curve, as SVG.
    swatch: String,
    counts: String,
    /// The address without it; empty for the first.
    without: String,
}

struct Row {
    name: String,
    /// Empty where nothing matches, or the bucket cannot be asked for.
    href: String,
    words: String,
    /// Of each query.
    of: Vec<OfQuery>,
}

/// What a query has in a bucket.
struct OfQuery {
    href: String,
    matches: String,
    documents: String,
    rate: String,
    thin: bool,
    /// What the number of matches is called by who does not see the table.
    label: String,
}

pub(crate) async fn trend(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, TREND_PAGE, PERSON, |state, given, stop, most| {
        let (started, clock) = (Instant::now(), Clock::new(most));
        let info = state.info()?;
        let mut first = request(given, most, stop);
        first.facets = fields(info);
        first.facet_values = ASKED;
        first.limit = Some(0);
        let found = state.index.find(&first)?;
        first.facets.clear();
        let by = trend_by(given);
        let mut requests = vec![first.clone()];
        requests.extend(beside(given, &first));
        let mut made = Vec::with_capacity(requests.len());
        for request in &mut requests {
            request.timeout = Some(clock.left());
            made.push(state.index.trend(request, &by)?);
        }
        let named: Vec<(&str, &Trend)> =
            requests.iter().map(|request| request.text.as_str()).zip(&made).collect();
        let series: Vec<Series<'_>> =
            named.iter().map(|(name, trend)| Series { name, points: &trend.points }).collect();
        let measure = match given.value("show") {
            Some("matches") => Measure::Matches,
            Some("documents") => Measure::Documents,
            _ => Measure::Rate,
        };
        let asked_by = given.value("by").unwrap_or("year");
        let ways: Vec<Link> = named.iter().map(|(name, _)| to_hits(given, name)).collect();
        let href = |number: usize, point: &Point| bucket_href(point, &by, &ways[number], given);
        let matches: u64 = made.iter().flat_map(|trend| &trend.points).map(|point| point.matches).sum();
        let (plot, left_out) = match (&by, matches) {
            (_, 0) => (String::new(), String::new()),
            (TrendBy::Field(_), _) => plot::field_bars(&series, measure, asked_by, href),
            _ => plot::time(&series, measure, &by, href),
        };
        let by_name = match &by {
            TrendBy::Year => "Year".to_owned(),
            TrendBy::Month => "Month".to_owned(),
            TrendBy::Decade => "Decade".to_owned(),
            TrendBy::Field(field) => shown::field(field),
        };
        let counts = match found.total {
            0 => "Nothing found".to_owned(),
            total => shown::matches_in(made[0].points.iter().map(|point| point.matches).sum(), total),
        };
        let here = Link::of(given);
        let mut summary = Summary::new(counts, started, &found, &[], given);
        made.iter().for_each(|trend| summary.more(&trend.query.notes));
        let exported = here.clone().without("show");
        let is_whole = whole(&found.query.notes) && made.iter().all(|trend| whole(&trend.query.notes));
        let (bys, shows) = ways_to(given, fields(info), asked_by);
        let template = TrendPage {
            shell: Shell::of(given, View::Trend, "Trend · pamphlet"),
            aside: Aside::new(&found.facets, info, given, "/trend"),
            summary,
            bys,
            shows,
            queries: named.iter().enumerate().map(|(number, one)| told(given, number, one)).collect(),
            more: named.len() <= ALSO,
            plot,
            left_out,
            caption: format!("{} by {}", measure.name(), by_name.to_lowercase()),
            thin: measure == Measure::Rate
                && series.iter().flat_map(|one| one.points).any(|point| point.thin && point.matches > 0),
            rows: rows(&series, asked_by, href),
            by_name,
            csv: exported.to("/api/trend.csv"),
            jsonl: exported.to("/api/trend.jsonl"),
        };
        page(&template, is_whole)
    })
    .await
}

/// The ways to the same by something else, and to another measure.
fn ways_to(given: &Given, mut fields: Vec<String>, by: &str) -> (Vec<Way>, Vec<Way>) {
    let here = Link::of(given);
    fields.retain(|field| field != "date");
    let names: Vec<String> = fields.iter().map(|field| shown::field(field)).collect();
    let mut bys = vec![("year", "Year"), ("month", "Month"), ("decade", "Decade")];
    bys.extend(fields.iter().map(String::as_str).zip(names.iter().map(String::as_str)));
    let shows = [("rate", "Per million words"), ("matches", "Matches"), ("documents", "Documents")];
    let show = given.value("show").unwrap_or("rate");
    (choices(&here, "by", &bys, by, "/trend"), choices(&here, "show", &shows, show, "/trend"))
}

/// A query as the legend has it.
fn told(given: &Given, number: usize, (name, trend): &(&str, &Trend)) -> Asked {
    let sum = |of: fn(&Point) -> u64| trend.points.iter().map(of).sum::<u64>();
    let (matches, documents) = (sum(|point| point.matches), sum(|point| point.documents));
    Asked {
        text: (*name).to_owned(),
        swatch: plot::swatch(number),
        counts: match documents {
            0 => "nothing found".to_owned(),
            _ => shown::counted(matches, "match", "matches"),
        },
        without: match number {
            0 => String::new(),
            _ => Link::of(given).without_value("also", name).to("/trend"),
        },
    }
}

/// The table: a row a bucket, with the figures of each query.
fn rows(series: &[Series<'_>], by: &str, href: impl Fn(usize, &Point) -> String) -> Vec<Row> {
    let joined: Vec<Vec<Point>> = series.iter().map(|one| joined(one.points)).collect();
    let Some(first) = joined.first() else { return Vec::new() };
    let row = |(at, point): (usize, &Point)| {
        let name = bucket_name(point, by);
        let of = joined.iter().enumerate().map(|(number, points)| {
            let here = points.get(at).filter(|here| here.bucket == point.bucket);
            let here = here.or_else(|| points.iter().find(|here| here.bucket == point.bucket));
            let here = here.cloned().unwrap_or_else(|| Point { matches: 0, documents: 0, ..point.clone() });
            OfQuery {
                href: if here.documents > 0 { href(number, &here) } else { String::new() },
                matches: shown::number(here.matches),
                documents: shown::number(here.documents),
                rate: here.per_million.map_or("–".to_owned(), shown::rate),
                thin: here.thin && here.words > 0,
                label: format!("{}, {name}: {}", shown::number(here.matches), series[number].name),
            }
        });
        let of: Vec<OfQuery> = of.collect();
        let alone = of.first().filter(|_| series.len() == 1);
        Row {
            href: alone.map(|one| one.href.clone()).unwrap_or_default(),
            name,
            words: shown::number(point.words),
            of,
        }
    };
    first.iter().enumerate().map(row).collect()
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

/// The way to the hits of a query.
fn to_hits(given: &Given, query: &str) -> Link {
    Link::of(given).without("by").without("show").without("also").with("q", query)
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
