//! CSV and TSV, as RFC 4180 has it and as spreadsheets write it: a document a row where a column holds text,
//! one document for the whole table where none does.

use super::lines::{rebuilt, shifted};
use super::{Cell, is_text, names, record};
use crate::draft::Draft;
use crate::formats::{Extracted, Format, Input, Sink, place_notes};
use crate::repairing::{Decoded, decode};
use crate::{Options, Reason};
use pamphlet_document::{
    BlockKind, Diagnostic, Lines, Role, Severity, SourceMap, SourceMapBuilder, SourceRange, TextRange,
};
use std::borrow::Cow;
use std::ops::{ControlFlow, Range};

/// Rows that are looked at to tell what the columns hold.
const LOOK: usize = 100;

/// The formats `csv` and `tsv`, by what parts the cells.
pub(crate) struct Table;

impl Format for Table {
    fn name(&self) -> &'static str {
        "csv"
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        let unit = decode(input.bytes, None);
        let Some(shape) = Shape::of_text(&unit.text, input.options) else {
            return Err(Reason::Damaged("no columns".to_owned()));
        };
        if shape.has_text {
            let _ = shape.rows(&unit, Before::default(), input.options, sink);
            return Ok(());
        }
        let mut draft = Draft::default();
        for row in Rows::new(unit.text.as_bytes(), shape.by) {
            one_row(&unit.text, &row.cells, &mut draft);
            if row.open {
                draft.notes.push(not_closed(&unit.map, &row));
            }
        }
        let _ = sink.document(Extracted {
            draft,
            unit: Some(&unit),
            locator: String::new(),
            plain: false,
            format: shape.format(),
            first_line: None,
        });
        Ok(())
    }
}

/// What comes before a part of a table in its file.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Before {
    pub byte: u64,
    pub lines: u64,
    /// Rows, the header included.
    pub rows: u64,
}

/// How a table is laid out, told from its first rows.
#[derive(Debug)]
pub(crate) struct Shape {
    by: u8,
    columns: Vec<String>,
    header: bool,
    has_text: bool,
    /// The encoding of the first rows, where that is not UTF-8.
    encoding: Option<&'static str>,
}

impl Shape {
    /// The layout of a table that starts with these bytes; what may be half a row at their end is left out.
    /// `None` where nothing parts columns.
    pub(crate) fn of(bytes: &[u8], options: &Options) -> Option<Self> {
        let end = memchr::memrchr(b'\n', bytes).map_or(bytes.len(), |at| at + 1);
        let unit = decode(&bytes[..end], None);
        let encoding = Some(unit.encoding).filter(|name| !name.eq_ignore_ascii_case("utf-8"));
        Some(Self { encoding, ..Self::of_text(&unit.text, options)? })
    }

    fn of_text(text: &str, options: &Options) -> Option<Self> {
        let by = separator(text)?;
        let first: Vec<Vec<Range<usize>>> =
            Rows::new(text.as_bytes(), by).take(LOOK).map(|row| row.cells).collect();
        let header = header(text, &first);
        let rows = &first[usize::from(header.is_some()).min(first.len())..];
        let width = first.iter().map(Vec::len).max().unwrap_or(0);
        let named = header.is_some();
        let columns = header.unwrap_or_else(|| (1..=width).map(|n| format!("column-{n}")).collect());
        let has_text = has_text(text, rows, &columns, options);
        Some(Self { by, columns, header: named, has_text, encoding: None })
    }

    /// What parts the cells.
    pub(crate) fn by(&self) -> u8 {
        self.by
    }

    /// Whether a column holds text, so that each row is a document.
    pub(crate) fn has_text(&self) -> bool {
        self.has_text
    }

