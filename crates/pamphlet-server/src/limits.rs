//! What one client can ask of the server at most. Every limit is documented in `docs/http.md`, and a test holds the
//! page against this list.

use std::time::Duration;

/// Connections at a time; a further one is told 503 and closed.
pub(crate) const CONNECTIONS: usize = 256;
/// Further connections at a time that are told so; beyond them they are closed without a word.
pub(crate) const REFUSALS: usize = 64;
/// How long a client may take to send the head of a request, and may stay without sending one.
pub(crate) const HEAD_TIME: Duration = Duration::from_secs(10);
/// How long a client may take no byte of an answer.
pub(crate) const WRITE_TIME: Duration = Duration::from_secs(30);
/// Bytes of the head of a request that are read at all: so much that who sends a megabyte of query is told that it is
/// too long.
pub(crate) const HEAD_BYTES: usize = 1_200_000;
/// Bytes of path and query. The HTTP library refuses more than 65,534 by itself.
pub(crate) const TARGET_BYTES: usize = 60_000;
/// How long a question waits for its turn.
pub(crate) const TURN_TIME: Duration = Duration::from_secs(30);
/// Downloads at a time; a further one is told 503.
pub(crate) const DOWNLOADS: usize = 4;
/// Lines of a concordance that are put in another order than the documents' for a download.
pub(crate) const SORTED_LINES: u64 = 500_000;
/// How long requests that are being answered have after the server was told to stop.
pub(crate) const STOP_TIME: Duration = Duration::from_secs(10);

/// The limits as they are documented: what, and how much.
pub const LIMITS: [(&str, &str); 9] = [
    ("connections at a time", "256"),
    ("head of a request, time to send it, and time between requests", "10 s"),
    ("time in which a client takes no byte of an answer", "30 s"),
    ("path and query of a request", "60,000 bytes"),
    ("head of a request", "1.2 MB"),
    ("time that a question waits for its turn", "30 s"),
    ("downloads at a time", "4"),
    ("lines of a downloaded concordance that is not in the order of the documents", "500,000"),
    ("time for answers under way when the server is told to stop", "10 s"),
];
