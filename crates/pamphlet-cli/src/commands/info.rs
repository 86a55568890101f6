//! `pamphlet info`: what the index holds.

use super::query;
use crate::args::{Format, Global};
use crate::output::Output;
use crate::problem::Outcome;
use pamphlet_render::{InfoLine, Layout, Table, json, row, safe_line, shortened};
use std::io::Write;

/// Values of a field that are shown to a person.
const VALUES: usize = 8;

pub fn run(global: &Global, output: &Output) -> anyhow::Result<Outcome> {
    let index = query::open(global)?;
    let info = index.info().map_err(query::explained)?;
    let line = InfoLine::new(&info);
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
    if index.is_loading().map_err(query::explained)? {
        output.note("a load is going on or was broken off: what it added is found when it ends");
        output.note("where none runs, run 'pamphlet index' again with the same paths");
    }
    Ok(Outcome::Done)
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
