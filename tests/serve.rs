//! The server: the real binary, real sockets, and clients of every kind.

use crate::{Place, workspace};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server that runs while this lives.
pub(crate) struct Serving {
    child: Child,
    pub(crate) address: SocketAddr,
}

/// What a server answered.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    pub(crate) body: Vec<u8>,
    /// Whether the body came to the end that it announced.
    pub(crate) whole: bool,
}

impl Serving {
    /// Starts `pamphlet serve` at a free port and waits until it says where.
    pub(crate) fn start(place: &Place, args: &[&str]) -> Self {
        let mut child = place
            .command()
            .args(["serve", "--bind", "127.0.0.1:0"])
            .args(args)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
        let address = line.trim().strip_prefix("http://").and_then(|rest| rest.strip_suffix('/'));
        let Some(address) = address.and_then(|address| address.parse().ok()) else {
            let mut said = String::new();
            let _ = child.stderr.take().map(|mut stderr| stderr.read_to_string(&mut said));
            panic!("no address in '{line}': {said}");
        };
        Self { child, address }
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout");
        stream
    }

    /// Sends bytes as they are, and reads what comes until the connection ends.
    fn raw(&self, request: &[u8]) -> Vec<u8> {
        let mut stream = self.connect();
        // the server may have closed before it read all
        let _ = stream.write_all(request);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        answer
    }

