//! Styles and scripts of the page: files of `assets/`, in the binary.

use crate::ask::{ANY, knows};
use crate::body::full;
use crate::problem::Problem;
use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use std::hash::{DefaultHasher, Hash, Hasher};

const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";
const SVG: &str = "image/svg+xml";

const ASSETS: [(&str, &str, &str); 5] = [
    ("page.css", CSS, include_str!("../assets/page.css")),
    ("study.css", CSS, include_str!("../assets/study.css")),
    ("theme.js", SCRIPT, include_str!("../assets/theme.js")),
    ("page.js", SCRIPT, include_str!("../assets/page.js")),
    ("icon.svg", SVG, include_str!("../assets/icon.svg")),
];

pub(crate) async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    send(&name, &headers)
}

pub(crate) async fn favicon(headers: HeaderMap) -> Response {
    send("icon.svg", &headers)
}

fn send(name: &str, headers: &HeaderMap) -> Response {
    let Some((_, kind, content)) = ASSETS.iter().find(|(known, ..)| *known == name) else {
        return crate::page::problem(&Problem::not_found("this place"));
    };
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    let tag = format!("\"{:016x}\"", hasher.finish());
    let mut response =
        if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known == ANY || knows(known, &tag)) {
            let mut response = Response::default();
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            response
        } else {
            Response::new(full(*content))
        };
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    crate::ask::tagged(&mut response, &tag);
    response
}
