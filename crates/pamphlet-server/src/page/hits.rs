//! The first view: a start page where nothing is asked yet, else ranked hits.

use super::aside::{ASKED, Aside, fields};
use super::link::{Link, encoded};
use super::shell::{Pages, Shell, View, Way, choices};
use super::summary::Summary;
use super::{PERSON, page, plot, shown};
use crate::api::whole;
use crate::ask::{Answer, Stop, asked};
use crate::current::State as Current;
use crate::parameter::Given;
use crate::parameters::PAGE;
use crate::problem::Problem;
use crate::request::request;
use crate::router::App;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::{Hit, Request};
use pamphlet_render::html_marked;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Hits on a page.
const HITS: usize = 20;

/// Paths of near-duplicates that are named.
const ALSO: usize = 30;

#[derive(Template)]
#[template(path = "hits.html")]
struct HitsPage {
    shell: Shell,
    aside: Aside,
    summary: Summary,
    sorts: Vec<Way>,
    hits: Vec<HitShown>,
    start: usize,
    pages: Pages,
    csv: String,
    jsonl: String,
}

struct HitShown {
    title: String,
    href: String,
    date: String,
    date_text: String,
    who: String,
    path: String,
    place: String,
    section: String,
    snippet: String,
    lang: String,
    also: Vec<Way>,
    also_count: String,
    /// The way to its citation.
    cite: String,
}

#[derive(Template)]
#[template(path = "start.html")]
struct StartPage {
    shell: Shell,
    documents: String,
    words: String,
    from: String,
    to: String,
    bars: String,
    fields: Vec<(String, Vec<(Way, String)>)>,
}

pub(crate) async fn hits(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, PAGE, PERSON, |state, given, stop, most| {
        let narrowed = ["from", "to", "where"].iter().any(|name| given.value(name).is_some());
        if given.value("q").unwrap_or_default().trim().is_empty() && !narrowed {
            return start(state, given, stop, most);
        }
        found(state, given, stop, most)
    })
    .await
}

fn start(state: &Current, given: &Given, stop: &Stop, most: Duration) -> Result<Answer, Problem> {
    let info = state.info()?;
    let mut all = Request::new("*");
    all.facets = vec!["date".to_owned()];
    all.facet_values = ASKED;
    all.limit = Some(0);
    all.timeout = Some(most);
    all.stop = Some(Arc::clone(stop));
    let found = state.index.find(&all)?;
    let years: Vec<(i32, u64)> = found.facets.get("date").map_or(Vec::new(), |years| {
        years.iter().filter_map(|year| Some((year.value.parse().ok()?, year.count))).collect()
    });
    let day = |day: i64| {
        let day = i32::try_from(day).ok().and_then(pamphlet::PartialDate::of_day);
        day.map_or_else(String::new, |day| day.parts().0.to_string())
    };
    let (from, to) = info.days.map_or_else(Default::default, |(from, to)| (day(from), day(to)));
    let mut shell = Shell::of(given, View::Hits, "pamphlet");
    shell.tabs.clear();
    let mut listed = Vec::new();
    for name in fields(info).iter().filter(|name| *name != "date").take(4) {
        let Some(values) = info.fields.get(name) else { continue };
        let values = values.iter().take(8).map(|value| {
            let href = Link::default().and("where", &format!("{name}={}", value.value)).to("/");
            let way = Way { name: shown::value(name, &value.value), href, on: false };
            (way, shown::number(value.documents))
        });
        listed.push((shown::field(name), values.collect()));
    }
    let template = StartPage {
        shell,
        documents: shown::counted(info.documents, "document", "documents"),
        words: shown::counted(info.words, "word", "words"),
        bars: if years.len() > 1 { plot::wide_bars(&years) } else { String::new() },
        from,
        to,
        fields: listed,
    };
    page(&template, whole(&found.query.notes))
}

fn found(state: &Current, given: &Given, stop: &Stop, most: Duration) -> Result<Answer, Problem> {
    let started = Instant::now();
    let info = state.info()?;
    let now = given.number("page").unwrap_or(1);
    let mut request = request(given, most, stop);
    request.limit = Some(HITS);
    request.offset = (now - 1) * HITS;
    request.facets = fields(info);
    request.facet_values = ASKED;
    request.snippet_chars = 320;
    let found = state.index.find(&request)?;
    let count = state.index.count(&request)?;
    let matches = count.matches;
    let shell = Shell::of(given, View::Hits, "pamphlet");
    let folded: u64 = found.hits.iter().map(|hit| hit.also.len() as u64).sum();
    let more = found.hits.len() == HITS && (request.offset + HITS) as u64 + folded < found.total;
    let kept = Link::of(given).only(&["q", "phrase", "any", "stem", "from", "to", "where", "duplicates"]);
    let all = Link::of(given).without("page");
    let sort = given.value("sort").unwrap_or("score");
    let sorts = [("score", "Best first"), ("date", "Oldest"), ("-date", "Newest"), ("path", "Path")];
    let counts = match found.total {
        0 => "Nothing found".to_owned(),
        total if matches > 0 => shown::matches_in(matches, total),
        total => shown::counted(total, "document", "documents"),
    };
    let whole = whole(&found.query.notes) && whole(&count.notes);
    let template = HitsPage {
        aside: Aside::new(&found.facets, info, given, "/"),
        summary: Summary::new(counts, started, &found, &count.notes, given),
        sorts: choices(&all, "sort", &sorts, sort, "/"),
        hits: found.hits.iter().map(|hit| hit_shown(hit, &kept)).collect(),
        start: request.offset + 1,
        pages: Pages::new(given, "/", now, more),
        csv: all.to("/api/search.csv"),
        jsonl: all.to("/api/search.jsonl"),
        shell,
    };
    page(&template, whole)
}

fn hit_shown(hit: &Hit, kept: &Link) -> HitShown {
    let of = |name: &str| hit.fields.0.get(name).and_then(|values| values.first()).map(String::as_str);
    let document = |name: &str| format!("{}#first", kept.to(&format!("/doc/{}", encoded(name))));
    let who: Vec<&str> = ["author", "speaker", "org"].iter().filter_map(|name| of(name)).collect();
    let title =
        if hit.title.is_empty() { hit.path.rsplit('/').next().unwrap_or(&hit.path) } else { &hit.title };
    HitShown {
        title: title.to_owned(),
        href: document(&hit.doc),
        date: hit.date.clone().unwrap_or_default(),
        date_text: hit.date.as_deref().map(shown::date).unwrap_or_default(),
        who: who.first().copied().unwrap_or_default().to_owned(),
        path: hit.path.clone(),
        place: match hit.source.page {
            Some(page) => format!("page {page}"),
            None if hit.snippet.is_empty() => String::new(),
            None => format!("line {}", hit.source.line[0]),
        },
        section: hit.section.clone().filter(|section| *section != hit.title).unwrap_or_default(),
        snippet: html_marked(&hit.snippet, &hit.highlights),
        lang: shown::lang(of("lang")),
        cite: kept.clone().only(&["q", "phrase", "any", "stem"]).with("document", &hit.doc).to("/cite"),
        also: hit
            .also
            .iter()
            .take(ALSO)
            .map(|path| Way { name: path.clone(), href: document(path), on: false })
            .collect(),
        also_count: shown::counted(
            hit.also.len() as u64,
            "more document that is nearly the same",
            "more documents that are nearly the same",
        ),
    }
}
