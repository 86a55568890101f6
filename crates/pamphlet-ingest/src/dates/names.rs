//! Dates in the names of files and folders, and years in titles.

use crate::DateOrder;
use pamphlet_document::PartialDate;
use pamphlet_document::written::month;
use std::ops::Range;
use std::path::Path;

/// How many folders above a file are looked at.
const FOLDERS: usize = 4;

/// The date that the folders above a file and its name spell: `1997/April/30/part2.txt`, `2025/Feb/17.html`,
/// `2003/06/speech.txt`. A year alone is none: of_name reads that where it may be one.
pub(crate) fn of_path(path: &Path) -> Option<PartialDate> {
    let stem = path.file_stem()?.to_str()?;
    let folders: Vec<&str> =
        path.ancestors().skip(1).take(FOLDERS).map_while(|folder| folder.file_name()?.to_str()).collect();
    let mut parts = folders.iter().rev().copied().chain([stem]).peekable();
    let number = |part: &str, most: u16| {
        let digits = (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse().ok().filter(|&number: &u16| digits && (1..=most).contains(&number))
    };
    while let Some(part) = parts.next() {
        let Some(year) = only_year(part).filter(|year| (1500..=2100).contains(year)) else { continue };
        let Some(name) = parts.peek() else { break };
        let Some(month) = month(name).or_else(|| number(name, 12).map(|month| month as u8)) else { continue };
        parts.next();
        let day = parts.peek().and_then(|name| number(name, 31)).map(|day| day as u8);
        return day
            .and_then(|day| PartialDate::day(year, month, day))
            .or_else(|| PartialDate::month(year, month));
    }
    None
}

/// A date in the name of a file or folder: `2019-12-04`, `20191204`, `22nd-March-2021`, or one plausible year.
pub(crate) fn of_name(name: &str) -> Option<PartialDate> {
    if name.bytes().filter(u8::is_ascii_alphabetic).count() >= 3 {
        let words: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
        let mut found = super::find_all(&words, DateOrder::Auto).into_iter();
        if let (Some(found), None) = (found.next(), found.next())
            && plausible(found.date)
        {
            return Some(found.date);
        }
    }
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
    let years = numbers.iter().filter(|part| part.len() == 4 && !is_counted(name, part));
    let mut years = years.filter_map(|part| part.parse().ok()).filter(|year| (1500..=2100).contains(year));
    let year = years.next()?;
    years.all(|other: u16| other == year).then(|| PartialDate::year(year))?
}

/// The year that a title gives in brackets in front or at its end, or behind a comma at its end: `(1912) Bread and
/// Peace`, `Bread and Peace [1912]`, `Bread and Peace, 1912`.
pub(crate) fn of_title(title: &str) -> Option<PartialDate> {
    let title = title.trim();
    let in_brackets = || {
        let (_, year) = title.strip_suffix([')', ']'])?.rsplit_once(['(', '['])?;
        only_year(year)
    };
    let behind_comma = || title.rsplit_once(", ").and_then(|(_, year)| only_year(year));
    let year = year_in_front(title).map(|(year, _)| year).or_else(in_brackets).or_else(behind_comma)?;
    PartialDate::year(year).filter(|&date| plausible(date))
}

/// The year in brackets that a text starts with, and what follows it.
pub(crate) fn year_in_front(text: &str) -> Option<(u16, &str)> {
    let (year, rest) = text.strip_prefix(['(', '['])?.split_once([')', ']'])?;
    Some((only_year(year)?, rest.trim_start()))
}

/// A number of four digits.
pub(crate) fn only_year(digits: &str) -> Option<u16> {
    (digits.len() == 4 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.parse().ok())?
}

/// Whether a number, which is a part of `name`, is that of a section: `Article 1871-1`, `§ 1905`, `no-1848`.
fn is_counted(name: &str, number: &str) -> bool {
    let at = number.as_ptr() as usize - name.as_ptr() as usize;
    let before = name[..at].trim_end_matches(|c: char| !c.is_alphanumeric() && c != '§');
    let word = before.rsplit(|c: char| !c.is_alphabetic() && c != '§').next().unwrap_or_default();
    SECTIONS.contains(&&*word.to_lowercase())
}

/// Words before the number of a section or a paper.
const SECTIONS: [&str; 22] = [
    "article",
    "articles",
    "art",
    "artikel",
    "artículo",
    "articulo",
    "artigo",
    "articolo",
    "section",
    "sec",
    "paragraph",
    "para",
    "clause",
    "rule",
    "chapter",
    "column",
    "page",
    "no",
    "nr",
    "num",
    "§",
    "статья",
];

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

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(read: impl Fn(&str) -> Option<PartialDate>, cases: &[(&str, Option<&str>)]) {
        for (text, expected) in cases {
            assert_eq!(read(text).map(|date| date.to_string()).as_deref(), *expected, "{text}");
        }
    }

    #[test]
    fn dates_of_paths() {
        check(
            |path| of_path(Path::new(path)),
            &[
                ("set/1997/April/30/part2.txt", Some("1997-04-30")),
                ("set/2025/Feb/17.html", Some("2025-02-17")),
                ("set/2003/06/speech.txt", Some("2003-06")),
                ("set/2003/06/31/speech.txt", Some("2003-06")),
                ("set/2010/labour/text.html", None),
                ("set/2010/text.html", None),
                ("set/2003-1/455/455_10.php", None),
                ("a.txt", None),
            ],
        );
    }

    #[test]
    fn years_of_titles() {
        check(
            of_title,
            &[
                ("(1912) Bread and Peace", Some("1912")),
                ("Bread and Peace [1912]", Some("1912")),
                ("Bread and Peace, 1912", Some("1912")),
                ("Bread and Peace (1912–14)", None),
                ("Bread and Peace 1912", None),
                ("The year 1912, and bread", None),
                ("Bread, 9999", None),
                ("é(12)", None),
                ("€)", None),
                ("(1912", None),
                ("", None),
            ],
        );
    }

    #[test]
    fn dates_of_names() {
        check(
            of_name,
            &[
                ("Hansard_22nd-March-2021", Some("2021-03-22")),
                ("Mon-22-March-2021.html", Some("2021-03-22")),
                ("2019-12-04.txt", Some("2019-12-04")),
                ("Debates_2024_October_2_part18.html", Some("2024-10-02")),
                ("2003-Mar-07.txt", Some("2003-03-07")),
                ("20191204_speech.txt", Some("2019-12-04")),
                ("budget-200405.txt", Some("2004")),
                ("2019 to 2020.txt", None),
                ("part-12.txt", None),
                ("Article 1871-1.md", None),
                ("section_1905.html", None),
                ("§ 1905.txt", None),
                ("article-of-1905.txt", Some("1905")),
                ("party1905.txt", Some("1905")),
            ],
        );
    }
}
