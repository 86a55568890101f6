//! The commit path with every operation failing in turn, and the disk losing what was not synced.

use crate::folder::{Fault, Step};
use crate::writer::tests::document;
use crate::{Reader, Writer, WriterOptions, verify};
use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tempfile::tempdir;

/// Fails the n-th operation, and all after it when the process is to die there. Notes what is not synced.
#[derive(Default)]
struct Saboteur {
    count: AtomicUsize,
    fail: usize,
    dies: bool,
    unsynced: Mutex<HashSet<PathBuf>>,
    last: Mutex<Option<Step>>,
}

impl Saboteur {
    fn fault(self: &Arc<Self>) -> Fault {
        let this = Arc::clone(self);
        Arc::new(move |step, path| {
            let n = this.count.fetch_add(1, Ordering::SeqCst) + 1;
            if n == this.fail || this.dies && n > this.fail {
                *this.last.lock().unwrap() = Some(step);
                return Err(io::Error::new(io::ErrorKind::StorageFull, format!("operation {n} refused")));
            }
            let mut unsynced = this.unsynced.lock().unwrap();
            match step {
                Step::Write => drop(unsynced.insert(path.to_owned())),
                Step::Sync | Step::Remove => drop(unsynced.remove(path)),
                _ => {}
            }
            Ok(())
        })
    }

    /// A power cut: of files that were not synced, the second half is gone.
    fn power_cut(&self) {
        for path in self.unsynced.lock().unwrap().iter() {
            if let Ok(metadata) = std::fs::metadata(path) {
                let file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
                // what an earlier commit synced of a pack stays
                let kept = committed_size(path).unwrap_or(0);
                file.set_len(kept.max(metadata.len() / 2).min(metadata.len())).unwrap();
            }
        }
    }
}

fn committed_size(path: &Path) -> Option<u64> {
    let dir = path.parent()?.parent()?;
    let manifest = crate::folder::Manifest::read(dir).ok()?;
    let name = path.strip_prefix(dir).ok()?.to_str()?;
    manifest.files.get(name).map(|entry| entry.size)
}

/// An index of three documents, and the change that is sabotaged: one replaced, one removed, one added, all
/// segments merged.
fn prepare(dir: &Path) {
    let mut writer = Writer::open_on(dir, WriterOptions::default(), Some(Arc::new(|_, _| Ok(())))).unwrap();
    for id in 1..=3 {
        writer.add(&document(id, &["Title", &format!("old{id}")])).unwrap();
        writer.commit().unwrap();
    }
}

fn copy_of(template: &Path) -> tempfile::TempDir {
    let dir = tempdir().unwrap();
    for name in crate::folder::list(template).unwrap() {
        let to = dir.path().join(&name);
        std::fs::create_dir_all(to.parent().unwrap()).unwrap();
        std::fs::copy(template.join(&name), to).unwrap();
    }
    dir
}

fn change(dir: &Path, fault: Option<Fault>) -> crate::Result<()> {
    let mut writer = Writer::open_on(dir, WriterOptions::default(), fault)?;
    writer.add(&document(1, &["Title", "new1"]))?;
    writer.remove(&format!("{:016x}", 2))?;
    writer.add(&document(4, &["Title", "new4"]))?;
    writer.commit()?;
    Ok(())
}

/// The texts of all documents by id.
fn content(dir: &Path) -> BTreeMap<String, String> {
    let reader = Reader::open(dir).unwrap();
    let mut found = BTreeMap::new();
    for (ord, segment) in reader.segments().iter().enumerate() {
        for doc in (0..segment.max_doc()).filter(|&doc| segment.is_alive(doc)) {
            let stored = reader.stored(tantivy::DocAddress::new(ord as u32, doc)).unwrap();
            found.insert(stored.id.clone(), stored.text().unwrap());
        }
    }
    assert_eq!(found.len() as u64, reader.documents());
    found
}

#[test]
fn any_operation_may_fail() {
    let template = tempdir().unwrap();
    prepare(template.path());
    let (before, after) = {
        let dir = copy_of(template.path());
        let before = content(dir.path());
        change(dir.path(), None).unwrap();
        (before, content(dir.path()))
    };
    for dies in [false, true] {
        let mut committed = 0;
        for fail in 1.. {
            let dir = copy_of(template.path());
            let saboteur = Arc::new(Saboteur { fail, dies, ..Saboteur::default() });
            let result = change(dir.path(), Some(saboteur.fault()));
            let at =
                format!("operation {fail} ({:?}), dies: {dies}, {result:?}", saboteur.last.lock().unwrap());
            if dies {
                saboteur.power_cut();
            }
            let found = content(dir.path());
            let verified = verify(dir.path()).unwrap();
            assert!(verified.is_clean(), "{at}: {verified:?}");
            if result.is_ok() {
                assert_eq!(found, after, "{at}");
            } else {
                assert!(found == before || found == after, "{at}: {found:?}");
            }
            committed += usize::from(found == after);
            // whatever happened, the same change again ends where an undisturbed one ends
            change(dir.path(), Some(Arc::new(|_, _| Ok(())))).unwrap();
            assert_eq!(content(dir.path()), after, "{at}");
            let verified = verify(dir.path()).unwrap();
            assert!(verified.is_clean() && verified.leftover.is_empty(), "{at}: {verified:?}");
            if saboteur.last.lock().unwrap().is_none() {
                assert!(result.is_ok() && fail > 20, "only {fail} operations");
                break;
            }
        }
        assert!(committed > 0);
    }
}

