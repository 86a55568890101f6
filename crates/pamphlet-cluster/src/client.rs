//! Asking the nodes of a cluster: one after the other where one does not answer, again where it is busy.

use crate::access::{tls, who_asks};
use crate::{Address, Error, Result};
use serde_json::Value;
use std::io;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a connection may take to stand.
const CONNECT: Duration = Duration::from_secs(5);
/// How long an answer may take.
const ANSWER: Duration = Duration::from_secs(120);
/// How long a node may take to say that it lives.
const SIGN_OF_LIFE: Duration = Duration::from_secs(5);
/// The first pause before what failed is asked again; each is twice as long as the one before.
const PAUSE: Duration = Duration::from_millis(100);
/// The longest pause.
const LONGEST_PAUSE: Duration = Duration::from_secs(5);
/// An answer of more bytes is none that this program asked for.
const MOST_BYTES: u64 = 1 << 31;

/// What a busy or failing node answers: the same question can work later.
pub(crate) fn is_passing(status: u64) -> bool {
    matches!(status, 429 | 502 | 503 | 504)
}

/// How long what fails is asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Patience {
    /// Each node once, and only as long as a node takes to say that it lives.
    None,
    /// Who searches waits: a node that is gone is known to be so after seconds.
    Search,
    /// Who loads waits longer: the cluster may be choosing a new manager, or be busy.
    Load,
}

impl Patience {
    fn lasts(self) -> Duration {
        match self {
            Patience::None => Duration::ZERO,
            Patience::Search => Duration::from_secs(20),
            Patience::Load => Duration::from_secs(300),
        }
    }

    /// After this time it is asked whether the node still lives: one that was stopped, or whose machine is out of reach,
    /// takes connections and never answers. A batch of documents takes longer than a search.
    fn doubts(self) -> Duration {
        match self {
            Patience::None => SIGN_OF_LIFE,
            Patience::Search => Duration::from_secs(10),
            Patience::Load => Duration::from_secs(30),
        }
    }
}

/// What is asked.
#[derive(Clone, Copy)]
pub(crate) struct Question<'q> {
    pub method: &'static str,
    /// With the parameters.
    pub path: &'q str,
    /// JSON, or lines of it.
    pub body: Option<&'q [u8]>,
    /// For a message: `search the index`.
    pub what: &'static str,
    pub patience: Patience,
}

/// An answer of any status that is not [passing](is_passing).
pub(crate) struct Answer {
    pub status: u16,
    pub body: Value,
    pub host: String,
}

/// Asks a cluster.
pub(crate) struct Client {
    agent: ureq::Agent,
    hosts: Vec<String>,
    scheme: &'static str,
    /// The header that says who asks.
    who: Option<String>,
    /// The host that answered last.
    current: AtomicUsize,
    /// What a person should know: a host that did not answer, and why.
    lost: Mutex<Vec<String>>,
}

/// Why a host gave no answer.
enum Trouble {
    /// Another may do.
    Elsewhere(String),
    /// It did not answer in time.
    Silent,
    Error(Error),
}

