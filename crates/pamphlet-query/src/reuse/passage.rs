//! What is asked and told about a passage that stands elsewhere, too.

use crate::hit::{Query, Source};
use crate::request::Request;
use pamphlet_document::TextRange;

/// What is looked for elsewhere.
#[derive(Clone, Debug)]
pub enum QuoteOf {
    /// A passage, as typed or pasted.
    Text(String),
    /// A document, by its id: every passage of it.
    Document(String),
    /// Every document that a query finds, with its filters: every passage of each.
    Documents(Box<Request>),
}

/// A passage, and where it is looked for. [`QuoteRequest::new`] has the defaults of the command line.
#[derive(Clone, Debug)]
pub struct QuoteRequest {
    /// What is looked for.
    pub of: QuoteOf,
    /// Where: the documents that this query finds, with its filters; an empty one is all. `limit` and `offset` count
    /// places; `timeout` and `stop` end the looking.
    pub within: Request,
    /// How alike a place must be, from 0 to 1; see [`Quotation::similarity`].
    pub least: f64,
    /// Parts of a passage are places, too: at least so many of its words in a row, changed or not. `None` asks for the
    /// whole passage; of documents it is always parts that are looked for, of
    /// [`PART_WORDS`](crate::PART_WORDS) words where nothing is given.
    pub words: Option<usize>,
    /// Leaves out passages that more documents have than that: formulas. `None` leaves out nothing.
    pub most_documents: Option<u64>,
}

impl QuoteRequest {
    /// Asks who has a passage, in all documents: ten places, oldest first.
    pub fn new(of: QuoteOf) -> Self {
        let within = Request::new("");
        Self { of, within, least: crate::reuse::LEAST_SIMILARITY, words: None, most_documents: None }
    }
}

/// A place that has the passage, or a part of it, as the wire format has it.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Quotation {
    /// The document's id.
    pub doc: String,
    /// Its path.
    pub path: String,
    /// Its title.
    pub title: Option<String>,
    /// Its date, as exactly as it is known.
    pub date: Option<String>,
    /// The heading that the place stands under.
    pub section: Option<String>,
    /// Twice the words in common by the words of both, in order, to three digits: 1 is word for word, whatever the
    /// punctuation, case and apostrophes. A word in another spelling counts .9.
    pub similarity: f64,
    /// Words in common, spelled alike or not.
    pub words: usize,
    /// The text here, white space as single spaces.
    pub text: String,
    /// Where it differs, in order.
    pub differences: Vec<Difference>,
    /// Its bytes in the document's text.
    pub range: TextRange,
    /// Where it stands in the original.
    pub source: Source,
    /// The passage, or the part of it, that stands here.
    pub of: Passage,
}

/// A difference between a passage and the text of another place.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Difference {
    /// What stands there, `[start, end)` in characters of [`Quotation::text`]; nothing where words are left out.
    pub at: [usize; 2],
    /// The words of the passage in its place; empty where words were put in.
    pub was: String,
}

/// A passage that was looked for, or a part of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Passage {
    /// The document that it is of; `None` where it was typed.
    pub doc: Option<String>,
    /// That document's path.
    pub path: Option<String>,
    /// Its date, as exactly as it is known.
    pub date: Option<String>,
    /// The text, white space as single spaces.
    pub text: String,
    /// Its bytes in the document's text, or in the text that was typed.
    pub range: TextRange,
    /// Where it stands in the original of its document.
    pub source: Option<Source>,
}

/// The places that have a passage.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Quotations {
    /// Those asked for, oldest first by the first day that a date can mean; what has no date comes last. Then by path
    /// and place.
    pub quotations: Vec<Quotation>,
    /// How many places there are.
    pub total: u64,
    /// In how many documents.
    pub documents: u64,
    /// How the query of [`QuoteRequest::within`] was read, and what was noted.
    pub query: Query,
}
