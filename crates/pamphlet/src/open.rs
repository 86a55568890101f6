//! Searching an index.

use crate::{
    Concordance, Count, Error, Groups, Hit, Hits, Info, Line, LineGroup, LineSort, Request, Response, Search,
    Trend, TrendBy,
};
use pamphlet_cluster::Cluster;
use pamphlet_document::TextRange;
use pamphlet_index::{Reader, Stored, guarded};
use std::ops::ControlFlow;
use std::path::Path;

/// An index, open for reading. In a folder it is one committed state: it needs no lock and stays as it is while a writer
/// goes on; open another to see what is new. On a cluster it always answers for what was made visible there last.
#[derive(Debug)]
pub struct Index {
    place: Place,
}

/// Where an index is.
#[derive(Debug)]
enum Place {
    Folder(Box<Reader>),
    Cluster(Box<Cluster>),
}

/// Whether there is an index in a folder, readable or not.
pub fn is_index(folder: impl AsRef<Path>) -> bool {
    folder.as_ref().join("manifest.json").is_file()
}

impl Index {
    /// Opens the index in a folder, or at an address `opensearch://HOST:PORT[,HOST:PORT…]/NAME`.
    ///
    /// # Errors
    /// [`Error::Index`]: there is none, it is damaged, or another version wrote it; [`Error::Cluster`]: the same, or no
    /// node answers.
    pub fn open(folder: impl AsRef<Path>) -> Result<Self, Error> {
        let folder = folder.as_ref();
        let place = match on_cluster(folder) {
            Some(address) => Place::Cluster(Box::new(Cluster::open(address)?)),
            None => Place::Folder(Box::new(Reader::open(folder)?)),
        };
        Ok(Self { place })
    }

