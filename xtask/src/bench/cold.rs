//! One query from a cold start, the whole process: what a person waits for who types a command.

use super::Options;
use super::engine::Engine;
use super::queries::Line;
use anyhow::{Context, Result};
use std::process::{Command, Stdio};
use std::time::Instant;

/// An engine's times in milliseconds over an empty process, one for each query: the least of its runs.
pub struct Cold {
    pub name: &'static str,
    pub millis: Vec<f64>,
}

/// Every fourth query goes to each engine in turn, in a process of its own.
pub fn run(engines: &[Engine], options: &Options, lines: &[Line]) -> Result<Vec<Cold>> {
    let passes = options.passes.max(2) * 2;
    let mut empty = f64::MAX;
    for _ in 0..20 {
        empty = empty.min(wall(&mut Command::new("true"))?);
    }
    let mut all: Vec<Cold> = engines.iter().map(|e| Cold { name: e.name, millis: Vec::new() }).collect();
    for line in lines.iter().step_by(4) {
        let mut best = vec![f64::MAX; engines.len()];
        for pass in 0..passes {
            for turn in 0..engines.len() {
                let at = (turn + pass) % engines.len();
                // a virtual machine takes its time to start: a few of its runs tell enough
                if engines[at].name == "lucene" && pass >= 2 {
                    continue;
                }
                best[at] = best[at].min(wall(&mut engines[at].once(&options.binary, line.text))?);
            }
        }
        for (cold, best) in all.iter_mut().zip(best) {
            cold.millis.push((best - empty).max(0.0));
        }
    }
    Ok(all)
}

fn wall(command: &mut Command) -> Result<f64> {
    command.stdin(Stdio::null());
    let started = Instant::now();
    command.status().with_context(|| format!("{:?} does not start", command.get_program()))?;
    Ok(started.elapsed().as_secs_f64() * 1e3)
}
