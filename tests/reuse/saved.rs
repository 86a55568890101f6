//! Citations that find their passage again, and questions that are asked again.

use crate::Place;
use serde_json::Value;
use std::fs;

fn place() -> Place {
    let place = Place::new();
    place.file(
        "docs/mill.txt",
        "Of mills & \"men\"\n\nMarch 1, 1886\n\nIt is soon said. The mill belongs to those who work in it. So it is.\n",
    );
    place.file("docs/bread.txt", "Bread\n\nThe bakers strike at two. The mill belongs to nobody.\n");
    place.expect(0, ["index", "docs"]);
    place
}

#[test]
fn a_citation_finds_its_passage_again_or_says_what_became_of_it() {
    let place = place();
    let cite = ["cite", "docs/mill.txt", "belongs", "--style", "annotation"];
    let annotation = place.expect(0, cite).stdout;
    place.file("cited.json", &annotation);
    let value: Value = serde_json::from_str(&annotation).unwrap();
    assert_eq!(value["@context"], "http://www.w3.org/ns/anno.jsonld");
    assert_eq!(value["target"]["source"], "docs/mill.txt");
    let quote = &value["target"]["selector"][0];
    assert_eq!(quote["exact"], "The mill belongs to those who work in it.");
    // the place is that of the text, in characters
    let text = place.expect(0, ["show", "docs/mill.txt", "--format", "json"]).objects()[0]["text"].clone();
    let text: Vec<char> = text.as_str().unwrap().chars().collect();
    let position = &value["target"]["selector"][1];
    let at = |name: &str| position[name].as_u64().unwrap() as usize;
    let there: String = text[at("start")..at("end")].iter().collect();
    assert_eq!(quote["exact"], there);

    let show = ["show", "--citation", "cited.json"];
    let again = |stands: &str, says: &str, code: i32| {
        let run = place.expect(code, show);
        assert!(run.stdout.contains(stands), "{}", run.stdout);
        assert!(run.stderr.contains(says), "{}", run.stderr);
    };
    again("[[The mill belongs to those who work in it.]]", "the text is as it was cited", 0);
    // something before it, and another place
    place.file(
        "docs/mill.txt",
        "Of mills\n\nMarch 1, 1886\n\nMuch was added here.\n\nIt is soon said. The mill belongs to those who work in it.\n",
    );
    place.expect(0, ["index", "docs"]);
    again("docs/mill.txt:7\n", "stands in it word for word", 0);
    // other words
    place.file(
        "docs/mill.txt",
        "Of mills\n\nMarch 1, 1886\n\nIt is said. The old mill belongs to them who work in it.\n",
    );
    place.expect(0, ["index", "docs"]);
    again("mill belongs to them who work in it]]", "and the passage with it: ", 0);
    // gone from there, and found in another file
    place.file("docs/mill.txt", "Of mills\n\nNothing is left here of what was said.\n");
    place.file("docs/later.txt", "Later\n\nThey wrote: The mill belongs to those who work in it.\n");
    place.expect(0, ["index", "docs"]);
    again("docs/later.txt:3\n", "docs/mill.txt does not have it any more", 0);
    fs::remove_file(place.path().join("docs/later.txt")).unwrap();
    place.expect(0, ["index", "docs"]);
    again("", "nothing of it is left", 1);
}

#[test]
fn each_style_is_written_as_it_asks() {
    let place = place();
    let cite = |style: &str| {
        place
            .expect(0, ["cite", "docs/mill.txt", "--quote", "The mill belongs to those", "--style", style])
            .stdout
    };
    assert!(cite("text").starts_with(
        "“The mill belongs to those”\nOf mills & \"men\", 1886-03-01, docs/mill.txt:5\nblake3:"
    ));
    assert_eq!(cite("chicago"), "“Of mills & ‘men,’” March 1, 1886, docs/mill.txt, line 5.\n");
    assert!(cite("bibtex").contains(
        "title = {{Of mills \\& \\textquotedbl{}men\\textquotedbl{}}},\n  year = {1886},\n  month = mar,\n"
    ));
    let csl: Value = serde_json::from_str(&cite("csl")).unwrap();
    assert_eq!(csl[0]["issued"]["date-parts"][0], serde_json::json!([1886, 3, 1]));
    let undated = place.expect(0, ["cite", "docs/bread.txt", "--style", "chicago"]).stdout;
    assert_eq!(undated, "“Bread,” n.d., docs/bread.txt.\n");
    place.expect(1, ["cite", "docs/bread.txt", "zeppelin"]);
    place.expect(1, ["cite", "docs/bread.txt", "--quote", "the zeppelin that nobody ever saw anywhere"]);
    let run = place.expect(2, ["cite", "docs/bred.txt"]);
    assert!(run.stderr.contains("no document 'docs/bred.txt'"), "{}", run.stderr);
}

