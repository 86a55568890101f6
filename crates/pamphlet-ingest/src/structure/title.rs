//! The title of a plain text: its first line, where that looks like one. What a speaker says first to the house, the
//! date, the number of the page and the table of contents are none.

use super::{Shape, capitals};
use crate::dates;
use pamphlet_document::{Block, BlockKind};

/// The longest title in one line, in bytes; in capitals, and over several lines, it may be longer.
const TITLE: usize = 160;
const CAPITALS: usize = 240;
/// The longest line of a title that stands on several, in bytes, and how many there are at most.
const LINE: usize = 80;
const LINES: usize = 5;
/// Before the title may stand so many numbers of pages, and rules.
const PAGES: usize = 3;

/// Finds the title; only plain texts without one come here.
pub(super) fn find(shape: &mut Shape<'_>) {
    let text = shape.text;
    if shape.metadata.title.is_some() || shape.blocks.iter().any(|block| block.kind == BlockKind::Title) {
        return;
    }
    let mut content = shape
        .blocks
        .iter_mut()
        .filter(|block| !block.role.is_chrome() && block.kind != BlockKind::MetadataLine);
    let mut first = content.next();
    for _ in 0..PAGES {
        first = first.filter(|block| !is_page(&text[block.range.span()])).or_else(|| content.next());
    }
    let (Some(first), true) = (first, content.next().is_some()) else { return };
    if is_title(&text[first.range.span()], first) {
        first.kind = BlockKind::Title;
    }
}

/// Whether a block is the number of a page, or a rule.
fn is_page(body: &str) -> bool {
    let rule = || body.chars().all(|c| "=-~*^_".contains(c));
    body.len() <= 4 && body.bytes().all(|byte| byte.is_ascii_digit()) || rule()
}

fn has_words(body: &str) -> bool {
    body.chars().filter(|c| c.is_alphabetic()).count() >= 3
}

fn is_title(body: &str, block: &Block) -> bool {
    let heading = matches!(block.kind, BlockKind::Heading(_));
    if !heading && block.kind != BlockKind::Paragraph || !has_words(body) {
        return false;
    }
    if is_only_date(body) || is_salutation(body) || is_contents(body) {
        return false;
    }
    heading || is_short(body) && starts(body) && ends(body)
}

fn is_short(body: &str) -> bool {
    let lines = body.lines().count();
    let longest = body.lines().map(str::len).max().unwrap_or_default();
    let most = if capitals(body) { CAPITALS } else { TITLE };
    // a name on lines of its own, and no verse: each starts large, none ends as what goes on does
    let large =
        |line: &str| line.trim_start().starts_with(|c: char| !c.is_lowercase() && c.is_alphanumeric());
    let set =
        || body.lines().all(|line| large(line) && !line.trim_end().ends_with([',', ';', ':', '.', '!']));
    body.len() <= most
        && (lines == 1 || longest < LINE && (lines <= 3 || lines <= LINES && longest < LINE - 20 && set()))
}

fn starts(body: &str) -> bool {
    let body = dates::year_in_front(body).map_or(body, |(_, rest)| rest);
    body.starts_with(|c: char| {
        !c.is_lowercase() && (c.is_alphanumeric() || "\"“‘'«『「《〈¿¡[*#".contains(c))
    })
}

fn starts_with_word(words: &str) -> bool {
    words.starts_with(|c: char| c.is_alphabetic() || "\"“‘'«『「《〈¿¡".contains(c))
}

fn ends(body: &str) -> bool {
    let words = body.split_whitespace().count();
    let small = body.split_whitespace().filter(|word| word.starts_with(char::is_lowercase)).count();
    // sentences are what somebody says, not what it is called
    let shouted = capitals(body) && body.match_indices(". ").any(|(at, _)| last_word(&body[..at]).len() >= 4);
    let sentences = body.ends_with('.')
        && !capitals(body)
        && (body.trim_end_matches('.').contains(". ") || small * 2 > words)
        || body.ends_with(".)")
        || shouted;
    let spoken = words > 9 && small * 2 > words && (has_sentence(body) || is_of_speaker(body));
    let stop = body.ends_with('.') && words > 9 && !capitals(body);
    // lines of a table of contents
    let listed = body.contains('\n')
        && body.lines().any(|line| {
            line.ends_with(|c: char| c.is_ascii_digit()) && line.contains(' ') && !ends_with_year(line)
        });
    !(body.ends_with([',', ';', ':']) || stop || sentences || spoken || listed)
}

/// Whether a sentence ends within the words.
fn has_sentence(body: &str) -> bool {
    body.match_indices(". ").any(|(at, _)| {
        let word = last_word(&body[..at]);
        word.len() >= 4 && word.chars().all(char::is_lowercase)
    })
}

fn last_word(text: &str) -> &str {
    text.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default()
}

/// Whether the words are somebody's own: `On behalf of my delegation I congratulate`.
fn is_of_speaker(body: &str) -> bool {
    const OWN: [&str; 9] = ["I", "my", "me", "we", "our", "us", "je", "ich", "wir"];
    body.split(|c: char| !c.is_alphabetic()).any(|word| OWN.contains(&word))
}

