//! The one analyzer: text to tokens, the same for a document, a passage and a typed word.
//!
//! [`analyze`] finds the exact forms (any case, any diacritics, any apostrophe style fold together) with
//! their positions; [`Stems`] gives the full stem of a token, for ranking only; [`light_forms`] lists the
//! exact forms that a word matches lightly (plural, possessive, UK and US spelling) and is used by queries
//! alone. Nothing here drops a word, knows a field or reads a file.

mod apostrophe;
mod chars;
mod lang;
mod light;
mod scan;
mod sentence;
mod spelling;
mod stem;
mod tokens;

pub use apostrophe::can_have_apostrophe;
pub use lang::Lang;
pub use light::{apostrophe_forms, light_forms, umlauts_written_out};
pub use scan::{analyze, analyze_from};
pub use stem::Stems;
pub(crate) use stem::lower_case;
pub use tokens::{Token, Tokens};

/// Rises with every change that gives any text other tokens, stems or sentences: an index made with another version
/// must be rebuilt.
pub const ANALYZER_VERSION: u32 = 2;

/// The stemmer and its version, as the manifest has it: stems change between its versions.
pub const STEMMER: &str = "frostem 1.20260821.8";

/// The longest exact form in bytes; a longer run of letters (a line of base64) is cut to it.
pub const MAX_TERM: usize = 200;

/// The text in its folded form, words as [`analyze`] gives them, joined by one space: what a field's value
/// is compared by.
///
/// ```
/// assert_eq!(pamphlet_index::analyzer::folded("  Labour   Party (UK)"), "labour party uk");
/// ```
pub fn folded(text: &str) -> String {
    let mut tokens = Tokens::default();
    analyze(text, Lang::Other, &mut tokens);
    let mut out = String::with_capacity(text.len());
    for token in tokens.iter().filter(|token| !token.extra) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(tokens.term(token));
    }
    out
}
