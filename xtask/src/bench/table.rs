//! The table, as Markdown on standard output.

use super::again::Again;
use super::cold::Cold;
use super::engine::{Built, PRODUCT, TANTIVY};
use super::queries::{Line, kinds};
use super::rounds::{Answers, MODES};
use super::sizes::{LENGTHS, Sizes};

/// Indexing: CPU beside raw tantivy, size beside the text, memory.
pub fn indexing(built: &[Built], text: u64) {
    let raw = built.iter().find(|built| built.name == TANTIVY).map(|built| built.cost).unwrap_or_default();
    println!("| indexing | CPU s | × tantivy | MB / CPU s | size / text | peak MB | × tantivy |");
    println!("| --- | --- | --- | --- | --- | --- | --- |");
    for Built { name, cost } in built {
        let seconds = cost.nanos as f64 / 1e9;
        let memory = match cost.kilobytes {
            0 => "".to_owned(),
            kb => format!("{} | {:.2}", kb / 1024, kb as f64 / raw.kilobytes.max(1) as f64),
        };
        println!(
            "| {name} | {seconds:.2} | {:.2} | {:.1} | {:.3} | {} |",
            cost.nanos as f64 / raw.nanos.max(1) as f64,
            text as f64 / 1e6 / seconds,
            cost.bytes as f64 / text as f64,
            if memory.is_empty() { " | " } else { &memory }
        );
    }
    println!();
}

/// Indexing again: CPU, beside the engine's own first run.
pub fn again(again: &Again) {
    println!(
        "| again, {} files | first, CPU s | nothing changed | ÷ first | one in a hundred | ÷ first |",
        again.files
    );
    println!("| --- | --- | --- | --- | --- | --- |");
    let seconds = |nanos: u64| nanos as f64 / 1e9;
    for run in &again.runs {
        let part = |nanos: u64| nanos as f64 / run.full.nanos.max(1) as f64;
        let same = run
            .same
            .map_or(" | ".to_owned(), |cost| format!("{:.2} | {:.3}", seconds(cost.nanos), part(cost.nanos)));
        let (first, changed) = (seconds(run.full.nanos), seconds(run.changed.nanos));
        println!("| {} | {first:.2} | {same} | {changed:.2} | {:.3} |", run.name, part(run.changed.nanos));
    }
    println!();
}

/// Sums of an engine's time and of another's over the queries that both answer, in milliseconds.
fn sums(one: &Answers, other: &Answers, mode: usize, of: &dyn Fn(usize) -> bool) -> (f64, f64) {
    let (mut a, mut b) = (0, 0);
    for (at, (one, other)) in one.of[mode].iter().zip(&other.of[mode]).enumerate() {
        if let (Some(one), Some(other)) = (one, other)
            && of(at)
        {
            a += one.nanos;
            b += other.nanos;
        }
    }
    (a as f64 / 1e6, b as f64 / 1e6)
}

/// The queries: the product's CPU over that of each peer, by mode and kind.
pub fn queries(answers: &[Answers], lines: &[Line]) {
    let Some(product) = answers.iter().find(|answers| answers.name == PRODUCT) else { return };
    let peers: Vec<&Answers> = answers.iter().filter(|answers| answers.name != PRODUCT).collect();
    for (mode, name) in MODES.iter().enumerate() {
        print!("| {name} | ms a query | p50 | p95 |");
        peers.iter().for_each(|peer| print!(" ÷ {} |", peer.name));
        println!("\n| --- |{}", " --- |".repeat(peers.len() + 3));
        let mut rows: Vec<Option<&str>> = vec![None];
        rows.extend(kinds(lines).into_iter().map(Some));
        for kind in rows {
            let of = |at: usize| kind.is_none_or(|kind| lines[at].kind == kind);
            let mut own: Vec<f64> = (0..lines.len())
                .filter(|&at| of(at))
                .filter_map(|at| product.of[mode][at].map(|answer| answer.nanos as f64 / 1e6))
                .collect();
            own.sort_by(f64::total_cmp);
            let mean = own.iter().sum::<f64>() / own.len().max(1) as f64;
            let shown = kind.unwrap_or("**all**");
            print!("| {shown} | {mean:.3} | {:.3} | {:.3} |", part(&own, 0.5), part(&own, 0.95));
            for peer in &peers {
                match sums(product, peer, mode, &of) {
                    (_, 0.0) => print!(" |"),
                    (a, b) => print!(" {:.2} |", a / b),
                }
            }
            println!();
        }
        println!();
    }
    print!("Documents found by all queries together:");
    for answers in answers {
        let found: u64 = answers.of[0].iter().flatten().map(|answer| answer.hits).sum();
        print!(" {} {found}", answers.name);
    }
    println!(".\n");
}

/// The value below which a part of some (ascending) lies.
fn part(sorted: &[f64], part: f64) -> f64 {
    let at = (sorted.len() as f64 * part) as usize;
    sorted.get(at.min(sorted.len().saturating_sub(1))).copied().unwrap_or(0.0)
}

/// Cold starts.
pub fn cold(all: &[Cold]) {
    println!("| cold start, ms over an empty process | p50 | p95 | most |");
    println!("| --- | --- | --- | --- |");
    for cold in all {
        let mut sorted = cold.millis.clone();
        sorted.sort_by(f64::total_cmp);
        let most = sorted.last().copied().unwrap_or(0.0);
        println!("| {} | {:.1} | {:.1} | {most:.1} |", cold.name, part(&sorted, 0.5), part(&sorted, 0.95));
    }
    println!();
}

/// Snippets by the length of the document.
pub fn sizes(all: &[Sizes]) {
    println!("| µs for a snippet, by the document's length | 10 KB | 100 KB | 1 MB | 1 MB ÷ 10 KB |");
    println!("| --- | --- | --- | --- | --- |");
    for sizes in all {
        let [short, middle, long] = sizes.micros;
        println!("| {} | {short:.1} | {middle:.1} | {long:.1} | {:.2} |", sizes.name, long / short.max(0.1));
    }
    debug_assert_eq!(LENGTHS.len(), 3);
    println!();
}
