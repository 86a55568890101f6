//! A document made ready to be written: its terms, its columns, its record. All analysis happens here, on
//! whatever thread has the document; writing it takes no second look at the text.

use crate::Result;
use crate::analysis::{Counted, Placed};
use crate::analyzer::{Lang, Tokens, analyze, analyze_from, folded};
use crate::duplicates::{Shingles, Signature};
use crate::inverted::{DocumentTerms, Gatherer, Word};
use crate::pack::Packer;
use crate::schema::{BLOCK_GAP, Fields, OPENING_WORDS, VALUE, WORD, edge};
use pamphlet_document::{BlockKind, Document, field};
use tantivy::TantivyDocument;

/// Longer values of fields take part in no facet and no whole-value term; their words do.
const MAX_VALUE: usize = 250;

/// What a writer needs of a document.
pub(crate) struct Prepared {
    pub(crate) id: String,
    pub(crate) terms: DocumentTerms,
    pub(crate) columns: TantivyDocument,
    pub(crate) record: Vec<u8>,
    /// The number of the file that it comes from.
    pub(crate) source: Option<u64>,
    pub(crate) words: u64,
    pub(crate) print: u64,
    /// The hash of the text.
    pub(crate) content: u64,
    /// The wording of the content, where there is enough of it.
    pub(crate) signature: Option<Signature>,
}

impl Prepared {
    /// About how many bytes it takes in memory.
    pub(crate) fn memory(&self) -> usize {
        self.record.len() + self.terms.memory() + 1_000
    }
}

/// Buffers and caches of one thread.
pub(crate) struct Preparer {
    fields: Fields,
    packer: Packer,
    gatherer: Gatherer,
    tokens: Tokens,
    /// The numbers of the tokens' terms.
    numbers: Vec<Word>,
    views: Views,
    first: Vec<u32>,
    shingles: Shingles,
    /// The wording of what was analyzed last.
    wording: Option<Signature>,
}

/// What stands in each field of a document.
#[derive(Default)]
struct Views {
    body: Vec<(Word, u32)>,
    chrome: Vec<(Word, u32)>,
    edge: Vec<(Word, u32)>,
    stem: Vec<Word>,
    title: Vec<Word>,
    heading: Vec<Word>,
    opening: Vec<Word>,
    meta: Vec<Word>,
}

impl Views {
    fn clear(&mut self) {
        for view in [&mut self.body, &mut self.chrome, &mut self.edge] {
            view.clear();
        }
        let Self { stem, title, heading, opening, meta, .. } = self;
        for view in [stem, title, heading, opening, meta] {
            view.clear();
        }
    }
}

impl Preparer {
    /// For segments that grow to `memory` bytes.
    pub(crate) fn new(fields: Fields, memory: usize) -> Result<Self> {
        Ok(Self {
            fields,
            packer: Packer::new()?,
            gatherer: Gatherer::new(memory),
            tokens: Tokens::default(),
            numbers: Vec::new(),
            views: Views::default(),
            first: Vec::new(),
            shingles: Shingles::default(),
            wording: None,
        })
    }

    /// Analyzes a document without writing anything of it. Returns the number of its words.
    pub(crate) fn analyze(&mut self, document: &Document) -> u64 {
        self.gatherer.start();
        self.views.clear();
        let words = self.text(document);
        self.metadata(document);
        self.wording = self.shingles.finish();
        words
    }

    /// The wording of what was analyzed last, where there is enough of it.
    pub(crate) fn wording(&self) -> Option<&Signature> {
        self.wording.as_ref()
    }

    /// What was analyzed last: the terms of a field, and where they stand.
    pub(crate) fn placed(&self, field: Placed) -> impl Iterator<Item = (&str, u32)> {
        let view = match field {
            Placed::Body => &self.views.body,
            Placed::Chrome => &self.views.chrome,
        };
        view.iter().map(|(word, position)| (self.gatherer.letters(*word), *position))
    }

    /// What was analyzed last: the terms of a field.
    pub(crate) fn counted(&self, field: Counted) -> impl Iterator<Item = &str> {
        let view = match field {
            Counted::Stem => &self.views.stem,
            Counted::Title => &self.views.title,
            Counted::Heading => &self.views.heading,
            Counted::Opening => &self.views.opening,
            Counted::Meta => &self.views.meta,
        };
        view.iter().map(|word| self.gatherer.letters(*word))
    }