    fn format(&self) -> &'static str {
        if self.by == b'\t' { "tsv" } else { "csv" }
    }

    /// Reads rows that stand on their own in `bytes`.
    pub(crate) fn read(
        &self,
        bytes: &[u8],
        before: Before,
        options: &Options,
        sink: &mut dyn Sink,
    ) -> ControlFlow<()> {
        self.rows(&decode(bytes, self.encoding), before, options, sink)
    }

    /// Hands on a document for each row.
    fn rows(
        &self,
        unit: &Decoded<'_>,
        before: Before,
        options: &Options,
        sink: &mut dyn Sink,
    ) -> ControlFlow<()> {
        let text: &str = &unit.text;
        let to_file = (before.byte > 0).then(|| shifted(&unit.map, before.byte));
        let all = Lines::of(text.as_bytes());
        let header = u64::from(self.header);
        for (row, number) in Rows::new(text.as_bytes(), self.by).zip(before.rows + 1..) {
            if number <= header {
                continue;
            }
            let cells = self.cells(text, &row);
            let mut draft = Draft::default();
            let html = record(&cells, &mut draft, options);
            let place = to_file.as_ref().unwrap_or(&unit.map);
            place_notes(&mut draft, place);
            if row.open {
                draft.notes.push(not_closed(place, &row));
            }
            if self.header && row.cells.len() != self.columns.len() {
                draft.notes.push(uneven(place, &row, self.columns.len()));
            }
            let first = all.line_of(row.start as u64);
            let starts = all.starts();
            let from = starts.partition_point(|&start| start <= row.start as u64);
            let to = starts.partition_point(|&start| start < row.end as u64);
            let byte = |start: u64| {
                before.byte + unit.map.source_of(TextRange::new(start as u32, start as u32)).start
            };
            let within = starts[from..to.max(from)].iter().map(|&start| byte(start)).collect();
            if let Some(to_file) = &to_file {
                let map = std::mem::take(&mut draft.map).finish();
                draft.map = rebuilt(&to_file.compose(&map));
            }
            sink.document(Extracted {
                draft,
                unit: if to_file.is_some() { None } else { Some(unit) },
                locator: format!("#{}", number - header),
                plain: !html,
                format: self.format(),
                first_line: Some(Lines::from_starts(within).after(before.lines + first - 1)),
            })?;
        }
        ControlFlow::Continue(())
    }

    fn cells<'t>(&self, text: &'t str, row: &Row) -> Vec<Cell<'t>> {
        let mut cells = Vec::with_capacity(row.cells.len());
        for (at, range) in row.cells.iter().enumerate() {
            let name = self.columns.get(at).cloned().unwrap_or_else(|| format!("column-{}", at + 1));
            let (text, map) = unquoted(text, range.clone());
            let string = text.trim().parse::<f64>().is_err();
            cells.push(Cell { name, text, map, string });
        }
        cells
    }
}

fn not_closed(map: &SourceMap, row: &Row) -> Diagnostic {
    Diagnostic {
        severity: Severity::Warning,
        code: "quote-not-closed".to_owned(),
        message: "a quoted cell is not closed; the rest of its line was read as plain".to_owned(),
        place: Some(map.source_of(TextRange::new(row.start as u32, row.end as u32))),
    }
}

/// Rows of another width are kept: a cell may stand under the wrong name, or a line was broken.
fn uneven(map: &SourceMap, row: &Row, columns: usize) -> Diagnostic {
    Diagnostic {
        severity: Severity::Note,
        code: "row-uneven".to_owned(),
        message: format!("a row of {} cells in a table of {columns} columns", row.cells.len()),
        place: Some(map.source_of(TextRange::new(row.start as u32, row.end as u32))),
    }
}

/// What parts the cells: of `,`, `;`, TAB and `|` the one that parts the first rows most evenly.
fn separator(text: &str) -> Option<u8> {
    let mut best: Option<(usize, u8)> = None;
    let mut named: Option<(usize, u8)> = None;
    for by in *b"\t,;|" {
        let widths: Vec<usize> = Rows::new(text.as_bytes(), by).take(12).map(|row| row.cells.len()).collect();
        let width = widths.first().copied().unwrap_or(0);
        let even = widths.iter().filter(|&&other| other == width).count();
        if width >= 2 && even * 4 >= widths.len() * 3 && best.is_none_or(|(most, _)| width > most) {
            best = Some((width, by));
        }
        if width >= 2 && named.is_none_or(|(most, _)| width > most) && names_columns(text, by) {
            named = Some((width, by));
        }
    }
    best.or(named).map(|(_, by)| by)
}

/// Whether the first row has two names that columns of texts are known by, whatever the rows below look like.
fn names_columns(text: &str, by: u8) -> bool {
    let first = Rows::new(text.as_bytes(), by).next().map(|row| row.cells).unwrap_or_default();
    let known =
        |range: &Range<usize>| names::part(unquoted(text, range.clone()).0.trim()) != names::Part::Other;
    first.iter().filter(|range| known(range)).count() >= 2
}

