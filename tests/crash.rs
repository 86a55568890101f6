//! The real binary killed without warning at any moment: what was committed is there, the index is whole, and
//! the same command again ends where an undisturbed run ends.

use crate::{Place, tier};
use serde_json::Value;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::{Duration, Instant};

/// Two states of a folder: some files stay, some change, some go, some come.
fn state(place: &Place, second: bool) {
    let folder = place.path().join("docs");
    let _ = std::fs::remove_dir_all(&folder);
    for n in 0..60 {
        let words =
            format!("Leaflet {n}\n\nThe members of lodge {n} met at noon, and what they said is kept.\n\n")
                .repeat(4);
        match (n % 4, second) {
            (0, false) | (3, true) => {}
            (1, true) => drop(place.file(&format!("docs/{n}.txt"), format!("{words}It was printed anew.\n"))),
            _ => drop(place.file(&format!("docs/{n}.txt"), words)),
        }
    }
}

fn info(place: &Place) -> Value {
    place.expect(0, ["info", "--format", "json"]).objects().remove(0)
}

/// A folder with all below it, in the place of another.
pub(crate) fn copy(from: &Path, to: &Path) {
    let _ = std::fs::remove_dir_all(to);
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("it is there") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}

fn start(place: &Place) -> Child {
    let mut command = place.command();
    command.args(["index", "docs"]).stdout(Stdio::null()).stderr(Stdio::null());
    command.spawn().expect("the binary starts")
}

/// What the kills met.
#[derive(Debug, Default)]
struct Met {
    before: u32,
    after: u32,
    /// Kills of a run from the first state that found it ended.
    too_late: u32,
}

fn kill(kills: u64) -> Met {
    let place = Place::new();
    let (index, first) = (place.path().join("index"), place.path().join("first"));
    state(&place, false);
    place.expect(0, ["index", "docs"]);
    let old = info(&place)["fingerprint"].clone();
    copy(&index, &first);
    state(&place, true);
    let started = Instant::now();
    place.expect(0, ["index", "docs"]);
    let mut whole = started.elapsed().as_micros() as u64;
    let new = info(&place)["fingerprint"].clone();
    assert_ne!(old, new);

    let mut met = Met::default();
    // any moment, the same ones in each run as far as the machine allows
    let mut seed = 0x9e37_79b9_7f4a_7c15u64;
    for round in 0..kills {
        // two of three rounds start from the first state, the third goes on over what the last kill left
        if round % 3 != 2 {
            copy(&first, &index);
        }
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        // the commit is at the end: half of the kills are there
        let from = if round % 2 == 0 { 0 } else { whole / 2 };
        let moment = from + seed % (whole * 11 / 10 - from);
        let mut child = start(&place);
        std::thread::sleep(Duration::from_micros(moment));
        child.kill().expect("a kill");
        let ended = child.wait().expect("it ended");
        if round % 3 != 2 {
            // a machine that was busy when the whole run was timed: the moments are of a run as long as it is now
            let late = ended.code().is_some();
            met.too_late += u32::from(late);
            whole = if late { whole * 9 / 10 } else { whole * 41 / 40 }.max(1_000);
        }

        let found = info(&place)["fingerprint"].clone();
        assert!(found == old || found == new, "kill {round} after {moment} µs: {found}");
        met.before += u32::from(found == old);
        met.after += u32::from(found == new);
        let run = place.run(["verify", "--format", "json"]);
        assert_eq!(run.code, 0, "kill {round} after {moment} µs: {}{}", run.stdout, run.stderr);
        if round % 3 == 1 {
            // the next kill meets what this one left
            continue;
        }
        place.expect(0, ["index", "docs"]);
        assert_eq!(info(&place)["fingerprint"], new, "kill {round} after {moment} µs");
        let verified = place.expect(0, ["verify", "--format", "json"]).objects().remove(0);
        assert_eq!(verified["leftover"], serde_json::json!([]), "kill {round} after {moment} µs");
        assert_eq!(verified["documents"]["same"], info(&place)["documents"]);
    }
    println!("{kills} kills: {met:?}");
    met
}

#[test]
fn a_killed_run_loses_nothing() {
    let met = kill(15);
    assert!(met.before > 0 && met.before + met.after == 15, "{met:?}");
}

#[test]
#[ignore = "the larger tier: 200 kills, or PAMPHLET_KILLS"]
fn a_killed_run_loses_nothing_at_any_moment() {
    let kills = tier("PAMPHLET_KILLS", 200);
    let met = kill(kills);
    assert!(met.before > 0 && met.after > 0 && u64::from(met.too_late) < kills / 2, "{met:?}");
}
