//! Copies and versions of one document: folded in ranked results, counted as what they are everywhere else.

use crate::Place;
use serde_json::Value;
use std::fs;

/// A leaflet of some hundred words; `end` is its last line.
fn leaflet(end: &str) -> String {
    let lines = [
        "To the dockers of the north quay",
        "Comrades, on Monday morning the foremen came with a list, and on the list stood forty names.",
        "Nobody asked who had made it, because each of us knew the hand and had seen it before at the gate.",
        "The company says that trade is slack; but the ships lie three deep in the basin, and the cranes turn all night.",
        "We ask that the list be burned, that the forty be taken back, and that no man be struck off without a hearing.",
        "Until that is granted no hook will be lifted between the lock and the sea wall.",
        "Come to the hall on Thursday at seven, bring your card, and bring the man who works beside you.",
    ];
    format!("{}\n\n{end}\n", lines.join("\n\n"))
}

fn place() -> Place {
    let place = Place::new();
    place.file("docs/a/leaflet.txt", leaflet("Printed by the strike committee."));
    place.file("docs/b/copy.txt", leaflet("Printed by the strike committee."));
    place.file("docs/c/version.txt", leaflet("Printed by the quay branch, second edition."));
    place.file(
        "docs/d/other.txt",
        "The harbour master\n\nThe foremen have their hook and their list, and the dockers have none.\n",
    );
    place.expect(0, ["index", "docs"]);
    place
}

fn paths(hit: &Value) -> Vec<String> {
    let also = hit["also"].as_array().cloned().unwrap_or_default();
    let mut paths: Vec<String> =
        also.iter().chain([&hit["path"]]).map(|path| path.as_str().unwrap().to_owned()).collect();
    paths.sort();
    paths
}

const ALIKE: [&str; 3] = ["docs/a/leaflet.txt", "docs/b/copy.txt", "docs/c/version.txt"];

#[test]
fn the_best_hit_stands_for_its_copies_and_versions() {
    let place = place();
    let hits = place.hits("foremen");
    assert_eq!(hits.len(), 2, "{hits:#?}");
    let folded = hits.iter().find(|hit| hit["also"].is_array()).expect("a folded hit");
    assert_eq!(paths(folded), ALIKE);
    let other = hits.iter().find(|hit| hit["path"] == "docs/d/other.txt").expect("the other document");
    assert!(other.get("also").is_none());
    let shown = place.expect(0, ["search", "foremen"]);
    assert!(shown.stdout.contains("also: docs/"), "{}", shown.stdout);
    assert!(
        shown.stderr.contains("4 documents, 2 shown, 2 more that are nearly the same"),
        "{}",
        shown.stderr
    );
}

#[test]
fn only_what_the_query_finds_is_folded() {
    let place = place();
    let hits = place.hits("\"strike committee\"");
    assert_eq!(hits.len(), 1);
    assert_eq!(paths(&hits[0]), ALIKE[..2]);
    let hits = place.hits("\"second edition\"");
    assert_eq!(paths(&hits[0]), ALIKE[2..]);
}

#[test]
fn counts_lists_and_lines_are_of_every_document() {
    let place = place();
    let count = place.expect(0, ["search", "--count", "--format", "json", "foremen"]).objects().remove(0);
    assert_eq!((&count["documents"], &count["matches"]), (&4.into(), &4.into()));
    let all = place.expect(0, ["search", "-n", "all", "--format", "json", "foremen"]).objects();
    assert_eq!(all.len(), 4);
    let lines = place.expect(0, ["kwic", "--format", "json", "foremen"]).objects();
    assert_eq!(lines.len(), 4);
    let facets = place
        .expect(0, ["search", "--facet", "type", "--format", "json", "foremen"])
        .objects()
        .pop()
        .unwrap();
    assert_eq!(facets["facets"]["type"][0]["count"], 4);
    for (how, hits) in [("show", 4), ("fold", 2)] {
        for limit in ["10", "all"] {
            let run =
                place.expect(0, ["search", "--duplicates", how, "-n", limit, "--format", "json", "foremen"]);
            assert_eq!(run.objects().len(), hits, "{how} {limit}");
        }
    }
    let by_path = place.expect(0, ["search", "--sort", "path", "--format", "json", "foremen"]).objects();
    assert_eq!(by_path.len(), 4);
}

#[test]
fn pages_go_on_behind_what_was_folded() {
    let place = place();
    let page = |offset: &str| {
        let args = ["search", "-n", "1", "--offset", offset, "--format", "json", "foremen"];
        place.run(args).objects()
    };
    let (first, second, third) = (page("0"), page("1"), page("2"));
    assert_eq!((first.len(), second.len(), third.len()), (1, 1, 0));
    let mut all = paths(&first[0]);
    all.extend(paths(&second[0]));
    assert_eq!(all.len(), 4);
    assert_eq!(second[0]["rank"], 2);
}

#[test]
fn a_removed_original_leaves_its_copies() {
    let place = place();
    fs::remove_file(place.path().join("docs/a/leaflet.txt")).unwrap();
    place.expect(0, ["index", "docs"]);
    let hits = place.hits("foremen hook list seven");
    assert_eq!(paths(&hits[0]), ALIKE[1..]);
    fs::remove_file(place.path().join("docs/b/copy.txt")).unwrap();
    place.expect(0, ["index", "docs"]);
    let hits = place.hits("\"second edition\"");
    assert!(hits[0].get("also").is_none());
    place.expect(0, ["verify"]);
}

#[test]
fn a_run_for_judges_holds_each_document() {
    let place = place();
    place.file("queries.tsv", "q1\tforemen\n");
    let run = place.expect(0, ["search", "--queries", "queries.tsv", "--format", "trec"]);
    assert_eq!(run.stdout.lines().count(), 4);
    let run = place.expect(0, ["search", "--queries", "queries.tsv", "--format", "json"]);
    assert_eq!(run.objects().len(), 2);
}
