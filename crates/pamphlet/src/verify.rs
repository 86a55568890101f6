//! Whether an index is what was written.

use crate::Error;
use crate::open::on_cluster;
use pamphlet_index::Verified;
use std::path::Path;

/// Reads every file of the index in a folder and compares it with its checksums.
///
/// # Errors
/// When there is no index, or a file cannot be read; [`Error::Cluster`] for an index on a cluster, which does that by
/// itself.
///
/// ```
/// # let dir = tempfile::tempdir()?;
/// # let mut writer = pamphlet::Writer::open(dir.path())?;
/// # writer.text("bakers.txt", "Bakers rise")?;
/// # writer.commit()?;
/// assert!(pamphlet::verify(dir.path())?.damaged.is_empty());
/// # Ok::<(), pamphlet::Error>(())
/// ```
pub fn verify(folder: impl AsRef<Path>) -> Result<Verified, Error> {
    match on_cluster(folder.as_ref()) {
        Some(_) => Err(pamphlet_cluster::Error::FolderOnly { what: "verify" }.into()),
        None => Ok(pamphlet_index::verify(folder)?),
    }
}
