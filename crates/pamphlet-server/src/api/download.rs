//! Everything that a query finds, as one file: hits, lines of the concordance, rows of figures. The bytes are those that
//! the command line writes with `-n all`. Hits and lines are made while they are sent, figures before the first byte; a
//! client that goes, or takes nothing for a while, ends the work. What cannot be finished breaks the transfer.

use super::code::all_coded;
use super::figures::{all_collocates, all_keyness, all_ngrams, all_words};
use super::lines::{all_groups, all_points};
use super::reuse::{all_changes, all_quotations, all_similar};
use crate::ask::{ANY, SetOnDrop, Stop, knows, not_modified, tagged};
use crate::body::{Broken, Pieces};
use crate::current::State as Current;
use crate::limits::{SORTED_LINES, WRITE_TIME};
use crate::parameter::{Given, Manner, Parameters};
use crate::parameters as tables;
use crate::problem::Problem;
use crate::request::{everything, line_sort};
use crate::router::App;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, Uri, header};
use axum::response::Response;
use bytes::Bytes;
use pamphlet::LineSort;
use pamphlet_render::{HIT_COLUMNS, LINE_COLUMNS, Table, hit_row, json, line_row, row};
use serde::Serialize;
use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use tokio::runtime::Handle;
use tokio::sync::mpsc;

/// Bytes of a piece: as many lines are sent at a time.
const PIECE: usize = 32 << 10;

/// A kind of file.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    Csv,
    JsonLines,
}

impl Form {
    /// The end of the file's name.
    fn end(self) -> &'static str {
        match self {
            Form::Csv => "csv",
            Form::JsonLines => "jsonl",
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Form::Csv => "text/csv; charset=utf-8",
            Form::JsonLines => "application/x-ndjson",
        }
    }

    /// The first line, which names the columns; nothing where lines name them.
    pub(super) fn head(self, columns: &[&str]) -> String {
        match self {
            Form::Csv => row(Table::Csv, columns.iter().copied()),
            Form::JsonLines => String::new(),
        }
    }

    /// A line.
    pub(super) fn line<T: Serialize>(self, value: &T, row: impl FnOnce(Table, &T) -> String) -> String {
        match self {
            Form::Csv => row(Table::Csv, value),
            // what has fixed fields has a JSON form
            Form::JsonLines => json(value).unwrap_or_default() + "\n",
        }
    }
}

/// The lines of a file, the first first, each ended.
pub(super) type Rows = Box<dyn Iterator<Item = String> + Send>;

/// How rows are made that are there as a whole before the first is sent.
type Make = fn(&Current, &Given, &Stop, Form) -> Result<Rows, Problem>;

/// What is downloaded.
#[derive(Clone, Copy)]
enum What {
    Hits,
    Lines,
    /// The name of the file without its end, and its making.
    Rows(&'static str, Make),
}

impl What {
    fn name(self) -> &'static str {
        match self {
            What::Hits => "hits",
            What::Lines => "concordance",
            What::Rows(name, _) => name,
        }
    }
}

/// Gathers lines and sends them in pieces.
struct Sender {
    pieces: mpsc::Sender<Result<Bytes, Broken>>,
    runtime: Handle,
    gathered: String,
    stop: Stop,
}

impl Sender {
    fn add(&mut self, line: &str) -> ControlFlow<()> {
        self.gathered.push_str(line);
        if self.gathered.len() < PIECE { ControlFlow::Continue(()) } else { self.flush() }
    }

    fn flush(&mut self) -> ControlFlow<()> {
        let piece = Bytes::from(std::mem::take(&mut self.gathered));
        let sent = async { tokio::time::timeout(WRITE_TIME, self.pieces.send(Ok(piece))).await };
        match self.runtime.block_on(sent) {
            Ok(Ok(())) => ControlFlow::Continue(()),
            // gone, or too slow
            _ => {
                self.stop.store(true, Ordering::Relaxed);
                ControlFlow::Break(())
            }
        }
    }

    /// Sends the rest; or, where something went wrong, that the file has no end.
    fn finish(mut self, done: Result<(), pamphlet::Error>) {
        if done.is_ok() && !self.stop.load(Ordering::Relaxed) {
            let _ = self.flush();
        } else {
            let _ = self.runtime.block_on(self.pieces.send(Err(Broken)));
        }
    }
}

/// A body that lets the work go on for as long as it is wanted.
struct Wanted {
    pieces: Pieces,
    _stop: SetOnDrop,
}

impl http_body::Body for Wanted {
    type Data = Bytes;
    type Error = Broken;

    fn poll_frame(
        mut self: std::pin::Pin<&mut Self>,
        context: &mut std::task::Context<'_>,
    ) -> std::task::Poll<Option<Result<http_body::Frame<Bytes>, Broken>>> {
        std::pin::Pin::new(&mut self.pieces).poll_frame(context)
    }
}

async fn download(
    app: Arc<App>,
    headers: HeaderMap,
    uri: Uri,
    table: Parameters,
    what: What,
    form: Form,
) -> Response {
    match begin(app, headers, uri, table, what, form).await {
        Ok(response) => response,
        Err(problem) => problem.into_json(),
    }
}

