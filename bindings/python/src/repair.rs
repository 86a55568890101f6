//! Repair of texts and of bytes.

use crate::errors::refused;
use crate::index::in_json;
use crate::wait::run;
use pamphlet::repair::Repairer;
use pyo3::prelude::*;
use serde::Serialize;
use serde_json::json;
use std::sync::Arc;

/// An edit, as the command `repair --report` prints it, and its place in characters.
#[derive(Serialize)]
struct Edit<'e> {
    kind: &'e str,
    byte: [u64; 2],
    span: Option<[usize; 2]>,
    from: &'e str,
    to: &'e str,
    confidence: f32,
}

fn repairer(with: &[String], without: &[String]) -> PyResult<Repairer> {
    let with: Vec<&str> = with.iter().map(String::as_str).collect();
    let without: Vec<&str> = without.iter().map(String::as_str).collect();
    Repairer::without(&without)
        .and_then(|repairer| repairer.and(&with))
        .map_err(|error| refused(error.to_string(), "pamphlet.rules() lists them"))
}

/// The repaired text, and its edits as JSON: `kind`, `byte` (in the UTF-8 of the text that was given), `span` (the same
/// in characters), `from`, `to`, `confidence`.
#[pyfunction]
pub fn repair_text(
    py: Python<'_>,
    text: String,
    with: Vec<String>,
    without: Vec<String>,
) -> PyResult<(String, String)> {
    let repairer = repairer(&with, &without)?;
    run(py, &Arc::default(), || {
        let repaired = repairer.repair(&text);
        let (mut at, mut chars) = (0, 0);
        let mut edits = Vec::new();
        for edit in &repaired.edits {
            let (start, end) = (edit.range.start as usize, edit.range.end as usize);
            chars += text[at..start].chars().count();
            let long = text[start..end].chars().count();
            edits.push(Edit {
                kind: &edit.rule,
                byte: [start as u64, end as u64],
                span: Some([chars, chars + long]),
                from: &edit.old,
                to: &edit.new,
                confidence: edit.confidence,
            });
            chars += long;
            at = end;
        }
        let edits = in_json(&edits);
        (repaired.text.into_owned(), edits)
    })
}

/// The text of bytes, repaired; the encoding that they were read in; edits and diagnostics as JSON.
#[pyfunction]
pub fn repair_bytes(
    py: Python<'_>,
    bytes: Vec<u8>,
    with: Vec<String>,
    without: Vec<String>,
) -> PyResult<(String, String, String, String)> {
    let repairer = repairer(&with, &without)?;
    run(py, &Arc::default(), || {
        let repaired = repairer.repair_bytes(&bytes, None);
        let edits = repaired.edits.iter().map(|edit| Edit {
            kind: &edit.rule,
            byte: [edit.byte.start, edit.byte.end],
            span: None,
            from: &edit.from,
            to: &edit.to,
            confidence: edit.confidence,
        });
        let edits = in_json(&edits.collect::<Vec<_>>());
        let noticed: Vec<String> = repaired.diagnostics.iter().map(|one| one.message.to_string()).collect();
        let text = repaired.text.into_owned();
        (text, repaired.encoding.to_owned(), edits, json!(noticed).to_string())
    })
}

/// All rules, as JSON.
#[pyfunction]
pub fn rules() -> String {
    let rules = pamphlet::repair::rules().iter().map(|rule| {
        json!({
            "name": rule.name, "default": rule.default, "what": rule.what, "evidence": rule.evidence,
            "wrong": rule.wrong, "before": rule.before, "after": rule.after,
        })
    });
    json!(rules.collect::<Vec<_>>()).to_string()
}
