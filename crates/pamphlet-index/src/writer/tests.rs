//! What a writer leaves for readers, over several commits.

use super::*;
use crate::schema::edge;
use pamphlet_document::{Block, BlockKind, Chrome, Metadata, Passage, Role, SourceMap, TextRange};
use tantivy::postings::Postings;
use tantivy::{DocAddress, DocSet, TERMINATED};
use tempfile::tempdir;

/// A document from its blocks; a title first, `#` before page chrome.
pub(crate) fn document(id: u64, blocks: &[&str]) -> Document {
    let mut out = Document { id: format!("{id:016x}"), path: format!("{id}.txt"), ..Document::default() };
    for (i, block) in blocks.iter().enumerate() {
        let (role, text) = match block.strip_prefix('#') {
            Some(text) => (Role::Chrome(Chrome::Navigation), text),
            None => (Role::Content, *block),
        };
        if !out.text.is_empty() {
            out.text.push_str("\n\n");
        }
        let start = out.text.len() as u32;
        out.text.push_str(text);
        let range = TextRange::new(start, out.text.len() as u32);
        let kind = if i == 0 { BlockKind::Title } else { BlockKind::Paragraph };
        out.passages.push(Passage { range, block: i as u32, section: None, page: None });
        out.blocks.push(Block { kind, range, role, lang: None, speech: None });
    }
    out.metadata = Metadata { title: blocks.first().map(|title| (*title).to_owned()), ..Metadata::default() };
    out.metadata.add("lang", "en");
    out.metadata.add("scope", "Local");
    out.metadata.date = "1848-03".parse().ok();
    out.source_map = SourceMap::identity(out.text.len() as u32, 0);
    out
}

fn positions(reader: &Reader, field: tantivy::schema::Field, term: &str) -> Vec<(u32, Vec<u32>)> {
    let mut found = Vec::new();
    for segment in reader.segments() {
        let Some(mut postings) = segment.postings(field, term).unwrap() else { continue };
        while postings.doc() != TERMINATED {
            if segment.is_alive(postings.doc()) {
                let mut at = Vec::new();
                postings.positions(&mut at);
                found.push((postings.doc(), at));
            }
            postings.advance();
        }
    }
    found
}

#[test]
fn what_is_written_is_read_back() {
    let dir = tempdir().unwrap();
    let mut writer = Writer::open(dir.path()).unwrap();
    let mut given = document(7, &["The League", "Workers' power. Now!", "#Home | Links"]);
    given.record_id = Some("r7".into());
    writer.add(&given).unwrap();
    assert!(writer.commit().unwrap());
    assert!(!writer.commit().unwrap(), "nothing changed since");

    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!((reader.documents(), reader.words()), (1, 7));
    let address = reader.find(&given.id).unwrap().unwrap();
    let stored = reader.stored(address).unwrap();
    assert_eq!(stored.document().unwrap(), given);
    assert_eq!(stored.passage_text(1).unwrap(), "Workers' power. Now!");
    let fields = *reader.fields();
    assert_eq!(positions(&reader, fields.body, "power"), [(0, vec![103])]);
    assert_eq!(positions(&reader, fields.chrome, "links"), [(0, vec![206])]);
    assert_eq!(positions(&reader, fields.edge, edge::SENTENCE), [(0, vec![0, 102, 104, 205])]);
    assert_eq!(positions(&reader, fields.edge, edge::PARAGRAPH), [(0, vec![0, 102, 205])]);
    assert_eq!(stored.passage_at(206).unwrap(), Some(2));
    assert_eq!(stored.passages().unwrap()[1].first_position, 102);
    assert_eq!(reader.doc_freq(fields.stem, "worker").unwrap(), 1);
    assert_eq!(reader.doc_freq(fields.title, "league").unwrap(), 1);
    assert_eq!(reader.doc_freq(fields.meta, "scope\0local").unwrap(), 1);
    assert_eq!(reader.doc_freq(fields.meta, "scope\u{1}local").unwrap(), 1);
    assert_eq!(reader.languages().unwrap(), [("en".to_owned(), 1)]);
    let days = reader.segments()[0].from_day().unwrap().first(0);
    assert_eq!(days, Some(i64::from(given.metadata.date.unwrap().days().0)));
}

