use super::*;
use proptest::prelude::*;
use std::time::Instant;

fn is_field(name: &str) -> bool {
    matches!(name, "title" | "date" | "party" | "path" | "author")
}

#[track_caller]
fn check(text: &str, expected: &str) {
    let (read, _) = parse(text, Reading::default(), &is_field);
    assert_eq!(read.to_string(), expected, "{text}");
}

#[track_caller]
fn check_any(text: &str, expected: &str) {
    let (read, _) = parse(text, Reading { any: true, phrase: false }, &is_field);
    assert_eq!(read.to_string(), expected, "{text}");
}

#[track_caller]
fn check_notes(text: &str, expected: &[(std::ops::Range<usize>, NoteKind)]) {
    let (_, notes) = parse(text, Reading::default(), &is_field);
    let found: Vec<_> = notes.into_iter().map(|note| (note.place, note.kind)).collect();
    assert_eq!(found, expected, "{text}");
}

#[test]
fn operators() {
    check("a b", "a AND b");
    check("a AND b OR c", "a AND b OR c");
    check("a (b | c)", "a AND (b OR c)");
    check("a & b", "a AND b");
    check("-a", "NOT a");
    check("NOT NOT a", "a");
    check("a -b +c", "a AND NOT b AND c");
    check("-(a b)", "NOT (a AND b)");
    check("a NEAR/3 b BEFORE c", "a NEAR/3 b BEFORE/10 c");
    check("reform NEAR/8 (revolution OR overthrow*)", "reform NEAR/8 (revolution OR overthrow*)");
    check("a NEAR (b c)", "a NEAR/10 (b AND c)");
    check("sent(gold silver) x", "sent(gold AND silver) AND x");
    check("sent (gold)", "sent AND gold");
    check("/gold(en)?/ standard", "/gold(en)?/ AND standard");
    check("a^2 (b c)^0.5 \"d e\"~3^4", "a^2 AND (b AND c)^0.5 AND \"d e\"~3^4");
    check("=word wrod~ revolt~2 revolution~", "=word AND wrod~1 AND revolt~2 AND revolution~2");
    check("«les droits» „der Staat“", "\"les droits\" AND \"der Staat\"");
    check("and or not near", "and AND or AND not AND near");
}

#[test]
fn fields() {
    check("title:budget", "title:budget");
    check("Title:budget", "title:budget");
    check("party:\"old league\" x", "party:\"old league\" AND x");
    check("title:(a OR b)^3", "title:(a OR b)^3");
    check("date:1917..1921", "date:1917..1921");
    check("date:..1677 date:1848-03.. date:184?", "date:..1677 AND date:1848-03.. AND date:184?");
    check("date:>=1848 date:<1900", "date:1848.. AND date:<1900");
    check("date:(1848 OR 1917..1921)", "date:(1848 OR 1917..1921)");
    check("path:a/*.txt", "path:a/*.txt");
    check("Re: budget", "Re AND budget");
    check("10:30 title: x", "10:30 AND title AND x");
    check("http://a.example/b", "http://a.example/b");
    check("party:*", "party:*");
}

#[test]
fn any_joins_by_or() {
    check_any("a b c", "a OR b OR c");
    check_any("a AND b c", "a AND b OR c");
    check_any("a b -c", "(a OR b) AND NOT c");
    check_any("+a b c", "a AND (* OR b OR c)");
    check_any("+(+a b) c", "a AND (* OR b) AND (* OR c)");
    check_any("title:(+a b)", "title:(a AND (* OR b))");
    check_any("title:(+(a OR NOT c) b)", "title:(a OR NOT c)");
    check_any("-c", "NOT c");
    check_any(
        "they said that this is NOT the end of it",
        "they OR said OR that OR this OR is OR not OR the OR end OR of OR it",
    );
    check_any(
        "the mayor said “we never closed a mill” on Monday.https://a.example/x?y=1 www.b.example",
        "the OR mayor OR said OR we OR never OR closed OR a OR mill OR on OR Monday.",
    );
    check_any(
        "\"we never closed a single mill in this town\"",
        "\"we never closed a single mill in this town\"",
    );
    check_any("\"closed mill\" league", "\"closed mill\" OR league");
}

