//! From a draft to a document: the text is repaired as a whole, and text, blocks and map move together;
//! then structure, language and passages.

use crate::draft::Draft;
use crate::formats::Extracted;
use crate::passages::passages;
use crate::repairing::Repairer;
use crate::site::{At, Sites, is_page};
use crate::structure::{Shape, is_idle_name, of_text};
use crate::{Options, dates, hyphens, language, speakers};
use pamphlet_document::{
    Block, Document, Edit, Lines, Metadata, SourceMap, SourceMapBuilder, SourceRange, Speech, TextRange,
    field,
};
use std::path::Path;

/// A block shorter than this has too few words to tell a language by.
const LANGUAGE_BLOCK: u32 = 160;

/// What all documents of a file share.
pub(crate) struct Place<'a> {
    /// The absolute path.
    pub identity: &'a Path,
    /// The path as it is shown.
    pub shown: &'a str,
    /// The part of it that leads from the file at `identity` into it: `!/member.txt`, or nothing.
    pub inside: &'a str,
    /// The name of the file or member itself.
    pub name: &'a str,
    /// The bytes of the file, or of the part that the document's places are in.
    pub bytes: &'a [u8],
    /// The address that the bytes were captured at.
    pub url: Option<&'a str>,
    pub options: &'a Options,
    pub repairer: &'a Repairer,
    /// What is known of the sites that pages belong to; none where there is no file.
    pub sites: Option<&'a Sites>,
}

/// The document; `None` when there is no text.
pub(crate) fn finish(extracted: Extracted<'_>, place: &Place<'_>) -> Option<Document> {
    let Extracted { draft, unit, locator, plain, format, first_line } = extracted;
    let Draft { text, map, blocks, speeches, mut metadata, record_id, mut notes, pages, .. } = draft;
    if text.is_empty() {
        return None;
    }
    let map = map.finish();
    let map = match unit {
        Some(unit) if !is_identity(&unit.map) => unit.map.compose(&map),
        _ => map,
    };
    if let Some(unit) = unit {
        notes.extend(unit.diagnostics.iter().cloned());
    }

    let mut work = Work { text, source_map: map, blocks, speeches, pages, edits: Vec::new() };
    let repaired = place.repairer.repair(&work.text);
    if !repaired.edits.is_empty() {
        let (after, list, map) = (repaired.text.into_owned(), repaired.edits, repaired.map);
        work.apply(after, list, &map, |range| range);
        let joins = hyphens::joins(&work.text, &work.blocks);
        work.join(joins, Some(&map));
    } else {
        let joins = hyphens::joins(&work.text, &work.blocks);
        work.join(joins, None);
    }
    let Work { text, source_map, blocks, mut speeches, pages, edits } = work;
    // a member is whole here; of a file this may be a piece
    debug_assert!(
        place.inside.is_empty() || end_of(&source_map, &text) <= place.bytes.len() as u64,
        "a place of {}{locator} is behind its bytes",
        place.shown
    );

    let mut shape = Shape {
        text: &text,
        blocks,
        metadata: &mut metadata,
        notes: &mut notes,
        options: place.options,
        source_map: &source_map,
    };
    shape.refine(plain, &mut speeches);
    let mut blocks = shape.blocks;
    if metadata.title.is_none() && locator.is_empty() && is_idle_name(stem(place.name)) {
        metadata.title = of_text(&text, &blocks);
    }
    from_name(&mut metadata, place.name, locator.is_empty());
    if is_page(format, plain)
        && let Some(sites) = place.sites
    {
        let inside = if place.inside.is_empty() { &locator } else { place.inside };
        let url = place.url.or_else(|| metadata.first(field::URL).filter(|_| format != "html"));
        let at = At { file: place.identity, inside, url };
        if sites.mark(at, place.options, &text, &mut blocks) {
            add_heading(&mut metadata, &text, &blocks);
        }
    }

    speakers::name(&mut metadata, &speeches);
    let lang = languages(&text, &mut blocks, &mut metadata);
    metadata.add(field::TYPE, format);
    let passages = passages(&text, &blocks, &pages, &lang);
    let id = id(place.identity, place.inside, &locator);
    let lines = first_line.unwrap_or_else(|| lines(place.bytes, unit));
    Some(Document {
        id,
        path: format!("{}{locator}", place.shown),
        record_id,
        metadata,
        text,
        blocks,
        speeches,
        passages,
        source_map,
        lines,
        edits,
        diagnostics: notes,
    })
}

/// The byte behind all that a text was made of.
fn end_of(map: &SourceMap, text: &str) -> u64 {
    map.source_of(TextRange::new(0, text.len() as u32)).end
}

/// A text while it is mended: all that must move with it.
struct Work {
    text: String,
    source_map: SourceMap,
    blocks: Vec<Block>,
    speeches: Vec<Speech>,
    pages: Vec<(u32, u32)>,
    edits: Vec<(Edit, SourceRange)>,
}

