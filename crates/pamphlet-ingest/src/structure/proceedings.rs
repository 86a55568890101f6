//! Which sitting a record is of: session, term, sitting, volume and columns, as the lines at its head say.

use super::Shape;
use pamphlet_document::{BlockKind, Chrome, Role};

/// How many blocks count as the head of a record.
const TOP: usize = 14;
/// The longest line, in bytes and in words: longer ones tell of a session.
const LINE: (usize, usize) = (120, 16);

/// What a line says, by field.
pub(super) fn stated(line: &str) -> Vec<(&'static str, String)> {
    let (bytes, most) = LINE;
    let mut found: Vec<(&'static str, String)> = Vec::new();
    if line.len() > bytes || line.split_whitespace().count() > most {
        return found;
    }
    let words: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || ",;()[]|".contains(c))
        .filter(|word| !word.is_empty())
        .collect();
    let folded: Vec<String> =
        words.iter().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()).collect();
    let mut add = |name: &'static str, value: String| {
        if !found.iter().any(|(known, _)| *known == name) {
            found.push((name, value));
        }
    };
    for (at, word) in folded.iter().enumerate() {
        // `No.`, `Nr.`, `n°` may stand between
        let next = (at + 1..folded.len()).find(|&next| !NUMBER_WORDS.contains(&folded[next].as_str()));
        let next = next.filter(|next| *next <= at + 2);
        let number_next = next.and_then(|next| number(words[next]));
        // `Session No: 2`
        let numbered = number_next.clone().filter(|_| next == Some(at + 2));
        let before = |back: usize| at.checked_sub(back).and_then(|at| ordinal(words[at]));
        match word.as_str() {
            "volume" | "vol" | "tome" | "tomo" | "band" | "svazek" => {
                if let Some(value) = next.and_then(|next| number(words[next]).or_else(|| roman(words[next])))
                {
                    add("volume", value);
                }
            }
            "column" | "columns" | "col" | "cols" | "cc" => {
                if let Some(range) = next.and_then(|next| range(words[next])) {
                    let to = (folded.get(at + 2).is_some_and(|to| to == "to"))
                        .then(|| words.get(at + 3).and_then(|word| number(word)))
                        .flatten();
                    add("column", to.map_or(range.clone(), |to| format!("{range}-{to}")));
                }
            }
            "sitting" | "sitzung" | "meeting" | "séance" | "sesión" | "sessão" | "seduta" | "posiedzenie" =>
            {
                let plenary =
                    at > 0 && ["plenary", "plenaria", "plénière"].contains(&folded[at - 1].as_str());
                if let Some(value) = before(if plenary { 2 } else { 1 }).or(number_next) {
                    add("sitting", value);
                }
            }
            "session" | "sessions" => {
                let years = next
                    .and_then(|next| years(words[next]))
                    .or_else(|| at.checked_sub(1).and_then(|at| years(words[at])));
                if let Some(value) = years.or_else(|| before(1)).or(numbered) {
                    add("session", value);
                }
            }
            "parliament" | "wahlperiode" | "législature" | "legislature" | "legislatura" | "kadencja"
            | "congress" => {
                let roman = || at.checked_sub(1).and_then(|at| roman(words[at]));
                if let Some(value) = before(1).or_else(roman).or(numbered) {
                    add("term", value);
                }
            }
            "plenarprotokoll" => {
                if let Some((term, sitting)) = words.get(at + 1).and_then(|word| word.split_once('/'))
                    && let (Some(term), Some(sitting)) = (number(term), number(sitting))
                {
                    add("term", term);
                    add("sitting", sitting);
                }
            }
            // `cc300-45`
            _ => {
                if let Some(range) =
                    word.strip_prefix("cc").filter(|rest| rest.contains(['-', '–'])).and_then(range)
                {
                    add("column", range);
                }
            }
        }
    }
    found
}

/// Words before a number.
const NUMBER_WORDS: &[&str] = &["no", "nr", "n", "núm", "num", "number", "nº", "č"];

/// A number of at most five digits, with nothing but punctuation after it.
fn number(word: &str) -> Option<String> {
    let digits = word.trim_start_matches("n°").trim_end_matches(['.', ':', ',', '°', 'º']);
    ((1..=5).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| digits.to_owned())
}

/// `120-180`, or one number.
fn range(word: &str) -> Option<String> {
    let word = word.trim_end_matches(['.', ':', ',']);
    match word.split_once(['-', '–']) {
        Some((from, to)) => Some(format!("{}-{}", number(from)?, number(to)?)),
        None => number(word),
    }
}

