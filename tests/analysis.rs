//! Figures about words: worked out by hand for four short texts, equal to what searches count on the sample documents, and
//! refused where they cannot be. `tests/analysis/run` compares the same with NLTK.

use crate::{Place, workspace};
use pamphlet::{
    CollocatesOptions, Index, KeynessOptions, NgramsOptions, Request, TrendBy, Within, WordFilter,
    WordsOptions,
};
use serde_json::Value;

/// 22 words: eight and four of party A, six and four of party B, the last without a date.
const TEXTS: &str = r#"{"id":"1","party":"A","date":"1901","text":"Bread and work. We want bread and peace."}
{"id":"2","party":"A","date":"1902","text":"No bread without work."}
{"id":"3","party":"B","date":"1902","text":"Peace and order. Order before bread."}
{"id":"4","party":"B","text":"Order must rule here."}
"#;

fn place() -> Place {
    let place = Place::new();
    place.file("texts.jsonl", TEXTS);
    place.expect(0, ["index", "texts.jsonl"]);
    place
}

fn row(place: &Place, args: &[&str], word: &str) -> Value {
    let run = place.expect(0, args.iter().chain(&["--format", "json", "-n", "all"]));
    let found = run.objects().into_iter().find(|row| row["word"] == word || row["ngram"] == word);
    found.unwrap_or_else(|| panic!("no {word}: {}", run.stdout))
}

#[track_caller]
fn check(row: &Value, want: &[(&str, f64)]) {
    for (name, want) in want {
        let found = row[name].as_f64().unwrap_or_else(|| panic!("{name}: {row}"));
        assert!((found - want).abs() < 6e-5, "{name} is {found}, not {want}: {row}");
    }
}

/// `bread` stands 2, 1, 1, 0 times in texts of 8, 4, 6, 4 words.
///
/// DP = (|2/4 − 8/22| + |1/4 − 4/22| + |1/4 − 6/22| + |0 − 4/22|) / 2 = (.136364 + .068182 + .022727 + .181818) / 2
/// D: the rates are .25, .25, .166667, 0; their mean is .166667, their deviation √.0104167 = .102062;
///    1 − (.102062 / .166667) / √3 = .646447
#[test]
fn a_word_by_hand() {
    let place = place();
    let bread = row(&place, &["words"], "bread");
    check(&bread, &[("count", 4.0), ("documents", 3.0), ("per_million", 181_818.182)]);
    check(&bread, &[("dp", 0.2045), ("juilland_d", 0.6464)]);
    // of the documents of a query only: 3 of 12 words
    check(&row(&place, &["words", "party:A"], "bread"), &[("count", 3.0), ("per_million", 250_000.0)]);
    let first = place.expect(0, ["words", "--format", "csv", "-n", "2"]).stdout;
    assert_eq!(
        first,
        "word,count,per_million,documents,dp,juilland_d,find\n\
         bread,4,181818.182,3,0.2045,0.6464,\"\"\"bread\"\"\"\nand,3,136363.636,2,0.3636,0.4,\"\"\"and\"\"\"\n"
    );
}

