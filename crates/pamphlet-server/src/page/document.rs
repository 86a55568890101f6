//! A whole document: its text with every match marked, a bar of their places, its sections, what is known about it, and
//! on request what was repaired.

use super::link::{Link, encoded};
use super::shell::{Shell, View, Way};
use super::text::{Section, Speaker, elements};
use super::{PERSON, page, plot, problem, shown};
use crate::api::named;
use crate::ask::asked;
use crate::parameters::DOC_PAGE;
use crate::problem::Problem;
use crate::request::request;
use crate::router::App;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::index::Stored;
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
    matches: String,
    match_count: usize,
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
        let marks = match query.trim() {
            "" => Vec::new(),
            _ => state.index.highlights(&request(given, most, stop), &stored.id)?,
        };
        let damaged = |error| Problem::from(pamphlet::Error::from(error));
        let text = stored.text().map_err(damaged)?;
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
        let kept = Link::of(given).without("repairs");
        let here = format!("/doc/{}", encoded(&stored.id));
        let mut shell = Shell::of(given, View::Hits, "pamphlet");
        let title = stored.title.clone().unwrap_or_default();
        let name = stored.path.rsplit('/').next().unwrap_or(&stored.path).to_owned();
        let title = if title.is_empty() { name } else { title };
        shell.title = format!("{title} · pamphlet");
        shell.options = false;
        shell.chips.clear();
        for tab in &mut shell.tabs {
            tab.on = false;
        }
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
            matches: match (marks.len(), query.trim()) {
                (_, "") => String::new(),
                (0, _) => "No matches in this document".to_owned(),
                (count, _) => shown::counted(count as u64, "match", "matches"),
            },
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