    fn ask(&self, method: &str, target: &str, headers: &[(&str, &str)]) -> Reply {
        let mut request = format!("{method} {target} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
            request.push_str(&format!("Host: {}\r\n", self.address));
        }
        for (name, value) in headers {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        request.push_str("\r\n");
        Reply::read(&self.raw(request.as_bytes()))
    }

    pub(crate) fn get(&self, target: &str) -> Reply {
        self.ask("GET", target, &[])
    }

    /// What a route answers, which must be a success.
    #[track_caller]
    pub(crate) fn json(&self, target: &str) -> Value {
        let reply = self.get(target);
        assert_eq!(reply.status, 200, "{target}: {}", reply.text());
        assert_eq!(reply.header("content-type"), Some("application/json"));
        reply.json()
    }

    /// Asks for an end, and tells how it ended.
    #[cfg(unix)]
    fn end(mut self, signal: &str) -> (Option<i32>, Duration) {
        let started = Instant::now();
        let told = Command::new("kill").args([signal, &self.child.id().to_string()]).status();
        assert!(told.expect("kill runs").success());
        let status = self.child.wait().expect("it ends");
        (status.code(), started.elapsed())
    }
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Reply {
    #[track_caller]
    fn read(answer: &[u8]) -> Self {
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or_else(|| {
            panic!("no head in {:?}", String::from_utf8_lossy(&answer[..answer.len().min(200)]))
        });
        let head = std::str::from_utf8(&answer[..end]).expect("a head is text");
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status");
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let mut reply = Self {
            status: status.parse().expect("a number"),
            headers,
            body: answer[end + 4..].to_vec(),
            whole: true,
        };
        if reply.header("transfer-encoding") == Some("chunked") {
            let (mut rest, mut body) = (&reply.body[..], Vec::new());
            reply.whole = loop {
                let Some(line) = rest.windows(2).position(|two| two == b"\r\n") else { break false };
                let size = std::str::from_utf8(&rest[..line]).ok();
                let Some(size) = size.and_then(|size| usize::from_str_radix(size, 16).ok()) else {
                    break false;
                };
                if size == 0 {
                    break true;
                }
                let Some(chunk) = rest.get(line + 2..line + 2 + size) else { break false };
                body.extend_from_slice(chunk);
                rest = rest.get(line + 4 + size..).unwrap_or_default();
            };
            reply.body = body;
        } else if let Some(length) = reply.header("content-length") {
            reply.whole = length.parse() == Ok(reply.body.len());
        }
        reply
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("an answer is UTF-8")
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    /// That it is an error as they all are: a fixed code, one line, and a hint.
    #[track_caller]
    pub(crate) fn is_error(&self, status: u16, code: &str) {
        assert_eq!(self.status, status, "{}", self.text());
        let error = &self.json()["error"];
        assert_eq!(error["code"], code);
        for part in ["message", "hint"] {
            let line = error[part].as_str().expect("a line");
            assert!(!line.is_empty() && !line.contains('\n') && !line.ends_with('.'), "{line}");
        }
    }
}

/// The bundled corpus, indexed, with a server over it.
pub(crate) fn with_corpus() -> (Place, Serving) {
    let place = Place::with_corpus();
    place.expect(0, ["index", "corpus"]);
    let serving = Serving::start(&place, &[]);
    (place, serving)
}

/// A few documents, with a server over them.
pub(crate) fn with_three() -> (Place, Serving) {
    let place = Place::new();
    place.file("docs/a.txt", "Alder\n\nThe alder stands by the river. The alder fell.\n\n1 May 1901\n");
    place.file("docs/b.txt", "Birch\n\nThe birch stands.\n");
    place.file("docs/c.txt", "Cedar\n\nThe cedar stands.\n");
    place.expect(0, ["index", "docs"]);
    let serving = Serving::start(&place, &[]);
    (place, serving)
}

/// For a query string.
pub(crate) fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

const QUERIES: [&str; 8] = [
    "workers",
    "\"workers' power\"",
    "reform NEAR/8 (revolution OR overthrow*)",
    "strike* -lockout",
    "lang:de frieden",
    "=the ^ (",
    "libert~ OR людей OR workeers",
    "date:1900..1950 union",
];

#[test]
fn answers_are_those_of_the_command_line() {
    let (place, serving) = with_corpus();
    for query in QUERIES {
        let q = encoded(query);
        let cli = |args: &[&str]| {
            let run = place.run(args.iter().chain(&["--format", "json", "--", query]));
            assert!(run.code <= 1, "{query}: {}", run.stderr);
            run.objects()
        };
        let found = serving.json(&format!("/api/search?q={q}"));
        assert!(found["hits"] == Value::Array(cli(&["search"])), "hits of {query}");
        assert_eq!(found["query"]["text"], query);
        let count = serving.json(&format!("/api/count?q={q}"));
        let counted = &cli(&["search", "--count"])[0];
        assert_eq!((&count["documents"], &count["matches"]), (&counted["documents"], &counted["matches"]));
        assert_eq!(found["total"], count["documents"], "{query}");
        let lines = serving.json(&format!("/api/kwic?q={q}&limit=1000"));
        assert!(lines["lines"] == Value::Array(cli(&["kwic", "-n", "1000"])), "lines of {query}");
        assert_eq!(lines["total"], count["matches"], "{query}");
        for by in ["year", "decade", "lang"] {
            let trend = serving.json(&format!("/api/trend?q={q}&by={by}"));
            assert_eq!(trend["points"], Value::Array(cli(&["trend", "--by", by])), "{query}");
        }
        let groups = serving.json(&format!("/api/groups?q={q}&by=after1"));
        assert_eq!(groups["groups"], Value::Array(cli(&["kwic", "--group=after1"])), "{query}");
    }
    let info = serving.json("/api/info");
    assert_eq!(info, place.expect(0, ["info", "--format", "json"]).objects()[0]);
}

#[test]
fn options_are_those_of_the_command_line() {
    let (place, serving) = with_corpus();
    let check = |target: &str, args: &[&str]| {
        let found = serving.json(&format!("/api/search?{target}"));
        let mut lines = place.run([&["search", "--format", "json"], args].concat()).objects();
        if target.contains("facet") {
            let facets = lines.pop().expect("a line of facets");
            assert_eq!(found["facets"], facets["facets"], "{target}");
        }
        assert_eq!(found["hits"], Value::Array(lines), "{target}");
        assert!(found["total"].as_u64() > Some(0), "{target}");
    };
    check("q=workers&limit=3&offset=2", &["workers", "-n", "3", "--offset", "2"]);
    check("q=the&sort=-date&limit=1000", &["the", "--sort", "-date", "-n", "1000"]);
    check("q=the&sort=path", &["the", "--sort", "path"]);
    check("q=the&from=1900&to=1950-06", &["the", "--from", "1900", "--to", "1950-06"]);
    check("q=*&where=lang=fr", &["*", "--where", "lang=fr"]);
    check("q=*&facet=lang&facet=date", &["*", "--facet", "lang", "--facet", "date"]);
    check("q=workers+power&phrase=true", &["-p", "workers power"]);
    check(
        "q=gold+silver&any=true&snippets=3&context=4",
        &["--any", "gold silver", "--snippets", "3", "--context", "4"],
    );
    check("q=nation&stem=full&duplicates=show", &["nation", "--stem", "full", "--duplicates", "show"]);
    check("q=workers&explain=true", &["workers", "--explain"]);
}

#[test]
fn downloads_are_what_the_command_line_writes() {
    let (place, serving) = with_corpus();
    for (query, sort) in [("the", "score"), ("workers", "-date"), ("nothingatall", "score")] {
        for (form, format, media) in
            [("csv", "csv", "text/csv; charset=utf-8"), ("jsonl", "json", "application/x-ndjson")]
        {
            let reply = serving.get(&format!("/api/search.{form}?q={query}&sort={sort}"));
            let run = place.run(["search", "-n", "all", "--sort", sort, "--format", format, query]);
            assert_eq!((reply.status, reply.whole), (200, true));
            assert!(reply.text() == run.stdout, "{query} as {form}");
            assert_eq!(reply.header("content-type"), Some(media));
            assert!(reply.header("content-disposition").is_some_and(|value| value.contains("attachment")));
            let reply = serving.get(&format!("/api/kwic.{form}?q={query}&sort=before1"));
            let run = place.run(["kwic", "-n", "all", "--sort", "before1", "--format", format, query]);
            assert!(reply.whole && reply.text() == run.stdout, "lines of {query} as {form}");
            let reply = serving.get(&format!("/api/trend.{form}?q={query}&by=decade"));
            let run = place.run(["trend", "--by", "decade", "--format", format, query]);
            assert!(reply.whole && reply.text() == run.stdout, "trend of {query} as {form}");
        }
    }
}

#[test]
fn a_document_by_id_and_by_path_with_its_matches() {
    let (place, serving) = with_corpus();
    // the `#` of a record would have to be written otherwise in an address
    let hits = place.hits("\"workers' power\"");
    let hit = hits.iter().find(|hit| !hit["path"].as_str().unwrap().contains('#')).unwrap();
    let (doc, path) = (hit["doc"].as_str().unwrap(), hit["path"].as_str().unwrap());
    let shown = place.expect(0, ["show", "--format", "json", path]).objects().remove(0);
    assert_eq!(serving.json(&format!("/api/doc/{doc}")), shown);
    assert_eq!(serving.json(&format!("/api/doc/{}", &doc[..12])), shown);
    assert_eq!(serving.json(&format!("/api/doc/{path}")), shown);
    assert_eq!(serving.json(&format!("/api/doc/{}", encoded(path))), shown);
    let marked = place.expect(0, ["show", "--format", "json", "--mark", "power", path]).objects().remove(0);
    assert_eq!(serving.json(&format!("/api/doc/{doc}?q=power")), marked);
    assert!(!marked["highlights"].as_array().unwrap().is_empty());
    // a name that stands for several is an error that names them
    let reply = serving.get("/api/doc/0");
    assert!(reply.status == 404, "{}", reply.text());
    serving.get("/api/doc/nothing.txt").is_error(404, "no-document");
    serving.get("/api/doc/../../etc/passwd").is_error(404, "no-document");
    serving.get("/api/doc/..%2F..%2Fetc%2Fpasswd").is_error(404, "no-document");
    serving.get("/api/doc/%ff").is_error(400, "bad-encoding");
}

#[test]
fn what_is_wrong_with_a_request_is_said() {
    let (_place, serving) = with_three();
    let check = |target: &str, status: u16, code: &str| serving.get(target).is_error(status, code);
    check("/api/search", 400, "bad-parameter");
    check("/api/search?q=a&limit=-1", 400, "bad-parameter");
    check("/api/search?q=a&limit=1001", 400, "bad-parameter");
    check("/api/search?q=a&limit=99999999999999999999999", 400, "bad-parameter");
    check("/api/search?q=a&q=b", 400, "bad-parameter");
    check("/api/search?q=a&other=1", 400, "bad-parameter");
    check("/api/search?q=a&sort=best", 400, "bad-parameter");
    check("/api/search?q=a&from=yesterday", 400, "bad-parameter");
    check("/api/search?q=a&where=lang", 400, "bad-parameter");
    check("/api/search?q=a&timeout=61", 400, "bad-parameter");
    check("/api/search?q=%ff%fe", 400, "bad-encoding");
    check("/api/search?q=%c3%28", 400, "bad-encoding");
    check("/api/search?q=(a&strict=true", 422, "unclear-query");
    check("/api/search.csv?q=(a&strict=true", 422, "unclear-query");
    check("/api/count?q=a&limit=1", 400, "bad-parameter");
    check("/api/ngrams?q=a&shortest=3&longest=2", 422, "bad-combination");
    check("/api/quote", 422, "bad-combination");
    check("/api/quote?text=a&document=b", 422, "bad-combination");
    check("/api/info?q=a", 400, "bad-parameter");
}

#[test]
fn what_a_person_types_is_never_an_error() {
    let (_place, serving) = with_three();
    for query in
        ["(((", "a AND", "\"", "/bad[/", "NOT", "\u{0}\u{1b}[31m", "\u{202e}evil", "100%", "title:", "^^^"]
    {
        let found = serving.json(&format!("/api/search?q={}", encoded(query)));
        assert_eq!(found["query"]["text"], query);
        assert_eq!(serving.get(&format!("/?q={}", encoded(query))).status, 200, "{query:?}");
    }
    // as somebody types it into the address
    assert_eq!(serving.json("/api/search?q=100%")["query"]["text"], "100%");
    let notes = serving.json("/api/search?q=(alder")["query"]["notes"].clone();
    assert_eq!(notes[0]["kind"], "read-as-words");
    let found = serving.json("/api/search?q=aldr");
    assert_eq!(found["suggestions"][0]["similar"][0], "alder");
}

#[test]
fn unknown_routes_and_other_methods() {
    let (_place, serving) = with_three();
    serving.get("/api/nothing").is_error(404, "not-found");
    serving.get("/api").is_error(404, "not-found");
    serving.get("/api/search/").is_error(404, "not-found");
    let page = serving.get("/nothing/%3Cscript%3E");
    assert_eq!((page.status, page.header("content-type")), (404, Some("text/html; charset=utf-8")));
    assert!(!page.text().contains("<script>"));
    for method in ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND"] {
        let reply = serving.ask(method, "/api/search?q=alder", &[]);
        reply.is_error(405, "method");
        assert_eq!(reply.header("allow"), Some("GET, HEAD"), "{method}");
    }
    let (get, head) = (serving.get("/api/search?q=alder"), serving.ask("HEAD", "/api/search?q=alder", &[]));
    assert_eq!((head.status, head.body.len()), (200, 0));
    assert_eq!(head.header("content-type"), get.header("content-type"));
    assert_eq!(serving.ask("HEAD", "/api/search.csv?q=alder", &[]).status, 200);
    assert_eq!(serving.json("/healthz")["status"], "ok");
}

#[test]
fn only_its_own_names_are_answered() {
    let place = Place::new();
    place.file("docs/a.txt", "Alder\n\nThe alder stands.\n");
    place.expect(0, ["index", "docs"]);
    let serving = Serving::start(&place, &["--host", "texts.example"]);
    let port = serving.address.port();
    let check = |host: &str, want: u16| {
        for target in ["/api/search?q=alder", "/?q=alder", "/assets/page.css", "/healthz"] {
            let reply = serving.ask("GET", target, &[("Host", host)]);
            assert_eq!(reply.status, want, "{host} {target}");
            assert!(want == 200 || !reply.text().contains("The alder"), "{host}");
        }
    };
    check(&format!("127.0.0.1:{port}"), 200);
    check(&format!("localhost:{port}"), 200);
    check(&format!("[::1]:{port}"), 200);
    check("texts.example", 200);
    check("127.0.0.1", 421);
    check(&format!("evil.example:{port}"), 421);
    check(&format!("127.0.0.1.evil.example:{port}"), 421);
    check("", 421);
    let both = format!(
        "GET / HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nHost: evil.example\r\nConnection: close\r\n\r\n"
    );
    assert_eq!(Reply::read(&serving.raw(both.as_bytes())).status, 400);
    assert_eq!(Reply::read(&serving.raw(b"GET / HTTP/1.0\r\n\r\n")).status, 400);
    let absolute =
        format!("GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\n\r\n");
    assert_eq!(Reply::read(&serving.raw(absolute.as_bytes())).status, 400);
}

#[test]
fn every_answer_tells_browsers_what_to_refuse() {
    let (_place, serving) = with_three();
    for target in
        ["/", "/?q=alder", "/api/search?q=alder", "/api/search", "/nothing", "/assets/page.js", "/healthz"]
    {
        let reply = serving.ask("GET", target, &[("Origin", "http://evil.example")]);
        let policy = reply.header("content-security-policy").expect("a policy");
        assert!(policy.contains("default-src 'none'") && !policy.contains("unsafe"), "{policy}");
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"), "{target}");
        assert_eq!(reply.header("x-frame-options"), Some("DENY"), "{target}");
        assert_eq!(reply.header("cross-origin-resource-policy"), Some("same-origin"), "{target}");
        assert_eq!(reply.header("cross-origin-opener-policy"), Some("same-origin"), "{target}");
        assert_eq!(reply.header("referrer-policy"), Some("same-origin"), "{target}");
        assert!(reply.headers.iter().all(|(name, _)| !name.starts_with("access-control-")), "{target}");
    }
}

#[test]
fn too_long_is_too_long() {
    let (_place, serving) = with_three();
    let long = |bytes: usize| serving.get(&format!("/api/search?q={}", "a".repeat(bytes)));
    long(4_097).is_error(400, "bad-parameter");
    long(60_001).is_error(414, "too-long");
    // beyond that the library below answers, without a body
    assert_eq!(long(1_000_000).status, 414);
    let head = format!("GET / HTTP/1.1\r\nHost: {}\r\nX: {}\r\n\r\n", serving.address, "b".repeat(2_000_000));
    let answer = serving.raw(head.as_bytes());
    // who still sends may lose what was answered
    let status = if answer.is_empty() { 431 } else { Reply::read(&answer).status };
    assert!((400..500).contains(&status), "{status}");
    // as many brackets as fit
    let found = serving.json(&format!("/api/search?q={}", "(".repeat(4_096)));
    assert_eq!(found["total"], 0);
    assert_eq!(serving.json("/api/search?q=alder")["total"], 1);
}

#[test]
fn what_is_no_http_harms_nobody() {
    let (_place, serving) = with_three();
    for bytes in [
        &b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"[..],
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET\r\n\r\n",
        b"\0\0\0\0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nHost: a\r\n\r\n",
    ] {
        let answer = serving.raw(bytes);
        let status = if answer.is_empty() { 400 } else { Reply::read(&answer).status };
        assert!((400..500).contains(&status), "{status} for {bytes:?}");
    }
    assert_eq!(serving.json("/api/search?q=alder")["total"], 1);
}

#[test]
fn a_client_that_never_ends_its_head_is_closed() {
    let (_place, serving) = with_three();
    let started = Instant::now();
    let mut slow = serving.connect();
    let mut idle = serving.connect();
    let mut trickle = serving.connect();
    slow.write_all(b"GET /api/search?q=alder HTTP/1.1\r\nHost:").expect("it is taken");
    let trickling = std::thread::spawn(move || {
        let mut byte = 0;
        while trickle
            .write_all(b"GET /api/search?q=alder HTTP/1.1\r\n".get(byte..=byte).unwrap_or(b"a"))
            .is_ok()
        {
            byte += 1;
            std::thread::sleep(Duration::from_millis(500));
        }
    });
    assert_eq!(serving.json("/api/search?q=alder")["total"], 1);
    let mut rest = Vec::new();
    let _ = slow.read_to_end(&mut rest);
    let _ = idle.read_to_end(&mut rest);
    trickling.join().expect("it ends");
    assert!((8..30).contains(&started.elapsed().as_secs()), "{:?}", started.elapsed());
}

#[test]
fn one_connection_too_many_is_told_so() {
    let (_place, serving) = with_three();
    let held: Vec<TcpStream> = (0..256).map(|_| serving.connect()).collect();
    // what is held counts once it was accepted
    let deadline = Instant::now() + Duration::from_secs(8);
    let refused = loop {
        let reply = serving.get("/api/search?q=alder");
        if reply.status == 503 || Instant::now() > deadline {
            break reply;
        }
    };
    refused.is_error(503, "busy");
    drop(held);
    let deadline = Instant::now() + Duration::from_secs(8);
    while serving.get("/api/search?q=alder").status != 200 {
        assert!(Instant::now() < deadline, "there is room again");
    }
}

#[test]
fn a_state_is_asked_for_once() {
    let (place, serving) = with_three();
    for target in [
        "/api/search?q=alder",
        "/?q=alder",
        "/api/search.csv?q=alder",
        "/doc/docs/a.txt?q=alder",
        "/api/info",
    ] {
        let first = serving.get(target);
        let tag = first.header("etag").expect("a tag").to_owned();
        let again = serving.ask("GET", target, &[("If-None-Match", &tag)]);
        assert_eq!((again.status, again.body.len()), (304, 0), "{target}");
        assert_eq!(again.header("etag"), Some(&*tag), "{target}");
        let other = serving.ask("GET", target, &[("If-None-Match", "W/\"other\"")]);
        assert_eq!(other.status, 200, "{target}");
    }
    // any answer will do where there is one
    let any = |target| serving.ask("GET", target, &[("If-None-Match", "*")]).status;
    for target in ["/api/search?q=alder", "/api/search.csv?q=alder", "/doc/docs/a.txt", "/assets/page.css"] {
        assert_eq!(any(target), 304, "{target}");
    }
    assert_eq!(
        (any("/doc/docs/none.txt"), any("/api/doc/docs/none.txt"), any("/assets/none")),
        (404, 404, 404)
    );
    let tag = serving.get("/api/search?q=alder").header("etag").expect("a tag").to_owned();
    // what is wrong is wrong, whatever the client has
    let wrong = serving.ask("GET", "/api/search?q=a&limit=x", &[("If-None-Match", &tag)]);
    assert_eq!((wrong.status, wrong.header("etag")), (400, None));
    place.file("docs/d.txt", "Elder\n\nNo alder but an elder.\n");
    place.expect(0, ["index", "docs"]);
    let now = serving.ask("GET", "/api/search?q=alder", &[("If-None-Match", &tag)]);
    assert_eq!(now.status, 200);
    assert_ne!(now.header("etag"), Some(&*tag));
    assert_eq!(now.json()["total"], 2);
    let asset = serving.get("/assets/page.css");
    let tag = asset.header("etag").expect("a tag");
    assert_eq!(serving.ask("GET", "/assets/page.css", &[("If-None-Match", tag)]).status, 304);
}

#[test]
fn a_rebuilt_index_is_picked_up_and_none_fails_meanwhile() {
    let (place, serving) = with_three();
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let asking = scope.spawn(|| {
            let mut asked = 0;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                let reply = serving.get("/api/search?q=alder");
                assert_eq!(reply.status, 200, "{}", reply.text());
                assert!(reply.json()["total"].as_u64() >= Some(1));
                asked += 1;
            }
            asked
        });
        for round in 0..4 {
            place.file("docs/a.txt", format!("Alder\n\nThe alder number {round} stands.\n"));
            place.expect(0, ["index", "--rebuild", "docs"]);
            place.file(&format!("docs/more-{round}.txt"), "More\n\nMore of the alder.\n");
            place.expect(0, ["index", "docs"]);
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
        assert!(asking.join().expect("no question failed") > 4);
    });
    assert_eq!(serving.json("/api/search?q=alder")["total"], 5);
}

