//! Zip files: documents that are one (DOCX, OpenDocument, EPUB) by what they hold, or else each member.

use super::{Budget, file_name, name_of};
use crate::formats::epub::Epub;
use crate::formats::office::{Docx, OpenDocument, damaged};
use crate::formats::{Format, Input, Member, Sink};
use crate::{Failure, Reason};
use pamphlet_document::Metadata;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// A zip file of any kind.
pub(crate) struct Zip;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

impl Format for Zip {
    fn name(&self) -> &'static str {
        "zip"
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        let mut zip = ZipArchive::new(Cursor::new(input.bytes)).map_err(damaged)?;
        match document(&mut zip)? {
            Some(format) => format.read(input, sink),
            None => members(zip, input, sink),
        }
    }
}

/// The format of a document that is a zip file.
fn document(zip: &mut Archive<'_>) -> Result<Option<&'static dyn Format>, Reason> {
    let has = |name: &str| zip.index_for_name(name).is_some();
    if has("[Content_Types].xml") {
        let folder = |start: &str| zip.file_names_raw().any(|name| name.starts_with(start.as_bytes()));
        return match () {
            () if folder("word/") => Ok(Some(&Docx)),
            () if folder("xl/") => Err(Reason::Unsupported("Excel workbook (XLSX)".to_owned())),
            () if folder("ppt/") => Err(Reason::Unsupported("PowerPoint presentation (PPTX)".to_owned())),
            () => Ok(None),
        };
    }
    if has("META-INF/container.xml") {
        return Ok(Some(&Epub));
    }
    let mut kind = String::new();
    if let Ok(member) = zip.by_name("mimetype") {
        let _ = member.take(100).read_to_string(&mut kind);
    }
    let kind = kind.trim();
    if kind.starts_with("application/epub") {
        return Ok(Some(&Epub));
    }
    let opened = kind.strip_prefix("application/vnd.oasis.opendocument.");
    Ok(match opened.map(|kind| kind.trim_end_matches("-template")) {
        Some("presentation") => Some(&OpenDocument("odp")),
        Some("spreadsheet") => Some(&OpenDocument("ods")),
        Some(_) => Some(&OpenDocument("odt")),
        None => None,
    })
}

/// Reads each member on its own.
fn members(mut zip: Archive<'_>, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
    let by_ratio = (input.bytes.len() as u64).saturating_mul(Budget::RATIO).max(Budget::FREE);
    let mut unpacked = 0;
    let names: Vec<String> = zip.file_names_raw().map(name_of).collect();
    // of members with one name the engine below keeps the last, as whoever unpacks the archive does
    let repeated = listed(input.bytes).unwrap_or(0).saturating_sub(names.len());
    if repeated > 0 {
        sink.failure(Failure::new(input.path, Reason::Repeated(repeated)));
    }
    for (number, name) in names.iter().enumerate() {
        sink.budget().member()?;
        let outcome = match zip.by_index(number) {
            Ok(member) if member.is_dir() => continue,
            Ok(member) if member.encrypted() => Err(Reason::Encrypted),
            Ok(member) if member.is_symlink() => Err(Reason::NotAFile("a symbolic link".to_owned())),
            Ok(member) => {
                let packed = member.compressed_size();
                sink.budget().read(member, packed)
            }
            Err(error) => Err(damaged(error)),
        };
        let locator = format!("!/{name}");
        match outcome {
            Err(reason) => sink.failure(Failure::new(format!("{}{locator}", input.path), reason)),
            Ok(bytes) => {
                unpacked += bytes.len() as u64;
                // members may share the same packed bytes: what counts in the end is the file
                if unpacked > by_ratio {
                    return Err(Reason::Limit(format!(
                        "unpacks to more than {} times its size",
                        Budget::RATIO
                    )));
                }
                let (name, known) = (file_name(name), Metadata::default());
                let member = Member { locator: &locator, name, bytes: &bytes, known };
                if sink.member(member).is_break() {
                    return Ok(());
                }
            }
        }
        if sink.budget().spent() {
            return Err(Reason::Limit("the rest of the archive is left out".to_owned()));
        }
    }
    Ok(())
}

/// How many members the record at the end of a zip file says that there are; `None` where it cannot tell so many.
fn listed(bytes: &[u8]) -> Option<usize> {
    // the record has 22 bytes and then a comment, whose length it ends with
    let tail = &bytes[bytes.len().saturating_sub(22 + 0xffff)..];
    let at = memchr::memmem::rfind_iter(tail, b"PK\x05\x06").find(|&at| {
        let comment = tail.get(at + 20..at + 22).map(|len| usize::from(u16::from_le_bytes([len[0], len[1]])));
        comment.is_some_and(|comment| at + 22 + comment == tail.len())
    })?;
    let count = u16::from_le_bytes([tail[at + 10], tail[at + 11]]);
    (count != 0xffff).then_some(usize::from(count))
}
