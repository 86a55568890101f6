//! Who a mark names: the speaker, the party, the office, the constituency, told from the name and from what stands
//! in brackets.

use super::super::one_line;
use super::east_asian;
use super::mark::{Mark, speaks_for};
use super::words::{is_address, is_article, is_office, is_ordinal, is_particle, is_party};

/// A speaker as a mark names one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Person {
    pub speaker: String,
    pub party: Option<String>,
    pub role: Option<String>,
    pub constituency: Option<String>,
}

/// The person of a mark. `is_shared` says whether several speakers of the document have the same words in their
/// brackets: a party has many members, a constituency one.
pub(super) fn person(mark: &Mark<'_>, is_shared: impl Fn(&str) -> bool) -> Person {
    let mut person =
        Person { speaker: mark.name.to_owned(), party: None, role: None, constituency: state_of(mark.name) };
    // what is left over of one pair of brackets, as it stands there
    let mut left: Option<(&str, &str)> = None;
    // behind an office stands what it is for: `Minister for Culture, Youth and Sports`
    let mut office_in = "";
    let asides = mark.asides.iter().copied();
    for (aside, part) in asides.flat_map(|aside| parts(aside).map(move |part| (aside, part))) {
        if east_asian::is_name(mark.name) {
            // `議長（山田太郎君）`: the office first there too
            if let Some(name) = east_asian::person(part).filter(|_| person.role.is_none()) {
                person.role = Some(std::mem::replace(&mut person.speaker, name.to_owned()));
            } else if east_asian::is_party(part) {
                person.party.get_or_insert_with(|| part.to_owned());
            }
        } else if is_chair(mark.name) && is_person(part) && person.role.is_none() {
            // `The Temporary Deputy Speaker (Hon. Otieno)`: the office first, the person in brackets
            person.role = Some(std::mem::replace(&mut person.speaker, part.to_owned()));
        } else if has_office(part) || speaks_for(part) {
            person.role.get_or_insert_with(|| part.to_owned());
            office_in = aside;
        } else if let Some((party, place)) = party_and_place(part).filter(|_| person.party.is_none()) {
            person.party = Some(party.to_owned());
            left = left.or(Some((aside, place)));
        } else if person.party.is_none()
            && !has_initials(part)
            && (looks_like_party(part, mark.name) || is_shared(part) && is_named(part))
        {
            person.party = Some(part.to_owned());
        } else if is_place(part) && office_in != aside {
            left = Some(match left {
                None => (aside, part),
                // `Leeds—North` is one constituency
                Some((whole, before)) if whole == aside => {
                    (whole, joined(aside, before, part).unwrap_or(before))
                }
                Some(known) => known,
            });
        }
    }
    // the bracket of an office holds a name
    let first = mark.name.split_whitespace().next().map(bare).unwrap_or_default();
    if let Some((_, place)) = left.filter(|_| !is_chair(mark.name) && !is_article(&first)) {
        person.constituency = Some(place.to_owned());
    }
    Person {
        speaker: one_line(&person.speaker),
        party: person.party.as_deref().map(one_line),
        role: person.role.as_deref().map(one_line),
        constituency: person.constituency.as_deref().map(one_line),
    }
}

/// Two parts of the same brackets with nothing but a dash between them.
fn joined<'t>(aside: &'t str, first: &'t str, second: &'t str) -> Option<&'t str> {
    let from = first.as_ptr() as usize - aside.as_ptr() as usize;
    let end = second.as_ptr() as usize - aside.as_ptr() as usize;
    let between = aside.get(from + first.len()..end)?.trim();
    ["—", "–", "-"].contains(&between).then(|| aside.get(from..end + second.len()))?
}

/// Whether words in brackets can be a constituency: they start with a capital, and say neither how someone spoke
/// (`In Mandarin`) nor when, nor what kind of member it is.
fn is_place(words: &str) -> bool {
    let spoken = ["In ", "Translat", "Interpret", "Interrupt", "Inaudible"]
        .iter()
        .any(|start| words.starts_with(start));
    let member = words.split_whitespace().any(|word| word.eq_ignore_ascii_case("member"));
    let signs = words.contains(|c: char| c.is_ascii_digit() || ":;!?\"“”".contains(c));
    is_named(words) && !spoken && !member && !signs && !has_initials(words)
}

/// A party and the province that sent its member: `DA-Gauteng`.
fn party_and_place(words: &str) -> Option<(&str, &str)> {
    let (party, place) = words.split_once('-')?;
    let capitals = (2..=5).contains(&party.len()) && party.bytes().all(|byte| byte.is_ascii_uppercase());
    let named = is_named(place) && place.contains(char::is_lowercase) && place.len() >= 3;
    (capitals && named).then_some((party, place))
}

