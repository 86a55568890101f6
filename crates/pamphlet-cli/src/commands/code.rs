//! `pamphlet code`: documents counted by the categories of a codebook.

use super::{figures, query, saved};
use crate::args::{CodeArgs, Duplicates, Format, Global, Saved};
use crate::output::Output;
use crate::problem::{Outcome, Problem};
use pamphlet::{Codebook, Index, Line, LineSort, Request, RunOf, TrendBy};
use pamphlet_render::{
    LINE_COLUMNS, OfCategory, POINT_COLUMNS, coded_row, coded_table, concordance_line, json, line_row_of,
    point_row_of, row, trends_plot,
};
use std::io::Write;
use std::sync::Arc;

pub fn run(global: &Global, args: &CodeArgs, output: &Output) -> anyhow::Result<Outcome> {
    let mut request = query::request(&args.query, query::text(&args.query), output)?;
    let Some(book) = request.sets.clone() else {
        let hint = "for example: pamphlet code --codebook policy.yml";
        return Err(Problem::new("no codebook was given", hint).into());
    };
    let book = match args.level {
        Some(0) => {
            return Err(Problem::new(
                "'--level 0' is no level",
                "1 counts by the first names, 2 by the first two",
            )
            .into());
        }
        Some(level) => Arc::new(book.to_level(level)),
        None => book,
    };
    request.sets = Some(Arc::clone(&book));
    request.limit = query::limit(args.limit);
    request.context = Some(args.context);
    request.fold = Some(args.duplicates == Duplicates::Fold);
    let index = query::open(global)?;
    saved::since(&args.saved, &index, &mut request)?;
    if args.lines || args.sample.is_some() {
        if args.saved.save.is_some() {
            let hint =
                "save the counts, or the lines of a category: kwic '@NAME' --codebook FILE --save FILE";
            return Err(Problem::new("lines of a whole codebook are not saved", hint).into());
        }
        return lines(&index, &request, &book, args, output);
    }
    match args.by.trim().to_lowercase().as_str() {
        "category" => {
            let request = Request { limit: Some(0), ..request };
            saved::save(&args.saved, &index, RunOf::Code, &request, output)?;
            by_category(&index, &request, &book, output)
        }
        "doc" | "document" => {
            saved::save(&args.saved, &index, RunOf::Code, &request, output)?;
            by_document(&index, &request, &book, args.rate, output)
        }
        by => by_bucket(&index, &request, &book, by, &args.saved, output),
    }
}

/// Says what was looked at.
fn ended(matches: u64, documents: u64, words: u64, output: &Output) -> Outcome {
    if output.format == Format::Human {
        output.note(match matches {
            0 => "nothing found".to_owned(),
            _ => format!("{matches} matches in {documents} documents with {words} words"),
        });
    }
    if matches > 0 { Outcome::Done } else { Outcome::NotFound }
}

fn by_category(
    index: &Index,
    request: &Request,
    book: &Arc<Codebook>,
    output: &Output,
) -> anyhow::Result<Outcome> {
    let made = index.code(request, book).map_err(query::explained)?;
    figures::print(&made.categories, output)?;
    query::notes(&made.query.notes, output);
    let matches = made.categories.iter().map(|category| category.matches).sum();
    Ok(ended(matches, made.documents, made.words, output))
}

fn by_document(
    index: &Index,
    request: &Request,
    book: &Arc<Codebook>,
    rate: bool,
    output: &Output,
) -> anyhow::Result<Outcome> {
    let made = index.code(request, book).map_err(query::explained)?;
    let names: Vec<&str> = made.categories.iter().map(|category| category.category.as_str()).collect();
    let mut out = output.paged();
    match (output.table(), output.format) {
        (Some(table), _) => {
            let columns = ["doc", "path", "date", "words"].into_iter().chain(names.iter().copied());
            out.write_all(row(table, columns).as_bytes())?;
            for document in &made.rows {
                out.write_all(coded_row(table, document, rate).as_bytes())?;
            }
        }
        (None, Format::Json) => {
            for document in &made.rows {
                writeln!(out, "{}", json(&pamphlet_render::CodedLine::new(document, &names, rate))?)?;
            }
        }
        _ => out.write_all(coded_table(&made.rows, &names, rate, output.layout(&[])).as_bytes())?,
    }
    out.finish()?;
    query::notes(&made.query.notes, output);
    let matches = made.categories.iter().map(|category| category.matches).sum();
    Ok(ended(matches, made.documents, made.words, output))
}