    /// The hits of a query, best first, without an end: they are made as they are taken.
    ///
    /// # Errors
    /// When the index cannot be read; never because of what the query says.
    pub fn search(&self, query: &str) -> Result<Hits<'_>, Error> {
        self.query(query).hits()
    }

    /// A search to be put together: options first, then what is wanted.
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("bakers.txt", "Bakers rise\n\nThe bakers rise at two.")?;
    /// # writer.commit()?;
    /// let index = pamphlet::Index::open(dir.path())?;
    /// let found = index.query("bakers").field("lang", "en").count()?;
    /// assert_eq!((found.documents, found.matches), (1, 2));
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn query(&self, text: &str) -> Search<'_> {
        Search::new(self, text)
    }

    /// The answer to a search with options.
    ///
    /// # Errors
    /// As [`Index::search`]; [`Error::Query`] when `strict` was asked for and the query is not clear.
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("bakers.txt", "Bakers rise\n\nThe bakers rise at two.\n\nAdded on 03-01-1905")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// use pamphlet::{Request, Sort};
    /// let request = Request { sort: Sort::Date, facets: vec!["lang".into()], ..Request::new("bakers") };
    /// let page = index.find(&request)?;
    /// assert_eq!((page.total, page.hits[0].rank, page.facets["lang"][0].count), (1, 1, 1));
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn find(&self, request: &Request) -> Result<Response, Error> {
        match &self.place {
            Place::Folder(reader) => asked(reader, || pamphlet_query::search(&**reader, request)),
            Place::Cluster(cluster) => Ok(cluster.find(request)?),
        }
    }

    /// Hands on the hits one by one, without holding all of them, until there is none left or `each` breaks off;
    /// what is returned has all but the hits.
    ///
    /// # Errors
    /// As [`Index::find`].
    pub fn each_hit(
        &self,
        request: &Request,
        each: &mut dyn FnMut(Hit) -> ControlFlow<()>,
    ) -> Result<Response, Error> {
        match &self.place {
            Place::Folder(reader) => asked(reader, || pamphlet_query::each_hit(&**reader, request, each)),
            Place::Cluster(cluster) => Ok(cluster.each_hit(request, each)?),
        }
    }

    /// How many documents match, and how often.
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
    /// let count = index.count(&pamphlet::Request::new("rise"))?;
    /// assert_eq!((count.documents, count.matches), (1, 2));
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn count(&self, request: &Request) -> Result<Count, Error> {
        match &self.place {
            Place::Folder(reader) => asked(reader, || pamphlet_query::count(&**reader, request)),
            Place::Cluster(cluster) => Ok(cluster.count(request)?),
        }
    }

    /// A line for every match; `limit` and `offset` of the request count lines.
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
    /// let request = pamphlet::Request { limit: None, ..pamphlet::Request::new("rise") };
    /// let made = index.concordance(&request, pamphlet::LineSort::Document)?;
    /// assert_eq!(made.total, 2);
    /// assert_eq!((made.lines[1].before.as_str(), made.lines[1].keyword.as_str()), ("The bakers", "rise"));
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn concordance(&self, request: &Request, sort: LineSort) -> Result<Concordance, Error> {
        match &self.place {
            Place::Folder(reader) => asked(reader, || pamphlet_query::concordance(&**reader, request, sort)),
            Place::Cluster(cluster) => Ok(cluster.concordance(request, sort)?),
        }
    }

    /// Hands on the lines of a concordance one by one, without holding all of them; what is returned has the
    /// total and the notes, and no lines.
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
    /// let mut keywords = Vec::new();
    /// let sort = pamphlet::LineSort::Document;
    /// index.each_line(&pamphlet::Request::new("rise"), sort, &mut |line| keywords.push(line.keyword))?;
    /// assert_eq!(keywords, ["rise", "rise"]);
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn each_line(
        &self,
        request: &Request,
        sort: LineSort,
        each: &mut dyn FnMut(Line),
    ) -> Result<Concordance, Error> {
        match &self.place {
            Place::Folder(reader) => {
                asked(reader, || pamphlet_query::each_line(&**reader, request, sort, each))
            }
            Place::Cluster(cluster) => Ok(cluster.each_line(request, sort, each)?),
        }
    }

    /// How many matches have what in common; `limit` and `offset` of the request count groups.
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
    /// use pamphlet::{LineGroup, Request};
    /// let groups = index.groups(&Request::new("rise"), LineGroup::Before)?;
    /// assert_eq!((groups.groups[0].group.as_str(), groups.groups[0].matches), ("bakers", 2));
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn groups(&self, request: &Request, by: LineGroup) -> Result<Groups, Error> {
        match &self.place {
            Place::Folder(reader) => asked(reader, || pamphlet_query::groups(&**reader, request, by)),
            Place::Cluster(cluster) => Ok(cluster.groups(request, by)?),
        }
    }

    /// How often, over time or by a field.
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
    /// use pamphlet::{Request, TrendBy};
    /// let trend = index.trend(&Request::new("rise"), &TrendBy::Decade)?;
    /// assert_eq!((trend.points[0].bucket.as_deref(), trend.points[0].matches), (Some("1900s"), 2));
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn trend(&self, request: &Request, by: &TrendBy) -> Result<Trend, Error> {
        match &self.place {
            Place::Folder(reader) => asked(reader, || pamphlet_query::trend(&**reader, request, by)),
            // which documents are copies of each other is not known there
            Place::Cluster(_) if request.fold == Some(true) => {
                self.folder("counting copies once").map(|_| Trend::default())
            }
            Place::Cluster(cluster) => Ok(cluster.trend(request, by)?),
        }
    }

    /// All matches in one document, as ranges of its text.
    ///
    /// # Errors
    /// As [`Index::find`]; [`Error::Query`] when there is no such document.
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("bakers.txt", "Bakers rise\n\nThe bakers rise at two.\n\nAdded on 03-01-1905")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// let doc = index.search("bakers")?.next().expect("a hit").doc;
    /// let text = index.document(&doc)?.expect("it is there").text()?;
    /// for range in index.highlights(&pamphlet::Request::new("bakers"), &doc)? {
    ///     assert!(text[range.span()].eq_ignore_ascii_case("bakers"));
    /// }
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn highlights(&self, request: &Request, doc: &str) -> Result<Vec<TextRange>, Error> {
        match &self.place {
            Place::Folder(reader) => asked(reader, || pamphlet_query::highlights(&**reader, request, doc)),
            Place::Cluster(cluster) => Ok(cluster.highlights(request, doc)?),
        }
    }

    /// The document with this id; `None` where there is none.
    ///
    /// # Errors
    /// When the index cannot be read.
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("bakers.txt", "Bakers rise\n\nThe bakers rise at two.\n\nAdded on 03-01-1905")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// assert!(index.document("0000000000000000")?.is_none());
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn document(&self, doc: &str) -> Result<Option<Stored>, Error> {
        let reader = match &self.place {
            Place::Folder(reader) => reader,
            Place::Cluster(cluster) => return Ok(cluster.document(doc)?),
        };
        guard(reader, || match reader.find(doc)? {
            Some(address) => Ok(Some(reader.stored(address)?)),
            None => Ok(None),
        })
    }

    /// The documents whose path is `name`, or whose id starts with it, in the order of the index.
    ///
    /// # Errors
    /// When the index cannot be read.
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("bakers.txt", "Bakers rise\n\nThe bakers rise at two.\n\nAdded on 03-01-1905")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// assert_eq!(index.documents_named("bakers.txt")?.len(), 1);
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn documents_named(&self, name: &str) -> Result<Vec<Stored>, Error> {
        let path = name.strip_prefix("./").unwrap_or(name);
        let reader = match &self.place {
            Place::Folder(reader) => reader,
            Place::Cluster(cluster) => return Ok(cluster.documents_named(path)?),
        };
        guard(reader, || {
            let mut found = Vec::new();
            for address in reader.named(path)? {
                found.push(reader.stored(address)?);
            }
            Ok(found)
        })
    }

    /// The one document of an id, the start of an id, or a path.
    ///
    /// # Errors
    /// [`Error::NoDocument`], [`Error::ManyDocuments`], or when the index cannot be read.
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("bakers.txt", "Bakers rise\n\nThe bakers rise at two.\n\nAdded on 03-01-1905")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// assert_eq!(index.document_named("bakers.txt")?.title.as_deref(), Some("Bakers rise"));
    /// assert!(matches!(index.document_named("millers.txt"), Err(pamphlet::Error::NoDocument { .. })));
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn document_named(&self, name: &str) -> Result<Stored, Error> {
        if let Some(stored) = self.document(name)? {
            return Ok(stored);
        }
        let mut found = self.documents_named(name)?;
        match found.len() {
            0 => Err(Error::NoDocument { name: name.to_owned() }),
            1 => Ok(found.swap_remove(0)),
            many => {
                let paths = found.into_iter().take(NAMED).map(|one| one.path).collect();
                Err(Error::ManyDocuments { name: name.to_owned(), many, paths })
            }
        }
    }

    /// What the index holds.
    ///
    /// # Errors
    /// When the index cannot be read.
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("bakers.txt", "Bakers rise\n\nThe bakers rise at two.\n\nAdded on 03-01-1905")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// let info = index.info()?;
    /// assert_eq!(info.documents, 1);
    /// assert_eq!(info.fields["lang"][0].value, "en");
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn info(&self) -> Result<Info, Error> {
        match &self.place {
            Place::Folder(reader) => guard(reader, || reader.info()),
            Place::Cluster(cluster) => Ok(cluster.info()?),
        }
    }

    /// How many documents there are.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn documents(&self) -> Result<u64, Error> {
        match &self.place {
            Place::Folder(reader) => Ok(reader.documents()),
            Place::Cluster(cluster) => Ok(cluster.count_documents()?),
        }
    }

    /// A hash over all documents: two indexes of the same have the same; see [`Info::fingerprint`].
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn fingerprint(&self) -> Result<String, Error> {
        match &self.place {
            Place::Folder(reader) => Ok(reader.fingerprint()),
            Place::Cluster(cluster) => Ok(cluster.fingerprint()?),
        }
    }

    /// Whether a load into an index on a cluster is going on or was broken off, so that what it added is not all to be
    /// found; of an index in a folder never.
    ///
    /// # Errors
    /// When the cluster does not answer, or does not let this user ask.
    pub fn is_loading(&self) -> Result<bool, Error> {
        match &self.place {
            Place::Folder(_) => Ok(false),
            Place::Cluster(cluster) => Ok(cluster.is_loading()?),
        }
    }

    /// The reader below, of an index in a folder.
    pub fn reader(&self) -> Option<&Reader> {
        match &self.place {
            Place::Folder(reader) => Some(reader),
            Place::Cluster(_) => None,
        }
    }

    /// Reads something that was stored; damage that shows only then is an error like any other.
    pub(crate) fn guard<T>(&self, read: impl FnOnce() -> pamphlet_index::Result<T>) -> Result<T, Error> {
        match self.reader() {
            Some(reader) => guard(reader, read),
            None => Ok(read()?),
        }
    }

    /// Asks whatever holds the index.
    pub(crate) fn ask<T>(
        &self,
        folder: impl FnOnce(&Reader) -> pamphlet_query::Result<T>,
        cluster: impl FnOnce(&Cluster) -> pamphlet_cluster::Result<T>,
    ) -> Result<T, Error> {
        match &self.place {
            Place::Folder(reader) => asked(reader, || folder(reader)),
            Place::Cluster(of) => Ok(cluster(of)?),
        }
    }

    /// The reader below, for what can be done with a folder only.
    ///
    /// # Errors
    /// [`Error::Cluster`] for an index on a cluster.
    pub(crate) fn folder(&self, what: &'static str) -> Result<&Reader, Error> {
        self.reader().ok_or_else(|| pamphlet_cluster::Error::FolderOnly { what }.into())
    }
}

/// Damage that shows only while a segment is decoded is an error like any other, and so is a fault of ours.
fn guard<T>(reader: &Reader, read: impl FnOnce() -> pamphlet_index::Result<T>) -> Result<T, Error> {
    let found = guarded(read);
    // whatever was made of it
    reader.damage()?;
    Ok(found?)
}

pub(crate) fn asked<T>(reader: &Reader, ask: impl FnOnce() -> pamphlet_query::Result<T>) -> Result<T, Error> {
    guard(reader, || Ok(ask()))?.map_err(Error::from)
}

/// The address, where what was given as a folder is an index on a cluster.
pub(crate) fn on_cluster(folder: &Path) -> Option<&str> {
    folder.to_str().filter(|given| pamphlet_cluster::is_address(given))
}

/// So many of the documents that share a name are told.
const NAMED: usize = 5;

/// Threads may share an index, and a writer may be handed to another: what embeds them relies on it.
const _: () = {
    const fn shared<T: Send + Sync>() {}
    const fn moved<T: Send>() {}
    shared::<Index>();
    shared::<Search<'_>>();
    shared::<Error>();
    moved::<Hits<'_>>();
    moved::<crate::Writer>();
};
