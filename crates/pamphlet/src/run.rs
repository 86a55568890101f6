//! Reproducible work: a question with its options, its results and the state of the index that gave them, in a file; asked
//! again, what is the same, what is not, and why.

use crate::{Error, Index, LineSort, Request, Sort, Stemming, TrendBy};
use pamphlet_document::PartialDate;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The version of the file; a newer one is refused.
pub const RUN_VERSION: u32 = 1;

/// What was asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "command")]
pub enum RunOf {
    /// Ranked hits.
    Search,
    /// Documents and matches.
    Count,
    /// A line for every match.
    Kwic {
        /// `doc`, `date`, `before1` or `after1`.
        sort: String,
    },
    /// How often, over time or by a field.
    Trend {
        /// `year`, `month`, `decade`, or a field.
        by: String,
    },
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

/// The options of a question that decide its answer.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RunOptions {
    limit: Option<usize>,
    offset: usize,
    any: bool,
    phrase: bool,
    stem_full: bool,
    expand: bool,
    sort: String,
    fold: Option<bool>,
    from: Option<String>,
    to: Option<String>,
    filters: Vec<(String, String)>,
    facets: Vec<String>,
    snippets: usize,
    context: Option<usize>,
}

impl RunOptions {
    fn of(request: &Request) -> Self {
        let sort = match request.sort {
            Sort::Score => "score",
            Sort::Date => "date",
            Sort::DateDown => "-date",
            Sort::Path => "path",
        };
        Self {
            limit: request.limit,
            offset: request.offset,
            any: request.any,
            phrase: request.phrase,
            stem_full: request.stem == Stemming::Full,
            expand: request.expand,
            sort: sort.to_owned(),
            fold: request.fold,
            from: request.from.map(|date| date.to_string()),
            to: request.to.map(|date| date.to_string()),
            filters: request.filters.clone(),
            facets: request.facets.clone(),
            snippets: request.snippets,
            context: request.context,
        }
    }

    fn request(&self, query: &str) -> Result<Request, Error> {
        let date = |text: &Option<String>| -> Result<Option<PartialDate>, Error> {
            text.as_deref().map(|text| text.parse().map_err(Error::from)).transpose()
        };
        Ok(Request {
            limit: self.limit,
            offset: self.offset,
            any: self.any,
            phrase: self.phrase,
            stem: if self.stem_full { Stemming::Full } else { Stemming::Light },
            expand: self.expand,
            sort: match &*self.sort {
                "date" => Sort::Date,
                "-date" => Sort::DateDown,
                "path" => Sort::Path,
                _ => Sort::Score,
            },
            fold: self.fold,
            from: date(&self.from)?,
            to: date(&self.to)?,
            filters: self.filters.clone(),
            facets: self.facets.clone(),
            // no page of results is longer than this needs
            snippets: self.snippets.min(1_000),
            context: self.context,
            ..Request::new(query)
        })
    }
}

