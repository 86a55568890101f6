//! The query language, the keys and the API, on one page.

use super::HTML;
use super::shell::Shell;
use crate::body::full;
use askama::Template;
use axum::http::{HeaderValue, header};
use axum::response::Response;

#[derive(Template)]
#[template(path = "help.html")]
struct HelpPage {
    shell: Shell,
}

pub(crate) async fn help() -> Response {
    let page = HelpPage { shell: Shell::plain("Help · pamphlet") }.render().unwrap_or_default();
    let mut response = Response::new(full(page));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(HTML));
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    response
}