/// The request of a category within the documents of the query.
fn of_category(request: &Request, name: &str) -> Request {
    let set = pamphlet::set_of(name);
    let text = match request.text.trim() {
        "" => set,
        // the matches of the query itself are none of the category's
        text => format!("{set} AND NOT (* AND NOT ({text}))"),
    };
    Request { text, ..request.clone() }
}

fn by_bucket(
    index: &Index,
    request: &Request,
    book: &Arc<Codebook>,
    by: &str,
    kept: &Saved,
    output: &Output,
) -> anyhow::Result<Outcome> {
    let name = by.to_owned();
    let by: TrendBy = by.parse()?;
    if !request.text.trim().is_empty() {
        let hint = "choose documents with --from, --to and --where";
        return Err(Problem::new("a table by time or field takes no query", hint).into());
    }
    let mut sets = book.categories.iter().map(|category| pamphlet::set_of(&category.name));
    if let Some(first) = sets.next() {
        let asked = RunOf::Trend { by: name, also: sets.collect() };
        saved::save(kept, index, asked, &Request { text: first, ..request.clone() }, output)?;
    }
    let mut trends = Vec::with_capacity(book.categories.len());
    for category in &book.categories {
        let of = Request { text: pamphlet::set_of(&category.name), ..request.clone() };
        trends.push(index.trend(&of, &by).map_err(query::explained)?);
    }
    let mut out = output.paged();
    let series: Vec<(&str, &[pamphlet::Point])> = book
        .categories
        .iter()
        .zip(&trends)
        .map(|(category, trend)| (category.name.as_str(), &trend.points[..]))
        .collect();
    if let Some(table) = output.table() {
        out.write_all(row(table, std::iter::once("category").chain(POINT_COLUMNS)).as_bytes())?;
    }
    for (category, points) in &series {
        for point in *points {
            match (output.table(), output.format) {
                (Some(table), _) => out.write_all(point_row_of(table, category, point).as_bytes())?,
                (None, Format::Json) => writeln!(out, "{}", json(&OfCategory { category, row: point })?)?,
                _ => {}
            }
        }
    }
    if output.format == Format::Human {
        // as many beside each other as a screen has room for
        for (at, part) in series.chunks(3).enumerate() {
            let gap = if at > 0 { "\n" } else { "" };
            out.write_all(format!("{gap}{}", trends_plot(part, output.layout(&[]))).as_bytes())?;
        }
    }
    out.finish()?;
    for trend in &trends {
        query::notes(&trend.query.notes, output);
    }
    let matches: u64 = trends.iter().flat_map(|trend| &trend.points).map(|point| point.matches).sum();
    if output.format == Format::Human && matches == 0 {
        output.note("nothing found");
    }
    Ok(if matches > 0 { Outcome::Done } else { Outcome::NotFound })
}

/// The matches of every category, all or some drawn by lot.
fn lines(
    index: &Index,
    request: &Request,
    book: &Arc<Codebook>,
    args: &CodeArgs,
    output: &Output,
) -> anyhow::Result<Outcome> {
    let mut out = output.paged();
    if let Some(table) = output.table() {
        out.write_all(row(table, std::iter::once("category").chain(LINE_COLUMNS)).as_bytes())?;
    }
    let layout = output.layout(&[]);
    let (mut total, mut shown) = (0, 0);
    let mut notes = Vec::new();
    for category in &book.categories {
        let of = of_category(request, &category.name);
        let made = match args.sample {
            Some(count) => index.sample(&of, count, args.seed),
            None => index.concordance(&of, LineSort::Document),
        };
        let made = made.map_err(query::explained)?;
        total += made.total;
        shown += made.lines.len();
        if output.format == Format::Human && !made.lines.is_empty() {
            let head = format!("{}: {} of {} matches\n", category.name, made.lines.len(), made.total);
            out.write_all(pamphlet_render::safe(&head).as_bytes())?;
        }
        for line in &made.lines {
            write_line(&mut out, &category.name, line, layout, output)?;
        }
        notes.extend(made.query.notes);
    }
    out.finish()?;
    query::notes(&notes, output);
    if output.format == Format::Human {
        output.note(match total {
            0 => "nothing found".to_owned(),
            _ => format!("{shown} of {total} matches"),
        });
    }
    Ok(if total > 0 { Outcome::Done } else { Outcome::NotFound })
}

fn write_line(
    out: &mut impl Write,
    category: &str,
    line: &Line,
    layout: pamphlet_render::Layout<'_>,
    output: &Output,
) -> anyhow::Result<()> {
    let of = OfCategory { category, row: line };
    let row = |table, _: &_| line_row_of(table, category, line);
    out.write_all(output.item(&of, row, |_| concordance_line(line, layout))?.as_bytes())?;
    Ok(())
}
