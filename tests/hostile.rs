//! Files that were made to harm whoever reads them, through the real binary: each is read or named, beside one
//! that is always read, within limits of time and memory that are measured from outside.

mod files;

use crate::{Place, Run, tier};
use files::FILES;
use std::process::Stdio;
use std::time::{Duration, Instant};

/// The most memory that any one document may take, in KiB.
const MEMORY: u64 = 1 << 20;
/// The longest that it may take: the promise is of a release build, and what is hardly optimised takes three times
/// as long.
fn longest() -> Duration {
    let release = !cfg!(debug_assertions) || std::env::var_os("PAMPHLET_BINARY").is_some();
    Duration::from_secs(if release { 60 } else { 180 })
}

/// The most memory that a process and its children had, as far as was seen, in KiB.
pub(crate) fn memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let own = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix("kB")?.trim().parse().ok());
    let threads = std::fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten();
    let children = threads.filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok());
    let children: u64 = children
        .flat_map(|list| list.split_whitespace().filter_map(|child| child.parse().ok()).collect::<Vec<u32>>())
        .map(memory)
        .sum();
    own.unwrap_or(0) + children
}

/// The time that a process and the children that it waited for were at work, as far as was seen.
fn at_work(process: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    // the name may hold spaces; behind it the fields are numbered from 3
    let fields = stat.rsplit_once(") ").map_or("", |(_, fields)| fields).split(' ').skip(11).take(4);
    let ticks: u64 = fields.filter_map(|field| field.parse::<u64>().ok()).sum();
    Duration::from_millis(ticks * 10)
}

/// Runs the binary and watches it. The time is that by the clock or, where other processes held it up, that at work.
fn watched(place: &Place, args: &[&str]) -> (Run, Duration, u64) {
    let started = Instant::now();
    let mut child =
        place.command().args(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let process = child.id();
    let (out, err) = (child.stdout.take().expect("piped"), child.stderr.take().expect("piped"));
    let read = |mut from: Box<dyn std::io::Read + Send>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            let _ = from.read_to_end(&mut bytes);
            String::from_utf8_lossy(&bytes).into_owned()
        })
    };
    let (out, err) = (read(Box::new(out)), read(Box::new(err)));
    let (mut most, mut work) = (0, Duration::ZERO);
    let status = loop {
        most = most.max(memory(process));
        work = work.max(at_work(process));
        match child.try_wait().expect("it can be asked") {
            Some(status) => break status,
            None if work > longest() * 5 / 4 || started.elapsed() > longest() * 5 => {
                let _ = child.kill();
                break child.wait().expect("it ends");
            }
            None => std::thread::sleep(Duration::from_millis(3)),
        }
    };
    let took = started.elapsed().min(work.max(Duration::from_secs(1)));
    let (stdout, stderr) = (out.join().expect("read"), err.join().expect("read"));
    (Run { code: status.code().unwrap_or(-1), stdout, stderr }, took, most)
}

/// One line of the table.
struct Row {
    name: &'static str,
    size: usize,
    code: i32,
    took: Duration,
    memory: u64,
    problem: Option<String>,
}

fn read(name: &'static str, file: &str, bytes: &[u8]) -> Row {
    let place = Place::new();
    place.file("docs/~good.txt", "Millers\n\nThe millers meet at noon.\n");
    place.file(&format!("docs/{file}"), bytes);
    let (run, took, memory) = watched(&place, &["index", "docs"]);
    // what is said of a file that was read all the same
    let doubt = |line: &str| line.starts_with("warning: ") || line.starts_with("note: ");
    let named = run.stderr.lines().any(|line| line.contains(file) && !doubt(line));
    let problem = if !matches!(run.code, 0 | 3)
        || run.stderr.contains("panicked")
        || run.stderr.contains("failed on it")
    {
        Some(format!("exit {}: {}", run.code, run.stderr))
    } else if named != (run.code == 3) {
        Some(format!("neither named nor read: {}", run.stderr))
    } else if place.run(["verify"]).code != 0 || place.hits("millers noon").len() != 1 {
        Some("the rest is not whole".to_owned())
    } else {
        None
    };
    let row = Row { name, size: bytes.len(), code: run.code, took, memory, problem };
    // at once: who waits for a slow one sees which it is
    println!(
        "{:<34} {:>10} bytes, exit {}, {:>6.2} s, {:>5} MiB",
        row.name,
        row.size,
        row.code,
        row.took.as_secs_f64(),
        row.memory >> 10
    );
    row
}

