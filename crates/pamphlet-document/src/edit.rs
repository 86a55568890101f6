//! What a repair did to a text: the entry of the audit trail.

use crate::TextRange;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// One change: these bytes became those, by this rule, with this confidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edit {
    /// The bytes that were changed, in the text as it was before any edit of the same list. Whoever hands
    /// a list on says which text that is; a map leads from there to the file.
    pub range: TextRange,
    /// What stood there.
    pub old: String,
    /// What stands there now; empty where something was taken out.
    pub new: String,
    /// The name of the rule, as `--without` takes it.
    pub rule: Cow<'static, str>,
    /// The chance that the edit is right, from 0 to 1, as it was measured for the rule.
    pub confidence: f32,
}
