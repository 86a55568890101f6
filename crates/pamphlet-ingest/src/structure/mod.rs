//! What the blocks of a text are, told by their look and their words: lines of metadata, headings of plain
//! text, anchors, repeats. Only kinds, roles and cuts change here, never the text.

mod plain;
mod stated;
mod transcript;

use crate::dates;
use crate::{DateOrder, Options};
use pamphlet_document::{
    Block, BlockKind, Chrome, Diagnostic, Metadata, Role, Severity, Speech, TextRange, field,
};

/// A text after repair, with what is known about it.
pub(crate) struct Shape<'a> {
    pub text: &'a str,
    pub blocks: Vec<Block>,
    pub metadata: &'a mut Metadata,
    pub notes: &'a mut Vec<Diagnostic>,
    pub options: &'a Options,
}

impl<'a> Shape<'a> {
    /// Finds structure; `plain` texts have paragraphs only, and their lines are looked at.
    pub fn refine(&mut self, plain: bool, speeches: &mut Vec<Speech>) {
        self.anchors();
        self.page_numbers();
        if plain {
            plain::split(self);
        }
        let order = self.date_order();
        stated::metadata_lines(self, order);
        if plain {
            plain::classify(self);
        }
        transcript::speeches(self, speeches);
        self.repeats();
        stated::top_of_page(self, order);
        self.settle_title();
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

    /// Numbers that stand alone, more than once, are those of pages.
    fn page_numbers(&mut self) {
        let text = self.text;
        let is_number = |block: &Block| {
            let body = &text[block.range.span()];
            let inner = body.trim_matches(|c: char| c.is_whitespace() || "-–—[]|".contains(c));
            let inner = inner.strip_prefix("Column: ").unwrap_or(inner);
            let inner = inner.strip_prefix("Page ").or_else(|| inner.strip_prefix("page ")).unwrap_or(inner);
            let number = inner.split(" of ").next().unwrap_or_default();
            block.kind == BlockKind::Paragraph
                && body.len() <= 20
                && (1..=4).contains(&number.len())
                && number.bytes().all(|byte| byte.is_ascii_digit())
        };
        if self.blocks.iter().filter(|block| is_number(block)).take(2).count() == 2 {
            for block in &mut self.blocks {
                if block.role == Role::Content && is_number(block) {
                    block.role = Role::Chrome(Chrome::RunningHead);
                }
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

/// Links that only lead up the page, as they stand in text.
const ANCHORS: [&str; 10] = [
    "(Top)",
    "[Top]",
    "(Back to top)",
    "[Back to top]",
    "Back to top",
    "Return to top",
    "Top of page",
    "[top of page]",
    "(Return to top)",
    "(Back to contents)",
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