fn hold(rows: &[Row]) {
    let worst = rows.iter().map(|row| row.took).max().unwrap_or_default();
    let most = rows.iter().map(|row| row.memory).max().unwrap_or_default();
    println!("{} files, worst {:.1} s, most {} MiB", rows.len(), worst.as_secs_f64(), most >> 10);
    let beyond = |row: &&Row| row.problem.is_some() || row.took >= longest() || row.memory >= MEMORY;
    let beyond: Vec<_> =
        rows.iter().filter(beyond).map(|row| (row.name, row.took, row.memory >> 10, &row.problem)).collect();
    assert!(beyond.is_empty(), "{beyond:#?}");
}

#[test]
fn small_hostile_files_harm_nobody() {
    let rows: Vec<Row> =
        FILES.iter().map(|file| read(file.name, file.file, &(file.make)(file.small))).collect();
    hold(&rows);
}

#[test]
#[ignore = "the larger tier: a fifth of the full sizes, or PAMPHLET_HOSTILE in hundredths; those whose name has PAMPHLET_HOSTILE_ONLY"]
fn hostile_files_stay_within_the_limits() {
    let part = tier("PAMPHLET_HOSTILE", 20) as usize;
    let only = std::env::var("PAMPHLET_HOSTILE_ONLY").unwrap_or_default();
    let size = |file: &files::Hostile| (file.full / 100 * part).max(file.small);
    let chosen = FILES.iter().filter(|file| file.name.contains(&only));
    let rows: Vec<Row> = chosen.map(|file| read(file.name, file.file, &(file.make)(size(file)))).collect();
    hold(&rows);
}

/// Things in a folder that are no files, or not for long.
#[cfg(target_os = "linux")]
#[test]
fn what_is_no_file_is_named_and_never_waited_for() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let place = Place::new();
    place.file("docs/good.txt", "Millers\n\nThe millers meet at noon.\n");
    let docs = place.path().join("docs");
    assert!(
        std::process::Command::new("mkfifo").arg(docs.join("fifo.txt")).status().expect("mkfifo").success()
    );
    let _socket = std::os::unix::net::UnixListener::bind(docs.join("socket.txt")).expect("a socket");
    symlink("/dev/zero", docs.join("zero.txt")).expect("a link");
    symlink("/dev/tty", docs.join("tty.txt")).expect("a link");
    symlink("/proc/kcore", docs.join("kcore.txt")).expect("a link");
    symlink("/proc/self/status", docs.join("status.txt")).expect("a link");
    symlink("/proc/self/mem", docs.join("mem.txt")).expect("a link");
    symlink("loop.txt", docs.join("loop.txt")).expect("a link");
    symlink("..", docs.join("up")).expect("a link");
    symlink("nowhere", docs.join("dangling.txt")).expect("a link");
    std::fs::create_dir(docs.join("closed")).expect("a folder");
    std::fs::set_permissions(docs.join("closed"), PermissionsExt::from_mode(0o000)).expect("a mode");
    let (run, took, memory) = watched(&place, &["index", "docs"]);
    assert_eq!(run.code, 3, "{}", run.stderr);
    assert!(took < Duration::from_secs(20) && memory < MEMORY, "{took:?}, {memory} KiB");
    for name in [
        "fifo.txt",
        "socket.txt",
        "zero.txt",
        "tty.txt",
        "kcore.txt",
        "mem.txt",
        "loop.txt",
        "up",
        "dangling.txt",
    ] {
        assert!(run.stderr.lines().any(|line| line.contains(name)), "{name} is not named: {}", run.stderr);
    }
    assert_eq!(place.hits("millers noon").len(), 1);
    std::fs::set_permissions(docs.join("closed"), PermissionsExt::from_mode(0o755)).expect("a mode");
}

