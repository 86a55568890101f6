//! An index as a query sees it: its segments, with the fields and columns that are used, each opened when
//! it is first needed.

mod frequency;

pub(crate) use crate::collection::Field;
use crate::collection::{Collection, Frequency, Like, Scope};
use crate::cursor::{Docs, Entry};
use crate::expand::{EachTerm, Lexicon};
use crate::langs::{Langs, lang_of_value};
use crate::plan::{Condition, TermSet};
use pamphlet_document::TextRange;
use pamphlet_index::analyzer::{Lang, folded};
use pamphlet_index::{Reader, SegmentView, Stored};
use rustc_hash::FxHashMap;
use std::collections::HashMap;
use std::io;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use tantivy::columnar::{Column, StrColumn};
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, TERMINATED, Term};

/// One segment of an index.
pub(crate) struct Segment<'r> {
    view: &'r SegmentView,
    index: &'r Reader,
    /// Its number in the index.
    pub number: u32,
    pub max_doc: DocId,
    fields: [OnceLock<Arc<InvertedIndexReader>>; Field::COUNT],
    from_day: OnceLock<Option<Column<i64>>>,
    to_day: OnceLock<Option<Column<i64>>>,
    ids: OnceLock<Option<Column<u64>>>,
    paths: OnceLock<Option<StrColumn>>,
    facets: OnceLock<Option<StrColumn>>,
    /// Documents by their languages, for the sets of languages that were asked for.
    by_lang: Mutex<HashMap<Langs, Option<Arc<Docs>>>>,
}

/// All segments of an index.
pub(crate) struct View<'r> {
    pub index: &'r Reader,
    pub segments: Vec<Segment<'r>>,
    /// What the documents are of, where that is more than these.
    collection: Option<&'r dyn Collection>,
    /// Frequencies of terms of the text that were added up.
    frequencies: Mutex<FxHashMap<Box<str>, Frequency>>,
}

/// A document by its segment and its number there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Address {
    pub segment: u32,
    pub doc: DocId,
}

/// Entries by the number of their segment.
type HeldBy = Vec<(u32, Arc<[Entry]>)>;

/// Room in a set for where its terms stand: a search asks for it several times, and of a pattern they are
/// thousands. A set belongs to a plan, and a plan to one view of an index.
#[derive(Default)]
pub(crate) struct Held(Mutex<HeldBy>);

impl Clone for Held {
    fn clone(&self) -> Held {
        Held::default()
    }
}

impl PartialEq for Held {
    fn eq(&self, _: &Held) -> bool {
        true
    }
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Held")
    }
}

fn lost(error: impl std::fmt::Display) -> io::Error {
    io::Error::other(error.to_string())
}

