//! Where sentences end.
//!
//! A sentence ends at `.`, `!`, `?`, `…` or their CJK kin, with the quotes and brackets that close after it,
//! before white space (none needed after the CJK ones) and something that can start a sentence. A full
//! stop after an abbreviation, an initial or a number that counts (`No. 4`, `§ 3 Abs. 2`, `3. März`) ends
//! none. A blank line always ends one. This is for reading and cutting text; nothing is parsed.

use crate::abbreviations::is_abbreviation;
use std::ops::Range;

/// The sentences of a text, as byte ranges without white space at the ends, in order; together they hold
/// everything but white space. `lang` is an ISO 639-1 code, or empty: then the abbreviations of all
/// languages count.
///
/// ```
/// use pamphlet_document::sentences::sentences;
/// let text = "Mr. Attlee spoke on Jan. 5. \"No!\" cried Mrs. Braddock. He went on.";
/// let parts: Vec<_> = sentences(text, "en").map(|range| &text[range]).collect();
/// assert_eq!(parts, ["Mr. Attlee spoke on Jan. 5.", "\"No!\" cried Mrs. Braddock.", "He went on."]);
/// ```
pub fn sentences<'t>(text: &'t str, lang: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + (text[at..].len() - text[at..].trim_start().len());
        if start >= text.len() {
            return None;
        }
        at = end_of_sentence(text, start, lang);
        Some(start..start + text[start..at].trim_end().len())
    })
}

/// The byte after the sentence that starts at `start`.
fn end_of_sentence(text: &str, start: usize, lang: &str) -> usize {
    let bytes = text.as_bytes();
    let mut from = start;
    while let Some(found) = bytes[from..].iter().position(|&byte| may_end(byte)) {
        let at = from + found;
        if bytes[at] == b'\n' {
            if text[at..].lines().nth(1).is_some_and(|line| line.trim().is_empty()) && at > start {
                return at;
            }
            from = at + 1;
            continue;
        }
        let Some(mark) = text.get(at..).and_then(|rest| rest.chars().next()) else {
            from = at + 1;
            continue;
        };
        let after = at + mark.len_utf8();
        let cjk = matches!(mark, '。' | '！' | '？' | '｡');
        if !cjk && !matches!(mark, '.' | '!' | '?' | '…' | '؟' | '۔' | '।' | '॥' | '։') {
            from = after;
            continue;
        }
        let rest = &text[after..];
        let closed = after + rest.len() - rest.trim_start_matches(is_closing).len();
        if closed >= text.len() {
            return closed;
        }
        if cjk {
            return closed;
        }
        let rest = &text[closed..];
        let next = rest.trim_start();
        let white = rest.len() - next.len();
        let starts = white > 0 && next.chars().next().is_some_and(may_start);
        // an exclamation within a sentence: "No!" cried she
        if starts && !(mark == '.' && closed == after && continues(&text[start..at], next, lang)) {
            return closed;
        }
        from = closed;
    }
    text.len()
}

/// The first bytes of what may end a sentence. Lead bytes let other characters through too; they are
/// looked at again.
fn may_end(byte: u8) -> bool {
    matches!(byte, b'.' | b'!' | b'?' | b'\n' | 0xe2 | 0xe3 | 0xef | 0xd8 | 0xdb | 0xe0 | 0xd6)
}

fn is_closing(c: char) -> bool {
    matches!(
        c,
        '"' | '\'' | '”' | '’' | '»' | '›' | ')' | ']' | '}' | '」' | '』' | '）' | '.' | '!' | '?' | '…'
    )
}

/// Whether a sentence can start with this: not with a small letter, nor with a mark that goes on.
fn may_start(c: char) -> bool {
    !(c.is_lowercase() || matches!(c, ',' | ';' | ':' | ')' | ']' | '.' | '!' | '?' | '…' | '&' | '/'))
}

/// Whether the full stop after `before` belongs to an abbreviation or number, and `next` goes on.
fn continues(before: &str, next: &str, lang: &str) -> bool {
    let word = before
        .rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '[' | '"' | '“' | '„' | '«' | '\'' | '‘'));
    let word = word.clone().next().unwrap_or_default();
    let next_digit = next.starts_with(|c: char| c.is_ascii_digit());
    // initials: J. Smith, U.S. Congress stays together, as does J.-P.
    let last = word.rsplit(['.', '-']).next().unwrap_or_default();
    let mut letters = last.chars();
    if let (Some(letter), None) = (letters.next(), letters.next())
        && letter.is_uppercase()
        && (word.chars().count() == 1 || word.contains('.'))
        && next.starts_with(char::is_alphabetic)
    {
        // "the U.S. The next": a known sentence starter after an acronym ends it
        let next_word =
            next.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '’').next().unwrap_or_default();
        let starts = word.contains('.') && STARTERS.contains(&next_word);
        return word != "I" && !starts;
    }
    if word.is_empty() {
        return false;
    }
    if word.bytes().all(|byte| byte.is_ascii_digit()) {
        // a numbered item at the start, or an ordinal in languages that write it with a full stop
        let ordinal =
            matches!(lang, "de" | "cs" | "sk" | "hu" | "da" | "no" | "fi" | "sl" | "hr" | "pl" | "et");
        return before.trim() == word || ordinal && word.len() <= 2;
    }
    is_abbreviation(&word.to_lowercase(), lang, next_digit)
}

/// Words that start an English sentence far more often than they follow an acronym within one.
const STARTERS: &[&str] = &[
    "The", "This", "That", "These", "Those", "It", "We", "He", "She", "They", "There", "In", "But", "And",
    "A", "An", "As", "At", "For", "If", "On", "Our", "Our", "His", "When", "While", "You", "I",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(lang: &str, text: &str, expected: &[&str]) {
        let found: Vec<_> = sentences(text, lang).map(|range| &text[range]).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn abbreviations_end_nothing() {
        check("en", "See Sec. 4 of the Act. It binds.", &["See Sec. 4 of the Act.", "It binds."]);
        check(
            "en",
            "On Sept. 26 Gen. Smith came. No. 4 left.",
            &["On Sept. 26 Gen. Smith came.", "No. 4 left."],
        );
        check(
            "en",
            "J. R. Clynes spoke in the U.S. Congress. They left the U.S. The end.",
            &["J. R. Clynes spoke in the U.S. Congress.", "They left the U.S.", "The end."],
        );
        check(
            "de",
            "Nach § 3 Abs. 2 gilt dies ab dem 3. März. Das ist so.",
            &["Nach § 3 Abs. 2 gilt dies ab dem 3. März.", "Das ist so."],
        );
        check("fr", "M. Jaurès parle. Il a raison.", &["M. Jaurès parle.", "Il a raison."]);
    }

    #[test]
    fn quotes_close_with_their_sentence() {
        check(
            "en",
            "“Shame!” He sat down. (Laughter.) Then: why?",
            &["“Shame!”", "He sat down.", "(Laughter.)", "Then: why?"],
        );
        check("en", "\"No!\" cried one. 3.5 per cent. rose", &["\"No!\" cried one.", "3.5 per cent. rose"]);
    }

    #[test]
    fn other_scripts_and_blank_lines() {
        check("zh", "工人的力量。我们要团结！", &["工人的力量。", "我们要团结！"]);
        check("en", "No stop here\n\nNext", &["No stop here", "Next"]);
        check("en", "a line\nruns on", &["a line\nruns on"]);
        check("en", "  ", &[]);
        check("en", "...", &["..."]);
    }
}
