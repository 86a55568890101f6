//! Reproducible work: a question with its options, its results and the state of the index that gave them, in a file; asked
//! again, what is the same, what is not, and why.

mod options;
mod replayed;
mod results;

pub use options::RunOptions;
pub use replayed::Replayed;

use crate::{
    CollocatesOptions, Error, Index, KeynessOptions, LineGroup, LineSort, NgramsOptions, Request,
    WordsOptions,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The version of the file; a newer one is refused.
pub const RUN_VERSION: u32 = 1;

/// What was asked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "command")]
pub enum RunOf {
    /// Ranked hits.
    Search,
    /// Documents and matches.
    Count,
    /// A line for every match.
    Kwic {
        /// Their order.
        #[serde(default)]
        sort: LineSort,
        /// The lines are counted by what they have in common.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        group: Option<LineGroup>,
    },
    /// How often, over time or by a field.
    Trend {
        /// `year`, `month`, `decade`, or a field; empty is `year`.
        #[serde(default)]
        by: String,
        /// Other queries beside the first.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        also: Vec<String>,
    },
    /// A frequency list.
    Words(WordsOptions),
    /// Words that are more frequent in what the query finds.
    Keyness {
        /// The query of what it is compared with; `None` is all the rest.
        #[serde(default)]
        reference: Option<String>,
        /// How.
        #[serde(flatten)]
        options: KeynessOptions,
    },
    /// Words near the matches.
    Collocates(CollocatesOptions),
    /// Rows of words that recur.
    Ngrams(NgramsOptions),
    /// Categories of the codebook in the options, and what documents have of each.
    Code,
    /// Places that have a passage, in what the query finds.
    Quote {
        /// The passage.
        #[serde(flatten)]
        of: RunQuote,
        /// How alike a place must be.
        #[serde(default = "least")]
        least: f64,
        /// Words that a part must have.
        #[serde(default)]
        words: Option<usize>,
        /// Documents that may have a passage.
        #[serde(default)]
        most_documents: Option<u64>,
    },
    /// Documents like one, among those that the query finds.
    Similar {
        /// Its id.
        doc: String,
    },
}

fn least() -> f64 {
    pamphlet_query::LEAST_SIMILARITY
}

/// The passage of a saved `quote`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RunQuote {
    /// As it was typed.
    Text(String),
    /// All of a document, by its id.
    Document(String),
    /// All of each document that a query finds.
    Documents(String),
}

/// A question that was asked, with all that decides its answer, and the answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// [`RUN_VERSION`] of the program that wrote it.
    pub pamphlet_run: u32,
    /// The version of that program.
    pub made_with: String,
    /// What was asked.
    pub asked: RunOf,
    /// The query as it was typed.
    pub query: String,
    /// The query as it was read.
    pub read_as: String,
    /// The options.
    pub options: RunOptions,
    /// The index.
    pub index: RunIndex,
    /// All documents of the index: id and print, a hash of text and metadata, 16 hexadecimal digits each.
    pub documents: BTreeMap<String, String>,
    /// How many results there were, of which some may not have been asked for.
    pub total: u64,
    /// The results, as `--format json` prints them.
    pub results: Vec<Value>,
}

/// The state of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunIndex {
    /// Its fingerprint.
    pub fingerprint: String,
    /// Of its files' layout.
    pub format: u32,
    /// Of the analyzer.
    pub analyzer: u32,
    /// The engine below, and the stemmer.
    pub engine: String,
    /// How files were read and repaired.
    pub reading: String,
}

impl Run {
    /// Reads a file that was saved.
    ///
    /// # Errors
    /// [`Error::Run`]: it is none, or of a newer version.
    ///
    /// ```
    /// assert!(pamphlet::Run::read("{\"results\": []}").is_err());
    /// let newer = pamphlet::Run::read("{\"pamphlet_run\": 99}").expect_err("it is newer");
    /// assert!(newer.to_string().contains("newer"));
    /// ```
    pub fn read(json: &str) -> Result<Self, Error> {
        let wrong = |what: String, newer: bool| Error::Run { what, newer };
        let value: Value = serde_json::from_str(json.trim_start_matches('\u{feff}'))
            .map_err(|error| wrong(format!("it is no JSON: {error}"), false))?;
        match value["pamphlet_run"].as_u64() {
            None => return Err(wrong("it has no 'pamphlet_run'".to_owned(), false)),
            Some(version) if version > u64::from(RUN_VERSION) => {
                return Err(wrong(format!("it is of version {version}, newer than {RUN_VERSION}"), true));
            }
            Some(_) => {}
        }
        serde_json::from_value(value).map_err(|error| wrong(error.to_string(), false))
    }

    /// The ids of the documents that an index has as this run met them, as numbers: what is not among them is new.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn known_in(&self, index: &Index) -> Result<BTreeSet<u64>, Error> {
        let mut known = BTreeSet::new();
        for (doc, print) in index.prints()? {
            if self.documents.get(&doc) == Some(&print) {
                known.extend(u64::from_str_radix(&doc, 16));
            }
        }
        Ok(known)
    }
}

impl Index {
    /// Every document's id and print, a hash of its text and metadata; 16 hexadecimal digits each.
    fn prints(&self) -> Result<BTreeMap<String, String>, Error> {
        let reader = self.folder("--save")?;
        self.guard(|| {
            let mut prints = BTreeMap::new();
            for segment in reader.segments() {
                let ids = segment.id()?;
                for doc in (0..segment.max_doc()).filter(|&doc| segment.is_alive(doc)) {
                    let id = format!("{:016x}", ids.first(doc).unwrap_or(0));
                    if let Some(print) = reader.print(&id)? {
                        prints.insert(id, format!("{print:016x}"));
                    }
                }
            }
            Ok(prints)
        })
    }

    /// Asks, and keeps the answer with all that decides it.
    ///
    /// # Errors
    /// As [`Index::find`].
    ///
    /// ```
    /// # let dir = tempfile::tempdir()?;
    /// # let mut writer = pamphlet::Writer::open(dir.path())?;
    /// # writer.text("a.txt", "Bakers\n\nThe bakers rise at two.")?;
    /// # writer.commit()?;
    /// # let index = pamphlet::Index::open(dir.path())?;
    /// let run = index.record(pamphlet::RunOf::Search, &pamphlet::Request::new("bakers"))?;
    /// assert!(index.replay(&run)?.same);
    /// writer.text("b.txt", "More bakers\n\nThey bake.")?;
    /// writer.commit()?;
    /// let again = pamphlet::Index::open(dir.path())?.replay(&run)?;
    /// assert!(!again.same);
    /// assert_eq!((again.added.len(), again.new.len(), again.removed.len()), (1, 1, 0));
    /// # Ok::<(), pamphlet::Error>(())
    /// ```
    pub fn record(&self, asked: RunOf, request: &Request) -> Result<Run, Error> {
        let results = self.results(&asked, request)?;
        let info = self.info()?;
        let reader = self.folder("--save")?;
        let reading = self.guard(|| reader.indexed_files())?.version;
        Ok(Run {
            pamphlet_run: RUN_VERSION,
            made_with: env!("CARGO_PKG_VERSION").to_owned(),
            asked,
            query: request.text.clone(),
            read_as: results.read_as,
            options: RunOptions::of(request),
            index: RunIndex {
                fingerprint: info.fingerprint,
                format: info.versions.format,
                analyzer: info.versions.analyzer,
                engine: info.versions.engine,
                reading,
            },
            documents: self.prints()?,
            total: results.total,
            results: results.values,
        })
    }
}