/// Files that change, shrink, grow and go while they are read: the index is whole, and after they are quiet one
/// more run ends where a run over quiet files ends.
#[test]
fn files_that_change_while_they_are_read() {
    let place = Place::new();
    place.file("docs/good.txt", "Millers\n\nThe millers meet at noon.\n");
    let line = "{\"text\": \"The coopers met in the hall and said that they would not go.\"}\n";
    let write =
        |n: usize, share: usize| drop(place.file(&format!("docs/{n}.jsonl"), line.repeat(250 * share)));
    (0..8).for_each(|n| write(n, 16));
    let stop = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut round = 0;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                round += 1;
                let path = place.path().join(format!("docs/{}.jsonl", round % 8));
                match round % 5 {
                    0 => drop(std::fs::remove_file(&path)),
                    1 => drop(
                        std::fs::OpenOptions::new()
                            .write(true)
                            .open(&path)
                            .map(|file| file.set_len(round * 1_009 % 200_000)),
                    ),
                    2 => drop(std::fs::create_dir(&path)),
                    3 => drop(std::fs::remove_dir(&path)),
                    _ => write(round as usize % 8, round as usize % 17),
                }
            }
        });
        for _ in 0..6 {
            let run = place.run(["index", "docs"]);
            assert!(matches!(run.code, 0 | 3), "exit {}: {}", run.code, run.stderr);
            assert!(!run.stderr.contains("failed on it"), "{}", run.stderr);
            assert_eq!(place.hits("millers noon").len(), 1);
            assert!(place.run(["verify"]).code != 101);
        }
        stop.store(true, std::sync::atomic::Ordering::Relaxed);
    });
    for n in 0..8 {
        let path = place.path().join(format!("docs/{n}.jsonl"));
        let _ = std::fs::remove_dir(&path);
        write(n, 8 + n);
    }
    place.expect(0, ["index", "docs"]);
    let after = place.expect(0, ["info", "--format", "json"]).objects()[0]["fingerprint"].clone();
    place.expect(0, ["index", "--rebuild", "docs"]);
    assert_eq!(place.expect(0, ["info", "--format", "json"]).objects()[0]["fingerprint"], after);
}

/// Queries made to take long or all memory.
#[test]
fn hostile_queries_stay_within_the_limits() {
    let place = Place::new();
    let words: String = (0..3_000).map(|n| format!("a{n}b aaaaaaaaaaaaaaaa{n} ")).collect();
    place.file("docs/a.txt", format!("Words\n\n{words}\n"));
    place.expect(0, ["index", "docs"]);
    let nested = |n: usize| format!("{}a{}", "(".repeat(n), ")".repeat(n));
    let queries = [
        "/(a+)+$/".to_owned(),
        "/(((a{99}){99}){99}){99}/".to_owned(),
        "/(a|aa)*(b|bb)*c/".to_owned(),
        "/a{0,4000}b{0,4000}/".to_owned(),
        format!("/{}/", "(".repeat(20_000)),
        format!("/{}a/", "a?".repeat(5_000)),
        format!("/[{}]/", "a-z".repeat(20_000)),
        "*a*a*a*a*a*a*a*a*b".to_owned(),
        "a* OR a* OR a* NEAR/9999 a*".to_owned(),
        "a*~2 \"a* a* a* a*\"~100".to_owned(),
        nested(100_000),
        "NOT ".repeat(100_000),
        "-".repeat(100_000),
        "\"".repeat(100_001),
        "a OR ".repeat(100_000),
        "a NEAR/1 ".repeat(20_000),
        "sent(".repeat(50_000),
        "title:".repeat(50_000),
        "x".repeat(1 << 17),
        "date:0001..9999 date:..".to_owned(),
        "\u{301}".repeat(50_000),
        "ﷺ".repeat(20_000),
    ];
    for query in &queries {
        place.file("queries", format!("q\t{query}\n"));
        let shown: String = query.chars().take(40).collect();
        let mut runs = vec![vec!["search", "--queries", "queries"]];
        if query.len() < 100_000 {
            runs.extend([vec!["kwic", "--", query], vec!["trend", "--", query]]);
        }
        for args in runs {
            let (run, took, memory) = watched(&place, &args);
            assert!(matches!(run.code, 0 | 1), "{shown}: exit {}: {}", run.code, run.stderr);
            assert!(took < Duration::from_secs(30) && memory < MEMORY, "{shown}: {took:?}, {memory} KiB");
        }
    }
}
