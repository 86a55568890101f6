//! Joins the reading of files to the index that is kept in step with them.

use crate::notices::Notices;
use pamphlet_index::{Documents, Each, Part, PartFailures, SourceFailure, SourceFile};
use pamphlet_ingest::{Failure, Ingest, Reason, Source, walk};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::{Duration, UNIX_EPOCH};

/// Rises when ingest or repair give any file another text: indexes are then brought up to date as if every
/// file had changed.
const READING: u32 = 10;

/// Files, as [`pamphlet_index`] asks for them.
pub(crate) struct Files {
    pub ingest: Ingest,
    /// What is noticed on the way.
    pub notices: Notices,
}

impl Documents for Files {
    fn version(&self) -> String {
        format!("reading {READING}, {}", self.ingest.options().fingerprint())
    }

    fn walk(
        &self,
        roots: &[PathBuf],
        each: &mut dyn FnMut(Result<SourceFile, SourceFailure>) -> ControlFlow<()>,
    ) {
        for found in walk(roots, self.ingest.options()) {
            let found = found.map(to_index).map_err(failure);
            if each(found).is_break() {
                return;
            }
        }
    }

    fn read(&self, file: &SourceFile, each: &mut Each<'_>) -> Result<PartFailures, SourceFailure> {
        let mut noted = |document: pamphlet_document::Document| {
            self.notices.add(&file.shown, &document);
            each(document)
        };
        Ok(failures(self.ingest.read(&to_ingest(file), &mut noted).map_err(failure)?))
    }

    fn parts<'f>(
        &'f self,
        file: &'f SourceFile,
        each: &mut dyn FnMut(Part<'f>) -> ControlFlow<()>,
    ) -> Result<Option<PartFailures>, SourceFailure> {
        let source = to_ingest(file);
        let Some(pieces) = self.ingest.pieces(&source).map_err(failure)? else { return Ok(None) };
        let mut left_out = PartFailures::default();
        for piece in pieces {
            match piece {
                Err(error) => left_out.named.push(failure(error)),
                Ok(piece) => {
                    let source = source.clone();
                    let part = move |each: &mut Each<'_>| {
                        let mut noted = |document: pamphlet_document::Document| {
                            self.notices.add(&source.shown, &document);
                            each(document)
                        };
                        failures(self.ingest.read_piece(&source, &piece, &mut noted))
                    };
                    if each(Box::new(part)).is_break() {
                        break;
                    }
                }
            }
        }
        Ok(Some(left_out))
    }

    fn is_large(&self, file: &SourceFile) -> bool {
        file.size >= pamphlet_ingest::Pieces::LARGE
    }
}

fn failures(summary: pamphlet_ingest::Summary) -> PartFailures {
    PartFailures { named: summary.failures.into_iter().map(failure).collect(), unnamed: summary.unnamed }
}

fn to_index(source: Source) -> SourceFile {
    let since = source.modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
    SourceFile {
        path: source.path,
        shown: source.shown,
        identity: source.identity,
        size: source.size,
        modified: since.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or(0),
    }
}

fn to_ingest(file: &SourceFile) -> Source {
    let since = u64::try_from(file.modified).ok().filter(|&nanos| nanos > 0);
    Source {
        path: file.path.clone(),
        shown: file.shown.clone(),
        identity: file.identity.clone(),
        size: file.size,
        modified: since.map(|nanos| UNIX_EPOCH + Duration::from_nanos(nanos)),
    }
}

fn failure(failure: Failure) -> SourceFailure {
    // a file that is there but cannot be read just now has not lost its documents
    let keep = matches!(failure.reason, Reason::Permission | Reason::Io(_));
    SourceFailure { path: failure.path, reason: failure.reason.to_string(), keep }
}
