//! The container of old Microsoft Office. Nothing in it is read here: only what it is, for the reason.

use crate::Reason;
use crate::formats::{Format, Input, Sink};

/// A container of the kind `.doc`, `.xls`, `.ppt`, `.msg`, or an encrypted newer one.
pub(crate) struct Ole;

impl Format for Ole {
    fn name(&self) -> &'static str {
        "doc"
    }

    fn read(&self, _input: &Input<'_>, _sink: &mut dyn Sink) -> Result<(), Reason> {
        Err(Reason::Unsupported("old Word document (.doc)".to_owned()))
    }
}