#[test]
fn a_vanished_index_is_said_and_its_return_noticed() {
    let (place, serving) = with_three();
    std::fs::rename(place.path().join("index"), place.path().join("elsewhere")).expect("it is moved");
    let reply = serving.get("/api/search?q=alder");
    reply.is_error(503, "index-unavailable");
    assert!(reply.header("retry-after").is_some());
    assert!(!reply.text().contains(&*place.path().to_string_lossy()));
    assert_eq!(serving.get("/healthz").status, 503);
    let page = serving.get("/?q=alder");
    assert_eq!(page.status, 503);
    assert!(page.text().contains("The index is not there."));
    std::fs::rename(place.path().join("elsewhere"), place.path().join("index")).expect("it is back");
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(serving.json("/api/search?q=alder")["total"], 1);
    std::fs::remove_dir_all(place.path().join("index")).expect("it is gone");
    serving.get("/api/count?q=alder").is_error(503, "index-unavailable");
    place.expect(0, ["index", "docs"]);
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(serving.json("/api/search?q=alder")["total"], 1);
}

#[test]
fn a_damaged_index_is_an_error_and_no_wrong_answer() {
    let (place, serving) = with_three();
    let manifest = place.path().join("index/manifest.json");
    let good = std::fs::read(&manifest).expect("a manifest");
    std::fs::write(&manifest, b"{").expect("it is cut");
    serving.get("/api/search?q=alder").is_error(503, "index-damaged");
    std::fs::write(&manifest, good).expect("it is mended");
    std::thread::sleep(Duration::from_millis(300));
    assert_eq!(serving.json("/api/search?q=alder")["total"], 1);
}

