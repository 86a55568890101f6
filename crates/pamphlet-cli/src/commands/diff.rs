//! `pamphlet diff`: two documents, or a document and its earlier version, sentence by sentence.

use super::{query, show};
use crate::args::{DiffArgs, Format, Global};
use crate::output::Output;
use crate::problem::{Outcome, Problem};
use pamphlet::{ChangeKind, DocumentDiff};
use pamphlet_render::{CHANGE_COLUMNS, change, change_row, row, safe_line};
use std::io::Write;

pub fn run(global: &Global, args: &DiffArgs, output: &Output) -> anyhow::Result<Outcome> {
    let index = query::open(global)?;
    let first = show::named(&index, &args.old)?;
    let (old, new) = match &args.new {
        Some(name) => (first.id, show::named(&index, name)?.id),
        None => match index.earlier_version(&first.id).map_err(query::explained)? {
            Some(earlier) => (earlier, first.id),
            None => {
                return Err(Problem::new(
                    format!("{} has no earlier version", first.path),
                    "name the document to compare with: pamphlet diff OLD NEW",
                )
                .into());
            }
        },
    };
    let found = index.diff(&old, &new).map_err(query::explained)?;
    print(&found, args.all, output)?;
    if output.format == Format::Human {
        output.note(summary(&found));
    }
    let differ = found.changes.iter().any(|change| change.kind != ChangeKind::Same);
    // as of any comparison: 1 says that there is nothing to show
    Ok(if differ { Outcome::Done } else { Outcome::NotFound })
}

fn print(found: &DocumentDiff, all: bool, output: &Output) -> anyhow::Result<()> {
    let mut out = output.paged();
    let layout = output.layout(&[]);
    if let Some(table) = output.table() {
        out.write_all(row(table, CHANGE_COLUMNS).as_bytes())?;
    } else if output.format == Format::Human {
        let line = |sign: &str, path: &str, date: &Option<String>| {
            format!("{sign} {}  {}\n", safe_line(path), date.as_deref().unwrap_or("no date"))
        };
        out.write_all(line("---", &found.old.path, &found.old.date).as_bytes())?;
        out.write_all(line("+++", &found.new.path, &found.new.date).as_bytes())?;
    }
    for one in found.changes.iter().filter(|one| all || one.kind != ChangeKind::Same) {
        out.write_all(output.item(one, change_row, |one| change(one, layout))?.as_bytes())?;
    }
    out.finish()?;
    Ok(())
}

fn summary(found: &DocumentDiff) -> String {
    let counted: Vec<String> = [
        (ChangeKind::Added, "added"),
        (ChangeKind::Dropped, "dropped"),
        (ChangeKind::Changed, "changed"),
        (ChangeKind::Moved, "moved"),
        (ChangeKind::Same, "the same"),
    ]
    .into_iter()
    .map(|(kind, name)| format!("{} {name}", found.count(kind)))
    .collect();
    format!("sentences: {}", counted.join(", "))
}
