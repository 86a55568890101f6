//! Codebooks: documents counted by categories, sets in queries, matches drawn by lot; and what of a codebook is wrong.

use crate::Place;

/// Three texts of 12, 10 and 7 words.
const TEXTS: &str = r#"{"id":"1","party":"A","date":"1901","text":"The tax on bread. A heavy tax, said the bakers of York."}
{"id":"2","party":"A","date":"1902","text":"Taxes fall, wages rise: the excise duty on bread falls."}
{"id":"3","party":"B","text":"An army needs bread and no tax."}
"#;

const BOOK: &str =
    "economy:\n  tax: [tax, excise duty]\n  pay: [wage*]\nwar:\n  - army\n  - '\"no tax\" OR navy'\n";

fn place() -> Place {
    let place = Place::new();
    place.file("texts.jsonl", TEXTS);
    place.file("policy.yml", BOOK);
    place.expect(0, ["index", "texts.jsonl"]);
    place
}

/// `tax` 2, 0 and 1 times, `excise duty` once; `taxes` is another word. `wages` once. `army`, and `no tax` once each.
/// Per million of 29 words: 4, 1 and 2 times 1,000,000 / 29 = 34482.759.
#[test]
fn categories_by_hand() {
    let place = place();
    let csv = |args: &[&str]| {
        let args = [&["code", "--codebook", "policy.yml", "--format", "csv"], args].concat();
        place.expect(0, args).stdout
    };
    assert_eq!(
        csv(&[]),
        "category,matches,documents,per_million,find\neconomy.tax,4,3,137931.034,'@economy.tax\n\
         economy.pay,1,1,34482.759,'@economy.pay\nwar,2,1,68965.517,'@war\n"
    );
    let rows = csv(&["--by", "doc"]);
    let rows: Vec<&str> = rows.lines().map(|line| line.split_once(',').expect("an id").1).collect();
    assert_eq!(
        rows,
        [
            "path,date,words,economy.tax,economy.pay,war",
            "texts.jsonl#1,1901,12,2,0,0",
            "texts.jsonl#2,1902,10,1,1,0",
            "texts.jsonl#3,,7,1,0,2",
        ]
    );
    // matches in a million words, of the documents of a query, by the first names
    let rows = csv(&["--by", "doc", "--rate", "army", "--level", "1"]);
    assert!(rows.ends_with(",texts.jsonl#3,,7,142857.143,285714.286\n"), "{rows}");
    let rows = csv(&["--by", "party"]);
    assert!(rows.contains("economy.tax,A,3,2,22,136363.636,true,"), "{rows}");
    // `no tax` is a match of war, and `tax` in it one of tax: each category is counted by itself
    let rows = csv(&["army", "--lines"]);
    let keywords: Vec<_> =
        rows.lines().skip(1).map(|line| line.split(',').nth(5).expect("a keyword")).collect();
    assert_eq!(keywords, ["tax", "army", "no tax"]);
}

/// `baker` finds `bakers`, too: what is counted in its documents are the lines in them.
#[test]
fn lines_within_a_query_are_those_that_are_counted() {
    let place = place();
    let args = ["code", "--codebook", "policy.yml", "--format", "csv", "baker"];
    let counted = place.expect(0, args).stdout;
    assert!(counted.contains("economy.tax,2,1,"), "{counted}");
    let lines = place.expect(0, args.iter().chain(&["--lines"])).stdout;
    assert_eq!(lines.lines().count(), 1 + 2, "{lines}");
}

#[test]
fn sets_stand_in_queries() {
    let place = place();
    let count = |query: &str| {
        let run =
            place.run(["search", "--count", "--format", "json", "--codebook", "policy.yml", "--", query]);
        let row = run.objects().remove(0);
        (row["documents"].as_u64().expect("documents"), row["matches"].as_u64().expect("matches"))
    };
    assert_eq!(count("@economy"), (3, 5));
    assert_eq!(count("@ECONOMY.Tax"), (3, 4));
    assert_eq!(count("@economy AND bread"), (3, 8));
    assert_eq!(count("@economy.tax NEAR/4 bread"), (3, 7));
    assert_eq!(count("-@war"), (2, 0));
    assert_eq!(count("sent(@economy.pay @economy.tax)"), (1, 2));
    let run = place.expect(1, ["search", "--codebook", "policy.yml", "@peace"]);
    assert!(
        run.stderr.contains("note: there is no set '@peace' in a codebook: read as a word"),
        "{}",
        run.stderr
    );
    place.expect(2, ["search", "--strict", "--codebook", "policy.yml", "@peace"]);
    // as with every other query
    for command in ["kwic", "trend", "words", "collocates", "ngrams"] {
        place.expect(
            0,
            [command, "--codebook", "policy.yml", "--min-count=1", "@economy"]
                .iter()
                .filter(|word| !word.starts_with("--min") || !matches!(command, "kwic" | "trend")),
        );
    }
}

#[test]
fn lots_are_drawn_by_a_seed() {
    let place = place();
    let draw = |seed: &str| {
        place
            .expect(
                0,
                ["code", "--codebook", "policy.yml", "--sample", "2", "--seed", seed, "--format", "csv"],
            )
            .stdout
    };
    assert_eq!(draw("1"), draw("1"));
    assert!((2..9).any(|seed| draw(&seed.to_string()) != draw("1")));
    // two of four, the one that there is, two of two
    assert_eq!(draw("1").lines().count(), 1 + 2 + 1 + 2);
    let all =
        place.expect(0, ["code", "--codebook", "policy.yml", "--sample", "99", "--format", "csv"]).stdout;
    assert_eq!(
        all,
        place.expect(0, ["code", "--codebook", "policy.yml", "--lines", "--format", "csv"]).stdout
    );
}

#[test]
fn every_error_of_a_codebook_is_named_and_the_rest_is_used() {
    let place = place();
    place.file("broken.txt", "tax# tax OR excise\nwar army\npay# (wages\n");
    let run = place.expect(0, ["code", "--codebook", "broken.txt"]);
    assert_eq!(
        run.stderr,
        "warning: broken.txt:2: there is no '#' between a label and a query\n\
         warning: broken.txt:3: '(' without ')' is left out\n5 matches in 3 documents with 29 words\n"
    );
    place.file("broken.dic", "%\n1\tTax\n%\ntax\t1\nwage*\t2\n");
    let run = place.expect(0, ["code", "--codebook", "broken.dic"]);
    assert!(run.stderr.starts_with("warning: broken.dic:5: there is no category 2\n"), "{}", run.stderr);
    let told = |args: &[&str], want: &str| {
        let run = place.expect(2, args);
        assert!(run.stderr.contains(want), "{args:?}: {}", run.stderr);
    };
    place.file("empty.yml", "# nothing\n");
    told(&["code", "--codebook", "empty.yml"], "error: the codebook 'empty.yml' has no category\nhint: ");
    told(&["code", "--codebook", "gone.yml"], "error: cannot read the codebook 'gone.yml'");
    told(&["code"], "error: no codebook was given\nhint: for example: ");
    told(&["code", "--codebook", "policy.yml", "--level", "0"], "error: '--level 0' is no level");
    told(
        &["code", "tax", "--codebook", "policy.yml", "--by", "year"],
        "error: a table by time or field takes no query",
    );
    place.expect(1, ["code", "--codebook", "policy.yml", "zebra"]);
}