#[test]
fn a_question_has_a_time() {
    let (_place, serving) = with_corpus();
    for target in ["/api/count?q=*", "/api/search?q=wo*", "/api/kwic?q=the", "/api/trend?q=wo*"] {
        let reply = serving.get(&format!("{target}&timeout=0.000001"));
        assert_eq!(reply.status, 200, "{target}");
        assert!(reply.text().contains("\"kind\":\"late\""), "{target}: {}", reply.text());
        let kept = (reply.header("etag"), reply.header("cache-control"));
        assert_eq!(kept, (None, Some("no-store")), "{target}");
    }
}

#[cfg(unix)]
#[test]
fn it_ends_clean_and_answers_what_was_asked() {
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        let (_place, serving) = with_three();
        // an idle connection does not keep it
        let mut idle = serving.connect();
        let request = format!("GET /healthz HTTP/1.1\r\nHost: {}\r\n\r\n", serving.address);
        idle.write_all(request.as_bytes()).expect("it is taken");
        let mut some = [0; 64];
        assert!(idle.read(&mut some).expect("an answer") > 0);
        let (ended, took) = serving.end(signal);
        assert_eq!(ended, Some(code));
        assert!(took < Duration::from_secs(5), "{took:?}");
    }
}

/// A document with so many matches that its concordance does not fit between a server and a client who reads nothing.
fn with_a_long_one() -> (Place, Serving) {
    let place = Place::new();
    let text: String = (0..60_000).map(|n| format!("Alder number {n} of the long avenue.\n\n")).collect();
    place.file("docs/long.txt", text);
    place.expect(0, ["index", "docs"]);
    let serving = Serving::start(&place, &[]);
    (place, serving)
}

