//! JSON in one line that is safe to look at: what JSON lets stand as itself but a terminal would obey is
//! escaped. Read back, it is the same.

use crate::safe::is_unsafe;
use serde::Serialize;
use std::fmt::Write as _;

/// A value as one line of JSON, without its line end. Control characters (C0, DEL, C1), line separators and
/// bidi controls are `\\uXXXX`.
///
/// # Errors
/// When the value has no JSON form.
///
/// ```
/// assert_eq!(pamphlet_render::json(&"a\u{1b}[31m\u{9b}b\u{202e}")?, "\"a\\u001b[31m\\u009bb\\u202e\"");
/// # Ok::<(), serde_json::Error>(())
/// ```
pub fn json(value: &impl Serialize) -> serde_json::Result<String> {
    let line = serde_json::to_string(value)?;
    if !line.chars().any(is_unsafe) {
        return Ok(line);
    }
    let mut out = String::with_capacity(line.len() + 64);
    for c in line.chars() {
        // outside of strings JSON has no such character; all of them are in the first plane
        if is_unsafe(c) {
            let _ = write!(out, "\\u{:04x}", c as u32);
        } else {
            out.push(c);
        }
    }
    Ok(out)
}
