//! A whole document: its text with every match marked, a bar of their places, its sections, what is known about it, and
//! on request what was repaired.

use super::link::{Link, encoded};
use super::shell::{Shell, View, Way};
use super::{asked, page, plot, problem, shown};
use crate::api::named;
use crate::parameters::DOC_PAGE;
use crate::problem::Problem;
use crate::request::request;
use crate::router::App;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::document::{Block, BlockKind, TextRange};
use pamphlet::index::Stored;
use pamphlet_render::{html, write_html};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::Arc;

/// Sections that are listed.
const SECTIONS: usize = 300;
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

struct Section {
    name: String,
    id: String,
    level: u8,
}

struct Repair {
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
    asked(app, headers, uri, DOC_PAGE, move |state, given, stop, most| {
        let stored = state.index.document_named(&name)?;
        let query = given.value("q").unwrap_or_default();
        let marks = match query.trim() {
            "" => Vec::new(),
            _ => state.index.highlights(&request(given, most, stop), &stored.id)?,
        };
        let damaged = |error| Problem::from(pamphlet::Error::from(error));
        let text = stored.text().map_err(damaged)?;
        let marked = marked(&stored, &text, &marks).map_err(damaged)?;
        let repairs_shown = given.flag("repairs");
        let edits = stored.edits().map_err(damaged)?;
        let mut repairs = Vec::new();
        if repairs_shown {
            for (edit, source) in edits.iter().take(REPAIRS) {
                let [line, _] = stored.lines_of(*source).map_err(damaged)?;
                repairs.push(Repair {
                    line: shown::number(line),
                    old: edit.old.clone(),
                    new: edit.new.clone(),
                    rule: edit.rule.replace('-', " "),
                    confidence: format!("{:.0} %", 100.0 * edit.confidence),
                });
            }
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

/// A text as HTML.
#[derive(Default)]
struct Marked {
    /// The title that the text begins with, without its element; empty where it has none.
    heading: String,
    html: String,
    sections: Vec<Section>,
    /// The first byte in the text and the name of each mark.
    ids: Vec<(u32, String)>,
}

/// The blocks of a document as elements, with its matches in `<mark>`.
fn marked(stored: &Stored, text: &str, marks: &[TextRange]) -> pamphlet::index::Result<Marked> {
    let blocks = stored.blocks()?;
    let mut out = Marked { html: String::with_capacity(text.len() * 5 / 4), ..Marked::default() };
    let mut ids = Vec::with_capacity(marks.len());
    // matches of one place in the file, such as a page of a PDF, are told apart by their number
    let mut same: HashMap<u64, usize> = HashMap::new();
    for mark in marks {
        let byte = stored.source_of(*mark)?.start;
        let number = same.entry(byte).or_default();
        let id = if *number == 0 { format!("b{byte}") } else { format!("b{byte}-{number}") };
        *number += 1;
        ids.push((mark.start, id));
    }
    let lang = stored.first("lang").unwrap_or_default().to_owned();
    let mut next = 0;
    let mut open = "";
    for (number, block) in blocks.iter().enumerate() {
        if number == 0 && block.kind == BlockKind::Title {
            let mut heading = String::new();
            fill(&mut heading, text, block.range, marks, &ids, &mut next);
            out.heading = heading;
            continue;
        }
        let (name, within) = element(block);
        if within != open {
            if !open.is_empty() {
                let _ = write!(out.html, "</{open}>");
            }
            if !within.is_empty() {
                let _ = write!(out.html, "<{within}>");
            }
            open = within;
        }
        let class = class(block);
        let _ = write!(out.html, "<{name} dir=\"auto\"");
        if !class.is_empty() {
            let _ = write!(out.html, " class=\"{class}\"");
        }
        if let Some(own) = block.lang.as_deref().filter(|own| *own != lang) {
            let own = shown::lang(Some(own));
            if !own.is_empty() {
                let _ = write!(out.html, " lang=\"{own}\"");
            }
        }
        if let BlockKind::Heading(level) = block.kind
            && !block.role.is_chrome()
            && out.sections.len() < SECTIONS
        {
            let id = format!("s{number}");
            let _ = write!(out.html, " id=\"{id}\"");
            let name = text.get(block.range.span()).unwrap_or_default();
            out.sections.push(Section { name: one_line(name), id, level: level.clamp(1, 6) });
        }
        out.html.push('>');
        fill(&mut out.html, text, block.range, marks, &ids, &mut next);
        let _ = writeln!(out.html, "</{name}>");
    }
    if !open.is_empty() {
        let _ = write!(out.html, "</{open}>");
    }
    // a page whose headings begin at the third level has sections of the first
    let highest = out.sections.iter().map(|section| section.level).min().unwrap_or(1);
    for section in &mut out.sections {
        section.level -= highest - 1;
    }
    ids.truncate(next);
    out.ids = ids;
    Ok(out)
}

/// The text of a block, with the marks from `next` on that stand in it.
fn fill(
    out: &mut String,
    text: &str,
    block: TextRange,
    marks: &[TextRange],
    ids: &[(u32, String)],
    next: &mut usize,
) {
    let mut at = block.start;
    while let Some(mark) = marks.get(*next).filter(|mark| mark.start < block.end) {
        let from = mark.start.max(at);
        let to = mark.end.min(block.end).max(from);
        push(out, text, at, from);
        let first = if *next == 0 { "<span id=\"first\"></span>" } else { "" };
        let _ = write!(out, "{first}<mark id=\"{}\">", html(&ids[*next].1));
        push(out, text, from, to);
        out.push_str("</mark>");
        at = to;
        *next += 1;
    }
    push(out, text, at, block.end);
}

fn push(out: &mut String, text: &str, from: u32, to: u32) {
    // a String takes all
    let _ = write_html(text.get(from as usize..to as usize).unwrap_or_default(), out);
}

fn one_line(text: &str) -> String {
    let mut line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = line.char_indices().nth(90) {
        line.truncate(at);
        line.push('…');
    }
    line
}

/// The element of a block, and the one that it stands in with its like.
fn element(block: &Block) -> (&'static str, &'static str) {
    match block.kind {
        _ if block.role.is_chrome() => ("p", ""),
        BlockKind::Title => ("p", ""),
        // the page has the title as its first heading
        BlockKind::Heading(1 | 2) => ("h2", ""),
        BlockKind::Heading(_) => ("h3", ""),
        BlockKind::ListItem => ("li", "ul"),
        BlockKind::Quote => ("blockquote", ""),
        _ => ("p", ""),
    }
}

fn class(block: &Block) -> &'static str {
    match block.kind {
        _ if block.role.is_chrome() => "chrome",
        BlockKind::Title => "title",
        BlockKind::TableRow => "row",
        BlockKind::Verse => "verse",
        BlockKind::Footnote => "footnote",
        BlockKind::Interjection => "interjection",
        BlockKind::MetadataLine => "metadata",
        _ => "",
    }
}
