//! What it costs to index again: the documents as files of their own, none of them changed, then one in a hundred.
//!
//! The product finds out by itself what changed. Of the peers, raw tantivy can put single documents in the place
//! of others: it is handed those that changed, ready to be indexed, and has nothing to do where none did.

use super::engine::{Cost, Engine, PRODUCT, TANTIVY};
use super::{Options, fresh};
use anyhow::{Context, Result};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::{Path, PathBuf};

/// One file in so many changes.
const CHANGED: usize = 100;
/// Files of a folder.
const TOGETHER: usize = 1_000;

/// What the runs took, the least of all passes.
pub struct Again {
    pub files: usize,
    pub runs: Vec<Run>,
}

/// The runs of one engine.
pub struct Run {
    pub name: &'static str,
    pub full: Cost,
    /// Nothing changed; `None` where the engine cannot find that out.
    pub same: Option<Cost>,
    pub changed: Cost,
}

/// Measures the product and raw tantivy over the peers' documents.
pub fn run(options: &Options, engines: &[Engine], docs: &Path) -> Result<Again> {
    let root = options.work.join("again");
    fresh(&root)?;
    let files = Files::write(&root.join("files"), docs)?;
    let mut runs: Vec<Run> = Vec::new();
    for pass in 0..options.passes.clamp(1, 3) {
        for engine in engines.iter().filter(|engine| [PRODUCT, TANTIVY].contains(&engine.name)) {
            let here = engine.at(root.join(format!("index-{}", engine.name)));
            let run = match engine.name {
                PRODUCT => files.product(&here, pass)?,
                _ => files.handed(&here, pass, docs, &root.join("changed.jsonl"))?,
            };
            match runs.iter_mut().find(|known| known.name == run.name) {
                None => runs.push(run),
                Some(known) => {
                    known.full = known.full.least(run.full);
                    known.same = known.same.zip(run.same).map(|(a, b)| a.least(b));
                    known.changed = known.changed.least(run.changed);
                }
            }
        }
    }
    Ok(Again { files: files.paths.len(), runs })
}

/// The documents, a file each.
struct Files {
    folder: PathBuf,
    paths: Vec<PathBuf>,
}

impl Files {
    fn write(folder: &Path, docs: &Path) -> Result<Files> {
        let mut paths = Vec::new();
        for line in BufReader::new(std::fs::File::open(docs)?).lines() {
            let record: serde_json::Value = serde_json::from_str(&line?)?;
            let text = |name: &str| record[name].as_str().unwrap_or_default();
            let part = folder.join(format!("{:03}", paths.len() / TOGETHER));
            std::fs::create_dir_all(&part)?;
            let path = part.join(format!("{:06}.txt", paths.len()));
            std::fs::write(&path, format!("{}\n\n{}\n", text("title"), text("body")))?;
            paths.push(path);
        }
        Ok(Files { folder: folder.to_owned(), paths })
    }

    /// All of it, again, and again with a line more in one file of a hundred.
    fn product(&self, engine: &Engine, pass: usize) -> Result<Run> {
        let (folder, files) = (engine.folder.display().to_string(), self.folder.display().to_string());
        let args = ["index", &folder, &files];
        let full = engine.measured(&args)?;
        let same = Some(engine.measured_again(&args)?);
        for path in self.paths.iter().step_by(CHANGED) {
            let mut file = std::fs::OpenOptions::new().append(true).open(path)?;
            writeln!(file, "\n{}", changed(pass)).with_context(|| path.display().to_string())?;
        }
        Ok(Run { name: engine.name, full, same, changed: engine.measured_again(&args)? })
    }

    /// All of it, and what changed put in the place of what it was.
    fn handed(&self, engine: &Engine, pass: usize, docs: &Path, to: &Path) -> Result<Run> {
        let full = engine.index(docs)?;
        let mut out = BufWriter::new(std::fs::File::create(to)?);
        for line in BufReader::new(std::fs::File::open(docs)?).lines().step_by(CHANGED) {
            let mut record: serde_json::Value = serde_json::from_str(&line?)?;
            let body = format!("{}\n\n{}", record["body"].as_str().unwrap_or_default(), changed(pass));
            record["body"] = body.into();
            writeln!(out, "{record}")?;
        }
        out.flush()?;
        drop(out);
        let (to, folder) = (to.display().to_string(), engine.folder.display().to_string());
        Ok(Run {
            name: engine.name,
            full,
            same: None,
            changed: engine.measured_again(&["update", &to, &folder])?,
        })
    }
}

/// What stands at the end of a file that changed.
fn changed(pass: usize) -> String {
    format!("The clerk noted amendment {pass}.")
}
