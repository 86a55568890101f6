//! The words that stand near the matches of a query.

use super::passages::Passages;
use super::settings::{choice, listed, number};
use super::{Asked, Cell, Meaning, Row, StudyPage, Table};
use crate::api::whole;
use crate::ask::asked;
use crate::page::link::Link;
use crate::page::shell::{View, choices};
use crate::page::{PERSON, page, shown};
use crate::parameters::COLLOCATES_PAGE;
use crate::router::App;
use crate::study;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use std::sync::Arc;

const LEGEND: &[Meaning] = &[
    ("Near", "how often the word stands in a window, left and right of the match; each is counted once"),
    ("Of", "how often it stands in the documents that the filters let through, matches left out"),
    ("Expected", "how often it would stand in the windows if it stood everywhere alike"),
    ("Log-likelihood", "how sure it is that the words go together (G², Dunning 1993)"),
    ("PMI", "how exclusively, in bits; prefers rare words (Church & Hanks 1990)"),
    ("logDice", "how much, at most 14; comparable between collections (Rychlý 2008)"),
    ("MI3", "as PMI, rare words preferred less (Daille 1994)"),
    ("t-score", "how sure; prefers frequent words (Church, Gale, Hanks & Hindle 1991)"),
];

/// What no window reaches across.
pub(super) const BORDERS: [(&str, &str); 3] =
    [("paragraph", "paragraph"), ("sentence", "sentence"), ("document", "document")];

pub(crate) async fn collocates(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, COLLOCATES_PAGE, PERSON, |state, given, stop, most| {
        let asked = Asked::new(state, given, stop, most)?;
        let mut view = StudyPage::new(given, View::Collocates, &asked, String::new());
        view.about = "Which words stand near the matches of the search more often than chance would have it. A word leads to \
                      the lines in which both stand.";
        let mut settings = vec![
            number(given, "left", "Words left", (0, 100), 5),
            number(given, "right", "Words right", (0, 100), 5),
            choice(given, "within", "Within a", &BORDERS, "paragraph"),
        ];
        settings.extend(listed(given, 2));
        view.groups = vec![("", settings)];
        view.legend = LEGEND;
        if given.value("q").unwrap_or_default().trim().is_empty() {
            view.said.push("Type a word or a phrase into the search box: what stands near it is listed here.".to_owned());
            return page(&view, whole(&asked.found.query.notes));
        }
        let made = state.index.collocates(&asked.request(given, stop), &study::collocates(given))?;
        view.summary.counts = format!(
            "{} of {}, {} in windows",
            shown::counted(made.total, "collocate", "collocates"),
            shown::matches_in(made.matches, made.documents),
            shown::counted(made.window_words, "word", "words"),
        );
        view.summary.more(&made.query.notes);
        let passages = Passages::new(given, asked.info);
        let rows = made.rows.iter().map(|row| Row {
            name: Cell::to(row.word.clone(), passages.lines(&row.find), "near the matches"),
            cells: vec![
                Cell::plain(shown::number(row.count)),
                Cell::plain(shown::number(row.left)),
                Cell::plain(shown::number(row.right)),
                Cell::to(
                    shown::number(row.total),
                    passages.lines(&format!("\"{}\"", row.word)),
                    &format!("{} anywhere", shown::times(row.total, &row.word)),
                ),
                Cell::plain(shown::tenths(row.expected)),
                Cell::plain(shown::hundredths(row.log_likelihood)),
                Cell::plain(shown::hundredths(row.pmi)),
                Cell::plain(shown::hundredths(row.log_dice)),
                Cell::plain(shown::hundredths(row.mi3)),
                Cell::plain(shown::hundredths(row.t_score)),
            ],
        });
        view.table = Table {
            caption: "Words near the matches".to_owned(),
            columns: ["Word", "Near", "Left", "Right", "Of", "Expected", "Log-likelihood", "PMI", "logDice", "MI3", "t-score"].map(str::to_owned).into(),
            rows: rows.collect(),
        };
        let here = Link::of(given).without("page");
        let sorts = [
            ("ll", "Log-likelihood"),
            ("log-dice", "logDice"),
            ("pmi", "PMI"),
            ("mi3", "MI3"),
            ("t-score", "t-score"),
            ("count", "Count"),
            ("word", "Word"),
        ];
        let sort = given.value("sort").unwrap_or("ll");
        view.sorts = choices(&here, "sort", &sorts, sort, View::Collocates.path());
        view.downloads(&super::whole_link(given), "/api/collocates");
        view.pages = asked.pages(given, View::Collocates, made.total);
        page(&view, whole(&made.query.notes) && whole(&asked.found.query.notes))
    })
    .await
}