/// `bread` is 3 of 12 words of A, and 1 of 10 of B.
///
/// Expected: 12 × 4/22 = 2.181818, 9.818182, 1.818182, 8.181818.
/// G² = 2 × (3 ln 3/2.181818 + 9 ln 9/9.818182 + 1 ln 1/1.818182 + 9 ln 9/8.181818)
///    = 2 × (.955361 − .783103 − .597837 + .857792) = .864426; BIC = .864426 − ln 22 = −2.226616
/// log ratio = log2(.25 / .1); %DIFF = 150; odds 3 × 9 / (9 × 1)
#[test]
fn a_keyword_by_hand() {
    let place = place();
    let bread = row(&place, &["keyness", "--target", "party:A"], "bread");
    check(
        &bread,
        &[("count", 3.0), ("reference_count", 1.0), ("documents", 2.0), ("reference_documents", 1.0)],
    );
    check(&bread, &[("log_likelihood", 0.8644), ("bic", -2.2266), ("log_ratio", 1.3219)]);
    check(&bread, &[("percent_diff", 150.0), ("odds_ratio", 3.0), ("reference_per_million", 100_000.0)]);
    // a reference that is given, and the words of the other side; `order` stands 3 times in B and never in A:
    // half an occurrence of 12 against 3 of 10
    let args = ["keyness", "party:A", "--reference", "party:B", "--negative"];
    let order = row(&place, &args, "order");
    check(
        &order,
        &[("count", 0.0), ("reference_count", 3.0), ("log_ratio", -2.848), ("percent_diff", -100.0)],
    );
    // only of documents that a filter lets through
    let args = ["keyness", "party:A", "--where", "date=1902", "--negative", "--min-count", "1"];
    check(&row(&place, &args, "order"), &[("reference_count", 2.0)]);
    let run = place.expect(0, ["keyness", "party:A", "--reference", "bread"]);
    assert!(run.stderr.contains("note: 2 documents are in both parts"), "{}", run.stderr);
}

/// A window of one word: `Bread [and]`, `[want] bread [and]`, `[No] bread [without]`, `[before] bread`. Six words, two of
/// them `and`, which has three of the 18 words that are not `bread`.
///
/// Expected: 6 × 3/18 = 1, 5, 2, 10. G² = 2 × (2 ln 2 + 4 ln 4/5 + 1 ln 1/2 + 11 ln 11/10) = 1.697970
/// PMI = log2 2; MI³ = log2 8; t = (2 − 1)/√2; logDice = 14 + log2(2 × 2 / (4 + 3))
#[test]
fn a_collocate_by_hand() {
    let place = place();
    let args = ["collocates", "bread", "--window", "1"];
    let and = row(&place, &args, "and");
    check(&and, &[("count", 2.0), ("left", 0.0), ("right", 2.0), ("documents", 1.0), ("total", 3.0)]);
    check(&and, &[("expected", 1.0), ("log_likelihood", 1.698), ("pmi", 1.0), ("mi3", 3.0)]);
    check(&and, &[("t_score", 0.5f64.sqrt()), ("log_dice", 13.1926)]);
    assert_eq!(and["find"], "bread NEAR/0 \"and\"");
    let run = place.expect(0, args.iter().chain(&["--min-count", "1"]));
    assert_eq!(run.stderr, "5 collocates of 4 matches in 3 documents\n");
    // a sentence's end is no border of a paragraph: `work. We` is near `bread`, within a sentence it is not
    let near = |within: &str| {
        let args =
            ["collocates", "=work", "--left", "0", "--right", "1", "--min-count", "1", "--within", within];
        place.run(args.iter().chain(&["--format", "tsv"])).stdout.contains("\nwe\t")
    };
    assert_eq!((near("paragraph"), near("sentence")), (true, false));
}

#[test]
fn a_row_of_words_by_hand() {
    let place = place();
    let run = place.expect(0, ["ngrams", "--words", "2", "--format", "tsv"]);
    assert_eq!(
        run.stdout,
        "ngram\tn\tcount\tper_million\tdocuments\tfind\nbread and\t2\t2\t90909.091\t1\t\"bread and\"\n"
    );
    let all = ["ngrams", "--words", "1..3", "--min-count", "1", "--format", "tsv", "-n", "all"];
    // 13 different words, 17 pairs, 14 triples: `bread and` is one pair twice
    assert_eq!(place.expect(0, all).stdout.lines().count(), 1 + 13 + 17 + 14);
    // `order. Order` is a pair of a paragraph and not of a sentence
    let pair = |within: &str| {
        place.expect(0, [&all[..], &["--within", within]].concat()).stdout.contains("order order")
    };
    assert_eq!((pair("paragraph"), pair("sentence"), pair("document")), (true, false, true));
    // neither begins nor ends with a stop word
    let run = place.expect(0, all.iter().chain(&["--stop-words", "en", "--like", "BREAD"]));
    let names: Vec<&str> = run.stdout.lines().skip(1).filter_map(|line| line.split('\t').next()).collect();
    assert_eq!(
        names,
        [
            "bread",
            "bread and peace",
            "bread and work",
            "bread without work",
            "order before bread",
            "want bread"
        ]
    );
}

