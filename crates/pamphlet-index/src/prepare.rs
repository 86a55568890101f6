//! A document made ready to be written: its terms, its columns, its record. All analysis happens here, on
//! whatever thread has the document; writing it takes no second look at the text.

use crate::Result;
use crate::analyzer::{Lang, Stems, Tokens, analyze, analyze_from, folded};
use crate::pack::{Packer, Place};
use crate::schema::{BLOCK_GAP, Fields, OPENING_WORDS, VALUE, WORD, edge};
use pamphlet_document::{BlockKind, Document, field};
use tantivy::TantivyDocument;

/// Longer values of fields take part in no facet and no whole-value term; their words do.
const MAX_VALUE: usize = 250;

/// What a writer needs of a document.
pub(crate) struct Prepared {
    pub(crate) id: String,
    pub(crate) terms: TantivyDocument,
    pub(crate) record: Vec<u8>,
    pub(crate) words: u64,
    pub(crate) print: u64,
}

impl Prepared {
    /// The document with the place of its record.
    pub(crate) fn at(mut self, place: Place, fields: &Fields) -> TantivyDocument {
        self.terms.add_u64(fields.at, place.to_column());
        self.terms
    }
}

/// Buffers and caches of one thread.
pub(crate) struct Preparer {
    fields: Fields,
    packer: Packer,
    stems: Stems,
    body: Tokens,
    chrome: Tokens,
    other: Tokens,
    views: Views,
    first: Vec<u32>,
}

/// The fields that are made from the tokens of others.
#[derive(Default)]
struct Views {
    stem: Tokens,
    title: Tokens,
    heading: Tokens,
    opening: Tokens,
    edge: Tokens,
    meta: Tokens,
}

impl Preparer {
    pub(crate) fn new(fields: Fields) -> Result<Self> {
        Ok(Self {
            fields,
            packer: Packer::new()?,
            stems: Stems::default(),
            body: Tokens::default(),
            chrome: Tokens::default(),
            other: Tokens::default(),
            views: Views::default(),
            first: Vec::new(),
        })
    }

    pub(crate) fn prepare(&mut self, document: &Document) -> Result<Prepared> {
        let words = self.text(document);
        self.metadata(document);
        let record = self.packer.record(document, &self.first, words)?;

        let fields = self.fields;
        let mut terms = TantivyDocument::default();
        terms.add_text(fields.key, &document.id);
        for (field, tokens) in [
            (fields.body, &self.body),
            (fields.chrome, &self.chrome),
            (fields.stem, &self.views.stem),
            (fields.title, &self.views.title),
            (fields.heading, &self.views.heading),
            (fields.opening, &self.views.opening),
            (fields.edge, &self.views.edge),
            (fields.meta, &self.views.meta),
        ] {
            if !tokens.buffer().is_empty() {
                terms.add_text(field, tokens.buffer());
            }
        }
        let (content, print) = hashes(document);
        terms.add_u64(fields.id, id_number(&document.id));
        terms.add_u64(fields.content, content);
        terms.add_u64(fields.print, print);
        terms.add_u64(fields.words, words);
        terms.add_text(fields.path, &document.path);
        if let Some(date) = document.metadata.date {
            let (from, to) = date.days();
            terms.add_i64(fields.from_day, i64::from(from));
            terms.add_i64(fields.to_day, i64::from(to));
        }
        for (name, values) in &document.metadata.fields {
            for value in values.iter().filter(|value| value.len() <= MAX_VALUE) {
                terms.add_text(fields.facet, format!("{name}{VALUE}{value}"));
            }
        }
        Ok(Prepared { id: document.id.clone(), terms, record, words, print })
    }