/// Whether a line is a day, with the name of the weekday and the number of a page perhaps: `Friday, 13 December
/// 2013] 272`.
fn is_only_date(body: &str) -> bool {
    const WEEKDAYS: [&str; 27] = [
        "mon", "tue", "wed", "thu", "fri", "sat", "sun", "lun", "mar", "mer", "mié", "mie", "jeu", "jue",
        "ven", "vie", "sam", "sáb", "sab", "dim", "dom", "die", "mit", "don", "fre", "son", "segunda",
    ];
    let Some(found) = dates::find_all(body, crate::DateOrder::Auto).into_iter().next() else { return false };
    let rest = || body[..found.range.start].chars().chain(body[found.range.end..].chars());
    let letters: String = rest().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect();
    found.range.len() + 4 >= body.len()
        || letters.len() <= 12 && WEEKDAYS.iter().any(|day| letters.starts_with(day))
        || letters.is_empty()
}

/// Whether a line names those who are spoken to: `Honourable Members of the Senate`, `Mr. President`.
pub(super) fn is_salutation(body: &str) -> bool {
    // what only a salutation starts with, or holds
    const CORE: [&str; 24] = [
        "mr",
        "mrs",
        "madam",
        "madame",
        "mister",
        "sir",
        "your",
        "excellency",
        "excellencies",
        "excellences",
        "ladies",
        "gentlemen",
        "dear",
        "distinguished",
        "honourable",
        "honorable",
        "fellow",
        "friends",
        "colleagues",
        "comrades",
        "thank",
        "guests",
        "brothers",
        "sisters",
    ];
    const MORE: [&str; 40] = [
        "president",
        "speaker",
        "chairman",
        "chairperson",
        "secretary",
        "general",
        "prime",
        "minister",
        "ministers",
        "majesty",
        "majesties",
        "highness",
        "highnesses",
        "honours",
        "and",
        "of",
        "the",
        "members",
        "senate",
        "house",
        "commons",
        "senators",
        "delegates",
        "citizens",
        "my",
        "vice",
        "representatives",
        "congress",
        "you",
        "very",
        "much",
        "heads",
        "state",
        "government",
        "assembly",
        "all",
        "to",
        "americans",
        "countrymen",
        "royal",
    ];
    let mut words = body.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphabetic()));
    if words.next().is_some_and(|word| word.eq_ignore_ascii_case("good"))
        && words.next().is_some_and(|word| {
            ["morning", "afternoon", "evening", "day"].iter().any(|part| word.eq_ignore_ascii_case(part))
        })
    {
        return body.len() <= 60;
    }
    let mut core = false;
    let mut count = 0;
    for word in body.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()) {
        let word = word.to_lowercase();
        let is_core = CORE.contains(&word.as_str());
        if !is_core && !MORE.contains(&word.as_str()) {
            return false;
        }
        core |= is_core;
        count += 1;
    }
    core && count <= 30
}

/// Whether a line is the heading of a table of contents, and so no title.
fn is_contents(body: &str) -> bool {
    const CONTENTS: [&str; 16] = [
        "contents",
        "table of contents",
        "index",
        "inhalt",
        "inhaltsverzeichnis",
        "sommaire",
        "table des matières",
        "índice",
        "indice",
        "contenido",
        "sumário",
        "inhoud",
        "cynnwys",
        "obsah",
        "spis treści",
        "clár",
    ];
    let words =
        body.lines().next().unwrap_or_default().trim_matches(|c: char| !c.is_alphabetic()).to_lowercase();
    CONTENTS.contains(&words.as_str())
}

/// Whether a line ends with a year, as titles do, and no number of a page.
fn ends_with_year(line: &str) -> bool {
    let digits = line.len() - line.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    digits == 4 || digits == 2 && line[..line.len() - 2].ends_with(['-', '–', '/', '’', '\''])
}

/// Names of files that say nothing about what is in them.
const NAMES: [&str; 26] = [
    "raw", "index", "document", "doc", "text", "txt", "html", "htm", "content", "contents", "output",
    "untitled", "file", "page", "main", "body", "readme", "default", "download", "export", "data", "new",
    "unnamed", "noname", "print", "markdown",
];

/// Whether the name of a file, without its ending, says nothing about what is in it.
pub(crate) fn is_idle_name(stem: &str) -> bool {
    let lower = stem.to_lowercase();
    let word = lower.trim_end_matches(|c: char| c.is_ascii_digit() || " -_().".contains(c));
    NAMES.contains(&word) || !lower.chars().any(char::is_alphanumeric)
}