#[test]
fn what_a_person_types_is_read() {
    for (text, expected) in [
        ("don't", "don't"),
        ("workers' rights", "workers' AND rights"),
        ("'tis", "tis"),
        ("[sic]", "sic]"),
        ("{x}", "x}"),
        ("C++", "C++"),
        ("AT&T", "AT&T"),
        ("U.S.-led", "U.S.-led"),
        ("(a OR b", "a OR b"),
        ("AND a", "and AND a"),
        ("a NOT", "a AND not"),
        ("\"open phrase", "open AND phrase"),
        ("\"\"", "()"),
        ("()", "()"),
        ("!", "()"),
        ("?", "()"),
        ("*", "*"),
        ("^", "()"),
        ("~", "()"),
        ("/unclosed", "unclosed"),
        ("/bad[/", "bad[/"),
        ("a^b", "a^b"),
        ("a ) b", "a AND b"),
        ("a OR OR b", "a AND or OR b"),
        ("| a |", "a"),
        ("\u{0}a\u{1b}[31m\u{7}", "a AND 31m"),
        ("what is to be done?", "what AND is AND to AND be AND done?"),
        ("- a – b", "a AND b"),
        ("#AustralianFires @name", "#AustralianFires AND @name"),
    ] {
        check(text, expected);
    }
}

#[test]
fn what_other_programs_write_is_read() {
    for (text, expected) in [
        ("a w/5 b", "a NEAR/5 b"),
        ("a W/5 (b or c)", "a NEAR/5 (b AND or AND c)"),
        ("a pre/3 b", "a BEFORE/3 b"),
        ("a NEAR5 b", "a NEAR/5 b"),
        ("w/5", "w/5"),
        ("a w/5", "a AND w/5"),
        ("a w/s b", "a AND w/s AND b"),
        ("a N5 b", "a AND N5 AND b"),
        ("a || b && c", "a OR b AND c"),
        ("date:[1990 TO 1995] a", "date:1990..1995 AND a"),
        ("date:{1990 TO *] a", "date:>1990 AND a"),
        ("date:18 March 1848 a", "date:\"18 March 1848\" AND a"),
        ("-date:May 1968 a", "NOT date:\"May 1968\" AND a"),
        ("(date:18 March 1848) a", "date:\"18 March 1848\" AND a"),
        ("date:18 March a", "date:18 AND March AND a"),
        ("date:{1990 TO 1995}^2 a", "(date:>1990 AND date:<1995)^2 AND a"),
        ("date:[1990 a", "date:[1990 AND a"),
        ("date:1914-1918 date:1914–18 date:1914-12", "date:1914..1918 AND date:1914..1918 AND date:1914-12"),
        ("date>1990 date<=1995 date=1991", "date:>1990 AND date:..1995 AND date:1991"),
        ("date:1848/3/18 date:18.3.1848..1849/1", "date:1848-03-18 AND date:1848-03-18..1849-01"),
        ("a>1990 date>b", "a>1990 AND date>b"),
        ("[lemma=\"war\"] x", "war AND x"),
        ("[word=\"wars\"]", "=wars"),
        ("[word=\"cold\"] [word=\"war\"]", "\"cold war\""),
        ("[pos=\"N.*\"]", "pos= AND \"N.*\""),
        ("‹la guerre› 「戦争」", "\"la guerre\" AND \"戦争\""),
    ] {
        check(text, expected);
    }
    check_notes("a w/5 b w/5", &[(2..5, NoteKind::ReadAs)]);
    check_notes("[lemma=\"war\"]", &[(0..13, NoteKind::ReadAs)]);
    check_notes("a w/s b", &[(2..5, NoteKind::ReadAsWords)]);
    check_notes("a || b && c date:[1990 TO 1995]", &[]);
    check_notes("x Title: war", &[(2..8, NoteKind::ReadAsWords)]);
    check_notes("the title: ", &[]);
    check_notes("the war: peace", &[]);
}

#[test]
fn notes_name_the_place() {
    use NoteKind::{Limit, ReadAsWords};
    check_notes("a b", &[]);
    check_notes("a AND", &[(2..5, ReadAsWords)]);
    check_notes("x (a OR b", &[(2..3, ReadAsWords)]);
    check_notes("é \"open", &[(3..4, ReadAsWords)]);
    check_notes("a /bad[/ b", &[(2..8, ReadAsWords)]);
    check_notes("@set", &[(0..4, ReadAsWords)]);
    let deep = format!("{}a{}", "(".repeat(201), ")".repeat(201));
    check_notes(&deep, &[(200..201, Limit)]);
}

#[test]
fn monsters_are_read_at_once() {
    let word = "x".repeat(1 << 20);
    let monsters = [
        "(".repeat(10_000),
        ")".repeat(1 << 20),
        format!("{}a{}", "(".repeat(10_000), ")".repeat(10_000)),
        "NOT ".repeat(100_000),
        format!("{}a", "NOT ".repeat(100_000)),
        "-".repeat(1 << 20),
        "\"".repeat(1 << 20),
        "/".repeat(1 << 20),
        "/a/ ".repeat(200_000),
        "sent(".repeat(100_000),
        "title:".repeat(100_000),
        "a NEAR/3 ".repeat(100_000),
        "a^2~1".repeat(100_000),
        "* ".repeat(100_000),
        "word ".repeat(200_000),
        "+(a b ".repeat(190),
        "title:(+(a|+(b c) d ".repeat(90),
        word,
    ];
    for monster in &monsters {
        for any in [false, true] {
            let start = Instant::now();
            let (read, _) = parse(monster, Reading { any, phrase: false }, &is_field);
            let printed = read.to_string();
            assert!(start.elapsed().as_millis() < 1_500, "{} …", &monster[..8]);
            assert!(printed.len() <= monster.len().max(MOST_ITEMS * 24));
        }
    }
}

