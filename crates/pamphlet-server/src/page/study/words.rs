//! Words with how often they stand and how evenly they are spread.

use super::passages::Passages;
use super::settings::listed;
use super::{Asked, Cell, Meaning, Row, StudyPage, Table};
use crate::api::whole;
use crate::ask::asked;
use crate::page::link::Link;
use crate::page::shell::{View, choices};
use crate::page::{PERSON, page, shown};
use crate::parameters::WORDS_PAGE;
use crate::router::App;
use crate::study;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use std::sync::Arc;

const LEGEND: &[Meaning] = &[
    ("Count", "how often the word stands in the documents, in any case, accents and apostrophe"),
    ("Per million", "the same in a million of all their words"),
    ("Documents", "how many of them have it"),
    ("DP", "how unevenly it is spread: 0 as all words are, near 1 in one small document (Gries 2008)"),
    (
        "Juilland’s D",
        "how evenly its rate is spread: 1 the same in each document, 0 in one only \
         (Juilland, Brodin & Davidovitch 1970)",
    ),
];

pub(crate) async fn words(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, WORDS_PAGE, PERSON, |state, given, stop, most| {
        let asked = Asked::new(state, given, stop, most)?;
        let made = state.index.words(&asked.request(given, stop), &study::words(given))?;
        let counts = format!(
            "{} of {}",
            shown::counted(made.total, "word", "words"),
            shown::counted(made.distinct, "different one", "different ones")
        );
        let looked = shown::looked_at(made.words, made.documents);
        let passages = Passages::new(given, asked.info);
        let rows = made.rows.iter().map(|row| {
            let find = passages.within(&row.find, &made.query);
            Row {
                name: Cell::to(row.word.clone(), passages.hits(&find), "in its documents"),
                cells: vec![
                    Cell::to(shown::number(row.count), passages.lines(&find), &shown::times(row.count, &row.word)),
                    Cell::plain(shown::tenths(row.per_million)),
                    Cell::plain(shown::number(row.documents)),
                    Cell::plain(format!("{:.3}", row.dp)),
                    Cell::plain(row.juilland_d.map_or("–".to_owned(), |d| format!("{d:.3}"))),
                ],
            }
        });
        let table = Table {
            caption: "Words by how often they stand".to_owned(),
            columns: ["Word", "Count", "Per million", "Documents", "DP", "Juilland’s D"].map(str::to_owned).into(),
            rows: rows.collect(),
        };
        let here = Link::of(given).without("page");
        let sorts =
            [("count", "Count"), ("documents", "Documents"), ("dp", "Most even (DP)"), ("word", "Word")];
        let mut view = StudyPage::new(given, View::Words, &asked, format!("{counts}, in {looked}"));
        view.summary.more(&made.query.notes);
        view.about = "How often each word stands in the documents of the search, and how evenly it is spread over them. \
                      Without a search, in all.";
        view.groups = vec![("", listed(given, 1))];
        let sort = given.value("sort").unwrap_or("count");
        view.sorts = choices(&here, "sort", &sorts, sort, View::Words.path());
        view.downloads(&super::whole_link(given), "/api/words");
        view.pages = asked.pages(given, View::Words, made.total);
        view.table = table;
        view.legend = LEGEND;
        page(&view, whole(&made.query.notes) && whole(&asked.found.query.notes))
    })
    .await
}
