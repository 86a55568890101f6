//! A whole document: its text with every match or a passage marked, a bar of their places, its sections, what is known
//! about it, the ways to study it, and on request what was repaired.

use super::link::{Link, encoded};
use super::marks::{Mark, of_matches, of_passage};
use super::shell::{Shell, Way};
use super::text::{Section, Speaker, elements};
use super::{PERSON, page, plot, problem, shown};
use crate::api::named;
use crate::ask::asked;
use crate::current::State as Current;
use crate::parameter::Given;
use crate::parameters::DOC_PAGE;
use crate::problem::Problem;
use crate::request::request;
use crate::router::App;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::index::Stored;
use pamphlet::{Quotation, QuoteOf, QuoteRequest, Request};
use pamphlet_render::html;
use std::sync::Arc;

/// Repairs that are listed one by one.
const REPAIRS: usize = 2_000;

#[derive(Template)]
#[template(path = "document.html")]
struct DocumentPage {
    shell: Shell,
    /// The way back to what was asked.
    back: Vec<Way>,
    /// The title as HTML: with its matches, where it stands in the text.
    heading: String,
    lang: String,
    path: String,
    date: String,
    date_text: String,
    fields: Vec<(String, Vec<Way>)>,
    words: String,
    sections: Vec<Section>,
    speakers: Vec<Speaker>,
    /// The text as HTML.
    text: String,
    /// What is marked, in words; empty where nothing is asked for.
    matches: String,
    match_count: usize,
    /// Whether words are marked that differ from a passage.
    differs: bool,
    /// Ways to what can be learnt of the document.
    study: Vec<Way>,
    bar: String,
    repairs_href: String,
    repair_count: String,
    repairs: Vec<Repair>,
    repairs_shown: bool,
    repairs_cut: bool,
    notices: Vec<String>,
    json: String,
}

struct Repair {
    /// The name of its row.
    id: String,
    /// The way to its place in the text; empty where it stands in none.
    href: String,
    line: String,
    old: String,
    new: String,
    rule: String,
    confidence: String,
}

pub(crate) async fn document(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    let name = match named(uri.path(), "/doc/") {
        Ok(name) => name,
        Err(found) => return problem(&found),
    };
    asked(app, headers, uri, DOC_PAGE, PERSON, move |state, given, stop, most| {
        let stored = state.index.document_named(&name)?;
        let query = given.value("q").unwrap_or_default();
        let damaged = |error| Problem::from(pamphlet::Error::from(error));
        let text = stored.text().map_err(damaged)?;
        let asked = request(given, most, stop);
        let (marks, said) = match (given.range("range"), query.trim()) {
            (Some(range), _) => compared(state, given, &stored, &text, range, &asked)?,
            (None, "") => (Vec::new(), String::new()),
            (None, _) => {
                let found = state.index.highlights(&asked, &stored.id)?;
                let said = match found.len() {
                    0 => "No matches in this document".to_owned(),
                    count => shown::counted(count as u64, "match", "matches"),
                };
                (of_matches(&found), said)
            }
        };
        let repairs_shown = given.flag("repairs");
        let edits = stored.edits().map_err(damaged)?;
        let listed = if repairs_shown { &edits[..edits.len().min(REPAIRS)] } else { &[] };
        let marked = elements(&stored, &text, &marks, listed).map_err(damaged)?;
        let mut repairs = Vec::new();
        for (number, (edit, source)) in listed.iter().enumerate() {
            let [line, _] = stored.lines_of(*source).map_err(damaged)?;
            let href = match marked.repaired.contains(&number) {
                true => format!("#r{number}"),
                false => String::new(),
            };
            repairs.push(Repair {
                id: format!("f{number}"),
                href,
                line: shown::number(line),
                old: edit.old.clone(),
                new: edit.new.clone(),
                rule: edit.rule.replace('-', " "),
                confidence: format!("{:.0} %", 100.0 * edit.confidence),
            });
        }
        let kept = Link::of(given).without("repairs").without("range").without("text");
        let here = format!("/doc/{}", encoded(&stored.id));
        let title = stored.title.clone().unwrap_or_default();
        let name = stored.path.rsplit('/').next().unwrap_or(&stored.path).to_owned();
        let title = if title.is_empty() { name } else { title };
        let shell = Shell::beside(given, &format!("{title} · pamphlet"));
        let back = match query.trim() {
            "" => Vec::new(),
            _ => vec![Way { name: "All hits".to_owned(), href: kept.to("/"), on: false }],
        };
        let date = stored.date.map(|date| date.to_string()).unwrap_or_default();
        let diagnostics = stored.diagnostics().map_err(damaged)?;
        let template = DocumentPage {
            shell,
            back,
            lang: shown::lang(stored.first("lang")),
            path: stored.path.clone(),
            date_text: shown::date(&date),
            date,
            fields: fields(&stored),
            words: shown::counted(stored.words, "word", "words"),
            matches: said,
            differs: marks.iter().any(|mark| mark.was.is_some()),
            study: study(state, given, &stored)?,
            match_count: marked.ids.len(),
            bar: match marked.ids.is_empty() {
                true => String::new(),
                false => {
                    let length = f64::from(stored.text_len().max(1));
                    let places: Vec<(f64, &str)> =
                        marked.ids.iter().map(|(at, id)| (f64::from(*at) / length, id.as_str())).collect();
                    plot::places(&places)
                }
            },
            sections: marked.sections,
            speakers: marked.speakers,
            text: marked.html,
            repair_count: match edits.len() {
                0 => String::new(),
                count => shown::counted(count as u64, "repair", "repairs"),
            },
            repairs_href: match repairs_shown {
                true => kept.to(&here),
                false => kept.clone().with("repairs", "true").to(&here) + "#repairs",
            },
            repairs_cut: edits.len() > REPAIRS,
            repairs,
            repairs_shown,
            notices: diagnostics.into_iter().map(|diagnostic| diagnostic.message).collect(),
            json: format!("/api/doc/{}", encoded(&stored.id)),
            heading: match marked.heading.is_empty() {
                true => html(&title),
                false => marked.heading,
            },
        };
        page(&template, true)
    })
    .await
}