/// The State of `Mr. SMITH of Ohio`. Lords are called after places too, but nobody elected them there.
fn state_of(name: &str) -> Option<String> {
    const COMMON: [&str; 4] = ["mr", "mrs", "ms", "miss"];
    let (person, state) = name.split_once(" of ")?;
    let title = bare(person.split_whitespace().next()?);
    (COMMON.contains(&title.as_str()) && is_named(state)).then(|| state.to_owned())
}

fn is_named(words: &str) -> bool {
    words.starts_with(char::is_uppercase)
}

/// What brackets hold, piece by piece: `Grayndler—Prime Minister`, `D., N.Y.`, `Fort William, NDP`.
pub(super) fn parts(aside: &str) -> impl Iterator<Item = &str> {
    let cut = aside.split(['—', '–', ';', ',', '(', ')']).flat_map(|part| part.split(" - "));
    cut.map(str::trim).filter(|part| !part.is_empty())
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase()
}

/// Whether a name is an office without a person: `The Minister for Health`, `O SR. PRESIDENTE`, and not
/// `Minister Blok`.
fn is_chair(name: &str) -> bool {
    let words: Vec<String> = name.split_whitespace().map(bare).collect();
    let article = words.first().is_some_and(|word| is_article(word));
    let address = |word: &&String| is_address(word) && !is_office(word);
    let before = |word: &&String| address(word) || is_ordinal(word);
    let rest: Vec<&String> = words.iter().skip(usize::from(article)).skip_while(before).collect();
    let office = rest.first().is_some_and(|word| is_office(word));
    office
        && (article || rest.iter().any(|word| is_particle(word)) || rest.iter().all(|word| is_office(word)))
}

/// Whether words name a person: a title and a name, or two words and more with capitals.
fn is_person(words: &str) -> bool {
    let mut list = words.split_whitespace();
    let Some(first) = list.next() else { return false };
    let rest = list.clone().count();
    if rest == 0 {
        return has_initials(first);
    }
    let large = |word: &str| word.starts_with(char::is_uppercase);
    rest >= 1
        && (is_address(&bare(first))
            || !has_office(words) && large(first) && list.all(|word| large(word) || is_particle(word)))
}

/// Whether a word is a name with its initials set close: `T.TURA`, `J.K.Moss`.
fn has_initials(word: &str) -> bool {
    let Some((initials, name)) = word.rsplit_once('.') else { return false };
    initials.split('.').all(|part| part.chars().count() == 1 && part.chars().all(char::is_uppercase))
        && name.chars().count() >= 3
        && name.starts_with(char::is_uppercase)
}

fn has_office(words: &str) -> bool {
    let mut words = words.split(|c: char| !c.is_alphanumeric() && c != '-');
    words.any(|word| is_office(&word.to_lowercase()) || word.eq_ignore_ascii_case("mother"))
}