/// Every file of an index cut, emptied, missing, longer, with a bit flipped: seen by `verify`, and reading it
/// gives an error or a right answer, never a panic.
#[test]
fn any_damage_is_seen() {
    let dir = tempdir().unwrap();
    prepare(dir.path());
    let files: Vec<PathBuf> = crate::folder::list(dir.path())
        .unwrap()
        .iter()
        .filter(|name| *name != "lock")
        .map(|name| dir.path().join(name))
        .collect();
    assert!(files.len() > 10);
    let read_all = || {
        crate::guarded(|| {
            let reader = Reader::open(dir.path())?;
            for (ord, segment) in reader.segments().iter().enumerate() {
                let body = reader.fields().body;
                segment.for_each_from(body, "", &mut |_, _| true)?;
                for term in ["title", "old1", "old2", "old3"] {
                    if let Some(mut postings) = segment.postings(body, term)? {
                        let mut positions = Vec::new();
                        while tantivy::DocSet::doc(&postings) != tantivy::TERMINATED {
                            tantivy::postings::Postings::positions(&mut postings, &mut positions);
                            tantivy::DocSet::advance(&mut postings);
                        }
                    }
                }
                for doc in 0..segment.max_doc() {
                    reader.stored(tantivy::DocAddress::new(ord as u32, doc))?.document()?;
                }
            }
            reader.info()
        })
    };
    let clean = read_all().unwrap();
    let mut tried = 0;
    for path in &files {
        let whole = std::fs::read(path).unwrap();
        let mut check = |bytes: Option<&[u8]>, what: &str| {
            match bytes {
                Some(bytes) => std::fs::write(path, bytes).unwrap(),
                None => std::fs::remove_file(path).unwrap(),
            }
            tried += 1;
            let seen =
                verify(dir.path()).map_or(true, |found| !found.is_clean() || !found.leftover.is_empty());
            assert!(seen, "{what}: {}", path.display());
            let _ = read_all();
        };
        check(Some(&[]), "emptied");
        check(Some(&whole[..whole.len() - 1]), "cut");
        check(Some(&[&whole[..], b"x"].concat()), "longer");
        check(None, "missing");
        let step = (whole.len() / 24).max(1);
        for at in (0..whole.len()).step_by(step) {
            let mut flipped = whole.clone();
            flipped[at] ^= 1 << (at % 8);
            check(Some(&flipped), "flipped");
        }
        std::fs::write(path, &whole).unwrap();
    }
    assert!(tried > 200, "{tried}");
    assert_eq!(read_all().unwrap(), clean);
    std::fs::write(dir.path().join("segments/notes.txt"), "mine").unwrap();
    assert_eq!(verify(dir.path()).unwrap().foreign, ["segments/notes.txt"]);
}

/// The process that [`a_killed_writer_loses_no_commit`] kills: adds documents one after the other, commits
/// each, and says so. Does nothing when it is not told where.
#[test]
fn writer_to_be_killed() {
    let Some(dir) = std::env::var_os("PAMPHLET_KILL_TEST_DIR") else { return };
    let dir = PathBuf::from(dir);
    let mut writer = Writer::open(dir.join("index")).unwrap();
    for id in writer.documents().. {
        writer.add(&document(id, &["Title", &format!("text{id} of the document")])).unwrap();
        if id % 5 == 4 {
            // the one before is replaced
            writer.add(&document(id - 1, &["Title", &format!("text{} of the document", id - 1)])).unwrap();
        }
        writer.commit().unwrap();
        std::fs::write(dir.join("committed.new"), (id + 1).to_string()).unwrap();
        std::fs::rename(dir.join("committed.new"), dir.join("committed")).unwrap();
    }
}

#[test]
fn a_killed_writer_loses_no_commit() {
    let dir = tempdir().unwrap();
    let index = dir.path().join("index");
    let rounds: u64 = std::env::var("PAMPHLET_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(5);
    let mut last = 0;
    for round in 0..rounds {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "faults::writer_to_be_killed"])
            .env("PAMPHLET_KILL_TEST_DIR", dir.path())
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null())
            .spawn()
            .unwrap();
        // another moment each time, the same ones in each run
        std::thread::sleep(std::time::Duration::from_millis(40 + round * 37 % 160));
        child.kill().unwrap();
        child.wait().unwrap();
        let committed = std::fs::read_to_string(dir.path().join("committed")).unwrap_or_default();
        let committed: u64 = committed.parse().unwrap_or(0);
        let Ok(reader) = Reader::open(&index) else {
            assert_eq!(committed, 0, "round {round}");
            continue;
        };
        assert!(
            reader.documents() >= committed.max(last),
            "round {round}: {} < {committed}",
            reader.documents()
        );
        last = reader.documents();
        let texts = content(&index);
        for id in 0..last {
            assert!(
                texts[&format!("{id:016x}")].contains(&format!("text{id} ")),
                "round {round}: document {id}"
            );
        }
        let verified = verify(&index).unwrap();
        assert!(verified.is_clean(), "round {round}: {verified:?}");
    }
}
