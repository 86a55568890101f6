//! What people know from other programs and nothing else can mean: how near words stand in LexisNexis and ProQuest
//! (`w/5`), ranges of Lucene (`[1990 TO 1995]`), comparisons (`date>1990`), and tokens of corpus tools
//! (`[lemma="war"]`).
//!
//! Deliberately not here: what may be meant as text, such as `N5`, `war!` or a lone `/5`.

use crate::ast::Range;
use crate::lexer::{split_boost, split_fuzzy};
use pamphlet_document::PartialDate;
use pamphlet_document::written::{Token, named, tokens};

/// Ranges, tokens and rows of tokens that are longer are text.
const MOST_BYTES: usize = 256;

/// `w/5`, `near/5`, `n/5` in any order and `pre/5`, `onear/5` in this order, as capitals too; `NEAR5`. Whether it is
/// ordered, and the digits.
pub(crate) fn near(chunk: &str) -> Option<(bool, &str)> {
    let (name, words) = match chunk.split_once('/') {
        Some(parts) => parts,
        None => ("near", chunk.strip_prefix("NEAR")?),
    };
    match name {
        "w" | "W" | "n" | "N" | "near" => Some((false, words)),
        "pre" | "PRE" | "onear" | "ONEAR" => Some((true, words)),
        _ => None,
    }
}

/// `w/s` and `w/p`: how what they ask for is written here.
pub(crate) fn unit(chunk: &str) -> Option<&'static str> {
    match chunk.to_lowercase().as_str() {
        "w/s" | "w/sent" => Some("sent(a b)"),
        "w/p" | "w/para" => Some("para(a b)"),
        _ => None,
    }
}

/// `[a TO b]` at the start of a text, with `{` or `}` where an end is left out and `*` where it is open: the values as
/// they are written here, and how many bytes it is long.
pub(crate) fn lucene_range(text: &str) -> Option<(Vec<String>, usize)> {
    let body = text.strip_prefix(['[', '{'])?;
    let end = body.bytes().take(MOST_BYTES).position(|byte| matches!(byte, b']' | b'}'))?;
    let mut words = body[..end].split_whitespace();
    let (from, to, upto) = (words.next()?, words.next()?, words.next()?);
    if to != "TO" || words.next().is_some() {
        return None;
    }
    let value = |text: &str| text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '.' | '/'));
    let bound = |text: &str| text == "*" || value(text) && text.chars().any(char::is_alphanumeric);
    if !bound(from) || !bound(upto) {
        return None;
    }
    let (above, below) = (text.starts_with('{'), body[end..].starts_with('}'));
    let mut values = Vec::new();
    if !above && !below && from != "*" && upto != "*" {
        values.push(format!("{from}..{upto}"));
    } else {
        if from != "*" {
            values.push(format!("{}{from}", if above { ">" } else { ">=" }));
        }
        if upto != "*" {
            values.push(format!("{}{upto}", if below { "<" } else { "<=" }));
        }
        if values.is_empty() {
            values.push("*".to_owned());
        }
    }
    Some((values, 1 + end + 1))
}

/// `date>1990`, `date<=1990`, `date=1990`: the name, and the value as it stands behind a colon.
pub(crate) fn comparison(chunk: &str) -> Option<(&str, &str)> {
    let at = chunk.find(['<', '>', '='])?;
    let (name, value) = chunk.split_at(at);
    let value = value.strip_prefix('=').unwrap_or(value);
    // the digits of `~2` and `^2` are none of the date
    let bare = split_fuzzy(split_boost(value).0).0;
    (name == "date" && bare.contains(|c: char| c.is_ascii_digit())).then_some((name, value))
}

/// `1914-1918`, `1914–18`: years with a dash between; with a hyphen `1914-12` is a month.
pub(crate) fn years(text: &str) -> Option<Range> {
    let (from, to) = text.split_once(['-', '–', '—'])?;
    let is_year = |text: &str, len| text.len() == len && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_year(from, 4) {
        return None;
    }
    let dash = !text.contains('-');
    let to = match to.len() {
        4 if is_year(to, 4) => to.to_owned(),
        2 if is_year(to, 2) && (dash || to > "12") => format!("{}{to}", &from[..2]),
        _ => return None,
    };
    Some(Range { from: Some((from.to_owned(), true)), to: Some((to, true)) })
}

