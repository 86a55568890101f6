//! The pages in `docs/repair/` say what the rules say. `PAMPHLET_WRITE_PAGES=1 cargo test -p pamphlet-repair
//! pages` writes them.

use pamphlet_repair::{Rule, rules};
use std::fmt::Write;
use std::path::PathBuf;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/repair")
}

/// Text as a code block shows it: what cannot be seen is written out.
fn shown(text: &str) -> String {
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '\n' => out.push_str("↵\n"),
            '\u{fffd}' => out.push('\u{fffd}'),
            _ if c.is_control() || "\u{ad}\u{200b}\u{200c}\u{2060}\u{feff}\u{a0}".contains(c) => {
                let _ = write!(out, "‹{:04X}›", c as u32);
            }
            _ => out.push(c),
        }
    }
    out
}

fn page(rule: &Rule) -> String {
    let Rule { name, default, what, evidence, wrong, before, after, leave } = rule;
    let state = if *default { "On by default." } else { "Off unless asked for." };
    let (before, after, leave) = (shown(before), shown(after), shown(leave));
    format!(
        "<!-- made from the rule's item in the code; see crates/pamphlet-repair/tests/pages.rs -->\n# {name}\n\n\
         {what}\n\n{state} `--without {name}` leaves it out.\n\n## Evidence\n\n{evidence}\n\n## Where it is wrong\n\n\
         {wrong}\n\n## Before and after\n\n```text\n{before}\n```\n\n```text\n{after}\n```\n\n## Left alone\n\n\
         ```text\n{leave}\n```\n"
    )
}

fn index() -> String {
    let mut out = String::from(
        "<!-- made from the rules' items in the code; see crates/pamphlet-repair/tests/pages.rs -->\n\
         # The repair rules\n\nIn the order in which they are applied. Each names its evidence, and where it is \
         wrong.\nHow the judge of lost marks is trained: [model.md](model.md). What was \
         measured: [measured.md](measured.md).\n\n| rule | default | repairs |\n\
         | --- | --- | --- |\n",
    );
    for rule in rules() {
        let state = if rule.default { "on" } else { "off" };
        let what = shown(rule.what).replace('|', "\\|");
        let _ = writeln!(out, "| [{0}]({0}.md) | {state} | {what} |", rule.name);
    }
    out
}

#[test]
fn pages_are_up_to_date() {
    let mut pages = vec![("README.md".to_owned(), index())];
    for rule in rules() {
        pages.push((format!("{}.md", rule.name), page(rule)));
    }
    for (name, text) in &pages {
        let path = folder().join(name);
        if std::env::var_os("PAMPHLET_WRITE_PAGES").is_some() {
            std::fs::write(&path, text).expect("the page can be written");
        }
        let there = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(there == *text, "docs/repair/{name} is out of date: see the head of tests/pages.rs");
    }
    for file in std::fs::read_dir(folder()).expect("the folder is there").flatten() {
        let name = file.file_name().to_string_lossy().into_owned();
        let known =
            ["model.md", "measured.md"].contains(&name.as_str()) || pages.iter().any(|page| page.0 == name);
        assert!(known, "docs/repair/{name} belongs to no rule");
    }
}
