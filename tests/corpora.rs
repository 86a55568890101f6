//! The larger tier: thousands of real documents. Run with `-- --ignored`; skips, visibly, where they are absent.

use crate::{Place, shared, workspace};
use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

#[test]
#[ignore = "larger tier: indexes 121 MB of real documents"]
fn every_real_document_is_indexed_or_named() {
    let Some(unpack) = shared("corpora/unpack.sh") else { return };
    let place = Place::new();
    let docs = place.path().join("real");
    let unpacked = Command::new(unpack).arg(&docs).status().expect("unpack.sh runs");
    assert!(unpacked.success());
    let files = Command::new("find").arg(&docs).args(["-type", "f"]).output().expect("find runs").stdout;
    let files = files.iter().filter(|&&byte| byte == b'\n').count();

    let run = place.run(["index", "--format", "json", "real"]);
    assert!(matches!(run.code, 0 | 3), "exit {}: {}", run.code, run.stderr);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    let summary = run.objects().pop().expect("a summary");
    let failed = summary["failed"].as_u64().unwrap() as usize;
    println!("{files} files: {summary}");
    let named = run.stderr.lines().filter(|line| line.contains("real/")).count();
    assert!(named >= failed, "{failed} failed, {named} named");

    let info = place.expect(0, ["info", "--format", "json"]).objects().pop().unwrap();
    assert!(info["documents"].as_u64().unwrap() >= 3600, "{info}");
    place.expect(0, ["verify"]);
    let again = place.run(["index", "--format", "json", "real"]).objects().pop().unwrap();
    assert_eq!((&again["added"], &again["updated"], &again["removed"]), (&0.into(), &0.into(), &0.into()));
}

/// The real documents, unpacked once for all tests of this run.
fn documents() -> Option<&'static Path> {
    static UNPACKED: OnceLock<Option<tempfile::TempDir>> = OnceLock::new();
    let dir = UNPACKED.get_or_init(|| {
        let unpack = shared("corpora/unpack.sh")?;
        let dir = tempfile::tempdir().expect("a temporary folder");
        let done = Command::new(unpack).arg(dir.path()).output().expect("unpack.sh runs");
        assert!(done.status.success());
        Some(dir)
    });
    dir.as_ref().map(tempfile::TempDir::path)
}

/// What a script of `tests/quality/` measures with the real binary; `None`, visibly, without Python.
fn measured(script: &str, paths: &[&str]) -> Option<Value> {
    let folder = documents()?;
    let mut command = Command::new("python3");
    command.arg(workspace().join("tests/quality").join(script)).arg("--json");
    command.args(["--extract", &format!("{} extract", env!("CARGO_BIN_EXE_pamphlet"))]);
    if paths.is_empty() {
        command.arg(folder);
    }
    command.args(paths.iter().map(|path| folder.join(path)));
    let Ok(out) = command.output() else {
        eprintln!("SKIPPED: no python3");
        return None;
    };
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    println!("{}", String::from_utf8_lossy(&out.stdout));
    Some(serde_json::from_slice(&out.stdout).expect("JSON"))
}

#[test]
#[ignore = "larger tier: recall against other readers of the same files"]
fn recall_of_every_format() {
    let Some(found) = measured("recall.py", &[]) else { return };
    let mut total: BTreeMap<&str, (f64, f64)> = BTreeMap::new();
    for row in found.as_array().expect("rows") {
        let (grams, recall) = (row["grams"].as_f64().unwrap(), row["recall"].as_f64().unwrap());
        let sum = total.entry(row["format"].as_str().unwrap()).or_default();
        *sum = (sum.0 + grams, sum.1 + grams * recall);
    }
    // floors a little under what was measured, see docs/formats.md
    let floors = [
        ("csv", 0.998),
        ("docx", 0.999),
        ("html", 0.999),
        ("json", 0.998),
        ("jsonl", 0.998),
        ("tsv", 0.998),
        ("xml", 0.998),
    ];
    for (format, floor) in floors {
        let (grams, kept) = total[format];
        assert!(kept / grams >= floor, "{format}: {}", kept / grams);
    }
    for (format, floor) in [("pdf", 0.995), ("pdf, built-in", 0.985)] {
        match total.get(format) {
            Some((grams, kept)) => assert!(kept / grams >= floor, "{format}: {}", kept / grams),
            None => eprintln!("SKIPPED: {format}: no pdftotext to compare with"),
        }
    }
    // the floors hold for these files and no others
    let digest = |set: &str, format: &str| {
        let row = found.as_array().unwrap().iter().find(|row| row["set"] == set && row["format"] == format);
        row.map(|row| row["digest"].as_str().unwrap().to_owned())
    };
    for (set, format, expected) in RECALLED {
        assert_eq!(digest(set, format).as_deref(), Some(expected), "{set}, {format}");
    }
}

#[test]
#[ignore = "larger tier: speeches counted against the XML"]
fn every_speech_has_its_speaker() {
    let sets = ["canada_hansard", "parlamint_ct_docx", "parlamint_sk_tei", "za_hansard_doc"];
    let Some(found) = measured("speeches.py", &sets) else { return };
    for (set, speeches) in sets.into_iter().zip([2699, 194, 4002, 312]) {
        let row = &found[set];
        let counts = [&row["speeches"], &row["found"], &row["right"]].map(|count| count.as_u64().unwrap());
        assert_eq!(counts, [speeches; 3], "{set}");
    }
}

#[test]
#[ignore = "larger tier: chrome on pages that were labelled by reading them"]
fn chrome_is_told_from_content() {
    let Some(found) = measured("chrome.py", &[]) else { return };
    let row = &found["read"];
    assert_eq!((&row["pages"], &row["labels_not_found"]), (&41.into(), &0.into()));
    assert_eq!(row["digest"], "f72257411fe14134");
    assert!(row["f1"].as_f64().unwrap() >= 0.96, "{row}");
    assert!(row["content_kept"].as_f64().unwrap() >= 0.999, "{row}");
}

#[test]
#[ignore = "larger tier: dates against those that a person read"]
fn dates_are_those_of_the_documents() {
    let Some(found) = measured("dates.py", &[]) else { return };
    assert_eq!(found["documents"], 232);
    assert!(found["right"].as_u64().unwrap() >= 229, "{found}");
}

/// Sets whose recall is measured, with the digest of their files.
const RECALLED: [(&str, &str, &str); 7] = [
    ("canada_hansard", "html", "9938bef3ed48ad1e"),
    ("dc_law_xml", "xml", "84da8303feac819a"),
    ("liar_tsv_jsonl", "tsv", "c93a4056d670730c"),
    ("parlamint_ct_docx", "docx", "2dbcc1fd7b8c5a51"),
    ("parlamint_sk_tei", "xml", "db3277d40a3c6360"),
    ("singapore_hansard_json_html", "html", "f1909cc29e97e4f4"),
    ("singapore_hansard_json_html", "json", "4773a405f7dc6c54"),
];
