//! Plain transcripts: paragraphs that start with who speaks, `Mr. SMITH (Leeds): …`, `THE PRESIDENT.`, and
//! what was called out in between, `(Applause.)`. Only where several such marks, or the first words of the
//! text, say that it is a transcript.

use super::Shape;
use pamphlet_document::{BlockKind, Speech, TextRange};
use std::collections::HashMap;

/// The longest mark of a speaker, in bytes.
const MARK: usize = 100;

/// Words that stand before a speaker's name.
const TITLES: [&str; 40] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "mdm",
    "madam",
    "dr",
    "prof",
    "sir",
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
    "smt",
    "herr",
    "frau",
    "m",
    "mme",
    "sr",
    "sra",
];

/// Words before a colon that no speaker is called.
const NOT_NAMES: [&str; 38] = [
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
];

/// The name in a mark, and what brackets say of the person.
struct Mark<'t> {
    name: &'t str,
    aside: Option<&'t str>,
    /// Whether the mark can be nothing else: a title before the name, or all capitals.
    sure: bool,
}

/// Gives each block the speech that it belongs to.
pub(super) fn speeches(shape: &mut Shape<'_>, speeches: &mut Vec<Speech>) {
    if !speeches.is_empty() || shape.blocks.iter().any(|block| block.speech.is_some()) {
        return;
    }
    let text = shape.text;
    let mut said: HashMap<&str, usize> = HashMap::new();
    let mut sure = 0;
    let mut first = None;
    for (at, block) in shape.blocks.iter().enumerate() {
        if block.role.is_chrome() || !can_start(block.kind) {
            continue;
        }
        if let Some(mark) = mark(&text[block.range.span()]) {
            *said.entry(mark.name).or_default() += 1;
            sure += usize::from(mark.sure);
            first = first.or(Some((at, mark.sure)));
        }
    }
    // one sure mark at the very start is enough, else there must be several
    let starts = first.is_some_and(|(at, sure)| sure && at <= 2);
    if sure < 2 && !starts && !said.values().any(|&count| count >= 3) {
        return;
    }
    let mut current = None;
    for block in &mut shape.blocks {
        if block.role.is_chrome() {
            continue;
        }
        let body = &text[block.range.span()];
        if matches!(block.kind, BlockKind::Title | BlockKind::Heading(1 | 2)) && mark(body).is_none() {
            current = None;
            continue;
        }
        if can_start(block.kind)
            && let Some(mark) = mark(body)
            && (mark.sure || said.get(mark.name).is_some_and(|&count| count >= 3))
        {
            let (party, role) = aside(mark.aside);
            current = Some(speeches.len() as u32);
            speeches.push(Speech { speaker: mark.name.to_owned(), party, role, range: block.range });
            block.kind = BlockKind::Paragraph;
        } else if block.kind == BlockKind::Paragraph && is_interjection(body) {
            block.kind = BlockKind::Interjection;
        }
        block.speech = current;
        if let Some(speech) = current.and_then(|at| speeches.get_mut(at as usize)) {
            speech.range = TextRange::new(speech.range.start, block.range.end);
        }
    }
}

fn can_start(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Paragraph | BlockKind::Heading(_))
}

/// Whether a line starts with a mark that can be nothing else.
pub(super) fn starts_speech(line: &str) -> bool {
    mark(line).is_some_and(|mark| mark.sure)
}

