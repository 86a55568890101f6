//! Searches over a small index of sample documents: what is found, shown, counted and said.

use pamphlet_document::{
    Block, BlockKind, Chrome, Document, Lines, Metadata, Passage, Role, SourceMap, Speech, TextRange,
};
use pamphlet_index::{Reader, Writer};
use pamphlet_query::{
    Concordance, LineGroup, LineSort, NoteKind, Part, Reading, Request, Response, Sort, Stemming,
    concordance, count, each_hit, groups, highlights, search,
};
use std::ops::ControlFlow;
use std::sync::OnceLock;

/// A document of lines: `# ` makes a heading, `! ` page chrome, `@NAME ` starts a speech; the first line is
/// the title.
fn document(name: &str, date: Option<&str>, fields: &[(&str, &str)], lines: &[&str]) -> Document {
    let mut document = Document { path: format!("sample/{name}.txt"), ..Document::default() };
    document.id = format!("{:016x}", name.bytes().fold(7u64, |sum, b| sum.wrapping_mul(131) + u64::from(b)));
    let mut metadata = Metadata { date: date.and_then(|date| date.parse().ok()), ..Metadata::default() };
    metadata.add("lang", "en");
    for (field, value) in fields {
        metadata.add(field, value);
    }
    let mut section = None;
    for (at, line) in lines.iter().enumerate() {
        let (kind, role, text) = match line.split_once(' ') {
            _ if at == 0 => (BlockKind::Title, Role::Content, *line),
            Some(("#", rest)) => (BlockKind::Heading(2), Role::Content, rest),
            Some(("!", rest)) => (BlockKind::Paragraph, Role::Chrome(Chrome::Footer), rest),
            Some((name, rest)) if name.starts_with('@') => {
                let empty = TextRange::new(0, 0);
                let speaker = name[1..].to_owned();
                document.speeches.push(Speech { speaker, range: empty, ..Speech::default() });
                (BlockKind::Paragraph, Role::Content, rest)
            }
            _ => (BlockKind::Paragraph, Role::Content, *line),
        };
        if at == 0 {
            metadata.title = Some(text.to_owned());
        } else {
            document.text.push_str("\n\n");
        }
        let start = document.text.len() as u32;
        document.text.push_str(text);
        let range = TextRange::new(start, document.text.len() as u32);
        let block = document.blocks.len() as u32;
        let speech = (document.speeches.len() as u32).checked_sub(1);
        document.blocks.push(Block { kind, range, role, lang: None, speech });
        document.passages.push(Passage { range, block, section, page: None });
        if matches!(kind, BlockKind::Heading(_)) {
            section = Some(block);
        }
    }
    document.metadata = metadata;
    document.source_map = SourceMap::identity(document.text.len() as u32, 0);
    document.lines = Lines::of(document.text.as_bytes());
    document
}

fn documents() -> Vec<Document> {
    let long: String = (0..40)
        .map(|n| format!("Clause number {n} of the old statute speaks of mills and of hours. "))
        .collect::<String>()
        + "Only here does the canal toll stand beside the railway. The rest is silence.";
    vec![
        document(
            "league",
            Some("1912-05"),
            &[("party", "Mill Hands League"), ("scope", "Local")],
            &[
                "Programme of the Mill Hands",
                "# Workers\u{2019} Power",
                "Mills are run by workers, yet society?s wealth goes elsewhere. We ask for councils of workers' delegates and for a workers\u{2019} militia.",
                "# Revolution, not reform",
                "Reform of the mills cannot end want. A revolution, not a reform, will do it.",
                "! Copyright of the league. Reform your browser settings.",
            ],
        ),
        document(
            "minutes",
            Some("1848"),
            &[("party", "Reform Club"), ("author", "Ada Quill")],
            &[
                "Minutes of the Labour Committee",
                "The anti-war motion of the labor delegates was lost. The antiwar party left.",
                "@Quill What is to be done about the gold and the silver? The silver is gone.",
                "@Hand The gold remains. No silver was ever seen.",
                "A woman and two women spoke. The tariff stood at 1,000 crowns.",
            ],
        ),
        document("statute", None, &[("scope", "National")], &["An old statute", &long]),
        document(
            "lettre",
            Some("1917-11-07"),
            &[("lang", "fr")],
            &[
                "Lettre \u{e0} l\u{2019}\u{c9}tat",
                "L\u{2019}\u{c9}tat, c\u{2019}est la libert\u{e9}. O\u{2019}Brien l\u{2019}a dit.",
            ],
        ),
    ]
}

