//! Repairs as JSON lines and as a diff for a person.

use crate::safe_line;
use crate::style::{ADDED, DIM, Paint, REMOVED};
use pamphlet::repair::{ByteEdit, RepairedBytes};
use serde::Serialize;

/// One line of `repair --report`.
#[derive(Debug, Serialize)]
pub struct RepairLine<'e> {
    /// The name of the rule.
    kind: &'e str,
    /// The bytes of the original, end exclusive.
    byte: [u64; 2],
    /// What they said.
    from: &'e str,
    /// What stands there now.
    to: &'e str,
    /// The chance that it is right, 0 to 1.
    confidence: f32,
}

impl<'e> From<&'e ByteEdit> for RepairLine<'e> {
    fn from(edit: &'e ByteEdit) -> Self {
        Self {
            kind: &edit.rule,
            byte: [edit.byte.start, edit.byte.end],
            from: &edit.from,
            to: &edit.to,
            confidence: edit.confidence,
        }
    }
}

/// How many characters of the repaired text stand on either side of a change.
const CONTEXT: usize = 32;

/// Every repair in its surroundings, a line each: `byte  rule  … before [old→new] after …`.
pub fn repair_diff(repaired: &RepairedBytes<'_>, color: bool) -> String {
    let paint = Paint::new(color);
    let mut out = String::new();
    for edit in &repaired.edits {
        let at = place_of(repaired, edit);
        let before: String = {
            let mut tail: Vec<char> = repaired.text[..at].chars().rev().take(CONTEXT).collect();
            tail.reverse();
            tail.into_iter().collect()
        };
        let rest = &repaired.text[at..];
        let rest = rest.strip_prefix(edit.to.as_str()).unwrap_or(rest);
        let after: String = rest.chars().take(CONTEXT).collect();
        out.push_str(&paint.on(
            DIM,
            &format!("{:>9}  {:<22} {:>3.0}%  ", edit.byte.start, edit.rule, 100.0 * edit.confidence),
        ));
        out.push_str(&safe_line(&before));
        // brackets, so that the meaning does not hang on colour
        out.push('[');
        out.push_str(&paint.on(REMOVED, &safe_line(&edit.from)));
        out.push('→');
        out.push_str(&paint.on(ADDED, &safe_line(&edit.to)));
        out.push(']');
        out.push_str(&safe_line(&after));
        out.push('\n');
    }
    out
}

/// Where in the repaired text the change stands: the first byte that leads to the change's place.
fn place_of(repaired: &RepairedBytes<'_>, edit: &ByteEdit) -> usize {
    let runs = repaired.map.runs();
    let first = runs.partition_point(|run| run.source_end() <= edit.byte.start);
    let at = match runs.get(first) {
        Some(run) if run.source < edit.byte.start && run.source_step > 0 => {
            let steps = (edit.byte.start - run.source) / u64::from(run.source_step);
            run.text as usize + steps as usize * run.text_step as usize
        }
        Some(run) => run.text as usize,
        None => repaired.text.len(),
    };
    let mut at = at.min(repaired.text.len());
    while !repaired.text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
