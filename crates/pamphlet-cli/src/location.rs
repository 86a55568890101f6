//! Where the index is: `--index`, the environment, `index/` here, or for reading in a folder above.

use crate::args::Global;
use std::path::{Path, PathBuf};

/// The folder that an index has where nothing else is said.
const DEFAULT: &str = "index";

/// The folder to write to.
pub fn for_writing(global: &Global) -> PathBuf {
    global.index.clone().unwrap_or_else(|| PathBuf::from(DEFAULT))
}

/// The folder to read from: what was given, or the nearest `index/` upwards that is one.
pub fn for_reading(global: &Global) -> PathBuf {
    if let Some(given) = &global.index {
        return given.clone();
    }
    let here = PathBuf::from(DEFAULT);
    let Ok(current) = std::env::current_dir() else { return here };
    for folder in current.ancestors() {
        let candidate = folder.join(DEFAULT);
        if pamphlet::is_index(&candidate) {
            // shown as short as it can be
            return if folder == Path::new(&current) { here } else { candidate };
        }
    }
    here
}
