//! Help, errors with a hint, completions, manual pages: complete, and true.

use crate::Place;
use std::fs;
use std::process::{Command, Stdio};

/// A folder with the sample documents as `corpus`, indexed.
fn with_corpus() -> Place {
    let place = Place::with_corpus();
    place.expect(0, ["index", "corpus"]);
    place
}

/// The names of all commands, as the help has them.
pub(crate) fn commands(place: &Place) -> Vec<String> {
    let help = place.expect(0, ["--help"]).stdout;
    let list = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("a list");
    let names = list.lines().filter_map(|line| line.strip_prefix("  ")?.split(' ').next());
    names.filter(|name| !name.is_empty() && *name != "help").map(str::to_owned).collect()
}

/// The long options of a command, as its help has them.
fn options(place: &Place, command: &str) -> Vec<String> {
    let help = place.expect(0, [command, "--help"]).stdout;
    let mut found = Vec::new();
    for line in help.lines().map(str::trim_start) {
        // `--long`, or `-l, --long`
        let line = match line.split_once(", ") {
            Some((short, rest)) if short.len() == 2 && short.starts_with('-') => rest,
            _ => line,
        };
        if line.starts_with("--") {
            found.extend(line.split([' ', '[', '=', ',', '.']).next().map(str::to_owned));
        }
    }
    assert!(found.len() >= 8, "{command}: {found:?}");
    found
}

/// The lines below `Examples:` of a help.
fn examples(help: &str) -> Vec<String> {
    let rest = help.split("Examples:\n").nth(1).unwrap_or_default();
    let lines = rest.lines().take_while(|line| line.starts_with("  "));
    lines.map(str::trim).filter(|line| line.starts_with("pamphlet ")).map(str::to_owned).collect()
}

#[test]
fn every_example_of_the_help_does_what_it_says() {
    let place = with_corpus();
    let program = place.command().get_program().to_owned();
    let folder = std::path::Path::new(&program).parent().expect("a folder").to_owned();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").expect("a path"));
    let mut run = 0;
    let names = commands(&place);
    assert!(names.len() >= 12, "{names:?}");
    for name in names {
        let help = place.expect(0, [&name, "-h"]).stdout;
        let found = examples(&help);
        assert!(!found.is_empty(), "{name} has no examples");
        // a server does not end
        for example in found.iter().filter(|_| name != "serve") {
            let out = Command::new("sh")
                .args(["-c", example])
                .current_dir(place.path())
                .env("PATH", &path)
                .env("PAMPHLET_CONFIG", "")
                .output()
                .expect("sh runs");
            let said = String::from_utf8_lossy(&out.stderr);
            assert_eq!(out.status.code(), Some(0), "{example}: {said}");
            assert!(!out.stdout.is_empty() || example.contains("--out"), "{example}: {said}");
            assert!(!said.contains("nothing found") && !said.contains("note:"), "{example}: {said}");
            run += 1;
        }
    }
    assert!(run >= 35, "{run}");
}

#[test]
fn the_short_help_is_short_and_the_long_one_says_more() {
    let place = Place::new();
    for name in commands(&place) {
        let short = place.expect(0, [&name, "-h"]).stdout;
        let long = place.expect(0, [&name, "--help"]).stdout;
        assert!(long.len() > short.len(), "{name}");
        for line in short.lines().chain(long.lines()) {
            assert!(line.chars().count() <= 120, "{name}: {line}");
        }
        assert_eq!(place.expect(0, ["help", &name]).stdout, long, "{name}");
    }
}

