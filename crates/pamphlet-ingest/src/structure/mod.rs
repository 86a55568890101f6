//! What the blocks of a text are, told by their look and their words: lines of metadata, headings of plain
//! text, anchors, repeats. Only kinds, roles and cuts change here, never the text.

mod plain;
mod proceedings;
mod stated;
mod title;
mod transcript;
mod underlined;

pub(crate) use title::{is_idle_name, is_idle_title, of_heading, of_text};
pub(crate) use transcript::names_office;

use crate::dates;
use crate::{DateOrder, Options};
use pamphlet_document::{
    Block, BlockKind, Chrome, Diagnostic, Metadata, Role, Severity, SourceMap, Speech, TextRange, field,
};
use std::collections::HashMap;

/// A text after repair, with what is known about it.
pub(crate) struct Shape<'a> {
    pub text: &'a str,
    pub blocks: Vec<Block>,
    pub metadata: &'a mut Metadata,
    pub notes: &'a mut Vec<Diagnostic>,
    pub options: &'a Options,
    /// From the text to the file.
    pub source_map: &'a SourceMap,
}

impl<'a> Shape<'a> {
    /// Finds structure; `plain` texts have paragraphs only, and their lines are looked at.
    pub fn refine(&mut self, plain: bool, speeches: &mut Vec<Speech>) {
        self.anchors();
        self.page_numbers();
        self.running_heads();
        if plain {
            plain::split(self);
        }
        let order = self.date_order();
        stated::metadata_lines(self, order);
        if plain {
            plain::classify(self);
        }
        self.gutenberg();
        transcript::speeches(self, speeches);
        self.repeats();
        proceedings::fields(self);
        stated::top_of_page(self, order);
        self.settle_title();
    }

    /// Says that a date there is none.
    fn impossible_date(&mut self, value: &str, range: TextRange) {
        self.notes.push(Diagnostic {
            severity: Severity::Warning,
            code: "date-impossible".to_owned(),
            message: format!("there is no such day: {value}"),
            place: Some(self.source_map.source_of(range)),
        });
    }

