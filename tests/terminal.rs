//! Nothing that a stranger wrote is obeyed by a terminal or run by a spreadsheet: in any command and format, on
//! both streams, whether it stands in a text, a title, a name, a field, a query or an option.

use crate::{Place, Run};

/// Controls of all kinds around a word that is looked for.
const EVIL: &str = "\u{1b}]0;owned\u{7}\u{1b}[31mEVIL\u{1b}[2J\u{9b}31m\u{85}\u{7f}\u{8}\u{c}\u{202e}live\u{202c}\u{2066}x\u{2069}\u{200f}\u{2028}tanners";

fn is_obeyed(c: char) -> bool {
    c != '\n' && c != '\t' && c.is_control()
        || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' | '\u{61c}')
}

/// Our own colours taken out: nothing else may begin with an escape.
fn without_colours(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\u{1b}[") {
        out.push_str(before);
        let end = after.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(0);
        match after[end..].strip_prefix('m') {
            Some(more) if !more.starts_with("EVIL") => rest = more,
            _ => {
                out.push('\u{1b}');
                rest = after;
            }
        }
    }
    out + rest
}

#[track_caller]
fn is_harmless(run: &Run, what: &str) {
    for text in [&run.stdout, &run.stderr] {
        let text = without_colours(text);
        let bad = text.chars().find(|&c| is_obeyed(c));
        assert_eq!(bad, None, "{what}: {text:?}");
    }
    assert!(!run.stderr.contains("panicked"), "{what}: {}", run.stderr);
}

fn place() -> Place {
    let place = Place::new();
    place.file(
        "docs/a.txt",
        format!("A {EVIL}\n\nThe {EVIL} met at noon, and nobody was there.\n\nAuthor: {EVIL}\n"),
    );
    place.file("docs/a.html", format!("<html><head><title>T {EVIL}</title><meta name=author content=\"{EVIL}\"></head><body><h1>H {EVIL}</h1><p>The {EVIL} met &#27;[31m&#x202e;again.</p></body></html>"));
    let json = serde_json::json!({"id": format!("i{EVIL}"), "title": EVIL, "text": format!("The {EVIL} met once more in the hall."), "party": EVIL, EVIL: "value", "date": EVIL});
    place.file("docs/a.jsonl", format!("{json}\n{{broken {EVIL}\n"));
    place.file("docs/a.csv", format!("id,title,party,text\n1,=cmd|' /C calc'!A0,@SUM(1),\"=1+1 the tanners said this in their hall and meant it\"\n2,{EVIL},-x,\"+ the {EVIL} came\"\n"));
    place.file("docs/a.eml", format!("From: {EVIL}@example.org\nSubject: =?utf-8?q?=1b[31mEVIL=e2=80=ae?=\nDate: Mon, 3 May 1999 10:00:00 +0000\n\nThe tanners {EVIL} wrote.\n"));
    place.file("docs/\u{1b}[31mEVIL\u{202e}.txt", "Name\n\nThe tanners have a name.\n");
    place.file("docs/two\nlines\u{9b}.txt", "Name\n\nThe tanners have two lines.\n");
    place.file("docs/\u{1b}[31mEVIL.bin", [0u8, 1, 2, 255, 7].repeat(99));
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        let name = std::ffi::OsStr::from_bytes(b"docs/\x1b[31mEVIL\xff.txt");
        std::fs::write(place.path().join(name), "Name\n\nThe tanners have bytes.\n").expect("a file");
        std::os::unix::fs::symlink("\u{1b}[31mEVIL-nowhere", place.path().join("docs/\u{202e}link"))
            .expect("a link");
    }
    place
}

