//! The guides' outputs: every command of docs/guide.md, docs/recipes.md and docs/commands.md is run, in order, in a folder with
//! the sample documents, and must print what the page shows. `PAMPHLET_DOCS=write` writes the pages anew.

use crate::workspace;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;

/// A block of a page that begins so is a session: lines with `$ ` are run, the others are what they print.
const SESSION: &str = "```console\n";

/// Runs the sessions of a page; returns the page with what the commands print now.
fn run(page: &str, folder: &Path) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, behind)) = rest.split_once(SESSION) {
        let (session, after) = behind.split_once("```").expect("a session ends");
        out.push_str(before);
        out.push_str(SESSION);
        let mut lines = session.lines().peekable();
        while let Some(line) = lines.next() {
            let Some(first) = line.strip_prefix("$ ") else { continue };
            // a command goes on where its line ends with a backslash
            let (mut command, mut typed) = (first.to_owned(), line.to_owned());
            while typed.ends_with('\\') {
                let next = lines.next().expect("a command ends");
                write!(typed, "\n{next}").expect("written");
                command = format!("{} {}", command.trim_end_matches('\\'), next.trim_start());
            }
            writeln!(out, "{typed}").expect("written");
            out.push_str(&printed(&command, folder));
        }
        out.push_str("```");
        rest = after;
    }
    out + rest
}

/// What a command prints on standard output.
fn printed(command: &str, folder: &Path) -> String {
    let binary = Path::new(env!("CARGO_BIN_EXE_pamphlet"));
    let path = std::env::var("PATH").unwrap_or_default();
    let path = format!("{}:{path}", binary.parent().expect("a folder").display());
    let mut shell = Command::new("sh");
    shell.args(["-c", command]).current_dir(folder).env("PATH", path).env("COLUMNS", "100");
    // no setting of who runs the tests is shown
    for (name, _) in std::env::vars_os().filter(|(name, _)| name.to_string_lossy().starts_with("PAMPHLET_")) {
        shell.env_remove(name);
    }
    let output = shell.env("XDG_CONFIG_HOME", folder).output().expect("a shell runs");
    let code = output.status.code();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(matches!(code, Some(0 | 1)), "{command}: {code:?}\n{errors}");
    let mut printed = String::from_utf8(output.stdout).expect("UTF-8");
    if !printed.is_empty() && !printed.ends_with('\n') {
        printed.push('\n');
    }
    printed
}

fn check(page: &str) {
    let place = tempfile::tempdir().expect("a folder");
    let corpus = workspace().join("corpus");
    let copied = Command::new("cp").arg("-r").arg(&corpus).arg(place.path()).status();
    assert!(copied.expect("cp runs").success());
    let path = workspace().join("docs").join(page);
    let shown = std::fs::read_to_string(&path).expect("the page is there");
    let printed = run(&shown, place.path());
    if std::env::var_os("PAMPHLET_DOCS").is_some_and(|how| how == "write") {
        std::fs::write(&path, printed).expect("the page is written");
        return;
    }
    let differs = shown.lines().zip(printed.lines()).position(|(shown, printed)| shown != printed);
    let line = differs.unwrap_or_else(|| shown.lines().count().min(printed.lines().count()));
    assert!(
        shown == printed,
        "docs/{page}:{}: the page shows\n  {}\nand the command prints\n  {}\n(PAMPHLET_DOCS=write writes it anew)",
        line + 1,
        shown.lines().nth(line).unwrap_or_default(),
        printed.lines().nth(line).unwrap_or_default(),
    );
}

#[test]
fn the_guide_shows_what_is_printed() {
    check("guide.md");
}

#[test]
fn the_recipes_show_what_is_printed() {
    check("recipes.md");
}

#[test]
fn the_reference_shows_the_help_of_every_command() {
    check("commands.md");
    let page = std::fs::read_to_string(workspace().join("docs/commands.md")).expect("the page is there");
    let (_, list) = page.split_once("Commands:\n").expect("the help lists the commands");
    let (list, _) = list.split_once("\n\n").expect("the list ends");
    let mut commands = 0;
    for line in list.lines() {
        // a description that is long goes on in a line that is further in
        let Some(name) = line.strip_prefix("  ").and_then(|line| line.split_whitespace().next()) else {
            continue;
        };
        if line.starts_with("   ") || name == "help" {
            continue;
        }
        assert!(page.contains(&format!("\n## {name}\n")), "{name} has no section");
        commands += 1;
    }
    assert!(commands > 10, "{commands} commands were seen");
}

#[test]
fn a_session_is_run_and_compared() {
    let place = tempfile::tempdir().expect("a folder");
    let page = "A\n```console\n$ printf 'one\\n'; \\\n    echo two\nstale\n```\nB\n";
    let expected = "A\n```console\n$ printf 'one\\n'; \\\n    echo two\none\ntwo\n```\nB\n";
    assert_eq!(run(page, place.path()), expected);
}
