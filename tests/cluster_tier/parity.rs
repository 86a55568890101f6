//! The same answers as a folder's.

use super::reuse::{check_some_quotes, check_some_similars};
use super::{address, documents, in_folder, nodes, pamphlet, queries};
use ::pamphlet::{Hit, Index, LineGroup, LineSort, Request, Shape, TrendBy, Update};
use std::path::PathBuf;

/// Hits that differ, by place; scores are the same to five digits.
fn differences(folder: &[Hit], cluster: &[Hit]) -> Vec<String> {
    let mut found = Vec::new();
    for at in 0..folder.len().max(cluster.len()) {
        match (folder.get(at), cluster.get(at)) {
            (Some(a), Some(b)) if a == b => {}
            (Some(a), Some(b)) if a.doc == b.doc => found.push(format!(
                "{}: {} {:?} {:?}, on the cluster {} {:?} {:?}",
                at + 1,
                a.score,
                a.snippet,
                a.also,
                b.score,
                b.snippet,
                b.also
            )),
            (a, b) => {
                let shown = |hit: Option<&Hit>| hit.map(|hit| format!("{} {}", hit.path, hit.score));
                found.push(format!("{}: {:?}, on the cluster {:?}", at + 1, shown(a), shown(b)));
            }
        }
    }
    found
}

#[track_caller]
fn check(name: &str, roots: &[PathBuf], shards: u32, every: usize) {
    let Some(nodes) = nodes() else { return };
    let dir = tempfile::tempdir().unwrap();
    let folder = in_folder(&dir.path().join("index"), roots);
    let address = address(&nodes, &format!("{name}{shards}"));
    let update = Update { shape: Shape { shards: Some(shards), replicas: None }, ..Update::default() };
    update.run(&address, roots.iter().cloned()).expect("it is loaded");
    let cluster = Index::open(&address).expect("it is there");
    assert_eq!(
        cluster.fingerprint().unwrap(),
        folder.fingerprint().unwrap(),
        "the documents are not the same"
    );
    assert_eq!(cluster.info().unwrap().fields, folder.info().unwrap().fields);

    let (mut totals, mut same) = (0, 0);
    let requests: Vec<Request> = queries::requests(&folder).into_iter().step_by(every).collect();
    for request in &requests {
        let (here, there) = (folder.find(request).unwrap(), cluster.find(request).unwrap());
        let shown = format!(
            "{} (any {}, sort {:?}, expand {})",
            request.text, request.any, request.sort, request.expand
        );
        totals += usize::from(here.total == there.total);
        if here.total != there.total {
            println!("{shown}: {} documents, on the cluster {}", here.total, there.total);
        }
        let different = differences(&here.hits, &there.hits);
        same += usize::from(different.is_empty());
        for difference in different {
            println!("{shown}: {difference}");
        }
        assert_eq!(here.facets, there.facets, "{shown}");
        assert_eq!(here.query.read_as, there.query.read_as, "{shown}");
        assert_eq!(here.query.notes, there.query.notes, "{shown}");
        assert_eq!(here.suggestions, there.suggestions, "{shown}");
    }
    println!(
        "{name}, {shards} shards, {} documents: totals {totals} of {}, the same hits {same}",
        folder.documents().unwrap(),
        requests.len()
    );
    assert_eq!(totals, requests.len());
    assert!(same + 3 >= requests.len(), "{same} of {}", requests.len());

    if every > 1 {
        // the samples have tests of their own for these
        check_some_quotes(&folder, &cluster, 7);
        check_some_similars(&folder, &cluster, 40);
    }
    // over long documents one is enough: each of these reads every document that matches
    let texts = ["power", "\"of the\"", "workers* -union", "the NEAR/3 of", "sent(we will)"];
    for text in texts.into_iter().take(if every == 1 { texts.len() } else { 1 }) {
        let request = Request::new(text);
        assert_eq!(cluster.count(&request).unwrap(), folder.count(&request).unwrap(), "{text}");
        for sort in [LineSort::Document, LineSort::Before, LineSort::Keyword, LineSort::Date] {
            let request = Request { offset: 3, limit: Some(25), ..request.clone() };
            let (here, there) =
                (folder.concordance(&request, sort).unwrap(), cluster.concordance(&request, sort).unwrap());
            assert_eq!(there, here, "{text} {sort:?}");
        }
        for by in [
            TrendBy::Year,
            TrendBy::Decade,
            TrendBy::Month,
            TrendBy::Field("lang".into()),
            TrendBy::Field("speaker".into()),
        ] {
            assert_eq!(
                cluster.trend(&request, &by).unwrap(),
                folder.trend(&request, &by).unwrap(),
                "{text} {by:?}"
            );
            let some = Request {
                filters: vec![("lang".into(), "en".into())],
                from: "1900".parse().ok(),
                ..request.clone()
            };
            assert_eq!(
                cluster.trend(&some, &by).unwrap(),
                folder.trend(&some, &by).unwrap(),
                "{text} {by:?}, filtered"
            );
        }
        for by in [LineGroup::Keyword, LineGroup::After, LineGroup::Year] {
            assert_eq!(
                cluster.groups(&request, by).unwrap(),
                folder.groups(&request, by).unwrap(),
                "{text} {by:?}"
            );
        }
        let hit = folder.search(text).unwrap().next().expect("a hit");
        assert_eq!(
            cluster.highlights(&request, &hit.doc).unwrap(),
            folder.highlights(&request, &hit.doc).unwrap()
        );
        let (here, there) =
            (folder.document_named(&hit.path).unwrap(), cluster.document_named(&hit.doc[..12]).unwrap());
        assert_eq!(here.document().unwrap(), there.document().unwrap());
    }
}

