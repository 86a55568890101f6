//! Metadata that a document states in its own text: `Geographical Scope: Local`, `Added on 09-26-2002`,
//! a date line, an address at the top. The words stay in the text; the values become fields.

use super::{Shape, one_line};
use crate::{DateOrder, dates};
use pamphlet_document::{BlockKind, Chrome, Metadata, Role, field};

/// How many blocks count as the top of a document.
const TOP: usize = 14;
/// The longest line that states metadata, in bytes.
const LINE: usize = 160;

/// What a line states: the field, and the rest of the line.
pub(super) fn metadata_line(line: &str) -> Option<(&'static str, &str)> {
    let line = line.trim();
    if line.len() > LINE || line.len() < 6 {
        return None;
    }
    if let Some((key, value)) = line.split_once(':')
        && key.len() <= 30
    {
        let key = key.trim().to_lowercase();
        let value = value.trim();
        if value.is_empty() {
            return None;
        }
        return KEYS.iter().find(|(name, _)| *name == key).map(|&(_, field)| (field, value));
    }
    // without a colon, only where a date is all that follows
    for (start, field) in DATED {
        if let Some(head) = line.get(..start.len())
            && head.eq_ignore_ascii_case(start)
        {
            let rest = line[start.len()..].trim();
            if dates::is_impossible(rest) {
                return Some((field, rest));
            }
            let found = dates::find_all(rest, DateOrder::Auto).into_iter().next()?;
            return (found.range.start == 0 && found.range.end + 12 >= rest.len()).then_some((field, rest));
        }
    }
    None
}

/// `date` and `title` are no fields but the document's own.
const DATE: &str = "date";
const TITLE: &str = "title";

const KEYS: [(&str, &str); 44] = [
    ("title", TITLE),
    ("geographical scope", field::SCOPE),
    ("geographic scope", field::SCOPE),
    ("scope", field::SCOPE),
    ("added", field::ADDED),
    ("added on", field::ADDED),
    ("date added", field::ADDED),
    ("updated", field::UPDATED),
    ("updated on", field::UPDATED),
    ("last updated", field::UPDATED),
    ("last update", field::UPDATED),
    ("last modified", field::UPDATED),
    ("last revised", field::UPDATED),
    ("date", DATE),
    ("ausfertigungsdatum", DATE),
    ("sitting date", DATE),
    ("meeting date", DATE),
    ("speech date", DATE),
    ("date signed", DATE),
    ("dated", DATE),
    ("datum", DATE),
    ("fecha", DATE),
    ("published", DATE),
    ("published on", DATE),
    ("date published", DATE),
    ("posted", DATE),
    ("posted on", DATE),
    ("issued", DATE),
    ("first published", DATE),
    ("author", field::AUTHOR),
    ("authors", field::AUTHOR),
    ("written by", field::AUTHOR),
    ("speaker", field::SPEAKER),
    ("delivered by", field::SPEAKER),
    ("party", field::PARTY),
    ("organization", field::ORG),
    ("organisation", field::ORG),
    ("publisher", "publisher"),
    ("place", field::PLACE),
    ("location", field::PLACE),
    ("address", field::ADDRESS),
    ("url", field::URL),
    ("source", "source"),
    ("website", field::URL),
];

const DATED: [(&str, &str); 12] = [
    ("added on", field::ADDED),
    ("added", field::ADDED),
    ("updated on", field::UPDATED),
    ("updated", field::UPDATED),
    ("last updated on", field::UPDATED),
    ("last updated", field::UPDATED),
    ("last modified", field::UPDATED),
    ("published on", DATE),
    ("published", DATE),
    ("posted on", DATE),
    ("posted", DATE),
    ("issued on", DATE),
];

/// The field of a key whose value is a date.
fn date_key(text: &str) -> Option<&'static str> {
    let key = text.trim_end_matches(':').to_lowercase();
    let found = KEYS.iter().find(|(name, _)| *name == key).map(|&(_, field)| field);
    found.filter(|field| [DATE, field::ADDED, field::UPDATED].contains(field))
}

/// Marks the lines that state metadata, and keeps what they state.
pub(super) fn metadata_lines(shape: &mut Shape<'_>, order: DateOrder) {
    for at in 0..shape.blocks.len() {
        let block = &shape.blocks[at];
        if !matches!(block.kind, BlockKind::Paragraph | BlockKind::ListItem | BlockKind::TableRow) {
            continue;
        }
        // a key that stands alone, with its date in the next block
        if let Some(next) = shape.blocks.get(at + 1)
            && block.range.len() <= 30
            && next.range.len() <= 40
            && let Some(name) = date_key(shape.slice(block))
            && let Some(found) = dates::of_value(shape.slice(next), order)
        {
            state(shape.metadata, name, "", Some(found.date));
            shape.blocks[at].kind = BlockKind::MetadataLine;
            shape.blocks[at + 1].kind = BlockKind::MetadataLine;
            continue;
        }
        let body = shape.slice(block);
        // several of them in one block, a break between: the value of one ends at its line
        let lines = body.lines().count();
        if lines > 1 {
            let stated: Vec<_> = body.lines().filter_map(metadata_line).collect();
            if stated.len() > 1 {
                for (name, value) in &stated {
                    let dated = [DATE, field::ADDED, field::UPDATED].contains(name);
                    let date = dated.then(|| dates::of_value(value, order)).flatten();
                    if date.is_some() || !dated {
                        state(shape.metadata, name, value, date.map(|found| found.date));
                    }
                }
                if stated.len() == lines {
                    shape.blocks[at].kind = BlockKind::MetadataLine;
                }
                continue;
            }
        }
        let Some((name, value)) = metadata_line(body) else { continue };
        let dated = [DATE, field::ADDED, field::UPDATED].contains(&name);
        let date = dated.then(|| dates::of_value(value, order)).flatten();
        if dated && date.is_none() {
            if dates::is_impossible(value) {
                let range = block.range;
                shape.impossible_date(value, range);
            }
            continue;
        }
        state(shape.metadata, name, value, date.map(|found| found.date));
        shape.blocks[at].kind = BlockKind::MetadataLine;
    }
}

