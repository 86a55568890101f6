//! `pamphlet repair`: the same text without its damage; originals are never written.

use crate::args::RepairArgs;
use crate::input;
use crate::nearest::nearest;
use crate::output::Output;
use crate::problem::{Outcome, Problem};
use crate::progress::Progress;
use crate::stop::Stop;
use anyhow::Context;
use pamphlet::repair::{RepairedBytes, Repairer, UnknownRule, is_binary};
use pamphlet_render::{RepairLine, json, repair_diff, safe};
use rayon::prelude::*;
use std::fs;
use std::io::{IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;

pub fn run(args: &RepairArgs, output: &Output) -> anyhow::Result<Outcome> {
    let repairer = chosen(&args.with, &args.without).map_err(|error| {
        let known: Vec<&str> = pamphlet::repair::rules().iter().map(|rule| rule.name).collect();
        let near = nearest(&error.name, known.iter().copied());
        let near = near.map(|near| format!("did you mean '{near}'? ")).unwrap_or_default();
        Problem::new(error.to_string(), format!("{near}the rules are: {}", known.join(", ")))
    })?;
    if args.source.is_dir() {
        let Some(out) = &args.out else {
            return Err(Problem::new(
                format!("{} is a folder", args.source.display()),
                "say with --out where the repaired files go",
            )
            .into());
        };
        return folder(&repairer, &args.source, out, output);
    }
    let bytes = input::all(&args.source)?;
    if is_binary(&bytes) {
        return Err(Problem::new(
            format!("{} is no text", args.source.display()),
            "documents in other formats are read by `pamphlet extract` and `pamphlet index`",
        )
        .into());
    }
    let repaired = repairer.repair_bytes(&bytes, None);
    if let Some(out) = &args.out {
        fs::create_dir_all(out).with_context(|| out.display().to_string())?;
        let name = args.source.file_name().unwrap_or("repaired.txt".as_ref());
        let target = out.join(name);
        refuse_same(&args.source, &target)?;
        fs::write(&target, repaired.text.as_bytes()).with_context(|| target.display().to_string())?;
        return Ok(Outcome::Done);
    }
    print(args, &repaired, output)?;
    Ok(Outcome::Done)
}

/// The default rules with and without some.
fn chosen(with: &[String], without: &[String]) -> Result<Repairer, UnknownRule> {
    let with: Vec<&str> = with.iter().map(String::as_str).collect();
    let without: Vec<&str> = without.iter().map(String::as_str).collect();
    Repairer::without(&without)?.and(&with)
}

fn print(args: &RepairArgs, repaired: &RepairedBytes<'_>, output: &Output) -> anyhow::Result<()> {
    let mut out = output.paged();
    if args.report {
        for edit in &repaired.edits {
            writeln!(out, "{}", json(&RepairLine::from(edit))?)?;
        }
    } else if args.diff {
        out.write_all(repair_diff(repaired, output.layout(&[])).as_bytes())?;
        out.finish()?;
        output.note(match repaired.edits.len() {
            1 => "1 repair".to_owned(),
            more => format!("{more} repairs"),
        });
    } else if std::io::stdout().is_terminal() {
        // for a pipe or a file it is the text itself; a terminal is never sent a stranger's controls
        out.write_all(safe(&repaired.text).as_bytes())?;
    } else {
        out.write_all(repaired.text.as_bytes())?;
    }
    out.finish()?;
    Ok(())
}

/// Every file of a folder to the same name under another; a file that cannot be read does not stop the rest.
fn folder(repairer: &Repairer, from: &Path, to: &Path, output: &Output) -> anyhow::Result<Outcome> {
    fs::create_dir_all(to).with_context(|| to.display().to_string())?;
    if to.canonicalize()?.starts_with(from.canonicalize()?) {
        return Err(Problem::new(
            format!("{} is inside {}", to.display(), from.display()),
            "repaired files never go where the originals are",
        )
        .into());
    }
    let mut files = Vec::new();
    let mut failed = 0usize;
    for found in pamphlet::ingest::walk(&[from.to_owned()], &pamphlet::ingest::Options::default()) {
        match found {
            Ok(source) => files.push((source.path, source.size)),
            Err(failure) => {
                output.warning(failure.to_string());
                failed += 1;
            }
        }
    }
    let stop = Stop::listen()?;
    let left_out = repaired(repairer, &files, (from, to), &stop, output);
    if let Some(signal) = stop.signal() {
        output.warning("interrupted: the files that were written are whole, others are missing");
        return Ok(Outcome::Stopped(signal));
    }
    for (file, error) in &left_out {
        output.warning(format!("{}: {error:#}", file.display()));
    }
    failed += left_out.len();
    output.note(format!("{} files repaired, {failed} left out", files.len() - left_out.len()));
    Ok(if failed == 0 { Outcome::Done } else { Outcome::Partly })
}

/// Repairs all files, until it is interrupted: those that could not be, in order.
fn repaired<'f>(
    repairer: &Repairer,
    files: &'f [(PathBuf, u64)],
    (from, to): (&Path, &Path),
    stop: &Stop,
    output: &Output,
) -> Vec<(&'f Path, anyhow::Error)> {
    let flag = stop.flag();
    let total: u64 = files.iter().map(|(_, size)| size).sum();
    let (bytes, done) = (AtomicU64::new(0), AtomicU64::new(0));
    let progress = Progress::new(output);
    let (sender, results) = mpsc::channel();
    std::thread::scope(|scope| {
        let (bytes, done, flag) = (&bytes, &done, &flag);
        scope.spawn(move || {
            files.par_iter().enumerate().for_each_with(sender, |sender, (number, (file, size))| {
                if flag.load(Ordering::Relaxed) {
                    return;
                }
                let result = one_file(repairer, file, from, to);
                bytes.fetch_add(*size, Ordering::Relaxed);
                done.fetch_add(1, Ordering::Relaxed);
                // nobody is left to be told only when this thread is, too
                let _ = sender.send((number, result));
            });
        });
        let mut failed: Vec<(usize, anyhow::Error)> = Vec::new();
        for (number, result) in results {
            failed.extend(result.err().map(|error| (number, error)));
            let current = files[number].0.to_string_lossy();
            let at = (bytes.load(Ordering::Relaxed), total);
            progress.set(at, true, done.load(Ordering::Relaxed), &current);
        }
        progress.finish();
        failed.sort_by_key(|(number, _)| *number);
        failed.into_iter().map(|(number, error)| (&*files[number].0, error)).collect()
    })
}

fn one_file(repairer: &Repairer, file: &Path, from: &Path, to: &Path) -> anyhow::Result<()> {
    let below = file.strip_prefix(from).unwrap_or(file);
    let target: PathBuf = to.join(below);
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder)?;
    }
    let bytes = input::file(file)?;
    if is_binary(&bytes) {
        // a picture among the texts goes over as it is
        fs::write(&target, &bytes)?;
        return Ok(());
    }
    fs::write(&target, repairer.repair_bytes(&bytes, None).text.as_bytes())?;
    Ok(())
}

/// Never the original, by whatever way its name leads there.
fn refuse_same(source: &Path, target: &Path) -> anyhow::Result<()> {
    if let (Ok(a), Ok(b)) = (source.canonicalize(), target.canonicalize())
        && a == b
    {
        return Err(Problem::new(
            format!("{} would overwrite the original", target.display()),
            "choose another folder with --out",
        )
        .into());
    }
    Ok(())
}
