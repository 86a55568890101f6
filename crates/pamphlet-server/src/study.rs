//! From parameters to what is counted: the same for programs and for the page.

use crate::parameter::Given;
use crate::problem::Problem;
use pamphlet::{
    Codebook, CodebookForm, CollocatesOptions, KeynessOptions, NgramsOptions, Request, WordFilter,
    WordsOptions, stop_words,
};
use std::collections::BTreeSet;
use std::str::FromStr;

/// Which words are listed; `least` is how often they occur where nothing else is said.
fn filter(given: &Given, least: u64) -> WordFilter {
    let number = |name| given.number(name).map(|number| number as u64);
    WordFilter {
        min_count: number("min_count").unwrap_or(least),
        min_documents: number("min_documents").unwrap_or(1),
        pattern: given.value("like").map(str::to_owned),
        stop: given.value("stop_words").map(stop).unwrap_or_default(),
    }
}

/// A list by the name of its language, or the words themselves.
fn stop(text: &str) -> BTreeSet<String> {
    match stop_words(text) {
        Some(words) => words.into_iter().map(str::to_owned).collect(),
        None => text.split_whitespace().map(str::to_owned).collect(),
    }
}

/// Whether copies and versions count once.
pub(crate) fn once(given: &Given) -> bool {
    given.value("duplicates") == Some("fold")
}

/// A choice by its name; the parameter admits only such.
fn choice<T: FromStr + Default>(given: &Given, name: &str) -> T {
    given.value(name).and_then(|name| name.parse().ok()).unwrap_or_default()
}

pub(crate) fn words(given: &Given) -> WordsOptions {
    WordsOptions { filter: filter(given, 1), once: once(given), sort: choice(given, "sort") }
}

pub(crate) fn ngrams(given: &Given) -> NgramsOptions {
    let longest = given.number("longest");
    let shortest = given.number("shortest").unwrap_or(2.min(longest.unwrap_or(2)));
    NgramsOptions {
        from: shortest,
        to: longest.unwrap_or(3.max(shortest)),
        filter: filter(given, 2),
        within: choice(given, "within"),
        once: once(given),
        ..NgramsOptions::default()
    }
}

pub(crate) fn collocates(given: &Given) -> CollocatesOptions {
    let side = |name: &str| given.number(name).unwrap_or(5) as u64;
    CollocatesOptions {
        left: side("left"),
        right: side("right"),
        within: choice(given, "within"),
        filter: filter(given, 2),
        once: once(given),
        sort: choice(given, "sort"),
    }
}

pub(crate) fn keyness(given: &Given) -> KeynessOptions {
    KeynessOptions {
        filter: filter(given, 2),
        once: once(given),
        negative: given.flag("negative"),
        sort: choice(given, "sort"),
    }
}

/// What a target is compared with, where that is named.
pub(crate) fn reference(given: &Given, target: &Request) -> Option<Request> {
    given.value("reference").map(|text| Request { text: text.to_owned(), ..target.clone() })
}

/// The codebook that was given.
pub(crate) fn codebook(given: &Given) -> Option<Codebook> {
    let text = given.value("codebook")?;
    let form = match given.value("form") {
        Some("yaml") => CodebookForm::Yaml,
        Some("liwc") => CodebookForm::Liwc,
        Some("lines") => CodebookForm::Lines,
        Some("table") => CodebookForm::Table,
        _ => CodebookForm::of("", text),
    };
    Some(Codebook::read(text, form))
}

/// What the documents of a codebook are counted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum CodeBy<'g> {
    Category,
    Document,
    /// As a trend is.
    Bucket(&'g str),
}

/// What is counted by; by time or field, the documents are chosen by filters alone.
pub(crate) fn code_by(given: &Given) -> Result<CodeBy<'_>, Problem> {
    let by = given.value("by").unwrap_or("category").trim();
    match by.to_lowercase().as_str() {
        "category" | "" => Ok(CodeBy::Category),
        "doc" | "document" => Ok(CodeBy::Document),
        _ if given.value("q").is_some_and(|query| !query.trim().is_empty()) => Err(Problem::bad_combination(
            "by time or field, categories are counted without a query",
            "leave 'q' empty, and choose documents with 'from', 'to' and 'where'",
        )),
        _ => Ok(CodeBy::Bucket(by)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stop_words_are_a_list_or_the_words_themselves() {
        assert!(stop(" en ").contains("the") && stop("de").contains("nicht"));
        let own: Vec<String> = stop("hon\nmember  Sir").into_iter().collect();
        assert_eq!(own, ["Sir", "hon", "member"]);
        assert!(stop(" ").is_empty());
    }
}