fn reader() -> &'static Reader {
    static READER: OnceLock<(tempfile::TempDir, Reader)> = OnceLock::new();
    &READER
        .get_or_init(|| {
            let dir = tempfile::tempdir().unwrap();
            let mut writer = Writer::open(dir.path().join("index")).unwrap();
            for document in documents() {
                writer.add(&document).unwrap();
            }
            writer.commit().unwrap();
            let reader = Reader::open(dir.path().join("index")).unwrap();
            (dir, reader)
        })
        .1
}

fn ask(text: &str) -> Response {
    search(reader(), &Request::new(text)).unwrap()
}

fn names(response: &Response) -> Vec<&str> {
    let name = |path: &'static str| path;
    let _ = name;
    response.hits.iter().map(|hit| hit.path.trim_start_matches("sample/").trim_end_matches(".txt")).collect()
}

/// What a query finds, in any order, and what it highlights in the first snippets, in order of the paths.
#[track_caller]
fn check(text: &str, found: &[&str], marked: &[&str]) {
    let mut request = Request::new(text);
    request.sort = Sort::Path;
    let response = search(reader(), &request).unwrap();
    assert_eq!(names(&response), found, "{text}: {:?}", response.query);
    let mut marks = Vec::new();
    for hit in &response.hits {
        let letters: Vec<char> = hit.snippet.chars().collect();
        for [start, end] in &hit.highlights {
            marks.push(letters[*start..*end].iter().collect::<String>());
        }
    }
    assert_eq!(marks, marked, "{text}: {:?}", response.hits);
}

#[test]
fn apostrophes_never_matter() {
    for text in [
        "\"workers' power\"",
        "\"workers? power\"",
        "\"workers\u{2019} power\"",
        "\"workers\u{e2}\u{20ac}\u{2122} power\"",
    ] {
        check(text, &["league"], &["Workers\u{2019} Power"]);
    }
    check("society's", &["league"], &["society?s"]);
    check("society?s", &["league"], &["society?s"]);
    check("etat", &["lettre"], &["\u{c9}tat"]);
    check("OBrien", &["lettre"], &["O\u{2019}Brien"]);
    check("don't", &[], &[]);
}

#[test]
fn light_forms_and_exact_ones() {
    check("worker", &["league"], &["workers", "workers'", "workers\u{2019}"]);
    check("=worker", &[], &[]);
    check("woman", &["minutes"], &["woman", "women"]);
    check("=woman", &["minutes"], &["woman"]);
    check("labour", &["minutes"], &["labor"]);
    check("\"labour committee\"", &["minutes"], &["Labour Committee"]);
    check("liberte", &["lettre"], &["libert\u{e9}"]);
}

#[test]
fn compounds_meet_apart_together_and_joined() {
    check("\"anti war\"", &["minutes"], &["anti-war"]);
    check("anti-war", &["minutes"], &["anti-war", "antiwar"]);
    check("antiwar", &["minutes"], &["anti-war", "antiwar"]);
    check("\"anti-war motion\"", &["minutes"], &["anti-war motion"]);
    check("1000", &["minutes"], &["1,000"]);
}

#[test]
fn patterns() {
    check("wom?n", &["minutes"], &["woman", "women"]);
    check("revol*", &["league"], &["revolution"]);
    check("*ver", &["minutes"], &["silver", "silver"]);
    check("revoluton~", &["league"], &["revolution"]);
    check("/(gold|silv.*)/", &["minutes"], &["gold", "silver", "silver"]);
    check("\"the * motion\"", &[], &[]);
    check("\"the * * motion\"", &["minutes"], &["The anti-war motion"]);
    check("\"end want revol*\"", &[], &[]);
    check("\"a revol*\"", &["league"], &["A revolution"]);
}

#[test]
fn operators() {
    check("gold canal", &[], &[]);
    check("gold OR canal", &["minutes", "statute"], &["gold", "canal"]);
    check("mills -workers", &["statute"], &["mills", "mills", "mills"]);
    check("-mills", &["lettre", "minutes"], &[]);
    check("NOT (mills OR gold)", &["lettre"], &[]);
    check("*", &["league", "lettre", "minutes", "statute"], &[]);
    check("what is to be done?", &["minutes"], &["What", "is", "to", "be", "done", "is"]);
}