/// A date as it stands in other places, `1848/3/18`, `1848.03` or, day first as such dates always are, `18.3.1848`, in the
/// way it is written here. What may be month first (`3/18/1848`, `1/2/1848`) is not read.
pub(crate) fn date(text: &str) -> Option<String> {
    let parts: Vec<&str> = text.split(['/', '.']).collect();
    let digits = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    let parts = match parts[..] {
        [day, month, year] if year.len() == 4 && !text.contains('/') => vec![year, month, day],
        [year, ..] if year.len() == 4 && (2..=3).contains(&parts.len()) => parts,
        _ => return None,
    };
    let (year, rest) = parts.split_first()?;
    if !digits(year, 4) || !rest.iter().all(|part| digits(part, 2)) {
        return None;
    }
    let rest: Vec<String> = rest.iter().map(|part| format!("{part:0>2}")).collect();
    // `1848.66` would be the years 1848 to 1866 when it is read again
    let date = format!("{year}-{}", rest.join("-"));
    date.parse::<PartialDate>().is_ok().then_some(date)
}

/// A date with the name of its month, in any of the languages that documents are dated in: `18 March 1848`,
/// `March 18th, 1848`, `mars 1848`, `18. März 1848`, `4 de agosto de 1789`.
pub(crate) fn named_date(text: &str) -> Option<PartialDate> {
    if text.len() > MOST_BYTES {
        return None;
    }
    let mut tokens = tokens(text);
    tokens.retain(|token| !matches!(token.text, "the" | "le" | "el" | "am"));
    let (date, used) = named(&tokens)?;
    // `2003. március 5.`, `2003 m. kovo 5 d.`, `5 мая 2003 года`
    let ends = |token: &Token<'_>| matches!(token.text, "." | "d" | "г" | "р" | "года" | "року");
    tokens[used..].iter().all(ends).then_some(date)
}

/// A date with the name of its month at the start of a text, typed without quotes: how many bytes it is long. What is a
/// date without the words behind it, as `1848` is, goes no further.
pub(crate) fn unquoted_date(text: &str) -> Option<usize> {
    let text = &text[..text.floor_char_boundary(MOST_BYTES)];
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    // a day, or a month: most values are neither, and end here
    if digits > 2 || digits == 0 && !text.starts_with(char::is_alphabetic) {
        return None;
    }
    let ends = text.match_indices(' ').map(|(at, _)| at).chain([text.len()]);
    // `1 May 1890`, `4 de agosto de 1789`, `1st of May, 1890`
    let ends: Vec<usize> = ends.take(5).skip(1).collect();
    let ends_chunk = |end: &usize| text[*end..].chars().next().is_none_or(|c| c.is_whitespace());
    ends.into_iter().rev().filter(ends_chunk).find(|&end| named_date(&text[..end]).is_some())
}

/// What tokens of a corpus tool ask for.
#[derive(Debug, PartialEq)]
pub(crate) enum Tokens {
    /// `[lemma="war"]`: a word; `[word="war"]`: this form only.
    Word { text: String, exact: bool },
    /// Several in a row; `[]` is any word.
    Row(String),
}

/// `[lemma="war"]`, `[word="cold"] [] [word="war"]` at the start of a text, and how many bytes they are long. Anything
/// else in such brackets, parts of speech for one, is not read.
pub(crate) fn corpus_tokens(text: &str) -> Option<(Tokens, usize)> {
    let mut found: Vec<(String, bool)> = Vec::new();
    let mut len = 0;
    while len < MOST_BYTES {
        let rest = text[len..].trim_start();
        let Some((word, lemma, bytes)) = corpus_token(rest) else { break };
        len = text.len() - rest.len() + bytes;
        found.push((word, lemma));
    }
    while found.last().is_some_and(|(word, _)| word == "*") {
        found.pop();
    }
    match &found[..] {
        [] => None,
        [(word, lemma)] => Some((Tokens::Word { text: word.clone(), exact: !lemma }, len)),
        all => {
            let words: Vec<&str> = all.iter().map(|(word, _)| word.as_str()).collect();
            Some((Tokens::Row(words.join(" ")), len))
        }
    }
}

