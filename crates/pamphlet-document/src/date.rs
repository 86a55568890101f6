//! Dates as political texts give them: a year, a month or a day, of any century.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A year, a month of a year, or a day, in the Gregorian calendar carried back before its introduction
/// (as ISO 8601 does). Years run from 1 to 9999.
///
/// As text: `1848`, `1848-03`, `1848-03-18`; that is also how it is serialized.
///
/// ```
/// use pamphlet_document::PartialDate;
/// let date: PartialDate = "1848-03".parse()?;
/// assert_eq!(date.to_string(), "1848-03");
/// let (first, last) = date.days();
/// assert_eq!(last - first, 30);
/// assert!("1848-02-30".parse::<PartialDate>().is_err());
/// # Ok::<(), pamphlet_document::DateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PartialDate {
    year: u16,
    month: Option<u8>,
    day: Option<u8>,
}

/// Why a date is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateError {
    /// What was given.
    pub given: String,
}

impl fmt::Display for DateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "not a date: '{}' (expected a year, year-month or year-month-day)", self.given)
    }
}

impl std::error::Error for DateError {}

impl PartialDate {
    /// A year, 1 to 9999.
    pub fn year(year: u16) -> Option<Self> {
        (1..=9999).contains(&year).then_some(Self { year, month: None, day: None })
    }

    /// A month (1 to 12) of a year.
    pub fn month(year: u16, month: u8) -> Option<Self> {
        let date = Self::year(year)?;
        (1..=12).contains(&month).then_some(Self { month: Some(month), ..date })
    }

    /// A day that exists.
    pub fn day(year: u16, month: u8, day: u8) -> Option<Self> {
        let date = Self::month(year, month)?;
        (1..=month_length(year, month)).contains(&day).then_some(Self { day: Some(day), ..date })
    }

    /// The day that is `days` after 1970-01-01; `None` outside the years 1 to 9999.
    ///
    /// ```
    /// use pamphlet_document::PartialDate;
    /// assert_eq!(PartialDate::of_day(-44_483).unwrap().to_string(), "1848-03-18");
    /// ```
    pub fn of_day(days: i32) -> Option<Self> {
        // the inverse of `day_number`, after the same paper (civil_from_days)
        let days = days.checked_add(719_468)?;
        let era = days.div_euclid(146_097);
        let day_of_era = days.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let march_month = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * march_month + 2) / 5 + 1;
        let month = if march_month < 10 { march_month + 3 } else { march_month - 9 };
        let year = year_of_era + era * 400 + i32::from(month <= 2);
        Self::day(u16::try_from(year).ok()?, month as u8, day as u8)
    }

    /// Year, month and day, as far as they are known.
    pub fn parts(self) -> (u16, Option<u8>, Option<u8>) {
        (self.year, self.month, self.day)
    }

    /// The first and the last day that it can mean, both inclusive, as days since 1970-01-01 (negative
    /// before).
    pub fn days(self) -> (i32, i32) {
        match (self.month, self.day) {
            (Some(month), Some(day)) => {
                let at = day_number(self.year, month, day);
                (at, at)
            }
            (Some(month), None) => (
                day_number(self.year, month, 1),
                day_number(self.year, month, month_length(self.year, month)),
            ),
            _ => (day_number(self.year, 1, 1), day_number(self.year, 12, 31)),
        }
    }
}

/// Days in a month of the Gregorian calendar.
fn month_length(year: u16, month: u8) -> u8 {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    match month {
        2 if leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 1970-01-01, after Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms"
/// (days_from_civil): years start in March, so that the leap day is the last of the year.
fn day_number(year: u16, month: u8, day: u8) -> i32 {
    let (month, day) = (i32::from(month), i32::from(day));
    let year = i32::from(year) - i32::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * 146_097 + day_of_era - 719_468
}

impl fmt::Display for PartialDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.year)?;
        if let Some(month) = self.month {
            write!(f, "-{month:02}")?;
        }
        if let Some(day) = self.day {
            write!(f, "-{day:02}")?;
        }
        Ok(())
    }
}

impl FromStr for PartialDate {
    type Err = DateError;

    fn from_str(text: &str) -> Result<Self, DateError> {
        let wrong = || DateError { given: text.to_owned() };
        let mut parts = text.trim().split('-');
        let mut number = |digits: std::ops::RangeInclusive<usize>| match parts.next() {
            None => Ok(None),
            Some(part) if digits.contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse::<u16>().map(Some).map_err(|_| wrong())
            }
            Some(_) => Err(wrong()),
        };
        let year = number(1..=4)?.ok_or_else(wrong)?;
        let month = number(1..=2)?;
        let day = number(1..=2)?;
        if parts.next().is_some() {
            return Err(wrong());
        }
        let date = match (month, day) {
            (None, _) => Self::year(year),
            (Some(month), None) => Self::month(year, month as u8),
            (Some(month), Some(day)) => Self::day(year, month as u8, day as u8),
        };
        date.ok_or_else(wrong)
    }
}

impl TryFrom<String> for PartialDate {
    type Error = DateError;

    fn try_from(text: String) -> Result<Self, DateError> {
        text.parse()
    }
}

impl From<PartialDate> for String {
    fn from(date: PartialDate) -> String {
        date.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, days: Option<(i32, i32)>) {
        assert_eq!(text.parse::<PartialDate>().ok().map(PartialDate::days), days, "{text}");
    }

    #[test]
    fn days_are_right_at_the_edges() {
        check("1970-01-01", Some((0, 0)));
        check("1970", Some((0, 364)));
        check("2000-02-29", Some((11_016, 11_016)));
        check("1900-02", Some((-25_536, -25_509)));
        check("1600-01-01", Some((-135_140, -135_140)));
        check("0001-01-01", Some((-719_162, -719_162)));
        check("9999-12-31", Some((2_932_896, 2_932_896)));
    }

    #[test]
    fn what_is_no_date() {
        for text in
            ["", "0", "0000", "1848-13", "1848-00", "1900-02-29", "1848-3-18-1", "18480", "MDCC", "-1848"]
        {
            check(text, None);
        }
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let mut last = None;
        for year in 1890..=1910 {
            for month in 1..=12 {
                for day in 1..=month_length(year, month) {
                    let at = day_number(year, month, day);
                    assert!(last.is_none_or(|last| at == last + 1), "{year}-{month}-{day}");
                    assert_eq!(PartialDate::of_day(at), PartialDate::day(year, month, day));
                    last = Some(at);
                }
            }
        }
    }
}