/// What came of asking again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Replayed {
    /// Whether the results are the same, byte for byte.
    pub same: bool,
    /// How many results there were, and are.
    pub total: [u64; 2],
    /// What of the program or the index has another version: its name, then, now.
    pub versions: Vec<[String; 3]>,
    /// Documents that the index has now and had not.
    pub added: Vec<String>,
    /// Documents that it had and has not.
    pub removed: Vec<String>,
    /// Documents whose text or metadata are other ones.
    pub changed: Vec<String>,
    /// Results that are new: a document, for a line with its byte behind it, for a trend the bucket.
    pub new: Vec<String>,
    /// Results that are gone.
    pub gone: Vec<String>,
    /// Results that stand there with other values, such as another score.
    pub other: Vec<String>,
    /// Whether the results that both have stand in another order.
    pub order: bool,
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
        let (read_as, total, results) = self.results(&asked, request)?;
        let info = self.info()?;
        let reader = self.folder("--save")?;
        let reading = self.guard(|| reader.indexed_files())?.version;
        Ok(Run {
            pamphlet_run: RUN_VERSION,
            made_with: env!("CARGO_PKG_VERSION").to_owned(),
            asked,
            query: request.text.clone(),
            read_as,
            options: RunOptions::of(request),
            index: RunIndex {
                fingerprint: info.fingerprint,
                format: info.versions.format,
                analyzer: info.versions.analyzer,
                engine: info.versions.engine,
                reading,
            },
            documents: self.prints()?,
            total,
            results,
        })
    }

    fn results(&self, asked: &RunOf, request: &Request) -> Result<(String, u64, Vec<Value>), Error> {
        let value = |one: Result<Value, serde_json::Error>| one.map_err(|error| Error::Io(error.into()));
        match asked {
            RunOf::Search => {
                let found = self.find(request)?;
                let hits: Result<_, _> =
                    found.hits.iter().map(|hit| value(serde_json::to_value(hit))).collect();
                Ok((found.query.read_as, found.total, hits?))
            }
            RunOf::Count => {
                let count = self.count(request)?;
                let read_as = self.find(&Request { limit: Some(0), ..request.clone() })?.query.read_as;
                let total = count.documents;
                Ok((read_as, total, vec![value(serde_json::to_value(count))?]))
            }
            RunOf::Kwic { sort } => {
                let sort = match &**sort {
                    "date" => LineSort::Date,
                    "before1" => LineSort::Before,
                    "after1" => LineSort::After,
                    _ => LineSort::Document,
                };
                let made = self.concordance(request, sort)?;
                let lines: Result<_, _> =
                    made.lines.iter().map(|line| value(serde_json::to_value(line))).collect();
                Ok((made.query.read_as, made.total, lines?))
            }
            RunOf::Trend { by } => {
                let made = self.trend(request, &by.parse::<TrendBy>().unwrap_or_default())?;
                let total = made.points.iter().map(|point| point.matches).sum();
                let points: Result<_, _> =
                    made.points.iter().map(|point| value(serde_json::to_value(point))).collect();
                Ok((made.query.read_as, total, points?))
            }
        }
    }

    /// Asks what was asked again, and compares.
    ///
    /// # Errors
    /// As [`Index::find`]; [`Error::Date`] when the run holds a date that is none.
    pub fn replay(&self, run: &Run) -> Result<Replayed, Error> {
        let now = self.record(run.asked.clone(), &run.options.request(&run.query)?)?;
        let mut told = Replayed {
            same: now.results == run.results,
            total: [run.total, now.total],
            ..Replayed::default()
        };
        told.same &= run.total == now.total;
        for (name, then, is) in [
            ("pamphlet", &run.made_with, &now.made_with),
            ("format", &run.index.format.to_string(), &now.index.format.to_string()),
            ("analyzer", &run.index.analyzer.to_string(), &now.index.analyzer.to_string()),
            ("engine", &run.index.engine, &now.index.engine),
            ("reading and repair", &run.index.reading, &now.index.reading),
        ] {
            if then != is {
                told.versions.push([name.to_owned(), then.clone(), is.clone()]);
            }
        }
        for (doc, print) in &now.documents {
            match run.documents.get(doc) {
                None => told.added.push(doc.clone()),
                Some(known) if known != print => told.changed.push(doc.clone()),
                Some(_) => {}
            }
        }
        told.removed.extend(run.documents.keys().filter(|doc| !now.documents.contains_key(*doc)).cloned());
        let then: Vec<String> = run.results.iter().map(key).collect();
        let is: Vec<String> = now.results.iter().map(key).collect();
        let were: BTreeMap<&String, &Value> = then.iter().zip(&run.results).collect();
        let are: BTreeMap<&String, &Value> = is.iter().zip(&now.results).collect();
        told.new.extend(is.iter().filter(|key| !were.contains_key(key)).cloned());
        told.gone.extend(then.iter().filter(|key| !are.contains_key(key)).cloned());
        for key in &is {
            let differs = were.get(key).is_some_and(|value| bare(value) != bare(are[key]));
            if differs {
                told.other.push(key.clone());
            }
        }
        let of_both = |keys: &[String], others: &BTreeMap<&String, &Value>| -> Vec<String> {
            keys.iter().filter(|key| others.contains_key(key)).cloned().collect()
        };
        told.order = of_both(&then, &are) != of_both(&is, &were);
        Ok(told)
    }
}

/// A result without its rank, which others that come and go change.
fn bare(value: &Value) -> Value {
    let mut value = value.clone();
    if let Some(fields) = value.as_object_mut() {
        fields.remove("rank");
    }
    value
}

/// What names a result.
fn key(result: &Value) -> String {
    match (&result["doc"], &result["bucket"]) {
        (Value::String(doc), _) => match (&result["keyword"], result["source"]["byte"][0].as_u64()) {
            (Value::String(_), Some(byte)) => format!("{doc} {byte}"),
            _ => doc.clone(),
        },
        (_, Value::String(bucket)) => bucket.clone(),
        // the bucket of what has no date, or a count
        _ => String::new(),
    }
}
