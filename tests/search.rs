//! Searching: what is found, what is marked, and where it stands in the file.

use crate::{Place, marked, shared};
use std::path::Path;

/// A page that lost its apostrophes, one that kept them, and one that nothing can repair.
fn three_pages() -> Place {
    let place = Place::new();
    place.file(
        "docs/lost.txt",
        "League of Bargemen\n\nBargemen? Power\n\nThe bargemen make the river?s wealth. Who owns it?\n\n\
         We stand for bargemen? rights and for women?s votes.\nGeographical Scope: Local\nAdded on 09-26-2002\n",
    );
    place.file("docs/kept.txt", "Canal Union\n\nWe honour the bargemen’s power and the river’s wealth.\n");
    place.file("docs/plain.txt", "River Notes\n\nThe river s wealth is the bargemen's to share, in 1848.\n");
    place.expect(0, ["index", "docs"]);
    place
}

#[test]
fn any_apostrophe_finds_any_other() {
    let place = three_pages();
    for query in [
        "river's wealth",
        "river’s wealth",
        "river?s wealth",
        "\"river`s wealth\"",
        "riverâ€™s wealth",
        // copied out of damaged texts
        "\"riverÃ¢â‚¬â„¢s wealth\"",
        "\"river&rsquo;s wealth\"",
        "\"river&#146;s wealth\"",
        "\"riverÕs wealth\"",
        "\"river¿s wealth\"",
    ] {
        assert_eq!(place.hits(query).len(), 3, "{query}");
    }
    let run = place.expect(0, ["search", "--strict", "-n", "0", "riverÕs wealth"]);
    assert!(run.stderr.contains("note: 'Õ' is read as an apostrophe"), "{}", run.stderr);
}

#[test]
fn umlauts_and_the_letters_written_for_them_find_each_other() {
    let place = Place::new();
    place.file(
        "docs/neu.txt",
        "Der Abgeordnete Müller sprach gestern im großen Saal über die Brücken und die Gebühren der Stadt.\n\n\
         Mehr darüber steht unter http://bruecken.example/lies.php?seite=9 für alle bereit.\n",
    );
    place.file(
        "docs/alt.txt",
        "Der Abgeordnete Mueller sprach gestern im grossen Saal ueber die Bruecken und die Gebuehren der Stadt.\n",
    );
    place.file(
        "docs/english.txt",
        "Mr Mueller spoke yesterday in the great hall, and the Muller people left.\n",
    );
    place.expect(0, ["index", "docs"]);
    for (query, found) in [
        ("Müller", 3),
        ("mu\u{308}ller", 3),
        // in German texts only
        ("Mueller", 3),
        ("Muller", 2),
        ("Brücke", 2),
        ("bruecken", 2),
        // exact forms are what they are
        ("=Mueller", 2),
        ("\"die bruecken\"", 1),
        // an address finds itself
        ("http://bruecken.example/lies.php?seite=9", 1),
        ("lies.php?seite", 0),
    ] {
        assert_eq!(place.hits(query).len(), found, "{query}");
    }
}

#[test]
fn what_is_negated_beside_near_is_not_near() {
    let place = Place::new();
    place.file(
        "docs/one.txt",
        "The miners marched with banners and drums through the town.\n\nIn 1848 no flags were seen.\n",
    );
    place.file(
        "docs/two.txt",
        "The miners marched with flags and drums through the town.\n\nBanners were left at home.\n",
    );
    place.expect(0, ["index", "docs"]);
    for (query, documents, matches) in [
        ("miners NEAR/5 (drums -banners)", 1, 2),
        ("miners NEAR/5 (drums -flags)", 1, 2),
        ("miners NEAR/5 (drums -flags -banners)", 0, 0),
        ("miners NEAR/5 (NOT banners)", 1, 1),
        ("(miners -flags) NEAR/5 drums", 1, 2),
        ("miners NEAR/5 (drums path:two)", 1, 2),
        ("miners NEAR/5 path:two", 1, 1),
        ("miners NEAR/5 (drums flags)", 1, 3),
    ] {
        let run = place.run(["search", "--count", "--format", "json", query]);
        let count = &run.objects()[0];
        assert_eq!(
            (count["documents"].as_u64(), count["matches"].as_u64()),
            (Some(documents), Some(matches)),
            "{query}"
        );
    }
}

