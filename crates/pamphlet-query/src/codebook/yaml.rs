//! Dictionaries of quanteda in YAML: names over names, or over words.
//!
//! Each name at the margin is read by itself, with what is indented below it: so an error costs one category at most.

use super::{Gather, MOST_DEPTH};
use saphyr_parser::{Event, Parser};

pub(super) fn read(text: &str, gather: &mut Gather) {
    let mut start = 0;
    let mut first = 1;
    let mut at = 0;
    for (number, line) in (1..).zip(text.split_inclusive('\n')) {
        let begins =
            line.starts_with(|c: char| !c.is_whitespace() && !matches!(c, '#' | '-' | ']' | '}' | '.' | '%'));
        if begins && at > start {
            read_part(&text[start..at], first, gather);
            (start, first) = (at, number);
        }
        at += line.len();
    }
    read_part(&text[start..], first, gather);
}

/// What stands open: a mapping, with the name that waits for its value, or a list.
enum Open {
    Mapping(Option<String>),
    List,
}

/// Reads a part that begins in line `first`.
fn read_part(text: &str, first: usize, gather: &mut Gather) {
    let mut open: Vec<Open> = Vec::new();
    let line_of = |line: usize| first + line.saturating_sub(1);
    let mut parser = Parser::new_from_str(text);
    while let Some(event) = parser.next_event() {
        let (event, span) = match event {
            Ok(event) => event,
            Err(error) => return gather.problem(line_of(error.marker().line()), error.info().to_owned()),
        };
        let line = line_of(span.start.line());
        match event {
            Event::MappingStart(..) if open.len() < MOST_DEPTH => open.push(Open::Mapping(None)),
            Event::SequenceStart(..) if open.len() < MOST_DEPTH => open.push(Open::List),
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                return gather
                    .problem(line, format!("categories nested deeper than {MOST_DEPTH} are left out"));
            }
            Event::MappingEnd | Event::SequenceEnd => {
                open.pop();
                done(&mut open);
            }
            Event::Alias(_) => {
                gather.problem(line, "an alias is not followed");
                done(&mut open);
            }
            Event::Scalar(text, ..) => match open.last_mut() {
                Some(Open::Mapping(name @ None)) => *name = Some(text.into_owned()),
                _ => {
                    let category = category(&open);
                    // `~` is nothing
                    let text = if text == "~" { "" } else { &*text };
                    gather.entry(&category, text, line);
                    done(&mut open);
                }
            },
            _ => {}
        }
    }
}

/// A value has come: the next is a name again.
fn done(open: &mut [Open]) {
    if let Some(Open::Mapping(name)) = open.last_mut() {
        *name = None;
    }
}

/// The names above, with points between.
fn category(open: &[Open]) -> String {
    let names = open.iter().filter_map(|one| match one {
        Open::Mapping(Some(name)) => Some(name.replace('.', "-")),
        _ => None,
    });
    names.collect::<Vec<_>>().join(".")
}