#[test]
fn what_was_meant_is_said() {
    let place = with_corpus();
    place.file("page.txt", "The river?s wealth.\n");
    let check = |args: &[&str], code: i32, expected: &str| {
        let run = place.expect(code, args);
        assert_eq!(run.stderr, expected, "{args:?}");
    };
    check(&["serach", "x"], 2, "error: there is no command 'serach'\nhint: did you mean 'search'?\n");
    check(
        &["workers'", "power"],
        2,
        "error: there is no command 'workers''\nhint: 'pamphlet --help' lists the commands; to search for it: pamphlet search \"workers' power\"\n",
    );
    check(
        &["search", "--fromat", "json", "x"],
        2,
        "error: there is no option '--fromat'\nhint: did you mean '--format'?\n",
    );
    check(
        &["search", "-x", "y"],
        2,
        "error: there is no option '-x'\nhint: 'pamphlet search --help' lists what can be typed; before words that begin with '-' put '--'\n",
    );
    check(
        &["search", "--sort", "dat", "x"],
        2,
        "error: invalid value 'dat' for '--sort <SORT>'\nhint: did you mean 'date'? There are score, date, -date, path\n",
    );
    check(
        &["search", "--limit", "many", "x"],
        2,
        "error: invalid value 'many' for '--limit <N>': expected a number or 'all'\nhint: 'pamphlet search --help' lists what can be typed\n",
    );
    check(
        &["index"],
        2,
        "error: the following required arguments were not provided: <PATH>...\nhint: for example: pamphlet index speeches manifestos\n",
    );
    check(
        &["index", "corpsu"],
        2,
        "error: 'corpsu' does not exist\nhint: did you mean 'corpus'? nothing was touched; check the path\n",
    );
    check(
        &["repair", "pgae.txt"],
        2,
        "error: pgae.txt: No such file or directory (os error 2)\nhint: did you mean 'page.txt'?\n",
    );
    check(&["man", "serch"], 2, "error: there is no command 'serch'\nhint: did you mean 'search'?\n");
    check(
        &["show", "corpus/chartist.txt"],
        2,
        "error: no document 'corpus/chartist.txt' in the index\nhint: did you mean corpus/chartist-league.txt?\n",
    );
    check(
        &["search", "--index", "nowhere", "x"],
        2,
        "error: no index in 'nowhere'\nhint: make one with 'pamphlet index PATH...', or search a folder at once with 'pamphlet search --in PATH QUERY'\n",
    );
    check(
        &["trend", "strike", "--by", "partyy", "--count"],
        2,
        "error: there is no option '--count'\nhint: 'pamphlet trend --help' lists what can be typed; before words that begin with '-' put '--'\n",
    );
    let says = |args: &[&str], code: i32, expected: &str| {
        let run = place.expect(code, args);
        assert!(run.stderr.contains(expected), "{args:?}: {}", run.stderr);
    };
    says(&["repair", "page.txt", "--without", "lost-apostrofe"], 2, "hint: did you mean 'lost-apostrophe'? ");
    says(
        &["search", "--where", "autor=rusk", "power"],
        1,
        "no document has a field 'autor'; did you mean 'author'?",
    );
    says(&["search", "titel:league"], 1, "no document has a field 'titel'; did you mean 'title'?");
    says(
        &["search", "lang:english", "power"],
        1,
        "no document has 'english' in the field 'lang'; what there is: ",
    );
    says(&["search", "--where", "lang=german", "power"], 1, "no document has 'german' in the field 'lang'");
    says(
        &["search", "--facet", "partyy", "power"],
        0,
        "no document has a field 'partyy'; did you mean 'party'?",
    );
    says(
        &["trend", "power", "--by", "zebra"],
        0,
        "no document has a field 'zebra'; 'pamphlet info' lists the fields",
    );
    says(
        &["kwic", "strike", "--group", "before1"],
        1,
        "did you mean --group=before1? 'before1' was searched as a word",
    );
    // a colon is no field
    let run = place.expect(1, ["search", "Re: zeppelinbudget"]);
    assert!(!run.stderr.contains("field"), "{}", run.stderr);
    // without anything there is help
    let run = place.expect(2, Vec::<&str>::new());
    assert!(run.stderr.contains("Usage:") && run.stderr.contains("Examples:"), "{}", run.stderr);
}

/// Every command and option is in the script of every shell.
#[test]
fn completions_are_complete() {
    let place = Place::new();
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = place.expect(0, ["completions", shell]).stdout;
        for command in commands(&place) {
            assert!(script.contains(&command), "{shell}: {command}");
            for option in options(&place, &command) {
                let written = match shell {
                    "fish" => format!("-l {}", option.trim_start_matches("--")),
                    _ => option.clone(),
                };
                assert!(script.contains(&written), "{shell}: {command} {option}");
            }
        }
        // values that can be chosen among
        assert!(script.contains("before1") || shell == "powershell", "{shell}");
    }
}

