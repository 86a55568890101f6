//! Backticks and accents that stand for quotes.

use super::english::{is_contraction, word_after, word_before};
use crate::Rule;
use crate::repairer::edit;
use pamphlet_document::Edit;

pub(crate) const RULE: Rule = Rule {
    name: "wrong-sign",
    default: true,
    what: "A backtick or an acute accent in place of an apostrophe or a single quote: don`t, don´t; and, in the \
           same text, two backticks and two apostrophes in place of double quotes.",
    evidence: "An English text with a contraction that is sure, or a possessive, written with the same sign; for \
               the backtick, without one before the word.",
    wrong: "A text of source code with such a contraction in it.",
    before: "We don`t know the workers` ``real'' demands",
    after: "We don’t know the workers’ “real” demands",
    leave: "Run `make` in ``a'' folder; `make`s rules",
};

/// The edits for `text`; `english` says whether it is English.
pub(crate) fn find(text: &str, english: impl FnOnce() -> bool) -> Vec<Edit> {
    let mut list = Vec::new();
    let sure = |sign: char| {
        text.match_indices(sign).any(|(at, _)| {
            let (word, ending) = (word_before(text, at), word_after(text, at + sign.len_utf8()));
            // `name`s in source code has one before the word too
            let code = text[..at - word.len()].ends_with('`');
            !code && (is_contraction(word, ending) || ending == "s" && word.len() > 3)
        })
    };
    if !sure('`') && !sure('´') || !english() {
        return list;
    }
    let mut skip_to = 0;
    for (at, sign) in text.match_indices(['`', '´', '\'']) {
        if at < skip_to {
            continue;
        }
        let double = match sign {
            "`" if text[at + 1..].starts_with('`') => Some('“'),
            "'" if text[at + 1..].starts_with('\'') => Some('”'),
            _ => None,
        };
        if let Some(quote) = double {
            skip_to = at + 2;
            list.push(edit(text, at, at + 2, quote, &RULE, 0.98));
            continue;
        }
        let end = at + sign.len();
        let before = text[..at].chars().next_back().unwrap_or(' ');
        let after = text[end..].chars().next().unwrap_or(' ');
        let new = match sign {
            "'" => continue,
            _ if before.is_alphanumeric() || ".,!?;:)…”".contains(before) => '’',
            _ if !after.is_alphanumeric() => continue,
            // an elision opens a word with an apostrophe
            _ if matches!(word_after(text, end), "tis" | "twas" | "em" | "til" | "cause") => '’',
            _ if after.is_ascii_digit() => '’',
            _ => '‘',
        };
        list.push(edit(text, at, end, new, &RULE, 0.97));
    }
    list
}
