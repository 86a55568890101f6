//! A folder full of what is no document: each named with its reason, nothing waited for.

use pamphlet_ingest::{Ingest, Options, Reason, walk};
use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

/// Paths below the folder and what came of each: the number of documents, or the reason.
fn read(root: &Path, options: &Options) -> Vec<(String, Result<u64, Reason>)> {
    let ingest = Ingest::default();
    let mut out = Vec::new();
    for source in walk(&[root.to_owned()], options) {
        let result = source.and_then(|source| {
            let summary = ingest.read(&source, &mut |_| ControlFlow::Continue(()))?;
            Ok((source.shown, summary))
        });
        let below = |path: &str| path.trim_start_matches(&*root.to_string_lossy()).to_owned();
        match result {
            Ok((path, summary)) => out.push((below(&path), Ok(summary.documents))),
            Err(failure) => out.push((below(&failure.path), Err(failure.reason))),
        }
    }
    out
}

#[test]
fn each_is_named_and_the_rest_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    fs::write(root.join("a.txt"), "A text.").expect("write");
    fs::write(root.join("b-empty"), "").expect("write");
    fs::write(root.join("c-blank"), " \n\t").expect("write");
    fs::write(root.join("d-binary"), [0u8, 1, 2, 3, 0, 0, 0, 7, 9, 200, 0, 1]).expect("write");
    fs::create_dir(root.join(".git")).expect("a folder");
    fs::write(root.join(".git/config"), "not a document").expect("write");
    fs::create_dir(root.join("e")).expect("a folder");
    fs::write(root.join("e/z.html"), "<p>A page.").expect("write");
    let mut expected = vec![
        ("/a.txt", Ok(1)),
        ("/b-empty", Err(Reason::Empty)),
        ("/c-blank", Err(Reason::Empty)),
        ("/d-binary", Err(Reason::Binary)),
    ];
    #[cfg(unix)]
    {
        use std::os::unix::ffi::OsStrExt;
        use std::os::unix::fs::symlink;
        symlink("../e", root.join("e/loop")).expect("a link");
        symlink("nowhere", root.join("f-dangling")).expect("a link");
        symlink("a.txt", root.join("g-again")).expect("a link");
        let fifo = root.join("h-fifo");
        assert!(std::process::Command::new("mkfifo").arg(&fifo).status().expect("mkfifo").success());
        let _socket = std::os::unix::net::UnixListener::bind(root.join("i-socket")).expect("a socket");
        fs::write(root.join(std::ffi::OsStr::from_bytes(b"j-\xff.txt")), "Also a text.").expect("write");
        expected.push(("/e/loop", Err(Reason::Loop)));
        expected.push(("/e/z.html", Ok(1)));
        expected.push(("/f-dangling", Err(Reason::NotFound)));
        expected.push(("/h-fifo", Err(Reason::NotAFile("a FIFO".into()))));
        expected.push(("/i-socket", Err(Reason::NotAFile("a socket".into()))));
        expected.push(("/j-\u{fffd}.txt", Ok(1)));
    }
    #[cfg(not(unix))]
    expected.push(("/e/z.html", Ok(1)));
    let found = read(root, &Options::default());
    let found: Vec<_> = found.iter().map(|(path, result)| (path.as_str(), result.clone())).collect();
    assert_eq!(found, expected);
}

#[test]
fn a_folder_can_be_left_out_and_a_missing_root_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("index")).expect("a folder");
    fs::write(folder.path().join("index/part"), "of an index").expect("write");
    fs::write(folder.path().join("a.txt"), "A text.").expect("write");
    let options = Options { exclude: vec![folder.path().join("index")], ..Options::default() };
    assert_eq!(read(folder.path(), &options), [("/a.txt".to_owned(), Ok(1))]);
    let missing = folder.path().join("missing");
    assert_eq!(read(&missing, &options), [(String::new(), Err(Reason::NotFound))]);
}

#[test]
fn roots_that_overlap_give_each_file_once() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::create_dir(folder.path().join("in")).expect("a folder");
    fs::write(folder.path().join("in/a.txt"), "A text.").expect("write");
    let roots = [folder.path().to_owned(), folder.path().join("in"), folder.path().join("in/a.txt")];
    assert_eq!(walk(&roots, &Options::default()).count(), 1);
}

#[test]
fn a_file_beyond_the_limit_is_named() {
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.txt"), "A text that is too long.").expect("write");
    let ingest =
        Ingest::new(pamphlet_ingest::Repairer::default(), Options { max_file: 10, ..Options::default() });
    let source =
        walk(&[folder.path().to_owned()], ingest.options()).next().expect("a file").expect("a source");
    let failure = ingest.read(&source, &mut |_| ControlFlow::Continue(())).expect_err("too large");
    assert_eq!(failure.reason, Reason::TooLarge { size: 24, limit: 10 });
}
