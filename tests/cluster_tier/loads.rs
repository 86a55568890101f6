//! Loads: again, together, broken off, anew, refused.

use super::{address, ask, check_refused, in_folder, nodes, pamphlet};
use ::pamphlet::{Index, Update};
use std::fmt::Write as _;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

/// Writes so many files of so many records each.
pub fn write_files(folder: &Path, files: usize, records: usize) {
    std::fs::create_dir_all(folder).unwrap();
    for file in 0..files {
        let mut text = String::new();
        for record in 0..records {
            let mut said = String::new();
            for sentence in 0..12 {
                let (a, b, c) = (file * 7 + sentence, record * 13 + sentence, (file + record) % 97);
                let _ =
                    write!(said, "The delegates of branch {a} moved motion {b} on the tariff of line {c}. ");
            }
            let _ = writeln!(text, "{{\"id\": \"{file}-{record}\", \"text\": \"{said}\"}}");
        }
        std::fs::write(folder.join(format!("minutes-{file:03}.jsonl")), text).unwrap();
    }
}

#[track_caller]
fn check_same(address: &str, folder: &Index) {
    let cluster = Index::open(address).expect("it is there");
    assert_eq!(cluster.documents().unwrap(), folder.documents().unwrap());
    assert_eq!(cluster.fingerprint().unwrap(), folder.fingerprint().unwrap());
}

#[test]
#[ignore = "needs a cluster"]
fn a_load_takes_what_changed_and_drops_what_is_gone() {
    let Some(nodes) = nodes() else { return };
    let dir = tempfile::tempdir().unwrap();
    let (files, other) = (dir.path().join("files"), dir.path().join("other"));
    write_files(&files, 6, 5);
    write_files(&other, 1, 2);
    let address = address(&nodes, "again");
    let load = |roots: &[&Path]| Update::new().run(&address, roots.iter().copied()).expect("it is loaded");
    let all = load(&[&files, &other]);
    assert_eq!((all.added, all.updated, all.unchanged, all.removed), (32, 0, 0, 0));
    let again = load(&[&files, &other]);
    assert_eq!((again.added, again.updated, again.unchanged, again.removed, again.bytes), (0, 0, 32, 0, 0));
    // one file has another content, one is gone, one is new; what stands below another root stays
    std::fs::write(files.join("minutes-000.jsonl"), "{\"id\": \"0-0\", \"text\": \"Adjourned.\"}\n").unwrap();
    std::fs::remove_file(files.join("minutes-001.jsonl")).unwrap();
    std::fs::write(files.join("new.txt"), "The branch meets again.").unwrap();
    let changed = load(&[&files]);
    assert_eq!((changed.added, changed.updated, changed.unchanged, changed.removed), (1, 1, 20, 9));
    check_same(&address, &in_folder(&dir.path().join("index"), &[files, other.clone()]));
    let missing =
        pamphlet(&["index", "--index", &address, dir.path().join("nowhere").to_str().unwrap()], &[]);
    assert!(missing.0 == 2 && missing.2.contains("does not exist"), "{missing:?}");
}

#[test]
#[ignore = "needs a cluster"]
fn several_processes_load_each_document_once() {
    let Some(nodes) = nodes() else { return };
    let dir = tempfile::tempdir().unwrap();
    let files = dir.path().join("files");
    write_files(&files, 24, 20);
    let folder = in_folder(&dir.path().join("index"), std::slice::from_ref(&files));
    for (name, shares) in [("shared", ["1/3", "2/3", "3/3"]), ("twice", ["1/1", "1/1", "1/1"])] {
        let address = address(&nodes, name);
        let done: Vec<_> = std::thread::scope(|scope| {
            let start = |share: &'static str| {
                let (address, files) = (&address, files.to_str().unwrap());
                scope.spawn(move || pamphlet(&["index", "--index", address, "--share", share, files], &[]))
            };
            let running: Vec<_> = shares.into_iter().map(start).collect();
            running.into_iter().map(|one| one.join().unwrap()).collect()
        });
        for (code, out, err) in done {
            assert_eq!(code, 0, "{out}{err}");
        }
        check_same(&address, &folder);
    }
}

#[test]
#[ignore = "needs a cluster"]
fn a_load_that_was_broken_off_goes_on() {
    let Some(nodes) = nodes() else { return };
    let dir = tempfile::tempdir().unwrap();
    let files = dir.path().join("files");
    write_files(&files, 200, 40);
    let address = address(&nodes, "broken");
    let stop = AtomicBool::new(false);
    let mut progress = |progress: &::pamphlet::Progress| {
        if progress.done > 20 {
            stop.store(true, Ordering::Relaxed);
        }
    };
    let stopped = Update::new().progress(&mut progress).interrupt(&stop).run(&address, [&files]);
    assert!(stopped.is_err(), "it was done before it could be stopped");
    // the settings are as they were
    let settings = ask(&nodes, "GET", &format!("/{}/_settings", address.rsplit('/').next().unwrap()), "");
    assert!(!settings.contains("refresh_interval"), "{settings}");
    let on = Update::new().run(&address, [&files]).expect("it goes on");
    assert!(on.unchanged > 0 && on.added + on.unchanged == 8_000, "{on:?}");
    check_same(&address, &in_folder(&dir.path().join("index"), &[files]));
}

