//! Repairs every file of a folder into another: `repair_dir IN OUT`. For measuring; the program for people
//! is `pamphlet repair`.
#![allow(clippy::print_stdout, reason = "a program for the developer's terminal")]

use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args_os().skip(1);
    let (Some(from), Some(to)) = (args.next(), args.next()) else {
        return Err("usage: repair_dir IN OUT".into());
    };
    std::fs::create_dir_all(&to)?;
    let repairer = pamphlet_repair::Repairer::default();
    let (mut bytes, mut edits) = (0usize, 0usize);
    let start = Instant::now();
    for file in std::fs::read_dir(&from)? {
        let path = file?.path();
        let (true, Some(name)) = (path.is_file(), path.file_name()) else { continue };
        let input = std::fs::read(&path)?;
        let repaired = repairer.repair_bytes(&input, None);
        bytes += input.len();
        edits += repaired.edits.len();
        std::fs::write(std::path::Path::new(&to).join(name), repaired.text.as_bytes())?;
    }
    println!("{bytes} bytes, {edits} edits, {:.2} s", start.elapsed().as_secs_f32());
    Ok(())
}
