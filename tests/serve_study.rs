//! The study tools over HTTP: the numbers of the command line, as JSON and as files.

use crate::serve::{Serving, encoded, with_corpus, with_three};
use crate::{Place, workspace};
use serde_json::Value;

/// What both are asked: the route with its parameters, and the command.
const FIGURES: [(&str, &[&str]); 10] = [
    ("words?q=&stop_words=en", &["words", "--stop-words", "en"]),
    ("words?q=power&sort=dp&min_count=3", &["words", "power", "--sort", "dp", "--min-count", "3"]),
    ("words?q=&duplicates=fold&min_documents=4", &["words", "--duplicates", "fold", "--min-documents", "4"]),
    ("keyness?q=lang:fr&where=type=text", &["keyness", "lang:fr", "--where", "type=text"]),
    (
        "keyness?q=power&reference=peace&negative=true",
        &["keyness", "power", "--reference", "peace", "--negative"],
    ),
    (
        "collocates?q=work*&left=2&right=0&sort=log-dice",
        &["collocates", "work*", "--left", "2", "--right", "0", "--sort", "log-dice"],
    ),
    (
        "collocates?q=power&within=sentence&like=w*",
        &["collocates", "power", "--within", "sentence", "--like", "w*"],
    ),
    (
        "ngrams?q=&shortest=3&longest=4&min_documents=2",
        &["ngrams", "--words", "3..4", "--min-documents", "2"],
    ),
    ("groups?q=workers&by=before1", &["kwic", "workers", "--group=before1"]),
    (
        "trend?q=strike*&by=decade&also=lockout&also=peace",
        &["trend", "strike*", "--by", "decade", "--also", "lockout", "--also", "peace"],
    ),
];

/// A route with another end: `words?q=` as `words.csv?q=`.
fn file(target: &str, end: &str) -> String {
    let (name, query) = target.split_once('?').expect("a query");
    format!("/api/{name}.{end}?{query}")
}

/// What the command line writes for all of it.
#[track_caller]
fn written(place: &Place, args: &[&str], format: &str) -> String {
    let all: &[&str] = if args[0] == "trend" || args[0] == "diff" { &[] } else { &["-n", "all"] };
    place.expect(0, args.iter().chain(all).chain(&["--format", format])).stdout
}

#[track_caller]
fn check_files(place: &Place, serving: &Serving, target: &str, args: &[&str]) {
    for (end, format) in [("csv", "csv"), ("jsonl", "json")] {
        let reply = serving.get(&file(target, end));
        assert_eq!((reply.status, reply.whole), (200, true), "{target}: {}", reply.text());
        let name = reply.header("content-disposition").expect("a name");
        assert!(name.ends_with(&format!(".{end}\"")), "{name}");
        assert!(reply.text() == written(place, args, format), "{target} as {end}");
    }
}

#[test]
fn figures_are_those_of_the_command_line() {
    let (place, serving) = with_corpus();
    for (target, args) in FIGURES {
        check_files(&place, &serving, target, args);
        if let "groups" | "trend" = target.split('?').next().unwrap_or_default() {
            continue;
        }
        let rows = place.expect(0, args.iter().chain(&["--format", "json"])).objects();
        let found = serving.json(&format!("/api/{target}"));
        assert_eq!(found["rows"], Value::Array(rows), "{target}");
        assert!(found["total"].as_u64() > Some(0), "{target}");
    }
    let page = serving.json("/api/words?q=&limit=5&offset=3");
    let rows = place.expect(0, ["words", "-n", "5", "--offset", "3", "--format", "json"]).objects();
    assert_eq!(page["rows"], Value::Array(rows));
    serving.get("/api/collocates?q=power&left=0&right=0").is_error(422, "bad-combination");
    serving.get("/api/collocates.csv?q=power&left=0&right=0").is_error(422, "bad-combination");
    serving.get("/api/words.csv?q=&limit=1").is_error(400, "bad-parameter");
}

