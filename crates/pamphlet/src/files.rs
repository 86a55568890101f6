//! Joins the reading of files to the index that is kept in step with them.

use pamphlet_document::Document;
use pamphlet_index::{Documents, SourceFailure, SourceFile};
use pamphlet_ingest::{Failure, Ingest, Reason, Source, walk};
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::{Duration, UNIX_EPOCH};

/// Rises when ingest or repair give any file another text: indexes are then brought up to date as if every
/// file had changed.
const READING: u32 = 1;

/// Files, as [`pamphlet_index`] asks for them.
pub(crate) struct Files {
    pub ingest: Ingest,
}

impl Documents for Files {
    fn version(&self) -> String {
        format!("reading {READING}, {:?}", self.ingest.options().date_order)
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

    fn read(
        &self,
        file: &SourceFile,
        each: &mut dyn FnMut(Document) -> ControlFlow<()>,
    ) -> Result<Vec<SourceFailure>, SourceFailure> {
        let source = to_ingest(file);
        let summary = self.ingest.read(&source, each).map_err(failure)?;
        Ok(summary.failures.into_iter().map(failure).collect())
    }
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