#[test]
fn a_phrase_marks_the_phrase_and_nothing_else() {
    let place = three_pages();
    let hits = place.hits("\"bargemen's power\"");
    for hit in &hits {
        for mark in marked(hit) {
            let mark = mark.to_lowercase();
            assert!(mark.contains("bargemen") && mark.contains("power"), "{mark}");
            assert!(!mark.contains('?'), "{mark}");
        }
    }
    assert!(!hits.is_empty());
}

#[test]
fn a_hit_has_the_fields_of_the_interface() {
    let place = three_pages();
    let hit = &place.hits("\"women's votes\"")[0];
    for name in [
        "rank",
        "score",
        "doc",
        "path",
        "title",
        "date",
        "section",
        "snippet",
        "highlights",
        "source",
        "fields",
    ] {
        assert!(hit.get(name).is_some(), "{name} is missing: {hit}");
    }
    assert_eq!(hit["rank"], 1);
    assert_eq!(hit["path"], "docs/lost.txt");
    assert_eq!(hit["title"], "League of Bargemen");
    assert_eq!(hit["date"], "2002-09-26");
    assert_eq!(hit["fields"]["scope"], "Local");
    assert_eq!(hit["source"]["page"], serde_json::Value::Null);
    assert!(hit["snippet"].as_str().unwrap().contains("women’s votes"));
}

#[test]
fn the_place_in_the_file_holds_the_words() {
    let place = three_pages();
    for hit in place.hits("wealth") {
        let bytes = std::fs::read(place.path().join(hit["path"].as_str().unwrap())).unwrap();
        let at = |i: usize| hit["source"]["byte"][i].as_u64().unwrap() as usize;
        let raw = String::from_utf8_lossy(&bytes[at(0)..at(1)]);
        assert!(raw.contains("wealth"), "{raw}");
        let line = bytes[..at(0)].iter().filter(|&&b| b == b'\n').count() as u64 + 1;
        assert_eq!(hit["source"]["line"][0], line);
    }
}

#[test]
fn operators_fields_and_dates() {
    let place = three_pages();
    let check = |query: &str, expected: &[&str]| {
        let mut paths: Vec<String> = place
            .hits(query)
            .iter()
            .map(|hit| {
                Path::new(hit["path"].as_str().unwrap()).file_name().unwrap().to_string_lossy().into_owned()
            })
            .collect();
        paths.sort();
        assert_eq!(paths, expected, "{query}");
    };
    check("wealth AND honour", &["kept.txt"]);
    check("honor", &["kept.txt"]);
    check("honour OR votes", &["kept.txt", "lost.txt"]);
    check("wealth -honour", &["lost.txt", "plain.txt"]);
    check("-honour", &["lost.txt", "plain.txt"]);
    check("barge*", &["kept.txt", "lost.txt", "plain.txt"]);
    check("date:2002", &["lost.txt"]);
    check("scope:local", &["lost.txt"]);
    check("title:canal", &["kept.txt"]);
    check("(honour OR votes) AND scope:local", &["lost.txt"]);
    check("nowhere", &[]);
}

#[test]
fn what_a_person_types_never_fails() {
    let place = three_pages();
    for query in [
        "don't",
        "bargemen' rights",
        "'tis",
        "Re: budget",
        "10:30",
        "[sic]",
        "{x}",
        "C++",
        "AT&T",
        "U.S.-led",
        "(a OR b",
        "AND a",
        "a NOT",
        "\"open phrase",
        "\"\"",
        "()",
        "!",
        "?",
        "*",
        "^",
        "~",
        "/unclosed",
        "/bad[/",
        "a^b",
        "\u{1b}[31m",
        "NEAR/99999999999 x",
        "x~99999",
        "date:9999999..",
        "..",
        ":",
        "a:",
        "“",
        "=",
        "@",
    ] {
        let run = place.run(["search", "--", query]);
        assert!(run.code <= 1, "{query}: exit {}: {}", run.code, run.stderr);
        assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'), "{query}");
    }
}

