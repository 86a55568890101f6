//! Holds ARCHITECTURE.md and the licences against what cargo says the workspace is.

use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;

use crate::workspace;

/// What `cargo metadata` says, without a network. Of this platform only: a build fetches no package of another one.
fn metadata() -> Value {
    let version = Command::new("rustc").arg("-vV").output().expect("rustc runs").stdout;
    let version = String::from_utf8(version).expect("text");
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("a host");
    let out = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked", "--filter-platform", host])
        .current_dir(workspace())
        .output()
        .expect("cargo runs");
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    serde_json::from_slice(&out.stdout).expect("cargo prints JSON")
}

fn members(metadata: &Value) -> Vec<&Value> {
    let packages = metadata["packages"].as_array().expect("packages");
    packages.iter().filter(|package| package["source"].is_null()).collect()
}

/// The dependencies a crate ships with: development ones are nobody's arrow.
fn shipped(package: &Value) -> impl Iterator<Item = &str> {
    let all = package["dependencies"].as_array().expect("dependencies").iter();
    all.filter(|dep| dep["kind"].is_null()).filter_map(|dep| dep["name"].as_str())
}

fn architecture() -> String {
    std::fs::read_to_string(workspace().join("ARCHITECTURE.md")).expect("ARCHITECTURE.md is there")
}

#[test]
fn every_crate_has_a_paragraph_and_every_paragraph_a_crate() {
    let metadata = metadata();
    let crates: BTreeSet<_> =
        members(&metadata).iter().map(|package| package["name"].as_str().unwrap().to_owned()).collect();
    let page = architecture();
    let named: BTreeSet<_> = page
        .lines()
        .filter_map(|line| line.strip_prefix("- `")?.split_once("`: ").map(|(name, _)| name.to_owned()))
        .filter(|name| !name.contains('/'))
        .collect();
    assert_eq!(named, crates);
    for name in &crates {
        let folder = workspace().join("crates").join(name);
        assert!(
            folder.is_dir() || workspace().join(name).is_dir(),
            "the folder of {name} is named as the crate"
        );
    }
}

/// The README's first command names no binary.
#[test]
fn the_one_program_that_cargo_runs_is_the_product() {
    let metadata = metadata();
    let default = metadata["workspace_default_members"].as_array().expect("default members");
    let mut programs = Vec::new();
    for package in members(&metadata).into_iter().filter(|package| default.contains(&package["id"])) {
        for target in package["targets"].as_array().expect("targets") {
            if target["kind"].as_array().is_some_and(|kinds| kinds.iter().any(|kind| kind == "bin")) {
                programs.push(target["name"].as_str().unwrap());
            }
        }
    }
    assert_eq!(programs, ["pamphlet"]);
}

#[test]
fn the_arrows_are_those_of_the_page() {
    let metadata = metadata();
    let mut are = BTreeSet::new();
    let crates = members(&metadata);
    let names: BTreeSet<_> = crates.iter().filter_map(|package| package["name"].as_str()).collect();
    for package in &crates {
        for dep in shipped(package).filter(|dep| names.contains(dep)) {
            are.insert(format!("{dep} <- {}", package["name"].as_str().unwrap()));
        }
    }
    let page = architecture();
    let block = page.split("```arrows\n").nth(1).and_then(|rest| rest.split("```").next()).expect("arrows");
    let drawn: BTreeSet<_> = block.lines().map(str::to_owned).collect();
    assert_eq!(are, drawn);
}

#[test]
fn only_the_stage_that_needs_it_names_a_library() {
    let may: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("tantivy", &["pamphlet-index", "pamphlet-query", "xtask"][..]),
        ("scraper", &["pamphlet-ingest"]),
        ("anstyle", &["pamphlet-render", "pamphlet-cli"]),
        ("clap", &["pamphlet-cli"]),
    ]);
    let metadata = metadata();
    for package in members(&metadata) {
        let name = package["name"].as_str().unwrap();
        for dep in shipped(package) {
            if let Some(allowed) = may.get(dep) {
                assert!(allowed.contains(&name), "{name} names {dep}");
            }
        }
    }
}

/// Every licence of every package that is built must be in deny.toml, as `cargo deny check licenses` reads it.
#[test]
fn licences_are_allowed() {
    let deny = std::fs::read_to_string(workspace().join("deny.toml")).expect("deny.toml is there");
    let deny: toml::Table = deny.parse().expect("deny.toml is TOML");
    let allow: Vec<&str> =
        deny["licenses"]["allow"].as_array().unwrap().iter().filter_map(|name| name.as_str()).collect();
    let metadata = metadata();
    let mut refused = Vec::new();
    for package in metadata["packages"].as_array().unwrap() {
        let licence = package["license"].as_str().unwrap_or("none given");
        if !satisfied(licence, &allow) {
            refused.push(format!("{} {}: {licence}", package["name"], package["version"]));
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
}

/// Whether an SPDX expression can be met with the allowed licences: OR needs one side, AND both.
fn satisfied(licence: &str, allow: &[&str]) -> bool {
    let licence = licence.replace(['(', ')'], "").replace('/', " OR ");
    let any = |part: &str| part.split(" OR ").any(|one| allow.contains(&one.trim()));
    licence.split(" AND ").all(any)
}

/// The bindings for Python stand outside of the workspace: they forbid nothing, so their code is looked through. What they
/// are built with is what everything else is.
#[test]
fn the_bindings_have_no_unsafe_code_and_the_same_libraries() {
    let folder = workspace().join("bindings/python");
    let mut files = 0;
    for entry in std::fs::read_dir(folder.join("src")).expect("the bindings are there") {
        let path = entry.expect("an entry").path();
        let code = std::fs::read_to_string(&path).expect("code");
        assert!(!code.contains("unsafe"), "{}", path.display());
        files += 1;
    }
    assert!(files > 5);
    let locked = |path: &Path| -> BTreeSet<(String, String)> {
        let text = std::fs::read_to_string(path).expect("a lock file");
        let lock: toml::Table = text.parse().expect("TOML");
        let packages = lock["package"].as_array().expect("packages").iter();
        let text = |package: &toml::Value, key: &str| package[key].as_str().expect("a text").to_owned();
        packages.map(|package| (text(package, "name"), text(package, "version"))).collect()
    };
    let (own, all) = (locked(&folder.join("Cargo.lock")), locked(&workspace().join("Cargo.lock")));
    let names: BTreeSet<&String> = all.iter().map(|(name, _)| name).collect();
    let others: Vec<_> = own.iter().filter(|one| names.contains(&one.0) && !all.contains(*one)).collect();
    assert!(others.is_empty(), "{others:?}: take them over from the workspace's lock file");
}

#[test]
fn a_licence_expression_is_read_right() {
    let check = |text: &str, expected: bool| assert_eq!(satisfied(text, &["MIT", "ISC"]), expected, "{text}");
    check("MIT OR Apache-2.0", true);
    check("GPL-3.0-only", false);
    check("(MIT OR Apache-2.0) AND ISC", true);
    check("(MIT OR Apache-2.0) AND GPL-2.0-only", false);
    check("GPL-2.0/MIT", true);
}

/// The project's own pages name files that are there.
#[test]
fn links_of_the_pages_lead_somewhere() {
    let mut broken = Vec::new();
    for page in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
        let path = workspace().join(page);
        let text = std::fs::read_to_string(&path).unwrap_or_else(|_| panic!("{page} is there"));
        for link in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = link.split('#').next().unwrap_or("");
            if !file.is_empty() && !file.contains("://") && !Path::new(&workspace()).join(file).exists() {
                broken.push(format!("{page}: {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}
