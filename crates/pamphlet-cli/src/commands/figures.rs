//! What the commands that count words share: which words are listed, and how rows are printed.

use super::query;
use crate::args::{Border, Duplicates, Format, Listed};
use crate::output::Output;
use crate::problem::Problem;
use pamphlet::{Request, Within, WordFilter, stop_word_languages, stop_words};
use pamphlet_render::{Figures, figures_row, figures_table, json, row};
use std::collections::BTreeSet;
use std::io::Write;

/// Which words are listed; `least` is how often they occur where nothing else is said.
pub fn filter(listed: &Listed, least: u64) -> anyhow::Result<WordFilter> {
    Ok(WordFilter {
        min_count: listed.min_count.unwrap_or(least),
        min_documents: listed.min_documents,
        pattern: listed.like.clone(),
        stop: listed.stop_words.as_deref().map(stop).transpose()?.unwrap_or_default(),
    })
}

/// A list of stop words by the name of a language or of a file.
fn stop(list: &str) -> anyhow::Result<BTreeSet<String>> {
    if let Some(words) = stop_words(list) {
        return Ok(words.into_iter().map(str::to_owned).collect());
    }
    let text = crate::input::file(list.as_ref()).map_err(|error| {
        let message = format!("no list of stop words '{list}': {error}");
        let known = stop_word_languages().join(", ");
        Problem::new(message, format!("give a language ({known}), or a file with a word a line"))
    })?;
    let text = String::from_utf8_lossy(&text);
    Ok(text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect())
}

/// Pages the request as the rows are.
pub fn paged(mut request: Request, listed: &Listed) -> Request {
    request.limit = query::limit(listed.limit);
    request.offset = listed.offset;
    request
}

/// Whether copies count once.
pub fn once(listed: &Listed) -> bool {
    listed.duplicates == Duplicates::Fold
}

pub fn within(border: Border) -> Within {
    match border {
        Border::Sentence => Within::Sentence,
        Border::Paragraph => Within::Paragraph,
        Border::Document => Within::Document,
    }
}

/// Prints rows in the format that was asked for.
pub fn print<T: Figures>(rows: &[T], output: &Output) -> anyhow::Result<()> {
    let mut out = output.paged();
    match (output.table(), output.format) {
        (Some(table), _) => {
            out.write_all(row(table, T::COLUMNS.iter().copied()).as_bytes())?;
            for one in rows {
                out.write_all(figures_row(table, one).as_bytes())?;
            }
        }
        (None, Format::Json) => {
            for one in rows {
                writeln!(out, "{}", json(one)?)?;
            }
        }
        _ => out.write_all(figures_table(rows, output.layout(&[])).as_bytes())?,
    }
    out.finish()?;
    Ok(())
}

/// How many of all rows are shown, for a person: `, 50 shown (-n all shows all)`.
pub fn shown(shown: usize, total: u64) -> String {
    match shown as u64 == total {
        true => String::new(),
        false => format!(", {shown} shown (-n all shows all)"),
    }
}
