//! Repairs as JSON lines and as a diff for a person.

use crate::style::{ADDED, DIM, REMOVED};
use crate::{Layout, columns, safe_line};
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

/// How many columns of the repaired text stand on either side of a change at most, and on a narrow screen at least.
const CONTEXT: std::ops::RangeInclusive<usize> = 8..=32;

/// Columns before them: the place, the rule, the confidence.
const BEFORE: usize = 9 + 2 + 22 + 1 + 4 + 2;

/// Every repair in its surroundings, a line each: `byte  rule  … before [old→new] after …`.
pub fn repair_diff(repaired: &RepairedBytes<'_>, layout: Layout<'_>) -> String {
    let paint = layout.paint();
    let mut out = String::new();
    for edit in &repaired.edits {
        let at = place_of(repaired, edit);
        let (from, to) = (safe_line(&edit.from), safe_line(&edit.to));
        let taken = BEFORE + columns::of(&from) + columns::of(&to) + "[→]".chars().count();
        let context = match layout.screen {
            true => (layout.width.saturating_sub(taken) / 2).clamp(*CONTEXT.start(), *CONTEXT.end()),
            false => *CONTEXT.end(),
        };
        // far more than fits, so that a long text is not gone through for each of its repairs
        let near =
            repaired.text[..at].char_indices().rev().nth(4 * CONTEXT.end()).map_or(0, |(near, _)| near);
        let before = safe_line(&repaired.text[near..at]).into_owned();
        let rest = &repaired.text[at..];
        let rest = rest.strip_prefix(edit.to.as_str()).unwrap_or(rest);
        let after: String = rest.chars().take(4 * CONTEXT.end()).collect();
        out.push_str(&paint.on(
            DIM,
            &format!("{:>9}  {:<22} {:>3.0}%  ", edit.byte.start, edit.rule, 100.0 * edit.confidence),
        ));
        out.push_str(columns::end(&before, context));
        // brackets, so that the meaning does not hang on colour
        out.push('[');
        out.push_str(&paint.on(REMOVED, &from));
        out.push('→');
        out.push_str(&paint.on(ADDED, &to));
        out.push(']');
        out.push_str(columns::start(&safe_line(&after), context));
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
