//! A date of numbers or with the name of its month, as the next tokens give it.

use super::names::plausible;
use super::tokens::Token;
use crate::DateOrder;
use pamphlet_document::PartialDate;
use pamphlet_document::months::month;

/// A date, its other reading, and how many tokens it takes.
type Read = (PartialDate, Option<PartialDate>, usize);

/// `2002-09-26`, `26.9.2002`, `09/26/2002`, `2002-09`.
pub(super) fn numeric(tokens: &[Token<'_>], order: DateOrder) -> Option<Read> {
    let [first, separator, second, ..] = tokens else { return None };
    if !first.digits || !second.digits || !matches!(separator.text, "-" | "/" | "." | "–") {
        return None;
    }
    // no gap, but for `26. 9. 2002`
    let gap = if separator.text == "." { 1 } else { 0 };
    let near = |left: &Token<'_>, right: &Token<'_>| right.start <= left.end + gap;
    if separator.start != first.end || !near(separator, second) {
        return None;
    }
    let month_only = |len| {
        let year = (first.text.len() == 4 && separator.text == "-" && second.text.len() == 2)
            .then_some(first.number)?;
        PartialDate::month(year, second.number as u8)
            .filter(|&date| plausible(date))
            .map(|date| (date, None, len))
    };
    let (Some(again), Some(third)) = (tokens.get(3), tokens.get(4)) else { return month_only(3) };
    if again.text != separator.text || again.start != second.end || !third.digits || !near(again, third) {
        return month_only(3);
    }
    if first.text.len() == 4 && second.text.len() <= 2 && third.text.len() <= 2 {
        return Some((PartialDate::day(first.number, second.number as u8, third.number as u8)?, None, 5));
    }
    if third.text.len() != 4 || first.text.len() > 2 || second.text.len() > 2 {
        return None;
    }
    let (year, one, two) = (third.number, first.number as u8, second.number as u8);
    let day_first = PartialDate::day(year, two, one);
    let month_first = PartialDate::day(year, one, two);
    match (day_first, month_first) {
        (Some(day_first), Some(month_first)) if day_first != month_first => {
            // full stops are not written between numbers where the month comes first
            let day = order == DateOrder::DayFirst || order == DateOrder::Auto && separator.text == ".";
            let sure = separator.text == "." || order != DateOrder::Auto;
            let (date, other) = if day { (day_first, month_first) } else { (month_first, day_first) };
            Some((date, (!sure).then_some(other), 5))
        }
        (one, two) => Some((one.or(two)?, None, 5)),
    }
}

/// `26 Sept. 2002`, `26th of September, 2002`, `March 7, 2003`, `March 2003`, `7. März 2003`.
pub(super) fn named(tokens: &[Token<'_>]) -> Option<Read> {
    let mut at = 0;
    let mut day = 0u16;
    if tokens[0].digits {
        if tokens[0].text.len() > 2 {
            return None;
        }
        day = tokens[0].number;
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
    Some((date?, None, at + 1 + more))
}

/// The second year of `1676/7` or `1699/700`, a date that counts the year from January and from March.
pub(super) fn dual_year(tokens: &[Token<'_>]) -> Option<u16> {
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

/// A year in Roman numerals, 1000 to 2099, written as a printer does.
pub(crate) fn roman_year(text: &str) -> Option<PartialDate> {
    let text = text.trim_end_matches('.');
    if text.len() < 4 {
        return None;
    }
    let mut total = 0u16;
    let mut last = 0u16;
    for c in text.chars().rev() {
        let value = match c {
            'M' => 1000,
            'D' => 500,
            'C' => 100,
            'L' => 50,
            'X' => 10,
            'V' => 5,
            'I' => 1,
            _ => return None,
        };
        if value < last {
            total = total.checked_sub(value)?;
        } else {
            total = total.checked_add(value)?;
            last = value;
        }
    }
    (1000..2100).contains(&total).then(|| PartialDate::year(total))?
}
