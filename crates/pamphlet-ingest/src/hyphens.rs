//! Words that a printer parted at the end of a line: `govern-⏎ment` becomes `government` where the text
//! itself shows that this is a word.
//!
//! Evidence: the joined form stands elsewhere in the document, and more often than the form with its
//! hyphen; or, where neither stands anywhere, the parts are no words of the document by themselves. Wrong
//! where a compound stands only at line ends (`self-⏎rule`), so known first parts of compounds never join.

use pamphlet_document::{Block, Edit, TextRange};
use std::borrow::Cow;
use std::collections::HashMap;

/// The rule's name, as an edit gives it.
pub(crate) const RULE: &str = "line-end-hyphen";
/// An estimate: it has not been measured against a labelled text.
const CONFIDENCE: f32 = 0.97;

/// First parts that keep their hyphen.
const PREFIXES: [&str; 24] = [
    "self", "non", "anti", "ex", "co", "so", "well", "vice", "pro", "pre", "post", "semi", "half", "cross",
    "all", "no", "two", "three", "one", "four", "inter", "counter", "long", "short",
];

/// The joins that a text asks for: ranges ascend.
pub(crate) fn joins(text: &str, blocks: &[Block]) -> Vec<Edit> {
    // most texts part no word, and a search by block costs more than one
    if memchr::memmem::find(text.as_bytes(), b"-\n").is_none() {
        return Vec::new();
    }
    let mut found: Vec<(usize, usize, &str, &str)> = Vec::new();
    for block in blocks {
        let base = block.range.start as usize;
        let body = &text[block.range.span()];
        for at in memchr::memmem::find_iter(body.as_bytes(), "-\n") {
            let before = &body[..at];
            let indent = body[at + 2..].len() - body[at + 2..].trim_start_matches([' ', '\t']).len();
            let after = &body[at + 2 + indent..];
            let first = &before[before
                .rfind(|c: char| !c.is_alphabetic())
                .map_or(0, |end| end + before[end..].chars().next().map_or(1, char::len_utf8))..];
            let second = &after[..after.find(|c: char| !c.is_alphabetic()).unwrap_or(after.len())];
            let parts = first.chars().count() >= 2 && second.chars().count() >= 2;
            if parts && second.starts_with(char::is_lowercase) && !first.ends_with(char::is_uppercase) {
                found.push((base + at, base + at + 2 + indent, first, second));
            }
        }
    }
    if found.is_empty() {
        return Vec::new();
    }
    let counts = Words::of(text, &found);
    let mut out = Vec::new();
    for (start, end, first, second) in found {
        if counts.join(first, second) {
            out.push(Edit {
                range: TextRange::new(start as u32, end as u32),
                old: text[start..end].to_owned(),
                new: String::new(),
                rule: Cow::Borrowed(RULE),
                confidence: CONFIDENCE,
            });
        }
    }
    out
}

/// How often the forms in question stand in the text.
struct Words(HashMap<String, u32>);

impl Words {
    fn of(text: &str, found: &[(usize, usize, &str, &str)]) -> Self {
        let mut counts = HashMap::new();
        for (_, _, first, second) in found {
            for form in [
                format!("{first}{second}"),
                format!("{first}-{second}"),
                first.to_string(),
                second.to_string(),
            ] {
                counts.insert(form.to_lowercase(), 0);
            }
        }
        for word in text.split(|c: char| !c.is_alphabetic() && c != '-') {
            for form in
                std::iter::once(word).chain(word.contains('-').then(|| word.split('-')).into_iter().flatten())
            {
                // the halves of a word at a line end are no words
                if form.is_empty() || word.ends_with('-') {
                    continue;
                }
                if let Some(count) = counts.get_mut(&form.to_lowercase()) {
                    *count += 1;
                }
            }
        }
        Self(counts)
    }

    fn join(&self, first: &str, second: &str) -> bool {
        let count = |form: String| self.0.get(&form.to_lowercase()).copied().unwrap_or(0);
        let joined = count(format!("{first}{second}"));
        let hyphened = count(format!("{first}-{second}"));
        if joined != hyphened {
            return joined > hyphened;
        }
        // the second half follows every hyphen, so it was counted at least once
        joined == 0
            && !PREFIXES.contains(&first.to_lowercase().as_str())
            && count(first.to_owned()) == 0
            && count(second.to_owned()) <= 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use pamphlet_document::{BlockKind, Role};

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let range = TextRange::new(0, text.len() as u32);
        let block =
            Block { kind: BlockKind::Paragraph, range, role: Role::Content, lang: None, speech: None };
        let edits = joins(text, &[block]);
        let mut out = text.to_owned();
        for edit in edits.iter().rev() {
            out.replace_range(edit.range.span(), &edit.new);
        }
        assert_eq!(out, expected);
    }

    #[test]
    fn joins_what_the_text_shows_to_be_one_word() {
        check("The government fell. The govern-\nment rose.", "The government fell. The government rose.");
        check("A nego-\ntiation began.", "A negotiation began.");
    }

    #[test]
    fn leaves_compounds_and_dashes_alone() {
        for text in [
            "self-\nrule now",
            "a trade-\nunion, and the trade-union",
            "the trade and the union, a trade-\nunion",
            "he said -\nand went",
            "Smith-\nJones",
            "1914-\neighteen",
        ] {
            check(text, text);
        }
    }
}