/// Begins to download and reads no more than the head.
fn begun(serving: &Serving) -> (TcpStream, Vec<u8>) {
    let mut stream = serving.connect();
    let request = format!(
        "GET /api/kwic.csv?q=alder HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        serving.address
    );
    stream.write_all(request.as_bytes()).expect("it is taken");
    let mut answer = vec![0; 1000];
    let read = stream.read(&mut answer).expect("it begins");
    answer.truncate(read);
    (stream, answer)
}

#[test]
fn one_download_too_many_is_told_so_and_those_that_go_make_room() {
    let (_place, serving) = with_a_long_one();
    let held: Vec<_> = (0..4).map(|_| begun(&serving)).collect();
    serving.get("/api/search.csv?q=alder").is_error(503, "busy");
    // questions are answered meanwhile
    assert_eq!(serving.json("/api/search?q=alder")["total"], 1);
    drop(held);
    let deadline = Instant::now() + Duration::from_secs(10);
    while serving.get("/api/search.csv?q=alder").status != 200 {
        assert!(Instant::now() < deadline, "there is room again");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
#[ignore = "larger tier: waits for half a minute"]
fn a_client_that_takes_nothing_is_let_go() {
    let (_place, serving) = with_a_long_one();
    let (mut stream, mut answer) = begun(&serving);
    std::thread::sleep(Duration::from_secs(45));
    let _ = stream.read_to_end(&mut answer);
    let reply = Reply::read(&answer);
    assert!(!reply.whole, "what was not taken in time is not sent later: {} bytes", reply.body.len());
}

#[cfg(unix)]
#[test]
fn a_download_under_way_is_finished() {
    let (place, serving) = with_a_long_one();
    let (mut stream, mut answer) = begun(&serving);
    // the server waits with the rest until it is read
    let reading = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(700));
        let _ = stream.read_to_end(&mut answer);
        answer
    });
    let (code, _) = serving.end("-TERM");
    assert_eq!(code, Some(143));
    let reply = Reply::read(&reading.join().expect("it is read"));
    let run = place.run(["kwic", "-n", "all", "--format", "csv", "alder"]);
    assert!(reply.whole, "{} bytes", reply.body.len());
    assert!(reply.text() == run.stdout);
}

