//! Dates as people write them with the name of their month, in fifty languages. What documents state and what is asked
//! for is read alike. Dates of numbers are not here: which of two readings is meant, others know.

mod months;
mod tokens;

use crate::PartialDate;
pub use months::month;
pub use tokens::{Token, tokens};

/// The date that some tokens begin with, and how many of them it takes: `26 Sept. 2002`, `26th of September, 2002`,
/// `March 7, 2003`, `March 2003`, `7. März 2003`, `2003. március 7.` A day that does not exist is none.
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
    if let Some(found) = vietnamese(tokens) {
        return Some(found);
    }
    if first.digits {
        if first.text.len() > 2 {
            return year_first(tokens);
        }
        day = first.number;
        at = 1;
        at += skip(tokens, at, &["st", "nd", "rd", "th", "er", "º", "ª", "η", "ης"]);
        at += skip(tokens, at, &["."]);
        at += skip(tokens, at, &["day", "päivänä"]);
        at += skip(tokens, at, &["of", "de", "di", "d"]);
        at += skip(tokens, at, &["'", "’", "-"]);
    }
    let name = tokens.get(at)?.text;
    let month = month(name)?;
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
        0 if months::needs_day(name) => None,
        0 => PartialDate::month(year, month),
        day => PartialDate::day(year, month, u8::try_from(day).ok()?),
    };
    Some((date?, at + 1 + more))
}

/// `ngày 7 tháng 3 năm 2003`, `tháng 3 năm 2003`.
fn vietnamese(tokens: &[Token<'_>]) -> Option<(PartialDate, usize)> {
    let number = |at: usize, word: &str| {
        let [name, value] = tokens.get(at..at + 2)? else { return None };
        (name.text.eq_ignore_ascii_case(word) && value.digits).then_some(value.number)
    };
    let day = number(0, "ngày");
    let at = if day.is_some() { 2 } else { 0 };
    let month = u8::try_from(number(at, "tháng")?).ok()?;
    let year = number(at + 2, "năm").filter(|year| *year >= 1000)?;
    let date = match day {
        Some(day) => PartialDate::day(year, month, u8::try_from(day).ok()?),
        None => PartialDate::month(year, month),
    };
    Some((date?, at + 4))
}

/// `2003. március 7.`, `2003 m. kovo 7 d.`, `2003. gada 7. martā`, `2003ko martxoaren 7a`, `2003 March 7`: the day is
/// always there.
fn year_first(tokens: &[Token<'_>]) -> Option<(PartialDate, usize)> {
    let year = tokens.first().filter(|token| (1400..=2100).contains(&token.number))?.number;
    let mut at = 1 + skip(tokens, 1, &[".", "-"]);
    // of the year, behind which the day comes before the month
    let of_year = skip(tokens, at, &["gada", "წლის", "жылғы", "жылдың", "yil", "il"]);
    at += of_year + skip(tokens, at, &["m", "թ", "ko", "eko"]);
    at += skip(tokens, at, &["."]);
    let day = |at: usize| {
        let token = tokens.get(at).filter(|token| token.digits && token.text.len() <= 2)?;
        u8::try_from(token.number).ok()
    };
    if of_year == 1 {
        let month_at = at + 1 + skip(tokens, at + 1, &[".", "-"]);
        let month = month(tokens.get(month_at)?.text)?;
        return Some((PartialDate::day(year, month, day(at)?)?, month_at + 1));
    }
    let name = tokens.get(at)?.text;
    // `in 1848 may 5 men`
    if name.len() == 3 && name.starts_with(char::is_lowercase) {
        return None;
    }
    let month = month(name)?;
    at += 1;
    at += skip(tokens, at, &[".", "-"]);
    let date = PartialDate::day(year, month, day(at)?)?;
    let end = tokens[at].end;
    let next = |n: usize| tokens.get(at + n).map(|token| (token.text, token.digits, token.start));
    match (next(1), next(2)) {
        // `2003 March 12, 2004`: another year is that of the day; and `March 12,000` has none
        (Some((year, true, _)), _) if year.len() == 4 => None,
        (Some((",", _, _)), Some((year, true, _))) if year.len() == 4 => None,
        (Some(("," | ".", _, mark)), Some((_, true, digits))) if mark == end && digits == end + 1 => None,
        _ => Some((date, at + 1)),
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_and_orders() {
        for (text, expected) in [
            ("2003. március 7-én", Some("2003-03-07")),
            ("2003 m. kovo 7 d.", Some("2003-03-07")),
            ("2003. gada 7. martā", Some("2003-03-07")),
            ("2003 March 7", Some("2003-03-07")),
            ("2003ko martxoaren 7a", Some("2003-03-07")),
            ("2003 թ. մարտի 7", Some("2003-03-07")),
            ("2003 წლის 7 მარტს", Some("2003-03-07")),
            ("2003-yil 7-mart", Some("2003-03-07")),
            ("2003 жылғы 7 наурыз", Some("2003-03-07")),
            ("ngày 7 tháng 3 năm 2003", Some("2003-03-07")),
            ("tháng 3 năm 2003", Some("2003-03")),
            ("7 मार्च 2003", Some("2003-03-07")),
            ("7 آذار 2003", Some("2003-03-07")),
            ("7 شتنبر 2003", Some("2003-09-07")),
            ("7 de Marso 2003", Some("2003-03-07")),
            ("2003-Mar-07", Some("2003-03-07")),
            ("7. maaliskuuta 2003", Some("2003-03-07")),
            ("7 päivänä maaliskuuta 2003", Some("2003-03-07")),
            ("7 березня 2003 року", Some("2003-03-07")),
            ("7η Μαρτίου 2003", Some("2003-03-07")),
            ("7 ΜΑΡΤΙΟΥ 2003", Some("2003-03-07")),
            ("7 martie 2003", Some("2003-03-07")),
            ("7 Mart 2003", Some("2003-03-07")),
            ("7 במרץ 2003", Some("2003-03-07")),
            ("7 مارس 2003", Some("2003-03-07")),
            ("Mawrth 2003", Some("2003-03")),
            ("Mart 2003", None),
            ("2003 March", None),
            ("2003 March 12, 2004", None),
            ("2003 March 12 2004", None),
            ("2003 March 12,000 men", None),
            ("2003 March 1.5", None),
            ("2003 may 5 men", None),
            ("2003 March 32", None),
            ("1003 March 7", None),
        ] {
            let found = named(&tokens(text)).map(|(date, _)| date.to_string());
            assert_eq!(found.as_deref(), expected, "{text}");
        }
    }
}
