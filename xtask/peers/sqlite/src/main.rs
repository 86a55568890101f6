//! SQLite FTS5 as a peer, with its Porter stemmer, BM25 and snippets. The commands and the lines are those of
//! `peer-tantivy`; a query that it has no way to ask is answered with `-`.

#[path = "../../../src/usage.rs"]
mod usage;

use rusqlite::Connection;
use std::error::Error;
use std::io::{BufRead, BufReader, Write};

#[derive(serde::Deserialize)]
struct Record {
    id: String,
    title: String,
    body: String,
}

fn main() -> Result<(), Box<dyn Error>> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match &args.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["index", docs, folder] => build(docs, folder),
        ["serve", folder] => serve(&open(folder)?),
        ["once", folder, query] => {
            let expression = expression(query).ok_or("SQLite cannot ask this")?;
            let db = open(folder)?;
            let (hits, _) = answer(&db, "count", &expression)?;
            let (_, bytes) = answer(&db, "snippets", &expression)?;
            println!("{hits} {bytes}");
            Ok(())
        }
        _ => Err("index, serve or once".into()),
    }
}

fn open(folder: &str) -> rusqlite::Result<Connection> {
    Connection::open(format!("{folder}/fts.db"))
}

fn build(docs: &str, folder: &str) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(folder)?;
    let mut db = open(folder)?;
    db.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;
         CREATE VIRTUAL TABLE docs USING fts5(id UNINDEXED, title UNINDEXED, body, tokenize = 'porter unicode61');",
    )?;
    let mut lines = BufReader::with_capacity(1 << 20, std::fs::File::open(docs)?);
    let mut line = Vec::new();
    let all = db.transaction()?;
    {
        let mut insert = all.prepare("INSERT INTO docs VALUES (?1, ?2, ?3)")?;
        while lines.read_until(b'\n', &mut line)? > 0 {
            let record: Record = serde_json::from_slice(&line)?;
            insert.execute((record.id, record.title, record.body))?;
            line.clear();
        }
    }
    all.commit()?;
    println!("{}\t{}", usage::process_nanos(), usage::peak_kilobytes());
    Ok(())
}

fn serve(db: &Connection) -> Result<(), Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (mode, query) = line.split_once('\t').unwrap_or(("top", &line));
        match expression(query) {
            None => writeln!(out, "-\t0\t0")?,
            Some(expression) => {
                let before = usage::thread_nanos();
                let (hits, bytes) = answer(db, mode, &expression)?;
                writeln!(out, "{}\t{hits}\t{bytes}", usage::thread_nanos() - before)?;
            }
        }
        out.flush()?;
    }
    Ok(())
}

fn answer(db: &Connection, mode: &str, expression: &str) -> rusqlite::Result<(i64, usize)> {
    if mode == "count" {
        let mut ask = db.prepare_cached("SELECT count(*) FROM docs WHERE docs MATCH ?1")?;
        return Ok((ask.query_row([expression], |row| row.get(0))?, 0));
    }
    let what = if mode == "top" { "''" } else { "snippet(docs, 2, '<b>', '</b>', '…', 40)" };
    let ask = format!("SELECT id, title, {what} FROM docs WHERE docs MATCH ?1 ORDER BY rank LIMIT 10");
    let mut ask = db.prepare_cached(&ask)?;
    let (mut hits, mut bytes) = (0, 0);
    let mut rows = ask.query([expression])?;
    while let Some(row) = rows.next()? {
        hits += 1;
        for column in 0..3 {
            bytes += row.get_ref(column)?.as_str().map_or(0, str::len);
        }
    }
    Ok((hits, bytes))
}

/// A query of the bench's list in FTS5's language.
fn expression(text: &str) -> Option<String> {
    if text.contains("~1") {
        return None;
    }
    let quoted = |word: &str| format!("\"{word}\"");
    if let Some((left, rest)) = text.split_once(" NEAR/") {
        let (distance, right) = rest.split_once(' ')?;
        return Some(format!("NEAR({} {}, {distance})", quoted(left), quoted(right)));
    }
    if text.contains(" OR ") {
        return Some(text.split(" OR ").map(quoted).collect::<Vec<_>>().join(" OR "));
    }
    if text.starts_with('"') {
        return Some(text.to_owned());
    }
    let (mut must, mut not) = (Vec::new(), Vec::new());
    for word in text.split(' ') {
        match (word.strip_prefix('-'), word.strip_suffix('*')) {
            (Some(word), _) => not.push(format!(" NOT {}", quoted(word))),
            (None, Some(prefix)) => must.push(format!("{} *", quoted(prefix))),
            (None, None) => must.push(quoted(word)),
        }
    }
    Some(format!("{}{}", must.join(" AND "), not.concat()))
}
