//! All queries to all engines, in turn.

use super::engine::{Answer, Engine, Served};
use super::queries::Line;
use anyhow::Result;

/// What is asked for: a count, ten hits, ten hits with a snippet each.
pub const MODES: [&str; 3] = ["count", "top", "snippets"];

/// The answers of an engine: for each mode and query the cheapest one; `None` where it cannot ask it.
pub struct Answers {
    pub name: &'static str,
    pub of: [Vec<Option<Answer>>; MODES.len()],
}

/// Asks everything `passes` times and once before, for what is only slow the first time.
pub fn all(engines: &[Engine], lines: &[Line], passes: usize) -> Result<Vec<Answers>> {
    let mut served: Vec<Served> = Vec::new();
    let mut answers: Vec<Answers> = Vec::new();
    for engine in engines {
        served.push(engine.serve()?);
        answers.push(Answers { name: engine.name, of: std::array::from_fn(|_| vec![None; lines.len()]) });
    }
    for pass in 0..=passes {
        for (mode, name) in MODES.iter().enumerate() {
            for (at, line) in lines.iter().enumerate() {
                for turn in 0..served.len() {
                    // no engine is always the one that finds the caches cold
                    let engine = (turn + at + pass) % served.len();
                    let answer = served[engine].ask(name, line.text)?;
                    let best = &mut answers[engine].of[mode][at];
                    if pass == 0 {
                        *best = answer.map(|answer| Answer { nanos: u64::MAX, ..answer });
                    } else if let (Some(best), Some(answer)) = (best, answer) {
                        best.nanos = best.nanos.min(answer.nanos);
                    }
                }
            }
        }
    }
    Ok(answers)
}
