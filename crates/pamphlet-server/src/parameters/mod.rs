//! The parameters of every route. `docs/http.md` and the OpenAPI document are made of these tables.

mod page;
mod reuse;
mod study;

pub(crate) use page::{
    CITE_PAGE, CODE_PAGE, COLLOCATES_PAGE, CONCORDANCE_PAGE, DIFF_PAGE, DOC_PAGE, KEYNESS_PAGE, LOCATE_PAGE,
    NGRAMS_PAGE, PAGE, QUOTE_PAGE, SIMILAR_PAGE, TREND_PAGE, WORDS_PAGE,
};
pub(crate) use reuse::{CITE, DIFF, LOCATE, QUOTE, QUOTE_ALL, SIMILAR, SIMILAR_ALL};
pub(crate) use study::{
    CODE, CODE_ALL, COLLOCATES, COLLOCATES_ALL, KEYNESS, KEYNESS_ALL, NGRAMS, NGRAMS_ALL, WORDS, WORDS_ALL,
};

use crate::parameter::{Kind, Parameter, Parameters};

/// Characters of a query.
pub(crate) const QUERY: usize = 4_096;
/// Characters of a codebook: so many fit into an address, also where each takes several bytes of it.
const BOOK: usize = 16_000;
/// Queries that can stand beside the first in a trend: more could not be told apart.
pub(crate) const ALSO: usize = 6;
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
const CODEBOOK: Parameter = Parameter::new(
    "codebook",
    Kind::Text(BOOK),
    "",
    "the text of a codebook, whose categories the query can name as `@name`",
);
const FORM: Parameter = Parameter::new(
    "form",
    Kind::Choice(&["yaml", "liwc", "lines", "table"]),
    "",
    "the form of the codebook; not given, it is told by the text",
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
const TREND_ALSO: Parameter =
    Parameter::new("also", Kind::Texts(QUERY, ALSO), "", "a query that is counted beside the first");

/// Which documents are looked at.
const FILTERS: &[Parameter] = &[FROM, TO, WHERE];
/// How a query is read.
const READING: &[Parameter] = &[PHRASE, ANY, STRICT, STEM, EXPAND, CODEBOOK, FORM];
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

const GROUPED: Parameter = Parameter::new(
    "by",
    Kind::Choice(&["keyword", "before1", "after1", "doc", "year"]),
    "keyword",
    "what the lines of the concordance are counted by",
);

/// `/api/groups`
pub(crate) const GROUPS: Parameters = &[
    &[
        Q.required(),
        GROUPED,
        Parameter::new("limit", Kind::Number(0, 1_000), "100", "how many groups"),
        OFFSET,
    ],
    FILTERS,
    READING,
    &[TIMEOUT],
];

/// `/api/groups.csv`, `/api/groups.jsonl`
pub(crate) const GROUPS_ALL: Parameters = &[&[Q.required(), GROUPED], FILTERS, READING];

/// `/api/trend`
pub(crate) const TREND: Parameters = &[&[Q.required(), BY, TREND_ALSO, ONCE], FILTERS, READING, &[TIMEOUT]];

/// `/api/trend.csv`, `/api/trend.jsonl`
pub(crate) const TREND_ALL: Parameters = &[&[Q.required(), BY, TREND_ALSO, ONCE], FILTERS, READING];

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
