//! A document as one record of a pack.
//!
//! ```text
//! length of the directory      u32, little-endian
//! directory                    for each of the four parts: packed length, length; the number of chunks;
//!                              for each chunk: packed length, length of its text
//! core, structure, places, extra     each packed by itself
//! chunks of the text           each packed by itself
//! ```
//! A part that packing makes no shorter is kept as it is: then both lengths are the same.

use super::codec::{put, put_opt, put_opt_str, put_signed, put_str};
use super::{CHUNK, LEVEL};
use crate::{Error, Result};
use pamphlet_document::{BlockKind, Chrome, Document, Role, Severity};
use zstd::bulk::Compressor;

/// Makes records; one a thread.
pub(crate) struct Packer {
    zstd: Compressor<'static>,
    raw: Vec<u8>,
}

impl Packer {
    /// # Errors
    /// When zstd has no memory.
    pub(crate) fn new() -> Result<Self> {
        let zstd = Compressor::new(LEVEL).map_err(Error::io("pack", "text".as_ref()))?;
        Ok(Self { zstd, raw: Vec::new() })
    }

    /// The record of a document. `first` holds the first position of each passage; `words` counts the words
    /// of the whole text.
    pub(crate) fn record(&mut self, document: &Document, first: &[u32], words: u64) -> Result<Vec<u8>> {
        let mut directory = Vec::new();
        let mut body = Vec::with_capacity(document.text.len() / 2 + 256);
        for part in [core, structure, places, extra] {
            self.raw.clear();
            part(&mut self.raw, document, first, words);
            let raw = std::mem::take(&mut self.raw);
            self.pack(&raw, &mut directory, &mut body)?;
            self.raw = raw;
        }
        let cuts = cuts(document);
        put(&mut directory, cuts.len() as u64);
        let mut start = 0;
        for end in cuts {
            self.pack(&document.text.as_bytes()[start..end], &mut directory, &mut body)?;
            start = end;
        }
        let mut record = Vec::with_capacity(4 + directory.len() + body.len());
        record.extend_from_slice(&(directory.len() as u32).to_le_bytes());
        record.append(&mut directory);
        record.append(&mut body);
        Ok(record)
    }

    fn pack(&mut self, raw: &[u8], directory: &mut Vec<u8>, body: &mut Vec<u8>) -> Result<()> {
        let packed = self.zstd.compress(raw).map_err(Error::io("pack", "text".as_ref()))?;
        let kept = if packed.len() < raw.len() { &packed[..] } else { raw };
        put(directory, kept.len() as u64);
        put(directory, raw.len() as u64);
        body.extend_from_slice(kept);
        Ok(())
    }
}

/// Where the chunks of the text end: before a passage, when at least [`CHUNK`] bytes came together.
fn cuts(document: &Document) -> Vec<usize> {
    let len = document.text.len();
    let mut cuts = Vec::with_capacity(len / CHUNK + 1);
    let mut start = 0;
    for passage in &document.passages {
        let at = passage.range.start as usize;
        if passage.range.end as usize > start + CHUNK && at > start && at <= len {
            // a rest that is too short for a chunk of its own stays with this one
            if at - start >= CHUNK / 4 && len - at >= CHUNK / 4 {
                cuts.push(at);
                start = at;
            }
        }
    }
    if len > start {
        cuts.push(len);
    }
    cuts
}

fn core(out: &mut Vec<u8>, document: &Document, _first: &[u32], words: u64) {
    put_str(out, &document.id);
    put_str(out, &document.path);
    put_opt_str(out, document.record_id.as_deref());
    put_opt_str(out, document.metadata.title.as_deref());
    put_opt_str(out, document.metadata.date.map(|date| date.to_string()).as_deref());
    put(out, words);
    put(out, document.metadata.fields.len() as u64);
    for (name, values) in &document.metadata.fields {
        put_str(out, name);
        put(out, values.len() as u64);
        for value in values {
            put_str(out, value);
        }
    }
}

pub(super) fn structure(out: &mut Vec<u8>, document: &Document, first: &[u32], _words: u64) {
    put(out, document.blocks.len() as u64);
    let mut at = 0u32;
    for block in &document.blocks {
        out.push(kind_byte(block.kind) << 4 | role_byte(block.role));
        put(out, u64::from(block.range.start.wrapping_sub(at)));
        put(out, u64::from(block.range.len()));
        put_opt(out, block.speech);
        put_opt_str(out, block.lang.as_deref());
        at = block.range.end;
    }
    put(out, document.passages.len() as u64);
    let (mut at, mut block, mut section, mut page, mut position) = (0u32, 0u32, None, None, 0u32);
    for (passage, &first) in document.passages.iter().zip(first) {
        put(out, u64::from(passage.range.start.wrapping_sub(at)));
        put(out, u64::from(passage.range.len()));
        put_signed(out, i64::from(passage.block) - i64::from(block));
        put(out, u64::from(first.wrapping_sub(position)));
        // most passages stand where the one before stood
        let same = section == passage.section && page == passage.page;
        out.push(u8::from(same));
        if !same {
            put_opt(out, passage.section);
            put_opt(out, passage.page);
        }
        (at, block, section, page, position) =
            (passage.range.end, passage.block, passage.section, passage.page, first);
    }
    put(out, document.speeches.len() as u64);
    for speech in &document.speeches {
        put_str(out, &speech.speaker);
        put_opt_str(out, speech.party.as_deref());
        put_opt_str(out, speech.role.as_deref());
        put(out, u64::from(speech.range.start));
        put(out, u64::from(speech.range.len()));
    }
    // behind all that older records have, and only where there is one: these stay as they were
    let elected = document.speeches.iter().enumerate();
    let elected: Vec<_> =
        elected.filter_map(|(at, speech)| Some((at, speech.constituency.as_deref()?))).collect();
    if !elected.is_empty() {
        put(out, elected.len() as u64);
        for (at, constituency) in elected {
            put(out, at as u64);
            put_str(out, constituency);
        }
    }
}

