//! Who speaks: the mark at the start of a paragraph of a transcript, as parliaments and reporters set it.

/// The longest mark of a speaker, in bytes.
const MARK: usize = 140;

/// Words that stand before a speaker's name, or are an office that speaks.
const TITLES: &[&str] = &[
    // English
    "mr",
    "mrs",
    "ms",
    "miss",
    "mdm",
    "madam",
    "dr",
    "prof",
    "sir",
    "dame",
    "lord",
    "lady",
    "baroness",
    "viscount",
    "earl",
    "hon",
    "senator",
    "sen",
    "rep",
    "representative",
    "congressman",
    "congresswoman",
    "governor",
    "gov",
    "president",
    "speaker",
    "chairman",
    "chairwoman",
    "chair",
    "chairperson",
    "minister",
    "secretary",
    "deputy",
    "shri",
    "shrimati",
    "smt",
    "kumari",
    "taoiseach",
    "tánaiste",
    "ceann",
    "teachta",
    // German, Dutch, Scandinavian
    "herr",
    "frau",
    "präsident",
    "präsidentin",
    "vizepräsident",
    "vizepräsidentin",
    "bundeskanzler",
    "bundeskanzlerin",
    "bundesminister",
    "bundesministerin",
    "abg",
    "abgeordneter",
    "abgeordnete",
    "staatssekretär",
    "voorzitter",
    "heer",
    "mevrouw",
    "talman",
    "talmannen",
    "statsråd",
    // French
    "m",
    "mm",
    "mme",
    "mlle",
    "président",
    "présidente",
    "ministre",
    "rapporteur",
    "député",
    // Spanish, Portuguese, Italian
    "sr",
    "sra",
    "señor",
    "señora",
    "senhor",
    "senhora",
    "presidente",
    "presidenta",
    "diputado",
    "diputada",
    "deputado",
    "deputada",
    "senador",
    "senadora",
    "ministro",
    "ministra",
    "onorevole",
    "signor",
    // Slavonic
    "pan",
    "pani",
    "poseł",
    "posłanka",
    "senatorka",
    "marszałek",
    "wicemarszałek",
    "předseda",
    "předsedkyně",
    "poslanec",
    "predseda",
    "председатель",
    "депутат",
];

/// Titles after which a name may end with a full stop: `Mr. SMITH. I rise`, `M. Jean Dupont. Monsieur`.
const BEFORE_NAMES: &[&str] = &[
    "mr", "mrs", "ms", "miss", "madam", "dr", "sir", "lord", "lady", "senator", "m", "mm", "mme", "mlle",
    "sr", "sra", "señor", "señora", "senador", "senadora", "hon", "prof",
];

/// Words that may stand before a title.
const ARTICLES: &[&str] =
    &["the", "el", "la", "o", "a", "de", "il", "le", "l", "der", "die", "den", "der", "os"];

/// Small words within names.
const PARTICLES: &[&str] = &[
    "of", "the", "de", "van", "von", "der", "den", "la", "le", "del", "della", "di", "du", "des", "for",
    "and", "bin", "al", "da", "do", "dos", "das", "ap", "y", "i", "zu", "pro", "tempore",
];

/// Words before a colon that no speaker is called.
const NOT_NAMES: &[&str] = &[
    "filename",
    "file",
    "mp",
    "column",
    "page",
    "volume",
    "clause",
    "honourable",
    "note",
    "notes",
    "source",
    "sources",
    "title",
    "date",
    "author",
    "subject",
    "re",
    "table",
    "figure",
    "chapter",
    "section",
    "part",
    "article",
    "question",
    "answer",
    "example",
    "language",
    "release",
    "contents",
    "address",
    "tel",
    "email",
    "fax",
    "web",
    "http",
    "https",
    "update",
    "members",
    "results",
    "background",
    "summary",
    "conclusion",
];

/// Beginnings and parts of what offices are called, in lower case.
const OFFICES: &[&str] = &[
    "minist",
    "secretar",
    "president",
    "chair",
    "speaker",
    "leader",
    "chancellor",
    "senator",
    "governor",
    "mayor",
    "ambassador",
    "commissioner",
    "attorney",
    "treasurer",
    "whip",
    "deputy",
    "representative",
    "congress",
    "delegate",
    "mother",
    "director",
    "premier",
    "rapporteur",
    "member of",
    "on behalf of",
    "au nom",
    "im namen",
    "président",
    "presiden",
    "präsident",
    "kanzler",
    "staatssekret",
    "berichterstatter",
    "député",
    "diputad",
    "deputad",
    "portavoz",
    "relatore",
    "sottosegretari",
    "sekretarz",
    "marszał",
    "předsed",
    "predsed",
    "minister",
];

