//! The options of a question, as a file keeps them.

use crate::{Codebook, Error, Request, Sort, Stemming};
use pamphlet_document::PartialDate;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

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
    /// The codebook whose categories the query names.
    sets: Option<Codebook>,
}

impl RunOptions {
    pub(super) fn of(request: &Request) -> Self {
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
            sets: request.sets.as_deref().cloned(),
        }
    }

    pub(super) fn request(&self, query: &str) -> Result<Request, Error> {
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
            sets: self.sets.clone().map(Arc::new),
            ..Request::new(query)
        })
    }
}
