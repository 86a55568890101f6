//! The other commands: index again, repair, extract, show, info, verify.

use crate::Place;
use std::fs;

#[test]
fn again_only_what_changed_is_read() {
    let place = Place::new();
    place.file("docs/a.txt", "Alder\n\nThe alder stands.\n");
    place.file("docs/b.txt", "Birch\n\nThe birch stands.\n");
    let summary =
        |place: &Place| place.expect(0, ["index", "--format", "json", "docs"]).objects().pop().unwrap();
    assert_eq!(summary(&place)["added"], 2);
    assert_eq!(summary(&place)["unchanged"], 2);

    place.file("docs/b.txt", "Birch\n\nThe birch has fallen, sadly.\n");
    place.file("docs/c.txt", "Cedar\n\nThe cedar stands.\n");
    fs::remove_file(place.path().join("docs/a.txt")).unwrap();
    let now = summary(&place);
    for (name, count) in [("added", 1), ("updated", 1), ("removed", 1), ("unchanged", 0), ("failed", 0)] {
        assert_eq!(now[name], count, "{name}: {now}");
    }
    assert_eq!(place.hits("alder").len(), 0);
    assert_eq!(place.hits("birch fallen").len(), 1);
}

#[test]
fn only_the_given_paths_lose_documents() {
    let place = Place::new();
    place.file("one/a.txt", "Alder\n\nThe alder stands.\n");
    place.file("two/b.txt", "Birch\n\nThe birch stands.\n");
    place.expect(0, ["index", "one", "two"]);
    fs::remove_file(place.path().join("two/b.txt")).unwrap();
    place.expect(0, ["index", "one"]);
    assert_eq!(place.hits("birch").len(), 1);
    place.expect(0, ["index", "two"]);
    assert_eq!(place.hits("birch").len(), 0);
}

#[test]
fn a_missing_path_leaves_no_index_of_nothing() {
    let place = Place::new();
    place.file("docs/a.txt", "Alder\n\nThe alder stands.\n");
    for args in
        [&["index", "nowhere"][..], &["index", "docs", "nowhere"], &["search", "--in", "nowhere", "x"]]
    {
        place.expect(2, args);
        assert_eq!(fs::read_dir(place.path()).unwrap().count(), 1, "{args:?}");
    }
}

#[test]
fn overlapping_roots_give_one_document_each() {
    let place = Place::new();
    place.file("docs/sub/a.txt", "Alder\n\nThe alder stands.\n");
    place.expect(0, ["index", "docs", "docs/sub", "./docs"]);
    assert_eq!(place.hits("alder").len(), 1);
}

#[test]
fn an_index_inside_what_is_indexed_is_left_out() {
    let place = Place::new();
    place.file("a.txt", "Alder\n\nThe alder stands.\n");
    place.expect(0, ["index", "."]);
    let again = place.expect(0, ["index", "--format", "json", "."]).objects().pop().unwrap();
    assert_eq!((&again["added"], &again["unchanged"]), (&0.into(), &1.into()));
}

#[test]
fn the_same_document_keeps_its_id() {
    let place = Place::new();
    place.file("docs/a.txt", "Alder\n\nThe alder stands.\n");
    place.expect(0, ["index", "docs"]);
    let before = place.hits("alder")[0]["doc"].clone();
    place.file("docs/b.txt", "Birch\n\nThe birch stands.\n");
    fs::remove_dir_all(place.path().join("index")).unwrap();
    place.expect(0, ["index", "docs"]);
    assert_eq!(place.hits("alder")[0]["doc"], before);
}

#[test]
fn an_index_above_is_found_for_reading() {
    let place = Place::new();
    place.file("docs/deep/a.txt", "Alder\n\nThe alder stands.\n");
    place.expect(0, ["index", "docs"]);
    let out = place
        .command()
        .current_dir(place.path().join("docs/deep"))
        .args(["search", "alder"])
        .output()
        .unwrap();
    assert_eq!(out.status.code(), Some(0));
}