/// One token: its word, whether any form of it will do, and its bytes.
fn corpus_token(text: &str) -> Option<(String, bool, usize)> {
    let body = text.strip_prefix('[')?;
    if let Some(rest) = body.trim_start().strip_prefix(']') {
        return Some(("*".to_owned(), false, text.len() - rest.len()));
    }
    let (name, rest) = body.split_once('=')?;
    let lemma = match name.trim() {
        "lemma" | "base" => true,
        "word" | "form" | "lc" => false,
        _ => return None,
    };
    let (value, rest) = rest.trim_start().strip_prefix('"')?.split_once('"')?;
    let rest = rest.trim_start();
    let rest = rest.strip_prefix("%c").unwrap_or(rest).trim_start().strip_prefix(']')?;
    let value = value.replace(".*", "*").replace(".+", "*");
    let plain = value.chars().all(|c| c.is_alphanumeric() || matches!(c, '*' | '\'' | '’' | '-'));
    (plain && value.chars().any(char::is_alphanumeric)).then(|| (value, lemma, text.len() - rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_of_lucene() {
        let check = |text: &str, expected: &[&str]| {
            let found = lucene_range(text).map(|(values, len)| (values, &text[len..]));
            let expected: Vec<String> = expected.iter().map(|value| (*value).to_owned()).collect();
            match &expected[..] {
                [] => assert_eq!(found, None, "{text}"),
                _ => assert_eq!(found, Some((expected, " x")), "{text}"),
            }
        };
        check("[1990 TO 1995] x", &["1990..1995"]);
        check("{1990 TO *] x", &[">1990"]);
        check("[* TO 1995} x", &["<1995"]);
        check("{1990 TO 1995} x", &[">1990", "<1995"]);
        check("[* TO *] x", &["*"]);
        check("[1990 to 1995] x", &[]);
        check("[1990 TO 1995", &[]);
        check("[] x", &[]);
        check("[sic] x", &[]);
    }

    #[test]
    fn tokens_of_corpus_tools() {
        let check = |text: &str, expected: Option<Tokens>| {
            assert_eq!(corpus_tokens(text).map(|(tokens, _)| tokens), expected, "{text}");
        };
        let word = |text: &str, exact| Some(Tokens::Word { text: text.to_owned(), exact });
        check("[lemma=\"war\"]", word("war", false));
        check("[word = \"Wars\" %c] x", word("Wars", true));
        check("[word=\"revol.*\"]", word("revol*", true));
        check("[word=\"cold\"] [] [lemma=\"war\"]", Some(Tokens::Row("cold * war".to_owned())));
        check("[pos=\"N.*\"]", None);
        check("[word=\"a|b\"]", None);
        check("[sic]", None);
        check("[]", None);
        check("[", None);
    }

    #[test]
    fn dates_with_the_name_of_a_month() {
        let check = |text: &str, expected: &str| {
            let found = named_date(text).map(|date| date.to_string());
            assert_eq!(found.unwrap_or_default(), expected, "{text}");
        };
        check("18 March 1848", "1848-03-18");
        check("March 18th, 1848", "1848-03-18");
        check("the 1st of May, 1890", "1890-05-01");
        check("Sept. 1901", "1901-09");
        check("1er mai 1891", "1891-05-01");
        check("18. märz 1848", "1848-03-18");
        check("4 de agosto de 1789", "1789-08-04");
        check("May-1968", "1968-05");
        check("2003. március 5.", "2003-03-05");
        check("2003 m. kovo 5 d.", "2003-03-05");
        check("5 мая 2003 года", "2003-05-05");
        check("30 February 1900", "");
        check("March", "");
        check("March 18", "");
        check("1848 March", "");
        check("18 19 March 1848", "");
        check("March or May 1848", "");
        check("around March 1848", "");
        check("1848", "");
    }

    #[test]
    fn dates_that_are_not_quoted() {
        for (text, expected) in [
            ("18 March 1848 strike", "18 March 1848"),
            ("18 March 1848", "18 March 1848"),
            ("May 1968 1969", "May 1968"),
            ("4 de agosto de 1789 x", "4 de agosto de 1789"),
            ("1st of May, 1890", "1st of May, 1890"),
            ("5. März 1848) x", ""),
            ("18 March strike", ""),
            ("1848 March 18", ""),
            ("March", ""),
            ("30 February 1900", ""),
            ("", ""),
        ] {
            assert_eq!(&text[..unquoted_date(text).unwrap_or(0)], expected, "{text}");
        }
    }

    #[test]
    fn dates_of_other_places() {
        let check = |text: &str, expected: &str| {
            assert_eq!(date(text).unwrap_or_default(), expected, "{text}");
        };
        check("1848/3/18", "1848-03-18");
        check("1848.03", "1848-03");
        check("18.3.1848", "1848-03-18");
        check("3/18/1848", "");
        check("1848.66", "");
        check("30.2.1848", "");
        check("1848", "");
        check("1848/", "");
        check("1848..1850", "");
        check("1848-03-18", "");
        check("18.3", "");
    }

    #[test]
    fn years_with_a_dash() {
        let check = |text: &str, expected: &str| {
            assert_eq!(years(text).map(|range| range.to_string()).unwrap_or_default(), expected, "{text}");
        };
        check("1914-1918", "1914..1918");
        check("1914–18", "1914..1918");
        check("1914-18", "1914..1918");
        check("1914–12", "1914..1912");
        check("1914-12", "");
        check("1914-12-01", "");
        check("191-1918", "");
    }
}
