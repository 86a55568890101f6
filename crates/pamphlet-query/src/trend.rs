//! How often, over time or by a field: matches and documents of each bucket, and per million of its words.
//!
//! The matches are those of the span engine, so the buckets of dates add up to the concordance. The words are
//! those of all documents that the request's filters let through, whether they match or not.

use crate::collection::Scope;
use crate::error::Result;
use crate::hit::Query;
use crate::matcher::Matcher;
use crate::request::Request;
use crate::search::Asked;
use crate::view::Segment;
use pamphlet_document::PartialDate;
use std::collections::{BTreeMap, HashMap};
use tantivy::{DocId, TERMINATED};

/// A bucket of fewer words is thin: one match more or less moves its rate by more than 100 in a million.
/// The figure is a convention of this project, not a test of significance.
pub const THIN_WORDS: u64 = 10_000;

/// What documents are put into buckets by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TrendBy {
    /// The year of the document's date.
    #[default]
    Year,
    /// The month. A date without one counts in a bucket of its year.
    Month,
    /// The decade, `1840s`.
    Decade,
    /// A value of a metadata field. A document with several values counts in the bucket of each.
    Field(String),
}

impl std::str::FromStr for TrendBy {
    type Err = std::convert::Infallible;

    /// `year`, `month`, `decade`, or the name of a field; upper and lower case are the same.
    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        Ok(match text.trim().to_lowercase().as_str() {
            "" | "year" | "date" => TrendBy::Year,
            "month" => TrendBy::Month,
            "decade" => TrendBy::Decade,
            field => TrendBy::Field(field.to_owned()),
        })
    }
}

/// One bucket of a trend, as the wire format has it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Point {
    /// `1848`, `1848-03`, `1840s` or a field's value; `None` for documents without a date or value.
    pub bucket: Option<String>,
    /// Matches in its documents.
    pub matches: u64,
    /// Documents that match.
    pub documents: u64,
    /// Words of all its documents, page chrome included.
    pub words: u64,
    /// Matches in a million of its words; `None` in a bucket without words.
    pub per_million: Option<f64>,
    /// The bucket has fewer than [`THIN_WORDS`] words.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub thin: bool,
}

/// How often a query matches, bucket by bucket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trend {
    /// Every bucket that holds a document, also where nothing matches: dates in their order, values by their
    /// name, what has none last.
    pub points: Vec<Point>,
    /// How the query was read, and what was noted about it.
    pub query: Query,
}

/// A bucket while documents are counted.
#[derive(Default)]
struct Sum {
    matches: u64,
    documents: u64,
    words: u64,
}

/// So many documents are looked at between two looks at the clock.
const BETWEEN: u64 = 64;

/// Counts matches by bucket. Of the request, what pages, sorts and shows hits has no meaning here.
///
/// # Errors
/// When the index cannot be read; [`Error::Strict`](crate::Error::Strict) when that was asked for.
pub fn trend<'r>(scope: impl Into<Scope<'r>>, request: &Request, by: &TrendBy) -> Result<Trend> {
    let scope = scope.into();
    let mut asked = Asked::new(scope, request)?;
    let frame = Asked::new(scope, &Request { text: String::new(), strict: false, ..request.clone() })?;
    let filtered = request.from.is_some() || request.to.is_some() || !request.filters.is_empty();
    let mut sums: BTreeMap<Option<String>, Sum> = BTreeMap::new();
    let mut spans = Vec::new();
    let mut late = false;
    for (segment, stored) in asked.view.segments.iter().zip(scope.reader.segments()) {
        if late {
            break;
        }
        let mut buckets = Buckets::new(segment, by);
        let words = stored.words()?;
        let mut count = |doc: DocId, sums: &mut BTreeMap<Option<String>, Sum>| -> Result<()> {
            for bucket in buckets.of(doc)? {
                sums.entry(bucket).or_default().words += words.first(doc).unwrap_or(0);
            }
            Ok(())
        };
        if filtered {
            let mut matcher = Matcher::open(segment, &frame.plan, false)?;
            let mut doc = matcher.seek(0)?;
            while doc != TERMINATED {
                count(doc, &mut sums)?;
                doc = matcher.seek(doc + 1)?;
            }
        } else {
            for doc in (0..segment.max_doc).filter(|&doc| segment.is_alive(doc)) {
                count(doc, &mut sums)?;
            }
        }
        let mut matcher = Matcher::open(segment, &asked.plan, true)?;
        let mut doc = matcher.seek(0)?;
        let mut looked = 0;
        while doc != TERMINATED && !late {
            looked += 1;
            late = looked % BETWEEN == 0 && asked.has_ended();
            matcher.matches(doc, &mut spans)?;
            for bucket in buckets.of(doc)? {
                let sum = sums.entry(bucket).or_default();
                sum.documents += 1;
                sum.matches += spans.len() as u64;
            }
            doc = matcher.seek(doc + 1)?;
        }
    }
    if late {
        asked.note_late();
    }
    Ok(Trend { points: points(sums), query: asked.into_query(request) })
}

