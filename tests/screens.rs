//! What a person sees on a terminal: layout by its width, colour, links, the pager, progress, Ctrl-C.

use crate::pty::{Terminal, shown};
use crate::{Place, workspace};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// Texts of several scripts, with long titles and paths, about one word.
fn library() -> Place {
    let place = Place::new();
    place.file(
        "library/leaflets/notice.txt",
        "Notice to the Workers of the Northern Engine Sheds, Their Families and All Who Travel by Rail\n\n\
         The power of the people who drive the trains is the power to stop them. We ask every passenger to \
         stand with the engine-men, whose hours are longer than the law allows and whose wages have not moved \
         since the bridge was built.\n\n3 May 1912\n",
    );
    place.file(
        "library/power.txt",
        "Power\n\nPower, they said, is not given. Without the power of those who work there is no power at \
         all.\n\n14 July 1889\n",
    );
    place.file(
        "library/ru.txt",
        "Речь на собрании\n\nТоварищи! Power — это слово на знамени. Вся власть принадлежит тем, кто работает, и \
         power эта не кончится.\n\n1906-05-01\n",
    );
    place.file(
        "library/ja.txt",
        "集会での演説\n\n労働者たちが団結するときのpowerは、何よりも強いものである。われわれはその力を信じる。\n\n1922年5月1日\n",
    );
    place.file(
        "library/marks.txt",
        "La re\u{301}union du comite\u{301}\n\nLe cafe\u{301} et la liberte\u{301}, la power des ouvriers, sont a\u{300} tous \
         ceux qui les ont faits de\u{301}ja\u{300}.\n\n1891-05-01\n",
    );
    place.file(
        "library/he.txt",
        "נאום באסיפה\n\nחברים! power של העובדים הוא כוחם של מי שבונים את העיר הזאת.\n\n1934-05-01\n",
    );
    place.expect(0, ["index", "library"]);
    place
}

/// A screen is stored with one end of line at its end.
#[track_caller]
fn stored(path: &Path, found: &str) {
    crate::check_stored(path, &format!("{}\n", found.trim_end()));
}

/// Isolates are there, and a screen does not show them.
fn without_isolates(text: &str) -> String {
    text.replace(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}'], "")
}

#[test]
fn results_fit_the_width_of_the_terminal() {
    let place = library();
    let commands: [(&str, &[&str]); 5] = [
        ("search", &["search", "power"]),
        ("kwic", &["kwic", "power"]),
        ("trend", &["trend", "power"]),
        ("show", &["show", "library/leaflets/notice.txt", "--mark", "power"]),
        ("search-marked", &["search", "power", "--mark", "[", "]", "--color", "never", "-n", "2"]),
    ];
    for width in [60u16, 80, 120] {
        for (name, args) in commands {
            let run = shown(&place, (width, 60), &[], args);
            assert_eq!(run.code, 0, "{}", run.screen);
            let screen = without_isolates(&run.screen);
            stored(&workspace().join(format!("tests/screens/{name}-{width}.txt")), &screen);
        }
    }
}

/// The keyword of every line starts in the same column: wide characters take two, combining marks none.
#[test]
fn keywords_are_aligned_whatever_the_script() {
    let place = library();
    for width in [60u16, 80, 120] {
        let run = shown(&place, (width, 40), &[], &["kwic", "power", "--color", "always"]);
        let mut columns = Vec::new();
        for line in run.raw.lines().filter(|line| line.contains("library/") || line.contains('…')) {
            let before = line.split("\u{1b}[1m\u{1b}[31m").next().expect("a match");
            let screen = vt100_columns(before);
            columns.push(screen);
        }
        assert_eq!(columns.len(), 11, "{}", run.screen);
        assert!(columns.iter().all(|&column| column == columns[0]), "{columns:?}\n{}", run.screen);
        // no line is continued in the next
        assert_eq!(run.screen.lines().count(), 12, "{}", run.screen);
    }
}

