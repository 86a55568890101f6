//! The floor of quality. A set of clean documents stands beside the project on its developers' machines; it
//! is for measuring only and no part of the project. Where it is missing, the test says so and passes.

use pamphlet_repair::Repairer;
use std::path::PathBuf;

#[test]
fn seeds_come_out_right() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln_skipped("the seeds");
        return;
    };
    let mut restored = Vec::new();
    for file in files.flatten() {
        let bytes = std::fs::read(file.path()).expect("the seed can be read");
        let repaired = Repairer::default().repair_bytes(&bytes, None);
        assert!(repaired.edits.iter().all(|edit| edit.rule == "lost-apostrophe"), "{:?}", repaired.edits);
        restored.push(repaired.edits.len());
    }
    restored.sort_unstable();
    assert_eq!(restored, [0, 8]);
}

/// Real damage: of the places that are sure to be lost apostrophes, how many come back; and of the places
/// that must stay, none changes.
#[test]
fn real_damage_stays_above_the_floor() {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/damaged");
    let (Ok(damaged), Ok(negatives)) = (
        std::fs::read_to_string(folder.join("damaged.jsonl")),
        std::fs::read_to_string(folder.join("negatives.jsonl")),
    ) else {
        eprintln_skipped("the damaged places");
        return;
    };
    let repairer = Repairer::default();
    let (mut all, mut right) = (0, 0);
    for line in damaged.lines().filter(|line| line.contains("\"qmark_apostrophe\"")) {
        let Some(text) = field(line, "text") else { continue };
        all += 1;
        right += usize::from(repairer.repair(&text).edits.iter().any(|edit| edit.new == "’"));
    }
    assert!(all > 100 && right * 100 >= all * 90, "{right} of {all}");
    for line in negatives.lines() {
        let Some(text) = field(line, "text") else { continue };
        let edits = repairer.repair(&text).edits;
        assert!(edits.iter().all(|edit| !edit.rule.starts_with("lost")), "{text}: {edits:?}");
    }
}

/// A string field of a line of JSON, with the escapes that these files have.
fn field(line: &str, name: &str) -> Option<String> {
    let start = line.find(&format!("\"{name}\": \""))? + name.len() + 5;
    let mut out = String::new();
    let mut chars = line[start..].chars();
    while let Some(c) = chars.next() {
        match c {
            '"' => return Some(out),
            '\\' => match chars.next()? {
                'n' => out.push('\n'),
                't' => out.push('\t'),
                'u' => {
                    let code: String = chars.by_ref().take(4).collect();
                    out.push(char::from_u32(u32::from_str_radix(&code, 16).ok()?).unwrap_or('\u{fffd}'));
                }
                other => out.push(other),
            },
            _ => out.push(c),
        }
    }
    None
}

#[allow(clippy::print_stderr, reason = "a test that is skipped says so")]
pub(crate) fn eprintln_skipped(what: &str) {
    eprintln!("skipped: {what} are not beside the project");
}
