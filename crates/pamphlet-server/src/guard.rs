//! What holds for every request and answer: who may ask, how, and what a browser is told to refuse.

use crate::connection::Local;
use crate::limits::{HEAD_BYTES, TARGET_BYTES};
use crate::problem::Problem;
use crate::router::App;
use crate::server::Served;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use std::sync::Arc;
use std::time::Instant;

/// Sent with every answer. Scripts, styles and pictures come from this server only, nothing is inline, no other page
/// may frame this one or read its answers.
const HEADERS: [(HeaderName, &str); 6] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
];

/// Whether a path is asked by programs: its errors are JSON.
pub(crate) fn is_api(path: &str) -> bool {
    path == "/api" || path.starts_with("/api/") || path == "/healthz"
}

/// Stands before every route.
pub(crate) async fn guard(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let (method, target) = (request.method().clone(), request.uri().to_string());
    let path = request.uri().path().to_owned();
    let mut response = match refused(&app, &request) {
        Some(problem) if is_api(&path) => problem.into_json(),
        Some(problem) => crate::page::problem(&problem),
        None => next.run(request).await,
    };
    for (name, value) in &HEADERS {
        response.headers_mut().insert(name.clone(), HeaderValue::from_static(value));
    }
    if let Some(log) = &app.options.log {
        let status = response.status().as_u16();
        log(&Served { method: method.as_str(), target: &target, status, took: started.elapsed() });
    }
    response
}

fn refused(app: &App, request: &Request) -> Option<Problem> {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return Some(Problem::new(
            StatusCode::METHOD_NOT_ALLOWED,
            "method",
            format!("{} is not answered", request.method()),
            "ask with GET or HEAD; nothing can be changed here",
        ));
    }
    if request.uri().path_and_query().is_some_and(|target| target.as_str().len() > TARGET_BYTES) {
        return Some(Problem::new(
            StatusCode::URI_TOO_LONG,
            "too-long",
            format!("the address has more than {TARGET_BYTES} bytes"),
            "ask for less at a time",
        ));
    }
    // the HTTP library refuses a head that it has not whole by then, but one that comes in fast enough it takes
    let fields = request.headers().iter().map(|(name, value)| name.as_str().len() + value.len());
    if fields.sum::<usize>() > HEAD_BYTES {
        return Some(Problem::new(
            StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE,
            "too-long",
            format!("the head has more than {HEAD_BYTES} bytes"),
            "send fewer or shorter fields",
        ));
    }
    let Some(Local(local)) = request.extensions().get() else {
        return Some(Problem::busy("the address of the connection is not known"));
    };
    match host(request.headers(), request.uri().authority().map(|authority| authority.as_str())) {
        Ok(host) if app.hosts.allow(host, *local) => None,
        Ok(_) => Some(Problem::new(
            StatusCode::MISDIRECTED_REQUEST,
            "host",
            "this server does not answer to that name",
            format!("call it http://{local}/, or start it with --host NAME"),
        )),
        Err(problem) => Some(problem),
    }
}

/// The name that a request calls the server by: every one it gives must be the same.
fn host<'r>(headers: &'r HeaderMap, authority: Option<&'r str>) -> Result<&'r str, Problem> {
    let mut names: Vec<Option<&str>> =
        headers.get_all(header::HOST).iter().map(|value| value.to_str().ok()).collect();
    names.extend(authority.map(Some));
    match names[..] {
        [Some(host)] => Ok(host),
        [Some(host), Some(also)] if host == also && authority.is_some() => Ok(host),
        _ => Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "host",
            "the request does not say whom it asks",
            "send one Host header",
        )),
    }
}
