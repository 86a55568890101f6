//! Why a file, or a part of one, was left out.

use thiserror::Error;

/// A file, member or record that gave no document, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{path}: {reason}")]
pub struct Failure {
    /// The path as it was given, extended below it, as in [`pamphlet_document::Document::path`].
    pub path: String,
    /// Why.
    pub reason: Reason,
}

impl Failure {
    /// The failure of `path` for `reason`.
    pub fn new(path: impl Into<String>, reason: Reason) -> Self {
        Self { path: path.into(), reason }
    }
}

/// Why there is no document; shown as one line, lower case, without a full stop.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Reason {
    /// Nothing stands at this path, or a symbolic link leads nowhere.
    #[error("no such file or folder")]
    NotFound,
    /// The system does not let us read it.
    #[error("permission denied")]
    Permission,
    /// No byte, or nothing but white space.
    #[error("is empty")]
    Empty,
    /// What the bytes are is unknown, and they are no text.
    #[error("holds no text: binary data")]
    Binary,
    /// What it is, is known, but it is not read.
    #[error("format is not read: {0}")]
    Unsupported(String),
    /// More bytes than [`crate::Options::max_file`] allows.
    #[error("has {size} bytes, more than the limit of {limit}")]
    TooLarge {
        /// Its size in bytes.
        size: u64,
        /// The limit in bytes.
        limit: u64,
    },
    /// A symbolic link to a folder that it stands in.
    #[error("a symbolic link that leads in a circle")]
    Loop,
    /// A FIFO, socket or device; it was not opened.
    #[error("not a regular file but {0}")]
    NotAFile(String),
    /// The format is known but the bytes do not keep to it.
    #[error("damaged: {0}")]
    Damaged(String),
    /// Needs a password.
    #[error("is encrypted")]
    Encrypted,
    /// An archive or document beyond one of the limits against bombs.
    #[error("beyond a limit: {0}")]
    Limit(String),
    /// So many members of an archive have the name of a later one, which is what unpacking leaves; they were not read.
    #[error("{}", repeated(*.0))]
    Repeated(usize),
    /// One record of many could not be read; the others were.
    #[error("line {line} (byte {byte}): {what}")]
    Record {
        /// The line that it starts on, from 1.
        line: u64,
        /// The byte of the file at which reading failed, from 0.
        byte: u64,
        /// What is wrong there.
        what: String,
    },
    /// The name holds bytes that are no UTF-8; the documents were read, under a name that shows U+FFFD there.
    #[error("the file's name is not UTF-8 (read all the same, under this name)")]
    Name,
    /// Any other error of the system.
    #[error("{0}")]
    Io(String),
}

fn repeated(members: usize) -> String {
    match members {
        1 => "a member has the same name as a later one, and only that is read".to_owned(),
        more => format!("{more} members have the same names as later ones, and only those are read"),
    }
}

impl From<std::io::Error> for Reason {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::NotFound,
            std::io::ErrorKind::PermissionDenied => Self::Permission,
            _ if error.raw_os_error() == Some(libc::ELOOP) => Self::Loop,
            _ => Self::Io(error.to_string()),
        }
    }
}
