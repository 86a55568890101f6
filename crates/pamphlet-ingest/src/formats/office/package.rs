//! A document that is a zip file of parts.

use crate::Reason;
use crate::formats::archive::Budget;
use pamphlet_document::{Diagnostic, Severity, SourceRange};
use std::io::Cursor;
use zip::ZipArchive;
use zip::result::ZipError;

/// An open document.
pub(crate) struct Package<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    budget: &'a Budget,
    /// Bytes of the file.
    len: u64,
}

/// One part, unpacked.
pub(crate) struct Part {
    /// Its text; what is no UTF-8 in it is U+FFFD.
    pub text: String,
    /// Where it stands in the file, packed.
    pub place: SourceRange,
}

impl Part {
    /// The note that the markup of the part called `name` breaks off at its byte `at`.
    pub fn broken(&self, name: &str, at: impl std::fmt::Display) -> Diagnostic {
        Diagnostic {
            severity: Severity::Warning,
            code: "xml-broken".to_owned(),
            message: format!("{name} breaks off at its byte {at}; what follows is left out"),
            place: Some(self.place),
        }
    }
}

impl<'a> Package<'a> {
    /// Opens a document.
    ///
    /// # Errors
    /// When the bytes are no zip file with a directory.
    pub fn open(bytes: &'a [u8], budget: &'a Budget) -> Result<Self, Reason> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
        Ok(Self { zip, budget, len: bytes.len() as u64 })
    }

    /// The names of all parts, in the order of the names.
    pub fn names(&self) -> Vec<String> {
        let mut names: Vec<String> =
            self.zip.file_names_raw().map(|name| String::from_utf8_lossy(name).into_owned()).collect();
        names.sort();
        names
    }

    /// Whether there is such a part.
    pub fn has(&self, name: &str) -> bool {
        self.zip.index_for_name(name).is_some()
    }

    /// A part that the document cannot do without.
    ///
    /// # Errors
    /// When it is missing, encrypted, damaged or too large.
    pub fn part(&mut self, name: &str) -> Result<Part, Reason> {
        let member = self.zip.by_name(name).map_err(|error| match error {
            ZipError::FileNotFound => Reason::Damaged(format!("it has no part {name}")),
            error => damaged(error),
        })?;
        if member.encrypted() {
            return Err(Reason::Encrypted);
        }
        let start = member.data_start().unwrap_or_default();
        let packed = member.compressed_size();
        // a damaged directory may give a size that leads out of the file
        let place = SourceRange::new(start.min(self.len), start.saturating_add(packed).min(self.len));
        let bytes = self.budget.read(member, packed)?;
        Ok(Part { text: text_of(&bytes), place })
    }

    /// A part that may be missing or damaged without loss to the rest.
    pub fn optional(&mut self, name: &str) -> Option<Part> {
        self.part(name).ok()
    }
}

/// XML of a part: UTF-8 nearly always, UTF-16 by its mark.
fn text_of(bytes: &[u8]) -> String {
    let unit = crate::repairing::decode(bytes, Some("utf-8"));
    if unit.encoding.starts_with("UTF-16") {
        return unit.text.into_owned();
    }
    String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)).into_owned()
}

/// What an error of the zip reader means for the file.
pub(crate) fn damaged(error: ZipError) -> Reason {
    match error {
        ZipError::InvalidPassword => Reason::Encrypted,
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => Reason::Encrypted,
        ZipError::UnsupportedArchive(what) => Reason::Unsupported(what.to_owned()),
        ZipError::CompressionMethodNotSupported(number) => {
            Reason::Unsupported(format!("zip compression method {number}"))
        }
        error => Reason::Damaged(error.to_string()),
    }
}
