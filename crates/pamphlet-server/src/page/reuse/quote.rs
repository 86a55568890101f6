//! Who has a passage, or parts of a document: oldest first, with what differs.

use super::{Named, passage, place};
use crate::api::whole;
use crate::ask::asked;
use crate::page::link::Link;
use crate::page::shell::{Pages, Shell, View, Way};
use crate::page::{PERSON, page, shown};
use crate::parameters::QUOTE_PAGE;
use crate::reuse;
use crate::router::App;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::Quotation;
use pamphlet_render::html_compared;
use std::sync::Arc;
use std::time::Instant;

/// Places on a page.
const PLACES: usize = 30;

#[derive(Template)]
#[template(path = "quote.html")]
struct QuotePage {
    shell: Shell,
    text: String,
    against: String,
    least: String,
    words: String,
    /// The document whose parts are looked for, if that was asked.
    of: Option<Named>,
    /// Empty where nothing was asked yet.
    counts: String,
    took: String,
    notes: Vec<String>,
    places: Vec<Shown>,
    start: usize,
    pages: Pages,
    csv: String,
    jsonl: String,
}

struct Shown {
    named: Named,
    href: String,
    place: String,
    section: String,
    alike: String,
    /// The text with what differs marked, as HTML.
    text: String,
    /// The part of a document that stands here, too.
    of: Option<Way>,
}

pub(crate) async fn quote(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, QUOTE_PAGE, PERSON, |state, given, stop, most| {
        let started = Instant::now();
        let text = |name: &str| given.value(name).unwrap_or_default().to_owned();
        let asks = ["text", "document", "documents"].iter().any(|name| given.value(name).is_some());
        let of = given.value("document").map(|name| state.index.document_named(name)).transpose()?;
        let mut shell = Shell::of(given, View::Quote, "Quotations · pamphlet");
        // what is typed into the search box is searched: the passage has a field of its own
        shell.action = "/";
        let mut template = QuotePage {
            shell,
            text: shown::lines(&text("text")),
            against: text("against"),
            least: given.value("least").unwrap_or("80").to_owned(),
            words: text("words"),
            of: of.as_ref().map(Named::of),
            counts: String::new(),
            took: String::new(),
            notes: Vec::new(),
            places: Vec::new(),
            start: 1,
            pages: Pages::default(),
            csv: String::new(),
            jsonl: String::new(),
        };
        if !asks {
            return page(&template, true);
        }
        let now = given.number("page").unwrap_or(1);
        let mut request = reuse::in_time(reuse::quote(state, given, stop)?, most);
        request.within.limit = Some(PLACES);
        request.within.offset = (now - 1) * PLACES;
        let found = state.index.quote(&request)?;
        template.counts = match found.total {
            0 => "Nothing found".to_owned(),
            total => format!(
                "{} in {}",
                shown::counted(total, "place", "places"),
                shown::counted(found.documents, "document", "documents")
            ),
        };
        template.took = format!("{:.0} ms", started.elapsed().as_secs_f64() * 1e3);
        template.notes = found.query.notes.iter().map(|note| note.message.clone()).collect();
        template.start = request.within.offset + 1;
        template.pages = Pages::new(given, "/quote", now, ((now * PLACES) as u64) < found.total);
        template.places = found.quotations.iter().map(shown).collect();
        let link = Link::of(given).without("page");
        (template.csv, template.jsonl) = (link.to("/api/quote.csv"), link.to("/api/quote.jsonl"));
        page(&template, whole(&found.query.notes))
    })
    .await
}

fn shown(found: &Quotation) -> Shown {
    let of = match (&found.of.doc, &found.of.path, &found.of.source) {
        (Some(doc), Some(path), Some(source)) => Some(Way {
            name: format!("{path}, {}", place(source)),
            href: passage(doc, found.of.range, &found.text),
            on: false,
        }),
        _ => None,
    };
    Shown {
        named: Named::new(&found.doc, &found.path, found.title.as_deref(), found.date.as_deref()),
        href: passage(&found.doc, found.range, &found.of.text),
        place: place(&found.source),
        section: found
            .section
            .clone()
            .filter(|section| Some(section) != found.title.as_ref())
            .unwrap_or_default(),
        // never more than it is: .999 is not all
        alike: match found.differences.is_empty() && found.similarity >= 1.0 {
            true => "word for word".to_owned(),
            false => format!("{:.0} % alike", (found.similarity * 100.0).floor()),
        },
        text: html_compared(&found.text, &found.differences),
        of,
    }
}
