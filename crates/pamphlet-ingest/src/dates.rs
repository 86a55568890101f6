//! Dates as people write them, to a [`PartialDate`]: `March 7, 2003`, `26 Sept. 2002`, `le 4 août 1789`,
//! `09-26-2002`, `1848`, `MDCCXLVIII`. Impossible dates are none; which of two readings of `03-04-2002` is
//! meant is left to the caller.

use crate::DateOrder;
use pamphlet_document::PartialDate;
use std::ops::Range;

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
    let tokens = tokens(text);
    let mut out = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        // the month of an impossible day is no date either
        let cut_off = at > 0 && !tokens[at].digits && tokens[at - 1].digits && tokens[at - 1].text.len() <= 2;
        let read =
            numeric(&tokens[at..], order).or_else(|| if cut_off { None } else { named(&tokens[at..]) });
        match read {
            Some((date, other, used)) => {
                let range = tokens[at].start..tokens[at + used - 1].end;
                out.push(Found { date, range, other });
                at += used;
            }
            None => at += 1,
        }
    }
    out
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
    let date = year(trimmed).or(compact).or_else(|| roman_year(trimmed)).or_else(dual).or_else(|| {
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

fn compact(digits: &str) -> Option<PartialDate> {
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

fn plausible(date: PartialDate) -> bool {
    (1400..=2100).contains(&date.parts().0)
}

/// A year in Roman numerals, 1000 to 2099, written as a printer does.
fn roman_year(text: &str) -> Option<PartialDate> {
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

struct Token<'t> {
    text: &'t str,
    start: usize,
    end: usize,
    digits: bool,
    /// The value of up to four digits; 0 for words.
    number: u16,
}

/// Words, numbers and single separators. A number keeps no suffix: `26th` is `26` and `th`.
fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut out = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let digits = c.is_ascii_digit();
        let mut end = start + c.len_utf8();
        if digits || c.is_alphabetic() {
            while let Some(&(at, c)) = chars.peek() {
                if c.is_ascii_digit() != digits || !digits && !c.is_alphabetic() {
                    break;
                }
                end = at + c.len_utf8();
                chars.next();
            }
        }
        let text = &text[start..end];
        let number = if digits && text.len() <= 4 { text.parse().unwrap_or(0) } else { 0 };
        out.push(Token { text, start, end, digits, number });
    }
    out
}

type Read = (PartialDate, Option<PartialDate>, usize);

/// `2002-09-26`, `26.9.2002`, `09/26/2002`, `2002-09`.
fn numeric(tokens: &[Token<'_>], order: DateOrder) -> Option<Read> {
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
fn named(tokens: &[Token<'_>]) -> Option<Read> {
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
fn dual_year(tokens: &[Token<'_>]) -> Option<u16> {
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

/// The month of a name in full or cut short, in the languages of European politics.
fn month(word: &str) -> Option<u8> {
    if word.len() < 3 || word.len() > 20 {
        return None;
    }
    let word = word.to_lowercase();
    let word = word.as_str();
    MONTHS.iter().position(|names| names.contains(&word)).map(|place| place as u8 + 1)
}

const MONTHS: [&[&str]; 12] = [
    &[
        "january",
        "jan",
        "januar",
        "jänner",
        "janvier",
        "janv",
        "enero",
        "ene",
        "janeiro",
        "gennaio",
        "januari",
        "gener",
        "január",
        "januára",
        "leden",
        "ledna",
        "stycznia",
        "styczeń",
        "января",
        "январь",
    ],
    &[
        "february",
        "feb",
        "febr",
        "februar",
        "feber",
        "février",
        "févr",
        "fév",
        "febrero",
        "fevereiro",
        "fev",
        "febbraio",
        "februari",
        "febrer",
        "február",
        "februára",
        "únor",
        "února",
        "lutego",
        "luty",
        "февраля",
        "февраль",
    ],
    &[
        "march",
        "mar",
        "märz",
        "maerz",
        "mrz",
        "mars",
        "marzo",
        "março",
        "maart",
        "març",
        "marec",
        "marca",
        "březen",
        "března",
        "marzec",
        "марта",
        "март",
    ],
    &[
        "april",
        "apr",
        "avril",
        "avr",
        "abril",
        "abr",
        "aprile",
        "apríl",
        "apríla",
        "duben",
        "dubna",
        "kwietnia",
        "kwiecień",
        "апреля",
        "апрель",
    ],
    &[
        "may", "mai", "mayo", "maio", "maggio", "mei", "maig", "maj", "máj", "mája", "květen", "května",
        "maja", "мая", "май",
    ],
    &[
        "june", "jun", "juni", "juin", "junio", "junho", "giugno", "juny", "jún", "júna", "červen", "června",
        "czerwca", "czerwiec", "июня", "июнь",
    ],
    &[
        "july",
        "jul",
        "juli",
        "juillet",
        "juil",
        "julio",
        "julho",
        "luglio",
        "juliol",
        "júl",
        "júla",
        "červenec",
        "července",
        "lipca",
        "lipiec",
        "июля",
        "июль",
    ],
    &[
        "august",
        "aug",
        "août",
        "aout",
        "agosto",
        "ago",
        "augustus",
        "augusti",
        "agost",
        "augusta",
        "srpen",
        "srpna",
        "sierpnia",
        "sierpień",
        "августа",
        "август",
    ],
    &[
        "september",
        "sep",
        "sept",
        "septembre",
        "septiembre",
        "setembro",
        "settembre",
        "setembre",
        "septembra",
        "září",
        "września",
        "wrzesień",
        "сентября",
        "сентябрь",
    ],
    &[
        "october",
        "oct",
        "oktober",
        "okt",
        "octobre",
        "octubre",
        "outubro",
        "ottobre",
        "október",
        "októbra",
        "říjen",
        "října",
        "października",
        "październik",
        "октября",
        "октябрь",
    ],
    &[
        "november",
        "nov",
        "novembre",
        "noviembre",
        "novembro",
        "novembra",
        "listopad",
        "listopadu",
        "listopada",
        "ноября",
        "ноябрь",
    ],
    &[
        "december",
        "dec",
        "dezember",
        "dez",
        "décembre",
        "déc",
        "diciembre",
        "dic",
        "dezembro",
        "dicembre",
        "desembre",
        "decembra",
        "prosinec",
        "prosince",
        "grudnia",
        "grudzień",
        "декабря",
        "декабрь",
    ],
];

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
