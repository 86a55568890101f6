//! From elements to blocks: the open elements, and the draft that grows. The vocabularies say what their elements
//! do, and the text goes through [`words`](super::words).

use super::entities::Entities;
use super::flow::{Ended, Flow, Open};
use super::notes::Join;
use super::people::Person;
use super::survey::Survey;
use super::tag::{Attribute, Tag};
use super::words::Piece;
use crate::draft::Draft;
use pamphlet_document::{BlockKind, Diagnostic, Role, Severity, SourceRange};

/// Elements below this depth part blocks and are nothing else: no document means anything by them.
const DEEPEST: usize = 512;

/// An open element.
pub(super) struct Element<'a> {
    name: &'a str,
    pub(super) flow: Flow,
    pub(super) kind: BlockKind,
    pub(super) role: Role,
    pub(super) lang: Option<&'a str>,
    mark: Option<&'static str>,
    /// Where its text starts in the draft.
    from: usize,
    /// Whether it is a speech.
    speech: bool,
    /// Whether it has a heading of its own.
    headed: bool,
    /// For a note within the text of a block: that block.
    cut: Option<Cut>,
}

/// A block that a note stands in.
#[derive(Clone, Copy, Debug)]
pub(super) struct Cut {
    /// Its place among the blocks.
    first: usize,
    /// Whether white space stands before or behind the note.
    pub(super) white: bool,
}

/// The state of reading one text.
pub(super) struct Reading<'a> {
    /// The document so far.
    pub draft: Draft,
    /// What the first look found.
    pub survey: &'a Survey<'a>,
    pub(super) entities: Entities,
    pub(super) open: Vec<Element<'a>>,
    deeper: usize,
    /// The next text starts a block.
    pub(super) fresh: bool,
    /// Words must not run together here.
    pub(super) apart: bool,
    /// The block that the next text goes on with, where nothing else starts one.
    pub(super) resumes: Option<Cut>,
    /// The blocks that went on after a note.
    pub joins: Vec<Join>,
    /// Where the piece that is read starts in the unit.
    pub at: u64,
    /// Whether white space in elements of a name is the layout of the file and nothing else.
    pub layout: fn(&str) -> bool,
    /// Text of labels.
    pub(super) carried: Vec<Piece<'a>>,
    broken: usize,
    pub(super) refused: usize,
    flattened: bool,
}

impl<'a> Reading<'a> {
    pub fn new(survey: &'a Survey<'a>) -> Self {
        Self {
            draft: Draft::default(),
            survey,
            entities: Entities::default(),
            open: Vec::new(),
            deeper: 0,
            fresh: true,
            apart: false,
            resumes: None,
            joins: Vec::new(),
            at: 0,
            layout: |_| false,
            carried: Vec::new(),
            broken: 0,
            refused: 0,
            flattened: false,
        }
    }

