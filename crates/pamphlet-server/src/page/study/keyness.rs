//! Words that are more frequent in one part of the documents than in another. Each part is chosen by a query, the value
//! of a field, and dates, which are put together to one query.

use super::passages::Passages;
use super::settings::{check, date, listed, of_fields, text};
use super::{Asked, Cell, Meaning, Row, StudyPage, Table};
use crate::api::whole;
use crate::ask::asked;
use crate::page::aside::fields;
use crate::page::link::Link;
use crate::page::shell::{View, choices};
use crate::page::{PERSON, page, shown};
use crate::parameter::Given;
use crate::parameters::KEYNESS_PAGE;
use crate::router::App;
use crate::study;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::Response;
use pamphlet::Request;
use std::sync::Arc;

const LEGEND: &[Meaning] = &[
    ("Count, per million", "in the target, then in the reference"),
    (
        "Log-likelihood",
        "how sure it is that there is a difference (G², Dunning 1993): by chance above 3.84 for one word in 20, above \
         10.83 for one in 1,000, above 15.13 for one in 10,000",
    ),
    (
        "BIC",
        "evidence of a difference: above 2 positive, above 6 strong, above 10 very strong; below 0 against it (Wilson 2013)",
    ),
    (
        "Log ratio",
        "how large the difference is: 1 is twice as frequent in the target, 3 eight times (Hardie 2014)",
    ),
    ("%DIFF", "the difference of the rates in per cent of the reference’s (Gabrielatos & Marchi 2011)"),
    ("Odds ratio", "(Pojanapunya & Watson Todd 2018); unknown, as %DIFF, where the reference has none"),
];

/// A part's query with its field and dates.
fn part(query: &str, pair: Option<(&str, &str)>, from: Option<&str>, to: Option<&str>) -> String {
    let mut parts: Vec<String> = Vec::new();
    let alone = pair.is_none() && from.is_none() && to.is_none();
    match query.trim() {
        "" => {}
        query if alone => parts.push(query.to_owned()),
        query => parts.push(format!("({query})")),
    }
    if let Some((field, value)) = pair {
        parts.push(format!("{field}:\"{}\"", value.replace('"', " ")));
    }
    if from.is_some() || to.is_some() {
        parts.push(format!("date:{}..{}", from.unwrap_or_default(), to.unwrap_or_default()));
    }
    parts.join(" AND ")
}

fn target(given: &Given) -> String {
    let mut query = given.value("q").unwrap_or_default().to_owned();
    if given.flag("phrase") && !query.trim().is_empty() {
        query = format!("\"{}\"", query.replace('"', " "));
    }
    part(&query, given.pairs("target_where").next(), given.value("target_from"), given.value("target_to"))
}

/// The reference; empty where it is all other documents.
fn reference(given: &Given) -> String {
    let query = given.value("reference").unwrap_or_default();
    part(
        query,
        given.pairs("reference_where").next(),
        given.value("reference_from"),
        given.value("reference_to"),
    )
}

