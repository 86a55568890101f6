//! What a sync does over a folder that changes.

use super::*;
use crate::{Reader, WriterOptions};
use pamphlet_document::{Block, BlockKind, Passage, Role, SourceMap, TextRange};
use std::fs;
use std::sync::atomic::AtomicUsize;
use std::time::UNIX_EPOCH;
use tempfile::{TempDir, tempdir};

/// Reads each file as one document; a name with `bad` fails, `locked` fails for now, `part` fails in part.
#[derive(Default)]
struct Texts {
    read: AtomicUsize,
    version: String,
}

impl Documents for Texts {
    fn version(&self) -> String {
        self.version.clone()
    }

    fn walk(
        &self,
        roots: &[PathBuf],
        each: &mut dyn FnMut(Result<SourceFile, SourceFailure>) -> ControlFlow<()>,
    ) {
        for root in roots {
            let mut stack = vec![root.clone()];
            while let Some(path) = stack.pop() {
                if path.is_dir() {
                    let mut inner: Vec<_> =
                        fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).collect();
                    inner.sort();
                    stack.extend(inner.into_iter().rev());
                    continue;
                }
                let metadata = fs::metadata(&path).unwrap();
                let modified =
                    metadata.modified().unwrap().duration_since(UNIX_EPOCH).unwrap().as_nanos() as i64;
                let file = SourceFile {
                    shown: path.display().to_string(),
                    identity: path.canonicalize().unwrap(),
                    path,
                    size: metadata.len(),
                    modified,
                };
                if each(Ok(file)).is_break() {
                    return;
                }
            }
        }
    }

    fn read(&self, file: &SourceFile, each: &mut Each<'_>) -> Result<PartFailures, SourceFailure> {
        self.read.fetch_add(1, Ordering::Relaxed);
        let fail =
            |reason: &str, keep| SourceFailure { path: file.shown.clone(), reason: reason.into(), keep };
        if file.shown.contains("bad") {
            return Err(fail("binary", false));
        }
        if file.shown.contains("panic") {
            panic!("a reader that panics");
        }
        let text = fs::read_to_string(&file.path).unwrap();
        if text.contains("locked") {
            return Err(fail("permission denied", true));
        }
        let range = TextRange::new(0, text.len() as u32);
        let id = blake3::hash(file.identity.to_str().unwrap().as_bytes()).to_hex()[..16].to_owned();
        let block =
            Block { kind: BlockKind::Paragraph, range, role: Role::Content, lang: None, speech: None };
        let document = Document {
            id,
            path: file.shown.clone(),
            source_map: SourceMap::identity(range.end, 0),
            text,
            blocks: vec![block],
            passages: vec![Passage { range, block: 0, section: None, page: None }],
            ..Document::default()
        };
        let _ = each(document);
        let named = if file.shown.contains("part") { vec![fail("record 3", false)] } else { Vec::new() };
        Ok(PartFailures { named, unnamed: 0 })
    }
}

struct Case {
    dir: TempDir,
    texts: Texts,
}