impl<'r> View<'r> {
    pub fn open(scope: Scope<'r>) -> View<'r> {
        let Scope { reader: index, collection } = scope;
        let segments = index.segments();
        let segments = (0u32..)
            .zip(segments)
            .map(|(number, view)| Segment {
                view,
                index,
                number,
                max_doc: view.max_doc(),
                fields: Default::default(),
                from_day: OnceLock::new(),
                to_day: OnceLock::new(),
                ids: OnceLock::new(),
                paths: OnceLock::new(),
                facets: OnceLock::new(),
                by_lang: Mutex::default(),
            })
            .collect();
        View { index, segments, collection, frequencies: Mutex::default() }
    }

    /// How many documents the collection has: what document frequencies are out of.
    pub fn documents_in_all(&self) -> u64 {
        match self.collection {
            Some(collection) => collection.documents(),
            None => self.index.max_documents(),
        }
    }

    /// Whether the collection has more documents than these.
    pub fn is_of_more(&self) -> bool {
        self.collection.is_some()
    }

    /// In how many documents of the collection a term stands.
    pub fn holding(&self, field: Field, term: &str) -> io::Result<u64> {
        if let Some(collection) = self.collection {
            return Ok(collection.holding(field, term));
        }
        let mut sum = 0;
        for segment in &self.segments {
            let info = segment.field(field)?.terms().get(term.as_bytes())?;
            sum += info.map_or(0, |info| u64::from(info.doc_freq));
        }
        Ok(sum)
    }

    /// How many words all documents of the collection have.
    pub fn words_in_all(&self) -> u64 {
        self.collection.map_or_else(|| self.index.words(), Collection::words)
    }

    /// The average length of a field over all documents of the collection, in tokens; 0 where there are none.
    pub fn average_length(&self, field: Field) -> io::Result<f32> {
        match self.documents_in_all() {
            0 => Ok(0.0),
            documents => Ok(self.tokens(field)? as f32 / documents as f32),
        }
    }

    /// How many tokens all documents of the collection have in a field.
    pub fn tokens(&self, field: Field) -> io::Result<u64> {
        if let Some(collection) = self.collection {
            return Ok(collection.tokens(field));
        }
        let mut sum = 0;
        for segment in &self.segments {
            sum += segment.field(field)?.total_num_tokens();
        }
        Ok(sum)
    }

    /// Terms of the text of a collection elsewhere. Whether there is one.
    fn terms_elsewhere(&self, like: Like<'_>, each: &mut EachTerm<'_>) -> bool {
        let Some(collection) = self.collection else { return false };
        let mut on = true;
        for field in [Field::Body, Field::Chrome] {
            if on {
                collection.terms(field, like, &mut |term, documents| {
                    on = each(term, documents);
                    on
                });
            }
        }
        true
    }

    pub fn stored(&self, address: Address) -> io::Result<Stored> {
        self.segments[address.segment as usize].stored(address.doc)
    }

    /// The languages of the documents, the most frequent first; and how many of them a query's words are
    /// ranked in: that one, and others that a quarter of the documents are in.
    pub fn langs(&self) -> (Vec<Lang>, usize) {
        let elsewhere = self.collection.map(Collection::languages);
        let counts = match &elsewhere {
            Some(counts) => counts,
            None => self.index.languages().unwrap_or_default(),
        };
        let all = self.documents_in_all();
        let enough = all.div_ceil(4);
        let mut langs: Vec<Lang> = Vec::new();
        let (mut frequent, mut named) = (0, 0);
        for (code, count) in counts {
            let lang = lang_of_value(code);
            named += count;
            if !langs.contains(&lang) {
                langs.push(lang);
                if langs.len() == 1 || *count >= enough {
                    frequent = langs.len();
                }
            }
        }
        // documents without a language count as English
        if !langs.contains(&Lang::English) && (named < all || langs.is_empty()) {
            langs.push(Lang::English);
        }
        (langs, frequent.max(1))
    }

    /// Whether a name before a `:` is a field: one that every index has, or one that a document gave.
    pub fn is_field(&self, name: &str) -> bool {
        const ALWAYS: [&str; 10] =
            ["title", "author", "speaker", "party", "org", "date", "place", "lang", "type", "path"];
        if name.is_empty() || name.len() > 64 {
            return false;
        }
        if let Some(collection) = self.collection {
            return ALWAYS.contains(&name) || collection.has_field(name);
        }
        ALWAYS.contains(&name) || self.segments.iter().any(|segment| segment.has_field(name).unwrap_or(false))
    }
}

impl<'r> Segment<'r> {
    /// The terms of a field.
    pub fn field(&self, field: Field) -> io::Result<&Arc<InvertedIndexReader>> {
        let slot = &self.fields[field as usize];
        if let Some(open) = slot.get() {
            return Ok(open);
        }
        let open = self.view.reader().inverted_index(self.handle(field)?).map_err(lost)?;
        Ok(slot.get_or_init(|| open))
    }

    /// The engine's name of a field.
    fn handle(&self, field: Field) -> io::Result<tantivy::schema::Field> {
        self.view.reader().schema().get_field(field.name()).map_err(lost)
    }

    /// The lengths of a field's texts; `None` when they are not kept.
    pub fn lengths(&self, field: Field) -> io::Result<Option<FieldNormReader>> {
        self.view.reader().fieldnorms_readers().get_field(self.handle(field)?).map_err(lost)
    }

    fn has_field(&self, name: &str) -> io::Result<bool> {
        let field = self.field(Field::Meta)?;
        let prefix = format!("{name}\u{1}");
        let mut stream = field.terms().range().ge(prefix.as_bytes()).into_stream()?;
        Ok(stream.next().is_some_and(|(term, _)| term.starts_with(prefix.as_bytes())))
    }

    /// The index that it is a part of.
    pub fn index(&self) -> &'r Reader {
        self.index
    }

    pub fn is_alive(&self, doc: DocId) -> bool {
        !self.view.reader().is_deleted(doc)
    }

