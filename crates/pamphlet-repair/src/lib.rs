//! Damaged bytes or text in, the same text clean out, with a list of every change.
//!
//! Two steps that can be used apart: [`decode`] turns bytes of any encoding into text, and
//! [`Repairer::repair`] mends what went wrong before the bytes were written: mojibake, entities that were
//! never resolved, apostrophes and quotes that became `?`. Each kind of damage is a [`Rule`]; every change
//! is an [`Edit`](pamphlet_document::Edit) that names its rule and a measured confidence, and can be
//! replayed or left out. Doing nothing beats a wrong repair: clean text comes back borrowed and unchanged.
//!
//! This crate reads no file and knows no format: markup must be gone before text comes here.
//!
//! ```
//! let repairer = pamphlet_repair::Repairer::default();
//! let damaged = "The miners? union kept the pit?s books, and it wasn?t paid.";
//! assert_eq!(repairer.repair(damaged).text, "The miners’ union kept the pit’s books, and it wasn’t paid.");
//! // without a mark that cannot be a question mark, nothing is touched
//! assert!(repairer.repair("What do the miners want? Power?").edits.is_empty());
//! ```

#![forbid(unsafe_code)]

mod characters;
mod decode;
mod edits;
mod marks;
mod repairer;
mod rule;
mod rules;
#[cfg(feature = "train")]
pub mod training;

pub use decode::{Decoded, decode, is_binary};
pub use edits::replay;
pub use repairer::{ByteEdit, Repaired, RepairedBytes, Repairer, UnknownRule};
pub use rule::{Rule, rules};