#[test]
fn copies_count_once_on_request() {
    let place = Place::new();
    let text = "The council of the northern weavers met on Monday evening in the hall beside the old mill and resolved \
                that no loom would run before the men who were dismissed in spring had their places again, and that \
                every lodge of the valley should hear of it by the end of the week.";
    place.file("later.txt", format!("{text}\n\nAdded on 03-01-1907\n"));
    place.file("first.txt", format!("{text}\n\nAdded on 03-01-1905\n"));
    place.expect(0, ["index", "later.txt", "first.txt"]);
    let count = |args: &[&str], word: &str| row(&place, args, word)["count"].as_u64().expect("a count");
    assert_eq!(count(&["words"], "weavers"), 2);
    assert_eq!(count(&["words", "--duplicates", "fold"], "weavers"), 1);
    let near = ["collocates", "weavers", "--min-count", "1"];
    assert_eq!(count(&near, "northern"), 2);
    assert_eq!(count(&[&near[..], &["--duplicates", "fold"]].concat(), "northern"), 1);
    assert_eq!(count(&["ngrams", "--words", "2", "--min-count", "1"], "northern weavers"), 2);
    let once = ["ngrams", "--words", "2", "--min-count", "1", "--duplicates", "fold"];
    assert_eq!(count(&once, "northern weavers"), 1);
    // the older one is what counts
    let years = |how: &str| {
        let rows = place.expect(0, ["trend", "weavers", "--duplicates", how, "--format", "json"]).objects();
        rows.iter().map(|row| row["matches"].as_u64().expect("a count")).collect::<Vec<_>>()
    };
    assert_eq!((years("show"), years("fold")), (vec![1, 0, 1], vec![1]));
    assert_eq!(count(&["words", "--duplicates", "fold", "--min-count", "1"], "1905"), 1);
}

/// Every figure is a number of passages that its query finds.
#[test]
fn figures_are_what_searches_count() {
    let place = Place::new();
    let corpus = workspace().join("corpus");
    place.run(["index".as_ref(), corpus.as_os_str()]);
    let index = Index::open(place.path().join("index")).expect("an index");
    let count = |text: &str| index.count(&Request::new(text)).expect("a count");
    let all = Request { limit: None, ..Request::new("") };
    let filter = |min_count| WordFilter { min_count, ..WordFilter::default() };

    let words =
        index.words(&all, &WordsOptions { filter: filter(3), ..WordsOptions::default() }).expect("words");
    assert!(words.rows.len() > 800, "{}", words.rows.len());
    let mut looked = 0;
    // =don't also finds dont, and =womens women's
    for word in words.rows.iter().filter(|word| !word.word.contains('\'')) {
        let found = count(&word.find);
        let more = ["womens", "childrens", "peoples", "mens"].contains(&word.word.as_str())
            || word.word.starts_with('o');
        if !more || found.matches == word.count {
            assert_eq!((found.matches, found.documents), (word.count, word.documents), "{}", word.find);
            looked += 1;
        }
    }
    assert!(looked > 750, "{looked}");

    let options = NgramsOptions { from: 2, to: 4, filter: filter(3), ..NgramsOptions::default() };
    let ngrams = index.ngrams(&all, &options).expect("n-grams");
    assert!(ngrams.rows.len() > 500, "{}", ngrams.rows.len());
    let mut looked = 0;
    for ngram in ngrams.rows.iter().filter(|ngram| !ngram.ngram.contains('\'')) {
        let found = count(&ngram.find);
        // a phrase also meets a compound, and overlaps itself once
        if found.matches == ngram.count {
            assert_eq!(found.documents, ngram.documents, "{}", ngram.find);
            looked += 1;
        } else {
            assert!(found.matches.abs_diff(ngram.count) <= 4, "{} {}", found.matches, ngram.find);
        }
    }
    assert!(looked * 100 > ngrams.rows.len() * 95, "{looked} of {}", ngrams.rows.len());

    for (query, left, right, within) in [
        ("=workers", 5, 5, Within::Paragraph),
        ("=strike", 3, 0, Within::Paragraph),
        ("=council OR =committee", 0, 4, Within::Paragraph),
        ("=power", 4, 4, Within::Sentence),
        // the words of a document that has all that was asked for
        ("=workers =power", 5, 5, Within::Paragraph),
        ("=workers -=king", 3, 4, Within::Paragraph),
        ("=workers|=council", 4, 4, Within::Paragraph),
        ("=council type:text", 4, 4, Within::Paragraph),
        ("=council \"=committee", 4, 4, Within::Paragraph),
    ] {
        let options =
            CollocatesOptions { left, right, within, filter: filter(1), ..CollocatesOptions::default() };
        let made = index
            .collocates(&Request { text: query.to_owned(), ..all.clone() }, &options)
            .expect("collocates");
        assert!(made.rows.len() > 5, "{query}: {}", made.rows.len());
        for row in made.rows.iter().filter(|row| !row.word.contains('\'')) {
            let found = count(&row.find);
            assert_eq!(found.documents, row.documents, "{}", row.find);
        }
    }

    let target = Request { text: "type:html".to_owned(), ..all.clone() };
    let made = index.keyness(&target, None, &KeynessOptions::default()).expect("keywords");
    for row in made.rows.iter().filter(|row| !row.word.contains('\'')).take(200) {
        let found = count(&format!("{} AND type:html", row.find));
        assert_eq!((found.matches, found.documents), (row.count, row.documents), "{}", row.find);
    }
    assert_eq!(made.words + made.reference_words, words.words);
}

