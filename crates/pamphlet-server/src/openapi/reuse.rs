//! The schemas of what texts have of each other.

use super::{list, object, one};
use serde_json::{Value, json};

pub(super) fn schemas() -> Value {
    let text = json!({"type": "string"});
    let maybe = json!({"type": ["string", "null"]});
    let count = json!({"type": "integer", "minimum": 0});
    let two = json!({"type": "array", "items": count, "minItems": 2, "maxItems": 2});
    let range = object(json!({"start": count, "end": count}), &[]);
    let source = json!({"anyOf": [one("Source"), {"type": "null"}]});
    json!({
        "Quotation": object(json!({
            "doc": text, "path": text, "title": maybe, "date": maybe, "section": maybe,
            "similarity": {"type": "number", "minimum": 0, "maximum": 1},
            "words": count, "text": text,
            "differences": list(object(json!({"at": two, "was": text}), &[])),
            "range": range, "source": one("Source"),
            "of": object(json!({
                "doc": maybe, "path": maybe, "date": maybe, "text": text, "range": range, "source": source,
            }), &[]),
        }), &[]),
        "Alike": object(json!({
            "rank": count, "doc": text, "path": text, "title": maybe, "date": maybe,
            "kind": {"enum": ["copy", "version", "similar"]},
            "similarity": {"type": "number", "minimum": 0, "maximum": 1},
            "words": list(text.clone()),
        }), &[]),
        "Similar": object(json!({
            "query": one("Query"), "total": count, "documents": list(one("Alike")),
            "took_ms": {"type": "number", "minimum": 0},
        }), &[]),
        "Compared": object(json!({"doc": text, "path": text, "title": maybe, "date": maybe}), &[]),
        "SentencePlace": object(json!({"text": text, "range": range, "source": one("Source")}), &[]),
        "Change": object(json!({
            "kind": {"enum": ["same", "changed", "moved", "added", "dropped"]},
            "old": {"anyOf": [one("SentencePlace"), {"type": "null"}]},
            "new": {"anyOf": [one("SentencePlace"), {"type": "null"}]},
            "differences": list(object(json!({"at": two, "was": text}), &[])),
        }), &[]),
        "Diffed": object(json!({
            "old": one("Compared"), "new": one("Compared"), "changes": list(one("Change")),
        }), &[]),
        "Citation": object(json!({
            "doc": text, "path": text, "record_id": maybe, "title": maybe, "authors": list(text.clone()),
            "publisher": maybe, "speech": {"type": "boolean"}, "date": maybe, "section": maybe, "url": maybe,
            "lang": maybe,
            "quote": {"anyOf": [object(json!({
                "exact": text, "prefix": text, "suffix": text, "range": range, "characters": two,
            }), &[]), {"type": "null"}]},
            "source": source, "hash": text,
        }), &[]),
        "Cited": object(json!({
            "citation": {"anyOf": [one("Citation"), {"type": "null"}]}, "formatted": maybe,
        }), &[]),
        "Again": object(json!({
            "found": {"anyOf": [object(json!({
                "state": {"enum": ["same", "moved", "changed", "elsewhere"]},
                "doc": text, "path": text, "range": range, "text": text,
                "similarity": {"type": "number", "minimum": 0, "maximum": 1},
                "source": one("Source"),
            }), &[]), {"type": "null"}]},
            "took_ms": {"type": "number", "minimum": 0},
        }), &[]),
        "Quoted": object(json!({
            "query": one("Query"), "total": count, "documents": count, "quotations": list(one("Quotation")),
            "took_ms": {"type": "number", "minimum": 0},
        }), &[]),
    })
}
