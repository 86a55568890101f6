//! Dates as people write them with the name of their month, in the languages of European politics. What documents state
//! and what is asked for is read alike. Dates of numbers are not here: which of two readings is meant, others know.

mod months;
mod tokens;

use crate::PartialDate;
pub use months::month;
pub use tokens::{Token, tokens};

/// The date that some tokens begin with, and how many of them it takes: `26 Sept. 2002`, `26th of September, 2002`,
/// `March 7, 2003`, `March 2003`, `7. März 2003`. A day that does not exist is none.
///
/// ```
/// use pamphlet_document::written::{named, tokens};
/// let (date, used) = named(&tokens("18. März 1848 in Berlin")).unwrap();
/// assert_eq!((date.to_string().as_str(), used), ("1848-03-18", 4));
/// assert_eq!(named(&tokens("30 February 1848")), None);
/// ```
pub fn named(tokens: &[Token<'_>]) -> Option<(PartialDate, usize)> {
    let mut at = 0;
    let mut day = 0u16;
    let first = tokens.first()?;
    if first.digits {
        if first.text.len() > 2 {
            return None;
        }
        day = first.number;
        at = 1;
        at += skip(tokens, at, &["st", "nd", "rd", "th", "er", "º", "ª"]);
        at += skip(tokens, at, &["."]);
        at += skip(tokens, at, &["day"]);
        at += skip(tokens, at, &["of", "de", "di", "d"]);
        at += skip(tokens, at, &["'", "’", "-"]);
    }
    let month = month(tokens.get(at)?.text)?;
    at += 1;
    at += skip(tokens, at, &["."]);
    if day == 0
        && let Some(token) = tokens.get(at)
        && token.digits
        && token.text.len() <= 2
    {
        day = token.number;
        at += 1;
        at += skip(tokens, at, &["st", "nd", "rd", "th"]);
    }
    at += skip(tokens, at, &[","]);
    at += skip(tokens, at, &["of", "de", "del", "di", "-"]);
    let year =
        tokens.get(at).filter(|token| token.digits && token.text.len() == 4 && token.number >= 1000)?.number;
    let (year, more) = match dual_year(&tokens[at..]) {
        // the second is how we count: the old year ended on 24 March
        Some(second) if month <= 3 => (second, 2),
        _ => (year, 0),
    };
    let date = match day {
        0 => PartialDate::month(year, month),
        day => PartialDate::day(year, month, u8::try_from(day).ok()?),
    };
    Some((date?, at + 1 + more))
}

/// The second year of `1676/7` or `1699/700`, a date that counts the year from January and from March.
pub fn dual_year(tokens: &[Token<'_>]) -> Option<u16> {
    let [first, slash, second, ..] = tokens else { return None };
    let near = slash.start == first.end && second.start == slash.end;
    let next = first.number + 1;
    let ends = next.to_string().ends_with(second.text) && second.text.len() <= 3;
    (first.digits
        && slash.text == "/"
        && second.digits
        && near
        && ends
        && first.text.len() == 4
        && next < 1753)
        .then_some(next)
}

/// 1 if the token at `at` is one of `words` without regard to case, else 0.
fn skip(tokens: &[Token<'_>], at: usize, words: &[&str]) -> usize {
    usize::from(
        tokens.get(at).is_some_and(|token| words.iter().any(|word| token.text.eq_ignore_ascii_case(word))),
    )
}
