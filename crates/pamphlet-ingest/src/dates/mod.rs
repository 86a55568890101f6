//! Dates as people write them, to a [`PartialDate`]: `March 7, 2003`, `26 Sept. 2002`, `le 4 août 1789`,
//! `09-26-2002`, `1848`, `MDCCXLVIII`. Impossible dates are none; which of two readings of `03-04-2002` is
//! meant is left to the caller.

mod east_asian;
mod names;
mod written;

use crate::DateOrder;
use names::compact;
pub(crate) use names::{of_name, of_path, of_title, only_year, year_in_front};
use pamphlet_document::PartialDate;
use pamphlet_document::written::{dual_year, month, named, tokens};
use std::ops::Range;
use written::numeric;
pub(crate) use written::roman_year;

/// A date and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub date: PartialDate,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The other reading, for a date of three numbers that has two.
    pub other: Option<PartialDate>,
}

/// All days and months of years in a text, in order; bare years are not among them.
pub(crate) fn find_all(text: &str, order: DateOrder) -> Vec<Found> {
    // every date but those of East Asia has a number
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    let tokens = if has_digit { tokens(text) } else { Vec::new() };
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        // the month of an impossible day is no date either
        let cut_off = at > 0 && !tokens[at].digits && tokens[at - 1].digits && tokens[at - 1].text.len() <= 2;
        let named = || named(&tokens[at..]).map(|(date, used)| (date, None, used));
        let read = numeric(&tokens[at..], order).or_else(|| if cut_off { None } else { named() });
        match read {
            Some((date, other, used)) => {
                let range = tokens[at].start..tokens[at + used - 1].end;
                out.push(Found { date, range, other });
                at += used;
            }
            None => at += 1,
        }
    }
    if text.is_ascii() { out } else { east_asian::merged(out, east_asian::find_all(text)) }
}

/// The date that a whole value states, such as that of a metadata field: one date, or a bare year, with
/// nothing but small words and times around it.
pub(crate) fn of_value(value: &str, order: DateOrder) -> Option<Found> {
    let value = value.get(..value.len().min(200)).unwrap_or(value);
    if let Some(found) = find_all(value, order).into_iter().next() {
        return Some(found);
    }
    let trimmed = value.trim();
    if let Some(found) = short_year(trimmed, order) {
        return Some(found);
    }
    let year = |text: &str| {
        let year: u16 = (text.len() == 4).then(|| text.parse().ok())??;
        PartialDate::year(year)
    };
    // 20020926, 20020926T1200
    let digits: String = trimmed.chars().take_while(char::is_ascii_digit).collect();
    let compact = if digits.len() == 8 { compact(&digits) } else { None };
    let dual = || dual_year(&tokens(trimmed)).and_then(PartialDate::year);
    let date = year(trimmed)
        .or_else(|| east_asian::year(trimmed))
        .or(compact)
        .or_else(|| roman_year(trimmed))
        .or_else(dual)
        .or_else(|| {
            let mut years = tokens(trimmed).into_iter().filter(|token| token.digits);
            let only = years.next().filter(|token| token.text.len() == 4 && token.number >= 1000)?;
            if years.next().is_some() { None } else { PartialDate::year(only.number) }
        })?;
    Some(Found { date, range: 0..value.len(), other: None })
}

/// Whether a value is written as a date but there is no such day: `30 February 2001`, `2001-13-45`.
pub(crate) fn is_impossible(value: &str) -> bool {
    let value = value.trim();
    if value.len() > 40
        || of_value(value, DateOrder::Auto).is_some_and(|found| found.date.parts().2.is_some())
    {
        return false;
    }
    let tokens = tokens(value);
    let numbers = tokens.iter().filter(|token| token.digits && token.text.len() <= 4).count();
    let words = tokens.iter().filter(|token| token.text.starts_with(char::is_alphabetic));
    let months = words.clone().filter(|token| month(token.text).is_some()).count();
    let year = tokens.iter().any(|token| token.digits && token.text.len() == 4);
    let parted = value.contains(['-', '/', '.']) && words.clone().count() == 0;
    year && (numbers == 3 && parted || numbers == 2 && months == 1)
}