#[test]
fn queries_stand_side_by_side_in_a_trend() {
    let (place, serving) = with_corpus();
    let found = serving.json("/api/trend?q=strike*&by=decade&also=lockout&also=peace&from=1900");
    let of = |query: &str| {
        Value::Array(
            place
                .expect(0, ["trend", query, "--by", "decade", "--from", "1900", "--format", "json"])
                .objects(),
        )
    };
    assert_eq!(found["points"], of("strike*"));
    let also = found["also"].as_array().expect("two more");
    assert_eq!(also.len(), 2);
    for (one, query) in also.iter().zip(["lockout", "peace"]) {
        assert_eq!((&one["query"]["text"], &one["points"]), (&query.into(), &of(query)));
    }
    assert_eq!(serving.json("/api/trend?q=strike*")["also"], Value::Array(Vec::new()));
    let many = "&also=a".repeat(7);
    serving.get(&format!("/api/trend?q=b{many}")).is_error(400, "bad-parameter");
}

#[test]
fn stop_words_are_a_list_or_ones_own() {
    let (place, serving) = with_corpus();
    place.file("stop.txt", "the\nOF\nand\n");
    let rows =
        place.expect(0, ["words", "--stop-words", "stop.txt", "-n", "9", "--format", "json"]).objects();
    let found = serving.json("/api/words?q=&limit=9&stop_words=the+OF%0Aand");
    assert_eq!(found["rows"], Value::Array(rows));
    let rows =
        place.expect(0, ["words", "lang:de", "--stop-words", "de", "-n", "9", "--format", "json"]).objects();
    assert_eq!(serving.json("/api/words?q=lang:de&limit=9&stop_words=de")["rows"], Value::Array(rows));
}

#[test]
fn a_codebook_fits_into_an_address() {
    let (place, serving) = with_corpus();
    let text = std::fs::read_to_string(workspace().join("docs/labour.yml")).expect("the codebook is there");
    let book = encoded(&text);
    let command = ["code", "--codebook", "docs/labour.yml"];
    for (parameters, more) in [
        ("q=", &[][..]),
        ("q=harbour&where=lang=en", &["harbour", "--where", "lang=en"]),
        ("q=&level=1&duplicates=fold", &["--level", "1", "--duplicates", "fold"]),
        ("q=&by=doc&rate=true", &["--by", "doc", "--rate"]),
        ("q=&by=decade&from=1900", &["--by", "decade", "--from", "1900"]),
    ] {
        let args: Vec<&str> = command.iter().chain(more).copied().collect();
        for (end, format) in [("csv", "csv"), ("jsonl", "json")] {
            let reply = serving.get(&format!("/api/code.{end}?{parameters}&codebook={book}"));
            let run = place.expect(0, args.iter().chain(&["-n", "all", "--format", format]));
            assert!(reply.text() == run.stdout, "{parameters} as {end}: {}", reply.text());
        }
        let found = serving.json(&format!("/api/code?{parameters}&codebook={book}&form=yaml"));
        let rows = place.expect(0, args.iter().chain(&["-n", "50", "--format", "json"])).objects();
        if parameters.contains("by=doc") {
            assert_eq!(found["rows"], Value::Array(rows), "{parameters}");
        } else if parameters.contains("by=") {
            let points =
                found["trends"].as_array().expect("trends").iter().map(|one| one["points"].as_array());
            assert_eq!(points.map(|points| points.map_or(0, Vec::len)).sum::<usize>(), rows.len());
        } else {
            assert_eq!(found["categories"], Value::Array(rows), "{parameters}");
        }
    }
    // a category is a set for any query
    let run = place
        .expect(0, ["search", "--codebook", "docs/labour.yml", "@labour.strike AND @democracy", "--count"]);
    let count =
        serving.json(&format!("/api/count?q={}&codebook={book}", encoded("@labour.strike AND @democracy")));
    assert!(
        run.stdout.starts_with(&format!("{} matches in {} documents", count["matches"], count["documents"]))
    );
    // what cannot be used is told with its line
    let found = serving.json(&format!("/api/code?q=&codebook={}", encoded("strike# strike*\nlost line\n")));
    assert_eq!(found["problems"][0]["line"], 2);
    assert_eq!(found["categories"][0]["category"], "strike");
    serving.get(&format!("/api/code?q=peace&by=year&codebook={book}")).is_error(422, "bad-combination");
    serving.get("/api/code?q=").is_error(400, "bad-parameter");
}

