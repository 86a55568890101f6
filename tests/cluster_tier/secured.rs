//! A node that is asked over TLS, with a CA of its own, users and rights: OpenSearch with its security plugin.

use super::{check_refused, pamphlet};

/// The host of the node that `tests/cluster/secured-node.sh` started, and the file of its CA.
fn node() -> Option<(String, String)> {
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let node = set("PAMPHLET_TEST_SECURED").zip(set("PAMPHLET_TEST_SECURED_CA"));
    if node.is_none() {
        eprintln!("SKIPPED: no secured node; 'tests/cluster/run' starts one");
    }
    node
}

#[test]
#[ignore = "needs a secured node"]
fn a_secured_cluster_lets_in_whom_it_knows_for_what_they_may() {
    let Some((host, ca)) = node() else { return };
    let address = format!("opensearch+https://{host}/test-secured-{}", std::process::id());
    let corpus = crate::workspace().join("corpus");
    let corpus_name = corpus.to_str().unwrap();
    let league = corpus.join("chartist-league.txt");
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("index");
    let folder = folder.to_str().unwrap();
    let made = pamphlet(&["index", "--index", folder, corpus_name], &[]);
    assert!(made.0 == 0 || made.0 == 3, "{made:?}");
    let as_user = |user: &'static str| {
        [
            ("PAMPHLET_CLUSTER_USER", user),
            ("PAMPHLET_CLUSTER_PASSWORD", "correct horse"),
            ("PAMPHLET_CLUSTER_CA", ca.as_str()),
        ]
    };
    let load = ["index", "--index", &address, corpus_name];
    let search = ["search", "workers' power", "--format", "json", "--index", &address];

    let (code, _, err) = pamphlet(&load, &as_user("loader"));
    assert!(code == 0 || code == 3, "{err}");
    let expected = pamphlet(&["search", "workers' power", "--format", "json", "--index", folder], &[]);
    assert!(expected.0 == 0 && !expected.1.is_empty(), "{expected:?}");
    assert_eq!(pamphlet(&search, &as_user("loader")), expected);
    // who may only read finds the same, quotations and words too
    assert_eq!(pamphlet(&search, &as_user("reader")), expected);
    for arguments in [
        &["quote", "a parliament sits five years and answers once", "--format", "json", "--index"][..],
        &["similar", league.to_str().unwrap(), "--format", "json", "--index"],
        &["kwic", "power", "--format", "json", "--index"],
        &["trend", "power", "--format", "json", "--index"],
        &["info", "--index"],
    ] {
        let asked = |index: &str| pamphlet(&[arguments, &[index]].concat(), &as_user("reader"));
        let (there, here) = (asked(&address), asked(folder));
        assert_eq!((there.0, &*there.2), (0, ""), "{arguments:?}");
        // the sizes of an index differ
        assert!(arguments[0] == "info" || there.1 == here.1, "{arguments:?}: {there:?} {here:?}");
    }
    check_refused(&load, &as_user("reader"), "HTTP 403");
    check_refused(&[&load[..], &["--rebuild"]].concat(), &as_user("reader"), "HTTP 403");
    check_refused(&search, &as_user("nobody"), "HTTP 403");
    assert_eq!(pamphlet(&search, &as_user("loader")), expected, "nothing was touched");

    let mut wrong = as_user("loader");
    wrong[1].1 = "incorrect horse";
    check_refused(&search, &wrong, "HTTP 401");
    check_refused(&load, &wrong, "HTTP 401");
    check_refused(&search, &as_user("loader")[2..], "HTTP 401");
    // this server has no keys
    let key = [("PAMPHLET_CLUSTER_API_KEY", "c2VjcmV0"), ("PAMPHLET_CLUSTER_CA", &*ca)];
    check_refused(&search, &key, "HTTP 401");
    check_refused(&search, &as_user("loader")[..2], "cannot be trusted");
    let open = address.replace("opensearch+https", "opensearch");
    check_refused(
        &["search", "power", "--index", &open],
        &as_user("loader"),
        "no node of the cluster answers",
    );
}