#[test]
fn proximity_and_units() {
    check("revolution NEAR/2 reform", &["league"], &["revolution", "reform"]);
    check("revolution BEFORE/1 reform", &["league"], &["Revolution", "reform"]);
    check("reform BEFORE/9 revolution", &["league"], &["Reform", "revolution"]);
    check("want NEAR/3 (revolution OR tariff)", &["league"], &["want", "revolution"]);
    check("\"gold silver\"~2", &["minutes"], &["gold and the silver"]);
    check("\"gold silver\"~1", &[], &[]);
    check("sent(gold silver)", &["minutes"], &["gold", "silver"]);
    check("sent(remains silver)", &[], &[]);
    check("para(remains silver)", &["minutes"], &["remains", "silver"]);
    check("speech(remains silver)", &["minutes"], &["remains", "silver"]);
    check("speech(done remains)", &[], &[]);
}

#[test]
fn fields_and_dates() {
    check("party:reform", &["minutes"], &[]);
    check("party:\"mill hands\"", &["league"], &[]);
    check("party:\"hands mill\"", &[], &[]);
    check("title:statute", &["statute"], &[]);
    check("title:\"old statute\" toll", &["statute"], &["toll"]);
    check("author:qui*", &["minutes"], &[]);
    check("scope:*", &["league", "statute"], &[]);
    check("date:1848", &["minutes"], &[]);
    check("date:184?", &["minutes"], &[]);
    check("date:*", &["league", "lettre", "minutes"], &[]);
    check("date:1848-03", &["minutes"], &[]);
    check("date:\"March 1848\"", &["minutes"], &[]);
    check("date:\"mars 1848\" -date:\"April 1849\"", &["minutes"], &[]);
    check("date:1912-06..", &["lettre"], &[]);
    check("date:..1912", &["league", "minutes"], &[]);
    check("date:>=1912-06", &["lettre"], &[]);
    check("date:<1912", &["minutes"], &[]);
    check("path:l*.txt", &["league", "lettre"], &[]);
    check("lang:fr", &["lettre"], &[]);
    check("-party:reform gold", &[], &[]);
    check("unknown:gold", &[], &[]);
    let mut request = Request::new("");
    request.from = "1900".parse().ok();
    request.sort = Sort::DateDown;
    assert_eq!(names(&search(reader(), &request).unwrap()), ["lettre", "league"]);
    request.filters = vec![("scope".to_owned(), "local".to_owned())];
    assert_eq!(names(&search(reader(), &request).unwrap()), ["league"]);
}

#[test]
fn a_snippet_quotes_the_document() {
    let response = ask("toll railway");
    let hit = &response.hits[0];
    assert_eq!(
        hit.snippet,
        "Clause number 38 of the old statute speaks of mills and of hours. Clause number 39 of the old statute \
         speaks of mills and of hours. Only here does the canal toll stand beside the railway. The rest is silence."
    );
    let documents = documents();
    let text = &documents[2].text;
    let [start, end] = hit.source.byte;
    assert_eq!(&text[start as usize..end as usize], hit.snippet);
    assert_eq!(hit.source.line, [3, 3]);
    let hit = &ask("militia").hits[0];
    assert_eq!(hit.section.as_deref(), Some("Workers\u{2019} Power"));
}

#[test]
fn a_short_snippet_is_cut_between_words() {
    let mut request = Request::new("toll");
    request.snippet_chars = 40;
    let hit = search(reader(), &request).unwrap().hits.remove(0);
    assert_eq!(hit.snippet, "… does the canal toll stand beside the …");
    request.snippet_chars = 240;
    request.context = Some(2);
    let hit = search(reader(), &request).unwrap().hits.remove(0);
    assert_eq!(hit.snippet, "… the canal toll stand beside …");
}

#[test]
fn several_snippets_do_not_overlap() {
    let mut request = Request::new("workers OR reform");
    request.snippets = 3;
    let hit = search(reader(), &request).unwrap().hits.remove(0);
    assert_eq!(hit.snippets.len(), 3, "{:?}", hit.snippets);
    for (at, a) in hit.snippets.iter().enumerate() {
        for b in &hit.snippets[..at] {
            assert!(a.source.byte[1] <= b.source.byte[0] || b.source.byte[1] <= a.source.byte[0]);
        }
    }
}

#[test]
fn counts_lines_and_highlights_agree() {
    for text in [
        "the",
        "workers",
        "=workers",
        "\"the silver\"",
        "antiwar war",
        "anti-war",
        "re*",
        "gold OR silver OR \"the gold\"",
        "mills -gold",
        "sent(gold silver)",
        "of NEAR/3 the",
        "*s",
        "-mills",
        "\"of the\"~4",
    ] {
        let request = Request { limit: None, ..Request::new(text) };
        let counted = count(reader(), &request).unwrap();
        let found = search(reader(), &request).unwrap();
        assert_eq!(counted.documents, found.total, "{text}");
        let Concordance { lines, total, .. } = concordance(reader(), &request, LineSort::Document).unwrap();
        assert_eq!(counted.matches, total, "{text}");
        assert_eq!(counted.matches, lines.len() as u64, "{text}");
        let marked: usize =
            found.hits.iter().map(|hit| highlights(reader(), &request, &hit.doc).unwrap().len()).sum();
        assert_eq!(counted.matches, marked as u64, "{text}");
    }
}

