//! The larger tier: thousands of real documents. Run with `-- --ignored`; skips, visibly, where they are absent.

use crate::{Place, shared};
use std::process::Command;

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