/// Whether the title of a page is what a program put there and no person ever wrote.
pub(crate) fn is_idle_title(title: &str) -> bool {
    /// What a program calls a page that was given no title; a number may follow.
    const WHOLE: [&str; 14] = [
        "untitled document",
        "untitled page",
        "new page",
        "r graphics output",
        "powerpoint presentation",
        "unbenanntes dokument",
        "sans titre",
        "document sans nom",
        "documento sin título",
        "documento senza titolo",
        "html document",
        "page title",
        "no title",
        "title",
    ];
    const BY: [&str; 3] = ["created by ", "created with ", "generated by "];
    /// What is in the name of a program rather than in that of a person.
    const PROGRAM: [&str; 6] = ["convert", "html", "pdf", "editor", "software", "version"];
    let lower = super::one_line(title).to_lowercase();
    let words = lower.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    WHOLE.contains(&words)
        || lower.starts_with("microsoft word - ")
        || BY.iter().any(|by| lower.starts_with(by)) && PROGRAM.iter().any(|word| lower.contains(word))
        || is_idle_name(&lower)
}

/// The first heading of some blocks that is short enough for a title, in one line.
pub(crate) fn of_heading(text: &str, blocks: &[Block]) -> Option<String> {
    let heading = blocks.iter().find(|block| {
        matches!(block.kind, BlockKind::Heading(_)) && !block.role.is_chrome() && block.range.len() <= 200
    })?;
    Some(super::one_line(&text[heading.range.span()]))
}

/// What a text is called whose file is called `raw` or `index`: its first heading, or else its first lines.
pub(crate) fn of_text(text: &str, blocks: &[Block]) -> Option<String> {
    let content = || blocks.iter().filter(|block| !block.role.is_chrome());
    let slice = |block: &Block| &text[block.range.span()];
    let fits =
        |words: &str| words.len() <= TITLE && has_words(words) && !is_contents(words) && !is_only_date(words);
    let heading = content()
        .take(40)
        .find(|block| matches!(block.kind, BlockKind::Heading(_) | BlockKind::Title) && fits(slice(block)));
    if let Some(block) = heading {
        return Some(super::one_line(slice(block)));
    }
    let block = content().find(|block| has_words(slice(block)))?;
    let mut words = String::new();
    for line in slice(block).lines().take(2) {
        // a first line that is short is half a title
        if !words.is_empty() && words.len() > 40 {
            break;
        }
        words = format!("{words} {}", line.trim());
    }
    let words = super::one_line(&words);
    let plain = starts_with_word(&words) && !words.contains(['|', '=', '{', '<']);
    (fits(&words) && plain && !is_salutation(&words) && ends(&words)).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use pamphlet_document::{Role, TextRange};

    #[test]
    fn what_is_a_title() {
        for (body, expected) in [
            ("What the Mill Hands Ask", true),
            ("Budget 1991-92\nSpeech of\nAnna Moss\nMinister of Finance", true),
            (
                "SPEECH OF MRS. ANNA MOSS, MINISTER OF FINANCE,\nINTRODUCING THE BUDGET FOR THE YEAR 1963-64.",
                true,
            ),
            ("『労働者の権利』", true),
            ("(1912) ANNA LIND, “BREAD AND PEACE”", true),
            ("(Applause)", false),
            ("Good evening.", false),
            ("Good morning, my friends!", false),
            ("Good Government", true),
            ("Honourable Members of the Senate.", false),
            ("Mr. President", false),
            ("Excellencies, Ladies and Gentlemen, dear Friends", false),
            ("My fellow citizens", false),
            ("Friday, 13 December 2013] 272", false),
            ("3 May 1926", false),
            ("May Day, 1 May 1950", true),
            ("CONTENTS", false),
            (
                "On behalf of my delegation I congratulate the President most warmly on the election to this",
                false,
            ),
            ("It is said that good things come in threes. Indeed, this is the third time that bread", false),
            ("DELEGATES AND ALTERNATES. LADIES AND GENTLEMEN, PLEASE TAKE YOUR SEATS.", false),
            ("SPEECH OF MR. T.T. MOSS ON BREAD", true),
            ("I promise. (Applause.)", false),
            ("Bread and salt,\nand a roof", true),
            ("The bread was dear,", false),
        ] {
            let range = TextRange::new(0, body.len() as u32);
            let block =
                Block { kind: BlockKind::Paragraph, range, role: Role::Content, lang: None, speech: None };
            assert_eq!(is_title(body, &block), expected, "{body}");
        }
    }

    #[test]
    fn titles_that_a_program_put_in() {
        for (title, expected) in [
            ("Created by Example Converter 3 (HTML Version)", true),
            ("Untitled Document", true),
            ("New Page 1", true),
            ("Microsoft Word - Report", true),
            ("Sans titre", true),
            ("Created Equal", false),
            ("Created by the Members of the Union", false),
            ("New Pages in the History of Labour", false),
            ("Untitled Lands", false),
            ("The New Page of History", false),
            ("Bread and Work", false),
        ] {
            assert_eq!(is_idle_title(title), expected, "{title}");
        }
    }

    #[test]
    fn names_that_say_nothing() {
        for (name, expected) in [
            ("raw", true),
            ("index", true),
            ("Document (3)", true),
            ("README", true),
            ("text2", true),
            ("1848", false),
            ("index-of-grievances", false),
            ("su1905", false),
        ] {
            assert_eq!(is_idle_name(name), expected, "{name}");
        }
    }
}
