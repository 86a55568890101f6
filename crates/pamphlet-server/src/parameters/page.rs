//! The parameters of the page's views.

use super::reuse::{ANNOTATION, OF_QUOTE};
use super::study::{LISTED, OF_CODE, OF_COLLOCATES, OF_KEYNESS, OF_NGRAMS, OF_WORDS};
use super::{
    ANY, BY, CODEBOOK, FILTERS, FORM, FROM, LINE_SORT, ONCE, PAIR, PHRASE, Q, QUERY, SORT, STEM, TO,
    TREND_ALSO,
};
use crate::parameter::{Kind, Parameter, Parameters};

/// How a query is read, as the page offers it.
const READ: &[Parameter] = &[PHRASE, ANY, STEM];
const NUMBER: Parameter = Parameter::new("page", Kind::Number(1, 100_000), "1", "which page of the results");

/// `/`
pub(crate) const PAGE: Parameters = &[&[Q], FILTERS, &[SORT], READ, &[super::DUPLICATES, NUMBER]];

/// `/concordance`
pub(crate) const CONCORDANCE_PAGE: Parameters =
    &[&[Q], FILTERS, &[LINE_SORT], READ, &[super::DUPLICATES, NUMBER]];

/// `/trend`
pub(crate) const TREND_PAGE: Parameters = &[
    &[Q],
    FILTERS,
    &[
        BY,
        TREND_ALSO,
        ONCE,
        Parameter::new(
            "show",
            Kind::Choice(&["rate", "matches", "documents"]),
            "rate",
            "what the plot shows",
        ),
    ],
    READ,
];

/// `/words`
pub(crate) const WORDS_PAGE: Parameters = &[&[Q], FILTERS, READ, OF_WORDS, LISTED, &[NUMBER]];

/// One of the two parts that are compared, beside its query: a field's value, and dates.
const fn part(name: &'static str, kind: Kind) -> Parameter {
    Parameter::new(name, kind, "", "which documents are of the part")
}

/// `/keyness`
pub(crate) const KEYNESS_PAGE: Parameters = &[
    &[Q],
    FILTERS,
    READ,
    OF_KEYNESS,
    LISTED,
    &[
        part("target_where", Kind::Pairs(PAIR, 1)),
        part("target_from", Kind::Date),
        part("target_to", Kind::Date),
        part("reference_where", Kind::Pairs(PAIR, 1)),
        part("reference_from", Kind::Date),
        part("reference_to", Kind::Date),
        NUMBER,
    ],
];

/// `/collocates`
pub(crate) const COLLOCATES_PAGE: Parameters = &[&[Q], FILTERS, READ, OF_COLLOCATES, LISTED, &[NUMBER]];

/// `/ngrams`
pub(crate) const NGRAMS_PAGE: Parameters = &[&[Q], FILTERS, READ, OF_NGRAMS, LISTED, &[NUMBER]];

/// `/code`
pub(crate) const CODE_PAGE: Parameters = &[&[Q, CODEBOOK, FORM, NUMBER], FILTERS, READ, OF_CODE];

/// `/quote`
pub(crate) const QUOTE_PAGE: Parameters = &[OF_QUOTE, FILTERS, &[NUMBER]];

const DOCUMENT: Parameter = Parameter::new("document", Kind::Text(PAIR), "", "the id or path of a document");

/// `/similar`
pub(crate) const SIMILAR_PAGE: Parameters = &[&[DOCUMENT, NUMBER]];

/// `/diff`
pub(crate) const DIFF_PAGE: Parameters = &[&[
    Parameter::new("new", Kind::Text(PAIR), "", "the newer document"),
    Parameter::new("old", Kind::Text(PAIR), "", "the older one"),
    Parameter::new("all", Kind::Flag, "false", "also show what is the same"),
]];

const TEXT: Parameter = Parameter::new("text", Kind::Text(QUERY), "", "the passage");
const RANGE: Parameter = Parameter::new("range", Kind::Range, "", "a place in the text, in bytes");

/// `/cite`
pub(crate) const CITE_PAGE: Parameters = &[&[DOCUMENT, Q, TEXT, RANGE], READ];

/// `/locate`
pub(crate) const LOCATE_PAGE: Parameters =
    &[&[Parameter::new("citation", Kind::Text(ANNOTATION), "", "a W3C annotation")]];

/// `/doc/{doc}`
pub(crate) const DOC_PAGE: Parameters = &[
    &[Q],
    &[FROM, TO, super::WHERE],
    READ,
    &[
        super::DUPLICATES,
        Parameter::new("repairs", Kind::Flag, "false", "show what was repaired"),
        RANGE,
        TEXT,
    ],
];
