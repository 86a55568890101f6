//! Markdown: CommonMark with tables, footnotes and definition lists, and front matter before it. Marks of
//! markup go, words stay; tags of HTML in it are read as HTML.

use super::notes::Link;
use super::records::{known_value, name_of};
use super::{Extracted, Format, Input, Sink, html};
use crate::draft::Draft;
use crate::repairing::decode;
use crate::{Options, Reason};
use pamphlet_document::{BlockKind, Role, SourceMap, SourceRange};
use pulldown_cmark::{Event, Options as Extensions, Parser, Tag, TagEnd};
use std::ops::Range;

/// The format `markdown`.
pub(crate) struct Markdown;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        let unit = decode(input.bytes, None);
        let mut draft = Draft::default();
        let start = front_matter(&unit.text, &mut draft, input.options);
        body(&unit.text, start, &mut draft, input.options);
        let _ = sink.document(Extracted {
            draft,
            unit: Some(&unit),
            locator: String::new(),
            // lines of an OCRed page stand in paragraphs here too
            plain: true,
            format: self.name(),
            first_line: None,
        });
        Ok(())
    }
}

/// Reads front matter between lines of `---` or `+++`; returns where the body starts. The title becomes the
/// first block, every other line a line of metadata.
fn front_matter(text: &str, draft: &mut Draft, options: &Options) -> usize {
    let mut lines = super::text::Lines::new(text);
    let Some((_, first, _)) = lines.next() else { return 0 };
    let mark = first.trim_end();
    if mark != "---" && mark != "+++" {
        return 0;
    }
    // each entry with its further, indented lines
    let mut entries: Vec<(usize, usize)> = Vec::new();
    let mut end = None;
    for (start, line, next) in lines {
        if line.trim_end() == mark {
            end = Some(next);
            break;
        }
        let goes_on = line.starts_with([' ', '\t', '-']) || line.trim().is_empty();
        match entries.last_mut() {
            Some(entry) if goes_on => entry.1 = start + line.len(),
            _ => entries.push((start, start + line.len())),
        }
    }
    let Some(end) = end else { return 0 };
    let by = if mark == "---" { ':' } else { '=' };
    let split = |&(start, end): &(usize, usize)| {
        let entry = &text[start..end];
        let at = entry.find(by)?;
        let value = &entry[at + 1..];
        let from = start + at + 1 + value.len() - value.trim_start().len();
        let value = value.trim();
        let quoted = value.len() >= 2
            && [('"', '"'), ('\'', '\'')].iter().any(|&(a, b)| value.starts_with(a) && value.ends_with(b));
        let inner = if quoted { from + 1..from + value.len() - 1 } else { from..from + value.len() };
        Some((entry[..at].trim(), inner))
    };
    if entries.iter().filter_map(split).count() == 0 {
        return 0;
    }
    let title = entries.iter().filter_map(split).find(|(key, value)| {
        key.eq_ignore_ascii_case("title") && !value.is_empty() && &text[value.clone()] != "null"
    });
    if let Some((_, value)) = &title {
        draft.begin(BlockKind::Title, Role::Content);
        draft.fold(&text[value.clone()], value.start as u64);
        draft.end();
    }
    for entry in &entries {
        let parts = split(entry);
        if parts.is_some() && parts == title {
            continue;
        }
        draft.begin(BlockKind::MetadataLine, Role::Content);
        draft.fold(&text[entry.0..entry.1], entry.0 as u64);
        draft.end();
        let Some((key, value)) = parts else { continue };
        for value in text[value]
            .split('\n')
            .flat_map(|line| line.trim().trim_start_matches("- ").trim_matches(['[', ']']).split(", "))
        {
            let value = value.trim().trim_matches(['"', '\'']);
            if !matches!(value, "" | "null" | "[]" | "~") {
                known_value(&name_of(key), key, value, draft, options);
            }
        }
    }
    end
}

