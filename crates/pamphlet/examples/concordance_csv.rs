//! A concordance as CSV, line by line, however many there are.
//!
//! ```console
//! $ cargo run -p pamphlet --example concordance_csv -- index "workers' OR workmen's" > lines.csv
//! ```

// an example is a program: it prints
#![allow(clippy::print_stdout)]

use pamphlet::{Index, Line, LineSort};
use std::io::{self, Write};

/// A cell: quoted, and with an apostrophe in front where a spreadsheet would take it for a formula.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let defused = if formula { "'" } else { "" };
    format!("\"{defused}{}\"", text.replace('"', "\"\""))
}

fn write_line(out: &mut impl Write, line: &Line) -> io::Result<()> {
    let date = line.date.as_deref().unwrap_or("");
    let cells = [&line.path, date, &line.before, &line.keyword, &line.after].map(cell);
    // the bytes of the keyword in the original file, so that each line can be checked
    writeln!(out, "{},{},{}", cells.join(","), line.source.byte[0], line.source.byte[1])
}

fn write_all(index: &Index, query: &str, out: &mut impl Write) -> Result<u64, pamphlet::Error> {
    writeln!(out, "path,date,before,keyword,after,from_byte,to_byte")?;
    let mut failed = Ok(());
    let made = index.query(query).all().context(8).each_line(LineSort::Document, |line| {
        if failed.is_ok() {
            failed = write_line(out, &line);
        }
    })?;
    failed?;
    Ok(made.total)
}

fn main() -> Result<(), pamphlet::Error> {
    let mut args = std::env::args().skip(1);
    if let (Some(folder), Some(query)) = (args.next(), args.next()) {
        write_all(&Index::open(folder)?, &query, &mut io::stdout().lock())?;
        return Ok(());
    }
    run()
}

/// Without arguments: a small index of its own.
pub fn run() -> Result<(), pamphlet::Error> {
    let place = std::env::temp_dir().join(format!("pamphlet-concordance-{}", std::process::id()));
    let mut writer = pamphlet::Writer::open(&place)?;
    writer.text("bakers.txt", "Bakers? Power\n\n=SUM of all: \"the bakers\" rise at two.")?;
    writer.commit()?;
    let mut csv = Vec::new();
    assert_eq!(write_all(&Index::open(&place)?, "bakers", &mut csv)?, 2);
    let csv = String::from_utf8_lossy(&csv);
    println!("{csv}");
    assert_eq!(csv.lines().count(), 3);
    assert!(csv.contains(",\"'=SUM of all: \"\"the\",\"bakers\","), "{csv}");
    std::fs::remove_dir_all(&place)?;
    Ok(())
}
