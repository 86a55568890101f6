//! Nodes that end at once while something is going on.

use super::loads::write_files;
use super::{address, ask, in_folder, nodes, nodes_do, pamphlet};
use ::pamphlet::{Index, Request, Shape, Update};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// The number of the node that manages the cluster.
fn manager(nodes: &str) -> String {
    let name = ask(nodes, "GET", "/_cat/cluster_manager?h=node", "");
    name.trim().trim_start_matches("node-").to_owned()
}

/// Waits until every copy of every part is on a node.
fn wait_until_green(nodes: &str) {
    let until = Instant::now() + Duration::from_secs(120);
    while Instant::now() < until {
        let health = ask(nodes, "GET", "/_cluster/health?wait_for_status=green&timeout=30s", "");
        if health.contains("\"status\":\"green\"") {
            return;
        }
    }
    panic!("the cluster does not get green");
}

#[test]
#[ignore = "needs a cluster"]
fn a_load_ends_whole_though_the_manager_is_killed() {
    let Some(nodes) = nodes() else { return };
    let dir = tempfile::tempdir().unwrap();
    let files = dir.path().join("files");
    write_files(&files, 300, 40);
    let address = address(&nodes, "manager");
    let killed = AtomicBool::new(false);
    let victim = manager(&nodes);
    let mut progress = |progress: &::pamphlet::Progress| {
        if progress.done * 4 > progress.files && !killed.swap(true, Ordering::Relaxed) {
            nodes_do(&["kill-node", &victim]);
        }
    };
    let loaded = Update::new().progress(&mut progress).run(&address, [&files]);
    assert!(killed.load(Ordering::Relaxed), "the load was done before the node was killed");
    let found = Index::open(&address).and_then(|index| index.fingerprint());
    nodes_do(&["start-node", &victim]);
    wait_until_green(&nodes);
    let loaded = loaded.expect("the load ends");
    assert!(loaded.failed.is_empty() && loaded.added + loaded.unchanged == 12_000, "{loaded:?}");
    let folder = in_folder(&dir.path().join("index"), &[files]).fingerprint().unwrap();
    assert_eq!(found.expect("it answers"), folder, "something that was acknowledged is not there");
    assert_eq!(Index::open(&address).unwrap().fingerprint().unwrap(), folder);
}

#[test]
#[ignore = "needs a cluster"]
fn searches_go_on_though_a_node_is_killed() {
    let Some(nodes) = nodes() else { return };
    let address = address(&nodes, "searches");
    let corpus = crate::workspace().join("corpus");
    Update::new().run(&address, [&corpus]).expect("it is loaded");
    wait_until_green(&nodes);
    let index = Index::open(&address).expect("it is there");
    let expected = index.find(&Request::new("workers' power")).unwrap();
    assert!(!expected.hits.is_empty());
    let manager = manager(&nodes);
    let first = if manager == "1" { "2" } else { "1" };
    let (stop, asked) = (AtomicBool::new(false), AtomicUsize::new(0));
    std::thread::scope(|scope| {
        let searching = scope.spawn(|| {
            while !stop.load(Ordering::Relaxed) {
                let found = index.find(&Request::new("workers' power")).expect("it is answered");
                assert_eq!(found.hits, expected.hits);
                asked.fetch_add(1, Ordering::Relaxed);
            }
        });
        let until = |more: usize| {
            let from = asked.load(Ordering::Relaxed);
            while asked.load(Ordering::Relaxed) < from + more && !searching.is_finished() {
                std::thread::sleep(Duration::from_millis(20));
            }
        };
        until(3);
        nodes_do(&["kill-node", first]);
        until(10);
        stop.store(true, Ordering::Relaxed);
        searching.join().expect("no search failed");
    });
    // a new process asks the node that is gone first, and says which other one it asked
    let own = address.replace(&nodes, &reordered(&nodes, first));
    let (code, out, err) = pamphlet(&["search", "--index", &own, "workers' power"], &[]);
    nodes_do(&["start-node", first]);
    wait_until_green(&nodes);
    assert!(code == 0 && !out.is_empty(), "{err}");
    assert!(err.contains("does not answer") && err.contains("was asked instead"), "{err}");
}

/// A node that is neither the manager nor the first one, which this test asks itself.
fn pausable(nodes: &str) -> &'static str {
    if manager(nodes) == "2" { "3" } else { "2" }
}

