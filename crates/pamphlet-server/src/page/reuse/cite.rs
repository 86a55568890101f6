//! A document or a passage of it in the styles of citation, to be copied.

use super::{Named, document, passage};
use crate::ask::asked;
use crate::page::link::Link;
use crate::page::shell::Shell;
use crate::page::{PERSON, page};
use crate::parameters::CITE_PAGE;
use crate::request::request;
use crate::reuse::{cite_of, style};
use crate::router::App;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::CiteOf;
use pamphlet::document::TextRange;
use pamphlet_render::citation;
use std::sync::Arc;

const STYLES: [(&str, &str); 5] = [
    ("text", "Text"),
    ("chicago", "Chicago, as a note"),
    ("bibtex", "BibTeX"),
    ("csl", "CSL-JSON"),
    ("annotation", "W3C Web Annotation, which can be found again"),
];

#[derive(Template)]
#[template(path = "cite.html")]
struct CitePage {
    shell: Shell,
    of: Named,
    /// The passage; empty where the whole is cited.
    passage: String,
    href: String,
    /// The way to the citation of the document as a whole.
    whole: String,
    /// Each style: its name for the page, as it is called, and the citation.
    styles: Vec<(&'static str, &'static str, String)>,
}

pub(crate) async fn cite(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, CITE_PAGE, PERSON, |state, given, stop, most| {
        let stored = document(state, given, "document")?;
        let request = request(given, most, stop);
        let wanted = match given.range("range") {
            Some((from, to)) => CiteOf::Range(TextRange::new(from, to)),
            None => cite_of(given, request.clone()),
        };
        let cited = state.index.cite_in_time(&stored.id, &wanted, &request)?;
        let of = Named::of(&stored);
        let template = CitePage {
            shell: Shell::beside(given, &format!("Cite {} · pamphlet", of.title)),
            href: match cited.as_ref().and_then(|cited| cited.quote.as_ref()) {
                Some(quote) => passage(&stored.id, quote.range, ""),
                None => of.href.clone(),
            },
            whole: Link::default().with("document", &stored.id).to("/cite"),
            of,
            passage: cited
                .as_ref()
                .and_then(|cited| cited.quote.as_ref())
                .map(|quote| quote.exact.clone())
                .unwrap_or_default(),
            styles: cited
                .iter()
                .flat_map(|cited| STYLES.map(|(id, name)| (id, name, citation(cited, style(Some(id))))))
                .collect(),
        };
        page(&template, true)
    })
    .await
}