/// What a real bash proposes.
#[test]
fn bash_completes() {
    let place = with_corpus();
    let script = place.expect(0, ["completions", "bash"]).stdout;
    place.file("completions.bash", script);
    let proposed = |words: &[&str]| -> Vec<String> {
        let quoted: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
        let code = format!(
            "source ./completions.bash; COMP_WORDS=(pamphlet {}); COMP_CWORD={}; \
             _pamphlet pamphlet \"${{COMP_WORDS[COMP_CWORD]}}\" \"${{COMP_WORDS[COMP_CWORD-1]}}\"; \
             printf '%s\\n' \"${{COMPREPLY[@]}}\"; complete -p pamphlet >&2",
            quoted.join(" "),
            words.len()
        );
        let out = Command::new("bash")
            .args(["--norc", "--noprofile", "-c", &code])
            .current_dir(place.path())
            .stdin(Stdio::null())
            .output()
            .expect("bash runs");
        let said = String::from_utf8_lossy(&out.stderr);
        assert!(said.contains("_pamphlet"), "it is registered: {said}");
        String::from_utf8_lossy(&out.stdout).lines().map(str::to_owned).collect()
    };
    let check = |words: &[&str], expected: &[&str]| {
        let mut found = proposed(words);
        found.sort();
        assert_eq!(found, expected, "{words:?}");
    };
    check(
        &["se"],
        if commands(&place).iter().any(|name| name == "serve") { &["search", "serve"] } else { &["search"] },
    );
    check(&["ind"], &["index"]);
    check(&["search", "--for"], &["--format"]);
    check(&["search", "--format", "j"], &["json"]);
    check(&["search", "--sort", "d"], &["date"]);
    check(&["kwic", "--sort", "b"], &["before1"]);
    check(&["--color", "n"], &["never"]);
    check(&["completions", "f"], &["fish"]);
    let all = proposed(&[""]);
    for command in commands(&place) {
        assert!(all.contains(&command), "{command}: {all:?}");
    }
}

/// The same with a person at the keys: words and names of files.
#[cfg(unix)]
#[test]
fn bash_completes_as_one_types() {
    let place = with_corpus();
    let script = place.expect(0, ["completions", "bash"]).stdout;
    place.file("completions.bash", script);
    let args = ["--norc", "--noprofile", "-i"];
    let env = [("PS1", "> "), ("INPUTRC", "/dev/null")];
    let mut bash = crate::pty::Terminal::start_program("bash".as_ref(), &place, (90, 40), &env, &args);
    bash.wait_for("a prompt", |screen| screen.ends_with('>'));
    bash.keys("source ./completions.bash\r");
    for (round, (typed, completed)) in (1..).zip([
        ("pamphlet sea", "pamphlet search"),
        ("pamphlet search --form", "pamphlet search --format"),
        ("pamphlet search --format t", "pamphlet search --format t"),
        ("pamphlet kwic --sort af", "pamphlet kwic --sort after1"),
        ("pamphlet index corp", "pamphlet index corpus/"),
        ("pamphlet repair corpus/chartist", "pamphlet repair corpus/chartist-league.txt"),
        ("pamphlet search --queries corpus/chart", "pamphlet search --queries corpus/chartist-league.txt"),
        ("pamphlet search --in corp", "pamphlet search --in corpus"),
    ]) {
        // the line is thrown away; a prompt of its own says that the shell is ready for the next, and not about to be
        bash.keys(&format!("\u{15}PS1='{round}> '; printf '\\033[2J\\033[H'\r"));
        bash.wait_for("an empty screen", |screen| screen == format!("{round}>"));
        bash.keys(&format!("{typed}\t"));
        bash.wait_for(completed, |screen| {
            let line = screen.lines().next_back().and_then(|line| line.strip_prefix(&format!("{round}> ")));
            line.is_some_and(|line| line.starts_with(completed))
        });
    }
    bash.keys("\u{15}");
    bash.keys("exit\r");
    bash.end();
}

