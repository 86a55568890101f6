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
    place.file("docs/\u{1b}[31mEVIL.bin", [0u8, 1, 2, 255].repeat(99));
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
    let evil_query = format!("tanners {EVIL}");
    let commands: Vec<Vec<&str>> = vec![
        vec!["search", "tanners", "--facet", "party", "--explain", "--snippets", "3", "-n", "all"],
        vec!["search", &evil_query],
        vec!["search", "--strict", &evil_query],
        vec!["search", "--count", "tanners"],
        vec!["kwic", "tanners", "-n", "all"],
        vec!["kwic", "tanners", "--group", "before1"],
        vec!["kwic", "tanners", "--group", "doc"],
        vec!["trend", "tanners", "--by", "party"],
        vec!["trend", "tanners", "--by", EVIL],
        vec!["show", &doc],
        vec!["show", &doc, "--mark", "tanners"],
        vec!["show", EVIL],
        vec!["info"],
        vec!["verify"],
        vec!["index", "docs"],
        vec!["index", EVIL],
        vec!["index", "docs", "--type", EVIL],
        vec!["index", "docs", "--map", EVIL],
        vec!["index", "docs", "--glob", EVIL],
        vec!["extract", "docs/a.txt"],
        vec!["extract", "docs/a.html"],
        vec!["extract", "docs/a.jsonl"],
        vec!["extract", "docs/\u{1b}[31mEVIL.bin"],
        vec!["repair", "docs/a.txt", "--report"],
        vec!["repair", "docs/a.txt", "--diff"],
        vec!["repair", "docs/a.txt", "--without", EVIL],
        vec!["repair", EVIL],
        vec!["search", "--from", EVIL, "x"],
        vec!["search", "--where", EVIL, "x"],
        vec!["search", "--facet", EVIL, "tanners"],
        vec!["search", "--index", EVIL, "x"],
        vec!["search", "--queries", EVIL],
        vec![EVIL],
        vec!["search", "--\u{1b}[31mEVIL"],
    ];
    for format in ["human", "json", "tsv", "csv", EVIL] {
        for color in ["never", "always"] {
            for args in &commands {
                let run = place.run(args.iter().chain(&["--format", format, "--color", color, "-v"]));
                is_harmless(&run, &format!("{args:?} --format {format:?} --color {color}"));
            }
        }
    }
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
    let mut cells = 0;
    for args in [
        vec!["search", "tanners", "-n", "all", "--facet", "party"],
        vec!["kwic", "tanners", "-n", "all"],
        vec!["kwic", "tanners", "--group", "doc"],
        vec!["trend", "tanners", "--by", "party"],
        vec!["info"],
    ] {
        for (format, mark) in [("tsv", '\t'), ("csv", ',')] {
            let run = place.run(args.iter().chain(&["--format", format]));
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
