//! One file packed by gzip, bzip2, xz or zstd: read as the file inside, under its own path. A tar inside is
//! read as it streams, so that it may be larger than a member.

use super::tar;
use crate::Reason;
use crate::formats::{Format, Input, Member, Sink};
use crate::sniff::is_tar;
use pamphlet_document::Metadata;
use std::io::{BufRead, Cursor, Read};

/// The packer.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Packed {
    Gzip,
    Bzip2,
    Xz,
    Zstd,
}

/// The most memory that an xz stream may ask for, in bytes.
const XZ_MEMORY: u64 = 256 << 20;
/// The largest window that a zstd stream may ask for, as a power of two.
const ZSTD_WINDOW: u32 = 27;

impl Format for Packed {
    fn name(&self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
            Self::Zstd => "zstd",
        }
    }

    fn read(&self, input: &Input<'_>, sink: &mut dyn Sink) -> Result<(), Reason> {
        let damaged = |error: std::io::Error| Reason::Damaged(error.to_string());
        let mut unpacked = self.unpack(input.bytes).map_err(damaged)?;
        let mut head = Vec::new();
        let outcome = (&mut unpacked).take(512).read_to_end(&mut head);
        if head.is_empty() {
            outcome.map_err(damaged)?;
        }
        let is_tar = is_tar(&head);
        let all = Cursor::new(head).chain(unpacked);
        if is_tar {
            sink.budget().member()?;
            return tar::members(all, input, sink);
        }
        sink.budget().member()?;
        let bytes = sink.budget().read(all, input.bytes.len() as u64)?;
        let name = inner_name(input.path);
        let _ = sink.member(Member { locator: "", name, bytes: &bytes, known: Metadata::default() });
        Ok(())
    }
}

impl Packed {
    fn unpack<'a>(self, bytes: &'a [u8]) -> std::io::Result<Box<dyn Read + Send + 'a>> {
        match self {
            Self::Bzip2 => Ok(Box::new(Bzip2::new(bytes))),
            _ => Ok(self.stream(bytes)?.unwrap_or_else(|_| Box::new(std::io::empty()))),
        }
    }

    /// Unpacks what `packed` gives, as it comes; `packed` itself where the packer is not one that streams.
    pub(crate) fn stream<'a, R: BufRead + Send + 'a>(
        self,
        packed: R,
    ) -> std::io::Result<Result<Box<dyn Read + Send + 'a>, R>> {
        Ok(Ok(match self {
            Self::Gzip => Box::new(flate2::bufread::MultiGzDecoder::new(packed)),
            Self::Bzip2 => return Ok(Err(packed)),
            Self::Xz => {
                let stream =
                    liblzma::stream::Stream::new_auto_decoder(XZ_MEMORY, liblzma::stream::CONCATENATED)
                        .map_err(std::io::Error::other)?;
                Box::new(liblzma::bufread::XzDecoder::new_stream(packed, stream))
            }
            Self::Zstd => {
                let mut decoder = zstd::stream::read::Decoder::with_buffer(packed)?;
                decoder.window_log_max(ZSTD_WINDOW)?;
                Box::new(decoder)
            }
        }))
    }
}

/// The name without the packer's ending.
pub(crate) fn inner_name(path: &str) -> &str {
    let name = super::file_name(path);
    for ending in [".gz", ".bz2", ".xz", ".zst", ".zstd", ".lzma"] {
        if let Some(cut) = name.len().checked_sub(ending.len())
            && name.get(cut..).is_some_and(|end| end.eq_ignore_ascii_case(ending))
        {
            return &name[..cut];
        }
    }
    name
}

/// Bzip2 streams one after the other, as parallel packers write them. Each starts at a byte, with the same
/// ten bytes but for its level, which do not come about by chance.
struct Bzip2<'a> {
    rest: &'a [u8],
    stream: Option<bzip2_rs::DecoderReader<&'a [u8]>>,
}

impl<'a> Bzip2<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, stream: None }
    }
}

impl Read for Bzip2<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        loop {
            if let Some(stream) = &mut self.stream {
                let len = stream.read(buffer)?;
                if len > 0 || buffer.is_empty() {
                    return Ok(len);
                }
                self.stream = None;
            }
            if self.rest.is_empty() {
                return Ok(0);
            }
            let next = memchr::memmem::find_iter(self.rest, b"1AY&SY")
                .filter_map(|at| at.checked_sub(4))
                .find(|&at| at > 0 && self.rest[at..].starts_with(b"BZh"));
            let (this, rest) = self.rest.split_at(next.unwrap_or(self.rest.len()));
            self.rest = rest;
            self.stream = Some(bzip2_rs::DecoderReader::new(this));
        }
    }
}