/// Bytes that are damaged while a download is under way: what came before them was sent, and that the rest is missing
/// is seen.
#[cfg(unix)]
#[test]
fn a_download_that_cannot_be_finished_is_seen_to_be_cut() {
    let place = Place::new();
    let mut seed = 7u64;
    let mut text = |n: usize| {
        let mut text = format!("Alder {n}\n\n");
        for _ in 0..3_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(&format!("alder {:x} ", seed >> 40));
        }
        text
    };
    (0..60).for_each(|n| drop(place.file(&format!("docs/{n:02}.txt"), text(n))));
    place.expect(0, ["index", "docs"]);
    let serving = Serving::start(&place, &[]);
    let (mut stream, mut answer) = begun(&serving);
    // in place, as a disk that goes bad does it: the last documents of the pack
    let pack = place.path().join("index/texts/000001.pack");
    let whole = std::fs::read(&pack).expect("it is there");
    let file = std::fs::OpenOptions::new().write(true).open(&pack).expect("it is there");
    let half = whole.len() / 2;
    std::os::unix::fs::FileExt::write_all_at(&file, &vec![0x55; whole.len() - half], half as u64)
        .expect("written");
    let _ = stream.read_to_end(&mut answer);
    let reply = Reply::read(&answer);
    assert!(reply.status == 200 && !reply.whole, "{} bytes", reply.body.len());
    assert!(reply.body.len() > 1_000, "{} bytes", reply.body.len());
}

