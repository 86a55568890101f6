//! The collection that documents are of, where these are only some of it: what a query must know of all.
//!
//! An index in a folder is its own collection. Where the postings are kept elsewhere, a query is planned and ranked
//! with what a [`Collection`] says, and decided on documents that were fetched: one engine, whatever holds the words.

use pamphlet_index::Reader;

/// The indexed fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Field {
    /// Exact forms of what the document says, with positions.
    Body,
    /// Exact forms of page chrome, in the same position space.
    Chrome,
    /// Full stems, for ranking.
    Stem,
    /// Exact forms of the title.
    Title,
    /// Exact forms of headings.
    Heading,
    /// The first words.
    Opening,
    /// Where sentences, paragraphs and speeches start.
    Edge,
    /// Values of fields, and their words.
    Meta,
}

impl Field {
    pub(crate) const COUNT: usize = 8;

    /// Its name in every index.
    pub fn name(self) -> &'static str {
        match self {
            Field::Body => "body",
            Field::Chrome => "chrome",
            Field::Stem => "stem",
            Field::Title => "title",
            Field::Heading => "heading",
            Field::Opening => "opening",
            Field::Edge => "edge",
            Field::Meta => "meta",
        }
    }
}

/// Which terms are asked for. What is answered may hold others, too; none that is asked for may be missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Like<'l> {
    /// Those that start so.
    Prefix(&'l str),
    /// Those that are at most so many edits away; neighbours that are swapped are one.
    Near(&'l str, u8),
    /// Those that fit a word with `*` (any letters) and `?` (one character).
    Wildcard(&'l str),
}

/// How often a term stands in a collection, documents that were removed and not merged away included.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frequency {
    /// In how many documents.
    pub documents: u64,
    /// How many times in all.
    pub occurrences: u64,
}

impl std::ops::Add for Frequency {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            documents: self.documents + other.documents,
            occurrences: self.occurrences + other.occurrences,
        }
    }
}

/// What is known of a whole collection. Nothing can fail here: whoever answers keeps the error, and whoever asked looks
/// for it afterwards.
pub trait Collection: Sync {
    /// How many documents there are.
    fn documents(&self) -> u64;

    /// The values of the field `lang`, folded, with the number of documents of each: the most frequent first, then in
    /// byte order.
    fn languages(&self) -> Vec<(String, u64)>;

    /// Whether a document has a value of this field.
    fn has_field(&self, name: &str) -> bool;

    /// In how many documents a term stands.
    fn holding(&self, field: Field, term: &str) -> u64;

    /// How often a term stands in [`Field::Body`] or [`Field::Chrome`]. Of one document thousands are asked for at once,
    /// frequent ones among them: it is looked up where the terms are listed, not counted over documents.
    fn frequency(&self, field: Field, term: &str) -> Frequency;

    /// How many words all documents have, page chrome included.
    fn words(&self) -> u64;

    /// How many tokens all documents have in a field.
    fn tokens(&self, field: Field) -> u64;

    /// Calls `each` with terms of a field and the number of documents that each stands in, until it returns false. Of
    /// [`Field::Meta`] these are words of values with the field's name before them
    /// (see [`WORD`](pamphlet_index::schema::WORD)).
    fn terms(&self, field: Field, like: Like<'_>, each: &mut dyn FnMut(&str, u64) -> bool);

    /// Whether a document has the three words of a compound as its hyphenated form leaves them: `whole` where `first`
    /// stands, `second` right behind.
    fn has_compound(&self, whole: &str, first: &str, second: &str) -> bool;
}

/// Documents that are asked, and the collection that they are of.
#[derive(Clone, Copy)]
pub struct Scope<'r> {
    pub(crate) reader: &'r Reader,
    pub(crate) collection: Option<&'r dyn Collection>,
}

impl std::fmt::Debug for Scope<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Scope({:?})", self.reader)
    }
}

impl<'r> Scope<'r> {
    /// Some documents of a larger collection.
    pub fn of(reader: &'r Reader, collection: &'r dyn Collection) -> Self {
        Self { reader, collection: Some(collection) }
    }
}

impl<'r> From<&'r Reader> for Scope<'r> {
    /// An index that is its own collection.
    fn from(reader: &'r Reader) -> Self {
        Self { reader, collection: None }
    }
}
