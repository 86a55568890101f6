//! Questions about terms, many in one request.

use crate::encode::{COUNTED, compound, count_field, word_field};
use crate::index::Cluster;
use crate::statistics::Answer;
use crate::{Error, Result};
use pamphlet_query::Field;
use serde_json::{Map, Value, json};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Counts in one request.
const COUNTS: usize = 1_000;
/// Lists of terms in one request.
const LISTS: usize = 16;
/// Terms of one list; of longer lists all terms of the field are read, page by page.
const MOST_LISTED: u64 = 4_000;
/// Terms of one page.
const PAGE: usize = 10_000;
/// Fields, and languages, that are told apart.
const MOST_NAMES: usize = 10_000;

/// What is asked of the collection.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Question {
    /// In how many documents a term stands.
    Holding(Field, String),
    /// In how many documents a term stands in the text, and how often.
    Frequency(Field, String),
    /// How many documents write a compound with a hyphen.
    Compound(String, String),
    /// Terms with their documents.
    Terms(Field, Like),
}

/// Which terms.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Like {
    Prefix(String),
    Near(String, u8),
    Wildcard(String),
}

impl From<pamphlet_query::Like<'_>> for Like {
    fn from(like: pamphlet_query::Like<'_>) -> Self {
        match like {
            pamphlet_query::Like::Prefix(prefix) => Like::Prefix(prefix.to_owned()),
            pamphlet_query::Like::Near(word, edits) => Like::Near(word.to_owned(), edits),
            pamphlet_query::Like::Wildcard(word) => Like::Wildcard(word.to_owned()),
        }
    }
}

impl Like {
    /// The same as a regular expression of the cluster; `None` for all terms.
    fn expression(&self) -> Option<String> {
        match self {
            Like::Prefix(prefix) if prefix.is_empty() => None,
            Like::Prefix(prefix) => Some(format!("{}.*", escaped(prefix))),
            Like::Near(word, edits) => near(word, *edits),
            Like::Wildcard(word) => {
                let mut out = String::new();
                for c in word.chars() {
                    match c {
                        '*' => out.push_str(".*"),
                        '?' => out.push('.'),
                        c => out.push_str(&escaped(c.encode_utf8(&mut [0; 4]))),
                    }
                }
                (!out.replace(".*", "").is_empty()).then_some(out)
            }
        }
    }
}

/// Text for a regular expression of the cluster, in which letters and digits alone stand for themselves.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        if !c.is_alphanumeric() {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Terms of which a part stands unchanged where all terms a few edits away have one of the parts: an edit changes two
/// parts at most, so of twice as many parts and one, one is left. `None` where the word is too short to be parted.
fn near(word: &str, edits: u8) -> Option<String> {
    let letters: Vec<char> = word.chars().collect();
    let parts = 2 * usize::from(edits) + 1;
    if letters.len() < parts {
        return None;
    }
    let mut out: Vec<String> = Vec::with_capacity(parts);
    for part in 0..parts {
        let (from, to) = (part * letters.len() / parts, (part + 1) * letters.len() / parts);
        // what stands before a part can be longer or shorter by the edits
        let (least, most) = (from.saturating_sub(usize::from(edits)), from + usize::from(edits));
        let part: String = letters[from..to].iter().collect();
        out.push(format!(".{{{least},{most}}}{}.*", escaped(&part)));
    }
    Some(out.join("|"))
}

/// What nearly every request needs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Basics {
    pub documents: u64,
    /// Words of all documents.
    pub words: u64,
    /// Values of the field `lang`, folded, the most frequent first.
    pub languages: Vec<(String, u64)>,
    /// Fields that a document has.
    pub names: HashSet<String>,
    /// Tokens of all documents by field.
    pub tokens: HashMap<Field, u64>,
    /// Documents that have the field at all.
    pub having: HashMap<Field, u64>,
}

