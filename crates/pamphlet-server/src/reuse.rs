//! From parameters to passages that are looked for, cited and found again: the same for programs and for the page.

use crate::ask::Stop;
use crate::current::State;
use crate::parameter::Given;
use crate::problem::Problem;
use crate::request::everything;
use pamphlet::{Anchor, CiteOf, QuoteOf, QuoteRequest, Request, read_annotation};
use pamphlet_render::CitationStyle;
use std::sync::Arc;
use std::time::Duration;

/// What is looked for, without an end.
pub(crate) fn quote(state: &State, given: &Given, stop: &Stop) -> Result<QuoteRequest, Problem> {
    let of = match (given.value("text"), given.value("document"), given.value("documents")) {
        (Some(text), None, None) => QuoteOf::Text(text.to_owned()),
        (None, Some(name), None) => QuoteOf::Document(state.index.document_named(name)?.id),
        (None, None, Some(query)) => QuoteOf::Documents(Box::new(Request {
            limit: None,
            stop: Some(Arc::clone(stop)),
            ..Request::new(query)
        })),
        _ => {
            let hint = "give a passage as 'text', a document as 'document', or a query as 'documents'";
            return Err(Problem::bad_combination(
                "one of 'text', 'document' and 'documents' is needed",
                hint,
            ));
        }
    };
    let within = against(given, stop);
    let usual = QuoteRequest::new(of);
    let least = given.number("least").map_or(usual.least, |per_cent| per_cent as f64 / 100.0);
    let most_documents = given.number("most_documents").map(|most| most as u64);
    Ok(QuoteRequest { within, least, words: given.number("words"), most_documents, ..usual })
}

/// The same for as long as there is time.
pub(crate) fn in_time(mut request: QuoteRequest, time: Duration) -> QuoteRequest {
    request.within.timeout = Some(time);
    if let QuoteOf::Documents(of) = &mut request.of {
        of.timeout = Some(time);
    }
    request
}

/// Where passages and documents are looked for.
pub(crate) fn against(given: &Given, stop: &Stop) -> Request {
    Request { text: given.value("against").unwrap_or_default().to_owned(), ..everything(given, stop) }
}

/// What of a document is cited.
pub(crate) fn cite_of(given: &Given, request: Request) -> CiteOf {
    match (given.value("text"), given.value("q")) {
        (Some(text), _) => CiteOf::Text(text.to_owned()),
        (None, Some(query)) if !query.trim().is_empty() => {
            CiteOf::Match(Box::new(Request { limit: None, ..request }))
        }
        _ => CiteOf::Whole,
    }
}

pub(crate) fn style(name: Option<&str>) -> CitationStyle {
    match name {
        Some("chicago") => CitationStyle::Chicago,
        Some("bibtex") => CitationStyle::Bibtex,
        Some("csl") => CitationStyle::Csl,
        Some("annotation") => CitationStyle::Annotation,
        _ => CitationStyle::Text,
    }
}

/// What is looked for again: a citation as a whole, or its parts.
pub(crate) fn anchor(given: &Given) -> Result<Anchor, Problem> {
    if let Some(citation) = given.value("citation") {
        if let Some((name, _)) = given.all().find(|(name, _)| !matches!(*name, "citation" | "timeout")) {
            return Err(Problem::bad_combination(
                format!("'citation' and '{name}' do not go together"),
                "a citation has all of it",
            ));
        }
        return Ok(read_annotation(citation)?);
    }
    let Some(document) = given.value("document") else {
        let hint = "give a citation as 'citation', or the id or path of a document as 'document'";
        return Err(Problem::bad_combination("one of 'citation' and 'document' is needed", hint));
    };
    let text = |name: &str| given.value(name).unwrap_or_default().to_owned();
    Ok(Anchor {
        doc: document.to_owned(),
        path: document.to_owned(),
        hash: text("hash"),
        exact: text("exact"),
        prefix: text("prefix"),
        suffix: text("suffix"),
        characters: ["start", "end"].map(|name| given.number(name).unwrap_or(0)),
    })
}