#[test]
#[ignore = "needs a cluster"]
fn searches_go_on_though_a_node_is_paused() {
    let Some(nodes) = nodes() else { return };
    let address = address(&nodes, "paused");
    let corpus = crate::workspace().join("corpus");
    Update::new().run(&address, [&corpus]).expect("it is loaded");
    wait_until_green(&nodes);
    let arguments =
        |index: &str| pamphlet(&["search", "--index", index, "workers' power", "--format", "json"], &[]);
    let before = arguments(&address);
    let victim = pausable(&nodes);
    let own = address.replace(&nodes, &reordered(&nodes, victim));
    let alone = address.replace(&nodes, reordered(&nodes, victim).split(',').next().unwrap());
    nodes_do(&["pause-node", victim]);
    // the first node that is asked is the one that is silent, and copies of parts lie on it until the cluster lets it go
    let during = arguments(&own);
    let only = arguments(&alone);
    nodes_do(&["resume-node", victim]);
    wait_until_green(&nodes);
    assert!(before.0 == 0 && during.0 == 0, "{before:?} {during:?}");
    assert_eq!(during.1, before.1, "the same hits");
    assert!(during.2.contains("does not answer (no answer in time)"), "{during:?}");
    assert!(during.2.contains("was asked instead"), "{during:?}");
    assert!(only.0 == 2 && only.1.is_empty() && only.2.lines().count() == 2, "{only:?}");
    assert!(
        only.2.contains("no node of the cluster answers") && only.2.contains("no answer in time"),
        "{only:?}"
    );
}

#[test]
#[ignore = "needs a cluster"]
fn a_load_ends_whole_though_a_node_is_paused() {
    let Some(nodes) = nodes() else { return };
    let dir = tempfile::tempdir().unwrap();
    let files = dir.path().join("files");
    write_files(&files, 200, 20);
    let address = address(&nodes, "slow");
    let paused = AtomicBool::new(false);
    let victim = pausable(&nodes);
    let own = address.replace(&nodes, &reordered(&nodes, victim));
    let mut progress = |progress: &::pamphlet::Progress| {
        if progress.done * 4 > progress.files && !paused.swap(true, Ordering::Relaxed) {
            nodes_do(&["pause-node", victim]);
        }
    };
    let loaded = Update::new().progress(&mut progress).run(&own, [&files]);
    let found = Index::open(&address).and_then(|index| index.fingerprint());
    nodes_do(&["resume-node", victim]);
    wait_until_green(&nodes);
    assert!(paused.load(Ordering::Relaxed), "the load was done before the node was paused");
    let loaded = loaded.expect("the load ends");
    assert!(loaded.failed.is_empty() && loaded.added + loaded.unchanged == 4_000, "{loaded:?}");
    let folder = in_folder(&dir.path().join("index"), &[files]).fingerprint().unwrap();
    assert_eq!(found.expect("it answers"), folder, "something that was acknowledged is not there");
}

#[test]
#[ignore = "needs a cluster"]
fn an_index_of_which_a_part_is_missing_is_red() {
    let Some(nodes) = nodes() else { return };
    let address = address(&nodes, "red");
    let corpus = crate::workspace().join("corpus");
    let shape = Shape { shards: Some(6), replicas: Some(0) };
    Update { shape, ..Update::default() }.run(&address, [&corpus]).expect("it is loaded");
    let victim = if manager(&nodes) == "3" { "2" } else { "3" };
    nodes_do(&["kill-node", victim]);
    let searched = pamphlet(&["search", "--index", &address, "power"], &[]);
    let loaded = pamphlet(&["index", "--index", &address, corpus.to_str().unwrap()], &[]);
    nodes_do(&["start-node", victim]);
    wait_until_green(&nodes);
    for (code, out, err) in [searched, loaded] {
        assert!(
            code == 2 && out.is_empty() && err.contains("is red") && err.lines().count() == 2,
            "{code} {out}{err}"
        );
    }
    let (code, ..) = pamphlet(&["search", "--index", &address, "power"], &[]);
    assert_eq!(code, 0, "it is whole again");
}

/// The nodes with this one first.
fn reordered(nodes: &str, first: &str) -> String {
    let mut list: Vec<&str> = nodes.split(',').collect();
    let at: usize = first.parse::<usize>().unwrap() - 1;
    let one = list.remove(at);
    list.insert(0, one);
    list.join(",")
}
