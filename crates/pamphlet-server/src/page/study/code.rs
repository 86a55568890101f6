//! The categories of a codebook that stands in the address: how often each occurs, and over time.

use super::passages::Passages;
use super::settings::{area, choice, number};
use super::{Asked, Cell, Meaning, Row, StudyPage, Table};
use crate::api::{book, coding, trends, whole};
use crate::ask::asked;
use crate::page::link::{Link, encoded};
use crate::page::plot::{self, Series};
use crate::page::shell::View;
use crate::page::trend::bucket_name;
use crate::page::{PERSON, page, shown};
use crate::parameter::Given;
use crate::parameters::CODE_PAGE;
use crate::router::App;
use crate::study::{CodeBy, code_by};
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::{Codebook, Coded, Point, TrendBy};
use pamphlet_render::{Measure, joined};
use std::sync::Arc;

const LEGEND: &[Meaning] = &[
    ("Matches", "of entries of one category that overlap in the text, the leftmost and longest counts"),
    ("Documents", "how many have any"),
    ("Per million", "matches in a million of all words of the documents"),
];

const EXAMPLE: &str = "strike: [strike*, lockout*, picket*]\nwork: [worker*, wage*, \"eight hours\"]";

/// Curves that can be told apart.
const CURVES: usize = 7;
/// What of a codebook cannot be used and is told.
const PROBLEMS: usize = 10;

pub(crate) async fn code(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, CODE_PAGE, PERSON, |state, given, stop, most| {
        let by = code_by(given)?;
        let asked = Asked::new(state, given, stop, most)?;
        let mut view = StudyPage::new(given, View::Code, &asked, String::new());
        view.about = "How often what belongs to the categories of a codebook occurs in the documents of the search; without a \
                      search, in all. A dictionary as quanteda or LIWC reads it, lines “label# query”, or a table.";
        let mut level = number(given, "level", "Parts of the names", (1, 20), 0);
        if given.value("level").is_none() {
            (level.value, level.hint) = (String::new(), "all");
        }
        let by_name = [("category", "category"), ("decade", "decade"), ("year", "year"), ("doc", "document")];
        view.groups = vec![
            ("", vec![area(given, "codebook", "Codebook", EXAMPLE)]),
            ("", vec![choice(given, "by", "Count by", &by_name, "category"), level]),
        ];
        view.legend = LEGEND;
        let book = book(given);
        let shown_problems = book.problems.iter().take(PROBLEMS);
        view.said.extend(shown_problems.map(|problem| shown::sentence(&problem.to_string())));
        if book.categories.is_empty() {
            return page(&view, whole(&asked.found.query.notes));
        }
        let mut request = coding(given, &book, asked.request(given, stop));
        if by != CodeBy::Document {
            (request.limit, request.offset) = (Some(0), 0);
        }
        let made = state.index.code(&request, &book)?;
        view.summary.more(&made.query.notes);
        let matches: u64 = made.categories.iter().map(|category| category.matches).sum();
        view.summary.counts = format!(
            "{} in {}",
            shown::counted(matches, "match", "matches"),
            shown::looked_at(made.words, made.documents)
        );
        let passages = Passages::new(given, asked.info);
        let mut is_whole = whole(&made.query.notes);
        match by {
            CodeBy::Category => view.table = categories(&made, &book, &passages),
            CodeBy::Document => {
                view.table = documents(&made, given);
                view.pages = asked.pages(given, View::Code, made.documents);
            }
            CodeBy::Bucket(name) => {
                request.timeout = Some(asked.clock.left());
                let trends = trends(state, &book, &request, name)?;
                is_whole &= trends.iter().all(|trend| whole(&trend.query.notes));
                let series: Vec<Series<'_>> = book
                    .categories
                    .iter()
                    .zip(&trends)
                    .map(|(category, trend)| Series { name: &category.name, points: &trend.points })
                    .collect();
                over_time(&mut view, &series, name, &book, &passages);
            }
        }
        view.downloads(&super::whole_link(given), "/api/code");
        page(&view, is_whole && whole(&asked.found.query.notes))
    })
    .await
}

/// The query of a category's own entries in the documents that were looked at; empty where they do not fit.
fn find(name: &str, book: &Codebook, made: &Coded, passages: &Passages<'_>) -> String {
    match book.query_of(name) {
        Some(query) if made.query.read_as.trim().is_empty() => query,
        Some(query) => passages.within(&format!("({query})"), &made.query),
        None => String::new(),
    }
}

