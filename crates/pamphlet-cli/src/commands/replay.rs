//! `pamphlet replay`: what was saved, asked again.

use super::{query, saved};
use crate::args::{Format, Global, ReplayArgs};
use crate::output::Output;
use crate::problem::{Outcome, Problem};
use pamphlet::{Index, Replayed};
use pamphlet_render::{json, safe_line};
use std::io::Write;

/// Documents and results that are named of each kind; of more only the number is told.
const NAMED: usize = 10;

pub fn run(global: &Global, args: &ReplayArgs, output: &Output) -> anyhow::Result<Outcome> {
    if output.table().is_some() {
        return Err(Problem::new("a comparison is no table", "choose --format json, or none").into());
    }
    let run = saved::read(&args.file)?;
    let index = query::open(global)?;
    let told = index.replay(&run).map_err(query::explained)?;
    let mut out = output.paged();
    match output.format {
        Format::Json => writeln!(out, "{}", json(&told)?)?,
        _ => out.write_all(shown(&index, &told)?.as_bytes())?,
    }
    out.finish()?;
    Ok(if told.same { Outcome::Done } else { Outcome::NotFound })
}

fn shown(index: &Index, told: &Replayed) -> anyhow::Result<String> {
    let [then, now] = told.total;
    let mut out = match told.same {
        true => format!("the same: {now} results\n"),
        false if then == now => format!("different: {now} results, as there were\n"),
        false => format!("different: {now} results, where there were {then}\n"),
    };
    for [name, then, now] in &told.versions {
        out.push_str(&format!(
            "  another version of {name}: {}, it was {}\n",
            safe_line(now),
            safe_line(then)
        ));
    }
    for (what, list) in [
        ("documents were added to the index", &told.added),
        ("documents were removed from the index", &told.removed),
        ("documents of the index changed", &told.changed),
        ("results are new", &told.new),
        ("results are gone", &told.gone),
        ("results have other values", &told.other),
    ] {
        if list.is_empty() {
            continue;
        }
        out.push_str(&format!("  {} {what}\n", list.len()));
        for key in list.iter().take(NAMED) {
            out.push_str(&format!("    {}\n", safe_line(&name(index, key)?)));
        }
        if list.len() > NAMED {
            out.push_str(&format!("    and {} more\n", list.len() - NAMED));
        }
    }
    if told.order {
        out.push_str("  the order is another one\n");
    }
    Ok(out)
}

/// The path of a document, where it is still there.
fn name(index: &Index, key: &str) -> anyhow::Result<String> {
    let doc = key.split(' ').next().unwrap_or(key);
    Ok(match index.document(doc).map_err(query::explained)? {
        Some(stored) => format!("{}{}", stored.path, key[doc.len()..].replace(' ', " byte ")),
        None if key.is_empty() => "(none)".to_owned(),
        None => key.to_owned(),
    })
}
