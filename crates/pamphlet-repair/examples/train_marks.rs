//! Trains the judge of lost marks: `train_marks TEXTS OUT.bin [NAME=VALUE...]`.
//!
//! TEXTS is a folder as `train/prepare.py` writes it. Settings: `first`, `question`, `second` (sizes as
//! powers of two), `epochs`, `draws`, `megabytes` (at most so much of a set), `without` (a group of
//! features). Every twentieth document-sized block of passages is kept back and measured on.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the developer's terminal")]

use pamphlet_repair::training::{
    Chance, Damage, Passage, Settings, measure, measure_dropped, passages, train,
};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(texts), Some(out)) = (args.next(), args.next()) else {
        return Err("usage: train_marks TEXTS OUT.bin [NAME=VALUE...]".into());
    };
    let mut settings = Settings::default();
    let mut megabytes = 40.0f32;
    for arg in args {
        let (name, value) = arg.split_once('=').ok_or("settings are NAME=VALUE")?;
        match name {
            "first" => settings.first_bits = value.parse()?,
            "question" => settings.question_bits = value.parse()?,
            "second" => settings.second_bits = value.parse()?,
            "epochs" => settings.epochs = value.parse()?,
            "draws" => settings.draws = value.parse()?,
            "megabytes" => megabytes = value.parse()?,
            "without" => settings.without = value.parse()?,
            _ => return Err(format!("no setting is called {name}").into()),
        }
    }
    let start = Instant::now();
    let mut chance = Chance::new(0x5eed);
    let (mut learn, mut kept) = (Vec::new(), Vec::new());
    let mut files: Vec<_> = std::fs::read_dir(&texts)?.collect::<Result<Vec<_>, _>>()?;
    files.sort_by_key(std::fs::DirEntry::path);
    for (set, file) in files.iter().enumerate() {
        let mut all = Vec::new();
        passages(set as u32, &std::fs::read_to_string(file.path())?, 0.3, &mut chance, &mut all);
        let bytes: usize = all.iter().map(|passage| passage.text.len()).sum();
        let keep = megabytes * 1e6 / bytes.max(1) as f32;
        let blocks = all.len().div_ceil(10);
        for (i, passage) in all.into_iter().enumerate() {
            // blocks of ten, so that neighbours of what is measured on are not learnt from, but for the edges
            let block = i / 10;
            if block % 20 == 7 || blocks < 8 && i % 20 == 7 {
                if chance.unit() < keep * 2.0 {
                    kept.push(passage);
                }
            } else if chance.unit() < keep {
                learn.push(passage);
            }
        }
    }
    // passages of all sets mixed: a set learnt last would weigh more
    for i in (1..learn.len()).rev() {
        learn.swap(i, chance.below(i as u64 + 1) as usize);
    }
    let bytes: usize = learn.iter().map(|passage| passage.text.len()).sum();
    println!("{} passages, {} MB, {} kept back", learn.len(), bytes / 1_000_000, kept.len());
    let learnt =
        train(&learn, &settings, &mut |what| println!("{:6.1} s  {what}", start.elapsed().as_secs_f32()));
    std::fs::write(&out, &learnt.file)?;
    println!("{out}: {} bytes", learnt.file.len());
    show(learnt.file, &kept)
}

fn show(file: Vec<u8>, kept: &[Passage]) -> Result<(), Box<dyn std::error::Error>> {
    let model = pamphlet_repair::training::model(file).ok_or("the model cannot be read back")?;
    for kind in [Damage::Apostrophes, Damage::Everything, Damage::BeyondLatin1, Damage::SomeLines] {
        for dial in [0.0, 0.5, 1.0, 1.5] {
            let report = measure(&model, kept, kind, dial, &mut |_, _, _| {});
            println!(
                "{kind:?} at {dial}: F1 {:.4}, destroyed {:.2} per 1,000 of {} (lost {})",
                report.f1(),
                report.destroyed_per_1000(),
                report.genuine,
                report.lost
            );
        }
    }
    for sure in [0.5, 0.8, 0.9, 0.95, 0.98] {
        let [right, changed, dropped] = measure_dropped(&model, kept, sure);
        let precision = right as f32 / changed.max(1) as f32;
        println!(
            "dropped at {sure}: precision {precision:.4}, recall {:.4}",
            right as f32 / dropped.max(1) as f32
        );
    }
    Ok(())
}
