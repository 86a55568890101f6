//! `pamphlet kwic`: one line a match, the keyword in the middle; or how many lines have what in common.

use super::{fields, query, saved};
use crate::args::{Format, Global, KwicArgs, KwicGroup, KwicSort};
use crate::output::Output;
use crate::problem::Outcome;
use clap::ValueEnum;
use pamphlet::{Index, LineGroup, LineSort, Request, RunOf};
use pamphlet_render::{
    GROUP_COLUMNS, LINE_COLUMNS, concordance_line, group_row, json, line_row, row, safe_line,
};
use std::io::{self, Write};
use std::sync::atomic::Ordering;

pub fn run(global: &Global, args: &KwicArgs, output: &Output) -> anyhow::Result<Outcome> {
    let text = saved::text(&args.saved, &args.query)?;
    let mut request = query::request(&args.query, text, output)?;
    request.limit = query::limit(args.limit);
    request.offset = args.offset;
    request.context = Some(args.context);
    let index = query::open(global)?;
    saved::since(&args.saved, &index, &mut request)?;
    let sort = match args.sort {
        KwicSort::Doc => LineSort::Document,
        KwicSort::Date => LineSort::Date,
        KwicSort::Before1 => LineSort::Before,
        KwicSort::After1 => LineSort::After,
    };
    let group = args.group.map(group_of);
    saved::save(&args.saved, &index, RunOf::Kwic { sort, group }, &request, output)?;
    if let Some(by) = group {
        let outcome = groups(&index, &request, by, output)?;
        // what stands behind a blank is a word of the query
        let mistaken = args.query.query.iter().filter_map(|word| word.to_str()).find(|word| {
            KwicGroup::value_variants()
                .iter()
                .any(|by| by.to_possible_value().is_some_and(|value| value.get_name() == *word))
        });
        if let Some(by) = mistaken.filter(|_| outcome == Outcome::NotFound) {
            output.note(format!("did you mean --group={by}? '{by}' was searched as a word"));
        }
        return Ok(outcome);
    }
    let mut out = output.paged();
    if let Some(table) = output.table() {
        out.write_all(row(table, LINE_COLUMNS).as_bytes())?;
    }
    let layout = output.layout(&args.marks.mark);
    let mut shown = 0;
    // a reader that went away ends the writing, and the counting, too
    let over = output.over();
    let mut failed: Option<anyhow::Error> = None;
    let made = index
        .each_line(&request, sort, &mut |line| {
            if failed.is_some() {
                return;
            }
            shown += 1;
            let written = match (output.table(), output.format) {
                (Some(table), _) => out.write_all(line_row(table, &line).as_bytes()),
                (None, Format::Json) => match json(&line) {
                    Ok(json) => writeln!(out, "{json}"),
                    Err(error) => Err(io::Error::from(error)),
                },
                _ => out.write_all(concordance_line(&line, layout).as_bytes()),
            };
            failed = written.err().map(anyhow::Error::from);
            if failed.is_some() {
                over.store(true, Ordering::Relaxed);
            }
        })
        .map_err(query::explained)?;
    if let Some(error) = failed {
        return Err(error);
    }
    out.finish()?;
    query::notes(&made.query.notes, output);
    if made.total == 0 {
        fields::note_misspelt(&index, &request, output);
    }
    if output.format == Format::Human {
        output.note(match made.total {
            0 => "nothing found".to_owned(),
            total if shown < total => format!("{total} matches, {shown} shown (-n all shows all)"),
            1 => "1 match".to_owned(),
            total => format!("{total} matches"),
        });
    }
    Ok(if made.total > 0 { Outcome::Done } else { Outcome::NotFound })
}

fn group_of(by: KwicGroup) -> LineGroup {
    match by {
        KwicGroup::Keyword => LineGroup::Keyword,
        KwicGroup::Before1 => LineGroup::Before,
        KwicGroup::After1 => LineGroup::After,
        KwicGroup::Doc => LineGroup::Document,
        KwicGroup::Year => LineGroup::Year,
    }
}

fn groups(index: &Index, request: &Request, by: LineGroup, output: &Output) -> anyhow::Result<Outcome> {
    let found = index.groups(request, by).map_err(query::explained)?;
    let mut out = output.paged();
    if let Some(table) = output.table() {
        out.write_all(row(table, GROUP_COLUMNS).as_bytes())?;
    }
    for group in &found.groups {
        let line = output.item(group, group_row, |group| {
            let name = if group.group.is_empty() { "(none)" } else { &group.group };
            format!("{:>9}  {}\n", group.matches, safe_line(name))
        })?;
        out.write_all(line.as_bytes())?;
    }
    out.finish()?;
    query::notes(&found.query.notes, output);
    if output.format == Format::Human {
        let shown = found.groups.len() as u64;
        let rest =
            if shown < found.total { format!(", {shown} shown (-n all shows all)") } else { String::new() };
        output.note(format!("{} matches in {} groups{rest}", found.matches, found.total));
    }
    Ok(if found.matches > 0 { Outcome::Done } else { Outcome::NotFound })
}