#[test]
fn lines_that_are_too_many_to_be_sorted_are_refused_before_the_first_byte() {
    let place = Place::new();
    place.file("docs/a.txt", format!("Alder\n\n{}\n", "alder ".repeat(500_001)));
    place.expect(0, ["index", "docs"]);
    let serving = Serving::start(&place, &["--timeout", "60"]);
    let reply = serving.get("/api/kwic.csv?q=alder&sort=before1");
    reply.is_error(400, "bad-parameter");
    assert!(reply.text().contains("50000"), "{}", reply.text());
}

#[test]
fn it_does_not_start_on_nothing() {
    let place = Place::new();
    let run = place.expect(2, ["serve", "--bind", "127.0.0.1:0"]);
    assert!(run.stderr.contains("no index in") && run.stderr.contains("hint:"), "{}", run.stderr);
    place.file("docs/a.txt", "Alder\n\nThe alder stands.\n");
    place.expect(0, ["index", "docs"]);
    let run = place.expect(2, ["serve", "--bind", "nowhere"]);
    assert!(run.stderr.contains("no address") && run.stderr.contains("hint:"), "{}", run.stderr);
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let taken = taken.local_addr().expect("its address").to_string();
    let run = place.expect(2, ["serve", "--bind", &taken]);
    assert!(run.stderr.contains("cannot listen") && run.stderr.contains("hint:"), "{}", run.stderr);
}

