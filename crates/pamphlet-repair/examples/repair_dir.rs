//! Repairs every file of a folder into another: `repair_dir IN OUT`. For measuring; the program for people
//! is `pamphlet repair`. The time is that of decoding and repair alone: for each file the best of several rounds.
#![allow(clippy::print_stdout, reason = "a program for the developer's terminal")]

use pamphlet_repair::Repairer;
use std::path::Path;
use std::time::Instant;

/// How often each file is repaired.
const ROUNDS: usize = 7;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args_os().skip(1);
    let (Some(from), Some(to)) = (args.next(), args.next()) else {
        return Err("usage: repair_dir IN OUT".into());
    };
    std::fs::create_dir_all(&to)?;
    let mut files = Vec::new();
    for file in std::fs::read_dir(&from)? {
        let path = file?.path();
        let (true, Some(name)) = (path.is_file(), path.file_name()) else { continue };
        files.push((name.to_owned(), std::fs::read(&path)?));
    }
    let repairer = Repairer::default();
    let (mut bytes, mut edits) = (0usize, 0usize);
    // this round is not timed: the model is read once in a process
    for (name, input) in &files {
        let repaired = repairer.repair_bytes(input, None);
        bytes += input.len();
        edits += repaired.edits.len();
        std::fs::write(Path::new(&to).join(name), repaired.text.as_bytes())?;
    }
    // the best of each file, so that what else the machine does counts little
    let mut sum = 0.0;
    for (_, input) in &files {
        let mut best = f64::MAX;
        for _ in 0..ROUNDS {
            let start = Instant::now();
            std::hint::black_box(repairer.repair_bytes(std::hint::black_box(input), None));
            best = best.min(start.elapsed().as_secs_f64());
        }
        sum += best;
    }
    println!("{bytes} bytes, {edits} edits, {sum:.3} s, {:.1} MB/s", bytes as f64 / sum / 1e6);
    Ok(())
}
