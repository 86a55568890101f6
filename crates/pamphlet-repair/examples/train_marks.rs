//! Trains the judge of lost marks: `train_marks TEXTS KEPT OUT.bin [NAME=VALUE...]`.
//!
//! TEXTS and KEPT are folders as `train/prepare.py` writes them: KEPT holds whole sets that are only measured on.
//! Settings: `first`, `question`, `dropped` (sizes as powers of two), `trees` (by eights), `epochs`, `draws`,
//! `megabytes` (at most so much of a set), `without` (a group of features), `show` (so many mistakes). Every twentieth
//! document-sized block of passages of TEXTS is kept back too; on those the model counts how often decisions are right.
//! With `measure=yes` OUT.bin is read and measured, and nothing is trained; with `recount=yes` only that count is made
//! anew.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program for the developer's terminal")]

use pamphlet_repair::training::{
    Chance, Damage, Kind, Passage, Settings, calibration, measure, measure_dropped, passages, recount, train,
};
use std::time::Instant;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut args = std::env::args().skip(1);
    let (Some(texts), Some(others), Some(out)) = (args.next(), args.next(), args.next()) else {
        return Err("usage: train_marks TEXTS KEPT OUT.bin [NAME=VALUE...]".into());
    };
    let mut settings = Settings::default();
    let (mut megabytes, mut only_measure, mut recounting, mut shown) = (40.0f32, false, false, 0usize);
    for arg in args {
        let (name, value) = arg.split_once('=').ok_or("settings are NAME=VALUE")?;
        match name {
            "first" => settings.first_bits = value.parse()?,
            "question" => settings.question_bits = value.parse()?,
            "dropped" => settings.dropped_bits = value.parse()?,
            "trees" => settings.trees = value.parse()?,
            "epochs" => settings.epochs = value.parse()?,
            "draws" => settings.draws = value.parse()?,
            "megabytes" => megabytes = value.parse()?,
            "without" => settings.without = value.parse()?,
            "measure" => only_measure = true,
            "recount" => recounting = true,
            "show" => shown = value.parse()?,
            _ => return Err(format!("no setting is called {name}").into()),
        }
    }
    let start = Instant::now();
    let mut chance = Chance::new(0x5eed);
    let (mut learn, mut kept) = (Vec::new(), Vec::new());
    for (set, text) in sets(&texts)?.iter().enumerate() {
        let mut all = Vec::new();
        passages(set as u32, text, 0.3, &mut chance, &mut all);
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
    let mut apart = Vec::new();
    for (set, text) in sets(&others)?.iter().enumerate() {
        passages(set as u32, text, 0.5, &mut chance, &mut apart);
    }
    let bytes: usize = learn.iter().map(|passage| passage.text.len()).sum();
    println!(
        "{} passages, {} MB; kept {}, apart {}",
        learn.len(),
        bytes / 1_000_000,
        kept.len(),
        apart.len()
    );
    if recounting {
        let file = recount(std::fs::read(&out)?, &kept).ok_or("no model of this format")?;
        std::fs::write(&out, &file)?;
    } else if !only_measure {
        let mut say = |what: &str| println!("{:6.1} s  {what}", start.elapsed().as_secs_f32());
        let file = train(&learn, &kept, &settings, &mut say).ok_or("the model cannot be read back")?;
        std::fs::write(&out, &file)?;
        println!("{out}: {} bytes", file.len());
    }
    let file = std::fs::read(&out)?;
    let mut model = pamphlet_repair::training::model(file).ok_or("no model of this format")?;
    model.without = settings.without;
    println!("kept back:");
    show(&model, &kept, shown);
    println!("sets apart:");
    show(&model, &apart, shown);
    Ok(())
}

/// The texts of a folder, in the order of their names.
fn sets(folder: &str) -> Result<Vec<String>, std::io::Error> {
    let mut files: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    files.sort_by_key(std::fs::DirEntry::path);
    files.iter().map(|file| std::fs::read_to_string(file.path())).collect()
}

fn show(model: &pamphlet_repair::training::Model, passages: &[Passage], mistakes: usize) {
    for kind in [Damage::Apostrophes, Damage::Everything, Damage::BeyondLatin1, Damage::SomeLines] {
        for dial in [-2.0, -1.0, 0.0, 1.0] {
            let mut costs = [dial; 8];
            costs[0] = 0.0;
            let (mut told, mut every) = (0, 0);
            let report = measure(model, passages, kind, &costs, &mut |text, was, said| {
                every += 1;
                if dial == 0.0 && told < mistakes && every % 7 == 0 {
                    told += 1;
                    println!("    {was:?} -> {said:?}: {}", text.replace('\n', "/"));
                }
            });
            print!(
                "{kind:?} {dial:+}: F1 {:.4}, destroyed {:.2} of {}",
                report.f1(),
                report.destroyed_per_1000(),
                report.lost(Kind::Question)
            );
            for of in [Kind::Single, Kind::Double, Kind::Dash, Kind::Ellipsis] {
                let said = [Kind::Single, Kind::Double, Kind::Dash, Kind::Ellipsis, Kind::Question];
                let row: Vec<String> = said.iter().map(|&said| report.count(of, said).to_string()).collect();
                print!("; {of:?} {}", row.join(" "));
            }
            println!();
        }
    }
    println!("| confidence | edits | mean | right |");
    for (step, (edits, right, sum)) in calibration(model, passages).into_iter().enumerate() {
        if edits > 0 {
            let (low, all) = (step as f32 / 20.0, edits as f32);
            println!(
                "| {low:.2}–{:.2} | {edits} | {:.3} | {:.3} |",
                low + 0.05,
                sum / all,
                right as f32 / all
            );
        }
    }
    for sure in [0.5, 0.7, 0.8, 0.85, 0.9, 0.95, 0.98] {
        let [right, changed, dropped] = measure_dropped(model, passages, sure);
        println!(
            "dropped at {sure}: precision {:.4}, recall {:.4}",
            right as f32 / changed.max(1) as f32,
            right as f32 / dropped.max(1) as f32
        );
    }
}