/// The names of the columns, if the first row is one of names: short, all different, none a number, and
/// one of them known, or the rows below unlike it.
fn header(text: &str, rows: &[Vec<Range<usize>>]) -> Option<Vec<String>> {
    let names: Vec<String> =
        rows.first()?.iter().map(|range| unquoted(text, range.clone()).0.trim().to_owned()).collect();
    let filled: Vec<&String> = names.iter().filter(|name| !name.is_empty()).collect();
    let short = filled.iter().all(|name| name.len() <= 60 && name.parse::<f64>().is_err());
    let mut distinct = filled.clone();
    distinct.sort();
    distinct.dedup();
    if filled.is_empty() || !short || distinct.len() != filled.len() {
        return None;
    }
    let known = filled.iter().any(|name| names::part(name) != names::Part::Other);
    let unlike = rows
        .iter()
        .skip(1)
        .any(|row| row.iter().any(|range| text[range.clone()].parse::<f64>().is_ok() || range.len() > 60));
    (known || unlike || rows.len() > 1).then(|| {
        names
            .iter()
            .enumerate()
            .map(|(at, name)| if name.is_empty() { format!("column-{}", at + 1) } else { name.clone() })
            .collect()
    })
}

/// Whether a column holds text: it is called so, or its cells are long.
fn has_text(text: &str, rows: &[Vec<Range<usize>>], columns: &[String], options: &Options) -> bool {
    (0..columns.len()).any(|at| {
        let named = matches!(names::part_by(&columns[at], options), names::Part::Body(_));
        if named && !options.map.is_empty() {
            return true;
        }
        let cells = rows.iter().filter_map(|row| row.get(at));
        let (mut all, mut long) = (0, 0);
        for range in cells {
            all += 1;
            long += usize::from(is_text(&text[range.clone()]));
        }
        named && long > 0 || long * 2 > all
    })
}

fn one_row(text: &str, cells: &[Range<usize>], draft: &mut Draft) {
    draft.begin(BlockKind::TableRow, Role::Content);
    for range in cells {
        let (value, map) = unquoted(text, range.clone());
        let mut inner = Draft::default();
        inner.begin(BlockKind::TableRow, Role::Content);
        inner.fold(&value, 0);
        inner.end();
        // a row is one block, so its cells are copied word by word
        let inner_map = map.compose(&std::mem::take(&mut inner.map).finish());
        for run in inner_map.runs() {
            let part = &inner.text[run.text as usize..run.text_end() as usize];
            let place = SourceRange::new(run.source, run.source_end());
            if run.text_step == 1 && run.source_step == 1 {
                draft.copy(part, run.source);
            } else {
                draft.replace(part, place);
            }
        }
        draft.space('\t', SourceRange::new(range.end as u64, range.end as u64));
    }
    draft.end();
}

/// A cell without its quotes, and the way back; a doubled quote is one.
fn unquoted(text: &str, range: Range<usize>) -> (Cow<'_, str>, SourceMap) {
    let raw = &text[range.clone()];
    let Some(inner) = raw.strip_prefix('"').and_then(|inner| inner.strip_suffix('"')) else {
        return (Cow::Borrowed(raw), SourceMap::identity(raw.len() as u32, range.start as u64));
    };
    let base = range.start as u64 + 1;
    if !inner.contains("\"\"") {
        return (Cow::Borrowed(inner), SourceMap::identity(inner.len() as u32, base));
    }
    let mut out = String::with_capacity(inner.len());
    let mut map = SourceMapBuilder::default();
    let mut at = 0;
    while let Some(found) = inner[at..].find("\"\"") {
        let quote = at + found;
        out.push_str(&inner[at..quote]);
        map.copy(found as u32, base + at as u64);
        out.push('"');
        map.replace(1, SourceRange::new(base + quote as u64, base + quote as u64 + 2));
        at = quote + 2;
    }
    out.push_str(&inner[at..]);
    map.copy((inner.len() - at) as u32, base + at as u64);
    (Cow::Owned(out), map.finish())
}

/// One row: its cells with their quotes, and its bytes.
pub(crate) struct Row {
    cells: Vec<Range<usize>>,
    pub start: usize,
    pub end: usize,
    /// Whether a quoted cell was never closed.
    pub open: bool,
}

