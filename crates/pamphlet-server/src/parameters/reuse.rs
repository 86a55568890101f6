//! The parameters of what looks for passages, and compares and cites documents.

use super::{FILTERS, OFFSET, PAIR, Q, QUERY, TIMEOUT};
use crate::parameter::{Kind, Parameter, Parameters};

/// Characters of an annotation.
pub(super) const ANNOTATION: usize = 16_000;
/// Characters of the words on each side of a passage.
const AROUND: usize = 1_000;

const DOCUMENT: Parameter = Parameter::new("document", Kind::Text(PAIR), "", "the id or path of a document");
const AGAINST: Parameter =
    Parameter::new("against", Kind::Text(QUERY), "", "look only in documents that this query finds");

/// What of a passage is told.
pub(super) const OF_QUOTE: &[Parameter] = &[
    Parameter::new("text", Kind::Text(QUERY), "", "a passage: what has it, word for word or nearly"),
    Parameter::new(
        "document",
        Kind::Text(PAIR),
        "",
        "the id or path of a document: what has a part of it, instead of `text`",
    ),
    Parameter::new(
        "documents",
        Kind::Text(QUERY),
        "",
        "what has a part of a document that this query finds, instead of `text`",
    ),
    AGAINST,
    Parameter::new("least", Kind::Number(0, 100), "80", "how alike a place must be, in per cent"),
    Parameter::new("words", Kind::Number(1, 1_000), "", "also what has a part, of so many words at least"),
    Parameter::new(
        "most_documents",
        Kind::Number(1, 1_000_000_000),
        "",
        "leave out passages that more documents have than that: formulas",
    ),
];

/// `/api/quote`
pub(crate) const QUOTE: Parameters = &[
    OF_QUOTE,
    &[Parameter::new("limit", Kind::Number(0, 1_000), "20", "how many places"), OFFSET],
    FILTERS,
    &[TIMEOUT],
];

/// `/api/quote.csv`, `/api/quote.jsonl`
pub(crate) const QUOTE_ALL: Parameters = &[OF_QUOTE, FILTERS];

/// `/api/similar`
pub(crate) const SIMILAR: Parameters = &[
    &[
        DOCUMENT.required(),
        AGAINST,
        Parameter::new("limit", Kind::Number(0, 1_000), "10", "how many documents"),
        OFFSET,
    ],
    FILTERS,
    &[TIMEOUT],
];

/// `/api/similar.csv`, `/api/similar.jsonl`
pub(crate) const SIMILAR_ALL: Parameters = &[&[DOCUMENT.required(), AGAINST], FILTERS];

/// `/api/diff`, `/api/diff.csv`, `/api/diff.jsonl`
pub(crate) const DIFF: Parameters = &[&[
    Parameter::new("new", Kind::Text(PAIR), "", "the id or path of the newer document").required(),
    Parameter::new(
        "old",
        Kind::Text(PAIR),
        "",
        "that of the older one; not given, the earlier version of `new`",
    ),
]];

/// `/api/cite`
pub(crate) const CITE: Parameters = &[&[
    DOCUMENT.required(),
    Parameter { about: "cite the sentence in which this query matches first", ..Q },
    Parameter::new(
        "text",
        Kind::Text(QUERY),
        "",
        "cite this passage, word for word or nearly, instead of `q`",
    ),
    Parameter::new(
        "style",
        Kind::Choice(&["text", "chicago", "bibtex", "csl", "annotation"]),
        "text",
        "how `formatted` is written",
    ),
    TIMEOUT,
]];

/// `/api/locate`
pub(crate) const LOCATE: Parameters = &[&[
    Parameter::new(
        "citation",
        Kind::Text(ANNOTATION),
        "",
        "a W3C annotation, as `/api/cite` with `style=annotation` writes it, instead of all that follows",
    ),
    Parameter::new("document", Kind::Text(PAIR), "", "the id or path that the document had"),
    Parameter::new("hash", Kind::Text(PAIR), "", "the hash of its text"),
    Parameter::new("exact", Kind::Text(QUERY), "", "the passage; not given, the whole is looked for"),
    Parameter::new("prefix", Kind::Text(AROUND), "", "what stood before it"),
    Parameter::new("suffix", Kind::Text(AROUND), "", "what stood behind it"),
    Parameter::new("start", Kind::Number(0, u32::MAX as u64), "", "its first character in the text"),
    Parameter::new("end", Kind::Number(0, u32::MAX as u64), "", "the character behind its last"),
    TIMEOUT,
]];
