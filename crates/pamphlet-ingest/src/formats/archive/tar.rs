//! Tar files, also behind a packer: read front to back, one member in memory at a time.

use super::{Budget, file_name, name_of};
use crate::formats::{Format, Input, Member, Sink};
use crate::{Failure, Reason};
use pamphlet_document::Metadata;
use std::io::Read;

/// A tar file.
pub(crate) struct Tar;

impl Format for Tar {
    fn name(&self) -> &'static str {
        "tar"
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        members(input.bytes, input, sink)
    }
}

/// Reads each member of a tar that streams in from `reader`.
pub(crate) fn members(reader: impl Read, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
    let mut counted = Counted { reader, read: 0 };
    let by_ratio = (input.bytes.len() as u64).saturating_mul(Budget::RATIO).max(Budget::FREE);
    let mut archive = tar::Archive::new(&mut counted);
    let entries = archive.entries().map_err(|error| Reason::Damaged(error.to_string()))?;
    let mut seen = 0u64;
    for entry in entries {
        let mut entry = match entry {
            Ok(entry) => entry,
            // what came before the damage has been read
            Err(error) => {
                sink.failure(Failure::new(input.path, Reason::Damaged(error.to_string())));
                return Ok(());
            }
        };
        sink.budget().member()?;
        let name = name_of(&entry.path_bytes());
        let locator = format!("!/{name}");
        let fail = |reason| Failure::new(format!("{}{locator}", input.path), reason);
        let kind = entry.header().entry_type();
        if kind.is_dir() || kind.is_pax_global_extensions() {
            continue;
        }
        let size = entry.size();
        seen = seen.saturating_add(size);
        if seen > Budget::ARCHIVE || seen > by_ratio {
            let what = if seen > by_ratio { "100 times its size" } else { "1024 MiB" };
            return Err(Reason::Limit(format!("unpacks to more than {what}")));
        }
        if !kind.is_file() && !kind.is_contiguous() && !kind.is_gnu_sparse() {
            sink.failure(fail(Reason::NotAFile("a link or device".to_owned())));
            continue;
        }
        // what a tar holds is not packed: its own size is what it comes from
        match sink.budget().read(&mut entry, size) {
            Err(reason) => sink.failure(fail(reason)),
            Ok(bytes) if (bytes.len() as u64) < size => {
                sink.failure(fail(Reason::Damaged("it is cut off".to_owned())));
                return Ok(());
            }
            Ok(bytes) => {
                let (name, known) = (file_name(&name), Metadata::default());
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

/// Stops a stream that unpacks without end between members.
struct Counted<R> {
    reader: R,
    read: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        if self.read > Budget::ARCHIVE + (64 << 20) {
            return Err(std::io::Error::other("unpacks to more than 1024 MiB"));
        }
        let len = self.reader.read(buffer)?;
        self.read += len as u64;
        Ok(len)
    }
}
