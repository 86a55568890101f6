//! A document as the cluster keeps it, and the mapping that says so.
//!
//! Terms are sent as they are, joined by spaces, and split at spaces there. Two terms at one position (`anti` and
//! `antiwar`) are sent as one word with U+001F between them, which a filter parts again; a place without a term is
//! U+0001, which a filter takes out; what lies between blocks is the gap between two values of a field.

use crate::{Error, Result};
use pamphlet_document::{Document, PartialDate, SourceRange};
use pamphlet_index::analyzer::{ANALYZER_VERSION, Lang, STEMMER};
use pamphlet_index::schema::{BLOCK_GAP, VALUE};
use pamphlet_index::{Analysis, Counted, Placed, print_spread};
use pamphlet_query::Field;
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;

/// Rises when the mapping, or what is sent, changes.
pub(crate) const FORMAT: u64 = 2;

/// Between two terms at one position.
const BESIDE: char = '\u{1f}';
/// A place without a term.
const HOLE: &str = "\u{1}";
/// Between the two parts of a compound.
const PARTS: char = '\u{1}';

/// Into so many numbers of 16 bits the print of a document is cut: sums of them stay exact.
pub(crate) const PRINTS: usize = 8;

/// The name of a language that the analyzer does not know.
const OTHER: &str = "other";

/// The value of the field `langs` for a language.
pub(crate) fn lang_name(code: &str) -> &str {
    if code.is_empty() { OTHER } else { code }
}

/// The field that counts the tokens of a field.
pub(crate) fn count_field(field: Field) -> String {
    format!("n_{}", field.name())
}

/// The field with each term of a field once, for its dictionary.
pub(crate) fn word_field(field: Field) -> &'static str {
    match field {
        Field::Chrome => "chrome_words",
        Field::Title => "title_words",
        Field::Meta => "meta",
        _ => "body_words",
    }
}

/// A compound that a document writes with a hyphen.
pub(crate) fn compound(first: &str, second: &str) -> String {
    format!("{first}{PARTS}{second}")
}

/// What stands in the mapping about who made the index.
pub(crate) fn versions() -> Value {
    json!({ "format": FORMAT, "analyzer": ANALYZER_VERSION, "stemmer": STEMMER })
}

/// The same for a person.
pub(crate) fn versions_shown(versions: &Value) -> String {
    format!(
        "format {}, analyzer {}, {}",
        versions["format"],
        versions["analyzer"],
        versions["stemmer"].as_str().unwrap_or("no stemmer")
    )
}

/// Settings and mapping of an index.
pub(crate) fn index_body(shards: u64, replicas: u64) -> Value {
    let positions = json!({
        "type": "text", "analyzer": "places", "search_analyzer": "spaces", "similarity": "exact",
        "position_increment_gap": BLOCK_GAP, "index_options": "positions",
    });
    let counted = json!({
        "type": "text", "analyzer": "spaces", "similarity": "exact", "index_options": "freqs",
    });
    let words = json!({ "type": "keyword", "index": false });
    let number = json!({ "type": "long", "index": false });
    let mut fields = Map::new();
    for (name, kind) in [
        ("doc", json!({ "type": "keyword" })),
        ("path", json!({ "type": "keyword" })),
        ("file", json!({ "type": "keyword" })),
        ("from_day", json!({ "type": "long" })),
        ("to_day", json!({ "type": "long" })),
        ("year", words.clone()),
        ("words", number.clone()),
        ("bytes", number.clone()),
        ("langs", json!({ "type": "keyword" })),
        ("lang_value", words.clone()),
        ("names", json!({ "type": "keyword" })),
        ("facet", words.clone()),
        ("meta", json!({ "type": "keyword" })),
        ("compounds", json!({ "type": "keyword", "doc_values": false })),
        ("content", json!({ "type": "keyword", "doc_values": false })),
        ("bands", json!({ "type": "keyword", "doc_values": false })),
        ("body_words", words.clone()),
        ("chrome_words", words.clone()),
        ("title_words", words.clone()),
        ("body", positions.clone()),
        ("chrome", positions),
        ("stem", counted.clone()),
        ("title", counted.clone()),
        ("heading", counted.clone()),
        ("opening", counted),
        ("document", json!({ "type": "object", "enabled": false })),
    ] {
        fields.insert(name.to_owned(), kind);
    }
    for field in COUNTED {
        fields.insert(count_field(field), number.clone());
    }
    for at in 0..PRINTS {
        fields.insert(format!("print_{at}"), number.clone());
    }
    json!({
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": replicas,
            "codec": "best_compression",
            "similarity": { "exact": { "type": "BM25", "k1": 1.2, "b": 0.75, "discount_overlaps": false } },
            "analysis": {
                "tokenizer": { "spaces": { "type": "char_group", "tokenize_on_chars": [" "], "max_token_length": 10_000 } },
                "filter": {
                    "beside": {
                        "type": "pattern_capture", "preserve_original": false,
                        "patterns": [format!("([^{BESIDE}]+)")],
                    },
                    "holes": { "type": "stop", "stopwords": [HOLE] },
                },
                "analyzer": {
                    "places": { "type": "custom", "tokenizer": "spaces", "filter": ["beside", "holes"] },
                    "spaces": { "type": "custom", "tokenizer": "spaces" },
                },
            },
        },
        "mappings": { "dynamic": "strict", "_meta": { "pamphlet": versions() }, "properties": fields },
    })
}

