//! Two documents, sentence by sentence: what is new, dropped, changed or moved, and on request what is the same.

use super::{Named, document, passage, place};
use crate::ask::asked;
use crate::page::link::Link;
use crate::page::shell::{Shell, Way};
use crate::page::{PERSON, page, shown};
use crate::parameters::DIFF_PAGE;
use crate::problem::Problem;
use crate::router::App;
use askama::Template;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::query::Compared;
use pamphlet::{Change, ChangeKind, DocumentDiff, SentencePlace};
use pamphlet_render::{html, html_compared};
use std::sync::Arc;

/// Sentences that are shown; a download has all.
const SENTENCES: usize = 5_000;

#[derive(Template)]
#[template(path = "diff.html")]
struct DiffPage {
    shell: Shell,
    old: Named,
    new: Named,
    counts: String,
    changes: Vec<Shown>,
    cut: bool,
    /// The way to what is the same, too, or to the changes alone.
    all: Way,
    /// The same with old and new exchanged.
    other: String,
    csv: String,
    jsonl: String,
}

struct Shown {
    /// `added`, `dropped`, `changed`, `moved` or `same`.
    class: &'static str,
    name: &'static str,
    /// The sentence, as HTML.
    text: String,
    /// Where it stood, and where it stands.
    old: Option<Way>,
    new: Option<Way>,
}

pub(crate) async fn diff(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, DIFF_PAGE, PERSON, |state, given, _, _| {
        let new = document(state, given, "new")?;
        let old = match given.value("old") {
            Some(name) => state.index.document_named(name)?.id,
            None => state.index.earlier_version(&new.id)?.ok_or_else(|| {
                Problem::bad_parameter(
                    "the document has no earlier version",
                    "the documents that are like it can be compared with it",
                )
            })?,
        };
        let found = state.index.diff(&old, &new.id)?;
        let all = given.flag("all");
        let mut listed = found.changes.iter().filter(|one| all || one.kind != ChangeKind::Same);
        let changes: Vec<Shown> = listed.by_ref().take(SENTENCES).map(|one| shown(one, &found)).collect();
        let link = Link::default().with("old", &found.old.doc).with("new", &found.new.doc);
        let (old, new) = (named(&found.old), named(&found.new));
        let template = DiffPage {
            shell: Shell::beside(given, &format!("{} compared · pamphlet", new.title)),
            old,
            new,
            counts: counts(&found),
            changes,
            cut: listed.next().is_some(),
            all: match all {
                true => Way { name: "Show the changes alone".to_owned(), href: link.to("/diff"), on: true },
                false => Way {
                    name: "Show what is the same, too".to_owned(),
                    href: link.clone().with("all", "true").to("/diff"),
                    on: false,
                },
            },
            other: Link::default().with("old", &found.new.doc).with("new", &found.old.doc).to("/diff"),
            csv: link.to("/api/diff.csv"),
            jsonl: link.to("/api/diff.jsonl"),
        };
        page(&template, true)
    })
    .await
}

fn named(of: &Compared) -> Named {
    Named::new(&of.doc, &of.path, of.title.as_deref(), of.date.as_deref())
}

fn counts(found: &DocumentDiff) -> String {
    let counted: Vec<String> = [
        (ChangeKind::Added, "new"),
        (ChangeKind::Dropped, "dropped"),
        (ChangeKind::Changed, "changed"),
        (ChangeKind::Moved, "moved"),
        (ChangeKind::Same, "the same"),
    ]
    .into_iter()
    .map(|(kind, name)| format!("{} {name}", shown::number(found.count(kind) as u64)))
    .collect();
    format!("Sentences: {}", counted.join(", "))
}

fn shown(change: &Change, found: &DocumentDiff) -> Shown {
    let (class, name) = match change.kind {
        ChangeKind::Added => ("added", "New"),
        ChangeKind::Dropped => ("dropped", "Dropped"),
        ChangeKind::Changed => ("changed", "Changed"),
        ChangeKind::Moved => ("moved", "Moved"),
        ChangeKind::Same => ("same", "Same"),
    };
    let way = |place_of: &Option<SentencePlace>, of: &Compared, name: &str| {
        place_of.as_ref().map(|one| Way {
            name: format!("{name} {}", place(&one.source)),
            href: passage(&of.doc, one.range, ""),
            on: false,
        })
    };
    let text = change.new.as_ref().or(change.old.as_ref()).map_or("", |one| &one.text);
    Shown {
        class,
        name,
        text: match change.kind {
            ChangeKind::Changed => html_compared(text, &change.differences),
            _ => html(text),
        },
        old: way(&change.old, &found.old, "old"),
        new: way(&change.new, &found.new, "new"),
    }
}
