//! What is read, and how: maps of columns, formats, globs, lists of files, orders of dates, watching.

use crate::Place;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::process::Stdio;
use std::time::{Duration, Instant};

/// The paths that a query finds, sorted.
#[track_caller]
fn found(place: &Place, query: &str) -> Vec<String> {
    let run = place.run(["search", "-n", "all", "--format", "json", "--", query]);
    let mut paths: Vec<String> =
        run.objects().iter().map(|hit| hit["path"].as_str().unwrap().to_owned()).collect();
    paths.sort();
    paths
}

#[test]
fn columns_are_what_the_map_says() {
    let place = Place::new();
    place.file("a.csv", "nr,day,what,who\n1,3/4/1931,Bread now,A. Mill\n2,5/4/1931,Coal,B. Shaft\n");
    place.expect(0, ["index", "a.csv"]);
    assert_eq!(found(&place, "bread"), ["a.csv"]);
    // another map: the same file is read again
    let map = "text=what,date=day,speaker=Who,id=nr";
    place.expect(0, ["index", "--map", map, "--date-order", "dmy", "a.csv"]);
    assert_eq!(found(&place, "bread"), ["a.csv#1"]);
    let hit = &place.hits("bread")[0];
    assert_eq!((&hit["date"], &hit["fields"]["speaker"]), (&"1931-04-03".into(), &"A. Mill".into()));
    let summary = place
        .expect(0, ["index", "--format", "json", "--map", map, "--date-order", "dmy", "a.csv"])
        .objects()
        .pop()
        .unwrap();
    assert_eq!((&summary["unchanged"], &summary["updated"]), (&2.into(), &0.into()));
    for (order, date) in [("mdy", "1931-03-04"), ("dmy", "1931-04-03")] {
        let run = place.expect(0, ["extract", "--map", map, "--date-order", order, "a.csv"]);
        assert_eq!(run.objects()[0]["metadata"]["date"], date);
    }
    place.file(
        "b.csv",
        "date,text\n02-09-26,\"The men of the north quay met, and said that they would not go back.\"\n",
    );
    let run = place.expect(0, ["extract", "--date-order", "ymd", "b.csv"]);
    assert_eq!(run.objects()[0]["metadata"]["date"], "2002-09-26");
    place.file("c.jsonl", "{\"speech\":\"Coal for all\",\"note\":\"Taken down by hand in the hall that night by the clerk.\"}\n{\"speech\":\"x\"}\n");
    let run = place.expect(0, ["extract", "--map", "text=note", "c.jsonl"]);
    assert_eq!(run.objects()[0]["text"], "Taken down by hand in the hall that night by the clerk.");
    place.expect(2, ["index", "--map", "text", "a.csv"]);
}

#[test]
fn formats_and_globs_select() {
    let place = Place::new();
    place.file("docs/a.txt", "Alder\n\nThe alder stands.\n");
    place.file("docs/page", "<html><body><h1>Page</h1><p>The alder fell.</p></body></html>");
    place.file("docs/sub/b.txt", "Birch\n\nThe alder grows.\n");
    place.file("docs/data.jsonl", "{\"text\":\"The alder is a tree.\"}\n{\"text\":\"The alder is wood.\"}\n");
    place.file("docs/.gitignore", "sub/\n");
    place.file("docs/x.bin", [0u8, 1, 2, 3, 0, 0, 9]);
    let index = |options: &[&str], code: i32, expected: &[&str]| {
        place.expect(code, ["index"].iter().chain(options).chain(&["docs"]));
        assert_eq!(found(&place, "alder"), expected, "{options:?}");
    };
    let all = ["docs/a.txt", "docs/data.jsonl#1", "docs/data.jsonl#2", "docs/page", "docs/sub/b.txt"];
    index(&[], 3, &all);
    // what is not of the format is no failure, and what was indexed before is dropped
    index(&["--type", "html"], 0, &["docs/page"]);
    index(&["--type", "text,json"], 0, &[all[0], all[1], all[2], all[4]]);
    index(&["--type-not", "html,jsonl"], 0, &[all[0], all[4]]);
    index(&["--glob", "*.txt"], 0, &[all[0], all[4]]);
    index(&["--glob", "!*.txt", "--glob", "!*.bin"], 0, &[all[1], all[2], all[3]]);
    index(&["--glob", "sub/**"], 0, &["docs/sub/b.txt"]);
    index(&["--ignore", "--glob", "!*.bin"], 0, &all[..4]);
    index(&[], 3, &all);
    let run = place.expect(2, ["index", "--type", "htlm", "docs"]);
    assert!(run.stderr.contains("no format 'htlm'"), "{}", run.stderr);
    place.expect(2, ["index", "--glob", "[", "docs"]);
}

