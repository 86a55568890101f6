//! The parameters of every route. `docs/http.md` and the OpenAPI document are made of these tables.

use crate::parameter::{Kind, Parameter, Parameters};

/// Characters of a query.
pub(crate) const QUERY: usize = 4_096;
/// Characters of a field's name, or of a name with a value.
const NAME: usize = 200;
const PAIR: usize = 1_000;
/// The longest time that a client may ask for.
pub(crate) const MOST_SECONDS: f64 = 60.0;

const Q: Parameter =
    Parameter::new("q", Kind::Text(QUERY), "", "the query; empty for all that the filters let through");
const PHRASE: Parameter = Parameter::new("phrase", Kind::Flag, "false", "the whole query is one phrase");
const ANY: Parameter = Parameter::new("any", Kind::Flag, "false", "OR between words instead of AND");
const STRICT: Parameter =
    Parameter::new("strict", Kind::Flag, "false", "a query that cannot be read whole is an error (422)");
const STEM: Parameter = Parameter::new(
    "stem",
    Kind::Choice(&["light", "full"]),
    "light",
    "which other forms a word matches: plural, possessive and spelling, or every word of the same stem",
);
const EXPAND: Parameter =
    Parameter::new("expand", Kind::Flag, "false", "also search words that the best hits share");
const TIMEOUT: Parameter = Parameter::new(
    "timeout",
    Kind::Seconds(MOST_SECONDS),
    "",
    "stop looking after so many seconds, and say so in the notes; the server may have a shorter limit",
);
const FROM: Parameter = Parameter::new("from", Kind::Date, "", "only documents of this date or later");
const TO: Parameter = Parameter::new("to", Kind::Date, "", "only documents of this date or earlier");
const WHERE: Parameter =
    Parameter::new("where", Kind::Pairs(PAIR, 32), "", "only documents whose field has this value");

const OFFSET: Parameter = Parameter::new("offset", Kind::Number(0, 10_000_000), "0", "how many to skip");
const SORT: Parameter =
    Parameter::new("sort", Kind::Choice(&["score", "date", "-date", "path"]), "score", "order of the hits");
const DUPLICATES: Parameter = Parameter::new(
    "duplicates",
    Kind::Choice(&["fold", "show"]),
    "",
    "copies and versions of one document: one hit that names the others, or each a hit of its own; not given, they \
     are folded in the order by score",
);
const ONCE: Parameter = Parameter::new(
    "duplicates",
    Kind::Choice(&["fold", "show"]),
    "show",
    "copies and versions of one document: only the oldest counts, or each does",
);
const SNIPPETS: Parameter = Parameter::new("snippets", Kind::Number(0, 20), "1", "snippets of each hit");
const SNIPPET_CONTEXT: Parameter =
    Parameter::new("context", Kind::Number(0, 200), "", "words of context in a snippet");
const LINE_CONTEXT: Parameter =
    Parameter::new("context", Kind::Number(0, 200), "10", "words of context on either side");
const LINE_SORT: Parameter = Parameter::new(
    "sort",
    Kind::Choice(&["doc", "date", "before1", "after1"]),
    "doc",
    "order of the lines: by path and place, by date, by the word before or after",
);
const BY: Parameter = Parameter::new(
    "by",
    Kind::Text(NAME),
    "year",
    "what to count by: year, month, decade, or a field such as party",
);

/// Which documents are looked at.
const FILTERS: &[Parameter] = &[FROM, TO, WHERE];
/// How a query is read.
const READING: &[Parameter] = &[PHRASE, ANY, STRICT, STEM, EXPAND];
/// The same, as the page offers it.
const OFFERED: &[Parameter] = &[PHRASE, ANY, STEM, DUPLICATES];

/// `/api/search`
pub(crate) const SEARCH: Parameters = &[
    &[Q.required(), Parameter::new("limit", Kind::Number(0, 1_000), "10", "how many hits"), OFFSET, SORT],
    FILTERS,
    &[
        Parameter::new("facet", Kind::Names(NAME, 16), "", "count the hits by the values of this field"),
        Parameter::new(
            "facet_values",
            Kind::Number(1, 1_000),
            "20",
            "values of a facet, the most frequent first",
        ),
        SNIPPETS,
        SNIPPET_CONTEXT,
        DUPLICATES,
        Parameter::new("explain", Kind::Flag, "false", "what each score is made of"),
    ],
    READING,
    &[TIMEOUT],
];

