//! An analysis of one's own beside the index's: its words are counted with the analyzer that the index uses, and what
//! they say of a document becomes a field, to filter and count by.
//!
//! ```console
//! $ cargo run -p pamphlet --example own_analysis
//! ```

// an example is a program: it prints
#![allow(clippy::print_stdout)]

use pamphlet::index::analyzer::{Lang, Tokens, analyze};
use pamphlet::ingest::Ingest;
use pamphlet::{Index, Writer};

/// Words of a codebook, in the form that the index has them: small letters, plain apostrophes.
const TOPICS: [(&str, &[&str]); 2] =
    [("labour", &["workers", "worker's", "wages", "strike"]), ("land", &["rent", "tenants", "fields"])];

/// The topics that a text has at least two words of.
fn topics(text: &str) -> Vec<&'static str> {
    let mut tokens = Tokens::default();
    analyze(text, Lang::English, &mut tokens);
    let mut found = Vec::new();
    for (topic, words) in TOPICS {
        let count = tokens.iter().filter(|token| words.contains(&tokens.term(token))).count();
        if count >= 2 {
            found.push(topic);
        }
    }
    found
}

fn main() -> Result<(), pamphlet::Error> {
    run()
}

/// Adds documents with their topics, and counts by these.
pub fn run() -> Result<(), pamphlet::Error> {
    let place = std::env::temp_dir().join(format!("pamphlet-own-analysis-{}", std::process::id()));
    let ingest = Ingest::default();
    let mut writer = Writer::open(&place)?;
    let texts = [
        ("strike.txt", "The STRIKE is over. Wages rise, and every worker?s rent stays."),
        ("fields.txt", "The tenants leave the fields. Who pays the rent?"),
        ("fair.txt", "The fair opens on Monday."),
    ];
    for (name, text) in texts {
        let mut document = ingest.text(name, text)?;
        for topic in topics(&document.text) {
            document.metadata.add("topic", topic);
        }
        writer.document(&document)?;
    }
    writer.commit()?;

    let index = Index::open(&place)?;
    let page = index.query("rent").facet("topic").run()?;
    for value in &page.facets["topic"] {
        println!("{}: {}", value.value, value.count);
    }
    let labour = index.query("rent topic:labour").run()?;
    assert_eq!((page.total, labour.total), (2, 1));
    assert_eq!(labour.hits[0].path, "strike.txt");
    std::fs::remove_dir_all(&place)?;
    Ok(())
}
