//! How often, over time or by a field: matches and documents of each bucket, and per million of its words.
//!
//! The matches are those of the span engine, so the buckets of dates add up to the concordance. The words are
//! those of all documents that the request's filters let through, whether they match or not. Nothing is left out: what
//! has no date, and times of which there is no document, are buckets too.

use crate::analysis::{documents, per_million, without_query};
use crate::collection::Scope;
use crate::error::Result;
use crate::hit::Query;
use crate::note::{Note, NoteKind};
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
    /// Words of all its documents, page chrome included; 0 where no document is of this time.
    pub words: u64,
    /// Matches in a million of its words; `None` in a bucket without words.
    pub per_million: Option<f64>,
    /// The bucket has fewer than [`THIN_WORDS`] words.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub thin: bool,
    /// The query that, with the same filters, finds its matches. A date that is less exact is found in every bucket that
    /// it may belong to, a value also where it is part of a longer one.
    pub find: String,
}

/// How often a query matches, bucket by bucket.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trend {
    /// Dates in their order, without gaps: times of which there is no document are buckets without words, up to
    /// [`MOST_GAPS`] of them. Values of a field by their name. What has no date or value comes last.
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

/// Where more times than these have no document, only those that have one are buckets: a single wrong date must not make
/// thousands of rows.
pub const MOST_GAPS: usize = 2_000;

/// Counts matches by bucket. Of the request, what pages, sorts and shows hits has no meaning here; with `fold`, of
/// copies and versions of a text only the oldest counts.
///
/// # Errors
/// When the index cannot be read; [`Error::Strict`](crate::Error::Strict) when that was asked for.
pub fn trend<'r>(scope: impl Into<Scope<'r>>, request: &Request, by: &TrendBy) -> Result<Trend> {
    let scope = scope.into();
    let mut asked = Asked::new(scope, request)?;
    let rest = without_query(request);
    let once = request.fold == Some(true);
    let frame = documents(&mut Asked::new(scope, &rest)?, &rest, once)?;
    let mut sums: BTreeMap<Option<String>, Sum> = BTreeMap::new();
    let mut spans = Vec::new();
    let mut late = false;
    let segments = asked.view.segments.iter().zip(scope.reader.segments());
    for ((segment, stored), looked) in segments.zip(&frame.found) {
        if late {
            break;
        }
        let mut buckets = Buckets::new(segment, by);
        let words = stored.words()?;
        for &doc in looked {
            for bucket in buckets.of(doc)? {
                sums.entry(bucket).or_default().words += words.first(doc).unwrap_or(0);
            }
        }
        let mut matcher = asked.matcher(segment, true)?;
        let mut doc = matcher.seek(0)?;
        while doc != TERMINATED {
            if !once || looked.binary_search(&doc).is_ok() {
                matcher.matches(doc, &mut spans)?;
                for bucket in buckets.of(doc)? {
                    let sum = sums.entry(bucket).or_default();
                    sum.documents += 1;
                    sum.matches += spans.len() as u64;
                }
            }
            doc = matcher.seek(doc + 1)?;
        }
        late = matcher.is_late();
    }
    if late {
        asked.note_late();
    }
    let (points, left_out) = points(sums, by, request);
    asked.notes.extend(left_out);
    Ok(Trend { points, query: asked.into_query(request) })
}

/// The buckets in their order, and what is left out of them.
fn points(
    mut sums: BTreeMap<Option<String>, Sum>,
    by: &TrendBy,
    request: &Request,
) -> (Vec<Point>, Option<Note>) {
    let left_out = fill(&mut sums, by).map(|left_out| {
        let message = format!("{left_out} times without a document between the others are not listed");
        let end = request.text.len();
        Note { kind: NoteKind::Limit, place: end..end, message }
    });
    let unknown = sums.remove(&None);
    let part = request.part();
    let made = |(bucket, sum)| point(bucket, &sum, by, &part);
    let mut points: Vec<Point> = sums.into_iter().map(made).collect();
    points.extend(unknown.map(|sum| made((None, sum))));
    (points, left_out)
}

