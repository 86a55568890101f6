//! Any query is answered by an index of one text, and its matches are words of that text.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pamphlet_index::Reader;
use pamphlet_ingest::Ingest;
use pamphlet_query::{Request, search};
use std::sync::LazyLock;

static INDEX: LazyLock<Reader> = LazyLock::new(|| {
    let text = b"THE TITLE OF X\n\nIt was a war of words: a, b and y, said N. A war it was.\n\nOr not.\n";
    let documents = Ingest::default().bytes("x.txt", text).expect("a text");
    Reader::in_memory(&documents).expect("an index")
});

fuzz_target!(|input: (bool, bool, bool, &str)| {
    let (any, phrase, expand, text) = input;
    let request = Request { any, phrase, expand, ..Request::new(text) };
    let found = search(&*INDEX, &request).expect("an answer");
    assert!(found.total <= 1);
    for snippet in found.hits.iter().flat_map(|hit| &hit.snippets) {
        let shown: Vec<char> = snippet.snippet.chars().collect();
        for &[from, to] in &snippet.highlights {
            let part = shown.get(from..to).expect("a part of the snippet");
            assert!(part.iter().any(|c| c.is_alphanumeric()), "{snippet:?}");
        }
    }
});
