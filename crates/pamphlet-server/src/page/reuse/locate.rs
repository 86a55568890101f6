//! What was cited, found again: where it stands now, and what became of it.

use super::{Named, passage, place};
use crate::ask::asked;
use crate::page::shell::Shell;
use crate::page::{PERSON, page, shown};
use crate::parameters::LOCATE_PAGE;
use crate::request::request;
use crate::reuse::anchor;
use crate::router::App;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::{FoundAgain, Located};
use std::sync::Arc;

#[derive(Template)]
#[template(path = "locate.html")]
struct LocatePage {
    shell: Shell,
    citation: String,
    /// What became of it; empty where nothing was asked.
    state: String,
    found: Option<Shown>,
}

struct Shown {
    named: Named,
    href: String,
    place: String,
    text: String,
}

/// Characters of a passage that are shown; the document has all.
const SHOWN: usize = 2_000;

pub(crate) async fn locate(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, LOCATE_PAGE, PERSON, |state, given, stop, most| {
        let mut template = LocatePage {
            shell: Shell::beside(given, "Find a citation again · pamphlet"),
            citation: shown::lines(given.value("citation").unwrap_or_default()),
            state: String::new(),
            found: None,
        };
        if template.citation.trim().is_empty() {
            return page(&template, true);
        }
        let anchor = anchor(given)?;
        match state.index.find_again_in_time(&anchor, &request(given, most, stop))? {
            Some(found) => {
                template.state = became(&found, anchor.exact.is_empty(), &anchor.path);
                let stored = state.index.document_named(&found.doc)?;
                let mut text: String = found.text.chars().take(SHOWN).collect();
                if text.len() < found.text.len() {
                    text.push('…');
                }
                let href = match anchor.exact.is_empty() {
                    true => Named::of(&stored).href,
                    false => passage(&found.doc, found.range, &anchor.exact),
                };
                template.found =
                    Some(Shown { named: Named::of(&stored), href, place: place(&found.source), text });
            }
            None => {
                template.state =
                    format!("Nothing of it is left in {}, nor in any other document.", anchor.path);
            }
        }
        page(&template, true)
    })
    .await
}

/// What became of what was cited, in a sentence.
fn became(found: &Located, is_whole: bool, path: &str) -> String {
    match found.state {
        FoundAgain::Same => "The text is as it was cited.".to_owned(),
        FoundAgain::Moved => {
            "The text has changed since it was cited; the passage stands in it word for word.".to_owned()
        }
        FoundAgain::Changed if is_whole => "The text has changed since it was cited.".to_owned(),
        FoundAgain::Changed => format!(
            "The text has changed since it was cited, and the passage with it: {:.0} % alike.",
            (found.similarity * 100.0).floor()
        ),
        FoundAgain::Elsewhere => format!("{path} does not have it any more; this document has it."),
    }
}
