//! An answer for a program: JSON, and how long it took.

use crate::ask::{Answer, Tone};
use crate::parameter::Manner;
use crate::problem::Problem;
use pamphlet::Note;
use pamphlet::query::NoteKind;
use pamphlet_render::json;
use serde::Serialize;
use std::time::Instant;

/// A program asks.
pub(super) const PROGRAM: Tone = Tone { manner: Manner::Strict, problem: Problem::into_json };

/// An answer, and how long it took.
#[derive(Serialize)]
struct Timed<'a, T> {
    #[serde(flatten)]
    made: &'a T,
    /// Milliseconds, to a tenth.
    took_ms: f64,
}

/// Whether an answer is all there is.
pub(crate) fn whole(notes: &[Note]) -> bool {
    notes.iter().all(|note| note.kind != NoteKind::Late)
}

/// An answer in JSON.
pub(super) fn answer(value: &impl Serialize, whole: bool) -> Result<Answer, Problem> {
    let body = json(value).map_err(|error| Problem::internal(error.to_string()))?;
    Ok(Answer::new("application/json", body + "\n", whole))
}

/// The same with how long it took.
pub(super) fn timed(started: Instant, made: &impl Serialize, whole: bool) -> Result<Answer, Problem> {
    let took_ms = (started.elapsed().as_secs_f64() * 1e4).round() / 10.0;
    answer(&Timed { made, took_ms }, whole)
}