/// Adds what a field states; dates are kept as ISO 8601.
fn state(metadata: &mut Metadata, name: &str, value: &str, date: Option<pamphlet_document::PartialDate>) {
    match date {
        Some(date) if name == DATE => metadata.date = metadata.date.or(Some(date)),
        Some(date) => metadata.add(name, &date.to_string()),
        None if name == TITLE => {
            metadata.title.get_or_insert_with(|| one_line(value));
        }
        None => metadata.add(name, value),
    }
}

/// The date line, the address, and the organisation at the top.
pub(super) fn top_of_page(shape: &mut Shape<'_>, order: DateOrder) {
    let mut seen = 0;
    let list = is_list_of_dates(shape, order);
    for at in 0..shape.blocks.len() {
        let block = &shape.blocks[at];
        if block.role.is_chrome() {
            continue;
        }
        seen += 1;
        if seen > TOP {
            break;
        }
        let body = shape.slice(block);
        // the title of a page may be long, and end with its site and date
        if body.len() > LINE && block.kind != BlockKind::Title {
            // running text follows: what stands below is no head
            if seen > 2 && body.len() > 400 {
                break;
            }
            continue;
        }
        if let Some(found) = dates::find_all(body, order).into_iter().next().filter(|_| !list)
            && shape.metadata.date.is_none_or(|known| dates::settles(found.date, known))
            && is_date_line(body, &found)
        {
            shape.metadata.date = Some(found.date);
            if block.kind == BlockKind::Paragraph && found.range.len() * 2 > body.len() {
                shape.blocks[at].kind = BlockKind::MetadataLine;
            }
            continue;
        }
        if matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading(_))
            && let Some(place) = address(body)
        {
            let place = place.to_owned();
            let mut address = body.lines().map(str::trim).collect::<Vec<_>>().join(", ");
            // the country on a line of its own
            if let Some(next) = shape.blocks.get(at + 1)
                && matches!(next.kind, BlockKind::Paragraph | BlockKind::Heading(_))
                && is_country(shape.slice(next))
            {
                address = format!("{address}, {}", shape.slice(next));
                shape.blocks[at + 1].kind = BlockKind::MetadataLine;
            }
            shape.metadata.add(field::ADDRESS, &one_line(&address));
            shape.metadata.add(field::PLACE, &place);
            shape.blocks[at].kind = BlockKind::MetadataLine;
            organisation(shape);
        }
    }
    if shape.metadata.date.is_none() {
        shape.metadata.date = running_date(shape, order);
    }
}

/// Whether a page is a list of other documents with their dates, of which none is its own: many blocks that are a
/// date and nothing else, and not all the same.
fn is_list_of_dates(shape: &Shape<'_>, order: DateOrder) -> bool {
    let mut days = Vec::new();
    for block in &shape.blocks {
        let body = shape.slice(block);
        if !block.role.is_chrome()
            && body.len() <= 40
            && let Some(found) = dates::find_all(body, order).into_iter().next()
            && found.range.len() + 2 >= body.len()
        {
            days.push(found.date);
        }
    }
    let other = days.iter().any(|day| Some(day) != days.first());
    // a database shows its zero where it knows no day
    let zero = days.first() == pamphlet_document::PartialDate::day(1970, 1, 1).as_ref();
    days.len() >= 5 && (other || zero)
}

/// The day at the head of every page, where all heads that name one agree.
fn running_date(shape: &Shape<'_>, order: DateOrder) -> Option<pamphlet_document::PartialDate> {
    let mut day = None;
    for block in &shape.blocks {
        // the stamp of the typesetter's program tells when the file was made
        let stamp = shape.slice(block).contains(".indd");
        if block.role != Role::Chrome(Chrome::RunningHead) || block.range.len() > 120 || stamp {
            continue;
        }
        for found in dates::find_all(shape.slice(block), order) {
            if day.is_some_and(|day| day != found.date) {
                return None;
            }
            day = Some(found.date);
        }
    }
    day
}

/// What parts a title from the site and the date behind it.
const PARTED: [&str; 4] = [" | ", " - ", " – ", " — "];

