//! Numbers, dates and names as a person reads them.

use pamphlet::PartialDate;
use pamphlet_render::month_name;

/// A whole number with its thousands parted.
pub(crate) fn number(number: impl Into<u64>) -> String {
    let digits = number.into().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A rate: one place after the point where it is small.
pub(crate) fn rate(rate: f64) -> String {
    if rate >= 100.0 { number(rate.round() as u64) } else { format!("{rate:.1}") }
}

/// A figure with one place after the point, its thousands parted.
pub(crate) fn tenths(figure: f64) -> String {
    let tenths = (figure.abs() * 10.0).round() as u64;
    let sign = if figure < 0.0 && tenths > 0 { "−" } else { "" };
    format!("{sign}{}.{}", number(tenths / 10), tenths % 10)
}

/// A figure with two places; a minus is the sign for it.
pub(crate) fn hundredths(figure: f64) -> String {
    format!("{figure:.2}").replace('-', "−")
}

/// What was counted in: `23,000 words of 58 documents`
pub(crate) fn looked_at(words: u64, documents: u64) -> String {
    format!("{} of {}", counted(words, "word", "words"), counted(documents, "document", "documents"))
}

/// What a count is called beside its number: `times peace`
pub(crate) fn times(count: u64, word: &str) -> String {
    format!("{} {word}", if count == 1 { "time" } else { "times" })
}

/// What was typed in several lines: forms end them as a network does.
pub(crate) fn lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// A line of a message as a sentence.
pub(crate) fn sentence(line: &str) -> String {
    let mut chars = line.chars();
    let first = chars.next().map_or_else(String::new, |first| first.to_uppercase().collect());
    format!("{first}{}.", chars.as_str())
}

/// `132 matches in 41 documents`
pub(crate) fn matches_in(matches: u64, documents: u64) -> String {
    format!("{} in {}", counted(matches, "match", "matches"), counted(documents, "document", "documents"))
}

/// `3 documents`, `1 document`.
pub(crate) fn counted(count: u64, one: &str, more: &str) -> String {
    format!("{} {}", number(count), if count == 1 { one } else { more })
}

/// A date in words, as exactly as it is known: `18 March 1848`. What is no date stays as it is.
pub(crate) fn date(text: &str) -> String {
    let Ok(date) = text.parse::<PartialDate>() else { return text.to_owned() };
    let (year, month, day) = date.parts();
    let month = month.map(|month| month_name(month.into()));
    match (month, day) {
        (Some(month), Some(day)) => format!("{day} {month} {year}"),
        (Some(month), None) => format!("{month} {year}"),
        _ => year.to_string(),
    }
}

/// A language for `lang`; empty for what is none.
pub(crate) fn lang(value: Option<&str>) -> String {
    let plain = |text: &&str| {
        (2..=12).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    value.filter(plain).unwrap_or_default().to_owned()
}

/// The name of a field as a heading: `Date added` for `date-added`.
pub(crate) fn field(name: &str) -> String {
    let known = match name {
        "lang" => "Language",
        "org" => "Organisation",
        "type" => "Format",
        "url" => "Published at",
        _ => "",
    };
    if !known.is_empty() {
        return known.to_owned();
    }
    let spaced = name.replace(['-', '_'], " ");
    let mut chars = spaced.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// A value of a field as a person reads it: a language's code with its name.
pub(crate) fn value(field: &str, value: &str) -> String {
    const NAMES: [(&str, &str); 77] = [
        ("af", "Afrikaans"),
        ("ar", "Arabic"),
        ("az", "Azerbaijani"),
        ("be", "Belarusian"),
        ("bg", "Bulgarian"),
        ("bn", "Bengali"),
        ("br", "Breton"),
        ("bs", "Bosnian"),
        ("ca", "Catalan"),
        ("co", "Corsican"),
        ("cs", "Czech"),
        ("cy", "Welsh"),
        ("da", "Danish"),
        ("de", "German"),
        ("el", "Greek"),
        ("en", "English"),
        ("eo", "Esperanto"),
        ("es", "Spanish"),
        ("et", "Estonian"),
        ("eu", "Basque"),
        ("fa", "Persian"),
        ("fi", "Finnish"),
        ("fo", "Faroese"),
        ("fr", "French"),
        ("fy", "Frisian"),
        ("ga", "Irish"),
        ("gd", "Scottish Gaelic"),
        ("gl", "Galician"),
        ("he", "Hebrew"),
        ("hi", "Hindi"),
        ("hr", "Croatian"),
        ("hu", "Hungarian"),
        ("hy", "Armenian"),
        ("id", "Indonesian"),
        ("it", "Italian"),
        ("ja", "Japanese"),
        ("ka", "Georgian"),
        ("kk", "Kazakh"),
        ("ko", "Korean"),
        ("la", "Latin"),
        ("lb", "Luxembourgish"),
        ("lt", "Lithuanian"),
        ("lv", "Latvian"),
        ("mi", "Maori"),
        ("mk", "Macedonian"),
        ("mn", "Mongolian"),
        ("ms", "Malay"),
        ("mt", "Maltese"),
        ("nb", "Norwegian Bokmål"),
        ("nl", "Dutch"),
        ("nn", "Norwegian Nynorsk"),
        ("no", "Norwegian"),
        ("oc", "Occitan"),
        ("pl", "Polish"),
        ("ps", "Pashto"),
        ("pt", "Portuguese"),
        ("rm", "Romansh"),
        ("ro", "Romanian"),
        ("ru", "Russian"),
        ("sk", "Slovak"),
        ("sl", "Slovene"),
        ("sq", "Albanian"),
        ("sr", "Serbian"),
        ("sv", "Swedish"),
        ("sw", "Swahili"),
        ("ta", "Tamil"),
        ("th", "Thai"),
        ("tl", "Tagalog"),
        ("tr", "Turkish"),
        ("uk", "Ukrainian"),
        ("ur", "Urdu"),
        ("uz", "Uzbek"),
        ("vi", "Vietnamese"),
        ("xh", "Xhosa"),
        ("yi", "Yiddish"),
        ("zh", "Chinese"),
        ("zu", "Zulu"),
    ];
    if field == "lang"
        && let Some((_, name)) = NAMES.iter().find(|(code, _)| *code == value)
    {
        return (*name).to_owned();
    }
    value.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_dates() {
        let check = |of: u64, want: &str| assert_eq!(number(of), want);
        check(0, "0");
        check(999, "999");
        check(1_000, "1,000");
        check(1_234_567, "1,234,567");
        let check = |of: &str, want: &str| assert_eq!(date(of), want);
        check("1848-03-18", "18 March 1848");
        check("1848-12", "December 1848");
        check("0962", "962");
        check("1840s", "1840s");
        assert_eq!(
            (tenths(12_345.67), tenths(-0.25), tenths(-0.01)),
            ("12,345.7".into(), "−0.3".into(), "0.0".into())
        );
        assert_eq!(rate(12.345), "12.3");
        assert_eq!(rate(1234.5), "1,235");
        assert_eq!(counted(1, "match", "matches"), "1 match");
        assert_eq!(lang(Some("de\" onload")), "");
        assert_eq!(field("date-added"), "Date added");
    }
}
