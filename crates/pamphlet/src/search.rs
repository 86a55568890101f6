//! A search put together step by step.

use crate::{
    Concordance, Count, Error, Groups, Hits, Index, Line, LineGroup, LineSort, Request, Response, Sort,
    Stemming, Trend, TrendBy,
};
use pamphlet_document::PartialDate;
use std::time::Duration;

/// A query with its options; made by [`Index::query`]. Each option returns the search, and one of the last methods asks
/// the index: [`hits`](Search::hits), [`run`](Search::run), [`count`](Search::count),
/// [`concordance`](Search::concordance), [`trend`](Search::trend), [`groups`](Search::groups).
///
/// ```
/// # let dir = tempfile::tempdir()?;
/// # let mut writer = pamphlet::Writer::open(dir.path())?;
/// # writer.text("bakers.txt", "Bakers’ Power\n\nThe bakers rise at two.\n\nAdded on 03-01-1905")?;
/// # writer.text("late.txt", "The bakers? rest\n\nBakers sleep.\n\nAdded on 03-01-1911")?;
/// # writer.commit()?;
/// # let index = pamphlet::Index::open(dir.path())?;
/// let search = index.query("bakers").to("1905".parse()?).snippets(2);
/// let hit = search.hits()?.next().expect("one is of 1905");
/// assert_eq!((hit.title.as_str(), hit.date.as_deref()), ("Bakers’ Power", Some("1905-03-01")));
/// assert_eq!(search.count()?.documents, 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
#[must_use = "a search asks nothing before one of its last methods is called"]
pub struct Search<'i> {
    index: &'i Index,
    request: Request,
    /// The limit, where one was asked for.
    limit: Option<usize>,
}

impl<'i> Search<'i> {
    pub(crate) fn new(index: &'i Index, text: &str) -> Self {
        Self { index, request: Request::new(text), limit: None }
    }

    /// A search of an index for a request that was made elsewhere.
    pub fn of(index: &'i Index, request: Request) -> Self {
        let limit = request.limit;
        Self { index, request, limit }
    }

    /// At most so many hits, lines or groups. Without, a page has 10, and the iterator of [`hits`](Search::hits) goes on
    /// to the last.
    pub fn limit(mut self, limit: usize) -> Self {
        self.limit = Some(limit);
        self.request.limit = self.limit;
        self
    }

    /// All hits, lines or groups. Copies are then not folded into each other unless [`fold`](Search::fold) says so.
    pub fn all(mut self) -> Self {
        self.limit = None;
        self.request.limit = None;
        self
    }

    /// Leaves out so many at the front.
    pub fn offset(mut self, offset: usize) -> Self {
        self.request.offset = offset;
        self
    }

    /// The order of the hits; by score without.
    pub fn sort(mut self, sort: Sort) -> Self {
        self.request.sort = sort;
        self
    }

    /// Words side by side are alternatives (OR), not all required.
    pub fn any(mut self) -> Self {
        self.request.any = true;
        self
    }

    /// The whole text is one phrase.
    pub fn phrase(mut self) -> Self {
        self.request.phrase = true;
        self
    }

    /// What cannot be read as it was typed is an error ([`Error::Query`]), not a note.
    pub fn strict(mut self) -> Self {
        self.request.strict = true;
        self
    }

    /// Which other forms a word without quotes matches; light ones without.
    pub fn stem(mut self, stem: Stemming) -> Self {
        self.request.stem = stem;
        self
    }

    /// Also searches words that the best hits share.
    pub fn expand(mut self) -> Self {
        self.request.expand = true;
        self
    }

    /// Whether copies and versions of a document are one hit.
    pub fn fold(mut self, fold: bool) -> Self {
        self.request.fold = Some(fold);
        self
    }

    /// Only documents that may be of this date or later: `"1990".parse()?`, `"1990-05"`, `"1990-05-01"`.
    pub fn from(mut self, date: PartialDate) -> Self {
        self.request.from = Some(date);
        self
    }

    /// Only documents that may be of this date or earlier; the whole year or month counts.
    pub fn to(mut self, date: PartialDate) -> Self {
        self.request.to = Some(date);
        self
    }

    /// Only documents whose field has this value. Called again, both must hold.
    pub fn field(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.request.filters.push((name.into(), value.into()));
        self
    }