#[test]
fn a_line_of_a_concordance() {
    let request = Request { context: Some(3), ..Request::new("militia") };
    let lines = concordance(reader(), &request, LineSort::Document).unwrap().lines;
    let line = &lines[0];
    assert_eq!(
        (line.before.as_str(), line.keyword.as_str(), line.after.as_str()),
        ("for a workers\u{2019}", "militia", ".")
    );
}

#[test]
fn what_no_document_has_is_said() {
    let response = ask("tarif wages");
    assert_eq!(response.suggestions, [("tarif".to_owned(), vec!["tariff".to_owned()])]);
    let said: Vec<_> = response.query.notes.iter().map(|note| note.message.as_str()).collect();
    assert_eq!(said, ["no document has 'tarif'", "no document has 'wages'"]);
    let strict = Request { strict: true, ..Request::new("(gold") };
    assert!(search(reader(), &strict).is_err());
}

#[test]
fn facets_count_all_hits() {
    let mut request = Request::new("*");
    request.limit = Some(1);
    request.facets = vec!["scope".to_owned(), "date".to_owned()];
    let response = search(reader(), &request).unwrap();
    let shown = |name: &str| -> Vec<(String, u64)> {
        response.facets[name].iter().map(|value| (value.value.clone(), value.count)).collect()
    };
    assert_eq!(shown("scope"), [("Local".to_owned(), 1), ("National".to_owned(), 1)]);
    assert_eq!(shown("date").len(), 3);
}

#[test]
fn a_hit_has_the_fields_of_the_wire_format() {
    let hit = ask("militia").hits.remove(0);
    let json = serde_json::to_string(&hit).unwrap();
    let order = [
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
    ];
    let mut at = 0;
    for name in order {
        at += json[at..].find(&format!("\"{name}\":")).unwrap_or_else(|| panic!("{name} in {json}"));
    }
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["date"], "1912-05");
    assert_eq!(value["fields"]["scope"], "Local");
    assert_eq!(value["source"]["page"], serde_json::Value::Null);
    assert_eq!(value.as_object().unwrap().len(), order.len());
}

#[test]
fn scores_are_explained() {
    let request = Request { explain: true, ..Request::new("reform mills") };
    for hit in search(reader(), &request).unwrap().hits {
        let sum: f32 = hit.explain.iter().map(|part| part.value).sum();
        assert!((f64::from(sum) - hit.score).abs() < 2e-3, "{} {:?}", hit.score, hit.explain);
    }
}

/// Numbers that look random and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

