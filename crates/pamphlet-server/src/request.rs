//! From parameters to what is asked of the index.

use crate::ask::Stop;
use crate::parameter::Given;
use crate::study::codebook;
use pamphlet::{LineGroup, LineSort, Request, Sort, Stemming, TrendBy};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What the parameters ask for; `most` is the time that the server gives a question.
pub(crate) fn request(given: &Given, most: Duration, stop: &Stop) -> Request {
    let mut request = everything(given, stop);
    request.timeout = Some(time(given, most));
    request
}

/// How long a question may take.
pub(crate) fn time(given: &Given, most: Duration) -> Duration {
    given.seconds("timeout").map_or(most, |asked| asked.min(most))
}

/// The time of questions that are put one after the other: all together have that of one.
pub(crate) struct Clock {
    until: Instant,
}

impl Clock {
    pub fn new(time: Duration) -> Self {
        Self { until: Instant::now() + time }
    }

    pub fn left(&self) -> Duration {
        self.until.saturating_duration_since(Instant::now())
    }
}

/// The same without an end, for a download of everything.
pub(crate) fn everything(given: &Given, stop: &Stop) -> Request {
    let mut request = Request::new(given.value("q").unwrap_or_default());
    request.any = given.flag("any");
    request.phrase = given.flag("phrase");
    request.strict = given.flag("strict");
    request.expand = given.flag("expand");
    request.explain = given.flag("explain");
    request.stem = if given.value("stem") == Some("full") { Stemming::Full } else { Stemming::Light };
    request.from = given.date("from");
    request.to = given.date("to");
    request.filters =
        given.pairs("where").map(|(field, value)| (field.to_owned(), value.to_owned())).collect();
    request.facets = given.values("facet").map(str::to_owned).collect();
    if let Some(values) = given.number("facet_values") {
        request.facet_values = values;
    }
    request.sort = match given.value("sort") {
        Some("date") => Sort::Date,
        Some("-date") => Sort::DateDown,
        Some("path") => Sort::Path,
        _ => Sort::Score,
    };
    request.fold = given.value("duplicates").map(|how| how == "fold");
    request.limit = None;
    request.offset = given.number("offset").unwrap_or(0);
    request.snippets = given.number("snippets").unwrap_or(1);
    request.context = given.number("context");
    request.stop = Some(Arc::clone(stop));
    request.sets = codebook(given).map(Arc::new);
    request
}

/// The order of a concordance's lines.
pub(crate) fn line_sort(given: &Given) -> LineSort {
    match given.value("sort") {
        Some("date") => LineSort::Date,
        Some("before1") => LineSort::Before,
        Some("after1") => LineSort::After,
        _ => LineSort::Document,
    }
}

/// What lines are counted by.
pub(crate) fn line_group(given: &Given) -> LineGroup {
    match given.value("by") {
        Some("before1") => LineGroup::Before,
        Some("after1") => LineGroup::After,
        Some("doc") => LineGroup::Document,
        Some("year") => LineGroup::Year,
        _ => LineGroup::Keyword,
    }
}

/// What a trend is counted by.
pub(crate) fn trend_by(given: &Given) -> TrendBy {
    given.value("by").unwrap_or("year").parse().unwrap_or_default()
}

/// The same question of each of the queries that stand beside its own.
pub(crate) fn beside(given: &Given, first: &Request) -> Vec<Request> {
    given.values("also").map(|text| Request { text: text.to_owned(), ..first.clone() }).collect()
}
