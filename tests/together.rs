//! Many processes on one index: one writer, any number of readers, and each reader sees one committed state.

use crate::Place;
use serde_json::Value;
use std::collections::BTreeSet;
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};

fn fill(place: &Place, word: &str) {
    for n in 0..20 {
        place.file(
            &format!("docs/{n}.txt"),
            format!("Leaflet {n}\n\nThe millers of lodge {n} met, and {word} was said.\n"),
        );
    }
}

/// What one look sees: the fingerprint, and how many documents hold each word.
fn look(place: &Place) -> (Value, [Value; 2]) {
    let info = place.expect(0, ["info", "--format", "json"]).objects().remove(0);
    let count = |word: &str| {
        let run = place.run(["search", "--count", "--format", "json", word]);
        assert!(run.code < 2 && !run.stderr.contains("error"), "{}", run.stderr);
        run.objects()[0]["documents"].clone()
    };
    (info["fingerprint"].clone(), [count("bread"), count("peace")])
}

/// Two writers by turns, one of them with `--rebuild`, while others search.
#[test]
fn readers_see_one_committed_state_or_the_next() {
    let place = Place::new();
    let mut states = BTreeSet::new();
    for word in ["peace", "bread"] {
        fill(&place, word);
        place.expect(0, ["index", "docs"]);
        states.insert(look(&place).0.to_string());
    }
    let done = AtomicBool::new(false);
    let looks: usize = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let mut looks = 0;
                    while !done.load(Ordering::Relaxed) {
                        let (fingerprint, counts) = look(&place);
                        assert!(
                            states.contains(&fingerprint.to_string()),
                            "a state that was never committed"
                        );
                        // each count is of one state; the index may change between the two
                        for count in counts {
                            assert!(count == 0 || count == 20, "{count} of 20");
                        }
                        looks += 1;
                    }
                    looks
                })
            })
            .collect();
        for round in 0..6 {
            fill(&place, if round % 2 == 0 { "peace" } else { "bread" });
            let mut args = vec!["index", "docs"];
            if round % 3 == 0 {
                args.push("--rebuild");
            }
            place.expect(0, args);
        }
        done.store(true, Ordering::Relaxed);
        readers.into_iter().map(|reader| reader.join().expect("a reader")).sum()
    });
    assert!(looks > 4, "{looks}");
    place.expect(0, ["verify"]);
}

#[test]
fn a_second_writer_says_who_writes_or_waits() {
    let place = Place::new();
    place.file("docs/a.txt", "Millers\n\nThe millers meet.\n");
    place.expect(0, ["index", "docs"]);
    let held = pamphlet::index::Writer::open(place.path().join("index")).expect("this process writes");
    let run = place.expect(2, ["index", "docs"]);
    assert!(run.stderr.contains(&format!("process {}", std::process::id())), "{}", run.stderr);
    assert!(run.stderr.contains("\nhint: with --wait"), "{}", run.stderr);
    assert_eq!(place.hits("millers").len(), 1, "readers do not wait");

    place.file("docs/b.txt", "Coopers\n\nThe coopers meet.\n");
    let mut waiting = place.command();
    let mut waiting =
        waiting.args(["index", "--wait", "docs"]).stdout(Stdio::null()).spawn().expect("it starts");
    std::thread::sleep(std::time::Duration::from_millis(300));
    assert!(waiting.try_wait().expect("it can be asked").is_none(), "it waits");
    drop(held);
    assert_eq!(waiting.wait().expect("it ends").code(), Some(0));
    assert_eq!(place.hits("coopers").len(), 1);
}

#[test]
fn many_writers_at_once_come_one_after_the_other() {
    let place = Place::new();
    for n in 0..4 {
        place.file(&format!("docs/{n}/a.txt"), format!("Lodge {n}\n\nThe millers of lodge {n} meet.\n"));
    }
    let children: Vec<_> = (0..4)
        .map(|n| {
            let mut command = place.command();
            command.args(["index", "--wait", &format!("docs/{n}")]).stdout(Stdio::null());
            command.spawn().expect("it starts")
        })
        .collect();
    for mut child in children {
        assert_eq!(child.wait().expect("it ends").code(), Some(0));
    }
    assert_eq!(place.hits("millers").len(), 4);
    place.expect(0, ["verify"]);
}

/// What is left of a lock holds nobody up, whatever is in the file.
#[test]
fn a_stale_lock_needs_nobody() {
    let place = Place::new();
    place.file("docs/a.txt", "Millers\n\nThe millers meet.\n");
    for left in [&b"process 1\n"[..], b"", b"\xff\0 not a process", &[b'9'; 100_000]] {
        place.file("index/lock", left);
        place.expect(0, ["index", "docs"]);
        place.expect(0, ["index", "--wait", "docs"]);
        place.expect(0, ["verify"]);
    }
}
