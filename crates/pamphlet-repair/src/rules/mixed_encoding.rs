//! Bytes of a second encoding in a file of UTF-8. The work is done in decoding; this is its item.

use crate::Rule;

pub(crate) const RULE: Rule = Rule {
    name: "mixed-encoding",
    default: true,
    what: "Bytes of a second encoding, mostly windows-1252, in a file that is otherwise UTF-8: a file put \
           together from two.",
    evidence: "The bytes are not valid UTF-8, and valid sequences stand in the same file in at least a third \
               of their number. The second encoding is the one that makes most of the stray bytes with their \
               neighbours; windows-1252 unless another is clearly better.",
    wrong: "A file of a legacy encoding that holds many pairs which are UTF-8 by chance; none was found. The \
            rule cannot be switched off: without it the bytes are no text at all.",
    before: "the worker\\x92s café",
    after: "the worker’s café",
    leave: "the worker’s café",
};

/// An estimate, not measured: a byte that is no UTF-8 and is a letter or a mark in windows-1252 leaves
/// little else.
pub(crate) const CONFIDENCE: f32 = 0.99;