#[test]
fn a_document_is_replaced_and_removed() {
    let dir = tempdir().unwrap();
    let mut writer = Writer::open(dir.path()).unwrap();
    writer.add(&document(1, &["One", "first text"])).unwrap();
    writer.add(&document(1, &["One", "second text"])).unwrap();
    writer.add(&document(2, &["Two", "other"])).unwrap();
    assert_eq!(writer.documents(), 2);
    writer.commit().unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let body = reader.fields().body;
    assert_eq!((positions(&reader, body, "first").len(), positions(&reader, body, "second").len()), (0, 1));

    writer.add(&document(1, &["One", "third text"])).unwrap();
    assert!(writer.remove(&format!("{:016x}", 2)).unwrap());
    assert!(!writer.remove("no such id").unwrap());
    writer.commit().unwrap();
    assert_eq!(reader.documents(), 2, "a reader keeps its state");
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.documents(), 1);
    assert_eq!(reader.words(), 3);
    assert_eq!(positions(&reader, body, "third").len(), 1);
    assert_eq!(positions(&reader, body, "other").len(), 0);
    assert_eq!(reader.find(&format!("{:016x}", 2)).unwrap(), None);
}

#[test]
fn segments_stay_few_and_optimize_gives_room_back() {
    let dir = tempdir().unwrap();
    let mut writer = Writer::open(dir.path()).unwrap();
    for id in 0..12 {
        writer.add(&document(id, &["Title", &format!("number{id} text of the document")])).unwrap();
        writer.commit().unwrap();
    }
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.documents(), 12);
    assert!(reader.segments().len() <= 6, "{}", reader.segments().len());
    let prints = reader.manifest.prints.clone();
    for id in 0..8 {
        writer.remove(&format!("{id:016x}")).unwrap();
    }
    writer.optimize().unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!((reader.segments().len(), reader.documents()), (1, 4));
    for id in 8..12u64 {
        let address = reader.find(&format!("{id:016x}")).unwrap().unwrap();
        assert!(reader.stored(address).unwrap().text().unwrap().contains(&format!("number{id}")));
    }
    assert_ne!(reader.manifest.prints, prints);
    assert_eq!(reader.manifest.packs.iter().map(|pack| pack.dead).sum::<u64>(), 0);
    // the same documents in another order and other segments give the same sum
    let other = tempdir().unwrap();
    let mut writer = Writer::open(other.path()).unwrap();
    for id in [11, 9, 8, 10] {
        writer.add(&document(id, &["Title", &format!("number{id} text of the document")])).unwrap();
    }
    writer.commit().unwrap();
    assert_eq!(Reader::open(other.path()).unwrap().manifest.prints, reader.manifest.prints);
}

#[test]
fn a_small_memory_makes_more_segments_of_the_same_index() {
    let dir = tempdir().unwrap();
    let options = WriterOptions { memory: 1, ..WriterOptions::default() };
    let mut writer = Writer::open_with(dir.path(), options).unwrap();
    for id in 0..3 {
        writer.add(&document(id, &["Title", "some text"])).unwrap();
    }
    writer.remove(&format!("{:016x}", 1)).unwrap();
    writer.commit().unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!((reader.documents(), reader.segments().len()), (2, 2));
}

#[test]
fn folders_that_are_no_index_are_left_alone() {
    let dir = tempdir().unwrap();
    std::fs::write(dir.path().join("thesis.txt"), "mine").unwrap();
    assert!(matches!(Writer::open(dir.path()), Err(Error::Foreign { .. })));
    assert!(matches!(Reader::open(dir.path()), Err(Error::Foreign { .. })));
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), 1);
    assert!(matches!(Reader::open(dir.path().join("none")), Err(Error::NotFound { .. })));
    let tracked = tempdir().unwrap();
    std::fs::write(tracked.path().join("README.md"), "the index").unwrap();
    assert!(matches!(Reader::open(tracked.path()), Err(Error::NotFound { .. })));
    Writer::open(tracked.path()).unwrap();
    assert_eq!(Reader::open(tracked.path()).unwrap().documents(), 0);
}

#[test]
fn one_writer_at_a_time() {
    let dir = tempdir().unwrap();
    let first = Writer::open(dir.path()).unwrap();
    assert!(matches!(Writer::open(dir.path()), Err(Error::Locked { .. })));
    drop(first);
    Writer::open(dir.path()).unwrap();
}

