//! A program that embeds pamphlet: indexes some strings and, if one is given, a folder; searches; prints.
//!
//! ```console
//! $ cargo run --example embed -- corpus
//! ```

// an example is a program: it prints
#![allow(clippy::print_stdout)]

use std::path::PathBuf;

fn main() -> Result<(), pamphlet::Error> {
    run(std::env::args_os().nth(1).map(PathBuf::from))
}

/// Indexes, searches, prints.
pub fn run(folder: Option<PathBuf>) -> Result<(), pamphlet::Error> {
    let place = std::env::temp_dir().join(format!("pamphlet-embed-{}", std::process::id()));
    if let Some(folder) = folder {
        let summary = pamphlet::Update::new().run(&place, [folder])?;
        println!("{} documents added, {} left out", summary.added, summary.failed.len());
    }

    let mut writer = pamphlet::Writer::open(&place)?;
    writer.text("bakers.txt", "Bakers? Power\n\nThe bakers rise at two. Who eats at eight?")?;
    writer.text("weavers.txt", "The Weavers\n\nThe weavers’ hall heard of the bakers’ strike.")?;
    writer.commit()?;

    let index = pamphlet::Index::open(&place)?;
    for query in ["bakers' power", "\"workers' power\"", "strike -bread"] {
        println!("\n{query}");
        for hit in index.search(query)?.take(3) {
            println!("  {}: {}", hit.path, hit.snippet);
        }
    }
    std::fs::remove_dir_all(&place)?;
    Ok(())
}