/// The source map, and the lines of the part of the file that it leads to.
fn places(out: &mut Vec<u8>, document: &Document, _first: &[u32], _words: u64) {
    let runs = document.source_map.runs();
    put(out, runs.len() as u64);
    let mut source = 0u64;
    let (mut low, mut high) = (u64::MAX, 0u64);
    for run in runs {
        put(out, u64::from(run.count));
        put(out, u64::from(run.text_step));
        put(out, u64::from(run.source_step));
        put_signed(out, run.source.wrapping_sub(source) as i64);
        source = run.source_end();
        (low, high) = (low.min(run.source), high.max(source));
    }
    // a record of a large file needs no lines but its own
    let starts = document.lines.starts();
    let from = starts.partition_point(|&start| start <= low).min(u32::MAX as usize);
    let to = starts.partition_point(|&start| start <= high).max(from);
    put(out, document.lines.before().saturating_add(from as u64));
    put(out, (to - from) as u64);
    let mut at = 0;
    for &start in &starts[from..to] {
        put(out, start.wrapping_sub(at));
        at = start;
    }
}

fn extra(out: &mut Vec<u8>, document: &Document, _first: &[u32], _words: u64) {
    put(out, document.edits.len() as u64);
    for (edit, place) in &document.edits {
        put(out, u64::from(edit.range.start));
        put(out, u64::from(edit.range.len()));
        put_str(out, &edit.old);
        put_str(out, &edit.new);
        put_str(out, &edit.rule);
        out.extend_from_slice(&edit.confidence.to_le_bytes());
        put(out, place.start);
        put(out, place.len());
    }
    put(out, document.diagnostics.len() as u64);
    for diagnostic in &document.diagnostics {
        out.push(u8::from(diagnostic.severity == Severity::Warning));
        put_str(out, &diagnostic.code);
        put_str(out, &diagnostic.message);
        out.push(u8::from(diagnostic.place.is_some()));
        if let Some(place) = diagnostic.place {
            put(out, place.start);
            put(out, place.len());
        }
    }
}

/// Headings take 1 to 6.
fn kind_byte(kind: BlockKind) -> u8 {
    match kind {
        BlockKind::Title => 0,
        BlockKind::Heading(level) => level.clamp(1, 6),
        BlockKind::Paragraph => 7,
        BlockKind::ListItem => 8,
        BlockKind::TableRow => 9,
        BlockKind::Quote => 10,
        BlockKind::Verse => 11,
        BlockKind::Footnote => 12,
        BlockKind::Interjection => 13,
        BlockKind::MetadataLine => 14,
    }
}

pub(super) fn kind_of(byte: u8) -> BlockKind {
    match byte {
        0 => BlockKind::Title,
        level @ 1..=6 => BlockKind::Heading(level),
        8 => BlockKind::ListItem,
        9 => BlockKind::TableRow,
        10 => BlockKind::Quote,
        11 => BlockKind::Verse,
        12 => BlockKind::Footnote,
        13 => BlockKind::Interjection,
        14 => BlockKind::MetadataLine,
        _ => BlockKind::Paragraph,
    }
}

fn role_byte(role: Role) -> u8 {
    match role {
        Role::Content => 0,
        Role::Chrome(Chrome::Navigation) => 1,
        Role::Chrome(Chrome::Header) => 2,
        Role::Chrome(Chrome::Footer) => 3,
        Role::Chrome(Chrome::Anchor) => 4,
        Role::Chrome(Chrome::RepeatedHeading) => 5,
        Role::Chrome(Chrome::RunningHead) => 6,
        Role::Chrome(Chrome::Boilerplate) => 7,
    }
}

pub(super) fn role_of(byte: u8) -> Role {
    match byte {
        1 => Role::Chrome(Chrome::Navigation),
        2 => Role::Chrome(Chrome::Header),
        3 => Role::Chrome(Chrome::Footer),
        4 => Role::Chrome(Chrome::Anchor),
        5 => Role::Chrome(Chrome::RepeatedHeading),
        6 => Role::Chrome(Chrome::RunningHead),
        7 => Role::Chrome(Chrome::Boilerplate),
        _ => Role::Content,
    }
}