    /// Analyzes the text passage by passage. Returns the number of its words.
    fn text(&mut self, document: &Document) -> u64 {
        let Views { stem, title, heading, opening, edge: edges, .. } = &mut self.views;
        for tokens in [&mut self.body, &mut self.chrome, stem, title, heading, opening, edges] {
            tokens.clear();
        }
        self.first.clear();
        let document_lang = document.metadata.first(field::LANG);
        let (mut next, mut words, mut opened) = (0u32, 0u64, 0usize);
        let mut last_block = None;
        let mut last_speech = None;
        for passage in &document.passages {
            let block = document.blocks.get(passage.block as usize);
            let text = document.text.get(passage.range.span()).unwrap_or_default();
            let lang = Lang::of(block.and_then(|block| block.lang.as_deref()).or(document_lang));
            let new_block = last_block.is_some_and(|last| last != passage.block);
            if new_block {
                next = next.saturating_add(BLOCK_GAP);
            }
            self.first.push(next);
            let chrome = block.is_some_and(|block| block.role.is_chrome());
            let tokens = if chrome { &mut self.chrome } else { &mut self.body };
            tokens.forget_list();
            let end = analyze_from(text, lang, next, tokens);
            words += u64::from(end - next);

            if end > next {
                if last_block != Some(passage.block) {
                    edges.jump(next);
                    edges.push_term(edge::PARAGRAPH);
                }
                let speech = block.and_then(|block| block.speech);
                if last_speech != Some(speech) && (speech.is_some() || last_speech.is_some()) {
                    edges.jump(next);
                    edges.push_term(edge::SPEECH);
                }
                last_speech = Some(speech);
                for token in tokens.iter().filter(|token| token.sentence) {
                    edges.jump(token.position);
                    edges.push_term(edge::SENTENCE);
                }
                last_block = Some(passage.block);
            } else if last_block.is_none() {
                last_block = Some(passage.block);
            }

            if !chrome {
                let kind = block.map(|block| block.kind);
                for token in tokens.iter() {
                    stem.push_term(self.stems.stem(tokens, token, text, lang));
                }
                let view = match kind {
                    Some(BlockKind::Title) => Some(&mut *title),
                    Some(BlockKind::Heading(_)) => Some(&mut *heading),
                    _ => None,
                };
                if let Some(view) = view {
                    for token in tokens.iter() {
                        view.push_term(tokens.term(token));
                    }
                }
                for token in tokens.iter() {
                    if opened >= OPENING_WORDS {
                        break;
                    }
                    opened += usize::from(!token.extra);
                    opening.push_term(tokens.term(token));
                }
            }
            next = end;
        }
        // a title that the text does not show, such as one made from the file's name
        if self.views.title.buffer().is_empty()
            && let Some(title) = &document.metadata.title
        {
            analyze(title, Lang::of(document_lang), &mut self.other);
            for token in self.other.iter() {
                self.views.title.push_term(self.other.term(token));
            }
        }
        words
    }

    fn metadata(&mut self, document: &Document) {
        let meta = &mut self.views.meta;
        meta.clear();
        let mut term = String::new();
        let mut add = |name: &str, value: &str| {
            if value.len() <= MAX_VALUE {
                term.clear();
                term.extend([name, "\0", &folded(value)]);
                meta.push_term(&term);
            }
            analyze(value, Lang::Other, &mut self.other);
            for token in self.other.iter() {
                term.clear();
                term.push_str(name);
                term.push(WORD);
                term.push_str(self.other.term(token));
                meta.push_term(&term);
            }
        };
        for (name, values) in &document.metadata.fields {
            let name = clean_name(name);
            for value in values {
                add(&name, value);
            }
        }
        add("path", &document.path);
        if let Some(title) = &document.metadata.title {
            add("title", title);
        }
    }
}

/// A field's name without the characters that part terms.
fn clean_name(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(64).collect()
}

/// A document's id as a number: the number that its hexadecimal digits write, or for an id of another form
/// a hash of it.
pub(crate) fn id_number(id: &str) -> u64 {
    match u64::from_str_radix(id, 16) {
        Ok(number) if id.len() == 16 => number,
        _ => first_eight(blake3::hash(id.as_bytes())),
    }
}

/// A hash of the text alone (equal for copies), and one of all that makes a document what it is.
fn hashes(document: &Document) -> (u64, u64) {
    let content = blake3::hash(document.text.as_bytes());
    let mut all = blake3::Hasher::new();
    all.update(content.as_bytes());
    let mut add = |text: &str| {
        all.update(&(text.len() as u64).to_le_bytes());
        all.update(text.as_bytes());
    };
    add(&document.id);
    add(document.record_id.as_deref().unwrap_or_default());
    add(document.metadata.title.as_deref().unwrap_or_default());
    add(&document.metadata.date.map(|date| date.to_string()).unwrap_or_default());
    for (name, values) in &document.metadata.fields {
        add(name);
        for value in values {
            add(value);
        }
    }
    (first_eight(content), first_eight(all.finalize()))
}

fn first_eight(hash: blake3::Hash) -> u64 {
    let bytes: [u8; 8] = hash.as_bytes()[..8].try_into().unwrap_or_default();
    u64::from_le_bytes(bytes)
}

/// What a document adds to the sum of all prints. Spread over 128 bits, so that sums of different sets of
/// documents do not meet by chance.
pub(crate) fn spread(print: u64) -> u128 {
    let hash = blake3::hash(&print.to_le_bytes());
    let bytes: [u8; 16] = hash.as_bytes()[..16].try_into().unwrap_or_default();
    u128::from_le_bytes(bytes)
}