impl Work {
    /// Takes over a text that `list` made of this one. `before` says where a range of this text was in the
    /// text as it was extracted.
    fn apply(
        &mut self,
        after: String,
        list: Vec<Edit>,
        map: &SourceMap,
        before: impl Fn(TextRange) -> TextRange,
    ) {
        let shift = Shift(&list);
        shift.blocks(&mut self.blocks, &after);
        shift.speeches(&mut self.speeches, &self.blocks);
        for (start, _) in &mut self.pages {
            *start = shift.after(*start);
        }
        for mut edit in list {
            let place = self.source_map.source_of(edit.range);
            edit.range = before(edit.range);
            self.edits.push((edit, place));
        }
        self.edits.sort_by_key(|(edit, _)| edit.range);
        self.source_map = self.source_map.compose(map);
        self.text = after;
    }

    /// Joins words that were parted at line ends; `repairs` leads from this text to the one extracted.
    fn join(&mut self, joins: Vec<Edit>, repairs: Option<&SourceMap>) {
        if joins.is_empty() {
            return;
        }
        let after = pamphlet_repair::replay(&self.text, &joins);
        let mut map = SourceMapBuilder::default();
        let mut at = 0;
        for edit in &joins {
            map.copy(edit.range.start - at, u64::from(at));
            at = edit.range.end;
        }
        map.copy(self.text.len() as u32 - at, u64::from(at));
        self.apply(after, joins, &map.finish(), |range| match repairs {
            None => range,
            Some(repairs) => {
                let place = repairs.source_of(range);
                TextRange::new(place.start as u32, place.end as u32)
            }
        });
    }
}

/// 16 hexadecimal digits of the absolute path and the place in the file.
fn id(identity: &Path, inside: &str, locator: &str) -> String {
    let mut hash = blake3::Hasher::new();
    hash.update(identity.as_os_str().as_encoded_bytes());
    hash.update(b"\0");
    hash.update(inside.as_bytes());
    hash.update(locator.as_bytes());
    hash.finalize().to_hex()[..16].to_owned()
}

fn is_identity(map: &SourceMap) -> bool {
    matches!(map.runs(), [run] if run.source == 0 && run.text_step == 1 && run.source_step == 1)
}

/// Puts the first heading of a page behind a title that it shares with the other pages of its site.
fn add_heading(metadata: &mut Metadata, text: &str, blocks: &[Block]) {
    let Some(title) = &metadata.title else { return };
    let Some(heading) = crate::structure::of_heading(text, blocks) else { return };
    if !title.to_lowercase().contains(&heading.to_lowercase()) {
        metadata.title = Some(format!("{title}: {heading}"));
    }
}

/// The name of a file without its ending.
fn stem(name: &str) -> &str {
    Path::new(name).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default()
}

/// What the file's name says, where the document is silent.
fn from_name(metadata: &mut Metadata, shown: &str, whole_file: bool) {
    let path = Path::new(shown);
    let name = path.file_name().map(|name| name.to_string_lossy()).unwrap_or_default();
    let titled = || metadata.title.as_deref().and_then(dates::of_title);
    if whole_file {
        let folder = path.parent().and_then(Path::file_name).map(|name| name.to_string_lossy());
        let named = dates::of_name(&name).filter(|date| date.parts().1.is_some());
        let named = named.or_else(|| dates::of_path(path)).or_else(|| dates::of_name(&name));
        match (metadata.date, named) {
            (None, named) => {
                metadata.date =
                    named.or_else(titled).or_else(|| dates::of_name(&folder?)).or_else(|| folder_date(path));
            }
            // a year in the text, or a date with two readings, and the name knows the day
            (Some(known), Some(named)) if dates::settles(named, known) => metadata.date = Some(named),
            _ => {}
        }
    }
    metadata.date = metadata.date.or_else(titled);
    if metadata.title.is_none() && whole_file {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy()).unwrap_or_default();
        let words = crate::structure::one_line(&stem.replace(['_', '+'], " "));
        metadata.title = Some(words).filter(|words| !words.is_empty());
    }
}

/// The day that a folder further up is called by, or its year where it is called by nothing else:
/// `Hansard_22nd-March-2021/part3/question.html`, `2010/labour/text.html`.
fn folder_date(path: &Path) -> Option<pamphlet_document::PartialDate> {
    for folder in path.ancestors().skip(2).take(2) {
        let name = folder.file_name()?.to_string_lossy();
        let year = dates::only_year(&name).is_some();
        let date = dates::of_name(&name).filter(|date| year || date.parts().2.is_some());
        if date.is_some() {
            return date;
        }
    }
    None
}

/// Sets the document's language, and that of long blocks in another one; returns the document's.
fn languages(text: &str, blocks: &mut [Block], metadata: &mut Metadata) -> String {
    let lang = match metadata.first(field::LANG) {
        Some(lang) => lang.to_owned(),
        None => {
            let detected = sample(text, blocks).and_then(|sample| language::detect(&sample));
            if let Some(lang) = detected {
                metadata.add(field::LANG, lang);
            }
            detected.unwrap_or_default().to_owned()
        }
    };
    for block in blocks.iter_mut() {
        if block.lang.is_none()
            && block.range.len() >= LANGUAGE_BLOCK
            && !language::is_plainly(&text[block.range.span()], &lang)
            && let Some(other) = language::detect(&text[block.range.span()])
            && other != lang
            && !lang.is_empty()
        {
            block.lang = Some(other.to_owned());
        }
        if block.lang.as_deref() == Some(&lang) {
            block.lang = None;
        }
    }
    lang
}

