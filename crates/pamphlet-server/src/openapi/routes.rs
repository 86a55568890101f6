//! Every route of the API, with its parameters and what it answers.

use super::Route;
use crate::parameters as tables;

const JSON: &str = "application/json";
const CSV: &str = "text/csv";
const LINES: &str = "application/x-ndjson";

pub(super) const ROUTES: &[Route] = &[
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
    Route::new("/api/groups.csv", "All groups of lines, as a table.", tables::GROUPS_ALL, (CSV, "")),
    Route::new(
        "/api/groups.jsonl",
        "All groups of lines, a JSON object a line.",
        tables::GROUPS_ALL,
        (LINES, ""),
    ),
    Route::new("/api/trend", "How often, over time or by a field.", tables::TREND, (JSON, "Trended")),
    Route::new("/api/trend.csv", "The trend, as a table.", tables::TREND_ALL, (CSV, "")),
    Route::new("/api/trend.jsonl", "The trend, a JSON object a line.", tables::TREND_ALL, (LINES, "")),
    Route::new("/api/words", "How often each word stands, and how evenly.", tables::WORDS, (JSON, "Words")),
    Route::new("/api/words.csv", "All words, as a table.", tables::WORDS_ALL, (CSV, "")),
    Route::new("/api/words.jsonl", "All words, a JSON object a line.", tables::WORDS_ALL, (LINES, "")),
    Route::new(
        "/api/keyness",
        "Words that are more frequent in the documents of `q` than in others.",
        tables::KEYNESS,
        (JSON, "Keyness"),
    ),
    Route::new("/api/keyness.csv", "All keywords, as a table.", tables::KEYNESS_ALL, (CSV, "")),
    Route::new("/api/keyness.jsonl", "All keywords, a JSON object a line.", tables::KEYNESS_ALL, (LINES, "")),
    Route::new(
        "/api/collocates",
        "Words that stand near the matches of `q` more often than by chance.",
        tables::COLLOCATES,
        (JSON, "Collocates"),
    ),
    Route::new("/api/collocates.csv", "All collocates, as a table.", tables::COLLOCATES_ALL, (CSV, "")),
    Route::new(
        "/api/collocates.jsonl",
        "All collocates, a JSON object a line.",
        tables::COLLOCATES_ALL,
        (LINES, ""),
    ),
    Route::new("/api/ngrams", "Rows of words that recur.", tables::NGRAMS, (JSON, "Ngrams")),
    Route::new("/api/ngrams.csv", "All n-grams, as a table.", tables::NGRAMS_ALL, (CSV, "")),
    Route::new("/api/ngrams.jsonl", "All n-grams, a JSON object a line.", tables::NGRAMS_ALL, (LINES, "")),
    Route::new(
        "/api/code",
        "Documents counted by the categories of a codebook.",
        tables::CODE,
        (JSON, "Coded"),
    ),
    Route::new(
        "/api/code.csv",
        "All categories, documents or buckets of a codebook, as a table.",
        tables::CODE_ALL,
        (CSV, ""),
    ),
    Route::new(
        "/api/code.jsonl",
        "All categories, documents or buckets of a codebook, a JSON object a line.",
        tables::CODE_ALL,
        (LINES, ""),
    ),
    Route::new(
        "/api/quote",
        "Who has a passage, word for word or nearly, oldest first.",
        tables::QUOTE,
        (JSON, "Quoted"),
    ),
    Route::new("/api/quote.csv", "All places that have a passage, as a table.", tables::QUOTE_ALL, (CSV, "")),
    Route::new(
        "/api/quote.jsonl",
        "All places that have a passage, a JSON object a line.",
        tables::QUOTE_ALL,
        (LINES, ""),
    ),
    Route::new(
        "/api/similar",
        "Copies and versions of a document, and what shares its rare words.",
        tables::SIMILAR,
        (JSON, "Similar"),
    ),
    Route::new("/api/similar.csv", "All documents like one, as a table.", tables::SIMILAR_ALL, (CSV, "")),
    Route::new(
        "/api/similar.jsonl",
        "All documents like one, a JSON object a line.",
        tables::SIMILAR_ALL,
        (LINES, ""),
    ),
    Route::new("/api/diff", "Two documents, sentence by sentence.", tables::DIFF, (JSON, "Diffed")),
    Route::new("/api/diff.csv", "All sentences of two documents, as a table.", tables::DIFF, (CSV, "")),
    Route::new(
        "/api/diff.jsonl",
        "All sentences of two documents, a JSON object a line.",
        tables::DIFF,
        (LINES, ""),
    ),
    Route::new("/api/cite", "A document or a passage of it, cited.", tables::CITE, (JSON, "Cited")),
    Route::new("/api/locate", "What was cited, found again.", tables::LOCATE, (JSON, "Again")),
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
