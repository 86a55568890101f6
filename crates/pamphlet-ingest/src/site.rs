//! What a site repeats on its pages: text that is there for the site's sake, told by nothing but that.
//!
//! Menus and footers are mostly known by their markup. What is not (a line about the organisation, an appeal,
//! a list of other pages in plain paragraphs) is known by its frequency: of the pages that stand beside a
//! page on disk, a sample is looked at, and what many of them say is said by the site. So what becomes of a
//! page depends on the files around it alone, not on the order or the run in which they are read. Such text
//! gets a role and weighs less; it is never dropped.

use crate::formats::{Extracted, Format, Input, Member, Sink, archive::Budget, html::Html};
use crate::sniff::{Kind, sniff};
use crate::{Failure, Options};
use pamphlet_document::{Block, BlockKind, Chrome, Role};
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Pages that are looked at, spread evenly over those of the site.
const SAMPLE: usize = 40;
/// Of fewer pages nothing is concluded.
const FEWEST: usize = 8;
/// Larger pages are not looked at.
const LARGEST: u64 = 1 << 20;
/// The most names that are listed below a folder that is a whole site.
const LISTED: usize = 5_000;

/// Percent of the pages that say it, for text at the top or the bottom of a page, and for text anywhere.
/// Estimates, tried on the sites of the tests only.
const AT_EDGE: usize = 25;
const ANYWHERE: usize = 60;

/// A page of which site text would be more than that many percent of the content is no page but a copy of
/// the others: nothing is marked.
const MOST: usize = 60;

/// Sites by their folder, each looked at when the first of its pages is read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sites(Arc<Mutex<HashMap<PathBuf, Arc<OnceLock<Site>>>>>);

/// How many of the pages say what.
#[derive(Debug, Default)]
pub(crate) struct Site {
    pages: usize,
    said: HashMap<u64, usize>,
}

impl Sites {
    /// The site that a page stands in.
    pub(crate) fn of(&self, page: &Path, options: &Options) -> Option<Arc<OnceLock<Site>>> {
        let (folder, whole) = folder_of(page)?;
        let cell = {
            let mut sites = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(sites.entry(folder.to_owned()).or_default())
        };
        // other pages of the site wait for the first, pages of other sites do not
        cell.get_or_init(|| Site::look(&names(folder, whole), options));
        Some(cell)
    }
}

/// The folder that holds the site of a page: the nearest one above that is named as a host is, as programs
/// that copy sites name it, with all below it; else the page's own.
fn folder_of(page: &Path) -> Option<(&Path, bool)> {
    let own = page.parent()?;
    let host = own
        .ancestors()
        .find(|folder| folder.file_name().is_some_and(|name| is_host(&name.to_string_lossy())));
    Some(host.map_or((own, false), |host| (host, true)))
}

/// Whether a name reads as `www.example.org`.
fn is_host(name: &str) -> bool {
    let labels: Vec<&str> = name.split('.').collect();
    let plain = |label: &&str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let ends = ["org", "com", "net", "info", "eu", "int", "gov", "edu"];
    labels.len() >= 2
        && labels.iter().all(plain)
        && labels.last().is_some_and(|last| {
            ends.contains(last) || labels[0] == "www" || labels.len() >= 3 && last.len() == 2
        })
}

/// The files of a folder, or of all folders below it, in the order of their names.
fn names(folder: &Path, deep: bool) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = std::fs::read_dir(&folder) else { continue };
        for entry in entries.flatten() {
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && deep => folders.push(entry.path()),
                Ok(kind) if kind.is_file() => found.push(entry.path()),
                _ => {}
            }
        }
        folders.sort();
        if found.len() >= LISTED {
            break;
        }
    }
    found.sort();
    found
}