/// The column in which the cursor of a terminal stands after a text.
fn vt100_columns(text: &str) -> u16 {
    let size = |n| std::num::NonZeroU16::new(n).expect("a size");
    let mut parser = vt100::Parser::new(size(4), size(400), 0);
    parser.process(without_isolates(text).as_bytes());
    parser.screen().cursor_position().1
}

#[test]
fn text_from_right_to_left_is_set_apart_on_a_terminal_only() {
    let place = library();
    let run = shown(&place, (80, 40), &[], &["search", "power", "--where", "lang=he"]);
    let run = if run.code == 0 { run } else { shown(&place, (80, 40), &[], &["search", "העובדים"]) };
    assert!(run.raw.contains("\u{2068}"), "{:?}", run.raw);
    assert_eq!(run.raw.matches('\u{2068}').count(), run.raw.matches('\u{2069}').count());
    let piped = place.expect(0, ["search", "העובדים"]);
    assert!(!piped.stdout.contains(['\u{2066}', '\u{2067}', '\u{2068}', '\u{2069}']), "{}", piped.stdout);
}

#[test]
fn columns_say_how_wide_it_is() {
    let place = library();
    for (columns, widest) in [("50", 50), ("90", 90), ("0", 100), ("many", 100)] {
        let out =
            place.command().env("COLUMNS", columns).args(["search", "power"]).output().expect("it runs");
        let text = String::from_utf8(out.stdout).expect("UTF-8");
        let snippets = text.lines().filter(|line| line.starts_with("     ") && !line.contains("library/"));
        let longest = snippets.map(|line| usize::from(vt100_columns(line))).max().expect("lines");
        assert!(longest <= widest && longest + 20 > widest, "{columns}: {longest}\n{text}");
    }
}

#[test]
fn a_pipe_gets_titles_whole_and_a_screen_as_much_as_fits() {
    let place = library();
    let piped = place.expect(0, ["search", "engine-men"]);
    assert!(piped.stdout.contains("and All Who Travel by Rail"), "{}", piped.stdout);
    let run = shown(&place, (60, 40), &[], &["search", "engine-men"]);
    assert!(run.screen.lines().next().is_some_and(|line| line.ends_with("…  1912-05-03")), "{}", run.screen);
}

#[test]
fn colour_is_where_it_is_wanted() {
    let place = library();
    let mut args = vec!["search", "power"];
    let is_coloured = |text: &str| text.contains("\u{1b}[1m\u{1b}[31m");
    // the environment, the option, on a terminal, to a pipe
    for (env, option, terminal, pipe) in [
        (&[][..], None, true, false),
        (&[("NO_COLOR", "1")], None, false, false),
        (&[("NO_COLOR", "")], None, true, false),
        (&[("CLICOLOR", "0")], None, false, false),
        (&[("CLICOLOR", "1")], None, true, false),
        (&[("CLICOLOR_FORCE", "1")], None, true, true),
        (&[("CLICOLOR_FORCE", "0")], None, true, false),
        (&[("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1")], None, false, false),
        (&[("TERM", "dumb")], None, false, false),
        (&[("NO_COLOR", "1")], Some("always"), true, true),
        (&[("CLICOLOR_FORCE", "1")], Some("never"), false, false),
        (&[], Some("auto"), true, false),
        (&[], Some("always"), true, true),
    ] {
        args.truncate(2);
        args.extend(option.iter().flat_map(|when| ["--color", when]));
        let run = shown(&place, (80, 60), env, &args);
        assert_eq!(is_coloured(&run.raw), terminal, "terminal: {env:?} {option:?}");
        let out = place.command().envs(env.iter().copied()).args(&args).output().expect("it runs");
        let text = String::from_utf8(out.stdout).expect("UTF-8");
        assert_eq!(is_coloured(&text), pipe, "pipe: {env:?} {option:?}");
    }
}

