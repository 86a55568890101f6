//! The product as an engine of the bench: the same library that the command line runs, in a process of its own.

use crate::usage;
use anyhow::{Context, Result};
use pamphlet::index::{
    Documents, Each, PartFailures, Reader, SourceFailure, SourceFile, SyncOptions, Writer, WriterOptions,
};
use pamphlet::ingest::{Ingest, Options, walk};
use pamphlet::{Document, Request, Update};
use std::io::{BufRead, BufWriter, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// All documents of some files, as the product reads them.
fn documents(paths: &[PathBuf], each: &mut dyn FnMut(Document) -> Result<()>) -> Result<()> {
    let ingest = Ingest::default();
    let mut failed = None;
    for found in walk(paths, &Options::default()) {
        let Ok(file) = found else { continue };
        // a file that cannot be read is left out here as by `index`
        let _ = ingest.read(&file, &mut |document| match each(document) {
            Ok(()) => ControlFlow::Continue(()),
            Err(error) => {
                failed = Some(error);
                ControlFlow::Break(())
            }
        });
        if let Some(error) = failed {
            return Err(error);
        }
    }
    Ok(())
}

/// Writes the documents as lines of JSON for the peers, their text ready. Returns how many there are, and the
/// bytes of their texts.
pub fn export(paths: &[PathBuf], to: &Path) -> Result<(u64, u64)> {
    let mut out = BufWriter::new(std::fs::File::create(to).context("the file of the peers' documents")?);
    let (mut count, mut bytes) = (0, 0);
    documents(paths, &mut |document| {
        count += 1;
        bytes += document.text.len() as u64;
        let title = document.metadata.title.as_deref().unwrap_or_default();
        let record = serde_json::json!({ "id": document.id, "title": title, "body": document.text });
        writeln!(out, "{record}")?;
        Ok(())
    })?;
    out.flush()?;
    Ok((count, bytes))
}

/// `pamphlet index`: reads, repairs, structures, indexes. Tells CPU nanoseconds and peak kilobytes.
pub fn index(paths: &[PathBuf], folder: &Path) -> Result<(u64, u64)> {
    pamphlet::update(folder, paths, Update::default())?;
    Ok((usage::process_nanos(), usage::peak_kilobytes()))
}

/// The stage of indexing alone: the documents are in memory before the clock starts. Tells CPU nanoseconds.
pub fn index_stage(paths: &[PathBuf], folder: &Path) -> Result<u64> {
    let mut ready = Ready { files: Vec::new() };
    documents(paths, &mut |document| {
        if ready.files.last().is_none_or(|file| file.len() >= 16) {
            ready.files.push(Vec::new());
        }
        ready.files.last_mut().into_iter().for_each(|file| file.push(document.clone()));
        Ok(())
    })?;
    let before = usage::process_nanos();
    let mut writer = Writer::open_with(folder, WriterOptions::default())?;
    writer.sync(&[std::env::temp_dir()], &ready, SyncOptions::default())?;
    Ok(usage::process_nanos() - before)
}

/// Documents that are in memory, some to a file.
struct Ready {
    files: Vec<Vec<Document>>,
}

impl Documents for Ready {
    fn walk(
        &self,
        roots: &[PathBuf],
        each: &mut dyn FnMut(Result<SourceFile, SourceFailure>) -> ControlFlow<()>,
    ) {
        for at in 0..self.files.len() {
            let path = roots[0].join(format!("{at}"));
            let file =
                SourceFile { shown: at.to_string(), identity: path.clone(), path, size: 1, modified: 1 };
            if each(Ok(file)).is_break() {
                return;
            }
        }
    }

    fn read(&self, file: &SourceFile, each: &mut Each<'_>) -> Result<PartFailures, SourceFailure> {
        let at: usize = file.shown.parse().unwrap_or(0);
        for document in self.files.get(at).into_iter().flatten() {
            if each(document.clone()).is_break() {
                break;
            }
        }
        Ok(PartFailures::default())
    }
}

/// Answers queries: a line `mode TAB query` in, `CPU nanoseconds TAB hits TAB bytes` out.
pub fn serve(folder: &Path) -> Result<()> {
    let reader = Reader::open(folder)?;
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (mode, query) = line.split_once('\t').unwrap_or(("top", &line));
        let request = match mode {
            "count" => Request { limit: Some(0), ..Request::new(query) },
            "top" => Request { snippets: 0, ..Request::new(query) },
            _ => Request::new(query),
        };
        let before = usage::thread_nanos();
        let response = pamphlet::query::search(&reader, &request)?;
        let took = usage::thread_nanos() - before;
        let bytes: usize = response.hits.iter().map(|hit| hit.title.len() + hit.snippet.len()).sum();
        writeln!(out, "{took}\t{}\t{bytes}", response.total)?;
        out.flush()?;
    }
    Ok(())
}