/// `/api/search.csv`, `/api/search.jsonl`
pub(crate) const SEARCH_ALL: Parameters =
    &[&[Q.required(), SORT], FILTERS, &[SNIPPETS, SNIPPET_CONTEXT, DUPLICATES], READING];

/// `/api/count`
pub(crate) const COUNT: Parameters = &[&[Q.required()], FILTERS, READING, &[TIMEOUT]];

/// `/api/kwic`
pub(crate) const KWIC: Parameters = &[
    &[
        Q.required(),
        Parameter::new("limit", Kind::Number(0, 1_000), "100", "how many lines"),
        OFFSET,
        LINE_CONTEXT,
        LINE_SORT,
    ],
    FILTERS,
    READING,
    &[TIMEOUT],
];

/// `/api/kwic.csv`, `/api/kwic.jsonl`
pub(crate) const KWIC_ALL: Parameters = &[&[Q.required(), LINE_CONTEXT, LINE_SORT], FILTERS, READING];

/// `/api/groups`
pub(crate) const GROUPS: Parameters = &[
    &[
        Q.required(),
        Parameter::new(
            "by",
            Kind::Choice(&["keyword", "before1", "after1", "doc", "year"]),
            "keyword",
            "what the lines of the concordance are counted by",
        ),
        Parameter::new("limit", Kind::Number(0, 1_000), "100", "how many groups"),
        OFFSET,
    ],
    FILTERS,
    READING,
    &[TIMEOUT],
];

/// `/api/trend`
pub(crate) const TREND: Parameters = &[&[Q.required(), BY, ONCE], FILTERS, READING, &[TIMEOUT]];

/// `/api/trend.csv`, `/api/trend.jsonl`
pub(crate) const TREND_ALL: Parameters = &[&[Q.required(), BY, ONCE], FILTERS, READING];

/// Which words are listed, but for their order.
const LISTED: &[Parameter] = &[
    Parameter::new("limit", Kind::Number(0, 1_000), "50", "how many rows"),
    OFFSET,
    Parameter::new(
        "min_documents",
        Kind::Number(1, 1_000_000_000),
        "1",
        "only what stands in so many documents",
    ),
    Parameter::new(
        "like",
        Kind::Text(NAME),
        "",
        "only words that fit: `*` is any letters, `?` one; of n-grams, one of their words",
    ),
    Parameter::new("stop_words", Kind::Choice(&["en"]), "", "leave these function words out"),
    ONCE,
];
const MIN_COUNT: Parameter =
    Parameter::new("min_count", Kind::Number(1, 1_000_000_000), "2", "only what occurs so often");
const WITHIN: Parameter = Parameter::new(
    "within",
    Kind::Choice(&["sentence", "paragraph", "document"]),
    "paragraph",
    "what no window or n-gram reaches across",
);

/// `/api/words`
pub(crate) const WORDS: Parameters = &[
    &[
        Q.required(),
        Parameter::new(
            "sort",
            Kind::Choice(&["count", "documents", "dp", "word"]),
            "count",
            "order of the words",
        ),
        Parameter::new("min_count", Kind::Number(1, 1_000_000_000), "1", "only what occurs so often"),
    ],
    LISTED,
    FILTERS,
    READING,
    &[TIMEOUT],
];

/// `/api/keyness`
pub(crate) const KEYNESS: Parameters = &[
    &[
        Q.required(),
        Parameter::new(
            "reference",
            Kind::Text(QUERY),
            "",
            "the documents that those of `q` are compared with; not given, all others",
        ),
        Parameter::new(
            "negative",
            Kind::Flag,
            "false",
            "words that are less frequent in the target, in place of those that are more",
        ),
        Parameter::new(
            "sort",
            Kind::Choice(&["ll", "log-ratio", "count", "word"]),
            "ll",
            "order of the words",
        ),
        MIN_COUNT,
    ],
    LISTED,
    FILTERS,
    READING,
    &[TIMEOUT],
];