#[test]
fn passages_and_documents_are_those_of_the_command_line() {
    let (place, serving) = with_corpus();
    let passage = "We demand a register of all harbour labour, kept by an elected board.";
    let (old, new) = ("corpus/platform-1996.txt", "corpus/platform-2004.txt");
    for (target, args) in [
        (format!("quote?text={}", encoded(passage)), &["quote", passage][..]),
        (format!("quote?document={new}&words=8"), &["quote", "--document", new, "--words", "8"]),
        (
            "quote?documents=harbour&against=date:..1999".to_owned(),
            &["quote", "--documents", "harbour", "--against", "date:..1999"],
        ),
        (
            format!("quote?document={new}&words=8&most_documents=2"),
            &["quote", "--document", new, "--words", "8", "--most-documents", "2"],
        ),
        (format!("similar?document={new}"), &["similar", new]),
        (format!("diff?old={old}&new={new}"), &["diff", old, new, "--all"]),
    ] {
        check_files(&place, &serving, &target, args);
        let run = place.expect(0, args.iter().chain(&["--format", "json"])).objects();
        let found = serving.json(&format!("/api/{target}"));
        let key = ["quotations", "documents", "changes"].into_iter().find(|key| found[key].is_array());
        assert_eq!(found[key.expect("a list")], Value::Array(run), "{target}");
    }
    serving.get(&format!("/api/quote?text=a&documents={new}")).is_error(422, "bad-combination");
    serving.get("/api/similar.csv?document=nothing.txt").is_error(404, "no-document");
    serving.get("/api/diff.csv?new=corpus/chartist-league.txt").is_error(400, "bad-parameter");
}

#[test]
fn what_was_cited_is_found_again() {
    let (place, serving) = with_three();
    let cited = serving.json("/api/cite?document=docs/a.txt&q=river&style=annotation");
    let annotation = encoded(cited["formatted"].as_str().expect("an annotation"));
    let find = || serving.json(&format!("/api/locate?citation={annotation}"))["found"].clone();
    let found = find();
    assert_eq!((&found["state"], &found["path"]), (&"same".into(), &"docs/a.txt".into()));
    assert_eq!(found["text"], "The alder stands by the river.");
    // by its parts
    let quote = &cited["citation"]["quote"];
    let parts = |exact: &str| {
        let target = format!(
            "/api/locate?document=docs/a.txt&exact={}&start={}",
            encoded(exact),
            quote["characters"][0]
        );
        serving.json(&target)["found"].clone()
    };
    assert_eq!(parts("The alder stands by the river.")["state"], "moved");
    assert_eq!(parts("Nothing of this was ever said by anybody at all."), Value::Null);
    // as the command line does
    place.file(
        "docs/a.txt",
        "Alder\n\nIn spring the alder stands by the river again. It fell.\n\n1 May 1901\n",
    );
    place.expect(0, ["index", "docs"]);
    place.file("cite.json", cited["formatted"].as_str().expect("an annotation"));
    let run = place.expect(0, ["show", "--citation", "cite.json", "--format", "json"]).objects().remove(0);
    assert_eq!(run["state"], "changed");
    assert_eq!(find(), run);
    serving.get("/api/locate?citation=%7B%7D").is_error(422, "unclear-citation");
    serving.get("/api/locate?citation=%7B%7D&exact=a").is_error(422, "bad-combination");
    serving.get("/api/locate").is_error(422, "bad-combination");
}