/// Adds Markdown that stands in the unit from `start` on.
fn body(unit: &str, start: usize, draft: &mut Draft, options: &Options) {
    let extensions = Extensions::ENABLE_TABLES
        | Extensions::ENABLE_FOOTNOTES
        | Extensions::ENABLE_STRIKETHROUGH
        | Extensions::ENABLE_DEFINITION_LIST;
    let mut reader = Reader {
        unit,
        draft,
        kinds: Vec::new(),
        number: None,
        new: true,
        code: false,
        references: Vec::new(),
        definitions: Vec::new(),
    };
    let mut tags: Option<Range<usize>> = None;
    for (event, range) in Parser::new_ext(&unit[start..], extensions).into_offset_iter() {
        let range = range.start + start..range.end + start;
        if let Event::Html(_) = &event {
            tags = Some(tags.map_or(range.clone(), |tags| tags.start..range.end));
            continue;
        }
        if let Some(tags) = tags.take() {
            reader.html(tags, options);
        }
        reader.event(event, range);
    }
    if let Some(tags) = tags {
        reader.html(tags, options);
    }
    reader.draft.end();
    let Reader { references, definitions, draft, .. } = reader;
    let place = |label: &String| definitions.iter().find(|(other, _)| other == label).map(|(_, at)| *at);
    let found: Vec<Link> = references
        .iter()
        .filter_map(|(label, at)| Some(Link { from: *at, to: place(label)?, mark: false }))
        .collect();
    super::notes::tie_places(&found, draft);
}

struct Reader<'a> {
    unit: &'a str,
    draft: &'a mut Draft,
    /// The kinds of the containers around.
    kinds: Vec<BlockKind>,
    /// The number of the list item that has just begun, as it is written: laws are cited by it.
    number: Option<Range<usize>>,
    /// Whether the next text starts a block.
    new: bool,
    code: bool,
    /// Labels of footnotes, with the bytes where they are referred to, and where they stand.
    references: Vec<(String, u32)>,
    definitions: Vec<(String, u32)>,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.open(&tag, range),
            Event::End(tag) => self.close(tag),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.text(&text, range),
            Event::Code(text) => {
                let at = self.unit[range.clone()].find(&*text).map(|at| range.start + at);
                self.text(&text, at.map_or(range, |at| at..at + text.len()));
            }
            Event::SoftBreak | Event::HardBreak => self.draft.space('\n', place(&range)),
            Event::FootnoteReference(label) => self.references.push((label.to_string(), range.start as u32)),
            Event::Rule => self.flush(),
            Event::InlineHtml(tag) if tag.starts_with("<br") => self.draft.space('\n', place(&range)),
            _ => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>, range: Range<usize>) {
        let kind = match tag {
            Tag::Paragraph => None,
            Tag::Heading { level, .. } => Some(BlockKind::Heading(*level as u8)),
            Tag::Item => Some(BlockKind::ListItem),
            Tag::BlockQuote(_) => Some(BlockKind::Quote),
            Tag::FootnoteDefinition(_) => Some(BlockKind::Footnote),
            Tag::TableHead | Tag::TableRow => Some(BlockKind::TableRow),
            Tag::CodeBlock(_) => {
                self.code = true;
                Some(BlockKind::Paragraph)
            }
            Tag::DefinitionListTitle | Tag::DefinitionListDefinition => Some(BlockKind::Paragraph),
            Tag::List(_) | Tag::Table(_) | Tag::HtmlBlock | Tag::DefinitionList => None,
            _ => return,
        };
        self.flush();
        self.kinds.extend(kind);
        if let Tag::FootnoteDefinition(label) = tag {
            self.definitions.push((label.to_string(), range.start as u32));
        }
        if matches!(tag, Tag::Item) {
            self.number = number(&self.unit[range.clone()]).map(|len| range.start..range.start + len);
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::TableCell => self.draft.space('\t', SourceRange::default()),
            TagEnd::Heading(_)
            | TagEnd::Item
            | TagEnd::BlockQuote(_)
            | TagEnd::FootnoteDefinition
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::CodeBlock
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition => {
                self.flush();
                self.kinds.pop();
                self.number = None;
                self.code = false;
            }
            TagEnd::Paragraph
            | TagEnd::List(_)
            | TagEnd::Table
            | TagEnd::HtmlBlock
            | TagEnd::DefinitionList => self.flush(),
            _ => {}
        }
    }

    fn flush(&mut self) {
        self.draft.end();
        self.new = true;
    }

    fn start_block(&mut self) {
        if self.new {
            self.new = false;
            let mut kind = self.kinds.last().copied().unwrap_or(BlockKind::Paragraph);
            if kind == BlockKind::Heading(1) && self.draft.blocks.is_empty() {
                kind = BlockKind::Title;
            }
            self.draft.begin(kind, Role::Content);
            if let Some(number) = self.number.take() {
                self.draft.copy(&self.unit[number.clone()], number.start as u64);
                self.draft.space(' ', SourceRange::new(number.end as u64, number.end as u64 + 1));
            }
        }
    }

    fn text(&mut self, text: &str, range: Range<usize>) {
        if text.trim().is_empty() {
            self.draft.space(if text.contains('\n') { '\n' } else { ' ' }, place(&range));
            return;
        }
        self.start_block();
        if self.unit[range.clone()] != *text {
            // an escape or a reference to a character
            for (n, word) in text.split_whitespace().enumerate() {
                if n > 0 || text.starts_with(char::is_whitespace) {
                    self.draft.space(' ', place(&range));
                }
                self.draft.replace(word, place(&range));
            }
            return;
        }
        if !self.code {
            self.draft.fold(text, range.start as u64);
            return;
        }
        for (start, line, next) in super::text::Lines::new(text) {
            let at = range.start + start;
            if line.trim().is_empty() {
                self.flush();
                continue;
            }
            self.start_block();
            self.draft.fold(line, at as u64);
            self.draft.space('\n', SourceRange::new((at + line.len()) as u64, (range.start + next) as u64));
        }
    }

    /// Tags in a block of their own, read as a page.
    fn html(&mut self, range: Range<usize>, options: &Options) {
        self.flush();
        let text = &self.unit[range.clone()];
        let mut inner = Draft::default();
        html::page(text, &mut inner, options);
        self.draft.absorb(inner, &SourceMap::identity(text.len() as u32, range.start as u64));
    }
}