#[test]
fn two_thousand_nasty_queries() {
    const PIECES: &[&str] = &[
        "the",
        "workers'",
        "wom?n",
        "*",
        "*s",
        "a*",
        "**",
        "?",
        "re*m",
        "AND",
        "OR",
        "NOT",
        "-",
        "+",
        "NEAR",
        "NEAR/0",
        "BEFORE/99",
        "NEAR/999999999",
        "(",
        ")",
        "((",
        "))",
        "\"",
        "\"the silver\"",
        "“",
        "”",
        "«",
        "„",
        "~",
        "~2",
        "~99",
        "^",
        "^2",
        "^-1",
        "^1e9",
        "/",
        "/./",
        "/(a|b)*/",
        "/bad[/",
        "/.{1000}/",
        "//",
        "title:",
        "title:the",
        "date:",
        "date:1848",
        "date:..",
        "date:9999..0001",
        "date:x",
        "date:99999",
        "path:**",
        "party:*",
        "lang:\"en fr\"",
        "sent(",
        "para(the",
        "speech(gold silver)",
        "+(the silver",
        "+(gold OR +(the silver",
        "(the silver -gold) NEAR (",
        "(the|*) NEAR/3 ",
        "@set",
        "#TagOfWords",
        "=",
        "=the",
        "|",
        "&",
        "!",
        "\u{0}",
        "\u{1b}[2J",
        "\u{202e}",
        "\u{feff}",
        "e\u{301}",
        "人民",
        "ﬁ",
        "'",
        "’",
        "''",
        "don't",
        "society?s",
        "anti-war",
        "-",
        "--",
        "C++",
        "AT&T",
        "U.S.-led",
        "10:30",
        "Re:",
        "http://a.example/?b=c&d",
        "\\",
        "\\\"",
        "{x}",
        "[sic]",
        "<b>",
        "%00",
        "\t",
        "\n",
        "silver~",
        "gold~2",
        "xyzzy",
        "a^b",
        "\u{10ffff}",
        "𝔊",
        "ß",
        "İ",
        "1,000",
        "§5",
        "*a*b*c*d*e*f*g*",
        "0..9",
        ">=",
        "<1",
    ];
    let mut dice = Dice(7);
    let mut worst = std::time::Duration::ZERO;
    for at in 0..2_000 {
        let mut text = String::new();
        for _ in 0..1 + dice.roll(12) {
            text.push_str(PIECES[dice.roll(PIECES.len())]);
            if dice.roll(4) > 0 {
                text.push(' ');
            }
        }
        if at % 200 == 0 {
            text = text.repeat(2_000);
        }
        let mut request = Request { any: dice.roll(3) == 0, phrase: dice.roll(9) == 0, ..Request::new(text) };
        request.snippets = 1 + dice.roll(3);
        request.snippet_chars = [0, 1, 30, 240, 5_000][dice.roll(5)];
        request.context = [None, None, Some(0), Some(3), Some(usize::MAX / 64)][dice.roll(5)];
        request.explain = dice.roll(5) == 0;
        let shown: String = request.text.chars().take(80).collect();
        let start = std::time::Instant::now();
        let response = search(reader(), &request).unwrap();
        worst = worst.max(start.elapsed());
        assert!(start.elapsed().as_secs_f32() < 2.0, "{shown:?}");
        for hit in &response.hits {
            let letters = hit.snippet.chars().count();
            assert!(hit.highlights.iter().all(|[a, b]| a < b && *b <= letters), "{shown:?} {hit:?}");
            assert!(hit.highlights.windows(2).all(|two| two[0][1] <= two[1][0]), "{shown:?} {hit:?}");
        }
        if at % 10 == 1 {
            request.limit = None;
            let counted = count(reader(), &request).unwrap();
            let lines = concordance(reader(), &request, LineSort::After).unwrap();
            assert_eq!(
                (counted.documents, counted.matches),
                (response.total, lines.lines.len() as u64),
                "{shown:?}"
            );
        }
    }
    assert!(worst.as_secs_f32() < 2.0);
}

/// The page of the language shows how queries are read; and none of its examples is misread.
#[test]
fn the_page_of_the_language_is_true() {
    let page = include_str!("../../../docs/query-language.md");
    let fields = |name: &str| matches!(name, "title" | "date" | "party" | "path" | "author");
    let block = page.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    for line in block.lines() {
        let (typed, read) = (line[..41].trim_end(), &line[41..]);
        assert_eq!(pamphlet_query::parse(typed, Reading::default(), &fields).0.to_string(), read, "{typed}");
    }
    let mut examples = 0;
    for row in page.lines().filter(|line| line.starts_with("| `")) {
        for typed in
            row.split('|').nth(1).unwrap().split('`').skip(1).step_by(2).filter(|typed| !typed.contains('…'))
        {
            let (_, notes) = pamphlet_query::parse(typed, Reading::default(), &fields);
            assert!(notes.is_empty(), "{typed}: {notes:?}");
            examples += 1;
        }
    }
    assert!(examples > 20, "{examples}");
}

#[test]
fn light_forms_are_those_of_the_document() {
    // `libertes` is a plural in the French letter only
    check("libertes", &["lettre"], &["libert\u{e9}"]);
    check("mill", &["league", "statute"], &["Mills", "mills", "mills", "mills"]);
}

#[test]
fn full_stems_on_request() {
    let mut request = Request { sort: Sort::Path, ..Request::new("delegated") };
    assert_eq!(search(reader(), &request).unwrap().total, 0);
    request.stem = Stemming::Full;
    let found = search(reader(), &request).unwrap();
    assert_eq!(names(&found), ["league", "minutes"]);
    assert_eq!(count(reader(), &request).unwrap().matches, 2);
    let exact = Request { stem: Stemming::Full, ..Request::new("=delegated") };
    assert_eq!(search(reader(), &exact).unwrap().total, 0);
}

#[test]
fn joined_forms_inside_phrases() {
    check("\"antiwar motion\"", &["minutes"], &["anti-war motion"]);
    check("\"the antiwar motion of\"", &["minutes"], &["The anti-war motion of"]);
    check("\"anti-war party\"", &["minutes"], &["antiwar party"]);
}