    /// The name of the innermost open element.
    pub fn parent(&self) -> &'a str {
        self.open.last().map_or("", |element| element.name)
    }

    /// Whether an element of this name is open.
    pub fn within(&self, name: &str) -> bool {
        self.open.iter().any(|element| element.name == name)
    }

    /// How many elements are open.
    pub fn depth(&self) -> usize {
        self.open.len() + self.deeper
    }

    /// Whether so many are open that no more is asked about.
    pub fn too_deep(&self) -> bool {
        self.open.len() >= DEEPEST
    }

    /// An element starts; it does what `open` says. `empty` where it ends at once.
    pub fn start(&mut self, tag: Tag<'a>, open: Open) {
        if self.too_deep() {
            if !std::mem::replace(&mut self.flattened, true) {
                let message = "elements nest too deep; the innermost were read as one level".to_owned();
                self.note(Severity::Note, "xml-flattened", message, SourceRange::new(self.at, self.at));
            }
            self.deeper += 1;
            self.part();
            return;
        }
        let (mut kind, mut role, mut lang) = match self.open.last() {
            Some(parent) => (parent.kind, parent.role, parent.lang),
            None => (BlockKind::Paragraph, Role::Content, None),
        };
        role = open.role.unwrap_or(role);
        if tag.raw.contains("xml:lang") {
            lang = tag.attribute("xml:lang").and_then(|found| super::language(found.raw)).or(lang);
        }
        let mut headed = false;
        let within = !self.fresh && kind != BlockKind::Footnote;
        let cut = (open.flow == Flow::Block(BlockKind::Footnote) && within).then(|| self.cut());
        match open.flow {
            // a paragraph is what it stands in, a quotation or a note, but no line of a head that holds the text
            Flow::Block(BlockKind::Paragraph) if open.role != Some(Role::Content) => self.part(),
            Flow::Block(own) => {
                kind = own;
                self.part();
            }
            Flow::Heading => {
                let above = self.open.len().saturating_sub(1);
                let level = 1 + self.open[..above].iter().filter(|element| element.headed).count();
                kind = BlockKind::Heading(level.min(6) as u8);
                if let Some(parent) = self.open.last_mut() {
                    parent.headed = true;
                }
                headed = true;
                self.part();
            }
            Flow::Container => self.part(),
            Flow::Label => self.part(),
            Flow::Words => self.apart = true,
            Flow::Line => self.space('\n'),
            Flow::Cell => self.space('\t'),
            Flow::Inline => {}
        }
        self.open.push(Element {
            name: tag.local(),
            flow: open.flow,
            kind,
            role,
            lang,
            mark: open.mark,
            from: self.draft.text.len(),
            speech: open.speech,
            headed,
            cut,
        });
    }

    /// The open block, which a note is about to cut.
    fn cut(&self) -> Cut {
        Cut { first: self.draft.blocks.len(), white: self.draft.is_apart() }
    }

    /// Begins a speech that the element about to start holds.
    pub fn speech(&mut self, by: Person) {
        self.flush();
        self.draft.begin_speech(by.into());
        self.fresh = true;
    }

    /// No speech goes on any more, unless an element holds it.
    pub fn silence(&mut self) {
        if self.draft.speech.is_some() && !self.open.iter().any(|element| element.speech) {
            self.flush();
            self.draft.end();
            self.draft.speech = None;
            self.fresh = true;
        }
    }

    /// A block that is the value of an attribute.
    pub fn value(&mut self, kind: BlockKind, attribute: Attribute<'_>) {
        self.flush();
        let role = self.open.last().map_or(Role::Content, |element| element.role);
        self.draft.begin(kind, role);
        let raw = attribute.raw;
        if raw.contains('&') {
            let unit = SourceRange::new(attribute.at, attribute.at + raw.len() as u64);
            self.draft.block(kind, role, &super::entities::resolved(raw), unit);
        } else {
            self.draft.fold(raw, attribute.at);
        }
        self.draft.end();
        self.fresh = true;
    }

    /// The speech that goes on.
    pub fn speaking(&mut self) -> Option<&mut pamphlet_document::Speech> {
        let at = self.draft.speech? as usize;
        self.draft.speeches.get_mut(at)
    }

    /// An element ends. Elements inside it that never ended do so, each handed to `ended`; an end without a
    /// start is passed over.
    pub fn end(&mut self, name: &str, ended: &mut dyn FnMut(Ended, &mut Self)) {
        if self.deeper > 0 {
            self.deeper -= 1;
            self.part();
            return;
        }
        let Some(at) = self.open.iter().rposition(|element| element.name == name) else { return };
        while self.open.len() > at {
            self.pop(ended);
        }
    }

    /// All that is open ends.
    pub fn finish(&mut self, ended: &mut dyn FnMut(Ended, &mut Self)) {
        while !self.open.is_empty() {
            self.pop(ended);
        }
        self.flush();
        self.draft.end();
    }

    fn pop(&mut self, ended: &mut dyn FnMut(Ended, &mut Self)) {
        let Some(element) = self.open.pop() else { return };
        let here = self.draft.text.len() as u64;
        match element.flow {
            Flow::Inline | Flow::Label => {}
            Flow::Words => self.apart = true,
            Flow::Line => self.space('\n'),
            Flow::Cell => self.space('\t'),
            Flow::Container | Flow::Block(_) | Flow::Heading => {
                self.part();
                // a label that nothing followed
                if element.flow == Flow::Container {
                    self.flush();
                }
            }
        }
        self.resumes = element.cut.or(self.resumes);
        if let Some(mark) = element.mark {
            let text = self.draft.text.get(element.from.min(here as usize)..).unwrap_or_default();
            ended(Ended { mark, text: crate::structure::one_line(text) }, self);
        }
        if element.speech {
            self.flush();
            self.draft.end();
            self.draft.speech = None;
            // nobody spoke
            if self.draft.speeches.last().is_some_and(|speech| speech.range.is_empty()) {
                self.draft.speeches.pop();
            }
            self.fresh = true;
        }
    }

    /// The next text starts a block.
    pub fn part(&mut self) {
        self.fresh = true;
        self.apart = false;
        self.resumes = None;
    }

    /// The block that has just begun goes on with one that a note cut.
    pub(super) fn resume(&mut self, cut: Cut) {
        self.joins.push(Join { first: cut.first, next: self.draft.blocks.len(), white: cut.white });
    }

    /// What `<!DOCTYPE …>` declares.
    pub fn doctype(&mut self, doctype: &str) {
        self.entities.declare(doctype);
    }

    /// Something was no XML.
    pub fn broken(&mut self, at: u64) {
        self.broken += 1;
        if self.broken == 1 {
            let message = "not well-formed XML from here on; the text was kept".to_owned();
            self.note(Severity::Warning, "xml-broken", message, SourceRange::new(at, at));
        }
    }

    /// Adds a diagnostic; the place is in the unit.
    pub(super) fn note(&mut self, severity: Severity, code: &str, message: String, unit: SourceRange) {
        self.draft.notes.push(Diagnostic { severity, code: code.to_owned(), message, place: Some(unit) });
    }
}