#[test]
fn a_study_has_a_time() {
    let (_place, serving) = with_corpus();
    let book = encoded("a# the\nb# of\n");
    for target in [
        "words?q=*",
        "keyness?q=*&reference=the",
        "collocates?q=the",
        "ngrams?q=*&longest=10&min_count=1",
        "quote?document=corpus/debate-harbour-labour-1912.txt",
        "quote?documents=*",
        "trend?q=*&also=the",
        &format!("code?q=*&codebook={book}"),
        &format!("code?q=&by=year&codebook={book}"),
    ] {
        let reply = serving.get(&format!("/api/{target}&timeout=0.000001"));
        assert_eq!((reply.status, reply.header("etag")), (200, None), "{target}: {}", reply.text());
    }
    let passage = encoded("we demand a list of all the labour of the harbour that a board keeps");
    let target = format!("/api/locate?document=nothing&exact={passage}&timeout=0.000001");
    serving.get(&target).is_error(503, "late");
}

#[test]
fn every_view_of_the_page_answers_and_says_what_is_wrong() {
    let (_place, serving) = with_corpus();
    let book = encoded("peace# peace OR disarm*\n");
    let later = "corpus/platform-2004.txt";
    for target in [
        "/words",
        "/words?q=harbour&page=2",
        "/keyness?target_from=1900&target_to=1949",
        "/collocates?q=work*",
        "/ngrams?longest=4",
        &format!("/code?codebook={book}"),
        &format!("/code?codebook={book}&by=doc"),
        &format!("/code?codebook={book}&by=party"),
        "/quote",
        &format!("/quote?document={later}"),
        &format!("/similar?document={later}"),
        &format!("/diff?new={later}"),
        &format!("/cite?document={later}"),
        &format!("/doc/{later}?range=0-100"),
        &format!("/doc/{later}?range=5-999999999"),
        "/locate",
        "/trend?q=peace&also=war&by=party",
        // what belongs to somebody else, and empty fields of a form
        "/words?q=&utm=1&like=&min_count=",
    ] {
        let reply = serving.get(target);
        assert_eq!(reply.status, 200, "{target}");
        assert_eq!(reply.header("content-type"), Some("text/html; charset=utf-8"), "{target}");
        assert!(reply.header("etag").is_some(), "{target}");
        assert!(reply.text().contains("<h1"), "{target}");
    }
    for (target, status) in [
        ("/words?min_count=none", 400),
        ("/words?min_count=0", 400),
        ("/collocates?q=work*&left=0&right=0", 422),
        ("/ngrams?shortest=4&longest=2", 422),
        ("/code?q=peace&by=year&codebook=a%23%20b", 422),
        ("/quote?text=a&document=b", 404),
        ("/quote?document=nothing.txt", 404),
        ("/similar", 400),
        ("/similar?document=nothing.txt", 404),
        ("/diff?new=corpus/chartist-league.txt", 400),
        ("/cite?document=nothing.txt", 404),
        ("/cite?document=corpus/chartist-league.txt&range=9-1", 400),
        ("/locate?citation=nonsense", 422),
    ] {
        let reply = serving.get(target);
        assert_eq!(
            (reply.status, reply.header("content-type")),
            (status, Some("text/html; charset=utf-8")),
            "{target}"
        );
        assert!(reply.text().contains("role=\"alert\""), "{target}");
    }
}

#[test]
fn an_index_that_is_gone_is_said_by_every_tool() {
    let (place, serving) = with_three();
    std::fs::remove_dir_all(place.path().join("index")).expect("it is gone");
    for target in
        ["words?q=", "ngrams.csv?q=", "quote?text=a", "similar?document=a", "code?q=&codebook=a%23b"]
    {
        serving.get(&format!("/api/{target}")).is_error(503, "index-unavailable");
    }
    for target in ["/words", "/keyness?q=a", "/quote?text=a", "/diff?new=a", "/cite?document=a"] {
        let page = serving.get(target);
        assert_eq!(page.status, 503, "{target}");
        assert!(page.text().contains("The index is not there."), "{target}");
    }
}
