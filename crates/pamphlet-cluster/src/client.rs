//! Asking the nodes of a cluster: one after the other where one does not answer, again where it is busy.

use crate::{Address, Error, Result};
use serde_json::Value;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use ureq::tls::{Certificate, PemItem, RootCerts, TlsConfig, parse_pem};

/// How long a connection may take to stand.
const CONNECT: Duration = Duration::from_secs(5);
/// How long an answer may take.
const ANSWER: Duration = Duration::from_secs(120);
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
    /// Each node once.
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
    Error(Error),
}

impl Client {
    /// For the nodes of an address; who asks, and whom to trust, stands in the environment.
    pub fn new(address: &Address) -> Result<Client> {
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_connect(Some(CONNECT))
            .timeout_global(Some(ANSWER))
            .max_redirects(0)
            .proxy(None)
            .user_agent(concat!("pamphlet/", env!("CARGO_PKG_VERSION")))
            .tls_config(tls()?)
            .build();
        let who = who()?;
        if who.is_some() && !address.tls && !address.hosts.iter().all(|host| is_this_machine(host)) {
            return Err(Error::Address {
                given: address.to_string(),
                why: "a password or key is sent over TLS only: write 'opensearch+https://'",
            });
        }
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
        let mut why = String::new();
        let mut busy = None;
        for step in 0..self.hosts.len() {
            let at = (first + step) % self.hosts.len();
            match self.once(&self.hosts[at], question) {
                Ok(answer) if is_passing(answer.status.into()) => {
                    // a full disk answers as a busy node does, and does not get better by itself
                    if let full @ Error::Full { .. } = failure(question.what, &answer) {
                        return Err(full);
                    }
                    busy = Some(answer);
                }
                Ok(answer) => {
                    self.current.store(at, Ordering::Relaxed);
                    if !why.is_empty() {
                        self.tell(format!("{why}; {} was asked instead", self.hosts[at]));
                    }
                    return Ok(Ok(answer));
                }
                Err(Trouble::Elsewhere(trouble)) => {
                    why = format!("{} does not answer ({trouble})", self.hosts[at])
                }
                Err(Trouble::Error(error)) => return Err(error),
            }
        }
        Ok(Err(match busy {
            Some(answer) => failure(question.what, &answer),
            None => Error::Unreachable {
                hosts: self.hosts.join(", "),
                why: why
                    .rsplit_once('(')
                    .map_or(why.clone(), |(_, why)| why.trim_end_matches(')').to_owned()),
            },
        }))
    }

    fn once(&self, host: &str, question: Question<'_>) -> Result<Answer, Trouble> {
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
            ureq::Error::Timeout(_) => Trouble::Elsewhere("no answer in time".to_owned()),
            ureq::Error::Io(error) => Trouble::Elsewhere(one_line(&error.to_string())),
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

fn is_this_machine(host: &str) -> bool {
    let name = host.rsplit_once(':').map_or(host, |(name, _)| name).trim_matches(['[', ']']);
    name == "localhost" || name.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn variable(name: &'static str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// Who asks: a key, or a user with a password.
fn who() -> Result<Option<String>> {
    if let Some(key) = variable("PAMPHLET_CLUSTER_API_KEY") {
        return Ok(Some(format!("ApiKey {key}")));
    }
    let Some(user) = variable("PAMPHLET_CLUSTER_USER") else { return Ok(None) };
    let password = variable("PAMPHLET_CLUSTER_PASSWORD").ok_or_else(|| Error::Setting {
        name: "PAMPHLET_CLUSTER_PASSWORD",
        why: format!("it is not set, but a user '{user}' is"),
    })?;
    Ok(Some(format!("Basic {}", base64(format!("{user}:{password}").as_bytes()))))
}

/// Whom to trust: the CAs of a file, or those that browsers trust.
fn tls() -> Result<TlsConfig> {
    const NAME: &str = "PAMPHLET_CLUSTER_CA";
    let Some(file) = variable(NAME) else { return Ok(TlsConfig::default()) };
    let wrong = |why: String| Error::Setting { name: NAME, why };
    let pem = std::fs::read(&file).map_err(|error| wrong(format!("cannot read '{file}': {error}")))?;
    let mut trusted: Vec<Certificate<'static>> = Vec::new();
    for item in parse_pem(&pem) {
        if let Ok(PemItem::Certificate(certificate)) = item {
            trusted.push(certificate);
        }
    }
    if trusted.is_empty() {
        return Err(wrong(format!("'{file}' holds no certificate in PEM")));
    }
    Ok(TlsConfig::builder().root_certs(RootCerts::new_with_certs(&trusted)).build())
}

/// RFC 4648, section 4.
fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let number =
            three.iter().enumerate().fold(0u32, |sum, (at, &byte)| sum | u32::from(byte) << (16 - 8 * at));
        for at in 0..4 {
            let letter = LETTERS[(number >> (18 - 6 * at)) as usize & 63];
            out.push(if at <= three.len() { char::from(letter) } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn base64_of_the_rfc() {
        let cases = [("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foobar", "Zm9vYmFy")];
        for (plain, coded) in cases {
            assert_eq!(base64(plain.as_bytes()), coded);
        }
    }

    #[test]
    fn reasons_are_one_line() {
        let body =
            json!({"error": {"root_cause": [{"type": "a", "reason": "b\nc\u{1b}[1m"}]}, "status": 400});
        assert_eq!(reason_of(&body), "a: b c [1m");
        assert_eq!(reason_of(&json!({"error": "no handler"})), "no handler");
        assert_eq!(reason_of(&json!("<html>")), "<html>");
    }

    #[test]
    fn this_machine() {
        assert!(
            is_this_machine("localhost:1")
                && is_this_machine("127.0.0.2:9200")
                && is_this_machine("[::1]:9200")
        );
        assert!(!is_this_machine("search.example:9200"));
    }
}
