//! `pamphlet similar`: documents like one.

use super::{query, saved, show};
use crate::args::{Format, Global, SimilarArgs};
use crate::output::Output;
use crate::problem::Outcome;
use pamphlet::{Request, RunOf};
use pamphlet_render::{ALIKE_COLUMNS, alike, alike_row, row};
use std::io::Write;

pub fn run(global: &Global, args: &SimilarArgs, output: &Output) -> anyhow::Result<Outcome> {
    let mut within = Request::new(args.against.clone().unwrap_or_default());
    query::filtered(&mut within, &args.filters)?;
    within.limit = query::limit(args.limit);
    within.offset = args.offset;
    within.stop = Some(output.over());
    let index = query::open(global)?;
    let doc = show::named(&index, &args.doc)?.id;
    saved::since(&args.saved, &index, &mut within)?;
    saved::save(&args.saved, &index, RunOf::Similar { doc: doc.clone() }, &within, output)?;
    let found = index.similar(&doc, &within).map_err(query::explained)?;
    let mut out = output.paged();
    if let Some(table) = output.table() {
        out.write_all(row(table, ALIKE_COLUMNS).as_bytes())?;
    }
    let layout = output.layout(&[]);
    for one in &found.documents {
        out.write_all(output.item(one, alike_row, |one| alike(one, layout))?.as_bytes())?;
    }
    out.finish()?;
    query::notes(&found.query.notes, output);
    if output.format == Format::Human {
        let shown = found.documents.len() as u64;
        output.note(match found.total {
            0 => "nothing found".to_owned(),
            1 => "1 document".to_owned(),
            total if shown < total => format!("{total} documents, {shown} shown (-n all shows all)"),
            total => format!("{total} documents"),
        });
    }
    Ok(if found.total > 0 { Outcome::Done } else { Outcome::NotFound })
}