#[test]
fn a_list_names_the_files() {
    let place = Place::new();
    for name in ["a", "b", "c"] {
        place.file(&format!("docs/{name}.txt"), format!("{name}\n\nThe alder stands in {name}.\n"));
    }
    place.file("list", "docs/a.txt\r\n\ndocs/c.txt\n");
    place.expect(0, ["index", "--files-from", "list"]);
    assert_eq!(found(&place, "alder"), ["docs/a.txt", "docs/c.txt"]);
    let mut command = place.command();
    let mut child = command
        .args(["index", "--files-from", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(b"docs/b.txt\ndocs/none.txt\n").unwrap();
    let out = child.wait_with_output().unwrap();
    assert_eq!(out.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&out.stderr).contains("docs/none.txt"));
    // what is not listed stays as it was
    assert_eq!(found(&place, "alder"), ["docs/a.txt", "docs/b.txt", "docs/c.txt"]);
    place.expect(2, ["index"]);
    place.expect(2, ["index", "--files-from", "nowhere"]);
}

/// A file of many records is cut into parts, and gives the documents of reading it at once.
#[test]
fn a_large_file_gives_its_records_in_order() {
    let place = Place::new();
    let line = |n: usize| {
        format!(
            "{{\"id\":\"r{n}\",\"text\":\"Speech {n}: {}\"}}\n",
            "the barges lie at the quay and wait. ".repeat(20)
        )
    };
    let mut file = String::new();
    for n in 0..13_000 {
        file.push_str(&line(n));
        if n % 100 == 50 {
            file.push_str("{\"text\": broken\n");
        }
    }
    assert!(file.len() > 9 << 20);
    place.file("a.jsonl", &file);
    place.file("b.txt", "After\n\nA file that comes behind the large one.\n");
    let run = place.expect(3, ["index", "a.jsonl", "b.txt", "--format", "json"]);
    let summary = run.objects().pop().unwrap();
    assert_eq!((&summary["added"], &summary["failed"]), (&13_001.into(), &101.into()));
    assert!(run.stderr.contains("a.jsonl: 30 more of its parts could not be read"), "{}", run.stderr);
    assert!(run.stderr.contains("a.jsonl#52: line 52"), "{}", run.stderr);
    for n in [0usize, 6_543, 12_999] {
        let hits = place.hits(&format!("\"speech {n}\""));
        let line = n + 1 + (n + 49) / 100;
        assert_eq!(hits[0]["path"], format!("a.jsonl#{line}"));
        assert_eq!(hits[0]["source"]["line"], serde_json::json!([line, line]));
        let at = |i: usize| hits[0]["source"]["byte"][i].as_u64().unwrap() as usize;
        assert!(file[at(0)..at(1)].contains(&format!("Speech {n}:")));
    }
    let again = place.expect(3, ["index", "a.jsonl", "b.txt", "--format", "json"]).objects().pop().unwrap();
    assert_eq!(again["unchanged"], 13_001);
}

#[test]
#[cfg(unix)]
fn watching_follows_changes_until_it_is_interrupted() {
    let place = Place::new();
    place.file("docs/a.txt", "Alder\n\nThe alder stands.\n");
    place.file("docs/b.txt", "Birch\n\nThe birch stands.\n");
    let mut child = place
        .command()
        .args(["index", "--watch", "."])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    assert!(lines.next().unwrap().unwrap().starts_with("2 added"));
    let wait = |query: &str, expected: &[&str]| {
        let started = Instant::now();
        while found(&place, query) != expected {
            assert!(started.elapsed() < Duration::from_secs(60), "{query}: {:?}", found(&place, query));
            std::thread::sleep(Duration::from_millis(100));
        }
    };
    place.file("docs/c.txt", "Cedar\n\nThe cedar stands.\n");
    wait("cedar", &["docs/c.txt"]);
    fs::rename(place.path().join("docs/a.txt"), place.path().join("docs/d.txt")).unwrap();
    wait("alder", &["docs/d.txt"]);
    fs::remove_dir_all(place.path().join("docs")).unwrap();
    wait("birch", &[]);
    place.file("docs/e.txt", "Elm\n\nThe elm stands.\n");
    wait("elm", &["docs/e.txt"]);
    let killed = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    place.expect(0, ["verify"]);
}
