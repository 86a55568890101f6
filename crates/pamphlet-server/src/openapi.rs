//! The description of the API for programs (OpenAPI 3.1), made of the tables that the parameters are checked by.

mod figures;

use crate::parameter::{Parameters, of_table};
use crate::parameters as tables;
use serde_json::{Map, Value, json};

/// A route of the API.
struct Route {
    path: &'static str,
    about: &'static str,
    table: Parameters,
    /// The media type of its answer, and the schema's name where it is JSON.
    answer: (&'static str, &'static str),
    /// Whether it asks the index: then it has an `ETag`, and fails while there is no index.
    asks: bool,
}

const JSON: &str = "application/json";
const CSV: &str = "text/csv";
const LINES: &str = "application/x-ndjson";

const ROUTES: [Route; 23] = [
    Route::new("/api/search", "Ranked hits with snippets.", tables::SEARCH, (JSON, "Found")),
    Route::new("/api/search.csv", "All hits, as a table.", tables::SEARCH_ALL, (CSV, "")),
    Route::new("/api/search.jsonl", "All hits, a JSON object a line.", tables::SEARCH_ALL, (LINES, "")),
    Route::new("/api/count", "How many documents match, and how often.", tables::COUNT, (JSON, "Counted")),
    Route::new("/api/kwic", "Concordance: a line for every match.", tables::KWIC, (JSON, "Lines")),
    Route::new("/api/kwic.csv", "The whole concordance, as a table.", tables::KWIC_ALL, (CSV, "")),
    Route::new(
        "/api/kwic.jsonl",
        "The whole concordance, a JSON object a line.",
        tables::KWIC_ALL,
        (LINES, ""),
    ),
    Route::new(
        "/api/groups",
        "How many lines of the concordance have what in common.",
        tables::GROUPS,
        (JSON, "Grouped"),
    ),
    Route::new("/api/trend", "How often, over time or by a field.", tables::TREND, (JSON, "Trended")),
    Route::new("/api/trend.csv", "The trend, as a table.", tables::TREND_ALL, (CSV, "")),
    Route::new("/api/trend.jsonl", "The trend, a JSON object a line.", tables::TREND_ALL, (LINES, "")),
    Route::new("/api/words", "How often each word stands, and how evenly.", tables::WORDS, (JSON, "Words")),
    Route::new(
        "/api/keyness",
        "Words that are more frequent in the documents of `q` than in others.",
        tables::KEYNESS,
        (JSON, "Keyness"),
    ),
    Route::new(
        "/api/collocates",
        "Words that stand near the matches of `q` more often than by chance.",
        tables::COLLOCATES,
        (JSON, "Collocates"),
    ),
    Route::new("/api/ngrams", "Rows of words that recur.", tables::NGRAMS, (JSON, "Ngrams")),
    Route::new(
        "/api/quote",
        "Who has a passage, word for word or nearly, oldest first.",
        tables::QUOTE,
        (JSON, "Quoted"),
    ),
    Route::new(
        "/api/similar",
        "Copies and versions of a document, and what shares its rare words.",
        tables::SIMILAR,
        (JSON, "Similar"),
    ),
    Route::new("/api/diff", "Two documents, sentence by sentence.", tables::DIFF, (JSON, "Diffed")),
    Route::new("/api/cite", "A document or a passage of it, cited.", tables::CITE, (JSON, "Cited")),
    Route::new(
        "/api/doc/{doc}",
        "A whole document, by its id, the start of it, or its path; with `q`, what that matches in it.",
        tables::DOC,
        (JSON, "Document"),
    ),
    Route::new("/api/info", "What the index holds.", tables::NONE, (JSON, "Info")),
    Route {
        path: "/api/openapi.json",
        about: "This description.",
        table: tables::NONE,
        answer: (JSON, "Anything"),
        asks: false,
    },
    Route::new("/healthz", "Whether questions can be answered.", tables::NONE, (JSON, "Health")),
];

impl Route {
    const fn new(
        path: &'static str,
        about: &'static str,
        table: Parameters,
        answer: (&'static str, &'static str),
    ) -> Self {
        Self { path, about, table, answer, asks: true }
    }