/// Parties whose short name has small letters.
const PARTIES: &[&str] = &[
    "Lab",
    "Con",
    "Lib",
    "Lib Dem",
    "LD",
    "Ind",
    "Ind Lab",
    "Lab/Co-op",
    "Lab Co-op",
    "Soc",
    "Lib.",
    "Con.",
    "Lab.",
    "Rep",
    "Dem",
    "Nat",
    "Grn",
    "Green",
];

/// The name in a mark, and what stands beside it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Mark<'t> {
    pub(super) name: &'t str,
    pub(super) party: Option<&'t str>,
    pub(super) role: Option<&'t str>,
    pub(super) trust: Trust,
}

/// How far a mark is believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Trust {
    /// It can be nothing else: a title before the name, or all capitals, or a party behind it.
    Sure,
    /// A title and a name, ended by a full stop: so transcripts are set, but a sentence may end so too.
    Stop,
    /// A name before a colon.
    Maybe,
}

/// The mark of a speaker at the start of a paragraph.
pub(super) fn mark(body: &str) -> Option<Mark<'_>> {
    let line = body.lines().next()?.trim_start();
    let mut limit = line.len().min(MARK);
    while !line.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = &line[..limit];
    let colon = outside(head, &[":", "："]);
    let dash = outside(head, &[".—", ". —", ".--", ". –", ".–"]);
    let (end, stop) = match (colon, dash) {
        (Some(colon), Some(dash)) => (colon.min(dash), false),
        (Some(colon), None) => (colon, false),
        (None, Some(dash)) => (dash, false),
        (None, None) => return before_stop(head, line.len() == limit),
    };
    // `Mr. SMITH. I ask this: why?`
    if let Some(mark) = before_stop(head, false).filter(|mark| mark.name.len() < end) {
        return Some(mark);
    }
    read(head[..end].trim(), stop)
}

/// Where one of these stands that is not within brackets.
fn outside(head: &str, what: &[&str]) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in head.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            _ if depth == 0 && what.iter().any(|what| head[at..].starts_with(what)) => return Some(at),
            _ => {}
        }
    }
    None
}

/// `THE PRESIDENT. I call …`, `Mr. SMITH. I rise`, `M. Jean Dupont, ministre. Je`: where a full stop ends the mark.
fn before_stop(head: &str, whole: bool) -> Option<Mark<'_>> {
    let first = bare(head.split_whitespace().next()?);
    let caps_office = head.split(['.', ' ']).next().is_some_and(|word| {
        word.chars().count() >= 4 && word.chars().all(char::is_uppercase) && TITLES.contains(&&*first)
    });
    let article = ARTICLES.contains(&&*first);
    if !article && !caps_office && !BEFORE_NAMES.contains(&&*first) && !head.contains(").") {
        return None;
    }
    let mut stops: Vec<usize> = head.match_indices(". ").map(|(at, _)| at).collect();
    if whole && head.ends_with('.') {
        stops.push(head.len() - 1);
    }
    for at in stops {
        let full = &head[..at];
        let last = full.split([' ', '(']).next_back().unwrap_or_default();
        let initial = last.chars().filter(|c| c.is_alphabetic()).count() < 2;
        if initial && !full.ends_with(')') || BEFORE_NAMES.contains(&&*bare(last)) {
            continue;
        }
        let after = head[at + 1..].trim_start();
        let begins = after.is_empty()
            || after
                .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "\"“«‘'(¿¡–—".contains(c));
        if !begins {
            return None;
        }
        return read(full, true);
    }
    None
}