    /// The text of a block.
    fn slice(&self, block: &Block) -> &'a str {
        &self.text[block.range.span()]
    }

    /// How dates of three numbers are read here: as the first one says that has only one reading.
    fn date_order(&mut self) -> DateOrder {
        if self.options.date_order != DateOrder::Auto {
            return self.options.date_order;
        }
        let mut ambiguous = false;
        for block in &self.blocks {
            if block.range.len() > 200 {
                continue;
            }
            // a date of numbers alone: most blocks have none, and this asks them all
            let bytes = self.slice(block).as_bytes();
            let parted = |pair: &[u8]| matches!(pair[0], b'-' | b'/') && pair[1].is_ascii_digit();
            if !bytes.windows(2).any(parted) {
                continue;
            }
            for found in dates::find_all(self.slice(block), DateOrder::Auto) {
                let words = &self.slice(block)[found.range.clone()];
                let numeric = words.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'/'));
                if !numeric || words.len() < 8 || words.as_bytes()[..4].iter().all(u8::is_ascii_digit) {
                    continue;
                }
                match found.other {
                    Some(_) => ambiguous = true,
                    None => {
                        let first: u16 =
                            words.split(['-', '/']).next().and_then(|n| n.parse().ok()).unwrap_or(0);
                        let (_, _, day) = found.date.parts();
                        let same = words.split(['-', '/']).nth(1).and_then(|n| n.parse().ok()) == Some(first);
                        if !same {
                            let day_first = day.map(u16::from) == Some(first);
                            return if day_first { DateOrder::DayFirst } else { DateOrder::MonthFirst };
                        }
                    }
                }
            }
        }
        if ambiguous {
            self.notes.push(Diagnostic {
                severity: Severity::Note,
                code: "date-ambiguous".to_owned(),
                message:
                    "a date of three numbers has two readings and nothing here settles it; read month first"
                        .to_owned(),
                place: None,
            });
        }
        DateOrder::Auto
    }

    /// Parts `(Top)` from the heading it follows, and marks it.
    fn anchors(&mut self) {
        let mut out = Vec::with_capacity(self.blocks.len());
        for block in self.blocks.drain(..) {
            let body = &self.text[block.range.span()];
            let anchor = ANCHORS.iter().find(|anchor| {
                body.len() >= anchor.len()
                    && body.is_char_boundary(body.len() - anchor.len())
                    && body[body.len() - anchor.len()..].eq_ignore_ascii_case(anchor)
            });
            let Some(anchor) = anchor else {
                out.push(block);
                continue;
            };
            let cut = body.len() - anchor.len();
            let before = body[..cut].trim_end_matches(|c: char| c.is_whitespace() || c == '\u{a0}');
            // a phrase without brackets only counts when it stands alone
            if !before.is_empty() && !anchor.starts_with(['(', '[']) {
                out.push(block);
                continue;
            }
            let start = block.range.start;
            if !before.is_empty() {
                out.push(Block {
                    range: TextRange::new(start, start + before.len() as u32),
                    ..block.clone()
                });
            }
            out.push(Block {
                kind: BlockKind::Paragraph,
                range: TextRange::new(start + cut as u32, block.range.end),
                role: Role::Chrome(Chrome::Anchor),
                ..block
            });
        }
        self.blocks = out;
    }

    /// Numbers that stand alone and mount are those of pages, and so are `Column: 1121` and `[Page 5]`.
    fn page_numbers(&mut self) {
        let mut found = Vec::new();
        let mut numbers = Vec::new();
        for (at, block) in self.blocks.iter().enumerate() {
            let kind = matches!(block.kind, BlockKind::Paragraph | BlockKind::Heading(_));
            if let Some((number, named)) = page_number(self.slice(block)).filter(|_| kind) {
                found.push(at);
                numbers.push((number, named));
            }
        }
        // the figures of a table that is none stand alone too, but they go up and down
        // nor is a column of years one of pages
        let years = numbers.iter().all(|(number, _)| (1500..2100).contains(number));
        let mounts = numbers.windows(2).filter(|pair| pair[0].0 <= pair[1].0).count();
        let bare = !years && mounts >= 1 && mounts * 10 >= (numbers.len() - 1) * 9;
        let named = numbers.iter().filter(|(_, named)| *named).count() >= 2;
        for (at, (_, words)) in found.into_iter().zip(numbers) {
            let block = &mut self.blocks[at];
            if block.role == Role::Content && (bare || named && words) {
                block.role = Role::Chrome(Chrome::RunningHead);
            }
        }
    }

    /// Two headings that stand one below the other again and again are the running head of the pages that a
    /// transcript was typed on, `UNREVISED HANSARD` and `NATIONAL ASSEMBLY`; so is the heading or line with a number
    /// that always follows them. The first time they are headings.
    fn running_heads(&mut self) {
        let heading = |block: &Block| {
            matches!(block.kind, BlockKind::Heading(_) | BlockKind::Title)
                && block.role == Role::Content
                && block.range.len() <= 100
        };
        let pair = |at: usize| {
            let (first, second) = (self.blocks.get(at)?, self.blocks.get(at + 1)?);
            (heading(first) && heading(second)).then(|| (self.slice(first), self.slice(second)))
        };
        let mut places: HashMap<(&str, &str), Vec<usize>> = HashMap::new();
        for at in 0..self.blocks.len() {
            if let Some(pair) = pair(at) {
                places.entry(pair).or_default().push(at);
            }
        }
        let mut found = Vec::new();
        for places in places.into_values().filter(|places| places.len() >= RUNNING_HEADS) {
            let below = |at: usize| self.blocks.get(at + 2).map(|block| without_digits(self.slice(block)));
            let follows = below(places[0]).filter(|words| {
                words.len() <= 100 && places.iter().all(|&at| below(at).as_ref() == Some(words))
            });
            for at in places.into_iter().skip(1) {
                found.extend(at..at + 2 + usize::from(follows.is_some()));
            }
        }
        for at in found {
            self.blocks[at].role = Role::Chrome(Chrome::RunningHead);
        }
    }

    /// What Project Gutenberg puts before and after a book is not the book's.
    fn gutenberg(&mut self) {
        let marks = |body: &str, mark: &str| {
            body.starts_with("***")
                && body.get(3..).is_some_and(|rest| rest.trim_start().starts_with(mark))
                && body.contains("PROJECT GUTENBERG")
        };
        let start = self.blocks.iter().position(|block| marks(self.slice(block), "START OF TH"));
        let end = self.blocks.iter().rposition(|block| marks(self.slice(block), "END OF TH"));
        let Some((start, mut end)) = start.zip(end).filter(|(start, end)| start < end) else { return };
        if self.slice(&self.blocks[end - 1]).starts_with("End of ") {
            end -= 1;
        }
        for (at, block) in self.blocks.iter_mut().enumerate() {
            if (at <= start || at >= end) && block.kind != BlockKind::Title && block.role == Role::Content {
                block.role = Role::Chrome(Chrome::Boilerplate);
            }
        }
    }

    /// A heading that says what the heading just before it or the title said is chrome.
    fn repeats(&mut self) {
        let mut said: Vec<String> = Vec::new();
        for at in 0..self.blocks.len() {
            let block = &self.blocks[at];
            if block.role.is_chrome() {
                continue;
            }
            if !matches!(block.kind, BlockKind::Heading(_) | BlockKind::Title) {
                said.retain(|_| false);
                if let Some(title) = self.blocks.first().filter(|block| block.kind == BlockKind::Title) {
                    said.push(folded(self.slice(title)));
                }
                continue;
            }
            let words = folded(self.slice(block));
            if said.contains(&words) && block.kind != BlockKind::Title {
                self.blocks[at].role = Role::Chrome(Chrome::RepeatedHeading);
            } else {
                said.push(words);
            }
        }
    }

    /// The metadata's title from the title block, in one line.
    fn settle_title(&mut self) {
        if self.metadata.title.is_none()
            && let Some(block) = self.blocks.iter().find(|block| block.kind == BlockKind::Title)
        {
            self.metadata.title = Some(one_line(self.slice(block)));
        }
        if self.metadata.date.is_none() {
            for name in [field::ADDED, field::UPDATED] {
                if let Some(value) = self.metadata.first(name) {
                    self.metadata.date = value.parse().ok();
                    if self.metadata.date.is_some() {
                        break;
                    }
                }
            }
        }
    }
}

