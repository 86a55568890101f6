//! Analyses of words: how frequent, how typical, beside which others, in which rows.

use crate::open::asked;
use crate::{
    Codebook, Coded, Collocates, CollocatesOptions, Concordance, Error, Index, Keyness, KeynessOptions,
    Ngrams, NgramsOptions, Request, Words, WordsOptions,
};
use std::sync::Arc;

impl Index {
    /// How often each word stands in the documents of a request: those of its query and filters, or where it has
    /// neither, all. `limit` and `offset` of the request count rows.
    ///
    /// # Errors
    /// As [`Index::find`].
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("bakers.txt", "Bakers rise\n\nThe bakers rise at two.\n\nAdded on 03-01-1905")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// use pamphlet::{Request, WordsOptions};
    /// let made = index.words(&Request::new(""), &WordsOptions::default())?;
    /// assert_eq!((made.rows[0].word.as_str(), made.rows[0].count), ("bakers", 2));
    /// // every row has the query that finds its occurrences
    /// assert_eq!(index.count(&Request::new(&*made.rows[0].find))?.matches, 2);
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn words(&self, request: &Request, options: &WordsOptions) -> Result<Words, Error> {
        let reader = self.folder("words")?;
        asked(reader, || pamphlet_query::words(reader, request, options))
    }

    /// Which words are more frequent in the documents of `target` than in those of `reference`; without one, than in all
    /// others that the target's filters let through.
    ///
    /// # Errors
    /// As [`Index::find`].
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("bakers.txt", "Bakers rise\n\nThe bakers rise at two.\n\nAdded on 03-01-1905")?;
    /// # writer.text("weavers.txt", "Weavers rest\n\nThe weavers rest at ten.\n\nAdded on 03-01-1907")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// use pamphlet::{KeynessOptions, Request};
    /// let made = index.keyness(&Request::new("bakers"), None, &KeynessOptions::default())?;
    /// let first = &made.rows[0];
    /// assert_eq!((first.word.as_str(), first.count, first.reference_count), ("bakers", 2, 0));
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn keyness(
        &self,
        target: &Request,
        reference: Option<&Request>,
        options: &KeynessOptions,
    ) -> Result<Keyness, Error> {
        let reader = self.folder("keyness")?;
        asked(reader, || pamphlet_query::keyness(reader, target, reference, options))
    }

    /// The words that stand near the matches of a query more often than chance would have it.
    ///
    /// # Errors
    /// As [`Index::find`]; [`Error::Query`] for a window that cannot be.
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("a.txt", "Bread\n\nNo hot bread on Monday. Hot bread at two. They sleep at ten, all of them.")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// use pamphlet::{CollocatesOptions, Request};
    /// let options = CollocatesOptions { left: 1, right: 0, ..CollocatesOptions::default() };
    /// let made = index.collocates(&Request::new("bread"), &options)?;
    /// assert_eq!((made.rows[0].word.as_str(), made.rows[0].count, made.rows[0].left), ("hot", 2, 2));
    /// assert_eq!(made.rows[0].find, "\"hot\" BEFORE/0 bread");
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn collocates(&self, request: &Request, options: &CollocatesOptions) -> Result<Collocates, Error> {
        let reader = self.folder("collocates")?;
        asked(reader, || pamphlet_query::collocates(reader, request, options))
    }

    /// The rows of words that recur in the documents of a request: those of its query and filters, or where it has
    /// neither, all.
    ///
    /// # Errors
    /// As [`Index::find`]; [`Error::Query`] for lengths that cannot be.
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("a.txt", "Bread\n\nNo hot bread on Monday. Hot bread at two. They sleep at ten, all of them.")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// use pamphlet::{NgramsOptions, Request};
    /// let made = index.ngrams(&Request::new(""), &NgramsOptions::default())?;
    /// assert_eq!((made.rows[0].ngram.as_str(), made.rows[0].count), ("hot bread", 2));
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn ngrams(&self, request: &Request, options: &NgramsOptions) -> Result<Ngrams, Error> {
        let reader = self.folder("ngrams")?;
        asked(reader, || pamphlet_query::ngrams(reader, request, options))
    }

    /// How often each category of a codebook occurs in the documents of a request, in all and in each. `limit` and `offset`
    /// of the request count documents.
    ///
    /// # Errors
    /// As [`Index::find`].
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("a.txt", "Bread\n\nNo hot bread on Monday. Hot bread at two. They sleep at ten, all of them.")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// use pamphlet::{Codebook, CodebookForm, Request};
    /// use std::sync::Arc;
    /// let book = Arc::new(Codebook::read("food: [bread, 'hot bread']\nrest: [sleep*]\n", CodebookForm::Yaml));
    /// let made = index.code(&Request::new(""), &book)?;
    /// let matches: Vec<_> = made.categories.iter().map(|category| category.matches).collect();
    /// assert_eq!((matches, &made.rows[0].counts[..]), (vec![3, 1], &[3, 1][..]));
    /// // a category is a set for any query
    /// let request = Request { sets: Some(book), ..Request::new("@food AND @rest") };
    /// assert_eq!(index.count(&request)?.matches, 4);
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn code(&self, request: &Request, codebook: &Arc<Codebook>) -> Result<Coded, Error> {
        let reader = self.folder("code")?;
        asked(reader, || pamphlet_query::code(reader, request, codebook))
    }

    /// Lines of a concordance drawn by lot, each as likely as any other, by path and place. The same seed draws the same
    /// lines of the same index.
    ///
    /// # Errors
    /// As [`Index::find`].
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("a.txt", "Bread\n\nNo hot bread on Monday. Hot bread at two. They sleep at ten, all of them.")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// let made = index.sample(&pamphlet::Request::new("bread"), 2, 1)?;
    /// assert_eq!((made.lines.len(), made.total), (2, 3));
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn sample(&self, request: &Request, count: usize, seed: u64) -> Result<Concordance, Error> {
        let reader = self.folder("sample")?;
        asked(reader, || pamphlet_query::sample(reader, request, count, seed))
    }
}