impl Cluster {
    pub(crate) fn basics(&self) -> Result<Basics> {
        let mut aggs = Map::new();
        aggs.insert("languages".into(), terms("lang_value", MOST_NAMES));
        aggs.insert("names".into(), terms("names", MOST_NAMES));
        aggs.insert("words".into(), json!({ "sum": { "field": "words" } }));
        for field in COUNTED {
            aggs.insert(count_field(field), json!({ "sum": { "field": count_field(field) } }));
            let some = json!({ "filter": { "exists": { "field": field.name() } } });
            aggs.insert(format!("has_{}", field.name()), some);
        }
        let answer = self.aggregate(&json!({ "match_all": {} }), &aggs)?;
        let found = &answer["aggregations"];
        let mut basics = Basics { documents: total(&answer), ..Basics::default() };
        basics.words = found["words"]["value"].as_f64().unwrap_or(0.0) as u64;
        basics.languages = buckets(&found["languages"]);
        basics.languages.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        basics.names = buckets(&found["names"]).into_iter().map(|(name, _)| name).collect();
        for field in COUNTED {
            let tokens = found[count_field(field)]["value"].as_f64().unwrap_or(0.0);
            basics.tokens.insert(field, tokens as u64);
            let having = found[format!("has_{}", field.name())]["doc_count"].as_u64().unwrap_or(0);
            basics.having.insert(field, having);
        }
        Ok(basics)
    }

    /// Counts and sums over the documents of a filter.
    pub(crate) fn aggregate(&self, query: &Value, aggs: &Map<String, Value>) -> Result<Value> {
        let body = json!({ "size": 0, "track_total_hits": true, "query": query, "aggs": aggs });
        self.search(&body, "")
    }

    /// A search over the whole index: part of an answer is none.
    pub(crate) fn search(&self, body: &Value, parameters: &str) -> Result<Value> {
        let path = format!("/{}/_search?allow_partial_search_results=false{parameters}", self.address.name);
        match self.client.read(&path, body, "search the index") {
            // why the shards failed: most often some are on no node
            Err(Error::Failed { status: 503, what, reason }) => {
                self.check_red()?;
                Err(Error::Failed { status: 503, what, reason })
            }
            answer => answer,
        }
    }

    /// Answers to questions.
    pub(crate) fn look_up(&self, questions: &[Question]) -> Result<HashMap<Question, Answer>> {
        let mut answers = HashMap::with_capacity(questions.len());
        let (lists, others): (Vec<&Question>, Vec<&Question>) =
            questions.iter().partition(|question| matches!(question, Question::Terms(..)));
        let (frequencies, counts): (Vec<&Question>, Vec<&Question>) =
            others.into_iter().partition(|question| matches!(question, Question::Frequency(..)));
        self.look_frequencies_up(&frequencies, &mut answers)?;
        for counts in counts.chunks(COUNTS) {
            let mut filters = Map::new();
            for (at, question) in counts.iter().enumerate() {
                let (field, value) = match question {
                    Question::Holding(field, term) => (field.name(), term.clone()),
                    Question::Compound(first, second) => ("compounds", compound(first, second)),
                    Question::Terms(..) | Question::Frequency(..) => continue,
                };
                filters.insert(at.to_string(), json!({ "term": { field: { "value": value } } }));
            }
            let mut aggs = Map::new();
            aggs.insert("counts".into(), json!({ "filters": { "filters": filters } }));
            let answer = self.aggregate(&json!({ "match_all": {} }), &aggs)?;
            let found = &answer["aggregations"]["counts"]["buckets"];
            for (at, question) in counts.iter().enumerate() {
                let count = found[at.to_string()]["doc_count"].as_u64().unwrap_or(0);
                answers.insert((*question).clone(), Answer::Number(count));
            }
        }
        let mut whole = Vec::new();
        for lists in lists.chunks(LISTS) {
            let mut aggs = Map::new();
            for (at, question) in lists.iter().enumerate() {
                let Question::Terms(field, like) = question else { continue };
                match like.expression() {
                    Some(expression) => {
                        let mut list = terms(word_field(*field), MOST_LISTED as usize);
                        list["terms"]["include"] = json!(expression);
                        aggs.insert(at.to_string(), list);
                    }
                    None => whole.push((*question).clone()),
                }
            }
            if aggs.is_empty() {
                continue;
            }
            let answer = self.aggregate(&json!({ "match_all": {} }), &aggs)?;
            for (at, question) in lists.iter().enumerate() {
                let found = &answer["aggregations"][at.to_string()];
                if found.is_null() {
                    continue;
                }
                if found["sum_other_doc_count"].as_u64().unwrap_or(0) > 0 {
                    whole.push((*question).clone());
                    continue;
                }
                answers.insert((*question).clone(), Answer::Terms(Arc::new(buckets(found))));
            }
        }
        let mut by_field: HashMap<Field, Arc<Vec<(String, u64)>>> = HashMap::new();
        for question in whole {
            let Question::Terms(field, like) = &question else { continue };
            let all = match by_field.get(field) {
                Some(all) => Arc::clone(all),
                None => {
                    let all = Arc::new(self.all_terms(word_field(*field))?);
                    by_field.insert(*field, Arc::clone(&all));
                    all
                }
            };
            let answer = match like {
                Like::Prefix(prefix) if !prefix.is_empty() => Arc::new(
                    all.iter().filter(|(term, _)| term.starts_with(prefix.as_str())).cloned().collect(),
                ),
                _ => all,
            };
            answers.insert(question, Answer::Terms(answer));
        }
        Ok(answers)
    }

