//! Pages of the documentation whose outputs are the program's own.

use crate::{Place, workspace};
use std::fs;
use std::path::Path;
use std::process::Command;

/// What the commands of a `console` block print, both streams, in a folder with the sample documents.
fn printed(place: &Place, commands: &[&str]) -> String {
    let program = place.command().get_program().to_owned();
    let folder = Path::new(&program).parent().expect("a folder").to_owned();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").expect("a path"));
    let mut out = String::new();
    for command in commands {
        out.push_str(&format!("$ {command}\n"));
        let run = Command::new("sh")
            .args(["-c", &format!("exec 2>&1; {command}")])
            .current_dir(place.path())
            .env_clear()
            .env("PATH", &path)
            .env("HOME", "/nonexistent")
            .env("COLUMNS", "100")
            .output()
            .expect("sh runs");
        out.push_str(&String::from_utf8(run.stdout).expect("UTF-8"));
    }
    out
}

/// The page about the terminal shows what is printed. PAMPHLET_BLESS writes it anew.
#[test]
fn the_page_about_the_terminal_shows_what_is_printed() {
    let place = Place::new();
    let copied = Command::new("cp").arg("-r").arg(workspace().join("corpus")).arg(place.path()).status();
    assert!(copied.expect("cp runs").success());
    // what lists all the documents is none of them
    fs::remove_file(place.path().join("corpus/catalog.toml")).expect("it was there");
    place.expect(0, ["index", "corpus"]);
    let file = workspace().join("docs/terminal.md");
    let page = fs::read_to_string(&file).expect("the page is there");
    let (mut anew, mut blocks) = (String::new(), 0);
    let mut rest = page.as_str();
    while let Some((before, block)) = rest.split_once("```console\n") {
        let (block, after) = block.split_once("```").expect("an end");
        // the settings that were shown before hold from there on
        if let Some((_, toml)) = before.rsplit_once("```toml\n") {
            place.file("pamphlet.toml", toml.split("```").next().expect("a file"));
        }
        let commands: Vec<&str> = block.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
        assert!(!commands.is_empty());
        anew.push_str(&format!("{before}```console\n{}```", printed(&place, &commands)));
        blocks += 1;
        rest = after;
    }
    anew.push_str(rest);
    assert!(blocks >= 4);
    if std::env::var_os("PAMPHLET_BLESS").is_some() {
        fs::write(&file, anew).expect("it is written");
        return;
    }
    assert!(anew == page, "docs/terminal.md:\n{anew}");
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
