//! Files inside files: zip, tar, and single files packed by gzip, bzip2, xz or zstd.
//!
//! Members are read in memory and handed to the crate's own dispatch; nothing is ever written, and a
//! member's name is a name and no path. [`Budget`] holds the limits against bombs.

mod budget;
mod packed;
pub(crate) mod tar;
#[cfg(test)]
pub(crate) mod tests;
mod zip;

pub(crate) use self::tar::Tar;
pub(crate) use self::zip::Zip;
pub(crate) use budget::Budget;
pub(crate) use packed::{Packed, inner_name};

/// A member's name, for people and for locators; what is no UTF-8 in it is U+FFFD.
fn name_of(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// The last part of a member's name.
fn file_name(name: &str) -> &str {
    name.rsplit(['/', '\\']).next().unwrap_or(name)
}