#[test]
#[ignore = "needs a cluster"]
fn a_load_that_was_killed_is_told_until_the_next_one() {
    let Some(nodes) = nodes() else { return };
    let dir = tempfile::tempdir().unwrap();
    let files = dir.path().join("files");
    write_files(&files, 10, 5);
    let address = address(&nodes, "killed");
    Update::new().run(&address, [&files]).expect("it is loaded");
    write_files(&files, 300, 40);
    let name = address.rsplit('/').next().unwrap();
    let mut loading = std::process::Command::new(env!("CARGO_BIN_EXE_pamphlet"))
        .args(["index", "--index", &address, files.to_str().unwrap()])
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .expect("it runs");
    let is_off =
        || ask(&nodes, "GET", &format!("/{name}/_settings"), "").contains("\"refresh_interval\":\"-1\"");
    while !is_off() {
        assert!(loading.try_wait().unwrap().is_none(), "it was done before it could be killed");
    }
    loading.kill().unwrap();
    loading.wait().unwrap();
    let says = "a load is going on or was broken off";
    for arguments in [&["search", "tariff", "--index", &address][..], &["info", "--index", &address]] {
        let (code, out, err) = pamphlet(arguments, &[]);
        assert!(code == 0 && !out.is_empty() && err.contains(says), "{arguments:?}: {code} {err}");
    }
    Update::new().run(&address, [&files]).expect("it goes on");
    for arguments in [&["search", "tariff", "--index", &address][..], &["info", "--index", &address]] {
        let (code, _, err) = pamphlet(arguments, &[]);
        assert!(code == 0 && !err.contains(says), "{arguments:?}: {code} {err}");
    }
    check_same(&address, &in_folder(&dir.path().join("index"), &[files]));
}

#[test]
#[ignore = "needs a cluster"]
fn a_rebuild_stands_beside_the_old_index_until_it_is_whole() {
    let Some(nodes) = nodes() else { return };
    let dir = tempfile::tempdir().unwrap();
    let files = dir.path().join("files");
    write_files(&files, 60, 20);
    let address = address(&nodes, "anew");
    Update::new().run(&address, [&files]).expect("it is loaded");
    let index = Index::open(&address).expect("it is there");
    let mut seen = Vec::new();
    let mut progress = |_: &::pamphlet::Progress| seen.push(index.documents().expect("it answers"));
    Update::new().rebuild().progress(&mut progress).run(&address, [&files]).expect("it is made anew");
    assert!(!seen.is_empty() && seen.iter().all(|&documents| documents == 1_200), "{seen:?}");
    check_same(&address, &in_folder(&dir.path().join("index"), &[files]));
    let name = address.rsplit('/').next().unwrap();
    let left = ask(&nodes, "GET", &format!("/_cat/indices/{name}-*?h=index"), "");
    assert!(left.contains(&format!("{name}-2")) && !left.contains(&format!("{name}-1")), "{left}");
}

#[test]
#[ignore = "needs a cluster"]
fn what_is_not_ours_is_left_alone() {
    let Some(nodes) = nodes() else { return };
    let corpus = crate::workspace().join("corpus");
    let corpus = corpus.to_str().unwrap();
    let address = address(&nodes, "foreign");
    let name = address.rsplit('/').next().unwrap();
    check_refused(&["search", "--index", &address, "x"], &[], "no index");
    ask(&nodes, "PUT", &format!("/{name}"), r#"{"mappings": {"properties": {"a": {"type": "keyword"}}}}"#);
    let before = ask(&nodes, "GET", &format!("/{name}/_mapping"), "");
    check_refused(&["index", "--index", &address, corpus], &[], "is not an index of pamphlet");
    check_refused(&["index", "--index", &address, "--rebuild", corpus], &[], "is not an index of pamphlet");
    check_refused(&["search", "--index", &address, "x"], &[], "is not an index of pamphlet");
    assert_eq!(ask(&nodes, "GET", &format!("/{name}/_mapping"), ""), before);

    // an index of another version is not written to
    let address = super::address(&nodes, "older");
    let name = address.rsplit('/').next().unwrap();
    Update::new().run(&address, [Path::new(corpus)]).expect("it is loaded");
    let meta = r#"{"_meta": {"pamphlet": {"format": 0, "analyzer": 1, "stemmer": "none"}}}"#;
    ask(&nodes, "PUT", &format!("/{name}/_mapping"), meta);
    check_refused(&["index", "--index", &address, corpus], &[], "format 0, analyzer 1");
    check_refused(&["search", "--index", &address, "x"], &[], "format 0, analyzer 1");
    let (code, _, err) = pamphlet(&["index", "--index", &address, "--rebuild", corpus], &[]);
    assert!(code == 0 || code == 3, "{err}");
    assert!(Index::open(&address).is_ok());
}

#[test]
#[ignore = "needs a cluster"]
fn a_cluster_that_is_full_says_so_in_one_line() {
    let Some(nodes) = nodes() else { return };
    let dir = tempfile::tempdir().unwrap();
    let files = dir.path().join("files");
    write_files(&files, 3, 5);
    let address = address(&nodes, "full");
    Update::new().run(&address, [&files]).expect("it is loaded");
    let name = address.rsplit('/').next().unwrap();
    // what a node does by itself when its disk is full
    let block = |on: &str| {
        let body = format!("{{\"index.blocks.read_only_allow_delete\": {on}}}");
        ask(&nodes, "PUT", &format!("/{name}/_settings"), &body);
    };
    block("true");
    write_files(&files, 4, 5);
    check_refused(&["index", "--index", &address, files.to_str().unwrap()], &[], "takes no more documents");
    let (code, ..) = pamphlet(&["search", "--index", &address, "tariff"], &[]);
    assert_eq!(code, 0, "it can still be searched");
    block("null");
    let on = Update::new().run(&address, [&files]).expect("it goes on");
    assert_eq!(on.added, 5, "{on:?}");
}
