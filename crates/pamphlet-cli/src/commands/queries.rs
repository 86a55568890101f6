//! `pamphlet search --queries`: many queries, answered in order by one process.

use crate::args::Format;
use crate::output::Output;
use crate::problem::{Outcome, Problem};
use anyhow::Context;
use pamphlet::{Hit, Index, Request};
use pamphlet_render::{HIT_COLUMNS, Layout, Table, hit, hit_row, json, row, safe_line};
use serde::Serialize;
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;

/// A hit with the query that it answers.
#[derive(Serialize)]
struct Answer<'h> {
    query_id: &'h str,
    #[serde(flatten)]
    hit: &'h Hit,
}

/// The most bytes of a line that are read; a query that is used is far shorter.
const MOST_BYTES: u64 = 1 << 20;

pub fn run(
    index: &Index,
    queries: &Path,
    request: &Request,
    layout: Layout<'_>,
    output: &Output,
) -> anyhow::Result<Outcome> {
    let mut input: Box<dyn BufRead> = if queries == Path::new("-") {
        Box::new(BufReader::new(std::io::stdin()))
    } else {
        Box::new(BufReader::new(File::open(queries).with_context(|| queries.display().to_string())?))
    };
    let mut request = request.clone();
    if output.format == Format::Trec {
        // a run has no room for them
        request.snippets = 0;
    }
    let mut out = output.paged();
    if let Some(table) = output.table() {
        out.write_all(row(table, ["query_id"].into_iter().chain(HIT_COLUMNS)).as_bytes())?;
    }
    let mut found = false;
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        // a byte more than allowed tells that there is more
        let read = (&mut input).take(MOST_BYTES + 1).read_until(b'\n', &mut line);
        if read.with_context(|| queries.display().to_string())? == 0 {
            break;
        }
        if line.len() as u64 > MOST_BYTES {
            let message =
                format!("{}:{number}: the line has more than {MOST_BYTES} bytes", queries.display());
            return Err(Problem::new(message, "each line is an id, a TAB, and the query").into());
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim_end_matches(['\n', '\r']);
        if line.trim().is_empty() {
            continue;
        }
        let Some((id, text)) = line.split_once('\t') else {
            return Err(Problem::new(
                format!("{}:{number}: no TAB", queries.display()),
                "each line is an id, a TAB, and the query",
            )
            .into());
        };
        request.text.clear();
        request.text.push_str(text);
        let response = index.find(&request).map_err(super::query::explained)?;
        found |= response.total > 0;
        for hit in &response.hits {
            out.write_all(answer(id, hit, layout, output)?.as_bytes())?;
        }
        if output.verbose {
            for note in &response.query.notes {
                output.note(format!("{id}: {}", note.message));
            }
        }
    }
    out.finish()?;
    Ok(if found { Outcome::Done } else { Outcome::NotFound })
}

fn answer(id: &str, found: &Hit, layout: Layout<'_>, output: &Output) -> anyhow::Result<String> {
    Ok(match output.format {
        Format::Json => json(&Answer { query_id: id, hit: found })? + "\n",
        Format::Trec => {
            let doc = found.record_id.as_deref().unwrap_or(&found.doc);
            // columns are parted by blanks, so none may be in one
            let doc: String = doc.split_whitespace().collect::<Vec<_>>().join("_");
            format!("{} Q0 {} {} {} pamphlet\n", safe_line(id), safe_line(&doc), found.rank, found.score)
        }
        Format::Tsv | Format::Csv => {
            let table = output.table().unwrap_or(Table::Tsv);
            // an empty second cell leaves the mark that parts the cells
            format!("{}{}", row(table, [id, ""]).trim_end_matches('\n'), hit_row(table, found))
        }
        Format::Human => {
            format!("{}  {}", safe_line(id), hit(found, layout))
        }
    })
}