    /// Where the terms of a set stand in the text.
    pub fn text_entries(&self, set: &TermSet) -> io::Result<Arc<[Entry]>> {
        let known = |held: &HeldBy| held.iter().find(|(number, _)| *number == self.number).cloned();
        if let Some((_, entries)) = known(&set.held.0.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(entries);
        }
        let entries: Arc<[Entry]> = self.look_up(set)?.into();
        let mut held = set.held.0.lock().unwrap_or_else(PoisonError::into_inner);
        held.push((self.number, Arc::clone(&entries)));
        Ok(entries)
    }

    fn look_up(&self, set: &TermSet) -> io::Result<Vec<Entry>> {
        let fields = [self.field(Field::Body)?, self.field(Field::Chrome)?];
        if set.langs.is_empty() {
            return Entry::find(&fields, &set.terms);
        }
        let mut found = Vec::new();
        for (at, term) in set.terms.iter().enumerate() {
            let langs = set.langs.get(at).copied().unwrap_or(Langs::ALL);
            let mut entries = Entry::find(&fields, std::slice::from_ref(term))?;
            if !entries.is_empty() && langs != Langs::ALL {
                let only = self.docs_in(langs)?;
                for entry in &mut entries {
                    entry.only.clone_from(&only);
                }
            }
            found.append(&mut entries);
        }
        Ok(found)
    }