/// Whether a short line gives the document's date, rather than telling of one: the date is most of the
/// line, or ends it or a short part of it, or stands before a bar.
fn is_date_line(body: &str, found: &dates::Found) -> bool {
    let mut after = body[found.range.end..].trim_start();
    // `5 мая 2003 года`
    for word in ["года", "року", "г.", "р."] {
        after = after.strip_prefix(word).map_or(after, str::trim_start);
    }
    let before = body[..found.range.start].trim_end();
    let ends = after.len() <= 2 || after.starts_with(['|', '•', '·', '/', ';', '\n', '—', '–']);
    let starts = before.len() <= 2 || before.ends_with([',', '|', '•', '·', ';', '\n', '-', '—', '–', '(']);
    let part = PARTED.iter().filter_map(|sign| before.rfind(sign).map(|at| at + sign.len())).max();
    let short = body.len() - part.unwrap_or(0) <= 100;
    found.date.parts().2.is_some() && ends && (short || starts)
        || found.range.len() + 4 >= body.len()
        || starts && before.len() <= 2 && body.len() < 60
}

/// The place of an address: a line `Berkeley, California 94720`, alone or with a few lines around it.
fn address(body: &str) -> Option<&str> {
    if body.lines().count() > 6 || body.len() > 200 {
        return None;
    }
    for line in body.lines() {
        let line = line.trim();
        let (rest, code) = line.rsplit_once(' ')?;
        let digits = code.split('-').next().unwrap_or_default();
        let zip = digits.len() == 5 && code.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        if zip && let Some((city, state)) = rest.split_once(',') {
            let named = |text: &str| {
                !text.trim().is_empty()
                    && text.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || ".-'’".contains(c))
            };
            let capital =
                |text: &str| text.split_whitespace().all(|word| word.starts_with(char::is_uppercase));
            if named(city) && named(state) && capital(state) && city.trim().starts_with(char::is_uppercase) {
                return Some(rest.trim_end_matches([',', ' ']));
            }
        }
    }
    None
}

/// Whether a line is a country's name, as it stands below an address.
fn is_country(line: &str) -> bool {
    [
        "United States",
        "United States of America",
        "USA",
        "U.S.A.",
        "Canada",
        "United Kingdom",
        "Great Britain",
        "Ireland",
        "Australia",
        "India",
        "South Africa",
        "New Zealand",
        "Germany",
        "France",
    ]
    .contains(&line.trim())
}

/// An address at the top belongs to whom the title names, if that is an organisation.
fn organisation(shape: &mut Shape<'_>) {
    let Some(title) = shape.blocks.iter().find(|block| block.kind == BlockKind::Title) else { return };
    let title = one_line(shape.slice(title));
    let name = title.split(" -- ").next().unwrap_or_default();
    let name = name.split(" — ").next().unwrap_or_default().split(" | ").next().unwrap_or_default().trim();
    let is_one = name.split_whitespace().any(|word| BODIES.contains(&word.trim_matches(',')));
    if is_one && name.split_whitespace().count() <= 9 {
        shape.metadata.add(field::ORG, name);
    }
}

/// The last word, or nearly, of what organisations are called.
const BODIES: [&str; 24] = [
    "Organization",
    "Organisation",
    "Party",
    "Union",
    "League",
    "Committee",
    "Association",
    "Council",
    "Federation",
    "Movement",
    "Society",
    "Coalition",
    "Congress",
    "Campaign",
    "Front",
    "Network",
    "Alliance",
    "Institute",
    "Foundation",
    "Club",
    "Centre",
    "Center",
    "Collective",
    "Group",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(line: &str, expected: Option<(&str, &str)>) {
        assert_eq!(metadata_line(line), expected, "{line}");
    }

    #[test]
    fn lines_that_state_metadata() {
        check("Geographical Scope: Local", Some(("scope", "Local")));
        check("Added on 09-26-2002", Some(("added", "09-26-2002")));
        check("Last updated 3 May 2001", Some(("updated", "3 May 2001")));
        check("Added on to the bill was a clause", None);
        check("Published weekly since 1848", None);
        check("The truth: it is late", None);
    }

    #[test]
    fn lines_that_give_the_date() {
        let long =
            "Review of the Report on the Annual Accounts of the Commissioner for the Northern Harbours";
        for (line, expected) in [
            ("Springfield, 3 May 1912", true),
            ("Стенограмма заседания 5 мая 2003 года", true),
            (&*format!("{long} - Debates of the House 2024-10-01"), true),
            (&*format!("{long} | The Notice, 1 October 2024"), true),
            (&*format!("{long} and of the Debates of the House that began on 1 October 2024"), false),
            ("On 3 May 1912 the men of the northern sheds met and asked for bread.", false),
        ] {
            let found = dates::find_all(line, crate::DateOrder::Auto).remove(0);
            assert_eq!(is_date_line(line, &found), expected, "{line}");
        }
    }

    #[test]
    fn addresses() {
        assert_eq!(address("Springfield, Ohio 45502\nUnited States"), Some("Springfield, Ohio"));
        assert_eq!(address("In Springfield, they made 45502"), None);
        assert_eq!(address("We sold 12000"), None);
    }
}
