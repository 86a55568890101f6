//! An index in memory, of a few documents that came from elsewhere: what a query asks of a folder, it can ask of these.
//!
//! Nothing is written; the segment and the texts are those that a writer would have put on disk.

use crate::duplicates::{Duplicates, Entry};
use crate::folder::Manifest;
use crate::pack::{Pack, Place};
use crate::prepare::{Prepared, Preparer, id_number};
use crate::schema::schema;
use crate::segment::in_memory;
use crate::{Reader, Result};
use pamphlet_document::Document;
use std::borrow::Borrow;

/// The number of the only pack.
const PACK: u32 = 1;

/// Bytes of words that a thread remembers from document to document.
const MEMORY: usize = 16 << 20;

/// Fewer documents are analyzed on one thread.
const FEW: usize = 16;

impl Reader {
    /// An index of these documents in memory. Its order is theirs; of two with one id both are there.
    ///
    /// # Errors
    /// When there is no memory.
    ///
    /// ```
    /// use pamphlet_document::Document;
    /// let document = Document { id: "00000000000000aa".into(), path: "a.txt".into(), ..Document::default() };
    /// let reader = pamphlet_index::Reader::in_memory(&[document])?;
    /// assert_eq!(reader.documents(), 1);
    /// let address = reader.find("00000000000000aa")?.expect("it is there");
    /// assert_eq!(reader.stored(address)?.path, "a.txt");
    /// # Ok::<(), pamphlet_index::Error>(())
    /// ```
    pub fn in_memory<D: Borrow<Document> + Sync>(documents: &[D]) -> Result<Self> {
        let prepared = prepared(documents)?;
        let mut manifest = Manifest::empty();
        let mut texts: Vec<u8> = Vec::with_capacity(prepared.iter().map(|one| one.record.len() + 5).sum());
        let mut entries = Vec::with_capacity(prepared.len());
        let mut placed = Vec::with_capacity(prepared.len());
        for one in prepared {
            manifest.documents += 1;
            manifest.words += one.words;
            entries.push(Entry { id: id_number(&one.id), content: one.content, signature: one.signature });
            let place = Place { pack: PACK, offset: texts.len() as u64 };
            texts.extend_from_slice(&(one.record.len() as u64).to_le_bytes()[..5]);
            texts.extend_from_slice(&one.record);
            placed.push((one, place));
        }
        let segments = match placed.is_empty() {
            true => Vec::new(),
            false => vec![in_memory(placed)?],
        };
        let pack = Pack::of_bytes("documents in memory", texts);
        Ok(Self::of_parts(manifest, segments, (PACK, pack), Duplicates::of_few(entries)))
    }
}

/// The documents analyzed, in their order, on all cores.
fn prepared<D: Borrow<Document> + Sync>(documents: &[D]) -> Result<Vec<Prepared>> {
    let threads =
        std::thread::available_parallelism().map_or(1, usize::from).min(documents.len() / FEW).max(1);
    let part = documents.len().div_ceil(threads).max(1);
    let work = |documents: &[D]| -> Result<Vec<Prepared>> {
        let mut preparer = Preparer::new(schema().1, MEMORY)?;
        documents.iter().map(|document| preparer.prepare(document.borrow())).collect()
    };
    if threads == 1 {
        return work(documents);
    }
    let parts = std::thread::scope(|scope| {
        let work = &work;
        let threads: Vec<_> = documents.chunks(part).map(|part| scope.spawn(move || work(part))).collect();
        let done = threads.into_iter().map(|thread| thread.join().unwrap_or(Err(crate::Error::Broken)));
        done.collect::<Result<Vec<_>>>()
    })?;
    Ok(parts.into_iter().flatten().collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Writer;
    use crate::writer::tests::document;

    #[test]
    fn the_documents_are_those_of_a_folder() {
        let documents: Vec<Document> = (1..41u32)
            .map(|at| {
                document(u64::from(at), &["Bakers", &format!("The bakers rise at {at}."), "#Home | Links"])
            })
            .collect();
        let dir = tempfile::tempdir().unwrap();
        let mut writer = Writer::open(dir.path()).unwrap();
        for document in &documents {
            writer.add(document).unwrap();
        }
        writer.commit().unwrap();
        let (folder, memory) = (Reader::open(dir.path()).unwrap(), Reader::in_memory(&documents).unwrap());
        assert_eq!((memory.documents(), memory.words()), (folder.documents(), folder.words()));
        for term in ["bakers", "rise", "nobody", "absent"] {
            let of = |reader: &Reader| reader.doc_freq(reader.fields().body, term).unwrap();
            assert_eq!(of(&memory), of(&folder), "{term}");
        }
        let of = |reader: &Reader| reader.total_tokens(reader.fields().body).unwrap();
        assert_eq!(of(&memory), of(&folder));
        for document in &documents {
            let address = memory.find(&document.id).unwrap().expect("it is there");
            assert_eq!(memory.stored(address).unwrap().text().unwrap(), document.text);
            let id = id_number(&document.id);
            assert_eq!(memory.duplicates().of(id, 0.8), folder.duplicates().of(id, 0.8));
        }
    }
}
