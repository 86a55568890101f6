//! A JSON file: a list of records gives a document for each, any other value one document with its texts in
//! order, parts that have a title under a heading.

use super::json::{self, Value};
use super::lines::{cell, cells};
use super::{Cell, is_nothing, is_text, names, record, text, told, turns};
use crate::draft::Draft;
use crate::formats::{Extracted, Format, Input, Sink, place_notes};
use crate::repairing::decode;
use crate::{Options, Reason};
use pamphlet_document::{BlockKind, Lines, SourceRange, TextRange};
use std::ops::Range;

/// The format `json`.
pub(crate) struct Json;

impl Format for Json {
    fn name(&self) -> &'static str {
        "json"
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        let unit = decode(input.bytes, Some("utf-8"));
        let start = json::skip_white(&unit.text, 0);
        let value = match json::value(&unit.text, start) {
            Ok((value, _)) => value,
            // `[sic] …` under the name of a JSON file
            Err(_) if is_prose(&unit.text) => return super::super::text::Text.read(input, sink),
            Err(wrong) => {
                let at = wrong.at as u32;
                let byte = unit.map.source_of(TextRange::new(at, at)).start;
                let line = Lines::of(input.bytes).line_of(byte);
                return Err(Reason::Record { line, byte, what: format!("not JSON: {}", wrong.what) });
            }
        };
        let mut send = |mut draft: Draft, html: bool, locator: String, first_line: Option<Lines>| {
            place_notes(&mut draft, &unit.map);
            sink.document(Extracted {
                draft,
                unit: Some(&unit),
                locator,
                plain: !html,
                format: "json",
                first_line,
            })
        };
        match &value {
            Value::Array(values) if values.iter().all(|value| matches!(value, Value::Object(_))) => {
                // once for all records, and each keeps its own
                let all = crate::finish::lines(input.bytes, Some(&unit));
                for (number, value) in values.iter().enumerate() {
                    let Value::Object(members) = value else { continue };
                    let mut draft = Draft::default();
                    let html = record(&cells(&unit.text, members), &mut draft, input.options);
                    let place = draft.map.source().unwrap_or(SourceRange::new(0, 0));
                    let place = TextRange::new(place.start as u32, place.end as u32);
                    let within = all.within(unit.map.source_of(place));
                    if send(draft, html, format!("#{}", number + 1), Some(within)).is_break() {
                        break;
                    }
                }
            }
            Value::Object(members) => {
                let mut draft = Draft::default();
                let mut html = top(&unit.text, members, &mut draft, input.options);
                for (_, value) in members {
                    html |= parts(&unit.text, value, &mut draft, input.options, 2);
                }
                let _ = send(draft, html, String::new(), None);
            }
            value => {
                let mut draft = Draft::default();
                let html = parts(&unit.text, value, &mut draft, input.options, 2);
                let _ = send(draft, html, String::new(), None);
            }
        }
        Ok(())
    }
}

/// The members of the outermost object, and of the objects directly in it, are the document's own.
fn top(unit: &str, members: &[(Range<usize>, Value)], draft: &mut Draft, options: &Options) -> bool {
    let mut own = Vec::new();
    let mut add = |members: &[(Range<usize>, Value)]| {
        for (key, value) in members {
            let name = json::text_of(unit, key.clone()).0;
            own.extend(cell(unit, &name, value));
            if let Value::Array(values) = value {
                own.extend(values.iter().filter_map(|value| cell(unit, &name, value)));
            }
        }
    };
    add(members);
    for (_, value) in members {
        if let Value::Object(inner) = value {
            add(inner);
        }
    }
    let lists = members.iter().any(|(_, value)| has_parts(value));
    // a row of the fields says nothing beside the texts of the parts
    match lists {
        true => told(&own, draft, options).html,
        false => record(&own, draft, options),
    }
}

/// Whether a text that is no JSON is plainly running text: words and hardly a mark of JSON.
fn is_prose(text: &str) -> bool {
    let head = text.char_indices().nth(4_000).map_or(text, |(end, _)| &text[..end]);
    let marks = head.bytes().filter(|byte| matches!(byte, b'"' | b'{' | b'}' | b'[' | b']' | b'\\')).count();
    let words = head.split_whitespace().filter(|word| word.starts_with(char::is_alphabetic)).count();
    words >= 8 && marks * 6 <= words && !head.contains("\":")
}

fn has_parts(value: &Value) -> bool {
    match value {
        Value::Array(values) => {
            values.iter().any(|value| matches!(value, Value::Object(_) | Value::Array(_)))
        }
        Value::Object(members) => members.iter().any(|(_, value)| has_parts(value)),
        _ => false,
    }
}

/// Adds the parts of a document: each object of a list, its title as a heading, its texts below.
fn parts(unit: &str, value: &Value, draft: &mut Draft, options: &Options, level: u8) -> bool {
    let mut html = false;
    match value {
        Value::Array(values) => {
            for value in values {
                match value {
                    Value::Object(members) => html |= part(unit, members, draft, options, level),
                    value => html |= parts(unit, value, draft, options, level),
                }
            }
        }
        Value::Object(members) => {
            for (_, value) in members {
                if has_parts(value) {
                    html |= parts(unit, value, draft, options, level);
                }
            }
        }
        _ => {}
    }
    html
}

fn part(
    unit: &str,
    members: &[(Range<usize>, Value)],
    draft: &mut Draft,
    options: &Options,
    level: u8,
) -> bool {
    let mut html = false;
    let mut short: Vec<Cell<'_>> = Vec::new();
    let mut long: Vec<Cell<'_>> = Vec::new();
    let turn = turns::turn(unit, members);
    let before = draft.speech;
    if let Some(turn) = &turn {
        turn.begin(unit, draft);
    }
    for (key, value) in members {
        if turn.as_ref().is_some_and(|turn| turn.says(key)) {
            continue;
        }
        let name = json::text_of(unit, key.clone()).0;
        let Some(cell) = cell(unit, &name, value) else { continue };
        let value = cell.text.trim();
        if !cell.string || is_nothing(value) {
            continue;
        }
        let is_name = matches!(names::part(&name), names::Part::Title(_));
        let words = value.contains(' ');
        if is_name && value.len() <= 1_000 {
            super::block(&cell, BlockKind::Heading(level.min(6)), draft);
        } else if is_text(value) || matches!(names::part(&name), names::Part::Body(_)) {
            long.push(cell);
        } else if words {
            short.push(cell);
        }
    }
    for cell in &short {
        super::block(cell, BlockKind::Paragraph, draft);
    }
    for cell in &long {
        html |= text(cell, draft, options);
    }
    if turn.is_some() {
        turns::end(draft, before);
    }
    for (_, value) in members {
        html |= parts(unit, value, draft, options, level + 1);
    }
    html
}
