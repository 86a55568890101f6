//! The commit path with every operation failing in turn, and the disk losing what was not synced.

#![allow(clippy::print_stdout)]

use crate::folder::{Fail, Fault, Step};
use crate::writer::tests::document;
use crate::{Error, Info, Reader, Writer, WriterOptions, verify};
use pamphlet_document::Document;
use std::collections::{BTreeMap, HashSet};
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use tantivy::postings::Postings;
use tantivy::{DocSet, TERMINATED};
use tempfile::tempdir;

/// What goes wrong at the n-th operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Wrong {
    /// It fails, and the writer sees it: a full disk, a quota, a disk that is read-only by now or broken.
    Fails,
    /// A signal comes.
    Signal,
    /// A write takes less than it was given.
    Short,
    /// The process dies there. What was written is on the disk.
    Dies,
    /// The power is cut there, and of what was not synced the disk keeps what the number says.
    PowerCut(usize),
}

/// Lets the n-th operation go wrong, and notes what is not synced.
struct Saboteur {
    count: AtomicUsize,
    at: usize,
    wrong: Wrong,
    unsynced: Mutex<HashSet<PathBuf>>,
    /// Changes of names in folders that were not synced since, in their order.
    names: Mutex<Vec<Name>>,
    last: Mutex<Option<Step>>,
}

/// A change of a name, and how to undo it.
enum Name {
    Created(PathBuf),
    /// What stood at the new name before.
    Renamed(PathBuf, PathBuf, Option<Vec<u8>>),
    Removed(PathBuf, Vec<u8>),
}

impl Name {
    fn folder(&self) -> Option<&Path> {
        match self {
            Self::Created(path) | Self::Removed(path, _) | Self::Renamed(_, path, _) => path.parent(),
        }
    }

    fn undo(&self) {
        match self {
            Self::Created(path) if path.is_dir() => {}
            Self::Created(path) => drop(std::fs::remove_file(path)),
            Self::Removed(path, bytes) => std::fs::write(path, bytes).unwrap(),
            Self::Renamed(from, to, old) => {
                if to.exists() {
                    std::fs::rename(to, from).unwrap();
                }
                if let Some(old) = old {
                    std::fs::write(to, old).unwrap();
                }
            }
        }
    }
}

impl Saboteur {
    fn new(at: usize, wrong: Wrong) -> Arc<Self> {
        let (count, unsynced, names, last) = Default::default();
        Arc::new(Self { count, at, wrong, unsynced, names, last })
    }

    fn fault(self: &Arc<Self>) -> Fault {
        let this = Arc::clone(self);
        Arc::new(move |step, path| {
            let n = this.count.fetch_add(1, Ordering::SeqCst) + 1;
            let dies = matches!(this.wrong, Wrong::Dies | Wrong::PowerCut(_));
            if n == this.at || dies && n > this.at {
                *this.last.lock().unwrap() = Some(step);
                // Rust's own kinds lack the quota on some systems; all of them come to the same
                let kinds = [
                    ErrorKind::StorageFull,
                    ErrorKind::QuotaExceeded,
                    ErrorKind::ReadOnlyFilesystem,
                    ErrorKind::Other,
                ];
                let error = |kind| Err(Fail::Error(io::Error::new(kind, format!("operation {n} refused"))));
                match (this.wrong, step) {
                    (Wrong::Signal, Step::Write) => return error(ErrorKind::Interrupted),
                    (Wrong::Short, Step::Write) => return Err(Fail::Short),
                    (Wrong::Signal | Wrong::Short, _) => {}
                    _ => return error(kinds[n % kinds.len()]),
                }
            }
            this.note(step, path);
            Ok(())
        })
    }

    /// Notes an operation that is done.
    fn note(&self, step: Step, path: &Path) {
        let mut unsynced = self.unsynced.lock().unwrap();
        let mut names = self.names.lock().unwrap();
        match step {
            Step::Create if !path.exists() => names.push(Name::Created(path.to_owned())),
            Step::Write => drop(unsynced.insert(path.to_owned())),
            Step::Sync => drop(unsynced.remove(path)),
            Step::Remove => {
                unsynced.remove(path);
                names.extend(std::fs::read(path).map(|bytes| Name::Removed(path.to_owned(), bytes)));
            }
            Step::Rename => {
                let from = path.with_file_name("manifest.json.new");
                names.push(Name::Renamed(from, path.to_owned(), std::fs::read(path).ok()));
            }
            Step::SyncFolder => names.retain(|name| name.folder() != Some(path)),
            _ => {}
        }
    }

