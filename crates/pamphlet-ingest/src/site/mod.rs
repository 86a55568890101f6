//! What a site repeats on its pages: text that is there for the site's sake, told by nothing but that.
//!
//! Menus and footers are mostly known by their markup. What is not (a line about the organisation, an appeal,
//! a list of other pages in plain paragraphs) is known by its frequency: of the pages that stand beside a
//! page, on disk or in the same archive, a sample is looked at, and what many of them say is said by the site.
//! So what becomes of a page depends on the files around it alone, not on the order or the run in which they
//! are read. Such text gets a role and weighs less; it is never dropped.

mod container;
mod folder;

use crate::Options;
use crate::draft::Draft;
use pamphlet_document::{Block, BlockKind, Chrome, Role, field};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Pages that are looked at, spread evenly over those of the site.
const SAMPLE: usize = 40;
/// Of fewer pages nothing is concluded.
const FEWEST: usize = 8;

/// Percent of the pages that say it, for text at the top or the bottom of a page, and for text anywhere.
/// Estimates, tried on the sites of the tests only.
const AT_EDGE: usize = 25;
const ANYWHERE: usize = 60;

/// A page of which site text would be more than that many percent of the content is no page but a copy of
/// the others: nothing is marked.
const MOST: usize = 60;

/// The sites of one folder, or of one file that holds pages, by name.
type Known = HashMap<String, Site>;

/// Sites by their folder or file, each looked at when the first of its pages is read.
#[derive(Clone, Debug, Default)]
pub(crate) struct Sites(Arc<Mutex<HashMap<PathBuf, Arc<OnceLock<Known>>>>>);

/// What a page says, each as a hash, with its length.
type Said = HashMap<u64, usize>;

/// How many of the pages say what.
#[derive(Debug, Default)]
pub(crate) struct Site {
    pages: usize,
    said: HashMap<u64, usize>,
}

/// Where a page is.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At<'a> {
    /// The file on disk.
    pub(crate) file: &'a Path,
    /// The way into it: nothing where the file is the page.
    pub(crate) inside: &'a str,
    /// The address that the page was captured at, where that is known.
    pub(crate) url: Option<&'a str>,
}

impl Sites {
    /// Marks what the site of a page says in it. Returns whether the page's title is that of most pages of the site.
    pub(crate) fn mark(&self, at: At<'_>, options: &Options, text: &str, blocks: &mut [Block]) -> bool {
        let cell = |key: &Path| {
            let mut sites = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(sites.entry(key.to_owned()).or_default())
        };
        // other pages of the site wait for the first, pages of other sites do not
        if at.inside.is_empty() {
            let Some((folder, deep)) = folder::folder_of(at.file) else { return false };
            let cell = cell(folder);
            let known =
                cell.get_or_init(|| Known::from([(String::new(), folder::look(folder, deep, options))]));
            known.get("").is_some_and(|site| site.mark(text, blocks))
        } else {
            let cell = cell(at.file);
            let known = cell.get_or_init(|| container::look(at.file, options));
            known.get(&group(at.url, at.inside)).is_some_and(|site| site.mark(text, blocks))
        }
    }
}

/// The name of the site that a page in a file belongs to: the host of its address, else the folder in the archive
/// that is named as a host is, or the page's own.
fn group(url: Option<&str>, inside: &str) -> String {
    let host =
        url.and_then(|url| url.split_once("://")).map(|(_, rest)| rest.split(['/', '?', '#', ':']).next());
    if let Some(Some(host)) = host {
        return host.to_lowercase();
    }
    let Some((_, path)) = inside.rsplit_once("!/") else { return String::new() };
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    match folder.split('/').find(|part| folder::is_host(part)) {
        Some(host) => host.to_lowercase(),
        None => folder.to_owned(),
    }
}

/// Whether a document is a page: HTML, or a record whose text is.
pub(crate) fn is_page(format: &str, plain: bool) -> bool {
    format == "html" || !plain && ["jsonl", "json", "csv", "tsv"].contains(&format)
}

/// What a page says.
fn said(draft: &Draft) -> Said {
    let each = draft.blocks.iter();
    let blocks = each.filter_map(|block| Some((key_of(&draft.text, block)?, block.range.len() as usize)));
    // a title has no length here: pages are told by what is below it
    blocks.chain(title_key(&draft.text, &draft.blocks).map(|key| (key, 0))).collect()
}

/// What stands for the title of a page, word for word; in a space of its own.
fn title_key(text: &str, blocks: &[Block]) -> Option<u64> {
    let block = blocks.first().filter(|block| block.kind == BlockKind::Title)?;
    let words = crate::structure::one_line(text.get(block.range.span())?);
    Some(words.bytes().fold(0x9e37_79b9_7f4a_7c15, |hash, byte| mixed(hash, u64::from(byte))))
}

/// The address that a record gives itself.
fn url_of(draft: &Draft) -> Option<&str> {
    draft.metadata.first(field::URL)
}

