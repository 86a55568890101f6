//! `pamphlet kwic`: one line a match, the keyword in the middle.

use super::query;
use crate::args::{Format, Global, KwicArgs, KwicSort};
use crate::output::Output;
use crate::problem::Outcome;
use pamphlet::LineSort;
use pamphlet_render::{LINE_COLUMNS, Layout, concordance_line, line_row, tsv_row};
use std::io::Write;

pub fn run(global: &Global, args: &KwicArgs, output: &Output) -> anyhow::Result<Outcome> {
    let text = query::required(&args.query)?;
    let mut request = query::request(&args.query, text)?;
    request.limit = query::limit(args.limit);
    request.context = Some(args.context);
    let sort = match args.sort {
        KwicSort::Doc => LineSort::Document,
        KwicSort::Date => LineSort::Date,
        KwicSort::Before1 => LineSort::Before,
        KwicSort::After1 => LineSort::After,
    };
    let index = query::open(global)?;
    let concordance = index.concordance(&request, sort).map_err(query::explained)?;
    query::notes(&concordance.query.notes, output);
    let mut out = output.results();
    if output.format == Format::Tsv {
        out.write_all(tsv_row(LINE_COLUMNS).as_bytes())?;
    }
    let layout = Layout { width: output.width(), color: output.color };
    for line in &concordance.lines {
        let row = match output.format {
            Format::Json => serde_json::to_string(line)? + "\n",
            Format::Tsv => line_row(line),
            _ => concordance_line(line, layout),
        };
        out.write_all(row.as_bytes())?;
    }
    out.flush()?;
    let shown = concordance.lines.len() as u64;
    if output.format == Format::Human {
        output.note(match concordance.total {
            0 => "nothing found".to_owned(),
            total if shown < total => format!("{total} matches, {shown} shown (-n all shows all)"),
            total => format!("{total} matches"),
        });
    }
    Ok(if concordance.total > 0 { Outcome::Done } else { Outcome::NotFound })
}