impl Site {
    fn look(names: &[PathBuf], options: &Options) -> Self {
        let mut pages: Vec<HashMap<u64, usize>> = Vec::new();
        if names.len() < FEWEST {
            return Self::default();
        }
        let step = names.len().div_ceil(SAMPLE);
        for name in names.iter().step_by(step) {
            let Some(page) = read(name, options) else { continue };
            let all: usize = page.values().sum();
            // a copy of another page says all that this one says
            let copy = pages.iter().any(|other| {
                let both: usize =
                    page.iter().filter(|(key, _)| other.contains_key(key)).map(|(_, len)| len).sum();
                both * 10 >= all * 9
            });
            if all > 0 && !copy {
                pages.push(page);
            }
        }
        let mut said: HashMap<u64, usize> = HashMap::new();
        for page in &pages {
            for &key in page.keys() {
                *said.entry(key).or_default() += 1;
            }
        }
        said.retain(|_, count| *count >= 3);
        Self { pages: pages.len(), said }
    }

    /// Whether at least so many percent of the pages say it.
    fn says(&self, key: u64, percent: usize) -> bool {
        self.said.get(&key).is_some_and(|count| count * 100 >= self.pages * percent)
    }

    /// Marks what the site says in a page of it.
    pub(crate) fn mark(&self, text: &str, blocks: &mut [Block]) {
        if self.pages < FEWEST || self.said.is_empty() {
            return;
        }
        let mut marked: HashSet<usize> = HashSet::new();
        let keys: Vec<Option<u64>> = blocks.iter().map(|block| key_of(text, block)).collect();
        // from each end of the page, as far as it is chrome, or said by many pages
        let mut from_edge = |places: &mut dyn Iterator<Item = usize>| {
            for at in places {
                let block = &blocks[at];
                match keys[at] {
                    Some(key) if self.says(key, AT_EDGE) => {
                        marked.insert(at);
                    }
                    _ if block.role.is_chrome() || block.kind == BlockKind::Title => {}
                    _ => break,
                }
            }
        };
        from_edge(&mut (0..blocks.len()));
        from_edge(&mut (0..blocks.len()).rev());
        for (at, key) in keys.iter().enumerate() {
            if key.is_some_and(|key| self.says(key, ANYWHERE)) {
                marked.insert(at);
            }
        }
        let len = |at: usize| blocks[at].range.len() as usize;
        let content: usize = (0..blocks.len()).filter(|&at| !blocks[at].role.is_chrome()).map(len).sum();
        if marked.iter().map(|&at| len(at)).sum::<usize>() * 100 > content * MOST {
            return;
        }
        for at in marked {
            blocks[at].role = Role::Chrome(Chrome::Boilerplate);
        }
    }
}

/// What stands for a block's words; none for blocks that are chrome already, and for those that a page
/// cannot be without.
fn key_of(text: &str, block: &Block) -> Option<u64> {
    let own = matches!(block.kind, BlockKind::Title | BlockKind::Interjection | BlockKind::Verse);
    if own || block.role.is_chrome() || block.speech.is_some() {
        return None;
    }
    key(text.get(block.range.span())?)
}

/// A hash of the letters of a text, in lower case; digits are all alike, so that `Page 3` is `Page 4`.
fn key(text: &str) -> Option<u64> {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    let mut letters = 0;
    for c in text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase) {
        letters += usize::from(!c.is_ascii_digit());
        let c = if c.is_ascii_digit() { '0' } else { c };
        hash = (hash ^ u64::from(c)).wrapping_mul(0x0000_0100_0000_01b3);
    }
    (letters >= 2).then_some(hash)
}

/// What a page says, each with its length; none for what is no page.
fn read(path: &Path, options: &Options) -> Option<HashMap<u64, usize>> {
    let file = File::open(path).ok()?;
    if !file.metadata().is_ok_and(|metadata| metadata.is_file() && metadata.len() <= LARGEST) {
        return None;
    }
    let mut bytes = Vec::new();
    file.take(LARGEST).read_to_end(&mut bytes).ok()?;
    let shown = path.to_string_lossy();
    if sniff(&bytes, &shown) != Kind::Html {
        return None;
    }
    let mut page = Page { budget: Budget::default(), said: HashMap::new() };
    Html.read(&Input { path: &shown, bytes: &bytes, options }, &mut page).ok()?;
    Some(page.said)
}