/// The rows of a table, without blank lines.
#[derive(Clone)]
pub(crate) struct Rows<'a> {
    bytes: &'a [u8],
    at: usize,
    by: u8,
}

impl<'a> Rows<'a> {
    /// The rows of bytes in which `by` parts the cells.
    pub(crate) fn new(bytes: &'a [u8], by: u8) -> Self {
        Self { bytes, at: 0, by }
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let bytes = self.bytes;
        while bytes.get(self.at).is_some_and(|byte| matches!(byte, b'\n' | b'\r')) {
            self.at += 1;
        }
        let start = self.at;
        if start >= bytes.len() {
            return None;
        }
        let mut row = Row { cells: Vec::new(), start, end: start, open: false };
        let mut at = start;
        loop {
            let cell = at;
            // TSV has no quotes by its definition, and texts in it start with one
            if bytes.get(at) == Some(&b'"')
                && let Some(close) = closing(bytes, at + 1, self.by)
            {
                at = close;
            } else {
                row.open |= bytes.get(at) == Some(&b'"') && self.by != b'\t';
                while bytes.get(at).is_some_and(|&byte| byte != self.by && byte != b'\n' && byte != b'\r') {
                    at += 1;
                }
            }
            row.cells.push(cell..at);
            match bytes.get(at) {
                Some(&byte) if byte == self.by => at += 1,
                _ => break,
            }
        }
        row.end = at;
        self.at = at;
        Some(row)
    }
}

/// The byte after the quote that closes a cell whose content starts at `at`. A cell in TSV ends on its line.
fn closing(bytes: &[u8], mut at: usize, by: u8) -> Option<usize> {
    let start = at;
    let limit = if by == b'\t' {
        memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |end| at + end)
    } else {
        bytes.len()
    };
    while let Some(found) = memchr::memchr(b'"', &bytes[at..limit]) {
        let quote = at + found;
        if bytes.get(quote + 1) == Some(&b'"') {
            at = quote + 2;
            if at > limit {
                return None;
            }
            continue;
        }
        let next = bytes.get(quote + 1);
        if next.is_none_or(|&byte| byte == by || byte == b'\n' || byte == b'\r') {
            return Some(quote + 1);
        }
        // another cell starts further down: the first one was never closed
        if quote > start && bytes[quote - 1] == by && memchr::memchr(b'\n', &bytes[start..quote]).is_some() {
            return None;
        }
        // a quote within a quoted cell that nobody doubled
        at = quote + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &[&[&str]]) {
        let by = separator(text).expect("columns");
        let rows: Vec<Vec<String>> = Rows::new(text.as_bytes(), by)
            .map(|row| row.cells.into_iter().map(|range| unquoted(text, range).0.into_owned()).collect())
            .collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn cells() {
        check("a,b\n1,\"x, \"\"y\"\"\nz\"\r\n", &[&["a", "b"], &["1", "x, \"y\"\nz"]]);
        check("a;b\n1,5;2\n", &[&["a", "b"], &["1,5", "2"]]);
        check("a\tb\n\"open\tx\n", &[&["a", "b"], &["\"open", "x"]]);
        check("a,b\n\"never, closed\n", &[&["a", "b"], &["\"never", " closed"]]);
        check(
            "id,title,text\n1\n2,b,c,d\n3\n",
            &[&["id", "title", "text"], &["1"], &["2", "b", "c", "d"], &["3"]],
        );
        assert_eq!(separator("one, two\nthree\nfour\n"), None);
    }

    #[test]
    fn what_is_wrong_with_a_row_is_noted_with_its_place() {
        let text = "We met in the hall at noon and sat until the lamps were lit, and nobody left.";
        let table = format!("id,text,date\n1,\"{text}\",2001-02-30\n2,\"{text}\",2001-03-01,x\n");
        let documents = crate::Ingest::default().bytes("a.csv", table.as_bytes()).unwrap();
        let notes = documents.iter().flat_map(|document| &document.diagnostics);
        let notes: Vec<(&str, &str)> = notes
            .map(|note| {
                let place = note.place.unwrap();
                (&*note.code, &table[place.start as usize..place.end as usize])
            })
            .collect();
        assert_eq!(
            notes,
            [("date-impossible", "2001-02-30"), ("row-uneven", &*format!("2,\"{text}\",2001-03-01,x"))]
        );
    }
}