impl Case {
    fn new(files: &[(&str, &str)]) -> Self {
        let case = Self { dir: tempdir().unwrap(), texts: Texts::default() };
        for (name, text) in files {
            case.write(name, text);
        }
        case
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn index(&self) -> PathBuf {
        self.path("index")
    }

    fn try_sync(&self, roots: &[&str]) -> Result<Summary> {
        let roots: Vec<PathBuf> = roots.iter().map(|root| self.path(root)).collect();
        Writer::open(self.index())?.sync(&roots, &self.texts, SyncOptions::default())
    }

    /// added, updated, unchanged, removed, failed, files read.
    fn sync(&self, roots: &[&str]) -> [usize; 6] {
        self.texts.read.store(0, Ordering::Relaxed);
        let s = self.try_sync(roots).unwrap();
        let [a, u, n, r] = [s.added, s.updated, s.unchanged, s.removed].map(|n| n as usize);
        [a, u, n, r, s.failed.len(), self.texts.read.load(Ordering::Relaxed)]
    }

    fn documents(&self) -> u64 {
        Reader::open(self.index()).unwrap().documents()
    }
}

#[test]
fn only_what_changed_is_read() {
    let case = Case::new(&[("in/a.txt", "one"), ("in/b.txt", "two"), ("in/sub/c.txt", "three")]);
    assert_eq!(case.sync(&["in"]), [3, 0, 0, 0, 0, 3]);
    let commit = Reader::open(case.index()).unwrap().commit();
    assert_eq!(case.sync(&["in"]), [0, 0, 3, 0, 0, 0]);
    assert_eq!(Reader::open(case.index()).unwrap().commit(), commit, "nothing to commit");
    case.write("in/b.txt", "two and a half");
    case.write("in/a.txt", "one"); // another time, the same content
    fs::remove_file(case.path("in/sub/c.txt")).unwrap();
    assert_eq!(case.sync(&["in"]), [0, 1, 1, 1, 0, 1]);
    assert_eq!(case.documents(), 2);
    assert_eq!(case.sync(&["in"]), [0, 0, 2, 0, 0, 0]);
}

#[test]
fn another_way_of_reading_reads_all_again() {
    let mut case = Case::new(&[("in/a.txt", "one"), ("in/b.txt", "two")]);
    case.sync(&["in"]);
    case.texts.version = "2".into();
    assert_eq!(case.sync(&["in"]), [0, 2, 0, 0, 0, 2]);
    assert_eq!(case.sync(&["in"]), [0, 0, 2, 0, 0, 0]);
}

#[test]
fn what_is_gone_is_dropped_inside_the_roots_only() {
    let case = Case::new(&[("x/a.txt", "one"), ("y/b.txt", "two")]);
    case.sync(&["x", "y"]);
    fs::remove_file(case.path("x/a.txt")).unwrap();
    fs::remove_file(case.path("y/b.txt")).unwrap();
    assert_eq!(case.sync(&["x"]), [0, 0, 0, 1, 0, 0]);
    assert_eq!(case.documents(), 1);
    fs::remove_dir(case.path("y")).unwrap();
    assert!(matches!(case.try_sync(&["x", "y"]), Err(Error::RootMissing { .. })));
    assert_eq!(case.documents(), 1, "a root that vanished keeps its documents");
}

#[test]
fn overlapping_roots_and_the_index_inside_them() {
    let case = Case::new(&[("a.txt", "one"), ("sub/b.txt", "two")]);
    let [added, .., failed, read] = case.sync(&["", "sub", "sub/b.txt"]);
    assert_eq!((added, failed, read), (2, 0, 2));
    assert_eq!(case.sync(&["sub", ""]), [0, 0, 2, 0, 0, 0]);
}

#[test]
fn failures_are_named_each_time_and_lose_nothing_else() {
    let case = Case::new(&[
        ("in/a.txt", "one"),
        ("in/bad.bin", "?"),
        ("in/part.txt", "some"),
        ("in/panic.txt", "x"),
    ]);
    assert_eq!(case.sync(&["in"]), [2, 0, 0, 0, 3, 4]);
    assert_eq!(case.sync(&["in"]), [0, 0, 2, 0, 3, 0]);
    case.write("in/a.txt", "locked now");
    assert_eq!(case.sync(&["in"]), [0, 0, 2, 0, 4, 1]);
    assert_eq!(case.documents(), 2, "what cannot be read for now stays");
    assert_eq!(case.sync(&["in"])[5], 1, "and is tried again");
}

#[test]
fn an_interrupted_sync_leaves_the_last_commit() {
    let case = Case::new(&[("in/a.txt", "one")]);
    case.sync(&["in"]);
    case.write("in/b.txt", "two");
    let stop = AtomicBool::new(false);
    let mut reports = 0;
    let mut progress = |progress: &Progress| {
        reports += 1;
        assert!(progress.done <= progress.files);
        stop.store(true, Ordering::Relaxed);
    };
    let options =
        SyncOptions { progress: Some(&mut progress), interrupt: Some(&stop), ..SyncOptions::default() };
    let mut writer = Writer::open_with(case.index(), WriterOptions::default()).unwrap();
    let result = writer.sync(&[case.path("in")], &case.texts, options);
    assert!(matches!(result, Err(Error::Interrupted)));
    assert!(matches!(writer.commit(), Err(Error::Broken)));
    assert_eq!(reports, 1);
    drop(writer);
    assert_eq!(case.documents(), 1);
    assert_eq!(case.sync(&["in"]), [1, 0, 1, 0, 0, 1]);
}