/// Text from the start, the middle and the end, without chrome.
fn sample(text: &str, blocks: &[Block]) -> Option<String> {
    let mut out = String::new();
    let content: Vec<&Block> = blocks.iter().filter(|block| !block.role.is_chrome()).collect();
    let third = content.len() / 3;
    for (part, from) in [0, third, third * 2].into_iter().enumerate() {
        for block in content.get(from..).unwrap_or_default() {
            if out.len() > 1_300 * (part + 1) {
                break;
            }
            let body = &text[block.range.span()];
            let mut cut = body.len().min(1_300);
            while !body.is_char_boundary(cut) {
                cut -= 1;
            }
            out.push_str(&body[..cut]);
            out.push('\n');
        }
    }
    (!out.is_empty()).then_some(out)
}

/// Line starts of the file.
pub(crate) fn lines(bytes: &[u8], unit: Option<&crate::repairing::Decoded<'_>>) -> Lines {
    match unit {
        Some(unit) if unit.encoding.starts_with("UTF-16") || unit.encoding.starts_with("UTF-32") => {
            let mut starts = Vec::new();
            for start in Lines::of(unit.text.as_bytes()).starts() {
                let at = *start as u32;
                starts.push(unit.map.source_of(TextRange::new(at, at)).start);
            }
            Lines::from_starts(starts)
        }
        _ => Lines::of(bytes),
    }
}

/// Places in a text before edits, to places after.
struct Shift<'a>(&'a [Edit]);

impl Shift<'_> {
    /// Where a place lies after the edits; within an edit, at its end.
    fn after(&self, at: u32) -> u32 {
        let mut moved = i64::from(at);
        for edit in self.0 {
            if edit.range.start >= at {
                break;
            }
            moved += edit.new.len() as i64 - i64::from(edit.range.len().min(at - edit.range.start));
        }
        moved.max(0) as u32
    }

    /// Moves blocks; those that lost all their text go, and white space at their ends is left out.
    fn blocks(&self, blocks: &mut Vec<Block>, text: &str) {
        let mut moved = 0i64;
        let mut edits = self.0.iter().peekable();
        // one pass: block borders ascend as the edits do
        let mut place = |at: u32| {
            while let Some(edit) = edits.next_if(|edit| edit.range.end <= at) {
                moved += edit.new.len() as i64 - i64::from(edit.range.len());
            }
            let inside = edits.peek().filter(|edit| edit.range.start < at);
            let cut = inside.map_or(0, |edit| edit.new.len() as i64 - i64::from(at - edit.range.start));
            (i64::from(at) + moved + cut).clamp(0, text.len() as i64) as u32
        };
        for block in blocks.iter_mut() {
            let start = place(block.range.start);
            let end = place(block.range.end).max(start);
            block.range = trimmed(text, start, end);
        }
        let mut last = 0;
        for block in blocks.iter_mut() {
            block.range.start = block.range.start.max(last);
            block.range.end = block.range.end.max(block.range.start);
            last = block.range.end;
        }
        blocks.retain(|block| !block.range.is_empty());
        take_in(blocks, text);
    }

    /// Moves speeches; each holds its blocks, which were moved before.
    fn speeches(&self, speeches: &mut [Speech], blocks: &[Block]) {
        for speech in speeches.iter_mut() {
            let start = self.after(speech.range.start);
            speech.range = TextRange::new(start, self.after(speech.range.end).max(start));
        }
        for block in blocks {
            let Some(speech) = block.speech.and_then(|speech| speeches.get_mut(speech as usize)) else {
                continue;
            };
            speech.range.start = speech.range.start.min(block.range.start);
            speech.range.end = speech.range.end.max(block.range.end);
        }
    }
}

/// Text that stands between blocks is taken into the next one, behind the last into that. It was white space when
/// the blocks were made: an `á` of code page 850 is a no-break space to whoever takes it for Latin-1.
fn take_in(blocks: &mut [Block], text: &str) {
    let mut last = 0;
    for block in blocks.iter_mut() {
        let gap = &text[last..block.range.start as usize];
        block.range.start -= gap.trim_start().len() as u32;
        last = block.range.end as usize;
    }
    if let Some(block) = blocks.last_mut() {
        block.range.end += text[last..].trim_end().len() as u32;
    }
}

/// A range on character borders without white space at its ends.
fn trimmed(text: &str, start: u32, end: u32) -> TextRange {
    let (mut start, mut end) = (start as usize, end as usize);
    while !text.is_char_boundary(start) {
        start -= 1;
    }
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let part = &text[start..end];
    let from = start + part.len() - part.trim_start().len();
    TextRange::new(from as u32, (from + part.trim().len()) as u32)
}
