//! What goes wrong, as whoever asked is told it: a status, a fixed code, one line, and what to do.

use crate::body::full;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use pamphlet::index::Error as Below;
use pamphlet_render::json;
use serde::Serialize;

/// An answer that is an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Problem {
    pub status: StatusCode,
    /// Fixed, for programs: `bad-parameter`.
    pub code: &'static str,
    /// One line: lower case, no full stop.
    pub message: String,
    pub hint: String,
}

#[derive(Serialize)]
struct Outer<'p> {
    error: Inner<'p>,
}

#[derive(Serialize)]
struct Inner<'p> {
    code: &'p str,
    message: &'p str,
    hint: &'p str,
}

impl Problem {
    pub fn new(
        status: StatusCode,
        code: &'static str,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self { status, code, message: message.into(), hint: hint.into() }
    }

    pub fn bad_parameter(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad-parameter", message, hint)
    }

    /// Parameters that are right each by itself, and do not go together.
    pub fn bad_combination(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "bad-combination", message, hint)
    }

    pub fn not_found(path: &str) -> Self {
        let hint = "docs/http.md lists the routes, and /api/openapi.json describes them";
        Self::new(StatusCode::NOT_FOUND, "not-found", format!("there is nothing at {path}"), hint)
    }

    pub fn busy(what: &str) -> Self {
        let hint = "try again in a moment";
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", what, hint)
    }

    /// What is no fault of whoever asks.
    pub fn internal(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", message, "please report it")
    }

    /// A question whose thread ended without an answer.
    pub fn unanswered() -> Self {
        let hint = "please report it; 'pamphlet verify' tells whether the index is damaged";
        Self { hint: hint.to_owned(), ..Self::internal("this should not have happened") }
    }

    /// As a program reads it.
    pub fn into_json(self) -> Response {
        let outer = Outer { error: Inner { code: self.code, message: &self.message, hint: &self.hint } };
        // three strings have a JSON form
        let body = json(&outer).unwrap_or_default() + "\n";
        self.respond("application/json", body)
    }

    /// With a body of the caller's.
    pub fn respond(&self, kind: &'static str, body: String) -> Response {
        let mut response = Response::new(full(body));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        match self.status {
            StatusCode::METHOD_NOT_ALLOWED => {
                headers.insert(header::ALLOW, HeaderValue::from_static("GET, HEAD"));
            }
            StatusCode::SERVICE_UNAVAILABLE => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            _ => {}
        }
        response
    }
}

impl From<pamphlet::Error> for Problem {
    fn from(error: pamphlet::Error) -> Self {
        let unavailable = StatusCode::SERVICE_UNAVAILABLE;
        let (status, code, hint) = match &error {
            pamphlet::Error::Index(Below::NotFound { .. } | Below::Foreign { .. } | Below::Io { .. })
            | pamphlet::Error::Io(_) => {
                // the folder's name is nobody's business but the person's who serves it
                let hint = "make it again with 'pamphlet index'; the server goes on by itself";
                return Self::new(unavailable, "index-unavailable", "the index is not there", hint);
            }
            pamphlet::Error::Index(Below::Damaged { .. }) => (
                unavailable,
                "index-damaged",
                "'pamphlet verify' lists what is damaged; 'pamphlet index --rebuild PATH...' makes the index anew"
                    .to_owned(),
            ),
            pamphlet::Error::Index(Below::Fault { .. }) => return Self::unanswered(),
            pamphlet::Error::Index(Below::Newer { .. } | Below::Outdated { .. }) => {
                let message = "the index was made by another version of pamphlet";
                let hint = "make it anew with 'pamphlet index --rebuild PATH...'";
                return Self::new(unavailable, "index-version", message, hint);
            }
            pamphlet::Error::Cluster(pamphlet::cluster::Error::FolderOnly { .. }) => (
                StatusCode::NOT_IMPLEMENTED,
                "folder-only",
                "ask a server of an index in a folder".to_owned(),
            ),
            // names of nodes are nobody's business either
            pamphlet::Error::Cluster(_) => {
                let hint = "the server goes on by itself once the cluster answers";
                return Self::new(unavailable, "index-unavailable", "the cluster of the index does not answer", hint);
            }
            pamphlet::Error::Query(pamphlet::query::Error::OutOfRange { .. }) => {
                return Self::bad_combination(error.to_string(), "give what the reference says");
            }
            pamphlet::Error::Query(_) => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "unclear-query",
                "without 'strict' it is searched as far as it can be read".to_owned(),
            ),
            pamphlet::Error::Citation { .. } => (
                StatusCode::UNPROCESSABLE_ENTITY,
                "unclear-citation",
                "give a W3C annotation, as '/api/cite' writes it with 'style=annotation'".to_owned(),
            ),
            pamphlet::Error::Late => {
                (unavailable, "late", "ask with a longer 'timeout', if the server lets you".to_owned())
            }
            pamphlet::Error::NoDocument { .. } => {
                (StatusCode::NOT_FOUND, "no-document", "give the id of a hit, or its path".to_owned())
            }
            pamphlet::Error::ManyDocuments { paths, .. } => {
                (StatusCode::NOT_FOUND, "many-documents", format!("give one of: {}", paths.join(", ")))
            }
            _ => (
                StatusCode::INTERNAL_SERVER_ERROR,
                "internal",
                "'pamphlet verify' tells whether the index is damaged".to_owned(),
            ),
        };
        Self::new(status, code, error.to_string(), hint)
    }
}