    fn describe(&self) -> Value {
        let mut parameters: Vec<Value> = Vec::new();
        if self.path.contains("{doc}") {
            parameters.push(json!({
                "name": "doc", "in": "path", "required": true,
                "description": "The id of a document, the start of an id, or a path as hits have it.",
                "schema": {"type": "string", "minLength": 1},
            }));
        }
        for parameter in of_table(self.table) {
            parameters.push(json!({
                "name": parameter.name, "in": "query", "required": parameter.required,
                "description": parameter.about, "schema": parameter.schema(),
            }));
        }
        let (media, schema) = self.answer;
        let schema = match schema {
            "" => json!({"type": "string"}),
            name => json!({"$ref": format!("#/components/schemas/{name}")}),
        };
        let mut responses = Map::new();
        let mut good = json!({"description": self.about, "content": {media: {"schema": schema}}});
        if self.asks && self.path != "/healthz" {
            good["headers"] = json!({"ETag": {
                "description": "Names the state of the index; absent where time cut the answer short.",
                "schema": {"type": "string"},
            }});
            responses
                .insert("304".to_owned(), json!({"description": "`If-None-Match` has the state's tag."}));
        }
        responses.insert("200".to_owned(), good);
        let mut error = |status: &str, about: &str| {
            let schema = json!({"$ref": "#/components/schemas/Error"});
            let content = json!({JSON: {"schema": schema}});
            responses.insert(status.to_owned(), json!({"description": about, "content": content}));
        };
        error("400", "A parameter is missing, unknown or wrong.");
        error("405", "The method is neither GET nor HEAD.");
        error("414", "The address is too long.");
        error("431", "The head is too long.");
        error("421", "The server was called by a name that it does not answer to.");
        if self.path.contains("{doc}")
            || of_table(self.table).any(|parameter| matches!(parameter.name, "document" | "new"))
        {
            error("404", "There is no such document, or more than one.");
        }
        if of_table(self.table).any(|parameter| matches!(parameter.name, "strict" | "text")) {
            error(
                "422",
                "`strict` was asked for, and the query is not clear; or the parameters do not go together.",
            );
        }
        if self.asks {
            error("503", "The index is not there or cannot be read, or too much is asked at once.");
        }
        json!({"get": {
            "operationId": self.path.trim_start_matches("/api/").replace(['/', '.', '{', '}'], "_"),
            "summary": self.about,
            "parameters": parameters,
            "responses": responses,
        }})
    }
}

/// The parameters of every route in words, as `docs/http.md` lists them: the route, and for each parameter its name,
/// what it may hold, what it is when not given, and what it does.
pub fn parameter_tables() -> Vec<(&'static str, Vec<[String; 4]>)> {
    let mut all = Vec::new();
    for route in &ROUTES {
        let rows = of_table(route.table).map(|parameter| {
            let name = match parameter.required {
                true => format!("`{}`, required", parameter.name),
                false => format!("`{}`", parameter.name),
            };
            [name, parameter.holds(), parameter.default.to_owned(), parameter.about.to_owned()]
        });
        all.push((route.path, rows.collect()));
    }
    all
}

/// The document itself.
pub fn document() -> Value {
    let paths: Map<String, Value> =
        ROUTES.iter().map(|route| (route.path.to_owned(), route.describe())).collect();
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "pamphlet",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "Full-text search over political texts. Everything is asked with GET or HEAD.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {"schemas": all_schemas()},
    })
}

/// An object that has all of these.
fn object(properties: Value, optional: &[&str]) -> Value {
    let required: Vec<&String> = properties
        .as_object()
        .map(|all| all.keys().filter(|name| !optional.contains(&name.as_str())).collect())
        .unwrap_or_default();
    json!({"type": "object", "required": required, "properties": properties})
}

fn list(of: Value) -> Value {
    json!({"type": "array", "items": of})
}

fn one(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

/// The schemas of all answers.
fn all_schemas() -> Value {
    let mut all = schemas();
    for more in [figures::schemas(), reuse_schemas()] {
        if let (Some(all), Value::Object(more)) = (all.as_object_mut(), more) {
            all.extend(more);
        }
    }
    all
}

fn schemas() -> Value {
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
            "kind": {"enum": ["read-as-words", "limit", "late", "not-found", "added", "cluster", "overlap"]},
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
            "query": one("Query"), "by": text, "points": list(one("Point")), "took_ms": ms,
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

/// Of what texts have of each other.
fn reuse_schemas() -> Value {
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
        "Quoted": object(json!({
            "query": one("Query"), "total": count, "documents": count, "quotations": list(one("Quotation")),
            "took_ms": {"type": "number", "minimum": 0},
        }), &[]),
    })
}
