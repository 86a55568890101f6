//! The pages that stand beside a page on disk.

use super::{FEWEST, SAMPLE, Said, Site, said};
use crate::formats::{Extracted, Format, Input, Member, Sink, archive::Budget, html::Html};
use crate::sniff::{Kind, sniff};
use crate::{Failure, Options};
use std::fs::File;
use std::io::Read;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// Larger pages are not looked at.
const LARGEST: u64 = 1 << 20;
/// The most names that are listed below a folder that is a whole site.
const LISTED: usize = 5_000;

/// The folder that holds the site of a page: the nearest one above that is named as a host is, as programs
/// that copy sites name it, with all below it; else the page's own.
pub(super) fn folder_of(page: &Path) -> Option<(&Path, bool)> {
    let own = page.parent()?;
    let host = own
        .ancestors()
        .find(|folder| folder.file_name().is_some_and(|name| is_host(&name.to_string_lossy())));
    Some(host.map_or((own, false), |host| (host, true)))
}

/// Whether a name reads as `www.example.org`.
pub(super) fn is_host(name: &str) -> bool {
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

/// The site of a folder, or of all folders below it.
pub(super) fn look(folder: &Path, deep: bool, options: &Options) -> Site {
    let names = names(folder, deep);
    if names.len() < FEWEST {
        return Site::default();
    }
    let step = names.len().div_ceil(SAMPLE);
    Site::of(names.iter().step_by(step).filter_map(|name| read(name, options)))
}

/// What a page says, each with its length; none for what is no page.
fn read(path: &Path, options: &Options) -> Option<Said> {
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
    let mut page = Page { budget: Budget::default(), said: Said::new() };
    Html.read(&Input { path: &shown, bytes: &bytes, options }, &mut page).ok()?;
    Some(page.said)
}

/// Takes in what a page says.
struct Page {
    budget: Budget,
    said: Said,
}

impl Sink for Page {
    fn document(&mut self, extracted: Extracted<'_>) -> ControlFlow<()> {
        self.said = said(&extracted.draft);
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