#[test]
#[ignore = "needs a cluster"]
fn a_cluster_answers_as_a_folder_does_on_one_shard() {
    check("samples", &documents(), 1, 1);
}

#[test]
#[ignore = "needs a cluster"]
fn a_cluster_answers_as_a_folder_does_on_three_shards() {
    check("samples", &documents(), 3, 1);
}

#[test]
#[ignore = "needs a cluster and the test data beside the checkout"]
fn a_cluster_answers_as_a_folder_does_over_real_speeches() {
    let Some(archive) = crate::shared("corpora/ungdc_txt.tar.xz") else { return };
    let dir = tempfile::tempdir().unwrap();
    let unpacked =
        std::process::Command::new("tar").arg("-xJf").arg(&archive).arg("-C").arg(dir.path()).status();
    assert!(unpacked.is_ok_and(|status| status.success()));
    // all 300 take minutes: documents of 30 kB are fetched by the hundred
    check("speeches", &[dir.path().to_owned()], 3, 6);
}

#[test]
#[ignore = "needs a cluster"]
fn the_commands_work_with_an_address() {
    let Some(nodes) = nodes() else { return };
    let address = address(&nodes, "commands");
    let corpus = crate::workspace().join("corpus");
    let corpus = corpus.to_str().unwrap();
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("index");
    let folder = folder.to_str().unwrap();
    let searched = ["search", "--in", corpus, "-p", "workers' power", "--format", "json", "--index"];
    let both = |arguments: &[&str]| {
        let with = |index: &str| pamphlet(&[arguments, &[index]].concat(), &[]);
        (with(folder), with(&address))
    };
    let (here, there) = both(&searched);
    assert_eq!(there, here);
    for arguments in [
        &["kwic", "power", "--format", "json", "--index"][..],
        &["kwic", "power", "--group", "before", "--index"],
        &["trend", "power", "--format", "tsv", "--index"],
        &["search", "power", "--count", "--index"],
        &["search", "power", "--facet", "lang", "--explain", "--index"],
        &["search", "pwoer", "--index"],
        &["search", "lang:english", "--index"],
        &["search", "power", "--where", "lang=english", "--index"],
        &["show", "corpus/chartist-league.txt", "--index"],
    ] {
        let (here, there) = both(arguments);
        assert_eq!(there, here, "{arguments:?}");
    }
}