/// The fields that count for the ranking.
pub(crate) const COUNTED: [Field; 6] =
    [Field::Body, Field::Chrome, Field::Stem, Field::Title, Field::Heading, Field::Opening];

/// The state of the files that an index was made of.
pub(crate) fn files_body(replicas: u64) -> Value {
    let keyword = json!({ "type": "keyword" });
    let kept = json!({ "type": "keyword", "index": false, "doc_values": false });
    json!({
        "settings": { "number_of_shards": 1, "number_of_replicas": replicas },
        "mappings": {
            "dynamic": "strict",
            "_meta": { "pamphlet": versions() },
            "properties": {
                "identity": kept.clone(), "place": keyword.clone(), "size": { "type": "long", "index": false },
                "modified": { "type": "long", "index": false }, "reading": kept.clone(),
                "documents": { "type": "long" }, "failures": { "type": "object", "enabled": false },
            },
        },
    })
}

/// A document, ready to be sent.
pub(crate) struct Encoded {
    /// The hash of the document, by which the cluster knows it.
    pub id: String,
    /// The document's own id.
    pub doc: String,
    /// JSON in one line.
    pub source: String,
}

/// Makes documents ready; one a thread.
pub(crate) struct Encoder {
    analysis: Analysis,
}

impl Encoder {
    pub fn new() -> Result<Self> {
        Ok(Self { analysis: Analysis::new()? })
    }

    /// A document of the file `file`.
    pub fn encode(&mut self, mut document: Document, file: &str) -> Result<Encoded> {
        keep_own_lines(&mut document);
        let words = self.analysis.of(&document);
        let kept = serde_json::to_string(&document).map_err(unwritten)?;
        let id = blake3::hash(kept.as_bytes()).to_hex()[..32].to_owned();
        let mut source = Map::new();
        let mut put = |name: &str, value: Value| {
            if !matches!(&value, Value::Array(list) if list.is_empty()) {
                source.insert(name.to_owned(), value);
            }
        };
        put("doc", json!(document.id));
        put("path", json!(document.path));
        put("file", json!(file));
        put("words", json!(words));
        put("bytes", json!(document.text.len()));
        if let Some(date) = document.metadata.date {
            let (from, to) = date.days();
            put("from_day", json!(from));
            put("to_day", json!(to));
            if let Some((year, ..)) = PartialDate::of_day(from).map(PartialDate::parts) {
                put("year", json!(format!("{year:04}")));
            }
        }
        let mut facet = BTreeSet::new();
        for (name, values) in &document.metadata.fields {
            facet.extend(
                values.iter().filter(|value| value.len() <= 250).map(|value| format!("{name}{VALUE}{value}")),
            );
        }
        put("facet", json!(facet));
        put("content", json!(content_of(&document)));
        put("bands", json!(bands_of(&self.analysis)));

        let mut compounds = BTreeSet::new();
        for (field, placed) in [(Field::Body, Placed::Body), (Field::Chrome, Placed::Chrome)] {
            let mut terms: Vec<(&str, u32)> = self.analysis.placed(placed).collect();
            put(&count_field(field), json!(terms.len()));
            let distinct: BTreeSet<&str> = terms.iter().map(|(term, _)| *term).collect();
            put(word_field(field), json!(distinct));
            // of those at one position the order does not matter, but it is always the same
            terms.sort_by_key(|(_, position)| *position);
            put(field.name(), json!(placed_text(&terms, &mut compounds)));
        }
        put("compounds", json!(compounds));
        for (field, counted) in [
            (Field::Stem, Counted::Stem),
            (Field::Title, Counted::Title),
            (Field::Heading, Counted::Heading),
            (Field::Opening, Counted::Opening),
        ] {
            let terms: Vec<&str> = self.analysis.counted(counted).collect();
            put(&count_field(field), json!(terms.len()));
            if !terms.is_empty() {
                put(field.name(), json!(terms.join(" ")));
            }
            if field == Field::Title {
                put("title_words", json!(terms.into_iter().collect::<BTreeSet<_>>()));
            }
        }
        let meta: BTreeSet<&str> = self.analysis.counted(Counted::Meta).collect();
        let whole = || meta.iter().filter_map(|term| term.split_once(VALUE));
        let lang_values: BTreeSet<&str> =
            whole().filter(|(name, _)| *name == "lang").map(|(_, value)| value).collect();
        let mut langs: BTreeSet<&str> =
            lang_values.iter().map(|value| Lang::of(value.split(' ').next()).code()).map(lang_name).collect();
        if langs.is_empty() {
            langs.insert(lang_name(Lang::of(None).code()));
        }
        put("langs", json!(langs));
        put("lang_value", json!(lang_values));
        let names: BTreeSet<&str> =
            meta.iter().filter_map(|term| term.split_once(['\0', '\u{1}'])).map(|(name, _)| name).collect();
        put("names", json!(names));
        put("meta", json!(meta));
        let print = print_spread(&document);
        for at in 0..PRINTS {
            put(&format!("print_{at}"), json!((print >> (16 * at)) as u16));
        }
        let mut source = Value::Object(source).to_string();
        // the document is written once: it is most of the bytes
        source.truncate(source.len() - 1);
        source.push_str(",\"document\":");
        source.push_str(&kept);
        source.push('}');
        Ok(Encoded { id, doc: document.id, source })
    }
}

