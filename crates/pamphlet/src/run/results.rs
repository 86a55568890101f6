//! The results of a question, as a file keeps them.

use super::{RunOf, RunQuote};
use crate::{Error, Index, QuoteOf, QuoteRequest, Request, TrendBy};
use pamphlet_query::Query;
use serde::Serialize;
use serde_json::Value;

/// What a question found.
pub(super) struct Results {
    /// The query as it was read.
    pub read_as: String,
    /// How many there are, asked for or not.
    pub total: u64,
    /// Those asked for.
    pub values: Vec<Value>,
}

impl Results {
    fn of<T: Serialize>(query: &Query, total: u64, rows: &[T]) -> Result<Self, Error> {
        let values: Result<Vec<Value>, _> = rows.iter().map(value).collect();
        Ok(Self { read_as: query.read_as.clone(), total, values: values? })
    }
}

fn value<T: Serialize>(row: T) -> Result<Value, Error> {
    serde_json::to_value(row).map_err(|error| Error::Io(error.into()))
}

/// A row of one of several series.
#[derive(Serialize)]
struct OfQuery<'r, T> {
    query: &'r str,
    #[serde(flatten)]
    row: &'r T,
}

fn of_query<T: Serialize>(query: &str, rows: &[T]) -> Result<Vec<Value>, Error> {
    rows.iter().map(|row| value(OfQuery { query, row })).collect()
}

impl Index {
    /// Asks.
    pub(super) fn results(&self, asked: &RunOf, request: &Request) -> Result<Results, Error> {
        match asked {
            RunOf::Search => {
                let found = self.find(request)?;
                Results::of(&found.query, found.total, &found.hits)
            }
            RunOf::Count => {
                let count = self.count(request)?;
                let read = self.find(&Request { limit: Some(0), ..request.clone() })?;
                Results::of(&read.query, count.documents, &[count])
            }
            RunOf::Kwic { sort, group: None } => {
                let made = self.concordance(request, *sort)?;
                Results::of(&made.query, made.total, &made.lines)
            }
            RunOf::Kwic { group: Some(by), .. } => {
                let made = self.groups(request, *by)?;
                Results::of(&made.query, made.total, &made.groups)
            }
            RunOf::Trend { by, also } => self.trends(request, by, also),
            RunOf::Words(options) => {
                let made = self.words(request, options)?;
                Results::of(&made.query, made.total, &made.rows)
            }
            RunOf::Keyness { reference, options } => {
                let reference =
                    reference.as_ref().map(|text| Request { text: text.clone(), ..request.clone() });
                let made = self.keyness(request, reference.as_ref(), options)?;
                Results::of(&made.target, made.total, &made.rows)
            }
            RunOf::Collocates(options) => {
                let made = self.collocates(request, options)?;
                Results::of(&made.query, made.total, &made.rows)
            }
            RunOf::Ngrams(options) => {
                let made = self.ngrams(request, options)?;
                Results::of(&made.query, made.total, &made.rows)
            }
            RunOf::Code => {
                let made = self.code(request, &request.sets.clone().unwrap_or_default())?;
                let total = made.categories.iter().map(|category| category.matches).sum();
                let mut results = Results::of(&made.query, total, &made.categories)?;
                for row in &made.rows {
                    results.values.push(value(row)?);
                }
                Ok(results)
            }
            RunOf::Quote { of, least, words, most_documents } => {
                let of = match of {
                    RunQuote::Text(text) => QuoteOf::Text(text.clone()),
                    RunQuote::Document(doc) => QuoteOf::Document(doc.clone()),
                    RunQuote::Documents(query) => QuoteOf::Documents(Box::new(Request::new(&**query))),
                };
                let (least, words, most_documents) = (*least, *words, *most_documents);
                let asked = QuoteRequest { of, within: request.clone(), least, words, most_documents };
                let made = self.quote(&asked)?;
                Results::of(&made.query, made.total, &made.quotations)
            }
            RunOf::Similar { doc } => {
                let made = self.similar(doc, request)?;
                Results::of(&made.query, made.total, &made.documents)
            }
        }
    }

    /// One trend, or several, each row of which then names its query.
    fn trends(&self, request: &Request, by: &str, also: &[String]) -> Result<Results, Error> {
        let by: TrendBy = by.parse().unwrap_or_default();
        let first = self.trend(request, &by)?;
        let total = first.points.iter().map(|point| point.matches).sum();
        if also.is_empty() {
            return Results::of(&first.query, total, &first.points);
        }
        let mut values = of_query(&request.text, &first.points)?;
        for text in also {
            let made = self.trend(&Request { text: text.clone(), ..request.clone() }, &by)?;
            values.append(&mut of_query(text, &made.points)?);
        }
        Ok(Results { read_as: first.query.read_as, total, values })
    }
}