#[test]
fn what_was_not_committed_is_gone() {
    let dir = tempdir().unwrap();
    let mut writer = Writer::open(dir.path()).unwrap();
    writer.add(&document(1, &["One"])).unwrap();
    writer.commit().unwrap();
    writer.add(&document(2, &["Two"])).unwrap();
    drop(writer);
    assert_eq!(Reader::open(dir.path()).unwrap().documents(), 1);
    let mut writer = Writer::open(dir.path()).unwrap();
    writer.add(&document(3, &["Three"])).unwrap();
    writer.commit().unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.documents(), 2);
    assert_eq!(
        reader.stored(DocAddress::new(0, 0)).unwrap().text_len() as usize,
        reader.stored(DocAddress::new(0, 0)).unwrap().text().unwrap().len()
    );
}

#[test]
fn a_rebuild_starts_anew_and_keeps_the_old_state_until_it_commits() {
    let dir = tempdir().unwrap();
    let mut writer = Writer::open(dir.path()).unwrap();
    writer.add(&document(1, &["One"])).unwrap();
    writer.commit().unwrap();
    drop(writer);
    let rebuild = WriterOptions { rebuild: true, ..WriterOptions::default() };
    let mut writer = Writer::open_with(dir.path(), rebuild.clone()).unwrap();
    writer.add(&document(2, &["Two"])).unwrap();
    assert_eq!(Reader::open(dir.path()).unwrap().documents(), 1);
    writer.commit().unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.documents(), 1);
    assert!(reader.find(&format!("{:016x}", 2)).unwrap().is_some());
    drop(writer);
    // also over an index that cannot be read
    let pack = dir.path().join(reader.manifest.files.keys().find(|name| name.ends_with("idx")).unwrap());
    std::fs::write(pack, "cut").unwrap();
    assert!(matches!(Reader::open(dir.path()), Err(Error::Damaged { .. })));
    assert!(matches!(Writer::open(dir.path()), Err(Error::Damaged { .. })));
    Writer::open_with(dir.path(), rebuild).unwrap().commit().unwrap();
    assert_eq!(Reader::open(dir.path()).unwrap().documents(), 0);
}

#[test]
fn a_long_document_is_read_in_parts() {
    let dir = tempdir().unwrap();
    let paragraph = "The committee of the commune met again. ".repeat(40);
    let blocks: Vec<String> = (0..200).map(|i| format!("Paragraph {i}. {paragraph}")).collect();
    let blocks: Vec<&str> = blocks.iter().map(String::as_str).collect();
    let given = document(5, &blocks);
    let mut writer = Writer::open(dir.path()).unwrap();
    writer.add(&given).unwrap();
    writer.commit().unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    let stored = reader.stored(DocAddress::new(0, 0)).unwrap();
    assert_eq!(stored.passage_text(117).unwrap(), given.slice(given.passages[117].range));
    let across = TextRange::new(given.passages[3].range.start, given.passages[90].range.end);
    assert_eq!(stored.slice(across).unwrap(), given.slice(across));
    assert_eq!(stored.document().unwrap(), given);
}

/// What the threads know of words counts as memory of each segment that is being built: many words must not fill a
/// small one before it holds documents.
#[test]
fn a_small_memory_and_many_words_make_few_segments() {
    let dir = tempdir().unwrap();
    let options = WriterOptions { memory: LEAST, ..WriterOptions::default() };
    let mut writer = Writer::open_with(dir.path(), options).unwrap();
    let mut threads: Vec<Preparer> = (0..4).map(|_| writer.preparer().unwrap()).collect();
    let mut word = 0u64;
    for id in 0..3_000 {
        let mut text = String::from("Minutes");
        for _ in 0..50 {
            word += 1;
            text.push_str(&format!(" w{:x}", word.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 24));
        }
        let prepared = threads[id as usize % 4].prepare(&document(id, &["The League", &text])).unwrap();
        writer.add_prepared(prepared).unwrap();
    }
    let segments = list(writer.dir()).unwrap().iter().filter(|name| name.ends_with(".term")).count();
    assert!((2..40).contains(&segments), "{segments} segments");
    writer.commit().unwrap();
    let reader = Reader::open(dir.path()).unwrap();
    assert_eq!(reader.documents(), 3_000);
}
