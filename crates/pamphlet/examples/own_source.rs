//! Documents of one's own: rows of a table, each a speech with what is known about it. They are repaired and
//! structured as files are; what the table knows wins over what the text suggests.
//!
//! ```console
//! $ cargo run -p pamphlet --example own_source
//! ```

// an example is a program: it prints
#![allow(clippy::print_stdout)]

use pamphlet::ingest::Ingest;
use pamphlet::{Index, Sort, Writer};

/// A row: number, speaker, party, date, text.
type Row = (u32, &'static str, &'static str, &'static str, &'static str);

const ROWS: [Row; 3] = [
    (1, "A. Kettle", "Reform", "1931-05-04", "The tramwaymen?s case was never heard. Who heard it?"),
    (2, "M. Dorn", "Union", "1931-05-05", "We heard of the tramways at length."),
    (3, "A. Kettle", "Reform", "1932-02-11", "Sir, the tramways again."),
];

fn main() -> Result<(), pamphlet::Error> {
    run()
}

/// Adds the rows, searches them, takes one away.
pub fn run() -> Result<(), pamphlet::Error> {
    let place = std::env::temp_dir().join(format!("pamphlet-own-source-{}", std::process::id()));
    let ingest = Ingest::default();
    let mut writer = Writer::open(&place)?;
    for (number, speaker, party, date, text) in ROWS {
        // the name makes the id: the same name replaces the document
        let mut document = ingest.text(&format!("speeches#{number}"), text)?;
        document.metadata.title = Some(format!("{speaker}, {date}"));
        document.metadata.date = Some(date.parse()?);
        document.metadata.add("speaker", speaker);
        document.metadata.add("party", party);
        writer.document(&document)?;
    }
    writer.commit()?;
    drop(writer); // an index has one writer at a time

    let index = Index::open(&place)?;
    let search = index.query("tramway*").facet("party").sort(Sort::Date);
    let page = search.run()?;
    for hit in &page.hits {
        println!("{}: {}", hit.title, hit.snippet);
    }
    for value in &page.facets["party"] {
        println!("{}: {}", value.value, value.count);
    }
    assert_eq!(page.total, 3);
    assert_eq!(page.hits[0].snippet, "The tramwaymen’s case was never heard. Who heard it?");
    assert_eq!(search.field("party", "union").count()?.documents, 1);

    // a row that is gone from the table
    let gone = page.hits[1].doc.clone();
    let mut writer = Writer::open(&place)?;
    assert!(writer.remove(&gone)?);
    writer.commit()?;
    assert_eq!(Index::open(&place)?.query("tramways").count()?.documents, 1);
    std::fs::remove_dir_all(&place)?;
    Ok(())
}