impl Trend {
    /// The points of trends over parts of a collection, put together: the matches and documents of each part, and in
    /// place of the parts' words those of the whole collection, by bucket; and what is to be noted about them. `by` and
    /// `request` are those of the parts.
    pub fn join(
        parts: &[Trend],
        words: impl IntoIterator<Item = (Option<String>, u64)>,
        by: &TrendBy,
        request: &Request,
    ) -> (Vec<Point>, Option<Note>) {
        let mut sums: BTreeMap<Option<String>, Sum> = BTreeMap::new();
        // times that are only between others in a part may be too many to be shown between those of the whole
        for (bucket, words) in words.into_iter().filter(|(_, words)| *words > 0) {
            sums.entry(bucket).or_default().words += words;
        }
        let found = |point: &&Point| point.documents > 0;
        for point in parts.iter().flat_map(|part| &part.points).filter(found) {
            let sum = sums.entry(point.bucket.clone()).or_default();
            sum.documents += point.documents;
            sum.matches += point.matches;
        }
        points(sums, by, request)
    }
}

/// Adds the times without documents between the first and the last bucket; how many there are where they are too many.
fn fill(sums: &mut BTreeMap<Option<String>, Sum>, by: &TrendBy) -> Option<usize> {
    let known: Vec<u32> = sums.keys().flatten().filter_map(|bucket| number_of(bucket, by)).collect();
    let (Some(first), Some(last)) = (known.iter().min(), known.iter().max()) else { return None };
    let gaps = (last - first + 1) as usize - known.len();
    if gaps > MOST_GAPS {
        return Some(gaps);
    }
    for number in *first..=*last {
        let name = match by {
            TrendBy::Decade => format!("{number:03}0s"),
            TrendBy::Month => format!("{:04}-{:02}", number / 12, number % 12 + 1),
            _ => format!("{number:04}"),
        };
        sums.entry(Some(name)).or_default();
    }
    None
}

/// The number of a bucket of time among those of its kind; `None` for values, and for dates that are less exact than the
/// buckets.
fn number_of(bucket: &str, by: &TrendBy) -> Option<u32> {
    let year = |text: &str| (text.len() == 4).then(|| text.parse::<u32>().ok()).flatten();
    match by {
        TrendBy::Year => year(bucket),
        TrendBy::Decade => year(bucket.strip_suffix('s')?).map(|year| year / 10),
        TrendBy::Month => {
            let (years, month) = bucket.split_once('-')?;
            Some(year(years)? * 12 + month.parse::<u32>().ok()?.checked_sub(1)?)
        }
        TrendBy::Field(_) => None,
    }
}

/// The query of a bucket's matches; `part` is the query of them all.
fn find(bucket: Option<&str>, by: &TrendBy, part: &str) -> String {
    let condition = match (by, bucket) {
        (TrendBy::Field(field), Some(value)) => format!("{field}:\"{}\"", value.replace('"', " ")),
        (TrendBy::Field(field), None) => format!("-{field}:*"),
        (_, Some(date)) => format!("date:{date}"),
        (_, None) => "-date:0001..9999".to_owned(),
    };
    format!("{part} {condition}").trim_start().to_owned()
}

fn point(bucket: Option<String>, sum: &Sum, by: &TrendBy, part: &str) -> Point {
    Point {
        find: find(bucket.as_deref(), by, part),
        bucket,
        matches: sum.matches,
        documents: sum.documents,
        words: sum.words,
        per_million: per_million(sum.matches, sum.words),
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
    fn gaps_are_filled() {
        let check = |by: TrendBy, buckets: &[&str], want: &[&str]| {
            let mut sums: BTreeMap<Option<String>, Sum> =
                buckets.iter().map(|name| (Some((*name).to_owned()), Sum::default())).collect();
            assert_eq!(fill(&mut sums, &by), None);
            let found: Vec<String> = sums.into_keys().flatten().collect();
            assert_eq!(found, want);
        };
        check(TrendBy::Year, &["1848", "1851", "1840s"], &["1840s", "1848", "1849", "1850", "1851"]);
        check(TrendBy::Decade, &["0990s", "1010s"], &["0990s", "1000s", "1010s"]);
        check(
            TrendBy::Month,
            &["1848-11", "1849-02", "1849"],
            &["1848-11", "1848-12", "1849", "1849-01", "1849-02"],
        );
        check(TrendBy::Field("year".to_owned()), &["1848", "1850"], &["1848", "1850"]);
        let mut far: BTreeMap<_, _> =
            ["0001", "2003"].map(|name| (Some(name.to_owned()), Sum::default())).into();
        assert_eq!((fill(&mut far, &TrendBy::Year), far.len()), (Some(2001), 2));
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
