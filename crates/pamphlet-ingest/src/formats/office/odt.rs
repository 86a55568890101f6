//! OpenDocument: texts (ODT), and what the same reading gives of presentations and sheets. Deletions that
//! are being tracked and annotations are left out.

use super::markup::{Token, Tokens, attribute};
use super::nest::Nest;
use super::package::{Package, Part};
use super::pieces::Pieces;
use super::properties;
use crate::Reason;
use crate::draft::Draft;
use crate::formats::{Extracted, Format, Input, Sink};
use pamphlet_document::{BlockKind, Lines};
use quick_xml::events::BytesStart;
use std::collections::{HashMap, HashSet};

/// The formats `odt`, `odp` and `ods`.
pub(crate) struct OpenDocument(pub &'static str);

impl Format for OpenDocument {
    fn name(&self) -> &'static str {
        self.0
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        let mut draft = Draft::default();
        let plain = extract(input.bytes, sink, &mut draft)?;
        let _ = sink.document(Extracted {
            draft,
            unit: None,
            locator: String::new(),
            plain,
            format: self.0,
            first_line: Some(Lines::default()),
        });
        Ok(())
    }
}

/// Reads the document into the draft; whether it has no headings of its own.
fn extract(bytes: &[u8], sink: &dyn Sink, draft: &mut Draft) -> Result<bool, Reason> {
    let mut package = Package::open(bytes, sink.budget())?;
    let manifest = package.optional("META-INF/manifest.xml");
    if manifest.is_some_and(|part| part.text.contains("encryption-data")) {
        return Err(Reason::Encrypted);
    }
    let content = package.part("content.xml")?;
    let styles = package.optional("styles.xml");
    let mut looks = Looks::default();
    for part in [styles.as_ref(), Some(&content)].into_iter().flatten() {
        looks.read(&part.text);
    }
    let mut body = Body::new(&looks, &content, "body");
    if let Some(at) = body.read(&content.text) {
        draft.notes.push(content.broken("content.xml", at));
    }
    let mut pieces = Pieces { list: body.nest.finish() };
    let mut stated = None;
    if let Some(part) = package.optional("meta.xml") {
        properties::read(&part.text, &mut draft.metadata);
        stated = draft.metadata.title.take().map(|title| (title, part.place));
    }
    if let Some(part) = &styles {
        let mut body = Body::new(&looks, part, "master-styles");
        body.read(&part.text);
        pieces.running_heads(body.nest.finish());
    }
    let plain = !pieces.has_headings();
    draft.metadata.title = pieces.settle_title(stated.as_ref().map(|(title, place)| (&**title, *place)));
    pieces.write(draft);
    Ok(plain)
}

/// What the styles say.
#[derive(Default)]
struct Looks {
    /// From each style to the one that it is made from.
    parents: HashMap<String, String>,
    /// Those that set text high.
    high: HashSet<String>,
}

impl Looks {
    fn read(&mut self, xml: &str) {
        let mut last = None;
        for token in Tokens::new(xml) {
            let Token::Open(start) = token else { continue };
            match start.local_name().as_ref() {
                "style" => {
                    last = attribute(&start, "name");
                    if let (Some(name), Some(parent)) = (&last, attribute(&start, "parent-style-name")) {
                        self.parents.insert(name.clone(), parent);
                    }
                }
                "text-properties" => {
                    let position = attribute(&start, "text-position").unwrap_or_default();
                    if position.starts_with("super")
                        && let Some(name) = &last
                    {
                        self.high.insert(name.clone());
                    }
                }
                _ => {}
            }
        }
    }
}

/// Elements whose text is not part of the document as it reads now.
fn unseen(name: &str) -> bool {
    matches!(
        name,
        "tracked-changes"
            | "annotation"
            | "note-citation"
            | "ruby-text"
            | "desc"
            | "title"
            | "script"
            | "ruby-base-style"
            | "forms"
            | "page-number"
            | "page-count"
            | "notes"
            | "sequence-decls"
            | "index-title-template"
    )
}

