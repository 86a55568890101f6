//! What cannot be read is named with a reason; the rest is indexed; nothing reaches the terminal.

use crate::Place;

/// A document that must be found whatever stands beside it.
fn with_a_good_one() -> Place {
    let place = Place::new();
    place.file("docs/good.txt", "Millers\n\nThe millers meet at noon.\n");
    place
}

#[track_caller]
fn named(place: &Place, name: &str) {
    let run = place.expect(3, ["index", "docs"]);
    let line = run.stderr.lines().find(|line| line.contains(name));
    assert!(line.is_some_and(|line| line.contains(": ")), "{name} is not named: {}", run.stderr);
    assert_eq!(place.hits("millers noon").len(), 1);
}

#[test]
fn an_empty_file() {
    let place = with_a_good_one();
    place.file("docs/empty.txt", "");
    named(&place, "empty.txt");
}

#[test]
fn a_binary_file() {
    let place = with_a_good_one();
    let noise: Vec<u8> = (0..4096u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    place.file("docs/noise.bin", noise);
    named(&place, "noise.bin");
}

#[cfg(unix)]
#[test]
fn a_fifo_is_never_opened() {
    let place = with_a_good_one();
    let fifo = place.path().join("docs/pipe.txt");
    let made = std::process::Command::new("mkfifo").arg(&fifo).status().expect("mkfifo runs");
    assert!(made.success());
    named(&place, "pipe.txt");
}

#[cfg(unix)]
#[test]
fn a_loop_of_links_ends() {
    let place = with_a_good_one();
    std::os::unix::fs::symlink("..", place.path().join("docs/up")).expect("a link");
    let run = place.run(["index", "docs"]);
    assert!(matches!(run.code, 0 | 3), "{}", run.stderr);
    assert_eq!(place.hits("millers noon").len(), 1);
}

#[cfg(unix)]
#[test]
fn a_name_that_is_not_utf_8() {
    use std::os::unix::ffi::OsStrExt;
    let place = with_a_good_one();
    let name = std::ffi::OsStr::from_bytes(b"docs/caf\xe9.txt");
    std::fs::write(place.path().join(name), "Caf\u{e9}\n\nThe coopers meet as well.\n").expect("a file");
    let run = place.run(["index", "docs"]);
    assert!(matches!(run.code, 0 | 3), "{}", run.stderr);
    assert_eq!(place.hits("coopers").len(), 1);
}

#[test]
fn control_sequences_never_reach_the_terminal() {
    let place = with_a_good_one();
    place.file(
        "docs/evil.txt",
        "Evil \u{1b}]0;title\u{7}\n\nThe tanners \u{1b}[2J\u{1b}[31mred\u{9b}31m \u{202e}drawkcab\u{202c} text.\n",
    );
    place.file("docs/\u{1b}[31mname.txt", "Name\n\nThe tanners again.\n");
    let runs = [
        place.run(["index", "docs"]),
        place.run(["search", "tanners"]),
        place.run(["search", "--color", "never", "--format", "tsv", "tanners"]),
        place.run(["kwic", "tanners"]),
        place.run(["info"]),
        place.run(["search", "--", "\u{1b}[31mtanners"]),
    ];
    for run in runs {
        for text in [&run.stdout, &run.stderr] {
            let bad = text.chars().find(|&c| c != '\n' && c != '\t' && (c.is_control() || c == '\u{202e}'));
            assert_eq!(bad, None, "{text:?}");
        }
    }
}

#[test]
fn a_missing_path_or_a_foreign_index_folder_is_refused() {
    let place = with_a_good_one();
    let run = place.expect(2, ["index", "nowhere"]);
    assert!(run.stderr.contains("nowhere"), "{}", run.stderr);
    place.file("mine/letters.txt", "Dear Ada,\n");
    place.expect(2, ["index", "--index", "mine", "docs"]);
    let left: Vec<_> = std::fs::read_dir(place.path().join("mine")).unwrap().collect();
    assert_eq!(left.len(), 1, "nothing is touched");
}

#[test]
fn a_vanished_root_keeps_its_documents() {
    let place = with_a_good_one();
    place.expect(0, ["index", "docs"]);
    std::fs::rename(place.path().join("docs"), place.path().join("away")).unwrap();
    place.expect(2, ["index", "docs"]);
    assert_eq!(place.hits("millers").len(), 1);
}

#[test]
fn a_damaged_index_is_2_and_says_what_to_do() {
    let place = with_a_good_one();
    place.expect(0, ["index", "docs"]);
    place.file("index/manifest.json", "{\"format\": tru");
    let run = place.expect(2, ["search", "millers"]);
    assert!(run.stderr.contains("\nhint: "), "{}", run.stderr);
}

#[test]
fn bad_arguments_are_2() {
    let place = with_a_good_one();
    place.expect(2, ["search", "--from", "yesterday", "x"]);
    place.expect(2, ["search", "--where", "party", "x"]);
    place.expect(2, ["frobnicate"]);
    place.expect(2, ["search"]);
}

/// What a person may type, through the real binary: never an error, never long.
#[test]
fn what_a_person_types_never_fails() {
    let place = with_a_good_one();
    place.expect(0, ["index", "docs"]);
    let mut queries: Vec<String> = [
        "don't",
        "workers' rights",
        "'tis",
        "Re: budget",
        "10:30",
        "[sic]",
        "{x}",
        "C++",
        "AT&T",
        "U.S.-led",
        "(a OR b",
        "AND a",
        "a NOT",
        "\"open phrase",
        "\"\"",
        "()",
        "!",
        "?",
        "*",
        "^",
        "~",
        "/unclosed",
        "/bad[/",
        "a^b",
        "-reform",
        "\u{1}\u{1b}[2J",
        "@set",
        "title:",
        "date:x",
        "date:..",
        "party:(",
        "sent(",
        "NEAR/3",
        "millers NEAR/99999999 noon",
        "*a*b*c*d*",
        "/(a|b)*c{500}/",
        "millers~ noon~2",
        "#TagOfWords",
        "人民",
    ]
    .map(str::to_owned)
    .to_vec();
    queries.extend(["x".repeat(100_000), "(".repeat(10_000), "NOT ".repeat(5_000), "\"a ".repeat(20_000)]);
    for query in &queries {
        for command in ["search", "kwic"] {
            let start = std::time::Instant::now();
            let run = place.run([command, "--", query]);
            let shown: String = query.chars().take(30).collect();
            assert!(matches!(run.code, 0 | 1), "{command} {shown}: exit {}: {}", run.code, run.stderr);
            assert!(!run.stderr.contains("panicked"), "{command} {shown}: {}", run.stderr);
            assert!(start.elapsed().as_secs_f32() < 2.0, "{command} {shown}");
        }
    }
    place.expect(0, ["search", "--", "-reform"]);
    place.expect(2, ["search", "--strict", "--", "(millers"]);
}

/// Brackets in brackets, of every kind that is multiplied out somewhere: none doubles with each.
#[test]
fn queries_in_queries_do_not_double() {
    let place = with_a_good_one();
    place.expect(0, ["index", "docs"]);
    let nested = |open: &str, times: usize| format!("{}noon{}", open.repeat(times), ")".repeat(times));
    for query in [
        nested("+(millers x ", 150),
        nested("+(x OR +(y millers) ", 90),
        nested("(millers -x) NEAR (", 190),
        nested("(millers the) NEAR (", 190),
        nested("sent(millers OR ", 190),
        nested("para(-x ", 190),
        nested("added(millers OR ", 190),
        nested("NOT (millers ", 190),
        nested("title:(+a b ", 150),
        format!("{}noon", "(millers|the) NEAR ".repeat(300)),
        format!("{}noon", "(millers the) NEAR ".repeat(300)),
    ] {
        for options in [&["search"][..], &["search", "--any"], &["kwic", "--any"]] {
            let start = std::time::Instant::now();
            let run = place.run(options.iter().copied().chain(["--", &query]));
            let shown: String = query.chars().take(30).collect();
            assert!(matches!(run.code, 0 | 1), "{options:?} {shown}: exit {}: {}", run.code, run.stderr);
            assert!(start.elapsed().as_secs_f32() < 5.0, "{options:?} {shown}");
            let said = run.stderr.lines().filter(|line| line.contains("too many combinations")).count();
            assert!(said <= 1, "{options:?} {shown}: said {said} times");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_query_that_is_not_utf_8() {
    use std::os::unix::ffi::OsStrExt;
    let place = with_a_good_one();
    place.expect(0, ["index", "docs"]);
    for bytes in [&b"millers\xff"[..], b"\xe9t\xe9", b"\xc3\x28 noon", b"\"\xf0\x9f\""] {
        let query = std::ffi::OsStr::from_bytes(bytes);
        for command in ["search", "kwic"] {
            let run = place.run([command.as_ref(), "--".as_ref(), query]);
            assert!(matches!(run.code, 0 | 1), "{bytes:?}: exit {}: {}", run.code, run.stderr);
        }
    }
}

#[test]
fn what_is_in_doubt_is_said_and_bounded() {
    let place = with_a_good_one();
    place
        .file("docs/broken.xml", "<?xml version='1.0'?><r><a>The coopers meet.</a>\n<a>They < vote.</a></r>");
    let row = |n: u32, more: &str| {
        let text = format!(
            "The tanners of hall {n} met on a Monday in the great hall of the town and voted for bread"
        );
        format!("{n},\"{text}\",2001-03-01{more}\n")
    };
    let even: String = (1..=30).map(|n| row(n, "")).collect();
    let uneven: String = (31..=60).map(|n| row(n, ",more")).collect();
    let rows = format!("{even}{uneven}");
    place.file("docs/halls.csv", format!("id,text,date\n{rows}"));
    let run = place.expect(0, ["index", "docs"]);
    let said: Vec<&str> = run.stderr.lines().collect();
    let broken = said.iter().find(|line| line.contains("broken.xml")).expect("the broken file is named");
    assert!(broken.starts_with("warning: ") && broken.contains("line 2: not well-formed"), "{broken}");
    assert!(!said.iter().any(|line| line.contains("halls.csv")), "rows are only worth knowing: {said:?}");
    assert_eq!(place.hits("coopers").len(), 1);

    place.file("docs/halls.csv", format!("id,text,date\n{rows}{}", row(61, ",more")));
    let run = place.expect(0, ["index", "-v", "docs"]);
    let said: Vec<&str> = run.stderr.lines().filter(|line| line.contains("halls.csv")).collect();
    assert_eq!(said.len(), 6, "five and the number of the others: {said:?}");
    assert!(
        said[0].starts_with("note: ") && said[0].contains("halls.csv#31: line 32: a row of 4 cells"),
        "{said:?}"
    );
    assert!(said[5].contains("26 more"), "{said:?}");
    assert!(!run.stderr.contains("broken.xml"), "nothing is said again of a file that did not change");

    place.file(
        "docs/broken.xml",
        "<?xml version='1.0'?><r><a>The coopers meet.</a>\n<a>They < voted.</a></r>",
    );
    assert_eq!(place.expect(0, ["index", "-q", "docs"]).stderr, "");
}

/// An archive to which a newer file of the same name was appended: the newer one counts, as it does for whoever unpacks
/// it, and that the older one does not is told.
#[test]
fn two_documents_of_one_name() {
    let place = with_a_good_one();
    let mut archive = Vec::new();
    for text in ["The bakers met first.\n", "The drapers met second.\n"] {
        let mut header = [0u8; 512];
        header[..9].copy_from_slice(b"notes.txt");
        header[100..107].copy_from_slice(b"0000644");
        header[124..135].copy_from_slice(format!("{:011o}", text.len()).as_bytes());
        header[257..265].copy_from_slice(b"ustar\x0000");
        header[148..156].fill(b' ');
        let sum: u32 = header.iter().map(|&byte| u32::from(byte)).sum();
        header[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
        archive.extend_from_slice(&header);
        archive.extend_from_slice(text.as_bytes());
        archive.resize(archive.len().next_multiple_of(512), 0);
    }
    archive.resize(archive.len() + 1024, 0);
    place.file("docs/notes.tar", archive);
    named(&place, "two documents of the same name");
    assert_eq!((place.hits("bakers").len(), place.hits("drapers").len()), (0, 1));
    place.expect(0, ["verify"]);
}

/// What an argument names need not be a file with an end: what is read of it is bounded. The memory is bounded from
/// outside, too, so that one that reads on ends soon.
#[cfg(target_os = "linux")]
#[test]
fn what_an_argument_names_may_have_no_end() {
    let place = with_a_good_one();
    place.expect(0, ["index", "docs"]);
    let check = |args: &[&str], said: &str| {
        let mut command = std::process::Command::new("sh");
        command.current_dir(place.path()).args(["-c", "ulimit -v 3000000; exec \"$0\" \"$@\""]);
        let command = command.arg(place.command().get_program()).args(args).env("PAMPHLET_CONFIG", "");
        let run = crate::Run::of(command.output().expect("it runs"));
        assert!(run.code == 2 && run.stderr.contains(said), "{args:?}: exit {}: {}", run.code, run.stderr);
        assert!(run.stderr.contains("\nhint: "), "{args:?}: {}", run.stderr);
    };
    check(&["search", "--queries", "/dev/zero"], "/dev/zero:1: the line has more than 1048576 bytes");
    check(&["code", "--codebook", "/dev/zero"], "has more than 512 MiB");
    check(&["words", "--stop-words", "/dev/zero"], "has more than 512 MiB");
    check(&["replay", "/dev/zero"], "/dev/zero is too large for a saved run");
    check(&["search", "millers", "--since", "/dev/zero"], "/dev/zero is too large for a saved run");
    check(&["show", "--citation", "/dev/zero"], "the citation cannot be read");
    check(&["index", "--files-from", "/dev/zero"], "has more than 512 MiB");
    check(&["repair", "/dev/zero"], "/dev/zero");
    let good = place.path().join("docs/good.txt");
    std::fs::remove_file(&good).expect("it was there");
    std::os::unix::fs::symlink("/dev/zero", &good).expect("a link");
    check(&["show", "--raw", "docs/good.txt"], "is not a regular file any more");
}
