//! The pages in an archive, a WARC or a file of records. Only its start is looked at: what a site says, it says on
//! the first pages too.

use super::{FEWEST, Known, SAMPLE, Said, Site, group, is_page, said, url_of};
use crate::formats::{Extracted, Input, Member, Sink, archive::Budget};
use crate::ingest::{format_of, open};
use crate::sniff::{Kind, sniff};
use crate::{Failure, Options};
use pamphlet_document::field;
use std::collections::HashMap;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::Path;

/// How many bytes are looked at, unpacked; of a zip, whose list of members is at its end, how long it may be.
const LOOKED: u64 = 16 << 20;
const ZIP: u64 = 64 << 20;
/// The most pages that are looked at, and the largest.
const PAGES: usize = 600;
const LARGEST: usize = 1 << 20;

/// The sites of the pages in a file.
pub(super) fn look(file: &Path, options: &Options) -> Known {
    let Some((bytes, kind)) = start(file) else { return Known::default() };
    let shown = file.to_string_lossy();
    let mut sampler =
        Sampler { options, budget: Budget::default(), depth: 0, at: None, pages: HashMap::new(), seen: 0 };
    let input = Input { path: &shown, bytes: &bytes, options };
    // what cannot be read is named by who reads the file
    if let Ok(format) = format_of(kind) {
        let _ = format.read(&input, &mut sampler);
    }
    let known = sampler.pages.into_iter().filter(|(_, sample)| sample.pages.len() >= FEWEST);
    known.map(|(name, sample)| (name, Site::of(sample.pages.into_iter()))).collect()
}

/// The start of a file that may hold pages, unpacked, and what it is.
fn start(file: &Path) -> Option<(Vec<u8>, Kind)> {
    let name = file.to_string_lossy();
    let (mut reader, size) = open(file).ok()?;
    let mut bytes = Vec::new();
    reader.by_ref().take(1 << 16).read_to_end(&mut bytes).ok()?;
    if sniff(&bytes, &name) == Kind::Zip {
        reader.take(ZIP).read_to_end(&mut bytes).ok()?;
        return (size <= ZIP).then_some((bytes, Kind::Zip));
    }
    let whole = std::io::Cursor::new(bytes).chain(reader);
    let (mut reader, packed) = crate::pieces::unpacked(Box::new(whole), 1 << 16).ok()??;
    let mut bytes = Vec::new();
    // what was unpacked before an error is of use
    let _ = reader.by_ref().take(LOOKED).read_to_end(&mut bytes);
    let name = if packed { crate::formats::archive::inner_name(&name).to_owned() } else { name.into_owned() };
    let kind = sniff(&bytes, &name);
    if bytes.len() as u64 == LOOKED
        && matches!(kind, Kind::JsonLines | Kind::Csv)
        && let Some(end) = memchr::memrchr(b'\n', &bytes)
    {
        bytes.truncate(end + 1);
    }
    matches!(kind, Kind::Tar | Kind::Warc | Kind::JsonLines | Kind::Json | Kind::Csv).then_some((bytes, kind))
}

/// Pages of one site, evenly spread over those that came by.
#[derive(Default)]
struct Sample {
    pages: Vec<Said>,
    /// Every how many-th page is kept, less one.
    every: usize,
    seen: usize,
}

impl Sample {
    fn push(&mut self, page: Said) {
        if self.seen.is_multiple_of(self.every + 1) {
            self.pages.push(page);
        }
        self.seen += 1;
        if self.pages.len() >= SAMPLE * 2 {
            let mut at = 0;
            self.pages.retain(|_| {
                at += 1;
                at % 2 == 1
            });
            self.every = self.every * 2 + 1;
        }
    }
}

/// Takes in what the pages say.
struct Sampler<'a> {
    options: &'a Options,
    budget: Budget,
    depth: u32,
    /// The site of the member that is read.
    at: Option<String>,
    pages: HashMap<String, Sample>,
    seen: usize,
}

impl Sampler<'_> {
    fn flow(&self) -> ControlFlow<()> {
        if self.seen >= PAGES { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

impl Sink for Sampler<'_> {
    fn document(&mut self, extracted: Extracted<'_>) -> ControlFlow<()> {
        if is_page(extracted.format, extracted.plain) {
            let name = self.at.clone().unwrap_or_else(|| group(url_of(&extracted.draft), ""));
            self.pages.entry(name).or_default().push(said(&extracted.draft));
            self.seen += 1;
        }
        self.flow()
    }

    fn failure(&mut self, _: Failure) {}

    fn member(&mut self, member: Member<'_>) -> ControlFlow<()> {
        let kind = sniff(member.bytes, member.name);
        let inner = kind.is_archive() && self.depth < Budget::DEPTH;
        if !inner && (kind != Kind::Html || member.bytes.len() > LARGEST) {
            return self.flow();
        }
        let url = member.known.first(field::URL);
        let outer = self.at.replace(group(url, member.locator));
        self.depth += 1;
        if let Ok(format) = format_of(kind) {
            let input = Input { path: member.name, bytes: member.bytes, options: self.options };
            let _ = format.read(&input, self);
        }
        self.depth -= 1;
        self.at = outer;
        self.flow()
    }

    fn budget(&self) -> &Budget {
        &self.budget
    }
}