#[test]
fn repair_reads_standard_input_and_reports() {
    let place = Place::new();
    let page = "The union?s hall stands.\nIt is the river?s wealth. Who owns it?\n";
    place.file("page.txt", page);
    let run = place.expect(0, ["repair", "page.txt"]);
    assert_eq!(run.stdout, "The union’s hall stands.\nIt is the river’s wealth. Who owns it?\n");
    let edits = place.expect(0, ["repair", "--report", "page.txt"]).objects();
    assert_eq!(edits.len(), 2);
    for edit in &edits {
        let at = |i: usize| edit["byte"][i].as_u64().unwrap() as usize;
        assert_eq!(&page[at(0)..at(1)], edit["from"].as_str().unwrap());
        assert_eq!(edit["to"], "’");
        assert!(edit["confidence"].as_f64().unwrap() > 0.5);
        let rule = edit["kind"].as_str().unwrap();
        let without = place.expect(0, ["repair", "--without", rule, "page.txt"]);
        assert!(
            without.stdout.contains("river?s") || edits.iter().any(|other| other["kind"] != edit["kind"])
        );
    }
    place.expect(2, ["repair", "--without", "no-such-rule", "page.txt"]);
    place.expect(2, ["repair", "nowhere.txt"]);
}

#[test]
fn rules_are_switched_on_and_off() {
    let place = Place::new();
    place.file("page.txt", "The represen-\ntatives in Congreſs; the ﬁrst representatives.\n");
    let text = |args: &[&str]| {
        let all: Vec<&str> = ["repair", "page.txt"].iter().chain(args).copied().collect();
        place.expect(0, all).stdout
    };
    assert_eq!(text(&[]), "The represen-\ntatives in Congreſs; the first representatives.\n");
    assert_eq!(
        text(&["--with", "line-end-hyphen", "--with", "long-s"]),
        "The representatives\nin Congress; the first representatives.\n"
    );
    assert_eq!(
        text(&["--without", "ligature"]),
        "The represen-\ntatives in Congreſs; the ﬁrst representatives.\n"
    );
    place.expect(2, ["repair", "--with", "no-such-rule", "page.txt"]);
}

#[test]
fn what_is_no_text_is_refused_or_copied() {
    let place = Place::new();
    let picture: Vec<u8> = (0..=255).cycle().take(4000).collect();
    place.file("in/picture.png", &picture);
    place.file("in/a.txt", "The river?s wealth.\n");
    let run = place.expect(2, ["repair", "in/picture.png"]);
    assert!(run.stdout.is_empty());
    place.expect(0, ["repair", "in", "--out", "out"]);
    assert_eq!(fs::read(place.path().join("out/picture.png")).unwrap(), picture);
    // a mark of UTF-16 before a text that is none
    place.file("mark.txt", b"\xff\xfeThe river\xe2\x80\x99s wealth, and caf\xc3\xa9s at its banks.\n");
    assert_eq!(
        place.expect(0, ["repair", "mark.txt"]).stdout,
        "The river’s wealth, and cafés at its banks.\n"
    );
}

#[test]
fn a_folder_is_repaired_into_another() {
    let place = Place::new();
    place.file("in/a.txt", "The river?s wealth.\n");
    place.file("in/sub/b.txt", b"caf\xe9 society\n");
    place.expect(0, ["repair", "in", "--out", "out"]);
    assert_eq!(fs::read_to_string(place.path().join("out/a.txt")).unwrap(), "The river’s wealth.\n");
    assert_eq!(fs::read_to_string(place.path().join("out/sub/b.txt")).unwrap(), "café society\n");
    assert_eq!(fs::read(place.path().join("in/sub/b.txt")).unwrap(), b"caf\xe9 society\n", "originals stay");
    place.expect(2, ["repair", "in"]);
}

#[test]
fn extract_gives_what_index_would_store() {
    let place = Place::new();
    place.file("page.html", "<html><head><title>Guild</title></head><body><nav><a href=x>Home</a></nav><h1>Guild</h1><p>The coopers&rsquo; guild.</p></body></html>");
    let documents = place.expect(0, ["extract", "page.html"]).objects();
    assert_eq!(documents.len(), 1);
    let text = documents[0]["text"].as_str().unwrap();
    assert!(text.contains("The coopers’ guild."), "{text}");
    assert!(text.contains("Home"), "chrome is kept: {text}");
}

#[test]
fn show_gives_the_text_or_the_bytes() {
    let place = Place::new();
    let raw = "Guild\r\n\r\nThe coopers? guild? The river?s wealth.\r\n";
    place.file("docs/a.txt", raw);
    place.expect(0, ["index", "docs"]);
    let id = place.hits("guild")[0]["doc"].as_str().unwrap().to_owned();
    let shown = place.expect(0, ["show", &id]);
    assert!(shown.stdout.contains("river’s wealth"), "{}", shown.stdout);
    assert_eq!(place.expect(0, ["show", "docs/a.txt"]).stdout, shown.stdout);
    assert_eq!(place.expect(0, ["show", "--raw", &id]).stdout, raw);
    place.expect(2, ["show", "ffffffffffffffff"]);
}