struct Body<'s> {
    looks: &'s Looks,
    nest: Nest,
    /// The element in which the text stands, and whether we are in it.
    root: &'static str,
    inside: bool,
    skipping: usize,
    /// How many list items are open.
    items: usize,
    /// Of each open span, whether it is set high.
    spans: Vec<bool>,
}

impl<'s> Body<'s> {
    fn new(looks: &'s Looks, part: &Part, root: &'static str) -> Self {
        let nest = Nest::new(part.place);
        Self { looks, nest, root, inside: false, skipping: 0, items: 0, spans: Vec::new() }
    }

    /// Reads all; the byte at which the markup broke, if it did.
    fn read(&mut self, xml: &str) -> Option<u64> {
        let mut tokens = Tokens::new(xml);
        for token in &mut tokens {
            match token {
                Token::Open(start) => self.open(&start),
                Token::Close(name) => self.close(&name),
                // line breaks of the markup are spaces
                Token::Text(text) if self.inside && self.skipping == 0 => {
                    let text = text.replace(['\n', '\t'], " ");
                    match self.spans.last() {
                        Some(true) => self.nest.high(&text),
                        _ => self.nest.text(&text),
                    }
                }
                Token::Text(_) => {}
            }
        }
        tokens.broken
    }

    fn open(&mut self, start: &BytesStart<'_>) {
        let name = start.local_name();
        let name = name.as_ref();
        if name == self.root {
            self.inside = true;
        }
        if self.skipping > 0 || unseen(name) {
            self.skipping += 1;
            return;
        }
        if !self.inside {
            return;
        }
        match name {
            "h" => {
                let level = attribute(start, "outline-level").and_then(|level| level.parse::<u8>().ok());
                let kind = self.by_style(start).filter(|kind| *kind == BlockKind::Title);
                self.nest.begin(kind.unwrap_or(BlockKind::Heading(level.unwrap_or(1).clamp(1, 6))), None);
            }
            "p" => {
                let plain = if self.items > 0 { BlockKind::ListItem } else { BlockKind::Paragraph };
                let kind = self.by_style(start).unwrap_or(plain);
                self.nest.begin(kind, None);
            }
            "list-item" => self.items += 1,
            "span" => {
                let style = attribute(start, "style-name");
                self.spans.push(style.is_some_and(|style| self.looks.high.contains(&style)));
            }
            "s" => self.nest.text(" "),
            "tab" => self.nest.text("\t"),
            "line-break" => self.nest.text("\n"),
            "note-body" => self.nest.note(String::new()),
            "table-row" => self.nest.row(),
            "table-cell" | "covered-table-cell" => self.nest.cell(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if name == self.root {
            self.inside = false;
        }
        if self.skipping > 0 {
            self.skipping -= 1;
            return;
        }
        match name {
            "h" | "p" => self.nest.end(),
            "span" => {
                self.spans.pop();
            }
            "list-item" => self.items = self.items.saturating_sub(1),
            "note-body" => self.nest.end_note(),
            "table-row" => self.nest.end_row(),
            "table-cell" | "covered-table-cell" => self.nest.end_cell(),
            _ => {}
        }
    }

    /// What the style of a paragraph says, through the styles that it is made from.
    fn by_style(&self, start: &BytesStart<'_>) -> Option<BlockKind> {
        let name = attribute(start, "style-name")?;
        let mut name = name.as_str();
        for _ in 0..12 {
            match name {
                "Title" => return Some(BlockKind::Title),
                "Quotations" => return Some(BlockKind::Quote),
                "Footnote" | "Endnote" => return Some(BlockKind::Footnote),
                _ => {}
            }
            if let Some(level) = name.strip_prefix("Heading_20_") {
                return level.parse::<u8>().ok().map(|level| BlockKind::Heading(level.clamp(1, 6)));
            }
            name = self.looks.parents.get(name)?;
        }
        None
    }
}
