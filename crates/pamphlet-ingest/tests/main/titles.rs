//! What documents are called: by their own words where they have any, and by the names of their files where not.

use pamphlet_ingest::Ingest;

#[track_caller]
fn check(name: &str, text: &str, expected: &str) {
    let documents = Ingest::default().bytes(name, text.as_bytes()).expect("a document");
    assert_eq!(documents[0].metadata.title.as_deref(), Some(expected), "{name}: {text}");
}

const TEXT: &str =
    "The lodge met in the hall at noon and sat until the lamps were lit, and nobody of them left early.";

#[test]
fn plain_texts() {
    check(
        "a.txt",
        &format!("1\n\nBudget 1991-92\nSpeech of\nAnna Moss\nMinister of Bread\n\n{TEXT}"),
        "Budget 1991-92 Speech of Anna Moss Minister of Bread",
    );
    check("lodge-3.txt", &format!("Honourable Members of the Lodge of the House,\n\n{TEXT}"), "lodge-3");
    check("lodge-3.txt", &format!("Mr. President\n\n{TEXT}"), "lodge-3");
    check("lodge-3.txt", &format!("CONTENTS\n\n{TEXT}"), "lodge-3");
    check("lodge-3.txt", &format!("Friday, 13 December 2013] 272\n\n{TEXT}"), "lodge-3");
    check(
        "README.rst",
        &format!("==========\nMill Hands\n==========\n\n{TEXT}\n\nBread\n-----\n\n{TEXT}"),
        "Mill Hands",
    );
    check("README.md", &format!("## Mill Hands\n{TEXT}"), "Mill Hands");
}

#[test]
fn files_whose_names_say_nothing() {
    check("raw.txt", &format!("{TEXT}\n\nWhat We Ask\n\n{TEXT}"), "What We Ask");
    check("raw.txt", &format!("bread\nfor all of us\nat last\n{TEXT}"), "bread for all of us");
    check("index.html", "<p>Bread</p><h3>What We Ask</h3><p>Land.</p>", "What We Ask");
    // nothing that could be one: a long paragraph
    check("raw.txt", &format!("{}\n{TEXT}", TEXT.repeat(3)), "raw");
    // a name that says something stays
    check("su1905.txt", &format!("{TEXT}\n\nWhat We Ask\n\n{TEXT}"), "su1905");
}

#[test]
fn pages_and_records() {
    check("a.htm", "<p>Title: Plain Words<br>Author: Ada Reed<br>Made on a Monday</p>", "Plain Words");
    let titles = |name: &str, text: &str| -> Vec<Option<String>> {
        let documents = Ingest::default().bytes(name, text.as_bytes()).expect("documents");
        documents.into_iter().map(|document| document.metadata.title).collect()
    };
    // the title of a person is none of a document
    let rows = ["Ing.", "\"doc. JUDr., CSc.\"", "U.S. Senator", "What We Ask"];
    let table: String = rows.iter().map(|title| format!("{title},Ada Reed,\"{TEXT}\"\n")).collect();
    let table = format!("title,speaker,text\n{table}");
    assert_eq!(titles("a.csv", &table), [None, None, None, Some("What We Ask".to_owned())]);
}
