//! From elements to blocks: what an element does to the text around it, the open elements, and the draft
//! that grows. The vocabularies only say what their elements do.

use super::entities::{Entities, Meaning};
use super::survey::Survey;
use super::tag::{Attribute, Tag};
use crate::draft::Draft;
use pamphlet_document::{BlockKind, Chrome, Diagnostic, Role, Severity, SourceRange, field};

/// Elements below this depth part blocks and are nothing else: no document means anything by them.
const DEEPEST: usize = 512;

/// What an element does to the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    /// Goes on within the block, and may part a word: `<b>`.
    Inline,
    /// Goes on within the block, whole words: `<Affiliation>`. Words that would run together are parted.
    Words,
    /// A line of its own within the block: a verse, `<br/>`.
    Line,
    /// A cell of a row.
    Cell,
    /// Parts blocks; text that stands in it loosely is a block.
    Container,
    /// A block.
    Block(BlockKind),
    /// A heading, of the level that its place gives it.
    Heading,
    /// A number or bullet: it stands before the text of the block that follows.
    Label,
}

/// What an element does.
#[derive(Clone, Copy, Debug)]
pub(super) struct Open {
    /// To the text.
    pub flow: Flow,
    /// The part of the page that it and all in it is, where it says so.
    pub role: Option<Role>,
    /// The vocabulary wants its text when it ends, under this name.
    pub mark: Option<&'static str>,
    /// It is one speech; the vocabulary has begun it.
    pub speech: bool,
}

impl From<Flow> for Open {
    fn from(flow: Flow) -> Self {
        Self { flow, role: None, mark: None, speech: false }
    }
}

impl Open {
    /// A block of this kind.
    pub fn block(kind: BlockKind) -> Self {
        Flow::Block(kind).into()
    }

    /// A line of the file's own head: searched, but of less weight.
    pub fn head() -> Self {
        let role = Some(Role::Chrome(Chrome::Header));
        Self { role, ..Self::block(BlockKind::MetadataLine) }
    }

    /// The same, and its text is asked for.
    pub fn marked(self, mark: &'static str) -> Self {
        Self { mark: Some(mark), ..self }
    }
}

struct Element<'a> {
    name: &'a str,
    flow: Flow,
    kind: BlockKind,
    role: Role,
    lang: Option<&'a str>,
    mark: Option<&'static str>,
    /// Where its text starts in the draft.
    from: usize,
    /// Whether it is a speech.
    speech: bool,
    /// Whether it has a heading of its own.
    headed: bool,
}

/// A piece of text that waits for its block.
enum Piece<'a> {
    Copy(&'a str, u64),
    Replace(String, SourceRange),
}

/// An element that has ended, for the vocabulary.
pub(super) struct Ended {
    /// The name that [`Open::mark`] gave.
    pub mark: &'static str,
    /// Its text, in one line.
    pub text: String,
}