#[test]
fn nothing_found_is_1_and_no_index_is_2() {
    let place = three_pages();
    place.expect(1, ["search", "zeppelin"]);
    let empty = Place::new();
    let run = empty.expect(2, ["search", "power"]);
    assert!(run.stderr.starts_with("error: "), "{}", run.stderr);
    assert!(run.stderr.contains("\nhint: "), "{}", run.stderr);
    assert_eq!(std::fs::read_dir(empty.path()).unwrap().count(), 0, "a search leaves nothing behind");
}

#[test]
fn count_agrees_with_the_concordance() {
    let place = three_pages();
    for query in ["river's", "=wealth", "\"the river's wealth\"", "bargem*", "power OR votes"] {
        let count = &place.run(["search", "--count", "--format", "json", "--", query]).objects()[0];
        let lines = place.run(["kwic", "--format", "json", "--limit", "all", "--", query]).objects();
        assert_eq!(count["matches"], lines.len() as u64, "{query}");
        assert!(!lines.is_empty(), "{query}");
    }
}

#[test]
fn one_command_is_enough_to_start() {
    let place = Place::new();
    place.file("docs/a.txt", "Weavers\n\nThe weavers? strike of 1849.\n");
    let run = place.expect(0, ["search", "--in", "docs", "weavers' strike"]);
    assert!(run.stdout.contains("weavers’ strike"), "{}", run.stdout);
    place.file("docs/b.txt", "Dyers\n\nThe dyers joined the weavers' strike.\n");
    let run = place.expect(0, ["search", "--in", "docs", "--format", "json", "weavers' strike"]);
    assert_eq!(run.objects().len(), 2, "what is new is found at once");
}

#[test]
fn the_two_real_pages_come_out_right() {
    let Some(seeds) = shared("seeds") else { return };
    let place = Place::new();
    place.expect(0, ["index".as_ref(), seeds.as_os_str()]);
    for query in ["\"workers' power\"", "\"workers? power\"", "\"workers’ power\"", "\"workersâ€™ power\""]
    {
        let hits = place.hits(query);
        assert_eq!(hits.len(), 2, "{query}");
        for hit in &hits {
            for mark in marked(hit) {
                assert!(mark.to_lowercase().starts_with("workers"), "{query}: {mark}");
            }
        }
    }
    let question_marks = |name: &str| {
        let run = place.run(["repair".as_ref(), seeds.join(name).as_os_str()]);
        run.stdout.matches('?').count()
    };
    assert_eq!(question_marks("000_37a75f2b7dce80e8.txt"), 0, "all eight were apostrophes");
    assert_eq!(question_marks("003_3c4a75fe57bad9c9.txt"), 2, "both are genuine");
}

#[test]
fn a_record_is_led_back_to_its_own_line() {
    let place = Place::new();
    let first = "{\"title\":\"Alder\",\"body\":\"The alder stands by the water.\"}\n";
    let second = "{\"title\":\"Birch\",\"body\":\"The birch\\u2019s bark is white.\"}\n";
    let file = format!("{first}{second}");
    place.file("trees.jsonl", &file);
    place.expect(0, ["index", "trees.jsonl"]);
    let hit = &place.hits("\"birch's bark\"")[0];
    assert_eq!(hit["path"], "trees.jsonl#2");
    assert_eq!(hit["source"]["line"], serde_json::json!([2, 2]));
    let at = |i: usize| hit["source"]["byte"][i].as_u64().unwrap() as usize;
    assert_eq!(&file[at(0)..at(1)], "The birch\\u2019s bark is white.");
}