/// `/api/collocates`
pub(crate) const COLLOCATES: Parameters = &[
    &[
        Q.required(),
        Parameter::new("left", Kind::Number(0, 100), "5", "words before a match that belong to its window"),
        Parameter::new("right", Kind::Number(0, 100), "5", "words behind it"),
        WITHIN,
        Parameter::new(
            "sort",
            Kind::Choice(&["ll", "log-dice", "pmi", "mi3", "t-score", "count", "word"]),
            "ll",
            "order of the words",
        ),
        MIN_COUNT,
    ],
    LISTED,
    FILTERS,
    READING,
    &[TIMEOUT],
];

/// `/api/ngrams`
pub(crate) const NGRAMS: Parameters = &[
    &[
        Q.required(),
        Parameter::new("shortest", Kind::Number(1, 10), "2", "words of the shortest n-grams"),
        Parameter::new("longest", Kind::Number(1, 10), "3", "words of the longest"),
        WITHIN,
        MIN_COUNT,
    ],
    LISTED,
    FILTERS,
    READING,
    &[TIMEOUT],
];

/// `/api/quote`
pub(crate) const QUOTE: Parameters = &[
    &[
        Parameter::new("text", Kind::Text(QUERY), "", "a passage: what has it, word for word or nearly"),
        Parameter::new(
            "document",
            Kind::Text(PAIR),
            "",
            "the id or path of a document: what has a part of it, instead of `text`",
        ),
        Parameter::new("against", Kind::Text(QUERY), "", "look only in documents that this query finds"),
        Parameter::new("least", Kind::Number(0, 100), "80", "how alike a place must be, in per cent"),
        Parameter::new(
            "words",
            Kind::Number(1, 1_000),
            "",
            "also what has a part, of so many words at least",
        ),
        Parameter::new("limit", Kind::Number(0, 1_000), "20", "how many places"),
        OFFSET,
    ],
    FILTERS,
    &[TIMEOUT],
];

/// `/api/similar`
pub(crate) const SIMILAR: Parameters = &[
    &[
        Parameter::new("document", Kind::Text(PAIR), "", "the id or path of a document").required(),
        Parameter::new("against", Kind::Text(QUERY), "", "look only in documents that this query finds"),
        Parameter::new("limit", Kind::Number(0, 1_000), "10", "how many documents"),
        OFFSET,
    ],
    FILTERS,
    &[TIMEOUT],
];

/// `/api/diff`
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
    Parameter::new("document", Kind::Text(PAIR), "", "the id or path of a document").required(),
    Parameter::new("q", Kind::Text(QUERY), "", "cite the sentence in which this query matches first"),
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
]];

/// `/api/doc/{doc}`
pub(crate) const DOC: Parameters = &[&[
    Parameter::new("q", Kind::Text(QUERY), "", "mark what this query matches"),
    PHRASE,
    ANY,
    STRICT,
    STEM,
]];

/// `/api/info`, `/api/openapi.json`, `/healthz`
pub(crate) const NONE: Parameters = &[];

/// `/`
pub(crate) const PAGE: Parameters = &[
    &[Q],
    FILTERS,
    &[SORT],
    OFFERED,
    &[Parameter::new("page", Kind::Number(1, 100_000), "1", "which page of the hits")],
];

/// `/concordance`
pub(crate) const CONCORDANCE_PAGE: Parameters = &[
    &[Q],
    FILTERS,
    &[LINE_SORT],
    OFFERED,
    &[Parameter::new("page", Kind::Number(1, 100_000), "1", "which page of the lines")],
];

/// `/trend`
pub(crate) const TREND_PAGE: Parameters = &[
    &[Q],
    FILTERS,
    &[
        BY,
        Parameter::new(
            "show",
            Kind::Choice(&["rate", "matches", "documents"]),
            "rate",
            "what the plot shows",
        ),
    ],
    OFFERED,
];

/// `/doc/{doc}`
pub(crate) const DOC_PAGE: Parameters =
    &[&[Q], FILTERS, OFFERED, &[Parameter::new("repairs", Kind::Flag, "false", "show what was repaired")]];