#[test]
fn every_bucket_leads_to_its_matches() {
    let place = Place::new();
    let corpus = workspace().join("corpus");
    place.run(["index".as_ref(), corpus.as_os_str()]);
    let index = Index::open(place.path().join("index")).expect("an index");
    let mut looked = 0;
    for by in [TrendBy::Year, TrendBy::Decade, TrendBy::Field("type".into()), TrendBy::Field("lang".into())] {
        for query in
            ["strike*", "work* OR power", "\"workers' power\"", "-strike", "strike|power", "strike \"power"]
        {
            let trend = index.trend(&Request::new(query), &by).expect("a trend");
            for point in &trend.points {
                let found = index.count(&Request::new(&*point.find)).expect("a count");
                assert_eq!(
                    (found.matches, found.documents),
                    (point.matches, point.documents),
                    "{}",
                    point.find
                );
                looked += 1;
            }
        }
    }
    assert!(looked > 1_000, "{looked}");
}

#[test]
fn trends_side_by_side_and_as_an_image() {
    let place = place();
    let args = ["trend", "bread", "--also", "order", "--svg", "plot.svg"];
    let run = place.expect(0, args);
    assert_eq!(run.stderr, "bread: 4 matches in 3 documents\norder: 3 matches in 2 documents\n");
    let svg = std::fs::read_to_string(place.path().join("plot.svg")).expect("an image");
    assert!(svg.contains("bread, 1902: 2 matches, 200000 per million words"), "{svg}");
    assert!(
        svg.contains(
            "order: not drawn, without a date or with one that is less exact: 1 match in 1 document."
        ),
        "{svg}"
    );
    let rows = place.expect(0, args.iter().chain(&["--format", "json"])).objects();
    let found: Vec<_> = rows
        .iter()
        .map(|row| (row["query"].as_str(), row["bucket"].as_str(), row["matches"].as_u64()))
        .collect();
    let want = [("bread", Some("1901"), 2), ("bread", Some("1902"), 2), ("bread", None, 0)];
    let want =
        want.into_iter().chain([("order", Some("1901"), 0), ("order", Some("1902"), 2), ("order", None, 1)]);
    assert_eq!(
        found,
        want.map(|(query, bucket, matches)| (Some(query), bucket, Some(matches))).collect::<Vec<_>>()
    );
    assert_eq!(rows[5]["find"], "order -date:0001..9999");
    // bars of a field, and what is not drawn for want of a value
    place.expect(0, ["trend", "bread", "--by", "party", "--svg", "bars.svg", "--show", "matches"]);
    let svg = std::fs::read_to_string(place.path().join("bars.svg")).expect("an image");
    assert!(svg.contains(">A</text>") && svg.contains("Matches by party"), "{svg}");
    let run = place.expect(2, ["trend", "bread", "--svg", "no/such/plot.svg"]);
    assert!(run.stderr.starts_with("error: cannot write 'no/such/plot.svg': "), "{}", run.stderr);
    let run = place.expect(0, ["trend", "bread", "--by", "prty", "--format", "json"]);
    assert_eq!(run.stderr, "no document has a field 'prty'; did you mean 'party'?\n");
}

