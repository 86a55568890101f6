//! The bundled corpus: every document is in the catalog, comes out clean, and is found.

use crate::{Place, workspace};
use std::collections::BTreeSet;
use std::fs;
use toml::{Table, Value};

fn catalog() -> Vec<Table> {
    let text =
        fs::read_to_string(workspace().join("tests/samples/catalog.toml")).expect("the catalog is there");
    let table: Table = text.parse().expect("the catalog is TOML");
    let list = table["document"].as_array().expect("documents").clone();
    list.into_iter().map(|entry| entry.as_table().expect("a table").clone()).collect()
}

fn files_below(folder: &std::path::Path, prefix: &str, out: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            files_below(&entry.path(), &format!("{name}/"), out);
        } else {
            out.insert(name);
        }
    }
}

#[test]
fn the_catalog_names_every_file_and_no_other() {
    let mut files = BTreeSet::new();
    files_below(&workspace().join("corpus"), "", &mut files);
    let named: BTreeSet<String> = catalog()
        .iter()
        .map(|entry| entry["path"].as_str().unwrap().trim_start_matches("corpus/").to_owned())
        .collect();
    assert_eq!(files, named);
    assert!(named.len() >= 40);
}

/// Every phrase that the catalog expects is found, in clean spelling, in the document that it is expected of.
#[test]
fn what_the_catalog_expects_is_found() {
    let place = Place::new();
    let corpus = workspace().join("corpus");
    let run = place.run(["index".as_ref(), corpus.as_os_str()]);
    assert!(matches!(run.code, 0 | 3), "{}", run.stderr);
    let mut missing = Vec::new();
    for entry in catalog() {
        let path = entry["path"].as_str().unwrap();
        for phrase in entry.get("expect").and_then(Value::as_array).into_iter().flatten() {
            let phrase = phrase.as_str().unwrap();
            let run = place.run(["search", "--format", "json", "-n", "all", "-p", "--", phrase]);
            let found = run.objects().iter().any(|hit| {
                let also = hit["also"].as_array().cloned().unwrap_or_default();
                also.iter()
                    .chain([&hit["path"]])
                    .any(|known| known.as_str().is_some_and(|p| p.contains(path)))
            });
            if !found {
                missing.push(format!("{path}: {phrase}"));
            }
        }
    }
    assert!(missing.is_empty(), "{missing:#?}");
}

/// The README's first screen is what the command prints.
#[test]
fn the_readme_shows_what_the_search_prints() {
    let place = Place::new();
    let run = place
        .command()
        .current_dir(workspace())
        .args(["search", "--in", "corpus", "-n", "4", "-p", "workers' power", "--index"])
        .arg(place.path().join("index"))
        .output()
        .expect("the binary runs");
    let printed = String::from_utf8(run.stdout).expect("UTF-8");
    let readme = fs::read_to_string(workspace().join("README.md")).expect("the README is there");
    let shown = readme.split("```text\n").nth(1).and_then(|rest| rest.split("```").next()).expect("a block");
    assert_eq!(shown.trim_end(), printed.trim_end());
}
