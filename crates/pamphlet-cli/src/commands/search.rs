//! `pamphlet search`: ranked hits with snippets, or counts.

use super::index::{Writing, update};
use super::{fields, query, saved};
use crate::args::{Duplicates, Format, Global, SearchArgs, Sort as SortArg};
use crate::output::Output;
use crate::problem::Outcome;
use crate::stop::Stop;
use pamphlet::{FacetValue, Hit, Request, Response, RunOf, Sort};
use pamphlet_render::{HIT_COLUMNS, Layout, Table, explanation, facet, hit, hit_row, json, row};
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::Write;

pub fn run(global: &Global, args: &SearchArgs, output: &Output) -> anyhow::Result<Outcome> {
    let text = match (&args.queries, &args.saved.since) {
        (None, None) => query::required(&args.query)?,
        // a saved search has a query
        _ => query::text(&args.query),
    };
    let mut request = request(args, text, output)?;
    if !args.inside.is_empty() {
        let ingest = super::reading::ingest(&args.reading, &args.selection)?;
        // two searches at once bring it up to date one after the other
        let writing = Writing { wait: true, ..Writing::default() };
        let (summary, outcome) = update(global, &args.inside, writing, ingest, &Stop::listen()?, output)?;
        if summary.is_none() {
            return Ok(outcome);
        }
    }
    let index = query::open(global)?;
    saved::since(&args.saved, &index, &mut request)?;
    let asked = if args.count { RunOf::Count } else { RunOf::Search };
    saved::save(&args.saved, &index, asked, &request, output)?;
    if let Some(queries) = &args.queries {
        return super::queries::run(&index, queries, &request, output.layout(&args.marks.mark), output);
    }
    if args.count {
        return count(&index, &request, output);
    }
    let response = index.find(&request).map_err(query::explained)?;
    if args.explain {
        output.note(format!("read as: {}", response.query.read_as));
    }
    query::notes(&response.query.notes, output);
    for (word, similar) in &response.suggestions {
        if !similar.is_empty() {
            output.note(format!("did you mean {} (for '{word}')?", similar.join(", ")));
        }
    }
    for (name, values) in &response.facets {
        if values.is_empty() && response.total > 0 {
            output.note(fields::unknown(&index, name));
        }
    }
    if response.total == 0 {
        fields::note_misspelt(&index, &request, output);
    }
    print(&response, output.layout(&args.marks.mark), output)?;
    if output.format == Format::Human {
        output.note(summary(&response));
    }
    Ok(if response.total > 0 { Outcome::Done } else { Outcome::NotFound })
}

/// The request of the search's own options.
fn request(args: &SearchArgs, text: String, output: &Output) -> anyhow::Result<Request> {
    let mut request = query::request(&args.query, text, output)?;
    request.limit = query::limit(args.limit);
    request.offset = args.offset;
    request.sort = match args.sort {
        SortArg::Score => Sort::Score,
        SortArg::Date => Sort::Date,
        SortArg::DateDown => Sort::DateDown,
        SortArg::Path => Sort::Path,
    };
    request.fold = match args.duplicates {
        Some(how) => Some(how == Duplicates::Fold),
        // a run is judged by the documents in it
        None if output.format == Format::Trec => Some(false),
        None => None,
    };
    request.facets.clone_from(&args.facet);
    request.snippets = args.snippets;
    request.context = args.context;
    request.explain = args.explain;
    Ok(request)
}

fn count(index: &pamphlet::Index, request: &Request, output: &Output) -> anyhow::Result<Outcome> {
    let count = index.count(request).map_err(query::explained)?;
    query::notes(&count.notes, output);
    let mut out = output.results();
    match output.format {
        Format::Json => writeln!(out, "{}", json(&count)?)?,
        Format::Tsv | Format::Csv => {
            let table = output.table().unwrap_or(Table::Tsv);
            out.write_all(row(table, ["documents", "matches"]).as_bytes())?;
            let cells = [&*count.documents.to_string(), &count.matches.to_string()];
            out.write_all(row(table, cells).as_bytes())?;
        }
        _ => writeln!(out, "{} matches in {} documents", count.matches, count.documents)?,
    }
    out.flush()?;
    Ok(if count.documents > 0 { Outcome::Done } else { Outcome::NotFound })
}

/// The counts of facets, as the last line of a search with `--format json --facet`.
#[derive(Serialize)]
struct FacetLine<'r> {
    facets: &'r BTreeMap<String, Vec<FacetValue>>,
}

fn print(response: &Response, layout: Layout<'_>, output: &Output) -> anyhow::Result<()> {
    let mut out = output.paged();
    match output.format {
        Format::Json => {
            for hit in &response.hits {
                writeln!(out, "{}", json(hit)?)?;
            }
            if !response.facets.is_empty() {
                writeln!(out, "{}", json(&FacetLine { facets: &response.facets })?)?;
            }
        }
        Format::Tsv | Format::Csv => {
            let table = output.table().unwrap_or(Table::Tsv);
            out.write_all(row(table, HIT_COLUMNS).as_bytes())?;
            for hit in &response.hits {
                out.write_all(hit_row(table, hit).as_bytes())?;
            }
            // a second table, parted by an empty line
            if !response.facets.is_empty() {
                out.write_all(b"\n")?;
                out.write_all(row(table, ["field", "value", "documents"]).as_bytes())?;
            }
            for (name, values) in &response.facets {
                for value in values {
                    out.write_all(row(table, [&**name, &value.value, &value.count.to_string()]).as_bytes())?;
                }
            }
        }
        _ => {
            for found in &response.hits {
                out.write_all(one(found, layout).as_bytes())?;
            }
            for (name, values) in &response.facets {
                out.write_all(facet(name, values, layout).as_bytes())?;
            }
        }
    }
    out.finish()?;
    Ok(())
}

fn one(found: &Hit, layout: Layout<'_>) -> String {
    let mut text = hit(found, layout);
    if !found.explain.is_empty() {
        text.push_str(&explanation(&found.explain, layout));
    }
    text
}

fn summary(response: &Response) -> String {
    let folded: u64 = response.hits.iter().map(|hit| hit.also.len() as u64).sum();
    let alike = match folded {
        0 => String::new(),
        1 => ", 1 more that is nearly the same".to_owned(),
        more => format!(", {more} more that are nearly the same"),
    };
    match (response.total, response.hits.len() as u64) {
        (0, _) => "nothing found".to_owned(),
        (1, _) => "1 document".to_owned(),
        (total, shown) if shown < total => {
            format!("{total} documents, {shown} shown{alike} (-n all shows all)")
        }
        (total, _) => format!("{total} documents"),
    }
}