/// The other shells read their scripts without complaint, and fish proposes what bash does.
#[test]
fn other_shells_take_their_scripts() {
    let place = with_corpus();
    let is_there = |shell: &str| {
        let found = Command::new(shell).arg("--version").stdout(Stdio::null()).status().is_ok();
        if !found {
            eprintln!("SKIPPED: no {shell} here");
        }
        found
    };
    for (shell, file) in [("zsh", "_pamphlet"), ("fish", "pamphlet.fish")] {
        place.file(file, place.expect(0, ["completions", shell]).stdout);
    }
    let run = |shell: &str, args: &[&str]| {
        let out = Command::new(shell).args(args).current_dir(place.path()).output().expect("the shell runs");
        assert_eq!(String::from_utf8_lossy(&out.stderr), "", "{shell} {args:?}");
        assert!(out.status.success(), "{shell} {args:?}");
        String::from_utf8_lossy(&out.stdout).into_owned()
    };
    if is_there("zsh") {
        run("zsh", &["-n", "_pamphlet"]);
        // the completion system takes it
        let code =
            "fpath=($PWD $fpath); autoload -Uz compinit; compinit -D -u; print -r -- $_comps[pamphlet]";
        assert_eq!(run("zsh", &["-f", "-c", code]).trim(), "_pamphlet");
    }
    if is_there("fish") {
        run("fish", &["--no-config", "--no-execute", "pamphlet.fish"]);
        for (typed, expected) in [
            ("pamphlet sea", "search"),
            ("pamphlet search --form", "--format"),
            ("pamphlet search --format j", "json"),
            ("pamphlet kwic --sort af", "after1"),
        ] {
            let code = format!("source pamphlet.fish; complete -C '{typed}'");
            let proposed = run("fish", &["--no-config", "-c", &code]);
            let first: Vec<&str> = proposed.lines().filter_map(|line| line.split('\t').next()).collect();
            assert!(first.contains(&expected), "{typed}: {proposed}");
        }
    }
}

/// One page a command, with every option of it, and nothing that the formatter does not understand.
#[test]
fn manual_pages_are_complete() {
    let place = Place::new();
    let run = place.expect(0, ["man", "--out", "man1"]);
    let names = commands(&place);
    assert_eq!(run.stderr, format!("{} pages in man1\n", names.len() + 1));
    assert_eq!(fs::read_dir(place.path().join("man1")).expect("a folder").count(), names.len() + 1);
    let has_groff = Command::new("groff").arg("--version").stdout(Stdio::null()).status().is_ok();
    for name in std::iter::once(String::new()).chain(names.iter().cloned()) {
        let title = if name.is_empty() { "pamphlet".to_owned() } else { format!("pamphlet-{name}") };
        let page = fs::read_to_string(place.path().join(format!("man1/{title}.1"))).expect("a page");
        assert!(page.contains(&format!(".TH {title} 1")), "{title}: {}", &page[..200]);
        for part in ["NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS"] {
            assert!(page.contains(&format!(".SH {part}")), "{title} has no {part}");
        }
        let plain = page.replace('\\', "");
        if name.is_empty() {
            for name in &names {
                assert!(plain.contains(&format!("pamphlet-{name}(1)")), "{name}");
            }
            assert_eq!(place.expect(0, ["man"]).stdout, page);
        } else {
            for option in options(&place, &name) {
                assert!(plain.contains(&option), "{title}: {option}");
            }
            assert!(plain.contains("Examples:"), "{title}");
            assert_eq!(place.expect(0, ["man", &name]).stdout, page);
        }
        if has_groff {
            let out = Command::new("groff")
                .args(["-man", "-ww", "-z", "-Tutf8", &format!("man1/{title}.1")])
                .current_dir(place.path())
                .output()
                .expect("groff runs");
            assert_eq!(String::from_utf8_lossy(&out.stderr), "", "{title}");
        }
    }
    if !has_groff {
        eprintln!("SKIPPED: no groff here to read the pages");
    }
}
