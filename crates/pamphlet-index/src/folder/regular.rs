//! Opening the files of an index. A folder may come from anywhere: what is no regular file would be waited for (a FIFO)
//! or have no end (a device), and what is written through a link changes a file elsewhere.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::path::Path;

/// An error of the kind [`ErrorKind::InvalidData`].
fn no_file(what: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, what.to_owned())
}

/// Opens a regular file, or one that a link leads to, for reading.
///
/// # Errors
/// [`ErrorKind::InvalidData`] where it is none; else as [`File::open`].
pub(crate) fn open(path: &Path) -> io::Result<File> {
    if !path.metadata()?.is_file() {
        return Err(no_file("is not a regular file"));
    }
    File::open(path)
}

/// All bytes of a regular file.
///
/// # Errors
/// As [`open`]; [`ErrorKind::InvalidData`] also where it has more than `most` bytes.
pub(crate) fn read(path: &Path, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    open(path)?.take(most.saturating_add(1)).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most {
        return Err(no_file(&format!("has more than {most} bytes")));
    }
    Ok(bytes)
}

/// That a name is free, or that of a regular file and of no link: it may be opened for writing.
///
/// # Errors
/// [`ErrorKind::InvalidData`] where it is not.
pub(crate) fn may_be_written(path: &Path) -> io::Result<()> {
    match path.symlink_metadata() {
        Ok(metadata) if !metadata.is_file() => Err(no_file("is not a regular file")),
        Ok(_) => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}