#[test]
fn a_trend_adds_up_to_its_concordance() {
    let place = Place::new();
    place.expect(0, ["index".as_ref(), crate::workspace().join("corpus").as_os_str()]);
    for query in ["workers", "\"workers' power\"", "strike OR lockout", "wage*"] {
        let lines = place.expect(0, ["kwic", "--format", "json", "-n", "all", "--", query]).objects().len();
        let count = place.expect(0, ["search", "--count", "--format", "json", "--", query]).objects();
        for by in ["year", "month", "decade"] {
            let run = place.expect(0, ["trend", "--by", by, "--format", "json", "--", query]);
            let sum = |field: &str| -> u64 {
                run.objects().iter().map(|point| point[field].as_u64().unwrap()).sum()
            };
            assert_eq!(sum("matches") as usize, lines, "{query} by {by}");
            assert_eq!(sum("documents"), count[0]["documents"], "{query} by {by}");
            // every word of the index lies in one bucket
            let info = place.expect(0, ["info", "--format", "json"]).objects();
            assert_eq!(sum("words"), info[0]["words"], "by {by}");
        }
    }
    let points = place.expect(0, ["trend", "--format", "json", "workers"]).objects();
    let last = points.last().unwrap();
    assert!(last["bucket"].is_null(), "what has no date is shown: {last}");
    let of = |bucket: &str| points.iter().find(|point| point["bucket"] == bucket).unwrap().clone();
    let year = of("1848");
    let rate = year["matches"].as_f64().unwrap() * 1e6 / year["words"].as_f64().unwrap();
    assert!((year["per_million"].as_f64().unwrap() - rate).abs() < 1e-3, "{year}");
    assert_eq!(year["thin"], true);
    // a filter narrows the words too
    let filtered =
        place.expect(0, ["trend", "--from", "1900", "--to", "1909", "--format", "json", "workers"]).objects();
    assert!(filtered.iter().all(|point| point["bucket"].as_str().unwrap().starts_with("190")));
    assert_eq!(
        of("1903")["words"],
        filtered.iter().find(|point| point["bucket"] == "1903").unwrap()["words"]
    );
    place.expect(0, ["trend", "--by", "lang", "workers"]);
    place.expect(1, ["trend", "xyzzyqwv"]);
    place.expect(2, ["trend"]);
}

#[test]
fn footnotes_are_found_and_words_with_their_marks() {
    let place = Place::new();
    place.file(
        "docs/a.html",
        "<p>They sold the millstone<sup><a href='#n1'>1</a></sup> in the spring.</p><p>Then they went.</p>\
         <p id='n1'>1. It lies in the orchard.</p>",
    );
    place.file(
        "docs/b.xml",
        "<TEI><text><body><p>They kept the anvil<note place='foot'>It was a gift.</note> for the smith.</p></body></text></TEI>",
    );
    place.expect(0, ["index", "docs"]);
    for (query, path) in [
        ("millstone", "a.html"),
        ("\"lies in the orchard\"", "a.html"),
        ("\"the anvil for the smith\"", "b.xml"),
        ("\"a gift\"", "b.xml"),
    ] {
        let hits = place.hits(query);
        assert_eq!(hits.len(), 1, "{query}");
        assert!(hits[0]["path"].as_str().is_some_and(|found| found.ends_with(path)), "{query}");
    }
    assert!(place.hits("millstone1").is_empty());
}

#[test]
fn who_speaks_is_a_field_of_the_sitting() {
    let place = Place::new();
    place.file(
        "docs/sitting.txt",
        "THE HOUSE\n\nMr. SMITH (Leeds): I beg to move that the dues be halved.\n\n\
         Mrs. REED (Labour): They were never paid.\n\nMr. SMITH (Leeds): They will be.\n\nMrs. REED (Labour): When?\n",
    );
    place.file(
        "docs/letter.txt",
        "A letter\n\nSmith and Reed, of the Labour party, did not speak about the dues.\n",
    );
    place.expect(0, ["index", "docs"]);
    for query in ["speaker:smith", "dues speaker:\"mrs reed\"", "speaker:re*", "party:labour"] {
        let hits = place.hits(query);
        assert_eq!(hits.len(), 1, "{query}");
        assert_eq!(hits[0]["fields"]["speaker"], serde_json::json!(["Mr. SMITH", "Mrs. REED"]), "{query}");
    }
    assert!(place.hits("speaker:letter").is_empty());
}
