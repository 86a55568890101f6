//! DOCX (Office Open XML): paragraphs with their styles, tables as rows, notes after the paragraph that
//! refers to them, heads and feet of pages as chrome. What was deleted under change tracking is left out,
//! what was inserted is there. Comments are not part of the text.

use super::markup::{Token, Tokens, attribute};
use super::nest::Nest;
use super::package::{Package, Part};
use super::pieces::{Piece, Pieces};
use super::properties;
use super::styles::{Styles, heading, value};
use crate::Reason;
use crate::draft::Draft;
use crate::formats::{Extracted, Format, Input, Sink};
use pamphlet_document::{BlockKind, Lines, Role};
use quick_xml::events::BytesStart;
use std::collections::HashMap;

/// The format `docx`.
pub(crate) struct Docx;

impl Format for Docx {
    fn name(&self) -> &'static str {
        "docx"
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        let mut draft = Draft::default();
        let plain = extract(input.bytes, sink, &mut draft)?;
        let _ = sink.document(Extracted {
            draft,
            unit: None,
            locator: String::new(),
            plain,
            format: self.name(),
            first_line: Some(Lines::default()),
        });
        Ok(())
    }
}

/// Reads the document into the draft; whether it has no headings of its own.
fn extract(bytes: &[u8], sink: &dyn Sink, draft: &mut Draft) -> Result<bool, Reason> {
    let mut package = Package::open(bytes, sink.budget())?;
    let main = main_part(&mut package);
    let folder = main.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
    let styles = package.optional(&format!("{folder}styles.xml"));
    let styles = Styles::read(styles.as_ref().map_or("", |part| &part.text));
    let mut notes = HashMap::new();
    for name in ["footnotes.xml", "endnotes.xml"] {
        if let Some(part) = package.optional(&format!("{folder}{name}")) {
            let mut body = Body::new(&styles, &part, HashMap::new());
            body.read(&part.text);
            body.nest.close();
            notes.extend(body.nest.notes);
        }
    }
    let part = package.part(&main)?;
    let mut body = Body::new(&styles, &part, notes);
    body.page = part.text.contains("lastRenderedPageBreak").then_some(1);
    if let Some(at) = body.read(&part.text) {
        draft.notes.push(part.broken(&main, at));
    }
    let mut pieces = Pieces { list: body.nest.finish() };
    let mut stated = None;
    for name in ["docProps/core.xml", "docProps/app.xml"] {
        let Some(part) = package.optional(name) else { continue };
        let had = draft.metadata.title.is_some();
        properties::read(&part.text, &mut draft.metadata);
        if !had && let Some(title) = &draft.metadata.title {
            stated = Some((title.clone(), part.place));
        }
    }
    draft.metadata.title = None;
    for name in package.names() {
        let rest = name.strip_prefix(&folder).unwrap_or_default();
        if (rest.starts_with("header") || rest.starts_with("footer"))
            && rest.ends_with(".xml")
            && let Some(part) = package.optional(&name)
        {
            let mut body = Body::new(&styles, &part, HashMap::new());
            body.read(&part.text);
            pieces.running_heads(body.nest.finish());
        }
    }
    let plain = !pieces.has_headings();
    draft.metadata.title = pieces.settle_title(stated.as_ref().map(|(title, place)| (&**title, *place)));
    pieces.write(draft);
    Ok(plain)
}

/// The name of the main part, by the package's relations.
fn main_part(package: &mut Package<'_>) -> String {
    if let Some(part) = package.optional("_rels/.rels") {
        for token in Tokens::new(&part.text) {
            if let Token::Open(start) = token
                && start.local_name().as_ref() == "Relationship"
                && attribute(&start, "Type").is_some_and(|kind| kind.ends_with("/officeDocument"))
                && let Some(target) = attribute(&start, "Target")
            {
                return target.trim_start_matches('/').to_owned();
            }
        }
    }
    "word/document.xml".to_owned()
}

/// Elements whose text is not part of the document as it reads now.
fn unseen(name: &str) -> bool {
    matches!(
        name,
        "del"
            | "moveFrom"
            | "delText"
            | "instrText"
            | "delInstrText"
            | "Fallback"
            | "tabs"
            | "pPrChange"
            | "rPrChange"
            | "sectPrChange"
            | "tblPrChange"
            | "trPrChange"
            | "tcPrChange"
            | "docPartObj"
            | "posOffset"
            | "pctWidth"
            | "pctHeight"
            | "align"
    )
}