#[test]
fn feedback_says_what_it_added() {
    let request = Request { expand: true, ..Request::new("militia -gold") };
    let response = search(reader(), &request).unwrap();
    let note = response.query.notes.iter().find(|note| note.kind == NoteKind::Added).unwrap();
    assert!(note.message.starts_with("added from the best hits: "), "{note:?}");
    assert!(response.query.read_as.ends_with(" AND NOT gold"), "{}", response.query.read_as);
    assert_eq!(count(reader(), &request).unwrap().documents, response.total);
    let strict = Request { strict: true, ..request };
    assert!(search(reader(), &strict).is_ok());
}

#[test]
fn hits_one_by_one_are_those_of_a_search() {
    for (text, limit, offset) in
        [("the", None, 0), ("re*", Some(3), 1), ("the", Some(0), 0), ("nothingatall", None, 0)]
    {
        let request = Request { limit, offset, facets: vec!["party".to_owned()], ..Request::new(text) };
        let mut one_by_one = Vec::new();
        let made = each_hit(reader(), &request, &mut |hit| {
            one_by_one.push(hit);
            ControlFlow::Continue(())
        });
        let made = made.unwrap();
        assert!(made.hits.is_empty());
        assert_eq!(Response { hits: one_by_one, ..made }, search(reader(), &request).unwrap(), "{text}");
    }
    let mut taken = 0;
    let made = each_hit(reader(), &Request { limit: None, ..Request::new("the") }, &mut |_| {
        taken += 1;
        if taken == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(made.unwrap().total > 2 && taken == 2);
}

#[test]
fn who_wants_no_answer_any_more_gets_what_was_found_by_then() {
    let stop = Some(std::sync::Arc::new(true.into()));
    let request = Request { stop, limit: None, ..Request::new("the") };
    let made = concordance(reader(), &request, LineSort::Document).unwrap();
    assert!(made.lines.is_empty() && made.query.notes.iter().any(|note| note.kind == NoteKind::Late));
    let made = each_hit(reader(), &request, &mut |_| unreachable!("nobody waits for it")).unwrap();
    assert!(made.query.notes.iter().any(|note| note.kind == NoteKind::Late));
}

#[test]
fn time_that_runs_out_is_said() {
    let request = Request { timeout: Some(std::time::Duration::ZERO), limit: None, ..Request::new("the") };
    let made = concordance(reader(), &request, LineSort::Document).unwrap();
    assert!(made.lines.is_empty() && made.query.notes.iter().any(|note| note.kind == NoteKind::Late));
}

#[test]
fn time_that_runs_out_while_words_are_looked_up_is_said() {
    for text in ["re*", "reforn~1", "/re.*/", "title:re*"] {
        let request = Request { timeout: Some(std::time::Duration::ZERO), ..Request::new(text) };
        let response = search(reader(), &request).unwrap();
        let said = |note: &pamphlet_query::Note| {
            note.kind == NoteKind::Late && note.message.contains("while words were looked up")
        };
        assert!(response.query.notes.iter().any(said), "{text}: {:?}", response.query.notes);
    }
}

/// Letters that are other ones, missing, added or swapped with their neighbour, each counted plainly.
fn edits(a: &[u8], b: &[u8]) -> usize {
    let mut rows = vec![vec![0usize; b.len() + 1]; a.len() + 1];
    for i in 0..=a.len() {
        for j in 0..=b.len() {
            rows[i][j] = if i == 0 || j == 0 {
                i + j
            } else {
                let other = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
                let least = other.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
                let swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                if swapped { least.min(rows[i - 2][j - 2] + 1) } else { least }
            };
        }
    }
    rows[a.len()][b.len()]
}

#[test]
fn misspelt_words_are_all_that_are_near_and_no_others() {
    let mut words = vec![String::new()];
    let mut from = 0;
    for _ in 0..5 {
        let to = words.len();
        for at in from..to {
            words.extend(["k", "r", "z"].map(|letter| format!("{}{letter}", words[at])));
        }
        from = to;
    }
    words.retain(|word| word.len() >= 3);
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path()).unwrap();
    for word in &words {
        writer.add(&document(word, None, &[], &["Head", word])).unwrap();
    }
    writer.commit().unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    for (word, most) in [("krz", 1), ("krzk", 1), ("zzkr", 2), ("rkrkr", 2), ("kkkkk", 1), ("rzkzr", 2)] {
        let request = Request { limit: None, snippets: 0, ..Request::new(format!("{word}~{most}")) };
        let mut found: Vec<String> =
            search(&reader, &request).unwrap().hits.into_iter().map(|hit| hit.path).collect();
        let mut wanted: Vec<String> = Vec::new();
        for other in &words {
            if edits(word.as_bytes(), other.as_bytes()) <= most {
                wanted.push(format!("sample/{other}.txt"));
            }
        }
        found.sort();
        wanted.sort();
        assert_eq!(found, wanted, "{word}~{most}");
    }
}

#[test]
fn groups_of_lines() {
    let found = groups(reader(), &Request::new("revol* OR reform"), LineGroup::Keyword).unwrap();
    let shown: Vec<_> = found.groups.iter().map(|group| (group.group.as_str(), group.matches)).collect();
    assert_eq!(shown, [("reform", 4), ("revolution", 2)]);
    let before = groups(reader(), &Request::new("silver"), LineGroup::Before).unwrap();
    let shown: Vec<_> = before.groups.iter().map(|group| (group.group.as_str(), group.matches)).collect();
    assert_eq!(shown, [("the", 2), ("no", 1)]);
}

#[test]
fn lines_come_in_any_order_and_number() {
    let all = Request { limit: None, ..Request::new("the OR of") };
    for sort in [LineSort::Document, LineSort::Before, LineSort::After, LineSort::Date] {
        let whole = concordance(reader(), &all, sort).unwrap().lines;
        let some = Request { limit: Some(7), offset: 5, ..all.clone() };
        let part = concordance(reader(), &some, sort).unwrap();
        assert_eq!(part.lines, whole[5..12], "{sort:?}");
        assert_eq!(part.total, whole.len() as u64);
    }
}

#[test]
fn a_heading_does_not_run_into_the_text() {
    let hit = &ask("\"workers' power\"").hits[0];
    assert!(
        hit.snippet.starts_with("Workers\u{2019} Power \u{b6} Mills are run by workers"),
        "{}",
        hit.snippet
    );
}

#[test]
fn words_far_apart_in_a_passage_are_all_shown() {
    let hit = &ask("railway \"number 3\"").hits[0];
    let letters: Vec<char> = hit.snippet.chars().collect();
    let marks: Vec<String> =
        hit.highlights.iter().map(|[a, b]| letters[*a..*b].iter().collect::<String>()).collect();
    assert_eq!(marks, ["number 3", "railway"], "{}", hit.snippet);
    assert!(hit.snippet.contains(" \u{2026} ") && letters.len() < 320, "{}", hit.snippet);
}

#[test]
fn the_passage_that_has_the_words_side_by_side_is_shown() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path().join("index")).unwrap();
    let far = "To what is done by the board this is to be a reply: what is to a clerk plain may be, to a miner, what he is.";
    let near =
        "The pits are shut and the winter is long. What is to be done? Nobody at the lodge could say it.";
    writer.add(&document("lodge", None, &[], &["Lodge paper", far, near, far])).unwrap();
    writer.commit().unwrap();
    let reader = Reader::open(dir.path().join("index")).unwrap();
    for text in ["what is to be done?", "what is to be done in winter", "long what is"] {
        let hits = search(&reader, &Request { any: true, ..Request::new(text) }).unwrap().hits;
        assert_eq!(hits[0].snippet, near, "{text}");
    }
    let short = Request { snippet_chars: 24, ..Request::new("what is to be done?") };
    let hits = search(&reader, &short).unwrap().hits;
    assert!(hits[0].snippet.contains("What is to be done?"), "{}", hits[0].snippet);
}

