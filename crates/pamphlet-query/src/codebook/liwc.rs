//! LIWC dictionaries: `%`, categories with their numbers, `%`, then words with the numbers of their categories.

use super::Gather;
use std::collections::BTreeMap;

pub(super) fn read(text: &str, gather: &mut Gather) {
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    match lines.next() {
        Some((_, line)) if line.trim_start().starts_with('%') => {}
        other => {
            let line = other.map_or(1, |(line, _)| line);
            return gather.problem(line, "a LIWC dictionary begins with a line '%'");
        }
    }
    let mut names: BTreeMap<&str, &str> = BTreeMap::new();
    for (number, line) in lines.by_ref() {
        let line = line.trim();
        if line.starts_with('%') {
            break;
        }
        match line.split_once(char::is_whitespace) {
            Some((code, name)) if names.insert(code, name.trim()).is_some() => {
                gather.problem(number, format!("category {code} is there twice"));
            }
            Some(_) => {}
            None => gather.problem(number, "a category is a number and a name"),
        }
    }
    for (number, line) in lines {
        let (word, codes) = parted(line.trim());
        if codes.is_empty() {
            gather.problem(number, format!("'{word}' belongs to no category"));
        }
        for code in codes {
            match names.get(code) {
                Some(name) => gather.entry(name, word, number),
                None => gather.problem(number, format!("there is no category {code}")),
            }
        }
    }
}

/// A word, which may be several where a TAB stands behind it, and the numbers of its categories.
fn parted(line: &str) -> (&str, Vec<&str>) {
    let (word, codes) = match line.split_once('\t') {
        Some(parts) => parts,
        None => line.split_once(char::is_whitespace).unwrap_or((line, "")),
    };
    (word.trim(), codes.split_whitespace().collect())
}
