//! From arguments to how and what files are read.

use crate::args::{DateOrder, Reading, Selection};
use crate::output::Output;
use crate::problem::Problem;
use pamphlet::ingest::{Ingest, Options};
use pamphlet_render::safe_line;
use std::path::{Path, PathBuf};

/// The reader of files: formats that can take a process down are read in a child of this binary.
pub fn ingest(reading: &Reading, selection: &Selection) -> anyhow::Result<Ingest> {
    let options = options(reading, selection)?;
    Ok(Ingest::new(pamphlet::repair::Repairer::default(), options))
}

/// The options of the arguments.
pub fn options(reading: &Reading, selection: &Selection) -> anyhow::Result<Options> {
    let lower = |names: &[String]| names.iter().map(|name| name.trim().to_lowercase()).collect();
    let options = Options {
        child: std::env::current_exe().ok(),
        map: reading.map.clone(),
        date_order: match reading.date_order {
            None => pamphlet::ingest::DateOrder::Auto,
            Some(DateOrder::Dmy) => pamphlet::ingest::DateOrder::DayFirst,
            Some(DateOrder::Mdy) => pamphlet::ingest::DateOrder::MonthFirst,
            Some(DateOrder::Ymd) => pamphlet::ingest::DateOrder::YearFirst,
        },
        types: lower(&selection.types),
        types_not: lower(&selection.types_not),
        globs: selection.globs.clone(),
        ignore_files: selection.ignore,
        ..Options::default()
    };
    match options.check() {
        Ok(()) => Ok(options),
        Err(error) => {
            Err(Problem::new(error.to_string(), "see 'pamphlet index --help'; nothing was touched").into())
        }
    }
}

/// The paths that a file or standard input lists, one a line; and how many of them are not there. Those are
/// named, and what the index holds of them stays.
pub fn listed(list: &Path, output: &Output) -> anyhow::Result<(Vec<PathBuf>, usize)> {
    let bytes = crate::input::all(list)?;
    let (mut paths, mut missing) = (Vec::new(), 0);
    for line in bytes.split(|&byte| byte == b'\n') {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            continue;
        }
        let path = path_of(line);
        if path.exists() {
            paths.push(path);
        } else {
            missing += 1;
            output.warning(format!("{}: no such file or folder", safe_line(&path.to_string_lossy())));
        }
    }
    Ok((paths, missing))
}

/// A path from the bytes of its name.
#[cfg(unix)]
fn path_of(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(bytes))
}

#[cfg(not(unix))]
fn path_of(bytes: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(bytes).into_owned())
}
