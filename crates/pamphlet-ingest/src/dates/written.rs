//! A date of numbers, as the next tokens give it.

use super::names::plausible;
use crate::DateOrder;
use pamphlet_document::PartialDate;
use pamphlet_document::written::Token;

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
