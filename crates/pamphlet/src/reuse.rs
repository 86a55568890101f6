//! What texts have of each other.

use crate::{AlikeList, DocumentDiff, Error, Index, Quotations, QuoteRequest, Request};

impl Index {
    /// Every place that has a passage, or parts of documents, word for word or nearly: oldest first.
    ///
    /// # Errors
    /// As [`Index::find`]; [`Error::Query`] when there is no such document.
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("1886.txt", "Of mills\n\nThe mill belongs to those who work in it.\n\nAdded on 03-01-1886")?;
    /// # writer.text("1905.txt", "Again\n\nA weaver wrote: the mill belongs to them who work in it!\n\nAdded on 03-01-1905")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// use pamphlet::{QuoteOf, QuoteRequest};
    /// let passage = "The mill belongs to those who work in it".to_owned();
    /// let found = index.quote(&QuoteRequest::new(QuoteOf::Text(passage)))?;
    /// let places: Vec<_> = found.quotations.iter().map(|one| (one.path.as_str(), one.similarity)).collect();
    /// assert_eq!(places, [("1886.txt", 1.0), ("1905.txt", 0.889)]);
    /// let difference = &found.quotations[1].differences[0];
    /// assert_eq!(difference.was, "those");
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn quote(&self, request: &QuoteRequest) -> Result<Quotations, Error> {
        self.ask(|reader| pamphlet_query::quote(reader, request), |cluster| cluster.quote(request))
    }

    /// Documents like the one of this id, among those that `within` finds: its copies and versions, then what shares
    /// its rare words.
    ///
    /// # Errors
    /// As [`Index::find`]; [`Error::Query`] when there is no such document.
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("a.txt", "Of mills\n\nThe spindles and looms of the mill stand idle.")?;
    /// # writer.text("b.txt", "Of looms\n\nIdle looms weave no bread.")?;
    /// # writer.text("c.txt", "Of ships\n\nThe crew sails at noon.")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// let doc = index.document_named("a.txt")?.id;
    /// let found = index.similar(&doc, &pamphlet::Request::new(""))?;
    /// assert_eq!((found.total, found.documents[0].path.as_str()), (1, "b.txt"));
    /// assert!(found.documents[0].words.contains(&"looms".to_owned()));
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn similar(&self, doc: &str, within: &Request) -> Result<AlikeList, Error> {
        self.ask(
            |reader| pamphlet_query::similar(reader, doc, within),
            |cluster| cluster.similar(doc, within),
        )
    }

    /// Two documents, by their ids, sentence by sentence: what is the same, new, dropped, moved, or changed.
    ///
    /// # Errors
    /// As [`Index::similar`].
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("1.txt", "Aims\n\nWe want bread. We want the ten hour day.")?;
    /// # writer.text("2.txt", "Aims\n\nWe want bread. We want the eight hour day. Nothing else.")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// use pamphlet::ChangeKind;
    /// let (old, new) = (index.document_named("1.txt")?.id, index.document_named("2.txt")?.id);
    /// let diff = index.diff(&old, &new)?;
    /// let kinds: Vec<_> = diff.changes.iter().map(|change| change.kind).collect();
    /// assert_eq!(kinds, [ChangeKind::Same, ChangeKind::Same, ChangeKind::Changed, ChangeKind::Added]);
    /// assert_eq!(diff.changes[2].differences[0].was, "ten");
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn diff(&self, old: &str, new: &str) -> Result<DocumentDiff, Error> {
        self.ask(|reader| pamphlet_query::diff(reader, old, new), |cluster| cluster.diff(old, new))
    }

    /// The id of the earlier version of a document, by its id: of its copies and versions the one with the latest date
    /// before its own. What `added(…)` of the query language compares with.
    ///
    /// # Errors
    /// As [`Index::similar`].
    pub fn earlier_version(&self, doc: &str) -> Result<Option<String>, Error> {
        self.ask(
            |reader| pamphlet_query::earlier_version(reader, doc),
            |cluster| cluster.earlier_version(doc),
        )
    }
}