/// `9/26/16`: a year of two digits, which only a value that is a date can have. Up to 30 it is of this
/// century.
fn short_year(value: &str, order: DateOrder) -> Option<Found> {
    let parts: Vec<&str> = value.split(['/', '-', '.']).collect();
    let [mut one, mut two, mut year] = parts[..] else { return None };
    if order == DateOrder::YearFirst {
        (year, one, two) = (one, two, year);
    }
    if [one, two, year]
        .iter()
        .any(|part| !(1..=2).contains(&part.len()) || !part.bytes().all(|b| b.is_ascii_digit()))
    {
        return None;
    }
    let year: u16 = year.parse().ok()?;
    let full = format!("{one}/{two}/{}", if year <= 30 { 2000 + year } else { 1900 + year });
    let found = find_all(&full, order).into_iter().next()?;
    Some(Found { range: 0..value.len(), ..found })
}

/// Whether a date tells more of a known one: its day where only the year was known, or which of its two
/// readings is meant.
pub(crate) fn settles(date: PartialDate, known: PartialDate) -> bool {
    let ((year, month, day), (known_year, known_month, known_day)) = (date.parts(), known.parts());
    if year != known_year {
        return false;
    }
    match (known_month, known_day) {
        (None, _) => month.is_some(),
        (Some(_), None) => month == known_month && day.is_some(),
        (Some(_), Some(_)) => month == known_day && day == known_month && month != day,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&str]) {
        let found: Vec<_> =
            find_all(text, DateOrder::Auto).iter().map(|found| found.date.to_string()).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn dates_in_running_text() {
        check("March 7, 2003 | Page 12", &["2003-03-07"]);
        check("on the 26th day of September, 2002, and 4 Oct. 1911", &["2002-09-26", "1911-10-04"]);
        check(
            "vom 3. März 1919; le 1er août 1789; 14 de abril de 1931",
            &["1919-03-03", "1789-08-01", "1931-04-14"],
        );
        check("Added on 09-26-2002", &["2002-09-26"]);
        check("26.9.2002, 26. 9. 2002, 2002-09-26T10:00", &["2002-09-26", "2002-09-26", "2002-09-26"]);
        check(
            "2013年 5月 20日星期一、2013年6月のこと; 2013년 5월 2일",
            &["2013-05-20", "2013-06", "2013-05-02"],
        );
        check("2013年13月20日", &[]);
        check("in May 1848 and may 5 people", &["1848-05"]);
        check("30 February 2001; 2001-13-45; 1.2.3; 10-12", &[]);
        check("sections 4-5-1999", &["1999-04-05"]);
        check("10 February 1676/7, 3 May 1676/7, 4 March 1676", &["1677-02-10", "1676-05-03", "1676-03-04"]);
    }

    #[test]
    fn days_that_do_not_exist() {
        for (value, expected) in [
            ("30 February 2001", true),
            ("2001-13-45", true),
            ("31/04/1999", true),
            ("29 February 2000", false),
            ("May 1926", false),
            ("1848", false),
            ("in the spring", false),
            ("10.1.0.2", false),
        ] {
            assert_eq!(is_impossible(value), expected, "{value}");
        }
    }

    #[test]
    fn two_readings_are_told() {
        let found = &find_all("03-04-2002", DateOrder::Auto)[0];
        assert_eq!(
            (found.date.to_string().as_str(), found.other.map(|d| d.to_string())),
            ("2002-03-04", Some("2002-04-03".into()))
        );
        assert_eq!(find_all("03-04-2002", DateOrder::DayFirst)[0].date.to_string(), "2002-04-03");
    }

    #[test]
    fn values_and_names() {
        let value = |text: &str| of_value(text, DateOrder::Auto).map(|found| found.date.to_string());
        assert_eq!(value("MDCCXLVIII").as_deref(), Some("1748"));
        assert_eq!(value("1848").as_deref(), Some("1848"));
        assert_eq!(value("published in 1848").as_deref(), Some("1848"));
        assert_eq!(value("20020926").as_deref(), Some("2002-09-26"));
        assert_eq!(value("1848-1849"), None);
        assert_eq!(value("1676/7").as_deref(), Some("1677"));
        assert_eq!(value("12"), None);
        let name = |text: &str| of_name(text).map(|date| date.to_string());
        assert_eq!(name("ParlaMint-SK_2019-12-04-t7m53.xml").as_deref(), Some("2019-12-04"));
        assert_eq!(name("su1791.txt").as_deref(), Some("1791"));
        assert_eq!(name("x.pdf?1495781210"), None);
        assert_eq!(name("1848-1849.txt"), None);
        assert_eq!(name("sitting-26092002.pdf").as_deref(), Some("2002-09-26"));
        assert_eq!(name("sitting-10102019.pdf").as_deref(), Some("2019-10-10"));
        assert_eq!(name("sitting-03042002.pdf"), None);
        assert_eq!(name("budget_200405_b.txt").as_deref(), Some("2004"));
        assert_eq!(name("paper-180519.txt"), None);
    }
}
