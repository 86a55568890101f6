//! Options of figures about words, as they come from Python.

use crate::errors::refused;
use crate::options::read;
use pamphlet::{
    CollocateSort, CollocatesOptions, Error, Index, KeynessOptions, KeynessSort, NgramsOptions, Request,
    Within, WordFilter, WordSort, WordsOptions, stop_word_languages, stop_words,
};
use pyo3::PyResult;
use serde::Deserialize;
use serde_json::Value;
use std::str::FromStr;

/// What is asked for; what does not matter for a kind of figures is left alone.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wanted {
    kind: String,
    min_count: u64,
    min_documents: u64,
    like: Option<String>,
    stop: Vec<String>,
    stop_lang: Option<String>,
    once: bool,
    sort: String,
    #[serde(default)]
    within: String,
    #[serde(default)]
    left: u64,
    #[serde(default)]
    right: u64,
    #[serde(default)]
    shortest: usize,
    #[serde(default)]
    longest: usize,
    #[serde(default)]
    negative: bool,
    #[serde(default)]
    reference: Option<String>,
}

impl Wanted {
    pub fn of(options: &str) -> PyResult<Self> {
        let wanted: Wanted = read(options)?;
        let sorts: &[&str] = match wanted.kind.as_str() {
            "words" => WordSort::NAMES,
            "keyness" => KeynessSort::NAMES,
            "collocates" => CollocateSort::NAMES,
            _ => &["count"],
        };
        if !sorts.contains(&wanted.sort.as_str()) {
            return Err(refused(
                format!("no sort '{}'", wanted.sort),
                &format!("there are {}", sorts.join(", ")),
            ));
        }
        if !wanted.within.is_empty() && wanted.within.parse::<Within>().is_err() {
            let hint = "there are 'sentence', 'paragraph' and 'document'";
            return Err(refused(format!("nothing is within a '{}'", wanted.within), hint));
        }
        if let Some(lang) = wanted.stop_lang.as_deref().filter(|lang| stop_words(lang).is_none()) {
            return Err(refused(
                format!("no list of stop words '{lang}'"),
                &format!("give a language ({}), or the words themselves", stop_word_languages().join(", ")),
            ));
        }
        Ok(wanted)
    }

    fn filter(&self) -> WordFilter {
        let mut stop: std::collections::BTreeSet<String> = self.stop.iter().cloned().collect();
        let listed = self.stop_lang.as_deref().and_then(stop_words);
        stop.extend(listed.into_iter().flatten().map(str::to_owned));
        WordFilter {
            min_count: self.min_count,
            min_documents: self.min_documents,
            pattern: self.like.clone(),
            stop,
        }
    }

    /// The order of the rows; its name was looked at.
    fn sort<T: FromStr + Default>(&self) -> T {
        self.sort.parse().unwrap_or_default()
    }

    /// The answer, as JSON.
    pub fn ask(&self, index: &Index, request: &Request) -> Result<Value, Error> {
        let (filter, once) = (self.filter(), self.once);
        let within = self.within.parse().unwrap_or_default();
        let made = match self.kind.as_str() {
            "words" => {
                serde_json::to_value(index.words(request, &WordsOptions { filter, once, sort: self.sort() })?)
            }
            "keyness" => {
                let reference =
                    self.reference.as_ref().map(|text| Request { text: text.clone(), ..request.clone() });
                let options = KeynessOptions { filter, once, negative: self.negative, sort: self.sort() };
                serde_json::to_value(index.keyness(request, reference.as_ref(), &options)?)
            }
            "collocates" => {
                let (left, right, sort) = (self.left, self.right, self.sort());
                let options = CollocatesOptions { left, right, within, filter, once, sort };
                serde_json::to_value(index.collocates(request, &options)?)
            }
            _ => {
                let (from, to) = (self.shortest, self.longest);
                let options = NgramsOptions { from, to, filter, within, once, ..NgramsOptions::default() };
                serde_json::to_value(index.ngrams(request, &options)?)
            }
        };
        // an answer is made of strings, numbers and lists, which always have a JSON form
        Ok(made.unwrap_or(Value::Null))
    }
}