#[test]
fn what_was_saved_is_asked_again() {
    let place = place();
    place.file("book.yml", "place: [mill, bakery]\npeople: [baker*]\n");
    for (args, file) in [
        (&["search", "mill"][..], "search.json"),
        (&["search", "mill", "--count"], "count.json"),
        (&["kwic", "mill"], "kwic.json"),
        (&["trend", "mill"], "trend.json"),
        (&["trend", "mill", "--also", "bread", "--by", "type", "--duplicates", "fold"], "trends.json"),
        (&["kwic", "mill", "--group=before1"], "groups.json"),
        (&["words", "--min-count", "2", "--sort", "word"], "words.json"),
        (&["keyness", "bakers", "--reference", "work", "--min-count", "1"], "keyness.json"),
        (&["collocates", "mill", "--min-count", "1", "--within", "sentence"], "collocates.json"),
        (&["ngrams", "--words", "2..4", "--stop-words", "en"], "ngrams.json"),
        (&["search", "@place", "--codebook", "book.yml"], "set.json"),
        (&["code", "--codebook", "book.yml"], "code.json"),
        (&["code", "--codebook", "book.yml", "--by", "doc", "-n", "1"], "documents.json"),
        (&["code", "--codebook", "book.yml", "--by", "year"], "years.json"),
        (&["quote", "the mill belongs to those who work"], "quote.json"),
        (&["similar", "docs/mill.txt"], "similar.json"),
    ] {
        let run = place.expect(0, args.iter().copied().chain(["--save", file]));
        assert!(run.stderr.contains(&format!("saved in {file}: ")), "{}", run.stderr);
        let run = place.expect(0, ["replay", file]);
        assert!(run.stdout.starts_with("the same: "), "{}", run.stdout);
    }
    // another document, one that changed, one that is gone
    place.file("docs/new.txt", "New\n\nA mill by the river, a mill by the sea.\n");
    place.file("docs/bread.txt", "Bread\n\nThe bakers sleep.\n");
    place.expect(0, ["index", "docs"]);
    let run = place.expect(1, ["replay", "search.json"]);
    for says in [
        "different: 2 results, as there were\n",
        "1 documents were added to the index\n    docs/new.txt\n",
        "1 documents of the index changed\n    docs/bread.txt\n",
        "1 results are new\n    docs/new.txt\n",
        "1 results are gone\n    docs/bread.txt\n",
    ] {
        assert!(run.stdout.contains(says), "{says}: {}", run.stdout);
    }
    let told = &place.expect(1, ["replay", "kwic.json", "--format", "json"]).objects()[0];
    assert_eq!(told["same"], false);
    assert_eq!(told["new"].as_array().unwrap().len(), 2);
    // a row of figures goes by what it counts, and a codebook by what it held
    place.file("book.yml", "place: [quay]\n");
    let told = |file: &str| place.expect(1, ["replay", file, "--format", "json"]).objects().remove(0);
    let (words, code) = (told("words.json"), told("code.json"));
    assert!(words["other"].as_array().unwrap().iter().any(|word| word == "mill"), "{words}");
    assert_eq!(code["other"], serde_json::json!(["place", "people"]));
    // what is new since then
    let since = place.expect(0, ["search", "--since", "search.json", "--format", "json"]).objects();
    let paths: Vec<_> = since.iter().map(|hit| hit["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["docs/new.txt"]);
    place.expect(0, ["search", "bakers", "--since", "search.json"]);
    place.expect(1, ["search", "work", "--since", "search.json"]);
    let new = place.expect(0, ["words", "mill", "--since", "words.json", "--format", "json"]).objects();
    assert!(new.iter().any(|row| row["word"] == "sea") && new.iter().all(|row| row["word"] != "belongs"));
    assert_eq!(
        place.expect(0, ["kwic", "mill", "--since", "kwic.json", "--format", "json"]).objects().len(),
        2
    );
    fs::remove_file(place.path().join("docs/mill.txt")).unwrap();
    place.expect(0, ["index", "docs"]);
    let run = place.expect(1, ["replay", "count.json"]);
    assert!(run.stdout.contains("1 documents were removed from the index"), "{}", run.stdout);
}

#[test]
fn saved_quotations_go_by_their_places() {
    let place = place();
    let text = "Paper\n\nThey wrote: It is soon said. The mill belongs to those who work in it. So it is.\n";
    place.file("docs/paper.txt", text);
    place.expect(0, ["index", "docs"]);
    place.expect(0, ["quote", "--documents", "wrote", "--words", "8", "--save", "run.json"]);
    place.expect(0, ["replay", "run.json"]);
    place.file("docs/paper.txt", text.replace("Paper", "Old paper"));
    place.expect(0, ["index", "docs"]);
    let told = &place.expect(1, ["replay", "run.json", "--format", "json"]).objects()[0];
    let id = |path: &str| place.expect(0, ["show", path, "--format", "json"]).objects()[0]["id"].clone();
    let (mill, paper) = (id("docs/mill.txt"), id("docs/paper.txt"));
    assert_eq!((&told["total"], told["gone"].as_array().unwrap().len()), (&serde_json::json!([1, 1]), 1));
    let new = told["new"][0].as_str().unwrap();
    assert!(new.starts_with(mill.as_str().unwrap()) && new.contains(paper.as_str().unwrap()), "{told}");
    let shown = place.expect(1, ["replay", "run.json"]).stdout;
    assert!(shown.contains("    docs/mill.txt byte "), "{shown}");
}

#[test]
fn what_is_no_saved_file_is_refused() {
    let place = place();
    let says = |args: &[&str], expected: &str| {
        let run = place.expect(2, args);
        assert!(run.stderr.contains(expected) && run.stderr.contains("hint: "), "{args:?}: {}", run.stderr);
        assert!(!run.stderr.contains('\u{1b}'), "{args:?}");
    };
    place.file("book.yml", "place: [mill]\n");
    says(&["code", "--codebook", "book.yml", "--lines", "--save", "run.json"], "are not saved");
    place.file("no.json", "no json \u{1b}[31m");
    place.file("other.json", "{\"results\": [1, 2]}");
    place.file("newer.json", "{\"pamphlet_run\": 7}");
    place.file("half.json", "{\"pamphlet_run\": 1, \"query\": \"a\\u001b[31m\"}");
    place.file("bytes.json", b"\xff\xfe\x00\x01");
    says(&["replay", "no.json"], "the saved run cannot be read: it is no JSON");
    says(&["replay", "other.json"], "it has no 'pamphlet_run'");
    says(&["replay", "newer.json"], "it is of version 7, newer than 1");
    says(&["replay", "half.json"], "the saved run cannot be read: missing field");
    says(&["replay", "bytes.json"], "it is no JSON");
    says(&["replay", "nwer.json"], "did you mean 'newer.json'?");
    says(&["search", "mill", "--since", "other.json"], "it has no 'pamphlet_run'");
    says(&["show", "--citation", "other.json"], "the citation cannot be read");
    says(&["show", "--citation", "no.json"], "the citation cannot be read: no JSON");
    // hostile text in a file that can be read
    place.expect(0, ["search", "mill", "--save", "run.json"]);
    let text = fs::read_to_string(place.path().join("run.json")).unwrap();
    place.file("hostile.json", text.replace("\"mill\"", "\"mill \\u001b[31m\\u202e(((( OR \\\"\""));
    let run = place.run(["replay", "hostile.json"]);
    assert!(matches!(run.code, 0 | 1), "{}", run.stderr);
    assert!(!run.stdout.contains('\u{1b}') && !run.stderr.contains('\u{1b}'), "{}", run.stdout);
    place.file("versions.json", text.replacen("\"analyzer\": ", "\"analyzer\": 4", 1));
    let run = place.run(["replay", "versions.json"]);
    assert!(run.stdout.contains("another version of analyzer: "), "{}", run.stdout);
}
