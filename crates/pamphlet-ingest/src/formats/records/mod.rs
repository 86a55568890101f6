//! Records: JSON Lines, JSON, CSV and TSV. Each record is a document; its title, text, date and id are
//! known by the names of their keys, whatever else is short becomes a field, whatever is long is text.

pub(crate) mod json;
mod lines;
mod names;
mod table;
mod tree;
mod turns;

pub(crate) use lines::{JsonLines, Reader, shifted};
pub(crate) use table::{Before, Rows, Shape, Table};
pub(crate) use tree::Json;

use crate::draft::Draft;
use crate::structure::names_office;
use crate::{Options, dates, formats};
pub(crate) use names::Part;
use pamphlet_document::{BlockKind, Role, SourceMap, TextRange, field};
use std::borrow::Cow;

/// A value of a record: its name, its text, and the way from that text to the unit.
pub(crate) struct Cell<'a> {
    pub name: String,
    pub text: Cow<'a, str>,
    pub map: SourceMap,
    /// Whether it is a string; numbers and truth values are never text.
    pub string: bool,
}

/// Longer values are text, whatever they are called: bytes, and words.
const TEXT: (usize, usize) = (60, 8);
/// The longest value of a field, in bytes.
const FIELD: usize = 300;

/// Whether a value reads as text rather than as a mark or a name.
fn is_text(text: &str) -> bool {
    let (bytes, words) = TEXT;
    text.len() >= bytes && text.split_whitespace().take(words).count() >= words
}