#[test]
fn help_is_coloured_as_everything_else() {
    let place = Place::new();
    for (env, args, expected) in [
        (&[][..], &["search", "-h"][..], true),
        (&[("NO_COLOR", "1")], &["search", "-h"], false),
        (&[], &["search", "-h", "--color", "never"], false),
        (&[], &["--color=never", "--help"], false),
        (&[("TERM", "dumb")], &["--help"], false),
    ] {
        let run = shown(&place, (80, 99), env, args);
        assert_eq!(run.code, 0);
        assert_eq!(run.raw.contains("\u{1b}["), expected, "{env:?} {args:?}");
    }
    assert!(!place.expect(0, ["--help"]).stdout.contains('\u{1b}'));
}

/// What a stranger wrote does not reach a terminal as itself, in any command that lays out for one.
#[test]
fn a_terminal_is_spared_the_controls_of_strangers() {
    let place = Place::new();
    let evil =
        "\u{1b}]0;owned\u{7}\u{1b}[2JEVIL\u{9b}31m\u{202e}live\u{202c}\u{2066}x\u{2069}\u{200f}tanners";
    place.file(
        "docs/a.txt",
        format!("A {evil}\n\nThe {evil} met at noon. It wasn?t the pit?s {evil}.\n\nAuthor: {evil}\n"),
    );
    place.file("docs/\u{1b}[31mEVIL\u{202e}.txt", "Name\n\nThe tanners have a name.\n");
    place.expect(0, ["index", "docs"]);
    for args in [
        &["search", "tanners", "--facet", "author", "--explain"][..],
        &["kwic", "tanners"],
        &["kwic", "tanners", "--group=before1"],
        &["trend", "tanners", "--by", "author"],
        &["show", "docs/a.txt", "--mark", "tanners"],
        &["show", "docs/a.txt", "--raw"],
        &["repair", "docs/a.txt"],
        &["repair", "docs/a.txt", "--diff"],
        &["info"],
        &["index", "docs", "-v"],
        &["search", "tanners", "--hyperlink", "always"],
    ] {
        for width in [30, 80] {
            let run = shown(&place, (width, 200), &[("NO_COLOR", "1")], args);
            let mut text = run.raw.replace("\r\n", "\n");
            for url in links(&run.raw) {
                text = text.replace(&format!("\u{1b}]8;;{url}\u{1b}\\"), "");
            }
            text = text.replace("\u{1b}]8;;\u{1b}\\", "");
            let bad = text.chars().find(|&c| {
                c != '\n' && c != '\t' && c.is_control()
                    || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
            });
            assert_eq!(bad, None, "{args:?}: {text:?}");
            assert_eq!(run.code, 0, "{args:?}: {text}");
        }
    }
}

#[test]
fn marks_stand_around_matches_with_and_without_colour() {
    let place = library();
    let check = |args: &[&str], expected: &str| {
        let run = place.expect(0, args);
        assert!(run.stdout.contains(expected), "{args:?}: {}", run.stdout);
    };
    check(&["search", "engine-men", "--mark", "[", "]"], "with the [engine-men], whose");
    check(&["search", "engine-men", "--mark-with", "«", "»"], "with the «engine-men», whose");
    check(&["kwic", "engine-men", "--mark", ">", "<"], " >engine-men<");
    check(&["show", "library/power.txt", "--mark", "given"], "is not [[given]].");
    check(&["show", "library/power.txt", "--mark", "given", "--mark-with", "*", "*"], "is not *given*.");
    check(
        &["search", "engine-men", "--mark", "[", "]", "--color", "always"],
        "\u{1b}[1m\u{1b}[31m[engine-men]\u{1b}[0m",
    );
    // marks are no way in
    let run = place.expect(0, ["search", "engine-men", "--mark", "\u{1b}[2J", "\u{202e}"]);
    assert!(run.stdout.contains("␛[2Jengine-men<U+202E>"), "{}", run.stdout);
    // and no part of what programs read
    let run = place.expect(0, ["search", "engine-men", "--mark", "[", "]", "--format", "json"]);
    assert!(!run.stdout.contains("[engine-men]"), "{}", run.stdout);
}