    /// A power cut: of what was not synced, something is gone. The numbers from 0: names come back as they
    /// were and files lose their second half; names stay and files hold zeros; names stay and files are cut;
    /// every other of both.
    fn power_cut(&self, variant: usize) {
        let names = self.names.lock().unwrap();
        for (i, name) in names.iter().enumerate().rev() {
            if variant == 0 || variant == 3 && i % 2 == 0 {
                name.undo();
            }
        }
        for (i, path) in self.unsynced.lock().unwrap().iter().enumerate() {
            let Ok(metadata) = std::fs::metadata(path) else { continue };
            if variant == 3 && i % 2 == 0 {
                continue;
            }
            // what an earlier commit synced of a pack stays
            let kept = committed_size(path).unwrap_or(0).max(metadata.len() / 2).min(metadata.len());
            let file = std::fs::OpenOptions::new().write(true).open(path).unwrap();
            file.set_len(kept).unwrap();
            if variant == 1 {
                file.set_len(metadata.len()).unwrap();
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
    let mut injected = 0;
    let cuts = (0..4).map(Wrong::PowerCut);
    for wrong in [Wrong::Fails, Wrong::Signal, Wrong::Short, Wrong::Dies].into_iter().chain(cuts) {
        let mut committed = 0;
        for at in 1.. {
            let dir = copy_of(template.path());
            let saboteur = Saboteur::new(at, wrong);
            let result = change(dir.path(), Some(saboteur.fault()));
            let say = format!("operation {at} ({:?}), {wrong:?}, {result:?}", saboteur.last.lock().unwrap());
            if let Wrong::PowerCut(variant) = wrong {
                saboteur.power_cut(variant);
            }
            let found = content(dir.path());
            let verified = verify(dir.path()).unwrap();
            assert!(verified.is_clean(), "{say}: {verified:?}");
            match wrong {
                // these are nothing to a writer
                Wrong::Signal | Wrong::Short => assert!(result.is_ok(), "{say}"),
                Wrong::Fails => {}
                _ if saboteur.last.lock().unwrap().is_some() => {
                    assert!(result.is_err() || found == after, "{say}")
                }
                _ => {}
            }
            if result.is_ok() {
                assert_eq!(found, after, "{say}");
            } else {
                assert!(found == before || found == after, "{say}: {found:?}");
            }
            committed += usize::from(found == after);
            // whatever happened, the same change again ends where an undisturbed one ends
            change(dir.path(), None).unwrap();
            assert_eq!(content(dir.path()), after, "{say}");
            let verified = verify(dir.path()).unwrap();
            assert!(verified.is_clean() && verified.leftover.is_empty(), "{say}: {verified:?}");
            if saboteur.last.lock().unwrap().is_none() {
                assert!(result.is_ok() && at > 20, "only {at} operations");
                break;
            }
            injected += 1;
        }
        assert!(committed > 0);
    }
    println!("{injected} faults injected");
}

/// An index that is made anew, its folder and those above it too: nothing of it is there, or all of it.
#[test]
fn any_operation_of_the_first_commit_may_fail() {
    for variant in 0..4 {
        for at in 1.. {
            let dir = tempdir().unwrap();
            let index = dir.path().join("a/b/index");
            let saboteur = Saboteur::new(at, Wrong::PowerCut(variant));
            let make = |fault| -> crate::Result<()> {
                let mut writer = Writer::open_on(&index, WriterOptions::default(), fault)?;
                writer.add(&document(1, &["Title", "text"]))?;
                writer.commit()?;
                Ok(())
            };
            let result = make(Some(saboteur.fault()));
            saboteur.power_cut(variant);
            let say = format!("operation {at} ({:?}), {result:?}", saboteur.last.lock().unwrap());
            if result.is_ok() {
                assert_eq!(content(&index).len(), 1, "{say}");
                let folders = saboteur.names.lock().unwrap();
                let made = folders.iter().filter(|name| matches!(name, Name::Created(path) if path.is_dir()));
                assert_eq!(made.count(), 0, "{say}: the folders themselves are durable");
            }
            make(None).unwrap();
            assert_eq!(content(&index).len(), 1, "{say}");
            assert!(verify(&index).unwrap().is_clean(), "{say}");
            if saboteur.last.lock().unwrap().is_none() {
                assert!(result.is_ok() && at > 15, "only {at} operations");
                break;
            }
        }
    }
}

/// Every word with its positions, every document, and what the index says of itself.
fn read_all(reader: &Reader) -> crate::Result<(Vec<String>, Vec<Document>, Info)> {
    let (mut words, mut documents) = (Vec::new(), Vec::new());
    for (ord, segment) in reader.segments().iter().enumerate() {
        let body = reader.fields().body;
        let mut terms = Vec::new();
        segment.for_each_from(body, "", &mut |term, count| {
            terms.push((term.to_owned(), count));
            true
        })?;
        for (term, count) in terms {
            let Some(mut postings) = segment.postings(body, &term)? else { continue };
            let mut positions = Vec::new();
            while postings.doc() != TERMINATED {
                postings.positions(&mut positions);
                words.push(format!("{term} {count} {} {positions:?}", postings.doc()));
                postings.advance();
            }
        }
        for doc in 0..segment.max_doc() {
            documents.push(reader.stored(tantivy::DocAddress::new(ord as u32, doc))?.document()?);
        }
    }
    Ok((words, documents, reader.info()?))
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
        let reader = Reader::open(dir.path())?;
        let found = crate::guarded(|| read_all(&reader));
        reader.damage()?;
        found
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
            match read_all() {
                Ok(found) => assert_eq!(found, clean, "{what}: {}", path.display()),
                Err(Error::NotFound { .. }) => assert_eq!(what, "missing"),
                Err(error) => assert!(error.is_damage(), "{what}: {}: {error}", path.display()),
            }
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