async fn begin(
    app: Arc<App>,
    headers: HeaderMap,
    uri: Uri,
    table: Parameters,
    what: What,
    form: Form,
) -> Result<Response, Problem> {
    let given = Given::read(uri.query(), table, Manner::Strict)?;
    let Ok(place) = Arc::clone(&app.downloads).try_acquire_owned() else {
        return Err(Problem::busy("too many downloads are being made"));
    };
    let stop = Stop::default();
    let on_drop = SetOnDrop(Arc::clone(&stop));
    let runtime = Handle::current();
    let known = headers.get(header::IF_NONE_MATCH).cloned();
    let most = app.options.timeout;
    let (ready, begun) = tokio::sync::oneshot::channel();
    tokio::task::spawn_blocking(move || {
        let _place = place;
        let begun = (|| {
            let state = app.current.state()?;
            if known.as_ref().is_some_and(|known| knows(known, &state.tag)) {
                return Ok((state, None));
            }
            if let What::Rows(_, make) = what {
                let rows = make(&state, &given, &stop, form)?;
                return Ok((state, Some((Pieces::new(), Some(rows)))));
            }
            // what is wrong with the question is said before the first byte
            let mut first = everything(&given, &stop);
            first.limit = Some(0);
            first.timeout = Some(most);
            match what {
                What::Lines if line_sort(&given) != LineSort::Document => {
                    let lines = state.index.count(&first)?.matches;
                    if lines > SORTED_LINES {
                        return Err(Problem::bad_parameter(
                            format!("{lines} lines are too many to be put in another order"),
                            "leave out 'sort', or ask for less with 'from', 'to' or 'where'",
                        ));
                    }
                }
                _ if first.strict => {
                    state.index.find(&first)?;
                }
                _ => {}
            }
            Ok((state, Some((Pieces::new(), None))))
        })();
        let (state, channel) = match begun {
            Ok((state, _)) if known.as_ref().is_some_and(|known| known == ANY) => (state, None),
            Ok(begun) => begun,
            Err(problem) => {
                let _ = ready.send(Err(problem));
                return;
            }
        };
        let tag = state.tag.clone();
        let Some(((pieces, body), rows)) = channel else {
            let _ = ready.send(Ok((tag, None)));
            return;
        };
        if ready.send(Ok((tag, Some(body)))).is_err() {
            return;
        }
        let mut sender = Sender { pieces, runtime, gathered: String::new(), stop: Arc::clone(&stop) };
        let done = match rows {
            Some(mut rows) => {
                let _ = rows.try_for_each(|line| sender.add(&line));
                Ok(())
            }
            None => write(&state, &given, &stop, what, form, &mut sender),
        };
        sender.finish(done);
    });
    let (tag, body) = begun.await.unwrap_or_else(|_| Err(Problem::unanswered()))?;
    let Some(pieces) = body else { return Ok(not_modified(&tag)) };
    let mut response = Response::new(Body::new(Wanted { pieces, _stop: on_drop }));
    let name = format!("attachment; filename=\"{}.{}\"", what.name(), form.end());
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(form.media_type()));
    // a name of ours is a value of a header
    if let Ok(name) = HeaderValue::from_str(&name) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, name);
    }
    tagged(&mut response, &tag);
    Ok(response)
}

/// Makes the file line by line.
fn write(
    state: &Current,
    given: &Given,
    stop: &Stop,
    what: What,
    form: Form,
    sender: &mut Sender,
) -> Result<(), pamphlet::Error> {
    let mut request = everything(given, stop);
    if let What::Lines = what {
        let mut open = sender.add(&form.head(&LINE_COLUMNS));
        request.context.get_or_insert(10);
        state.index.each_line(&request, line_sort(given), &mut |line| {
            if open.is_continue() {
                open = sender.add(&form.line(&line, line_row));
            }
        })?;
    } else {
        let _ = sender.add(&form.head(&HIT_COLUMNS));
        state.index.each_hit(&request, &mut |hit| sender.add(&form.line(&hit, hit_row)))?;
    }
    Ok(())
}

macro_rules! downloads {
    ($($csv:ident, $jsonl:ident: $table:ident, $what:expr;)*) => {$(
        pub(crate) async fn $csv(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
            download(app, headers, uri, tables::$table, $what, Form::Csv).await
        }
        pub(crate) async fn $jsonl(State(app): State<Arc<App>>, headers: HeaderMap, uri: Uri) -> Response {
            download(app, headers, uri, tables::$table, $what, Form::JsonLines).await
        }
    )*};
}

downloads! {
    search_csv, search_jsonl: SEARCH_ALL, What::Hits;
    kwic_csv, kwic_jsonl: KWIC_ALL, What::Lines;
    groups_csv, groups_jsonl: GROUPS_ALL, What::Rows("groups", all_groups);
    trend_csv, trend_jsonl: TREND_ALL, What::Rows("trend", all_points);
    words_csv, words_jsonl: WORDS_ALL, What::Rows("words", all_words);
    keyness_csv, keyness_jsonl: KEYNESS_ALL, What::Rows("keyness", all_keyness);
    collocates_csv, collocates_jsonl: COLLOCATES_ALL, What::Rows("collocates", all_collocates);
    ngrams_csv, ngrams_jsonl: NGRAMS_ALL, What::Rows("ngrams", all_ngrams);
    code_csv, code_jsonl: CODE_ALL, What::Rows("code", all_coded);
    quote_csv, quote_jsonl: QUOTE_ALL, What::Rows("quotations", all_quotations);
    similar_csv, similar_jsonl: SIMILAR_ALL, What::Rows("similar", all_similar);
    diff_csv, diff_jsonl: DIFF, What::Rows("differences", all_changes);
}
