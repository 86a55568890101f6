//! `pamphlet cite`: a passage or a document in the form that a style or a program asks for.

use super::{query, show};
use crate::args::{CiteArgs, Format, Global, Style};
use crate::output::Output;
use crate::problem::{Outcome, Problem};
use pamphlet::{CiteOf, Request};
use pamphlet_render::{CitationStyle, citation, json, safe};
use std::io::Write;

pub fn run(global: &Global, args: &CiteArgs, output: &Output) -> anyhow::Result<Outcome> {
    if output.table().is_some() {
        return Err(
            Problem::new("a citation is no table", "choose a form with --style, or --format json").into()
        );
    }
    let index = query::open(global)?;
    let stored = show::named(&index, &args.doc)?;
    let words: Vec<_> = args.query.iter().map(|word| word.to_string_lossy()).collect();
    let of = match (&args.quote, words.is_empty()) {
        (Some(text), _) => CiteOf::Text(text.clone()),
        (None, true) => CiteOf::Whole,
        (None, false) => CiteOf::Match(Box::new(Request::new(words.join(" ")))),
    };
    let Some(cited) = index.cite(&stored.id, &of).map_err(query::explained)? else {
        output.note(match &of {
            CiteOf::Text(_) => format!("{} does not have the passage", stored.path),
            _ => format!("nothing found in {}", stored.path),
        });
        return Ok(Outcome::NotFound);
    };
    let style = match args.style {
        Style::Text => CitationStyle::Text,
        Style::Chicago => CitationStyle::Chicago,
        Style::Bibtex => CitationStyle::Bibtex,
        Style::Csl => CitationStyle::Csl,
        Style::Annotation => CitationStyle::Annotation,
    };
    let shown = match output.format {
        Format::Json => json(&cited)? + "\n",
        _ => citation(&cited, style),
    };
    let mut out = output.results();
    out.write_all(safe(&shown).as_bytes())?;
    out.flush()?;
    Ok(Outcome::Done)
}