    /// Counts the values of a field over all hits, for [`Response::facets`].
    pub fn facet(mut self, field: impl Into<String>) -> Self {
        self.request.facets.push(field.into());
        self
    }

    /// So many snippets a hit; 1 without, and with 0 none is made.
    pub fn snippets(mut self, count: usize) -> Self {
        self.request.snippets = count;
        self
    }

    /// Words on each side of a match: in snippets in place of their usual length, in a concordance in place of 10.
    pub fn context(mut self, words: usize) -> Self {
        self.request.context = Some(words);
        self
    }

    /// Says what each score is made of, in [`Hit::explain`](crate::Hit::explain).
    pub fn explain(mut self) -> Self {
        self.request.explain = true;
        self
    }

    /// Stops looking for more documents after so long; what was found by then is returned, with a note.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.request.timeout = Some(timeout);
        self
    }

    /// The request so far, with the options that have no method here.
    pub fn request(&self) -> &Request {
        &self.request
    }

    /// One page of hits, with the total, facets and how the query was read.
    ///
    /// # Errors
    /// When the index cannot be read; [`Error::Query`] when `strict` was asked for and the query is not clear.
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("bakers.txt", "Bakers rise\n\nThe bakers rise at two.")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// let page = index.query("bakers AND (two").facet("lang").run()?;
    /// assert_eq!((page.total, page.hits.len()), (1, 1));
    /// assert_eq!(page.facets["lang"][0].value, "en");
    /// // nothing that a person types fails: what it was read as is said
    /// assert_eq!(page.query.read_as, "bakers AND two");
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn run(&self) -> Result<Response, Error> {
        self.index.find(&self.request)
    }

    /// The hits one after the other, fetched page by page as they are taken: as many as [`limit`](Search::limit) said,
    /// or all there are.
    ///
    /// # Errors
    /// As [`Search::run`], for the first page; see [`Hits::error`] for the others.
    pub fn hits(&self) -> Result<Hits<'i>, Error> {
        Hits::start(self.index, self.request.clone(), self.limit)
    }

    /// How many documents match, and how often. Paging and order have no meaning here.
    ///
    /// # Errors
    /// As [`Search::run`].
    pub fn count(&self) -> Result<Count, Error> {
        self.index.count(&self.request)
    }

    /// A line for every match, the keyword in the middle.
    ///
    /// # Errors
    /// As [`Search::run`].
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("bakers.txt", "Bakers rise\n\nThe bakers rise at two, bakers all.")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// let made = index.query("bakers").all().context(2).concordance(pamphlet::LineSort::After)?;
    /// let lines: Vec<_> = made.lines.iter().map(|line| (line.keyword.as_str(), line.after.as_str())).collect();
    /// assert_eq!(lines, [("bakers", "all."), ("Bakers", "rise"), ("bakers", "rise at")]);
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn concordance(&self, sort: LineSort) -> Result<Concordance, Error> {
        self.index.concordance(&self.request, sort)
    }

    /// Hands on the lines of a concordance one by one, without holding all of them.
    ///
    /// # Errors
    /// As [`Search::run`].
    pub fn each_line(&self, sort: LineSort, mut each: impl FnMut(Line)) -> Result<Concordance, Error> {
        self.index.each_line(&self.request, sort, &mut each)
    }

    /// How many matches have what in common.
    ///
    /// # Errors
    /// As [`Search::run`].
    pub fn groups(&self, by: LineGroup) -> Result<Groups, Error> {
        self.index.groups(&self.request, by)
    }

    /// How often, over time or by a field: raw and per million words. Times between the first and the last are there though
    /// no document is of them.
    ///
    /// # Errors
    /// As [`Search::run`].
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("a.txt", "Bakers rise\n\nThe bakers rise at two.\n\nAdded on 03-01-1905")?;
    /// # writer.text("b.txt", "Weavers\n\nThey weave.\n\nAdded on 03-01-1907")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// let trend = index.query("bakers").trend(&pamphlet::TrendBy::Year)?;
    /// let years: Vec<_> = trend.points.iter().map(|point| (point.bucket.as_deref(), point.matches)).collect();
    /// assert_eq!(years, [(Some("1905"), 2), (Some("1906"), 0), (Some("1907"), 0)]);
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn trend(&self, by: &TrendBy) -> Result<Trend, Error> {
        self.index.trend(&self.request, by)
    }
}