/// Adds a record to a draft; one without a text as a row. Returns whether any of it was HTML. Places in notes are in the
/// unit.
pub(crate) fn record(cells: &[Cell<'_>], draft: &mut Draft, options: &Options) -> bool {
    let Told { html, title, body } = told(cells, draft, options);
    if draft.blocks.iter().all(|block| block.kind == BlockKind::Title) && body.is_none() {
        row(cells, title, draft);
    }
    html
}

/// What of a record was put into a draft.
struct Told {
    /// Whether any of it was HTML.
    html: bool,
    title: Option<usize>,
    body: Option<usize>,
}

/// The title, the texts and the fields of a record.
fn told(cells: &[Cell<'_>], draft: &mut Draft, options: &Options) -> Told {
    let parts: Vec<Part> = cells.iter().map(|cell| names::part_by(&cell.name, options)).collect();
    // of two columns of one kind, the one with the plainer name; the list of names is in that order
    let best = |wanted: fn(&Part) -> Option<usize>| {
        let full = |at: &usize| !is_nothing(cells[*at].text.trim());
        (0..cells.len()).filter(full).filter_map(|at| Some((wanted(&parts[at])?, at))).min().map(|(_, at)| at)
    };
    let title = best(|part| if let Part::Title(rank) = part { Some(*rank) } else { None });
    let body = best(|part| if let Part::Body(rank) = part { Some(*rank) } else { None });
    let id = best(|part| if let Part::Id(rank) = part { Some(*rank) } else { None });
    let spoken = parts.contains(&Part::Field(field::SPEAKER));
    let of_person = |text: &str| is_degree(text) || spoken && names_office(text);
    let title = title.filter(|&at| !of_person(&cells[at].text));
    let title = title.filter(|&at| cells[at].string && cells[at].text.len() <= 1_000 && Some(at) != body);
    let mut html = false;

    if let Some(at) = title {
        block(&cells[at], BlockKind::Title, draft);
    }
    if let Some(at) = body {
        html |= text(&cells[at], draft, options);
    }
    for (at, cell) in cells.iter().enumerate() {
        if Some(at) == title || Some(at) == body {
            continue;
        }
        let value = cell.text.trim();
        if is_nothing(value) {
            continue;
        }
        if Some(at) == id {
            draft.record_id = Some(value.to_owned());
            continue;
        }
        let is_body = matches!(parts[at], Part::Body(_)) && value.contains(' ');
        let is_field = match parts[at] {
            Part::Field(field::URL) => true,
            // who names a column as a field knows that it is none of the text
            Part::Mapped(_) => value.len() <= FIELD,
            _ => false,
        };
        if cell.string && (is_text(value) || is_body) && !is_field {
            html |= text(cell, draft, options);
        } else {
            known(&parts[at], cell, draft, options);
        }
    }
    Told { html, title, body }
}

/// Whether a value says that there is none, as programs write it.
fn is_nothing(value: &str) -> bool {
    value.is_empty() || ["null", "NULL", "None", "nan", "NaN", "undefined", "N/A", "#N/A"].contains(&value)
}

/// Whether what a column `title` holds is that of a person: `Ing.`, `doc. JUDr., CSc.`
fn is_degree(value: &str) -> bool {
    let mut words = value.split([' ', ',']).filter(|word| !word.is_empty()).peekable();
    words.peek().is_some() && words.all(|word| word.ends_with('.') && word.chars().count() <= 7)
}

/// What a key of a record or of front matter is.
pub(crate) fn name_of(key: &str) -> Part {
    names::part(key)
}

/// Keeps a short value as the field that its name says.
fn known(part: &Part, cell: &Cell<'_>, draft: &mut Draft, options: &Options) {
    let notes = draft.notes.len();
    known_value(part, &cell.name, cell.text.trim(), draft, options);
    for note in &mut draft.notes[notes..] {
        note.place = Some(cell.map.source_of(TextRange::new(0, cell.text.len() as u32)));
    }
}

/// The same for a value without a place.
pub(crate) fn known_value(part: &Part, name: &str, value: &str, draft: &mut Draft, options: &Options) {
    if value.len() > FIELD {
        return;
    }
    let metadata = &mut draft.metadata;
    match part {
        Part::Date(_) => match dates::of_value(value, options.date_order) {
            Some(found) if metadata.date.is_none_or(|known| dates::settles(found.date, known)) => {
                metadata.date = Some(found.date);
            }
            Some(found) => metadata.add(&names::folded(name), &found.date.to_string()),
            None => {
                metadata.add(&names::folded(name), value);
                if dates::is_impossible(value) {
                    draft.notes.push(pamphlet_document::Diagnostic {
                        severity: pamphlet_document::Severity::Warning,
                        code: "date-impossible".to_owned(),
                        message: format!("there is no such day: {value}"),
                        place: None,
                    });
                }
            }
        },
        Part::Field(field::LANG) => {
            if let Some(lang) = formats::html::lang_code(value) {
                metadata.add(field::LANG, &lang);
            }
        }
        Part::Field(name) => metadata.add(name, value),
        Part::Mapped(at) => match options.map.get(*at).map(|mapped| &*mapped.field) {
            Some(field::LANG) => known_value(&Part::Field(field::LANG), name, value, draft, options),
            Some(name) => metadata.add(name, value),
            None => {}
        },
        _ => metadata.add(&names::folded(name), value),
    }
}

/// Adds a value as paragraphs; HTML as a page. Returns whether it was HTML.
pub(crate) fn text(cell: &Cell<'_>, draft: &mut Draft, options: &Options) -> bool {
    let mut inner = Draft::default();
    let html = is_html(&cell.text);
    if html {
        formats::html::page(&cell.text, &mut inner, options);
    } else {
        formats::text::paragraphs(&cell.text, 0, &mut inner);
    }
    draft.absorb(inner, &cell.map);
    html
}

/// Whether a text has tags that close.
fn is_html(text: &str) -> bool {
    let head = text.as_bytes();
    memchr::memmem::find(head, b"</").is_some()
        && ["<p>", "<p ", "<div", "<br", "<li", "<a ", "<strong>", "<em>", "<b>", "<i>", "<span", "<h"]
            .iter()
            .any(|tag| memchr::memmem::find(head, tag.as_bytes()).is_some())
}

/// Adds a value as one block.
pub(crate) fn block(cell: &Cell<'_>, kind: BlockKind, draft: &mut Draft) {
    let mut inner = Draft::default();
    inner.begin(kind, Role::Content);
    if is_html(&cell.text) {
        let mut page = Draft::default();
        formats::html::page(&cell.text, &mut page, &Options::default());
        for block in &mut page.blocks {
            block.kind = kind;
        }
        inner = page;
    } else {
        inner.fold(&cell.text, 0);
        inner.end();
    }
    draft.absorb(inner, &cell.map);
}

/// Adds the strings of a record without text as one row.
fn row(cells: &[Cell<'_>], title: Option<usize>, draft: &mut Draft) {
    let mut inner = Draft::default();
    inner.begin(BlockKind::TableRow, Role::Content);
    let mut text = String::new();
    let mut map = pamphlet_document::SourceMapBuilder::default();
    for (at, cell) in cells.iter().enumerate() {
        let value = cell.text.trim();
        if Some(at) == title || is_nothing(value) || value == "true" || value == "false" {
            continue;
        }
        let from = cell.text.len() - cell.text.trim_start().len();
        let range = TextRange::new(from as u32, (from + value.len()) as u32);
        if !text.is_empty() {
            text.push('\t');
            map.insert(1, cell.map.source_of(range).start);
        }
        text.push_str(value);
        cell.map.copy_range(range, &mut map);
    }
    // line breaks within a cell are kept; the row is one block all the same
    inner.copy(&text, 0);
    inner.end();
    draft.absorb(inner, &map.finish());
}