/// Queries of the pieces that mean something, in any order.
fn query() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "wom?n",
        "rev*",
        "*ism",
        "don't",
        "society?s",
        "AND",
        "OR",
        "NOT",
        "NEAR/3",
        "BEFORE",
        "NEAR",
        "(",
        ")",
        "\"",
        "“",
        "”",
        "«",
        "-",
        "+",
        "=",
        "~",
        "~1",
        "~5",
        "^",
        "^2",
        "^0.5",
        "/",
        "/re(d|f)/",
        "/bad[/",
        "title:",
        "date:",
        "Re:",
        "10:30",
        "1848..1850",
        "..1848",
        ">=1848",
        "sent(",
        "para(",
        "speech(",
        "sent",
        "@set",
        "#TagMe",
        "|",
        "&",
        "*",
        "?",
        "!",
        "'",
        "’",
        "â€™",
        "C++",
        "[sic]",
        "é",
        "\u{301}",
        "人民",
        ".",
        ":",
        ",",
        "--",
        "\u{0}",
        "\t",
        "\\",
        "AT&T",
        "U.S.-led",
        "x^2^3",
        "^2",
        "title:-~",
        "y~1~2",
        "w/5",
        "near/5",
        "PRE/2",
        "||",
        "&&",
        "date>1990",
        "date:18.3.1848",
        "date:1848.66",
        "date:1848/3..1848.66",
        "date:[1990 TO 1995}",
        "[lemma=\"war\"]",
        "[lemma=\"'a\"]",
        "[word=\"-OR\"]",
        "[]",
        "‹",
        "added:",
        "added:$d",
        "added:..Y",
        "added:=$d",
        "added:OR",
        "added:-a~",
        "added:a:^2",
        "added:title:x",
        "added:/a.c/",
        "added:sent(",
        "added(",
        "(|)",
        "(&&",
        "added:#",
        "date:x~..",
        "date=N~",
        "(date=N)^2",
        "date:x.^2..",
        "date:>=>=:x",
        "date:>x.y~..",
    ]);
    let gap = prop::sample::select(vec!["", " ", " ", "  "]);
    prop::collection::vec((piece, gap), 0..14)
        .prop_map(|parts| parts.into_iter().flat_map(|(piece, gap)| [piece, gap]).collect())
}

#[test]
fn what_fuzzing_found_is_read_as_it_is_printed() {
    for text in [
        "n[lemma=\"'a\"]",
        "x$/added:..Y|",
        "x$/added:$d",
        "added:a:^2x^2^3",
        "added:&‹",
        "date:[1990 TO 1995}NEAR/3:(",
        "x^2^3:^2",
        "added:#)^2",
        "date:y:%:%.t~..",
        "date=N~ a",
        "date:>=>=:t",
        "11)((|)^2||with\"in)^|(()^2|11)^2",
        "date:6662.66",
        "ad(tit\u{7f}2/ adde&&)d(added( &&)&&NEAR/\0PL)\u{77f}n",
        "(|) NEAR/2 (&&) BEFORE (a AND) NEAR (||)",
    ] {
        let (first, _) = parse(text, Reading::default(), &is_field);
        let (second, _) = parse(&first.to_string(), Reading::default(), &is_field);
        assert_eq!(second, first, "{text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4_000))]

    #[test]
    fn printing_and_reading_give_the_same_tree(text in query(), any in any::<bool>()) {
        let (first, _) = parse(&text, Reading { any, phrase: false }, &is_field);
        let printed = first.to_string();
        let (second, notes) = parse(&printed, Reading { any, phrase: false }, &is_field);
        prop_assert_eq!(&second, &first, "{:?} printed as {:?}", text, printed);
        if first != Expr::Nothing {
            let misread = notes.iter().any(|note| !note.message.contains("no set '@") && !note.message.contains("/' is read"));
            prop_assert!(!misread, "{} {:?}", printed, notes);
        }
    }

    #[test]
    fn any_text_is_read(text in any::<String>(), any in any::<bool>()) {
        let (first, notes) = parse(&text, Reading { any, phrase: false }, &is_field);
        let (second, _) = parse(&first.to_string(), Reading { any, phrase: false }, &is_field);
        prop_assert_eq!(second, first);
        for note in notes {
            prop_assert!(text.get(note.place.clone()).is_some(), "{:?}", note);
        }
    }
}
