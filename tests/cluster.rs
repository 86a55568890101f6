//! An index on a real cluster against one in a folder: the same documents, queries, hits, order, snippets and counts;
//! several loads at once; nodes that are killed. `tests/cluster/run` starts the cluster. What needs none runs always.

#[path = "cluster_tier/faults.rs"]
mod faults;
#[path = "cluster_tier/loads.rs"]
mod loads;
#[path = "cluster_tier/parity.rs"]
mod parity;
#[path = "cluster_tier/queries.rs"]
mod queries;
#[path = "cluster_tier/reuse.rs"]
mod reuse;
#[path = "cluster_tier/secured.rs"]
mod secured;

use pamphlet::{Index, Update};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The nodes of the cluster that the tier started; the caller says that it skips.
fn nodes() -> Option<String> {
    let nodes = std::env::var("PAMPHLET_TEST_CLUSTER").ok().filter(|nodes| !nodes.is_empty());
    if nodes.is_none() {
        eprintln!("SKIPPED: no cluster; 'tests/cluster/run' starts one");
    }
    nodes
}

/// The address of an index that only this test uses.
fn address(nodes: &str, name: &str) -> String {
    format!("opensearch://{nodes}/test-{name}-{}", std::process::id())
}

/// Starts, kills or counts nodes.
fn nodes_do(arguments: &[&str]) -> String {
    let script = crate::workspace().join("tests/cluster/opensearch-cluster.sh");
    let done = Command::new(script).args(arguments).output().expect("the script runs");
    assert!(done.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

/// Asks the first node that answers, for what the program itself never asks.
fn ask(nodes: &str, method: &str, path: &str, body: &str) -> String {
    for node in nodes.split(',') {
        let Ok(mut stream) = TcpStream::connect(node) else { continue };
        let head = format!(
            "{method} {path} HTTP/1.0\r\nhost: {node}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        let mut answer = String::new();
        if stream.write_all((head + body).as_bytes()).is_ok() && stream.read_to_string(&mut answer).is_ok() {
            return answer.split_once("\r\n\r\n").map(|(_, body)| body.to_owned()).unwrap_or_default();
        }
    }
    panic!("no node answers");
}

/// Documents that are always there: the samples and the project's own pages.
fn documents() -> Vec<PathBuf> {
    let root = crate::workspace();
    vec![root.join("corpus"), root.join("docs")]
}

/// The index of some files in a folder.
fn in_folder(folder: &Path, roots: &[PathBuf]) -> Index {
    Update::new().run(folder, roots.iter().cloned()).expect("it is indexed");
    Index::open(folder).expect("it is there")
}

fn pamphlet(arguments: &[&str], variables: &[(&str, &str)]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_pamphlet"));
    for name in ["USER", "PASSWORD", "API_KEY", "CA"] {
        command.env_remove(format!("PAMPHLET_CLUSTER_{name}"));
    }
    let done = command.args(arguments).envs(variables.iter().copied()).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (done.status.code().unwrap_or(-1), text(&done.stdout), text(&done.stderr))
}

/// Exit code 2, nothing printed, one line that says what and one that says what to do.
#[track_caller]
fn check_refused(arguments: &[&str], variables: &[(&str, &str)], says: &str) {
    let (code, out, err) = pamphlet(arguments, variables);
    assert_eq!((code, out.as_str()), (2, ""), "{arguments:?}: {err}");
    assert!(err.contains(says), "{arguments:?}: {err}");
    let lines = err.lines().count();
    assert!(lines == 1 || lines == 2 && err.contains("hint:"), "{arguments:?}: {err}");
}

/// A server that gives every question the same answer.
fn answering(status: &'static str, body: &'static str) -> u16 {
    answering_to("", status, body)
}

/// The same to who says this in a header; others are not let in.
fn answering_to(header: &'static str, status: &'static str, body: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a port");
    let port = listener.local_addr().expect("it has one").port();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            let mut asked = [0; 4096];
            let asked_bytes = stream.read(&mut asked).unwrap_or(0);
            let knows = String::from_utf8_lossy(&asked[..asked_bytes]).contains(header);
            let (status, body) = if knows { (status, body) } else { ("403 Forbidden", "") };
            let length = body.len();
            let answer =
                format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}");
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    port
}

#[test]
fn an_address_that_is_none_is_refused() {
    let check = |address: &str, says: &str| check_refused(&["search", "--index", address, "x"], &[], says);
    check("opensearch://127.0.0.1:9200", "the name of the index is missing");
    check("opensearch://127.0.0.1:9200/Speeches", "lower-case");
    check("opensearch://me:secret@127.0.0.1:9200/x", "come from the environment");
}

#[test]
fn a_host_that_does_not_answer_is_told() {
    // a port that was free a moment ago
    let port =
        TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("there is a port").port();
    let address = format!("opensearch://127.0.0.1:{port}/x");
    let corpus = crate::workspace().join("corpus");
    check_refused(&["search", "--index", &address, "x"], &[], "connection refused: nothing listens there");
    check_refused(
        &["index", "--index", &address, corpus.to_str().unwrap()],
        &[],
        "no node of the cluster answers",
    );
}

#[test]
fn who_is_not_let_in_is_told() {
    let port = answering("401 Unauthorized", "Unauthorized");
    let address = format!("opensearch://127.0.0.1:{port}/x");
    let who = [("PAMPHLET_CLUSTER_USER", "me"), ("PAMPHLET_CLUSTER_PASSWORD", "wrong")];
    let corpus = crate::workspace().join("corpus");
    check_refused(&["search", "--index", &address, "x"], &who, "does not let this user");
    check_refused(&["index", "--index", &address, corpus.to_str().unwrap()], &who, "does not let this user");
    check_refused(&["search", "--index", &address, "x"], &who[..1], "PAMPHLET_CLUSTER_PASSWORD");
}

#[test]
fn a_key_is_sent_as_it_is() {
    let port = answering_to("authorization: ApiKey c2VjcmV0\r\n", "200 OK", r#"{"tagline": "hello"}"#);
    let address = format!("opensearch://127.0.0.1:{port}/x");
    let with = |key: &'static str| [("PAMPHLET_CLUSTER_API_KEY", key)];
    check_refused(&["search", "--index", &address, "x"], &with("c2VjcmV0"), "no search server");
    check_refused(&["search", "--index", &address, "x"], &with("b3RoZXI="), "HTTP 403");
}

#[test]
fn a_password_is_not_sent_in_the_open() {
    let who = [("PAMPHLET_CLUSTER_API_KEY", "secret")];
    check_refused(&["search", "--index", "opensearch://search.example:9200/x", "y"], &who, "over TLS only");
}

#[test]
fn a_server_of_another_kind_is_refused() {
    let old = answering("200 OK", r#"{"version": {"number": "7.10.2"}}"#);
    check_refused(
        &["search", "--index", &format!("opensearch://127.0.0.1:{old}/x"), "y"],
        &[],
        "Elasticsearch 7.10.2",
    );
    let page = answering("200 OK", "<html>hello</html>");
    check_refused(
        &["search", "--index", &format!("opensearch://127.0.0.1:{page}/x"), "y"],
        &[],
        "no search server",
    );
}

#[test]
fn a_certificate_that_nobody_trusts_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let made = Command::new("openssl")
        .args(["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"])
        .args(["-addext", "subjectAltName=DNS:localhost", "-addext", "basicConstraints=critical,CA:FALSE"])
        .args(["-keyout", "key.pem", "-out", "own.pem"])
        .current_dir(dir.path())
        .output();
    if !made.is_ok_and(|made| made.status.success()) {
        eprintln!("SKIPPED: no openssl");
        return;
    }
    let port =
        TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("there is a port").port();
    let mut server = Command::new("openssl")
        .args([
            "s_server",
            "-quiet",
            "-www",
            "-cert",
            "own.pem",
            "-key",
            "key.pem",
            "-accept",
            &port.to_string(),
        ])
        .current_dir(dir.path())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("it runs");
    for _ in 0..200 {
        if TcpStream::connect(("127.0.0.1", port)).is_ok() {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    let address = format!("opensearch+https://localhost:{port}/x");
    let arguments = ["search", "--index", &*address, "y"];
    let ca = dir.path().join("own.pem");
    let ca = [("PAMPHLET_CLUSTER_CA", ca.to_str().unwrap())];
    // the page that openssl answers with is no search server: that far it comes with the right CA alone
    let trusted = pamphlet(&arguments, &ca);
    let doubted = pamphlet(&arguments, &[]);
    let _ = server.kill();
    let _ = server.wait();
    assert!(trusted.0 == 2 && trusted.2.contains("no search server"), "{trusted:?}");
    assert!(doubted.0 == 2 && doubted.2.contains("cannot be trusted"), "{doubted:?}");
    check_refused(&arguments, &[("PAMPHLET_CLUSTER_CA", "/nowhere.pem")], "PAMPHLET_CLUSTER_CA");
}

#[test]
fn what_works_on_a_folder_only_is_refused() {
    check_refused(&["verify", "--index", "opensearch://127.0.0.1:1/x"], &[], "on an index in a folder");
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("index");
    let corpus = crate::workspace().join("corpus");
    let arguments = ["index", "--index", folder.to_str().unwrap(), "--shards", "3", corpus.to_str().unwrap()];
    check_refused(&arguments, &[], "on a cluster");
    assert!(!folder.exists());
}