impl Site {
    /// The site of which these are pages.
    fn of(all: impl Iterator<Item = Said>) -> Self {
        let mut pages: Vec<Said> = Vec::new();
        for page in all {
            let len: usize = page.values().sum();
            // a copy of another page says all that this one says
            let copy = pages.iter().any(|other| {
                let both: usize =
                    page.iter().filter(|(key, _)| other.contains_key(key)).map(|(_, len)| len).sum();
                both * 10 >= len * 9
            });
            if len > 0 && !copy {
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

    /// Marks what the site says in a page of it. Returns whether most of its pages have the page's title.
    fn mark(&self, text: &str, blocks: &mut [Block]) -> bool {
        if self.pages < FEWEST || self.said.is_empty() {
            return false;
        }
        let titled = title_key(text, blocks).is_some_and(|key| self.says(key, ANYWHERE));
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
            return titled;
        }
        for at in marked {
            blocks[at].role = Role::Chrome(Chrome::Boilerplate);
        }
        titled
    }
}

/// What stands for a block's words; none for blocks that are chrome already, and for those that a page
/// cannot be without.
fn key_of(text: &str, block: &Block) -> Option<u64> {
    // what a page states of itself, such as its day or `Volume: 37`, differs in its numbers only
    let own = matches!(
        block.kind,
        BlockKind::Title
            | BlockKind::Interjection
            | BlockKind::Verse
            | BlockKind::MetadataLine
            | BlockKind::TableRow
    );
    if own || block.role.is_chrome() || block.speech.is_some() {
        return None;
    }
    key(text.get(block.range.span())?)
}

/// A hash with one more value in it: a step of FNV-1a.
fn mixed(hash: u64, value: u64) -> u64 {
    (hash ^ value).wrapping_mul(0x0000_0100_0000_01b3)
}

/// A hash of the letters of a text, in lower case; numbers are all alike, so that `Page 3` is `Page 14`.
fn key(text: &str) -> Option<u64> {
    let mut hash = 0xcbf2_9ce4_8422_2325u64;
    let mut letters = 0;
    let mut number = false;
    let mut add = |c: char| {
        let digit = c.is_ascii_digit();
        if std::mem::replace(&mut number, digit) && digit {
            return;
        }
        letters += usize::from(!digit);
        let c = if digit { '0' } else { c };
        hash = mixed(hash, u64::from(c));
    };
    for c in text.chars() {
        // nearly all are ASCII, and need no table
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                add(c.to_ascii_lowercase());
            }
        } else if c.is_alphanumeric() {
            c.to_lowercase().for_each(&mut add);
        }
    }
    (letters >= 2).then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Ingest, Source};
    use pamphlet_document::Document;
    use std::ops::ControlFlow;

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

    /// Pages in one file are told by that file alone, and those of another host in it are another site.
    #[test]
    fn pages_in_one_file_are_a_site_too() {
        let folder = tempfile::tempdir().unwrap();
        let body = |n| page(n, &format!("<p>{APPEAL}</p>"));
        let mut lines = String::new();
        let mut warc = String::new();
        let mut tar = tar::Builder::new(Vec::new());
        for n in 0..12 {
            let body = body(n);
            lines.push_str(&format!("{}\n", serde_json::json!({ "text": body })));
            let mut header = tar::Header::new_gnu();
            header.set_size(body.len() as u64);
            tar.append_data(&mut header, format!("canal/{n}.html"), body.as_bytes()).unwrap();
            let answer = format!("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{body}");
            let host = if n == 11 { "other" } else { "canal" };
            warc.push_str(&format!(
                "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://{host}.org/{n}\r\nContent-Length: {}\r\n\r\n{answer}\r\n\r\n",
                answer.len()
            ));
        }
        let tar = tar.into_inner().unwrap();
        for (name, bytes) in [("a.jsonl", lines.as_bytes()), ("a.warc", warc.as_bytes()), ("a.tar", &tar)] {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).unwrap();
            let mut marked = Vec::new();
            let _ = Ingest::default().read(&Source::file(&path).unwrap(), &mut |document| {
                let boilerplate = |block: &&Block| block.role == Role::Chrome(Chrome::Boilerplate);
                marked.push(document.blocks.iter().filter(boilerplate).count());
                ControlFlow::Continue(())
            });
            assert_eq!(marked.len(), 12, "{name}");
            assert!(marked[..11].iter().all(|&count| count == 2), "{name}: {marked:?}");
            assert_eq!(marked[11], if name == "a.warc" { 0 } else { 2 }, "{name}");
        }
    }

    #[test]
    fn a_title_that_all_pages_have_is_told_apart_by_the_heading() {
        let folder = tempfile::tempdir().unwrap();
        for n in 0..12 {
            let page = page(n, "").replace(&format!("No. {n}</title>"), "</title>");
            let page = page.replacen("<title>", "<title>Canal Union: ", 1);
            let from = page.find("<title>").unwrap() + "<title>Canal Union".len();
            let to = page.find("</title>").unwrap();
            std::fs::write(
                folder.path().join(format!("{n}.html")),
                format!("{}{}", &page[..from], &page[to..]),
            )
            .unwrap();
        }
        let document = document(&folder.path().join("3.html"));
        assert_eq!(document.metadata.title.as_deref(), Some("Canal Union: The towpath No. 3"));
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
            assert_eq!(folder::is_host(name), expected, "{name}");
        }
    }
}
