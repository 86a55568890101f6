//! The description of the API for programs (OpenAPI 3.1), made of the tables that the parameters are checked by.

mod figures;
mod reuse;
mod routes;
mod schemas;

use crate::parameter::{Parameters, of_table};
use routes::ROUTES;
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

impl Route {
    const fn new(
        path: &'static str,
        about: &'static str,
        table: Parameters,
        answer: (&'static str, &'static str),
    ) -> Self {
        Self { path, about, table, answer, asks: true }
    }

    /// Whether it has one of these parameters.
    fn takes(&self, names: &[&str]) -> bool {
        of_table(self.table).any(|parameter| names.contains(&parameter.name))
    }

    /// Whether only an index in a folder can be asked.
    fn of_folder(&self) -> bool {
        let name = self.path.trim_start_matches("/api/").split('.').next().unwrap_or_default();
        matches!(name, "words" | "keyness" | "collocates" | "ngrams" | "code")
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
        // beyond its own limits the HTTP library below answers, without a body
        for (status, about) in [("414", "The address is too long."), ("431", "The head is too long.")] {
            responses.insert(status.to_owned(), json!({"description": about}));
        }
        let mut error = |status: &str, about: &str| {
            let schema = json!({"$ref": "#/components/schemas/Error"});
            let content = json!({JSON: {"schema": schema}});
            responses.insert(status.to_owned(), json!({"description": about, "content": content}));
        };
        error("400", "A parameter is missing, unknown or wrong.");
        error("405", "The method is neither GET nor HEAD.");
        error("421", "The server was called by a name that it does not answer to.");
        if self.path.contains("{doc}") || self.takes(&["document", "new"]) {
            error("404", "There is no such document, or more than one.");
        }
        if self.takes(&["strict", "text", "citation"]) {
            error(
                "422",
                "`strict` was asked for, and the query is not clear; or the parameters do not go together.",
            );
        }
        if self.of_folder() {
            error("501", "It works on an index in a folder, not on one that is on a cluster.");
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
    for route in ROUTES {
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
    let mut all = schemas::schemas();
    for more in [figures::schemas(), reuse::schemas()] {
        if let (Some(all), Value::Object(more)) = (all.as_object_mut(), more) {
            all.extend(more);
        }
    }
    all
}
