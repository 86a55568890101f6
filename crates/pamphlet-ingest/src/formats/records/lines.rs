//! JSON Lines: a record a line. A broken line is named, and the others are read.

use super::json::{self, Value};
use super::{Cell, record};
use crate::draft::Draft;
use crate::formats::{Extracted, Format, Input, Sink, place_notes};
use crate::repairing::decode;
use crate::{Failure, Options, Reason};
use pamphlet_document::{Lines, SourceMap};
use std::borrow::Cow;
use std::ops::{ControlFlow, Range};

/// The format `jsonl`.
pub(crate) struct JsonLines;

impl Format for JsonLines {
    fn name(&self) -> &'static str {
        "jsonl"
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        let mut reader = Reader::default();
        let _ = reader.read(input.bytes, input.path, input.options, sink);
        Ok(())
    }
}

/// Reads the lines of a file piece by piece; it keeps the line and byte that it is at.
#[derive(Default)]
pub(crate) struct Reader {
    line: u64,
    byte: u64,
}

impl Reader {
    /// Goes on in a file after `line` lines and `byte` bytes.
    pub fn after(line: u64, byte: u64) -> Self {
        Self { line, byte }
    }

    /// Reads whole lines; `bytes` goes on where the last call ended.
    pub fn read(
        &mut self,
        bytes: &[u8],
        path: &str,
        options: &Options,
        sink: &mut dyn Sink,
    ) -> ControlFlow<()> {
        let mut start = 0;
        while start < bytes.len() {
            let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |found| start + found + 1);
            self.line += 1;
            let flow = self.one(&bytes[start..end], path, options, sink);
            self.byte += (end - start) as u64;
            start = end;
            flow?;
        }
        ControlFlow::Continue(())
    }

    fn one(&mut self, line: &[u8], path: &str, options: &Options, sink: &mut dyn Sink) -> ControlFlow<()> {
        let mark = if self.line == 1 && line.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let body = &line[mark..];
        if body.iter().all(u8::is_ascii_whitespace) {
            return ControlFlow::Continue(());
        }
        let base = self.byte + mark as u64;
        let unit = decode(body, Some("utf-8"));
        let mut fail = |at: usize, what: &str| {
            let reason = Reason::Record { line: self.line, byte: base + at as u64, what: what.to_owned() };
            sink.failure(Failure::new(format!("{path}#{}", self.line), reason));
            ControlFlow::Continue(())
        };
        let value = match json::value(&unit.text, 0) {
            Ok((value, end)) if json::skip_white(&unit.text, end) >= unit.text.len() => value,
            Ok((_, end)) => return fail(end, "text after the record"),
            Err(wrong) => return fail(wrong.at, wrong.what),
        };
        let Value::Object(members) = value else { return fail(0, "not an object") };
        let mut draft = Draft::default();
        let cells = cells(&unit.text, &members);
        let html = record(&cells, &mut draft, options);
        // from the line's text to the file
        let to_file = unit.map.clone();
        let shifted = shifted(&to_file, base);
        place_notes(&mut draft, &shifted);
        let map = std::mem::take(&mut draft.map).finish();
        draft.map = rebuilt(&shifted.compose(&map));
        sink.document(Extracted {
            draft,
            unit: None,
            locator: format!("#{}", self.line),
            plain: !html,
            format: "jsonl",
            first_line: Some(Lines::from_starts(Vec::new()).after(self.line - 1)),
        })
    }
}

/// The same map into a file in which its unit starts at `base`.
pub(crate) fn shifted(map: &SourceMap, base: u64) -> SourceMap {
    let runs =
        map.runs().iter().map(|run| pamphlet_document::Run { source: run.source + base, ..*run }).collect();
    SourceMap::from_runs(runs).unwrap_or_default()
}

/// A builder that holds a map.
pub(super) fn rebuilt(map: &SourceMap) -> pamphlet_document::SourceMapBuilder {
    let mut out = pamphlet_document::SourceMapBuilder::default();
    map.copy_range(pamphlet_document::TextRange::new(0, map.text_len()), &mut out);
    out
}

/// The values of an object and of the objects in it; a list of scalars is one cell for each.
pub(super) fn cells<'u>(unit: &'u str, members: &[(Range<usize>, Value)]) -> Vec<Cell<'u>> {
    let mut out = Vec::new();
    gather(unit, members, &mut out);
    out
}

fn gather<'u>(unit: &'u str, members: &[(Range<usize>, Value)], out: &mut Vec<Cell<'u>>) {
    for (key, value) in members {
        let name = json::text_of(unit, key.clone()).0;
        match value {
            Value::Object(members) => gather(unit, members, out),
            Value::Array(values) => {
                for value in values {
                    match value {
                        Value::Object(members) => gather(unit, members, out),
                        value => out.extend(cell(unit, &name, value)),
                    }
                }
            }
            value => out.extend(cell(unit, &name, value)),
        }
    }
}

/// A string or scalar as a cell.
pub(super) fn cell<'u>(unit: &'u str, name: &str, value: &Value) -> Option<Cell<'u>> {
    match value {
        Value::String(range) => {
            let (text, map) = json::text_of(unit, range.clone());
            Some(Cell { name: name.to_owned(), text, map, string: true })
        }
        Value::Scalar(range) => {
            let text = Cow::Borrowed(&unit[range.clone()]);
            let map = SourceMap::identity(text.len() as u32, range.start as u64);
            Some(Cell { name: name.to_owned(), text, map, string: false })
        }
        _ => None,
    }
}
