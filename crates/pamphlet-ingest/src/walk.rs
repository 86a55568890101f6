//! From roots to files: every regular file below them once, in an order that depends on names only.
//!
//! Nothing is opened here, so a FIFO cannot block the walk. Symbolic links are followed; a file that is
//! reached by two ways is given once, by the way that comes first.

use crate::{Failure, OptionError, Options, Reason};
use ignore::WalkBuilder;
use ignore::overrides::{Override, OverrideBuilder};
use std::collections::HashSet;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// Folders in which version control keeps its own files.
const VERSION_CONTROL: [&str; 7] = [".git", ".hg", ".svn", ".bzr", ".jj", "_darcs", "CVS"];

/// A regular file that can be read for documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The path as it was given, extended below it.
    pub path: PathBuf,
    /// The same for people: U+FFFD where the name is not UTF-8.
    pub shown: String,
    /// The absolute path without links: one file, one identity.
    pub identity: PathBuf,
    /// Size in bytes when it was found.
    pub size: u64,
    /// When it was last changed, where the system says so: on Unix that may be later than what it is listed with, for a
    /// file that is put in the place of another, or whose time is set, is changed then.
    pub modified: Option<SystemTime>,
}

impl Source {
    /// The file at `path`.
    ///
    /// # Errors
    /// When there is nothing, or no regular file.
    pub fn file(path: &Path) -> Result<Self, Failure> {
        let fail = |reason| Failure::new(path.to_string_lossy(), reason);
        let metadata = std::fs::metadata(path).map_err(|error| fail(error.into()))?;
        Self::checked(path, &metadata).map_err(fail)
    }

    fn checked(path: &Path, metadata: &Metadata) -> Result<Self, Reason> {
        if let Some(what) = special(metadata) {
            return Err(Reason::NotAFile(what.to_owned()));
        }
        let shown = path.to_string_lossy();
        let shown = shown.strip_prefix("./").unwrap_or(&shown).to_owned();
        Ok(Self {
            path: path.to_owned(),
            shown,
            identity: path.canonicalize()?,
            size: metadata.len(),
            modified: changed(metadata),
        })
    }
}

/// The later of when the content was written, as far as that can be believed, and when anything about the file changed.
fn changed(metadata: &Metadata) -> Option<SystemTime> {
    let written = metadata.modified().ok();
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        let seconds = u64::try_from(metadata.ctime()).ok()?;
        let nanos = u32::try_from(metadata.ctime_nsec()).ok()?;
        written.max(std::time::UNIX_EPOCH.checked_add(std::time::Duration::new(seconds, nanos)))
    }
    #[cfg(not(unix))]
    written
}

/// What a thing is that is no regular file.
fn special(metadata: &Metadata) -> Option<&'static str> {
    if metadata.is_file() {
        return None;
    }
    if metadata.is_dir() {
        return Some("a folder");
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::FileTypeExt;
        let kind = metadata.file_type();
        if kind.is_fifo() {
            return Some("a FIFO");
        }
        if kind.is_socket() {
            return Some("a socket");
        }
        if kind.is_block_device() || kind.is_char_device() {
            return Some("a device");
        }
    }
    Some("something else")
}

/// Every file below the roots, in the order of the roots and of the names below each; what cannot be read
/// stands in its place as a [`Failure`].
pub fn walk(roots: &[PathBuf], options: &Options) -> impl Iterator<Item = Result<Source, Failure>> + use<> {
    let walkers: Vec<_> = roots.iter().map(|root| walker(root, options)).collect();
    let mut seen = HashSet::new();
    walkers.into_iter().flatten().filter_map(move |entry| match entry {
        Err(error) => Some(Err(failure(error))),
        Ok(entry) => {
            if entry.file_type().is_some_and(|kind| kind.is_dir()) {
                return None;
            }
            let fail = |reason| Some(Err(Failure::new(entry.path().to_string_lossy(), reason)));
            // through the link, without opening
            let metadata = match std::fs::metadata(entry.path()) {
                Ok(metadata) => metadata,
                Err(error) => return fail(error.into()),
            };
            match Source::checked(entry.path(), &metadata) {
                Ok(source) => seen.insert(source.identity.clone()).then_some(Ok(source)),
                Err(reason) => fail(reason),
            }
        }
    })
}

/// The globs of the options, as they count below a root.
///
/// # Errors
/// For one that is none.
pub(crate) fn globs(root: &Path, globs: &[String]) -> Result<Override, OptionError> {
    let mut builder = OverrideBuilder::new(root);
    for glob in globs {
        builder.add(glob).map_err(|error| OptionError(format!("'{glob}' is no glob: {error}")))?;
    }
    builder.build().map_err(|error| OptionError(error.to_string()))
}

fn walker(root: &Path, options: &Options) -> ignore::Walk {
    let exclude: Vec<PathBuf> =
        options.exclude.iter().map(|path| path.canonicalize().unwrap_or_else(|_| path.clone())).collect();
    let mut builder = WalkBuilder::new(root);
    // globs that are none were named before: `Options::check`
    if let Ok(globs) = globs(root, &options.globs) {
        builder.overrides(globs);
    }
    builder
        .standard_filters(false)
        .hidden(!options.hidden)
        .ignore(options.ignore_files)
        .git_ignore(options.ignore_files)
        .git_exclude(options.ignore_files)
        .git_global(options.ignore_files)
        .parents(options.ignore_files)
        .require_git(false)
        .follow_links(true)
        .sort_by_file_name(std::ffi::OsStr::cmp)
        .filter_entry(move |entry| {
            let is_dir = entry.file_type().is_some_and(|kind| kind.is_dir());
            if !is_dir || entry.depth() == 0 {
                return true;
            }
            let named = entry.file_name().to_str().is_some_and(|name| VERSION_CONTROL.contains(&name));
            let left_out =
                !exclude.is_empty() && entry.path().canonicalize().is_ok_and(|path| exclude.contains(&path));
            !named && !left_out
        })
        .build()
}

/// An error of the walker, with the path that it is about.
fn failure(error: ignore::Error) -> Failure {
    fn path_of(error: &ignore::Error) -> Option<&Path> {
        match error {
            ignore::Error::WithPath { path, .. } => Some(path),
            ignore::Error::Loop { child, .. } => Some(child),
            ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => path_of(err),
            _ => None,
        }
    }
    fn is_loop(error: &ignore::Error) -> bool {
        match error {
            ignore::Error::Loop { .. } => true,
            ignore::Error::WithPath { err, .. }
            | ignore::Error::WithDepth { err, .. }
            | ignore::Error::WithLineNumber { err, .. } => is_loop(err),
            _ => false,
        }
    }
    let path = path_of(&error).map(|path| path.to_string_lossy().into_owned()).unwrap_or_default();
    let reason = if is_loop(&error) {
        Reason::Loop
    } else {
        let text = error.to_string();
        error.into_io_error().map_or(Reason::Io(text), Reason::from)
    };
    Failure::new(path, reason)
}