#[test]
fn info_and_verify_tell_the_state() {
    let place = Place::new();
    place.file("docs/a.txt", "Alder\n\nThe alder stands.\nAdded on 03-14-1999\n");
    place.expect(0, ["index", "docs"]);
    let info = place.expect(0, ["info", "--format", "json"]).objects().pop().unwrap();
    assert_eq!(info["documents"], 1);
    assert!(info["words"].as_u64().unwrap() >= 4);
    for name in ["fields", "dates", "versions", "fingerprint"] {
        assert!(!info[name].is_null(), "{name}: {info}");
    }
    place.expect(0, ["verify"]);
    let segment = fs::read_dir(place.path().join("index/texts")).unwrap().next().unwrap().unwrap().path();
    let mut bytes = fs::read(&segment).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&segment, bytes).unwrap();
    let run = place.expect(2, ["verify"]);
    let name = segment.file_name().unwrap().to_string_lossy().into_owned();
    assert!(run.stdout.contains(&name) || run.stderr.contains(&name), "{}{}", run.stdout, run.stderr);
}

#[test]
fn many_queries_in_one_process() {
    let place = Place::new();
    place.file("docs.jsonl", "{\"id\":\"n1\",\"title\":\"Alder\",\"body\":\"The alder stands.\"}\n{\"id\":\"n2\",\"title\":\"Birch\",\"body\":\"The birch stands.\"}\n");
    place.file("queries.tsv", "q1\talder\nq2\tstands birch\n");
    place.expect(0, ["index", "docs.jsonl"]);
    let run = place.expect(0, ["search", "--any", "--queries", "queries.tsv", "--format", "trec"]);
    let lines: Vec<Vec<&str>> = run.stdout.lines().map(|line| line.split_whitespace().collect()).collect();
    assert_eq!(lines[0][..4], ["q1", "Q0", "n1", "1"]);
    assert_eq!(lines[1][..4], ["q2", "Q0", "n2", "1"]);
    assert_eq!(lines[0][5], "pamphlet");
    let hits = place.expect(0, ["search", "--queries", "queries.tsv", "--format", "json"]).objects();
    assert_eq!(hits[0]["query_id"], "q1");
    assert_eq!(hits[0]["path"], "docs.jsonl#1");
}

#[test]
fn completions_and_the_manual_page() {
    let place = Place::new();
    assert!(place.expect(0, ["completions", "bash"]).stdout.contains("pamphlet"));
    assert!(place.expect(0, ["man"]).stdout.contains(".TH pamphlet"));
}

/// What unpacking, copying or a program that is careful of times leaves: another content with the size and time of the one
/// before. And one that was only touched is none.
#[cfg(unix)]
#[test]
fn another_content_of_the_same_size_and_time_is_read() {
    let place = Place::new();
    let path = place.file("docs/a.txt", "Millers\n\nThe millers meet at noon.\n");
    place.file("docs/b.txt", "Coopers\n\nThe coopers meet at dusk.\n");
    let time = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_577_836_800);
    let old = |path: &std::path::Path| {
        let file = std::fs::OpenOptions::new().write(true).open(path).expect("it is there");
        file.set_modified(time).expect("a time");
    };
    old(&path);
    place.expect(0, ["index", "docs"]);
    let check = |said: &str| {
        let run = place.expect(0, ["index", "docs"]);
        let all = format!("{}{}", run.stdout, run.stderr);
        assert!(all.contains(said), "{said}: {all}");
    };
    check("0 updated, 2 unchanged");
    place.file("docs/a.txt", "Millers\n\nThe tinkers meet at noon.\n");
    old(&path);
    check("1 updated, 1 unchanged");
    assert_eq!((place.hits("tinkers").len(), place.hits("\"the millers\"").len()), (1, 0));
    let other = place.file("other", "Millers\n\nThe farmers meet at noon.\n");
    old(&other);
    std::fs::rename(&other, &path).expect("it is moved");
    check("1 updated, 1 unchanged");
    assert_eq!(place.hits("farmers").len(), 1);
    old(&path);
    check("0 updated, 2 unchanged");
}