#[test]
fn n_grams_say_what_memory_left_out() {
    let place = place();
    let index = Index::open(place.path().join("index")).expect("an index");
    let ask = |options: NgramsOptions| index.ngrams(&Request::new(""), &options).expect("n-grams");
    let every = WordFilter::default();
    let cut = ask(NgramsOptions { most_words: 12, filter: every.clone(), ..NgramsOptions::default() });
    assert_eq!((cut.documents, cut.words), (2, 12));
    assert!(
        cut.query.notes[0].message.starts_with("only 2 of 4 documents were read"),
        "{:?}",
        cut.query.notes
    );
    let few = ask(NgramsOptions { most_rows: 4, filter: every, ..NgramsOptions::default() });
    assert_eq!((few.total, few.rows[0].ngram.as_str()), (1, "bread and"));
    assert!(few.query.notes[0].message.contains("2 times or more"), "{:?}", few.query.notes);
}

#[test]
fn what_cannot_be_is_told_in_one_line() {
    let place = place();
    let told = |code: i32, args: &[&str], want: &str| {
        let run = place.expect(code, args);
        assert_eq!((run.stdout.as_str(), run.stderr.trim_end()), ("", want), "{args:?}");
    };
    let hint = "hint: 'pamphlet help COMMAND' says what it can be";
    let window = "error: the window cannot be 0: it is a number from 1 to 100";
    told(2, &["collocates", "bread", "--window", "0"], &format!("{window}\n{hint}"));
    let window = "error: the window cannot be 101: it is a number from 0 to 100";
    told(2, &["collocates", "bread", "--left", "101"], &format!("{window}\n{hint}"));
    let length = "error: the shortest n cannot be 0: it is a number from 1 to 10";
    told(2, &["ngrams", "--words", "0..2"], &format!("{length}\n{hint}"));
    let length = "error: the longest n cannot be 2: it is a number from 3 to 10";
    told(2, &["ngrams", "--words", "3..2"], &format!("{length}\n{hint}"));
    told(
        2,
        &["words", "--stop-words", "xx"],
        "error: no list of stop words 'xx': No such file or directory (os error 2)\n\
         hint: give a language (ar, az, be, bn, ca, da, de, el, en, es, eu, fi, fr, he, hu, id, it, kk, ne, nl, no, \
         pt, ro, ru, sl, sq, sv, ta, tg, tr, uz, zh), or a file with a word a line",
    );
    told(
        2,
        &["keyness"],
        "error: no target was given\nhint: for example: pamphlet keyness --target party:Labour --reference \
         party:Conservative",
    );
    told(1, &["words", "--like", "zz*"], "nothing found");
    told(1, &["words", "zebra"], "nothing found");
    told(1, &["collocates", "zebra"], "nothing found");
    told(1, &["collocates", ""], "nothing found");
    told(1, &["keyness", "--target", "zebra"], "no document is in the target\nnothing found");
    let run = place.expect(1, ["keyness", "--target", "party:A", "--where", "prty=A"]);
    assert!(run.stderr.contains("no document has a field 'prty'; did you mean 'party'?"), "{}", run.stderr);
}
