//! What texts have of each other: the same places, in the same order, with the same figures as in a folder.

use super::queries::Chance;
use super::{address, documents, in_folder, nodes, pamphlet};
use ::pamphlet::index::Stored;
use ::pamphlet::{Index, QuoteOf, QuoteRequest, Request, Shape, Sort, Update};

/// The index of the samples in a folder and on the cluster.
fn both(name: &str, shards: u32, folder: &std::path::Path) -> Option<(Index, Index)> {
    let nodes = nodes()?;
    let folder = in_folder(folder, &documents());
    let address = address(&nodes, &format!("{name}{shards}"));
    let update = Update { shape: Shape { shards: Some(shards), replicas: None }, ..Update::default() };
    update.run(&address, documents()).expect("it is loaded");
    Some((folder, Index::open(&address).expect("it is there")))
}

/// All documents, by path.
fn all(index: &Index) -> Vec<Stored> {
    let all = Request { limit: None, snippets: 0, sort: Sort::Path, ..Request::new("*") };
    let hits = index.find(&all).expect("it is asked").hits;
    hits.iter().map(|hit| index.document(&hit.doc).unwrap().expect("it is there")).collect()
}

/// Some words in a row out of a document.
fn passage(chance: &mut Chance, documents: &[Stored], words: usize) -> Vec<String> {
    loop {
        let text = chance.of(documents).text().expect("it is read");
        let all: Vec<&str> = text.split_whitespace().collect();
        if all.len() > words + 1 {
            let from = chance.below(all.len() - words);
            return all[from..from + words].iter().map(|word| (*word).to_owned()).collect();
        }
    }
}

/// Quotes of every kind: 66 passages, 30 documents, four pairs of sets.
fn quotes(index: &Index) -> Vec<QuoteRequest> {
    let documents = all(index);
    let mut chance = Chance(3);
    let mut requests = Vec::new();
    for kind in 0..66 {
        let words = [3, 6, 9, 14, 25, 40, 90][kind % 7];
        let mut words = passage(&mut chance, &documents, words);
        match kind % 5 {
            1 => words[1] = "notwithstanding".to_owned(),
            2 => drop(words.remove(2)),
            3 => words.swap(0, 1),
            _ => {}
        }
        let mut request = QuoteRequest::new(QuoteOf::Text(words.join(" ")));
        request.within.limit = if kind % 4 == 0 { None } else { Some(5) };
        match kind % 6 {
            1 => request.least = 0.6,
            2 => request.words = Some(4),
            3 => request.within.text = "lang:en -tramways".to_owned(),
            4 => request.within.filters.push(("lang".to_owned(), "en".to_owned())),
            5 => (request.within.from, request.within.offset) = ("1850".parse().ok(), 1),
            _ => {}
        }
        requests.push(request);
    }
    for kind in 0..30 {
        let of = QuoteOf::Document(documents[chance.below(documents.len())].id.clone());
        let mut request = QuoteRequest::new(of);
        request.within.limit = None;
        match kind % 5 {
            1 => request.words = Some(6),
            2 => request.within.text = "the".to_owned(),
            3 => (request.least, request.words) = (0.6, Some(8)),
            4 => request.within.to = "1990".parse().ok(),
            _ => {}
        }
        requests.push(request);
    }
    for (of, against) in
        [("type:html", ""), ("lang:en", "lang:en"), ("power", "date:..1950"), ("nowhere", "")]
    {
        let mut request = QuoteRequest::new(QuoteOf::Documents(Box::new(Request::new(of))));
        (request.within.text, request.within.limit) = (against.to_owned(), None);
        request.words = Some(6);
        requests.push(request);
    }
    requests
}

/// Every so many quotes over an index in a folder and one on the cluster; how many places there are.
pub fn check_some_quotes(folder: &Index, cluster: &Index, every: usize) -> u64 {
    let (mut places, mut same) = (0, 0);
    let requests: Vec<QuoteRequest> = quotes(folder).into_iter().step_by(every).collect();
    for request in &requests {
        let (here, there) = (folder.quote(request).unwrap(), cluster.quote(request).unwrap());
        places += here.total;
        same += usize::from(here == there);
        if here != there {
            println!("{request:?}: {} places, on the cluster {}", here.total, there.total);
            let differ = here.quotations.iter().zip(&there.quotations).find(|(a, b)| a != b);
            println!("{differ:?}\n{:?}\n{:?}", here.query, there.query);
        }
    }
    println!("{same} of {} quotes the same, {places} places", requests.len());
    assert_eq!(same, requests.len());
    places
}

#[track_caller]
fn check_quotes(shards: u32) {
    let dir = tempfile::tempdir().unwrap();
    let Some((folder, cluster)) = both("quotes", shards, &dir.path().join("index")) else { return };
    let places = check_some_quotes(&folder, &cluster, 1);
    assert!(places > 200, "{places} places prove little");
}

