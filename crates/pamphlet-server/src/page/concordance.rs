//! The second view: a line for every match, the keyword in the middle.

use super::aside::{ASKED, Aside, fields};
use super::link::{Link, encoded};
use super::shell::{Pages, Shell, View, Way, choices};
use super::summary::Summary;
use super::{PERSON, page, shown};
use crate::api::whole;
use crate::ask::asked;
use crate::parameters::CONCORDANCE_PAGE;
use crate::request::{line_sort, request};
use crate::router::App;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::Line;
use std::sync::Arc;
use std::time::Instant;

/// Lines on a page.
const LINES: usize = 100;
/// Words on either side: more than fits, so that a line is always full.
const CONTEXT: usize = 14;

#[derive(Template)]
#[template(path = "concordance.html")]
struct ConcordancePage {
    shell: Shell,
    aside: Aside,
    summary: Summary,
    sorts: Vec<Way>,
    lines: Vec<LineShown>,
    start: usize,
    pages: Pages,
    csv: String,
    jsonl: String,
}

struct LineShown {
    href: String,
    before: String,
    keyword: String,
    after: String,
    date: String,
    date_text: String,
    year: String,
    /// Whether a space stands before and behind the keyword.
    space_before: bool,
    space_after: bool,
    path: String,
    place: String,
}

pub(crate) async fn concordance(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, CONCORDANCE_PAGE, PERSON, |state, given, stop, most| {
        let started = Instant::now();
        let info = state.info()?;
        let now = given.number("page").unwrap_or(1);
        let mut request = request(given, most, stop);
        request.facets = fields(info);
        request.facet_values = ASKED;
        request.limit = Some(0);
        let found = state.index.find(&request)?;
        request.facets.clear();
        request.limit = Some(LINES);
        request.offset = (now - 1) * LINES;
        request.context = Some(CONTEXT);
        let made = state.index.concordance(&request, line_sort(given))?;
        let kept = Link::of(given).only(&["q", "phrase", "any", "stem", "from", "to", "where", "duplicates"]);
        let all = Link::of(given).without("page");
        let sort = given.value("sort").unwrap_or("doc");
        let sorts =
            [("doc", "Document"), ("date", "Date"), ("before1", "Word before"), ("after1", "Word after")];
        let more = (request.offset + LINES) as u64 <= made.total.saturating_sub(1);
        let exported = all.clone().without("duplicates");
        let counts = match made.total {
            0 => "No matches".to_owned(),
            total => shown::matches_in(total, found.total),
        };
        let whole = whole(&made.query.notes) && whole(&found.query.notes);
        let template = ConcordancePage {
            shell: Shell::of(given, View::Concordance, "Concordance · pamphlet"),
            aside: Aside::new(&found.facets, info, given, "/concordance"),
            summary: Summary::new(counts, started, &found, &made.query.notes, given),
            sorts: choices(&all, "sort", &sorts, sort, "/concordance"),
            lines: made.lines.iter().map(|line| line_shown(line, &kept)).collect(),
            start: request.offset + 1,
            pages: Pages::new(given, "/concordance", now, more),
            csv: exported.to("/api/kwic.csv"),
            jsonl: exported.to("/api/kwic.jsonl"),
        };
        page(&template, whole)
    })
    .await
}

fn line_shown(line: &Line, kept: &Link) -> LineShown {
    LineShown {
        // the document's page names each match by its first byte in the file
        href: format!("{}#b{}", kept.to(&format!("/doc/{}", encoded(&line.doc))), line.source.byte[0]),
        space_before: line.before.chars().next_back().is_some_and(|c| !clings_behind(c)),
        space_after: line.after.chars().next().is_some_and(|c| !clings_before(c)),
        year: line
            .date
            .as_deref()
            .map(|date| shown::date(date.split('-').next().unwrap_or(date)))
            .unwrap_or_default(),
        before: line.before.clone(),
        keyword: line.keyword.clone(),
        after: line.after.clone(),
        date: line.date.clone().unwrap_or_default(),
        date_text: line.date.as_deref().map(shown::date).unwrap_or_default(),
        path: line.path.rsplit('/').next().unwrap_or(&line.path).to_owned(),
        place: match line.source.page {
            Some(page) => format!("page {page}"),
            None => format!("line {}", line.source.line[0]),
        },
    }
}

/// Scripts without spaces between words.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0eff}' | '\u{2e80}'..='\u{a4cf}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ffef}')
}

/// What stands right behind a word.
fn clings_before(c: char) -> bool {
    is_unspaced(c)
        || matches!(
            c,
            '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '}' | '’' | '\'' | '”' | '…' | '،' | '؛' | '؟'
        )
}

/// What stands right before a word.
fn clings_behind(c: char) -> bool {
    is_unspaced(c) || matches!(c, '(' | '[' | '{' | '“' | '‘' | '„' | '¿' | '¡')
}
