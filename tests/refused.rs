//! A disk that refuses: full, read-only, gone. The last committed state stays, searching goes on, and one line
//! says what it was. Real file systems where the tests may mount one; they say so where they may not.

use crate::Place;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A file system in memory, unmounted when dropped.
struct Mount(PathBuf);

impl Mount {
    /// None where nothing may be mounted.
    fn new(at: PathBuf, kilobytes: u32) -> Option<Self> {
        std::fs::create_dir_all(&at).expect("a folder");
        let options = format!("size={kilobytes}k");
        if mount(&["-t", "tmpfs", "-o", &options, "tmpfs"], &at) {
            return Some(Self(at));
        }
        eprintln!("SKIPPED: no file system may be mounted here");
        None
    }

    fn read_only(&self) {
        assert!(mount(&["-o", "remount,ro"], &self.0), "it was mounted before");
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.0).status();
    }
}

fn mount(args: &[&str], at: &Path) -> bool {
    let mut command = Command::new("mount");
    command.args(args).arg(at).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn with_documents() -> Place {
    let place = Place::new();
    place.file("docs/a.txt", "Millers\n\nThe millers meet at noon.\n");
    place
}

/// A text that does not pack well.
fn noise(bytes: usize) -> String {
    let mut seed = 7u64;
    let mut text = String::from("Noise\n\n");
    while text.len() < bytes {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        text.push_str(&format!("{:x} ", seed >> 20));
    }
    text
}

#[test]
fn a_read_only_disk_is_searched() {
    let place = with_documents();
    let Some(disk) = Mount::new(place.path().join("disk"), 4_000) else { return };
    place.expect(0, ["index", "--index", "disk/index", "docs"]);
    disk.read_only();
    for args in [
        &["search", "millers"][..],
        &["kwic", "millers"],
        &["trend", "millers"],
        &["info"],
        &["verify"],
        &["show", "docs/a.txt"],
    ] {
        place.expect(0, args.iter().chain(&["--index", "disk/index"]));
    }
    place.file("docs/b.txt", "Coopers\n\nThe coopers meet.\n");
    let run = place.expect(2, ["index", "--index", "disk/index", "docs"]);
    assert!(run.stderr.contains("Read-only file system"), "{}", run.stderr);
    place.expect(0, ["search", "millers", "--index", "disk/index"]);
    place.expect(2, ["index", "--index", "disk/new", "docs"]);
}

#[test]
fn a_full_disk_keeps_the_last_state() {
    let place = with_documents();
    let Some(_disk) = Mount::new(place.path().join("disk"), 400) else { return };
    let on_disk = |args: &[&str]| {
        let args: Vec<String> = args
            .iter()
            .map(|arg| (*arg).to_owned())
            .chain(["--index".to_owned(), "disk/index".to_owned()])
            .collect();
        place.run(args)
    };
    assert_eq!(on_disk(&["index", "docs"]).code, 0);
    let before = on_disk(&["info", "--format", "json"]).objects()[0]["fingerprint"].clone();
    place.file("docs/large.txt", noise(2 << 20));
    for _ in 0..2 {
        let run = on_disk(&["index", "docs"]);
        assert_eq!(run.code, 2, "{}", run.stderr);
        assert!(run.stderr.contains("No space left"), "{}", run.stderr);
        assert_eq!(on_disk(&["info", "--format", "json"]).objects()[0]["fingerprint"], before);
        assert_eq!(on_disk(&["search", "millers"]).code, 0);
        assert_eq!(on_disk(&["verify"]).code, 0);
    }
    // what the failed runs left is in nobody's way
    std::fs::remove_file(place.path().join("docs/large.txt")).expect("it was there");
    place.file("docs/b.txt", "Coopers\n\nThe coopers meet.\n");
    assert_eq!(on_disk(&["index", "docs"]).code, 0);
    assert_eq!(on_disk(&["search", "coopers"]).code, 0);
    assert_eq!(on_disk(&["verify", "--format", "json"]).objects()[0]["leftover"], serde_json::json!([]));
}

/// The folder goes while it is written: an error or a whole index, and the next run makes it again.
#[test]
fn a_folder_that_vanishes() {
    let place = with_documents();
    for n in 0..40 {
        place.file(&format!("docs/{n}.txt"), noise(20_000));
    }
    for moment in [5, 20, 40, 80, 160] {
        let mut command = place.command();
        let child = command
            .args(["index", "docs"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        std::thread::sleep(std::time::Duration::from_millis(moment));
        let _ = std::fs::remove_dir_all(place.path().join("index"));
        let run = crate::Run::of(child.wait_with_output().expect("it ends"));
        assert!(matches!(run.code, 0 | 2), "exit {}: {}", run.code, run.stderr);
        assert!(
            !run.stderr.contains("panicked") && !run.stderr.contains("should not have"),
            "{}",
            run.stderr
        );
        place.expect(0, ["index", "docs"]);
        place.expect(0, ["verify"]);
    }
}

/// A limit on the size of files, as a shell or a service manager sets it, is a disk that refuses.
#[cfg(unix)]
#[test]
fn a_limit_on_the_size_of_files() {
    let place = with_documents();
    place.expect(0, ["index", "docs"]);
    let before = place.expect(0, ["info", "--format", "json"]).objects()[0]["fingerprint"].clone();
    place.file("docs/large.txt", noise(2 << 20));
    let mut command = Command::new("sh");
    command.current_dir(place.path()).args(["-c", "ulimit -f 100; exec \"$0\" index docs"]);
    let run =
        command.arg(place.command().get_program()).env("PAMPHLET_CONFIG", "").output().expect("it runs");
    let run = crate::Run::of(run);
    assert_eq!(run.code, 2, "{}", run.stderr);
    assert!(run.stderr.contains("File too large"), "{}", run.stderr);
    assert_eq!(place.expect(0, ["info", "--format", "json"]).objects()[0]["fingerprint"], before);
    place.expect(0, ["verify"]);
    place.expect(0, ["index", "docs"]);
    assert_ne!(place.expect(0, ["info", "--format", "json"]).objects()[0]["fingerprint"], before);
}