/// Takes in what a page says.
struct Page {
    budget: Budget,
    said: HashMap<u64, usize>,
}

impl Sink for Page {
    fn document(&mut self, extracted: Extracted<'_>) -> ControlFlow<()> {
        let draft = extracted.draft;
        for block in &draft.blocks {
            if let Some(key) = key_of(&draft.text, block) {
                self.said.insert(key, block.range.len() as usize);
            }
        }
        ControlFlow::Continue(())
    }

    fn failure(&mut self, _: Failure) {}

    fn member(&mut self, _: Member<'_>) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }

    fn budget(&self) -> &Budget {
        &self.budget
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Ingest, Source};
    use pamphlet_document::Document;

    const APPEAL: &str =
        "The Canal Union lives from what its members give: send a stamp, or a shilling, to the hall.";

    fn page(n: usize, appeal: &str) -> String {
        let own = ["barge", "lock", "quay", "towpath", "crane", "coal", "ferry", "weir", "buoy"][n % 9];
        format!(
            "<html><head><title>The {own} No. {n}</title></head><body><p>Canal Union, page {n}</p><h1>The {own} No. {n}</h1>\
             <p>In the year {n} the men of the {own} met, and agreed that a {own} without men is no {own} at all ({n}).</p>\
             <p>What they wanted for the {own} number {n} was written down and sent to the owners.</p>{appeal}</body></html>"
        )
    }

    fn site(pages: usize, appeal: &str) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for n in 0..pages {
            std::fs::write(folder.path().join(format!("{n}.html")), page(n, appeal)).unwrap();
        }
        folder
    }

    fn document(path: &Path) -> Document {
        let mut found = None;
        let source = Source::file(path).unwrap();
        let _ = Ingest::default().read(&source, &mut |document| {
            found = Some(document);
            ControlFlow::Continue(())
        });
        found.unwrap()
    }

    /// What of the third page of a site is marked.
    #[track_caller]
    fn check(folder: &tempfile::TempDir, expected: &[&str]) {
        let document = document(&folder.path().join("3.html"));
        let marked: Vec<&str> = document
            .blocks
            .iter()
            .filter(|block| block.role == Role::Chrome(Chrome::Boilerplate))
            .map(|block| document.slice(block.range))
            .collect();
        assert_eq!(marked, expected, "{document:#?}");
        assert!(document.text.contains("the men of the towpath met"));
    }

    #[test]
    fn what_all_pages_say_is_the_site() {
        check(&site(12, &format!("<p>{APPEAL}</p>")), &["Canal Union, page 3", APPEAL]);
    }

    #[test]
    fn few_pages_are_no_site() {
        check(&site(7, &format!("<p>{APPEAL}</p>")), &[]);
    }

    #[test]
    fn copies_of_a_page_are_no_site() {
        let folder = site(4, &format!("<p>{APPEAL}</p>"));
        for n in 0..20 {
            std::fs::write(folder.path().join(format!("copy-{n}.html")), page(3, APPEAL)).unwrap();
        }
        check(&folder, &[]);
    }

    #[test]
    fn a_folder_that_is_a_host_is_one_site() {
        let folder = tempfile::tempdir().unwrap();
        let host = folder.path().join("www.canal.org");
        for n in 0..12 {
            let below = host.join(format!("year-{n}"));
            std::fs::create_dir_all(&below).unwrap();
            std::fs::write(below.join("page.html"), page(n, &format!("<p>{APPEAL}</p>"))).unwrap();
        }
        let document = document(&host.join("year-3/page.html"));
        assert!(document.blocks.iter().any(|block| block.role == Role::Chrome(Chrome::Boilerplate)));
        for (name, expected) in [
            ("www.canal.org", true),
            ("canal.org", true),
            ("a.co.uk", true),
            ("v1.2", false),
            ("docs", false),
            ("x.html", false),
        ] {
            assert_eq!(is_host(name), expected, "{name}");
        }
    }
}
