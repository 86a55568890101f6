//! Rows of words that recur.

use super::collocates::BORDERS;
use super::passages::Passages;
use super::settings::{choice, listed, number};
use super::{Asked, Cell, Meaning, Row, StudyPage, Table};
use crate::api::whole;
use crate::ask::asked;
use crate::page::shell::View;
use crate::page::{PERSON, page, shown};
use crate::parameters::NGRAMS_PAGE;
use crate::router::App;
use crate::study;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use std::sync::Arc;

const LEGEND: &[Meaning] = &[
    ("Words", "how many words stand in a row; stops and commas part none"),
    ("Count", "how often the row stands in the documents; occurrences that overlap each other count each"),
    ("Per million", "the same in a million of all their words"),
    ("Documents", "how many of them have it"),
];

pub(crate) async fn ngrams(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, NGRAMS_PAGE, PERSON, |state, given, stop, most| {
        let options = study::ngrams(given);
        let asked = Asked::new(state, given, stop, most)?;
        let made = state.index.ngrams(&asked.request(given, stop), &options)?;
        let counts = format!(
            "{} in {}",
            shown::counted(made.total, "n-gram", "n-grams"),
            shown::looked_at(made.words, made.documents)
        );
        let mut view = StudyPage::new(given, View::Ngrams, &asked, counts);
        view.summary.more(&made.query.notes);
        view.about = "Which words recur in the same row. A row leads to the documents that have it as a phrase, its count to \
                      the lines. With stop words left out, those that begin or end with one are not listed.";
        let mut settings = vec![
            number(given, "shortest", "Shortest", (1, 10), 2),
            number(given, "longest", "Longest", (1, 10), 3),
            choice(given, "within", "Within a", &BORDERS, "paragraph"),
        ];
        // where only one of the two was given, the other follows it
        settings[0].value = options.from.to_string();
        settings[1].value = options.to.to_string();
        settings.extend(listed(given, 2));
        view.groups = vec![("", settings)];
        let passages = Passages::new(given, asked.info);
        let rows = made.rows.iter().map(|row| {
            let find = passages.within(&row.find, &made.query);
            Row {
                name: Cell::to(row.ngram.clone(), passages.hits(&find), "in its documents"),
                cells: vec![
                    Cell::plain(row.n.to_string()),
                    Cell::to(shown::number(row.count), passages.lines(&find), &shown::times(row.count, &row.ngram)),
                    Cell::plain(shown::tenths(row.per_million)),
                    Cell::plain(shown::number(row.documents)),
                ],
            }
        });
        view.table = Table {
            caption: "Rows of words by how often they recur".to_owned(),
            columns: ["N-gram", "Words", "Count", "Per million", "Documents"].map(str::to_owned).into(),
            rows: rows.collect(),
        };
        view.legend = LEGEND;
        view.downloads(&super::whole_link(given), "/api/ngrams");
        view.pages = asked.pages(given, View::Ngrams, made.total);
        page(&view, whole(&made.query.notes) && whole(&asked.found.query.notes))
    })
    .await
}