#[test]
fn the_first_hits_are_the_same_however_many_are_asked_for() {
    const WORDS: &[&str] = &[
        "mill", "canal", "toll", "league", "reform", "gold", "silver", "vote", "strike", "guild", "loom",
        "coal",
    ];
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path().join("index")).unwrap();
    let mut dice = Dice(3);
    for number in 0..2_500 {
        let mut lines = vec![format!("Paper {} {}", WORDS[dice.roll(12)], number)];
        for _ in 0..1 + dice.roll(3) {
            // the first words are frequent, the last ones rare
            let words: Vec<&str> =
                (0..8 + dice.roll(30)).map(|_| WORDS[(dice.roll(12) * dice.roll(12)) / 11]).collect();
            lines.push(words.join(" "));
        }
        if number % 5 == 0 {
            lines.push(format!("! {} {} {}", WORDS[dice.roll(12)], WORDS[dice.roll(12)], WORDS[0]));
        }
        let lines: Vec<&str> = lines.iter().map(String::as_str).collect();
        writer.add(&document(&format!("d{number}"), None, &[], &lines)).unwrap();
    }
    writer.commit().unwrap();
    let reader = Reader::open(dir.path().join("index")).unwrap();
    for text in [
        "mill coal",
        "gold silver vote",
        "coal OR loom OR mill",
        "mill canal toll league reform guild",
        "\"mill canal\"",
        "\"canal mill mill\"",
        "\"toll mill\" -coal",
        "mill NEAR/2 gold",
        "reform -gold",
    ] {
        for any in [false, true] {
            let mut request = Request { any, snippets: 0, limit: None, ..Request::new(text) };
            let all = search(&reader, &request).unwrap();
            for limit in [1, 10, 400] {
                request.limit = Some(limit);
                let some = search(&reader, &request).unwrap();
                let brief = |response: &Response| -> Vec<(String, f64)> {
                    response.hits.iter().take(limit).map(|hit| (hit.doc.clone(), hit.score)).collect()
                };
                assert_eq!(brief(&some), brief(&all), "{text} {any} {limit}");
                assert_eq!(some.total, all.total);
            }
        }
    }
}