/// Reads a whole mark without what ends it.
fn read(full: &str, stop: bool) -> Option<Mark<'_>> {
    let full = full
        .strip_prefix("Anf. ")
        .map_or(full, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit()).trim());
    let (before, brackets) = match full.find(['(', '[']) {
        Some(open) => (full[..open].trim_end(), Some(full[open..].trim())),
        None => (full, None),
    };
    if brackets.is_some_and(|brackets| !brackets.ends_with([')', ']'])) {
        return None;
    }
    let (name, office) = match before.split_once(',') {
        Some((name, rest)) if is_office(rest) => (name.trim(), Some(rest.trim())),
        _ => (before, None),
    };
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.is_empty() || words.len() > 8 || name.len() > 70 || name.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let first = bare(words[0]);
    if NOT_NAMES.contains(&&*first) {
        return None;
    }
    let second = words.get(1).map(|word| bare(word)).unwrap_or_default();
    let third = words.get(2).map(|word| bare(word)).unwrap_or_default();
    let title = |word: &str| TITLES.contains(&word);
    let with_article = words.len() >= 2 && ARTICLES.contains(&&*first) && title(&second);
    // `M. le président`, `Mme la ministre`
    let by_office = words.len() >= 3 && title(&first) && ["le", "la"].contains(&&*second) && title(&third);
    let capital = |word: &str| word.starts_with(|c: char| c.is_uppercase() || "\"“‘('’".contains(c));
    let named = words.iter().all(|word| capital(word) || PARTICLES.contains(word) || word.starts_with("d’"));
    let allowed = name.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || ".,-'’“”\"‘&–".contains(c));
    if !allowed
        || !(named
            || by_office
            || with_article && words[1..].iter().all(|word| capital(word) || title(&bare(word))))
    {
        return None;
    }
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let small = name.chars().filter(|c| c.is_lowercase()).count();
    let (party, role) = asides(brackets, small > 1);
    let titled = title(&first) && words.len() >= 2 || with_article || by_office;
    let alone = words.len() == 1 && title(&first) && small == 0 && letters >= 4;
    let capitals =
        letters >= 4 && small == 0 && words.len() >= 2 || letters >= 4 && small <= 1 && brackets.is_some();
    let empty = brackets == Some("()") && words.len() >= 2;
    let sure =
        titled || alone || capitals || empty || words.len() >= 2 && (party.is_some() || office.is_some());
    let trust = match stop {
        false if sure => Trust::Sure,
        false => Trust::Maybe,
        // the surname in capitals, or an office
        true if alone || by_office => Trust::Sure,
        true if titled => {
            let shouted = words[1..].iter().any(|word| {
                word.chars().filter(|c| c.is_uppercase()).count() >= 3
                    && !word.chars().any(char::is_lowercase)
                    || word.starts_with("Mc") && word[2..].chars().all(char::is_uppercase)
            });
            let article = with_article && !words[1].chars().any(char::is_lowercase);
            if shouted || article {
                Trust::Sure
            } else if with_article {
                return None;
            } else {
                Trust::Stop
            }
        }
        true if capitals && (party.is_some() || words.len() <= 4) && brackets.is_some() => Trust::Stop,
        true => return None,
    };
    Some(Mark { name, party, role: office.or(role), trust })
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

fn is_office(text: &str) -> bool {
    let lower = text.to_lowercase();
    let words = text.split_whitespace().count();
    words <= 14 && OFFICES.iter().any(|office| lower.contains(office))
}

/// What brackets after a name say: a party, an office; a constituency is neither.
fn asides(brackets: Option<&str>, small_name: bool) -> (Option<&str>, Option<&str>) {
    let (mut party, mut role) = (None, None);
    let parts = brackets.into_iter().flat_map(|brackets| brackets.split(['(', ')', '[', ']']));
    for part in parts.map(str::trim).filter(|part| !part.is_empty()) {
        if is_office(part) {
            role = role.or(Some(part));
        } else if is_party(part, small_name) {
            party = Some(part);
        } else if let Some((_, last)) =
            part.rsplit_once([',', '—', '–', ';']).filter(|(_, last)| is_party(last.trim(), small_name))
        {
            party = Some(last.trim());
        }
    }
    (party, role)
}