/// What is like every so many documents; how many lists there are, and documents in them.
pub fn check_some_similars(folder: &Index, cluster: &Index, every: usize) -> (usize, usize) {
    let mut chance = Chance(5);
    let (mut same, mut asked, mut found) = (0, 0, 0);
    for (at, document) in all(folder).iter().step_by(every).enumerate() {
        let mut within = Request::new("");
        match at % 6 {
            1 => within.limit = None,
            2 => within.text = "power".to_owned(),
            3 => (within.limit, within.offset) = (Some(1 + chance.below(6)), chance.below(4)),
            4 => within.filters.push(("lang".to_owned(), "en".to_owned())),
            5 => within.text = "sent(the of)".to_owned(),
            _ => {}
        }
        let (here, there) =
            (folder.similar(&document.id, &within).unwrap(), cluster.similar(&document.id, &within).unwrap());
        asked += 1;
        found += here.documents.len();
        same += usize::from(here == there);
        if here != there {
            println!(
                "{} {within:?}: {} documents, on the cluster {}",
                document.path, here.total, there.total
            );
            let differ = here.documents.iter().zip(&there.documents).find(|(a, b)| a != b);
            println!("{differ:?}\n{:?}\n{:?}", here.query, there.query);
        }
    }
    println!("{same} of {asked} lists the same, {found} documents");
    assert_eq!(same, asked);
    (asked, found)
}

#[track_caller]
fn check_similars(shards: u32) {
    let dir = tempfile::tempdir().unwrap();
    let Some((folder, cluster)) = both("similars", shards, &dir.path().join("index")) else { return };
    let (asked, found) = check_some_similars(&folder, &cluster, 3);
    assert!(asked >= 40 && found > 200, "{asked} lists of {found} documents prove little");
}

#[test]
#[ignore = "needs a cluster"]
fn quotations_are_those_of_a_folder_on_one_shard() {
    check_quotes(1);
}

#[test]
#[ignore = "needs a cluster"]
fn quotations_are_those_of_a_folder_on_three_shards() {
    check_quotes(3);
}

#[test]
#[ignore = "needs a cluster"]
fn documents_that_are_alike_are_those_of_a_folder_on_one_shard() {
    check_similars(1);
}

#[test]
#[ignore = "needs a cluster"]
fn documents_that_are_alike_are_those_of_a_folder_on_three_shards() {
    check_similars(3);
}

#[test]
#[ignore = "needs a cluster"]
fn versions_and_citations_are_those_of_a_folder() {
    let Some(nodes) = nodes() else { return };
    let dir = tempfile::tempdir().unwrap();
    let files = dir.path().join("files");
    std::fs::create_dir(&files).unwrap();
    let sentence = |at: usize| {
        format!("The delegates of branch {at} moved that the tariff of line {at} be lowered.\n\n")
    };
    for (name, changed) in [("1901.txt", 99), ("1902.txt", 3), ("1903.txt", 5)] {
        let year = &name[..4];
        let mut text = format!("Minutes of the branches\n\nAdded on 03-01-{year}\n\n");
        for at in 0..12 {
            text += &if at == changed {
                "Nobody moved anything at all that day.\n\n".to_owned()
            } else {
                sentence(at)
            };
        }
        std::fs::write(files.join(name), text).unwrap();
    }
    let folder = dir.path().join("index");
    in_folder(&folder, std::slice::from_ref(&files));
    let address = address(&nodes, "versions");
    Update::new().run(&address, [&files]).expect("it is loaded");
    let path = |name: &str| files.join(name).to_str().unwrap().to_owned();
    let (old, new) = (path("1901.txt"), path("1903.txt"));
    let passage = "delegates of branch 7 moved that the tariff";
    let annotation = dir.path().join("cited.json");
    for arguments in [
        &["diff", &new][..],
        &["diff", &old, &new, "--format", "json"],
        &["similar", &new],
        &["cite", &new, "--style", "chicago", "tariff"],
        &["cite", &new, "--quote", passage, "--style", "annotation"],
        &["show", "--citation", annotation.to_str().unwrap()],
        &["quote", passage, "--format", "tsv"],
        &["quote", "--document", &new, "--words", "8", "--format", "json"],
    ] {
        let asked = |index: &str| pamphlet(&[arguments, &["--index", index]].concat(), &[]);
        let (here, there) = (asked(folder.to_str().unwrap()), asked(&address));
        assert_eq!(there, here, "{arguments:?}");
        assert!(here.0 == 0 && !here.1.is_empty(), "{arguments:?}: {here:?}");
        if arguments.contains(&"annotation") {
            std::fs::write(&annotation, &here.1).unwrap();
        }
    }
}