/// What copies of a document have in common.
pub(crate) fn content_of(document: &Document) -> String {
    format!("{:016x}", Analysis::content_of(document))
}

/// Of what was analyzed last: what versions of it have some of in common.
pub(crate) fn bands_of(analysis: &Analysis) -> Vec<String> {
    analysis.bands().enumerate().map(|(number, key)| format!("{number:02x}{key:08x}")).collect()
}

fn unwritten(error: serde_json::Error) -> Error {
    Error::Failed { what: "write a document as JSON".to_owned(), status: 0, reason: error.to_string() }
}

/// Of the lines of its file a document keeps those that its text came from.
fn keep_own_lines(document: &mut Document) {
    let runs = document.source_map.runs();
    let low = runs.iter().map(|run| run.source).min();
    let high = runs.iter().map(|run| run.source_end()).max();
    if let (Some(low), Some(high)) = (low, high) {
        // a line that starts where the text ends is one of it
        document.lines = document.lines.within(SourceRange::new(low, high.saturating_add(1)));
    }
}

/// Terms in the order of their positions as the values of a field, a block each; adds the compounds among them.
fn placed_text(terms: &[(&str, u32)], compounds: &mut BTreeSet<String>) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    let mut before: (u32, &[(&str, u32)]) = (0, &[]);
    for here in terms.chunk_by(|a, b| a.1 == b.1) {
        let position = here[0].1;
        match blocks.last_mut() {
            Some(block) if position - before.0 < BLOCK_GAP => {
                for _ in before.0 + 1..position {
                    block.push(' ');
                    block.push_str(HOLE);
                }
                block.push(' ');
            }
            _ => blocks.push(String::new()),
        }
        let Some(block) = blocks.last_mut() else { continue };
        for (at, (term, _)) in here.iter().enumerate() {
            if at > 0 {
                block.push(BESIDE);
            }
            block.push_str(term);
        }
        if before.1.len() > 1 && before.0 + 1 == position {
            for (whole, _) in before.1 {
                for (first, _) in before.1 {
                    let Some(rest) = whole.strip_prefix(first).filter(|rest| !rest.is_empty()) else {
                        continue;
                    };
                    if here.iter().any(|(second, _)| *second == rest) {
                        compounds.insert(compound(first, rest));
                    }
                }
            }
        }
        before = (position, here);
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(terms: &[(&str, u32)], expected: &[&str], compounds: &[&str]) {
        let mut found = BTreeSet::new();
        assert_eq!(placed_text(terms, &mut found), expected);
        assert_eq!(found.into_iter().collect::<Vec<_>>(), compounds);
    }

    #[test]
    fn positions_survive() {
        check(&[("a", 0), ("b", 1), ("c", 101), ("d", 102)], &["a b", "c d"], &[]);
        check(&[("a", 0), ("b", 3)], &["a \u{1} \u{1} b"], &[]);
        check(&[("anti", 4), ("antiwar", 4), ("war", 5)], &["anti\u{1f}antiwar war"], &["anti\u{1}war"]);
        check(&[], &[], &[]);
    }
}