/// Every answer that the page about the server shows, and its tables.
#[test]
fn the_reference_is_true() {
    let (_place, serving) = with_corpus();
    let page = std::fs::read_to_string(workspace().join("docs/http.md")).expect("docs/http.md is there");
    // how long it took, and ids, which are made from where the folder is
    let timeless = |text: &str| {
        let mut text = text.to_owned();
        for (name, plain) in [("\"took_ms\":", "0123456789."), ("\"doc\":\"", "0123456789abcdef")] {
            let mut out = String::new();
            let mut rest = &*text;
            while let Some((before, after)) = rest.split_once(name) {
                out.push_str(before);
                out.push_str(&name.to_uppercase());
                rest = after.trim_start_matches(|c| plain.contains(c));
            }
            out.push_str(rest);
            text = out;
        }
        text
    };
    let mut shown = 0;
    for block in page.split("```console\n").skip(1).filter_map(|rest| rest.split("```").next()) {
        for example in block.split("$ curl 'http://127.0.0.1:7878").skip(1) {
            let (target, answer) = example.split_once("'\n").expect("an answer");
            assert_eq!(timeless(&serving.get(target).text()), timeless(answer), "{target}");
            shown += 1;
        }
    }
    assert!(shown >= 4);
    for (what, much) in pamphlet_server::LIMITS {
        let row = format!("| {what} | {much} |");
        assert!(page.contains(&row), "{row}");
    }
    for (route, rows) in pamphlet_server::parameter_tables() {
        assert!(page.contains(&format!("`{route}`")), "{route}");
        for [name, holds, default, about] in rows {
            let default = if default.is_empty() { default } else { format!("`{default}`") };
            let row = format!("| {name} | {holds} | {default} | {about} |");
            assert!(page.contains(&row), "{route}: {row}");
        }
    }
}