/// `1847-48`, `2003–2004`, `2003/04`.
fn years(word: &str) -> Option<String> {
    let word = word.trim_end_matches(['.', ':', ',']);
    let (from, to) = word.split_once(['-', '–', '/'])?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let year = from.len() == 4 && (1500..2200).contains(&from.parse::<u32>().ok()?);
    (year && matches!(to.len(), 1 | 2 | 4) && digits(to)).then(|| format!("{from}-{to}"))
}

/// A Roman numeral of two letters or more, with the ending of an ordinal or none.
fn roman(word: &str) -> Option<String> {
    let word =
        word.trim_end_matches(['.', ':', ',']).trim_end_matches("ème").trim_end_matches(['e', 'ª', 'º']);
    (word.len() >= 2 && word.bytes().all(|byte| b"IVXLCDM".contains(&byte))).then(|| word.to_owned())
}

/// The number in `12th`, `12.`, `12ª`, `Twelfth`, `FIFTY-NINTH`.
fn ordinal(word: &str) -> Option<String> {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=4).contains(&digits) {
        let ending = word[digits..].to_lowercase();
        let ends = ["st", "nd", "rd", "th", ".", "ª", "º", "e", "ème", "a", "ra", "er", ".ª", ".º", "."];
        return ends.contains(&ending.as_str()).then(|| word[..digits].to_owned());
    }
    let lower = word.to_lowercase();
    let (tens, ones) = match lower.split_once('-') {
        Some((tens, ones)) => (TENS.iter().position(|ten| *ten == tens)? * 10 + 20, ones),
        None => (0, lower.as_str()),
    };
    if let Some(at) = ONES.iter().position(|one| *one == ones) {
        return Some((tens + at + 1).to_string());
    }
    let round = TENS
        .iter()
        .position(|ten| lower.strip_suffix("ieth").is_some_and(|stem| ten.trim_end_matches('y') == stem))?;
    Some((round * 10 + 20).to_string())
}

const ONES: &[&str] = &[
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];
const TENS: &[&str] = &["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Keeps what the head of the document says of its sitting.
pub(super) fn fields(shape: &mut Shape<'_>) {
    let mut found = Vec::new();
    let mut seen = 0;
    for block in &shape.blocks {
        let running = block.role == Role::Chrome(Chrome::RunningHead);
        let other = matches!(block.kind, BlockKind::Footnote | BlockKind::ListItem | BlockKind::TableRow);
        if block.role.is_chrome() && !running || other {
            continue;
        }
        seen += 1;
        if seen > TOP {
            break;
        }
        let body = shape.slice(block);
        // a sentence tells of a session, it does not name its own
        if body.ends_with('.') && body.len() > 60 || body.len() > 400 {
            continue;
        }
        for line in body.lines() {
            found.extend(stated(line));
        }
    }
    for (name, value) in found {
        if !shape.metadata.fields.contains_key(name) {
            shape.metadata.add(name, &value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: &[(&str, &str)]) {
        let found = stated(line);
        let found: Vec<(&str, &str)> = found.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(found, expected, "{line}");
    }

    #[test]
    fn what_heads_of_records_say() {
        check("VOLUME 97, COLUMNS 120-180", &[("volume", "97"), ("column", "120-180")]);
        check("HC Deb 12 May 2004 vol 421 cc300-45", &[("volume", "421"), ("column", "300-45")]);
        check("Parliament No: 11", &[("term", "11")]);
        check("Session No: 2", &[("session", "2")]);
        check("Vol. XCVII", &[("volume", "XCVII")]);
        check("SESSION 1847-48", &[("session", "1847-48")]);
        check("41st Parliament, 2nd Session", &[("term", "41"), ("session", "2")]);
        check("Second Session, Forty-first Parliament", &[("session", "2"), ("term", "41")]);
        check("Fifty-ninth session", &[("session", "59")]);
        check("7th plenary meeting", &[("sitting", "7")]);
        check("12. Sitzung", &[("sitting", "12")]);
        check("Plenarprotokoll 16/19", &[("term", "16"), ("sitting", "19")]);
        check("Séance n° 112", &[("sitting", "112")]);
        check("XIe législature", &[("term", "XI")]);
        check("The sitting was opened at 9 a.m.", &[]);
        check("A meeting of the union at Leeds", &[]);
        check("the columns of the hall", &[]);
        check("CC0 1.0 Universal", &[]);
    }
}