fn categories(made: &Coded, book: &Codebook, passages: &Passages<'_>) -> Table {
    let rows = made.categories.iter().map(|category| {
        let find = find(&category.category, book, made, passages);
        let ways = match category.matches > 0 && !find.is_empty() {
            true => (passages.hits(&find), passages.lines(&find)),
            false => Default::default(),
        };
        Row {
            name: Cell::to(category.category.clone(), ways.1.clone(), "line by line"),
            cells: vec![
                Cell::plain(shown::number(category.matches)),
                Cell::to(
                    shown::number(category.documents),
                    ways.0,
                    &format!("documents that have {}", category.category),
                ),
                Cell::plain(shown::tenths(category.per_million)),
            ],
        }
    });
    Table {
        caption: "Categories by their matches".to_owned(),
        columns: ["Category", "Matches", "Documents", "Per million"].map(str::to_owned).into(),
        rows: rows.collect(),
    }
}

fn documents(made: &Coded, given: &Given) -> Table {
    let kept = Link::of(given).only(&["from", "to", "where"]);
    let rows = made.rows.iter().map(|document| {
        let mut cells = vec![
            Cell::plain(document.date.as_deref().map(shown::date).unwrap_or_default()),
            Cell::plain(shown::number(document.words)),
        ];
        cells.extend(document.counts.iter().map(|count| Cell::plain(shown::number(*count))));
        let href = kept.to(&format!("/doc/{}", encoded(&document.doc)));
        Row { name: Cell::to(document.path.clone(), href, "the document"), cells }
    });
    let mut columns: Vec<String> = ["Document", "Date", "Words"].map(str::to_owned).into();
    columns.extend(made.categories.iter().map(|category| category.category.clone()));
    Table { caption: "Documents by categories".to_owned(), columns, rows: rows.collect() }
}

/// The plot of the first categories, and the table of all.
fn over_time(
    view: &mut StudyPage,
    series: &[Series<'_>],
    by: &str,
    book: &Codebook,
    passages: &Passages<'_>,
) {
    let drawn = &series[..series.len().min(CURVES)];
    let by_time: TrendBy = by.parse().unwrap_or_default();
    let finds: Vec<String> = series.iter().map(|one| book.query_of(one.name).unwrap_or_default()).collect();
    let href = |number: usize, point: &Point| match &point.bucket {
        Some(bucket) if point.documents > 0 => passages.dated(&finds[number], bucket),
        _ => String::new(),
    };
    let (plot, left_out) = match by_time {
        TrendBy::Field(_) => plot::field_bars(drawn, Measure::Rate, by, href),
        _ => plot::time(drawn, Measure::Rate, &by_time, href),
    };
    view.plot = plot;
    view.swatches =
        drawn.iter().enumerate().map(|(at, one)| (plot::swatch(at), one.name.to_owned())).collect();
    if !left_out.is_empty() {
        view.said.push(left_out);
    }
    if series.len() > drawn.len() {
        view.said.push(format!("The first {CURVES} categories are drawn; the table has all."));
    }
    let mut columns: Vec<String> = vec![shown::field(by), "Words".to_owned()];
    columns.extend(series.iter().map(|one| one.name.to_owned()));
    let joined: Vec<Vec<Point>> = series.iter().map(|one| joined(one.points)).collect();
    let rows = joined.first().into_iter().flatten().enumerate().map(|(at, point)| {
        let name = bucket_name(point, by);
        let mut cells = vec![Cell::plain(shown::number(point.words))];
        for (number, points) in joined.iter().enumerate() {
            let Some(here) = points.get(at).filter(|here| here.bucket == point.bucket) else {
                cells.push(Cell::default());
                continue;
            };
            let rate = here.per_million.map_or("–".to_owned(), shown::rate);
            let thin = if here.thin && here.words > 0 { "~" } else { "" };
            let what = format!("per million of {} in {name}", series[number].name);
            cells.push(Cell::to(format!("{thin}{rate}"), href(number, here), &what));
        }
        Row { name: Cell::plain(name.clone()), cells }
    });
    view.table = Table {
        caption: "Matches per million words of each category; a rate after ~ is from few words".to_owned(),
        columns,
        rows: rows.collect(),
    };
}
