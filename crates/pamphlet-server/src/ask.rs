//! Putting a question to the index: on a thread that may wait for the disk, so many at a time, and no longer than
//! somebody waits for the answer.

use crate::body::full;
use crate::current::State;
use crate::limits::TURN_TIME;
use crate::parameter::{Given, Manner, Parameters};
use crate::problem::Problem;
use crate::router::App;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::Response;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Set when whoever asked has gone, or the server stops.
pub(crate) type Stop = Arc<AtomicBool>;

/// Sets the flag when it is dropped: the connection has gone and its future with it.
pub(crate) struct SetOnDrop(pub Stop);

impl Drop for SetOnDrop {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// An answer, and whether it is all there is: what was cut short by time is not to be kept.
pub(crate) struct Answer {
    pub response: Response,
    pub whole: bool,
}

impl Answer {
    /// A text of a kind.
    pub fn new(kind: &'static str, body: String, whole: bool) -> Self {
        let mut response = Response::new(full(body));
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        Self { response, whole }
    }
}

/// How those who ask are dealt with: what is made of their parameters, and how an error is told.
#[derive(Clone, Copy)]
pub(crate) struct Tone {
    pub manner: Manner,
    pub problem: fn(Problem) -> Response,
}

/// Reads the parameters, puts the question, and tells what went wrong.
pub(crate) async fn asked(
    app: Arc<App>,
    headers: HeaderMap,
    uri: Uri,
    table: Parameters,
    tone: Tone,
    question: impl FnOnce(&State, &Given, &Stop, Duration) -> Result<Answer, Problem> + Send + 'static,
) -> Response {
    let given = match Given::read(uri.query(), table, tone.manner) {
        Ok(given) => given,
        Err(problem) => return (tone.problem)(problem),
    };
    let most = app.options.timeout;
    ask(&app, &headers, move |state, stop| question(state, &given, stop, most))
        .await
        .unwrap_or_else(tone.problem)
}

/// Waits for a turn, and no longer than `most`.
async fn turn(questions: &Arc<Semaphore>, most: Duration) -> Result<OwnedSemaphorePermit, Problem> {
    match tokio::time::timeout(most, Arc::clone(questions).acquire_owned()).await {
        Ok(Ok(turn)) => Ok(turn),
        _ => Err(Problem::busy("too many questions are being answered")),
    }
}

/// Puts a question. Where the client has the answer of this state already, it is told so instead.
pub(crate) async fn ask(
    app: &Arc<App>,
    headers: &HeaderMap,
    question: impl FnOnce(&State, &Stop) -> Result<Answer, Problem> + Send + 'static,
) -> Result<Response, Problem> {
    let turn = turn(&app.questions, TURN_TIME).await?;
    let known = headers.get(header::IF_NONE_MATCH).cloned();
    let stop = Stop::default();
    let on_drop = SetOnDrop(Arc::clone(&stop));
    let app = Arc::clone(app);
    let answer = tokio::task::spawn_blocking(move || {
        let _turn: OwnedSemaphorePermit = turn;
        let state = app.current.state()?;
        if known.as_ref().is_some_and(|known| knows(known, &state.tag)) {
            return Ok(not_modified(&state.tag));
        }
        let Answer { mut response, whole } = question(&state, &stop)?;
        if known.as_ref().is_some_and(|known| known == ANY) && response.status().is_success() {
            return Ok(not_modified(&state.tag));
        }
        if whole {
            tagged(&mut response, &state.tag);
        } else {
            response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        }
        Ok(response)
    })
    .await;
    drop(on_drop);
    answer.unwrap_or_else(|_| Err(Problem::unanswered()))
}

/// That the client has the answer of this state.
pub(crate) fn not_modified(tag: &str) -> Response {
    let mut response = Response::default();
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    tagged(&mut response, tag);
    response
}

pub(crate) fn tagged(response: &mut Response, tag: &str) {
    if let Ok(value) = HeaderValue::from_str(tag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    // kept, but asked about each time
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
}

/// What `If-None-Match` says of any answer there is: only the answer tells whether there is one.
pub(crate) const ANY: &str = "*";

/// Whether `If-None-Match` names the tag; the comparison is weak, as RFC 9110 says.
pub(crate) fn knows(known: &HeaderValue, tag: &str) -> bool {
    let opaque = |tag: &str| tag.trim().trim_start_matches("W/").to_owned();
    let Ok(known) = known.to_str() else { return false };
    known.split(',').any(|one| opaque(one) == opaque(tag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_compared_weakly() {
        let check = |known: &'static str, want: bool| {
            assert_eq!(knows(&HeaderValue::from_static(known), "W/\"a-1\""), want, "{known}");
        };
        check("W/\"a-1\"", true);
        check("\"a-1\"", true);
        check("\"b\", W/\"a-1\"", true);
        check("*", false);
        check("\"a-2\"", false);
        check("", false);
    }

    #[tokio::test]
    async fn a_question_waits_for_its_turn_and_not_forever() {
        let questions = Arc::new(Semaphore::new(1));
        let first = turn(&questions, TURN_TIME).await.expect("a turn");
        let refused = turn(&questions, Duration::from_millis(20)).await.expect_err("no turn");
        assert_eq!(refused.status, StatusCode::SERVICE_UNAVAILABLE);
        let waiting = tokio::spawn({
            let questions = Arc::clone(&questions);
            async move { turn(&questions, TURN_TIME).await.is_ok() }
        });
        tokio::task::yield_now().await;
        drop(first);
        assert!(waiting.await.expect("a task"));
    }
}