pub(crate) async fn keyness(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
    asked(app, headers, uri, KEYNESS_PAGE, PERSON, |state, given, stop, most| {
        let asked = Asked::new(state, given, stop, most)?;
        let mut view = StudyPage::new(given, View::Keyness, &asked, String::new());
        view.about = "Which words are more frequent in one part of the documents, the target, than in another, the reference. \
                      The search box, a field and dates say what belongs to the target. What narrows the search \
                      narrows both.";
        let mut known = fields(asked.info);
        known.retain(|field| field != "date");
        let of = |name, label| of_fields(given, name, label, asked.info, &known);
        let mut settings = listed(given, 2);
        settings.push(check(given, "negative", "Less frequent words instead", "true"));
        view.groups = vec![
            (
                "Target: what the search finds, and",
                vec![
                    of("target_where", "of"),
                    date(given, "target_from", "from", "1900"),
                    date(given, "target_to", "to", "1949"),
                ],
            ),
            (
                "Reference: all others, or",
                vec![
                    text(given, "reference", "what this finds", "party:labour"),
                    of("reference_where", "of"),
                    date(given, "reference_from", "from", "1950"),
                    date(given, "reference_to", "to", "1999"),
                ],
            ),
            ("Words", settings),
        ];
        view.legend = LEGEND;
        let (target, reference) = (target(given), reference(given));
        if target.is_empty() {
            view.said.push("Say what the target is: by a search, by a field, or by dates.".to_owned());
            return page(&view, whole(&asked.found.query.notes));
        }
        // a phrase stands in quotes already
        let first = Request { text: target.clone(), phrase: false, ..asked.request(given, stop) };
        let second = match &*reference {
            "" => None,
            text => Some(Request { text: text.to_owned(), ..first.clone() }),
        };
        let made = state.index.keyness(&first, second.as_ref(), &study::keyness(given))?;
        view.summary.counts = format!(
            "{}; target {}, reference {}",
            shown::counted(made.total, "word", "words"),
            shown::looked_at(made.words, made.documents),
            shown::looked_at(made.reference_words, made.reference_documents)
        );
        view.summary.read_as = match &*reference {
            "" => target.clone(),
            _ => format!("{target}  against  {reference}"),
        };
        view.summary.more(&made.target.notes);
        view.summary.more(&made.reference.notes);
        for (name, documents) in [("target", made.documents), ("reference", made.reference_documents)] {
            if documents == 0 {
                view.said.push(format!("No document is in the {name}."));
            }
        }
        let passages = Passages::new(given, asked.info);
        let rows = made.rows.iter().map(|row| {
            let here = passages.within(&row.find, &made.target);
            let there = match second {
                Some(_) => Some(passages.within(&row.find, &made.reference)),
                None => passages.outside(&row.find, &made.target),
            };
            let count = |count: u64, find: Option<&str>, part: &str| {
                let what = format!("{} in the {part}", shown::times(count, &row.word));
                let href = find.filter(|_| count > 0).map(|find| passages.lines(find)).unwrap_or_default();
                Cell::to(shown::number(count), href, &what)
            };
            let unknown = |value: Option<f64>, shown: fn(f64) -> String| value.map_or("–".to_owned(), shown);
            Row {
                name: Cell::to(
                    row.word.clone(),
                    if row.count > 0 { passages.hits(&here) } else { String::new() },
                    "in the target",
                ),
                cells: vec![
                    count(row.count, Some(&here), "target"),
                    count(row.reference_count, there.as_deref(), "reference"),
                    Cell::plain(shown::tenths(row.per_million)),
                    Cell::plain(shown::tenths(row.reference_per_million)),
                    Cell::plain(shown::hundredths(row.log_likelihood)),
                    Cell::plain(shown::hundredths(row.bic)),
                    Cell::plain(shown::hundredths(row.log_ratio)),
                    Cell::plain(unknown(row.percent_diff, shown::tenths)),
                    Cell::plain(unknown(row.odds_ratio, shown::hundredths)),
                ],
            }
        });
        view.table = Table {
            caption: "Keywords of the target".to_owned(),
            columns: ["Word", "Count", "In reference", "Per million", "In reference, per million", "Log-likelihood", "BIC", "Log ratio", "%DIFF",
                "Odds ratio"].map(str::to_owned).into(),
            rows: rows.collect(),
        };
        let here = Link::of(given).without("page");
        let sorts = [("ll", "Log-likelihood"), ("log-ratio", "Log ratio"), ("count", "Count"), ("word", "Word")];
        let sort = given.value("sort").unwrap_or("ll");
        view.sorts = choices(&here, "sort", &sorts, sort, View::Keyness.path());
        let mut link = super::whole_link(given).with("q", &target);
        for name in
            ["phrase", "target_where", "target_from", "target_to", "reference_where", "reference_from", "reference_to", "reference"]
        {
            link = link.without(name);
        }
        if !reference.is_empty() {
            link = link.with("reference", &reference);
        }
        view.downloads(&link, "/api/keyness");
        view.pages = asked.pages(given, View::Keyness, made.total);
        let is_whole = [&made.target, &made.reference, &asked.found.query].iter().all(|query| whole(&query.notes));
        page(&view, is_whole)
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::part;

    #[test]
    fn a_part_is_one_query() {
        let check = |query, pair, from, to, want: &str| assert_eq!(part(query, pair, from, to), want);
        check(" a OR b ", None, None, None, "a OR b");
        check("a OR b", Some(("lang", "en")), None, Some("1949"), "(a OR b) AND lang:\"en\" AND date:..1949");
        check("", Some(("party", "The \"New\"")), None, None, "party:\"The  New \"");
        check("", None, None, None, "");
    }
}