/// The length of the number that a list item starts with, `12.` or `3)`.
fn number(item: &str) -> Option<usize> {
    let digits = item.bytes().take_while(u8::is_ascii_digit).count();
    let mark = item.as_bytes().get(digits).is_some_and(|byte| matches!(byte, b'.' | b')'));
    let white = item.as_bytes().get(digits + 1).is_some_and(u8::is_ascii_whitespace);
    (digits > 0 && mark && white).then_some(digits + 1)
}

fn place(range: &Range<usize>) -> SourceRange {
    SourceRange::new(range.start as u64, range.end as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut draft = Draft::default();
        let options = Options::default();
        let start = front_matter(text, &mut draft, &options);
        body(text, start, &mut draft, &options);
        let map = std::mem::take(&mut draft.map).finish();
        let mut out = String::new();
        for block in &draft.blocks {
            let body = &draft.text[block.range.span()];
            out.push_str(&format!("{:?}: {}\n", block.kind, body.replace('\n', "\\n").replace('\t', "\\t")));
            let place = map.source_of(block.range);
            let source = &text[place.start as usize..place.end as usize];
            assert!(
                body.split_whitespace().all(|word| source.contains(word) || source.contains('&')),
                "{body} in {source}"
            );
        }
        assert_eq!(out.trim_end(), expected);
    }

    #[test]
    fn blocks() {
        check(
            "# Bread\n\nWe *want* **bread**\nnow.\n\n- one\n- two\n\n> said\n\n## Two\n",
            "Title: Bread\nParagraph: We want bread\\nnow.\nListItem: one\nListItem: two\nQuote: said\nHeading(2): Two",
        );
        check("3.  the mill,\n4.  the pit.\n", "ListItem: 3. the mill,\nListItem: 4. the pit.");
        check("a [link](http://x) and `code` &amp; \\* this", "Paragraph: a link and code & * this");
        check("|a|b|\n|-|-|\n|1|2|\n", "TableRow: a\\tb\nTableRow: 1\\t2");
        check("<div><p>in a page</p></div>\n\nout", "Paragraph: in a page\nParagraph: out");
    }

    #[test]
    fn quotes_of_several_lines_stay_quotes() {
        let documents =
            crate::Ingest::default().bytes("a.md", b"# Bread\n\nHe said:\n\n> one\n> two\n").unwrap();
        let kinds: Vec<_> = documents[0].blocks.iter().map(|block| block.kind).collect();
        assert_eq!(kinds, [BlockKind::Title, BlockKind::Paragraph, BlockKind::Quote]);
    }

    #[test]
    fn front_matter_becomes_metadata() {
        let text = "---\ntitle: 'The Bread\n  Order'\ndate_signed: '1975-04-16'\nmayor: Beame\nnote: null\n---\n\nText.\n";
        check(
            text,
            "Title: The Bread Order\nMetadataLine: date_signed: '1975-04-16'\nMetadataLine: mayor: Beame\nMetadataLine: note: null\nParagraph: Text.",
        );
        let mut draft = Draft::default();
        front_matter(text, &mut draft, &Options::default());
        assert_eq!(draft.metadata.date.map(|date| date.to_string()).as_deref(), Some("1975-04-16"));
        assert_eq!(draft.metadata.first("mayor"), Some("Beame"));
        assert_eq!(draft.metadata.first("note"), None);
        check("---\n\nNo front matter\n", "Paragraph: No front matter");
    }
}
