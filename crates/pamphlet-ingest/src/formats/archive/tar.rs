//! Tar files, also behind a packer: read front to back, one member in memory at a time.

use super::{Budget, file_name, name_of};
use crate::formats::{Format, Input, Member, Sink};
use crate::{Failure, Reason};
use pamphlet_document::Metadata;
use std::cell::Cell;
use std::io::{self, Read};

/// The most bytes that stand before what a member holds: its header and others that give it a longer name. The engine
/// below reads these whole, whatever length they say.
const HEADERS: u64 = 1 << 20;

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
    let heads = Cell::new(None);
    let mut counted = Counted { reader, read: 0, heads: &heads };
    let by_ratio = (input.bytes.len() as u64).saturating_mul(Budget::RATIO).max(Budget::FREE);
    let mut archive = tar::Archive::new(&mut counted);
    let mut entries = archive.entries().map_err(|error| Reason::Damaged(error.to_string()))?;
    let mut seen = 0u64;
    loop {
        heads.set(Some(HEADERS));
        let Some(entry) = entries.next() else { break };
        heads.set(None);
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
            pass(&mut entry);
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
            pass(&mut entry);
            continue;
        }
        // what a tar holds is not packed: its own size is what it comes from
        match sink.budget().read(&mut entry, size) {
            Err(reason) => {
                sink.failure(fail(reason));
                pass(&mut entry);
            }
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

/// Goes to the end of a member: what is read for the next one are its headers then. What cannot be read is told there.
fn pass(entry: &mut impl Read) {
    let _ = io::copy(entry, &mut io::sink());
}

/// Stops a stream that unpacks without end between members, or in the headers of one.
struct Counted<'h, R> {
    reader: R,
    read: u64,
    /// How many bytes of headers may still be read; none while a member is read.
    heads: &'h Cell<Option<u64>>,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.read > Budget::ARCHIVE + (64 << 20) {
            return Err(io::Error::other("unpacks to more than 1024 MiB"));
        }
        let most = self.heads.get().map_or(buffer.len(), |left| buffer.len().min(left as usize));
        if most == 0 && !buffer.is_empty() {
            return Err(io::Error::other(format!(
                "the headers of a member have more than {} MiB",
                HEADERS >> 20
            )));
        }
        let len = self.reader.read(&mut buffer[..most])?;
        self.heads.set(self.heads.get().map(|left| left - len as u64));
        self.read += len as u64;
        Ok(len)
    }
}
