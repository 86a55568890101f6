//! The schemas of hits, lines, points and documents.

use super::{list, object, one};
use serde_json::{Value, json};

pub(super) fn schemas() -> Value {
    let text = json!({"type": "string"});
    let maybe = json!({"type": ["string", "null"]});
    let count = json!({"type": "integer", "minimum": 0});
    let number = json!({"type": "number"});
    let two = json!({"type": "array", "items": count, "minItems": 2, "maxItems": 2});
    let range = object(json!({"start": count, "end": count}), &[]);
    let ms = json!({"type": "number", "minimum": 0, "description": "How long it took, in milliseconds."});
    let anything = json!({});
    json!({
        "Anything": {"type": "object"},
        "Error": object(json!({
            "error": object(json!({"code": text, "message": text, "hint": text}), &[]),
        }), &[]),
        "Health": object(json!({"status": {"const": "ok"}, "documents": count, "commit": count}), &[]),
        "Note": object(json!({
            "kind": {"enum": ["read-as-words", "read-as", "limit", "late", "not-found", "added", "cluster", "overlap"]},
            "place": range,
            "message": text,
        }), &[]),
        "Query": object(json!({"text": text, "read_as": text, "notes": list(one("Note"))}), &[]),
        "Source": object(json!({
            "line": two, "byte": two, "page": {"type": ["integer", "null"], "minimum": 1},
        }), &[]),
        "Fields": {
            "type": "object",
            "additionalProperties": {"anyOf": [text, list(text.clone())]},
        },
        "Snippet": object(json!({
            "section": maybe, "snippet": text, "highlights": list(two.clone()), "source": one("Source"),
        }), &[]),
        "Hit": object(json!({
            "rank": {"type": "integer", "minimum": 1},
            "score": number, "doc": text, "path": text, "title": maybe, "date": maybe, "section": maybe,
            "snippet": text, "highlights": list(two.clone()), "source": one("Source"),
            "fields": one("Fields"),
            "snippets": list(one("Snippet")),
            "also": list(text.clone()),
            "explain": list(anything.clone()),
        }), &["snippets", "also", "explain"]),
        "FacetValue": object(json!({"value": text, "count": count}), &[]),
        "Found": object(json!({
            "query": one("Query"), "total": count, "hits": list(one("Hit")),
            "facets": {"type": "object", "additionalProperties": list(one("FacetValue"))},
            "suggestions": list(object(json!({"word": text, "similar": list(text.clone())}), &[])),
            "took_ms": ms,
        }), &[]),
        "Counted": object(json!({
            "documents": count, "matches": count, "notes": list(one("Note")), "took_ms": ms,
        }), &[]),
        "Line": object(json!({
            "doc": text, "path": text, "date": maybe, "before": text, "keyword": text, "after": text,
            "source": one("Source"),
        }), &[]),
        "Lines": object(json!({
            "query": one("Query"), "total": count, "lines": list(one("Line")), "took_ms": ms,
        }), &[]),
        "Grouped": object(json!({
            "query": one("Query"), "total": count, "matches": count,
            "groups": list(object(json!({"group": text, "matches": count, "documents": count}), &[])),
            "took_ms": ms,
        }), &[]),
        "Point": object(json!({
            "bucket": maybe, "matches": count, "documents": count, "words": count,
            "per_million": {"type": ["number", "null"]},
            "thin": {"const": true}, "find": text,
        }), &["thin"]),
        "Trended": object(json!({
            "query": one("Query"), "by": text, "points": list(one("Point")),
            "also": list(object(json!({"query": one("Query"), "points": list(one("Point"))}), &[])),
            "took_ms": ms,
        }), &[]),
        "Document": object(json!({
            "id": text, "path": text, "record_id": maybe,
            "metadata": object(json!({
                "title": maybe, "date": maybe,
                "fields": {"type": "object", "additionalProperties": list(text.clone())},
            }), &[]),
            "text": text,
            "blocks": list(object(json!({
                "kind": anything, "range": range, "role": anything, "lang": maybe,
                "speech": {"type": ["integer", "null"], "minimum": 0},
            }), &[])),
            "speeches": list(object(json!({
                "speaker": text, "party": maybe, "role": maybe, "constituency": maybe, "range": range,
            }), &[])),
            "passages": list(object(json!({
                "range": range, "block": count,
                "section": {"type": ["integer", "null"], "minimum": 0},
                "page": {"type": ["integer", "null"], "minimum": 1},
            }), &[])),
            "source_map": anything,
            "lines": anything,
            "edits": list(anything.clone()),
            "diagnostics": list(object(json!({
                "severity": {"enum": ["note", "warning"]}, "code": text, "message": text, "place": anything,
            }), &[])),
            "highlights": list(two.clone()),
        }), &["highlights"]),
        "Info": object(json!({
            "documents": count, "words": count,
            "fields": {
                "type": "object",
                "additionalProperties": list(object(json!({"value": text, "documents": count}), &[])),
            },
            "dates": object(json!({"from": maybe, "to": maybe, "documents": count}), &[]),
            "versions": object(json!({"pamphlet": text, "format": count, "analyzer": count, "engine": text}), &[]),
            "fingerprint": text, "bytes": count, "segments": count,
        }), &[]),
    })
}