/// The place of a passage, and where it differs from the one that was asked about.
fn compared(
    state: &Current,
    given: &Given,
    stored: &Stored,
    text: &str,
    range: (u32, u32),
    time: &Request,
) -> Result<(Vec<Mark>, String), Problem> {
    let mut differences = Vec::new();
    let mut said = "The passage".to_owned();
    if let Some(with) = given.value("text") {
        let mut asked = QuoteRequest { least: 0.3, ..QuoteRequest::new(QuoteOf::Text(with.to_owned())) };
        asked.within.limit = None;
        (asked.within.timeout, asked.within.stop) = (time.timeout, time.stop.clone());
        let found = state.index.quote(&asked)?;
        let is_it = |one: &&Quotation| one.doc == stored.id && (one.range.start, one.range.end) == range;
        if let Some(one) = found.quotations.iter().find(is_it) {
            differences = one.differences.clone();
            said = match differences.is_empty() {
                true => "The passage, word for word".to_owned(),
                false => format!("The passage, {:.0} % alike", (one.similarity * 100.0).floor()),
            };
        }
    }
    let marks = of_passage(stored, text, range, &differences);
    Ok((marks.map_err(|error| Problem::from(pamphlet::Error::from(error)))?, said))
}

/// The ways to its citation, and to what others have of it.
fn study(state: &Current, given: &Given, stored: &Stored) -> Result<Vec<Way>, Problem> {
    let way =
        |name: &str, link: Link, path: &str| Way { name: name.to_owned(), href: link.to(path), on: false };
    let of = Link::default().with("document", &stored.id);
    let (name, cite) = match (given.value("range"), given.value("q").filter(|query| !query.trim().is_empty()))
    {
        (Some(range), _) => ("Cite the passage", of.clone().with("range", range)),
        (None, Some(_)) => {
            let kept = Link::of(given).only(&["q", "phrase", "any", "stem"]);
            ("Cite the first match", kept.with("document", &stored.id))
        }
        (None, None) => ("Cite it", of.clone()),
    };
    let mut ways = vec![way(name, cite, "/cite")];
    ways.push(way("What others have of it", of.clone(), "/quote"));
    ways.push(way("Documents like it", of, "/similar"));
    if let Some(earlier) = state.index.earlier_version(&stored.id)? {
        let link = Link::default().with("old", &earlier).with("new", &stored.id);
        ways.push(way("What is new since its earlier version", link, "/diff"));
    }
    Ok(ways)
}

/// What is known about a document; values that can be asked for lead to what has them.
fn fields(stored: &Stored) -> Vec<(String, Vec<Way>)> {
    let mut out = Vec::new();
    for (name, values) in &stored.fields {
        let values = values.iter().take(40).map(|value| {
            let href = match value.len() {
                ..=200 => Link::default().and("where", &format!("{name}={value}")).to("/"),
                _ => String::new(),
            };
            let shown = match name.as_str() {
                "added" | "updated" => shown::date(value),
                _ => shown::value(name, value),
            };
            Way { name: shown, href, on: false }
        });
        out.push((shown::field(name), values.collect()));
    }
    out
}