    pub(crate) fn prepare(&mut self, document: &Document) -> Result<Prepared> {
        let mut terms = self.gatherer.start();
        self.views.clear();
        let words = self.text(document);
        self.metadata(document);
        let record = self.packer.record(document, &self.first, words)?;

        let (fields, views, gatherer) = (self.fields, &self.views, &mut self.gatherer);
        let key = [gatherer.word(&document.id)];
        gatherer.with_counts(fields.key, &key, &mut terms);
        for (field, view) in
            [(fields.body, &views.body), (fields.chrome, &views.chrome), (fields.edge, &views.edge)]
        {
            gatherer.with_positions(field, view, &mut terms);
        }
        for (field, view) in [
            (fields.stem, &views.stem),
            (fields.title, &views.title),
            (fields.heading, &views.heading),
            (fields.opening, &views.opening),
            (fields.meta, &views.meta),
        ] {
            gatherer.with_counts(field, view, &mut terms);
        }
        let mut columns = TantivyDocument::default();
        let (content, print) = hashes(document);
        columns.add_u64(fields.id, id_number(&document.id));
        columns.add_u64(fields.content, content);
        columns.add_u64(fields.print, print);
        columns.add_u64(fields.words, words);
        columns.add_text(fields.path, &document.path);
        if let Some(date) = document.metadata.date {
            let (from, to) = date.days();
            columns.add_i64(fields.from_day, i64::from(from));
            columns.add_i64(fields.to_day, i64::from(to));
        }
        for (name, values) in &document.metadata.fields {
            for value in values.iter().filter(|value| value.len() <= MAX_VALUE) {
                columns.add_text(fields.facet, format!("{name}{VALUE}{value}"));
            }
        }
        let (id, signature) = (document.id.clone(), self.shingles.finish());
        Ok(Prepared { id, terms, columns, record, source: None, words, print, content, signature })
    }

    /// Analyzes the text passage by passage. Returns the number of its words.
    fn text(&mut self, document: &Document) -> u64 {
        let Self { gatherer, tokens, numbers, views, shingles, .. } = self;
        let edges = [edge::PARAGRAPH, edge::SPEECH, edge::SENTENCE].map(|edge| gatherer.word(edge));
        let [paragraph_starts, speech_starts, sentence_starts] = edges;
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
            tokens.clear();
            let end = analyze_from(text, lang, next, tokens);
            words += u64::from(end - next);

            if end > next {
                if last_block != Some(passage.block) {
                    views.edge.push((paragraph_starts, next));
                }
                let speech = block.and_then(|block| block.speech);
                if last_speech != Some(speech) && (speech.is_some() || last_speech.is_some()) {
                    views.edge.push((speech_starts, next));
                }
                last_speech = Some(speech);
                last_block = Some(passage.block);
            } else if last_block.is_none() {
                last_block = Some(passage.block);
            }

            let kind = block.map(|block| block.kind);
            gatherer.words(tokens, numbers);
            for (token, &word) in tokens.iter().zip(&*numbers) {
                if token.sentence {
                    views.edge.push((sentence_starts, token.position));
                }
                if chrome {
                    views.chrome.push((word, token.position));
                    continue;
                }
                views.body.push((word, token.position));
                if !token.extra {
                    shingles.push(tokens.term(token));
                }
                views.stem.push(gatherer.stem(word, tokens, token, text, lang));
                match kind {
                    Some(BlockKind::Title) => views.title.push(word),
                    Some(BlockKind::Heading(_)) => views.heading.push(word),
                    _ => {}
                }
                if opened < OPENING_WORDS {
                    opened += usize::from(!token.extra);
                    views.opening.push(word);
                }
            }
            next = end;
        }
        // a title that the text does not show, such as one made from the file's name
        if views.title.is_empty()
            && let Some(title) = &document.metadata.title
        {
            analyze(title, Lang::of(document_lang), tokens);
            for token in tokens.iter() {
                views.title.push(gatherer.word(tokens.term(token)));
            }
        }
        words
    }

    fn metadata(&mut self, document: &Document) {
        let Self { gatherer, tokens, views, .. } = self;
        let mut term = String::new();
        let mut add = |name: &str, value: &str| {
            if value.len() <= MAX_VALUE {
                term.clear();
                term.extend([name, "\0", &folded(value)]);
                views.meta.push(gatherer.word(&term));
            }
            analyze(value, Lang::Other, tokens);
            for token in tokens.iter() {
                term.clear();
                term.push_str(name);
                term.push(WORD);
                term.push_str(tokens.term(token));
                views.meta.push(gatherer.word(&term));
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
/// A hash of a document's id, text and metadata, as the index keeps it for each.
pub fn print_of(document: &Document) -> u64 {
    hashes(document).1
}

/// What a document adds to the sum from which [`fingerprint_of`](crate::fingerprint_of) is made; the sum wraps around.
pub fn print_spread(document: &Document) -> u128 {
    spread(print_of(document))
}

pub(crate) fn hashes(document: &Document) -> (u64, u64) {
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
