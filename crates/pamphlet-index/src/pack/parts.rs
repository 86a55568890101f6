//! The parts of a record behind its core, read back.

use super::StoredPassage;
use super::codec::{Input, broken};
use super::record::{kind_of, role_of};
use crate::Result;
use pamphlet_document::{
    Block, Diagnostic, Edit, Lines, Run, Severity, SourceMap, SourceRange, Speech, TextRange,
};

/// How the text is built.
pub(super) struct Structure {
    pub(super) blocks: Vec<Block>,
    pub(super) passages: Vec<StoredPassage>,
    pub(super) speeches: Vec<Speech>,
}

/// The way back to the file.
pub(super) struct Places {
    pub(super) map: SourceMap,
    pub(super) lines: Lines,
}

/// What was repaired and noticed.
pub(super) struct Extra {
    pub(super) edits: Vec<(Edit, SourceRange)>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

fn range(start: u32, input: &mut Input<'_>, limit: u32) -> Result<TextRange> {
    let end = input.plus(start)?;
    if end > limit { Err(broken()) } else { Ok(TextRange::new(start, end)) }
}

impl Structure {
    pub(super) fn read(bytes: &[u8], text_len: u32) -> Result<Self> {
        let mut input = Input::new(bytes);
        let count = input.count()?;
        let mut blocks = Vec::with_capacity(count);
        let mut at = 0u32;
        for _ in 0..count {
            let byte = input.byte()?;
            let start = input.plus(at)?;
            let range = range(start, &mut input, text_len)?;
            let speech = input.opt()?;
            let lang = input.opt_str()?;
            blocks.push(Block { kind: kind_of(byte >> 4), range, role: role_of(byte & 15), lang, speech });
            at = range.end;
        }
        let count = input.count()?;
        let mut passages = Vec::with_capacity(count);
        let (mut at, mut block, mut section, mut page, mut position) = (0u32, 0i64, None, None, 0u32);
        for _ in 0..count {
            let start = input.plus(at)?;
            let range = range(start, &mut input, text_len)?;
            block = block.checked_add(input.signed()?).ok_or_else(broken)?;
            position = input.plus(position)?;
            if input.byte()? == 0 {
                (section, page) = (input.opt()?, input.opt()?);
            }
            let index = usize::try_from(block).map_err(|_| broken())?;
            let of: &Block = blocks.get(index).ok_or_else(broken)?;
            passages.push(StoredPassage {
                range,
                block: index as u32,
                section,
                page,
                first_position: position,
                kind: of.kind,
                role: of.role,
            });
            at = range.end;
        }
        let count = input.count()?;
        let mut speeches = Vec::with_capacity(count);
        for _ in 0..count {
            let (speaker, party, role) = (input.str()?, input.opt_str()?, input.opt_str()?);
            let start = input.u32()?;
            let range = range(start, &mut input, text_len)?;
            speeches.push(Speech { speaker, party, role, range, ..Speech::default() });
        }
        // records of before there were constituencies end here
        if !input.is_empty() {
            for _ in 0..input.count()? {
                let at = usize::try_from(input.number()?).map_err(|_| broken())?;
                speeches.get_mut(at).ok_or_else(broken)?.constituency = Some(input.str()?);
            }
        }
        Ok(Self { blocks, passages, speeches })
    }
}

impl Places {
    pub(super) fn read(bytes: &[u8]) -> Result<Self> {
        let mut input = Input::new(bytes);
        let count = input.count()?;
        let mut runs = Vec::with_capacity(count);
        let (mut text, mut source) = (0u32, 0u64);
        for _ in 0..count {
            let (count, text_step, source_step) = (input.u32()?, input.u32()?, input.u32()?);
            source = source.wrapping_add(input.signed()? as u64);
            let run = Run { text, source, count, text_step, source_step };
            text = count.checked_mul(text_step).and_then(|len| text.checked_add(len)).ok_or_else(broken)?;
            source = u64::from(count)
                .checked_mul(u64::from(source_step))
                .and_then(|len| source.checked_add(len))
                .ok_or_else(broken)?;
            runs.push(run);
        }
        let map = SourceMap::from_runs(runs).ok_or_else(broken)?;
        let before = input.number()?.min(u64::from(u32::MAX));
        let count = input.count()?;
        let mut starts = Vec::with_capacity(count);
        let mut at = 0u64;
        for _ in 0..count {
            at = at.checked_add(input.number()?).ok_or_else(broken)?;
            starts.push(at);
        }
        Ok(Self { map, lines: Lines::from_starts(starts).after(before) })
    }
}

impl Extra {
    pub(super) fn read(bytes: &[u8]) -> Result<Self> {
        let mut input = Input::new(bytes);
        let source = |input: &mut Input<'_>| -> Result<SourceRange> {
            let start = input.number()?;
            let end = start.checked_add(input.number()?).ok_or_else(broken)?;
            Ok(SourceRange::new(start, end))
        };
        let count = input.count()?;
        let mut edits = Vec::with_capacity(count);
        for _ in 0..count {
            let start = input.u32()?;
            let range = range(start, &mut input, u32::MAX)?;
            let (old, new, rule) = (input.str()?, input.str()?, input.str()?);
            let confidence = f32::from_le_bytes(input.bytes(4)?.try_into().map_err(|_| broken())?);
            edits.push((Edit { range, old, new, rule: rule.into(), confidence }, source(&mut input)?));
        }
        let count = input.count()?;
        let mut diagnostics = Vec::with_capacity(count);
        for _ in 0..count {
            let severity = if input.byte()? == 0 { Severity::Note } else { Severity::Warning };
            let (code, message) = (input.str()?, input.str()?);
            let place = if input.byte()? == 0 { None } else { Some(source(&mut input)?) };
            diagnostics.push(Diagnostic { severity, code, message, place });
        }
        Ok(Self { edits, diagnostics })
    }
}

#[cfg(test)]
mod tests {
    use super::super::record::structure;
    use super::*;
    use pamphlet_document::Document;

    fn read(document: &Document) -> (Vec<u8>, Vec<Speech>) {
        let mut bytes = Vec::new();
        structure(&mut bytes, document, &[], 0);
        let speeches = Structure::read(&bytes, document.text.len() as u32).unwrap().speeches;
        (bytes, speeches)
    }

    #[test]
    fn speeches_come_back_and_records_without_constituencies_are_what_they_were() {
        let speech = |speaker: &str, constituency: Option<&str>| Speech {
            speaker: speaker.to_owned(),
            constituency: constituency.map(str::to_owned),
            range: TextRange::new(0, 4),
            ..Speech::default()
        };
        let mut document = Document { text: "Yes.".to_owned(), ..Document::default() };
        document.speeches = vec![speech("Ada Reed", None), speech("Tom Hall", None)];
        let (older, speeches) = read(&document);
        assert_eq!(speeches, document.speeches);
        document.speeches[1] = speech("Tom Hall", Some("Leeds"));
        let (bytes, speeches) = read(&document);
        assert_eq!(speeches, document.speeches);
        assert_eq!(bytes[..older.len()], older);
    }
}
