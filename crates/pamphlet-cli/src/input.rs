//! Reading what an argument names: a file, a pipe or standard input, none of which need have an end.

use crate::problem::Problem;
use anyhow::Context;
use pamphlet_render::safe_line;
use std::fs::File;
use std::io::{ErrorKind, IsTerminal, Read, Write};
use std::path::Path;

/// The most that is read at once, in bytes: as much as a file may have that is indexed.
const MOST: u64 = 512 << 20;

/// All bytes of a file, or of standard input for `-`.
///
/// # Errors
/// When it cannot be read, or has more than [`MOST`].
pub fn all(path: &Path) -> anyhow::Result<Vec<u8>> {
    if path == Path::new("-") {
        let stdin = std::io::stdin();
        if stdin.is_terminal() {
            // a person who forgot to name a file would wait for ever
            let _ =
                writeln!(std::io::stderr(), "reading what you type; end with Ctrl-D, or stop with Ctrl-C");
        }
        return limited(stdin.lock(), 0, MOST).context("standard input");
    }
    file(path).map_err(|error| missing(error, path))
}

/// The error with the file's name; where it is not there, with the name that was probably meant.
fn missing(error: anyhow::Error, path: &Path) -> anyhow::Error {
    let name = safe_line(&path.to_string_lossy()).into_owned();
    let is_missing =
        error.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == ErrorKind::NotFound);
    match crate::commands::beside(path).filter(|_| is_missing) {
        Some(near) => Problem::new(format!("{name}: {error}"), format!("did you mean '{near}'?")).into(),
        None => error.context(name),
    }
}

/// All bytes of a file; the error does not say its name.
///
/// # Errors
/// As [`all`].
pub fn file(path: &Path) -> anyhow::Result<Vec<u8>> {
    let file = File::open(path)?;
    let size = file.metadata().map_or(0, |metadata| metadata.len());
    limited(file, size, MOST)
}

/// All that a reader gives, which is about `size` bytes.
fn limited(from: impl Read, size: u64, most: u64) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    // a list that grows takes up to twice the room
    bytes.reserve_exact(usize::try_from(size.min(most)).unwrap_or(0));
    from.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(Problem::new(
            format!("has more than {} MiB", most >> 20),
            "cut it into parts; `pamphlet index` reads large files of plain text and of records in pieces",
        )
        .into());
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_end_is_refused() {
        assert!(limited(std::io::repeat(0), 0, 1_000).is_err());
        assert_eq!(limited(&b"text"[..], 9, 4).expect("it is short enough"), b"text");
    }
}
