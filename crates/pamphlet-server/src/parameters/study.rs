//! The parameters of what counts words and categories.

use super::{CODEBOOK, FILTERS, FORM, NAME, OFFSET, ONCE, Q, QUERY, READING, TIMEOUT};
use crate::parameter::{Kind, Parameter, Parameters};
use pamphlet::{CollocateSort, KeynessSort, Within, WordSort};

const LIMIT: Parameter = Parameter::new("limit", Kind::Number(0, 1_000), "50", "how many rows");
const MOST: u64 = 1_000_000_000;

/// Which words are listed, but for how often they occur.
pub(super) const LISTED: &[Parameter] = &[
    Parameter::new("min_documents", Kind::Number(1, MOST), "1", "only what stands in so many documents"),
    Parameter::new(
        "like",
        Kind::Text(NAME),
        "",
        "only words that fit: `*` is any letters, `?` one; of n-grams, one of their words",
    ),
    Parameter::new(
        "stop_words",
        Kind::Text(QUERY),
        "",
        "leave these words out: the code of a language such as `en` stands for its function words, else words with blanks between",
    ),
    ONCE,
];
pub(super) const MIN_COUNT: Parameter =
    Parameter::new("min_count", Kind::Number(1, MOST), "2", "only what occurs so often");
pub(super) const WITHIN: Parameter = Parameter::new(
    "within",
    Kind::Choice(Within::NAMES),
    "paragraph",
    "what no window or n-gram reaches across",
);

/// What is told of words.
pub(super) const OF_WORDS: &[Parameter] = &[
    Parameter::new("sort", Kind::Choice(WordSort::NAMES), "count", "order of the words"),
    Parameter::new("min_count", Kind::Number(1, MOST), "1", "only what occurs so often"),
];

/// `/api/words`
pub(crate) const WORDS: Parameters =
    &[&[Q.required()], OF_WORDS, &[LIMIT, OFFSET], LISTED, FILTERS, READING, &[TIMEOUT]];

/// `/api/words.csv`, `/api/words.jsonl`
pub(crate) const WORDS_ALL: Parameters = &[&[Q.required()], OF_WORDS, LISTED, FILTERS, READING];

pub(super) const REFERENCE: Parameter = Parameter::new(
    "reference",
    Kind::Text(QUERY),
    "",
    "the documents that those of `q` are compared with; not given, all others",
);

/// What is told of keywords.
pub(super) const OF_KEYNESS: &[Parameter] = &[
    REFERENCE,
    Parameter::new(
        "negative",
        Kind::Flag,
        "false",
        "words that are less frequent in the target, in place of those that are more",
    ),
    Parameter::new("sort", Kind::Choice(KeynessSort::NAMES), "ll", "order of the words"),
    MIN_COUNT,
];

/// `/api/keyness`
pub(crate) const KEYNESS: Parameters =
    &[&[Q.required()], OF_KEYNESS, &[LIMIT, OFFSET], LISTED, FILTERS, READING, &[TIMEOUT]];

/// `/api/keyness.csv`, `/api/keyness.jsonl`
pub(crate) const KEYNESS_ALL: Parameters = &[&[Q.required()], OF_KEYNESS, LISTED, FILTERS, READING];

/// What is told of collocates.
pub(super) const OF_COLLOCATES: &[Parameter] = &[
    Parameter::new("left", Kind::Number(0, 100), "5", "words before a match that belong to its window"),
    Parameter::new("right", Kind::Number(0, 100), "5", "words behind it"),
    WITHIN,
    Parameter::new("sort", Kind::Choice(CollocateSort::NAMES), "ll", "order of the words"),
    MIN_COUNT,
];

/// `/api/collocates`
pub(crate) const COLLOCATES: Parameters =
    &[&[Q.required()], OF_COLLOCATES, &[LIMIT, OFFSET], LISTED, FILTERS, READING, &[TIMEOUT]];

/// `/api/collocates.csv`, `/api/collocates.jsonl`
pub(crate) const COLLOCATES_ALL: Parameters = &[&[Q.required()], OF_COLLOCATES, LISTED, FILTERS, READING];

/// What is told of n-grams.
pub(super) const OF_NGRAMS: &[Parameter] = &[
    Parameter::new("shortest", Kind::Number(1, 10), "2", "words of the shortest n-grams"),
    Parameter::new("longest", Kind::Number(1, 10), "3", "words of the longest"),
    WITHIN,
    MIN_COUNT,
];

/// `/api/ngrams`
pub(crate) const NGRAMS: Parameters =
    &[&[Q.required()], OF_NGRAMS, &[LIMIT, OFFSET], LISTED, FILTERS, READING, &[TIMEOUT]];

/// `/api/ngrams.csv`, `/api/ngrams.jsonl`
pub(crate) const NGRAMS_ALL: Parameters = &[&[Q.required()], OF_NGRAMS, LISTED, FILTERS, READING];

/// What is told of categories, but for the codebook and the query.
pub(super) const OF_CODE: &[Parameter] = &[
    Parameter::new(
        "by",
        Kind::Text(NAME),
        "category",
        "category, doc, or as of a trend: year, month, decade, a field",
    ),
    Parameter::new(
        "level",
        Kind::Number(1, 20),
        "",
        "count by the first so many parts of the names; not given, by all",
    ),
    Parameter::new("rate", Kind::Flag, "false", "of documents: in a million words, in place of matches"),
    ONCE,
];

/// How a query beside a codebook is read.
const PLAIN: &[Parameter] = &[super::PHRASE, super::ANY, super::STRICT, super::STEM, super::EXPAND];

/// `/api/code`
pub(crate) const CODE: Parameters = &[
    &[CODEBOOK.required(), FORM, Q.required()],
    OF_CODE,
    &[Parameter::new("limit", Kind::Number(0, 1_000), "50", "how many documents"), OFFSET],
    FILTERS,
    PLAIN,
    &[TIMEOUT],
];

/// `/api/code.csv`, `/api/code.jsonl`
pub(crate) const CODE_ALL: Parameters =
    &[&[CODEBOOK.required(), FORM, Q.required()], OF_CODE, FILTERS, PLAIN];