    /// All terms of a field, page by page.
    pub(crate) fn all_terms(&self, field: &str) -> Result<Vec<(String, u64)>> {
        let mut all = Vec::new();
        let mut after = Value::Null;
        loop {
            let mut pages = json!({ "size": PAGE, "sources": [{ "term": { "terms": { "field": field } } }] });
            if !after.is_null() {
                pages["after"] = after;
            }
            let mut aggs = Map::new();
            aggs.insert("pages".into(), json!({ "composite": pages }));
            let answer = self.aggregate(&json!({ "match_all": {} }), &aggs)?;
            let found = &answer["aggregations"]["pages"];
            for bucket in found["buckets"].as_array().into_iter().flatten() {
                if let (Some(term), Some(count)) =
                    (bucket["key"]["term"].as_str(), bucket["doc_count"].as_u64())
                {
                    all.push((term.to_owned(), count));
                }
            }
            after = found["after_key"].clone();
            if after.is_null() {
                return Ok(all);
            }
        }
    }
}

/// The values of a field with their documents.
fn terms(field: &str, size: usize) -> Value {
    // each part of the index gives all that it has, so that the counts are exact
    json!({ "terms": { "field": field, "size": size, "shard_size": size } })
}

/// The values of a list with their documents.
pub(crate) fn buckets(found: &Value) -> Vec<(String, u64)> {
    let of = |bucket: &Value| Some((bucket["key"].as_str()?.to_owned(), bucket["doc_count"].as_u64()?));
    found["buckets"].as_array().into_iter().flatten().filter_map(of).collect()
}

/// How many documents a search found.
pub(crate) fn total(answer: &Value) -> u64 {
    answer["hits"]["total"]["value"].as_u64().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expressions() {
        let of = |like: Like| like.expression();
        assert_eq!(of(Like::Prefix("o'b".into())).as_deref(), Some("o\\'b.*"));
        assert_eq!(of(Like::Wildcard("wom?n*".into())).as_deref(), Some("wom.n.*"));
        assert_eq!(of(Like::Prefix(String::new())), None);
        assert_eq!(of(Like::Wildcard("*".into())), None);
        assert_eq!(of(Like::Near("abc".into(), 1)).as_deref(), Some(".{0,1}a.*|.{0,2}b.*|.{1,3}c.*"));
        assert_eq!(of(Like::Near("abc".into(), 2)), None);
    }
}
