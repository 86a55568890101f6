//! Any text is a query; printed, it is read as the same one; notes point into it.
#![no_main]

use libfuzzer_sys::fuzz_target;
use pamphlet_query::{Reading, parse};

fuzz_target!(|input: (bool, bool, &str)| {
    let (any, phrase, text) = input;
    let is_field = |name: &str| matches!(name, "title" | "date" | "party" | "path");
    let (first, notes) = parse(text, Reading { any, phrase }, &is_field);
    for note in notes {
        assert!(text.get(note.place.clone()).is_some(), "{note:?}");
    }
    if !phrase {
        let printed = first.to_string();
        let (second, _) = parse(&printed, Reading { any, phrase }, &is_field);
        assert_eq!(second, first, "{printed}");
    }
});