/// Whether all letters are capitals.
fn capitals(body: &str) -> bool {
    body.chars().any(char::is_uppercase) && !body.chars().any(char::is_lowercase)
}

/// How often two headings stand together until they are a running head. A section of a law that is repealed, or
/// an item of business with the same heading every day, comes less often with the same heading above it.
const RUNNING_HEADS: usize = 5;

/// Words without their numbers, in one line.
fn without_digits(text: &str) -> String {
    let digits = |c: char| c.is_ascii_digit();
    one_line(&text.replace(digits, " "))
}

/// The number of a page or column that a line gives and nothing else, and whether a word says so. The day may
/// stand before it: `19 July 2011 : Column 183WH`.
fn page_number(body: &str) -> Option<(u32, bool)> {
    if body.len() > 48 {
        return None;
    }
    let day = body
        .split_once(" : ")
        .filter(|(day, _)| day.len() <= 20 && day.starts_with(|c: char| c.is_ascii_digit()));
    let body = day.map_or(body, |(_, column)| column);
    if body.len() > 24 {
        return None;
    }
    let inner = body.trim_matches(|c: char| c.is_whitespace() || "-–—[]|".contains(c));
    let words = ["column no", "column", "page no", "page", "col.", "p."];
    let named = words
        .iter()
        .find(|word| inner.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)));
    let rest = &inner[named.map_or(0, |word| word.len())..];
    let number = rest.trim_start_matches([' ', ':', '.']).split(" of ").next().unwrap_or_default().trim();
    // the series of a column: written answers, Westminster Hall
    let number =
        if named.is_some() { number.trim_end_matches(|c: char| c.is_ascii_uppercase()) } else { number };
    let digits = (1..=4).contains(&number.len()) && number.bytes().all(|byte| byte.is_ascii_digit());
    Some((number.parse().ok().filter(|_| digits)?, named.is_some()))
}

/// Links that only lead up the page or to its printed form, as they stand in text. Those without brackets
/// count as whole blocks only.
const ANCHORS: [&str; 21] = [
    "(Top)",
    "[Top]",
    "(Back to top)",
    "[Back to top]",
    "Back to top",
    "(Back to the top)",
    "[Back to the top]",
    "Back to the top",
    "Return to the top",
    "Back to contents",
    "Return to top",
    "Top of page",
    "[top of page]",
    "(Return to top)",
    "(Back to contents)",
    "Printer-friendly version",
    "Printable version",
    "Print this page",
    "Email this page",
    "Send to a friend",
    "Skip to main content",
];

/// Words in lower case with single spaces: two headings that differ in nothing else are the same.
fn folded(text: &str) -> String {
    one_line(text).to_lowercase()
}

/// A text in one line, with single spaces.
pub(crate) fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_heads_of_typed_sheets() {
        let sheet = |n: u32| {
            format!("<h2>UNREVISED</h2><h2>ASSEMBLY</h2><h3>Sheet: {n}</h3><p>Words of sheet {n}.</p>")
        };
        let check = |sheets: std::ops::Range<u32>, expected: usize| {
            let page = sheets.map(sheet).collect::<String>();
            let documents = crate::Ingest::default().bytes("a.html", page.as_bytes()).unwrap();
            let heads = documents[0].blocks.iter();
            let heads = heads.filter(|block| block.role == Role::Chrome(Chrome::RunningHead)).count();
            assert_eq!(heads, expected);
        };
        check(370..376, 5 * 3);
        check(370..373, 0);
    }

    #[test]
    fn numbers_of_pages() {
        for (body, expected) in [
            ("12", Some((12, false))),
            ("- 12 -", Some((12, false))),
            ("Page 3 of 9", Some((3, true))),
            ("Column: 1121", Some((1121, true))),
            ("Column No : 1817", Some((1817, true))),
            ("[Page 5]", Some((5, true))),
            ("19 July 2011 : Column 183WH", Some((183, true))),
            ("12WH", None),
            ("12.5", None),
            ("Columns 1 to 4", None),
            ("3 May", None),
        ] {
            assert_eq!(page_number(body), expected, "{body}");
        }
    }
}
