//! What was noticed about files that were read all the same, gathered from the threads that read them: of each file
//! the first few, in the order of their places, whatever thread was first.

use pamphlet_document::{Diagnostic, Document, Severity};
use pamphlet_index::SourceNotice;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

/// So many notices of one file are told one by one.
const NAMED: usize = 5;

/// So many files have theirs told; of more, only their number is kept, so that a million files do not fill the memory.
const FILES: usize = if cfg!(test) { 3 } else { 10_000 };

/// The notices so far.
#[derive(Default)]
pub(crate) struct Notices {
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    files: BTreeMap<String, OfFile>,
    /// The first of the files beyond those, and how many notices they have; warnings, and what is only worth knowing.
    others: [Option<(String, u64)>; 2],
}

/// Those of one file.
#[derive(Default)]
struct OfFile {
    /// Warnings, and what is only worth knowing.
    kinds: [OfKind; 2],
}

#[derive(Default)]
struct OfKind {
    /// The first by their place, path and words.
    first: BTreeSet<(u64, String, Option<u64>, String)>,
    all: u64,
}

impl Notices {
    /// Takes in what was noticed about a document of the file that is shown as `file`.
    pub fn add(&self, file: &str, document: &Document) {
        if document.diagnostics.is_empty() {
            return;
        }
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State { files, others } = &mut *state;
        let kind = |diagnostic: &Diagnostic| usize::from(diagnostic.severity == Severity::Note);
        if files.len() >= FILES && !files.contains_key(file) {
            for diagnostic in &document.diagnostics {
                let (_, all) = others[kind(diagnostic)].get_or_insert_with(|| (file.to_owned(), 0));
                *all += 1;
            }
            return;
        }
        let of_file = files.entry(file.to_owned()).or_default();
        for diagnostic in &document.diagnostics {
            let kind = &mut of_file.kinds[kind(diagnostic)];
            let at = diagnostic.place.map_or(0, |place| place.start);
            kind.all += 1;
            let line = line(document, diagnostic);
            kind.first.insert((at, document.path.clone(), line, diagnostic.message.clone()));
            if kind.first.len() > NAMED {
                kind.first.pop_last();
            }
        }
    }

    /// All of them, by file.
    pub fn take(&self) -> Vec<SourceNotice> {
        let mut out = Vec::new();
        let State { files, others } =
            std::mem::take(&mut *self.state.lock().unwrap_or_else(PoisonError::into_inner));
        for (file, OfFile { kinds }) in files {
            for (kind, severity) in kinds.into_iter().zip([Severity::Warning, Severity::Note]) {
                let more = kind.all - kind.first.len() as u64;
                let named = kind.first.into_iter();
                out.extend(named.map(|(_, path, line, message)| SourceNotice {
                    path,
                    line,
                    message,
                    severity,
                }));
                if more > 0 {
                    let message = format!("{more} more of this kind");
                    out.push(SourceNotice { path: file.clone(), line: None, message, severity });
                }
            }
        }
        for (other, severity) in others.into_iter().zip([Severity::Warning, Severity::Note]) {
            if let Some((path, all)) = other {
                let message =
                    format!("{all} of this kind here and in files after it are not told one by one");
                out.push(SourceNotice { path, line: None, message, severity });
            }
        }
        out
    }
}

/// The line of the original, where it has lines and the place is one of it.
fn line(document: &Document, diagnostic: &Diagnostic) -> Option<u64> {
    let lines = &document.lines;
    let place = diagnostic.place.filter(|_| !lines.starts().is_empty() || lines.before() > 0)?;
    Some(lines.line_of(place.start))
}

#[cfg(test)]
mod tests {
    use super::*;
    use pamphlet_document::{Lines, SourceRange};

    #[test]
    fn the_first_of_each_file_are_named_and_the_others_counted() {
        let notices = Notices::default();
        // the last is read first
        for record in (0..8u64).rev() {
            let diagnostic = Diagnostic {
                severity: Severity::Warning,
                code: "row-uneven".to_owned(),
                message: format!("row {record}"),
                place: Some(SourceRange::new(record * 10, record * 10 + 5)),
            };
            let document = Document {
                path: format!("a.csv#{record}"),
                diagnostics: vec![diagnostic],
                lines: Lines::from_starts(vec![10, 20, 30, 40, 50, 60, 70]),
                ..Document::default()
            };
            notices.add("a.csv", &document);
        }
        let found = notices.take();
        let shown: Vec<_> = found.iter().map(|one| (&*one.path, one.line, &*one.message)).collect();
        assert_eq!(shown[0], ("a.csv#0", Some(1), "row 0"));
        assert_eq!(shown[4], ("a.csv#4", Some(5), "row 4"));
        assert_eq!(shown[5], ("a.csv", None, "3 more of this kind"));
        assert_eq!(shown.len(), 6);
    }

    #[test]
    fn of_very_many_files_the_rest_is_counted() {
        let notices = Notices::default();
        for file in 0..9 {
            let diagnostic = Diagnostic {
                severity: Severity::Warning,
                code: "cut".to_owned(),
                message: "cut".to_owned(),
                place: None,
            };
            let path = format!("{file}.txt");
            let document =
                Document { path: path.clone(), diagnostics: vec![diagnostic], ..Document::default() };
            notices.add(&path, &document);
        }
        let found = notices.take();
        assert_eq!(found.len(), FILES + 1);
        assert_eq!(found[FILES].path, "3.txt");
        assert!(found[FILES].message.starts_with("6 of this kind"), "{}", found[FILES].message);
    }
}
