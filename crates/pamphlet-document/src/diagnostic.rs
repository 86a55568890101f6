//! What was noticed about a file that a person should know.

use crate::SourceRange;
use serde::{Deserialize, Serialize};

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing was lost.
    Note,
    /// Something was cut, left out or doubtful; the rest is there.
    Warning,
}

/// One finding about a document that was read all the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// How much it matters.
    pub severity: Severity,
    /// A short fixed name, such as `declared-charset-wrong`.
    pub code: String,
    /// One line for a person: lower case, no full stop.
    pub message: String,
    /// The place in the original, where there is one.
    pub place: Option<SourceRange>,
}