#[test]
fn no_control_of_a_stranger_is_printed() {
    let place = place();
    let run = place.run(["index", "docs"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    is_harmless(&run, "index");
    let doc = place.hits("tanners noon")[0]["doc"].as_str().expect("an id").to_owned();
    let other = place.hits("tanners once")[0]["doc"].as_str().expect("an id").to_owned();
    place.file("codebook.csv", format!("category,query\n{EVIL},tanners\nplain,{EVIL}\n"));
    place.file("passage", format!("The {EVIL} met at noon, and nobody was there"));
    let cited = place.expect(0, ["cite", &doc, "--style", "annotation"]).stdout;
    place.file("cited.json", cited.replace("noon", EVIL));
    let evil_query = format!("tanners {EVIL}");
    let open_query = format!("({EVIL}");
    // with the exit code for a person: one that fails where it should not shows nothing
    let commands: Vec<(i32, Vec<&str>)> = vec![
        (0, vec!["search", "tanners", "--facet", "party", "--explain", "--snippets", "3", "-n", "all"]),
        (0, vec!["search", &evil_query]),
        (0, vec!["search", "--strict", &evil_query]),
        (2, vec!["search", "--strict", &open_query]),
        (0, vec!["search", "--count", "tanners"]),
        (0, vec!["kwic", "tanners", "-n", "all"]),
        (0, vec!["kwic", "tanners", "--group=before1"]),
        (0, vec!["kwic", "tanners", "--group=doc"]),
        (0, vec!["trend", "tanners", "--by", "party"]),
        (0, vec!["trend", "tanners", "--by", EVIL]),
        (0, vec!["words", "tanners"]),
        (0, vec!["keyness", "noon"]),
        (0, vec!["collocates", "tanners"]),
        (0, vec!["ngrams", "tanners"]),
        (0, vec!["code", "--codebook", "codebook.csv"]),
        (0, vec!["code", "--codebook", "codebook.csv", "--by", "doc"]),
        (0, vec!["code", "--codebook", "codebook.csv", "--by", "party"]),
        (2, vec!["code", "--codebook", EVIL]),
        (0, vec!["quote", &evil_query]),
        (0, vec!["quote", "--document", &doc]),
        (0, vec!["similar", &doc]),
        (2, vec!["similar", EVIL]),
        (0, vec!["diff", &doc, &other]),
        (0, vec!["cite", &doc]),
        (0, vec!["cite", &doc, "--style", "chicago"]),
        (0, vec!["cite", &doc, "--style", "bibtex"]),
        (0, vec!["cite", &doc, "--style", "csl"]),
        (0, vec!["cite", &doc, "--style", "annotation"]),
        (2, vec!["cite", &doc, "--style", EVIL]),
        (0, vec!["search", "tanners", "--save", "saved.json"]),
        (0, vec!["replay", "saved.json"]),
        (2, vec!["replay", "docs/a.txt"]),
        (2, vec!["replay", EVIL]),
        (0, vec!["show", &doc]),
        (0, vec!["show", &doc, "--mark", "tanners"]),
        (2, vec!["show", EVIL]),
        (2, vec!["show", "--citation", EVIL]),
        (0, vec!["show", "--citation", "cited.json"]),
        (0, vec!["info"]),
        (0, vec!["verify"]),
        (0, vec!["config"]),
        (3, vec!["index", "docs"]),
        (2, vec!["index", EVIL]),
        (2, vec!["index", "docs", "--type", EVIL]),
        (2, vec!["index", "docs", "--map", EVIL]),
        (2, vec!["index", "docs", "--glob", EVIL]),
        (0, vec!["extract", "docs/a.txt"]),
        (0, vec!["extract", "docs/a.html"]),
        (3, vec!["extract", "docs/a.jsonl"]),
        (3, vec!["extract", "docs/\u{1b}[31mEVIL.bin"]),
        (0, vec!["repair", "docs/a.txt", "--report"]),
        (0, vec!["repair", "docs/a.txt", "--diff"]),
        (2, vec!["repair", "docs/a.txt", "--without", EVIL]),
        (2, vec!["repair", EVIL]),
        (2, vec!["search", "--from", EVIL, "x"]),
        (2, vec!["search", "--where", EVIL, "x"]),
        (0, vec!["search", "--facet", EVIL, "tanners"]),
        (2, vec!["search", "--index", EVIL, "x"]),
        (2, vec!["search", "--queries", EVIL]),
        (2, vec![EVIL]),
        (2, vec!["search", "--\u{1b}[31mEVIL"]),
    ];
    let help = place.expect(0, ["help"]).stdout;
    let listed =
        help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
    for command in
        listed.filter(|line| !line.starts_with("   ")).filter_map(|line| line.split_whitespace().next())
    {
        let tried = commands.iter().any(|(_, args)| args[0] == command);
        // of these nothing is a stranger's
        assert!(
            tried || ["plan", "serve", "completions", "man", "help"].contains(&command),
            "{command} is not tried"
        );
    }
    let mut unexpected = Vec::new();
    for format in ["human", "json", "tsv", "csv", EVIL] {
        for color in ["never", "always"] {
            for (code, args) in &commands {
                let run = place.run(args.iter().chain(&["--format", format, "--color", color, "-v"]));
                is_harmless(&run, &format!("{args:?} --format {format:?} --color {color}"));
                if format == "human" && run.code != *code {
                    unexpected.push(format!("{args:?}: exit {}: {}", run.code, run.stderr));
                }
            }
        }
    }
    assert!(unexpected.is_empty(), "{unexpected:#?}");
    place.file("queries", format!("q{EVIL}\ttanners\nr\t{EVIL}\n"));
    for format in ["human", "json", "tsv", "csv", "trec"] {
        is_harmless(&place.run(["search", "-v", "--queries", "queries", "--format", format]), format);
    }
}

/// What JSON escapes is read back as what it was.
#[test]
fn json_keeps_what_it_escapes() {
    let place = place();
    place.run(["index", "docs"]);
    let run = place.run(["extract", "docs/a.txt"]);
    let text = run.objects()[0]["text"].as_str().expect("a text").to_owned();
    assert!(text.contains('\u{202e}') && text.contains("tanners"), "{text:?}");
}

/// No cell begins as a formula does, however the table is read.
#[test]
fn no_cell_is_a_formula() {
    let place = place();
    place.run(["index", "docs"]);
    let doc = place.hits("tanners hall")[0]["doc"].as_str().expect("an id").to_owned();
    place.file("codebook.csv", "category,query\n=SUM(1),tanners\n@a,hall\n-b,\"=1+1\"\n");
    let mut cells = 0;
    for args in [
        vec!["search", "tanners", "-n", "all", "--facet", "party"],
        vec!["kwic", "tanners", "-n", "all"],
        vec!["kwic", "tanners", "--group=doc"],
        vec!["trend", "tanners", "--by", "party"],
        vec!["words", "tanners"],
        vec!["keyness", "hall"],
        vec!["collocates", "tanners"],
        vec!["ngrams", "tanners"],
        vec!["code", "--codebook", "codebook.csv"],
        vec!["code", "--codebook", "codebook.csv", "--by", "doc"],
        vec!["code", "--codebook", "codebook.csv", "--by", "party"],
        vec!["quote", "the tanners said this in their hall"],
        vec!["similar", &doc],
        vec!["diff", &doc, "docs/a.txt"],
        vec!["info"],
    ] {
        for (format, mark) in [("tsv", '\t'), ("csv", ',')] {
            let run = place.expect(0, args.iter().chain(&["--format", format]));
            assert!(run.stdout.lines().count() > 1, "{args:?}: {}", run.stdout);
            // a reader that does not know quotes sees more cells, which must be harmless too
            for cell in run.stdout.lines().flat_map(|line| line.split(mark)) {
                let cell = cell.trim_matches('"').trim();
                let runs = cell.starts_with(['=', '+', '-', '@', '|', '%', '＝', '＋', '－', '＠']);
                let alone = format == "tsv" || !run.stdout.contains(&format!("\"{cell}"));
                assert!(!runs || cell.parse::<f64>().is_ok() || !alone, "{args:?} {format}: {cell:?}");
                cells += 1;
            }
        }
    }
    assert!(cells > 200, "{cells}");
}
