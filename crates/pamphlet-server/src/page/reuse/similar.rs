//! Documents like one: its copies and versions, and what shares its rare words.

use super::{Named, document};
use crate::api::whole;
use crate::ask::asked;
use crate::page::link::Link;
use crate::page::shell::{Pages, Shell};
use crate::page::{PERSON, page, shown};
use crate::parameters::SIMILAR_PAGE;
use crate::router::App;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::{Alike, Alikeness, Request};
use std::sync::Arc;

/// Documents on a page.
const DOCUMENTS: usize = 20;

#[derive(Template)]
#[template(path = "similar.html")]
struct SimilarPage {
    shell: Shell,
    of: Named,
    counts: String,
    notes: Vec<String>,
    documents: Vec<Shown>,
    start: usize,
    pages: Pages,
    csv: String,
    jsonl: String,
}

struct Shown {
    named: Named,
    how: String,
    words: String,
    compare: String,
}

pub(crate) async fn similar(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, SIMILAR_PAGE, PERSON, |state, given, stop, most| {
        let stored = document(state, given, "document")?;
        let now = given.number("page").unwrap_or(1);
        let mut within = Request::new("");
        within.limit = Some(DOCUMENTS);
        within.offset = (now - 1) * DOCUMENTS;
        within.timeout = Some(most);
        within.stop = Some(Arc::clone(stop));
        let found = state.index.similar(&stored.id, &within)?;
        let of = Named::of(&stored);
        let link = Link::default().with("document", &stored.id);
        let template = SimilarPage {
            shell: Shell::beside(given, &format!("Like {} · pamphlet", of.title)),
            counts: match found.total {
                0 => "Nothing like it was found".to_owned(),
                total => shown::counted(total, "document", "documents"),
            },
            notes: found.query.notes.iter().map(|note| note.message.clone()).collect(),
            documents: found.documents.iter().map(|one| alike(one, &stored.id, &of.date)).collect(),
            start: within.offset + 1,
            pages: Pages::new(given, "/similar", now, ((now * DOCUMENTS) as u64) < found.total),
            csv: link.to("/api/similar.csv"),
            jsonl: link.to("/api/similar.jsonl"),
            of,
        };
        page(&template, whole(&found.query.notes))
    })
    .await
}

fn alike(found: &Alike, own: &str, date: &str) -> Shown {
    // the one with the earlier date is the older one; dates sort as texts
    let its = found.date.as_deref().unwrap_or_default();
    let (old, new) = if !its.is_empty() && its > date { (own, &*found.doc) } else { (&*found.doc, own) };
    let per_cent = (found.similarity * 100.0).floor();
    Shown {
        named: Named::new(&found.doc, &found.path, found.title.as_deref(), found.date.as_deref()),
        how: match found.kind {
            Alikeness::Copy => "copy".to_owned(),
            Alikeness::Version => format!("version, {per_cent:.0} % alike"),
            Alikeness::Similar => format!("similar, {per_cent:.0} %"),
        },
        words: found.words.join(", "),
        compare: Link::default().with("old", old).with("new", new).to("/diff"),
    }
}