/// Whether words look like a party: a short name in capitals, or a known one. Behind a name that is not in
/// capitals itself it may be long: `BÜNDNIS 90/DIE GRÜNEN`.
fn looks_like_party(words: &str, name: &str) -> bool {
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = (1..=26).contains(&letters) && words.chars().all(|c| !c.is_lowercase());
    let short = letters <= 6 && !words.contains(' ');
    let long = words.contains(['/', '-']) && name.contains(char::is_lowercase);
    capitals && (short || long) || is_party(words.trim_end_matches('.').to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::super::mark::mark;
    use super::*;

    #[track_caller]
    fn check(body: &str, speaker: &str, party: Option<&str>, role: Option<&str>) {
        let found = person(&mark(body).unwrap(), |part| part == "Bauernpartei");
        let own = |text: Option<&str>| text.map(str::to_owned);
        assert_eq!(
            (found.speaker, found.party, found.role),
            (speaker.to_owned(), own(party), own(role)),
            "{body}"
        );
    }

    #[track_caller]
    fn check_place(body: &str, expected: Option<&str>) {
        let found = person(&mark(body).unwrap(), |part| part == "Bauernpartei");
        assert_eq!(found.constituency.as_deref(), expected, "{body}");
    }

    #[test]
    fn offices_and_persons_of_east_asia() {
        check("○議長（山田太郎君）　開会します。", "山田太郎", None, Some("議長"));
        check("陳大文議員（民主黨）：我反對。", "陳大文議員", Some("民主黨"), None);
        check("主席：開會。", "主席", None, None);
        check("의장(박철수): 시작합니다.", "박철수", None, Some("의장"));
    }

    #[test]
    fn constituencies() {
        check_place("Mr. SMITH (Leeds): No", Some("Leeds"));
        check_place("Mr. Hall (Wells) (Lab): No", Some("Wells"));
        check_place("Hon. Ann Lee (Leeds—North, Lib.): No", Some("Leeds—North"));
        check_place("Mr HILL (Marlow—Prime Minister) (14:01): No", Some("Marlow"));
        check_place("Hon JUDY CARR (National—Raglan): No", Some("Raglan"));
        check_place("SHRI RAM NAIR (BOMBAY NORTH): Sir", Some("BOMBAY NORTH"));
        check_place("Mr. SMITH of Ohio. I yield.", Some("Ohio"));
        check_place("ANNA MOSS (D., N.Y.): No", Some("N.Y."));
        check_place("Mr Hall (DA-Gauteng): No", Some("Gauteng"));
        check_place("Mr Hall (In Mandarin): No", None);
        check_place("Mr Hall (Nominated Member): No", None);
        check_place("Mr Hall (Minister for Culture, Youth and Sports): No", None);
        check_place("El conseller (Joan Roca i Mas): No", None);
        check_place("ANNA MOSS (LAB): No", None);
        check_place("The Minister for Roads (Mr. Bett): No", None);
        check_place("The Temporary Deputy Speaker (Hon. Otieno): No", None);
        check_place("MR DEPUTY SPEAKER (T.MOSS): No", None);
        check_place("Mr. SMITH (interrupting): No", None);
        check_place("Abgeordneter Hans Moser (Bauernpartei): Nein", None);
        check_place("Lord Hunt of Wells: No", None);
    }

    #[test]
    fn brackets_tell_party_office_or_person() {
        check("Mr. SMITH (Leeds): No", "Mr. SMITH", None, None);
        check("Mr. Hall (Wells) (Lab): No", "Mr. Hall", Some("Lab"), None);
        check("ANNA MOSS (LAB): No", "ANNA MOSS", Some("LAB"), None);
        check(
            "ANN LOW (FORMER GOVERNOR OF OHIO (R)): No",
            "ANN LOW",
            Some("R"),
            Some("FORMER GOVERNOR OF OHIO"),
        );
        check("Hon. Ann Low (Minister of Finance): No", "Hon. Ann Low", None, Some("Minister of Finance"));
        check(
            "The Temporary Deputy Speaker (Hon. Otieno): No",
            "Hon. Otieno",
            None,
            Some("The Temporary Deputy Speaker"),
        );
        check("The Minister for Roads (Mr. Bett): No", "Mr. Bett", None, Some("The Minister for Roads"));
        check(
            "The Senior Minister of State for Law (Mr Ho) (for the Minister for Law): No",
            "Mr Ho",
            None,
            Some("The Senior Minister of State for Law"),
        );
        check("The Speaker: No", "The Speaker", None, None);
        check(
            "La consellera de Justícia (Anna Vidal i Mas): No",
            "Anna Vidal i Mas",
            None,
            Some("La consellera de Justícia"),
        );
        check("MR DEPUTY SPEAKER (T.MOSS): No", "T.MOSS", None, Some("MR DEPUTY SPEAKER"));
        check("Mr HILL (Marlow—Prime Minister) (14:01): No", "Mr HILL", None, Some("Prime Minister"));
        check("Hon JUDY CARR (National—Raglan): No", "Hon JUDY CARR", Some("National"), None);
        check(
            "Abgeordneter Hans Moser (Bauernpartei): Nein",
            "Abgeordneter Hans Moser",
            Some("Bauernpartei"),
            None,
        );
        check("O SR. PRESIDENTE (João Prado) - Sim", "João Prado", None, Some("O SR. PRESIDENTE"));
        check(
            "Claudia Rau (BÜNDNIS 90/DIE GRÜNEN): Nein",
            "Claudia Rau",
            Some("BÜNDNIS 90/DIE GRÜNEN"),
            None,
        );
        check("Hon. Ann Lee (Leeds North, Lib.): No", "Hon. Ann Lee", Some("Lib."), None);
        check("SHRI RAM NAIR (BOMBAY NORTH): Sir", "SHRI RAM NAIR", None, None);
        check(
            "Jan Vos, on behalf of the Reform Group. – Yes",
            "Jan Vos",
            None,
            Some("on behalf of the Reform Group"),
        );
        check("Minister Blok: Nee", "Minister Blok", None, None);
    }
}
