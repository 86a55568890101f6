//! Dates of China, Japan and Korea: `2002年9月26日`, `２００２年９月２６日`, `平成十四年九月二十六日`, `民國91年9月26日`,
//! `2002년 9월 26일`. The sign behind each number says what it counts.

use super::Found;
use pamphlet_document::PartialDate;
use std::ops::Range;

/// What years are counted from: the year before the first.
const ERAS: [(&str, u16); 12] = [
    ("令和", 2018),
    ("平成", 1988),
    ("昭和", 1925),
    ("大正", 1911),
    ("明治", 1867),
    ("中華民國", 1911),
    ("民國", 1911),
    ("民国", 1911),
    ("光緒", 1874),
    ("光绪", 1874),
    ("宣統", 1908),
    ("宣统", 1908),
];

/// All days and months of years, in order.
pub(super) fn find_all(text: &str) -> Vec<Found> {
    let mut out: Vec<Found> = Vec::new();
    for (sign, _) in text.match_indices(['年', '년']) {
        let Some((year, start)) = year_before(&text[..sign]) else { continue };
        let after = sign + '年'.len_utf8();
        let Some((month, end)) = counted(text, after, &['月', '월']) else { continue };
        let Some(month) = u8::try_from(month).ok().and_then(|month| PartialDate::month(year, month)) else {
            continue;
        };
        let (date, end) = match counted(text, end, &['日', '일', '号', '號']) {
            None => (Some(month), end),
            Some((day, end)) => {
                let (year, month, _) = month.parts();
                (u8::try_from(day).ok().and_then(|day| PartialDate::day(year, month?, day)), end)
            }
        };
        if let Some(date) = date {
            out.push(Found { date, range: start..end, other: None });
        }
    }
    out
}

/// The year that a whole value gives: `平成14年`, `民國91年度`.
pub(super) fn year(value: &str) -> Option<PartialDate> {
    let sign = value.find(['年', '년'])?;
    let (year, start) = year_before(&value[..sign])?;
    (start == 0 && value.chars().count() <= 12).then(|| PartialDate::year(year))?
}

/// The year that ends a text, and where it starts.
fn year_before(text: &str) -> Option<(u16, usize)> {
    let body = text.trim_end_matches([' ', '\u{3000}']);
    let digits = body.chars().rev().take_while(|c| numeral(*c).is_some() || *c == '元').count();
    let from = body.char_indices().rev().nth(digits.checked_sub(1)?)?.0;
    let number = number(&body[from..]).or((&body[from..] == "元").then_some(1))?;
    let before = body[..from].trim_end_matches([' ', '\u{3000}']);
    for (era, zero) in ERAS {
        if before.ends_with(era) && (1..=99).contains(&number)
            || before.ends_with(era) && zero == 1911 && number < 200
        {
            return Some((zero + number, before.len() - era.len()));
        }
    }
    // `2013年`, `二〇一三年`: all its figures
    (digits == 4 && (1000..=2999).contains(&number)).then_some((number, from))
}

/// The number before one of the signs, from `at` on, and where the sign ends. What the sign is followed by must not
/// make another word of it: `9月間`.
fn counted(text: &str, at: usize, signs: &[char]) -> Option<(u16, usize)> {
    let rest = &text[at..];
    let start = rest.len() - rest.trim_start_matches([' ', '\u{3000}']).len();
    let body = &rest[start..];
    let len = body.find(|c: char| numeral(c).is_none())?;
    let value = number(&body[..len])?;
    let behind = body[len..].trim_start_matches([' ', '\u{3000}']);
    let sign = behind.chars().next().filter(|sign| signs.contains(sign))?;
    let end = at + rest.len() - behind.len() + sign.len_utf8();
    // a space is put between number and sign in Korean and on some pages
    (body.len() - len - behind.len() <= 3 && !text[end..].starts_with(['間', '间'])).then_some((value, end))
}

/// The value of a figure, in any of their kinds; ten and a hundred count for themselves.
fn numeral(c: char) -> Option<u16> {
    Some(match c {
        '0'..='9' => c as u16 - '0' as u16,
        '０'..='９' => (c as u32 - '０' as u32) as u16,
        '〇' | '零' | '○' => 0,
        '十' => 10,
        '廿' => 20,
        '卅' => 30,
        '百' => 100,
        _ => "一二三四五六七八九".chars().position(|other| other == c)? as u16 + 1,
    })
}

/// The value of a number: `26`, `二〇〇二`, `二十六`, `廿六`, `九十一`.
fn number(figures: &str) -> Option<u16> {
    let values: Vec<u16> = figures.chars().map(numeral).collect::<Option<_>>()?;
    if values.is_empty() || values.len() > 5 {
        return None;
    }
    if values.iter().all(|value| *value < 10) {
        return values.iter().try_fold(0u16, |sum, value| sum.checked_mul(10)?.checked_add(*value));
    }
    let (mut sum, mut last) = (0u16, None);
    for value in values {
        match value {
            10 | 100 => sum = sum.checked_add(last.take().unwrap_or(1) * value)?,
            // `一百零三`
            0 => {}
            20 | 30 => sum = sum.checked_add(value)?,
            value if last.is_none() => last = Some(value),
            _ => return None,
        }
    }
    sum.checked_add(last.unwrap_or(0))
}

/// Puts dates that were found apart into one list, in order.
pub(super) fn merged(mut one: Vec<Found>, other: Vec<Found>) -> Vec<Found> {
    let apart = |known: &[Found], range: &Range<usize>| {
        known.iter().all(|found| found.range.end <= range.start || range.end <= found.range.start)
    };
    for found in other {
        if apart(&one, &found.range) {
            one.push(found);
        }
    }
    one.sort_by_key(|found| found.range.start);
    one
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[(&str, &str)]) {
        let found: Vec<(String, &str)> =
            find_all(text).into_iter().map(|found| (found.date.to_string(), &text[found.range])).collect();
        let expected: Vec<(String, &str)> =
            expected.iter().map(|(date, words)| ((*date).to_owned(), *words)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn days_and_months() {
        check("于2002年9月26日在", &[("2002-09-26", "2002年9月26日")]);
        check("２００２年９月２６日（木曜日）", &[("2002-09-26", "２００２年９月２６日")]);
        check("平成14年9月26日", &[("2002-09-26", "平成14年9月26日")]);
        check("平成十四年九月二十六日（木曜日）", &[("2002-09-26", "平成十四年九月二十六日")]);
        check("令和元年五月一日", &[("2019-05-01", "令和元年五月一日")]);
        check("中華民國91年9月26日", &[("2002-09-26", "中華民國91年9月26日")]);
        check("民國一百零三年三月十八日", &[("2014-03-18", "民國一百零三年三月十八日")]);
        check("二〇〇二年九月廿六日", &[("2002-09-26", "二〇〇二年九月廿六日")]);
        check(
            "2013年 5月 20日星期一、2013年6月のこと",
            &[("2013-05-20", "2013年 5月 20日"), ("2013-06", "2013年6月")],
        );
        check("2002년 9월 26일(목)", &[("2002-09-26", "2002년 9월 26일")]);
        check("2013年13月20日; 平成14年9月31日; 91年9月26日; 過去2年3月間", &[]);
        check("2013年6月間に", &[]);
    }

    #[test]
    fn years_alone() {
        for (value, expected) in [
            ("平成14年", Some("2002")),
            ("民國91年度", Some("2002")),
            ("2002年", Some("2002")),
            ("14年", None),
        ] {
            assert_eq!(year(value).map(|date| date.to_string()).as_deref(), expected, "{value}");
        }
    }
}
