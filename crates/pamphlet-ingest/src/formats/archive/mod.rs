//! Files inside files: zip, tar, and single files packed by gzip, bzip2, xz or zstd.
//!
//! Members are read in memory and handed to the crate's own dispatch; nothing is ever written, and a
//! member's name is a name and no path. [`Budget`] holds the limits against bombs.

mod budget;

pub(crate) use budget::Budget;
