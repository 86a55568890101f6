//! The schemas of figures about words: rows with their figures, and what was looked at.

use super::{list, object, one};
use serde_json::{Map, Value, json};

/// A row: texts, whole numbers, other numbers, and those that may be unknown.
fn row(texts: &[&str], counts: &[&str], numbers: &[&str], unknown: &[&str]) -> Value {
    let mut all = Map::new();
    let mut add = |names: &[&str], schema: Value| {
        all.extend(names.iter().map(|name| ((*name).to_owned(), schema.clone())));
    };
    add(texts, json!({"type": "string"}));
    add(counts, json!({"type": "integer", "minimum": 0}));
    add(numbers, json!({"type": "number"}));
    add(unknown, json!({"type": ["number", "null"]}));
    object(Value::Object(all), &[])
}

/// An answer: how its queries were read, what was looked at, and rows.
fn answer(queries: &[&str], counts: &[&str], row: Value) -> Value {
    let mut all = Map::new();
    all.extend(queries.iter().map(|name| ((*name).to_owned(), one("Query"))));
    all.extend(counts.iter().map(|name| ((*name).to_owned(), json!({"type": "integer", "minimum": 0}))));
    all.insert("rows".to_owned(), list(row));
    all.insert("took_ms".to_owned(), json!({"type": "number", "minimum": 0}));
    object(Value::Object(all), &[])
}

pub(super) fn schemas() -> Value {
    let words = row(&["word", "find"], &["count", "documents"], &["per_million", "dp"], &["juilland_d"]);
    let keyness = row(
        &["word", "find"],
        &["count", "reference_count", "documents", "reference_documents"],
        &["per_million", "reference_per_million", "log_likelihood", "bic", "log_ratio"],
        &["percent_diff", "odds_ratio"],
    );
    let collocates = row(
        &["word", "find"],
        &["count", "left", "right", "documents", "total"],
        &["expected", "log_likelihood", "pmi", "mi3", "log_dice", "t_score"],
        &[],
    );
    let category = row(&["category", "find"], &["matches", "documents"], &["per_million"], &[]);
    let count = json!({"type": "integer", "minimum": 0});
    let (text, maybe) = (json!({"type": "string"}), json!({"type": ["string", "null"]}));
    let document = object(
        json!({
            "doc": text, "path": text, "date": maybe, "words": count,
            "categories": {"type": "object", "additionalProperties": {"type": ["number", "null"]}},
        }),
        &[],
    );
    let coded = json!({
        "query": one("Query"), "documents": count, "words": count,
        "categories": list(category), "rows": list(document),
        "trends": list(object(json!({"category": text, "points": list(one("Point"))}), &[])),
        "problems": list(object(json!({"line": count, "message": text}), &[])),
        "took_ms": {"type": "number", "minimum": 0},
    });
    let ngrams = row(&["ngram", "find"], &["n", "count", "documents"], &["per_million"], &[]);
    json!({
        "Words": answer(&["query"], &["total", "distinct", "words", "documents"], words),
        "Keyness": answer(
            &["target", "reference"],
            &["total", "words", "documents", "reference_words", "reference_documents"],
            keyness,
        ),
        "Collocates":
            answer(&["query"], &["total", "matches", "documents", "window_words", "words"], collocates),
        "Coded": object(coded, &[]),
        "Ngrams": answer(&["query"], &["total", "words", "documents"], ngrams),
    })
}