/// The addresses of all links.
fn links(raw: &str) -> Vec<String> {
    let starts = raw.split("\u{1b}]8;;").skip(1);
    starts
        .filter_map(|rest| rest.split_once("\u{1b}\\"))
        .map(|(url, _)| url.to_owned())
        .filter(|url| !url.is_empty())
        .collect()
}

#[test]
fn links_lead_to_the_files_on_a_terminal_that_shows_them() {
    let place = library();
    let search = ["search", "power"];
    for (env, option, expected) in [
        (&[][..], None, false),
        (&[("TERM_PROGRAM", "WezTerm")], None, true),
        (&[("VTE_VERSION", "7003")], None, true),
        (&[("TERM", "xterm-kitty")], None, true),
        (&[("TERM_PROGRAM", "WezTerm"), ("TMUX", "/tmp/tmux")], None, false),
        (&[("TERM_PROGRAM", "WezTerm"), ("TERM", "dumb")], None, false),
        (&[("TERM_PROGRAM", "WezTerm")], Some("never"), false),
        (&[], Some("always"), true),
        (&[("TERM_PROGRAM", "WezTerm"), ("PAGER", "more")], None, false),
    ] {
        let mut args = search.to_vec();
        args.extend(option.iter().flat_map(|when| ["--hyperlink", when]));
        let run = shown(&place, (80, 60), env, &args);
        assert_eq!(!links(&run.raw).is_empty(), expected, "{env:?} {option:?}");
    }
    let piped = place.command().env("TERM_PROGRAM", "WezTerm").args(search).output().expect("it runs");
    assert!(!String::from_utf8_lossy(&piped.stdout).contains("\u{1b}]8"));

    let run = shown(&place, (80, 60), &[], &["kwic", "power", "--hyperlink", "always"]);
    let found = links(&run.raw);
    assert_eq!(found.len(), 11);
    for url in found {
        let path = url
            .strip_prefix("file://")
            .and_then(|rest| rest.find('/').map(|at| &rest[at..]))
            .expect("a path");
        assert!(Path::new(path).is_file(), "{url}");
    }
}

/// A name cannot leave its link, nor begin a sequence of its own.
#[test]
fn hostile_names_stay_in_their_links() {
    let place = Place::new();
    let name = "docs/a b\u{1b}]8;;http:\u{7}\u{1b}\\\u{202e}#100%.txt";
    place.file(name, "Name\n\nThe tanners have a name.\n");
    place.file("docs/records.jsonl", "{\"text\":\"The tanners write.\"}\n{\"text\":\"The tanners read.\"}\n");
    place.expect(0, ["index", "docs"]);
    let run = place.expect(0, ["search", "tanners", "--hyperlink", "always", "-n", "all"]);
    let found = links(&run.stdout);
    assert_eq!(found.iter().filter(|url| url.ends_with("/records.jsonl")).count(), 2, "{found:?}");
    for url in &found {
        assert!(url.bytes().all(|byte| byte.is_ascii_graphic()), "{url:?}");
    }
    assert!(
        found.iter().any(|url| url.contains("a%20b%1B%5D8%3B%3Bhttp%3A%07%1B%5C%E2%80%AE%23100%25.txt")),
        "{found:?}"
    );
}

const LONG: [&str; 4] = ["kwic", "pager*", "-n", "all"];

/// More lines than a screen has.
fn long() -> Place {
    let place = Place::new();
    let text: String = (0..200).map(|n| format!("Word {n} of the pagers.\n\n")).collect();
    place.file("docs/long.txt", format!("Long\n\n{text}"));
    place.expect(0, ["index", "docs"]);
    place
}