impl Client {
    /// For the nodes of an address; who asks, and whom to trust, stands in the environment.
    pub fn new(address: &Address) -> Result<Client> {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(CONNECT))
            .max_redirects(0)
            .proxy(None)
            .user_agent(concat!("pamphlet/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls()?)
            .build();
        let who = who_asks(address)?;
        Ok(Client {
            agent: config.new_agent(),
            hosts: address.hosts.clone(),
            scheme: if address.tls { "https" } else { "http" },
            who,
            current: AtomicUsize::new(0),
            lost: Mutex::default(),
        })
    }

    /// Asks until there is an answer, patience ends, or no answer can come.
    pub fn answer(&self, question: Question<'_>) -> Result<Answer> {
        let until = Instant::now() + question.patience.lasts();
        let mut pause = PAUSE;
        loop {
            let failed = match self.round(question)? {
                Ok(answer) => return Ok(answer),
                Err(failed) => failed,
            };
            if Instant::now() + pause > until {
                return Err(failed);
            }
            std::thread::sleep(pause);
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    /// Asks each host once, the one that answered last first.
    fn round(&self, question: Question<'_>) -> Result<Result<Answer, Error>> {
        let first = self.current.load(Ordering::Relaxed);
        let mut silent: Option<(usize, String)> = None;
        let mut busy = None;
        for step in 0..self.hosts.len() {
            let at = (first + step) % self.hosts.len();
            match self.patiently(&self.hosts[at], question) {
                Ok(answer) if is_passing(answer.status.into()) => {
                    // a full disk answers as a busy node does, and does not get better by itself
                    if let full @ Error::Full { .. } = failure(question.what, &answer) {
                        return Err(full);
                    }
                    busy = Some(answer);
                }
                Ok(answer) => {
                    self.current.store(at, Ordering::Relaxed);
                    if let Some((before, why)) = silent {
                        let (before, host) = (&self.hosts[before], &self.hosts[at]);
                        self.tell(format!("{before} does not answer ({why}); {host} was asked instead"));
                    }
                    return Ok(Ok(answer));
                }
                Err(Trouble::Elsewhere(why)) => silent = Some((at, why)),
                Err(Trouble::Silent) => silent = Some((at, NO_ANSWER.to_owned())),
                Err(Trouble::Error(error)) => return Err(error),
            }
        }
        Ok(Err(match busy {
            Some(answer) => failure(question.what, &answer),
            None => {
                let why = silent.map(|(_, why)| why).unwrap_or_default();
                Error::Unreachable { hosts: self.hosts.join(", "), why }
            }
        }))
    }

    /// Asks a host and waits as long as it lives.
    fn patiently(&self, host: &str, question: Question<'_>) -> Result<Answer, Trouble> {
        match self.once(host, question, question.patience.doubts()) {
            Err(Trouble::Silent) if question.patience != Patience::None => {}
            answered => return answered,
        }
        let alive = Question { method: "GET", path: "/", body: None, ..question };
        self.once(host, alive, SIGN_OF_LIFE)?;
        // what takes long was broken off there with the connection, and is asked anew; a load's documents are known by
        // their content
        self.once(host, question, ANSWER)
    }

    /// Asks a host, and waits for so long.
    fn once(&self, host: &str, question: Question<'_>, wait: Duration) -> Result<Answer, Trouble> {
        let url = format!("{}://{host}{}", self.scheme, question.path);
        let lines = question.path.starts_with("/_bulk") || question.path.contains("/_msearch");
        let kind = if lines { "application/x-ndjson" } else { "application/json" };
        let mut request =
            ureq::http::Request::builder().method(question.method).uri(url).header("content-type", kind);
        if let Some(who) = &self.who {
            request = request.header("authorization", who);
        }
        let body = question.body.unwrap_or_default();
        let request = request.body(body).map_err(|error| Trouble::Elsewhere(error.to_string()))?;
        let request = self.agent.configure_request(request).timeout_global(Some(wait)).build();
        let trouble = |error: ureq::Error| self.trouble(host, &error);
        let mut response = self.agent.run(request).map_err(trouble)?;
        let status = response.status().as_u16();
        if matches!(status, 401 | 403) {
            let text = response.body_mut().read_to_string().unwrap_or_default();
            let reason = serde_json::from_str(&text).map(|body| reason_of(&body)).unwrap_or_default();
            if reason.contains("cluster_block") {
                return Err(Trouble::Error(Error::Full { reason }));
            }
            let what = question.what.to_owned();
            return Err(Trouble::Error(Error::Refused { host: host.to_owned(), what, status }));
        }
        let text = response.body_mut().with_config().limit(MOST_BYTES).read_to_vec().map_err(trouble)?;
        // a proxy answers in its own words
        let body = serde_json::from_slice(&text).unwrap_or_else(|_| {
            Value::String(String::from_utf8_lossy(&text[..text.len().min(200)]).into_owned())
        });
        Ok(Answer { status, body, host: host.to_owned() })
    }

    fn trouble(&self, host: &str, error: &ureq::Error) -> Trouble {
        let said = one_line(&error.to_string());
        match error {
            ureq::Error::Tls(_) | ureq::Error::Pem(_) | ureq::Error::Rustls(_) => {
                Trouble::Error(Error::Certificate { host: host.to_owned(), why: said })
            }
            _ if said.contains("certificate") || said.contains("UnknownIssuer") => {
                Trouble::Error(Error::Certificate { host: host.to_owned(), why: said })
            }
            ureq::Error::Timeout(ureq::Timeout::Connect | ureq::Timeout::Resolve) => {
                Trouble::Elsewhere("no connection in time".to_owned())
            }
            ureq::Error::Timeout(_) => Trouble::Silent,
            ureq::Error::Io(error) => Trouble::Elsewhere(in_words(error)),
            ureq::Error::HostNotFound => Trouble::Elsewhere("no machine has this name".to_owned()),
            _ => Trouble::Elsewhere(said),
        }
    }

    fn tell(&self, note: String) {
        let mut lost = self.lost.lock().unwrap_or_else(PoisonError::into_inner);
        if !lost.contains(&note) {
            lost.push(note);
        }
    }

    /// What a person should know since this was last asked.
    pub fn take_notes(&self) -> Vec<String> {
        std::mem::take(&mut *self.lost.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The host that answered last.
    pub fn host(&self) -> &str {
        &self.hosts[self.current.load(Ordering::Relaxed) % self.hosts.len()]
    }

    /// An answer that must be a success.
    pub fn ask(&self, question: Question<'_>) -> Result<Value> {
        let answer = self.answer(question)?;
        if (200..300).contains(&answer.status) {
            Ok(answer.body)
        } else {
            Err(failure(question.what, &answer))
        }
    }

    /// A search, or anything else that reads.
    pub fn read(&self, path: &str, body: &Value, what: &'static str) -> Result<Value> {
        let body = body.to_string();
        self.ask(Question {
            method: "POST",
            path,
            body: Some(body.as_bytes()),
            what,
            patience: Patience::Search,
        })
    }

    /// A change of settings, mappings or aliases.
    pub fn change(
        &self,
        method: &'static str,
        path: &str,
        body: &Value,
        what: &'static str,
    ) -> Result<Value> {
        let body = body.to_string();
        self.ask(Question { method, path, body: Some(body.as_bytes()), what, patience: Patience::Load })
    }
}

const NO_ANSWER: &str = "no answer in time";

/// Why a connection did not stand or ended.
fn in_words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => "connection refused: nothing listens there".to_owned(),
        io::ErrorKind::ConnectionReset | io::ErrorKind::ConnectionAborted | io::ErrorKind::UnexpectedEof => {
            "the connection was closed".to_owned()
        }
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
            "no way leads to this machine".to_owned()
        }
        io::ErrorKind::TimedOut => NO_ANSWER.to_owned(),
        _ => one_line(&error.to_string()),
    }
}

/// What an answer says that is no success.
pub(crate) fn failure(what: &str, answer: &Answer) -> Error {
    let reason = reason_of(&answer.body);
    if is_full(&reason) {
        return Error::Full { reason };
    }
    Error::Failed { what: what.to_owned(), status: answer.status, reason }
}

/// Whether a reason is that a disk is full, or that the index was closed to changes for that.
pub(crate) fn is_full(reason: &str) -> bool {
    ["flood-stage", "disk usage exceeded", "read-only"].iter().any(|words| reason.contains(words))
}

/// The cluster's own words for what went wrong, in one line.
pub(crate) fn reason_of(body: &Value) -> String {
    let error = &body["error"];
    let cause = &error["root_cause"][0];
    let cause = if cause["reason"].is_string() { cause } else { error };
    let text = match (cause["type"].as_str(), cause["reason"].as_str()) {
        (Some(kind), Some(reason)) => format!("{kind}: {reason}"),
        (_, Some(reason)) => reason.to_owned(),
        (Some(kind), None) => kind.to_owned(),
        (None, None) => match (error.as_str(), body.as_str()) {
            (Some(text), _) | (None, Some(text)) => text.to_owned(),
            (None, None) => "it gave no reason".to_owned(),
        },
    };
    one_line(&text)
}

/// Text of a server as a message may show it: one line, no control characters, not too long.
fn one_line(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let words: Vec<&str> = clean.split_whitespace().collect();
    words.join(" ").chars().take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn reasons_are_one_line() {
        let body =
            json!({"error": {"root_cause": [{"type": "a", "reason": "b\nc\u{1b}[1m"}]}, "status": 400});
        assert_eq!(reason_of(&body), "a: b c [1m");
        assert_eq!(reason_of(&json!({"error": "no handler"})), "no handler");
        assert_eq!(reason_of(&json!("<html>")), "<html>");
    }
}