/// The mark of a speaker at the start of a paragraph.
fn mark(body: &str) -> Option<Mark<'_>> {
    let line = body.lines().next()?.trim_start();
    let mut limit = line.len().min(MARK);
    while !line.is_char_boundary(limit) {
        limit -= 1;
    }
    let head = &line[..limit];
    // `NAME:`, `Mr. NAME.—`, `THE PRESIDENT. `
    let colon = head.find([':', '：']);
    let dash = head.find(".—").or_else(|| head.find(". —")).or_else(|| head.find(".--"));
    let end = match (colon, dash) {
        (Some(colon), Some(dash)) => colon.min(dash),
        (Some(colon), None) => colon,
        (None, Some(dash)) => dash,
        (None, None) => the_president(head)?,
    };
    let full = head[..end].trim();
    let (name, aside) = match full.find(['(', '[']) {
        Some(open) => {
            let close = full.ends_with([')', ']']).then_some(full.len() - 1)?;
            (full[..open].trim(), Some(full.get(open + 1..close)?.trim()))
        }
        None => (full, None),
    };
    let words: Vec<&str> = name.split_whitespace().collect();
    if words.is_empty() || words.len() > 7 || name.len() > 60 || name.chars().any(|c| c.is_ascii_digit()) {
        return None;
    }
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    if NOT_NAMES.contains(&bare(words[0]).as_str()) {
        return None;
    }
    let particle = |word: &str| {
        [
            "of", "the", "de", "van", "von", "der", "la", "le", "del", "for", "and", "bin", "al", "da",
            "dos", "ap", "y", "i",
        ]
        .contains(&word)
    };
    let named = words
        .iter()
        .all(|word| word.starts_with(|c: char| c.is_uppercase() || "\"“‘('’".contains(c)) || particle(word));
    if !named || !name.chars().all(|c| c.is_alphabetic() || c.is_whitespace() || ".,-'’“”\"‘&".contains(c))
    {
        return None;
    }
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let small = name.chars().filter(|c| c.is_lowercase()).count();
    let titled = TITLES.contains(&bare(words[0]).as_str()) && words.len() >= 2
        || words.len() >= 2
            && words[0].eq_ignore_ascii_case("the")
            && TITLES.contains(&bare(words[1]).as_str());
    let capitals =
        letters >= 4 && small == 0 && words.len() >= 2 || letters >= 4 && small <= 1 && aside.is_some();
    let empty_aside = aside.is_some_and(str::is_empty) && words.len() >= 2;
    Some(Mark {
        name,
        aside: aside.filter(|aside| !aside.is_empty()),
        sure: titled || capitals || empty_aside,
    })
}

/// `THE PRESIDENT. I call …`: where the mark ends without a colon.
fn the_president(head: &str) -> Option<usize> {
    let end = head.find(". ").or_else(|| head.ends_with('.').then(|| head.len() - 1))?;
    let name = &head[..end];
    let office = name.strip_prefix("THE ").or_else(|| name.strip_prefix("The "))?;
    let known = TITLES.contains(&office.split_whitespace().next()?.to_lowercase().as_str());
    (known && !office.chars().any(char::is_lowercase)).then_some(end)
}

/// What brackets after a name say: a party, or an office; a constituency is neither.
fn aside(aside: Option<&str>) -> (Option<String>, Option<String>) {
    let Some(text) = aside else { return (None, None) };
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let party = letters <= 6 && !text.contains(' ') && text.chars().all(|c| !c.is_lowercase());
    let office = text
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| OFFICES.contains(&word.to_lowercase().as_str()));
    (party.then(|| text.to_owned()), office.then(|| text.to_owned()))
}

const OFFICES: [&str; 22] = [
    "minister",
    "secretary",
    "president",
    "chair",
    "chairman",
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
    "congressman",
    "delegate",
    "mother",
    "director",
];

/// A short paragraph in brackets: what the record says of the room.
fn is_interjection(body: &str) -> bool {
    let pairs = [('(', ')'), ('[', ']')];
    body.len() <= 200
        && pairs.iter().any(|&(open, close)| {
            body.starts_with(open)
                && body.trim_end_matches('.').ends_with(close)
                && body.chars().any(char::is_lowercase)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(body: &str, expected: Option<(&str, Option<&str>, bool)>) {
        let found = mark(body).map(|mark| (mark.name, mark.aside, mark.sure));
        assert_eq!(found, expected, "{body}");
    }

    #[test]
    fn marks_of_speakers() {
        check("Mr. SMITH (Leeds): I beg to move", Some(("Mr. SMITH", Some("Leeds"), true)));
        check("THE PRESIDENT. I call upon", Some(("THE PRESIDENT", None, true)));
        check("Mr. O’Brien.—No.", Some(("Mr. O’Brien", None, true)));
        check("ANNA KOWALSKA: Friends!", Some(("ANNA KOWALSKA", None, true)));
        check("Anna Kowalska (): Friends!", Some(("Anna Kowalska", None, true)));
        check("Kowalska: Friends!", Some(("Kowalska", None, false)));
        check("Note: this is late", None);
        check("It is late: we go", None);
        check("The truth is this. It is late", None);
        check("The law of 1848: a reading", None);
    }

    #[test]
    fn brackets_tell_party_or_office() {
        assert_eq!(aside(Some("LAB")), (Some("LAB".to_owned()), None));
        assert_eq!(aside(Some("Minister of Finance")), (None, Some("Minister of Finance".to_owned())));
        assert_eq!(aside(Some("Leeds")), (None, None));
    }

    #[test]
    fn calls_from_the_room() {
        assert!(is_interjection("(Applause.)"));
        assert!(is_interjection("[Laughter]"));
        assert!(!is_interjection("(a) bread, and (b) work"));
    }
}
