//! `pamphlet quote`: every place that has a passage, word for word or nearly, oldest first.

use super::{query, saved, show};
use crate::args::{Format, Global, QuoteArgs};
use crate::output::Output;
use crate::problem::{Outcome, Problem};
use anyhow::Context;
use pamphlet::{Index, Quotations, QuoteOf, QuoteRequest, Request, RunOf, RunQuote};
use pamphlet_render::{QUOTATION_COLUMNS, quotation, quotation_row, row};
use std::io::{Read, Write};

/// Bytes of standard input that are read as a passage.
const MOST_BYTES: u64 = 16 << 20;

pub fn run(global: &Global, args: &QuoteArgs, output: &Output) -> anyhow::Result<Outcome> {
    let mut within = within(args, output)?;
    if !(0.0..=1.0).contains(&args.least) {
        return Err(Problem::new(
            format!("'--least {}' is no similarity", args.least),
            "give a number from 0 to 1; 1 is word for word",
        )
        .into());
    }
    let index = query::open(global)?;
    let of = of(&index, args, &within)?;
    saved::since(&args.saved, &index, &mut within)?;
    saved::save(&args.saved, &index, asked(&of, args), &within, output)?;
    let request = QuoteRequest {
        within,
        least: args.least,
        words: args.words,
        most_documents: args.most_documents,
        ..QuoteRequest::new(of)
    };
    let found = index.quote(&request).map_err(query::explained)?;
    print(&found, args.offset, output)?;
    query::notes(&found.query.notes, output);
    if output.format == Format::Human {
        output.note(summary(&found));
    }
    Ok(if found.total > 0 { Outcome::Done } else { Outcome::NotFound })
}

/// The question, as it is saved.
fn asked(of: &QuoteOf, args: &QuoteArgs) -> RunOf {
    let of = match of {
        QuoteOf::Text(text) => RunQuote::Text(text.clone()),
        QuoteOf::Document(doc) => RunQuote::Document(doc.clone()),
        QuoteOf::Documents(request) => RunQuote::Documents(request.text.clone()),
    };
    RunOf::Quote { of, least: args.least, words: args.words, most_documents: args.most_documents }
}

/// Where to look.
fn within(args: &QuoteArgs, output: &Output) -> anyhow::Result<Request> {
    let mut request = Request::new(args.against.clone().unwrap_or_default());
    query::filtered(&mut request, &args.filters)?;
    request.timeout = args.timeout.map(query::seconds).transpose()?;
    request.stop = Some(output.over());
    request.limit = query::limit(args.limit);
    request.offset = args.offset;
    Ok(request)
}

/// What is looked for.
fn of(index: &Index, args: &QuoteArgs, within: &Request) -> anyhow::Result<QuoteOf> {
    if let Some(name) = &args.document {
        return Ok(QuoteOf::Document(show::named(index, name)?.id));
    }
    if let Some(query) = &args.documents {
        let stop = within.stop.clone();
        return Ok(QuoteOf::Documents(Box::new(Request {
            stop,
            timeout: within.timeout,
            ..Request::new(&**query)
        })));
    }
    let words: Vec<_> = args.text.iter().map(|word| word.to_string_lossy()).collect();
    let mut text = words.join(" ");
    if text == "-" {
        let mut bytes = Vec::new();
        std::io::stdin().lock().take(MOST_BYTES).read_to_end(&mut bytes).context("standard input")?;
        text = String::from_utf8_lossy(&bytes).into_owned();
    }
    if !text.chars().any(char::is_alphanumeric) {
        return Err(Problem::new(
            "the passage has no words",
            "give a sentence or more, or '-' to read it from standard input",
        )
        .into());
    }
    Ok(QuoteOf::Text(text))
}

fn print(found: &Quotations, offset: usize, output: &Output) -> anyhow::Result<()> {
    let mut out = output.paged();
    let layout = output.layout(&[]);
    if let Some(table) = output.table() {
        out.write_all(row(table, QUOTATION_COLUMNS).as_bytes())?;
    }
    for (at, one) in found.quotations.iter().enumerate() {
        let shown = output.item(one, quotation_row, |one| quotation(one, offset + at + 1, layout))?;
        out.write_all(shown.as_bytes())?;
    }
    out.finish()?;
    Ok(())
}

fn summary(found: &Quotations) -> String {
    let places = |count: u64| if count == 1 { "1 place".to_owned() } else { format!("{count} places") };
    let documents =
        if found.documents == 1 { "1 document" } else { &format!("{} documents", found.documents) };
    match found.total {
        0 => "nothing found".to_owned(),
        total if (found.quotations.len() as u64) < total => {
            format!("{} in {documents}, {} shown (-n all shows all)", places(total), found.quotations.len())
        }
        total => format!("{} in {documents}", places(total)),
    }
}