#[test]
fn a_phrase_in_page_chrome_matches_and_is_no_run() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path().join("index")).unwrap();
    for (name, lines) in [
        ("content", ["Paper one", "they dug the mill canal", "! all rights reserved"]),
        ("chrome", ["Paper two", "a canal without a mill", "! mill canal"]),
    ] {
        writer.add(&document(name, None, &[], &lines)).unwrap();
    }
    writer.commit().unwrap();
    let reader = Reader::open(dir.path().join("index")).unwrap();
    let request = Request { explain: true, ..Request::new("\"mill canal\"") };
    let hits = search(&reader, &request).unwrap().hits;
    let parts: Vec<(&str, bool)> = hits
        .iter()
        .map(|hit| (hit.path.as_str(), hit.explain.iter().any(|part| part.part == Part::Runs)))
        .collect();
    assert_eq!(parts, [("sample/content.txt", true), ("sample/chrome.txt", false)]);
}

#[test]
fn what_is_found_by_lists_is_what_is_found_document_by_document() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = Writer::open(dir.path().join("index")).unwrap();
    let words = ["mill", "mills", "canal", "toll", "league", "gold", "silver", "loom"];
    let mut dice = Dice(11);
    for round in 0..3 {
        for number in 0..400 {
            // some of the documents of the rounds before are replaced
            let name = if number % 7 == 0 { format!("d{number}") } else { format!("d{round}-{number}") };
            let few: Vec<&str> =
                (0..1 + dice.roll(4)).map(|_| words[dice.roll(8) * dice.roll(8) / 7]).collect();
            let date = format!("{}", 1800 + dice.roll(90));
            let lines = ["Paper", &few.join(" "), "! toll gold"];
            let lines = if dice.roll(9) == 0 { &lines[..] } else { &lines[..2] };
            writer.add(&document(&name, (number % 3 > 0).then_some(&*date), &[], lines)).unwrap();
        }
        writer.commit().unwrap();
    }
    let reader = Reader::open(dir.path().join("index")).unwrap();
    for text in [
        "mill",
        "loom",
        "=mills",
        "absent",
        "mill loom",
        "loom mill absent",
        "mill -loom",
        "-loom",
        "-loom -silver",
        "loom OR silver",
        "loom OR -mill",
        "(loom OR silver) (gold OR toll) -league",
        "gold -(loom OR silver)",
        "-(mill canal)",
        "date:1820..1850",
        "mill date:1820..1850",
        "mill -date:1820..1850",
        "mi* -silver",
        "loon~1 OR absent",
    ] {
        let request = Request { limit: None, snippets: 0, ..Request::new(text) };
        let found = search(&reader, &request).unwrap();
        assert_eq!(found.hits.len() as u64, found.total, "{text}");
        assert_eq!(count(&reader, &request).unwrap().documents, found.total, "{text}");
        // a phrase of one word and a distance are looked at document by document
        let slow = Request::new(format!("({text}) (mill NEAR/90 mill OR -(mill NEAR/90 mill))"));
        assert_eq!(search(&reader, &slow).unwrap().total, found.total, "{text}");
    }
}

/// What nobody wants any more stops as if its time had run out, and says so.
#[test]
fn what_is_stopped_says_so() {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};
    let flag = Arc::new(AtomicBool::new(false));
    let request = Request { stop: Some(Arc::clone(&flag)), limit: None, ..Request::new("the") };
    let whole = concordance(reader(), &request, LineSort::Document).unwrap();
    assert!(whole.lines.len() > 10 && whole.query.notes.is_empty());
    flag.store(true, Ordering::Relaxed);
    let made = concordance(reader(), &request, LineSort::Document).unwrap();
    assert!(made.lines.is_empty() && made.query.notes.iter().any(|note| note.kind == NoteKind::Late));
}