/// The state of reading one text.
pub(super) struct Reading<'a> {
    /// The document so far.
    pub draft: Draft,
    /// What the first look found.
    pub survey: &'a Survey<'a>,
    entities: Entities,
    open: Vec<Element<'a>>,
    deeper: usize,
    /// The next text starts a block.
    fresh: bool,
    /// Words must not run together here.
    apart: bool,
    /// Where the piece that is read starts in the unit.
    pub at: u64,
    /// Whether white space in elements of a name is the layout of the file and nothing else.
    pub layout: fn(&str) -> bool,
    /// Text of labels.
    carried: Vec<Piece<'a>>,
    broken: usize,
    refused: usize,
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
        match open.flow {
            Flow::Block(BlockKind::Paragraph) => self.part(),
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
        });
    }

    /// Begins a speech that the element about to start holds.
    pub fn speech(&mut self, speaker: String, party: Option<String>, role: Option<String>) {
        self.flush();
        self.draft.begin_speech(speaker, party, role);
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
    }

    /// White space within a block, where the file has a tag.
    pub fn space(&mut self, what: char) {
        self.white(what, SourceRange::new(self.at, self.at));
    }

    /// White space within a block.
    pub fn white(&mut self, what: char, unit: SourceRange) {
        if !self.fresh {
            self.draft.space(what, unit);
        }
    }

    /// Text as it stands at `at`; white space folds.
    pub fn text(&mut self, text: &'a str, at: u64) {
        if self.labelling() {
            let label = text.trim_ascii();
            if !label.is_empty() {
                let start = at + (text.len() - text.trim_ascii_start().len()) as u64;
                self.carried.push(Piece::Copy(label, start));
            }
            return;
        }
        let bytes = text.as_bytes();
        let Some(first) = bytes.iter().position(|byte| !byte.is_ascii_whitespace()) else {
            if !(self.layout)(self.parent()) {
                self.white(' ', SourceRange::new(at, at + bytes.len() as u64));
            }
            return;
        };
        if first > 0 {
            self.white(' ', SourceRange::new(at, at + first as u64));
        }
        self.keep_apart(first == 0 && bytes[0].is_ascii_alphanumeric() || bytes[first] >= 0x80, at);
        let mut from = first;
        while let Some((end, next)) = blank_line(&bytes[from..]) {
            self.settle();
            self.draft.fold(&text[from..from + end], at + from as u64);
            self.fresh |= !matches!(self.kind(), BlockKind::Heading(_) | BlockKind::Title);
            from += next;
        }
        self.settle();
        self.draft.fold(&text[from..], at + from as u64);
    }

    /// A reference to an entity.
    pub fn reference(&mut self, name: &'a str, unit: SourceRange) {
        let text = match self.entities.resolve(name) {
            Meaning::Text(text) => text.into_owned(),
            Meaning::Unknown => format!("&{name};"),
            Meaning::TooMuch | Meaning::External => {
                self.refused += 1;
                if self.refused == 1 {
                    self.note(
                        Severity::Warning,
                        "xml-entity-refused",
                        format!("&{name}; stands for another file or for too much text; it is kept as it is written"),
                        unit,
                    );
                }
                format!("&{name};")
            }
        };
        self.replaced(&text, unit);
    }

    /// Text that stands in the unit in another form.
    pub fn replaced(&mut self, text: &str, unit: SourceRange) {
        if self.labelling() {
            self.carried.push(Piece::Replace(text.trim().to_owned(), unit));
            return;
        }
        let mut rest = text;
        while !rest.is_empty() {
            let word = rest.find(|c: char| c.is_ascii_whitespace()).unwrap_or(rest.len());
            if word > 0 {
                self.keep_apart(rest.starts_with(char::is_alphanumeric), unit.start);
                self.settle();
                self.draft.replace(&rest[..word], unit);
            }
            rest = &rest[word..];
            let after = rest.trim_ascii_start();
            if after.len() < rest.len() {
                self.white(' ', unit);
            }
            rest = after;
        }
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
    fn note(&mut self, severity: Severity, code: &str, message: String, unit: SourceRange) {
        self.draft.notes.push(Diagnostic { severity, code: code.to_owned(), message, place: Some(unit) });
    }

    fn kind(&self) -> BlockKind {
        self.open.last().map_or(BlockKind::Paragraph, |element| element.kind)
    }

    fn labelling(&self) -> bool {
        self.open.last().is_some_and(|element| element.flow == Flow::Label)
    }

    /// Puts a space in where whole words would run together.
    fn keep_apart(&mut self, word: bool, at: u64) {
        let apart = std::mem::take(&mut self.apart);
        if apart && word && !self.fresh && self.draft.text.ends_with(char::is_alphanumeric) {
            self.draft.space(' ', SourceRange::new(at, at));
        }
    }

    /// Opens the block that text is about to stand in, labels first.
    fn settle(&mut self) {
        if !self.fresh {
            return;
        }
        self.fresh = false;
        self.apart = false;
        let (kind, role, lang) = match self.open.last() {
            Some(element) => (element.kind, element.role, element.lang),
            None => (BlockKind::Paragraph, Role::Content, None),
        };
        self.draft.begin(kind, role);
        if let Some(lang) = lang.filter(|&lang| self.draft.metadata.first(field::LANG) != Some(lang)) {
            self.draft.block_lang(lang);
        }
        for piece in std::mem::take(&mut self.carried) {
            let end = match piece {
                Piece::Copy(text, at) => {
                    self.draft.fold(text, at);
                    at + text.len() as u64
                }
                Piece::Replace(text, unit) => {
                    self.draft.replace(&text, unit);
                    unit.end
                }
            };
            self.draft.space(' ', SourceRange::new(end, end));
        }
    }

    /// Labels that no block followed become one.
    fn flush(&mut self) {
        if !self.carried.is_empty() {
            self.fresh = true;
            self.settle();
            self.fresh = true;
        }
    }
}

/// The first blank line within text that has words on both sides: where the words before it end, and where
/// those after it start.
fn blank_line(bytes: &[u8]) -> Option<(usize, usize)> {
    for line in memchr::memchr_iter(b'\n', bytes) {
        let rest = &bytes[line + 1..];
        let white = rest.iter().position(|byte| !byte.is_ascii_whitespace())?;
        if rest[..white].contains(&b'\n') {
            return Some((line, line + 1 + white));
        }
    }
    None
}