/// The text of one part.
struct Body<'s> {
    styles: &'s Styles,
    nest: Nest,
    page: Option<u32>,
    /// How many elements deep we are in one whose text is left out.
    skipping: usize,
    in_text: bool,
    hidden: bool,
    /// The run is set high.
    high: bool,
    in_properties: bool,
}

impl<'s> Body<'s> {
    fn new(styles: &'s Styles, part: &Part, notes: HashMap<String, Vec<Piece>>) -> Self {
        let mut nest = Nest::new(part.place);
        nest.notes = notes;
        Self {
            styles,
            nest,
            page: None,
            skipping: 0,
            in_text: false,
            hidden: false,
            high: false,
            in_properties: false,
        }
    }

    /// Reads all; the byte at which the markup broke, if it did.
    fn read(&mut self, xml: &str) -> Option<u64> {
        let mut tokens = Tokens::new(xml);
        for token in &mut tokens {
            match token {
                Token::Open(start) => self.open(&start),
                Token::Close(name) => self.close(&name),
                Token::Text(text) if self.in_text && self.skipping == 0 && !self.hidden => match self.high {
                    true => self.nest.high(&text),
                    false => self.nest.text(&text),
                },
                Token::Text(_) => {}
            }
        }
        tokens.broken
    }

    fn open(&mut self, start: &BytesStart<'_>) {
        let name = start.local_name();
        let name = name.as_ref();
        if self.skipping > 0 || unseen(name) {
            self.skipping += 1;
            return;
        }
        match name {
            "p" => self.nest.begin(BlockKind::Paragraph, self.page),
            "pPr" => self.in_properties = true,
            "pStyle" => self.style(&value(start)),
            "outlineLvl" => {
                if let Some(level) = value(start).parse::<u8>().ok().filter(|&level| level < 9) {
                    self.kind(heading(level + 1).kind);
                }
            }
            "numId" if self.in_properties && value(start) != "0" => {
                if let Some(paragraph) = self.nest.paragraph()
                    && paragraph.kind == BlockKind::Paragraph
                {
                    paragraph.kind = BlockKind::ListItem;
                }
            }
            "r" => (self.hidden, self.high) = (false, false),
            "vertAlign" if !self.in_properties => self.high = value(start) == "superscript",
            "vanish" if !self.in_properties => {
                self.hidden = !matches!(&*value(start), "0" | "false" | "off");
            }
            "t" => self.in_text = true,
            "tab" | "ptab" => self.nest.text("\t"),
            "br" | "cr" => self.nest.text("\n"),
            "noBreakHyphen" => self.nest.text("\u{2011}"),
            "lastRenderedPageBreak" => self.page_break(),
            "footnoteReference" | "endnoteReference" => {
                let id = attribute(start, "id").unwrap_or_default();
                if let Some(paragraph) = self.nest.paragraph() {
                    // the two kinds count apart
                    paragraph.notes.push(format!("{}{id}", &name[..1]));
                }
            }
            "footnote" | "endnote" => {
                let id = attribute(start, "id").unwrap_or_default();
                let separator = attribute(start, "type").is_some_and(|kind| kind != "normal");
                if separator {
                    self.skipping = 1;
                } else {
                    self.nest.note(format!("{}{id}", &name[..1]));
                }
            }
            "tr" => self.nest.row(),
            "tc" => self.nest.cell(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if self.skipping > 0 {
            self.skipping -= 1;
            return;
        }
        match name {
            "p" => {
                self.nest.end();
                self.hidden = false;
            }
            "pPr" => self.in_properties = false,
            "t" => self.in_text = false,
            "r" => (self.hidden, self.high) = (false, false),
            "tc" => self.nest.end_cell(),
            "tr" => self.nest.end_row(),
            "footnote" | "endnote" => self.nest.end_note(),
            _ => {}
        }
    }

    fn style(&mut self, id: &str) {
        if let Some(meaning) = self.styles.meaning(id)
            && let Some(paragraph) = self.nest.paragraph()
        {
            paragraph.kind = meaning.kind;
            paragraph.role = meaning.role;
        }
    }

    fn kind(&mut self, kind: BlockKind) {
        if let Some(paragraph) = self.nest.paragraph()
            && paragraph.role == Role::Content
        {
            paragraph.kind = kind;
        }
    }

    /// A page ended here when the document was last shown; a paragraph that starts with it is on the new one.
    fn page_break(&mut self) {
        self.page = self.page.map(|page| page + 1);
        let page = self.page;
        if let Some(paragraph) = self.nest.paragraph()
            && paragraph.text.trim().is_empty()
        {
            paragraph.page = page;
        }
    }
}
