//! Pages of the documentation whose outputs are the program's own: every command of their sessions is run, in order, and
//! must print what the page shows. `PAMPHLET_BLESS=1` writes the pages anew.

use crate::help::commands;
use crate::{Place, check_stored, workspace};
use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::Command;

/// A block of a page that begins so is a session: lines with `$ ` are run, the others are what they print.
const SESSION: &str = "```console\n";

/// What a page shows of a command.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shows {
    /// Standard output; the command does what it was asked.
    Results,
    /// Both streams, also of what goes wrong.
    Both,
}

/// Runs the sessions of a page; returns it with what the commands print now, and how many sessions there are.
fn run(page: &str, place: &Place, shows: Shows) -> (String, usize) {
    let (mut out, mut sessions) = (String::new(), 0);
    let mut rest = page;
    while let Some((before, behind)) = rest.split_once(SESSION) {
        let (session, after) = behind.split_once("```").expect("a session ends");
        // the settings that were shown before hold from there on
        if let Some((_, toml)) = before.rsplit_once("```toml\n") {
            place.file("pamphlet.toml", toml.split("```").next().expect("a file"));
        }
        write!(out, "{before}{SESSION}").expect("written");
        let (mut lines, mut commands) = (session.lines(), 0);
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
            out.push_str(&printed(&command, place, shows));
            commands += 1;
        }
        assert!(commands > 0, "a session without a command:\n{session}");
        out.push_str("```");
        sessions += 1;
        rest = after;
    }
    (out + rest, sessions)
}

/// What a command prints, in an environment without the settings of who runs the tests.
fn printed(command: &str, place: &Place, shows: Shows) -> String {
    let program = place.command().get_program().to_owned();
    let folder = Path::new(&program).parent().expect("a folder").display().to_string();
    let path = format!("{folder}:{}", std::env::var("PATH").expect("a path"));
    let streams = if shows == Shows::Both { "exec 2>&1; " } else { "" };
    let output = Command::new("sh")
        .args(["-c", &format!("{streams}{command}")])
        .current_dir(place.path())
        .env_clear()
        .env("PATH", path)
        .env("HOME", "/nonexistent")
        .env("COLUMNS", "100")
        .output()
        .expect("sh runs");
    if shows == Shows::Results {
        let (code, errors) = (output.status.code(), String::from_utf8_lossy(&output.stderr));
        assert!(matches!(code, Some(0 | 1)), "{command}: {code:?}\n{errors}");
    }
    let mut printed = String::from_utf8(output.stdout).expect("UTF-8");
    if !printed.is_empty() && !printed.ends_with('\n') {
        printed.push('\n');
    }
    printed
}

#[track_caller]
fn check(page: &str, place: &Place, shows: Shows) -> String {
    let file = workspace().join("docs").join(page);
    let shown = fs::read_to_string(&file).expect("the page is there");
    let (anew, sessions) = run(&shown, place, shows);
    assert!(sessions >= 4, "{page}: {sessions} sessions");
    check_stored(&file, &anew);
    anew
}

#[test]
fn the_guide_shows_what_is_printed() {
    check("guide.md", &Place::with_corpus(), Shows::Results);
}

#[test]
fn the_recipes_show_what_is_printed() {
    check("recipes.md", &Place::with_corpus(), Shows::Results);
}

#[test]
fn the_tutorial_shows_what_is_printed_and_drawn() {
    let place = Place::with_corpus();
    check("tutorial.md", &place, Shows::Results);
    let drawn = fs::read_to_string(place.path().join("labour.svg")).expect("the tutorial draws");
    check_stored(&workspace().join("docs/tutorial.svg"), &drawn);
}

#[test]
fn the_reference_shows_the_help_of_every_command() {
    let place = Place::with_corpus();
    let page = check("commands.md", &place, Shows::Results);
    let commands = commands(&place);
    assert!(commands.len() > 10, "{commands:?}");
    for name in commands {
        assert!(page.contains(&format!("\n## {name}\n")), "{name} has no section");
    }
}

#[test]
fn a_session_is_run_and_compared() {
    let page = "A\n```console\n$ printf 'one\\n'; \\\n    echo two\nstale\n```\nB\n";
    let expected = "A\n```console\n$ printf 'one\\n'; \\\n    echo two\none\ntwo\n```\nB\n";
    assert_eq!(run(page, &Place::new(), Shows::Results), (expected.to_owned(), 1));
}

#[test]
fn the_page_about_the_terminal_shows_what_is_printed() {
    let place = Place::with_corpus();
    place.expect(0, ["index", "corpus"]);
    check("terminal.md", &place, Shows::Both);
}

/// Every key and every variable is on the page.
#[test]
fn the_page_about_the_terminal_names_every_key() {
    let place = Place::new();
    let page = fs::read_to_string(workspace().join("docs/terminal.md")).expect("the page is there");
    let shown = place.expect(0, ["config", "--show", "--format", "json"]).objects();
    assert!(shown.len() > 15);
    for line in shown {
        let key = line["key"].as_str().expect("a key");
        assert!(page.contains(&format!("`{key}`")), "{key}");
    }
}
