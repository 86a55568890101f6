//! The fields of the inverted index, and what each is for.

use tantivy::schema::{
    FAST, Field, IndexRecordOption, NumericOptions, Schema, SchemaBuilder, TextFieldIndexing, TextOptions,
};

/// What lies between the last position of a block and the first of the next, so that no phrase and no
/// proximity reaches across.
pub const BLOCK_GAP: u32 = 100;

/// How many words of the content count as its opening.
pub const OPENING_WORDS: usize = 60;

/// The terms of [`Fields::edge`].
pub mod edge {
    /// A sentence starts at this position.
    pub const SENTENCE: &str = "s";
    /// A paragraph (any block) starts at this position.
    pub const PARAGRAPH: &str = "p";
    /// A speech starts at this position, or the text between two speeches.
    pub const SPEECH: &str = "u";
}

/// Parts a field's name from a whole value in a term of [`Fields::meta`] and in the column `facet`.
pub const VALUE: char = '\0';
/// Parts a field's name from one word of a value in a term of [`Fields::meta`].
pub const WORD: char = '\u{1}';

/// Names of the columns.
pub(crate) mod column {
    pub(crate) const AT: &str = "at";
    pub(crate) const ID: &str = "id";
    pub(crate) const CONTENT: &str = "content";
    pub(crate) const PRINT: &str = "print";
    pub(crate) const FROM_DAY: &str = "from_day";
    pub(crate) const TO_DAY: &str = "to_day";
    pub(crate) const WORDS: &str = "words";
    pub(crate) const SOURCE: &str = "source";
    pub(crate) const PATH: &str = "path";
    pub(crate) const FACET: &str = "facet";
}

/// The fields with terms. All but `key` hold what the [analyzer](crate::analyzer) gave.
#[derive(Clone, Copy, Debug)]
pub struct Fields {
    /// The document's id, whole.
    pub key: Field,
    /// Exact forms of the content (title included), with positions.
    pub body: Field,
    /// Exact forms of page chrome, with positions in the same space as `body`.
    pub chrome: Field,
    /// Stems of the content: how often, not where.
    pub stem: Field,
    /// Exact forms of the title: how often.
    pub title: Field,
    /// Exact forms of headings: how often.
    pub heading: Field,
    /// Exact forms of the first [`OPENING_WORDS`] words of the content: how often.
    pub opening: Field,
    /// Where sentences, paragraphs and speeches start; see [`edge`].
    pub edge: Field,
    /// Metadata: whole folded values (`name` [`VALUE`] `value`) and their words (`name` [`WORD`] `word`).
    pub meta: Field,
    pub(crate) at: Field,
    pub(crate) id: Field,
    pub(crate) content: Field,
    pub(crate) print: Field,
    pub(crate) from_day: Field,
    pub(crate) to_day: Field,
    pub(crate) words: Field,
    /// The number of the file that it came from; none for a document that came from no file.
    pub(crate) source: Field,
    pub(crate) path: Field,
    pub(crate) facet: Field,
}

/// The schema of every index of this format.
pub(crate) fn schema() -> (Schema, Fields) {
    let mut builder = SchemaBuilder::new();
    let mut text = |name: &str, record: IndexRecordOption, norms: bool| {
        // the engine analyzes nothing: terms come ready
        let indexing =
            TextFieldIndexing::default().set_tokenizer("raw").set_index_option(record).set_fieldnorms(norms);
        builder.add_text_field(name, TextOptions::default().set_indexing_options(indexing))
    };
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let key = text("key", IndexRecordOption::Basic, false);
    let body = text("body", positions, true);
    let chrome = text("chrome", positions, true);
    let stem = text("stem", IndexRecordOption::WithFreqs, true);
    let title = text("title", IndexRecordOption::WithFreqs, true);
    let heading = text("heading", IndexRecordOption::WithFreqs, true);
    let opening = text("opening", IndexRecordOption::WithFreqs, true);
    let edge = text("edge", positions, false);
    let meta = text("meta", IndexRecordOption::Basic, false);
    let number = NumericOptions::from(FAST);
    let strings = TextOptions::from(FAST);
    let fields = Fields {
        key,
        body,
        chrome,
        stem,
        title,
        heading,
        opening,
        edge,
        meta,
        at: builder.add_u64_field(column::AT, number.clone()),
        id: builder.add_u64_field(column::ID, number.clone()),
        content: builder.add_u64_field(column::CONTENT, number.clone()),
        print: builder.add_u64_field(column::PRINT, number.clone()),
        from_day: builder.add_i64_field(column::FROM_DAY, number.clone()),
        to_day: builder.add_i64_field(column::TO_DAY, number.clone()),
        words: builder.add_u64_field(column::WORDS, number.clone()),
        source: builder.add_u64_field(column::SOURCE, number),
        path: builder.add_text_field(column::PATH, strings.clone()),
        facet: builder.add_text_field(column::FACET, strings),
    };
    (builder.build(), fields)
}
