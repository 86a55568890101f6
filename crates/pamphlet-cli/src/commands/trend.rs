//! `pamphlet trend`: how often, over time or by a field.

use super::{fields, query};
use crate::args::{Format, Global, TrendArgs};
use crate::output::Output;
use crate::problem::Outcome;
use pamphlet::TrendBy;
use pamphlet_render::{POINT_COLUMNS, json, point_row, row, trend_plot};
use std::io::Write;

pub fn run(global: &Global, args: &TrendArgs, output: &Output) -> anyhow::Result<Outcome> {
    let text = query::required(&args.query)?;
    let request = query::request(&args.query, text, output)?;
    let by: TrendBy = args.by.parse()?;
    let index = query::open(global)?;
    let made = index.trend(&request, &by).map_err(query::explained)?;
    let mut out = output.paged();
    match (output.table(), output.format) {
        (Some(table), _) => {
            out.write_all(row(table, POINT_COLUMNS).as_bytes())?;
            for point in &made.points {
                out.write_all(point_row(table, point).as_bytes())?;
            }
        }
        (None, Format::Json) => {
            for point in &made.points {
                writeln!(out, "{}", json(point)?)?;
            }
        }
        _ => {
            out.write_all(trend_plot(&made.points, output.layout(&[])).as_bytes())?;
        }
    }
    out.finish()?;
    query::notes(&made.query.notes, output);
    let matches: u64 = made.points.iter().map(|point| point.matches).sum();
    let documents: u64 = made.points.iter().map(|point| point.documents).sum();
    if documents == 0 {
        fields::note_misspelt(&index, &request, output);
    }
    if output.format == Format::Human {
        if matches!(&by, TrendBy::Field(_)) && made.points.iter().all(|point| point.bucket.is_none()) {
            output.note(fields::unknown(&index, &args.by));
        }
        output.note(match documents {
            0 => "nothing found".to_owned(),
            _ => format!("{matches} matches in {documents} documents"),
        });
    }
    Ok(if documents > 0 { Outcome::Done } else { Outcome::NotFound })
}
