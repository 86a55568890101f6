//! `pamphlet trend`: how often, over time or by a field; of one query, or of several side by side.

use super::{fields, query, saved};
use crate::args::{Duplicates, Format, Global, Show, TrendArgs};
use crate::output::Output;
use crate::problem::{Outcome, Problem};
use pamphlet::{Point, Request, RunOf, Trend, TrendBy};
use pamphlet_render::{
    Measure, OfQuery, POINT_COLUMNS, json, point_row, point_row_of, row, trend_plot, trend_svg, trends_plot,
};
use std::io::Write;

pub fn run(global: &Global, args: &TrendArgs, output: &Output) -> anyhow::Result<Outcome> {
    let text = saved::text(&args.saved, &args.query)?;
    let mut first = query::request(&args.query, text, output)?;
    first.fold = Some(args.duplicates == Duplicates::Fold);
    let by: TrendBy = args.by.parse()?;
    let index = query::open(global)?;
    saved::since(&args.saved, &index, &mut first)?;
    saved::save(
        &args.saved,
        &index,
        RunOf::Trend { by: args.by.clone(), also: args.also.clone() },
        &first,
        output,
    )?;
    let mut requests = vec![first.clone()];
    requests.extend(args.also.iter().map(|text| Request { text: text.clone(), ..first.clone() }));
    let mut made: Vec<Trend> = Vec::with_capacity(requests.len());
    for request in &requests {
        made.push(index.trend(request, &by).map_err(query::explained)?);
    }
    let series: Vec<(&str, &[Point])> =
        requests.iter().zip(&made).map(|(request, made)| (request.text.as_str(), &made.points[..])).collect();
    if let Some(path) = &args.svg {
        let measure = match args.show {
            Show::Rate => Measure::Rate,
            Show::Matches => Measure::Matches,
            Show::Documents => Measure::Documents,
        };
        std::fs::write(path, trend_svg(&series, &by, measure)).map_err(|error| {
            let message = format!("cannot write '{}': {error}", path.display());
            Problem::new(message, "give a file in a folder that you may write to")
        })?;
    }
    print(&series, output)?;
    for made in &made {
        query::notes(&made.query.notes, output);
    }
    if matches!(&by, TrendBy::Field(_)) && made[0].points.iter().all(|point| point.bucket.is_none()) {
        output.note(fields::unknown(&index, &args.by));
    }
    let mut found = false;
    for (request, made) in requests.iter().zip(&made) {
        let matches: u64 = made.points.iter().map(|point| point.matches).sum();
        let documents: u64 = made.points.iter().map(|point| point.documents).sum();
        found |= documents > 0;
        if documents == 0 {
            fields::note_misspelt(&index, request, output);
        }
        if output.format == Format::Human {
            let of = if requests.len() > 1 { format!("{}: ", request.text) } else { String::new() };
            output.note(match documents {
                0 => format!("{of}nothing found"),
                _ => format!("{of}{matches} matches in {documents} documents"),
            });
        }
    }
    Ok(if found { Outcome::Done } else { Outcome::NotFound })
}

fn print(series: &[(&str, &[Point])], output: &Output) -> anyhow::Result<()> {
    let mut out = output.paged();
    let one = series.len() == 1;
    match (output.table(), output.format) {
        (Some(table), _) => {
            let before: &[&str] = if one { &[] } else { &["query"] };
            out.write_all(row(table, before.iter().copied().chain(POINT_COLUMNS)).as_bytes())?;
            for (query, points) in series {
                for point in *points {
                    let row = if one { point_row(table, point) } else { point_row_of(table, query, point) };
                    out.write_all(row.as_bytes())?;
                }
            }
        }
        (None, Format::Json) => {
            for (query, points) in series {
                for point in *points {
                    let line = if one { json(point)? } else { json(&OfQuery { query, row: point })? };
                    writeln!(out, "{line}")?;
                }
            }
        }
        _ => {
            let layout = output.layout(&[]);
            let plot = if one { trend_plot(series[0].1, layout) } else { trends_plot(series, layout) };
            out.write_all(plot.as_bytes())?;
        }
    }
    out.finish()?;
    Ok(())
}
