//! `pamphlet info`: what the index holds.

use super::query;
use crate::args::{Format, Global};
use crate::output::Output;
use crate::problem::Outcome;
use pamphlet::Info;
use pamphlet::index::FieldValue;
use pamphlet_render::{Layout, Table, json, row, safe_line, shortened};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;

/// Values of a field that are shown to a person.
const VALUES: usize = 8;

/// The line of `info --format json`.
#[derive(Serialize)]
struct InfoLine<'i> {
    documents: u64,
    words: u64,
    fields: &'i BTreeMap<String, Vec<FieldValue>>,
    dates: Dates,
    versions: Versions<'i>,
    fingerprint: &'i str,
    bytes: u64,
    segments: usize,
}

#[derive(Serialize)]
struct Dates {
    /// The first and the last day that a document's date can mean; `null` when none has a date.
    from: Option<String>,
    to: Option<String>,
    /// Documents with a date.
    documents: u64,
}

#[derive(Serialize)]
struct Versions<'i> {
    pamphlet: &'static str,
    #[serde(flatten)]
    index: &'i pamphlet::index::Versions,
}

pub fn run(global: &Global, output: &Output) -> anyhow::Result<Outcome> {
    let index = query::open(global)?;
    let info = index.info().map_err(query::explained)?;
    let line = InfoLine {
        documents: info.documents,
        words: info.words,
        fields: &info.fields,
        dates: dates(&info),
        versions: Versions { pamphlet: env!("CARGO_PKG_VERSION"), index: &info.versions },
        fingerprint: &info.fingerprint,
        bytes: info.bytes,
        segments: info.segments,
    };
    let mut out = output.paged();
    match output.format {
        Format::Json => writeln!(out, "{}", json(&line)?)?,
        Format::Tsv | Format::Csv => {
            let table = output.table().unwrap_or(Table::Tsv);
            out.write_all(row(table, ["field", "value", "documents"]).as_bytes())?;
            for (name, values) in &info.fields {
                for value in values {
                    let cells = [&**name, &value.value, &value.documents.to_string()];
                    out.write_all(row(table, cells).as_bytes())?;
                }
            }
        }
        _ => out.write_all(human(&line, output.layout(&[])).as_bytes())?,
    }
    out.finish()?;
    Ok(Outcome::Done)
}

fn dates(info: &Info) -> Dates {
    let day =
        |day: i64| i32::try_from(day).ok().and_then(pamphlet::PartialDate::of_day).map(|day| day.to_string());
    Dates {
        from: info.days.and_then(|(from, _)| day(from)),
        to: info.days.and_then(|(_, to)| day(to)),
        documents: info.dated,
    }
}

fn human(line: &InfoLine<'_>, layout: Layout<'_>) -> String {
    // values are cut on a screen only; a pipe gets them whole
    let room = if layout.screen { layout.width.saturating_sub(11).max(16) } else { usize::MAX };
    let mut out = format!("documents    {}\nwords        {}\n", line.documents, line.words);
    match (&line.dates.from, &line.dates.to) {
        (Some(from), Some(to)) => {
            out.push_str(&format!("dates        {from} to {to} ({} documents)\n", line.dates.documents));
        }
        _ => out.push_str("dates        none\n"),
    }
    out.push_str(&format!("size         {:.1} MB in {} segments\n", line.bytes as f64 / 1e6, line.segments));
    out.push_str(&format!(
        "versions     pamphlet {}, format {}, analyzer {}, {}\nfingerprint  {}\n",
        line.versions.pamphlet,
        line.versions.index.format,
        line.versions.index.analyzer,
        line.versions.index.engine,
        line.fingerprint
    ));
    for (name, values) in line.fields {
        out.push_str(&format!("\n{} ({} values)\n", safe_line(name), values.len()));
        for value in values.iter().take(VALUES) {
            let shown = shortened(&safe_line(&value.value), room);
            out.push_str(&format!("  {:>7}  {shown}\n", value.documents));
        }
    }
    out
}
