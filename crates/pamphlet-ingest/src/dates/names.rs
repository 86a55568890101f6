//! Dates in the names of files and folders.

use pamphlet_document::PartialDate;
use std::ops::Range;

/// A date in the name of a file or folder: `2019-12-04`, `20191204`, or one plausible year.
pub(crate) fn of_name(name: &str) -> Option<PartialDate> {
    let numbers: Vec<&str> =
        name.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    for window in numbers.windows(3) {
        if window[0].len() == 4 && window[1].len() == 2 && window[2].len() == 2 {
            let date = format!("{}-{}-{}", window[0], window[1], window[2]).parse().ok();
            if date.is_some_and(plausible) {
                return date;
            }
        }
    }
    let eight = || numbers.iter().filter(|part| part.len() == 8);
    if let Some(date) =
        eight().find_map(|part| compact(part)).or_else(|| eight().find_map(|part| year_last(part)))
    {
        return Some(date);
    }
    // the year of a budget: `200405`
    if let Some(date) = numbers.iter().find_map(|part| two_years(part)) {
        return Some(date);
    }
    let mut years = numbers.iter().filter(|part| part.len() == 4).filter_map(|part| part.parse().ok());
    let mut years = years.by_ref().filter(|year| (1500..=2100).contains(year));
    let year = years.next()?;
    years.all(|other: u16| other == year).then(|| PartialDate::year(year))?
}

/// `20020926`.
pub(super) fn compact(digits: &str) -> Option<PartialDate> {
    let parse = |range: Range<usize>| digits.get(range)?.parse::<u16>().ok();
    PartialDate::day(parse(0..4)?, parse(4..6)? as u8, parse(6..8)? as u8).filter(|&date| plausible(date))
}

/// `26092002` or `09262002`, where only one reading is a date.
fn year_last(digits: &str) -> Option<PartialDate> {
    let parse = |range: Range<usize>| digits.get(range)?.parse::<u16>().ok();
    let (one, two, year) = (parse(0..2)? as u8, parse(2..4)? as u8, parse(4..8)?);
    let readings = [PartialDate::day(year, two, one), PartialDate::day(year, one, two)];
    let date = match readings {
        [Some(first), Some(second)] if first == second => first,
        [Some(date), None] | [None, Some(date)] => date,
        _ => return None,
    };
    Some(date).filter(|&date| plausible(date))
}

/// The first year of `200405`, a year that is two halves.
fn two_years(digits: &str) -> Option<PartialDate> {
    let first: u16 = digits.get(..4).filter(|_| digits.len() == 6)?.parse().ok()?;
    let second: u16 = digits[4..].parse().ok()?;
    ((1800..=2100).contains(&first) && (first + 1) % 100 == second).then(|| PartialDate::year(first))?
}

/// Whether a year is one of a text that somebody keeps.
pub(super) fn plausible(date: PartialDate) -> bool {
    (1400..=2100).contains(&date.parts().0)
}