/// Whether brackets hold the short name of a party. Behind a name in capitals a longer one may be a place.
fn is_party(text: &str, small_name: bool) -> bool {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = text.chars().all(|c| !c.is_lowercase()) && letters >= 1;
    let short = letters <= 6 && !text.contains(' ') && text.chars().all(|c| !c.is_ascii_digit());
    let long = small_name && letters <= 26 && text.contains(['/', ' ', '-', '’']);
    capitals && (short || long) || PARTIES.contains(&text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &str, expected: Option<(&str, Option<&str>, Option<&str>, Trust)>) {
        let found = mark(body).map(|mark| (mark.name, mark.party, mark.role, mark.trust));
        assert_eq!(found, expected, "{body}");
    }

    #[test]
    fn marks_of_speakers() {
        use Trust::{Maybe, Sure};
        check("Mr. SMITH (Leeds): I beg to move", Some(("Mr. SMITH", None, None, Sure)));
        check("THE PRESIDENT. I call upon", Some(("THE PRESIDENT", None, None, Sure)));
        check("Mr. O’Brien.—No.", Some(("Mr. O’Brien", None, None, Sure)));
        check("ANNA KOWALSKA: Friends!", Some(("ANNA KOWALSKA", None, None, Sure)));
        check("Anna Kowalska (): Friends!", Some(("Anna Kowalska", None, None, Sure)));
        check("Kowalska: Friends!", Some(("Kowalska", None, None, Maybe)));
        check("Note: this is late", None);
        check("It is late: we go", None);
        check("The truth is this. It is late", None);
        check("The law of 1848: a reading", None);
        check("The President went home. He slept.", None);
    }

    #[test]
    fn marks_of_many_parliaments() {
        use Trust::{Maybe, Stop, Sure};
        check("Mr. SMITH. Mr. Speaker, I rise", Some(("Mr. SMITH", None, None, Sure)));
        check("Ms. PELOSI of California. I ask", Some(("Ms. PELOSI of California", None, None, Sure)));
        check("Mr. J. R. CLYNES. I ask: why?", Some(("Mr. J. R. CLYNES", None, None, Sure)));
        check("M. Jean Dupont. Monsieur le ministre", Some(("M. Jean Dupont", None, None, Stop)));
        check("M. le président. La séance est ouverte.", Some(("M. le président", None, None, Sure)));
        check(
            "Mme Marie Durand, ministre de la santé. Je vous remercie",
            Some(("Mme Marie Durand", None, Some("ministre de la santé"), Stop)),
        );
        check("Präsident Dr. Norbert Lammert:", Some(("Präsident Dr. Norbert Lammert", None, None, Sure)));
        check("Volker Kauder (CDU/CSU):", Some(("Volker Kauder", Some("CDU/CSU"), None, Sure)));
        check(
            "Claudia Roth (BÜNDNIS 90/DIE GRÜNEN): Nein",
            Some(("Claudia Roth", Some("BÜNDNIS 90/DIE GRÜNEN"), None, Sure)),
        );
        check("El señor PRESIDENTE: Se abre la sesión.", Some(("El señor PRESIDENTE", None, None, Sure)));
        check("O Sr. João Silva (PS): Senhor Presidente", Some(("O Sr. João Silva", Some("PS"), None, Sure)));
        check("PRESIDENTE. La seduta è aperta.", Some(("PRESIDENTE", None, None, Sure)));
        check("GIOVANNI ROSSI (PD). Signor Presidente", Some(("GIOVANNI ROSSI", Some("PD"), None, Stop)));
        check("De heer Jansen (VVD): Voorzitter", Some(("De heer Jansen", Some("VVD"), None, Sure)));
        check("Poseł Jan Kowalski: Panie marszałku", Some(("Poseł Jan Kowalski", None, None, Sure)));
        check("Anf. 12 ANNA SVENSSON (s): Herr talman", Some(("ANNA SVENSSON", None, None, Sure)));
        check("The SPEAKER (14:02): Order!", Some(("The SPEAKER", None, None, Sure)));
        check(
            "Mr ALBANESE (Grayndler—Minister for Transport) (14:05): Yes",
            Some(("Mr ALBANESE", None, Some("Grayndler—Minister for Transport"), Sure)),
        );
        check(
            "Hon. Ann Lee (Leeds North, Lib.): Mr. Speaker",
            Some(("Hon. Ann Lee", Some("Lib."), None, Sure)),
        );
        check("SHRI RAM NAIK (BOMBAY NORTH): Sir,", Some(("SHRI RAM NAIK", None, None, Sure)));
        check(
            "Martin Schulz, on behalf of the PSE Group. – (DE) Mr President",
            Some(("Martin Schulz", None, Some("on behalf of the PSE Group"), Sure)),
        );
        check("Johnson: It is so", Some(("Johnson", None, None, Maybe)));
        check("M. Thiers went home. He slept.", None);
        check("INTRODUCTION. The mills of the north", None);
    }
}
