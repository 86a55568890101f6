//! The page: search, concordance, trend and documents as HTML, complete without a script.
//!
//! What a template shows goes through [`Escape`]; what is HTML already was made by `pamphlet_render::html`.

mod aside;
mod concordance;
mod document;
mod help;
mod hits;
mod link;
mod marks;
mod plot;
mod reuse;
mod shell;
mod shown;
mod study;
mod summary;
mod text;
mod trend;

pub(crate) use concordance::concordance;
pub(crate) use document::document;
pub(crate) use help::help;
pub(crate) use hits::hits;
pub(crate) use reuse::{cite, diff, locate, quote, similar};
pub(crate) use study::{code, collocates, keyness, ngrams, words};
pub(crate) use trend::trend;

use crate::ask::{Answer, Tone};
use crate::guard::is_api;
use crate::parameter::Manner;
use crate::problem::Problem;
use askama::Template;
use axum::http::Uri;
use axum::response::Response;
use shell::Shell;
use std::fmt;

const HTML: &str = "text/html; charset=utf-8";

/// How every value of a template is written.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Escape;

impl askama::filters::Escaper for Escape {
    fn write_escaped_str<W: fmt::Write>(&self, mut dest: W, string: &str) -> fmt::Result {
        pamphlet_render::write_html(string, &mut dest)
    }
}

/// The page of an error.
#[derive(Template)]
#[template(path = "problem.html")]
struct ProblemPage {
    shell: Shell,
    message: String,
    hint: String,
}

/// An error as a person sees it.
pub(crate) fn problem(problem: &Problem) -> Response {
    let shell = Shell::plain(problem.status.canonical_reason().unwrap_or("Error"));
    let (message, hint) = (shown::sentence(&problem.message), shown::sentence(&problem.hint));
    let page = ProblemPage { shell, message, hint }.render();
    problem.respond(HTML, page.unwrap_or_else(|_| "something went wrong".to_owned()))
}

/// What is at no route.
pub(crate) async fn nothing(uri: Uri) -> Response {
    let path: String = uri.path().chars().take(200).collect();
    let found = Problem::not_found(&path);
    if is_api(uri.path()) {
        return found.into_json();
    }
    problem(&Problem { hint: "the search box leads on".to_owned(), ..found })
}

/// A page of a template.
fn page(template: &impl Template, whole: bool) -> Result<Answer, Problem> {
    let html = template.render().map_err(|error| Problem::internal(error.to_string()))?;
    Ok(Answer::new(HTML, html, whole))
}

/// A person's browser asks.
const PERSON: Tone = Tone { manner: Manner::Lenient, problem: |found| problem(&found) };