    /// Whether a document has the three words of a compound, `whole`, `first` and `second`, as its hyphenated
    /// form leaves them: the whole at the first one's position, the second one right behind.
    fn has_compound(&self, field: Field, words: [&str; 3]) -> io::Result<bool> {
        let field = self.field(field)?;
        let mut entries = Vec::with_capacity(3);
        for word in words {
            match field.terms().get(word.as_bytes())? {
                Some(info) => entries.push(info),
                None => return Ok(false),
            }
        }
        let mut lists = Vec::with_capacity(3);
        for info in &entries {
            lists.push(field.read_postings_from_terminfo(info, IndexRecordOption::WithFreqsAndPositions)?);
        }
        let mut positions: [Vec<u32>; 3] = Default::default();
        let mut doc = 0;
        'next: loop {
            for list in &mut lists {
                if list.doc() < doc {
                    list.seek(doc);
                }
                if list.doc() == TERMINATED {
                    return Ok(false);
                }
                if list.doc() > doc {
                    doc = list.doc();
                    continue 'next;
                }
            }
            for (list, out) in lists.iter_mut().zip(&mut positions) {
                list.positions(out);
            }
            let [whole, first, second] = &positions;
            let hyphenated =
                |at: &u32| first.binary_search(at).is_ok() && second.binary_search(&(at + 1)).is_ok();
            if whole.iter().any(hyphenated) {
                return Ok(true);
            }
            doc += 1;
        }
    }

    /// The documents of one of some languages; `None` when that is all. One without a language counts as the
    /// analyzer takes it: as English.
    fn docs_in(&self, langs: Langs) -> io::Result<Option<Arc<Docs>>> {
        if let Some(known) = self.by_lang.lock().unwrap_or_else(PoisonError::into_inner).get(&langs) {
            return Ok(known.clone());
        }
        let mut docs = Docs::none(self.max_doc);
        let mut named = Docs::none(self.max_doc);
        for of_lang in self.view.langs().map_err(lost)? {
            named.add_all(&of_lang.bits);
            if langs.contains(lang_of_value(&of_lang.value)) {
                docs.add_all(&of_lang.bits);
            }
        }
        if langs.contains(Lang::of(None)) {
            docs.add_others(&named, self.max_doc);
        }
        let docs = (docs.count() < self.max_doc).then(|| Arc::new(docs));
        let mut known = self.by_lang.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert(langs, docs.clone());
        Ok(docs)
    }

    /// Where some terms stand in some fields.
    pub fn entries(&self, fields: &[Field], terms: &[String]) -> io::Result<Vec<Entry>> {
        let mut open = Vec::with_capacity(fields.len());
        for &field in fields {
            open.push(self.field(field)?);
        }
        Entry::find(&open, terms)
    }

    pub fn postings(
        &self,
        field: Field,
        term: &str,
        option: IndexRecordOption,
    ) -> io::Result<Option<SegmentPostings>> {
        let field = self.field(field)?;
        match field.terms().get(term.as_bytes())? {
            Some(info) => field.read_postings_from_terminfo(&info, option).map(Some),
            None => Ok(None),
        }
    }

    /// The words of the title or of a field's values.
    pub fn field_entries(&self, name: &str, words: &[String]) -> io::Result<Vec<Entry>> {
        if name == "title" {
            return Entry::find(&[self.field(Field::Title)?], words);
        }
        let terms: Vec<String> = words.iter().map(|word| format!("{name}\u{1}{word}")).collect();
        Entry::find(&[self.field(Field::Meta)?], &terms)
    }

    /// A field's whole value, folded.
    pub fn value_entries(&self, name: &str, value: &str) -> io::Result<Vec<Entry>> {
        Entry::find(&[self.field(Field::Meta)?], &[format!("{name}\0{value}")])
    }

    /// All whole values (folded) of a field that are `wanted`.
    pub fn entries_of_values(&self, name: &str, wanted: &dyn Fn(&str) -> bool) -> io::Result<Vec<Entry>> {
        let field = self.field(Field::Meta)?;
        let prefix = format!("{name}\0");
        let mut found = Vec::new();
        each_term(field, &prefix, &mut |term, info| {
            if wanted(&term[prefix.len()..]) {
                found.push(Entry { field: Arc::clone(field), info: info.clone(), only: None });
            }
            true
        })?;
        Ok(found)
    }

    /// The first and last day that a document's date can mean.
    pub fn days(&self, doc: DocId) -> Option<(i64, i64)> {
        let columns = self.view.reader().fast_fields();
        let from = self.from_day.get_or_init(|| columns.i64("from_day").ok()).as_ref()?;
        let to = self.to_day.get_or_init(|| columns.i64("to_day").ok()).as_ref()?;
        Some((from.first(doc)?, to.first(doc)?))
    }

    /// The number of a document's id.
    pub fn id(&self, doc: DocId) -> Option<u64> {
        self.ids.get_or_init(|| self.view.reader().fast_fields().u64("id").ok()).as_ref()?.first(doc)
    }

    pub fn paths(&self) -> Option<&StrColumn> {
        self.paths.get_or_init(|| self.view.reader().fast_fields().str("path").ok().flatten()).as_ref()
    }

    pub fn facets(&self) -> Option<&StrColumn> {
        self.facets.get_or_init(|| self.view.reader().fast_fields().str("facet").ok().flatten()).as_ref()
    }

    /// The number of a document's path among the segment's paths; they are numbered in their order.
    pub fn path_number(&self, doc: DocId) -> Option<u64> {
        self.paths()?.ords().first(doc)
    }

    pub fn path(&self, doc: DocId) -> String {
        let mut path = String::new();
        if let (Some(paths), Some(number)) = (self.paths(), self.path_number(doc)) {
            // a path that cannot be read sorts first
            let _ = paths.ord_to_str(number, &mut path);
        }
        path
    }

    /// For each path number, whether the path fits a glob.
    pub fn paths_like(&self, glob: &str) -> io::Result<Vec<bool>> {
        let Some(paths) = self.paths() else { return Ok(Vec::new()) };
        let glob = crate::glob::Glob::new(glob);
        let mut fits = Vec::with_capacity(paths.num_terms());
        let mut stream = paths.dictionary().stream()?;
        while stream.advance() {
            let path = std::str::from_utf8(stream.key()).unwrap_or_default();
            fits.push(glob.matches(path));
        }
        Ok(fits)
    }

    pub fn stored(&self, doc: DocId) -> io::Result<Stored> {
        let address = tantivy::DocAddress { segment_ord: self.number, doc_id: doc };
        self.index.stored(address).map_err(lost)
    }

    /// Whether the words of a condition stand in a row in the title or in one of the field's values.
    pub fn has_row(&self, doc: DocId, condition: &Condition) -> bool {
        let Condition::Words { field, slots, .. } = condition else { return false };
        let Ok(stored) = self.stored(doc) else { return false };
        let in_row = |text: &str| {
            let folded = folded(text);
            let words: Vec<&str> = folded.split(' ').collect();
            words.windows(slots.len()).any(|window| {
                window.iter().zip(slots).all(|(word, slot)| slot.iter().any(|term| term == word))
            })
        };
        if field == "title" {
            return stored.title.as_deref().is_some_and(in_row);
        }
        stored.fields.get(field).is_some_and(|values| values.iter().any(|value| in_row(value)))
    }
}

/// Calls `each` with the terms of a field that start with `prefix`, until it returns false; whether it never
/// did.
pub(crate) fn each_term(
    field: &InvertedIndexReader,
    prefix: &str,
    each: &mut dyn FnMut(&str, &TermInfo) -> bool,
) -> io::Result<bool> {
    let mut stream = field.terms().range().ge(prefix.as_bytes()).into_stream()?;
    while let Some((term, info)) = stream.next() {
        if !term.starts_with(prefix.as_bytes()) {
            break;
        }
        if let Ok(term) = std::str::from_utf8(term)
            && !each(term, info)
        {
            return Ok(false);
        }
    }
    Ok(true)
}