#[test]
fn what_is_longer_than_the_screen_goes_to_the_pager() {
    let place = long();
    let paged = place.path().join("paged");
    let pager = ["PAMPHLET_PAGER", "sh -c 'cat > paged'"];
    let run = |rows: u16, env: &[(&str, &str)], args: &[&str]| {
        let _ = fs::remove_file(&paged);
        let run = shown(&place, (80, rows), env, args);
        (run, fs::read_to_string(&paged).ok())
    };
    let chosen = [(pager[0], pager[1])];
    let (end, text) = run(24, &chosen, &LONG);
    let text = text.expect("it was paged");
    assert_eq!((end.code, text.lines().count()), (0, 200));
    assert!(text.contains("\u{1b}[1m\u{1b}[31m"), "colours are passed on");
    // what is told to the person comes after the pager, not into it
    assert!(end.screen.contains("200 matches") && !text.contains("200 matches"), "{}", end.screen);
    // it fits
    let (end, text) = run(24, &chosen, &["kwic", "pagers", "-n", "5"]);
    assert!(text.is_none() && end.screen.contains("200 matches, 5 shown"), "{}", end.screen);
    let (_, text) = run(400, &chosen, &LONG);
    assert!(text.is_none());
    // the argument goes before the environment, PAMPHLET_PAGER before PAGER
    let (end, text) = run(24, &chosen, &[&LONG[..], &["--pager", "never"]].concat());
    assert_eq!((end.code, text.is_none(), end.raw.lines().count()), (0, true, 201), "{}", end.raw);
    let (_, text) = run(24, &[("PAGER", pager[1])], &LONG);
    assert!(text.is_some());
    let (_, text) = run(24, &[("PAGER", pager[1]), ("PAMPHLET_PAGER", "")], &LONG);
    assert!(text.is_none());
    let (_, text) = run(24, &[("PAGER", pager[1]), ("TERM", "dumb")], &LONG);
    assert!(text.is_none(), "a terminal that cannot");
    // every command with long results
    for args in [
        &["show", "docs/long.txt"][..],
        &["search", "--snippets", "30", "pagers"],
        &["repair", "docs/long.txt"],
    ] {
        let (end, text) = run(9, &chosen, args);
        assert_eq!(end.code, 0, "{args:?}");
        assert!(text.is_some(), "{args:?}: {}", end.screen);
    }
    // never in a pipe
    let _ = fs::remove_file(&paged);
    let out = place.command().envs(chosen).args(LONG).output().expect("it runs");
    assert!(!paged.exists() && out.stdout.len() > 1000);
}

#[test]
fn a_pager_that_is_not_there_leaves_no_trace() {
    let place = long();
    fs::create_dir(place.path().join("empty")).expect("a folder");
    // no less on the path
    let run = shown(&place, (80, 24), &[("PATH", "empty")], &LONG);
    assert_eq!(run.code, 0, "{}", run.screen);
    assert!(run.raw.lines().count() > 200 && !run.raw.contains("warning"), "{}", run.screen);
    // one that somebody chose is missed
    let run = shown(&place, (80, 24), &[("PAGER", "no-such-pager -x")], &LONG);
    assert_eq!(run.code, 0);
    assert!(run.raw.contains("warning: the pager 'no-such-pager -x'"), "{}", run.raw);
    assert!(run.raw.lines().count() > 200);
}

#[test]
fn a_pager_that_is_quit_early_is_no_error() {
    let place = long();
    // more than a pipe holds
    let text: String = (0..20_000).map(|n| format!("Word {n} of the pagers.\n\n")).collect();
    place.file("docs/longer.txt", format!("Longer\n\n{text}"));
    place.expect(0, ["index", "docs"]);
    let run = shown(&place, (80, 24), &[("PAGER", "head -n 2")], &LONG);
    assert_eq!(run.code, 0, "{}", run.raw);
    assert!(!run.raw.contains("error") && !run.raw.contains("matches"), "{}", run.raw);
    assert!(run.raw.lines().count() <= 4, "{}", run.raw);
}