fn points(mut sums: BTreeMap<Option<String>, Sum>) -> Vec<Point> {
    let unknown = sums.remove(&None);
    let mut points: Vec<Point> = sums.into_iter().map(|(bucket, sum)| point(bucket, &sum)).collect();
    points.extend(unknown.map(|sum| point(None, &sum)));
    points
}

impl Trend {
    /// The points of trends over parts of a collection, put together: the matches and documents of each part, and in
    /// place of the parts' words those of the whole collection, by bucket.
    pub fn join(parts: &[Trend], words: impl IntoIterator<Item = (Option<String>, u64)>) -> Vec<Point> {
        let mut sums: BTreeMap<Option<String>, Sum> = BTreeMap::new();
        for (bucket, words) in words {
            sums.entry(bucket).or_default().words += words;
        }
        for point in parts.iter().flat_map(|part| &part.points) {
            let sum = sums.entry(point.bucket.clone()).or_default();
            sum.documents += point.documents;
            sum.matches += point.matches;
        }
        points(sums)
    }
}

fn point(bucket: Option<String>, sum: &Sum) -> Point {
    // to three places: what is shown is what another program gets
    let rate = |words: u64| (sum.matches as f64 * 1e9 / words as f64).round() / 1e3;
    Point {
        bucket,
        matches: sum.matches,
        documents: sum.documents,
        words: sum.words,
        per_million: (sum.words > 0).then(|| rate(sum.words)),
        thin: sum.words < THIN_WORDS,
    }
}

/// Puts the documents of a segment into buckets.
struct Buckets<'s> {
    segment: &'s Segment<'s>,
    by: &'s TrendBy,
    /// Values by their number in the segment: those of the field, once they were met.
    values: HashMap<u64, Option<String>>,
}

impl<'s> Buckets<'s> {
    fn new(segment: &'s Segment<'s>, by: &'s TrendBy) -> Self {
        Self { segment, by, values: HashMap::new() }
    }

    /// The buckets of a document, at least one.
    fn of(&mut self, doc: DocId) -> Result<Vec<Option<String>>> {
        let TrendBy::Field(field) = self.by else {
            return Ok(vec![self.segment.days(doc).and_then(|(from, to)| date_bucket(from, to, self.by))]);
        };
        let mut out = Vec::new();
        if let Some(column) = self.segment.facets() {
            let mut term = String::new();
            for number in column.ords().values_for_doc(doc) {
                let value = match self.values.get(&number) {
                    Some(value) => value,
                    None => {
                        term.clear();
                        let known = column.ord_to_str(number, &mut term)?;
                        let value = term.split_once('\0').filter(|(name, _)| known && name == field);
                        let value = value.map(|(_, value)| value.to_owned());
                        self.values.entry(number).or_insert(value)
                    }
                };
                if value.is_some() && !out.contains(value) {
                    out.push(value.clone());
                }
            }
        }
        if out.is_empty() {
            out.push(None);
        }
        Ok(out)
    }
}

/// The bucket of a date that may mean any of the days from `from` to `to`, both inclusive, since 1970-01-01.
pub fn date_bucket(from: i64, to: i64, by: &TrendBy) -> Option<String> {
    let (year, month, _) = PartialDate::of_day(i32::try_from(from).ok()?)?.parts();
    let (last_year, last_month, _) = PartialDate::of_day(i32::try_from(to).ok()?)?.parts();
    Some(match by {
        TrendBy::Decade if year / 10 == last_year / 10 => format!("{:03}0s", year / 10),
        TrendBy::Month if (year, month) == (last_year, last_month) => format!("{year:04}-{:02}", month?),
        TrendBy::Year | TrendBy::Month if year == last_year => format!("{year:04}"),
        TrendBy::Year | TrendBy::Month if year / 10 == last_year / 10 => format!("{:03}0s", year / 10),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(date: &str, by: TrendBy, want: Option<&str>) {
        let (from, to) = date.parse::<PartialDate>().unwrap().days();
        assert_eq!(date_bucket(from.into(), to.into(), &by).as_deref(), want, "{date}");
    }

    #[test]
    fn a_date_counts_as_exactly_as_it_is_known() {
        check("1848-03-18", TrendBy::Year, Some("1848"));
        check("1848", TrendBy::Year, Some("1848"));
        check("1848-03-18", TrendBy::Month, Some("1848-03"));
        check("1848-03", TrendBy::Month, Some("1848-03"));
        check("1848", TrendBy::Month, Some("1848"));
        check("1848", TrendBy::Decade, Some("1840s"));
        check("0962-02-02", TrendBy::Decade, Some("0960s"));
    }
}