impl Lexicon for View<'_> {
    fn documents(&self, term: &str) -> u64 {
        if let Some(collection) = self.collection {
            return collection.holding(Field::Body, term) + collection.holding(Field::Chrome, term);
        }
        let mut sum = 0;
        for segment in &self.segments {
            for field in [Field::Body, Field::Chrome] {
                // what cannot be read is not there; the search itself will say so
                let info = segment.field(field).and_then(|field| field.terms().get(term.as_bytes()));
                sum += info.ok().flatten().map_or(0, |info| u64::from(info.doc_freq));
            }
        }
        sum
    }

    fn terms(&self, prefix: &str, each: &mut EachTerm<'_>) {
        if self.terms_elsewhere(Like::Prefix(prefix), each) {
            return;
        }
        for segment in &self.segments {
            for field in [Field::Body, Field::Chrome] {
                let Ok(field) = segment.field(field) else { continue };
                let on = each_term(field, prefix, &mut |term, info| each(term, u64::from(info.doc_freq)));
                if let Ok(false) = on {
                    return;
                }
            }
        }
    }

    fn terms_like(&self, wildcard: &str, prefix: &str, each: &mut EachTerm<'_>) {
        if !self.terms_elsewhere(Like::Wildcard(wildcard), each) {
            self.terms(prefix, each);
        }
    }

    fn terms_near(&self, word: &str, edits: u8, each: &mut EachTerm<'_>) {
        if self.terms_elsewhere(Like::Near(word, edits), each) {
            return;
        }
        for segment in &self.segments {
            for name in [Field::Body, Field::Chrome] {
                // a misspelling of a word is one in each field: what the query is made for does not matter
                let near = segment.handle(name).and_then(|handle| {
                    let query = FuzzyTermQuery::new(Term::from_field_text(handle, word), edits, true);
                    query.automaton().map_err(lost)
                });
                let (Ok(field), Ok(near)) = (segment.field(name), near) else { continue };
                let Ok(mut stream) = field.terms().search(near).into_stream() else { continue };
                while let Some((term, info)) = stream.next() {
                    let Ok(term) = std::str::from_utf8(term) else { continue };
                    if !each(term, u64::from(info.doc_freq)) {
                        return;
                    }
                }
            }
        }
    }

    fn has_compound(&self, whole: &str, first: &str, second: &str) -> bool {
        if let Some(collection) = self.collection {
            return collection.has_compound(whole, first, second);
        }
        self.segments.iter().any(|segment| {
            [Field::Body, Field::Chrome]
                .into_iter()
                .any(|field| segment.has_compound(field, [whole, first, second]).unwrap_or(false))
        })
    }

    fn field_terms(&self, name: &str, prefix: &str, each: &mut EachTerm<'_>) {
        let (field, lead) = if name == "title" {
            (Field::Title, String::new())
        } else {
            (Field::Meta, format!("{name}\u{1}"))
        };
        let prefix = format!("{lead}{prefix}");
        if let Some(collection) = self.collection {
            collection.terms(field, Like::Prefix(&prefix), &mut |term, documents| {
                term.strip_prefix(&*lead).is_none_or(|word| each(word, documents))
            });
            return;
        }
        for segment in &self.segments {
            let Ok(field) = segment.field(field) else { continue };
            let on = each_term(field, &prefix, &mut |term, info| {
                each(&term[lead.len()..], u64::from(info.doc_freq))
            });
            if let Ok(false) = on {
                return;
            }
        }
    }
}

/// The language that a passage was analyzed in.
pub(crate) fn passage_lang(stored: &Stored, block: u32) -> Lang {
    let of_block = stored.blocks().ok().and_then(|blocks| blocks.get(block as usize)?.lang.as_deref());
    Lang::of(of_block.or_else(|| stored.first("lang")))
}

/// The bytes of a text range in the original, and its lines.
pub(crate) fn source(stored: &Stored, range: TextRange) -> io::Result<([u64; 2], [u64; 2])> {
    let source = stored.source_of(range).map_err(lost)?;
    let lines = stored.lines_of(source).map_err(lost)?;
    Ok((lines, [source.start, source.end]))
}