#[test]
fn less_is_used_and_left() {
    if Command::new("less").arg("--version").stdout(Stdio::null()).status().is_err() {
        eprintln!("SKIPPED: no less here");
        return;
    }
    let place = long();
    let mut terminal = Terminal::start(&place, (80, 24), &[], &LONG);
    terminal.wait_for("the prompt of less", |screen| screen.ends_with(':'));
    terminal.keys(" ");
    terminal.wait_for("the next page", |screen| screen.contains("Word 30 of the"));
    // Ctrl-C is the pager's: it stays, and so does the terminal
    terminal.keys("\u{3}");
    std::thread::sleep(Duration::from_millis(200));
    terminal.keys("g");
    terminal.wait_for("the first page", |screen| screen.contains("Word 1 of the"));
    terminal.keys("q");
    let end = terminal.end();
    assert_eq!(end.code, 0, "{}", end.screen);
    assert!(!end.raw.contains("error"), "{}", end.raw);
}

#[test]
fn a_reader_that_goes_is_no_error() {
    let place = long();
    for args in [
        &["kwic", "pagers", "-n", "all"][..],
        &["search", "pagers", "--format", "json", "--snippets", "200"],
        &["show", "docs/long.txt"],
        &["info"],
        &["completions", "zsh"],
        &["man"],
        &["--help"],
        &["config", "--show"],
        &["repair", "docs/long.txt"],
        &["extract", "docs/long.txt"],
        &["trend", "pagers"],
    ] {
        let mut child = place
            .command()
            .args(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it runs");
        // nobody reads
        drop(child.stdout.take());
        let out = child.wait_with_output().expect("it ends");
        assert_eq!(out.status.code(), Some(0), "{args:?}");
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(!said.contains("error") && !said.contains("panic"), "{args:?}: {said}");
    }
}

/// Enough that indexing takes a while.
fn much() -> Place {
    let place = Place::new();
    let mut seed = 11u64;
    for file in 0..1_000 {
        let mut text = format!("Paper {file}\n\n");
        for n in 0..3_000 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            text.push_str(&format!("word{} ", seed >> 50));
            if n % 60 == 59 {
                text.push_str("\n\n");
            }
        }
        place.file(&format!("docs/{file}.txt"), text);
    }
    place
}

#[test]
fn progress_is_shown_and_gone_and_ctrl_c_leaves_all_well() {
    let place = much();
    let mut terminal = Terminal::start(&place, (100, 24), &[], &["index", "docs"]);
    terminal.wait_for("rate and time left", |screen| {
        screen.contains("/s") && screen.contains("left") && screen.contains("files  docs/")
    });
    let bar = terminal.screen();
    let rate = bar.split("  ").find(|part| part.ends_with("iB/s")).expect("a rate");
    assert!(!rate.contains("GiB"), "{bar}");
    terminal.keys("\u{3}");
    let end = terminal.end();
    assert_eq!(end.code, 130, "{}", end.screen);
    assert_eq!(
        end.screen.replace("^C", ""),
        "interrupted: the index is as it was before",
        "nothing else is left"
    );
    place.expect(1, ["search", "word1"]);
    place.expect(0, ["verify"]);

    // a second one, while it stops or before
    let mut terminal = Terminal::start(&place, (100, 24), &[], &["index", "docs"]);
    terminal.wait_for("progress", |screen| screen.contains("left"));
    terminal.keys("\u{3}\u{3}");
    assert_eq!(terminal.end().code, 130);
    // and once more to the end: nothing was left in the way
    let end = shown(&place, (100, 24), &[], &["index", "docs"]);
    assert_eq!(end.code, 0, "{}", end.screen);
    assert!(end.screen.starts_with("1000 added"), "the bar is gone: {}", end.screen);
    place.expect(0, ["verify"]);
    // in a pipe there is nothing of it
    let run = place.expect(0, ["index", "--rebuild", "docs"]);
    assert_eq!(run.stderr, "");
}

#[test]
fn quiet_is_quiet_on_a_terminal_too() {
    let place = library();
    let run = shown(&place, (80, 24), &[], &["kwic", "engine-men", "-q", "--color", "never"]);
    assert_eq!(run.screen.lines().count(), 1, "{}", run.screen);
}
